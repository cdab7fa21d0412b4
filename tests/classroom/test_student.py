"""The page of a seat over the wire: whole, in parts, by script and by plain forms; and whom it refuses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from at_seat import World
from starlette.testclient import TestClient

from wargame.classroom.parts import PAGES, PARTS


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A stand-off after two steps, in which orders are due."""
    made = World(tmp_path / "class")
    made.play(2)
    yield made
    made.close()


@pytest.fixture
def ana(world: World) -> TestClient:
    """Washington's browser."""
    return world.browser("washington")


def legal(world: World, seat: str = "washington") -> list[str]:
    game = world.room.game
    return [game.rules.programs.names[row] for row in game.view(seat).menu]


def act(browser: TestClient, world: World, kind: str, id: str = "act-0001", **wishes: Any) -> Any:
    wish = {"kind": kind, "id": id, "step": world.room.game.step, **wishes}
    return browser.post("/seat/act", json=wish)


def draft(world: World, seat: str = "washington") -> list[str]:
    return list(world.room.session(seat).draft)


# Looking ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", PAGES)
def test_a_page_shows_its_parts_and_leaves_places_for_the_others(ana: TestClient, at: str) -> None:
    html = ana.get(f"/seat?at={at}").text

    for name in PARTS:
        assert f'id="p-{name}"' in html
        stale = f'data-part="{name}" data-stale' in html
        assert stale != (name in PAGES[at][1] or name in ("status", "sheet"))


def test_parts_come_by_the_names_of_events_and_only_those_that_are_seen(ana: TestClient) -> None:
    answer = ana.get("/seat/part/board,sheet?at=now")

    assert re.findall(r'data-part="(\w+)"', answer.text) == ["status", "todo", "sheet"]
    assert "board" in answer.headers["x-stale"].split(",")
    assert float(answer.headers["x-now"]) == 1_900_000_000
    assert ana.get("/seat/part/nothing").status_code == 404


class Reader(HTMLParser):
    """What a screen reader and a content policy look at."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.inside = 0
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.found.append((tag, named))
        if named.get("id"):
            self.ids.append(str(named["id"]))
        if tag == "label":
            self.inside += 1
            self.labels.add(str(named.get("for")))
        if tag in ("input", "select", "textarea") and named.get("type") != "hidden":
            self.fields.append(named | {"in-label": "yes" if self.inside else None})

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self.inside -= 1


@pytest.mark.parametrize("at", PAGES)
def test_a_page_keeps_the_content_policy_and_names_its_fields(ana: TestClient, world: World, at: str) -> None:
    world.act("washington", "write", order=legal(world)[0])
    world.act("gcc", "send", to=["tehran"], via="washington", text="Carry this.")
    reader = Reader()
    reader.feed(ana.get(f"/seat?at={at}&list=1").text)

    assert not [
        tag for tag, named in reader.found if "style" in named or any(n.startswith("on") for n in named)
    ]
    assert not [tag for tag, _ in reader.found if tag == "style"]
    assert all(named.get("src") for tag, named in reader.found if tag == "script")
    assert len(reader.ids) == len(set(reader.ids))
    for field in reader.fields:
        assert field["in-label"] or field.get("id") in reader.labels, field
    for _, named in reader.found:
        if labelled := named.get("aria-labelledby"):
            assert set(labelled.split()) <= set(reader.ids)
    landmarks = [tag for tag, _ in reader.found if tag in ("header", "nav", "main", "h1")]
    assert sorted(landmarks) == ["h1", "header", "main", "nav"]


def test_what_people_write_is_text_and_nothing_else(ana: TestClient, world: World) -> None:
    evil = '<img src=x onerror="alert(1)"> {{ 7*7 }} </textarea><script>alert(2)</script>'
    world.room.join("second", "<b>Eve</b>", "washington")
    world.act("gcc", "send", to=[], text=evil)
    world.act("washington", "reason", text=evil)
    for path in ("/seat?at=talk", "/seat?at=orders", "/seat?at=seat", "/seat/part/all", "/wall/t1"):
        html = ana.get(path).text
        assert "<img" not in html
        assert "<b>Eve" not in html
        assert "<script>alert" not in html
        assert "49" not in re.findall(r"onerror.{0,40}", html)
    assert "{{ 7*7 }}" in unescape(ana.get("/seat?at=talk").text)


def test_the_card_of_an_order_is_given_to_its_seat_only(ana: TestClient, world: World) -> None:
    mine, theirs = legal(world)[0], next(o for o in legal(world, "tehran") if o not in legal(world))

    assert "Given by" in ana.get(f"/seat/order/{mine}").text
    assert ana.get(f"/seat/order/{theirs}").status_code == 404
    assert ana.get("/seat/order/no%20such").status_code == 404
    assert ana.get(f"/seat/order/{mine}", headers={"x-part": "1"}).text.startswith('<div class="card">')


def test_a_number_is_explained_to_those_who_see_it(ana: TestClient, world: World) -> None:
    at = world.room.game.rules.meters.row

    assert "Why: Oil price" in ana.get(f"/seat/why/{at['world.oil']}").text
    assert ana.get(f"/seat/why/{at['tehran.resources']}").status_code == 404
    assert ana.get("/seat/why/99999").status_code == 404


def test_the_list_of_orders_is_sent_once(ana: TestClient, world: World) -> None:
    part = ana.get("/seat/part/orders").text
    mark = re.search(r'data-shell="(/seat/orders/\w+)"', part)
    assert mark is not None
    shell = ana.get(mark[1])
    names = [unescape(name) for name in re.findall(r'data-n="([^"]+)"', shell.text)]
    facts = ana.get("/seat/facts.json").json()

    assert "max-age" in shell.headers["cache-control"]
    assert shell.headers["content-encoding"] == "gzip"
    assert len(names) == len(facts) > 80
    assert [n for n, (ok, *_) in zip(names, facts, strict=True) if ok] == sorted(
        legal(world), key=names.index
    )
    assert len(json.dumps(facts)) < 8000
    assert ana.get("/seat/orders/another").status_code == 404

    before = re.search(r'data-facts="(\w+)"', part)
    world.command("reveal")
    after = re.search(r'data-facts="(\w+)"', ana.get("/seat/part/orders").text)
    assert before is not None
    assert after is not None
    assert before[1] != after[1]


def test_nobody_gets_a_page_without_a_seat(world: World) -> None:
    stranger = world.browser("washington")
    stranger.cookies.clear()
    for path in (
        "/seat",
        "/seat/part/all",
        "/seat/view.json",
        "/seat/facts.json",
        "/seat/order/x",
        "/seat/why/1",
    ):
        assert stranger.get(path).status_code == 401
    assert stranger.post("/seat/act", json={}).status_code == 401


# Doing, by a script -------------------------------------------------------------------------------


def test_an_act_is_answered_with_words_and_with_what_it_changed(ana: TestClient, world: World) -> None:
    order = legal(world)[0]
    answer = act(ana, world, "write", order=order).json()

    assert answer["ok"] is True
    assert answer["text"].startswith("On the sheet: ")
    assert 'id="p-sheet"' in answer["html"]
    assert draft(world) == [order]


def test_the_same_act_again_is_no_second_act(ana: TestClient, world: World) -> None:
    for _ in range(3):
        assert act(ana, world, "send", to=[], text="Once.").status_code == 200

    assert [m.text for m in world.room.game.messages("washington")] == ["Once."]


def test_sealing_gives_a_receipt_and_can_be_taken_back(ana: TestClient, world: World) -> None:
    order = legal(world)[0]
    act(ana, world, "write", order=order)
    sealed = act(ana, world, "seal", "act-0002", orders=[order]).json()

    assert sealed["data"]["receipt"] == world.room.receipt("washington")
    assert sealed["data"]["receipt"] in ana.get("/seat/part/sheet").text
    assert act(ana, world, "unseal", "act-0003").json()["ok"]
    assert draft(world) == [order]


def test_a_sheet_that_changed_meanwhile_is_not_sealed(ana: TestClient, world: World) -> None:
    world.act("washington", "write", order=legal(world)[0])
    answer = act(ana, world, "seal", orders=[])

    assert answer.status_code == 409
    assert answer.json()["ok"] is False
    assert "changed" in answer.json()["text"]


def test_what_is_refused_is_refused_in_a_sentence(ana: TestClient, world: World) -> None:
    for wrong in (
        {"kind": "write"},
        {"kind": "no"},
        [],
        "x",
        {"kind": "seal", "id": "act-0001", "step": 2, "more": 1},
    ):
        answer = ana.post("/seat/act", json=wrong)
        assert answer.status_code == 422
        assert answer.json()["text"].endswith(".")
    assert (
        ana.post("/seat/act", content=b"{", headers={"content-type": "application/json"}).status_code == 422
    )
    late = act(ana, world, "write", order=legal(world)[0], step=1)
    assert (late.status_code, late.json()["text"]) == (409, "The sheets were opened.")


def test_an_older_window_may_not_write(ana: TestClient, world: World) -> None:
    older = re.search(r'data-tab="(\d+)"', ana.get("/seat").text)
    newer = re.search(r'data-tab="(\d+)"', ana.get("/seat").text)
    assert older is not None
    assert newer is not None
    wish = {"kind": "write", "id": "act-0001", "step": world.room.game.step, "order": legal(world)[0]}

    assert ana.post(f"/seat/act?tab={older[1]}", json=wish).status_code == 409
    assert "newer window" in ana.get(f"/seat/part/status?tab={older[1]}").text
    assert ana.post(f"/seat/act?tab={newer[1]}", json=wish).status_code == 200
    assert "newer window" not in ana.get(f"/seat/part/status?tab={newer[1]}").text


def test_only_the_pen_is_offered_what_only_the_pen_may_do(world: World) -> None:
    world.room.join("second", "Ben", "washington")
    world.act("washington", "write", order=legal(world)[0])
    ben = world.browser("washington")
    ben.cookies.set("wg", world.hall.keys.for_person("t1", "washington", 1, "second"))
    html = ben.get("/seat?at=orders").text

    assert "Person of washington holds the pen and seals for your team." in html
    assert 'value="seal"' not in html
    assert 'value="strike"' in html
    assert act(ben, world, "seal", orders=draft(world)).status_code == 409
    world.act("washington", "pen", to="second")
    assert 'value="seal"' in ben.get("/seat?at=orders").text


# Doing, by plain forms ----------------------------------------------------------------------------


class Forms(HTMLParser):
    """The forms of a page as a browser without script would send them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({"action": named.get("action", ""), "fields": []})
        elif tag == "input" and self.forms and named.get("type") == "hidden":
            self.forms[-1]["fields"].append((named["name"], named["value"]))

    def of(self, kind: str, **having: str) -> dict[str, Any]:
        """The first form for a kind of act."""
        wanted = {("kind", kind), *having.items()}
        return next(f for f in self.forms if wanted <= set(f["fields"]))


def send(browser: TestClient, form: dict[str, Any], *more: tuple[str, str], follow: bool = True) -> Any:
    fields: dict[str, list[str]] = {}
    for name, value in [*form["fields"], *more]:
        fields.setdefault(name, []).append(value)
    return browser.post(form["action"], data=fields, follow_redirects=follow)


def test_a_step_is_played_without_script(ana: TestClient, world: World) -> None:
    first, second = legal(world)[0], next(o for o in legal(world) if fits(world, legal(world)[0], o))
    for order in (first, second):
        page = ana.get("/seat?at=orders&list=1").text
        assert f'name="order" value="{order}"' in unescape(page)
        page = send(ana, Forms(page).of("write"), ("order", order)).text
        assert "On the sheet." in page
    page = send(ana, Forms(page).of("shift", by="-1")).text
    assert draft(world) == [second, first]
    page = send(ana, Forms(page).of("strike", order=first)).text
    page = send(ana, Forms(page).of("reason"), ("text", "To gain time.")).text
    assert "To gain time." in page

    answer = send(ana, Forms(page).of("seal"), follow=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/seat?at=orders")
    assert world.room.game.sealed["washington"].orders == (second,)
    page = ana.get("/seat?at=orders").text
    assert "Your sheet: sealed" in page
    send(ana, Forms(page).of("unseal"))
    assert draft(world) == [second]


def fits(world: World, first: str, second: str) -> bool:
    return second != first and not world.room.game.judge("washington", [first, second])


def test_a_form_sent_twice_counts_once(ana: TestClient, world: World) -> None:
    form = Forms(ana.get("/seat?at=talk").text).of("send")
    for _ in range(2):
        send(
            ana, form, ("everybody", "1"), ("via", ""), ("mark", "pledge"), ("text", "No strike this month.")
        )

    assert [(m.text, m.mark) for m in world.room.game.messages("gcc")] == [
        ("No strike this month.", "pledge")
    ]


def test_a_refused_form_comes_back_with_what_was_typed(ana: TestClient, world: World) -> None:
    form = Forms(ana.get("/seat?at=talk").text).of("send")
    answer = send(ana, form, ("via", ""), ("mark", "none"), ("text", "To whom?"))

    assert answer.status_code == 409
    assert "Who reads it? Tick a seat, or everybody." in unescape(answer.text)
    assert ">To whom?</textarea>" in answer.text
    again = send(
        ana, Forms(answer.text).of("send"), ("to", "gcc"), ("via", ""), ("mark", "none"), ("text", "To whom?")
    )
    assert again.status_code == 200
    assert [m.text for m in world.room.game.messages("gcc")] == ["To whom?"]


def test_orders_are_filtered_without_script(ana: TestClient) -> None:
    every = re.findall(r'data-n="([^"]+)"', ana.get("/seat?at=orders&list=1").text)
    some = re.findall(r'data-n="([^"]+)"', ana.get("/seat?at=orders&list=1&q=strike").text)
    kind = ana.get("/seat?at=orders&list=1&kind=statement").text
    all_of_them = re.findall(r'data-n="([^"]+)"', ana.get("/seat?at=orders&list=1&all=1").text)

    assert 0 < len(some) < len(every) < len(all_of_them)
    assert re.findall(r'data-kind="(\w+)"', kind) == ["statement"]
    assert "No order fits" in ana.get("/seat?at=orders&list=1&q=zzzz").text


def test_a_mediator_decides_without_script(ana: TestClient, world: World) -> None:
    for number in range(3):
        world.act("gcc", "send", to=["tehran"], via="washington", text=f"Message {number}.")
    page = ana.get("/seat?at=talk").text
    page = send(ana, Forms(page).of("mediate", deed="carried", place="1")).text
    page = send(
        ana, Forms(page).of("mediate", deed="reshaped", place="2"), ("text", "Softer."), ("mark", "none")
    ).text
    send(ana, Forms(page).of("mediate", deed="leaked", place="3"))

    assert [m.text for m in world.room.game.messages("tehran")] == ["Message 0.", "Softer.", "Message 2."]
    assert "Message 2." in ana.get("/wall/t1").text
    assert "Softer." not in ana.get("/wall/t1").text


def test_a_forecast_and_the_pen_without_script(ana: TestClient, world: World) -> None:
    world.room.join("second", "Ben", "washington")
    page = ana.get("/seat?at=now").text
    question = next(iter(world.room.game.questions))
    page = send(ana, Forms(page).of("forecast", question=question), ("percent", "35")).text
    assert "kept: 35%" in page
    page = ana.get("/seat?at=seat").text
    send(ana, Forms(page).of("pen", to="second"))
    assert world.room.pens["washington"] == "second"
    wrong = send(
        ana, Forms(ana.get("/seat?at=now").text).of("forecast", question=question), ("percent", "many")
    )
    assert wrong.status_code == 409
    assert "Percent" in wrong.text


def test_the_end_is_told_and_explained(tmp_path: Path) -> None:
    world = World(tmp_path / "class", scenario="intro")
    world.play(40)
    ana = world.browser("washington")
    html = ana.get("/seat").text

    assert "The end: " in html
    assert "Washington (you): " in html
    assert "Belief and truth" in html
    assert "The game is over" in html
    assert "data-act" not in html
    at = world.room.game.rules.meters.row
    assert ana.get(f"/seat/why/{at['tehran.score']}").status_code == 200
    world.close()
