"""The same picture in fewer bytes: what stands there already is left out, and a style is written by what differs.

The framework paints a screen that comes to the front two or three times over, ends every run of text with a
reset and begins the next with its whole style. Over a slow line that is most of what is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

if TYPE_CHECKING:
    from textual.app import App
    from textual.driver import Driver
    from textual.geometry import Size

_STYLE = re.compile(r"\x1b\[([0-9;]*)m")

_MOVE = re.compile(r"\x1b\[(\d+);(\d+)H")

_ANY = re.compile(r"\x1b\[[0-9;?<=>]*[A-Za-z]")

_ERASES = re.compile(r"\x1bc|\x1b\[[0-9;]*[JKLMPSTX@r]|\x1b\[\?(?:47|1047|1049)[hl]")
"""After these, something else stands on the terminal."""

_MOVES = re.compile(r"[\r\n]|\x1b\[[0-9;]*[CH]")
"""Goes elsewhere and shows nothing."""

_ON_BLANKS = ("back", "4", "7", "9")
"""What of a style can be seen where nothing is written: its ground, and lines."""

MOST_STYLES = 2000

GAP = 5
"""So many signs that stand already cost no more than a move past them."""

_COLOURS = {"38": "fore", "48": "back"}

_ENDS = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "6": "25", "7": "27", "8": "28", "9": "29",
         "fore": "39", "back": "49"}  # fmt: skip
"""What takes a part of a style away."""

State = dict[str, str]
"""Parts of a style that are in force, and how each is written."""


Sign = tuple[str, str]
"""A character and the codes of its style, of a blank only those that show on it."""


class Thrift:
    """Writes data again in fewer bytes, and remembers what it has written where."""

    def __init__(self) -> None:
        self._known: dict[str, State | None] = {}
        self._grounds: dict[str, str] = {}
        self._rows: dict[int, dict[int, Sign]] = {}
        """What stands in a row of the terminal, by column."""

    def forget(self) -> None:
        """What stands on the terminal is not known any more: everything is written again."""
        self._rows.clear()

    def __call__(self, data: str) -> str:
        """What a terminal shows in the same way; it begins and ends without a style, as `data` does."""
        return self._restyled(self._news(data))

    def _news(self, data: str) -> str:
        """The signs in whose place something else stands, or nothing that is known."""
        first, *pieces = _MOVE.split(data)
        if not pieces or _ERASES.search(data) or _ANY.sub("", first).strip("\r\n"):
            if _ERASES.search(data) or _ANY.sub("", data):
                self.forget()
            return data
        written = [first]
        for at in range(0, len(pieces), 3):
            y, x, piece = int(pieces[at]), int(pieces[at + 1]), pieces[at + 2].rstrip("\r\n")
            row = self._rows.setdefault(y, {})
            runs = self._runs(piece)
            if runs is None:
                for column in range(x, x + cell_len(_ANY.sub("", piece))):
                    row.pop(column, None)
                written.append(f"\x1b[{y};{x}H{piece}")
            elif not runs:
                written.append(f"\x1b[{y};{x}H{piece}")
            else:
                written += self._changed(row, y, x, runs)
        return "".join(written)

    def _runs(self, piece: str) -> list[tuple[str, str]] | None:
        """A piece as texts with the codes of their style; None if it does more than write signs of one column."""
        parts = _STYLE.split(piece)
        text = "".join(parts[::2])
        if "\x1b" in text or cell_len(text) != len(text):
            return None
        codes = ["", *("" if code == "0" else code for code in parts[1::2])]
        return [(text, code) for text, code in zip(parts[::2], codes, strict=True) if text]

    def _changed(self, row: dict[int, Sign], y: int, x: int, runs: list[tuple[str, str]]) -> list[str]:
        """Only the stretches of a piece that differ from what stands there."""
        written: list[str] = []
        at = 0  # where the terminal writes next; 0 before the first move
        for text, codes in runs:
            ground = self._ground(codes)
            looks = {column: (sign, ground if sign == " " else codes) for column, sign in enumerate(text, x)}
            changed = [column for column, look in looks.items() if row.get(column) != look]
            row.update(looks)
            for begin, end in _stretches(changed):
                if begin != at:
                    written.append(f"\x1b[{begin - at}C" if at else f"\x1b[{y};{begin}H")
                written.append(_styled(text[begin - x : end - x], codes))
                at = end
            x += len(text)
        return written

    def _ground(self, codes: str) -> str:
        """What of a style shows on a blank."""
        if codes not in self._grounds:
            if len(self._grounds) > MOST_STYLES:
                self._grounds.clear()
            state = self._parsed(codes)
            plain = state is not None and "7" not in state  # what is reversed shows all of its colours
            shown = (
                ";".join(state[part] for part in _ON_BLANKS if part in state) if plain and state else codes
            )
            self._grounds[codes] = shown
        return self._grounds[codes]

    def _restyled(self, data: str) -> str:
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
            if wanted != now and (at == last or not _needless(text, now, wanted)):
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


def _stretches(columns: list[int]) -> Iterator[tuple[int, int]]:
    """Columns as stretches, begin and end; those with little between them as one."""
    begin = end = -GAP - 1
    for column in columns:
        if column - end > GAP:
            if end > begin:
                yield begin, end
            begin = column
        end = column + 1
    if end > begin:
        yield begin, end


def _styled(text: str, codes: str) -> str:
    return f"\x1b[{codes}m{text}\x1b[0m" if codes else text


def _needless(text: str, now: State, wanted: State) -> bool:
    """Whether a text looks the same in the style before it: nothing is shown, or blanks on the same ground."""
    shown = _MOVES.sub("", text)
    return not shown or (not shown.strip(" ") and all(now.get(p) == wanted.get(p) for p in _ON_BLANKS))


def _change(now: State, wanted: State) -> str:
    """From one style to another, by its differences."""
    if not wanted:
        return "\x1b[0m"
    gone = dict.fromkeys(_ENDS[part] for part in now if part not in wanted)
    new = [code for part, code in wanted.items() if now.get(part) != code or _ENDS[part] in gone]
    return f"\x1b[{';'.join([*gone, *new])}m"


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
        def __init__(self, app: App[Any], **options: Any) -> None:
            super().__init__(app, **options)
            self.thrift = Thrift()
            self._thrifty_at: Size | None = None

        def write(self, data: str) -> None:
            if self._thrifty_at != self._app.size:
                self._thrifty_at = self._app.size
                self.thrift.forget()
            super().write(self.thrift(data))

    Thrifty.__name__ = driver.__name__
    return Thrifty


__all__ = ["Thrift", "thrifty_driver"]
