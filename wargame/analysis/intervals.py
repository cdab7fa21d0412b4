"""How sure a share or a mean is: 95% intervals."""

from __future__ import annotations

from math import sqrt

Z = 1.959963984540054
"""Standard deviations on either side of the middle that hold 95% of a normal distribution."""


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95% interval of a share by Wilson's score method, which stays within 0 and 1 and holds for few.

    E. B. Wilson, 1927, without continuity correction. Nothing tells nothing: (0, 1).
    """
    if not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of} is not a share")
    if of == 0:
        return 0.0, 1.0
    share, slack = hits / of, Z * Z / of
    middle = (share + slack / 2) / (1 + slack)
    half = Z * sqrt(share * (1 - share) / of + slack / of / 4) / (1 + slack)
    # At the ends the formula gives 0 and 1 exactly; rounding must not move them.
    return (0.0 if hits == 0 else middle - half), (1.0 if hits == of else middle + half)


def mean_interval(total: int, squares: int, of: int) -> tuple[float, float] | None:
    """The 95% interval of a mean, by the normal approximation, from the sum and the sum of squares.

    None for fewer than two games. Below about thirty it is a little too narrow.
    """
    if of < 2:
        return None
    # Whole numbers as far as possible: the difference of two large squares would lose its last digits.
    variance = (of * squares - total * total) / (of * (of - 1))
    half = Z * sqrt(variance / of)
    return total / of - half, total / of + half
