"""Messages in plain lines, and several people who take turns at one terminal."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterable
from pathlib import Path

import pexpect
import pytest

from wargame.plain.session import COMMANDS, PlainGame
from wargame.plain.talk import addressed
from wargame.plain.turns import FORGET, Desk, play_in_turns
from wargame.record.game import Game
from wargame.record.verify import verify
from wargame.ruleset.tables import Ruleset
from wargame.table.hot_seat import HotSeat
from wargame.table.session import Session

SEATS = ("tehran", "proxies", "gcc")


class Desktop:
    """A terminal whose people say these lines; what is said, and where it was asked to forget."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.said: list[str] = []
        self._lines = iter(lines)

    def desk(self) -> Desk:
        return Desk(self.ask, self.ask, self.said.append, lambda: self.said.append("<forget>"))

    def ask(self, prompt: str) -> str:
        self.said.append(prompt)
        line = next(self._lines, None)
        if line is None:
            raise EOFError
        return line

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.said).split())


def alone(session: Session, *lines: str) -> str:
    desktop = Desktop(lines)
    PlainGame(session, desktop.ask, desktop.said.append).run()
    return desktop.text


# What was meant ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("teh Draw back.", (["tehran"], "", "none", "Draw back.")),
        ("teh,gcc We must talk.", (["tehran", "gcc"], "", "none", "We must talk.")),
        ("all Hear this.", ([], "", "none", "Hear this.")),
        ("teh: Draw back.", (["tehran"], "", "none", " Draw back.")),
        ("teh via gcc: Draw back.", (["tehran"], "gcc", "none", " Draw back.")),
        ("teh via gcc pledge: We will not.", (["tehran"], "gcc", "pledge", " We will not.")),
        ("teh threat: Draw back: now.", (["tehran"], "", "threat", " Draw back: now.")),
        ("teh Note this: draw back.", (["tehran"], "", "none", "Note this: draw back.")),
    ],
)
def test_readers_mediator_and_mark(said: str, meant: tuple[object, ...]) -> None:
    assert addressed(SEATS, said) == meant


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "say message TO text"),
        ("teh", "say message TO text"),
        ("tehrn hello", 'did you mean "tehran"'),
        ("teh via moscow: hello", "'moscow' is not a seat"),
    ],
)
def test_what_is_unclear_is_asked_back(said: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        addressed(SEATS, said)


# In a game --------------------------------------------------------------------------------------


@pytest.fixture
def game(rules: Ruleset, tmp_path: Path) -> Game:
    """Four people."""
    return Game.new(rules, "intro", seed=5, path=tmp_path / "game.jsonl")


def test_messages_are_sent_read_and_passed_on(game: Game) -> None:
    text = alone(Session(game, "washington"), "message teh via gcc pledge: We stand down.", "message all Hear us.",
                 "messages")  # fmt: skip
    assert "Sent to Tehran, by way of GCC mediators." in text
    assert "1. Turn 1, March. You to Tehran, by way of GCC mediators, a pledge: “We stand down.”" in text
    text = alone(
        Session(game, "gcc"), "messages", "pass 1 They waver.", "pass 1", "leak 1", "leak 1", "messages"
    )
    assert "2 unread messages: say messages." in text
    assert "It waits for you to pass it on, or not." in text
    assert "Passed on in your words." in text
    assert "This message was reshaped already." in text
    assert "It leaked; everybody has read it." in text
    assert "You passed on instead: “They waver.”" in text
    text = alone(Session(game, "tehran"), "messages")
    assert "“They waver.”" in text
    assert "It leaked: everybody reads it." in text
    assert game.messages("proxies")[-1].text == "We stand down."


def test_what_cannot_be_passed_on_is_said(game: Game) -> None:
    game.send("washington", ["tehran"], "Not by anybody.")
    game.send("washington", ["tehran"], "By you.", via="gcc")
    text = alone(Session(game, "gcc"), "pass 7", "pass x", "withhold 1 words", "withhold 1", "withhold 1")
    assert "Message 7 is not one that you were asked to carry." in text
    assert "Pass takes the number of a message" in text
    assert "Withhold takes the number of a message" in text
    assert "Kept back; nobody is told." in text
    assert "This message was withheld already." in text


def test_a_script_neither_reads_nor_answers(rules: Ruleset, tmp_path: Path) -> None:
    session = Session.start(rules, {"scenario": "intro", "seat": "washington", "path": tmp_path / "s.jsonl"})
    text = alone(session, "message teh Hello.", "message teh via gcc: Hello again.", "seal", "messages")
    assert text.count("never answer") == 2
    assert session.game.messages("gcc")[0].fate == "carried"


def test_what_others_say_changes_no_line(rules: Ruleset) -> None:
    told = []
    for talk in (False, True):
        made = Game.new(rules, "intro", seed=5)
        if talk:
            made.send("tehran", ["proxies"], "Between us.")
            made.send("tehran", ["gcc"], "Carried between us.", via="proxies")
        questions = [c for c in COMMANDS if c not in ("quit", "undo", "branch", "seal", "save")]
        told.append(alone(Session(made, "washington"), *questions))
    assert told[0] == told[1]


# In turns ---------------------------------------------------------------------------------------


def test_two_people_take_turns(rules: Ruleset, tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    session = Session.start(rules, {"scenario": "intro", "seat": "washington", "seed": 3, "path": path,
                                    "players": {"tehran": "human"}})  # fmt: skip
    desktop = Desktop([
        "", "rabbit", "rabbit", "message wash Hello.", "undo", "seal",
        "", "fox", "foxes", "", "fox", "fox", "messages", "seal",
        "", "wrong", "", "rabbit", "quit",
        "wash", "fox",
    ])  # fmt: skip
    assert play_in_turns(HotSeat(session.game), desktop.desk()) == 0
    text = desktop.text
    assert "Hand over to Tehran." in text
    assert "Nobody goes back alone where others play too." in text
    assert "the two words differ" in text
    assert "“Hello.”" in text
    assert "This is for everybody:" in text
    assert "that is not the word" in text
    assert "Wrong words tried at this seat since you left: 1." in text
    assert desktop.said.count("<forget>") == 8
    assert session.game.step == 1
    assert verify(path).good
    first = desktop.said.index("<forget>")
    assert not any("rabbit" in line for line in desktop.said[first:])


def test_a_whole_game_in_turns(rules: Ruleset, tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    session = Session.start(rules, {"scenario": "intro", "seat": "washington", "seed": 3, "path": path,
                                    "players": {"tehran": "human"}})  # fmt: skip
    first = ["", "fox", "fox", "seal"] * 2
    desktop = Desktop([*first, *(["", "fox", "seal"] * 60)])
    assert play_in_turns(HotSeat(session.game), desktop.desk()) == 0
    assert session.game.over
    assert "The end: " in desktop.text


def test_no_line_breaks_the_turns(rules: Ruleset, tmp_path: Path) -> None:
    dice = random.Random(3)
    path = tmp_path / "game.jsonl"
    session = Session.start(rules, {"scenario": "intro", "seat": "washington", "seed": 3, "path": path,
                                    "players": {"tehran": "human", "gcc": "human"}})  # fmt: skip
    words = ["", "fox", "fox", "seal", "unseal", "teh", "wash", "gcc", "message all hi", "pass 1", "leak 1",
             "message teh via gcc: x", "messages", "orders", "warn", "drop 1", "\x07", "é"]  # fmt: skip
    play_in_turns(HotSeat(session.game), Desktop(dice.choices(words, k=300)).desk())
    assert Game.load(path).difference is None


def test_in_a_real_terminal_nothing_of_a_seat_is_left(tmp_path: Path) -> None:
    env = os.environ | {"WARGAME_SAVES": str(tmp_path), "TERM": "xterm"}
    words = [
        "-m",
        "wargame",
        "play",
        "--plain",
        "--seat",
        "washington",
        "--against",
        "tehran=human",
        "--seed",
        "3",
    ]
    child = pexpect.spawn(sys.executable, words, env=env, encoding="utf-8", timeout=30, dimensions=(24, 80))
    child.expect_exact("Which seat?")
    child.sendline("")
    for _ in range(2):
        child.expect_exact("word")
        child.expect_exact(": ")
        child.sendline("rabbit")
    child.expect_exact("tehran> ")
    child.sendline("message wash xyzzy")
    child.expect_exact("tehran> ")
    child.sendline("seal")
    child.expect_exact(FORGET)
    child.expect_exact("Hand over to Washington.")
    assert "xyzzy" not in child.before
    child.expect_exact("Which seat?")
    child.sendline("quit")
    child.expect(pexpect.EOF)
    child.close()
    (save,) = tmp_path.glob("*.jsonl")

    child = pexpect.spawn(sys.executable, ["-m", "wargame", "play", "--plain", "--resume", str(save)], env=env,
                          encoding="utf-8", timeout=30, dimensions=(24, 80))  # fmt: skip
    child.expect_exact("Hand over to Washington.")
    child.expect_exact("Which seat?")
    child.sendline("teh")
    child.expect_exact("your word: ")
    child.sendline("guess")
    child.expect_exact("that is not the word")
    child.close(force=True)
