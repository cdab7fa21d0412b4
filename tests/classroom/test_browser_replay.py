"""A blind replay in a real browser at phone size: find, answer, see the sheets open by themselves; by keyboard too."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hosting import Live, plan

from wargame.classroom.hall import Hall

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
REASON = "no Chromium on this machine"

if CHROMIUM is None and os.environ.get("CI") != "true":
    pytest.skip(REASON, allow_module_level=True)

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
SECONDS = 15_000


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    hall = Hall.open(tmp_path / "class")
    hall.add(plan(seed=7))
    with Live(hall) as server:
        yield server
    hall.close()


@pytest.fixture
def browser() -> Iterator[Any]:
    assert CHROMIUM is not None, REASON
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


def page_of(browser: Any, told: list[str], **size: Any) -> Any:
    context = browser.new_context(**size)
    context.set_default_timeout(SECONDS)
    page = context.new_page()
    page.on("console", lambda m: told.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: told.append(str(e)))
    return page


def test_a_student_answers_on_a_phone_and_sees_what_came_of_it(live: Live, browser: Any) -> None:
    told: list[str] = []
    desk = page_of(browser, told, viewport={"width": 1280, "height": 800})
    desk.goto(live.url + live.hall.desk_link)
    desk.click("text=Blind replay")
    desk.select_option("select[name=game]", "recorded collapse.jsonl")
    desk.click("text=Look into it")
    desk.check("input[value=washington]")
    desk.select_option("select[name=first]", "3")
    desk.click("text=Open the replay")

    phone = page_of(browser, told, **PHONE)
    phone.goto(live.url + live.hall.link(live.hall.tables["t1"], "tehran"))
    phone.fill("input[name=name]", "Ana")
    phone.press("input[name=name]", "Enter")
    phone.click("text=A blind replay is open")
    phone.click("text=To the question")
    phone.fill("#q", "strike")
    offers = phone.locator(".offer:visible")
    assert 0 < offers.count() < 40
    name = offers.first.locator("b").inner_text()
    offers.first.locator("input").focus()
    phone.keyboard.press("Space")
    phone.locator("button.main").focus()
    phone.keyboard.press("Enter")
    phone.wait_for_selector("#mine")
    assert name in phone.inner_text("#mine")
    phone.reload()
    assert name in phone.inner_text("#mine")
    assert "really ordered" not in phone.content()
    assert phone.evaluate("document.documentElement.scrollWidth") == 390

    desk.bring_to_front()
    desk.wait_for_selector("text=1 has answered")
    desk.click("text=Show the sheets")
    desk.wait_for_selector("text=really ordered")
    phone.bring_to_front()
    phone.wait_for_selector("text=really ordered")
    assert phone.locator(".tag.you").count() == 1
    assert phone.inner_text("#news") == "What the class would have ordered"
    assert told == []


def test_without_script_it_can_be_filtered_and_answered(live: Live, browser: Any) -> None:
    told: list[str] = []
    desk = page_of(browser, told, viewport={"width": 1280, "height": 800}, java_script_enabled=False)
    desk.goto(live.url + live.hall.desk_link)
    desk.goto(f"{live.url}/desk/replay?game=recorded+collapse.jsonl")
    desk.click("text=Open the replay")
    phone = page_of(browser, told, **PHONE, java_script_enabled=False)
    phone.goto(live.url + "/replay")
    phone.fill("input[name=code]", desk.locator("b.mark").inner_text())
    phone.fill("input[name=name]", "Ben")
    phone.press("input[name=name]", "Enter")
    phone.locator(".offer input").first.check()
    first = phone.locator(".offer b").first.inner_text()
    phone.fill("#q", "network")
    phone.press("#q", "Enter")
    assert phone.locator(".offer input:checked").count() == 1
    assert phone.locator(".offer").count() < 60
    phone.click("text=Send my answer")
    assert first in phone.inner_text("#mine")
    desk.click("text=Show the sheets")
    phone.click("text=See whether the sheets are open")
    assert "really ordered" in phone.content()
    assert told == []
