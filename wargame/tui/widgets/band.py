"""An estimate between its bounds: where the truth may lie, what is believed, and after the game what was so."""

from __future__ import annotations

from wargame.tui.glyphs import SIGNS


def band(
    low: int, high: int, value: int, bounds: tuple[int, int], width: int, true: int | None = None
) -> str:
    """`··░░█░░···`: the band of what is possible with the estimate in it; a mark where the truth was."""
    floor, ceiling = bounds
    span = max(1, ceiling - floor)

    def cell(number: int) -> int:
        return min(width - 1, max(0, round((number - floor) * (width - 1) / span)))

    cells = [SIGNS.bar_empty if cell(low) <= at <= cell(high) else SIGNS.gap for at in range(width)]
    cells[cell(value)] = SIGNS.bar
    if true is not None and cell(true) != cell(value):
        cells[cell(true)] = SIGNS.mark
    return "".join(cells)
