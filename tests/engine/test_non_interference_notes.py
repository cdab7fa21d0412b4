"""What a seat cannot know changes no byte of what it is told happened: of its notes and its entries."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import cache

import numpy as np
import pytest
from playing import Opened, Play, shipped

from wargame.engine.dice import seeds_of
from wargame.engine.fog import (
    EXACT,
    SECRET_MOVE,
    Seat,
    entries_for,
    masked,
    notes_for,
    seats_of,
    sees_order,
    unsigned,
)
from wargame.engine.games import Games
from wargame.engine.ledger import Entry, Note
from wargame.engine.note_dice import BEHIND
from wargame.opponents.null import NullPlayer
from wargame.ruleset.tables import SECRET, Ints, Ruleset

GAMES = 2
DICE = ("roll", "drm", "need", "share")
RESULTS = ("success", "damage", "launches", "leakers", "level", "power", "believed", "perceived", "deal",
           "network", "line", "house", "end", "voided", "rung", "area", "deed", "reader", "covered",
           "exports", "income", "drain")  # fmt: skip
"""Facts that are what came of it, which anybody may know who is told of it at all."""

LOOK = ("act", "area", "against", "weapon", "strike_at", "salvo_at")
"""What is seen of an act that nobody signed."""


@cache
def every_seat() -> list[Seat]:
    rules = shipped()
    return [seat for table in rules.tables for seat in seats_of(rules, table)]


@cache
def steps() -> list[tuple[Note, ...]]:
    """The notes of many steps of many games."""
    found = []
    for scenario in ("standoff", "crisis"):
        for kind in ("null", "doctrine"):
            play = Play.start(shipped(), scenario, kind, np.arange(GAMES), keep=True)
            for _ in play.steps():
                found += [tuple(play.games.ledger.notes_of(game)) for game in range(GAMES)]
    return [notes for notes in found if notes]


def written(notes: Sequence[Note]) -> bytes:
    """As it would go over a wire: facts in their order, and notes in theirs."""
    return repr([list(asdict(note).items()) for note in notes]).encode()


def told(rules: Ruleset, seat: Seat, notes: Sequence[Note]) -> bytes:
    return written(notes_for(rules, seat, list(notes)))


def lookalikes(seat: Seat, order: int) -> list[int]:
    """Orders of others that nobody could tell from this one."""
    return _lookalikes(seat.powers, order)


@cache
def _lookalikes(powers: tuple[int, ...], order: int) -> list[int]:
    book = shipped().programs
    columns = [getattr(book, name) for name in (*LOOK, "seen")]
    columns += [book.network] if book.strike_at[order] >= 0 else []
    same = np.all([column[: book.orders] == column[order] for column in columns], axis=0)
    return [int(row) for row in np.flatnonzero(same) if row and int(book.power[row]) not in powers]


def behind(rules: Ruleset, note: Note) -> list[str]:
    """The meters that the rulebook adds to the dice of a note, written down once more for this test."""
    book, facts, order = rules.programs, note.facts, note.facts.get("order", 0)
    network = rules.networks[facts["network"]] if "network" in facts else ""
    own = {
        "roll": [rules.meters.names[row] for row in book.mod_row[order]],
        "strike": ["tehran.air-defence", "tehran.shield-given-up"] if book.strike_at[order] >= 2 else [],
        "salvo": ["washington.defence", "world.initiative", "washington.interceptors"]
        + ["tehran.missiles"] * (int(book.weapon[order]) == 3),
        "attribution": ["washington.intelligence", "tehran.intelligence"],
        "obedience": [f"{network}.loyalty", f"{network}.holding"],
        "runaway": [f"{network}.loyalty"],
        "suspension": [f"{network}.loyalty"],
        "preventive strike": ["washington:tehran.nuclear", "tehran.missiles", "tehran.air-defence"],
        "accident": ["tehran-washington.noise", "tehran-washington.rung"],
        "ratification": [["tehran.legitimacy", "tehran.faction"], ["washington.capital"]][facts.get("house", 0)],
        "repression": ["tehran.unrest"],
        "deal tested": ["washington.polarisation"],
        "threat": ["washington.resolve", "washington.posture", "tehran.defiance"],
        "talks spoiled": [],
    }  # fmt: skip
    return own[note.kind]


def other_truth(rules: Ruleset, seat: Seat, notes: Sequence[Note], lot: random.Random) -> list[Note]:
    """The same step but for what the seat cannot know: authors, dice, places, and what it is not told at all."""
    exact = {name for row, name in enumerate(rules.meters.names) if not row or seat.certainty[row] == EXACT}
    made: list[Note] = []
    for note in notes:
        if not any(note.sees[power] for power in seat.powers):
            made += [note] * lot.randrange(3)
            continue
        facts, order = dict(note.facts), note.facts.get("order", 0)
        mine = not order or sees_order(rules, seat, order)
        if not mine:
            facts["order"] = lot.choice(lookalikes(seat, order))
        if set(DICE) & facts.keys() and not set(behind(rules, note)) <= exact:
            facts |= {fact: lot.randrange(2, 13) for fact in DICE if fact in facts}
        if "met" in facts and "washington.interceptors" not in exact:
            facts["met"] = lot.randrange(101)
        if "place" in facts and int(rules.programs.power[order]) not in seat.powers:
            facts["place"] = lot.randrange(40)
        if note.kind == "line crossed" and int(rules.lines.owner[facts["line"]]) not in seat.powers:
            facts["perceived"] = lot.randrange(11)
        if "clause" in facts:
            rows = rules.conditions.row[rules.conditions.clauses[facts["clause"]]]
            if not all(rules.meters.names[row] in exact for row in rows):
                others = [c for c in range(len(rules.conditions.words)) if hidden_clause(rules, exact, c)]
                facts["clause"] = lot.choice(others)
        made.append(replace(note, facts=facts))
    return moved(rules, seat, made, lot)


def hidden_clause(rules: Ruleset, exact: set[str], clause: int) -> bool:
    rows = rules.conditions.row[rules.conditions.clauses[clause]]
    return not all(rules.meters.names[row] in exact for row in rows)


def moved(rules: Ruleset, seat: Seat, notes: list[Note], lot: random.Random) -> list[Note]:
    """The acts that nobody signed, elsewhere among those of their kind: whoever did them did so in his turn."""
    made = list(notes)
    groups: dict[tuple[str, str], list[int]] = {}
    for n, note in enumerate(made):
        if any(note.sees[power] for power in seat.powers):
            groups.setdefault((note.phase, note.kind), []).append(n)
    for at in groups.values():
        orders = [made[n].facts.get("order", 0) for n in at]
        whole = iter(
            [made[n] for n, o in zip(at, orders, strict=True) if not o or sees_order(rules, seat, o)]
        )
        free = [made[n] for n, o in zip(at, orders, strict=True) if o and not sees_order(rules, seat, o)]
        lot.shuffle(free)
        slots = [True] * (len(at) - len(free)) + [False] * len(free)
        lot.shuffle(slots)
        for n, keeps in zip(at, slots, strict=True):
            made[n] = next(whole) if keeps else free.pop()
    return made


@pytest.mark.parametrize("number", range(2))
def test_notes_that_differ_in_what_a_seat_cannot_know_are_the_same_bytes(rules: Ruleset, number: int) -> None:
    lot = random.Random(number)
    differed = 0
    for notes in steps()[number::3]:
        for seat in every_seat():
            other = other_truth(rules, seat, notes, lot)

            assert told(rules, seat, other) == told(rules, seat, notes)
            differed += written(other) != written(notes)
    assert differed > 300


def test_every_order_in_a_seats_notes_is_seen_or_stands_for_all_that_look_like_it(rules: Ruleset) -> None:
    hidden = 0
    for notes in steps():
        for seat in every_seat():
            for note in notes_for(rules, seat, list(notes)):
                order = note.facts.get("order", 0)
                if order and not sees_order(rules, seat, order):
                    assert order == unsigned(rules, seat, order) == min(lookalikes(seat, order))
                    assert int(rules.programs.power[order]) not in seat.powers
                    assert rules.programs.seen[order] != SECRET
                    hidden += 1
    assert hidden > 300


def test_dice_are_shown_to_those_only_who_see_all_behind_them(rules: Ruleset) -> None:
    shown = kept = 0
    for notes in steps():
        for seat in every_seat():
            for note in notes_for(rules, seat, list(notes)):
                if set(DICE) & note.facts.keys():
                    rows = [rules.meters.row[name] for name in behind(rules, note)]
                    assert all(seat.certainty[row] == EXACT for row in rows if row)
                    shown += 1
        kept += sum(bool(set(DICE) & note.facts.keys()) for note in notes)
    assert 0 < shown < kept * len(every_seat()) / 2


def test_no_kind_of_dice_is_forgotten() -> None:
    """A note with dice of which nobody said what is behind them would show them to nobody, the umpire apart."""
    rolled = {note.kind for notes in steps() for note in notes if set(DICE) & note.facts.keys()}
    assert len(rolled) > 6
    assert rolled <= BEHIND.keys()


def test_what_was_masked_once_stays_as_it_is(rules: Ruleset) -> None:
    for notes in steps()[::7]:
        for seat in every_seat():
            once = notes_for(rules, seat, list(notes))

            assert masked(rules, seat, once) == once


# Entries --------------------------------------------------------------------------------------------


@cache
def books() -> list[tuple[Entry, ...]]:
    """The entries of many steps."""
    found = []
    for kind in ("null", "doctrine"):
        play = Play.start(shipped(), "standoff", kind, np.arange(2), keep=True)
        for _ in play.steps():
            found += [tuple(play.games.ledger.entries(game)) for game in range(2)]
    return [entries for entries in found if entries]


def unseen(rules: Ruleset, seat: Seat, entry: Entry) -> bool:
    return bool(entry.order) and not sees_order(rules, seat, entry.order)


def other_hands(rules: Ruleset, seat: Seat, entries: Sequence[Entry], lot: random.Random) -> list[Entry]:
    """The same entries, but other orders behind those of which the seat does not know the order, and elsewhere
    among those of the same cause."""
    made = list(entries)
    hidden = [row for row in range(1, rules.programs.orders) if not sees_order(rules, seat, row)]
    for n, entry in enumerate(made):
        if unseen(rules, seat, entry) and entry.order < rules.programs.orders:
            made[n] = replace(entry, order=lot.choice(hidden), roll=lot.randrange(13))
    runs: list[list[int]] = []
    for n, entry in enumerate(made):
        same = runs and (made[runs[-1][-1]].phase, made[runs[-1][-1]].why) == (entry.phase, entry.why)
        runs[-1].append(n) if same else runs.append([n])
    for run in runs:
        signed = iter([made[n] for n in run if not unseen(rules, seat, made[n])])
        free = [made[n] for n in run if unseen(rules, seat, made[n])]
        keeps = [not unseen(rules, seat, made[n]) for n in run]
        lot.shuffle(free)
        lot.shuffle(keeps)
        for n, keep in zip(run, keeps, strict=True):
            made[n] = next(signed) if keep else free.pop()
    return made


def test_entries_that_differ_in_what_a_seat_cannot_know_are_the_same_bytes(rules: Ruleset) -> None:
    lot = random.Random(3)
    differed = 0
    for entries in books()[::2]:
        for seat in every_seat():
            other = other_hands(rules, seat, entries, lot)
            shown = entries_for(rules, seat, list(entries))

            assert repr(entries_for(rules, seat, other)) == repr(shown)
            assert len(shown) == len({id(entry) for entry in shown})
            differed += other != list(entries)
    assert differed > 300


def test_what_a_secret_deal_moves_stands_where_a_secret_move_would(rules: Ruleset) -> None:
    """Though it has its turn later in the phase: its place would tell that there is a deal."""
    deals = rules.deals
    deal = deals.form.index("understanding")
    seat = next(s for s in seats_of(rules, "four") if s.certainty[deals.left.start + deal] != EXACT)
    row = next(int(row) for row in np.flatnonzero(seat.certainty == EXACT) if row)
    mine = Entry(1, "diplomacy", row, 1, "5.2 an offer")
    monthly = Entry(1, "diplomacy", row, 2, "5.5 a deal in force", int(deals.monthly[deal]))
    moved = Entry(1, "diplomacy", row, 2, SECRET_MOVE, rules.programs.index["consult-the-gulf"])
    before = Entry(1, "words", row, 3, "4.1 statements")
    assert not sees_order(rules, seat, monthly.order)
    deal_told = entries_for(rules, seat, [before, mine, monthly])
    assert [e.why for e in deal_told] == ["4.1 statements", SECRET_MOVE, "5.2 an offer"]
    if not sees_order(rules, seat, moved.order):
        assert entries_for(rules, seat, [before, moved, mine]) == deal_told


# The same by playing: another hidden truth, the same visible results ----------------------------------


def results(notes: Sequence[Note]) -> list[object]:
    return [(n.phase, n.kind, {k: n.facts[k] for k in RESULTS if k in n.facts}) for n in notes]


def same_results(rules: Ruleset, seat: Seat, games: Games, one: int, other: int) -> bool:
    """Whether nothing that the seat can see became otherwise: no meter, no result that it is told of."""
    meters = games.state.meters[seat.sight]
    notes = [notes_for(rules, seat, games.ledger.notes_of(game)) for game in (one, other)]
    return bool((meters[:, one] == meters[:, other]).all()) and results(notes[0]) == results(notes[1])


def resolved(rules: Ruleset, opened: Opened, at: int, meters: Ints, orders: Ints) -> Games:
    """A step with the same luck in every game of a batch."""
    state = opened.state(at).take(np.zeros(meters.shape[1], np.intp))
    state.meters[:] = meters
    luck = np.repeat(seeds_of(at, 1), meters.shape[1])
    games = Games(rules, rules.scenarios["standoff"], luck, keep=True, state=state)
    games.resolve(orders)
    return games


def sheets(rules: Ruleset, opened: Opened, at: int) -> Ints:
    meters = opened.state(at).meters
    orders = np.zeros((len(rules.places.cell), 1), np.int32)
    for power in range(len(rules.powers)):
        cells = (rules.cell_power == power) & ~rules.cell_green
        orders += NullPlayer(rules, power, cells).choose(meters, seeds_of(at, 1), 0).orders
    return orders


@pytest.mark.parametrize("at", range(0, 288, 96))
def test_a_hidden_meter_shows_in_its_results_only(rules: Ruleset, opened: Opened, at: int) -> None:
    """Each hidden meter in turn stands elsewhere. Where no result differs, no byte does."""
    if at >= opened.count:
        pytest.skip("random play has not reached so many positions")
    state, compared = opened.state(at), 0
    for seat in seats_of(rules, "four"):
        hidden = np.setdiff1d(np.arange(1, rules.meters.count), np.unique(seat.sight))
        meters = np.repeat(state.meters, hidden.size + 1, axis=1)
        low, high = rules.meters.low[hidden], rules.meters.high[hidden]
        now, games = meters[hidden, 0], np.arange(1, hidden.size + 1)
        meters[hidden, games] = np.where(now < high, now + 1, np.maximum(now - 1, low))
        orders = np.repeat(sheets(rules, opened, at), hidden.size + 1, axis=1)
        batch = resolved(rules, opened, at, meters, orders)
        for game in games.tolist():
            if same_results(rules, seat, batch, 0, game):
                compared += 1
                notes = [told(rules, seat, batch.ledger.notes_of(g)) for g in (0, game)]
                assert notes[0] == notes[1], (seat.name, rules.meters.names[hidden[game - 1]])
    assert compared > 100


@pytest.mark.parametrize("at", range(5, 288, 24))
def test_a_secret_order_shows_in_its_results_only(rules: Ruleset, opened: Opened, at: int) -> None:
    """Each secret order of others is left out in turn: not even its place on the sheet is missed."""
    if at >= opened.count:
        pytest.skip("random play has not reached so many positions")
    orders = sheets(rules, opened, at)
    secret = [int(k) for k in np.flatnonzero(orders[:, 0]) if rules.programs.seen[orders[k, 0]] == SECRET]
    meters = np.repeat(opened.state(at).meters, len(secret) + 1, axis=1)
    without = np.repeat(orders, len(secret) + 1, axis=1)
    for game, place in enumerate(secret, 1):
        without[place, game] = 0
    batch = resolved(rules, opened, at, meters, without)
    for seat in seats_of(rules, "four"):
        for game, place in enumerate(secret, 1):
            if int(rules.programs.power[orders[place, 0]]) in seat.powers:
                continue
            if same_results(rules, seat, batch, 0, game):
                entries = [entries_for(rules, seat, batch.ledger.entries(g)) for g in (0, game)]
                if entries[0] == entries[1]:
                    notes = [told(rules, seat, batch.ledger.notes_of(g)) for g in (0, game)]
                    assert notes[0] == notes[1], (seat.name, rules.programs.names[orders[place, 0]])
