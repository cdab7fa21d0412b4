"""The timeline as Markdown: complete, well-formed, and no wiser than the eyes it is written with."""

from __future__ import annotations

import re

import pytest

from wargame.opponents.bench import Opponents
from wargame.record.game import Game
from wargame.ruleset.tables import Ruleset
from wargame.text.describe import verdict
from wargame.text.export_timeline import plain, timeline_markdown
from wargame.text.timeline import Timeline

SEATS = ("tehran", "washington", "proxies", "gcc")


@pytest.fixture(scope="module")
def whole(rules: Ruleset) -> Game:
    made = Game.new(rules, "intro", seed=12, players=dict.fromkeys(SEATS, "doctrine"))
    while not made.over:
        Opponents(made).fill()
        made.advance()
    return made


@pytest.mark.parametrize("seat", [None, *SEATS])
def test_all_that_was_told_is_written(whole: Game, seat: str | None) -> None:
    text = timeline_markdown(whole, seat)
    timeline = Timeline(whole, seat)
    for step in range(timeline.steps):
        assert f"(step {step})" in text
        for sentence in timeline.story(step):
            assert f"- {plain(sentence.text)}" in text
    for mark in timeline.marks:
        if mark.kind != "reveal" and not mark.minor:
            assert plain(mark.text) in text


def test_the_verdict_stands_at_the_end(whole: Game) -> None:
    found = verdict(whole)
    assert found is not None
    text = timeline_markdown(whole, None)

    assert f"## The end: {found.label}" in text
    for power in found.powers:
        assert f"| {power.label} | {power.score} | {power.verdict} |" in text
    assert "not what the world will do" in text


def test_a_game_that_goes_on_has_no_verdict_and_no_seed(rules: Ruleset) -> None:
    made = Game.new(rules, "intro", seed=271_828_182, players={"tehran": "doctrine"})
    text = timeline_markdown(made, "gcc")

    assert "The end" not in text
    assert "not over" in text
    assert str(made.header.seed) not in text
    assert made.header.salt not in text


def test_tables_are_whole(whole: Game) -> None:
    for block in re.findall(r"(?:^\|.*\n)+", timeline_markdown(whole, None), re.MULTILINE):
        columns = {len(re.findall(r"(?<!\\)\|", row)) for row in block.splitlines()}
        assert len(columns) == 1


def test_what_people_type_stays_text(rules: Ruleset) -> None:
    made = Game.new(rules, "intro", seed=3)
    made.send("gcc", [], "# <b>No</b> *stars* | `ticks` [link](http://x)")
    text = timeline_markdown(made, "gcc")

    assert "<b>" not in text
    assert "*stars*" not in text.replace("\\*", "")
    assert "stars" in text
