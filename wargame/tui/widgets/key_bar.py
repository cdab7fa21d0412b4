"""The bottom line: the keys that matter here, most important first, or a word to the player."""

from __future__ import annotations

from wargame.tui.keys import Key, keys_of, shown
from wargame.tui.widgets.canvas import Canvas, Line, Span, clip, width_of


class KeyBar(Canvas):
    def __init__(self, places: tuple[str, ...], enter: str = "") -> None:
        """`enter` is what Enter does on the row at the pointer, where that is worth saying."""
        super().__init__()
        self._enter: Line = ((" Enter", "key"), (f" {enter} ", "plain")) if enter else ()
        self._keys = sorted((k for k in keys_of(*places, "everywhere") if k.bar), key=lambda k: k.bar)
        self._word: Line | None = None

    def say(self, text: str, role: str) -> None:
        self._word = ((f" {text}", role),)
        self.redraw()

    def hush(self) -> None:
        if self._word is not None:
            self._word = None
            self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        return [self._word if self._word is not None else self._fitted(width)]

    def _fitted(self, width: int) -> Line:
        """As many keys as fit; help is never the one that is left out."""
        *others, last = self._keys
        tail = _label(last)
        spans: list[Span] = list(self._enter)
        for key in others:
            if not self.screen.check_action(key.action, (key.argument,) if key.argument else ()):
                continue
            label = _label(key)
            if width_of((*spans, *label, *tail)) > width:
                break
            spans.extend(label)
        return clip((*spans, *tail), width)


def _label(key: Key) -> Line:
    return ((f" {key.pair or shown(key.keys[0])}", "key"), (f" {key.label} ", "plain"))
