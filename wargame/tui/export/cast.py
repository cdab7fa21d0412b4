"""A recording of a replay for terminals: an asciinema file, version 2, made without waiting."""

from __future__ import annotations

import io
import json

from rich.console import Console
from textual.app import App

from wargame.record.game import Game
from wargame.record.past import BEFORE_REVEAL, REVEAL, Moment
from wargame.text.timeline import Timeline
from wargame.tui.export.stage import Size, Stage, frames

START = "\x1b[2J\x1b[?25l"
"""Clear the screen, hide the cursor."""
END = "\x1b[0m\x1b[?25h\r\n"
PACE = 2.0
"""Seconds for each moment."""


def stops(timeline: Timeline) -> list[Moment]:
    """The moments that are worth a picture: every reveal, and every phase that brought something."""
    due = (BEFORE_REVEAL, REVEAL)
    return [m for m in timeline.moments if m.phase in due or timeline.eventful(m)]


async def cast_lines(stage: Stage, game: Game, seat: str | None, size: Size, pace: float = PACE) -> list[str]:
    """The lines of the file: a header, then when and what is written, without line ends."""
    width, height = size
    header = {
        "version": 2,
        "width": width,
        "height": height,
        "title": f"{game.scenario.label}: replay",
        "env": {"TERM": "xterm-256color"},
    }
    console = Console(file=io.StringIO(), force_terminal=True, color_system="truecolor", legacy_windows=False)
    lines = [json.dumps(header)]
    shown: list[str] = [""] * height
    time = 0.0
    async for _, app in frames(stage, game, seat, size, stops(Timeline(game, seat))):
        now = painted(app, console)
        text = "".join(f"\x1b[{y};1H{line}" for y, line in enumerate(now, 1) if line != shown[y - 1])
        lines.append(_event(time, f"{START}{text}" if len(lines) == 1 else text))
        shown = now
        time += pace
    lines.append(_event(time, END))
    return lines


def painted(app: App[None], console: Console) -> list[str]:
    """The lines of the screen with their colours, as a terminal takes them."""
    return [strip.render(console) for strip in app.screen._compositor.render_strips()]


def _event(time: float, text: str) -> str:
    return json.dumps([round(time, 3), "o", text], ensure_ascii=False)


__all__ = ["cast_lines"]
