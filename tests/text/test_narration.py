"""The story of a step: every kind of note is told, to those who may know, in whole sentences."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import wargame.engine.rules
from wargame.engine.ledger import Note
from wargame.opponents.bench import Opponents
from wargame.record.game import Game
from wargame.ruleset import vocabulary
from wargame.ruleset.tables import Deed, Ruleset
from wargame.text.eyes import eyes
from wargame.text.narrate import TELLERS, opening, story
from wargame.text.telling import MARKS, Telling

RULES = Path(wargame.engine.rules.__file__).parent
NOTED = re.compile(r"\.note(?:_each)?\(\s*\"([a-z -]+)\"")
FROM_TABLES = {"offer", "accept", "reject", "leave"}
"""Kinds that the rules pass as variables."""

FACTS = {
    "order": 1, "clause": 0, "roll": 7, "drm": 1, "need": 8, "success": 1, "believed": 1, "deal": 0,
    "power": 0, "house": 0, "covered": 0, "network": 1, "damage": 2, "launches": 6, "leakers": 1,
    "share": 12, "met": 100, "level": 1, "reader": 2, "perceived": 7, "intended": 6, "line": 0, "meant": 0,
    "area": 4, "rung": 7, "exports": 900, "income": 1, "drain": 2, "voided": 0, "end": 0, "deed": 0,
}  # fmt: skip
"""A fact of every name that a note may carry."""


def kinds_in_the_rules() -> set[str]:
    found = {kind for path in RULES.glob("*.py") for kind in NOTED.findall(path.read_text())}
    return found | FROM_TABLES


def test_every_kind_of_note_has_a_teller() -> None:
    assert kinds_in_the_rules() == set(TELLERS)


@pytest.mark.parametrize("kind", sorted(TELLERS))
def test_every_kind_of_note_is_told(rules: Ruleset, kind: str) -> None:
    game = Game.new(rules, "standoff", seed=1)
    order = rules.order("strike-network iraq 1")
    if kind == "salvo":
        order = rules.order("friction-iraq 1")
    if kind == "event":
        order = int(rules.events[0])
    note = Note(0, "deeds", kind, (True,) * len(rules.powers), FACTS | {"order": order})
    if kind == "deed of record":
        deed = Deed(1, 0, order, "1 May", "A ship was holed.")
        game.scenario = replace(game.scenario, deeds=(deed,))
    told = []
    for seat in (None, *game.seats):
        telling = Telling(eyes(game, seat), (), (note,), game.games.state.meters[:, 0])
        told += TELLERS[kind](telling, [note])

    assert all(sentence.text.endswith(".") and sentence.mark in MARKS for sentence in told)
    assert told or kind in ("roll", "unclaimed")  # told with the order, to those who see it


def play(rules: Ruleset, scenario: str, seed: int, player: str) -> Game:
    game = Game.new(rules, scenario, seed=seed, players=dict.fromkeys(rules.tables["four"].seats, player))
    opponents = Opponents(game)
    while not game.over:
        opponents.fill()
        game.advance()
    return game


@pytest.fixture(scope="module")
def games(rules: Ruleset) -> list[Game]:
    """A few games, tame and wild, played to their ends."""
    return [
        play(rules, "standoff", 3, "doctrine"),
        play(rules, "crisis", 4, "null"),
        play(rules, "standoff", 6, "null"),
    ]


def test_stories_are_whole_sentences_in_the_order_of_play(games: list[Game]) -> None:
    phases = list(vocabulary.PHASES)
    for game in games:
        for turn in game.turns:
            for seat in (None, *game.seats):
                told = story(game, turn, seat)
                order = [phases.index(sentence.phase) for sentence in told]

                assert order == sorted(order)
                for sentence in told:
                    assert sentence.text[0].isupper() or sentence.text[0].isdigit()
                    assert sentence.text[-1] in '.?!"'
                    assert "None" not in sentence.text
                    assert sentence.mark in MARKS


def test_a_blow_is_told_in_plain_words(rules: Ruleset) -> None:
    game = Game.new(rules, "standoff", seed=2)
    for seat in game.seats:
        game.submit(seat, ["strike-network iraq 1"] if seat == "washington" else [])
    turn = game.advance()
    texts = [sentence.text for sentence in story(game, turn, "gcc")]

    assert any(t.startswith("Washington struck the Iraq network (1). ") for t in texts)


def test_the_end_is_told_to_everybody(games: list[Game]) -> None:
    for game in games:
        for seat in (None, *game.seats):
            assert [s.mark for s in story(game, game.turns[-1], seat)].count("end") == 1


def test_the_opening_tells_what_the_step_began_with(rules: Ruleset) -> None:
    game = Game.new(rules, "intro", seed=1)
    game.inject("oil-glut")

    assert any(s.text.startswith("Oil glut. ") and s.mark == "event" for s in opening(game, "gcc"))


@pytest.mark.parametrize("table", ["two", "twelve"])
def test_seats_of_any_cells_are_told_their_story(rules: Ruleset, table: str) -> None:
    seats = rules.tables[table].seats
    game = Game.new(rules, "crisis", seed=8, table=table, players=dict.fromkeys(seats, "null"))
    opponents = Opponents(game)
    while not game.over and game.step < 3:
        opponents.fill()
        turn = game.advance()
        for seat in seats:
            assert story(game, turn, seat)
            assert opening(game, seat) or game.crisis or game.over
