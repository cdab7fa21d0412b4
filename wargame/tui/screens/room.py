"""What every screen has: a body, the key bar below it, and the notice for a terminal that is too small."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from wargame.tui.widgets.canvas import Ink
from wargame.tui.widgets.key_bar import KeyBar
from wargame.tui.widgets.listing import Listing
from wargame.tui.widgets.too_small import MIN_HEIGHT, MIN_WIDTH, TooSmall

if TYPE_CHECKING:
    from wargame.tui.app import WargameApp

Result = TypeVar("Result")


class Room(Screen[Result]):
    """A screen of the game. `places` says which keys of the key table work here."""

    places: ClassVar[tuple[str, ...]] = ()

    enter: ClassVar[str] = ""
    """What Enter does at the pointer, for the key bar."""

    AUTO_FOCUS = ""
    busy = False
    """While the game is moved in another thread, keys wait."""
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [  # noqa: RUF012
        (0, "-tiny"),
        (MIN_WIDTH, "-narrow"),
        (110, "-normal"),
        (160, "-wide"),
    ]
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [  # noqa: RUF012
        (0, "-squat"),
        (MIN_HEIGHT, "-short"),
        (36, "-tall"),
    ]

    def body(self) -> Iterable[Widget]:
        """The widgets between the top and the key bar."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        yield from self.body()
        yield from self.wargame.lesson_strip()
        yield KeyBar(self.places, self.enter)
        yield TooSmall()

    def _on_screen_resume(self, event: events.ScreenResume) -> None:  # noqa: ARG002  the framework's comes too
        self.set_class(self.wargame.plain_signs, "-ascii")
        self.wargame.write_anew()

    def use_signs(self, plain: bool) -> None:
        """Draw everything again, with the signs that are in use now."""
        self.set_class(plain, "-ascii")
        for widget in self.query(Ink):
            widget.anew()

    @property
    def wargame(self) -> WargameApp:
        return cast("WargameApp", self.app)

    @property
    def too_small(self) -> bool:
        return fits_not(self.app.size)

    def on_idle(self) -> None:
        """A teacher looks on."""
        if self.wargame.teacher is not None and self.is_current:
            self.wargame.look_at_lesson(self)

    def pointed(self, on: Widget) -> None:
        """The pointer of a list or of the board stands somewhere else now."""

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Other rows were brought in below the pointer."""
        self.pointed(event.listing)

    def say(self, text: str, role: str = "watch") -> None:
        """A word to the player in the key bar, until the next key."""
        self.query_one(KeyBar).say(text, role)

    def hush(self) -> None:
        for bar in self.query(KeyBar):
            bar.hush()

    def copy(self, text: str) -> None:
        """Hand text to the terminal's clipboard."""
        self.app.copy_to_clipboard(text)
        count = len(text.splitlines())
        self.say(f"{count} line{'s' * (count != 1)} handed to the terminal's clipboard.", "calm")

    def action_copy_text(self) -> None:
        """What the screen's list says, as text."""
        self.copy(self.query_one(Listing).text)

    def action_go_back(self) -> None:
        self.dismiss()


def fits_not(size: Size) -> bool:
    return size.width < MIN_WIDTH or size.height < MIN_HEIGHT
