"""One game at the table: its course, with its record.

Seats seal sheets; when all are in, `advance` opens them, resolves the step and opens the next. Every
act is written to the save, if there is one, before it is acknowledged; an act that cannot be written
has not happened.
"""

from __future__ import annotations

import secrets
from copy import copy
from dataclasses import replace
from pathlib import Path

import numpy as np

from wargame.engine.dice import seeds_of
from wargame.engine.legality import Fault
from wargame.engine.version import RULES_VERSION
from wargame.record import lines
from wargame.record.course import Sheet, Turn, check_player
from wargame.record.journal import FORMAT, Journal, read_journal
from wargame.record.keeper import DoneAlready
from wargame.record.messages import kept_until
from wargame.record.replay import Difference, check_players, commitment, rules_of, snapshot
from wargame.record.retrace import retrace
from wargame.record.seals import commit, nonce_of
from wargame.record.talk import Talk
from wargame.record.umpiring import Umpiring
from wargame.record.words import fits, lock
from wargame.ruleset.problems import suggest
from wargame.ruleset.tables import Ruleset


class Game(Talk, Umpiring):
    """A game at one table. Use `new` or `load`."""

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

    def submit(
        self,
        seat: str,
        orders: list[str] | tuple[str, ...],
        by: str = "human",
        reasons: tuple[str, ...] = (),
        act: str = "",
    ) -> list[Fault]:
        """Seal a seat's sheet. Returns what is wrong with it, in which case nothing is sealed.

        `commitments` then shows what the sheet was committed to. As in every method that writes, `act` is
        the id that whoever does it gave it; one that was done before is refused as `DoneAlready`.
        """
        self._must_go_on(act)
        if self.seat(seat).name in self.sealed:
            return [Fault("", f"{seat} has sealed already")]
        if faults := self.judge(seat, orders):
            return faults
        nonce = nonce_of(self.header.salt, self._last_hash())
        mark = commit(nonce, self.step, seat, orders)
        line = lines.SheetLine(
            step=self.step, seat=seat, orders=list(orders), by=by, reasons=list(reasons),
            nonce=nonce, commitment=mark, act=act,
        )  # fmt: skip
        with self._both_or_neither():
            self.sealed[seat] = Sheet(seat, tuple(orders), by, tuple(reasons), nonce, mark)
            self._write(line)
        return []

    def unseal(self, seat: str, act: str = "") -> None:
        """Take a sheet back before the reveal."""
        self._must_go_on(act)
        if self.seat(seat).name in self.sealed:
            with self._both_or_neither():
                del self.sealed[seat]
                self._write(lines.UnsealLine(step=self.step, seat=seat, act=act))

    def set_player(self, seat: str, player: str, act: str = "") -> None:
        """Hand a seat to somebody else: `human`, `doctrine NAME`, `null` or `absent`.

        Going back to an earlier step leaves it so.
        """
        self._must_be_played_here(act)
        check_player(self.rules, self.seat(seat), player)
        with self._both_or_neither():
            self.players[seat] = player
            self._write(lines.PlayerLine(seat=seat, player=player, act=act))

    def name_person(self, seat: str, name: str, act: str = "") -> None:
        """Write down who sits in a seat; an empty name is forgotten."""
        self._must_be_played_here(act)
        line = lines.PersonLine(seat=self.seat(seat).name, name=name.strip()[:40], act=act)
        with self._both_or_neither():
            self._name_person(line)
            self._write(line)

    def set_word(self, seat: str, word: str, act: str = "") -> None:
        """Put a seat's papers behind a word, or lend the `umpire` one. ValueError if there is one already."""
        self._must_be_played_here(act)
        if seat in self.words:
            raise ValueError(f"{seat} has a word already; only the umpire can take it away")
        salt, digest = lock(word)
        self._put_word(lines.WordLine(step=self.step, seat=seat, salt=salt, digest=digest, act=act))

    def reset_word(self, seat: str, act: str = "") -> None:
        """Take a forgotten word away, for the record to see: whoever sits down next sets another."""
        self._must_be_played_here(act)
        self._put_word(lines.WordLine(step=self.step, seat=seat, act=act))

    def opens(self, seat: str, word: str) -> bool:
        """Whether a word opens a seat's papers; any does while the seat has none."""
        return seat not in self.words or fits(*self.words[seat], word)

    def advance(self, act: str = "") -> Turn:
        """Open the sheets, resolve the step, and open the next one. ValueError if a sheet is missing."""
        self._must_go_on(act)
        missing = [s for s in self.seats if s not in self.sealed]
        if missing:
            raise ValueError(f"not sealed yet: {', '.join(missing)}")
        with self._both_or_neither():
            self._resolve()
            after = self._positions[-1].state
            self._write(
                lines.StepLine(step=self.step - 1, digest=after.digest(), snapshot=snapshot(after), act=act)
            )
        return self.turns[-1]

    def undo(self, to: int | None = None, act: str = "") -> None:
        """Back to the orders of a step (the last one played, if none is named)."""
        self._must_be_played_here(act)
        if to is None and not self.turns:
            raise ValueError("nothing has been played yet")
        to = self.step - 1 if to is None else to
        self._check_step(to)
        with self._both_or_neither():
            self._rewind(to)
            self._write(lines.UndoLine(to=to, act=act))

    def branch(self, to: int, luck: str = "same", seed: int | None = None, act: str = "") -> None:
        """Go on from the orders of a step along another line, with the `same` luck or `fresh` luck.

        With fresh luck the step stands as it was opened, and every die from the reveal on is new.
        """
        self._must_be_played_here(act)
        self._check_step(to)
        if luck not in ("same", "fresh"):
            raise ValueError("luck is same or fresh")
        new = self._positions[to].seed if luck == "same" else (secrets.randbits(48) if seed is None else seed)
        line = lines.BranchLine(to=to, luck="same" if luck == "same" else "fresh", seed=new, act=act)
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
            stated={},
            post=kept_until(self.post, step),
            forecasts=kept_until(self.forecasts, step),
        )
        past._return_to(then)
        return past

    # Inside

    def _put_word(self, line: lines.WordLine) -> None:
        self._check_keeper(line.seat)
        with self._both_or_neither():
            self._keep_word(line)
            self._write(line)


__all__ = ["Difference", "DoneAlready", "Game", "Sheet", "Turn"]
