"""What each power bound itself to by the rules: declared lines, deals, ultimatums. One final verdict each."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.record.game import Game
from wargame.text.debrief.bargains import Bargain
from wargame.text.debrief.crossings import ANSWERED, OPEN, UNANSWERED, Crossing, LineStory
from wargame.text.meters import date
from wargame.text.words import counted, first_up, power_called


@dataclass(frozen=True)
class Commitment:
    """A promise that the record itself can judge."""

    who: str
    what: str
    verdict: str
    """`kept`, `broken`, `voided`, `never tested`, `still due` or `in force`."""
    how: str
    """What the verdict rests on."""


def commitments_of(game: Game, lines: list[LineStory], bargains: list[Bargain]) -> list[Commitment]:
    """All of them: lines first, then ultimatums, then deals."""
    found = [_of_line(story) for story in lines if story.ever_declared]
    for turn in game.turns:
        if any(note.kind == "deadline passed" for note in turn.notes):
            who = first_up(power_called(game.rules, "washington"))
            when = date(game, turn.step)
            found.append(
                Commitment(who, "its ultimatum", "broken", f"ran out in {when}, and was held for a bluff")
            )
    return found + [_of_deal(bargain) for bargain in bargains if bargain.made or bargain.fate == "in force"]


def _of_line(story: LineStory) -> Commitment:
    """Whoever declares a line says that its crossing will be answered."""
    what = f"to answer the crossing of “{story.label}” at rung {story.commits} or above"
    bound = [crossing for crossing in story.crossings if crossing.how == "declared"]
    answered = [c for c in bound if c.fate == ANSWERED]
    left = [c for c in bound if c.fate == UNANSWERED]
    how = f"crossed {_times(len(bound))} while declared, answered {_times(len(answered))}"
    if left:
        return Commitment(story.owner_name, what, "broken", f"{how}; left unanswered: {_dates(left)}")
    if any(c.fate == OPEN for c in bound):
        return Commitment(story.owner_name, what, "still due", f"{how}; the last was still due")
    if bound:
        return Commitment(story.owner_name, what, "kept", how)
    return Commitment(story.owner_name, what, "never tested", "not crossed while declared")


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count) or counted(count, "time")


def _dates(crossings: list[Crossing]) -> str:
    return "; ".join(c.when for c in crossings)


def _of_deal(bargain: Bargain) -> Commitment:
    verdicts = {"in force": "in force", "ran out": "kept", "broken": "broken", "voided": "voided"}
    return Commitment(
        who=bargain.between,
        what=f"the {bargain.form} “{bargain.label}”",
        verdict=verdicts.get(bargain.fate, "never made"),
        how=bargain.story,
    )


__all__ = ["Commitment", "commitments_of"]
