"""Scroll bars without the eighths of a block that the plain Linux console cannot show, where they are not wanted."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.segment import Segments
from textual.scrollbar import ScrollBarRender

from wargame.tui.glyphs import plain_signs


class PlainBars(ScrollBarRender):
    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


class FittingBars(ScrollBarRender):
    """As whoever looks at it can show: terminals of one process differ."""

    @classmethod
    def render_bar(cls, *given: Any, **named: Any) -> Segments:
        drawn: type[ScrollBarRender] = PlainBars if plain_signs() else ScrollBarRender
        return drawn.render_bar(*given, **named)
