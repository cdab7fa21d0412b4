"""The signs that are drawn: a full set, and one that the plain Linux console and old fonts can show.

No sign carries a meaning alone: a word or a number always stands beside it.
"""

from __future__ import annotations

import os
from contextvars import ContextVar
from dataclasses import dataclass
from typing import cast


@dataclass(frozen=True)
class Glyphs:
    up: str
    down: str
    level: str
    pointer: str
    bar: str
    bar_empty: str
    mark: str
    """A threshold on a gauge."""
    spark: str
    """Eight heights, lowest first."""
    gap: str
    """No number at that date."""
    box: str
    """Corners, lines and joints of a box: top left, across, top right, down, bottom left, bottom right."""
    box_here: str
    """The top edge of the box under the pointer."""
    link_across: str
    link_down: str
    event: str
    ellipsis: str
    rule: str
    here: str
    """Above the step of a timeline that is looked at."""
    month: str
    """A step of a timeline: a month."""
    day: str
    """A step of a timeline: some days of a crisis."""


UNICODE = Glyphs(
    up="↑", down="↓", level=" ", pointer="›", bar="█", bar_empty="░", mark="│", spark="▁▂▃▄▅▆▇█", gap="·",
    box="┌─┐│└┘", box_here="╒═╕", link_across="─", link_down="│", event="•", ellipsis="…", rule="─",
    here="▼", month="·", day=":",
)  # fmt: skip

ASCII = Glyphs(
    up="^", down="v", level=" ", pointer=">", bar="#", bar_empty="-", mark="|", spark="_.,-=+*#", gap=" ",
    box="+-+|++", box_here="#=#", link_across="-", link_down="|", event="*", ellipsis="~", rule="-",
    here="v", month=".", day=":",
)  # fmt: skip


@dataclass
class _InUse:
    """The set that is drawn with; it may change while the program runs."""

    signs: Glyphs
    own: bool = False
    """For one terminal of many: what the program itself was started in has no say."""


def _choose(wanted: str = "auto") -> Glyphs:
    """`ascii`, `full`, or `auto` for what the terminal can show."""
    named = os.environ.get("WARGAME_GLYPHS", "")
    if named in ("ascii", "unicode"):
        return ASCII if named == "ascii" else UNICODE
    if wanted == "auto":
        return ASCII if os.environ.get("TERM") in ("linux", "vt100", "vt220", "dumb") else UNICODE
    return ASCII if wanted == "ascii" else UNICODE


_of_program = _InUse(_choose())
_of_terminal: ContextVar[_InUse] = ContextVar("_of_terminal")


def _held() -> _InUse:
    return _of_terminal.get(_of_program)


class _Current:
    """The set of whoever draws: a process may serve many terminals, and each has its own."""

    def __getattr__(self, name: str) -> str:
        return getattr(_held().signs, name)  # type: ignore[no-any-return]


SIGNS = cast(Glyphs, _Current())
"""The set in use; `WARGAME_GLYPHS=ascii` or `unicode` overrules what the terminal and the settings say."""


def use_signs(wanted: str) -> bool:
    """Draw with another set from now on; whether it is plain ASCII."""
    held = _held()
    held.signs = _choose(wanted) if not held.own else ASCII if wanted == "ascii" else UNICODE
    return held.signs is ASCII


def own_signs(wanted: str) -> None:
    """From here on this task, and every one it starts, draws with a set of its own."""
    _of_terminal.set(_InUse(ASCII if wanted == "ascii" else UNICODE, own=True))


def plain_signs() -> bool:
    """Whether the set in use is plain ASCII."""
    return _held().signs is ASCII


PLAIN = str.maketrans("“”„«»‘’‚–—−…·•›‹×→←↑↓≤≥°", '"""""\'\',---~.*><x><^v<>o')
"""Signs that texts are written with, and what stands for them where only ASCII can be shown."""


def plainly(text: str) -> str:
    """A text as the set in use can show it; as many cells wide as before."""
    return text.translate(PLAIN) if plain_signs() and not text.isascii() else text


def spark(values: list[int | None], low: int, high: int, width: int) -> str:
    """The last `width` numbers as heights between fixed bounds, so that two of them can be compared."""
    top = len(SIGNS.spark) - 1
    span = max(1, high - low)
    shown = values[-width:]
    drawn = (
        SIGNS.gap if v is None else SIGNS.spark[max(0, min(top, round((v - low) * top / span)))]
        for v in shown
    )
    return "".join(drawn).rjust(width)


def bar(value: int | None, low: int, high: int, width: int, marks: tuple[int, ...] = ()) -> str:
    """A gauge of fixed width and bounds, with its thresholds drawn in."""
    span = max(1, high - low)
    filled = 0 if value is None else round((value - low) * width / span)
    cells = [SIGNS.bar if at < filled else SIGNS.bar_empty for at in range(width)]
    for mark in marks:
        at = min(width - 1, max(0, round((mark - low) * width / span)))
        cells[at] = SIGNS.mark
    return "".join(cells)
