"""Forecasts: what people held likely, judged by the true numbers, and the reasons they gave for their sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from recorded import chained, contents, everything, play_on, start

from wargame.record.forecasts import asked, brier, forecasts, holds
from wargame.record.game import Game
from wargame.record.journal import SaveError
from wargame.record.verify import verify
from wargame.ruleset.questions import Question
from wargame.ruleset.tables import Ruleset


@pytest.fixture
def game(rules: Ruleset, tmp_path: Path) -> Game:
    return start(rules, tmp_path / "game.jsonl", "standoff")


def again(game: Game) -> Game:
    assert game.path is not None
    game.close()
    assert verify(game.path).good
    return Game.load(game.path)


def test_every_question_of_the_ruleset_can_be_asked(game: Game) -> None:
    assert len(game.questions) >= 8
    for name in game.questions:
        game.forecast("gcc", "Anna", name, 40)
    assert [f.question for f in forecasts(game)] == list(game.questions)
    assert {f.happened for f in forecasts(game)} == {None}
    assert brier(forecasts(game)) is None
    play_on(game)
    found = forecasts(game)
    assert {f.happened for f in found} == {True, False}
    assert all(f.brier == pytest.approx((0.4 - bool(f.happened)) ** 2) for f in found)
    assert forecasts(again(game)) == found


def test_a_question_of_the_step_is_judged_after_it_and_one_of_the_end_at_the_end(game: Game) -> None:
    rungs = []
    while not game.over:
        game.forecast("gcc", "Anna", "rung-rises", 70)
        game.forecast("gcc", "Anna", "war-by-the-end", 20)
        before = game.meter("world.rung")
        assert forecasts(game)[-1].happened is None
        play_on(game, 1)
        row = game.rules.meters.row["world.rung"]
        rungs.append(int(game.turns[-1].after[row]) > before)
        assert [f.happened for f in forecasts(game) if f.question == "rung-rises"] == rungs
    assert len(set(rungs)) == 2
    assert {f.happened for f in forecasts(game) if f.question == "war-by-the-end"} == {
        game.end == "regional-war"
    }


def test_the_last_word_of_a_person_in_a_step_counts(game: Game) -> None:
    game.forecast("gcc", "Anna", "rung-rises", 10)
    game.forecast("gcc", "Bo", "rung-rises", 20)
    game.forecast("gcc", "Anna", "rung-rises", 30)
    play_on(game, 1)
    game.forecast("gcc", "Anna", "rung-rises", 40)
    said = [(f.step, f.person, f.percent) for f in forecasts(game)]
    assert said == [(0, "Anna", 30), (0, "Bo", 20), (1, "Anna", 40)]


def test_going_back_takes_back_the_forecasts_of_later_steps(game: Game) -> None:
    game.forecast("gcc", "Anna", "rung-rises", 10)
    play_on(game, 1)
    game.forecast("gcc", "Anna", "oil-dearer", 10)
    game.undo(0)
    assert [f.question for f in forecasts(game)] == ["rung-rises"]
    assert [f.question for f in forecasts(game.at(0))] == ["rung-rises"]
    assert set(game.asked) == {"rung-rises", "oil-dearer"}, "what was asked in this file stays asked"
    play_on(game, 1)
    game.forecast("gcc", "Anna", "oil-dearer", 20)
    assert everything(again(game)) == everything(game)


def test_a_save_keeps_the_questions_that_were_answered_as_they_were_asked(
    game: Game, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So it needs no ruleset beside it, and later wordings do not change what people were judged by."""
    game.forecast("gcc", "Anna", "rung-rises", 10)
    game.forecast("gcc", "Anna", "rung-rises", 20)
    play_on(game, 1)
    assert game.path is not None
    said = [line for line in contents(game.path.read_bytes()) if line["kind"] == "forecast"]
    assert ["asked" in line for line in said] == [True, False]
    game.close()
    monkeypatch.setattr("wargame.ruleset.questions.shipped", dict)
    alone = Game.load(game.path)
    assert list(alone.questions) == ["rung-rises"]
    assert forecasts(alone) == forecasts(game)


@pytest.mark.parametrize(
    ("about", "message"),
    [
        (("moscow", "Anna", "rung-rises", 50), "'moscow' is not a seat"),
        (("gcc", "Anna", "rung-rise", 50), 'did you mean "rung-rises"'),
        (("gcc", "Anna", "rung-rises", 101), "percent: input should be less than or equal to 100"),
        (("gcc", "Anna", "rung-rises", -1), "percent"),
        (("gcc", "  ", "rung-rises", 50), "person"),
        (("gcc", "An\x07na", "rung-rises", 50), "printable"),
    ],
)
def test_what_cannot_be_forecast(game: Game, about: tuple[Any, ...], message: str) -> None:
    before = everything(game)
    with pytest.raises(ValueError, match=message):
        game.forecast(*about)
    assert everything(game) == before


ASKED = {"name": "mine", "ask": "Is it so?", "by": "step",
         "when": [[{"meter": "world.oil", "least": 5, "most": 9}]], "rises": []}  # fmt: skip
SAID = {"kind": "forecast", "step": 0, "seat": "gcc", "person": "Anna", "question": "mine", "percent": 5}
FORGED: dict[str, tuple[list[dict[str, object]], str]] = {
    "never asked": ([SAID], "asked"),
    "asked twice": ([SAID | {"asked": ASKED}] * 2, "asked"),
    "another": ([SAID | {"asked": ASKED | {"name": "other"}}], "asked.name"),
    "meter": ([SAID | {"asked": ASKED | {"rises": ["world.oli"]}}], "asked"),
    "empty": ([SAID | {"asked": ASKED | {"when": []}}], "asked.when"),
    "empty clause": ([SAID | {"asked": ASKED | {"when": [[]]}}], "asked.when"),
    "percent": ([SAID | {"asked": ASKED, "percent": 120}], "percent"),
    "seat": ([SAID | {"asked": ASKED, "seat": "moscow"}], "seat"),
    "person": ([SAID | {"asked": ASKED, "person": " Anna"}], "person"),
    "step": ([SAID | {"asked": ASKED, "step": 1}], "step"),
}


@pytest.mark.parametrize("case", FORGED)
def test_a_forged_forecast_is_named(game: Game, tmp_path: Path, case: str) -> None:
    forged, field = FORGED[case]
    assert game.path is not None
    path = tmp_path / "forged.jsonl"
    path.write_bytes(chained([*contents(game.path.read_bytes()), *forged]))
    with pytest.raises(SaveError) as caught:
        Game.load(path)
    assert f"forged.jsonl:{1 + len(forged)}: field '{field}'" in str(caught.value)


def test_a_question_holds_where_all_of_it_does(rules: Ruleset) -> None:
    oil, rung = rules.meters.row["world.oil"], rules.meters.row["world.rung"]
    question = asked(
        rules, Question("q", "?", "step", (((oil, 5, 9), (rung, 9, 10)), ((oil, 0, 8),)), (rung,))
    )
    before = rules.meters.low.copy()
    for at, level, expected in ((7, 3, True), (9, 3, False), (4, 3, False), (4, 9, True), (7, 1, False)):
        after = before.copy()
        before[rung], after[oil], after[rung] = 1, at, level
        assert holds(rules, question, before, after) == expected


# Reasons ----------------------------------------------------------------------------------------


def test_a_reason_is_kept_with_the_sheets_of_its_step(game: Game) -> None:
    game.reason("gcc", "  Wait and\n see. ")
    game.reason("tehran", "Now or never.")
    game.reason("tehran", "")
    assert game.stated == {"gcc": "Wait and see."}
    game.inject("agency-report")
    assert game.stated == {"gcc": "Wait and see."}
    play_on(game, 1)
    assert game.turns[0].stated == {"gcc": "Wait and see."}
    assert game.stated == {}
    game.reason("gcc", "Still waiting.")
    loaded = again(game)
    assert everything(loaded) == everything(game)
    loaded.undo(0)
    assert loaded.stated == {}
    with pytest.raises(ValueError, match="is not a seat"):
        loaded.reason("moscow", "Why not.")
    with pytest.raises(ValueError, match="1 to 500 characters"):
        loaded.reason("gcc", "x" * 501)
