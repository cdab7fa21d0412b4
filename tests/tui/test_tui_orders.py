"""The order sheet: by kind and area, odds and lines in the list, cost after what is written, cards in full."""

from __future__ import annotations

import re

import pytest
from at_screen import sitting

from wargame.record.game import Game
from wargame.ruleset.tables import Ruleset
from wargame.table.session import Session
from wargame.text.cards import order_card
from wargame.text.eyes import eyes
from wargame.text.misreading import crossing_chance
from wargame.tui.screens.order_sheet import OrderScreen
from wargame.tui.widgets.order_list import ALL, Catalogue, OrderList, card_lines

SEATS = ("tehran", "washington", "proxies", "gcc")


def seated(rules: Ruleset, seat: str) -> Session:
    return Session(Game.new(rules, "intro", seed=7), seat)


@pytest.mark.parametrize("seat", SEATS)
def test_areas_part_the_orders(seat: str, rules: Ruleset) -> None:
    catalogue = Catalogue(seated(rules, seat).game, seat)
    everything = catalogue.find(ALL, "", True)
    by_area = [o for area in catalogue.areas[1:] for o in catalogue.find(ALL, "", True, area)]
    nowhere = [o for o in everything if catalogue.area[o] < 0]
    assert sorted([*by_area, *nowhere]) == sorted(everything)


def test_turning_areas_visits_only_those_with_an_order_and_comes_home(rules: Ruleset) -> None:
    catalogue = Catalogue(seated(rules, "washington").game, "washington")
    for kind in catalogue.kinds(False):
        area, visited = -1, 0
        while True:
            area = catalogue.next_area(area, 1, kind, False)
            if area < 0:
                break
            visited += 1
            assert catalogue.find(kind, "", False, area)
        assert visited < len(catalogue.areas)


@pytest.mark.parametrize("seat", SEATS)
def test_the_chance_of_crossing_follows_the_public_table(seat: str, rules: Ruleset) -> None:
    """The rule's own function, over every pair of dice, gives the same."""
    game = seated(rules, seat).game
    sight, book, k = eyes(game, seat), rules.programs, game.scenario.constants.perception
    checked = 0
    for order in range(1, book.orders):
        for line in range(len(rules.lines.names)):
            if not book.line_hit[line, order]:
                continue
            percent, dice = crossing_chance(sight, order, line)
            assert 0 <= percent <= 100
            assert (percent == 0) == (dice == "no reading")
            far = int(rules.lines.at_rung[line]) - int(book.rung[order])
            assert far <= 2 or percent == 0, "no reading is more than two rungs off"
            checked += 1
    assert checked > 10
    assert k.far_over > k.over


def test_a_card_says_whose_line_it_may_touch_and_honours_the_setting(rules: Ruleset) -> None:
    game = seated(rules, "washington").game
    book = rules.programs
    cards = [order_card(game, "washington", book.names[o]) for o in game.view("washington").menu]
    touching = [c for c in cards if c.lines]
    assert touching, "Tehran's declared line is known from the start"
    for card in touching:
        assert card.touches == tuple(str(touch) for touch in card.lines)
        for touch in card.lines:
            both, percent, dice = touch.words(), touch.words("percent"), touch.words("dice")
            if touch.dice not in ("every reading", "no reading"):
                assert f"{touch.percent}%" in both
                assert "2d6" in both
                assert "2d6" not in percent
                assert "%" not in dice


def test_a_card_tells_the_cost_beside_what_the_sheet_takes(rules: Ruleset) -> None:
    game = seated(rules, "washington").game
    card = next(
        c
        for o in game.view("washington").menu
        if (c := order_card(game, "washington", rules.programs.names[o])).cost
    )
    label, amount, have = card.cost[0]

    def text(spent: dict[str, int]) -> str:
        return " ".join("".join(t for t, _ in spans) for spans in card_lines(card, 200, "both", spent))

    told = f"{amount} of {have} {label.partition(',')[0].lower()}"
    assert told in text({})
    assert f"{told} (1 on the sheet)" in text({label: 1})


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_list_keeps_names_apart_and_marks_lines(size: tuple[int, int], rules: Ruleset) -> None:
    session = seated(rules, "washington")
    async with sitting(size) as person:
        await person.app.push_screen(OrderScreen(session))
        await person.settle()
        listing = person.app.screen.query_one(OrderList)
        width = listing.scrollable_content_region.width - 2
        said = []
        for row in listing.rows:
            for spans in row.draw(width):
                line = "".join(text for text, _ in spans)
                assert len(line) <= width + (2 if row.key is None else 0), line
                if row.key is not None:
                    said.append(line)
        assert any("!!" in line for line in said), "a strike on the homeland touches a declared line"
        assert any(re.search(r"\(1\)", line) for line in said), "the intensity is never what is cut"
        assert ("odds line cost" in person.sees) is (size[0] == 120)


async def test_areas_filter_and_the_sheet_adds_up(rules: Ruleset) -> None:
    session = seated(rules, "washington")
    async with sitting((80, 24)) as person:
        await person.app.push_screen(OrderScreen(session))
        await person.settle()
        screen = person.app.screen
        assert isinstance(screen, OrderScreen)
        await person.press("full_stop")
        area = screen.catalogue.area_label(screen.area)
        assert f"in {area}" in person.sees
        await person.press("comma")
        assert screen.area == -1
        paid = next(
            n
            for n, _ in screen.can_be_given()
            if screen.catalogue.card(n).cost and not session.game.judge("washington", [n])
        )
        screen.put_on(paid)
        await person.settle()
        label, amount, have = screen.catalogue.card(paid).cost[0]
        assert f"{label.partition(',')[0].lower()} {have}, {have - amount} left" in person.sees
