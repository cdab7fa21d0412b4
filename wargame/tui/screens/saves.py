"""The saved games, newest first; for a replay, also the recorded games that come with the program."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from textual.widget import Widget

from wargame.record import shelf
from wargame.tui.glyphs import SIGNS
from wargame.tui.keys import bindings
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Line, folded, line
from wargame.tui.widgets.listing import Listing, Row, row

WIDE = 106
"""From here on there is room for every column."""

TITLES = ("name", "scenario", "people play", "stands at", "")


class SavesScreen(Room["Path | None"]):
    """Answers with the save that was chosen."""

    places = ("saves",)
    enter = "Open"
    BINDINGS = bindings("saves")

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.purpose = purpose

    def body(self) -> Iterable[Widget]:
        yield Listing(id="saves", classes="page")

    def on_mount(self) -> None:
        title = "CONTINUE A GAME" if self.purpose == "continue" else "REPLAY A GAME"
        own = shelf.own_saves()
        rows = [
            Row(
                lambda width: [
                    line((title, "title")),
                    *folded(f"Saves in {shelf.saves_folder()}", width, "dim"),
                ]
            )
        ]
        rows.append(Row(lambda width: [line(""), (("  ", "dim"), *_columns(width, *TITLES, "dim"))]))
        rows += [_saved(saved) for saved in own] or [row(None, line(("No saved game here yet.", "dim")))]
        if self.purpose == "replay":
            recorded = shelf.shipped_saves()
            rows.append(row(None, line(""), line(("Recorded games that come with the program", "dim"))))
            rows += [_saved(saved) for saved in recorded] or [row(None, line(("None.", "dim")))]
        listing = self.query_one(Listing)
        listing.set_rows(rows)
        listing.focus()

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        self.dismiss(event.key if isinstance(event.key, Path) else None)

    def action_go_back(self) -> None:
        self.dismiss(None)


def _saved(saved: shelf.Saved) -> Row:
    people = [seat for seat, player in saved.players.items() if player == "human"]
    who = ", ".join(people) if people else "scripts only"
    stands = "over" if saved.over else f"step {saved.steps + 1} to play"
    return Row(
        lambda width: [_columns(width, saved.path.stem, saved.scenario, who, stands, _when(saved))],
        saved.path,
    )


def _when(saved: shelf.Saved) -> str:
    return datetime.fromtimestamp(saved.changed).strftime("%Y-%m-%d %H:%M")


def _columns(
    width: int, name: str, scenario: str, who: str, stands: str, when: str, role: str = "dim"
) -> Line:
    """A save in columns; on narrow screens its name says the scenario, and the year is left out."""
    wide = width >= WIDE
    parts = [(name, 26, "plain" if role == "dim" and when else role), (scenario, 18 if wide else 0, role)]
    parts += [(who, 28 if wide else 16, role), (stands, 17, "plain" if when else role)]
    spans = [(f"{_cut(text, room - 1):<{room}}", look) for text, room, look in parts if room]
    return (*spans, (when if wide else when[5:], role))


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1]}{SIGNS.ellipsis}"
