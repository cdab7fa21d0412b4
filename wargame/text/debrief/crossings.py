"""Red lines: when each was declared and withdrawn, when it was crossed and by what, and whether it was answered."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from wargame.record.course import Turn
from wargame.record.game import Game
from wargame.text.eyes import Eyes, eyes
from wargame.text.meters import date
from wargame.text.telling import Telling
from wargame.text.words import first_up, power_name

ANSWERED, UNANSWERED, OPEN = "answered", "left unanswered", "still due"
"""What became of a crossing."""


@dataclass(frozen=True)
class Crossing:
    """A line crossed in a step, by one act or several."""

    line: int
    step: int
    when: str
    acts: tuple[str, ...]
    meant: int
    """The loudest of them, as it was meant."""
    read: int
    """The loudest of them, as the owner of the line read it."""
    at_rung: int
    how: str
    """`declared`, `told in private` or `tacit`, as the line stood then."""
    fate: str = OPEN
    answered: str = ""
    """The step in which it was answered, or could no longer be."""
    trap: bool = False
    """Whether the owner, bound by a declared line, answered what nobody had meant."""

    @property
    def unmeant(self) -> bool:
        """Whether nobody meant an act as loud as the line."""
        return self.meant < self.at_rung


@dataclass(frozen=True)
class Shift:
    """A change in how a line stood."""

    step: int
    when: str
    how: str
    """`declared`, `withdrawn` or `told in private`."""


@dataclass
class LineStory:
    """A red line over the whole game."""

    number: int
    owner: int
    """The power that holds it."""
    owner_name: str
    label: str
    at_rung: int
    commits: int
    declared_at_start: bool
    shifts: list[Shift] = field(default_factory=list)
    crossings: list[Crossing] = field(default_factory=list)

    @property
    def ever_declared(self) -> bool:
        return self.declared_at_start or any(shift.how == "declared" for shift in self.shifts)


def lines_of(game: Game, sight: Eyes | None = None) -> list[LineStory]:
    """Every line that was declared, told, withdrawn or crossed, in the order of the ruleset.

    For the umpire; with `sight`, authors that those eyes cannot know are not named, and the stories of lines
    that they cannot know are to be left out by whoever asks.
    """
    sight = eyes(game, None) if sight is None else sight
    rules = game.rules
    lines = rules.lines
    stories = [
        LineStory(
            number=n,
            owner=int(lines.owner[n]),
            owner_name=first_up(power_name(rules, int(lines.owner[n]))),
            label=lines.labels[n],
            at_rung=int(lines.at_rung[n]),
            commits=int(lines.commits[n]),
            declared_at_start=bool(game.scenario.start[lines.declared.start + n]),
        )
        for n in range(len(lines.names))
    ]
    for turn in game.turns:
        telling = Telling(sight, turn.entries, turn.notes, turn.after)
        for story in stories:
            _shifts(game, turn, story)
            fresh = _crossing(game, turn, telling, story.number)
            waited = bool(turn.opened[lines.due.start + story.number])
            if fresh is not None and waited:
                story.crossings.append(fresh)
            _close(game, turn, story)
            if fresh is not None and not waited:
                story.crossings.append(fresh)
    return [s for s in stories if s.declared_at_start or s.shifts or s.crossings]


def _shifts(game: Game, turn: Turn, story: LineStory) -> None:
    """What the step's orders made of the line."""
    lines, when = game.rules.lines, date(game, turn.step)
    for part, up, down in ((lines.declared, "declared", "withdrawn"), (lines.told, "told in private", "")):
        row = part.start + story.number
        amount = sum(e.amount for e in turn.entries if e.row == row)
        how = up if amount > 0 else down if amount < 0 else ""
        if how:
            story.shifts.append(Shift(turn.step, when, how))


def _crossing(game: Game, turn: Turn, telling: Telling, line: int) -> Crossing | None:
    notes = [n.facts for n in turn.notes if n.kind == "crossing meant" and n.facts["line"] == line]
    if not notes:
        return None
    return Crossing(
        line=line,
        step=turn.step,
        when=date(game, turn.step),
        acts=tuple(dict.fromkeys(first_up(telling.deed_of(f["order"])) for f in notes)),
        meant=max(f["intended"] for f in notes),
        read=max(f["perceived"] for f in notes),
        at_rung=int(game.rules.lines.at_rung[line]),
        how=_stands(game, turn, line),
    )


def _stands(game: Game, turn: Turn, line: int) -> str:
    """How a line stood when the acts of a step were read: what words and moves made of it counts."""
    lines = game.rules.lines
    for part, how in ((lines.declared, "declared"), (lines.told, "told in private")):
        row = part.start + line
        if int(turn.opened[row]) + sum(
            e.amount for e in turn.entries if e.row == row and e.phase in ("words", "diplomacy", "means")
        ):
            return how
    return "tacit"


def _close(game: Game, turn: Turn, story: LineStory) -> None:
    """An answer, or the last moment for one, settles every crossing that waits."""
    kinds = {n.kind for n in turn.notes if n.facts.get("line") == story.number}
    fate = ANSWERED if "response met" in kinds else UNANSWERED if "response missed" in kinds else ""
    if fate:
        when, trap = date(game, turn.step), "commitment trap" in kinds
        story.crossings = [
            replace(c, fate=fate, answered=when, trap=trap and c.unmeant) if c.fate == OPEN else c
            for c in story.crossings
        ]


def crossings_of(stories: list[LineStory]) -> list[tuple[LineStory, Crossing]]:
    """Every crossing with its line, in the order in which they came."""
    found = [(story, crossing) for story in stories for crossing in story.crossings]
    return sorted(found, key=lambda pair: (pair[1].step, pair[0].number))


__all__ = ["ANSWERED", "OPEN", "UNANSWERED", "Crossing", "LineStory", "Shift", "crossings_of", "lines_of"]
