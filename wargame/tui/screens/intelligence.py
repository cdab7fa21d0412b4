"""What a seat believes, how sure it is, how old that is; and after the game, what it got wrong."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from wargame.record.game import Game
from wargame.text.describe import belief_against_truth
from wargame.text.intelligence import Estimate, estimates, readings
from wargame.tui.glyphs import SIGNS, spark
from wargame.tui.keys import bindings
from wargame.tui.screens.room import Room
from wargame.tui.widgets.band import band
from wargame.tui.widgets.canvas import Line, Span, folded, line
from wargame.tui.widgets.listing import Listing, Row, row
from wargame.tui.widgets.look import Look

BAND = 12
"""Cells of the band between a number's bounds."""

SHOWN = 12
"""So many acts are listed; the story has them all."""


class IntelligenceScreen(Room[None]):
    places = ("intelligence",)
    BINDINGS = bindings("intelligence")

    def __init__(self, game: Game, seat: str | None) -> None:
        super().__init__()
        self.game, self.seat = game, seat
        self.held: dict[int, Estimate] = {}

    def body(self) -> Iterable[Widget]:
        yield Listing(id="intelligence", classes="page", empty="You hold no estimates.")
        yield Look(id="look")

    def on_mount(self) -> None:
        found = estimates(self.game, self.seat)
        self.held = dict(enumerate(found))
        listing = self.query_one(Listing)
        listing.set_rows(self._rows(found))
        listing.focus()

    def _rows(self, found: list[Estimate]) -> list[Row]:
        over = self.game.over
        title = "WHAT WAS BELIEVED, AND WHAT WAS SO" if over else "INTELLIGENCE"
        note = f"{SIGNS.mark} is where the truth was." if over else "Estimates: where the truth may lie."
        rows = [row(None, line((title, "title"), (f"   {note}", "dim")))]
        if found:
            rows.append(Row(lambda width: [_titles(width, over)]))
        holder = ""
        for key, estimate in self.held.items():
            if estimate.holder != holder:
                holder = estimate.holder
                rows.append(row(None, line((holder, "calm"))))
            rows.append(_estimate(estimate, key))
        if not found:
            rows.append(row(None, line(("You hold no estimates: what you know, you know.", "dim"))))
        return [*rows, row(None, line("")), *(self._missed() if over else self._read())]

    def _read(self) -> list[Row]:
        """How acts were read: nobody is told how they were meant before the end."""
        rows = [
            row(
                None,
                line(("How acts against you were read; how they were meant, the end will tell", "title")),
            )
        ]
        for r in readings(self.game, self.seat)[:SHOWN]:
            text = f"{r.when}: {r.reader} read rung {r.perceived}. {r.act}."
            rows.append(Row(lambda width, text=text: folded(text, width, "plain", "  ")))  # type: ignore[misc]
        if len(rows) == 1:
            rows.append(row(None, line(("  none so far", "dim"))))
        return rows

    def _missed(self) -> list[Row]:
        _, missed = belief_against_truth(self.game, self.seat)
        rows = [row(None, line(("Acts that were not read as they were meant", "title")))]
        for m in missed:
            text = f"{m.when}: {m.reader} read rung {m.perceived} where {m.intended} was meant. {m.act}."
            rows.append(Row(lambda width, text=text: folded(text, width, "plain", "  ")))  # type: ignore[misc]
        if not missed:
            rows.append(row(None, line(("  none that concerned you", "dim"))))
        return rows

    def pointed(self, on: Widget) -> None:
        key = on.key if isinstance(on, Listing) else None
        estimate = self.held.get(key) if isinstance(key, int) else None
        if estimate is not None:
            self.query_one(Look).show_text(told(estimate, self.game.rules.meters.texts[estimate.row]))

    def on_listing_chosen(self) -> None:
        self.action_explain()

    def action_explain(self) -> None:
        from wargame.tui.screens.why import WhyScreen

        key = self.query_one(Listing).key
        estimate = self.held.get(key) if isinstance(key, int) else None
        if estimate is None:
            self.say("Nothing to explain here: move the pointer to a number.")
            return
        # Once the game is over, the truth itself may be asked.
        self.app.push_screen(WhyScreen(self.game, None if self.game.over else self.seat, [estimate.row]))


def told(e: Estimate, text: str) -> str:
    """An estimate in words."""
    said = f"{e.label}: believed {e.value}, {e.sure}: {e.low} to {e.high}; {e.age}. "
    if e.wrong is not None:
        w = e.wrong
        off = (
            f"Off by {w.mean:.1f} on average, at worst {w.worst:+d} ({w.when})." if w.worst else "Never off."
        )
        said = f"{e.label}: believed {e.value}, was {w.true}. {off} "
    return said + text


def _titles(width: int, over: bool) -> Line:
    """Over the columns of `_estimate`."""
    name = _name_column(width)
    parts = f"{'the truth':<10}{'belief':<12}" if over else f"{'may be':<10}{'sure':<6}"
    head = f"  {'number':<{name}}{'':>4} {'low to high':<{BAND}} {parts}"
    room = width + 2 - len(head)
    return line((head + ("its course" if room >= 10 else "")[:room], "dim"))


def _name_column(width: int) -> int:
    return min(40, max(20, width - 54))


def _estimate(e: Estimate, key: int) -> Row:
    def draw(width: int) -> list[Line]:
        true = e.wrong.true if e.wrong else None
        name = _name_column(width)
        label = e.label if len(e.label) <= name else f"{e.label[: name - 1]}{SIGNS.ellipsis}"
        spans: list[Span] = [
            (f"{label:<{name}}", "plain"),
            (f"{f'~{e.value}':>4} ", "title"),
            (band(e.low, e.high, e.value, e.bounds, BAND, true), "calm"),
        ]
        if e.wrong is None:
            spans += [(f" {f'{e.low} to {e.high}':<9}", "plain"), (f" {e.sure:<5}", "dim")]
            rest = f" {e.age}"
        else:
            off = e.value - e.wrong.true
            words = "right" if not off else f"{abs(off)} too {'high' if off > 0 else 'low'}"
            spans += [(f" was {e.wrong.true:>3}  ", "plain"), (f"{words:<11}", "watch" if off else "calm")]
            rest = (
                f" off {e.wrong.mean:.1f} on average, worst {e.wrong.worst:+d}"
                if e.wrong.worst
                else " never off"
            )
        used = sum(len(text) for text, _ in spans)
        room = width - used
        if room >= 8:
            cells = min(12, room - 1)
            spans.append((f" {spark(list(e.course), *e.bounds, cells)}", "dim"))
            room -= cells + 1
        if room > len(rest):
            spans.append((rest, "dim"))
        return [tuple(spans)]

    return Row(draw, key, single=True)
