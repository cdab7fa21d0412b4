"""Exports: a recording that a terminal can play, pictures that ask no network, and the command line."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from at_screen import sitting
from click.testing import CliRunner

from wargame.cli import cli
from wargame.opponents.bench import Opponents
from wargame.record.game import Game
from wargame.record.past import Moment
from wargame.ruleset.tables import Ruleset
from wargame.text.timeline import Timeline
from wargame.tui.app import WargameApp
from wargame.tui.export.cast import stops
from wargame.tui.export.write import target, write
from wargame.tui.screens.replay import ReplayScreen

SEATS = ("tehran", "washington", "proxies", "gcc")
SIZE = (80, 24)


@pytest.fixture
def save(rules: Ruleset, tmp_path: Path) -> Path:
    path = tmp_path / "two.jsonl"
    game = Game.new(rules, "intro", seed=5, players=dict.fromkeys(SEATS, "doctrine"), path=path)
    for _ in range(2):
        Opponents(game).fill()
        game.advance()
    game.branch(1, "fresh", seed=3)
    Opponents(game).fill()
    game.advance()
    game.close()
    return path


class Terminal:
    """As much of a terminal as a recording needs: clear, go to the start of a line, write over it."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.rows = width, [" " * width for _ in range(height)]

    def write(self, text: str) -> None:
        text = text.replace("\x1b[2J", "").replace("\x1b[?25l", "")
        for y, line in re.findall(r"\x1b\[(\d+);1H((?:(?!\x1b\[\d+;1H).)*)", text, re.DOTALL):
            shown = re.sub(r"\x1b\[[0-9;]*m", "", line)
            assert len(shown) == self.width
            self.rows[int(y) - 1] = shown


async def test_a_recording_shows_what_the_screen_showed(save: Path, tmp_path: Path) -> None:
    game = Game.load(save)
    path = tmp_path / "out.cast"
    await __import__("asyncio").to_thread(write, WargameApp, game, "gcc", "cast", path, SIZE, 0.5)
    header, *written = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    shown = stops(Timeline(game, "gcc"))

    assert (header["version"], header["width"], header["height"]) == (2, *SIZE)
    assert [event[0] for event in written] == [at * 0.5 for at in range(len(shown) + 1)]
    assert all(kind == "o" for _, kind, _ in written)
    terminal = Terminal(*SIZE)
    async with sitting(SIZE) as person:
        replay = ReplayScreen(game, "gcc")
        await person.app.push_screen(replay)
        for moment, (_, _, text) in zip(shown, written, strict=False):
            terminal.write(text)
            if moment != replay.moment:
                replay.go(moment)
            await person.settle()
            screen = person.sees.splitlines()
            assert [row.rstrip() for row in terminal.rows[:-1]] == screen[:-1], moment


def test_pictures_are_whole_and_ask_no_network(save: Path, tmp_path: Path) -> None:
    game = Game.load(save)
    files = write(WargameApp, game, None, "screens", tmp_path / "pictures", SIZE)

    assert [path.name for path in files] == [
        f"step-{step:02}.svg" for step in range(1, Timeline(game, None).steps + 1)
    ]
    for step, path in enumerate(files, 1):
        text = path.read_text(encoding="utf-8")
        ElementTree.fromstring(text)
        words = re.sub(r"<[^>]+>", "", text).replace("&#160;", " ")
        assert f"step {step} of" in words
        assert "Umpire" in words
        assert "@font-face" not in text
        assert not re.search(r"url\(|href=.http|src=", text.replace("url(#", "(#"))


def test_nothing_is_overwritten(save: Path, tmp_path: Path) -> None:
    game = Game.load(save)
    path = target(tmp_path, "game", "timeline.md")
    write(WargameApp, game, None, "timeline.md", path, SIZE)

    with pytest.raises(ValueError, match="exists already"):
        write(WargameApp, game, None, "timeline.md", path, SIZE)
    assert target(tmp_path, "game", "timeline.md").name == "game-timeline-2.md"
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with pytest.raises(ValueError, match="exists already"):
        write(WargameApp, game, None, "screens", tmp_path / "full", SIZE)


# The command line -------------------------------------------------------------------------------


def run(*words: object) -> tuple[int, str]:
    ran = CliRunner().invoke(cli, [str(w) for w in words])
    return ran.exit_code, ran.output


def test_the_command_writes_a_line_of_play(save: Path, tmp_path: Path) -> None:
    code, said = run("export", save, "--line", 1, "--seat", "gcc", "--out", tmp_path / "one.md")

    assert (code, "GCC" in said) == (0, True)
    assert "2 steps were played" in (tmp_path / "one.md").read_text(encoding="utf-8")
    code, said = run("export", save, "--what", "screens", "--size", "80x24", "--out", tmp_path / "pictures")
    assert (code, "3 files" in said, "Umpire" in said) == (0, True, True)
    code, said = run("export", save, "--what", "cast", "--pace", "0.1", "--out", tmp_path / "a.cast")
    assert code == 0
    assert json.loads((tmp_path / "a.cast").read_text(encoding="utf-8").splitlines()[0])["width"] == 120


def test_a_game_that_goes_on_is_written_with_its_players_eyes(rules: Ruleset, tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    Game.new(rules, "intro", seed=5, players={"tehran": "doctrine"} | {"gcc": "human"}, path=path).close()
    code, said = run("export", path, "--out", tmp_path / "mine.md")

    assert (code, "Washington" in said) == (0, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere.jsonl",), "cannot be read"),
        (("{save}", "--seat", "atlantis"), "'atlantis' is not a seat"),
        (("{save}", "--line", "9"), "no line of play 9; there are 2"),
        (("{save}", "--size", "wide"), "as 120x40; not 'wide'"),
        (("{save}", "--size", "60x20"), "80x24"),
        (("{save}", "--out", "{save}"), "exists already"),
    ],
)
def test_what_a_person_got_wrong_is_one_sentence(words: tuple[str, ...], said: str, save: Path) -> None:
    code, output = run("export", *(word.format(save=save) for word in words))

    assert code == 1
    assert said in output
    assert "Traceback" not in output


def test_the_step_names_of_the_pictures_are_moments(save: Path) -> None:
    timeline = Timeline(Game.load(save), None)

    assert timeline.end_of(0) == Moment(0, "end")
    assert timeline.end_of(2) == Moment(2, "intelligence")
    assert timeline.end_of(99) == Moment(2, "intelligence")


def test_in_plain_lines_too_a_game_that_goes_on_is_told_to_its_player(rules: Ruleset, tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    players = dict.fromkeys(SEATS, "doctrine") | {"gcc": "human"}
    Game.new(rules, "intro", seed=5, players=players, path=path).close()

    assert "as seen by GCC" in run("replay", path, "--plain")[1]
    assert "as seen by the umpire" in run("replay", path, "--plain", "--seat", "umpire")[1]
