"""Everything that a debrief of one game is made of, found once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from wargame.record.forecasts import Forecast, forecasts
from wargame.record.game import Game
from wargame.text.debrief.bargains import Bargain, bargains_of
from wargame.text.debrief.beliefs import Estimate, estimates_of
from wargame.text.debrief.commitments import Commitment, commitments_of
from wargame.text.debrief.course import Course, Crisis, course_of, crises_of
from wargame.text.debrief.crossings import LineStory, lines_of
from wargame.text.debrief.hand import Inject, Ruling, injects_of, rulings_of
from wargame.text.debrief.letters import Letter, letters_of
from wargame.text.debrief.readings import Reading, readings_of, wrong
from wargame.text.debrief.room import RoomStory
from wargame.text.timeline import Mark, Timeline, wanted
from wargame.text.verdict import PowerVerdict, power_verdict


@dataclass
class Story:
    """One table as the umpire knows it: its game, and what the room beside it wrote down."""

    name: str
    """What the table is called."""
    game: Game
    room: RoomStory

    @cached_property
    def course(self) -> Course:
        return course_of(self.game)

    @cached_property
    def crises(self) -> list[Crisis]:
        return crises_of(self.game)

    @cached_property
    def marks(self) -> list[Mark]:
        """What happened, but for what every step has and for misreadings, which have a place of their own."""
        marks = Timeline(self.game, None).marks
        return [mark for mark in marks if wanted(mark, None) and mark.kind != "misread"]

    @cached_property
    def readings(self) -> list[Reading]:
        return readings_of(self.game)

    @property
    def misread(self) -> list[Reading]:
        return wrong(self.readings)

    @cached_property
    def lines(self) -> list[LineStory]:
        return lines_of(self.game)

    @cached_property
    def bargains(self) -> list[Bargain]:
        return bargains_of(self.game)

    @cached_property
    def commitments(self) -> list[Commitment]:
        return commitments_of(self.game, self.lines, self.bargains)

    @cached_property
    def letters(self) -> list[Letter]:
        return letters_of(self.game, self.readings)

    @cached_property
    def rulings(self) -> list[Ruling]:
        return rulings_of(self.game)

    @cached_property
    def injects(self) -> list[Inject]:
        return injects_of(self.game, self.room.planned)

    @cached_property
    def forecasts(self) -> list[Forecast]:
        return forecasts(self.game)

    @cached_property
    def scores(self) -> list[PowerVerdict]:
        """How each power stands by its own terms; while the game goes on, so far."""
        return [power_verdict(self.game, power) for power in self.game.rules.powers]

    @cached_property
    def estimates(self) -> dict[str, list[Estimate]]:
        """By seat, the furthest off first."""
        return {seat: estimates_of(self.game, seat) for seat in self.game.seats}


__all__ = ["Story"]
