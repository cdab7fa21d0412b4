"""The hot-wash pack of one table: a first page, then everything behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wargame.ruleset.discussion import Talk, discussion_for
from wargame.text.debrief import afterwards, dealings, details
from wargame.text.debrief.front import CAVEAT, front
from wargame.text.debrief.names import Names
from wargame.text.debrief.story import Story
from wargame.text.debrief.talk import Question, questions_for
from wargame.text.rulebook.blocks import Block, Box, Bullets, Heading, Item, NewPage, Page, Text, plain, slug

Section = Callable[[Story, Names], Iterable[Block]]

SECTIONS: tuple[tuple[str, Section], ...] = (
    ("Timeline", details.timeline),
    ("The ladder, pair by pair", details.ladder),
    ("Belief against truth", details.beliefs),
    ("Acts misread", details.misperceptions),
    ("Red lines", details.red_lines),
    ("Pledges, threats and other bonds", dealings.promises),
    ("Offers and deals", dealings.offers),
    ("Messages", dealings.messages),
    ("The umpire's hand", afterwards.umpire),
    ("Scores", afterwards.scores),
    ("Forecasts", afterwards.forecasts),
    ("The room", afterwards.room),
    ("Orders, step by step", dealings.orders),
)
"""What stands behind the first page, in this order."""

THEMES = {
    "perception": "Perception",
    "commitment": "Commitment",
    "bargaining": "Bargaining",
    "control": "Control",
    "knowledge": "Knowledge",
    "cost": "Cost",
}


def pack(story: Story, names: Names, talk: Talk | None = None) -> Page:
    """The whole pack. It shows everything: for the umpire, and for all when the game is over."""
    talk = discussion_for(story.game.rules) if talk is None else talk
    questions = questions_for(story, names, talk)
    blocks: list[Block] = [*front(story, names, questions), NewPage()]
    blocks += [_heading("Questions"), *_questions(questions)]
    for title, section in SECTIONS:
        blocks += [_heading(title), *section(story, names)]
    blocks += [_heading("Stepping out of role"), *_closing(talk), *_source(story)]
    return Page(f"Hot wash: {plain(story.name)}", "debrief", tuple(blocks), contents=False)


def _heading(title: str) -> Heading:
    return Heading(1, plain(title), slug(title))


def _questions(questions: list[Question]) -> Iterable[Block]:
    yield Text("Chosen from what happened in this game.")
    for question in questions:
        yield Item(THEMES[question.about], "", "", (plain(question.text),))


def _closing(talk: Talk) -> Iterable[Block]:
    yield Text("To be read aloud.")
    yield Bullets(tuple(plain(closing.text) for closing in talk.closing))
    if not any(CAVEAT in closing.text for closing in talk.closing):
        yield Text(CAVEAT)


def _source(story: Story) -> Iterable[Block]:
    """What the pack was made from, so that it can be checked."""
    game = story.game
    if game.difference is not None:
        yield Box(
            f"The rules of today lead elsewhere from step {game.difference.step} on; this pack shows what was "
            "recorded. What stands in the ledger of those steps is as today's rules make it."
        )
    opened = f" = SHA-256 of {game.header.salt}:{game.header.seed}" if game.over else ""
    yield Text(
        plain(
            f"Ruleset {game.rules.name} ({game.rules.digest[:12]}), scenario {game.header.scenario}, "
            f"{len(game.turns)} steps. The dice were sealed at the start: {game.header.commitment}{opened}."
        )
    )


__all__ = ["SECTIONS", "pack"]
