"""Red lines: the seat's own, those of others that it knows of, and how near each is."""

from __future__ import annotations

from wargame.record.game import Game
from wargame.text.describe import LineStatus, red_lines
from wargame.text.nearness import NEAR, Reach, line_state, reaches
from wargame.tui.widgets.canvas import Line, Span, clip, line
from wargame.tui.widgets.listing import Row, row
from wargame.tui.widgets.panel import Panel

SCALES = ("  (loudest act so far / rung of the line)", "  (loudest so far / the line)")
"""What the two numbers of a line are, in long and in short."""


class LineList(Panel):
    """How near: the loudest act of its kind so far against the line's own rung."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, empty="You know of no red line.")

    def show(self, game: Game, seat: str | None) -> None:
        rules = game.rules
        self._known = {rules.lines.labels.index(status.label): status for status in red_lines(game, seat)}
        self._rows_of = {
            at: [part.start + at for part in (rules.lines.due, rules.lines.crossed, rules.lines.declared)]
            for at in self._known
        }
        self._reach = reaches(game, seat)
        short = {p.id: p.short for p in rules.document.of("power")}
        owner = {at: short[rules.powers[int(rules.lines.owner[at])]] for at in self._known}
        held = {at: s for at, s in self._known.items() if s.held}
        rows: list[Row] = []
        for title, mine in (("Yours", True), ("Others', as far as you know", False)):
            found = [(at, s) for at, s in held.items() if s.mine is mine]
            if found:
                rows.append(_heading(title if seat else "In force", scaled=not rows))
                rows += [_line(s, at, self._reach[at], owner[at]) for at, s in found]
        unheld = [(at, s) for at, s in self._known.items() if not s.held]
        if unheld:
            rows.append(row(None, line(("Not held now", "dim"))))
            rows += [_line(s, at, self._reach[at], owner[at]) for at, s in unheld]
        self.set_rows(rows)

    def asked(self) -> list[int]:
        return self._rows_of.get(self.key, []) if isinstance(self.key, int) else []

    def told(self) -> str:
        status = self._known.get(self.key) if isinstance(self.key, int) else None
        if status is None or not isinstance(self.key, int):
            return ""
        return (
            f"{status.owner}: {status.text.strip()} {status.status.capitalize()}; answered at rung "
            f"{status.commits}. {self._reach[self.key].words}"
        )


def _heading(text: str, *, scaled: bool) -> Row:
    def draw(width: int) -> list[Line]:
        scale = next((s for s in SCALES if scaled and len(text) + len(s) <= width), "")
        return [line((text, "dim"), (scale, "dim"))]

    return Row(draw)


def _line(status: LineStatus, key: int, reach: Reach, owner: str) -> Row:
    def draw(width: int) -> list[Line]:
        state, role = line_state(status, reach)
        who = "" if status.mine else f"{owner}: "
        how = status.status.partition(",")[0]
        room = width - 12
        name = f"{who}{status.label}"
        spans: list[Span] = [(f"{state:<12}", role), *clip(((name, "plain"),), room)]
        if status.held and len(name) + len(how) + 4 <= room:
            spans.append((f"  ({how})", "dim"))
        return [tuple(spans)]

    return Row(draw, key)


__all__ = ["NEAR", "LineList", "line_state"]
