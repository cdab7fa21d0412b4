"""Non-interference: what a seat cannot know changes no word of what it is shown."""

from __future__ import annotations

from dataclasses import asdict, replace

import numpy as np
import pytest

from wargame.engine.fog import entries_for, notes_for
from wargame.engine.ledger import Note
from wargame.opponents.bench import Opponents
from wargame.record.game import Game
from wargame.ruleset.tables import DENIABLE, SECRET, Ruleset
from wargame.text import describe
from wargame.text.eyes import eyes
from wargame.text.narrate import opening, story
from wargame.text.why import causes

SEATS = ("tehran", "washington", "proxies", "gcc")


@pytest.fixture(scope="module")
def game(rules: Ruleset) -> Game:
    """A game between random players, some steps in."""
    made = Game.new(rules, "standoff", seed=12, players=dict.fromkeys(SEATS, "null"))
    opponents = Opponents(made)
    while len(made.turns) < 7 and not made.over:
        opponents.fill()
        made.advance()
    return made


def everything_shown(game: Game, seat: str) -> list[object]:
    """All that the interface can show a seat at the moment of giving orders."""
    rules = game.rules
    rows = range(1, rules.meters.count)
    own = (rules.programs.cells[: rules.programs.orders] & game.seats[seat].cells).any(axis=1)
    names = [rules.programs.names[row] for row in np.flatnonzero(own)]
    return [
        opening(game, seat),
        game.view(seat).menu,
        [asdict(describe.order_card(game, seat, name)) for name in names],
        [describe.meter_value(game, seat, row) for row in rows],
        [describe.course(game, seat, row) for row in rows],
        [causes(game, seat, row) for row in rows],
        describe.main_meters(game, seat),
        describe.red_lines(game, seat),
        describe.standing(game, seat),
        describe.ladder(game),
        describe.seat_brief(game, seat),
        describe.date(game),
        [story(game, turn, seat) for turn in game.turns],
    ]


@pytest.mark.parametrize("seat", SEATS)
def test_hidden_meters_change_nothing_that_is_shown(game: Game, seat: str) -> None:
    before = everything_shown(game, seat)
    meters = game.games.state.meters
    truth = meters.copy()
    seen = set(game.seats[seat].sight.tolist())
    hidden = [r for r in range(1, game.rules.meters.count) if r not in seen]
    low, high = game.rules.meters.low[hidden], game.rules.meters.high[hidden]
    try:
        for other in (low, high):
            meters[hidden, 0] = other

            assert everything_shown(game, seat) == before
    finally:
        meters[:] = truth


@pytest.mark.parametrize("seat", SEATS)
def test_a_story_is_made_of_what_the_seat_may_read(game: Game, seat: str) -> None:
    place = game.seats[seat]
    seen = set(place.sight.tolist())
    hidden = [r for r in range(game.rules.meters.count) if r not in seen]
    for turn in game.turns:
        after = turn.after.copy()
        after[hidden] = 0
        bare = replace(
            turn,
            entries=tuple(entries_for(game.rules, place, list(turn.entries))),
            notes=tuple(notes_for(game.rules, place, list(turn.notes))),
            after=after,
        )

        assert story(game, bare, seat) == story(game, turn, seat)


@pytest.mark.parametrize("seat", SEATS)
def test_secret_orders_of_others_are_not_named(game: Game, seat: str) -> None:
    book = game.rules.programs
    mine = game.seats[seat].powers
    for turn in game.turns:
        told = repr(story(game, turn, seat))
        for order in turn.orders[turn.orders > 0].tolist():
            if book.seen[order] in (SECRET, DENIABLE) and int(book.power[order]) not in mine:
                assert f"ordered: {book.labels[order]}" not in told
                assert book.texts[order] not in told


def masked_twin(rules: Ruleset, order: int) -> int | None:
    """Another unsigned order that looks the same from outside."""
    book = rules.programs
    columns = (book.act, book.area, book.against, book.weapon, book.seen, book.network, book.strike_at)
    same = np.all([column[1 : book.orders] == column[order] for column in columns], axis=0)
    others = [row for row in np.flatnonzero(same) + 1 if row != order]
    return int(others[0]) if others else None


@pytest.mark.parametrize("seat", SEATS)
def test_unsigned_acts_that_look_alike_are_told_alike(game: Game, seat: str) -> None:
    rules, sight = game.rules, eyes(game, seat)
    swapped = 0
    for turn in game.turns:
        notes: list[Note] = []
        for note in turn.notes:
            order = note.facts.get("order", 0)
            if 0 < order < rules.programs.orders and not sight.author(order):
                twin = masked_twin(rules, order)
                swapped += twin is not None
                note = replace(note, facts=note.facts | {"order": twin or order})
            notes.append(note)

        assert story(game, replace(turn, notes=tuple(notes)), seat) == story(game, turn, seat)
    assert swapped or seat == "proxies"


@pytest.mark.parametrize("kind", ["accident", "preventive strike", "repression", "obedience"])
def test_dice_that_would_give_a_hidden_meter_away_are_not_shown(game: Game, kind: str) -> None:
    facts = {"network": 1, "success": 1, "roll": 4, "drm": 0, "need": 8}
    seat = "tehran" if kind == "obedience" else "gcc"
    turn = game.turns[0]
    for roll, drm in ((5, 3), (11, -1)):
        notes = (Note(0, "deeds", kind, (True,) * 4, facts | {"roll": roll, "drm": drm}),)
        bare = replace(turn, notes=notes, entries=())
        calm = replace(turn, notes=(Note(0, "deeds", kind, (True,) * 4, facts),), entries=())

        assert story(game, bare, seat) == story(game, calm, seat)


def test_a_void_order_tells_its_reason_only_where_every_meter_is_seen(rules: Ruleset) -> None:
    fresh = Game.new(rules, "standoff", seed=1)
    opponents = Opponents(fresh)
    for seat in SEATS:
        fresh.set_player(seat, "doctrine")
    opponents.fill()
    turn = fresh.advance()
    book, table = rules.programs, rules.conditions
    for order in range(1, book.orders):
        power = int(book.power[order])
        sight = eyes(fresh, rules.powers[power])
        for clause in book.clauses[order][book.clauses[order] > 0].tolist():
            sees = tuple(p == power for p in range(4))
            note = Note(0, "diplomacy", "void", sees, {"order": order, "clause": clause})
            told = story(fresh, replace(turn, notes=(note,), entries=()), rules.powers[power])
            exact = all(sight.exact(int(table.row[u])) for u in table.clauses[clause])

            assert (table.words[clause] in told[0].text) == exact
