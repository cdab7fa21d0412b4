"""The replay player, driven by keys and mouse: time, playing, marks, eyes, and what one can do from there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from at_screen import Person, check, compare, sitting, unpressed
from textual import events
from textual.geometry import Size

import wargame.tui.playback
from wargame.engine.ledger import Note
from wargame.opponents.bench import Opponents
from wargame.record.branches import branches
from wargame.record.game import Game
from wargame.record.past import BEFORE_REVEAL, PHASES, REVEAL, Moment
from wargame.ruleset.tables import Ruleset
from wargame.tui.playback import PACES, Pace
from wargame.tui.screens.replay import ReplayScreen
from wargame.tui.widgets.board_map import BoardMap
from wargame.tui.widgets.listing import Listing
from wargame.tui.widgets.panels import MeterList
from wargame.tui.widgets.phase_strip import PhaseStrip
from wargame.tui.widgets.story_list import StoryList
from wargame.tui.widgets.timeline_bar import TimelineBar

SEATS = ("tehran", "washington", "proxies", "gcc")


def saved(rules: Ruleset, path: Path, steps: int = 1000, seed: int = 7, **players: str) -> Path:
    """A save of the introduction between doctrines; people seal empty sheets."""
    game = Game.new(rules, "intro", seed=seed, players=dict.fromkeys(SEATS, "doctrine") | players, path=path)
    for _ in range(steps):
        if game.over:
            break
        for seat, player in players.items():
            if player == "human":
                game.submit(seat, [])
        Opponents(game).fill()
        game.advance()
    game.close()
    return path


@pytest.fixture
def whole(rules: Ruleset, saves: Path) -> Path:
    return saved(rules, saves / "whole.jsonl")


@pytest.fixture
def unfinished(rules: Ruleset, saves: Path) -> Path:
    return saved(rules, saves / "unfinished.jsonl", 3, gcc="human")


async def opened(person: Person) -> ReplayScreen:
    await person.comes_to("ReplayScreen")
    return cast(ReplayScreen, person.app.screen)


def row(person: Person, wanted: str) -> object:
    """The key of the row that holds a text, in the list in front."""
    listing = person.app.screen.query(Listing).first()
    for at, entry in enumerate(listing.rows):
        if any(wanted in "".join(t for t, _ in line) for line in entry.draw(100)) and entry.key is not None:
            listing._move(at)
            return entry.key
    raise AssertionError(f"no row with {wanted}")


# Time -------------------------------------------------------------------------------------------


async def test_by_step_and_by_phase(whole: Path) -> None:
    async with sitting(replay=whole) as person:
        replay = await opened(person)
        last = replay.timeline.moments[-1]

        def at(step: int, phase: str) -> Any:
            return lambda: replay.moment == Moment(step, phase)

        assert replay.moment == Moment(0, BEFORE_REVEAL)
        await check(person, "replay", "right", at(1, BEFORE_REVEAL))
        await check(person, "replay", "left", at(0, BEFORE_REVEAL))
        await check(person, "replay", "full_stop", at(0, REVEAL))
        await check(person, "replay", "shift+right", at(0, "words"))
        await check(person, "replay", "comma", at(0, REVEAL))
        await check(person, "replay", "shift+left", at(0, BEFORE_REVEAL))
        await check(person, "replay", "end", at(*last))
        assert "over" in person.sees or "the end" in person.sees
        await person.press("right")
        assert "end of the record" in person.sees
        await check(person, "replay", "home", at(0, PHASES[0]))
        await person.press("left")
        assert "This is the start" in person.sees
        await person.press("end", "left")
        assert replay.moment == Moment(last.step - 1, PHASES[-1])
        await person.press("home", "comma")
        assert replay.moment == Moment(0, PHASES[0])


async def test_a_step_in_play_ends_before_its_reveal(unfinished: Path) -> None:
    async with sitting(replay=unfinished) as person:
        replay = await opened(person)
        await person.press("end")
        assert replay.moment == Moment(3, BEFORE_REVEAL)
        assert "Orders are due" in person.sees
        await person.press("left", "full_stop", "full_stop", "right")  # there is no such phase there yet
        assert replay.moment == Moment(3, BEFORE_REVEAL)


async def test_every_moment_shows_the_numbers_of_that_moment(whole: Path, rules: Ruleset) -> None:
    game = Game.load(whole)
    row_of_oil = rules.meters.row["world.oil"]
    async with sitting((200, 60), replay=whole) as person:
        replay = await opened(person)
        for moment in replay.timeline.moments[::7]:
            replay.go(moment)
            await person.settle()
            meters = replay.query_one(MeterList)._numbers
            board = {n.row: n for numbers in replay.query_one(BoardMap)._numbers.values() for n in numbers}
            assert meters[row_of_oil].value == board[row_of_oil].value == replay.game.meter("world.oil")
        for step in range(len(game.turns)):
            replay.go(Moment(step, BEFORE_REVEAL))
            await person.settle()
            values = [n.value for n in replay.query_one(MeterList)._numbers.values()]
            assert values == [int(game.turns[step].opened[r]) for r in replay.query_one(MeterList)._numbers]


async def test_pointing_at_the_bar_and_at_a_phase(whole: Path) -> None:
    async with sitting((120, 40), replay=whole) as person:
        replay = await opened(person)
        bar, phases = replay.query_one(TimelineBar), replay.query_one(PhaseStrip)
        await person.pilot.click(TimelineBar, offset=(bar._column(3).x, 1))
        await person.until(lambda: replay.moment.step == 3, "a click")
        await person.pilot.mouse_down(TimelineBar, offset=(bar._column(1).x, 0))
        await person.until(lambda: replay.moment.step == 1, "pressed")
        bar.post_message(events.MouseMove(bar, bar._column(2).x, 0, 1, 0, 1, False, False, False))
        await person.until(lambda: replay.moment.step == 2, "dragged")
        await person.pilot.mouse_up(TimelineBar, offset=(bar._column(2).x, 0))
        assert replay.moment.phase == BEFORE_REVEAL
        step = replay.moment.step
        for event, by in ((events.MouseScrollDown, 1), (events.MouseScrollUp, -1)):
            bar.post_message(event(bar, 1, 1, 0, by, 0, False, False, False))
            step += by
            await person.until(lambda to=step: replay.moment.step == to, "the wheel")
        text = "".join(t for t, _ in phases.draw(phases.size.width, 2)[0])
        await person.pilot.click(PhaseStrip, offset=(text.index("Means"), 0))
        await person.until(lambda: replay.moment.phase == "means", "a click on a phase")


def test_the_bar_keeps_the_step_in_sight_however_long_the_game(monkeypatch: pytest.MonkeyPatch) -> None:
    from wargame.tui.widgets.timeline_bar import Course

    for steps in (1, 5, 60, 200):
        for width in (80, 200):
            bar = TimelineBar()
            monkeypatch.setattr(TimelineBar, "size", Size(width, 4))
            bar._course = Course((5,) * steps, ("",) * steps, (False,) * steps, 7)
            for at in {0, steps // 2, steps - 1}:
                bar._at = at
                lines = ["".join(t for t, _ in line) for line in bar.draw(width, 4)]
                assert max(map(len, lines)) <= width
                assert bar.step_at(bar._column(at).x) == at
                assert lines[0][bar._column(at).x : bar._column(at).right].strip()


# Playing ----------------------------------------------------------------------------------------


async def test_playing_has_the_only_timer_and_stops_at_the_end(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def every(seconds: float) -> None:
        paces = tuple(Pace(p.by, seconds) for p in PACES)
        monkeypatch.setattr(wargame.tui.playback, "PACES", paces)

    async with sitting((120, 40), replay=whole) as person:
        replay = await opened(person)
        assert replay.playback._timer is None
        every(60)
        await check(person, "replay", "space", lambda: replay.playback.playing)
        assert "playing" in person.sees
        await person.press("space")
        assert replay.playback._timer is None
        assert "paused" in person.sees
        every(0.005)
        await person.press("space")
        await person.until(lambda: not replay.playback.playing, "the end")
        assert replay.moment == replay.timeline.moments[-1]
        assert "end of the record" in person.sees
        every(60)
        await person.press("space")  # from the end it begins again
        assert replay.moment == replay.timeline.moments[0]
        assert replay.playback.playing
        await person.press("right")
        assert not replay.playback.playing, "whoever moves by hand has taken over"


async def test_playing_passes_over_phases_that_brought_nothing(whole: Path) -> None:
    async with sitting(replay=whole, seat="gcc") as person:
        replay = await opened(person)
        seen = []
        while (found := replay.next_moment()) is not None:
            seen.append(found)
            replay.go(found)
        due = {BEFORE_REVEAL, REVEAL}
        assert all(m.phase in due or replay.timeline.eventful(m) for m in seen[:-1])
        assert seen[-1] == replay.timeline.moments[-1]
        assert {m.step for m in seen} == set(range(replay.timeline.steps))


async def test_paces(whole: Path) -> None:
    async with sitting(replay=whole) as person:
        replay = await opened(person)
        first = PACES.index(replay.playback.pace)

        def pace(by: int) -> Any:
            return lambda: replay.playback.pace == PACES[first + by]

        await check(person, "replay", "plus", pace(1))
        await check(person, "replay", "equals_sign", pace(2))
        await check(person, "replay", "minus", pace(1))
        for _ in PACES:
            await person.press("minus")
        assert "There is no other pace" in person.sees
        await person.press("space")
        timer = replay.playback._timer
        await person.press("plus")
        assert replay.playback._timer is not timer
        await person.press("f1")
        await person.comes_to("HelpScreen")
        assert not replay.playback.playing, "nothing plays behind another screen"


# Marks ------------------------------------------------------------------------------------------


async def test_from_mark_to_mark(whole: Path) -> None:
    async with sitting(replay=whole) as person:
        replay = await opened(person)
        game = replay.whole
        for step, kinds in ((1, ("accident",)), (3, ("crisis begins", "line crossed"))):
            facts = {"need": 8, "roll": 9, "drm": 0, "rung": 7, "order": 1, "line": 0, "perceived": 8}
            notes = tuple(Note(step, "reading", kind, (True,) * 4, facts) for kind in kinds)
            game.turns[step] = replace(game.turns[step], notes=notes)
        for step in {0, 2, *range(4, len(game.turns))}:
            game.turns[step] = replace(game.turns[step], notes=())
        replay._timelines.clear()
        replay._courses.clear()

        def at(step: int, phase: str = "reading") -> Any:
            return lambda: replay.moment == Moment(step, phase)

        await check(person, "replay", "n", at(1))
        assert "A An accident" in person.sees
        await person.press("n")
        assert replay.moment == Moment(3, "reading")
        assert "C A crisis begins" in person.sees
        await person.press("n")
        assert "No later moment marked" in person.sees
        await check(person, "replay", "p", at(1))
        labels = []
        for _ in range(9):
            await check(person, "replay", "f")
            labels.append(person.sees.splitlines()[-1])
        assert len(set(labels)) == 9
        assert replay.filter is None
        while replay.filter != "reveal":
            await person.press("f")
        await person.press("home", "n")
        assert replay.moment == Moment(0, REVEAL)
        while replay.filter != "deal":
            await person.press("f")
        await person.press("n")
        assert "No later moment with a deal" in person.sees


# Eyes -------------------------------------------------------------------------------------------


async def test_a_finished_game_is_seen_by_the_umpire_and_any_seat(whole: Path) -> None:
    async with sitting(replay=whole) as person:
        replay = await opened(person)
        seen = [replay.seat]
        for _ in range(5):
            await check(person, "replay", "v")
            seen.append(replay.seat)
        assert seen == [None, *SEATS, None]
        assert person.at == "ReplayScreen", "nothing is asked"


async def test_a_game_that_goes_on_is_seen_by_its_player_and_asks_before_more(unfinished: Path) -> None:
    async with sitting(replay=unfinished) as person:
        replay = await opened(person)
        assert replay.seat == "gcc"
        await person.press("v")
        await person.comes_to("Confirm")
        assert "shows everything" in person.sees
        assert "GCC" in person.sees
        await person.press("escape")
        await person.comes_to("ReplayScreen")
        assert replay.seat == "gcc"
        await person.press("v")
        await person.comes_to("Confirm")
        await person.press("y")
        await person.until(lambda: replay.seat is None)
        await person.press("v", "v")
        assert replay.seat == "washington"


async def test_the_command_line_may_ask_for_the_umpire(unfinished: Path) -> None:
    async with sitting(replay=unfinished, seat="umpire") as person:
        assert (await opened(person)).seat is None
    async with sitting(replay=unfinished, seat="atlantis") as person:
        await person.comes_to("PageScreen")
        assert "atlantis" in person.sees


async def test_looking_from_every_seat_writes_nothing(unfinished: Path) -> None:
    before = unfinished.read_bytes()
    async with sitting(replay=unfinished, seat="gcc") as person:
        replay = await opened(person)
        replay.trusted = True
        for _ in range(5):
            await person.press("v", "1", "2", "3", "4", "5", "6", "end", "home")
        await person.press("6", "end", "r")
        await person.comes_to("ReportScreen" if person.at == "ReportScreen" else "ReplayReport")
        assert "REPORT" in person.sees
    assert unfinished.read_bytes() == before


# The story --------------------------------------------------------------------------------------


async def test_lines_of_the_story_open_and_answer_why(whole: Path) -> None:
    async with sitting((120, 40), replay=whole) as person:
        replay = await opened(person)
        await person.press("end", "home", "right")
        story = replay.query_one(StoryList)
        asked = next(key for key, s in story._told.items() if s.detail and s.rows)
        story.select(asked)
        detail = story._told[asked].detail[0]
        before = person.sees.count(detail[:20])
        await person.press("enter")
        assert person.sees.count(detail[:20]) == before + 1
        await person.press("enter")
        assert person.sees.count(detail[:20]) == before
        await person.press("w")
        await person.comes_to("WhyScreen")
        await person.press("escape", "slash")
        await person.comes_to("FindScreen")
        await person.press(*"sheets", "enter")
        await person.until(lambda: "Lines with" in person.sees or "sheets" in person.sees)


async def test_the_story_is_told_until_the_moment_and_no_further(whole: Path) -> None:
    async with sitting((200, 60), replay=whole) as person:
        replay = await opened(person)
        replay.go(Moment(1, "means"))
        await person.settle()
        told = [s.phase for (step, _), s in replay.query_one(StoryList)._told.items() if step == 1]
        assert told
        assert max(map(PHASES.index, told)) <= PHASES.index("means")


# Play on from here ------------------------------------------------------------------------------


@pytest.mark.parametrize("luck", ["same", "fresh"])
async def test_branching_makes_a_new_save_and_sits_down(whole: Path, saves: Path, luck: str) -> None:
    before = whole.read_bytes()
    async with sitting(replay=whole) as person:
        replay = await opened(person)
        await person.press("right", "right")
        await check(person, "replay", "g", lambda: person.at == "Choice")
        seats = list(replay.whole.seats)
        for _ in range(seats.index("gcc") + (len(seats) if luck == "fresh" else 0)):
            await person.press("down")
        await person.press("enter")
        await person.comes_to("TableScreen")
        session = cast(Any, person.app.screen).session
        assert (session.seat, session.game.step, session.game.over) == ("gcc", 2, False)
    assert whole.read_bytes() == before
    (new,) = set(saves.glob("*.jsonl")) - {whole}
    assert [b.steps for b in branches(new)] == [len(Game.load(whole).turns), 2]
    again, old = Game.load(new), Game.load(whole)
    assert again.players["gcc"] == "human"
    for seat, sheet in old.turns[2].sheets.items():
        assert again.submit(seat, sheet.orders) == []
    same = (again.advance().after == old.turns[2].after).all()
    assert same or luck == "fresh"


async def test_a_branch_from_a_seat_that_must_not_be_seen_asks_first(unfinished: Path, saves: Path) -> None:
    async with sitting(replay=unfinished) as person:
        await opened(person)
        await person.press("g")
        await person.comes_to("Choice")
        await check(person, "choice", "escape", lambda: person.at == "ReplayScreen")
        await person.press("g")
        await person.comes_to("Choice")
        await check(person, "choice", "q", lambda: person.at == "ReplayScreen")
        await person.press("g", "enter")
        await person.comes_to("Confirm")
        await person.press("n")
        await person.comes_to("ReplayScreen")
    assert list(saves.glob("*.jsonl")) == [unfinished]


# Two side by side -------------------------------------------------------------------------------


@pytest.fixture
def branched(whole: Path) -> Path:
    game = Game.load(whole)
    game.branch(2, "fresh", seed=4)
    for seat in game.seats:
        game.submit(seat, [])
    game.advance()
    game.close()
    return whole


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_two_lines_of_play_side_by_side(branched: Path, size: tuple[int, int]) -> None:
    async with sitting(size, replay=branched, seat="umpire") as person:
        replay = await opened(person)
        await check(person, "replay", "c", lambda: person.at == "Choice")
        assert "In the same file" in person.sees
        await person.press("enter")
        await person.comes_to("CompareScreen")
        screen = cast(Any, person.app.screen)
        assert "one and the same so far" in person.sees
        assert "Nothing that these eyes can see" in person.sees
        await check(person, "compare", "n", lambda: screen.step == 2)
        assert "parted at step 3" in person.sees
        assert "Orders" in person.sees
        found = screen.pair.differences(2)
        assert any(o.there and not o.here for o in found.orders)
        halves = [line for line in person.sees.splitlines() if " A " in f" {line}" and "B " in line[20:]]
        await check(person, "compare", "right", lambda: screen.step == 3)
        await check(person, "compare", "left", lambda: screen.step == 2)
        await check(person, "compare", "end", lambda: screen.step == screen.pair.steps - 1)
        rows = ["".join(t for t, _ in line) for line in screen.query_one(Listing).rows[-1].draw(size[0] - 4)]
        assert any("Not played yet" in text for text in rows)
        await person.press("n")
        assert "No later step" in person.sees
        await check(person, "compare", "home", lambda: screen.step == 0)
        eyes = screen.seat
        screen.trusted = True
        await check(person, "compare", "v", lambda: screen.seat != eyes)
        bar = screen.query_one("#bar-b", TimelineBar)
        await person.pilot.click("#bar-b", offset=(bar._column(3).x, 0))
        await person.until(lambda: screen.step == 3, "a click")
        await check(
            person, "compare", "q" if size[0] == 80 else "escape", lambda: person.at == "ReplayScreen"
        )
        assert replay.is_current
        assert halves or size[0] == 80


async def test_another_save_can_be_compared(rules: Ruleset, whole: Path, saves: Path) -> None:
    saved(rules, saves / "second.jsonl", seed=8)
    async with sitting(replay=whole) as person:
        await opened(person)
        await person.press("c")
        await person.comes_to("Choice")
        row(person, "second")
        await person.press("enter")
        await person.comes_to("CompareScreen")
        assert "parted at step 1" in person.sees
        assert "B: second" in person.sees


async def test_a_save_that_goes_on_is_not_shown_without_a_question(
    rules: Ruleset, whole: Path, saves: Path
) -> None:
    saved(rules, saves / "second.jsonl", 2, seed=8, gcc="human")
    async with sitting(replay=whole) as person:
        await opened(person)
        await person.press("c")
        await person.comes_to("Choice")
        row(person, "second")
        await person.press("enter")
        await person.comes_to("Confirm")
        await person.press("n")
        await person.comes_to("ReplayScreen")


async def test_alone_there_is_nothing_to_compare(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wargame.record.shelf.shipped_saves", lambda: [])
    async with sitting(replay=whole) as person:
        await opened(person)
        await person.press("c")
        await person.until(lambda: "no other line of play" in person.sees)


# What would you have ordered? -------------------------------------------------------------------


async def test_the_class_is_asked_before_each_reveal(whole: Path) -> None:
    before = whole.read_bytes()
    async with sitting((120, 40), replay=whole, seat="gcc") as person:
        replay = await opened(person)
        await check(person, "replay", "o", lambda: person.at == "AskScreen")
        ask = cast(Any, person.app.screen)
        assert "would GCC mediators order?" in person.sees
        assert "ORDERED" not in person.sees
        first = ask.query_one("#order-list").key
        await check(person, "ask", "enter", lambda: ask.spread.hands == {first: 1})
        await check(person, "ask", "plus", lambda: ask.spread.hands == {first: 2})
        await check(person, "ask", "equals_sign", lambda: ask.spread.hands == {first: 3})
        await check(person, "ask", "minus", lambda: ask.spread.hands == {first: 2})
        await check(person, "ask", "delete", lambda: ask.spread.hands == {first: 1})
        await check(person, "ask", "right", lambda: ask.kind == "statement")
        await check(person, "ask", "left", lambda: ask.kind == "all")
        await check(person, "ask", "i", lambda: person.at == "PageScreen")
        await person.press("escape")
        await check(person, "ask", "slash", lambda: ask.has_class("filtering"))
        await person.press(*"offer", "enter")
        assert ask.wanted == "offer"
        await check(person, "ask", "escape", lambda: not ask.has_class("filtering"))
        assert ask.wanted == ""
        await check(person, "ask", "tab", lambda: ask.focused.id == "hands")
        await person.press("end", "enter")
        assert ask.spread.hands["nothing"] == 1
        await check(person, "ask", "shift+tab", lambda: ask.focused.id == "order-list")
        await check(person, "ask", "f9", lambda: ask.shown)
        given = replay.whole.turns[0].sheets["gcc"].orders
        labels = replay.whole.rules.programs
        for order in given:
            assert labels.labels[labels.index[order]][:20] in person.sees
        assert "ORDERED" in person.sees
        assert "of 2 hands" in person.sees
        await check(person, "ask", "space", lambda: person.at == "ReplayScreen")
        assert replay.moment == Moment(0, REVEAL)
        await person.press("right")
        await person.comes_to("AskScreen")
        assert replay.moment == Moment(1, BEFORE_REVEAL)
        await person.press("escape")
        await person.comes_to("ReplayScreen")
        assert replay.moment == Moment(1, BEFORE_REVEAL)
        assert replay.asking is not None
        await person.press("v")
        assert "one seat's eyes" in person.sees
        await person.press("end")
        await person.comes_to("AskScreen")
        assert replay.moment == Moment(1, BEFORE_REVEAL), "nothing jumps over a question"
        await person.press("space", "space")
        await person.comes_to("ReplayScreen")
        await person.press("escape")
        assert replay.asking is None
        await person.press("end")
        assert replay.moment == replay.timeline.moments[-1]
    assert whole.read_bytes() == before
    assert [p.name for p in whole.parent.glob("*.jsonl")] == [whole.name]


async def test_what_comes_is_kept_back_from_the_class(whole: Path) -> None:
    async with sitting((120, 40), replay=whole, seat="gcc") as person:
        replay = await opened(person)
        await person.press("right", "right", "o")
        await person.comes_to("AskScreen")
        await person.press("escape")
        await person.comes_to("ReplayScreen")
        bar = replay.query_one(TimelineBar)
        chart = ["".join(t for t, _ in line) for line in bar.draw(bar.size.width, bar.size.height)]
        for step in range(replay.timeline.steps):
            column = bar._column(step)
            cells = "".join(line[column.x : column.right] for line in chart[:-1]).replace("▼", "").strip()
            marks = chart[-1][column.x : column.right].strip()
            if step >= 2:
                assert set(cells) <= {"?"}
                assert marks in ("·", ":")
            else:
                assert "?" not in cells


async def test_the_umpire_chooses_a_seat_and_the_filter_where_to_stop(whole: Path) -> None:
    async with sitting(replay=whole) as person:
        replay = await opened(person)
        game = replay.whole
        for step, turn in enumerate(game.turns):
            facts = {"need": 8, "roll": 9, "drm": 0}
            notes = (Note(step, "reading", "accident", (True,) * 4, facts),) if step == 3 else ()
            game.turns[step] = replace(turn, notes=notes)
        replay._timelines.clear()
        while replay.filter != "accident":
            await person.press("f")
        await person.press("o")
        await person.comes_to("Choice")
        assert "accidents" in person.sees
        await person.press("down", "enter")
        await person.comes_to("ReplayScreen")
        await person.until(lambda: replay.asking is not None)
        assert replay.seat == "washington"
        await person.press("right", "right")
        assert replay.moment.step == 2
        await person.press("right", "full_stop")
        await person.comes_to("AskScreen")
        assert "Washington" in person.sees
        await person.press("f9", "f9")
        await person.comes_to("ReplayScreen")
        assert replay.moment == Moment(3, REVEAL)
        await person.press("o")
        assert replay.asking is None
        await person.press("end", "o")
        await person.until(lambda: "No reveal lies ahead" in person.sees)
        assert replay.asking is None


async def test_playing_waits_for_the_class_and_then_goes_on(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wargame.tui.playback, "PACES", tuple(Pace(p.by, 0.005) for p in PACES))
    async with sitting(replay=whole, seat="gcc") as person:
        replay = await opened(person)
        await person.press("o")
        await person.comes_to("AskScreen")
        await person.press("space", "space")
        await person.comes_to("ReplayScreen")
        await person.press("space")
        await person.comes_to("AskScreen")
        assert replay.moment == Moment(1, BEFORE_REVEAL)
        assert not replay.playback.playing
        await person.press("space", "space")
        await person.until(lambda: person.at == "AskScreen" and replay.moment.step == 2, "playing went on")


# Export -----------------------------------------------------------------------------------------


async def test_the_dialog_writes_what_these_eyes_see(whole: Path) -> None:
    from wargame.text.export_timeline import timeline_markdown

    async with sitting(replay=whole, seat="gcc") as person:
        await opened(person)
        await check(person, "replay", "x", lambda: person.at == "Choice")
        assert "Whoever reads it sees no more" in person.sees
        await person.press("enter")
        await person.until(lambda: "Written" in person.sees)
    (written,) = (whole.parent / "exports").glob("whole-gcc*")
    assert written.read_text(encoding="utf-8") == timeline_markdown(Game.load(whole), "gcc")


@pytest.mark.parametrize("what", [1, 2])
async def test_pictures_and_recordings_are_written_from_the_running_interface(whole: Path, what: int) -> None:
    async with sitting(replay=whole) as person:
        replay = await opened(person)
        await person.press("x")
        await person.comes_to("Choice")
        await person.press(*["down"] * what, "enter")
        await person.until(lambda: "Written" in person.sees)
        assert replay.is_current
        await person.press("right")
        assert replay.moment.step == 1, "the interface goes on as before"
    assert len(list((whole.parent / "exports").glob("whole-umpire*"))) == 1


# Screens ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 48)], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_golden_screens(whole: Path, size: tuple[int, int]) -> None:
    async with sitting(size, replay=whole, seat="washington") as person:
        await opened(person)
        await person.press("right", "right", "full_stop")
        compare(f"replay/story-{size[0]}", person.sees)
        await person.press("end", "1")
        compare(f"replay/board-{size[0]}", person.sees)


def test_the_golden_folder_holds_nothing_stale() -> None:
    names = {p.stem for p in (Path(__file__).parent / "golden" / "replay").glob("*.txt")}
    assert names == {f"{kind}-{width}" for kind in ("story", "board") for width in (80, 120, 160)}


@pytest.mark.parametrize("size", [(80, 24), (80, 50), (110, 24), (120, 40), (160, 24), (160, 48), (200, 60)])
async def test_every_panel_can_be_seen_at_every_size(whole: Path, size: tuple[int, int]) -> None:
    async with sitting(size, replay=whole) as person:
        replay = await opened(person)
        await person.press("right")
        for digit, panel in enumerate(("board", "ladder", "meters", "lines", "deals", "log"), 1):
            await person.press(str(digit))
            focused = replay.focused
            assert focused is not None
            assert focused.id == panel
            assert focused.region.width > 20
            assert focused.region.height > 3
            assert replay.region.contains_region(focused.region)
        seen = person.sees
        assert len(seen.splitlines()) == size[1]
        assert "step 2 of" in seen
        assert "Orders" in seen


async def test_without_colour_the_text_is_the_same(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shots = []
    for colour in ("", "1"):
        if colour:
            monkeypatch.setenv("NO_COLOR", colour)
        async with sitting((120, 40), replay=whole) as person:
            await opened(person)
            await person.press("right")
            shots.append(person.sees)
    assert shots[0] == shots[1]
    assert "[Intelligence]" in shots[0], "the phase looked at is bracketed, not only coloured"
    assert "▼" in shots[0], "the step looked at is pointed at, not only coloured"


async def test_a_resize_keeps_the_moment(whole: Path) -> None:
    async with sitting((80, 24), replay=whole) as person:
        replay = await opened(person)
        await person.press("right", "full_stop")
        for size in ((200, 60), (110, 24), (80, 24)):
            await person.resize(*size)
            assert replay.moment == Moment(1, REVEAL)
            assert "Turn 2" in person.sees.splitlines()[0]


def test_every_key_was_pressed() -> None:
    """Last in this file: the tests above press every key of their places."""
    assert unpressed("replay", "ask", "compare", "choice") == set()
