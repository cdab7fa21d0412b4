"""Asks for the word behind which a seat keeps its papers; nothing of what is typed is shown."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
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


class WordBox(Input):
    """Takes a word, or the same word twice: however fast both are typed, each ends where Enter ends it."""

    def __init__(self, twice: bool) -> None:
        super().__init__(id="word", password=True, placeholder="your word", max_length=60)
        self.cursor_blink = False
        self.twice = twice
        self.first: str | None = None

    async def _on_key(self, event: events.Key) -> None:
        if event.key != "enter":
            return  # the framework's own handler comes next
        event.stop()
        event.prevent_default()
        if self.twice and self.first is None:
            self.first = self.value
            self.value = ""
            self.placeholder = "the same word again"
        else:
            self.post_message(self.Submitted(self, self.value))


class WordScreen(Room["tuple[str, str] | None"]):
    """Answers with the word and, where it is set and must be typed twice, with the second typing."""

    places = ("word",)
    enter = "Done"
    BINDINGS = bindings("word")

    def __init__(self, title: str, text: str, *, twice: bool = False, wrong: str = "") -> None:
        super().__init__()
        self.heading, self.text, self.twice, self.wrong = title, text, twice, wrong

    def body(self) -> Iterable[Widget]:
        with Vertical(id="word-page", classes="page"):
            yield Question(self.heading, self.text)
            yield WordBox(self.twice)

    def on_mount(self) -> None:
        question = self.query_one(Question)
        question.wrong = self.wrong
        question.redraw()
        self.query_one(WordBox).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        first = self.query_one(WordBox).first
        self.dismiss((event.value if first is None else first, event.value))

    def action_go_back(self) -> None:
        self.dismiss(None)
