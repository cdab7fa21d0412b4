"""Non-interference of the replay: what a seat cannot know changes no cell, and no byte of an export."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from at_screen import sitting

from wargame.engine.ledger import Note
from wargame.opponents.bench import Opponents
from wargame.record.game import Game
from wargame.record.past import PHASES
from wargame.ruleset.tables import Ints, Ruleset
from wargame.tui.app import WargameApp
from wargame.tui.asking import Spread
from wargame.tui.export.write import WHAT, write
from wargame.tui.screens.replay import ReplayScreen
from wargame.tui.screens.replay_ask import AskScreen
from wargame.tui.screens.replay_compare import CompareScreen

SEATS = ("tehran", "washington", "proxies", "gcc")


def played(rules: Ruleset) -> Game:
    game = Game.new(rules, "intro", seed=11, players=dict.fromkeys(SEATS, "doctrine"))
    for _ in range(2):
        Opponents(game).fill()
        game.advance()
    return game


def disturbed(rules: Ruleset, seat: str) -> Game:
    """The same game, with everything else that the seat does not read."""
    game = played(rules)
    place = game.seats[seat]
    read = set(place.sight.tolist())
    hidden = [row for row in range(1, rules.meters.count) if row not in read]
    low, high = rules.meters.low, rules.meters.high

    def moved(meters: Ints) -> Ints:
        other = meters.copy()
        for row in hidden:
            other[row] = other[row] + 1 if other[row] < high[row] else low[row]
        return other

    for at, turn in enumerate(game.turns):
        entries = [e for e in turn.entries if e.row not in hidden or e.phase == PHASES[0]]
        unseen = Note(
            turn.step, "reading", "line crossed", (False,) * 4, {"order": 1, "line": 0, "perceived": 9}
        )
        sheets = {
            s: replace(sheet, orders=("none",), reasons=("a secret",))
            for s, sheet in turn.sheets.items()
            if s != seat
        }
        game.turns[at] = replace(
            turn,
            opened=moved(turn.opened),
            after=moved(turn.after),
            entries=tuple(entries),
            notes=(*turn.notes, unseen),
            sheets=turn.sheets | sheets,
        )
    game.games.state.meters[:, 0] = moved(game.games.state.meters[:, 0])
    card = next(row for name, row in rules.programs.index.items() if name.startswith("event "))
    game._positions[1] = replace(game._positions[1], injects=(card,))
    assert len(hidden) > 10
    return game


async def seen(game: Game, other: Game, seat: str) -> list[str]:
    """Every moment, every panel of some, the question to the class, and the game beside another."""
    shots: list[str] = []
    async with sitting((200, 60)) as person:
        replay = ReplayScreen(game, seat)
        await person.app.push_screen(replay)
        for moment in replay.timeline.moments:
            replay.go(moment)
            await person.settle()
            shots.append(person.sees)
        for digit in "12345":
            await person.press(digit)
            shots.append(person.sees)
        await person.press("p", "f", "r")
        shots.append(person.sees)
        await person.app.push_screen(AskScreen(game.at(1), game.turns[1], seat, Spread()))
        await person.press("space")
        shots.append(person.sees)
        await person.app.push_screen(CompareScreen(game, other, seat, 2, "the other"))
        await person.settle()
        shots.append(person.sees)
    return shots


@pytest.mark.parametrize("seat", SEATS)
async def test_hidden_facts_change_no_cell(seat: str, rules: Ruleset) -> None:
    plain = played(rules)
    first, second = await seen(plain, plain, seat), await seen(disturbed(rules, seat), plain, seat)
    for at, (a, b) in enumerate(zip(first, second, strict=True)):
        assert a == b, f"screen {at} differs"


@pytest.mark.parametrize("what", WHAT)
def test_hidden_facts_change_no_byte_of_an_export(what: str, rules: Ruleset, tmp_path: Path) -> None:
    seat = "gcc"
    made = []
    for name, game in (("one", played(rules)), ("other", disturbed(rules, seat))):
        files = write(WargameApp, game, seat, what, tmp_path / name, (80, 24))
        made.append({path.name: path.read_bytes() for path in files})
    one, other = made
    assert list(one.values()) == list(other.values())


def test_the_umpire_sees_the_difference(rules: Ruleset, tmp_path: Path) -> None:
    texts = []
    for name, game in (("one", played(rules)), ("other", disturbed(rules, "gcc"))):
        (path,) = write(WargameApp, game, None, "timeline.md", tmp_path / name, (80, 24))
        texts.append(path.read_text(encoding="utf-8"))
    assert texts[0] != texts[1]
