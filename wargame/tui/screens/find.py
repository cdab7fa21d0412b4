"""One line to type into."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Input

from wargame.tui.keys import bindings
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Canvas, Line, line


class Prompt(Canvas):
    def __init__(self, text: str) -> None:
        super().__init__(id="prompt")
        self._text = text

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        return [line((f" {self._text}", "title"))]


class FindScreen(Room["str | None"]):
    """Answers with what was typed; None if it was left."""

    places = ("find",)
    enter = "Search"
    BINDINGS = bindings("find")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def body(self) -> Iterable[Widget]:
        yield Prompt(self.text)
        box = Input(id="find-input")
        box.cursor_blink = False
        yield box

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)

    def action_go_back(self) -> None:
        self.dismiss(None)
