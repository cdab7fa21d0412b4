"""Several tables beside each other, of one scenario or of several."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.text.debrief.bargains import MADE, MISSED
from wargame.text.debrief.crossings import UNANSWERED
from wargame.text.debrief.front import CAVEAT, UMPIRE_ONLY, front
from wargame.text.debrief.names import Names
from wargame.text.debrief.pictures import courses_picture
from wargame.text.debrief.story import Story
from wargame.text.debrief.talk import questions_for
from wargame.text.rulebook.blocks import Block, Box, Grid, Heading, NewPage, Page, Text, plain, slug
from wargame.text.verdict import verdict


def comparison(stories: Sequence[Story], names: Names) -> Page:
    """Side by side first, then one page for each table."""
    blocks: list[Block] = []
    if not all(story.game.over for story in stories):
        blocks.append(Box(UMPIRE_ONLY.replace("This game goes on", "Not all of these games are over")))
    blocks += [
        Text(f"{len(stories)} tables. {CAVEAT} Tables differ by their dice as well as by their people."),
        courses_picture([(story.name, story.course) for story in stories]),
        _ends(stories),
        _heading("What happened at each"),
        _counts(stories),
        _heading("Points and verdicts"),
        *_scores(stories),
    ]
    for story in stories:
        blocks += [
            NewPage(),
            Heading(1, plain(story.name), f"table-{slug(story.name)}"),
            *front(story, names, questions_for(story, names)),
        ]
    return Page(f"{len(stories)} tables side by side", "debrief", tuple(blocks))


def _heading(title: str) -> Heading:
    return Heading(1, title, slug(title))


def _ends(stories: Sequence[Story]) -> Grid:
    rows = []
    for story in stories:
        found = verdict(story.game)
        rows.append(
            (
                f"**{plain(story.name)}**",
                plain(story.game.scenario.label),
                plain(found.label) if found else "goes on",
                str(len(story.game.turns)),
                str(story.course.peak.highest),
                plain(story.course.peak.when),
            )
        )
    return Grid(("Table", "Scenario", "End", "Steps", "Highest rung", "First reached"), tuple(rows))


def _counts(stories: Sequence[Story]) -> Grid:
    """Numbers side by side; in brackets, how many of them nobody meant."""
    rows = []
    for story in stories:
        crossings = [c for line in story.lines for c in line.crossings]
        made = [b for b in story.bargains if b.fate in MADE]
        broken = sum(letter.seen.verdict == "broken" for letter in story.letters)
        rows.append(
            (
                f"**{plain(story.name)}**",
                f"{len(story.crises)} ({sum(c.unmeant for c in story.crises)})",
                str(sum(mark.kind == "accident" for mark in story.marks)),
                f"{len(story.misread)} of {len(story.readings)}",
                f"{len(crossings)} ({sum(c.unmeant for c in crossings)})",
                str(sum(c.fate == UNANSWERED for c in crossings)),
                str(len(made)),
                str(sum(b.fate in MISSED for b in story.bargains)),
                str(sum(b.fate in ("broken", "voided") for b in made)),
                f"{sum(letter.seen.sender in story.game.seats for letter in story.letters)} ({broken})",
                str(len(story.rulings)),
            )
        )
    heads = (
        "Table", "Crises (unmeant)", "Accidents", "Acts misread", "Lines crossed (unmeant)", "Left unanswered",
        "Deals made", "Offers missed", "Deals broken", "Messages (promises broken)", "Rulings",
    )  # fmt: skip
    return Grid(heads, tuple(rows), small=True)


def _scores(stories: Sequence[Story]) -> list[Block]:
    """One table for the powers of each ruleset: tables of different ones cannot share columns."""
    by_powers: dict[tuple[str, ...], list[Story]] = {}
    for story in stories:
        by_powers.setdefault(tuple(power.label for power in story.scores), []).append(story)
    return [
        Grid(
            ("Table", *map(plain, labels)),
            tuple(
                (f"**{plain(story.name)}**", *(f"{power.score}, {power.told}" for power in story.scores))
                for story in those
            ),
        )
        for labels, those in by_powers.items()
    ]


__all__ = ["comparison"]
