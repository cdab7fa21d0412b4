"""One person's game in plain lines on standard input and output.

What is said may be cut short as long as it stays clear: `strike-net leb 2` is `strike-network lebanon 2`.
The save is written as the game goes; whatever ends the session, nothing acknowledged is lost.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

from wargame.plain import pages, talk
from wargame.plain.match import matching, one, unclear
from wargame.plain.paper import Paper
from wargame.record.game import Turn
from wargame.record.journal import SaveError
from wargame.ruleset.tables import STANDING
from wargame.table.session import Session
from wargame.text.cards import order_card
from wargame.text.describe import date, seat_brief
from wargame.text.narrate import opening, story
from wargame.text.why import find_meter
from wargame.text.words import first_up

STOPPED = 130
"""Exit code of a session that Ctrl-C ended."""


@dataclass(frozen=True)
class Command:
    """A word that the session obeys, what may follow it, and what it does."""

    word: str
    takes: str
    help: str
    run: Callable[[PlainGame, str], None]


class PlainGame:
    """Reads lines and obeys them until the game is over or the person leaves."""

    def __init__(
        self,
        session: Session,
        ask: Callable[[str], str],
        put: Callable[[str], None],
        shared: bool = False,
    ) -> None:
        self.session = session
        self.shared = shared
        """Whether other people take turns at this terminal: a sealed sheet then waits for theirs."""
        self.paper = Paper(put)
        self._ask = ask
        self._going = True

    def run(self) -> int:
        """Play; the exit code."""
        try:
            self._begin()
            while self._going and not self.session.game.over:
                line = self._ask(f"{self.session.seat}> ").strip()
                if line:
                    self.obey(line)
            if self.session.game.over:
                pages.verdict_page(self.paper, self.session.game, self.session.seat)
            self.farewell()
        except EOFError:
            self.paper.line()
            self.farewell()
        except KeyboardInterrupt:
            self.paper.line()
            self.farewell()
            return STOPPED
        return 0

    def obey(self, line: str) -> None:
        """Do what one line says: a question, a command, or an order for the sheet."""
        try:
            if line.startswith("?"):
                self._explain(line[1:].strip())
                return
            word, _, rest = line.partition(" ")
            word = word.lower()
            orders = [] if word in COMMANDS else matching(line, self._names)
            commands = [word] if word in COMMANDS else [c for c in COMMANDS if c.startswith(word)]
            if len(commands) + len(orders) != 1:
                known = [*COMMANDS, *self._names]
                raise ValueError(unclear(line, [*commands, *orders], known, "a command or an order of yours"))
            if orders:
                self._add(orders[0])
            else:
                COMMANDS[commands[0]].run(self, rest.strip())
        except ValueError as error:
            text = first_up(str(error))
            self.paper.line(text if text.endswith("?") else f"{text}.")
        except (SaveError, OSError) as error:  # a full disk, say: what could not be written was not done
            self.paper.line(f"{error}.")

    def farewell(self) -> None:
        """Where the game is, and how to go on with it."""
        if not self.shared:
            pages.farewell(self.paper, self.session.game, self.session.draft)

    # Orders

    @property
    def _names(self) -> list[str]:
        """Every order of this seat, legal now or not."""
        book, seat = self.session.game.rules.programs, self.session.game.seats[self.session.seat]
        mine = (book.cells[: book.orders] & seat.cells).any(axis=1) & (book.slot[: book.orders] != STANDING)
        return [book.names[row] for row in mine.nonzero()[0]]

    def _add(self, name: str) -> None:
        if self.session.sealed:
            raise ValueError("your sheet is sealed; unseal takes it back")
        faults = self.session.add(name)
        if faults:
            self.paper.line(f"Not on the sheet: {name}: {'; '.join(f.reason for f in faults)}.")
            return
        label = order_card(self.session.game, self.session.seat, name).label
        self.paper.line(f"On the sheet: {label}.")
        self.orders()

    def _explain(self, said: str) -> None:
        """What is legal now, all of it or of one kind; or an order's card."""
        game, seat = self.session.game, self.session.seat
        if not said:
            pages.menu(self.paper, game, seat)
            return
        kinds = matching(said, pages.kinds(game, seat))
        if len(kinds) == 1 and not matching(said, self._names):
            pages.menu(self.paper, game, seat, kinds[0])
            return
        pages.card_page(self.paper, order_card(game, seat, one(said, self._names, "an order of yours")))

    def _cut_short(self) -> str:
        """An order of this seat as it may be typed: `strike-net leb 2`."""
        name = max(self._names, key=lambda name: (name[-1].isdigit(), name.count(" ")))
        first, *others = name.split()
        return " ".join([first[: first.find("-") + 4], *(word[:3] for word in others)])

    # Commands

    def orders(self, said: str = "") -> None:
        del said
        pages.sheet(self.paper, self.session.game, self.session.seat, self.session.draft)

    def drop(self, said: str) -> None:
        draft = self.session.draft
        number = int(said) if said.isdigit() else 0
        if not 1 <= number <= len(draft):
            raise ValueError(f"drop takes the number of an order on your sheet, 1 to {len(draft)}"
                             if draft else "your sheet is empty")  # fmt: skip
        name = draft[number - 1]
        self.session.remove(name)
        self.paper.line(f"Dropped: {name}.")
        self.orders()

    def seal(self, said: str) -> None:
        """Seal, let the others seal, open all sheets, and tell what happened."""
        del said
        faults = self.session.seal()
        if faults:
            for fault in faults:
                self.paper.line(f"Not sealed: {fault.order}: {fault.reason}.")
            return
        if self.shared:
            self._going = False
            return
        turn = self.session.open_sheets()
        self.paper.line("Sealed. All sheets are open.")
        self._tell_step(turn)
        self._tell_opening()

    def unseal(self, said: str) -> None:
        """Take a sealed sheet back, while others are still out."""
        del said
        if not self.session.sealed:
            raise ValueError("your sheet is not sealed")
        self.session.unseal()
        self.paper.line("The sheet was taken back: it can be changed and sealed again.")

    def board(self, said: str) -> None:
        del said
        pages.board(self.paper, self.session.game, self.session.seat)

    def ladder(self, said: str) -> None:
        del said
        pages.ladder_page(self.paper, self.session.game)

    def meters(self, said: str) -> None:
        if said not in ("", "all"):
            raise ValueError("say meters, or meters all")
        pages.meters(self.paper, self.session.game, self.session.seat, said == "all")

    def lines(self, said: str) -> None:
        del said
        pages.lines_page(self.paper, self.session.game, self.session.seat)

    def deals(self, said: str) -> None:
        del said
        pages.deals_page(self.paper, self.session.game, self.session.seat)

    def why(self, said: str) -> None:
        game, seat = self.session.game, self.session.seat
        rows = pages.numbered(game, seat)
        if said.isdigit():
            if not 1 <= int(said) <= len(rows):
                raise ValueError(f"there is no number {said}; meters all shows 1 to {len(rows)}")
            found = [rows[int(said) - 1]]
        else:
            found = find_meter(game.rules, said)
        if len(found) != 1:
            labels = game.rules.meters.labels
            known = [labels[row] for row in rows]
            raise ValueError(unclear(said, [labels[row] for row in found], known, "a meter"))
        pages.why_page(self.paper, game, seat, found[0])

    def story(self, said: str) -> None:
        """The last step again, with dice and changes."""
        del said
        if not self.session.game.turns:
            raise ValueError("nothing has happened yet")
        self._tell_step(self.session.game.turns[-1], detail=True)

    def brief(self, said: str) -> None:
        del said
        self.paper.block(seat_brief(self.session.game, self.session.seat))

    def log(self, said: str) -> None:
        turns = self.session.game.turns
        if not said:
            for turn in turns:
                self.paper.line(f"step {turn.step}: {date(self.session.game, turn.step)}")
            self.paper.line(f"step {self.session.game.step}: {date(self.session.game)}, orders due")
            return
        if not said.isdigit() or int(said) >= len(turns):
            raise ValueError(f"log takes a step that was played, 0 to {len(turns) - 1}" if turns
                             else "nothing has happened yet")  # fmt: skip
        self._tell_step(turns[int(said)], detail=True, whole=True)

    def undo(self, said: str) -> None:
        self._must_be_alone()
        if said and not said.isdigit():
            raise ValueError("undo takes the number of a step, or nothing for the last")
        self.session.game.undo(int(said) if said else None)
        self._went_back()

    def branch(self, said: str) -> None:
        self._must_be_alone()
        step, _, luck = said.partition(" ")
        if not step.isdigit() or luck.strip() not in ("", "same", "fresh"):
            raise ValueError("say branch STEP same, or branch STEP fresh")
        self.session.game.branch(int(step), luck.strip() or "same")
        self._went_back()

    def _must_be_alone(self) -> None:
        if self.shared:
            raise ValueError("nobody goes back alone where others play too")

    def save(self, said: str) -> None:
        del said
        path = self.session.game.path
        self.paper.line("What you sealed is saved already, in:" if path else "This game has no save.")
        if path:
            self.paper.verbatim(str(path))

    def help(self, said: str) -> None:
        del said
        self.paper.line("? what you may order now   ? KIND one kind of it   ? ORDER all about an order")
        for command in COMMANDS.values():
            takes = f" {command.takes}" if command.takes else ""
            self.paper.line(f"{command.word}{takes}: {command.help}")
        self.paper.line(
            f"Anything else is an order for your sheet. Words may be cut short: {self._cut_short()}."
        )

    def quit(self, said: str) -> None:
        del said
        self._going = False

    # Telling

    def _begin(self) -> None:
        game = self.session.game
        seat = game.seats[self.session.seat]
        self.paper.line(f"{game.scenario.label}. You are {seat.label}. Step {game.step}.")
        if game.notice:
            self.paper.line(f"Note: {game.notice}.")
        if game.path:
            self.paper.line("Saved as you play in:")
            self.paper.verbatim(str(game.path))
        if game.over:
            return
        if not game.turns:
            self.paper.line()
            self.brief("")
        else:
            self._tell_step(game.turns[-1])
        self.paper.line()
        self.paper.line("? lists what you may order, help the commands; seal when your sheet is done.")
        self._tell_opening()
        if self.session.draft:
            self.paper.line("Your sheet as you left it:")
            self.orders()
        if self.session.sealed:
            self.paper.line("Your sheet is sealed; unseal takes it back.")
        talk.news(self.paper, self.session)

    def _tell_step(self, turn: Turn, *, detail: bool = False, whole: bool = False) -> None:
        game = self.session.game
        sentences = story(game, turn, self.session.seat)
        self.paper.head(f"Step {turn.step}: {date(game, turn.step)}")
        shown = [s for s in sentences if whole or s.phase not in pages.OPENING]
        pages.tell(self.paper, shown, detail=detail)

    def _tell_opening(self) -> None:
        game = self.session.game
        if game.over:
            return
        self.paper.head(f"Step {game.step}: {date(game)}. Your orders?")
        pages.tell(self.paper, opening(game, self.session.seat))

    def _went_back(self) -> None:
        self.session.draft = []
        self.session.keep_draft()
        self.paper.line(
            f"Back at the orders of step {self.session.game.step}. What was played stays in the save."
        )
        self._tell_opening()


def _talks(act: Callable[[Paper, Session, str], None]) -> Callable[[PlainGame, str], None]:
    return lambda game, said: act(game.paper, game.session, said)


def _decides(word: str) -> Callable[[PlainGame, str], None]:
    return lambda game, said: talk.decide(game.paper, game.session, word, said)


COMMANDS: dict[str, Command] = {
    command.word: command
    for command in (
        Command("orders", "", "your sheet as it stands", PlainGame.orders),
        Command("drop", "N", "take order N off the sheet", PlainGame.drop),
        Command("seal", "", "seal the sheet; all sheets open and the step is told", PlainGame.seal),
        Command("unseal", "", "take the sheet back before all are open", PlainGame.unseal),
        Command("message", "TO TEXT", "say something: TO is a seat, several with commas, or all;"
                " TO via SEAT pledge: TEXT (or threat:) says more", _talks(talk.send)),
        Command("messages", "", "what was said to you and by you", _talks(talk.show)),
        Command("pass", "N [TEXT]", "as a mediator: pass message N on, as it is or in your words", _decides("pass")),
        Command("withhold", "N", "as a mediator: pass message N on to nobody", _decides("withhold")),
        Command("leak", "N", "as a mediator: let everybody read message N", _decides("leak")),
        Command("board", "", "the areas and what stands in them", PlainGame.board),
        Command("ladder", "", "the rungs between the powers", PlainGame.ladder),
        Command("meters", "[all]", "the numbers that matter to you, or all you see", PlainGame.meters),
        Command("lines", "", "red lines: yours, and those you know of", PlainGame.lines),
        Command("deals", "", "channels, deals and dates", PlainGame.deals),
        Command("why", "METER", "what moved a number: its name, or its number on the list", PlainGame.why),
        Command("story", "", "the last step again, with dice and changes", PlainGame.story),
        Command("log", "[STEP]", "the steps so far, or one of them in full", PlainGame.log),
        Command("brief", "", "where you stand, what counts, what you cannot see", PlainGame.brief),
        Command("undo", "[STEP]", "back to the orders of the last step, or of another", PlainGame.undo),
        Command("branch", "STEP same|fresh", "play on from a step along another line", PlainGame.branch),
        Command("save", "", "where the game is saved", PlainGame.save),
        Command("help", "", "this list", PlainGame.help),
        Command("quit", "", "leave; the game is saved", PlainGame.quit),
    )
}  # fmt: skip


def play(session: Session) -> int:
    """Play on standard input and output; the exit code."""
    return PlainGame(session, ask, print).run()


def ask(prompt: str) -> str:
    """One line from the person. What comes through a pipe is repeated, so that a transcript can be read."""
    line = input(prompt)
    if not sys.stdin.isatty():
        print(line)
    return line
