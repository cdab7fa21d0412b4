"""Write an export to where it was wanted; nothing is overwritten."""

from __future__ import annotations

import asyncio
from pathlib import Path

from wargame.record.game import Game
from wargame.text.export_timeline import timeline_markdown
from wargame.tui.export.stage import Stage

WHAT: dict[str, str] = {
    "timeline.md": "The timeline as text",
    "screens": "A picture of each step",
    "cast": "A recording for terminals",
}
"""What can be exported, and in words: Markdown, SVG files, an asciinema cast."""

ENDINGS = {"timeline.md": ".md", "screens": "", "cast": ".cast"}


def target(folder: Path, name: str, what: str) -> Path:
    """Where an export goes: a path that does not exist yet."""
    number, ending = 1, ENDINGS[what]
    while True:
        more = "" if number == 1 else f"-{number}"
        path = folder / f"{name}-{what.partition('.')[0]}{more}{ending}"
        if not path.exists():
            return path
        number += 1


def write(
    stage: Stage,
    game: Game,
    seat: str | None,
    what: str,
    path: Path,
    size: tuple[int, int],
    pace: float | None = None,
) -> list[Path]:
    """Write an export and say which files it made. Raises OSError, and ValueError if something lies there."""
    if path.exists() and (what != "screens" or not path.is_dir() or any(path.iterdir())):
        raise ValueError(f"{path}: exists already; exports never overwrite anything")
    path.parent.mkdir(parents=True, exist_ok=True)
    if what == "timeline.md":
        path.write_text(timeline_markdown(game, seat), encoding="utf-8")
        return [path]
    if what == "screens":
        from wargame.tui.export.pictures import write_pictures

        return asyncio.run(write_pictures(stage, game, seat, path, size))
    from wargame.tui.export.cast import PACE, cast_lines

    lines = asyncio.run(cast_lines(stage, game, seat, size, PACE if pace is None else pace))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [path]


__all__ = ["WHAT", "target", "write"]
