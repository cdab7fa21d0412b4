"""What the terminal interface costs, measured in a pseudo-terminal: time, processor time, bytes, memory.

    python tests/benchmarks/interface.py

A key counts from the moment it is written into the terminal until the last byte of what it paints. The
processor time beside it belongs to the interface alone, so it can be compared on a machine that others use
too. For POSIX systems; the processor time of a single key is known on Linux only.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from dataclasses import dataclass
from pathlib import Path

import timing

START = "from wargame.tui.app import run; run({})"
GAME = "new={{'scenario': {!r}, 'seat': 'washington', 'seed': 7}}"

QUIET = 0.6
"""A burst is over when nothing comes for so many seconds."""

SEQUENCES = re.compile(r"\x1b(?:\[[0-9;?<>=]*[A-Za-z~]|[()][A-Za-z0-9]|[=>78])")
RIGHT, LEFT, UP, DOWN = "\x1b[C", "\x1b[D", "\x1b[A", "\x1b[B"


@dataclass(frozen=True)
class Burst:
    """What came of a key: milliseconds until its last byte, processor milliseconds, bytes, text."""

    wall: float
    cpu: float
    size: int
    text: str


class Terminal:
    """The interface in a pseudo-terminal of its own."""

    def __init__(self, wish: str, width: int, height: int, folder: Path) -> None:
        self.begun = time.perf_counter()
        self.pid, self.end = pty.fork()
        if self.pid == 0:
            os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "WARGAME_SAVES": str(folder)}
            os.environ |= {"WARGAME_CONFIG": str(folder / "config")}
            os.environ.pop("NO_COLOR", None)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
            os.execv(sys.executable, [sys.executable, "-c", START.format(wish)])

    def cpu(self) -> float:
        """Processor time so far, in milliseconds; 0 where the system does not tell."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) * 1e3 / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Resident megabytes; 0 where the system does not tell."""
        try:
            status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        except OSError:
            return 0.0
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def read(self, until: str = "", begun: float | None = None, limit: float = 60.0) -> Burst:
        """Everything until it is quiet; with `until`, not before that text has come."""
        begun = time.perf_counter() if begun is None else begun
        before, last, got = self.cpu(), begun, b""
        while True:
            waiting = bool(until) and until not in said(got)
            if waiting and time.perf_counter() - begun > limit:
                raise SystemExit(f"'{until}' never came; the screen says:\n{said(got)[-2000:]}")
            ready, _, _ = select.select([self.end], [], [], 1.0 if waiting else QUIET)
            if ready:
                try:
                    got += os.read(self.end, 1 << 16)
                except OSError:
                    break
                last = time.perf_counter()
            elif not waiting:
                break
        return Burst((last - begun) * 1e3, self.cpu() - before, len(got), said(got))

    def press(self, key: str, until: str = "") -> Burst:
        begun = time.perf_counter()
        os.write(self.end, key.encode())
        return self.read(until, begun)

    def close(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.end)


def said(got: bytes) -> str:
    return SEQUENCES.sub("", got.decode(errors="replace"))


# What is measured -------------------------------------------------------------------------------


def first_paint(width: int, height: int, folder: Path) -> Burst:
    """From the start of Python to the last byte of the menu."""
    terminal = Terminal("", width, height, folder)
    found = terminal.read("Help", terminal.begun)
    terminal.close()
    return found


def moves(terminal: Terminal, times: int, keys: str) -> list[Burst]:
    """Moves of the pointer, the first of which settles focus and is not counted."""
    terminal.press(keys[:3])
    steps = [keys[at : at + 3] for at in range(0, len(keys), 3)]
    return [terminal.press(steps[at % len(steps)]) for at in range(times)]


def at_the_table(width: int, height: int, folder: Path, times: int) -> dict[str, list[Burst]]:
    """Moves of the pointer in the places where one moves most."""
    terminal = Terminal(GAME.format("standoff"), width, height, folder)
    terminal.read("BRIEFING")
    terminal.press(" ", "Lebanon")
    found = {"board": moves(terminal, times, RIGHT + DOWN + LEFT + UP)}
    for digit, name in (("3", "numbers"), ("4", "red lines")):
        terminal.press(digit)
        found[name] = moves(terminal, times, DOWN)
    terminal.press("o", "ORDERS")
    found["order sheet"] = moves(terminal, times, DOWN)
    terminal.close()
    return found


def whole_game(
    width: int, height: int, folder: Path, scenario: str
) -> tuple[list[Burst], list[Burst], float]:
    """Every seal to the report it leads to, every end of a step, and the memory at the verdict."""
    terminal = Terminal(GAME.format(scenario), width, height, folder)
    terminal.read("BRIEFING")
    terminal.press(" ", "Lebanon")
    seals, ends = [], []
    for _ in range(60):
        terminal.press("\x1b[20~", "Seal")  # F9
        seals.append(terminal.press("\r", "REPORT"))
        ends.append(terminal.press(" "))
        if "VERDICT" in ends[-1].text:
            break
    memory = terminal.memory()
    terminal.close()
    return seals, ends, memory


# What is said -----------------------------------------------------------------------------------


def show(name: str, found: list[Burst]) -> None:
    wall, cpu, size = ([getattr(burst, part) for burst in found] for part in ("wall", "cpu", "size"))
    print(
        f"  {name:<20} wall p50 {timing.quantile(wall, 50):>6.1f}  p95 {timing.quantile(wall, 95):>6.1f}"
        f"   cpu each {sum(cpu) / len(cpu):>6.1f}"
        f"   bytes p50 {timing.quantile(size, 50):>6.0f}  most {max(size):>6.0f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--size", default="120x40", help="columns x rows")
    parser.add_argument("--times", type=int, default=40, help="moves of the pointer in each place")
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--scenario", default="standoff", help="of the whole game")
    asked = parser.parse_args()
    width, height = (int(part) for part in asked.size.split("x"))

    with tempfile.TemporaryDirectory() as named:
        folder = Path(named)
        starts = [first_paint(width, height, folder) for _ in range(asked.starts)]
        found = at_the_table(width, height, folder, asked.times)
        seals, ends, memory = whole_game(width, height, folder, asked.scenario)
    print(f"{asked.size}; milliseconds and bytes")
    show("first full paint", starts)
    for name, bursts in found.items():
        show(f"move: {name}", bursts)
    show("seal to report", seals)
    show("report to table", ends)
    print(f"  memory after {len(seals)} steps: {memory:.0f} MB")

    every = [burst for bursts in found.values() for burst in bursts]
    print(
        f"\nfirst paint {min(burst.wall for burst in starts):.0f} ms; "
        f"key to paint p95 {timing.quantile([burst.wall for burst in every], 95):.1f} ms; "
        f"a move at most {max(burst.size for burst in every)} bytes; "
        f"seal to report p50 {timing.quantile([burst.wall for burst in seals], 50):.0f} ms, "
        f"p95 {timing.quantile([burst.wall for burst in seals], 95):.0f} ms; "
        f"end of a step at most {max(a.size + b.size for a, b in zip(seals, ends, strict=True)) / 1e3:.0f} kB; "
        f"memory {memory:.0f} MB"
    )


if __name__ == "__main__":
    main()
