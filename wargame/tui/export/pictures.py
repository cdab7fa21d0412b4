"""Pictures of a replay: one SVG file for each step, as the screen stood at its end."""

from __future__ import annotations

import re
from pathlib import Path

from wargame.record.game import Game
from wargame.text.timeline import Timeline
from wargame.tui.export.stage import Size, Stage, frames

FONTS = re.compile(r"@font-face\s*{[^}]*}\s*")
"""The picture would fetch its letters from the network: it takes those of the machine instead."""


async def write_pictures(stage: Stage, game: Game, seat: str | None, folder: Path, size: Size) -> list[Path]:
    """Write `step-01.svg` and so on into a folder, which is made. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    timeline = Timeline(game, seat)
    stops = [timeline.end_of(step) for step in range(timeline.steps)]
    written: list[Path] = []
    async for moment, app in frames(stage, game, seat, size, stops):
        picture = app.export_screenshot(title=f"{game.scenario.label}, step {moment.step + 1}", simplify=True)
        path = folder / f"step-{moment.step + 1:02}.svg"
        path.write_text(FONTS.sub("", picture), encoding="utf-8")
        written.append(path)
    return written


__all__ = ["write_pictures"]
