"""The command line: what it answers, and what it says to those who got something wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wargame import __version__
from wargame.cli import cli
from wargame.opponents.bench import Opponents
from wargame.record.game import Game
from wargame.ruleset.tables import Ruleset

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("WARGAME_SAVES", str(tmp_path / "saves"))

    def invoke(*words: str | Path, said: str = "") -> Result:
        result = CliRunner().invoke(cli, [str(w) for w in words], input=said)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return invoke


@pytest.fixture(scope="module")
def save(rules: Ruleset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished game."""
    path = tmp_path_factory.mktemp("saved") / "game.jsonl"
    players = dict.fromkeys(rules.tables["four"].seats, "doctrine")
    game = Game.new(rules, "intro", seed=2, players=players, path=path)
    opponents = Opponents(game)
    while not game.over:
        opponents.fill()
        game.advance()
    game.close()
    return path


# What it answers


def test_help_names_every_command(run: Run) -> None:
    text = run("--help").output

    for command in ("menu", "play", "replay", "verify", "check", "simulate", "saves"):
        assert f"  {command} " in text


def test_version(run: Run) -> None:
    assert run("--version").output == f"wargame {__version__}\n"


def test_a_whole_game_from_a_pipe(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    words = ("play", "--plain", "--seat", "proxies", "--seed", "4", "--against", "gcc=absent", "--save", path)
    result = run(*words, said="seal\n" * 30)

    assert result.exit_code == 0
    assert "The end: " in result.output
    header = json.loads(path.read_text().splitlines()[0])
    assert header["players"] == {
        "tehran": "doctrine", "washington": "doctrine", "proxies": "human", "gcc": "absent",
    }  # fmt: skip
    assert run("verify", path).exit_code == 0


def test_the_seat_is_asked_for_in_plain_lines(run: Run) -> None:
    result = run("play", "--plain", "--seed", "1", said="nobody\nwash\nquit\n")

    assert "'nobody' is not a seat" in result.output
    assert "You are Washington." in result.output


def test_saves_are_listed(run: Run) -> None:
    assert "No saves in " in run("saves").output
    run("play", "--plain", "--seat", "gcc", said="seal\nquit\n")
    text = run("saves").output

    assert "intro-gcc-1.jsonl: intro, step 1, going on, gcc played by people" in text


def test_verify_says_what_it_found(run: Run, save: Path) -> None:
    result = run("verify", save)

    assert result.exit_code == 0
    assert result.output.startswith("ok: intro, ")
    assert ", ended " in result.output


def test_replay_tells_the_story_from_a_seat_or_the_umpire(run: Run, save: Path) -> None:
    umpire = run("replay", save, "--plain").output
    gcc = run("replay", save, "--plain", "--seat", "gcc", "--step", "0").output

    assert "as seen by the umpire." in umpire
    assert "The end: " in umpire
    assert "as seen by GCC mediators." in gcc
    assert gcc.count("Step ") == 1


def test_check_counts_what_a_ruleset_holds(run: Run) -> None:
    result = run("check", "standoff", "--quick")

    assert result.exit_code == 0
    assert "no problems" in result.output
    assert "red lines" in result.output


def test_simulate_hands_over_what_was_asked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import wargame.analysis.simulate

    asked: list[object] = []
    monkeypatch.setattr(wargame.analysis.simulate, "run_command", lambda *about: asked.extend(about))
    run(
        "simulate",
        "--games",
        "8",
        "--seed",
        "3",
        "--scenario",
        "intro",
        "--player",
        "gcc=null",
        "--out",
        "x.csv",
    )

    assert asked == ["standoff", "intro", 8, 3, 1, Path("x.csv"), {"gcc": "null"}]


# What it says to those who got something wrong


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("chek",), 2, 'No such command \'chek\'; did you mean "check"?'),
        (("play", "--plain", "--scenario", "intor"), 1, 'did you mean "intro"?'),
        (("play", "--plain", "--table", "fuor"), 1, 'did you mean "four"?'),
        (("play", "--plain", "--seat", "tehrn"), 1, 'did you mean "tehran"?'),
        (("play", "--plain", "--seat", "gcc", "--against", "tehran"), 1, "--against takes SEAT=PLAYER"),
        (("play", "--plain", "--seat", "gcc", "--against", "tehrn=null"), 1, 'did you mean "tehran"?'),
        (("play", "--plain", "--seat", "gcc", "--against", "tehran=brokr"), 1, "'brokr' is not a doctrine"),
        (("play", "--plain", "--seat", "gcc", "--against", "tehran=broker"), 1, "is a doctrine for GCC"),
        (("play", "--plain", "--seat", "gcc", "--against", "gcc=null"), 1, "your own seat"),
        (("play", "--plain", "--seat", "gcc", "--seed", "-1"), 1, "the seed must be a whole number"),
        (("play", "--plain", "--seed", "many"), 2, "--seed"),
        (("play", "--sceanrio", "intro"), 2, "--scenario"),
        (("play", "--plain", "--resume", "nowhere.jsonl"), 1, "nowhere.jsonl: cannot be read"),
        (("play", "--resume", "x.jsonl", "--seed", "1"), 2, "--resume takes a game up as it is"),
        (("play", "--plain", "--ruleset", "standof"), 1, 'did you mean "standoff"?'),
        (("check", "standof"), 1, 'did you mean "standoff"?'),
        (("replay", "nowhere.jsonl", "--plain"), 1, "cannot be read"),
        (("verify", "nowhere.jsonl"), 1, "nowhere.jsonl: cannot be read"),
        (("simulate", "--player", "gcc"), 2, "--player takes POWER=DOCTRINE"),
        ((), 1, "wargame play --plain"),
        (("play",), 1, "the interface needs a terminal"),
        (("replay", "x.jsonl"), 1, "the interface needs a terminal"),
    ],
)  # fmt: skip
def test_mistakes_end_in_a_sentence(run: Run, words: tuple[str, ...], code: int, said: str) -> None:
    result = run(*words)

    assert result.exit_code == code
    assert said in result.output
    assert "Traceback" not in result.output


def test_a_save_that_was_changed_is_named_with_its_line(run: Run, save: Path, tmp_path: Path) -> None:
    lines = save.read_text().splitlines(keepends=True)
    torn = tmp_path / "torn.jsonl"
    lines[2] = lines[2].replace('"seat":"', '"seat":"x', 1)
    torn.write_text("".join(lines))
    result = run("verify", torn, save)

    assert result.exit_code == 1
    assert f"{torn}:3: was changed after it was written" in result.output
    assert f"{save}: ok: intro" in result.output


def test_every_problem_of_a_ruleset_is_listed(run: Run, rules: Ruleset, tmp_path: Path) -> None:
    for name, text in rules.document.files.items():
        path = tmp_path / "mine" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace('owner = "tehran"', 'owner = "tehrn"') if name == "lines.toml" else text)
    result = run("check", tmp_path / "mine")

    assert result.exit_code == 1
    assert result.output.count("'tehrn' is not a power; did you mean \"tehran\"?") > 3
    assert "lines.toml:" in result.output


def test_an_existing_file_is_not_overwritten(run: Run, save: Path) -> None:
    result = run("play", "--plain", "--seat", "gcc", "--save", save)

    assert result.exit_code == 1
    assert "saves are never overwritten" in result.output


def test_a_reader_that_goes_away_ends_it_quietly(save: Path) -> None:
    command = f"{sys.executable} -m wargame replay {save} --plain | head -1"
    result = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)

    assert "umpire" in result.stdout
    assert result.stderr == ""
