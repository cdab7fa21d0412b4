"""With invented names, nothing that anybody reads or types names the real world: not in the rules, not in play."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from real_names import real_names, strings

from wargame.analysis.columns import columns_of
from wargame.opponents.bench import Opponents
from wargame.plain.replay import replay
from wargame.plain.session import COMMANDS, PlainGame
from wargame.record.game import Game
from wargame.ruleset import load
from wargame.ruleset.studies import load_studies
from wargame.ruleset.tables import STANDING, Ruleset
from wargame.ruleset.translate import texts_of
from wargame.table.session import Session
from wargame.text.describe import (
    belief_against_truth,
    ladder,
    main_meters,
    meter_value,
    order_card,
    red_lines,
    seat_brief,
    standing,
    verdict,
)
from wargame.text.narrate import opening, story
from wargame.text.why import causes
from wargame.tui.numbers import number

IDS = frozenset(
    {
        ("Ruleset", "document"), ("Ruleset", "powers"), ("Ruleset", "cells"), ("Ruleset", "areas"),
        ("Ruleset", "networks"), ("Ruleset", "pairs"), ("Ruleset", "constants"), ("Scenario", "constants"),
        ("Meters", "names"), ("Meters", "row"), ("Programs", "entry"), ("Lines", "names"), ("Deals", "names"),
        ("Scenario", "doctrines"), ("Scenario", "briefs"), ("PowerVerdict", "power"), ("DealStatus", "name"),
    }
)  # fmt: skip
"""Fields that hold ids or go by them, which rules and saves use and nobody reads."""


@pytest.fixture(scope="module")
def meridian() -> Ruleset:
    return load.load("meridian")


@pytest.fixture(scope="module")
def games(meridian: Ruleset) -> list[Game]:
    """Whole games of every scenario, at four seats and at twelve."""
    found = []
    for at, scenario in enumerate(meridian.scenarios):
        table = ("four", "twelve")[at % 2]
        players = [("doctrine", "null")[(at + n) % 2] for n in range(len(meridian.tables[table].seats))]
        held = dict(zip(meridian.tables[table].seats, players, strict=True))
        game = Game.new(meridian, scenario, seed=at, table=table, players=held)
        while not game.over:
            Opponents(game).fill()
            game.advance()
        found.append(game)
    return found


def test_real_names_are_found(rules: Ruleset) -> None:
    assert {"Tehran", "Washington", "Gulf", "Red Sea", "GCC"} <= real_names(strings(rules, IDS)).keys()
    assert real_names(["sailing by gulf-escort in 2024"]).keys() == {"gulf", "2024"}


def test_the_rules_name_nothing_real(meridian: Ruleset) -> None:
    assert real_names(strings(meridian, IDS)) == {}


def test_what_is_typed_names_nothing_real(meridian: Ruleset) -> None:
    typed = [*meridian.programs.names, *meridian.scenarios, *meridian.tables, *meridian.doctrines]
    typed += [seat for table in meridian.tables.values() for seat in table.seats]
    typed += [meridian.typed(name) for name in (*meridian.powers, *meridian.meters.names)]

    assert real_names(typed) == {}


def test_studies_name_nothing_real(meridian: Ruleset) -> None:
    studies = load_studies("meridian", meridian).document

    assert (
        real_names(text for found in studies.entries.values() for entry in found for text in texts_of(entry))
        == {}
    )


def told(game: Game) -> Iterator[str]:
    """Everything told of a finished game to every seat and to the umpire."""
    for seat in (None, *game.seats):
        yield seat_brief(game, seat)
        for turn in game.turns:
            yield from strings(tuple(story(game, turn, seat)))
        yield from strings((verdict(game), *belief_against_truth(game, seat)), IDS)
        yield from strings((ladder(game), standing(game, seat), red_lines(game, seat)), IDS)
        for row in range(1, game.rules.meters.count):
            yield from strings(tuple(causes(game, seat, row)))
            yield meter_value(game, seat, row)
        for row in main_meters(game, seat):
            yield from (number(game, seat, row).short, number(game, seat, row).there)
    for turn in game.turns:
        yield from strings(tuple(turn.sheets.values()))


def test_what_is_told_of_a_game_names_nothing_real(games: list[Game]) -> None:
    for game in games:
        assert real_names(told(game)) == {}


def test_what_is_told_before_orders_names_nothing_real(games: list[Game]) -> None:
    for game in games:
        for step in range(0, len(game.turns), 3):
            past = game.at(step)
            for seat in (None, *past.seats):
                assert real_names(strings(tuple(opening(past, seat)))) == {}


def test_order_cards_name_nothing_real(meridian: Ruleset) -> None:
    game = Game.new(meridian, seed=1)
    book = meridian.programs
    for order in range(1, book.orders):
        if book.slot[order] != STANDING:
            seat = meridian.tables["four"].seats[int(book.power[order])]
            for eyes in (seat, None):
                assert real_names(strings(order_card(game, eyes, book.names[order]))) == {}


def test_plain_play_names_nothing_real(meridian: Ruleset, tmp_path: Path) -> None:
    """Every command, from each seat of the usual table; then the whole game again from the save."""
    asks = [c for c in COMMANDS if c not in ("quit", "undo", "branch", "seal", "save")]
    lines = ["?", *asks, "meters all", "seal", "story", "log 0", "warn", "seal", "meters all", "nonsense"]
    for seat in meridian.tables["four"].seats:
        path = tmp_path / f"{seat}.jsonl"
        session = Session.start(meridian, {"scenario": "crisis", "seat": seat, "seed": 3, "path": path})
        said: list[str] = []
        answers = iter(lines)

        def ask(prompt: str, said: list[str] = said, answers: Iterator[str] = answers) -> str:
            said.append(prompt)
            return next(answers, "quit")

        assert PlainGame(session, ask, said.append).run() == 0
        session.game.close()
        replay(Game.load(path), None, None, said.append)
        assert real_names(line.replace(str(tmp_path), "") for line in said) == {}


def test_what_a_person_gets_wrong_is_answered_in_the_same_names(meridian: Ruleset) -> None:
    game = Game.new(meridian, seed=1)
    faults = [*game.judge("ravask", ["strike-network"]), *game.judge("sendral", ["warn-ravsk"])]
    with pytest.raises(ValueError) as caught:
        game.view("tehran")

    assert real_names([*(f.reason for f in faults), str(caught.value).replace("'tehran'", "")]) == {}


def test_results_of_series_name_nothing_real(meridian: Ruleset) -> None:
    assert real_names(strings(columns_of(meridian))) == {}
