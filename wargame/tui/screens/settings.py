"""What a person sets for all games. Every change is in use and on the disk at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from textual.widget import Widget

from wargame.tui.keys import bindings
from wargame.tui.screens.room import Room
from wargame.tui.settings import CHOICES, REMARKS
from wargame.tui.themes import LABELS
from wargame.tui.widgets.canvas import Line, folded, line
from wargame.tui.widgets.listing import Listing, Row
from wargame.tui.widgets.look import Look

NAMES = {
    "theme": "Colours",
    "odds": "Odds",
    "signs": "Signs",
    "animation": "Animation",
    "names": "Countries",
}

WORDS: dict[str, dict[str, str]] = {
    "theme": LABELS,
    "odds": {"both": "dice and percent", "percent": "percent", "dice": "dice"},
    "signs": {"auto": "as the terminal can", "full": "drawn", "ascii": "ASCII only"},
    "names": {"real": "real names", "fictional": "made-up names"},
}
"""What a choice is called, where it is not called by its name."""


class SettingsScreen(Room[None]):
    places = ("settings",)
    BINDINGS = bindings("settings")

    def body(self) -> Iterable[Widget]:
        yield Listing(id="settings", classes="page")
        yield Look(id="look")

    def on_mount(self) -> None:
        self._show()
        self.query_one(Listing).focus()

    def _show(self) -> None:
        rows = [Row(lambda width: [line(("SETTINGS", "title")), line("")])]  # noqa: ARG005
        rows += [self._setting(name) for name in self.wargame.settable]
        notes = self.wargame.settings_notes()
        rows.append(
            Row(
                lambda width: [
                    line(""),
                    *(part for note in notes for part in folded(note, width, "dim", "  ")),
                ]
            )
        )
        self.query_one(Listing).set_rows(rows)

    def _setting(self, name: str) -> Row:
        value = getattr(self.wargame.settings, name)
        shown = WORDS.get(name, {}).get(value, value)

        def draw(width: int) -> list[Line]:  # noqa: ARG001
            return [line((NAMES[name].ljust(14), "plain"), (f"< {shown} >", "title"))]

        return Row(draw, name)

    def pointed(self, on: Widget) -> None:
        key = on.key if isinstance(on, Listing) else None
        text = REMARKS.get(str(key), "")
        if key == "names" and not self.wargame.has_fiction:
            text = "This installation has no ruleset with made-up countries."
        self.query_one(Look).show_text(text)

    def on_listing_chosen(self) -> None:
        self._turn(1)

    def action_next_value(self) -> None:
        self._turn(1)

    def action_previous_value(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        name = self.query_one(Listing).key
        if not isinstance(name, str):
            return
        if name == "names" and not self.wargame.has_fiction:
            self.say("This installation has no ruleset with made-up countries.")
            return
        known = CHOICES[name]
        value = known[(known.index(getattr(self.wargame.settings, name)) + by) % len(known)]
        problem = self.wargame.change_settings(replace(self.wargame.settings, **{name: value}))
        self._show()
        if problem:
            self.say(problem, "crossed")
