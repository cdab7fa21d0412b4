"""The end: who scored what and why, and what was believed against what was so."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from wargame.record.game import Game
from wargame.text.describe import PowerVerdict, belief_against_truth, verdict
from wargame.tui.glyphs import bar
from wargame.tui.keys import bindings
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Line, folded, line
from wargame.tui.widgets.listing import Listing, Row, row

CAVEAT = "This shows what the rules and these orders imply, not what the world will do."


class VerdictScreen(Room[None]):
    places = ("verdict",)
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

    def action_read_messages(self) -> None:
        from wargame.tui.screens.messages import MessagesScreen

        self.app.push_screen(MessagesScreen(self.game, self.seat))

    def action_replay_game(self) -> None:
        self.wargame.replay_game(self.game, self.seat)

    def action_leave(self) -> None:
        self.wargame.back_to_menu()


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
    rows += [_power(p, p.power in mine, at[f"{p.power}.score"]) for p in powers]
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


def _power(p: PowerVerdict, mine: bool, key: int) -> Row:
    draw_at, marginal, decisive = p.least

    def draw(width: int) -> list[Line]:
        name = f"{p.label}{' (you)' if mine else ''}"
        low, high = min(-40, p.score), max(decisive + 12, p.score)
        scale = bar(p.score, low, high, 20, (draw_at, marginal, decisive))
        head = f"{name:<24}{p.score:>4} points  "
        lines = [line((head, "title"), (f"{p.verdict:<9}", "watch"), (f" {scale}", "calm"))]
        terms = "; ".join(f"{label} {points:+d}" for label, points in p.terms)
        lines += [(("  ", "plain"), *m) for m in folded(terms, width - 2, "dim")]
        limits = f"{draw_at} a draw, {marginal} marginal, {decisive} decisive"
        return [*lines, (("  ", "plain"), (limits, "dim")), line("")]

    return Row(draw, key)
