"""Non-interference at the level of the screen: what a seat cannot know changes not one character."""

from __future__ import annotations

import pytest
from at_screen import Person, sitting

from wargame.engine.fog import EXACT
from wargame.record.game import Game
from wargame.ruleset.tables import Ints, Ruleset
from wargame.table.session import Session
from wargame.tui.keys import PANELS
from wargame.tui.screens.order_sheet import OrderScreen
from wargame.tui.screens.report import ReportScreen
from wargame.tui.screens.table import TableScreen
from wargame.tui.screens.why import WhyScreen

SEATS = ("tehran", "washington", "proxies", "gcc")


def played(rules: Ruleset, seat: str) -> Session:
    """Two steps of a game between doctrines, seen from a seat."""
    players = dict.fromkeys(rules.tables["four"].seats, "doctrine")
    game = Game.new(rules, "intro", seed=11, players=players)
    session = Session(game, seat)
    for _ in range(2):
        session.opponents.fill()
        game.advance()
    return session


def disturb(session: Session) -> int:
    """Move every number that the seat does not read, now and in the past; how many were moved."""
    game = session.game
    seat = game.seats[session.seat]
    read = set(seat.sight.tolist())
    hidden = [
        row for row in range(1, game.rules.meters.count) if row not in read and seat.certainty[row] != EXACT
    ]
    low, high = game.rules.meters.low, game.rules.meters.high

    def move(meters: Ints) -> None:
        for row in hidden:
            meters[row] = meters[row] + 1 if meters[row] < high[row] else low[row]

    move(game.games.state.meters[:, 0])
    for turn in game.turns:
        move(turn.opened)
        move(turn.after)
    return len(hidden)


async def seen(session: Session) -> list[str]:
    """Every panel, the report, the order sheet and the causes of all that can be asked."""
    shots: list[str] = []
    async with sitting((200, 60)) as person:
        await person.app.push_screen(TableScreen(session))
        await person.settle()
        for digit in range(1, len(PANELS) + 1):
            await person.press(str(digit))
            shots.append(person.sees)
        for screen in (ReportScreen(session.game, session.seat), OrderScreen(session)):
            await show(person, screen, shots)
        rules = session.game.rules
        await show(person, WhyScreen(session.game, session.seat, list(range(1, rules.meters.count))), shots)
        while "Before" in person.sees and len(shots) < 40:
            before = person.sees
            await person.press("pagedown")
            if person.sees == before:
                break
            shots.append(person.sees)
    return shots


async def show(person: Person, screen: object, shots: list[str]) -> None:
    await person.app.push_screen(screen)  # type: ignore[call-overload]
    await person.settle()
    shots.append(person.sees)


@pytest.mark.parametrize("seat", SEATS)
async def test_hidden_numbers_change_no_character(seat: str, rules: Ruleset) -> None:
    one, other = played(rules, seat), played(rules, seat)
    assert disturb(other) > 10
    first, second = await seen(one), await seen(other)
    for at, (a, b) in enumerate(zip(first, second, strict=True)):
        assert a == b, f"screen {at} differs"
