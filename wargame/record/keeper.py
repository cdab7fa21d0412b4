"""The law of the record: what is done is written before it is acknowledged, and memory and save agree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wargame.engine.version import RULES_VERSION
from wargame.record import lines
from wargame.record.course import Course
from wargame.record.journal import Journal
from wargame.record.replay import Difference
from wargame.ruleset.tables import Ruleset


class DoneAlready(ValueError):
    """An act that carries the id of one that was done before: a resend is no second act."""


class Keeper(Course):
    """The course of a game with its save, if it has one."""

    def __init__(
        self, rules: Ruleset, header: lines.Header, journal: Journal | None, path: Path | None
    ) -> None:
        super().__init__(rules, header)
        self.path = path
        self.notice: str | None = None
        """What a person should be told of the save: that a torn line was dropped."""
        self.difference: Difference | None = None
        self.committed = False
        """Whether a sheet in this save was committed to; then all that follow are."""
        self._journal = journal

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

    def close(self) -> None:
        """Let others play the save on: everything acknowledged is on the disk already."""
        if self._journal is not None:
            self._journal.close()

    # Inside

    def _must_be_played_here(self, act: str) -> None:
        if act in self.acts:
            raise DoneAlready("this has been done already")
        if self.halted is not None:
            raise ValueError(f"this save can be viewed but not played on: {self.halted}")

    def _must_go_on(self, act: str) -> None:
        self._must_be_played_here(act)
        if self.over:
            raise ValueError(f"the game is over: {self.end}")

    def _write(self, line: lines.ActLine) -> None:
        self._note_act(line)
        if self._journal is not None:
            self._journal.append(lines.dump(line))

    def _note_act(self, line: lines.ActLine) -> None:
        if line.act:
            self.acts |= {line.act}

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

    def _last_hash(self) -> str | None:
        return None if self._journal is None else self._journal.last_hash


__all__ = ["DoneAlready", "Keeper"]
