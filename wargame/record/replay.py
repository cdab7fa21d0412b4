"""Playing a record again: may its header be trusted, and does the game go where the record says?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from wargame.engine.state import CASE_FIELDS, State
from wargame.engine.version import RULES_VERSION
from wargame.record import lines
from wargame.record.course import Course, Turn, check_player
from wargame.record.journal import SaveError
from wargame.ruleset.compile import compile_ruleset
from wargame.ruleset.problems import RulesetError, suggest
from wargame.ruleset.reader import read_files
from wargame.ruleset.tables import Ruleset


@dataclass(frozen=True)
class Difference:
    """Where a re-execution leaves the record: the first step, field and the rules that moved it."""

    step: int
    field: str
    recorded: int | str
    computed: int | str
    moved_by: tuple[str, ...] = ()

    def __str__(self) -> str:
        rules = ", ".join(self.moved_by) or "no rule"
        return (
            f"step {self.step}: {self.field} is {self.recorded} in the save, the rules give {self.computed} "
            f"(moved in this step by: {rules})"
        )


def commitment(salt: str, seed: int) -> str:
    """What is shown of the seed at the start: it can be checked at the end, and tells nothing before."""
    return hashlib.sha256(f"{salt}:{seed}".encode()).hexdigest()


# The header -------------------------------------------------------------------------------------


def rules_of(path: Path, header: lines.Header) -> Ruleset:
    """The ruleset that a save carries, compiled; SaveError with file, line and field if it will not do."""

    def refuse(field: str, message: str) -> SaveError:
        return SaveError(path, 1, f"field '{field}': {message}")

    if not 1 <= header.rules_version <= RULES_VERSION:
        raise refuse(
            "rules_version", f"is {header.rules_version}; this program knows the rules up to {RULES_VERSION}"
        )
    if header.commitment != commitment(header.salt, header.seed):
        raise refuse("commitment", "is not that of the seed")
    try:
        rules = _compiled(header.ruleset.name, tuple(header.ruleset.files.items()))
    except RulesetError as error:
        raise refuse("ruleset", f"can no longer be read\n{error}") from error
    if rules.digest != header.ruleset.digest:
        raise refuse("ruleset.digest", "is not that of the ruleset's files")
    if header.scenario not in rules.scenarios:
        raise refuse(
            "scenario", f"'{header.scenario}' is not a scenario{suggest(header.scenario, rules.scenarios)}"
        )
    if header.table not in rules.tables:
        raise refuse("table", f"'{header.table}' is not a table{suggest(header.table, rules.tables)}")
    if tuple(header.meters) != rules.meters.names:
        raise refuse("meters", "the ruleset gives other meters here than where the game was begun")
    if set(header.players) != set(rules.tables[header.table].seats):
        raise refuse("players", f"must name the seats of the table '{header.table}', and no others")
    return rules


def check_players(path: Path, course: Course) -> None:
    """Raise SaveError if a seat is given to somebody who cannot hold it."""
    for seat, player in course.header.players.items():
        try:
            check_player(course.rules, course.seats[seat], player)
        except ValueError as error:
            raise SaveError(path, 1, f"field 'players.{seat}': {error}") from error


@lru_cache(maxsize=4)
def _compiled(name: str, files: tuple[tuple[str, str], ...]) -> Ruleset:
    """A compiled ruleset never changes, so the saves of one ruleset can share it."""
    return compile_ruleset(read_files(name, dict(files)))


# Positions --------------------------------------------------------------------------------------


def snapshot(state: State) -> lines.Snapshot:
    return lines.Snapshot(
        meters=state.meters[:, 0].tolist(),
        drawn=np.flatnonzero(state.drawn[:, 0]).tolist(),
        cases=state.cases[..., 0].ravel().tolist(),
        ended=int(state.ended[0]),
    )


def restored(path: Path, number: int, rules: Ruleset, line: lines.StepLine, like: State) -> State:
    """The position of a snapshot; SaveError with its field if it is none of this ruleset."""
    meters, cards = rules.meters, len(rules.events)

    def expect(good: bool, field: str, message: str) -> None:
        if not good:
            raise SaveError(path, number, f"field 'snapshot.{field}': {message}")

    found = line.snapshot
    expect(
        len(found.meters) == meters.count, "meters", f"has {len(found.meters)} numbers, not {meters.count}"
    )
    for name, value, low, high in zip(meters.names, found.meters, meters.low, meters.high, strict=True):
        expect(low <= value <= high, "meters", f"{name} is {value}, which is not from {low} to {high}")
    expect(all(0 <= card < cards for card in found.drawn), "drawn", f"the cards are 0 to {cards - 1}")
    expect(len(found.cases) == like.cases[..., 0].size, "cases", "has the wrong number of numbers")
    cases = np.array(found.cases, np.int32).reshape(like.cases.shape)
    most = {"order": rules.programs.count, "principal": len(rules.powers)}
    for field, values in zip(CASE_FIELDS, cases, strict=True):
        sound = (values >= 0) & (values < most.get(field, 1000))
        expect(bool(sound.all()), "cases", f"the {field} of a case is out of bounds")
    expect(-1 <= found.ended < len(rules.ends.names), "ended", f"{found.ended} is not the number of an end")
    return State(
        meters=np.array(found.meters, np.int32)[:, None],
        drawn=np.isin(np.arange(cards), found.drawn)[:, None],
        cases=cases,
        ended=np.array([found.ended], np.int32),
        step=line.step + 1,
    )


def first_difference(
    rules: Ruleset, turn: Turn, computed: State, recorded: State, digest: str
) -> Difference | None:
    """What the rules make otherwise than the record, first of all; None if nothing."""
    for row, name in enumerate(rules.meters.names):
        theirs, ours = int(recorded.meters[row, 0]), int(computed.meters[row, 0])
        if theirs != ours:
            moved = tuple(dict.fromkeys(entry.why for entry in turn.entries if entry.row == row))
            return Difference(turn.step, name, theirs, ours, moved)
    for card, row in enumerate(rules.events):
        theirs, ours = int(recorded.drawn[card, 0]), int(computed.drawn[card, 0])
        if theirs != ours:
            return Difference(turn.step, f"drawn card '{rules.programs.names[row]}'", theirs, ours)
    for at in np.argwhere(recorded.cases != computed.cases)[:1]:
        field, case, _ = at.tolist()
        theirs, ours = (int(state.cases[field, case, 0]) for state in (recorded, computed))
        return Difference(turn.step, f"{CASE_FIELDS[field]} of case {case + 1}", theirs, ours)
    if recorded.ended[0] != computed.ended[0]:
        names = (*rules.ends.names, "not reached")
        return Difference(turn.step, "end", names[recorded.ended[0]], names[computed.ended[0]])
    if computed.digest() != digest:
        return Difference(turn.step, "digest of the position", digest, computed.digest())
    return None


__all__ = [
    "Difference",
    "check_players",
    "commitment",
    "first_difference",
    "restored",
    "rules_of",
    "snapshot",
]
