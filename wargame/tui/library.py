"""The rulesets that games are started with, and their rulebooks: each read once, away from the screen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wargame.ruleset.schema import Lesson
    from wargame.ruleset.tables import Ruleset
    from wargame.text.rulebook.blocks import Page

REAL, FICTIONAL = "standoff", "meridian"
"""The ruleset of new games, with the names of the world or with made-up ones."""


class Library:
    def __init__(self) -> None:
        self._rules: dict[str, asyncio.Future[Ruleset]] = {}
        self._books: dict[str, asyncio.Future[Page]] = {}

    @property
    def has_fiction(self) -> bool:
        """Whether there is a ruleset with made-up names."""
        from wargame.ruleset.problems import RulesetError
        from wargame.ruleset.reader import find

        try:
            find(FICTIONAL)
        except RulesetError:
            return False
        return True

    async def rules(self, name: str) -> Ruleset:
        """A ruleset. Raises RulesetError."""
        if name not in self._rules:
            self._rules[name] = asyncio.ensure_future(asyncio.to_thread(_load, name))
        return await self._rules[name]

    def known(self, name: str) -> Ruleset | None:
        """A ruleset, if it has been read already."""
        found = self._rules.get(name)
        return found.result() if found is not None and found.done() and not found.exception() else None

    async def lessons(self, name: str) -> dict[str, Lesson]:
        """The lessons of a ruleset. Raises RulesetError."""
        from wargame.ruleset.lessons import load_lessons

        return await asyncio.to_thread(load_lessons, name, await self.rules(name))

    async def rulebook(self, name: str) -> Page:
        """The rulebook of a ruleset. Raises RulesetError."""
        rules = await self.rules(name)
        if name not in self._books:
            self._books[name] = asyncio.ensure_future(asyncio.to_thread(_book, name, rules))
        return await self._books[name]


def _load(name: str) -> Ruleset:
    import wargame

    return wargame.load(name)


def _book(name: str, rules: Ruleset) -> Page:
    from wargame.ruleset.studies import load_studies
    from wargame.text.rulebook.book import book
    from wargame.text.rulebook.reword import reworded

    return reworded(book(load_studies(name, rules)), rules.document.wording)


__all__ = ["FICTIONAL", "REAL", "Library"]
