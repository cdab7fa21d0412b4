"""What every screen of the console has: its keys in the bar, and the table it speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual import events
from textual.app import ComposeResult

from wargame.tui.console.keys import heading, keys_of
from wargame.tui.keys import Key, shown
from wargame.tui.screens.choice import Choice
from wargame.tui.screens.confirm import Confirm
from wargame.tui.screens.help import HelpScreen
from wargame.tui.screens.room import Room
from wargame.tui.screens.settings import SettingsScreen
from wargame.tui.widgets.canvas import Line, folded, line
from wargame.tui.widgets.key_bar import KeyBar
from wargame.tui.widgets.listing import Listing, Row
from wargame.tui.widgets.too_small import TooSmall

if TYPE_CHECKING:
    from wargame.tui.console.app import ConsoleApp

Result = TypeVar("Result")


class ConsoleBar(KeyBar):
    """Keys of the console, those first that matter just now."""

    def __init__(self, places: tuple[str, ...], enter: str = "") -> None:
        super().__init__((), enter)
        self._all = sorted((k for k in keys_of(*places, "all") if k.bar), key=lambda k: k.bar)

    def draw(self, width: int, height: int) -> list[Line]:
        room = self.screen
        fits = room.fits if isinstance(room, ConsoleRoom) else lambda key: True  # noqa: ARG005
        self._keys = [key for key in self._all if fits(key)]
        return super().draw(width, height)


class _Barred(Room[Result]):
    """A screen, of the console or of the game, with the keys that it has here."""

    def compose(self) -> ComposeResult:
        yield from self.body()
        yield ConsoleBar(self.places, self.enter)
        yield TooSmall()


class ConsoleChoice(_Barred[Any], Choice):
    """A choice of one thing out of a few."""


class ConsoleConfirm(_Barred[bool], Confirm):
    """A question before something that cannot be taken back."""


class ConsoleSettings(_Barred[None], SettingsScreen):
    """Colours and signs."""


class ConsoleRoom(_Barred[Result]):
    """A screen of the console."""

    @property
    def console_app(self) -> ConsoleApp:
        return cast("ConsoleApp", self.app)

    def fits(self, key: Key) -> bool:  # noqa: ARG002
        """Whether a key is worth its place in the bar just now."""
        return True

    def look_again(self) -> None:
        """The desk told something new."""


class ConsoleHelp(_Barred[None], HelpScreen):
    """Every key that works on a screen of the console."""

    def on_mount(self, event: events.Mount) -> None:  # type: ignore[override]
        event.prevent_default()  # the game's own keys are not those that work here
        rows: list[Row] = []
        for place in (*self.about, "list", "all"):
            rows.append(_heading(heading(place)))
            rows.extend(_key(key) for key in keys_of(place))
        rows.append(_heading("Leaving"))
        text = "Ctrl+Q leaves at once. The class goes on without the console; the same link opens it again."
        rows.append(Row(lambda width: folded(text, width)))
        listing = self.query_one(Listing)
        listing.set_rows(rows)
        listing.focus()


def _heading(text: str) -> Row:
    return Row(lambda width: [line(""), line((text, "title"))])  # noqa: ARG005


def _key(key: Key) -> Row:
    def draw(width: int) -> list[Line]:
        first, *more = folded(key.help, width - 20)
        sign = " or ".join(shown(k) for k in key.keys).ljust(19)
        return [((sign, "key"), (" ", "plain"), *first), *(((" " * 20, "plain"), *part) for part in more)]

    return Row(draw)


__all__ = ["ConsoleBar", "ConsoleChoice", "ConsoleConfirm", "ConsoleHelp", "ConsoleRoom", "ConsoleSettings"]
