"""The timeline: what was told at each moment, what is marked, and whose eyes look first."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from wargame.engine.ledger import Note
from wargame.opponents.bench import Opponents
from wargame.record.game import Game, Turn
from wargame.record.past import BEFORE_REVEAL, PHASES, REVEAL, Moment
from wargame.ruleset.tables import Ruleset
from wargame.text.narrate import TELLERS, story
from wargame.text.sheets import orders_known
from wargame.text.timeline import KINDS, MARKING, MINOR, Timeline, first_eyes, gives_away

SEATS = ("tehran", "washington", "proxies", "gcc")
ALL = (True,) * 4
NOBODY = (False,) * 4


def played(rules: Ruleset, steps: int, **players: str) -> Game:
    made = Game.new(rules, "intro", seed=12, players=dict.fromkeys(SEATS, "null") | players)
    while len(made.turns) < steps and not made.over:
        for seat, player in players.items():
            if player == "human":
                made.submit(seat, [])
        Opponents(made).fill()
        made.advance()
    return made


@pytest.fixture
def game(rules: Ruleset) -> Game:
    return played(rules, 2)


def with_notes(game: Game, step: int, *notes: Note) -> None:
    """As if these things had happened in a step, and nothing else."""
    turn: Turn = game.turns[step]
    game.turns[step] = replace(turn, notes=notes)


def note(kind: str, sees: tuple[bool, ...] = ALL, phase: str = "reading", **facts: int) -> Note:
    return Note(0, phase, kind, sees, facts)


def test_every_mark_has_a_teller_and_a_kind() -> None:
    assert set(MARKING) <= set(TELLERS)
    assert set(MARKING.values()) | {"override", "reveal"} == set(KINDS)
    assert set(MARKING) >= MINOR
    assert len({kind.letter for kind in KINDS.values()}) == len(KINDS)


def test_every_step_has_its_reveal(game: Game) -> None:
    reveals = [m.moment for m in Timeline(game, "gcc").marks if m.kind == "reveal"]

    assert reveals == [Moment(0, REVEAL), Moment(1, REVEAL)]


def test_marks_stand_in_order_with_phase_and_words(game: Game) -> None:
    with_notes(game, 0, note("accident", need=8, roll=9, drm=0), note("crisis begins", rung=7))
    with_notes(game, 1, note("line crossed", order=1, line=0, perceived=8))
    found = [m for m in Timeline(game, None).marks if m.kind != "reveal"]

    assert [(m.moment, m.kind) for m in found] == [
        (Moment(0, "reading"), "crisis"),
        (Moment(0, "reading"), "accident"),
        (Moment(1, "reading"), "crossing"),
    ]
    assert game.rules.lines.labels[0] in found[2].text
    assert "rung 7" in found[0].text


def test_a_seat_has_no_mark_of_what_it_was_not_told(game: Game) -> None:
    washington = game.rules.powers.index("washington")
    sees = tuple(p == washington for p in range(4))
    with_notes(game, 0, note("line crossed", sees, order=1, line=0, perceived=8))
    marks = {seat: Timeline(game, seat).marks_at(0) for seat in SEATS}

    assert [seat for seat, found in marks.items() if found] == ["washington"]


def test_misreadings_are_for_the_umpire_and_passed_over_unless_they_cross_a_line(game: Game) -> None:
    misread = note("misread", NOBODY, order=1, reader=1, intended=3, perceived=5)
    crossed = note("crossing meant", NOBODY, order=1, line=0, intended=3, perceived=5, meant=0)
    with_notes(game, 0, misread, crossed)
    umpire = Timeline(game, None)

    assert len(umpire.marks_at(0, "misread")) == 2
    assert [m.text for m in umpire.marks_at(0)] == [
        m.text for m in umpire.marks_at(0) if "misreading" in m.text
    ]
    assert len(umpire.marks_at(0)) == 1
    assert all(not Timeline(game, seat).marks_at(0, "misread") for seat in SEATS)


def test_the_umpires_hand_is_marked_for_the_umpire_only(rules: Ruleset) -> None:
    made = Game.new(rules, "intro", seed=12, players=dict.fromkeys(SEATS, "null"))
    card = next(n for n in rules.programs.names if n.startswith("event ")).removeprefix("event ")
    made.inject(card)
    Opponents(made).fill()
    made.advance()
    found = Timeline(made, None).marks_at(0, "override")

    assert [m.moment for m in found] == [Moment(0, PHASES[0])]
    assert rules.programs.labels[rules.programs.index[f"event {card}"]] in found[0].text
    assert all(not Timeline(made, seat).marks_at(0, "override") for seat in SEATS)


def test_next_and_previous_marks_are_strictly_later_and_earlier(game: Game) -> None:
    with_notes(game, 0, note("crisis begins", rung=7))
    with_notes(game, 1, note("crisis ends", rung=3))
    timeline = Timeline(game, "gcc")
    first, second = (Moment(step, "reading") for step in (0, 1))

    def go(moment: Moment, by: int, kind: str | None = None) -> Moment | None:
        found = timeline.next_mark(moment, kind, by)
        return found.moment if found else None

    assert go(Moment(0, "world"), 1) == first
    assert go(first, 1) == second
    assert go(second, 1) is None
    assert go(second, -1) == first
    assert go(first, 1, "reveal") == Moment(1, REVEAL)
    assert go(Moment(0, "world"), 1, "deal") is None


@pytest.mark.parametrize("seat", [*SEATS, None])
def test_the_story_grows_phase_by_phase_to_the_whole(game: Game, seat: str | None) -> None:
    timeline = Timeline(game, seat)
    for turn in game.turns:
        told = [timeline.told(Moment(turn.step, phase)) for phase in PHASES]
        for less, more in pairwise(told):
            assert more[: len(less)] == less
        assert [s for s in told[-1] if s in story(game, turn, seat)] == story(game, turn, seat)
        assert not any(PHASES.index(s.phase) > 1 for s in timeline.told(Moment(turn.step, BEFORE_REVEAL)))


@pytest.mark.parametrize("seat", SEATS)
def test_the_reveal_shows_public_orders_and_ones_own(game: Game, seat: str) -> None:
    book = game.rules.programs
    for turn in game.turns:
        known = orders_known(game, turn, seat)
        mine = game.seats[seat].powers
        for power, names in known.items():
            for name in names:
                order = book.index[name]
                assert game.rules.powers.index(power) in mine or book.seen[order] == 0, name
        assert set(turn.sheets[seat].orders) <= {n for names in known.values() for n in names}


def test_the_reveal_gives_a_seat_no_reasons_but_its_own(rules: Ruleset) -> None:
    made = played(rules, 1, **dict.fromkeys(SEATS, "doctrine"))
    reasons = {seat: set(sheet.reasons) for seat, sheet in made.turns[0].sheets.items()}
    for seat in SEATS:
        behind = {line for s in Timeline(made, seat).story(0) if s.phase == REVEAL for line in s.detail}
        for other in set(SEATS) - {seat}:
            assert not any(
                line.endswith(reason) for line in behind for reason in reasons[other] - reasons[seat]
            )
    umpire = {line for s in Timeline(made, None).story(0) if s.phase == REVEAL for line in s.detail}
    assert len(umpire) >= max(len(r) for r in reasons.values()) > 0


def test_whose_eyes_come_first(rules: Ruleset) -> None:
    scripts = played(rules, 1)
    person = played(rules, 1, gcc="human")
    several = played(rules, 1, gcc="human", tehran="human")

    assert [first_eyes(g) for g in (scripts, person, several)] == [None, "gcc", "tehran"]
    assert not gives_away(scripts, None)
    assert not gives_away(person, "gcc")
    assert gives_away(person, None)
    assert gives_away(person, "tehran")
    assert gives_away(several, "gcc")


def test_a_finished_game_has_no_secrets(rules: Ruleset) -> None:
    over = played(rules, 1000, gcc="human")

    assert over.over
    assert first_eyes(over) is None
    assert not gives_away(over, None)


def test_rungs_and_clock_have_a_value_for_each_step(game: Game) -> None:
    timeline = Timeline(game, "gcc")

    assert len(timeline.rungs()) == len(timeline.crisis_steps()) == timeline.steps == 3
    assert timeline.rungs()[-1] == game.meter("world.rung")


def test_messages_stand_before_the_reveal_of_their_step(rules: Ruleset) -> None:
    made = Game.new(rules, "intro", seed=12)
    made.send("gcc", ["tehran"], "Let us meet in Muscat.")
    for seat in SEATS:
        told = [s for s in Timeline(made, seat).story(0) if "Muscat" in s.text]
        assert [s.phase for s in told] == ([BEFORE_REVEAL] if seat in ("gcc", "tehran") else [])
