"""Frames for terminals with fewer colours than they were painted for.

All applications of a process paint in true colours, since the framework remembers how a style was written;
what a terminal lacks is changed on the way to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from rich.color import Color, ColorSystem

SYSTEMS = {"256": ColorSystem.EIGHT_BIT, "standard": ColorSystem.STANDARD}

_TRUE = re.compile(r"([34])8;2;(\d{1,3});(\d{1,3});(\d{1,3})")


def suited(colours: str) -> Callable[[str], str]:
    """What makes a frame fit for a terminal with `truecolor`, `256` or `standard` colours."""
    system = SYSTEMS.get(colours)
    if system is None:
        return str
    return lambda frame: _TRUE.sub(lambda found: _near(system, *found.groups()), frame)


@lru_cache(maxsize=4096)
def _near(system: ColorSystem, layer: str, red: str, green: str, blue: str) -> str:
    """The nearest colour there is, as a terminal is told it."""
    colour = Color.from_rgb(int(red), int(green), int(blue)).downgrade(system)
    return ";".join(colour.get_ansi_codes(foreground=layer == "3"))


__all__ = ["suited"]
