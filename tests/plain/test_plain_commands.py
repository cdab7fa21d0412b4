"""The plain game, line by line: what each command does, and that nothing said can break it."""

from __future__ import annotations

import errno
import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from wargame.plain.paper import WIDTH
from wargame.plain.session import COMMANDS, STOPPED, PlainGame
from wargame.record.game import Game
from wargame.ruleset.tables import Ruleset
from wargame.table.session import Session


class Talk:
    """A session whose person says these lines, and then leaves."""

    def __init__(self, session: Session, lines: Iterable[str], end: type[BaseException] = EOFError) -> None:
        self.said: list[str] = []
        self._lines = iter(lines)
        self._end = end
        self.game = PlainGame(session, self._ask, self.said.append)
        self.code = self.game.run()

    def _ask(self, prompt: str) -> str:
        self.said.append(prompt)
        line = next(self._lines, None)
        if line is None:
            raise self._end
        return line

    @property
    def text(self) -> str:
        """All that was written, with its line breaks taken for spaces."""
        return " ".join(" ".join(self.said).split())


@pytest.fixture
def session(rules: Ruleset, tmp_path: Path) -> Session:
    return Session.start(
        rules, {"scenario": "intro", "seat": "washington", "seed": 5, "path": tmp_path / "s.jsonl"}
    )


def test_every_line_is_plain_and_short(session: Session) -> None:
    talk = Talk(
        session,
        [*(c for c in COMMANDS if c not in ("quit", "undo", "branch")), "?", "meters all", "? esc yem"],
    )

    assert talk.code == 0
    for line in talk.said:
        assert len(line) <= WIDTH or "/" in line  # a path is never broken
        assert line.isprintable()


def test_the_menu_is_what_is_legal(session: Session) -> None:
    talk = Talk(session, ["?"])
    names = session.game.rules.programs.names

    for order in session.game.view("washington").menu:
        assert f"{names[order]}: " in talk.text


def test_one_kind_of_the_menu(session: Session) -> None:
    talk = Talk(session, ["? kinetic"])

    assert "strike-network iraq 1:" in talk.text
    assert "warn-tehran:" not in talk.text


def test_an_order_goes_on_the_sheet_by_its_beginnings(session: Session) -> None:
    talk = Talk(session, ["strike-net ira 1", "warn-t"])

    assert session.draft == ["strike-network iraq 1", "warn-tehran"]
    assert "On the sheet: Strike a network, Iraq (1)." in talk.text
    assert "2. warn-tehran" in talk.text


def test_an_order_that_does_not_fit_says_why(session: Session) -> None:
    talk = Talk(session, ["warn-t", "warn-t", "seek-no"])

    assert session.draft == ["warn-tehran"]
    assert "stands on the sheet already" in talk.text
    assert "no free place" in talk.text


def test_what_is_unclear_is_asked_back(session: Session) -> None:
    talk = Talk(
        session,
        ["b", "strike", "frobnicate", "warn-tehrn", "why ars", "why 999", "drop 7", "branch x", "meters x"],
    )

    assert "'b' may be any of: board, brief, branch" in talk.text
    assert "'strike' may be any of: strike-network lebanon 1" in talk.text
    assert "'frobnicate' is not a command or an order of yours" in talk.text
    assert 'did you mean "warn-tehran"?' in talk.text
    assert "'ars' may be any of: Arsenal, Lebanon" in talk.text
    assert "There is no number 999" in talk.text
    assert "Your sheet is empty" in talk.text
    assert "Say branch STEP same, or branch STEP fresh" in talk.text


def test_orders_are_dropped_by_number(session: Session) -> None:
    Talk(session, ["warn-t", "escort-l yem", "drop 1"])

    assert session.draft == ["escort-lane yemen"]


def test_the_draft_outlives_the_session(session: Session) -> None:
    talk = Talk(session, ["warn-t", "escort-l yem"])
    assert session.game.path is not None
    session.game.close()
    again = Talk(Session.resume(session.game.path), [])

    assert "Kept on your sheet, not sealed: warn-tehran, escort-lane yemen." in talk.text
    assert "Your sheet as you left it:" in again.text
    assert again.game.session.draft == ["warn-tehran", "escort-lane yemen"]


def test_sealing_tells_the_step_and_opens_the_next(session: Session) -> None:
    talk = Talk(session, ["warn-t", "seal", "story", "log", "log 0", "why 1"])

    assert session.game.step == 1
    assert "Sealed. All sheets are open." in talk.text
    assert "Step 1: Turn 2, April. Your orders?" in talk.text
    assert "step 0: Turn 1, March" in talk.text
    assert session.draft == []


def test_going_back_and_branching(session: Session) -> None:
    talk = Talk(session, ["undo", "seal", "undo", "seal", "seal", "branch 1 fresh", "branch 9 same"])

    assert session.game.step == 1
    assert "Nothing has been played yet." in talk.text
    assert "Back at the orders of step 0." in talk.text
    assert "There is no step 9 to go back to" in talk.text


def test_leaving_says_where_the_game_is(session: Session) -> None:
    path = str(session.game.path)
    for ending, code in ((EOFError, 0), (KeyboardInterrupt, STOPPED)):
        talk = Talk(session, [], ending)

        assert talk.code == code
        assert path in talk.said
        assert f"wargame play --plain --resume {path}" in talk.said
    assert Talk(session, ["quit", "never said"]).code == 0


def test_what_cannot_be_written_is_not_done(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*about: object) -> int:
        del about
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("wargame.record.journal.os.write", full)
    talk = Talk(session, ["seal"])

    assert "No space left on device" in talk.text
    assert session.game.step == 0
    assert session.game.sealed == {}


def test_the_end_is_told_with_belief_and_truth(session: Session) -> None:
    talk = Talk(session, ["seal"] * 40)

    assert session.game.over
    assert "The end: " in talk.text
    assert "Washington: " in talk.text
    assert "Belief against truth" in talk.text
    assert "A result shows what the rules imply, not what the world will do." in talk.text
    assert "wargame replay --plain" in talk.text


def test_no_line_breaks_the_session(session: Session) -> None:
    fuzz = random.Random(7)
    words = [
        *COMMANDS,
        "?",
        "seal",
        "0",
        "1",
        "99",
        "-1",
        "all",
        "same",
        "fresh",
        "warn",
        "yem",
        "2",
        "é\x07",
        "  ",
    ]
    lines = [" ".join(fuzz.choices(words, k=fuzz.randint(1, 3))) for _ in range(150)]
    lines = [line for line in lines if not line.strip().startswith("quit")]
    talk = Talk(session, lines)

    assert talk.code == 0
    assert session.game.path is not None
    assert Game.load(session.game.path).difference is None
