"""What a seat cannot know makes no difference to anything it is shown: views, menus, reasons, doctrines."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playing import Opened, reached, shipped
from positions import Position

from wargame.engine.dice import seeds_of
from wargame.engine.fog import (
    ESTIMATE,
    EXACT,
    UNKNOWN,
    Seat,
    entries_for,
    look,
    make_seat,
    notes_for,
    seats_of,
)
from wargame.engine.games import Games
from wargame.engine.legality import faults, fit_sheet
from wargame.engine.state import State
from wargame.opponents.doctrine import DoctrinePlayer
from wargame.opponents.null import NullPlayer
from wargame.record.game import Game
from wargame.ruleset.tables import Ints, Ruleset
from wargame.text.describe import order_card

NUMBERS = st.integers(0, 10**9)


def hidden_rows(rules: Ruleset, seat: Seat) -> Ints:
    """Meters that a seat reads nowhere: the true number behind each of its estimates is one of them."""
    read = np.unique(seat.sight[seat.certainty != UNKNOWN])
    return np.setdiff1d(np.arange(1, rules.meters.count), read).astype(np.int32)


@cache
def seats_and_players() -> list[tuple[Seat, list[DoctrinePlayer | NullPlayer]]]:
    """Every seat of every table with every doctrine that could play for it, and the null bot."""
    rules = shipped()
    made = []
    for table in rules.tables:
        for seat in seats_of(rules, table):
            bots: list[DoctrinePlayer | NullPlayer] = [NullPlayer(rules, p, seat.cells) for p in seat.powers]
            mine = [d for d in rules.doctrines.values() if d.power in seat.powers]
            bots += [DoctrinePlayer(rules, doctrine, seat.cells) for doctrine in mine]
            made.append((seat, bots))
    return made


def changed(rules: Ruleset, state: State, rows: list[int], chance: int) -> State:
    """The same position but for these meters, the cases, and the cards that are drawn."""
    wild = np.random.default_rng(chance)
    other = state.copy()
    low, high = rules.meters.low[rows], rules.meters.high[rows]
    other.meters[rows, 0] = wild.integers(low, high + 1)
    other.drawn = wild.random(state.drawn.shape) < 0.5
    other.cases = wild.integers(0, 4, state.cases.shape).astype(np.int32)
    return other


@given(
    at=NUMBERS,
    who=NUMBERS,
    chance=NUMBERS,
    picks=st.lists(NUMBERS, min_size=1, max_size=20),
    all_=st.booleans(),
)
@settings(max_examples=150)
def test_what_is_hidden_from_a_seat_changes_nothing_that_it_is_shown(
    at: int, who: int, chance: int, picks: list[int], all_: bool
) -> None:
    rules, opened, seats = shipped(), reached(), seats_and_players()
    seat, bots = seats[who % len(seats)]
    state = opened.state(at % opened.count)
    hidden = hidden_rows(rules, seat)
    rows = hidden.tolist() if all_ else sorted({int(hidden[p % hidden.size]) for p in picks})
    other = changed(rules, state, rows, chance)
    assert (other.meters != state.meters).any() or not all_

    before, after = look(rules, seat, state), look(rules, seat, other)
    assert before.values.tobytes() == after.values.tobytes()
    assert (before.step, before.menu, before.places) == (after.step, after.menu, after.places)

    sheet = [1 + p % (rules.programs.orders - 1) for p in picks]
    for order in sheet:
        if (rules.programs.cells[order] & seat.cells).any():
            was, now = (faults(rules, s.meters, order, seat.sight) for s in (state, other))
            assert was == now
    fits = [fit_sheet(rules, s.meters, seat.sight, seat.cells, sheet) for s in (state, other)]
    assert fits[0] == fits[1]

    both = np.concatenate([state.meters, other.meters], axis=1)
    luck = np.repeat(seeds_of(chance, 1), 2)
    for bot in bots:
        choice = bot.choose(both, luck, state.step)
        assert (choice.orders[:, 0] == choice.orders[:, 1]).all()
        assert (choice.rows[:, 0] == choice.rows[:, 1]).all()


def test_another_power_s_order_is_refused_without_a_word_about_its_means(
    rules: Ruleset, opened: Opened
) -> None:
    """A careless reason would tell one seat what the other has left to spend."""
    book = rules.programs
    for seat, _ in seats_and_players():
        others = [o for o in range(1, book.orders) if not (book.cells[o] & seat.cells).any()]
        _, wrong = fit_sheet(rules, opened.state(3).meters, seat.sight, seat.cells, others)

        assert {fault.reason for fault in wrong} == {"not an order of this seat"}


def test_the_card_of_any_order_is_the_same_whatever_is_hidden(rules: Ruleset) -> None:
    """Costs, odds and what an order lacks, for orders of one's own and of others."""
    for name in rules.tables["four"].seats:
        games = [Game.new(rules, "standoff", seed=5) for _ in range(2)]
        state = games[1].games.state
        hidden = hidden_rows(rules, games[1].seats[name]).tolist()
        games[1].games.state.meters[:] = changed(rules, state, hidden, chance=4).meters
        for order in rules.programs.names[1 : rules.programs.orders : 5]:
            assert order_card(games[0], name, order) == order_card(games[1], name, order)


def test_the_law_is_not_empty(rules: Ruleset) -> None:
    """Every seat has much to see and much that it cannot; and what it sees does change its view."""
    for seat, _ in seats_and_players():
        hidden = hidden_rows(rules, seat)
        assert 20 < hidden.size < rules.meters.count - 20
        assert (seat.certainty == EXACT).any()
        assert rules.meters.row["tehran-washington.noise"] in hidden
        assert rules.meters.row["tehran.floor"] in hidden


def test_the_seed_is_in_no_view(rules: Ruleset, opened: Opened) -> None:
    """Two games that have been dealt the same position differ in nothing else that can be looked at."""
    state = opened.state(5)
    for seat, _ in seats_and_players():
        views = []
        for seed in (1, 2):
            batch = Games(rules, rules.scenarios["standoff"], seeds_of(seed, 1), state=state.copy())
            views.append(look(rules, seat, batch.state))
        assert views[0].values.tobytes() == views[1].values.tobytes()
        assert views[0].menu == views[1].menu


def test_what_cannot_be_known_reads_as_nothing(rules: Ruleset, opened: Opened) -> None:
    for seat, _ in seats_and_players():
        view = look(rules, seat, opened.state(7))
        for row in np.flatnonzero(seat.certainty == UNKNOWN):
            assert view.known(int(row)) is None
            assert view.values[row] == 0
        for row in np.flatnonzero(seat.certainty == EXACT):
            assert view.known(int(row)) == opened.meters[row, 7]
        for row in np.flatnonzero(seat.certainty == ESTIMATE):
            assert view.known(int(row)) == opened.meters[seat.sight[row], 7]
            assert seat.spread[row] > 0


def played(rules: Ruleset, opened: Opened, at: int) -> Games:
    """A position with a random step played from it, entries and notes kept."""
    batch = Games(rules, rules.scenarios["standoff"], seeds_of(at, 1), keep=True, state=opened.state(at))
    batch.open()
    orders = batch.blank_orders()
    for power in range(len(rules.powers)):
        cells = (rules.cell_power == power) & ~rules.cell_green
        orders += NullPlayer(rules, power, cells).choose(batch.state.meters, seeds_of(at, 1), 0).orders
    batch.resolve(orders)
    return batch


@pytest.mark.parametrize("at", range(0, 300, 12))
def test_a_seat_reads_entries_of_what_it_sees_and_names_no_hand_that_it_cannot(
    rules: Ruleset, opened: Opened, at: int
) -> None:
    if at >= opened.count:
        pytest.skip("random play has not reached so many positions")
    batch = played(rules, opened, at)
    book = rules.programs
    entries, notes = batch.ledger.entries(), batch.ledger.notes_of()
    for seat, _ in seats_and_players():
        readable = set(np.unique(seat.sight[seat.certainty != UNKNOWN]).tolist())
        shown = entries_for(rules, seat, entries)
        assert {e.row for e in shown} <= readable
        assert len(shown) == sum(e.row in readable for e in entries)
        for entry in shown:
            if 0 < entry.order < book.orders:
                assert book.power[entry.order] in seat.powers or book.seen[entry.order] == 0
        told = notes_for(rules, seat, notes)
        assert all(any(n.sees[p] for p in seat.powers) for n in told)
        assert sum(any(n.sees[p] for p in seat.powers) for n in notes) == len(told)
        for note in told:
            if note.kind in ("order", "void", "roll") and note.facts["order"] < book.orders:
                order = note.facts["order"]
                assert book.power[order] in seat.powers or (note.kind == "order" and book.seen[order] == 0)


@pytest.mark.parametrize("at", range(0, 300, 24))
def test_no_seat_is_told_what_others_meant(rules: Ruleset, opened: Opened, at: int) -> None:
    """The rung intended beside the rung perceived is the debrief's, and the fiscal floor is nobody's."""
    if at >= opened.count:
        pytest.skip("random play has not reached so many positions")
    notes = played(rules, opened, at).ledger.notes_of()
    for seat, _ in seats_and_players():
        told = notes_for(rules, seat, notes)
        assert not {"misread", "crossing meant", "floor"} & {note.kind for note in told}
        for note in told:
            if note.kind == "read":
                assert note.facts["reader"] in seat.powers


def test_a_secret_deal_is_known_to_its_parties_and_the_mediators_only(rules: Ruleset) -> None:
    """Other seats read neither its meters, nor news of it, nor its name behind what it moves in the open."""
    deals, book = rules.deals, rules.programs
    secret = [d for d, form in enumerate(deals.form) if form == "understanding"]
    assert secret
    for number in secret:
        name = deals.names[number]
        channel = f"{rules.pairs[deals.pair[number]]}.channel"
        offered = {f"deal.{name}.offer": 1, channel: 3, "gcc.standing": 8}
        position = Position(rules, offered)
        position.play(f"accept {name} {rules.powers[deals.sides[number, 1]]}")
        assert position[f"deal.{name}.months"][0] > 0
        assert position[f"deal.{name}.public"][0] == 0
        entries, notes = position.games.ledger.entries(), position.games.ledger.notes_of()
        for power in range(len(rules.powers)):
            seat = make_seat(rules, "", "", rules.cell_power == power)
            knows = seat.certainty[deals.left.start + number] == EXACT
            assert knows or power not in deals.sides[number]
            shown = entries_for(rules, seat, entries)
            named = [e for e in shown if e.order and book.entry[e.order] == name]
            told = [n for n in notes_for(rules, seat, notes) if n.facts.get("deal") == number]
            assert bool(named) == bool(told) == knows
            assert knows or not any("deal" in entry.why for entry in shown)
