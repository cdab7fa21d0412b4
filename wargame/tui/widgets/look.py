"""What the pointer stands on, in words, always in the same place."""

from __future__ import annotations

from wargame.tui.glyphs import SIGNS
from wargame.tui.numbers import Number
from wargame.tui.widgets.board_map import Place
from wargame.tui.widgets.canvas import Canvas, Line, folded


class Look(Canvas):
    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = ""

    def show_text(self, text: str) -> None:
        self._text = text
        self.redraw()

    def show_area(self, place: Place, numbers: list[Number]) -> None:
        told = "; ".join(f"{n.label.partition(',')[0].lower()} {n.words}" for n in numbers)
        self.show_text(f"{place.label}: {place.text.rstrip('.')}. Enter: all its numbers. {told}.")

    def draw(self, width: int, height: int) -> list[Line]:
        lines = folded(self._text, width - 2)
        if len(lines) > height:
            lines = [
                *lines[: height - 1],
                ((f"{lines[height - 1][0][0][: width - 4]}{SIGNS.ellipsis}", "plain"),),
            ]
        return [((" ", "plain"), *spans) for spans in lines]
