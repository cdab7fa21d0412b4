"""Several people at one terminal, one after the other, in plain lines.

Between two of them the terminal is asked to forget what it shows, and each seat opens to its own word.
"""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from dataclasses import dataclass

from wargame.plain import pages
from wargame.plain.match import one
from wargame.plain.paper import Paper
from wargame.plain.session import PlainGame, ask
from wargame.record.journal import SaveError
from wargame.table.hot_seat import HotSeat
from wargame.table.session import Session
from wargame.text.describe import date
from wargame.text.eyes import EVERYBODY
from wargame.text.narrate import opening, story

FORGET = "\x1b[2J\x1b[3J\x1b[H"


@dataclass
class Desk:
    """How the terminal is spoken to."""

    ask: Callable[[str], str]
    ask_word: Callable[[str], str]
    put: Callable[[str], None]
    forget: Callable[[], None]


def at_the_terminal() -> Desk:
    """Words are not shown as they are typed; through a pipe there is nothing to hide them from."""
    secret = getpass.getpass if sys.stdin.isatty() else ask
    return Desk(ask, secret, print, forget)


def forget() -> None:
    """Ask a terminal to forget what it shows and what has scrolled away; a pipe is left as it is."""
    if sys.stdout.isatty():
        print(FORGET, end="", flush=True)


def play_in_turns(hot: HotSeat, desk: Desk) -> int:
    """Play until the game is over or the people leave; the exit code."""
    paper = Paper(desk.put)
    try:
        while not hot.game.over:
            if hot.next is None:
                _open(hot, paper)
            elif not _sit(hot, desk, paper, hot.next):
                break
    except (EOFError, KeyboardInterrupt):
        paper.line()
    if hot.game.over:
        pages.verdict_page(paper, hot.game, None)
    if hot.game.path is not None:
        paper.line("The game is saved in:")
        paper.verbatim(str(hot.game.path))
    return 0


def _open(hot: HotSeat, paper: Paper) -> None:
    turn = hot.open_sheets()
    paper.line("All sheets are in, and open. This is for everybody:")
    paper.head(f"Step {turn.step}: {date(hot.game, turn.step)}")
    told = [s for s in story(hot.game, turn, EVERYBODY) if s.phase not in pages.OPENING]
    pages.tell(paper, told)
    if not hot.game.over:
        pages.tell(paper, opening(hot.game, EVERYBODY))


def _sit(hot: HotSeat, desk: Desk, paper: Paper, coming: str) -> bool:
    """Let somebody sit down and play their turn; whether the game goes on."""
    labels = ", ".join(f"{hot.label(s)}{' has sealed' * (s in hot.game.sealed)}" for s in hot.people)
    paper.head(f"{date(hot.game)}. Hand over to {hot.label(coming)}.")
    paper.line(f"At this table: {labels}.")
    said = desk.ask(f"Which seat? Enter for {coming}, quit to leave: ").strip()
    if said.lower() == "quit":
        return False
    try:
        seat = one(said, hot.people, "a seat of a person here") if said else coming
        session = _admit(hot, desk, paper, seat)
    except (OSError, SaveError, ValueError) as error:
        paper.line(f"{error}.")
        return True
    if session is None:
        return True
    desk.forget()
    PlainGame(session, desk.ask, desk.put, shared=True).run()
    hot.leave(session)
    desk.forget()
    return True


def _admit(hot: HotSeat, desk: Desk, paper: Paper, seat: str) -> Session | None:
    if not hot.has_word(seat):
        paper.line("You sit here for the first time. Choose a word; it opens this seat from now on.")
        hot.set_word(seat, word := desk.ask_word("Your word: "), desk.ask_word("The same word again: "))
    else:
        word = desk.ask_word(f"{hot.label(seat)}, your word: ")
    session, tried = hot.open(seat, word)
    if tried:
        paper.line(f"Wrong words tried at this seat since you left: {tried}.")
    return session


__all__ = ["Desk", "at_the_terminal", "play_in_turns"]
