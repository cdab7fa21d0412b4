"""The rulebook inside: opened at the thing under the pointer, searched, followed by its links, and discreet."""

from __future__ import annotations

import re

import pytest
from at_screen import Person, check, sitting, unpressed

import wargame.tui.library
from wargame.engine.rule_text import rule_texts
from wargame.ruleset import vocabulary
from wargame.ruleset.tables import Ruleset
from wargame.text.glossary import TERMS, find_term
from wargame.text.narrate import MARKS
from wargame.text.rulebook.affairs import affairs
from wargame.text.rulebook.blocks import Block, Grid, Heading, Item, Page, Text, anchors_of, texts_of
from wargame.text.rulebook.board import board
from wargame.text.rulebook.orders import orders
from wargame.text.rulebook.sequence import rule_anchor
from wargame.text.rulebook.tables import tables
from wargame.text.rulebook.umpire import umpire
from wargame.tui.keys import PANELS
from wargame.tui.screens.report import PHASE_TITLES
from wargame.tui.sections import UMPIRE, links_of, shelf_of, words_of_the_game
from wargame.tui.subject import OF_MARKS, WORDS, subject_of
from wargame.tui.widgets.pages import page_rows

NEW = {"scenario": "intro", "seat": "washington", "seed": 7}


def short_book(rules: Ruleset) -> Page:
    """The chapters that need no games to be played, and a page for each rule: quick to put together."""
    chapters = [board(rules), orders(rules), affairs(rules), tables(rules)]
    blocks: list[Block] = [block for chapter in chapters for block in chapter.blocks]
    blocks.append(Heading(1, "Rules", "chapter-1", "1"))
    pages = {part.name: part.page for text in rule_texts().values() for part in (text, *text.parts)}
    for name, page in pages.items():
        blocks += [Heading(2, page.title, rule_anchor(name), page.number), Text(page.title)]
    blocks += umpire(rules).blocks
    return Page("Rules", "book", tuple(blocks), contents=True)


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch, rules: Ruleset) -> None:
    monkeypatch.setattr(wargame.tui.library, "_book", lambda _name, _rules: short_book(rules))


async def at_the_table(person: Person) -> None:
    await person.comes_to("PageScreen")
    await person.press("space")
    await person.comes_to("TableScreen")


async def asked(person: Person) -> object:
    """Press ? and say at what the rulebook is open; then close it."""
    await person.press("question_mark")
    await person.comes_to("RulebookScreen")
    screen = person.app.screen
    await person.until(lambda: screen.loaded and screen.page.key is not None)  # type: ignore[attr-defined]
    key = screen.page.key  # type: ignore[attr-defined]
    seen = person.sees
    assert "›" in seen, "the pointer stands on it, in sight"
    await person.press("escape")
    await person.until(lambda: person.at != "RulebookScreen")
    return key


# At the thing under the pointer -----------------------------------------------------------------


async def test_at_the_thing_under_the_pointer() -> None:
    async with sitting(new=NEW) as person:
        await at_the_table(person)
        assert await asked(person) == "area-lebanon"
        await person.press("3")
        assert await asked(person) == "meter-world-rung"
        await person.press("down")
        assert await asked(person) == "meter-resources", "one line for all of a family"
        await person.press("4")
        assert await asked(person) == "line-no-dead-soldiers"
        await person.press("5")
        assert await asked(person) == "meter-channel"
        await person.press("o")
        await person.comes_to("OrderScreen")
        assert await asked(person) == "order-seek-no-wider-war"
        person.app.screen.query_one("#order-list").select("strike-network iraq 1")  # type: ignore[attr-defined]
        assert await asked(person) == "order-strike-network", "one entry for all areas and intensities"
        person.app.screen.query_one("#order-list").select("offer prisoners-for-funds washington")  # type: ignore[attr-defined]
        assert await asked(person) == "deal-prisoners-for-funds"
        await person.press("escape")


async def test_in_the_report_at_the_rule() -> None:
    async with sitting(new=NEW) as person:
        await at_the_table(person)
        await person.seal()
        report = person.app.screen
        for at, sentence in enumerate(report.sentences):  # type: ignore[attr-defined]
            report.query_one("#report").select(at)  # type: ignore[attr-defined]
            if sentence.mark in ("read", "upkeep"):
                key = str(await asked(person))
                assert key.startswith("rule-"), (sentence, key)
        await person.press("space", "3", "w")
        await person.comes_to("WhyScreen")
        if person.app.screen.query_one("#why").key is not None:  # type: ignore[attr-defined]
            assert str(await asked(person)).startswith(("rule-", "meter-"))


async def test_in_the_story_beliefs_and_messages_too() -> None:
    async with sitting(new=NEW) as person:
        await at_the_table(person)
        await person.seal()
        await person.press("space")
        await person.comes_to("TableScreen")
        await person.press("l")
        await person.comes_to("StoryScreen")
        story = person.app.screen
        at = {e.phase: i for i, e in enumerate(story.entries)}  # type: ignore[attr-defined]
        story.query_one("#story").select(at["words"])  # type: ignore[attr-defined]
        assert "chapter-4" in subject_of(story)
        story.query_one("#story").select(at["reading"])  # type: ignore[attr-defined]
        assert str(await asked(person)).startswith("rule-")
        await person.press("escape", "i")
        await person.comes_to("IntelligenceScreen")
        assert str(await asked(person)).startswith("meter-")
        await person.press("escape", "m")
        await person.comes_to("MessagesScreen")
        assert await asked(person) == "term-mediator"


async def test_a_screen_without_a_thing_opens_at_its_word() -> None:
    async with sitting() as person:
        await person.press("home", "enter")  # a newcomer's pointer stands on the lesson
        await person.comes_to("NewGameScreen")
        assert await asked(person) == "term-seat"


def test_every_mark_leads_to_a_rule(rules: Ruleset) -> None:
    known = set(anchors_of(short_book(rules).blocks))
    assert set(OF_MARKS) <= set(MARKS)
    without = {"", "order", "home", "upkeep"}
    assert set(MARKS) - set(OF_MARKS) == without, "these are found by the number of their cause, or by phase"
    assert set(OF_MARKS.values()) <= known
    assert all(find_term(word) for word in WORDS.values())


# Reading and searching --------------------------------------------------------------------------


async def into_the_book(person: Person) -> None:
    person.app.screen.choose("rulebook")  # type: ignore[attr-defined]
    await person.comes_to("RulebookScreen")
    await person.until(lambda: person.app.screen.loaded)  # type: ignore[attr-defined]


async def test_every_key() -> None:
    async with sitting() as person:
        await into_the_book(person)
        book = person.app.screen
        await check(person, "rulebook", "right", lambda: book.reading == 0)  # type: ignore[attr-defined]
        await check(person, "rulebook", "right", lambda: book.reading == 1)  # type: ignore[attr-defined]
        await check(person, "rulebook", "left", lambda: book.reading == 0)  # type: ignore[attr-defined]
        await check(person, "rulebook", "tab", lambda: book.contents.has_focus)  # type: ignore[attr-defined]
        await check(person, "rulebook", "shift+tab", lambda: book.page.has_focus)  # type: ignore[attr-defined]
        await check(person, "rulebook", "slash", lambda: book.focused.id == "order-filter")  # type: ignore[union-attr]
        await person.press(*"ladder of escalation", "enter")
        await person.until(lambda: "sections with" in person.sees)
        await person.press("end", "home", "down", "down", "enter")
        await person.until(lambda: book.page.has_focus)  # type: ignore[attr-defined]
        await check(person, "rulebook", "escape", lambda: book.contents.has_focus)  # type: ignore[attr-defined]
        await person.press("escape")
        assert book.wanted == ""  # type: ignore[attr-defined]
        await check(person, "rulebook", "q", lambda: person.at == "MenuScreen")
    assert unpressed("rulebook") == set()


async def test_links_lead_there_and_back() -> None:
    async with sitting() as person:
        await into_the_book(person)
        book = person.app.screen
        await person.press("enter")  # the words
        book.page.select("term-ladder")  # type: ignore[attr-defined]
        await person.press("enter")
        await person.until(lambda: "The ladder of escalation" in person.sees)
        await person.press("escape")
        await person.until(lambda: book.page.key == "term-ladder")  # type: ignore[attr-defined]


@pytest.mark.parametrize(("size", "both"), [((80, 24), False), ((120, 40), True), ((200, 60), True)])
async def test_contents_beside_the_page_where_there_is_room(size: tuple[int, int], both: bool) -> None:
    async with sitting(size) as person:
        await into_the_book(person)
        await person.press("enter")
        await person.until(lambda: "Shots that nobody ordered" in person.sees)
        assert ("Before you play" in person.sees) is both
        assert len(person.sees.splitlines()) == size[1]


def test_a_wide_table_is_told_line_by_line_where_it_is_narrow() -> None:
    grid = Grid(
        ("Meter", "Name", "Range", "Says"), (("Cash", "cash", "0 to 20", "What is left. " * 6),), ("cash",)
    )
    head, only = page_rows([grid])
    assert only.key == "cash"
    narrow = ["".join(text for text, _ in spans) for spans in only.draw(40)]
    assert head.draw(40) == []
    assert narrow[:3] == ["Cash", "  Name: cash", "  Range: 0 to 20"]
    assert all(len(text) <= 40 for text in narrow)
    wide = ["".join(text for text, _ in spans) for spans in only.draw(110)]
    assert wide[0].startswith("Cash   cash  0 to 20  What is left.")
    assert head.draw(110) != []


# What only the umpire may read ------------------------------------------------------------------


def chapters(person: Person) -> set[str]:
    return {s.chapter for s in person.app.screen.shelf.sections}  # type: ignore[attr-defined]


async def test_a_seat_does_not_see_the_umpires_part() -> None:
    async with sitting(new=NEW) as person:
        await at_the_table(person)
        person.app.open_rulebook("deck")
        await person.comes_to("RulebookScreen")
        await person.until(lambda: person.app.screen.loaded)  # type: ignore[attr-defined]
        assert not any(chapter.endswith(UMPIRE) for chapter in chapters(person))
        assert person.app.screen.reading is None  # type: ignore[attr-defined]
        await person.press("slash", *"weight")
        assert "event deck" not in person.sees


async def test_without_a_game_it_asks_first() -> None:
    async with sitting() as person:
        await into_the_book(person)
        book = person.app.screen
        at = book.shelf.where("deck")  # type: ignore[attr-defined]
        book.open_chapters.add(book.shelf.sections[at].chapter)  # type: ignore[attr-defined]
        book._list()  # type: ignore[attr-defined]
        book.contents.select(at)  # type: ignore[attr-defined]
        await person.press("enter")
        await person.comes_to("Confirm")
        await person.press("n")
        await person.comes_to("RulebookScreen")
        assert book.reading == 0, "the words, which lie open from the beginning"  # type: ignore[attr-defined]
        book._open(at - 1)  # type: ignore[attr-defined]
        await person.press("right")
        assert book.reading == at - 1, "reading on does not lead there either"  # type: ignore[attr-defined]
        book._close()  # type: ignore[attr-defined]
        book.contents.select(at)  # type: ignore[attr-defined]
        await person.press("enter")
        await person.comes_to("Confirm")
        await person.press("y")
        await person.until(lambda: book.reading == at)  # type: ignore[attr-defined]


# Words ------------------------------------------------------------------------------------------

PLAIN = frozenset(("world", "end"))
"""Plain English, in the sense it has everywhere."""


def labels() -> dict[str, list[str]]:
    """Words on the screen that a newcomer may stumble over."""
    return {
        "panels": list(PANELS.values()),
        "phases": list(PHASE_TITLES),
        "slots": [slot for slot in vocabulary.SLOTS if slot != "standing"],
        "card": ["Cost", "Odds", "Rung", "Seen", "Line"],
        "red lines": ["due", "crossed", "near", "held", "declared", "tacit"],
        "gauges": ["Resolve", "Capital", "Resources", "Weariness", "Posture", "Interceptors", "Sanctions",
                   "Channel", "Traffic", "Alarm", "Arsenal", "Loyalty", "Tempo", "Dial", "Unrest", "Evasion"],
        "status": ["crisis step", "monthly turn", "sheet", "sealed"],
        "seen": list(vocabulary.SEEN),
    }  # fmt: skip


@pytest.mark.parametrize("where", labels())
def test_every_word_of_the_labels_is_in_the_glossary(where: str) -> None:
    unknown = [word for word in labels()[where] if find_term(word) is None and word.lower() not in PLAIN]
    assert unknown == []


def test_the_glossary_is_sound(rules: Ruleset) -> None:
    words = [form.lower() for term in TERMS for form in (term.word, *term.also)]
    assert sorted(words) == sorted(set(words)), "no word stands twice"
    assert [t.word for t in TERMS] == sorted((t.word for t in TERMS), key=str.lower)
    names = re.compile("|".join(rules.power_labels[:2]))
    for term in TERMS:
        assert term.text.endswith("."), term.word
        assert len(term.text.split()) <= 30, f"{term.word}: short, please"
        assert not names.search(term.text), "it is true of every ruleset"


def test_the_glossary_leads_into_the_book(book_of_standoff: Page) -> None:
    shelf = shelf_of(book_of_standoff, words_of_the_game(), umpire=False)
    assert [term.word for term in TERMS if term.see and shelf.where(term.see) is None] == []


def test_every_link_of_the_book_leads_somewhere(book_of_standoff: Page) -> None:
    shelf = shelf_of(book_of_standoff, words_of_the_game(), umpire=True)
    texts = [text for section in shelf.sections for text in texts_of(section.blocks)]
    found = {anchor for text in texts for anchor in links_of(text)}
    assert len(found) > 100
    assert [anchor for anchor in sorted(found) if shelf.where(anchor) is None] == []


@pytest.fixture(scope="module")
def book_of_standoff(rules: Ruleset) -> Page:
    from wargame.ruleset.studies import load_studies
    from wargame.text.rulebook.book import book

    return book(load_studies("standoff", rules))


def test_made_up_names_reach_the_rulebook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    page = Page("Tehran", "book", (Text("Tehran"),))
    monkeypatch.setattr("wargame.text.rulebook.book.book", lambda _studies: page)
    made = wargame.tui.library._book("meridian", wargame.load("meridian"))
    assert "Tehran" not in " ".join((made.title, *texts_of(made.blocks)))


def test_a_term_is_found_by_its_forms() -> None:
    assert find_term("Rungs") == find_term("rung")
    assert find_term("no such word") is None
    assert all(isinstance(block, Item) for block in words_of_the_game().blocks[1:])
