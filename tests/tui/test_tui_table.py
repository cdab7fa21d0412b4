"""The table: red lines and how near they are, dates ahead, thresholds, what is left to spend."""

from __future__ import annotations

import re

import pytest
from at_screen import sitting
from test_tui_fog import disturb, played

from wargame.record.game import Game
from wargame.ruleset.tables import Ruleset
from wargame.table.session import Session
from wargame.text.budget import budget
from wargame.text.dates import dates_ahead
from wargame.text.lines import red_lines
from wargame.text.nearness import Reach, reaches
from wargame.tui.numbers import number
from wargame.tui.screens.table import TableScreen
from wargame.tui.widgets.line_list import LineList, line_state

SEATS = ("tehran", "washington", "proxies", "gcc")


@pytest.mark.parametrize("seat", SEATS)
def test_nearness_is_made_of_what_the_seat_knows(seat: str, rules: Ruleset) -> None:
    one, other = played(rules, seat), played(rules, seat)
    disturb(other)
    for turn in other.game.turns:  # nor of notes that are not its own
        mine = [n for n in turn.notes if any(n.sees[p] for p in other.game.seats[seat].powers)]
        object.__setattr__(turn, "notes", tuple(mine))
    assert reaches(one.game, seat) == reaches(other.game, seat)
    assert dates_ahead(one.game, seat) == dates_ahead(other.game, seat)


@pytest.mark.parametrize("seat", SEATS)
def test_own_lines_count_what_was_read_and_others_what_was_meant(seat: str, rules: Ruleset) -> None:
    game = played(rules, seat).game
    powers = game.seats[seat].powers
    for line, reach in reaches(game, seat).items():
        assert reach.read is (int(rules.lines.owner[line]) in powers)
        assert reach.rung <= 10
        heard = [
            note.facts["perceived"]
            for turn in game.turns
            for note in turn.notes
            if note.kind == "read" and rules.programs.line_hit[line, note.facts["order"]]
            and note.facts["reader"] == int(rules.lines.owner[line])
        ]  # fmt: skip
        if reach.read and heard:
            assert reach.rung >= max(heard)


def test_a_line_says_how_near_it_is_in_words(rules: Ruleset) -> None:
    game = Game.new(rules, "intro", seed=3)
    status = next(s for s in red_lines(game, "washington") if s.held)
    at = status.at_rung

    def words(rung: int) -> str:
        return line_state(status, Reach(rung, at, True))[0]

    assert words(0) == f"ok -/{at}"
    assert words(at - 2) == f"ok {at - 2}/{at}"
    assert words(at - 1) == f"* near {at - 1}/{at}"


def test_a_crossed_line_was_reached(rules: Ruleset) -> None:
    """Whenever a seat's own line was crossed, the loudest act of its kind was read at its rung or above."""
    seen = 0
    for seed in range(6):
        players = dict.fromkeys(rules.tables["four"].seats, "doctrine")
        session = Session(Game.new(rules, "intro", seed=seed, players=players), "washington")
        for _ in range(4):
            if session.game.over:
                break
            session.opponents.fill()
            session.game.advance()
        for seat in session.game.seats:
            near = reaches(session.game, seat)
            for line in near:
                crossed = session.game.seats[seat].sight[rules.lines.crossed.start + line]
                if near[line].read and session.game.games.state.meters[crossed, 0]:
                    seen += 1
                    assert near[line].rung >= near[line].at_rung
    assert seen, "no line was crossed in six games: the test says nothing"


def test_dates_ahead_are_sorted_and_hold_the_vote_the_quarter_and_the_end(rules: Ruleset) -> None:
    game = Game.new(rules, "standoff", seed=1)
    found = dates_ahead(game, "washington")
    assert [d.left for d in found] == sorted(d.left for d in found)
    labels = [d.label for d in found]
    assert "End of the quarter" in labels
    assert "Last month of the game" in labels
    assert any(label.startswith("Vote in") for label in labels)


def test_thresholds_say_whether_they_are_floor_or_ceiling(rules: Ruleset) -> None:
    game = Game.new(rules, "intro", seed=1)
    for row in range(1, rules.meters.count):
        for name, at in rules.meters.marks[row].items():
            n = number(game, None, row)
            kind = "floor" if at < n.start else "ceiling"
            assert f"{kind} {at} {name}" in n.mark_words
            assert f"from {n.low} to {n.high}" in n.bounds_words


@pytest.mark.parametrize("seat", SEATS)
def test_the_budget_knows_what_a_draft_takes(seat: str, rules: Ruleset) -> None:
    session = Session(Game.new(rules, "intro", seed=1), seat)
    before = {p.row: p.have for p in budget(session.game, seat)}
    book = rules.programs
    paid = [o for o in session.game.view(seat).menu if book.cost[o].any()]
    name = next(book.names[o] for o in paid if not session.add(book.names[o]))
    after = budget(session.game, seat, [name])
    assert {p.row: p.have for p in after} == before
    assert sum(p.spent for p in after) > 0
    assert all(p.left >= 0 for p in after)


async def test_the_table_shows_money_left_thresholds_and_how_near_lines_are(rules: Ruleset) -> None:
    session = played(rules, "washington")
    async with sitting((80, 24)) as person:
        await person.app.push_screen(TableScreen(session))
        await person.settle()
        purse = budget(session.game, "washington")[0]
        assert purse.left == purse.have
        assert f"resources left: {purse.left}" in person.sees.splitlines()[0]
        await person.press("2")
        assert "CRISIS" in person.sees
        await person.press("3")
        assert re.search(r"Runs from \d+ to \d+", " ".join(person.sees.split()))
        await person.press("4")
        lines = person.app.screen.query_one(LineList)
        assert re.search(r"ok [-\d]+/\d+|near \d+/\d+|CROSSED|DUE", person.sees)
        assert "loudest act of its kind" in lines.told() or "No act of its kind" in lines.told()
        await person.press("5")
        for date in dates_ahead(session.game, "washington"):
            assert date.words in person.sees
        await person.press("end", "enter")
        assert person.at in ("WhyScreen", "TableScreen")


@pytest.mark.parametrize("seat", SEATS)
async def test_nothing_is_cut_off_in_the_panels_at_80_columns(seat: str, rules: Ruleset) -> None:
    session = played(rules, seat)
    async with sitting((80, 24)) as person:
        await person.app.push_screen(TableScreen(session))
        await person.settle()
        for digit, name in (("2", "ladder"), ("3", "meters"), ("4", "lines"), ("5", "deals")):
            await person.press(digit)
            panel = person.app.screen.query_one(f"#{name}")
            for row in panel.rows:  # type: ignore[attr-defined]
                for spans in row.draw(77):
                    assert sum(len(text) for text, _ in spans) <= 77, (name, spans)
        assert re.search(r"resources left: \d+$", person.sees.splitlines()[0])
