"""Beliefs, charts, causes and the verdict: what a seat may know, and after the end what was so."""

from __future__ import annotations

import re

import pytest
from at_screen import check, sitting, unpressed
from test_tui_fog import disturb, played

from wargame.record.game import Game
from wargame.ruleset.tables import Ruleset
from wargame.table.session import Session
from wargame.text.courses import charts
from wargame.text.escalation import climbs
from wargame.text.eyes import eyes
from wargame.text.intelligence import estimates, readings
from wargame.text.verdict import verdict
from wargame.text.why import causes
from wargame.tui.screens.charts import ChartScreen
from wargame.tui.screens.intelligence import IntelligenceScreen
from wargame.tui.screens.verdict import VerdictScreen
from wargame.tui.screens.why import WhyScreen
from wargame.tui.widgets.listing import Listing
from wargame.tui.widgets.plain_chart import chart_lines


@pytest.fixture(scope="module")
def over(rules: Ruleset) -> Game:
    """A game between doctrines, played to its end."""
    session = Session(
        Game.new(rules, "intro", seed=11, players=dict.fromkeys(rules.tables["four"].seats, "doctrine")),
        "washington",
    )
    while not session.game.over:
        session.opponents.fill()
        session.game.advance()
    return session.game


def test_estimates_say_how_sure_and_how_old_and_nothing_more(rules: Ruleset) -> None:
    game = played(rules, "washington").game
    sight = eyes(game, "washington")
    found = estimates(game, "washington")
    assert {e.row for e in found} == {r for r in range(1, rules.meters.count) if sight.estimates(r)}
    assert all(e.low <= e.value <= e.high and e.wrong is None for e in found)
    assert all(len(e.course) == game.step + 1 for e in found)
    assert {e.age for e in found} <= {"of this month", "made at the start, and never again"} or game.crisis


def test_after_the_end_the_truth_stands_beside_it(over: Game) -> None:
    now = over.games.state.meters[:, 0]
    for e in estimates(over, "washington"):
        assert e.wrong is not None
        assert e.wrong.true == int(now[e.row])
        assert e.wrong.course[-1] == e.wrong.true
        assert e.wrong.mean <= abs(e.wrong.worst)


def test_readings_are_those_of_the_seat(rules: Ruleset) -> None:
    game = played(rules, "washington").game
    assert {r.reader for r in readings(game, "washington")} <= {"Washington"}


def test_climbs_add_up_to_every_rung_climbed(over: Game) -> None:
    family = over.rules.meters.families["rung"]
    climbed = sum(
        e.amount
        for turn in over.turns
        for e in turn.entries
        if family.start <= e.row < family.stop and e.amount > 0 and e.why != "bounds"
    )
    found = climbs(over)
    assert sum(c.rungs for c in found) == climbed
    assert [c.rungs for c in found] == sorted((c.rungs for c in found), reverse=True)
    assert all(0 <= c.misread <= c.rungs for c in found)


def test_no_origins_while_the_game_goes_on(rules: Ruleset) -> None:
    assert climbs(played(rules, "gcc").game) == []


def test_charts_hold_only_what_the_seat_knows(rules: Ruleset) -> None:
    one, other = played(rules, "proxies"), played(rules, "proxies")
    disturb(other)
    assert charts(one.game, "proxies") == charts(other.game, "proxies")


def test_a_plain_chart_has_a_letter_for_each_number_and_names_its_thresholds(rules: Ruleset) -> None:
    chart = charts(played(rules, "washington").game, "washington")[0]
    said = "\n".join("".join(text for text, _ in line) for line in chart_lines(chart, 80, 14))
    for name, at in chart.marks:
        assert re.search(rf"^ *{at} .*{name}$", said, re.MULTILINE), said
    assert all(len(line) <= 80 for line in said.splitlines())
    assert re.search(r"[A-D*]", said)


@pytest.mark.parametrize("seat", ["washington", "gcc"])
async def test_hidden_numbers_change_no_character_here_either(seat: str, rules: Ruleset) -> None:
    one, other = played(rules, seat), played(rules, seat)
    assert disturb(other) > 10
    shots: list[list[str]] = []
    for session in (one, other):
        shots.append([])
        async with sitting((120, 40)) as person:
            for screen in (
                IntelligenceScreen(session.game, session.seat),
                ChartScreen(session.game, session.seat),
            ):
                await person.app.push_screen(screen)
                await person.settle()
                shots[-1].append(person.sees)
                await person.press("pagedown", "right")
                shots[-1].append(person.sees)
    assert shots[0] == shots[1]


async def test_keys_of_beliefs_and_charts(rules: Ruleset) -> None:
    game = played(rules, "washington").game
    async with sitting((80, 24)) as person:
        app = person.app

        def at(name: str) -> object:
            return lambda: person.at == name

        for key in ("escape", "q"):
            await app.push_screen(IntelligenceScreen(game, "washington"))
            await person.comes_to("IntelligenceScreen")
            assert "INTELLIGENCE" in person.sees
            if key == "escape":
                await check(person, "intelligence", "y", lambda: app.clipboard.startswith("INTELLIGENCE"))
                await check(person, "intelligence", "w", at("WhyScreen"))
                await person.press("escape")
            await check(person, "intelligence", key, at("MenuScreen"))
        for key in ("escape", "q"):
            await app.push_screen(ChartScreen(game, "washington"))
            await person.comes_to("ChartScreen")
            chart = app.screen
            assert isinstance(chart, ChartScreen)
            if key == "escape":
                await check(person, "charts", "right", lambda c=chart: c.at == 1)  # type: ignore[misc]
                await check(person, "charts", "left", lambda c=chart: c.at == 0)  # type: ignore[misc]
                await check(person, "charts", "x", lambda c=chart: c.has_class("drawn"))  # type: ignore[misc]
                await person.press("x")
                await check(person, "charts", "y", lambda: app.clipboard.startswith("Rungs of every pair"))
                await check(person, "charts", "w", at("WhyScreen"))
                await person.press("escape")
            await check(person, "charts", key, at("MenuScreen"))
    assert unpressed("intelligence", "charts") == set()


async def test_with_room_the_chart_is_drawn_and_says_so_in_letters(rules: Ruleset) -> None:
    game = played(rules, "washington").game
    async with sitting((120, 40)) as person:
        await person.app.push_screen(ChartScreen(game, "washington"))
        await person.until(lambda: person.app.screen.has_class("drawn") and "┃" in person.sees)
        for letter in "ABCD":
            assert re.search(rf"┃.*{letter}.*┃", person.sees), letter


async def test_a_cause_opens_the_card_of_its_order(rules: Ruleset) -> None:
    game = played(rules, "washington").game
    known = [
        (row, at)
        for row in range(1, rules.meters.count)
        for at, cause in enumerate(causes(game, "washington", row))
        if cause.program
    ]
    assert known, "two steps of doctrines move something by an order"
    row, at = known[0]
    program = causes(game, "washington", row)[at].program
    async with sitting((120, 40)) as person:
        await person.app.push_screen(WhyScreen(game, "washington", [row]))
        await person.settle()
        person.app.screen.query_one(Listing).select((row, at))
        await person.press("enter")
        await person.comes_to("PageScreen")
        assert "WHAT LIES BEHIND IT" in person.sees
        assert rules.programs.labels[program][:30] in person.sees


def test_no_cause_names_an_order_that_its_seat_may_not_know(rules: Ruleset) -> None:
    from wargame.engine.fog import sees_order

    game = played(rules, "gcc").game
    seat = game.seats["gcc"]
    for row in range(1, rules.meters.count):
        for cause in causes(game, "gcc", row):
            assert not cause.program or sees_order(rules, seat, cause.program)


async def test_the_verdict_shows_terms_and_origins(over: Game) -> None:
    found = verdict(over)
    assert found is not None
    mine = next(p for p in found.powers if p.power == "washington")
    async with sitting((120, 60)) as person:
        await person.app.push_screen(VerdictScreen(over, "washington"))
        await person.settle()
        for label, points in mine.terms:
            if points:
                assert re.search(rf"{re.escape(f'{points:+d}')} +{re.escape(label)}", person.sees)
        text = person.app.screen.query_one(Listing).text
        assert "Where the escalation came from" in text
        for climb in climbs(over):
            assert climb.what.split(",")[0] in text


@pytest.mark.parametrize("ended", [False, True], ids=["in play", "over"])
async def test_nothing_is_cut_off_at_80_columns(ended: bool, rules: Ruleset, over: Game) -> None:
    game = over if ended else played(rules, "washington").game
    async with sitting((80, 24)) as person:
        for screen in (IntelligenceScreen(game, "washington"), ChartScreen(game, "washington")):
            await person.app.push_screen(screen)
            await person.settle()
            listing = person.app.screen.query_one(Listing)
            width = listing.scrollable_content_region.width - 2
            for row in listing.rows:
                for spans in row.draw(width):
                    assert sum(len(text) for text, _ in spans) <= width
