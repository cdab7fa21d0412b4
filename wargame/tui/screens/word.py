"""Asks for the word behind which a seat keeps its papers; nothing of what is typed is shown."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input

from wargame.tui.keys import bindings
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Canvas, Line, folded, line


class Question(Canvas):
    """What is asked, and how the last try went."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__(id="question")
        self.heading, self.text, self.wrong = title, text, ""

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        lines = [line((self.heading, "title")), line(""), *folded(self.text, width - 2)]
        return [*lines, *folded(self.wrong, width - 2, "crossed")] if self.wrong else lines


class WordScreen(Room["tuple[str, str] | None"]):
    """Answers with the word and, where it is set and must be typed twice, with the second typing."""

    places = ("word",)
    BINDINGS = bindings("word")

    def __init__(self, title: str, text: str, *, twice: bool = False, wrong: str = "") -> None:
        super().__init__()
        self.heading, self.text, self.twice, self.wrong = title, text, twice, wrong

    def body(self) -> Iterable[Widget]:
        with Vertical(id="word-page"):
            yield Question(self.heading, self.text)
            yield self._box("word", "your word")
            if self.twice:
                yield self._box("again", "the same word again")

    def _box(self, name: str, hint: str) -> Input:
        box = Input(id=name, password=True, placeholder=hint, max_length=60)
        box.cursor_blink = False
        return box

    def on_mount(self) -> None:
        question = self.query_one(Question)
        question.wrong = self.wrong
        question.redraw()
        self.query_one("#word", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if self.twice and event.input.id == "word":
            self.query_one("#again", Input).focus()
            return
        word = self.query_one("#word", Input).value
        again = self.query_one("#again", Input).value if self.twice else word
        self.dismiss((word, again))

    def action_go_back(self) -> None:
        self.dismiss(None)
