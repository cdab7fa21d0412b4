"""The desk's page in a real browser: a lesson is led from it, and nothing that is being written is lost."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from at_seat import World
from hosting import Live
from test_browser_seat import FAINT

from wargame.classroom.hall import Plan

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
REASON = "no Chromium on this machine"

if CHROMIUM is None and os.environ.get("CI") != "true":
    pytest.skip(REASON, allow_module_level=True)

LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
SMALL: dict[str, Any] = {"viewport": {"width": 1024, "height": 768}}
SIZES = pytest.mark.parametrize("size", [LAPTOP, SMALL], ids=["1280", "1024"])
SECONDS = 15_000
TEHRAN = "#p-roll article:has(h4:text('Tehran'))"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    assert CHROMIUM is not None, REASON
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


class Desk:
    """An instructor's browser at the desk of a class with one table."""

    def __init__(self, world: World, live: Live, browser: Any) -> None:
        self.world, self.live, self.browser = world, live, browser
        self.page: Any = None

    @contextmanager
    def sit(self, size: dict[str, Any]) -> Iterator[Any]:
        """Come in through the desk's link. Nothing may fail on the page, and nobody else be asked."""
        context = self.browser.new_context(**size)
        context.set_default_timeout(SECONDS)
        self.page = page = context.new_page()
        told: list[str] = []
        asked: list[str] = []
        page.on("console", lambda m: told.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: told.append(str(e)))
        page.on("request", lambda r: asked.append(r.url))
        page.goto(self.live.url + self.world.hall.desk_link)
        yield page
        assert [url for url in asked if not url.startswith(self.live.url)] == []
        refused = "the server responded with a status of 4"  # is for the page to say, and it does
        assert [text for text in told if refused not in text] == []
        context.close()

    def do(self, happen: Callable[[], object]) -> None:
        with self.world.table.lock:
            happen()

    def press(self, selector: str) -> str:
        """Press what leads to a page again, and read what it says."""
        with self.page.expect_navigation():
            self.page.click(selector)
        assert not self.page.evaluate(WIDE)
        said: str = self.page.inner_text("#said")
        return said

    def comes(self, so: str) -> None:
        """Wait until something is so on the page."""
        end = time.monotonic() + SECONDS / 1000
        while not self.page.evaluate(so):
            assert time.monotonic() < end, so
            self.page.wait_for_timeout(30)

    def picture(self, name: str) -> None:
        if folder := os.environ.get("WARGAME_PICTURES"):
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"))
            self.page.screenshot(path=str(Path(folder) / f"{name}-whole.png"), full_page=True)


WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"


@pytest.fixture
def lobby(tmp_path: Path, browser: Any) -> Iterator[Desk]:
    world = World(tmp_path / "class")
    with Live(world.hall) as live:
        live.hall.clock = world.clock
        yield Desk(world, live, browser)
    world.close()


@pytest.fixture
def desk(lobby: Desk) -> Desk:
    """In the midst of the game."""
    lobby.world.play(1)
    return lobby


@SIZES
def test_a_lesson_is_led_from_the_page(lobby: Desk, size: dict[str, Any]) -> None:
    desk, room, width = lobby, lobby.world.room, size["viewport"]["width"]
    with desk.sit(size) as page:
        assert "Person of tehran" in page.inner_text(TEHRAN)
        desk.picture(f"lobby-{width}")
        desk.press("button:text-is('Start: the first orders are due')")
        assert room.phase == "orders"

        for player, label in (("doctrine", "the scenario's doctrine"), ("human", "people")):
            page.click(f"{TEHRAN} summary")
            page.select_option(f"{TEHRAN} select", label=label)
            desk.press(f"{TEHRAN} button:text('Hand over')")
            assert room.game.players["tehran"] == player

        page.click("#d-events > summary")
        page.select_option("#d-events select[name=event]", index=1)
        event = page.input_value("#d-events select[name=event]")
        desk.press("#d-events button:text('Show what it would do')")
        assert "Nothing has been done" in page.inner_text("#preview")
        assert room.game.injects(0) == ()
        desk.picture(f"preview-{width}")
        desk.press("button:text('Let it happen now')")
        assert room.game.injects(0) == (event,)

        page.click("#d-rule > summary")
        cash = room.game.meter("tehran.cash")
        page.fill("#d-rule textarea[name=changes]", "tehran.cash -2")
        page.fill("#d-rule input[name=reason]", "They had spent it.")
        desk.press("#d-rule button:text('Show what it would do')")
        assert "tehran.cash" in page.inner_text("#preview")
        assert page.input_value("#d-rule input[name=reason]") == "They had spent it."
        desk.picture(f"ruling-{width}")
        desk.press("#d-rule button.main")
        assert room.game.meter("tehran.cash") == cash - 2
        assert "They had spent it." in page.inner_text("#p-rulings")

        desk.do(lambda: desk.world.command("hold", seats=["gcc"]))
        desk.do(lambda: desk.world.act("gcc", "send", to=["tehran"], text="Wait for us."))
        page.wait_for_selector("#p-letters .notice")
        assert page.evaluate(FAINT) == []
        desk.picture(f"letter-{width}")
        desk.press("#p-letters button:text('Pass it on')")
        assert [m.text for m in room.game.messages("tehran")] == ["Wait for us."]

        desk.press("#p-now button:text-is('Open the sheets now')")
        assert (room.phase, room.game.step) == ("report", 1)
        desk.press("#p-now button:text-is('Next orders')")
        page.click("#d-back > summary")
        page.select_option("#d-back select[name=step]", "0")
        page.check("#d-back input[name=sure]")
        desk.press("#d-back button:text('Go back')")
        assert room.game.step == 0
        page.click("summary:has-text('Show it (hidden')")
        desk.picture(f"story-{width}")

        page.click("a:text('The hot wash of this table')")
        page.wait_for_selector("h1:text('Table 1')")


def test_what_is_chosen_in_a_part_outlives_what_comes_meanwhile(desk: Desk) -> None:
    room = desk.world.room
    with desk.sit(LAPTOP) as page:
        page.click(f"{TEHRAN} summary")
        page.select_option(f"{TEHRAN} select", "absent")

        desk.do(lambda: room.here("person-gcc", True))

        page.wait_for_selector("#p-roll .newer button")
        assert "Person of gcc (away)" in page.inner_text("#p-roll")
        assert page.input_value(f"{TEHRAN} select") == "absent"
        page.click("#p-roll .newer button")
        page.wait_for_selector("#p-roll li:has-text('Person of gcc (here)')")
        assert page.input_value(f"{TEHRAN} select") == "absent", "what was begun is carried over"
        assert page.is_visible(f"{TEHRAN} select"), "and stays open"

        desk.press(f"{TEHRAN} button:text('Hand over')")
        assert room.game.players["tehran"] == "absent"


def test_a_part_that_nobody_is_at_is_renewed_and_keeps_what_is_open(desk: Desk) -> None:
    room = desk.world.room
    with desk.sit(LAPTOP) as page:
        page.click(f"{TEHRAN} summary")
        page.click("#d-letters > summary")
        page.focus(f"{TEHRAN} button:text('Send away')")

        desk.do(lambda: room.here("person-gcc", True))
        desk.do(lambda: desk.world.act("gcc", "send", to=["tehran"], text="Are you there?"))

        page.wait_for_selector("#p-roll li:has-text('Person of gcc (here)')")
        page.wait_for_selector("#p-letters:has-text('Are you there?')")
        assert page.is_visible(f"{TEHRAN} select")
        assert page.evaluate("document.activeElement.textContent") == "Send away"
        assert page.evaluate("document.activeElement.closest('article').textContent").strip()[:6] == "Tehran"
        assert not page.locator(".newer").count()


def test_a_change_that_is_taken_back_lets_the_newer_come(desk: Desk) -> None:
    with desk.sit(LAPTOP) as page:
        page.click("#d-times > summary")
        page.fill("#p-now input[name=minutes]", "25")
        desk.do(lambda: desk.world.command("pause"))
        page.wait_for_selector("#p-now .newer")
        assert page.locator("#p-now button:text-is('Pause')").count()
        page.fill("#p-now input[name=minutes]", "10.0")
        page.focus("#d-times > summary")
        page.wait_for_selector("#p-now button:text-is('Go on')")


def test_a_text_outlives_that_another_form_is_sent(desk: Desk) -> None:
    with desk.sit(LAPTOP) as page:
        page.fill("form:has(input[value=note]) textarea", "They hesitate, and I think")
        page.click("#d-rule > summary")
        page.fill("#d-rule textarea[name=changes]", "tehran.cash -2")
        desk.press("#p-now button:text-is('Pause')")
        assert page.input_value("form:has(input[value=note]) textarea") == "They hesitate, and I think"
        assert page.input_value("#d-rule textarea[name=changes]") == "tehran.cash -2"
        assert page.is_visible("#d-rule textarea[name=changes]")
        page.fill("#d-rule input[name=reason]", "a slip")
        desk.press("#d-rule button.main")
        assert page.input_value("#d-rule textarea[name=changes]") == "", "what was sent is not written again"
        assert page.input_value("form:has(input[value=note]) textarea") == "They hesitate, and I think"
        assert page.is_visible("#d-rule textarea[name=changes]")
        page.fill("#d-rule textarea[name=changes]", "no.such -2")
        page.fill("#d-rule input[name=reason]", "a slip")
        assert "no.such" in desk.press("#d-rule button.main")
        assert page.input_value("#d-rule textarea[name=changes]") == "no.such -2"


def test_a_ruling_speaks_of_the_step_that_was_played_last(desk: Desk) -> None:
    """The sheets open by themselves: orders to rule on are those of the new step without a reload."""
    with desk.sit(LAPTOP) as page:
        page.click("#d-rule > summary")
        page.click("#d-back > summary")
        steps = page.locator("#p-back select[name=step] option").count()
        desk.do(lambda: desk.world.command("reveal"))
        desk.comes(f"document.querySelectorAll('#p-back select[name=step] option').length === {steps + 1}")
        assert page.is_visible("#d-rule select[name=form]")


def test_eight_tables_stand_side_by_side_above_the_one_that_is_led(lobby: Desk) -> None:
    for seed in range(7):
        lobby.world.hall.add(Plan(scenario="intro", seed=seed, minutes=10))
    with lobby.sit(LAPTOP) as page:
        page.click("a:text-is('Table 8')")
        page.wait_for_selector("h2:has-text('Table 8')")
        assert page.locator("#p-tables li").count() == 8
        assert not page.evaluate(WIDE)
        start = page.locator("button:text-is('Start: the first orders are due')").bounding_box()
        assert start["y"] + start["height"] < LAPTOP["viewport"]["height"], "no scrolling to lead a table"
        lobby.press("button:text-is('Start: the first orders are due')")
        assert lobby.world.hall.tables["t8"].room.phase == "orders"
        page.click("#d-every > summary")
        lobby.press("#d-every button:text-is('Pens down')")
        assert "Done at 1 of 8 tables" in page.inner_text("#said")
        lobby.picture("eight")
        page.click("a:text('What Tehran sees')")
        page.wait_for_selector("h1:has-text('As Tehran sees it')")
        assert not page.evaluate(WIDE)
        lobby.picture("as-tehran")
