"""Why a number is what it is: the causes add up, and stop where sight stops."""

from __future__ import annotations

from itertools import pairwise

import pytest

from wargame.opponents.bench import Opponents
from wargame.record.game import Game
from wargame.ruleset.tables import Ruleset
from wargame.text.eyes import eyes
from wargame.text.why import causes, find_meter


@pytest.fixture(scope="module")
def game(rules: Ruleset) -> Game:
    """A game that has come to its end, and one seat of which nobody holds."""
    players = dict.fromkeys(rules.tables["four"].seats, "doctrine") | {"gcc": "null"}
    made = Game.new(rules, "intro", seed=5, players=players)
    opponents = Opponents(made)
    while not made.over:
        opponents.fill()
        made.advance()
    return made


@pytest.mark.parametrize("seat", [None, "tehran", "washington", "proxies", "gcc"])
def test_the_causes_of_a_meter_add_up(rules: Ruleset, game: Game, seat: str | None) -> None:
    start = Game.new(rules, "intro", seed=5)
    first = start._positions[0].state.meters[:, 0]
    sight = eyes(game, seat)
    for row in range(1, rules.meters.count):
        found = causes(game, seat, row)
        if not sight.knows(row):
            assert found == []
            continue

        assert sum(cause.amount for cause in found) == (sight.now(row) or 0) - int(
            first[sight.seat.sight[row]]
        )
        for newer, older in pairwise(found):
            assert older.after == (newer.after or 0) - newer.amount


def test_a_cause_names_its_rule_its_order_and_its_date(rules: Ruleset) -> None:
    game = Game.new(rules, "standoff", seed=1)
    for seat in game.seats:
        game.submit(seat, ["carrier-group-in"] if seat == "washington" else [])
    game.advance()
    found = causes(game, "gcc", rules.meters.row["washington.posture"])

    assert [(c.when, c.why, c.order) for c in found] == [("Turn 1, January", "6.1 means", "Carrier group in")]
    assert found[0].amount > 0
    assert found[0].after == game.meter("washington.posture")


def test_an_estimate_says_that_it_is_one(rules: Ruleset, game: Game) -> None:
    row = rules.meters.row["tehran.nuclear"]

    assert all("an estimate, up to 3 off" in c.why for c in causes(game, "washington", row))
    assert not any("estimate" in c.why for c in causes(game, "tehran", row))


def test_meters_are_found_by_name_label_and_beginnings(rules: Ruleset) -> None:
    def labels(text: str) -> list[str]:
        return [rules.meters.labels[row] for row in find_meter(rules, text)]

    assert labels("tehran.cash") == ["Cash cushion"]
    assert labels("cash") == ["Cash cushion"]
    assert labels("force post") == ["Force posture"]
    assert labels("arsenal leb") == ["Arsenal, Lebanon"]
    assert len(labels("arsenal")) == 4
    assert labels("no such thing") == []
    assert labels("") == []
