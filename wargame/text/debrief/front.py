"""The first page of a table: how it ended, its course, what turned it, and what to talk about first."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.text.debrief.bargains import MADE, bargain_counts
from wargame.text.debrief.crossings import ANSWERED, UNANSWERED
from wargame.text.debrief.names import Names
from wargame.text.debrief.people import holder_words, seats_of_power
from wargame.text.debrief.pictures import ladder_picture
from wargame.text.debrief.story import Story
from wargame.text.debrief.talk import Question
from wargame.text.rulebook.blocks import Block, Box, Bullets, Grid, Text, plain
from wargame.text.verdict import verdict
from wargame.text.words import RUNGS, counted, first_up, joined, number

CAVEAT = "A result shows what the rules imply, not what the world will do."
FIRST = 3
"""Questions on the first page."""

SUDDEN = (
    ("accident", "accident", "accidents"),
    ("casualties", "attack that killed many", "attacks that killed many"),
)

UMPIRE_ONLY = (
    "**For the umpire only.** This game goes on: the page tells every seat's secrets. "
    "Make it again when the game is over."
)


def front(story: Story, names: Names, questions: list[Question]) -> list[Block]:
    """One page."""
    found: list[Block] = [] if story.game.over else [Box(UMPIRE_ONLY)]
    found += [
        Text(plain(_outcome(story))),
        ladder_picture(story.course, story.marks),
        _scores(story, names),
        Text("**What turned it**"),
        Bullets(tuple(plain(line) for line in turning(story))),
    ]
    if questions:
        found += [Text("**To talk about first**"), Bullets(tuple(plain(q.text) for q in questions[:FIRST]))]
    return [*found, Text(f"*{CAVEAT}*")]


def _outcome(story: Story) -> str:
    """How it went, in three sentences."""
    game, course = story.game, story.course
    played = counted(len(game.turns), "step")
    found = verdict(game)
    if not course.steps or not game.turns:
        return f"{story.game.scenario.label}. No step has been played yet."
    if found is None:
        first = f"{story.game.scenario.label}: {played} played so far; now {course.steps[-1].when}."
    else:
        first = (
            f"{story.game.scenario.label}: it ended after {played}, in {course.steps[-1].when}. "
            f"{found.label}: {found.text}"
        )
    peak = course.peak
    rung = f"{peak.highest} of {course.war} (“{RUNGS[min(peak.highest, len(RUNGS) - 1)]}”)"
    pairs = joined([f"between {pair}" for pair in course.at_peak])
    return f"{' '.join(first.split())} The highest rung was {rung}, first reached in {peak.when} {pairs}."


def _scores(story: Story, names: Names) -> Grid:
    rows = []
    for power in story.scores:
        seats = seats_of_power(story, power.power)
        holders = "; ".join(
            holder_words(story, seat, names)
            if len(seats) == 1
            else f"{story.game.seats[seat].label}: {holder_words(story, seat, names)}"
            for seat in seats
        )
        rows.append((f"**{plain(power.label)}**", plain(holders), str(power.score), power.told))
    so_far = "" if story.game.over else " so far"
    return Grid(("Power", "Held by", f"Points{so_far}", f"Verdict{so_far}"), tuple(rows))


def turning(story: Story) -> Iterator[str]:
    """What turned the game, counted: a sentence each, nothing said of what did not happen."""
    yield _crises(story)
    if story.readings:
        loud, quiet = sum(r.error > 0 for r in story.readings), sum(r.error < 0 for r in story.readings)
        yield (
            f"{len(story.misread)} of {len(story.readings)} acts aimed at somebody "
            f"{'was' if len(story.misread) == 1 else 'were'} misread: {loud} too loud, {quiet} too quiet."
        )
    crossings = [c for line in story.lines for c in line.crossings]
    if crossings:
        unmeant = sum(c.unmeant for c in crossings)
        answered = sum(c.fate == ANSWERED for c in crossings)
        left = sum(c.fate == UNANSWERED for c in crossings)
        yield first_up(
            f"{_many(len(crossings), 'crossing', 'crossings')} of red lines, {_of_them(unmeant)} by acts that "
            f"nobody meant so loud; {_of_them(answered)} answered, {_of_them(left)} left unanswered."
        )
    sudden = [
        _many(sum(m.kind == kind for m in story.marks), one, several)
        for kind, one, several in SUDDEN
        if any(m.kind == kind for m in story.marks)
    ]
    if sudden:
        yield first_up(f"{joined(sudden)}.")
    if any(b.fate in MADE or b.offered for b in story.bargains):
        yield first_up(f"{bargain_counts(story.bargains)}.")
    promises = [letter for letter in story.letters if letter.promise]
    if promises:
        broken = sum(letter.seen.verdict == "broken" for letter in promises)
        kept = sum(letter.seen.verdict == "kept" for letter in promises)
        yield first_up(
            f"{counted(len(promises), 'message')} marked as a pledge or threat: "
            f"{_of_them(kept)} kept, {_of_them(broken)} broken, "
            f"{_of_them(len(promises) - kept - broken)} moot or not judged."
        )
    by_hand = sum("umpire" in inject.by for inject in story.injects)
    hand = [counted(len(story.rulings), "ruling")] if story.rulings else []
    hand += [f"{counted(by_hand, 'event')} played by hand"] if by_hand else []
    if hand:
        yield first_up(f"the umpire's hand: {joined(hand)}.")


def _crises(story: Story) -> str:
    crises = story.crises
    if not crises:
        return "There was no crisis."
    parts = [first_up(_many(len(crises), "crisis", "crises"))]
    for cause, but in (
        ("misreading", "had every act been read as meant"),
        ("accident", "without an accident"),
    ):
        if those := sum(crisis.cause == cause for crisis in crises):
            parts.append(f"{number(those)} would not have begun {but}")
    return f"{'; '.join(parts)}."


def _of_them(count: int) -> str:
    return number(count) if count else "none"


def _many(count: int, one: str, several: str) -> str:
    return f"{number(count)} {one if count == 1 else several}"


__all__ = ["CAVEAT", "UMPIRE_ONLY", "front", "turning"]
