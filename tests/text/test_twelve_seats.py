"""A large class: twelve seats, each with something to decide every month, and a brief of its own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from wargame.cli import cli
from wargame.engine.fog import seats_of
from wargame.opponents.bench import Opponents
from wargame.record.game import Game
from wargame.ruleset.load import load
from wargame.ruleset.tables import Ruleset
from wargame.text.describe import seat_brief

RULESETS = ("standoff", "meridian")

box = cache(load)


def playable(rules: Ruleset) -> list[str]:
    """Scenarios that a class plays; those of record are the same table with deeds at their dates."""
    return [name for name, scenario in rules.scenarios.items() if not scenario.deeds]


@pytest.mark.parametrize("ruleset", RULESETS)
def test_twelve_seats_are_the_cells_that_people_hold(ruleset: str) -> None:
    rules = box(ruleset)
    seats = seats_of(rules, "twelve")

    assert len(seats) == 12
    assert [int(seat.cells.sum()) for seat in seats] == [1] * 12
    assert sum(seat.cells for seat in seats).tolist() == (~rules.cell_green).tolist()


@pytest.mark.parametrize("ruleset", RULESETS)
@pytest.mark.parametrize("player", ["doctrine", "null"])
def test_every_seat_has_something_to_decide_every_month(ruleset: str, player: str) -> None:
    rules = box(ruleset)
    for seed, scenario in enumerate(playable(rules)):
        players = dict.fromkeys(rules.tables["twelve"].seats, player)
        game = Game.new(rules, scenario, seed=seed, table="twelve", players=players)
        months = 0
        while not game.over:
            for seat in game.seats if not game.crisis else ():
                view = game.view(seat)
                places = {int(rules.places.kind[place]) for place in view.places}
                choices = {int(rules.programs.slot[order]) for order in view.menu}

                assert view.menu, (seat, game.step)
                assert choices <= places
            months += not game.crisis
            Opponents(game).fill()
            game.advance()
        assert months >= 1


@pytest.mark.parametrize("ruleset", RULESETS)
def test_a_brief_says_what_a_seat_does_inside_its_power(ruleset: str) -> None:
    rules = box(ruleset)
    game = Game.new(rules, "standoff", seed=1, table="twelve")
    table = rules.tables["twelve"]
    for seat, label, brief in zip(table.seats, table.labels, table.briefs, strict=True):
        power = rules.powers[game.seats[seat].powers[0]]
        paragraphs = seat_brief(game, seat).split("\n\n")

        assert brief
        assert any(rules.scenarios["standoff"].briefs[power].strip() in p for p in paragraphs)
        assert [p for p in paragraphs if p.startswith(f"Your seat, {label}. {brief} Beside you: ")]
    assert len(set(table.briefs)) == 12


@pytest.mark.parametrize("ruleset", RULESETS)
def test_a_seat_with_a_power_to_itself_has_the_brief_of_the_power(ruleset: str) -> None:
    rules = box(ruleset)
    game = Game.new(rules, "standoff", seed=1)

    assert not [seat for seat in (None, *game.seats) if "Your seat, " in seat_brief(game, seat)]
    assert "Beside you" not in seat_brief(Game.new(rules, seed=1, table="twelve"), None)


@pytest.mark.parametrize("ruleset", RULESETS)
def test_any_seat_can_be_played_in_plain_lines(ruleset: str, tmp_path: Path) -> None:
    rules = box(ruleset)
    for seat in (rules.tables["twelve"].seats[at] for at in (3, 7)):
        options = ["--ruleset", ruleset, "--table", "twelve", "--scenario", "intro", "--seat", seat]
        save = tmp_path / f"{seat}.jsonl"
        played = CliRunner().invoke(
            cli, ["play", "--plain", *options, "--seed", "1", "--save", str(save)], input="seal\nseal\nquit\n"
        )

        assert played.exit_code == 0, played.output
        assert "Your seat, " in played.output
        assert "Step 2: Turn " in played.output
