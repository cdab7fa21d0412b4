"""An exercise in real browsers and terminals on one machine, from the first link to the debrief pack.

Four students in browsers (one with a phone), two in terminals, an instructor at the desk's page, and a doctrine
play a whole game of the introduction; in the middle the server is killed and started again.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sys
import time
import zipfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pexpect

ESCAPES = re.compile(
    r"\x1b\[[0-9;?<>=]*[a-zA-Z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()][A-Z0-9]|\x1b[=>78c]"
)
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
SECONDS = 60
F9 = "\x1b[20~"
STEPS = 6
"""Of the introduction, at most so many are played."""


@dataclass
class Terminal:
    """Somebody at `wargame join`."""

    link: str
    name: str
    home: Path
    seen: str = ""
    child: Any = field(init=False)

    def __post_init__(self) -> None:
        known = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        known["WARGAME_SAVES"] = str(self.home)
        self.child = pexpect.spawn(
            sys.executable, ["-m", "wargame", "join", self.link, "--name", self.name], dimensions=(24, 80),
            env=known, encoding="utf-8", codec_errors="replace",
        )  # fmt: skip

    def read(self, seconds: float = 0.1) -> str:
        with suppress(pexpect.TIMEOUT, pexpect.EOF):
            self.seen += self.child.read_nonblocking(1 << 16, timeout=seconds)
        return ESCAPES.sub("", self.seen)

    def wait(self, *wanted: str) -> None:
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            told = self.read()
            if all(w in told for w in wanted):
                return
        self.seen = ""
        self.child.setwinsize(24, 81)  # it then paints everything anew
        time.sleep(1)
        raise AssertionError(f"{self.name}: {wanted} never came; there stands: {self.read()}")

    def press(self, keys: str, *wanted: str) -> None:
        self.read(0.05)
        self.seen = ""
        self.child.send(keys)
        self.wait(*wanted)

    def seal(self) -> None:
        """Write the first order there is, and seal."""
        self.press("o", "ORDERS")
        self.press("\r", "On the sheet")
        self.press(F9, "Seal this sheet?")
        self.press("\r", "Sealed. Receipt")


class Exercise:
    """Everybody who takes part. Use it within Playwright."""

    def __init__(self, url: str, links: dict[str, str], desk: str, folder: Path, playwright: Any) -> None:
        self.url, self.links, self.desk_link, self.folder = url, links, desk, folder
        self.told: list[str] = []
        self.browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        self.desk = self._page(LAPTOP)
        self.desk.goto(url + desk)
        self.pages: dict[str, Any] = {}
        self.terminals: dict[str, Terminal] = {}

    def _page(self, size: dict[str, Any]) -> Any:
        page = self.browser.new_context(**size).new_page()
        page.set_default_timeout(SECONDS * 1000)
        page.on("pageerror", lambda error: self.told.append(str(error)))
        return page

    def come_in(self) -> None:
        """Tehran: a laptop, a phone with the pen. Washington and the mediators: a laptop, a terminal with the pen."""
        for name, seat in (("Tess", "washington"), ("Tom", "gcc")):
            self.terminals[name] = Terminal(self.url + self.links[seat], name, self.folder / name)
            self.terminals[name].wait("BRIEFING")
        for name, seat, size in (
            ("Ana", "tehran", PHONE), ("Ben", "tehran", LAPTOP), ("Cem", "washington", LAPTOP), ("Dee", "gcc", LAPTOP),
        ):  # fmt: skip
            page = self.pages[name] = self._page(size)
            page.goto(self.url + self.links[seat])
            page.fill("input[name=name]", name)
            page.press("input[name=name]", "Enter")
            page.wait_for_url("**/seat")

    def command(self, label: str) -> None:
        """Press a button of the desk."""
        self.desk.reload()
        self.desk.click(f"#p-now button:text-is('{label}')")
        self.desk.wait_for_selector("#say .notice")

    def start(self) -> None:
        self.desk.click("#p-roll article:has-text('The proxies') summary")
        self.desk.select_option("#p-roll article:has-text('The proxies') select", "doctrine")
        self.desk.click("#p-roll article:has-text('The proxies') button:text('Hand over')")
        self.desk.wait_for_selector("#say .notice")
        self.command("Start: the first orders are due")

    def phase(self, name: str, *phases: str) -> None:
        """Wait until a student's page shows one of these phases."""
        until = time.monotonic() + SECONDS
        page = self.pages[name]
        while page.evaluate("document.querySelector('#p-status').dataset.phase") not in phases:
            assert time.monotonic() < until, f"{name} never saw {' or '.join(phases)}: {self._roll()}"
            page.wait_for_timeout(50)

    def draft(self, name: str, word: str) -> None:
        """A student finds an order by typing and writes it on the team's sheet."""
        page = self.pages[name]
        self.phase(name, "orders")
        page.click("nav a[data-at=orders]")
        page.wait_for_selector("#orders-list li:not([hidden]) button:not([disabled])")
        page.fill("#q", word)
        page.click("#orders-list li:not([hidden]) button:not([disabled]) >> nth=0")
        page.wait_for_timeout(300)

    def seal_by_page(self, name: str) -> None:
        page = self.pages[name]
        page.click("nav a[data-at=orders]")
        for _ in range(5):  # a mate may have changed the sheet meanwhile: look, and seal again
            if page.locator("button[data-key=seal]").count():
                page.click("button[data-key=seal]")
            page.wait_for_timeout(1500)
            opened = page.evaluate("document.querySelector('#p-status').dataset.phase") != "orders"
            if opened or page.locator("#p-sheet.sealed").count():
                return
        page.screenshot(path=str(self.folder / "unsealed.png"))
        raise AssertionError(f"{name} could not seal: {page.inner_text('#wrong')} {page.inner_text('#say')}")

    def write_to_all(self, name: str, text: str) -> None:
        page = self.pages[name]
        page.click("nav a[data-at=talk]")
        page.click("#writing summary")
        page.check("#to-everybody")
        page.fill("#send-text", text)
        page.click("button[data-key=send]")
        page.wait_for_selector(f"#p-post >> text={text}")

    def come_back(self) -> None:
        """After the server was away, terminals call again by themselves, and pages listen again."""
        for terminal in self.terminals.values():
            terminal.wait("You are back")

    def step(self, number: int, restarted: bool = False) -> None:
        """All seal; the sheets open by themselves; the desk goes on to the next orders."""
        if number and not restarted:
            for terminal in self.terminals.values():
                terminal.press(" ", "sheet: empty")  # the report has been read
        for terminal in self.terminals.values():
            if not number:
                terminal.press(" ", "sheet")
            terminal.seal()
        self.draft("Ben", "a")
        self.draft("Ana", "e")
        if number == 0:
            self.write_to_all("Ana", "We want to hear what you would pay.")
        self.seal_by_page("Ana")
        for name in self.pages:
            self.phase(name, "report", "over")
        for terminal in self.terminals.values():
            terminal.wait("REPORT")

    def over(self) -> bool:
        return bool(self._table()["over"])

    def _table(self) -> dict[str, Any]:
        found = json.loads(self.desk.request.get(self.url + "/desk/view.json").text())
        table: dict[str, Any] = found["tables"][0]
        return table

    def _roll(self) -> str:
        table = self._table()
        chairs = [
            f"{c['seat']} by {c['player']}, {'' if c['sealed'] else 'not '}sealed" for c in table["roll"]
        ]
        return f"{table['phase']}, step {table['step']}, {'; '.join(chairs)}"

    def pack(self) -> dict[str, str]:
        """The debrief pack as the desk hands it out."""
        body = self.desk.request.get(self.url + "/desk/debrief.zip").body()
        packed = zipfile.ZipFile(io.BytesIO(body))
        return {name: packed.read(name).decode() for name in packed.namelist()}

    def end(self) -> None:
        for terminal in self.terminals.values():
            terminal.child.close(force=True)
        self.browser.close()


def links_of(folder: Path) -> dict[str, str]:
    """The printed links of the first table, by seat, as they stand on the cards."""
    page = (folder / "links.html").read_text()
    found = re.findall(r"https?://[^/<\s]+(/j/(t1\.[a-z-]+\.[^<\s]+))", page)
    return {word.split(".")[1]: path for path, word in found}
