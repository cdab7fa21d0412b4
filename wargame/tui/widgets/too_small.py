"""What is shown instead of a screen that does not fit. Nothing is lost meanwhile: keys wait too."""

from __future__ import annotations

from wargame.tui.widgets.canvas import Canvas, Line, folded

MIN_WIDTH, MIN_HEIGHT = 80, 24


class TooSmall(Canvas):
    def draw(self, width: int, height: int) -> list[Line]:
        text = (
            f"This terminal is {width} columns by {height} rows. The game needs {MIN_WIDTH} by {MIN_HEIGHT}. "
            "Make the window larger or the letters smaller. Nothing is lost meanwhile. Ctrl+Q leaves."
        )
        return folded(text, width - 2, "title")[:height]
