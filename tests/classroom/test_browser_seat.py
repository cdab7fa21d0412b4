"""The pages in a real browser: a step at phone and laptop size, by keyboard alone, without script, through a break."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from at_seat import World
from hosting import Live

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
REASON = "no Chromium on this machine"

if CHROMIUM is None and os.environ.get("CI") != "true":
    pytest.skip(REASON, allow_module_level=True)

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
SIZES = pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])

SECONDS = 15_000
"""Milliseconds to wait for anything; the machine may be busy."""


@dataclass
class Watched:
    """A page, and all that went wrong on it."""

    page: Any
    told: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


class Class:
    """A server with a table of four people's seats, and browsers for them."""

    def __init__(self, world: World, live: Live, browser: Any) -> None:
        self.world, self.live, self.browser = world, live, browser

    @contextmanager
    def sit(self, seat: str, size: dict[str, Any], script: bool = True, **wishes: Any) -> Iterator[Watched]:
        """Somebody comes in through their printed link. Nothing may fail, and nobody else be asked."""
        context = self.browser.new_context(java_script_enabled=script, **size, **wishes)
        context.set_default_timeout(SECONDS)
        page = context.new_page()
        watched = Watched(page)
        page.on("console", lambda m: watched.told.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: watched.told.append(str(e)))
        page.on("request", lambda r: watched.asked.append(r.url))
        page.goto(self.live.url + self.world.hall.link(self.world.table, seat))
        page.fill("input[name=name]", "Ana")
        page.press("input[name=name]", "Enter")
        page.wait_for_url("**/seat")
        with self.world.table.lock:
            self.world.room.leave(f"person-{seat}")  # the pen is Ana's
        yield watched
        assert [url for url in watched.asked if not url.startswith(self.live.url)] == []
        assert watched.told == []
        context.close()

    def do(self, happen: Callable[[], None]) -> None:
        with self.world.table.lock:
            happen()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    assert CHROMIUM is not None, REASON
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def school(tmp_path: Path, browser: Any) -> Iterator[Class]:
    world = World(tmp_path / "class")
    world.play(2)
    with Live(world.hall) as live:
        live.hall.clock = world.clock
        yield Class(world, live, browser)
    world.close()


def draft(world: World) -> list[str]:
    return list(world.room.session("washington").draft)


def wide(page: Any) -> bool:
    """Whether something runs out of the page sideways."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
    )


def until(page: Any, so: str) -> None:
    """Wait until something is so. The content policy lets no test wait inside the page."""
    end = time.monotonic() + SECONDS / 1000
    while not page.evaluate(so):
        assert time.monotonic() < end, so
        page.wait_for_timeout(50)


@SIZES
def test_a_step_is_played(school: Class, size: dict[str, Any]) -> None:
    world = school.world
    with school.sit("washington", size) as ana:
        page = ana.page
        for at in ("board", "lines", "talk", "seat", "now", "orders"):
            page.click(f"nav a[data-at={at}]")
            until(page, f"!document.querySelector('[data-page={at}] [data-stale]')")
            assert not wide(page), at
        page.wait_for_selector("#orders-list li:not([hidden]) button:not([disabled])")
        page.fill("#q", "warn tehran")
        page.click("#orders-list li:not([hidden]) button")
        page.wait_for_selector("#p-sheet [data-order]")
        until(page, "document.querySelector('#say').textContent.startsWith('On the sheet')")
        page.click("#orders-list li:not([hidden]) summary")
        page.wait_for_selector("#orders-list dt:text('Given by')")
        assert not wide(page)
        written = draft(world)
        assert len(written) == 1
        page.click("button[data-key=seal]")
        page.wait_for_selector("#p-sheet.sealed")
        assert list(world.room.game.sealed["washington"].orders) == written

        for seat in ("tehran", "proxies", "gcc"):
            school.do(lambda seat=seat: world.act(seat, "seal", orders=[]))
        until(page, "document.querySelector('#p-status').dataset.phase === 'report'")
        page.click("nav a[data-at=now]")
        page.wait_for_selector("#p-report .told")
        page.click("#p-report .story summary:visible >> nth=0")
        school.do(lambda: world.command("proceed"))
        until(page, "document.querySelector('#p-status').dataset.phase === 'orders'")
        assert not wide(page)


def test_a_step_is_played_with_the_keyboard_alone(school: Class) -> None:
    world = school.world
    with school.sit("washington", LAPTOP) as ana:
        page = ana.page
        page.wait_for_selector("html.script")

        def focus_on(wanted: str) -> None:
            for _ in range(120):
                page.keyboard.press("Tab")
                if page.evaluate(f"document.activeElement.matches({wanted!r})"):
                    return
            raise AssertionError(f"Tab never comes to {wanted}")

        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        focus_on("nav a[data-at=orders]")
        page.keyboard.press("Enter")
        page.wait_for_selector("#orders-list li:not([hidden])")
        assert page.evaluate("document.activeElement.id") == "main"
        focus_on("#q")
        page.keyboard.type("warn")
        focus_on("#orders-list summary")
        page.keyboard.press("Enter")
        page.wait_for_selector("#orders-list details[open] dt")
        focus_on("#orders-list button")
        page.keyboard.press("Enter")
        page.wait_for_selector("#p-sheet [data-order]")
        assert len(draft(world)) == 1
        focus_on("button[data-key=seal]")
        page.keyboard.press("Space")
        page.wait_for_selector("#p-sheet.sealed")
        assert page.evaluate("document.activeElement !== document.body"), "focus is kept when its button goes"


@SIZES
def test_a_step_is_played_without_script(school: Class, size: dict[str, Any]) -> None:
    world = school.world
    with school.sit("washington", size, script=False) as ana:
        page = ana.page
        page.click("nav a[data-at=orders]")
        page.click("text=Show the orders")
        page.fill("input[name=q]", "warn")
        page.click("button:text('Filter')")
        page.click("#orders-list button >> nth=0")
        page.wait_for_selector("#p-sheet [data-order]")
        assert len(draft(world)) == 1
        assert not wide(page)
        page.click("button[data-key=seal]")
        page.wait_for_selector("#p-sheet.sealed")
        page.click("nav a[data-at=talk]")
        page.click("#writing summary")
        page.check("#to-gcc")
        page.fill("#send-text", "What would you want for it?")
        page.click("button[data-key=send]")
        page.wait_for_selector("blockquote:text('What would you want')")
        assert [m.text for m in world.room.game.messages("gcc")] == ["What would you want for it?"]


def test_words_that_are_being_typed_and_their_focus_outlive_what_comes_meanwhile(school: Class) -> None:
    world = school.world
    with school.sit("washington", LAPTOP) as ana:
        page = ana.page
        page.click("nav a[data-at=talk]")
        page.click("#writing summary")
        page.check("#to-gcc")
        page.fill("#send-text", "We are thinking about")
        school.do(lambda: world.act("gcc", "send", to=["washington"], text="Well?"))
        page.wait_for_selector("blockquote:text('Well?')")
        page.keyboard.type(" it.")
        school.do(lambda: world.command("close"))
        page.wait_for_selector("#p-write p")
        school.do(lambda: world.command("reopen"))
        page.wait_for_selector("#f-send", state="attached")
        assert page.evaluate("document.querySelector('#unread').textContent") in ("1", "")
        until(page, "document.querySelector('#p-status').dataset.unread === '0'")  # read by being looked at

        page.click("nav a[data-at=orders]")
        page.fill("#q", "warn")
        school.do(lambda: world.act("tehran", "seal", orders=[]))
        until(page, "document.querySelector('.chairs').textContent.startsWith('1 of')")
        assert page.evaluate("document.activeElement.id") == "q"
        assert page.input_value("#q") == "warn"


def test_a_break_is_said_and_what_was_done_in_it_is_sent_once(school: Class) -> None:
    world = school.world
    with school.sit("washington", PHONE) as ana:
        page = ana.page
        page.click("nav a[data-at=orders]")
        page.wait_for_selector("#orders-list li:not([hidden])")
        lost = []

        def lose_the_reply(route: Any) -> None:
            if not lost:
                lost.append(route.fetch())
                route.abort()
            else:
                route.continue_()

        page.route("**/seat/act*", lose_the_reply)
        page.click("#orders-list li:not([hidden]) button >> nth=0")
        page.wait_for_selector("#p-sheet [data-order]")
        assert len(draft(world)) == 1
        ana.told.clear()  # the browser tells of the lost reply

        page.context.set_offline(True)
        until(page, "document.querySelector('#link').textContent.startsWith('Reconnecting')")
        school.do(lambda: world.act("gcc", "send", to=["washington"], text="Are you there?"))
        page.context.set_offline(False)
        until(page, "document.querySelector('#unread').textContent === '1'")
        until(page, "document.querySelector('#link').textContent === ''")
        page.reload()
        page.wait_for_selector("#p-sheet [data-order]")
        assert page.evaluate("document.body.dataset.at") == "orders"
        ana.told.clear()


def test_the_older_of_two_windows_is_told(school: Class) -> None:
    with school.sit("washington", LAPTOP) as ana:
        newer = ana.page.context.new_page()
        newer.goto(school.live.url + "/seat")
        ana.page.wait_for_selector("#p-status .alert")
        assert "newer window" in ana.page.inner_text("#p-status")
        newer.click("nav a[data-at=orders]")
        newer.click("button[data-key=seal]")
        newer.wait_for_selector("#p-sheet.sealed")


def test_a_class_takes_its_clock_from_the_server(school: Class) -> None:
    """However wrong the clock of a phone is: here it is years behind."""
    with school.sit("washington", PHONE) as ana:
        text = ana.page.inner_text("[data-due]")
        assert text.endswith(" left")
        minutes, _, seconds = text.removesuffix(" left").partition(":")
        assert 0 <= int(minutes) * 60 + int(seconds) <= 600


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(school: Class, scheme: str) -> None:
    """Contrast of at least 4.5 to 1 for every text that is shown."""
    with school.sit("washington", LAPTOP, color_scheme=scheme) as ana:
        page = ana.page
        for at in ("board", "lines", "orders", "talk", "now"):
            page.click(f"nav a[data-at={at}]")
            until(page, f"!document.querySelector('[data-page={at}] [data-stale]')")
            assert page.evaluate(FAINT) == []


FAINT = """() => {
  const parse = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const part = (v) => v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const e of document.querySelectorAll("body *")) {
    const says = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!says || !e.checkVisibility() || e.closest("svg, .sr, .skip, [disabled]")) continue;
    const both = [light(parse(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
    if ((both[0] + 0.05) / (both[1] + 0.05) < 4.5) faint.push(e.className + ": " + e.textContent.trim().slice(0, 30));
  }
  return faint;
}"""


def test_the_wall_follows_the_table(school: Class) -> None:
    world = school.world
    page = school.browser.new_page(viewport={"width": 1920, "height": 1080})
    page.set_default_timeout(SECONDS)
    told: list[str] = []
    page.on("console", lambda m: told.append(m.text))
    page.goto(f"{school.live.url}/wall/t1")
    page.wait_for_selector("text=not sealed")
    school.do(lambda: world.act("gcc", "seal", orders=[]))
    page.wait_for_selector(".w-roll li.in")
    school.do(lambda: world.act("gcc", "send", to=[], text="To all who read walls."))
    page.wait_for_selector("text=To all who read walls.")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert page.evaluate("document.querySelector('svg.board-wide').getBoundingClientRect().height") > 300
    assert told == []
    page.close()
