"""Two games side by side: what differs is found, in the eyes of whoever looks, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wargame.opponents.bench import Opponents
from wargame.record.game import Game
from wargame.ruleset.tables import Ruleset
from wargame.text.compare import Pair

SEATS = ("tehran", "washington", "proxies", "gcc")


def played(rules: Ruleset, steps: int, seed: int = 12) -> Game:
    made = Game.new(rules, "intro", seed=seed, players=dict.fromkeys(SEATS, "doctrine"))
    for _ in range(steps):
        Opponents(made).fill()
        made.advance()
    return made


@pytest.fixture
def pair(rules: Ruleset) -> tuple[Game, Game]:
    """Two games that part at step 1, where one table orders nothing."""
    one, other = played(rules, 3), played(rules, 1)
    for seat in SEATS:
        other.submit(seat, [])
    other.advance()
    return one, other


@pytest.mark.parametrize("seat", [None, *SEATS])
def test_a_game_does_not_differ_from_itself(rules: Ruleset, seat: str | None) -> None:
    one = played(rules, 2)
    found = Pair(one, one, seat)

    assert not any(found.differences(step).differs for step in range(3))
    assert found.shared == 2


def test_they_part_where_the_orders_do(pair: tuple[Game, Game]) -> None:
    found = Pair(*pair, None)
    at = found.differences(1)

    assert found.shared == 1
    assert not found.differences(0).differs
    assert any(o.here and not o.there for o in at.orders)
    assert found.steps == 4


def test_numbers_are_those_after_the_step_rungs_first(pair: tuple[Game, Game]) -> None:
    one, other = pair
    meters = one.rules.meters
    found = Pair(one, other, None).differences(1).numbers
    by_label = {n.label: (n.here, n.there) for n in found}

    for row in range(1, meters.count):
        here, there = int(one.turns[1].after[row]), int(other.turns[1].after[row])
        if here != there and not meters.derived[row]:
            assert by_label[meters.labels[row]] == (here, there)
    assert [n.rung for n in found] == sorted((n.rung for n in found), reverse=True)


def test_a_game_that_is_over_sooner_is_held_at_its_end(pair: tuple[Game, Game]) -> None:
    found = Pair(*pair, None).differences(3)

    assert found.there == ()
    assert found.orders == ()


@pytest.mark.parametrize("seat", SEATS)
def test_a_seat_is_not_told_of_what_it_cannot_see(rules: Ruleset, seat: str) -> None:
    """Hidden numbers and the sheets of others differ; nothing that is shown does."""
    one, other = played(rules, 2), played(rules, 2)
    seen = set(other.seats[seat].sight.tolist())
    hidden = [row for row in range(1, rules.meters.count) if row not in seen]
    for at, turn in enumerate(other.turns):
        after = turn.after.copy()
        after[hidden] = rules.meters.low[hidden]
        sheets = {s: replace(sheet, orders=(), reasons=()) for s, sheet in turn.sheets.items() if s != seat}
        other.turns[at] = replace(turn, after=after, sheets=turn.sheets | sheets)
    other.games.state.meters[hidden, 0] = rules.meters.low[hidden]
    found = Pair(one, other, seat)

    assert not any(found.differences(step).differs for step in range(3))
    assert found.shared == 2
    assert Pair(one, other, None).differences(0).differs
