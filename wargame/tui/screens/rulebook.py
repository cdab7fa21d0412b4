"""The rulebook: its contents, a section at a time, and a search through all of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from textual import work
from textual.widget import Widget
from textual.widgets import Input

from wargame.text.rulebook.blocks import Block, Heading, Page, texts_of
from wargame.text.rulebook.html import unmarked
from wargame.tui.keys import bindings
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import folded, line
from wargame.tui.widgets.listing import Listing, Row, row
from wargame.tui.widgets.pages import page_rows


@dataclass
class Section:
    """A numbered part of the book that is read in one go."""

    chapter: str
    heading: Heading
    blocks: list[Block] = field(default_factory=list)

    @property
    def title(self) -> str:
        return f"{self.heading.number}  {unmarked(self.heading.text)}"

    def words(self) -> str:
        return " ".join(unmarked(text) for text in texts_of(self.blocks)).lower()


def sections(page: Page) -> list[Section]:
    """A page cut at its chapters and sections."""
    found: list[Section] = []
    chapter = ""
    for block in page.blocks:
        if isinstance(block, Heading) and block.level <= 2:
            if block.level == 1:
                chapter = f"{block.number}  {unmarked(block.text)}"
            found.append(Section(chapter, block))
        if found:
            found[-1].blocks.append(block)
    return [s for s in found if len(s.blocks) > 1]


class RulebookScreen(Room[None]):
    places = ("rulebook",)
    BINDINGS = bindings("rulebook")

    def __init__(self) -> None:
        super().__init__()
        self.sections: list[Section] = []
        self.wanted = ""
        self.reading: int | None = None

    def body(self) -> Iterable[Widget]:
        box = Input(
            id="order-filter", placeholder="type what to look for; Enter goes to the list", compact=True
        )
        box.cursor_blink = False
        yield box
        yield Listing(
            id="rulebook", classes="page", empty="The rulebook is being put together: a few seconds."
        )

    def on_mount(self) -> None:
        self.query_one(Listing).focus()
        self._load()

    @work(exclusive=True, group="rulebook")
    async def _load(self) -> None:
        try:
            page = await self.wargame.rulebook()
        except (OSError, ValueError) as error:
            said = str(error)
            self.query_one(Listing).set_rows([Row(lambda width: folded(said, width, "crossed"))])
            return
        self.sections = await asyncio.to_thread(sections, page)
        self._show()

    def _show(self) -> None:
        listing = self.query_one(Listing)
        if self.reading is not None:
            listing.set_rows(page_rows(self.sections[self.reading].blocks), keep=False)
            return
        words = self.wanted.lower().split()
        found = [(at, s) for at, s in enumerate(self.sections) if all(word in s.words() for word in words)]
        what = f"{len(found)} sections with “{self.wanted}”" if words else "Enter opens a section"
        rows = [row(None, line(("RULEBOOK", "title"), (f"   {what}", "dim")))]
        chapter = ""
        for at, section in found:
            if section.chapter != chapter:
                chapter = section.chapter
                rows.append(row(None, line(""), line((chapter, "calm"))))
            rows.append(row(at, line((section.title, "plain"))))
        listing.set_rows(rows, keep=False)

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        if self.reading is None and isinstance(event.key, int):
            self.reading = event.key
            self._show()

    def action_find(self) -> None:
        self.reading = None
        self._show()
        self.add_class("filtering")
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self.wanted = event.value.strip()
        self._show()

    def on_input_submitted(self) -> None:
        self.query_one(Listing).focus()

    def action_go_back(self) -> None:
        """Out of the section, then out of the search, then out of the book."""
        if self.reading is not None:
            was, self.reading = self.reading, None
            self._show()
            self.query_one(Listing).select(was)
        elif self.has_class("filtering"):
            self.remove_class("filtering")
            self.query_one(Input).value = ""
            self.query_one(Listing).focus()
        else:
            self.dismiss()
