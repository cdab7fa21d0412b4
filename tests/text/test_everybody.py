"""The report for everybody holds nothing that any seat does not know anyway."""

from __future__ import annotations

import numpy as np
import pytest

from wargame.engine.fog import EXACT, entries_for, masked, notes_for
from wargame.opponents.bench import Opponents
from wargame.record.game import Game
from wargame.ruleset.tables import Ruleset
from wargame.text.eyes import EVERYBODY, eyes
from wargame.text.narrate import opening, story
from wargame.text.why import causes


@pytest.fixture(scope="module", params=["four", "twelve"])
def game(rules: Ruleset, request: pytest.FixtureRequest) -> Game:
    """A game between random players, some steps in."""
    seats = rules.tables[request.param].seats
    made = Game.new(rules, "standoff", table=request.param, seed=12, players=dict.fromkeys(seats, "null"))
    opponents = Opponents(made)
    while len(made.turns) < 7 and not made.over:
        opponents.fill()
        made.advance()
    return made


def test_there_is_something_to_tell(game: Game) -> None:
    assert sum(len(story(game, turn, EVERYBODY)) for turn in game.turns) > 10


def test_every_number_of_it_is_known_to_every_seat(game: Game) -> None:
    sight = eyes(game, EVERYBODY)
    for row in range(1, game.rules.meters.count):
        assert sight.knows(row) == all(seat.certainty[row] == EXACT for seat in game.seats.values())
        assert not sight.estimates(row)


def test_its_entries_and_notes_are_every_seats_too(game: Game) -> None:
    sight = eyes(game, EVERYBODY)
    for turn in game.turns:
        shared = [(e.row, e.amount, e.why, e.order, e.roll) for e in sight.entries(turn.entries)]
        notes = sight.notes(turn.notes)
        for seat in game.seats.values():
            theirs = [
                (e.row, e.amount, e.why, e.order, e.roll)
                for e in entries_for(game.rules, seat, list(turn.entries))
            ]
            known = {e[:3] for e in theirs}
            assert {e[:3] for e in shared} <= known
            assert {e for e in shared if e[3] or e[4]} <= set(theirs), "orders and dice too"
            mine = notes_for(game.rules, seat, list(turn.notes))
            told = [(n.phase, n.kind, n.facts) for n in masked(game.rules, sight.seat, mine)]
            assert all((n.phase, n.kind, n.facts) in told for n in notes)


def test_what_one_seat_does_not_know_changes_no_word(game: Game) -> None:
    meters = game.games.state.meters
    truth = meters.copy()
    told = [
        opening(game, EVERYBODY),
        [causes(game, EVERYBODY, row) for row in range(1, game.rules.meters.count)],
    ]
    secret = [
        row
        for row in range(1, game.rules.meters.count)
        if any(seat.certainty[row] != EXACT for seat in game.seats.values())
    ]
    assert len(secret) > 50
    low, high = game.rules.meters.low[secret], game.rules.meters.high[secret]
    try:
        meters[secret, 0] = np.where(truth[secret, 0] < high, truth[secret, 0] + 1, low)
        again = [
            opening(game, EVERYBODY),
            [causes(game, EVERYBODY, row) for row in range(1, game.rules.meters.count)],
        ]
        assert again == told
    finally:
        meters[:] = truth
