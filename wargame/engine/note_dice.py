"""Which meters went into the dice of a note: whoever does not see all of them is not shown how the dice fell."""

from __future__ import annotations

from wargame.engine.ledger import Note
from wargame.ruleset import vocabulary
from wargame.ruleset.tables import Ruleset

BALLISTIC = list(vocabulary.WEAPONS).index("ballistic")
HOMELAND = list(vocabulary.STRIKE_TARGETS).index("homeland")
"""The first of the targets on the soil of a power."""

DICE = frozenset({"roll", "drm", "need", "share"})
"""Facts that with the result of a roll tell the meters behind it."""

BEHIND: dict[str, tuple[str, ...]] = {
    "roll": (),
    "strike": (),
    "salvo": ("washington.defence", "world.initiative", "washington.interceptors"),
    "attribution": ("washington.intelligence", "tehran.intelligence"),
    "obedience": (),
    "runaway": (),
    "suspension": (),
    "preventive strike": (
        "washington:tehran.nuclear", "washington.posture", "tehran.missiles", "tehran.air-defence",
        "washington.deadline", "tehran.shield-given-up",
    ),
    "accident": ("tehran-washington.noise", "tehran-washington.rung"),
    "threat": ("washington.resolve", "washington.posture", "tehran.defiance"),
    "ratification": (),
    "deal tested": ("washington.polarisation",),
    "talks spoiled": (),
    "repression": ("tehran.unrest",),
}  # fmt: skip
"""By kind of note with dice: the meters behind them, beside those that depend on the note. A kind that is missing
here shows nobody its dice."""


def behind(rules: Ruleset, note: Note) -> list[int] | None:
    """Every meter that went into the dice of a note; None if nobody has said."""
    if note.kind not in BEHIND:
        return None
    book, meters, facts = rules.programs, rules.meters, note.facts
    names = list(BEHIND[note.kind])
    order = facts.get("order", 0)
    rows: list[int] = []
    match note.kind:
        case "roll":
            rows = [int(row) for row in book.mod_row[order]]
        case "strike" if book.strike_at[order] >= HOMELAND:
            names += ["tehran.air-defence", "tehran.shield-given-up"]
        case "strike":
            names.append("world.initiative")
        case "salvo":
            if book.weapon[order] == BALLISTIC:
                names.append("tehran.missiles")
            names += [f"{rules.areas[area]}.escort" for area in [int(book.area[order])] if area >= 0]
        case "obedience":
            rows = [meters.families[family].start + facts["network"] for family in ("loyalty", "holding")]
        case "runaway" | "suspension":
            rows = [meters.families["loyalty"].start + facts["network"]]
        case "ratification":
            names += ["washington.capital"] if facts["house"] else ["tehran.legitimacy", "tehran.faction"]
    return rows + [meters.row.get(name, 0) for name in names]


__all__ = ["BEHIND", "DICE", "behind"]
