"""The rulebook and the words of the game: contents beside a page, a search through all, links from part to part.

It is opened at whatever the pointer stood on. What only an umpire may read is left out for a seat, and asked
for where no game is open.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from textual import work
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from wargame.ruleset.problems import RulesetError
from wargame.tui.keys import bindings
from wargame.tui.screens.room import Room
from wargame.tui.sections import Section, Shelf, links_of, shelf_of, words_of_the_game
from wargame.tui.widgets.canvas import folded, line
from wargame.tui.widgets.listing import Listing, Row, row
from wargame.tui.widgets.pages import page_rows, row_texts

WORDS = "words"
"""Asks for the glossary."""


class RulebookScreen(Room[None]):
    places = ("rulebook",)
    enter = "Open"
    BINDINGS = bindings("rulebook")

    def __init__(self, subject: tuple[str, ...] = (), umpire: bool | None = False) -> None:
        """`umpire`: whether the umpire's part is shown; None asks first."""
        super().__init__()
        self.subject = subject
        self.umpire = umpire
        self.shelf = Shelf([words_of_the_game()])
        self.loaded = False
        self.wanted = ""
        self.open_chapters: set[str] = set()
        self.reading: int | None = None
        self.trail: list[tuple[int, object]] = []
        """Sections read before, with where the pointer stood."""

    def body(self) -> Iterable[Widget]:
        box = Input(
            id="order-filter", placeholder="type what to look for; Enter goes to the list", compact=True
        )
        box.cursor_blink = False
        yield box
        with Horizontal(id="rulebook-body"):
            yield Listing(id="rulebook")
            yield Listing(id="rule-page", empty="Enter opens a section; / searches.")

    @property
    def contents(self) -> Listing:
        return self.query_one("#rulebook", Listing)

    @property
    def page(self) -> Listing:
        return self.query_one("#rule-page", Listing)

    def on_mount(self) -> None:
        self._list()
        self.contents.focus()
        if not self._go_to(self.subject) and not self.subject:
            self._show(0)
        self._put_together()

    @work(exclusive=True, group="rulebook")
    async def _put_together(self) -> None:
        try:
            whole = await self.wargame.rulebook()
        except (OSError, RulesetError) as error:
            said = str(error)
            self.page.set_rows([Row(lambda width: folded(said, width, "crossed"))])
            return
        told = self.wargame.wording_of_rules()
        self.shelf = await asyncio.to_thread(
            shelf_of, whole, words_of_the_game(told), self.umpire is not False
        )
        self.loaded = True
        self._list()
        if self.reading is None and self.subject:
            self._go_to(self.subject)

    # Contents

    def _list(self) -> None:
        words = self.wanted.lower().split()
        found = self.shelf.find(words)
        what = f"{len(found)} sections with “{self.wanted}”" if words else "Enter opens, / searches"
        if not self.loaded:
            what = "the rules are being put together: a few seconds"
        rows = [Row(lambda width: [line(("RULEBOOK", "title")), *folded(what, width, "dim"), line("")])]
        chapter = ""
        for at in found:
            section = self.shelf.sections[at]
            if section.chapter != chapter:
                chapter = section.chapter
                opened = bool(words) or chapter in self.open_chapters
                if not section.alone:
                    sign = "- " if opened else "+ "
                    rows.append(_entry(("chapter", chapter), sign + chapter, "title"))
            if section.alone or words or chapter in self.open_chapters:
                rows.append(_entry(at, ("  " if section.alone else "    ") + section.title, "plain"))
        self.contents.set_rows(rows)

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        if event.listing is self.page:
            self._follow(event.key)
            return
        match event.key:
            case ("chapter", str() as chapter):
                self.open_chapters ^= {chapter}
                self._list()
            case int():
                self._choose(event.key)

    @work(exclusive=True, group="ask")
    async def _choose(self, at: int) -> None:
        """Open a section from the contents; before the umpire's, make sure."""
        from wargame.tui.screens.confirm import Confirm

        if self.shelf.sections[at].umpire and self.umpire is None:
            question = "These pages give away what is planned and what is hidden. Are you the umpire?"
            if not await self.app.push_screen_wait(Confirm(question, [], "Read on", "Go back")):
                return
            self.umpire = True
        self.trail.clear()
        self._open(at, self._first_found(at))

    def _first_found(self, at: int) -> object:
        """The first row of a section with all the words that are looked for; else with one of them."""
        words = self.wanted.lower().split()
        texts = row_texts(self.shelf.sections[at].blocks).items()
        for enough in (all, any):
            for key, found in texts:
                if words and enough(word in " ".join(found).lower() for word in words):
                    return key
        return None

    # A page

    def _show(self, at: int) -> None:
        section = self.shelf.sections[at]
        self.reading = at
        rows = [*page_rows(section.blocks)]
        targets = self._targets(section)
        if targets:
            rows.append(row(None, line(("See also", "dim"))))
            rows += [_entry(("to", anchor), f"  {self.shelf.name_of(anchor)}", "calm") for anchor in targets]
        self.page.set_rows(rows, keep=False)

    def _open(self, at: int, pointer: object = None) -> None:
        section = self.shelf.sections[at]
        self._show(at)
        self.add_class("reading")
        self.page.focus()
        if pointer is not None:  # a page that was hidden has no lines before the next layout
            self.call_after_refresh(self.page.select, pointer)
        if section.chapter not in self.open_chapters:
            self.open_chapters.add(section.chapter)
            self._list()
        self.contents.select(at)

    def _targets(self, section: Section) -> list[str]:
        """Where the links of a section lead, each place once and never to itself."""
        found = [a for texts in row_texts(section.blocks).values() for text in texts for a in links_of(text)]
        here = self.shelf.sections.index(section)
        return [a for a in dict.fromkeys(found) if self.shelf.where(a) not in (None, here)][:MOST_LINKS]

    def _follow(self, key: object) -> None:
        """Where the row leads; of several places the first in the list below."""
        if self.reading is None:
            return
        section = self.shelf.sections[self.reading]
        match key:
            case ("to", str() as anchor):
                self._leave_for(anchor)
            case _:
                texts = row_texts(section.blocks).get(key, [])
                found = list(dict.fromkeys(a for text in texts for a in links_of(text)))
                found = [a for a in found if self.shelf.where(a) is not None]
                if len(found) == 1:
                    self._leave_for(found[0])
                elif found:
                    self.page.select(("to", next((a for a in found if a in self._targets(section)), "")))
                    self.say(f"{len(found)} places are named here: choose one below.", "calm")
                else:
                    self.say("Nothing is linked here.")

    def _leave_for(self, anchor: str) -> None:
        at = self.shelf.where(anchor)
        if at is None or (self.shelf.sections[at].umpire and not self.umpire):
            self.say("That stands in the umpire's part.")
            return
        if self.reading is not None:
            self.trail.append((self.reading, self.page.key))
        self._open(at, anchor)

    def _go_to(self, subject: Iterable[str]) -> bool:
        """Open the first of some places that there is."""
        for wanted in subject:
            at = self.shelf.where(wanted)
            if at is not None and not (self.shelf.sections[at].umpire and not self.umpire):
                self._open(at, self.shelf.anchor_of(wanted))
                return True
        return False

    # Keys

    def action_find(self) -> None:
        self._close()
        self.add_class("filtering")
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self.wanted = event.value.strip()
        self._list()

    def on_input_submitted(self) -> None:
        self.contents.focus()

    def action_switch_side(self) -> None:
        if self.page.has_focus or self.reading is None:
            self._close()
        else:
            self.add_class("reading")
            self.page.focus()

    def action_next_section(self) -> None:
        self._turn(1)

    def action_previous_section(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        """Read on, section by section; from the contents, first what lies open beside them."""
        at = (self.reading or 0) + (by if self.has_class("reading") else 0)
        if 0 <= at < len(self.shelf.sections) and not (self.shelf.sections[at].umpire and not self.umpire):
            self._open(at)

    def _close(self) -> None:
        self.remove_class("reading")
        self.contents.focus()

    def action_go_back(self) -> None:
        """Back along the links, out of the section, out of the search, out of the book."""
        if self.page.has_focus and self.trail:
            self._open(*self.trail.pop())
        elif self.page.has_focus and not self.subject:
            self._close()
        elif self.has_class("filtering"):
            self.remove_class("filtering")
            self.query_one(Input).value = ""
            self.contents.focus()
        else:
            self.dismiss()


MOST_LINKS = 40
"""Of an index page only the first are listed."""


def _entry(key: object, text: str, role: str) -> Row:
    indent = " " * (len(text) - len(text.lstrip()) + 2)
    first = len(text) - len(text.lstrip())
    return Row(
        lambda width: [
            ((" " * first if at == 0 else "", role), *spans)
            for at, spans in enumerate(folded(text.lstrip(), width - first, role, indent))
        ],
        key,
    )


__all__ = ["WORDS", "RulebookScreen"]
