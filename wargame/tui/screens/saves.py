"""The saved games, newest first; for a replay, also the recorded games that come with the program."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from textual.widget import Widget

from wargame.record import shelf
from wargame.tui.keys import bindings
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Line, folded, line
from wargame.tui.widgets.listing import Listing, Row, row


class SavesScreen(Room["Path | None"]):
    """Answers with the save that was chosen."""

    places = ("saves",)
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
        rows.append(row(None, line("")))
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
    who = ", ".join(people) if people else "scripted players only"
    stands = "over" if saved.over else f"step {saved.steps + 1} to play"
    changed = datetime.fromtimestamp(saved.changed).strftime("%Y-%m-%d %H:%M")

    def draw(width: int) -> list[Line]:
        return [line((saved.path.stem[: width - 46].ljust(width - 46), "plain"),
                     (f" {saved.scenario[:9]:9} {who[:12]:12} ", "dim"), (f"{stands:15}", "plain"),
                     (f"{changed[5:]:>7}"[:7], "dim"))]  # fmt: skip

    return Row(draw, saved.path)
