"""A game is the same alone, in a batch of thousands, in any order of it, and in another process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from playing import Play

from wargame.ruleset.tables import Ints, Ruleset

MANY = 4096
WATCHED = np.array([0, 1, 777, 2047, 4095], np.int32)


def course(play: Play, watched: Ints) -> list[list[str]]:
    """Digests of the watched games after each step."""
    found: list[list[str]] = []
    while not play.games.over.all():
        play.step()
        found.append([play.games.state.digest(int(g)) for g in watched])
    return found


def alone(rules: Ruleset, scenario: str, kind: str, number: int, steps: int) -> list[str]:
    """The same of one game, played by itself for so many steps; its last position stays when it is over."""
    play = Play.start(rules, scenario, kind, np.array([number], np.int32))
    found: list[str] = []
    for _ in range(steps):
        play.step()
        found.append(play.games.state.digest())
    return found


@pytest.mark.parametrize("kind", ["null", "doctrine"])
@pytest.mark.parametrize("scenario", ["standoff", "crisis"])
def test_three_games_are_the_same_together_and_alone(rules: Ruleset, scenario: str, kind: str) -> None:
    numbers = np.arange(3, dtype=np.int32)
    together = course(Play.start(rules, scenario, kind, numbers), numbers)

    for number in numbers:
        assert [step[number] for step in together] == alone(rules, scenario, kind, int(number), len(together))


@pytest.mark.parametrize("kind", ["null", "doctrine"])
def test_thousands_of_games_are_the_same_together_and_alone(rules: Ruleset, kind: str) -> None:
    """Overflow and mixed-up indices hide in small batches."""
    together = course(Play.start(rules, "standoff", kind, np.arange(MANY, dtype=np.int32)), WATCHED)

    for at, number in enumerate(WATCHED):
        assert [step[at] for step in together] == alone(rules, "standoff", kind, int(number), len(together))


def test_the_order_of_a_batch_does_not_matter(rules: Ruleset) -> None:
    games = 1000
    watched = np.array([0, 1, 777, 999], np.int32)
    order = np.random.default_rng(3).permutation(games).astype(np.int32)
    where = np.argsort(order)[watched].astype(np.int32)
    straight = course(Play.start(rules, "standoff", "null", np.arange(games, dtype=np.int32)), watched)
    mixed = course(Play.start(rules, "standoff", "null", order), where)

    assert straight == mixed


def test_another_process_plays_the_same_game(rules: Ruleset) -> None:
    """Nothing hangs on the order of sets and dictionaries, which changes from process to process."""
    program = (
        "import sys, json; sys.path.insert(0, sys.argv[1])\n"
        "import numpy as np\n"
        "from playing import Play\n"
        "from wargame.ruleset.compile import compile_ruleset\n"
        "from wargame.ruleset.reader import read_files\n"
        "rules = compile_ruleset(read_files('standoff', json.load(sys.stdin)))\n"
        "play = Play.start(rules, 'standoff', 'null', np.array([0, 777], np.int32))\n"
        "for _ in range(8): play.step()\n"
        "print(play.games.state.digest(0), play.games.state.digest(1))\n"
    )
    files = json.dumps(dict(rules.document.files))
    expected = [alone(rules, "standoff", "null", number, 8)[-1] for number in (0, 777)]
    for hashes in ("1", "2"):
        ran = subprocess.run(
            [sys.executable, "-c", program, str(Path(__file__).parents[1])],
            input=files,
            capture_output=True,
            text=True,
            env={"PYTHONHASHSEED": hashes},
            check=True,
        )

        assert ran.stdout.split() == expected
