"""Who held each seat, in words; and how much each person took part."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.record.forecasts import brier
from wargame.text.debrief.names import Names
from wargame.text.debrief.room import Member
from wargame.text.debrief.story import Story
from wargame.text.words import joined

DRAFTING = ("write", "strike", "shift", "clear")
"""Acts of writing on a sheet."""


def holder_words(story: Story, seat: str, names: Names) -> str:
    """`Anna and Ben`; `doctrine “Hard-liner”`; `nobody (standing orders only)`."""
    player = story.game.players[seat]
    word, _, doctrine = player.partition(" ")
    people = [names.person(member.name) for member in story.room.of_seat(seat)]
    if word == "human":
        return joined(people) or "people"
    if word == "null":
        held = "random orders"
    elif word == "absent":
        held = "nobody (standing orders only)"
    else:
        doctrine = doctrine or story.game.scenario.doctrines.get(seat, "")
        known = story.game.rules.doctrines.get(doctrine)
        held = f"doctrine “{known.label}”" if known else "its doctrine"
    return f"{held}; before that {joined(people)}" if people else held


def seats_of_power(story: Story, power: str) -> list[str]:
    """The seats that hold cells of a power."""
    number = story.game.rules.powers.index(power)
    return [name for name, seat in story.game.seats.items() if number in seat.powers]


@dataclass(frozen=True)
class Part:
    """How much somebody took part. Counts that only a room's journal knows are None without one."""

    member: Member
    sealed: int | None
    """Sheets sealed by their own hand, on the line of play that counts."""
    drafting: int | None
    """Orders written, struck, moved."""
    messages: int | None
    mediated: int | None
    reasons: int | None
    forecasts: int
    judged: int
    """Forecasts of which the outcome is known."""
    brier: float | None
    """The mean of their scores."""


def parts_of(story: Story) -> list[Part]:
    """Everybody who sat at the table."""
    return [_part(story, member) for member in story.room.members]


def _part(story: Story, member: Member) -> Part:
    acts = story.room.acts.get(member.id)
    mine = [
        f
        for f in story.forecasts
        if f.person in (member.id or member.name, member.name) and f.seat == member.seat
    ]

    def count(*kinds: str) -> int | None:
        if not story.room.journal:
            return None
        return sum(acts[kind] for kind in kinds) if acts else 0

    sealed = sum(
        by == member.id and step < len(story.game.turns) for (step, _), by in story.room.sealed_by.items()
    )
    return Part(
        member=member,
        sealed=sealed if story.room.journal else None,
        drafting=count(*DRAFTING),
        messages=count("send"),
        mediated=count("mediate"),
        reasons=count("reason"),
        forecasts=len(mine),
        judged=sum(f.brier is not None for f in mine),
        brier=brier(mine),
    )


__all__ = ["Part", "holder_words", "parts_of", "seats_of_power"]
