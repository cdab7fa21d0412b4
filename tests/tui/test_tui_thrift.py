"""What is written thriftily looks the same: a small terminal is painted both ways and compared."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

from wargame.tui.thrift import Thrift

STYLES = (
    "38;2;230;232;234;48;2;16;20;24", "1;38;2;230;232;234;48;2;16;20;24", "38;2;154;164;174;48;2;16;20;24",
    "1;38;2;255;255;255;48;2;42;74;99", "38;5;12;48;5;0", "4;38;2;1;2;3", "7;38;2;9;9;9;48;2;16;20;24", "2;3;31;107",
)  # fmt: skip
WIDTH, HEIGHT = 30, 8
TOKEN = re.compile(r"\x1b\[([0-9;]*)m|\x1b\[(\d+);(\d+)H|\x1b\[(\d+)C|\x1b\[2(J)|([^\x1b])")

OFF = {
    "22": ("1", "2"),
    "23": ("3",),
    "24": ("4",),
    "25": ("5", "6"),
    "27": ("7",),
    "28": ("8",),
    "29": ("9",),
}


@dataclass
class Terminal:
    """Cells with their styles, as far as the interface uses them."""

    cells: dict[tuple[int, int], tuple[str, tuple[tuple[str, str], ...]]] = field(default_factory=dict)
    style: dict[str, str] = field(default_factory=dict)
    x: int = 0
    y: int = 0

    def write(self, data: str) -> None:
        for codes, y, x, on, erase, sign in TOKEN.findall(data):
            if y:
                self.y, self.x = int(y), int(x)
            elif on:
                self.x += int(on)
            elif erase:
                self.cells.clear()
            elif sign == "\n":
                self.y, self.x = self.y + 1, 1
            elif sign:
                self.cells[self.y, self.x] = (sign, self._look(sign))
                self.x += 1
            else:
                self._set(codes.split(";"))

    def _look(self, sign: str) -> tuple[tuple[str, str], ...]:
        """What of a style shows: of a blank only its ground and lines."""
        shown = (
            self.style
            if sign != " "
            else {k: v for k, v in self.style.items() if k in ("back", "4", "7", "9")}
        )
        if sign == " " and "7" in self.style:
            shown = self.style
        return tuple(sorted(shown.items()))

    def _set(self, codes: list[str]) -> None:
        while codes:
            code = codes.pop(0)
            if code in ("", "0"):
                self.style.clear()
            elif code in ("38", "48"):
                size = 4 if codes[0] == "2" else 2
                self.style["fore" if code == "38" else "back"] = ";".join([code, *codes[:size]])
                del codes[:size]
            elif code in ("39", "49"):
                self.style.pop("fore" if code == "39" else "back", None)
            elif code in OFF:
                for part in OFF[code]:
                    self.style.pop(part, None)
            elif len(code) == 1:
                self.style[code] = code
            else:
                self.style["fore" if code[0] in "39" else "back"] = code


def frame(dice: random.Random, whole: bool) -> str:
    """Lines as the framework writes them: a move, runs of text each with its whole style, a new line."""
    rows = range(1, HEIGHT + 1) if whole else sorted(dice.sample(range(1, HEIGHT + 1), dice.randint(1, 4)))
    lines = []
    for y in rows:
        x = 1 if whole else dice.randint(1, WIDTH // 2)
        left, runs = (WIDTH if whole else dice.randint(1, WIDTH // 2)), []
        while left > 0:
            text = dice.choice(["   ", "war ", "—█░", "x", " ", "peace  "])[:left]
            left -= len(text)
            runs.append(f"\x1b[{dice.choice(STYLES)}m{text}\x1b[0m")
        lines.append(f"\x1b[{y};{x}H{''.join(runs)}")
    return "\n".join(lines) + f"\x1b[{dice.randint(1, HEIGHT)};1H"


def test_it_looks_the_same() -> None:
    for seed in range(60):
        dice, thrift, plain, thrifty = random.Random(seed), Thrift(), Terminal(), Terminal()
        kept: list[str] = []
        for number in range(12):
            data = dice.choice(kept) if kept and dice.random() < 0.3 else frame(dice, number % 3 == 0)
            kept.append(data)
            if dice.random() < 0.1:
                data = "\x1b[2J"
            plain.write(data)
            thrifty.write(thrift(data))
            assert thrifty.cells == plain.cells, (seed, number)
            assert thrifty.style == {}, "nothing of a style is left over"


def test_it_is_shorter_and_what_stands_there_is_not_written_again() -> None:
    dice, thrift = random.Random(1), Thrift()
    data = frame(dice, True)
    first = thrift(data)
    assert len(first) < 0.75 * len(data)
    assert len(thrift(data)) < 20
    thrift.forget()
    assert thrift(data) == first


def test_what_is_not_known_is_left_as_it_is() -> None:
    odd = "\x1b[1;1H\x1b[58;2;1;2;3mx\x1b[0m\x1b[2;1H\x1b[58;2;1;2;3my\x1b[0m"
    assert Thrift()(odd) == odd
    for data in ("", "\x1b[?2026h", "\x1b[?1049h\x1b[1;1Hx", "plain text"):
        assert Thrift()(data) == data


def test_an_erased_terminal_is_written_anew() -> None:
    thrift, data = Thrift(), frame(random.Random(2), True)
    first = thrift(data)
    thrift("\x1b[2J\x1b[3J\x1b[H")
    assert thrift(data) == first
