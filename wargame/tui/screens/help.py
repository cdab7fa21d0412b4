"""Every key that works on a screen, made from the key table; and what the signs mean."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from wargame.tui.glyphs import SIGNS
from wargame.tui.keys import PLACES, Key, bindings, keys_of, shown
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Line, folded, line
from wargame.tui.widgets.listing import Listing, Row


def sign_texts() -> tuple[tuple[str, str], ...]:
    """The signs in use and what they mean."""
    return (
        (
            "~8",
            "an estimate: it may be off by a little, and the error is not shown because you cannot know it",
        ),
        ("?", "your seat cannot know this"),
        (f"{SIGNS.up} {SIGNS.down}", "higher or lower than a step ago, as far as you know"),
        (
            f"{SIGNS.bar * 3}{SIGNS.bar_empty * 2}{SIGNS.mark}{SIGNS.bar_empty}",
            "a gauge: how far a number stands between its lowest and its highest value",
        ),
        (SIGNS.mark, "a threshold on a gauge; its name stands beside it"),
        (SIGNS.spark[1:6], "how a number ran over the last steps, the newest at the right"),
        ("2d6", "two dice added up: 2 to 12, 7 the likeliest"),
        ("! !!", "a red line is crossed; an answer to it is due"),
        (SIGNS.event, "an area where something you know of changed in the last step"),
    )


class HelpScreen(Room[None]):
    places = ("help",)
    BINDINGS = bindings("help")

    def __init__(self, about: tuple[str, ...]) -> None:
        super().__init__()
        self.about = about

    def body(self) -> Iterable[Widget]:
        yield Listing(id="help", classes="page")

    def on_mount(self) -> None:
        rows: list[Row] = []
        for place in (*self.about, "list", "everywhere"):
            keys = keys_of(place)
            if keys:
                rows.append(_heading(PLACES[place]))
                rows.extend(_key(key) for key in keys)
        rows.append(_heading("Signs"))
        rows.extend(_sign(sign, text) for sign, text in (*sign_texts(), *self._letters()))
        rows.append(_heading("Leaving"))
        text = "Ctrl+Q leaves at once. Every sealed sheet is saved already, and a sheet in writing is kept."
        rows.append(Row(lambda width: folded(text, width)))
        listing = self.query_one(Listing)
        listing.set_rows(rows)
        listing.focus()

    def _letters(self) -> list[tuple[str, str]]:
        """Which capital letter stands for which power, in the ruleset that is in use."""
        rules = self.wargame.rules_in_use()
        if rules is None:
            return [("A, B, ...", "a capital letter stands for a power: it is the first of its name")]
        named = [p.label for p in rules.document.of("power")]
        letters = list(rules.power_letters)
        text = f"the powers: {', '.join(named)}; {'-'.join(letters[:2])} is what stands between two of them"
        return [(", ".join(letters), text)]


def _heading(text: str) -> Row:
    return Row(lambda width: [line(""), line((text, "title"))])  # noqa: ARG005


def _key(key: Key) -> Row:
    return _sign(" or ".join(shown(k) for k in key.keys), key.help)


def _sign(sign: str, text: str) -> Row:
    def draw(width: int) -> list[Line]:
        first, *more = folded(text, width - 20)
        return [
            ((sign.ljust(19), "key"), (" ", "plain"), *first),
            *((((" " * 20), "plain"), *m) for m in more),
        ]

    return Row(draw)
