"""`wargame join` in a pseudo-terminal at a real server: it plays, it calls again, it gives the terminal back."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pexpect
import pytest
from hosting import Live

from wargame.classroom import seats
from wargame.classroom.hall import Hall
from wargame.classroom.join import CTRL_C, LEAVES
from wargame.classroom.way_in import NoWayIn, WayIn, class_at
from wargame.table import commands

ESCAPES = re.compile(r"\x1b\[[0-9;?<>$]*[a-zA-Z]|\x1b\][^\x07]*\x07")


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARGAME_SAVES", str(tmp_path / "mine"))


class Screen:
    """Somebody at a terminal of 80 by 24."""

    def __init__(self, *words: str, size: tuple[int, int] = (80, 24), **environment: str) -> None:
        known = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        known.pop("NO_COLOR", None)
        program = [sys.executable, "-m", "wargame", "join", *words]
        self.child = pexpect.spawn(
            program[0], program[1:], dimensions=(size[1], size[0]), env=known | environment, timeout=40,
            encoding="utf-8", codec_errors="replace",
        )  # fmt: skip
        self.seen = ""

    def read(self, seconds: float = 0.1) -> str:
        """What has come; nothing is no fault."""
        with suppress(pexpect.TIMEOUT, pexpect.EOF):
            self.seen += self.child.read_nonblocking(1 << 16, timeout=seconds)
        return ESCAPES.sub("", self.seen)

    def expect(self, *wanted: str, seconds: float = 40) -> str:
        """Wait until all of it stood on the screen since the last key."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            told = self.read()
            if all(w in told for w in wanted):
                return told
        raise AssertionError(f"{wanted} never came: {self.read()[-1500:]}")

    def press(self, keys: str, *wanted: str) -> str:
        self.read(0.05)
        self.seen = ""
        self.child.send(keys)
        return self.expect(*wanted)

    def ended(self) -> int:
        """Wait for the end; the exit code."""
        until = time.monotonic() + 20
        while self.child.isalive() and time.monotonic() < until:
            self.read()
        self.read()
        self.child.close()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -1)

    def restored(self) -> bool:
        """Whether lines are edited and echoed again, and every mode is taken back."""
        flags = termios.tcgetattr(self.child.child_fd)[3]
        tail = self.seen[-400:]
        modes = all(
            mode in tail for mode in ("\x1b[?1049l", "\x1b[?1000l", "\x1b[?2004l", "\x1b[?25h", "\x1b[<u")
        )
        return bool(flags & termios.ECHO and flags & termios.ICANON and flags & termios.ISIG) and modes


@pytest.fixture
def screens() -> Iterator[Callable[..., Screen]]:
    made: list[Screen] = []

    def another(*words: str, **named: str) -> Screen:
        made.append(Screen(*words, **named))
        return made[-1]

    yield another
    for screen in made:
        screen.child.close(force=True)


Screens = Callable[..., Screen]


def begun(hall: Hall) -> Hall:
    hall.tables["t1"].room.command(commands.Start(id="start-it"))
    return hall


# A lesson at a terminal


def test_a_step_is_played_at_80_by_24(hall: Hall, live: Live, screens: Screens) -> None:
    room = begun(hall).tables["t1"].room
    anna = screens(live.url, "--code", hall.tables["t1"].code, "--name", "Anna")
    anna.expect("Where do you sit?", "1  Tehran", "2  Washington")
    anna.press("Wash\r", "BRIEFING")
    anna.press(" ", "Lebanon", "0 of 2 sealed")
    anna.press("o", "ORDERS")
    anna.press("\r", "On the sheet")
    anna.press("\x1b[20~", "Seal this sheet?")  # F9
    anna.press("\r", "Sealed. Receipt")
    room.command(commands.Reveal(id="reveal-it"))
    anna.expect("REPORT", "March")
    assert len(room.game.turns[0].sheets["washington"].orders) == 1

    anna.press("q", "")
    anna.press(" ", "the sheets are open")
    anna.press("q", "Leave this terminal?")
    anna.press("\r", "You have left")
    assert anna.restored()
    assert anna.ended() == 0


def test_a_printed_link_and_coming_back(hall: Hall, live: Live, screens: Screens) -> None:
    table = begun(hall).tables["t1"]
    link = live.url + hall.link(table, "washington")
    anna = screens(link, "--name", "Anna")
    anna.expect("BRIEFING")
    anna.press("\x11", "Leave this terminal?")
    anna.press("\r", "You have left")
    assert anna.ended() == 0
    assert oct(seats.path().stat().st_mode & 0o777) == "0o600"

    again = screens(live.url)
    again.expect("BRIEFING")
    assert [m.name for m in table.room.members.values()] == ["Anna"]


def test_three_interrupts_leave_whatever_the_server_does(hall: Hall, live: Live, screens: Screens) -> None:
    begun(hall)
    anna = screens(live.url + hall.link(hall.tables["t1"], "washington"), "--name", "Anna")
    anna.expect("BRIEFING")
    anna.press("\x03", "")
    anna.press("\x03\x03", "You have left")
    assert anna.restored()
    assert anna.ended() == 0


@pytest.mark.parametrize("ended_by", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_the_terminal_is_given_back_whatever_happens(
    hall: Hall, live: Live, screens: Screens, ended_by: signal.Signals
) -> None:
    begun(hall)
    anna = screens(live.url + hall.link(hall.tables["t1"], "washington"), "--name", "Anna")
    anna.expect("BRIEFING")
    anna.child.kill(ended_by)
    anna.expect("Ended.")
    assert anna.restored()


def test_another_size_is_told(hall: Hall, live: Live, screens: Screens) -> None:
    begun(hall)
    anna = screens(live.url + hall.link(hall.tables["t1"], "washington"), "--name", "Anna")
    anna.expect("BRIEFING")
    anna.press(" ", "Lebanon")
    anna.seen = ""
    anna.child.setwinsize(40, 120)
    anna.expect("Ladder", "Red lines")


# A server that goes away


class Served:
    """`wargame host` in a process of its own, which can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, 0
        self.start()

    def start(self) -> None:
        program = [sys.executable, "-m", "wargame", "host", str(self.folder), "--address", "127.0.0.1"]
        port = self.port or 18_000 + os.getpid() % 20_000
        self.child = subprocess.Popen(
            [*program, "--port", str(port)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.port, self.told = port, ""
        assert self.child.stdout is not None
        while "Ctrl-C closes" not in self.told:
            line = self.child.stdout.readline()
            assert line, self.told
            self.told += line

    def kill(self) -> None:
        self.child.kill()
        self.child.wait()
        assert self.child.stdout is not None
        self.child.stdout.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def code(self) -> str:
        found = re.search(r"code (\w{6})", self.told)
        assert found
        return found[1]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    folder = tmp_path / "class"
    from hosting import plan

    made = Hall.open(folder)
    begun_room = made.add(plan(seed=7)).room
    begun_room.command(commands.Start(id="start-it"))
    made.close()
    server = Served(folder)
    yield server
    server.kill()


def test_killed_and_started_again_the_sheet_is_the_same(served: Served, screens: Screens) -> None:
    anna = screens(served.url, "--code", served.code, "--name", "Anna")
    anna.expect("Where do you sit?")
    anna.press("2\r", "BRIEFING")
    anna.press(" ", "sheet: empty")
    anna.press("o", "ORDERS")
    anna.press("\r", "On the sheet")
    anna.seen = ""
    served.kill()
    anna.expect("was lost at", "Calling again", "Ctrl+C or Q leaves")
    served.start()
    anna.expect("sheet: 1 written", "You are back")
    anna.press("o", "1 statement")

    served.kill()
    anna.seen = ""
    anna.expect("Calling again")
    anna.press("q", "You have left")
    assert anna.restored()
    served.start()


# What can be wrong


@pytest.mark.parametrize(
    ("address", "where"),
    [("192.168.1.5", "http://192.168.1.5:8000"), ("192.168.1.5:9000", "http://192.168.1.5:9000"),
     ("http://class.local", "http://class.local"), ("https://class.local:444/", "https://class.local:444"),
     ("[::1]:8000", "http://[::1]:8000")],
)  # fmt: skip
def test_addresses(address: str, where: str) -> None:
    assert class_at(address)[0].origin == where


@pytest.mark.parametrize("address", ["", "ftp://x", "http://", "host:port", "http://a:b@host"])
def test_what_is_no_address_says_what_one_looks_like(address: str) -> None:
    with pytest.raises(NoWayIn, match="looks like"):
        class_at(address)


def test_nobody_there_and_somebody_else(live: Live) -> None:
    with pytest.raises(NoWayIn, match="does not answer"):
        WayIn.find("127.0.0.1:9", "", "", "", lambda _: "")
    with pytest.raises(NoWayIn, match="No table has that code"):
        WayIn.find(live.url, "BBBBBB", "Anna", "", lambda _: "1")
    with pytest.raises(NoWayIn, match="opens nothing"):
        WayIn.find(live.url, "", "Anna", f"{live.url}/j/t1.washington.1.nothing", lambda _: "1")
    with pytest.raises(NoWayIn, match="not a printed link"):
        WayIn.find(live.url, "", "Anna", f"{live.url}/seat", lambda _: "1")


def test_without_a_terminal_it_says_so() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "wargame", "join", "127.0.0.1:9"],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert ran.returncode == 1
    assert ran.stderr == "Error: wargame join needs a terminal, not a pipe or a script\n"


def test_windows_is_sent_to_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    from wargame.classroom import join

    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(NoWayIn, match="browser"):
        join.join("127.0.0.1:9")


def test_keys_that_leave_are_known_as_every_terminal_says_them() -> None:
    for said in (b"\x03", b"\x1b[99;5u", b"\x1b[99;5:1u"):
        assert CTRL_C.fullmatch(said)
        assert LEAVES.search(said)
    for said in (b"q", b"Q", b"\x1b[113u", b"\x1b[113;1;113u"):
        assert LEAVES.search(said)
    assert not LEAVES.search(b"\x1b[A")


def test_the_client_loads_no_screen() -> None:
    program = "import sys; import wargame.classroom.join; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {name.split(".")[0] for name in ran.stdout.split()} & {
        "textual",
        "starlette",
        "uvicorn",
        "numpy",
    }
