"""The hot-wash pack says what the record says: counts, rungs, readings, lines, deals and promises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from debriefed import SEATS, Lesson, played, told

from wargame.record.game import Game
from wargame.ruleset.discussion import BLANK, BLANKS, discussion_for, load_discussion
from wargame.ruleset.load import load
from wargame.ruleset.problems import RulesetError
from wargame.ruleset.tables import Ruleset
from wargame.ruleset.vocabulary import FOUND
from wargame.text.debrief.compare import comparison
from wargame.text.debrief.crossings import ANSWERED, OPEN, UNANSWERED, Crossing
from wargame.text.debrief.found import found_in
from wargame.text.debrief.front import CAVEAT, UMPIRE_ONLY
from wargame.text.debrief.names import Names
from wargame.text.debrief.pack import SECTIONS, pack
from wargame.text.debrief.readings import Reading
from wargame.text.debrief.story import Story
from wargame.text.debrief.talk import MOST, questions_for
from wargame.text.debrief.write import Sitting, files_of
from wargame.text.rulebook.blocks import Grid
from wargame.text.rulebook.html import html
from wargame.text.rulebook.markdown import markdown
from wargame.text.words import pair_name

SAVES = sorted((Path(__file__).parents[2] / "saves").glob("*.jsonl"))


@pytest.fixture(scope="module")
def stories(rules: Ruleset) -> list[Story]:
    """Scripted games of several scenarios, a random one among them, and one that goes on."""
    made = [played(rules, "standoff", seed) for seed in (1, 2, 3)]
    made.append(played(rules, "standoff", 5, "null"))
    made.append(played(rules, "intro", 4, steps=3))
    made += [Game.load(path, upto=10_000_000) for path in SAVES]
    return [told(game, f"table {number}") for number, game in enumerate(made, 1)]


def notes(story: Story, *kinds: str) -> list[dict[str, int]]:
    return [n.facts | {"step": t.step} for t in story.game.turns for n in t.notes if n.kind in kinds]


def test_the_course_is_the_record_s(stories: list[Story]) -> None:
    for story in stories:
        rungs = story.game.rules.meters.families["rung"]
        for turn, step in zip(story.game.turns, story.course.steps, strict=False):
            assert list(step.pairs) == turn.after[rungs.start : rungs.stop].tolist()
            assert step.highest == max(step.pairs)
        assert len(story.course.steps) == len(story.game.turns) + (not story.game.over)
        assert story.course.peak.highest == max(s.highest for s in story.course.steps)


def pair(story: Story, reading: Reading) -> str:
    rules = story.game.rules
    return pair_name(rules, int(rules.programs.pair[reading.order]))


def test_every_crisis_of_the_record_is_told_with_its_cause(stories: list[Story]) -> None:
    causes = set()
    for story in stories:
        begun = [n["step"] for n in notes(story, "crisis begins")]
        assert [c.step for c in story.crises] == begun
        ended = len(notes(story, "crisis ends"))
        assert sum(bool(c.until) for c in story.crises) == min(ended, len(begun))
        for crisis in story.crises:
            by_rung = crisis.cause in ("deed", "misreading", "accident", "standing")
            assert (crisis.rung >= story.course.crisis) == by_rung
            assert crisis.unmeant == (crisis.cause in ("misreading", "accident"))
            if crisis.unmeant:
                assert crisis.otherwise < story.course.crisis
            if crisis.cause in ("deed", "misreading"):
                mine = [
                    r.meant for r in story.readings if r.step == crisis.step and pair(story, r) == crisis.pair
                ]
                assert (max(mine) >= story.course.crisis) == (crisis.cause == "deed")
            causes.add(crisis.cause)
    assert {"deed", "misreading"} <= causes


def test_every_reading_is_told_as_meant_and_as_read(stories: list[Story]) -> None:
    for story in stories:
        facts = [(n["step"], n["order"], n["intended"], n["perceived"]) for n in notes(story, "misread")]
        assert [(r.step, r.order, r.meant, r.read) for r in story.readings] == facts
        assert len(story.misread) == sum(meant != read for *_, meant, read in facts)


def fate(story: Story, crossing: Crossing) -> str:
    """What became of it, by the steps that an answer was due in: an answer already due covers it at once."""
    due = story.game.rules.lines.due.start + crossing.line
    for turn in story.game.turns[crossing.step :]:
        kinds = {n.kind for n in turn.notes if n.facts.get("line") == crossing.line}
        if turn.opened[due] and kinds & {"response met", "response missed"}:
            return ANSWERED if "response met" in kinds else UNANSWERED
    return OPEN


def test_crossings_answers_and_traps_are_the_record_s(stories: list[Story]) -> None:
    answered = unanswered = 0
    for story in stories:
        crossings = [c for line in story.lines for c in line.crossings]
        noted = {(n["line"], n["step"]) for n in notes(story, "crossing meant")}
        assert {(c.line, c.step) for c in crossings} == noted
        assert len(crossings) == len(noted)
        for c in crossings:
            mine = [n for n in notes(story, "crossing meant") if (n["line"], n["step"]) == (c.line, c.step)]
            assert c.unmeant == (not any(n["meant"] for n in mine))
        fates = [c.fate for c in crossings]
        assert fates == [fate(story, c) for c in crossings]
        trapped = {n["line"] for n in notes(story, "commitment trap")}
        assert {c.line for c in crossings if c.trap} <= trapped
        answered, unanswered = answered + fates.count(ANSWERED), unanswered + fates.count(UNANSWERED)
    assert answered
    assert unanswered


def test_an_estimate_stands_beside_the_truth_at_every_moment(stories: list[Story]) -> None:
    story = stories[0]
    game = story.game
    for seat in SEATS:
        sight = game.seats[seat].sight
        for estimate in story.estimates[seat]:
            believed = [int(turn.opened[sight[estimate.row]]) for turn in game.turns]
            true = [int(turn.opened[estimate.row]) for turn in game.turns]
            assert list(estimate.believed[:-1]) == believed
            assert list(estimate.true[:-1]) == true
            assert abs(estimate.gaps[estimate.worst]) == max(map(abs, estimate.gaps[: len(game.turns)]))


def test_every_deal_of_the_record_is_told_with_one_fate(stories: list[Story]) -> None:
    made = 0
    for story in stories:
        for number in range(len(story.game.rules.deals.names)):
            mine = [b for b in story.bargains if b.deal == number]
            assert sum(bool(b.made) for b in mine) <= len(
                [n for n in notes(story, "deal made") if n["deal"] == number]
            )
            left = story.game.games.state.meters[story.game.rules.deals.left.start + number, 0]
            assert any(b.fate == "in force" for b in mine) == bool(left)
            for kind, fate in (("reject", "rejected"), ("lapse", "lapsed"), ("deal broken", "broken")):
                noted = [n for n in notes(story, kind) if n["deal"] == number]
                assert sum(b.fate == fate for b in mine) == len(noted)
        made += sum(bool(b.made) for b in story.bargains)
    assert made


def test_points_add_up_to_the_score(stories: list[Story]) -> None:
    for story in stories:
        for power in story.scores:
            assert sum(points for _, points in power.terms) == power.score == story.game.score(power.power)[0]


# Questions --------------------------------------------------------------------------------------


def test_what_is_found_has_a_word_for_every_blank(stories: list[Story]) -> None:
    kinds = set()
    for story in stories:
        for found in found_in(story, Names()):
            assert set(found.words) >= set(BLANKS[found.kind])
            assert all(found.words.values())
            assert 0 <= found.step <= len(story.game.turns)
            kinds.add(found.kind)
    assert len(kinds) > 15


def test_every_condition_has_a_question_and_every_question_a_condition() -> None:
    questions = load_discussion().questions

    assert {q.found for q in questions} == set(FOUND) == set(BLANKS)
    assert {blank for q in questions for blank in BLANK.findall(q.ask)} <= {
        b for s in BLANKS.values() for b in s
    }


def test_questions_are_chosen_from_what_happened(stories: list[Story]) -> None:
    asked = {q.id: q for q in load_discussion().questions}
    for story in stories:
        kinds = {f.kind for f in found_in(story, Names())}
        chosen = questions_for(story, Names())
        assert 3 <= len(chosen) <= MOST
        assert len({q.id for q in chosen}) == len(chosen)
        for question in chosen:
            assert asked[question.id].found in kinds
            assert "{" not in question.text
        themes = {asked[q.id].about for q in chosen}
        possible = {q.about for q in asked.values() if q.found in kinds}
        assert themes == possible or len(themes) >= 5


def test_a_question_with_a_wrong_blank_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "discussion").mkdir()
    (tmp_path / "discussion" / "mine.toml").write_text(
        '[[discussion]]\nid = "mine"\nfound = "accident"\nabout = "cost"\nask = "{when}: {pear}?"\n',
        encoding="utf-8",
    )

    with pytest.raises(RulesetError, match=r"mine.toml:\d.*'{pear}' is not told of what is found here"):
        load_discussion(str(tmp_path), load("standoff").document.about)


def test_an_invented_world_asks_in_its_own_words() -> None:
    meridian = load("meridian")
    game = played(meridian, "standoff", 2)
    text = html(pack(told(game), Names()))

    assert len(discussion_for(meridian).questions) == len(load_discussion().questions)
    for word in ("Tehran", "Washington", "Hormuz", "Iran"):
        assert not re.search(rf"\b{word}\b", text)


# Pages ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages(stories: list[Story]) -> list[str]:
    return [html(pack(story, Names())) for story in stories]


def tags(text: str) -> Iterator[tuple[str, str]]:
    return iter(re.findall(r"<([a-z0-9]+)([^>]*)>", text))


def test_a_page_has_no_reference_to_anything_else(pages: list[str]) -> None:
    for text in pages:
        assert not re.search(r"https?:|//|@import|url\(|\bsrc=|<script|<link|<img|<iframe", text)
        assert not re.search(r"\son[a-z]+=|\bstyle=", text)
        for name, attributes in tags(text):
            assert all(ref.startswith("#") for ref in re.findall(r'href="([^"]*)"', attributes)), name


def test_every_section_the_caveat_and_the_closing_stand_in_the_pack(stories: list[Story]) -> None:
    for story in stories:
        page = pack(story, Names())
        for text in (html(page), markdown(page)):
            for title, _ in SECTIONS:
                assert title.replace("'", "&#x27;") in text or title in text
            assert CAVEAT in text
            assert "Stepping out of role" in text


def test_a_game_that_goes_on_is_marked_for_the_umpire_only(stories: list[Story]) -> None:
    for story in stories:
        words = UMPIRE_ONLY.split("**")[2].strip()[:30]
        assert (words in html(pack(story, Names()))) == (not story.game.over)
        assert (story.game.header.salt in html(pack(story, Names()))) == story.game.over


def test_several_tables_stand_beside_each_other_with_the_same_numbers(stories: list[Story]) -> None:
    page = comparison(stories, Names())
    cells = {
        row[0]: row for block in page.blocks if isinstance(block, Grid) and block.small for row in block.rows
    }

    for story in stories:
        row = cells[f"**{story.name}**"]
        unmeant = sum(crisis.unmeant for crisis in story.crises)
        assert row[1] == f"{len(notes(story, 'crisis begins'))} ({unmeant})"
        assert row[2] == str(len(notes(story, "accident")))
        assert row[3] == f"{len(story.misread)} of {len(notes(story, 'misread'))}"
    text = html(page)
    assert all(f"{p.score}, {p.verdict}" in text for story in stories for p in story.scores)
    anchors = re.findall(r'id="([^"]*)"', text)
    assert len(anchors) == len(set(anchors))


def test_tables_of_one_name_get_files_of_their_own(stories: list[Story]) -> None:
    games = [story.game for story in stories[:2]]
    files = files_of([Sitting("a", games[0]), Sitting("A", games[1]), Sitting("ы", games[0])])

    assert {"a.html", "a-2.html", "table.html", "comparison.html"} <= files.keys()


def test_every_anchor_is_set_once(pages: list[str]) -> None:
    for text in pages:
        anchors = re.findall(r'id="([^"]*)"', text)

        assert len(anchors) == len(set(anchors))


def test_pictures_say_in_words_what_they_show(stories: list[Story]) -> None:
    text = html(pack(stories[0], Names()))
    shown = re.findall(r'<figure role="img" aria-label="([^"]+)">', text)

    assert len(shown) >= 4
    assert ", ".join(str(s.highest) for s in stories[0].course.steps) in shown[0]


def test_a_pack_can_be_made_at_any_time(rules: Ruleset, tmp_path: Path) -> None:
    game = Game.new(rules, "standoff", seed=1)
    assert "No step has been played yet" in html(pack(told(game), Names()))

    lesson = Lesson(rules, tmp_path / "mid.jsonl")
    lesson.talk()
    files = files_of([Sitting("mid", lesson.game, tmp_path / "mid.jsonl")])
    assert not any("-seat-" in name for name in files)
    assert "we will not fire" in files["mid.html"]


@pytest.mark.parametrize("path", SAVES, ids=lambda p: p.stem)
def test_every_shipped_save_makes_a_pack(path: Path) -> None:
    game = Game.load(path, upto=10_000_000)
    files = files_of([Sitting(path.stem, game, path)])

    assert f"{path.stem}.html" in files
    assert len([n for n in files if "-seat-" in n]) == len(game.seats)
