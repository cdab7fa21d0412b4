"""People in a pack: pseudonyms leave no name, tables run no formula, a seat's debrief holds nothing hidden."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from debriefed import NAMES, PEOPLE, RESHAPED, SEATS, Lesson, played, texts, told
from test_secrecy import masked_twin

from wargame.cli import cli
from wargame.record.course import Turn
from wargame.record.forecasts import brier, forecasts
from wargame.record.game import Game
from wargame.ruleset.tables import Ints, Ruleset
from wargame.text.debrief.names import Names
from wargame.text.debrief.people import parts_of
from wargame.text.debrief.room import room_story
from wargame.text.debrief.seat import seat_page
from wargame.text.debrief.sheets import BOM, FORMULA, defused
from wargame.text.debrief.story import Story
from wargame.text.debrief.write import Sitting, files_of
from wargame.text.eyes import eyes
from wargame.text.rulebook.html import html


@pytest.fixture(scope="module")
def lesson(rules: Ruleset, tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    return Lesson(rules, tmp_path_factory.mktemp("class") / "annegrets.jsonl").play()


def sitting(lesson: Lesson) -> Sitting:
    assert lesson.game.path is not None
    return Sitting(lesson.game.path.stem, lesson.game, lesson.game.path)


@pytest.fixture(scope="module")
def named(lesson: Lesson) -> dict[str, str]:
    return files_of([sitting(lesson)])


@pytest.fixture(scope="module")
def hidden(lesson: Lesson) -> dict[str, str]:
    return files_of([sitting(lesson), replace(sitting(lesson), name="Carla")], hidden=True)


def rows(files: dict[str, str], name: str) -> list[dict[str, str]]:
    text = files[name]
    assert text.startswith(BOM)
    found = list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))
    assert len({len(row) for row in found}) == 1
    return [dict(zip(found[0], row, strict=True)) for row in found[1:]]


# Names ------------------------------------------------------------------------------------------


def test_with_pseudonyms_no_name_stands_in_any_file(named: dict[str, str], hidden: dict[str, str]) -> None:
    for part in NAMES:
        if part != "muller":
            assert any(part in text.casefold() for text in named.values()), part
        for name, text in hidden.items():
            assert part not in text.casefold(), (part, name)
            assert part not in name.casefold()
    for person in PEOPLE:
        assert not any(person in text for text in (*named.values(), *hidden.values()))


def test_pseudonyms_are_the_same_all_through_a_pack(hidden: dict[str, str]) -> None:
    students = rows(hidden, "students.csv")
    by_seat: dict[tuple[str, str], list[str]] = {}
    for row in students:
        by_seat.setdefault((row["table"], row["seat"]), []).append(row["student"])

    assert len({row["student"] for row in students}) == len(PEOPLE)
    tables = sorted({row["table"] for row in students})
    for (table, seat), who in by_seat.items():
        assert who == by_seat[tables[0], seat], table
    washington = by_seat[tables[0], "Washington"][0]
    senders = {r["sent by"] for r in rows(hidden, "messages.csv") if r["from"] == "Washington"}
    assert senders == {washington}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ANNA müller came", "Student 1 came"),
        ("Muller's tea", "Student 1's tea"),
        ("zoe and Zoë", "Student 2 and Student 2"),
        ("Annabel stays", "Annabel stays"),
        ("Strauss, STRAUSS", "Student 3, Student 3"),
        ("Anna  Müller", "Student 1"),
    ],
)
def test_names_are_found_as_people_write_them(text: str, said: str) -> None:
    assert Names.of(["Anna Müller", "Zoë", "Strauß"], True).text(text) == said


def test_a_name_that_two_share_is_nobody_s() -> None:
    names = Names.of(["Anna Bell", "Anna Kurz"], True)

    assert names.text("Anna said so") == "a student said so"
    assert names.text("Anna Kurz said so") == "Student 2 said so"


# Tables for a spreadsheet -----------------------------------------------------------------------


def test_every_cell_is_defused_and_every_table_parses(named: dict[str, str], hidden: dict[str, str]) -> None:
    seen = 0
    for files in (named, hidden):
        for name, _ in texts(files, ".csv"):
            for row in rows(files, name):
                for cell in row.values():
                    seen += cell.startswith("'=")
                    number = re.fullmatch(r"-?\d+(\.\d+)?", cell)
                    assert number or not cell.lstrip().startswith(FORMULA), (name, cell)
    assert seen >= 2


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "  =1", "\t=1", "＝1", "a;=1+1", "a; =1"])
def test_no_text_begins_a_formula(text: str) -> None:
    said = defused(text)

    assert not any(part.lstrip().startswith(FORMULA) for part in re.split("[;\t]", said) if part.strip())
    assert said.replace("'", "") == text


def test_the_orders_are_those_of_the_record(named: dict[str, str], lesson: Lesson) -> None:
    found = [(int(r["step"]), r["seat"], r["order"]) for r in rows(named, "orders.csv") if r["order"]]
    label = {name: seat.label for name, seat in lesson.game.seats.items()}
    given = [
        (t.step + 1, label[seat], order)
        for t in lesson.game.turns
        for seat, sheet in t.sheets.items()
        for order in sheet.orders
    ]

    assert found == given
    late = [r for r in rows(named, "orders.csv") if r["filled by"] == "the clock"]
    assert {(r["step"], r["seat"], r["sealed by"]) for r in late} == {("2", "GCC mediators", "")}
    assert rows(named, "orders.csv")[0]["reason of the team"] == "Because Benno says so"


def test_forecasts_and_their_scores_are_the_record_s(named: dict[str, str], lesson: Lesson) -> None:
    found = rows(named, "forecasts.csv")
    known = forecasts(lesson.game)
    assert [int(r["per cent"]) for r in found] == [f.percent for f in known]
    for row, forecast in zip(found, known, strict=True):
        assert forecast.brier is not None
        assert float(row["Brier score"]) == pytest.approx(forecast.brier)
    students = {r["student"].removeprefix("'"): r for r in rows(named, "students.csv")}
    mine = [f for f in known if f.person == "p-two"]
    assert float(students["=Benno"]["mean Brier score"]) == pytest.approx(brier(mine))
    assert students["Annegret Müller"]["mean Brier score"] == ""


def test_participation_is_counted_from_the_journal(named: dict[str, str], lesson: Lesson) -> None:
    students = {r["student"].removeprefix("'"): r for r in rows(named, "students.csv")}
    played_ = len(lesson.game.turns)

    assert students["Annegret Müller"]["sheets sealed by own hand"] == str(played_)
    assert students["Dieudonné O'Hara"]["sheets sealed by own hand"] == str(played_ - 1)
    assert students["=Benno"]["sheets sealed by own hand"] == "0"
    assert students["Carla <b>Özdemir</b>"]["messages sent"] == "2"
    assert students["Dieudonné O'Hara"]["messages carried for others"] == "1"


def test_messages_have_their_fate(named: dict[str, str]) -> None:
    found = rows(named, "messages.csv")

    assert [r["fate"] for r in found] == [
        "", "reshaped by its mediator", "held by the umpire, then blocked", "",
    ]  # fmt: skip
    assert found[0]["verdict"] == "broken"
    assert found[1]["verdict"] == "no verdict was given"
    assert found[1]["passed on as"] == RESHAPED


def test_a_save_alone_will_do(lesson: Lesson) -> None:
    game = lesson.game
    story = Story("alone", game, room_story(game))

    assert {m.name for m in story.room.members} == {"p-two", "p-three"}, "of them the save has forecasts"
    assert all(part.sealed is None for part in parts_of(story))
    assert [late.seat for late in story.room.late] == ["gcc"]


def test_what_people_write_is_escaped(named: dict[str, str]) -> None:
    for name, text in texts(named, ".html"):
        assert "<script" not in text, name
        assert "<b>" not in text, name
    assert "&lt;script&gt;" in named["annegrets.html"]


def test_the_room_is_told(named: dict[str, str]) -> None:
    text = named["annegrets.md"]

    assert "Annegret and Benno quarrel" in text
    assert "Benno argued it well" in text
    assert "Cash cushion (Tehran) -1" in text
    assert "the umpire, ad hoc" in text
    assert "Sheets that the clock filled: GCC mediators" in text
    assert "There is coffee, Carla" in text


# A seat's own debrief ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def over(rules: Ruleset) -> Game:
    return played(rules, "standoff", 12, "null")


def test_a_seat_s_debrief_waits_for_the_end(rules: Ruleset) -> None:
    game = played(rules, "standoff", 12, "null", steps=4)

    with pytest.raises(ValueError, match="when the game is over"):
        seat_page(told(game), "tehran", Names())


@pytest.mark.parametrize("seat", SEATS)
def test_what_a_seat_neither_sees_nor_estimates_changes_no_word_of_its_debrief(over: Game, seat: str) -> None:
    place, meters = over.seats[seat], over.rules.meters
    before = html(seat_page(told(over), seat, Names()))
    seen = set(place.sight.tolist()) | {r for r in range(meters.count) if place.certainty[r]}
    seen |= {
        meters.row[f"{power}.score"] for power in over.rules.powers
    }  # the verdict shows them to everybody
    unseen = np.array([r for r in range(1, meters.count) if r not in seen])
    now, turns = over.games.state.meters, list(over.turns)
    truth = now.copy()
    assert len(unseen) > 50

    def moved(values: Ints) -> Ints:
        return np.where(values < meters.high[unseen], values + 1, meters.low[unseen])

    def other(turn: Turn) -> Turn:
        opened, after = turn.opened.copy(), turn.after.copy()
        for position in (opened, after):
            position[unseen] = np.where(
                position[unseen] < meters.high[unseen], position[unseen] + 1, meters.low[unseen]
            )
        entries = tuple(e for e in turn.entries if e.row not in set(unseen.tolist()))
        return replace(turn, opened=opened, after=after, entries=entries)

    try:
        over.turns[:] = [other(turn) for turn in turns]
        now[unseen, 0] = np.where(
            now[unseen, 0] < meters.high[unseen], now[unseen, 0] + 1, meters.low[unseen]
        )

        assert html(seat_page(told(over), seat, Names())) == before
    finally:
        over.turns[:] = turns
        now[:] = truth


@pytest.mark.parametrize("seat", SEATS)
def test_orders_that_a_seat_cannot_know_are_not_in_its_debrief(over: Game, seat: str) -> None:
    text = html(seat_page(told(over), seat, Names()))
    book, mine = over.rules.programs, over.seats[seat].powers
    own = {book.labels[row] for t in over.turns for row in t.orders.tolist() if int(book.power[row]) in mine}
    for turn in over.turns:
        for row in turn.orders[turn.orders > 0].tolist():
            label = book.labels[row]
            if book.seen[row] and int(book.power[row]) not in mine and label not in own and len(label) > 14:
                assert f"{label};" not in text
                assert f"{label}." not in text


@pytest.mark.parametrize("seat", SEATS)
def test_unsigned_acts_that_look_alike_are_told_alike(over: Game, seat: str) -> None:
    sight, turns = eyes(over, seat), list(over.turns)
    before = html(seat_page(told(over), seat, Names()))

    def other(turn: Turn) -> Turn:
        notes = []
        for note in turn.notes:
            order = note.facts.get("order", 0)
            if 0 < order < over.rules.programs.orders and not sight.author(order):
                note = replace(note, facts=note.facts | {"order": masked_twin(over.rules, order) or order})
            notes.append(note)
        return replace(turn, notes=tuple(notes))

    swapped = [other(turn) for turn in turns]
    assert any(one.notes != two.notes for one, two in zip(turns, swapped, strict=True)) or seat == "proxies"
    try:
        over.turns[:] = swapped
        assert html(seat_page(told(over), seat, Names())) == before
    finally:
        over.turns[:] = turns


def test_messages_between_others_are_not_in_a_seat_s_debrief(named: dict[str, str]) -> None:
    assert "Stop or we strike" not in named["annegrets-seat-tehran.html"]
    assert "They ask politely" in named["annegrets-seat-tehran.html"]
    assert "A word that nobody will read" not in named["annegrets-seat-gcc.html"]
    assert "quarrel" not in named["annegrets-seat-tehran.html"]


# The command ------------------------------------------------------------------------------------


def test_the_command_writes_a_folder_and_overwrites_nothing(lesson: Lesson, tmp_path: Path) -> None:
    save, out = str(lesson.game.path), tmp_path / "out"
    done = CliRunner().invoke(cli, ["debrief", save, "--out", str(out), "--pseudonyms"])
    assert done.exit_code == 0, done.output
    assert (out / "students.csv").exists()
    assert "does" not in (out / "ABOUT.txt").read_text(encoding="utf-8").splitlines()[0]

    again = CliRunner().invoke(cli, ["debrief", save, "--out", str(out)])
    assert again.exit_code == 1
    assert "exports never overwrite anything" in again.output


def test_a_game_behind_words_is_not_told(rules: Ruleset, tmp_path: Path) -> None:
    game = Game.new(rules, "intro", seed=1, path=tmp_path / "secret.jsonl")
    game.set_word("tehran", "swordfish")
    game.close()

    done = CliRunner().invoke(cli, ["debrief", str(game.path), "--out", str(tmp_path / "out")])

    assert done.exit_code == 1
    assert "cannot be debriefed yet" in done.output
    assert not (tmp_path / "out").exists()
