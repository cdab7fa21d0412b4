"""The terminal in a real browser: it shows the table, takes keys without a click, and asks nobody else for anything."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hosting import Live

from wargame.classroom.hall import Hall
from wargame.table import commands

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no browser on this machine")

ROWS = "() => [...document.querySelectorAll('.xterm-rows > div')].map((row) => row.textContent).join('\\n')"


class Tab:
    """A page with a terminal in it."""

    def __init__(self, browser: Any, live: Live, hall: Hall, width: int, height: int) -> None:
        self.page = browser.new_context(viewport={"width": width, "height": height}).new_page()
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("websocket", lambda socket: self.asked.append(socket.url))
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.goto(live.url + hall.link(hall.tables["t1"], "washington"))
        self.page.fill("input[name=name]", "Anna")
        self.page.click("button.main")
        self.page.goto(f"{live.url}/seat/terminal")

    @property
    def sees(self) -> str:
        return str(self.page.evaluate(ROWS)).replace("\xa0", " ")

    def until(self, *wanted: str, seconds: float = 30) -> str:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            seen = self.sees + self.page.inner_text("header")
            if all(w in seen for w in wanted):
                return seen
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{wanted} never came: {seen}")


@pytest.fixture
def tabs(hall: Hall, live: Live) -> Iterator[Callable[..., Tab]]:
    hall.tables["t1"].room.command(commands.Start(id="start-it"))
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield lambda width=1280, height=800: Tab(browser, live, hall, width, height)
        browser.close()


def test_a_terminal_in_a_browser(tabs: Callable[..., Tab], live: Live) -> None:
    tab = tabs()
    tab.until("BRIEFING", "Connected.")
    tab.page.keyboard.press("Space")  # no click before it
    tab.until("Lebanon", "0 of 2 sealed")
    tab.page.keyboard.press("o")
    tab.until("ORDERS")
    tab.page.keyboard.press("Enter")
    tab.until("On the sheet")
    tab.page.keyboard.press("F9")
    tab.until("Seal this sheet?")

    assert tab.wrong == [], "our policy on content held, and no script failed"
    ours = (live.url, live.url.replace("http", "ws"))
    assert [url for url in tab.asked if not url.startswith(ours)] == []


def test_a_phone_shows_all_eighty_columns(tabs: Callable[..., Tab]) -> None:
    tab = tabs(390, 844)
    tab.until("BRIEFING")
    tab.page.keyboard.press("Space")
    seen = tab.until("Lebanon", "sealed")
    assert "too small" not in seen
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_reload_and_a_second_terminal_come_back_to_the_same_sheet(tabs: Callable[..., Tab]) -> None:
    tab = tabs()
    tab.until("BRIEFING")
    for key in ("Space", "o", "Enter"):
        tab.page.keyboard.press(key)
        tab.page.wait_for_timeout(400)
    tab.until("On the sheet")
    tab.page.reload()
    tab.until("sheet: 1 written")

    other = tab.page.context.new_page()
    other.goto(tab.page.url)
    tab.until("You opened a newer terminal", "Rejoin")
    tab.page.click("#rejoin")
    tab.until("sheet: 1 written", "Connected.")


def test_letters_can_be_larger(tabs: Callable[..., Tab]) -> None:
    tab = tabs()
    tab.until("BRIEFING")
    before = len(tab.sees.splitlines())
    tab.page.click("#larger")
    tab.page.click("#larger")
    tab.page.wait_for_timeout(500)
    assert len(tab.sees.splitlines()) < before
    tab.page.keyboard.press("Space")
    tab.until("Lebanon")
