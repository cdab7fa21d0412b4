"""What a room's own journal adds to a save: who sat where, who did how much, how long each step took, what was noted.

A save does without it: then the people are those whose names stand in the save.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from wargame.record.game import Game
from wargame.record.journal import SaveError, read_journal
from wargame.table.kept import State, apply
from wargame.table.room_log import DESK, Header, Told, path_of, told

LATE = "deadline"
"""Who filled a sheet that nobody sealed in time."""


@dataclass(frozen=True)
class Member:
    """Somebody who sat at the table."""

    id: str
    """Empty for somebody of whom the save has only the name."""
    name: str
    seat: str


@dataclass
class Taken:
    """How long the orders of a step took, in seconds."""

    step: int
    began: float
    planned: float | None
    """None where there was no clock."""
    took: float = 0.0
    extended: int = 0

    @property
    def over(self) -> float:
        """So much longer than planned."""
        return 0.0 if self.planned is None else max(0.0, self.took - self.planned)


@dataclass(frozen=True)
class Noted:
    """Something that the umpire wrote down."""

    step: int
    text: str


@dataclass(frozen=True)
class Commanded:
    """Something that the umpire did at the desk, besides what the save tells."""

    step: int
    what: str
    asked: dict[str, object]


@dataclass(frozen=True)
class Late:
    step: int
    seat: str


@dataclass
class RoomStory:
    """A table's people, time and notes."""

    journal: bool = False
    """Whether there was a journal."""
    members: list[Member] = field(default_factory=list)
    acts: dict[str, Counter[str]] = field(default_factory=dict)
    """By a person's id: how often they did what."""
    sealed_by: dict[tuple[int, str], str] = field(default_factory=dict)
    """By step and seat, the person who sealed its sheet."""
    done_by: dict[str, str] = field(default_factory=dict)
    """By the key of an act, the person who did it; the save has the keys too."""
    times: list[Taken] = field(default_factory=list)
    notes: list[Noted] = field(default_factory=list)
    commands: list[Commanded] = field(default_factory=list)
    late: list[Late] = field(default_factory=list)
    planned: set[tuple[int, str]] = field(default_factory=set)
    """Step and event of every inject that had been planned."""

    def of_seat(self, seat: str) -> list[Member]:
        """Who sat there, in the order in which they came."""
        return [member for member in self.members if member.seat == seat]

    def named(self, id: str) -> str:
        """A person's name; the id itself where nobody of that id is known."""
        return next((m.name for m in self.members if m.id == id), id)


def room_story(game: Game, save: Path | None = None) -> RoomStory:
    """What is known of a table's room. Raises SaveError for a journal that cannot be read."""
    story = RoomStory(late=_late(game))
    if save is not None and path_of(save).exists():
        story.journal = True
        _read(story, save)
    known = {(m.seat, m.name) for m in story.members}
    for seat, name in game.people.items():
        if (seat, name) not in known:
            story.members.append(Member("", name, seat))
    ids = {m.id for m in story.members}
    for line in game.forecasts:
        if line.person not in ids and (line.seat, line.person) not in known:
            known.add((line.seat, line.person))
            if not any(m.name == line.person and m.seat == line.seat for m in story.members):
                story.members.append(Member(line.person, line.person, line.seat))
    order = list(game.seats)
    story.members.sort(key=lambda m: order.index(m.seat) if m.seat in order else len(order))
    return story


def _late(game: Game) -> list[Late]:
    """The sheets that the clock filled."""
    return [
        Late(turn.step, seat)
        for turn in game.turns
        for seat, sheet in turn.sheets.items()
        if sheet.by == LATE
    ]


def _read(story: RoomStory, save: Path) -> None:
    path = path_of(save)
    try:
        state: State = Header.model_validate(read_journal(path)[0][0].content).now
    except ValueError as error:
        raise SaveError(path, 1, "is not the journal of a table") from error
    _people(story, state)
    open_: Taken | None = None
    for line in told(save):
        before = state["phase"]
        try:
            apply(state, line.now)
        except (KeyError, TypeError, AttributeError) as error:
            raise SaveError(path, 0, "holds what is not a change of a table") from error
        _people(story, state)
        if line.by == DESK:
            _desk(story, line, open_)
        elif line.by in state["people"]:
            _hand(story, line)
        phase = state["phase"]
        if phase == "orders" and (before != "orders" or line.what == "back"):
            due = state["due"]
            planned = None if due is None else due - line.at
            open_ = Taken(line.step, line.at, planned)
        elif before == "orders" and phase != "orders" and open_ is not None:
            open_.took = line.at - open_.began
            story.times.append(open_)
            open_ = None
    story.notes = [Noted(note["step"], note["text"]) for note in state["notes"]]
    plans = state["plans"].values()
    story.planned = {(p["fired"], p["what"]) for p in plans if p["what"] and p["fired"] is not None}


def _people(story: RoomStory, state: State) -> None:
    """Whoever has come, or has taken another seat or name."""
    for id, person in state["people"].items():
        mine = Member(id, person["name"], person["seat"])
        at = next((n for n, member in enumerate(story.members) if member.id == id), None)
        if at is None:
            story.members.append(mine)
        else:
            story.members[at] = mine


def _desk(story: RoomStory, line: Told, open_: Taken | None) -> None:
    story.commands.append(Commanded(line.step, line.what, line.asked))
    if line.what == "extend" and open_ is not None:
        seconds = line.asked.get("seconds", 0)
        open_.extended += seconds if isinstance(seconds, int) else 0


def _hand(story: RoomStory, line: Told) -> None:
    story.acts.setdefault(line.by, Counter())[line.what] += 1
    if line.key:
        story.done_by[line.key] = line.by
    if line.what == "seal":
        story.sealed_by[line.step, line.seat] = line.by


__all__ = ["Commanded", "Late", "Member", "Noted", "RoomStory", "Taken", "room_story"]
