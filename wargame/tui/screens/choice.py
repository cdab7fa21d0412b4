"""A choice of one thing out of a few, each with a word about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from textual.widget import Widget

from wargame.tui.keys import bindings
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Line, folded, line
from wargame.tui.widgets.listing import Listing, Row


@dataclass(frozen=True)
class Option:
    """What can be chosen; an option that stands for nothing is a heading."""

    key: Any
    label: str
    text: str = ""


class Choice(Room[Any]):
    """Answers with the key of what was chosen; None if nothing was."""

    places = ("choice",)
    enter = "Choose"
    BINDINGS = bindings("choice")

    def __init__(self, title: str, text: str, options: Sequence[Option]) -> None:
        super().__init__()
        self.heading, self.text, self.options = title, text, options

    def body(self) -> Iterable[Widget]:
        yield Listing(id="choice", classes="page")

    def on_mount(self) -> None:
        rows = [
            Row(
                lambda width: [*folded(self.heading, width, "title"), *folded(self.text, width), line("")],
            ),
            *(_option(option) for option in self.options),
        ]
        listing = self.query_one(Listing)
        listing.set_rows(rows)
        listing.focus()

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        self.dismiss(event.key)


def _option(option: Option) -> Row:
    def draw(width: int) -> list[Line]:
        if option.key is None:
            return [line(""), line((option.label, "calm"))]
        column = min(30, width // 3) if option.text else width
        name = folded(option.label, column - 2, "title")
        words = folded(option.text, width - column, "dim") if option.text else []
        lines = []
        for at in range(max(len(name), len(words))):
            left = name[at] if at < len(name) else (("", "plain"),)
            used = sum(len(text) for text, _ in left)
            right = words[at] if at < len(words) else ()
            lines.append((*left, (" " * (column - used), "plain"), *right))
        return lines

    return Row(draw, option.key)
