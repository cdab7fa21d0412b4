"""Which questions to put to a class: those whose condition the record holds, the weightiest, no theme forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from wargame.ruleset.discussion import BLANK, WHEN, Talk, discussion_for
from wargame.ruleset.schema import Discussion
from wargame.text.debrief.found import Found, found_in
from wargame.text.debrief.names import Names
from wargame.text.debrief.story import Story
from wargame.text.words import first_up

MOST = 10
"""Questions of a pack."""

AGAIN = 4
"""What a theme that was asked about already takes off the weight of the next question about it."""

LATER = 2
"""What it takes off that a step was asked about already."""


@dataclass(frozen=True)
class Question:
    """A question about something that happened."""

    id: str
    about: str
    step: int
    text: str


def questions_for(story: Story, names: Names, talk: Talk | None = None, most: int = MOST) -> list[Question]:
    """The questions to put after a game, the weightiest first."""
    talk = discussion_for(story.game.rules) if talk is None else talk
    return choose(found_in(story, names), talk.questions, most)


def choose(found: Iterable[Found], questions: Iterable[Discussion], most: int = MOST) -> list[Question]:
    """One question after the other, each the weightiest beside those that stand already; none twice."""
    by_kind: dict[str, list[Found]] = {}
    for one in found:
        by_kind.setdefault(one.kind, []).append(one)
    waiting = [q for q in questions if q.found in by_kind]
    chosen: list[Question] = []
    themes: dict[str, int] = {}
    steps: set[int] = set()

    def rank(question: Discussion) -> tuple[int, str]:
        fresh = any(f.step not in steps for f in by_kind[question.found])
        return question.weight - AGAIN * themes.get(question.about, 0) - (0 if fresh else LATER), question.id

    while waiting and len(chosen) < most:
        best = min(waiting, key=lambda q: (-rank(q)[0], q.id))
        waiting.remove(best)
        about = by_kind[best.found]
        one = next((f for f in about if f.step not in steps), about[0])
        if WHEN in BLANK.findall(best.ask):
            steps.add(one.step)
        themes[best.about] = themes.get(best.about, 0) + 1
        chosen.append(Question(best.id, best.about, one.step, filled(best.ask, one)))
    return chosen


def filled(ask: str, found: Found) -> str:
    """A question with its blanks filled; what begins a sentence begins with a capital."""
    said = " ".join(ask.split())

    def word(blank: re.Match[str]) -> str:
        text = found.words.get(blank[1], blank[0])
        begins = blank.start() == 0 or said[: blank.start()].endswith((". ", "? "))
        return first_up(text) if begins else text

    return BLANK.sub(word, said)


__all__ = ["MOST", "Question", "choose", "filled", "questions_for"]
