"""The same picture in fewer bytes: a style is written as what differs from the style before it.

The framework ends every run of text with a reset and begins the next with its whole style. Over a slow line
that is most of what is sent.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver

_STYLE = re.compile(r"\x1b\[([0-9;]*)m")

_MOVES = re.compile(r"(?:\n?\x1b\[[0-9;]*H)+")
"""Goes elsewhere and shows nothing: no style is needed for that."""

MOST_STYLES = 2000

_COLOURS = {"38": "fore", "48": "back"}

State = dict[str, str]
"""Parts of a style that are in force, and how each is written."""


class Thrift:
    """Writes data again in fewer bytes, and remembers the styles that it has read."""

    def __init__(self) -> None:
        self._known: dict[str, State | None] = {}

    def __call__(self, data: str) -> str:
        """What a terminal shows in the same way; it begins and ends without a style, as `data` does."""
        parts = _STYLE.split(data)
        if len(parts) < 4:
            return data
        written: list[str] = [parts[0]]
        now: State = {}
        last = len(parts) - 2
        for at in range(1, len(parts), 2):
            wanted, text = self._parsed(parts[at]), parts[at + 1]
            if wanted is None:
                return data  # a style that is not known here: better long than wrong
            seen = text and not _MOVES.fullmatch(text)
            if wanted != now and (seen or at == last):
                written.append(_change(now, wanted))
                now = wanted
            written.append(text)
        return "".join(written)

    def _parsed(self, codes: str) -> State | None:
        """A style in its parts; None if it says anything unusual."""
        if codes not in self._known:
            if len(self._known) > MOST_STYLES:
                self._known.clear()
            self._known[codes] = _read(codes.split(";"))
        return self._known[codes]


def _change(now: State, wanted: State) -> str:
    """From one style to another: by its differences, or anew if something has to be taken away."""
    if not wanted:
        return "\x1b[0m"
    if now.keys() - wanted.keys():
        return f"\x1b[0;{';'.join(wanted.values())}m"
    return f"\x1b[{';'.join(code for part, code in wanted.items() if now.get(part) != code)}m"


def _read(codes: list[str]) -> State | None:
    state: State = {}
    at = 0
    while at < len(codes):
        code = codes[at]
        if code in ("", "0"):
            state = {}
        elif code in _COLOURS:
            size = {"2": 5, "5": 3}.get(codes[at + 1] if at + 1 < len(codes) else "")
            if size is None or at + size > len(codes):
                return None
            state[_COLOURS[code]] = ";".join(codes[at : at + size])
            at += size - 1
        elif code.isdigit() and 1 <= int(code) <= 9:
            state[code] = code
        elif code.isdigit() and (30 <= int(code) <= 37 or 90 <= int(code) <= 97):
            state["fore"] = code
        elif code.isdigit() and (40 <= int(code) <= 47 or 100 <= int(code) <= 107):
            state["back"] = code
        else:
            return None
        at += 1
    return state


def thrifty_driver(driver: type[Driver]) -> type[Driver]:
    """A driver that writes thriftily."""

    class Thrifty(driver):  # type: ignore[valid-type, misc]
        _thrift = Thrift()

        def write(self, data: str) -> None:
            super().write(self._thrift(data))

    Thrifty.__name__ = driver.__name__
    return Thrifty


__all__ = ["Thrift", "thrifty_driver"]
