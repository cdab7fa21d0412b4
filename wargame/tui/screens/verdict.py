"""The end: who scored what and why, and what was believed against what was so."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from wargame.record.game import Game
from wargame.text.describe import PowerVerdict, belief_against_truth, verdict
from wargame.text.escalation import Climb, climbs
from wargame.tui.glyphs import bar
from wargame.tui.keys import bindings
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Line, folded, line
from wargame.tui.widgets.listing import Listing, Row, row

CAVEAT = "This shows what the rules and these orders imply, not what the world will do."


class VerdictScreen(Room[None]):
    places = ("verdict",)
    enter = "Why"
    BINDINGS = bindings("verdict")

    def __init__(self, game: Game, seat: str | None) -> None:
        super().__init__()
        self.game, self.seat = game, seat

    def body(self) -> Iterable[Widget]:
        yield Listing(id="verdict", classes="page")

    def on_mount(self) -> None:
        rows = verdict_rows(self.game, self.seat)
        listing = self.query_one(Listing)
        listing.set_rows(rows)
        listing.focus()
        listing.scroll_to(y=0, animate=False, immediate=True)

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        from wargame.tui.screens.why import WhyScreen

        if isinstance(event.key, int):
            self.app.push_screen(WhyScreen(self.game, None, [event.key]))

    def action_read_intelligence(self) -> None:
        from wargame.tui.screens.intelligence import IntelligenceScreen

        self.app.push_screen(IntelligenceScreen(self.game, self.seat))

    def action_show_charts(self) -> None:
        from wargame.tui.screens.charts import ChartScreen

        self.app.push_screen(ChartScreen(self.game, self.seat))

    def action_read_messages(self) -> None:
        from wargame.tui.screens.messages import MessagesScreen

        self.app.push_screen(MessagesScreen(self.game, self.seat))

    def action_replay_game(self) -> None:
        self.wargame.replay_game(self.game, self.seat)

    def action_leave(self) -> None:
        self.wargame.back_to_menu()

    def on_unmount(self) -> None:
        self.game.close()  # what was promised can be judged here, so the save is held until then


def verdict_rows(game: Game, seat: str | None) -> list[Row]:
    """The verdict as rows; each power's score can be asked for its entries, for the game is over."""
    found = verdict(game)
    if found is None:
        return [row(None, line("The game goes on."))]
    rows = [
        Row(
            lambda width: [
                line((f"VERDICT: {found.label.upper()}", "title")),
                *folded(found.text, width),
                line(""),
            ]
        )
    ]
    mine = {game.rules.powers[p] for p in game.seats[seat].powers} if seat else set()
    at = game.rules.meters.row
    powers = sorted(found.powers, key=lambda p: p.power not in mine)
    for p in powers:
        rows += _power(p, p.power in mine, at[f"{p.power}.score"])
    rows += _origins(game)
    beliefs, missed = belief_against_truth(game, seat)
    rows.append(
        row(
            None,
            line(("What you believed at the end, and what was so" if seat else "Belief and truth", "title")),
        )
    )
    for b in beliefs:
        off = b.believed - b.true
        words = "right" if not off else f"{abs(off)} too {'high' if off > 0 else 'low'}"
        numbers = f"believed {b.believed:>3}, was {b.true:>3}: "
        spans = line((f"{b.label[:34]:<34}", "plain"), (numbers, "dim"), (words, "watch" if off else "calm"))
        rows.append(row(b.row, spans))
    if not beliefs:
        rows.append(row(None, line(("You held no estimates.", "dim"))))
    rows.append(row(None, line(""), line(("Acts that were not read as they were meant", "title"))))
    for m in missed:
        text = f"{m.when}: {m.reader} read rung {m.perceived} where {m.intended} was meant. {m.act}."
        rows.append(Row(lambda width, text=text: folded(text, width, "plain", "  ")))  # type: ignore[misc]
    if not missed:
        rows.append(row(None, line(("None that concerned you.", "dim"))))
    seal = f"The dice were sealed at the start: {found.commitment}"
    rows.append(Row(lambda width: [line(""), *folded(CAVEAT, width, "dim"), *folded(seal, width, "dim")]))
    return rows


def _origins(game: Game) -> list[Row]:
    """Where the escalation came from, the largest first; each can be asked for its entries."""
    rows = [row(None, line(("Where the escalation came from", "title")))]
    found = climbs(game)
    rows += [_climb(c) for c in found]
    if not found:
        rows.append(row(None, line(("  No pair of powers climbed a rung.", "dim"))))
    return [*rows, row(None, line(""))]


def _climb(climb: Climb) -> Row:
    """`+3  Fire on merchant ships, Yemen, by the proxies (Washington and the proxies; 2 by misreading)`."""
    wrong = f"; {climb.misread} of it only as it was misread" if climb.misread else ""
    when = "; ".join(when.partition(",")[0] if "crisis" not in when else when for when in climb.steps[:4])
    more = " and later" if len(climb.steps) > 4 else ""
    text = f"{climb.what}. {climb.pair}{wrong}. {when}{more}."

    def draw(width: int) -> list[Line]:
        first, *rest = folded(text, width - 5)
        head = (f"{climb.rungs:+3d}  ", "watch" if climb.misread else "title")
        return [(head, *first), *((("     ", "plain"), *part) for part in rest)]

    return Row(draw, climb.row)


def _power(p: PowerVerdict, mine: bool, key: int) -> list[Row]:
    """A power's score and verdict, and under it each term that made it, the weightiest first."""
    draw_at, marginal, decisive = p.least

    def draw(width: int) -> list[Line]:
        name = f"{p.label}{' (you)' if mine else ''}"
        low, high = min(-40, p.score), max(decisive + 12, p.score)
        head = f"{name:<24}{p.score:>4} points  "
        scale = bar(p.score, low, high, 20, (draw_at, marginal, decisive))
        limits = f"from {draw_at} points a draw, {marginal} a marginal victory, {decisive} a decisive one"
        lines = [line((head, "title"), (f"{p.told:<17}", "watch"), (f" {scale}", "calm"))]
        return [*lines, *(((("  ", "plain"), *m)) for m in folded(limits, width - 2, "dim"))]

    def term(label: str, points: int) -> Row:
        return row(None, line((f"  {points:+4d}  ", "plain"), (label, "dim")))

    weighty = sorted(p.terms, key=lambda t: -abs(t[1]))
    return [
        Row(draw, key),
        *(term(label, points) for label, points in weighty if points),
        row(None, line("")),
    ]
