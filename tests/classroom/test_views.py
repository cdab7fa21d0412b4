"""What a seat's page is made of: the same words as everywhere, kept until they change, and nobody else's."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from at_seat import SEATS, World, disturb

from wargame.classroom.parts import ALWAYS, PAGES, PARTS, TOUCHED, Asker, touched
from wargame.classroom.reports import why
from wargame.classroom.views import Views, You, as_json
from wargame.table.bulletin import RESET
from wargame.table.changes import ALL
from wargame.text.cards import order_card
from wargame.text.catalogue import odds_short, risk_of

YOU = You("person-washington", "Person of washington", True)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A stand-off after four steps of doctrines."""
    made = World(tmp_path_factory.mktemp("class"))
    made.play(4)
    yield made
    made.close()


@pytest.fixture
def views(world: World) -> Views:
    return Views(world.room)


def asker(world: World, seat: str = "washington") -> Asker:
    return Asker(seat, f"person-{seat}", True, world.clock())


@pytest.mark.parametrize("seat", SEATS)
def test_the_list_of_orders_says_what_the_cards_say(views: Views, seat: str) -> None:
    game = views.room.game
    menu = {game.rules.programs.names[row] for row in game.view(seat).menu}
    for order, fact in zip(views.listed(seat), views.facts(seat)[0], strict=True):
        card = order_card(game, seat, order.name)
        cost = ", ".join(f"{amount} {label.partition(',')[0].lower()}" for label, amount, _ in card.cost)

        assert fact.legal == (order.name in menu) == (not card.lacking), order.name
        assert (fact.cost, fact.odds, fact.risk) == (cost, odds_short(card.odds), risk_of(card.lines))
        assert (order.label, order.text, order.kind, order.area) == (
            card.label, card.text, card.kind, card.area or ""
        )  # fmt: skip


def test_every_part_is_on_one_page_or_on_all() -> None:
    on_pages = [name for _, names in PAGES.values() for name in names]

    assert sorted([*on_pages, *ALWAYS]) == sorted(PARTS)


def test_every_event_of_a_room_touches_parts_that_there_are() -> None:
    told = {*ALL, RESET, "forecast"}

    assert told <= TOUCHED.keys()
    assert {part for parts in TOUCHED.values() for part in parts} <= PARTS.keys()
    assert touched([RESET]) == list(PARTS)
    assert touched(["no such part"]) == []


def test_the_page_and_the_data_say_the_same(world: World, views: Views) -> None:
    view = json.loads(as_json(views.seat_view("washington", YOU, world.clock())))
    html = {name: unescape(part(views, asker(world))) for name, part in PARTS.items()}

    for gauge in view["situation"]["main"]:
        assert (
            f'<span class="g-label">{gauge["label"]}</span> <b class="g-value">{gauge["text"]}</b>'
            in html["numbers"]
        )
    for line in view["lines"]:
        assert line["state"] in html["lines"]
    for date in view["affairs"]["dates"]:
        assert date["label"] in html["deals"]
    for told in (told for phase in view["report"]["phases"] for told in phase["lines"]):
        assert told["text"] in html["report"]
    assert view["clock"]["when"] in html["status"]
    assert [chair["seat"] for chair in view["roll"]] == list(SEATS)
    assert view["end"] is None


def test_what_has_not_changed_is_not_made_again(world: World, views: Views) -> None:
    first = views.situation("gcc"), views.report("gcc"), PARTS["board"](views, asker(world, "gcc"))
    world.act("tehran", "write", order=legal(world, "tehran")[0])

    again = views.situation("gcc"), views.report("gcc"), PARTS["board"](views, asker(world, "gcc"))
    assert all(a is b for a, b in zip(first, again, strict=True))
    world.act("tehran", "clear")


def legal(world: World, seat: str) -> list[str]:
    game = world.room.game
    return [game.rules.programs.names[row] for row in game.view(seat).menu]


CHANGES: dict[str, tuple[Callable[[World], None], set[str]]] = {
    "write": (lambda w: w.act("washington", "write", order=legal(w, "washington")[0]), {"sheet"}),
    "reason": (lambda w: w.act("washington", "reason", text="To win time."), {"sheet"}),
    "seal": (lambda w: w.act("washington", "seal", orders=w.room.session("washington").draft), {"sheet", "roll"}),
    "unseal": (lambda w: w.act("washington", "unseal"), {"sheet", "roll"}),
    "send": (lambda w: w.act("gcc", "send", to=["washington"], text="Talk to us."), {"post"}),
    "read": (lambda w: w.act("washington", "read", count=1), {"post"}),
    "announce": (lambda w: w.command("announce", to=[], text="Ten minutes."), {"post"}),
    "forecast": (
        lambda w: w.act("washington", "forecast", question=next(iter(w.room.game.questions)), percent=40),
        {"forecast"},
    ),
    "join": (lambda w: w.room.join("second", "Second", "washington") and None, {"team", "roll"}),
    "here": (lambda w: w.room.here("second", True), {"team", "roll"}),
    "close": (lambda w: w.command("close"), {"clock"}),
    "reopen": (lambda w: w.command("reopen"), {"clock"}),
    "pause": (lambda w: w.command("pause"), {"clock"}),
    "resume": (lambda w: w.command("resume"), {"clock"}),
    "inject": (lambda w: w.command("inject", event=an_event(w)), {"board", "sheet", "report", "news"}),
    "rule": (
        lambda w: w.command("rule", form="amend", about="the storm", changes={"world.oil": 1}, reason="Rough seas."),
        {"board", "sheet", "report", "news", "rulings"},
    ),
    "reveal": (lambda w: w.command("reveal"), set(ALL)),
    "proceed": (lambda w: w.command("proceed"), {"clock", "sheet", "report"}),
}  # fmt: skip
"""What happens at a table, and the events that whoever sits in Washington's chair is sent for it, at most."""


def an_event(world: World) -> str:
    names = world.room.game.rules.programs.names
    return next(name.removeprefix("event ") for name in names if name.startswith("event "))


def test_a_page_that_follows_its_events_is_the_page_that_is_loaded_anew(tmp_path: Path) -> None:
    """Whatever a part shows, an event that touches it comes when it changes."""
    world = World(tmp_path / "class")
    world.play(2)
    views, you = Views(world.room), asker(world)
    shown = {name: str(part(views, you)) for name, part in PARTS.items()}
    after = world.room.stamp("washington")
    for name, (happen, _) in CHANGES.items():
        happen(world)
        events = world.room.events("washington", after)
        after = world.room.stamp("washington")
        for part in touched([told for event in events for told in event.parts]):
            shown[part] = str(PARTS[part](views, you))
        anew = {part: str(make(Views(world.room), you)) for part, make in PARTS.items()}
        if name == "read":  # a person's own act, answered with the part itself
            shown |= {part: anew[part] for part in touched(["post"])}

        assert {part for part in PARTS if shown[part] != anew[part]} == set(), name
    world.close()


# What a seat cannot know --------------------------------------------------------------------------


def secrets(world: World, seat: str) -> None:
    """Everything that others do and that this seat is not told of."""
    others = [s for s in SEATS if s != seat]
    for other in others:
        for order in legal(world, other)[:2]:
            if not world.room.game.judge(other, [*world.room.session(other).draft, order]):
                world.act(other, "write", order=order)
        world.act(other, "reason", text=f"The secret reason of {other}.")
        world.act(other, "forecast", question=next(iter(world.room.game.questions)), percent=7)
    world.act(others[0], "send", to=[others[1]], text="A secret between two.", mark="pledge")
    world.act(others[0], "send", to=[seat], via=others[1], text="A secret on its way.")
    world.command("hold", seats=[others[2]])
    world.act(others[2], "send", to=[seat], text="A secret that is held.")
    world.command("note", text="A secret note.")
    assert disturb(world.room, seat) > 10


def asked(world: World, seat: str, every: int = 3) -> dict[str, bytes]:
    """All that the server says to somebody in a seat, by address; of numbers and orders, some."""
    browser = world.browser(seat)
    game = world.room.game
    found = {}
    paths = [f"/seat?at={at}" for at in PAGES]
    paths += ["/seat/part/all", "/seat/view.json", "/seat/facts.json", "/seat/numbers", "/seat/report/0"]
    paths += ["/seat?at=orders&list=1&all=1", "/wall/t1", "/wall/t1/part", "/wall/t1/view.json"]
    paths += [f"/seat/why/{row}" for row in range(0, game.rules.meters.count, every)]
    names = game.rules.programs.names[1 : game.rules.programs.orders : 2 * every + 1]
    paths += [f"/seat/order/{name}" for name in names]
    for path in paths:
        answer = browser.get(path)
        found[path] = f"{answer.status_code} ".encode() + answer.content
    return found


@pytest.mark.parametrize("seat", SEATS)
def test_what_a_seat_cannot_know_changes_no_byte(seat: str, tmp_path: Path) -> None:
    one, other = World(tmp_path / "one"), World(tmp_path / "other")
    for world in (one, other):
        world.play(3)
        for sealing in (s for s in SEATS if s != seat):
            world.act(sealing, "seal", orders=[])
            world.act(sealing, "unseal")
    secrets(other, seat)

    first, second = asked(one, seat), asked(other, seat)
    differing = [path for path in first if first[path] != second[path]]
    assert differing == []
    assert not any(b"A secret" in text or b"The secret reason" in text for text in second.values())
    assert sum(text.startswith(b"200") for text in first.values()) > 60
    one.close()
    other.close()


def test_the_test_would_see_a_difference(tmp_path: Path) -> None:
    one, other = World(tmp_path / "one"), World(tmp_path / "other")
    for world in (one, other):
        world.play(3)
    other.act("gcc", "send", to=["washington"], text="For you alone.")

    first, second = asked(one, "washington"), asked(other, "washington")
    differing = {path for path in first if first[path] != second[path]}
    assert {"/seat?at=talk", "/seat/view.json", "/seat/part/all"} <= differing
    assert not any(path.startswith("/wall") for path in differing)
    one.close()
    other.close()


def test_a_sealed_sheet_is_seen_by_nobody_else(tmp_path: Path) -> None:
    one, other = World(tmp_path / "one"), World(tmp_path / "other")
    for world in (one, other):
        world.play(2)
    other.act("tehran", "write", order=legal(other, "tehran")[0])
    for world in (one, other):
        world.act("tehran", "seal", orders=world.room.session("tehran").draft)

    for seat in ("washington", "proxies", "gcc"):
        assert asked(one, seat, 12) == asked(other, seat, 12)
    assert asked(one, "tehran", 12) != asked(other, "tehran", 12)
    one.close()
    other.close()


def test_what_came_of_a_forecast_is_told_at_the_end_only(tmp_path: Path) -> None:
    world = World(tmp_path / "class", scenario="intro")
    world.play(0)
    for question in world.room.game.questions:
        world.act("washington", "forecast", question=question, percent=30)
    views = Views(world.room)
    world.command("reveal")
    before = views.tickets("washington", "person-washington")
    assert any(ticket.past for ticket in before)
    assert not any("Brier" in past for ticket in before for past in ticket.past)

    while not world.room.game.over:
        world.command("proceed")
        world.command("reveal")
    after = views.tickets("washington", "person-washington")
    assert any("Brier" in past for ticket in after for past in ticket.past)
    world.close()


def test_after_the_end_the_truth_may_be_asked(tmp_path: Path) -> None:
    world = World(tmp_path / "class", scenario="intro")
    world.play(40)
    assert world.room.game.over
    views = Views(world.room)
    end = views.end("washington")
    assert end is not None
    assert end.powers[0].mine
    assert end.commitment in str(PARTS["end"](views, asker(world)))
    row = world.room.game.rules.meters.row["tehran.cash"]
    assert "about" not in why(world.room.game, "washington", row).words
    world.close()
