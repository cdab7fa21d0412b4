"""The lines of play in one save: every time a game went back, what had been played stays in the file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wargame.record import lines
from wargame.record.game import Game
from wargame.record.journal import SaveError, read_journal


@dataclass(frozen=True)
class Branch:
    """One line of play, from the start of the file to where it was left."""

    number: int
    """From 1, in the order of the file; the last is the one that the save ends on."""
    upto: int
    """So many lines of the file play it."""
    steps: int
    """Steps played on it."""
    parts: int
    """The step at which it parts from the line that came after it; for the last, its own end."""
    last: bool

    def __str__(self) -> str:
        return f"line {self.number}, {self.steps} step{'s' * (self.steps != 1)}"


def branches(path: Path) -> list[Branch]:
    """The lines of play of a save. Raises SaveError for a file that is none."""
    found = read_journal(path)[0]
    made: list[Branch] = []
    steps = 0
    for at, text in enumerate(found):
        line = lines.parse(path, text)
        if isinstance(line, lines.StepLine):
            steps = line.step + 1
        elif isinstance(line, lines.UndoLine | lines.BranchLine):
            if line.to < steps:
                made.append(Branch(len(made) + 1, at, steps, line.to, False))
            steps = line.to
    return [*made, Branch(len(made) + 1, len(found), steps, steps, True)]


def load_branch(path: Path, branch: Branch) -> Game:
    """The game as it stood at the end of a line of play; nothing done to it is written. SaveError."""
    return Game.load(path, upto=branch.upto)


def copy_of(path: Path, upto: int, to: Path) -> None:
    """Write the first lines of a save into a new file. SaveError if that cannot be done."""
    try:
        whole = path.read_bytes().split(b"\n")[:-1]  # after the last line end stands at most a torn line
        to.parent.mkdir(parents=True, exist_ok=True)
        with to.open("xb") as file:
            file.writelines(line + b"\n" for line in whole[:upto])
    except OSError as error:
        raise SaveError(to, 0, f"cannot be written: {error.strerror or error}") from error


def shared_steps(one: Game, other: Game) -> int:
    """How many steps two games have in common from the start: the same orders, leading to the same numbers."""
    if (one.scenario.name, one.rules.digest) != (other.scenario.name, other.rules.digest):
        return 0
    shared = 0
    for a, b in zip(one.turns, other.turns, strict=False):
        same = a.sheets == b.sheets and (a.opened == b.opened).all() and (a.after == b.after).all()
        if not same:
            break
        shared += 1
    return shared


__all__ = ["Branch", "branches", "copy_of", "load_branch", "shared_steps"]
