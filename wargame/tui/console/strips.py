"""The lines of the first screen: its head, a table among the others, the table that is chosen, a seat."""

from __future__ import annotations

from math import ceil

from rich.cells import cell_len, set_cell_size

from wargame.tui.console.seen import Chair, Glance, Whole
from wargame.tui.glyphs import SIGNS
from wargame.tui.widgets.canvas import Canvas, Line, clip, width_of

PHASES = {"lobby": "lobby", "orders": "orders", "report": "report", "over": "over"}

COLUMNS = (("table", 15), ("phase", 8), ("clock", 8), ("rung", 5), ("sealed", 7), ("here", 5), ("date", 20))
"""The last one only where there is room."""

WIDE = 110


class DeskHead(Canvas):
    """Where the desk is, and whether it answers; never its key."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._told = ("", False, False, "")

    def show(self, where: str, away: bool, every: bool, waits: str) -> None:
        self._told = (where, away, every, waits)
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        where, away, every, waits = self._told
        left: Line = ((" DESK ", "title"), (f" {where} ", "dim"))
        if every:
            left = (*left, (" NEXT COMMAND: EVERY TABLE", "watch"))
        right: Line = ()
        if away:
            right = ((f"reconnecting{SIGNS.ellipsis} ", "crossed"),)
        elif waits:
            right = ((f"{waits}{SIGNS.ellipsis} ", "watch"),)
        gap = max(1, width - width_of(left) - width_of(right))
        return [clip((*left, (" " * gap, "plain"), *right), width)]


class Now(Canvas):
    """The chosen table in a line."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._told: tuple[Glance | None, Whole | None, str] = (None, None, "")

    def show(self, table: Glance | None, whole: Whole | None, left: str) -> None:
        self._told = (table, whole, left)
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        table, whole, left = self._told
        if table is None:
            return [((" ", "plain"),)]
        said = [table.when, f"step {table.step + 1}", PHASES.get(table.phase, table.phase)]
        said += [left] if left else []
        said += ["pens down"] if table.closed else []
        said += [f"code {table.code}"] if width >= WIDE else []
        said += [f"default: {whole.defaults}"] if whole is not None else []
        return [((f"  {table.name} ", "title"), (" · ".join(["", *said]).lstrip(), "plain"))]


def clock_of(table: Glance, now: float) -> str:
    """`4:05`, or why no clock goes."""
    if table.over:
        return ""
    if table.paused:
        return "paused"
    if table.due is None:
        return ""
    seconds = max(0, ceil(table.due - now))
    return f"{seconds // 60}:{seconds % 60:02}"


def table_titles(width: int) -> Line:
    spans = [("  ", "dim"), *((f"{name:<{room}}", "dim") for name, room in _columns(width))]
    return (*spans, ("warnings", "dim"))


def table_row(table: Glance, left: str, width: int) -> Line:
    clock = left or "-"
    phase = "pens dn" if table.closed else PHASES.get(table.phase, table.phase)
    said = {
        "table": (table.name, "title"),
        "phase": (phase, "watch" if table.closed else "plain"),
        "clock": (clock, "watch" if table.paused else "plain"),
        "rung": (str(table.rung), "plain"),
        "sealed": (f"{table.sealed}/{table.people}", "calm" if table.sealed == table.people else "plain"),
        "here": (str(table.here), "plain"),
        "date": (table.when, "dim"),
    }
    spans = tuple((_fit(said[name][0], room), said[name][1]) for name, room in _columns(width))
    count = len(table.warnings)
    text = "" if not count else f"{count}! {table.warnings[0]}" if count > 1 else f"! {table.warnings[0]}"
    return clip((*spans, (text, "watch")), width)


def chair_row(chair: Chair, width: int) -> Line:
    """A seat of the roll call. Which script plays it is not said: a class may be looking on."""
    pen = next((f"{m.name}{'' if m.here else ' (away)'}" for m in chair.members if m.id == chair.pen), "")
    here = [m.name for m in chair.members if m.here and m.id != chair.pen]
    away = [m.name for m in chair.members if not m.here and m.id != chair.pen]
    if not chair.people:
        who: list[str] = []
    else:
        who = [f"pen: {pen}"] if pen else []
        who += [f"here: {', '.join(here)}"] if here else []
        who += [f"away: {', '.join(away)}"] if away else []
        who = who or ["nobody"]
    state = (
        ("a script", "dim") if not chair.people else ("sealed", "calm") if chair.sealed else ("open", "plain")
    )
    label = _fit(chair.label, 24 if width < WIDE else 34)
    return clip(((label, "title"), (f"{state[0]:<10}", state[1]), ("; ".join(who), "plain")), width)


def waiting(whole: Whole | None) -> list[str]:
    """What waits for the white cell, by number only."""
    if whole is None:
        return []
    counted = (
        ("held messages", "M", sum(letter.held for letter in whole.letters)),
        ("without a verdict", "V", sum(letter.marked for letter in whole.letters)),
        ("plans that wait", "L", sum(plan.state == "waits" for plan in whole.plans)),
    )
    told = [f"{what}: {count} ({key})" for what, key, count in counted if count]
    return ["  " + ", ".join(told)] if told else []


def _columns(width: int) -> tuple[tuple[str, int], ...]:
    return COLUMNS if width >= WIDE - 4 else COLUMNS[:-1]


def _fit(text: str, room: int) -> str:
    """The text in exactly so many cells, the last one blank."""
    if cell_len(text) >= room:
        text = f"{set_cell_size(text, room - 2)}{SIGNS.ellipsis}"
    return set_cell_size(text, room)


__all__ = ["DeskHead", "Now", "chair_row", "clock_of", "table_row", "table_titles", "waiting"]
