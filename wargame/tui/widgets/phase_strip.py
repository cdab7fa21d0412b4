"""The ten phases of a step, and how far into it one looks; below them, in words, what stands there."""

from __future__ import annotations

from textual import events
from textual.message import Message

from wargame.record.past import PHASES, REVEAL
from wargame.ruleset import vocabulary
from wargame.text.words import first_up
from wargame.tui.glyphs import SIGNS
from wargame.tui.widgets.canvas import Canvas, Line, Span, clip, line

SHORT = {"intelligence": "intel", "diplomacy": "diplom."}
"""Names for narrow screens."""


class PhaseStrip(Canvas):
    class Picked(Message):
        def __init__(self, phase: str) -> None:
            super().__init__()
            self.phase = phase

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._phase = PHASES[0]
        self._told: frozenset[str] = frozenset()
        self._caption: Line = ()

    def show(self, phase: str, told: frozenset[str], caption: Line) -> None:
        """`told` are the phases that brought something; the caption says what stands at this moment."""
        self._phase, self._told, self._caption = phase, told, caption
        self.redraw()

    def _names(self, width: int) -> list[tuple[str, str]]:
        """Phase and how it is written, the one looked at in brackets; sheets open at the bar."""
        found = []
        for phase in PHASES:
            name = first_up(phase if width >= 100 else SHORT.get(phase, phase))
            here = phase == self._phase
            text = f"[{name}]" if here else f" {name} "
            found.append((phase, f"{SIGNS.mark}{text}" if phase == REVEAL else text))
        return found

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        reached = PHASES.index(self._phase)
        spans: list[Span] = [("  ", "plain")]
        for at, (phase, text) in enumerate(self._names(width)):
            role = "plain" if phase in self._told and at <= reached else "dim"
            spans.append((text, "chosen" if at == reached else role))
        return [clip(tuple(spans), width), clip(line("  ", *self._caption), width)]

    def on_click(self, event: events.Click) -> None:
        left = 2
        for phase, text in self._names(self.size.width):
            left += len(text)
            if event.y == 0 and event.x < left:
                self.post_message(self.Picked(phase))
                return


def meaning(phase: str) -> str:
    """What happens in a phase."""
    return f"{first_up(phase)}: {vocabulary.PHASES[phase]}."
