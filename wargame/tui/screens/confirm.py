"""A question before something that cannot be taken back, on a page of its own with what it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.widget import Widget

from wargame.tui.keys import bindings
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Line, folded, line
from wargame.tui.widgets.listing import Listing, Row


class Confirm(Room[bool]):
    """Answers True or False. `lines` is what the player should read first; Enter is the same as yes."""

    places = ("confirm",)
    enter = "Choose"
    BINDINGS = bindings("confirm")

    def __init__(
        self,
        question: str,
        lines: list[Line],
        yes: str = "Yes",
        no: str = "No",
        *,
        agreed: Callable[[], object] | None = None,
    ) -> None:
        """With `agreed` the page stays after a yes, until whoever asked takes it away."""
        super().__init__()
        self.question, self.lines, self.yes, self.no = question, lines, yes, no
        self._agreed = agreed

    def body(self) -> Iterable[Widget]:
        yield Listing(id="question", classes="page")

    def on_mount(self) -> None:
        rows = [
            Row(lambda width: [*folded(self.question, width, "title"), line("")]),
            *(Row(lambda width, spans=spans: fold(spans, width)) for spans in self.lines),  # type: ignore[misc]
            Row(lambda width: [line("")]),  # noqa: ARG005
            Row(lambda width: [line(self.yes)], True),  # noqa: ARG005
            Row(lambda width: [line(self.no)], False),  # noqa: ARG005
        ]
        listing = self.query_one(Listing)
        listing.set_rows(rows)
        listing.focus()
        listing.select(True)

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        self._answer(bool(event.key))

    def action_say_yes(self) -> None:
        self._answer(True)

    def action_say_no(self) -> None:
        self._answer(False)

    def _answer(self, yes: bool) -> None:
        if yes and self._agreed is not None:
            self._agreed()
        else:
            self.dismiss(yes)


def fold(spans: Line, width: int) -> list[Line]:
    """A line of one role may run over several lines; a line of many spans is kept whole."""
    if len(spans) == 1:
        text, role = spans[0]
        return folded(text, width, role, "  " if text.startswith(("-", "!")) else "")
    return [spans]
