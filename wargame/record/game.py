"""One game at the table: its course, with its record.

Seats seal sheets; when all are in, `advance` opens them, resolves the step and opens the next. Every
act is written to the save, if there is one, before it is acknowledged; an act that cannot be written
has not happened.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from wargame.engine.dice import seeds_of
from wargame.engine.legality import Fault
from wargame.engine.version import RULES_VERSION
from wargame.record import lines
from wargame.record.course import Course, Sheet, Turn, check_player
from wargame.record.journal import FORMAT, Journal, read_journal
from wargame.record.lines import Intent
from wargame.record.messages import DUE, PostError, check, check_text, cleaned, form_of, kept_until, number_of
from wargame.record.replay import Difference, check_players, commitment, rules_of, snapshot
from wargame.record.retrace import retrace
from wargame.record.words import fits, lock
from wargame.ruleset.problems import suggest
from wargame.ruleset.tables import Ruleset


class Game(Course):
    """A game at one table. Use `new` or `load`."""

    def __init__(
        self, rules: Ruleset, header: lines.Header, journal: Journal | None, path: Path | None
    ) -> None:
        super().__init__(rules, header)
        self.path = path
        self.notice: str | None = None
        """What a person should be told of the save: that a torn line was dropped."""
        self.difference: Difference | None = None
        self._journal = journal

    # Starting and loading

    @classmethod
    def new(
        cls,
        rules: Ruleset,
        scenario: str = "standoff",
        *,
        seed: int | None = None,
        table: str | None = None,
        players: dict[str, str] | None = None,
        path: Path | str | None = None,
    ) -> Game:
        """Start a game; with a `path`, it is saved there as it is played.

        `players` says who holds each seat (`human`, `doctrine NAME`, `null`, `absent`); seats that are not
        named are people. Raises ValueError for a name that does not exist, SaveError if the file does.
        """
        if scenario not in rules.scenarios:
            raise ValueError(f"'{scenario}' is not a scenario{suggest(scenario, rules.scenarios)}")
        plan = table or rules.scenarios[scenario].table
        if plan not in rules.tables:
            raise ValueError(f"'{plan}' is not a table{suggest(plan, rules.tables)}")
        seed = secrets.randbits(48) if seed is None else seed
        if not 0 <= seed < 1 << 63:
            raise ValueError("the seed must be a whole number from 0 to 2^63 - 1")
        salt = secrets.token_hex(16)
        header = lines.Header(
            format=FORMAT,
            rules_version=RULES_VERSION,
            ruleset=lines.RulesetCopy(name=rules.name, digest=rules.digest, files=dict(rules.document.files)),
            scenario=scenario,
            table=plan,
            players=dict.fromkeys(rules.tables[plan].seats, "human") | (players or {}),
            seed=seed,
            bot_seed=int(seeds_of(seed, 1, 1 << 40)[0] >> np.uint64(16)),
            salt=salt,
            commitment=commitment(salt, seed),
            meters=list(rules.meters.names),
        )
        game = cls(rules, header, None, None if path is None else Path(path))
        for seat, player in header.players.items():
            check_player(rules, game.seat(seat), player)
        if game.path is not None:
            game._journal = Journal.create(game.path, lines.dump(header))
        return game

    @classmethod
    def load(cls, path: Path | str, *, upto: int | None = None) -> Game:
        """Take up a saved game: it is played again from the record and compared at every step.

        Where the re-execution leaves the record, `difference` says so, and the game goes on from the
        snapshots for viewing only. With `upto`, only the first so many lines are played, and what is done
        with the game afterwards is not written. Raises SaveError.
        """
        path = Path(path)
        found, journal, notice = read_journal(path)
        header = lines.parse(path, found[0])
        assert isinstance(header, lines.Header)
        game = cls(rules_of(path, header), header, None, path)
        check_players(path, game)
        game.notice = notice
        for line in found[1 : upto if upto is None else max(upto, 1)]:
            retrace(game, path, line.number, lines.parse(path, line))
        game._journal = journal if upto is None else None
        return game

    # Playing

    @property
    def halted(self) -> str | None:
        """Why this game can be viewed but not played on; None if it can, or is over."""
        if self.difference is not None:
            return str(self.difference)
        if self.header.rules_version != RULES_VERSION:
            return (
                f"it was played by version {self.header.rules_version} of the rules, this is {RULES_VERSION}"
            )
        return None

    @property
    def looked_at(self) -> bool:
        """Whether it is a save that is only looked at: what is done to it is not written."""
        return self.path is not None and self._journal is None

    def hold(self) -> None:
        """Take the save for playing on, before the first act does; SaveError if somebody else plays it."""
        if self._journal is not None:
            self._journal.hold()

    def submit(
        self, seat: str, orders: list[str] | tuple[str, ...], by: str = "human", reasons: tuple[str, ...] = ()
    ) -> list[Fault]:
        """Seal a seat's sheet. Returns what is wrong with it, in which case nothing is sealed."""
        self._must_go_on()
        if self.seat(seat).name in self.sealed:
            return [Fault("", f"{seat} has sealed already")]
        if faults := self.judge(seat, orders):
            return faults
        line = lines.SheetLine(step=self.step, seat=seat, orders=list(orders), by=by, reasons=list(reasons))
        with self._both_or_neither():
            self.sealed[seat] = Sheet(seat, tuple(orders), by, tuple(reasons))
            self._write(line)
        return []

    def unseal(self, seat: str) -> None:
        """Take a sheet back before the reveal."""
        self._must_go_on()
        if self.seat(seat).name in self.sealed:
            with self._both_or_neither():
                del self.sealed[seat]
                self._write(lines.UnsealLine(step=self.step, seat=seat))

    def set_player(self, seat: str, player: str) -> None:
        """Hand a seat to somebody else: `human`, `doctrine NAME`, `null` or `absent`.

        Going back to an earlier step leaves it so.
        """
        self._must_be_played_here()
        check_player(self.rules, self.seat(seat), player)
        with self._both_or_neither():
            self.players[seat] = player
            self._write(lines.PlayerLine(seat=seat, player=player))

    def name_person(self, seat: str, name: str) -> None:
        """Write down who sits in a seat; an empty name is forgotten."""
        self._must_be_played_here()
        line = lines.PersonLine(seat=self.seat(seat).name, name=name.strip()[:40])
        with self._both_or_neither():
            self._name_person(line)
            self._write(line)

    def set_word(self, seat: str, word: str) -> None:
        """Put a seat's papers behind a word, or lend the `umpire` one. ValueError if there is one already."""
        self._must_be_played_here()
        if seat in self.words:
            raise ValueError(f"{seat} has a word already; only the umpire can take it away")
        salt, digest = lock(word)
        self._put_word(lines.WordLine(step=self.step, seat=seat, salt=salt, digest=digest))

    def reset_word(self, seat: str) -> None:
        """Take a forgotten word away, for the record to see: whoever sits down next sets another."""
        self._must_be_played_here()
        self._put_word(lines.WordLine(step=self.step, seat=seat))

    def opens(self, seat: str, word: str) -> bool:
        """Whether a word opens a seat's papers; any does while the seat has none."""
        return seat not in self.words or fits(*self.words[seat], word)

    # What is said

    def send(self, sender: str, to: Sequence[str], text: str, via: str = "", mark: Intent = "none") -> None:
        """Say something: to one seat, to several together, to everybody (nobody named), or `via` a mediator.

        Raises PostError, a ValueError, for what cannot be said like this.
        """
        to, text = [self.seat(seat).name for seat in to], cleaned(text)
        check_text(text)
        said = {"step": self.step, "phase": DUE, "number": 1 + len(self.messages(None)), "sender": sender}
        self._say({"kind": "message", **said, "to": to, "form": form_of(to, via), "via": via,
                   "mark": mark, "text": text})  # fmt: skip

    def mediate(self, seat: str, place: int, deed: str, text: str = "", mark: Intent = "none") -> None:
        """A mediator passes on a message in its hands (`carried`, or `reshaped` into another text), keeps it
        (`withheld`), or lets everybody read it (`leaked`). `place` is the message's in the seat's own count.
        """
        if not 1 <= place <= len(self.messages(seat)) or self.messages(seat)[place - 1].via != seat:
            raise PostError("number", f"message {place} is not one that you were asked to carry")
        text = cleaned(text)
        if text:
            check_text(text)
        number = number_of(self.post, seat, place)
        self._say({"kind": "mediation", "step": self.step, "phase": DUE, "number": number, "deed": deed,
                   "mark": mark, "text": text})  # fmt: skip

    def settle(self, place: int, verdict: str) -> None:
        """The one final verdict on a pledge or threat: `kept`, `broken` or `moot`. `place` is the umpire's."""
        number = number_of(self.post, None, place)
        self._say({"kind": "verdict", "step": self.step, "number": number, "verdict": verdict})

    def inject(self, event: str) -> list[str]:
        """The white cell plays an event now, before sheets are opened; this step's opening is played again.

        Returns the seats whose sealed sheets the event has made impossible: they must seal again.
        """
        self._must_go_on()
        self._check_event(event)
        with self._both_or_neither():
            fallen = self._inject(event)
            self._write(lines.InjectLine(step=self.step, event=event))
        return fallen

    def advance(self) -> Turn:
        """Open the sheets, resolve the step, and open the next one. ValueError if a sheet is missing."""
        self._must_go_on()
        missing = [s for s in self.seats if s not in self.sealed]
        if missing:
            raise ValueError(f"not sealed yet: {', '.join(missing)}")
        with self._both_or_neither():
            self._resolve()
            after = self._positions[-1].state
            self._write(lines.StepLine(step=self.step - 1, digest=after.digest(), snapshot=snapshot(after)))
        return self.turns[-1]

    def undo(self, to: int | None = None) -> None:
        """Back to the orders of a step (the last one played, if none is named)."""
        self._must_be_played_here()
        if to is None and not self.turns:
            raise ValueError("nothing has been played yet")
        to = self.step - 1 if to is None else to
        self._check_step(to)
        with self._both_or_neither():
            self._rewind(to)
            self._write(lines.UndoLine(to=to))

    def branch(self, to: int, luck: str = "same", seed: int | None = None) -> None:
        """Go on from the orders of a step along another line, with the `same` luck or `fresh` luck.

        With fresh luck the step stands as it was opened, and every die from the reveal on is new.
        """
        self._must_be_played_here()
        self._check_step(to)
        if luck not in ("same", "fresh"):
            raise ValueError("luck is same or fresh")
        new = self._positions[to].seed if luck == "same" else (secrets.randbits(48) if seed is None else seed)
        line = lines.BranchLine(to=to, luck="same" if luck == "same" else "fresh", seed=new)
        with self._both_or_neither():
            self._rewind(to, new)
            self._write(line)

    def at(self, step: int) -> Game:
        """The game as it stood when the orders of a step were due, to look at: nothing done to it is written.

        The step after the last one played is where the game stands now.
        """
        if not 0 <= step <= self.step:
            raise ValueError(f"there is no step {step}; this game has come to step {self.step}")
        past = copy(self)
        past._journal = None
        then = self._mark()
        then = replace(
            then,
            turns=then.turns[:step],
            positions=then.positions[: step + 1],
            sealed={},
            post=kept_until(self.post, step),
        )
        past._return_to(then)
        return past

    def close(self) -> None:
        """Let others play the save on: everything acknowledged is on the disk already."""
        if self._journal is not None:
            self._journal.close()

    # Inside

    def _must_be_played_here(self) -> None:
        if self.halted is not None:
            raise ValueError(f"this save can be viewed but not played on: {self.halted}")

    def _must_go_on(self) -> None:
        self._must_be_played_here()
        if self.over:
            raise ValueError(f"the game is over: {self.end}")

    def _write(self, line: lines.AnyLine) -> None:
        if self._journal is not None:
            self._journal.append(lines.dump(line))

    @contextmanager
    def _both_or_neither(self) -> Iterator[None]:
        """What is done here is also written, or else it is not done: memory and save always agree.

        Whatever goes wrong on the way, a full disk or Ctrl-C, the line in the save decides.
        """
        before, written = self._mark(), self._last_hash()
        try:
            yield
        except BaseException:
            if self._last_hash() == written:
                self._return_to(before)
            raise

    def _say(self, content: dict[str, Any]) -> None:
        """Record something said, if it may be said."""
        self._must_be_played_here()
        line = lines.said(content)
        check(self.post, self.seats, self.over, line)
        with self._both_or_neither():
            self.post = (*self.post, line)
            self._write(line)

    def _put_word(self, line: lines.WordLine) -> None:
        self._check_keeper(line.seat)
        with self._both_or_neither():
            self._keep_word(line)
            self._write(line)

    def _last_hash(self) -> str | None:
        return None if self._journal is None else self._journal.last_hash


__all__ = ["Difference", "Game", "Sheet", "Turn"]
