"""The lesson: what it tells of happens, whoever orders otherwise breaks nothing, and its place is kept."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from at_screen import Person, check, compare, sitting, unpressed

import wargame
from wargame.record.game import Game
from wargame.ruleset.lessons import load_lessons
from wargame.ruleset.problems import RulesetError
from wargame.ruleset.schema import Lesson
from wargame.ruleset.tables import Ruleset
from wargame.table.lesson import LessonSession, Moment, Teacher, fitting_seeds, missing
from wargame.text.narrate import MARKS, TELLERS, story
from wargame.tui.screens.lesson import LessonTable
from wargame.tui.widgets.canvas import folded
from wargame.tui.widgets.lesson_strip import PARTS, WAYS

LINES, COLUMNS = 4, 77
"""What a prompt may take of an 80-column terminal."""


@pytest.fixture(scope="module")
def lesson(rules: Ruleset) -> Lesson:
    return load_lessons("standoff", rules)["first"]


# What the lesson says is so ---------------------------------------------------------------------


def test_what_it_tells_of_happens(rules: Ruleset, lesson: Lesson) -> None:
    wrong = missing(Game.new(rules, lesson.scenario, seed=lesson.seed), lesson)
    fitting = next(fitting_seeds(rules, lesson, range(500)), None) if wrong else None
    assert not wrong, f"{wrong}; in rulesets/standoff/lessons/first.toml a seed that fits is {fitting}"


def test_a_seed_that_does_not_fit_is_told(rules: Ruleset, lesson: Lesson) -> None:
    seeds = [seed for seed in range(12) if missing(Game.new(rules, lesson.scenario, seed=seed), lesson)]
    assert seeds, "dice decide, so most seeds do not fit"
    game = Game.new(rules, lesson.scenario, seed=seeds[0])
    assert all(isinstance(text, str) and text for text in missing(game, lesson))


def test_the_act_that_crosses_was_not_meant_to(rules: Ruleset, lesson: Lesson) -> None:
    session = LessonSession.begin(rules, lesson)
    session.draft = list(lesson.sheets[0][lesson.power])
    session.seal()
    turn = session.open_sheets()
    crossed = next(n for n in turn.notes if n.kind == "line crossed")
    read = [n for n in turn.notes if n.kind == "misread" and n.facts["order"] == crossed.facts["order"]]
    assert any(n.facts["perceived"] > n.facts["intended"] for n in read)
    at = crossed.facts["line"]
    assert rules.lines.names[at] == "no-dead-soldiers"
    assert read[0].facts["intended"] < rules.lines.at_rung[at] <= read[0].facts["perceived"]
    assert game_meter(session.game, "line.no-dead-soldiers.due") > 0, "a response is due"
    session.draft = list(lesson.sheets[1][lesson.power])
    before = game_meter(session.game, "tehran-washington.noise")
    session.seal()
    session.open_sheets()
    assert game_meter(session.game, "tehran-washington.noise") < before, "a word was sent, and noise falls"
    assert game_meter(session.game, "line.no-dead-soldiers.due") == 0


def game_meter(game: Game, name: str) -> int:
    return int(game.games.state.meters[game.rules.meters.row[name], 0])


def test_every_prompt_is_sound(lesson: Lesson) -> None:
    ids = [prompt.id for prompt in lesson.prompt]
    assert len(set(ids)) == len(ids)
    assert [p.step for p in lesson.prompt] == sorted(p.step for p in lesson.prompt)
    for prompt in lesson.prompt:
        assert not prompt.look or prompt.look in PARTS
        assert prompt.screen in ("any", *WAYS)
        assert prompt.tells is None or (prompt.tells in TELLERS and prompt.otherwise)
        assert prompt.mark is None or prompt.mark in MARKS
        if prompt.order is not None:
            assert prompt.order in lesson.sheets[prompt.step][lesson.power], (
                "what is suggested is planned for"
            )
    assert 2.5 <= sum(len(p.text.split()) for p in lesson.prompt) / 200 <= 4.0, "minutes of reading"


@pytest.mark.parametrize("name", ["standoff", "meridian"])
def test_every_prompt_fits_the_strip(name: str) -> None:
    rules = wargame.load(name)
    for lesson in load_lessons(name, rules).values():
        for prompt in lesson.prompt:
            for text in (prompt.text, prompt.otherwise):
                assert len(folded(" ".join(text.split()), COLUMNS)) <= LINES, (name, prompt.id)


def test_in_other_words_it_is_the_same_lesson(lesson: Lesson) -> None:
    other = wargame.load("meridian")
    theirs = load_lessons("meridian", other)[lesson.id]
    assert "Tehran" not in " ".join(p.text + p.otherwise for p in theirs.prompt)
    assert missing(Game.new(other, theirs.scenario, seed=theirs.seed), theirs) == []


def test_a_lesson_stands_apart_from_play(rules: Ruleset) -> None:
    assert not [file for file in rules.document.files if file.startswith("lessons/")]


def test_mistakes_are_told_by_line(tmp_path: Path) -> None:
    about = '[about]\nid = "mine"\nlabel = "Mine"\nversion = 1\nbase = "standoff"\ntext = "Mine."\n'
    folder = tmp_path / "mine"
    (folder / "lessons").mkdir(parents=True)
    (folder / "about.toml").write_text(about, encoding="utf-8")
    (folder / "lessons" / "a.toml").write_text(
        '[[lesson]]\nid = "a"\nlabel = "A"\ntext = "A."\nminutes = 1\nscenario = "intro"\nseed = 1\n'
        'power = "washingtn"\nsheets = []\n\n[[lesson.prompt]]\nid = "x"\nstep = 0\ntext = "{world.rong}"\n',
        encoding="utf-8",
    )
    with pytest.raises(RulesetError) as caught:
        load_lessons(str(folder))
    told = [str(problem) for problem in caught.value.problems]
    assert any("a.toml:8" in text and "'washingtn' is not a power" in text for text in told), told
    assert any("a.toml:14" in text and "'world.rong' is not a meter" in text for text in told), told


# A learner --------------------------------------------------------------------------------------


def test_whoever_orders_otherwise_is_not_lost(rules: Ruleset, lesson: Lesson) -> None:
    """Only G and F9, nothing on the sheet: all prompts come, and none speaks of what did not happen."""
    session = LessonSession.begin(rules, lesson)
    teacher = Teacher(session)
    said = [teacher.text()]
    for _ in range(100):
        if teacher.at_end:
            break
        if not teacher.go_on():
            session.seal()
            session.open_sheets()
            teacher.notice(Moment("report"))
        said.append(teacher.text())
    assert teacher.at_end
    assert len(session.game.turns) == len(lesson.sheets)
    assert not any("{" in text for text in said)
    assert not any("You answered" in text or "The envoy was heard" in text for text in said)


def test_a_sheet_that_cannot_be_given_goes_to_the_doctrine(rules: Ruleset, lesson: Lesson) -> None:
    sheets = ({"tehran": ("go-to-talks", "go-to-talks")}, *lesson.sheets[1:])
    session = LessonSession.begin(rules, lesson.model_copy(update={"sheets": sheets}))
    session.seal()
    turn = session.open_sheets()
    assert turn.sheets["tehran"].by == "doctrine"


def test_it_looks_back_and_goes_on(rules: Ruleset, lesson: Lesson) -> None:
    teacher = Teacher(LessonSession.begin(rules, lesson))
    assert not teacher.go_back()
    first = teacher.text()
    teacher.go_on()
    teacher.go_back()
    assert teacher.text() == first
    assert not teacher.notice(Moment("orders")), "who looks back is not hurried on"
    teacher.go_on()
    assert teacher.at == 1
    assert teacher.notice(Moment("table", "meters"))


async def to_the_lesson(person: Person) -> None:
    person.app.screen.choose("learn")  # type: ignore[attr-defined]
    await person.comes_to("LearnScreen")
    await person.press("enter")
    await person.comes_to("LessonTable")


def _beyond(teacher: Teacher, was: int) -> bool:
    return teacher.at > was


async def follow(person: Person, story_of: list[str]) -> None:
    """Do what the prompts suggest, with as few keys as they say, to the last prompt."""
    keys = {"meters": "3", "ladder": "2", "lines": "4", "orders": "o", "statement": "enter", "move": "enter",
            "operation": "enter"}  # fmt: skip
    for _ in range(60):
        teacher = person.app.teacher
        assert teacher is not None
        prompt, was = teacher.prompt, teacher.at
        assert teacher.text()[:30] in " ".join(person.sees.split()), "the prompt is on the screen"
        story_of.append(f"{prompt.id}: {teacher.text()}")
        if teacher.at_end:
            return
        if prompt.until == "opened":
            await person.press("f9")
            await person.comes_to("Confirm")
            await person.press("enter")
            await person.comes_to("ReportScreen")
        elif prompt.until == "next":
            await person.press("g")
        elif prompt.until == "why":
            await person.press("space", "3", "w")
        elif prompt.until == "orders" and person.at == "ReportScreen":
            await person.press("space", "o")
        else:
            await person.press(keys[prompt.until])
        await person.until(partial(_beyond, teacher, was), prompt.id)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_played_by_its_prompts(size: tuple[int, int], lesson: Lesson, saves: Path) -> None:
    async with sitting(size) as person:
        await to_the_lesson(person)
        said: list[str] = []
        await follow(person, said)
        assert [text.partition(":")[0] for text in said] == [p.id for p in lesson.prompt]
        game = person.app.teacher.session.game  # type: ignore[union-attr]
        ordered = [turn.sheets["washington"].orders for turn in game.turns]
        assert [set(o) for o in ordered] == [set(sheets["washington"]) for sheets in lesson.sheets]
        assert "2d6 fell" in " ".join(person.sees.split()), "the why view shows the dice"
        if size == (80, 24):
            told = [f"  {s.text}" for turn in game.turns for s in story(game, turn, "washington")]
            compare("lesson", "\n".join([*said, "", *told]))
        await person.press("g")  # now play the introduction
        await person.until(lambda: "BRIEFING" in person.sees)
        assert person.app.teacher is None
        assert "LESSON" not in person.sees
    (path,) = (saves / "lessons").glob("*.jsonl")
    again = Game.load(path)
    assert again.difference is None
    assert len(list(saves.glob("intro-washington-*.jsonl"))) == 1


async def test_its_place_is_kept() -> None:
    async with sitting() as person:
        await to_the_lesson(person)
        await person.press("g", "3", "2")
        at = person.app.teacher.at  # type: ignore[union-attr]
        assert at == 3
        await person.press("escape")
        await person.comes_to("MenuScreen")
        assert person.app.teacher is None
        await to_the_lesson(person)
        assert person.app.teacher.at == at  # type: ignore[union-attr]
        await person.press("escape")
        await person.comes_to("MenuScreen")
        person.app.screen.choose("learn")  # type: ignore[attr-defined]
        await person.comes_to("LearnScreen")
        assert "Go on where you left it" in person.sees
        await person.press("down", "enter")
        await person.comes_to("LessonTable")
        assert person.app.teacher.at == 0  # type: ignore[union-attr]


async def test_the_strip_hides_nothing() -> None:
    """At 80x24 all areas of the board, the summary, the look and the keys stand beside the teacher's words."""
    async with sitting() as person:
        await to_the_lesson(person)
        for word in ("Lebanon", "Asian market", "Escalation", "Deals:", "Orders", "LESSON", "[1 Board]"):
            assert word in person.sees, person.sees
        assert isinstance(person.app.screen, LessonTable)


async def test_aids_are_read_and_the_way_out() -> None:
    async with sitting() as person:
        person.app.screen.choose("learn")  # type: ignore[attr-defined]
        await person.comes_to("LearnScreen")
        listing = person.app.screen.query_one("Listing")
        listing.select(("aid", "tehran"))  # type: ignore[attr-defined]
        await person.press("enter")
        await person.comes_to("PageScreen")
        assert "TEHRAN" in person.sees
        await person.press("escape")
        listing.select("words")  # type: ignore[attr-defined]
        await person.press("enter")
        await person.until(lambda: "The words of the game" in person.sees)


async def test_every_key() -> None:
    async with sitting() as person:
        for key in ("escape", "q"):
            person.app.screen.choose("learn")  # type: ignore[attr-defined]
            await person.comes_to("LearnScreen")
            await check(person, "learn", key, lambda: person.at == "MenuScreen")
        await to_the_lesson(person)
        teacher = person.app.teacher
        assert teacher is not None
        await check(person, "lesson", "g", lambda: teacher.at == 1)
        await check(person, "lesson", "backspace", lambda: teacher.at == 0)
    assert unpressed("learn", "lesson") == set()
