"""The rulebook: complete, true, and free of dead ends; aids and briefs that fit and give nothing away."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from positions import ROLLS, WAYS, Position, orders_where
from real_names import real_names

from wargame.cli import cli
from wargame.engine.rule_text import RuleText, rule_texts
from wargame.engine.worked import perform
from wargame.ruleset import vocabulary
from wargame.ruleset.constants import Constants
from wargame.ruleset.problems import RulesetError
from wargame.ruleset.studies import Studies, load_studies
from wargame.ruleset.tables import Ruleset
from wargame.text.constants import constant_table
from wargame.text.rows import FAILURES, NAMES
from wargame.text.rulebook import tables
from wargame.text.rulebook.aids import aid
from wargame.text.rulebook.blocks import (
    Block,
    Grid,
    Heading,
    Item,
    Page,
    anchors_of,
    plain,
    slug,
    texts_of,
)
from wargame.text.rulebook.book import book
from wargame.text.rulebook.examples import examples
from wargame.text.rulebook.html import html, inline, unmarked
from wargame.text.rulebook.markdown import markdown
from wargame.text.rulebook.orders import home_of, order_anchor
from wargame.text.rulebook.phrases import Phrases
from wargame.text.rulebook.reword import reworded
from wargame.text.rulebook.seat_briefs import brief
from wargame.text.rulebook.seats import Chair, chairs
from wargame.text.rulebook.sequence import rule_anchor
from wargame.text.rulebook.write import pages

SEATS = ("tehran", "washington", "proxies", "gcc")


@cache
def studies(name: str = "standoff") -> Studies:
    """The studies, less any example that does not come out: that is another test's."""
    found = load_studies(name)

    def good(example: str) -> bool:
        try:
            return not perform(found.rules, found.examples[example], found.document).problems
        except RulesetError:
            return False

    return dataclasses.replace(found, examples={k: e for k, e in found.examples.items() if good(k)})


@cache
def the_book(name: str = "standoff") -> Page:
    return book(studies(name))


@cache
def papers(name: str = "standoff") -> dict[str, Page]:
    found = studies(name)
    wording = found.rules.document.wording
    return {file: reworded(page, wording) for file, page in pages(found)}


def chair(rules: Ruleset, name: str) -> Chair:
    return next(c for c in chairs(rules) if c.seat.name == name)


def section(anchor: str) -> list[Block]:
    """The blocks from the heading with an anchor to the next heading of its level or above."""
    blocks = the_book().blocks
    start = next(n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.anchor == anchor)
    heading = blocks[start]
    assert isinstance(heading, Heading)
    end = next(
        (
            n
            for n, b in enumerate(blocks)
            if n > start and isinstance(b, Heading) and b.level <= heading.level
        ),
        len(blocks),
    )
    return list(blocks[start:end])


def chapter_of(anchor: str) -> str:
    """The number of the chapter in which an anchor stands."""
    number = ""
    for block in the_book().blocks:
        if isinstance(block, Heading) and block.level == 1:
            number = block.number
        if anchor in anchors_of([block]):
            return number
    raise AssertionError(f"no {anchor}")


# What must be in it ------------------------------------------------------------------------------


def numbered() -> dict[str, RuleText]:
    """Rules and numbered parts of rules."""
    return {part.name: part for text in rule_texts().values() for part in (text, *text.parts)}


@pytest.mark.parametrize("name", numbered())
def test_every_rule_stands_in_the_chapter_of_its_phase_with_its_whole_text(name: str) -> None:
    text = numbered()[name]
    blocks = section(rule_anchor(name))
    heading = blocks[0]
    printed = " ".join(texts_of(blocks))

    assert isinstance(heading, Heading)
    assert (heading.number, heading.text) == (text.page.number, plain(text.page.title))
    assert chapter_of(rule_anchor(name)) == text.page.number.split(".")[0]
    assert all(plain(paragraph.text) in printed for paragraph in text.page.paragraphs)


@pytest.mark.parametrize("name", numbered())
def test_every_number_of_a_rule_is_printed_as_the_ruleset_has_it(name: str) -> None:
    """And those that the rule's text states otherwise are set apart."""
    text, words = numbered()[name], Phrases(studies().rules)
    known = constant_table(studies().rules.constants)
    elsewhere = {key for part in text.parts for key in part.constants}
    blocks = section(rule_anchor(name))
    rows = {row[0]: row for b in blocks if isinstance(b, Grid) for row in b.rows}
    printed = " ".join(texts_of(blocks))

    for key in text.constants:
        constant = known[key]
        if key in elsewhere:
            continue
        row = rows[f"`{constant.path}`"]
        assert row[1].removesuffix(r" \*") == words.value(constant.value)
        assert row[1].endswith(r"\*") == constant.differs
        said = f"`{constant.path}` is **{words.value(constant.value)}**"
        assert (said in printed) == constant.differs


def test_every_constant_stands_somewhere() -> None:
    text = markdown(the_book())

    assert [c.path for c in constant_table(Constants()).values() if f"`{c.path}`" not in text] == []


def test_every_order_stands_once_with_those_who_may_give_it() -> None:
    rules, words = studies().rules, Phrases(studies().rules)
    for kind in ("statement", "move", "operation"):
        for order in rules.document.of(kind):
            blocks = section(f"orders-{home_of(words, order)}")
            mine = [b for b in blocks if isinstance(b, Item) and b.anchor == order_anchor(order)]

            assert len(mine) == 1, order.id
            assert mine[0].title == plain(order.label)
            said = " ".join(mine[0].lines)
            assert plain(order.text).rstrip(".") in said
            assert not order.roll or f"{order.roll.need} or more on 2d6" in said
            assert not order.act or f"meant at rung {order.rung}" in said
            assert not order.effects or "*Effects:*" in said
            assert not order.requires or "*Needs*" in said
            assert order.seen == "public" or order.seen in said
            for payer in order.cost:
                assert plain(words.meter(payer, order.areas)) in said


@pytest.mark.parametrize(
    ("kind", "prefix", "chapter"),
    [
        ("line", "line", "12"),
        ("deal", "deal", "12"),
        ("end", "end", "12"),
        ("scenario", "scenario", "12"),
        ("switch", "switch", "12"),
        ("doctrine", "doctrine", "14"),
        ("event", "event", "19"),
        ("area", "area", "0"),
        ("power", "power", "0"),
    ],
)
def test_every_entry_stands_once_in_its_chapter(kind: str, prefix: str, chapter: str) -> None:
    anchors = Counter(anchors_of(the_book().blocks))
    for entry in studies().rules.document.of(kind):
        assert anchors[f"{prefix}-{entry.id}"] == 1, entry.id
        assert chapter_of(f"{prefix}-{entry.id}") == chapter


def test_every_meter_example_row_and_failure_stands_once_in_its_chapter() -> None:
    anchors = Counter(anchors_of(the_book().blocks))
    wanted = {f"meter-{slug(m.id)}": "0" for m in studies().rules.document.of("meter")}
    wanted |= {f"example-{id}": "15" for id in studies().examples}
    wanted |= {f"row-{row}": "17" for row in NAMES}
    wanted |= {f"failure-{n}": "17" for n in range(len(FAILURES))}

    for anchor, chapter in wanted.items():
        assert anchors[anchor] == 1, anchor
        assert chapter_of(anchor) == chapter


def test_doctrines_are_printed_row_by_row() -> None:
    for doctrine in studies().rules.document.of("doctrine"):
        grid = next(b for b in section(f"doctrine-{doctrine.id}") if isinstance(b, Grid))
        assert len(grid.rows) == len(doctrine.row)


def test_every_word_of_the_vocabulary_is_explained() -> None:
    text = markdown(the_book())

    assert all(
        f"`{word}`" in text for word in (*vocabulary.ACTS, *vocabulary.EFFECTS, *vocabulary.REQUIREMENTS)
    )


def test_the_index_leads_to_the_section_it_names() -> None:
    index = section("chapter-18")
    entries = re.findall(r"\[((?:\\.|[^\]])+)\]\(#([^)]+)\) ([\d.]+)", " ".join(texts_of(index)))
    words = [unmarked(word) for word, _, _ in entries]

    assert len(entries) > 300
    assert {numbered()[n].page.title for n in numbered()} <= set(words)
    assert all(chapter_of(anchor) == number.split(".")[0] for _, anchor, number in entries)


def test_an_example_that_is_not_true_stops_the_book() -> None:
    found = studies()
    name, example = next(iter(found.examples.items()))
    meter = next(iter(example.expect))
    wrong = example.model_copy(update={"expect": {meter: example.expect[meter] + 1}})

    with pytest.raises(RulesetError, match=f"expected {re.escape(meter)}"):
        examples(dataclasses.replace(found, examples={**found.examples, name: wrong}))


# Its tables are the rules' -----------------------------------------------------------------------


@pytest.mark.parametrize("noise", [0, 3, 6, 9, 10])
def test_the_perception_table_is_what_the_rule_does(rules: Ruleset, noise: int) -> None:
    order = next(n for n in orders_where(rules, power="tehran", against="washington", seen="public", rung=5))
    position = Position(rules, {"tehran-washington.noise": noise}, games=11, dice={"perception": ROLLS})
    acts = position.run("perception.read", orders=[order]).acts
    assert acts is not None
    error = acts.perceived[rules.powers.index("washington")] - acts.intended

    assert tables.read_errors(rules.constants, noise) == error.tolist()
    assert tables.shares(error.tolist()) == [round(100 * WAYS[error == e].sum() / 36) for e in (-1, 0, 1, 2)]


@pytest.mark.parametrize(("noise", "rung"), [(3, 4), (8, 6), (10, 9)])
def test_the_accident_table_is_what_the_rule_does(rules: Ruleset, noise: int, rung: int) -> None:
    start = {"tehran-washington.noise": noise, "tehran-washington.rung": rung}
    position = Position(rules, start, games=11, dice={"accident": ROLLS})
    position.run("ladder.accidents")
    happens = position.moved("world.accidents") == 1

    assert tables.accident_percent(rules.constants, noise, rung) == round(100 * WAYS[happens].sum() / 36)


@pytest.mark.parametrize(("evasion", "sanctions"), [(5, 7), (3, 9), (8, 5)])
def test_the_export_table_is_what_the_rule_does(rules: Ruleset, evasion: int, sanctions: int) -> None:
    start = {
        "tehran.evasion": evasion,
        "washington.sanctions": sanctions,
        "world.asia": rules.constants.finance.normal_demand,
        "tehran.self-reliance": 1,
        "world.oil": 8,
        "world.month": 3,
    }
    position = Position(rules, start | {f"{n}.dial": 0 for n in rules.networks})
    position.run("economy.cash")
    facts = position.facts("quarter")

    assert tables.income_of(rules.constants, evasion, sanctions) == (facts["exports"], facts["income"])


# Its form ----------------------------------------------------------------------------------------


class Reader(HTMLParser):
    """Checks that tags close in order, and collects ids and links."""

    VOID = frozenset({"meta", "col", "br", "link", "img", "input", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if "href" in found:
            self.links.append(str(found["href"]))
        assert "src" not in found
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", ["rulebook", "aid-tehran", "brief-washington-intro"])
def test_html_parses_stands_alone_and_has_no_dead_anchor(name: str) -> None:
    text = html(papers()[name])
    reader = Reader()
    reader.feed(text)

    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids))
    assert {link.removeprefix("#") for link in reader.links} <= set(reader.ids)
    assert not re.search(r"https?:|//[a-z]|url\(|@import|<script|<link|<img", text)
    assert "@media print" in text
    assert "prefers-color-scheme: dark" in text
    assert reader.tags >= {"main", "h1"}


def test_markdown_has_no_dead_anchor_and_even_tables() -> None:
    text = markdown(papers()["rulebook"])
    ids = re.findall(r'<a id="([^"]+)">', text)

    assert len(ids) == len(set(ids))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= set(ids)
    for grid in (b for b in the_book().blocks if isinstance(b, Grid)):
        assert {len(row) for row in grid.rows} <= {len(grid.heads)}
        assert not grid.anchors or len(grid.anchors) == len(grid.rows)
        assert not any(re.search(r"(?<!\\)\|", cell) for row in grid.rows for cell in row)


def test_what_a_ruleset_says_is_never_a_mark() -> None:
    for text in ("a*b*c", "`x`", "[y](#z)", r"back\slash", "<b>", "p|q", "2 * 3 ** 4"):
        assert unmarked(plain(text)) == text
        assert "<em>" not in inline(plain(text))
        assert "<code>" not in inline(plain(text))
        assert "<b>" not in inline(plain(text))
    assert inline("**a** *b* `c*d*` [e](#f)") == (
        '<strong>a</strong> <em>b</em> <code>c*d*</code> <a href="#f">e</a>'
    )


def test_no_text_is_left_unfinished() -> None:
    text = markdown(the_book())

    assert not re.search(r"\bNone\b|\{area\}|<wargame|object at 0x|\bTODO\b|\.\.\s", text)


# Aids and briefs ---------------------------------------------------------------------------------

LINE = 68
"""Letters of a line in a column of an aid."""

PAGE = 150
"""Lines of a page of an aid, in two columns."""


def height(block: Block) -> int:
    """Lines of a block in a column of an aid, generously."""
    match block:
        case Grid():
            widths = block.widths or tuple(100 // len(block.heads) for _ in block.heads)
            return any(map(bool, block.heads)) + sum(
                max(
                    -(-len(unmarked(cell)) // max(LINE * w // 100, 1))
                    for cell, w in zip(row, widths, strict=True)
                )
                if block.widths
                else -(-sum(len(unmarked(cell)) + 2 for cell in row) // LINE)
                for row in block.rows
            )
        case Heading():
            return 2
    return sum(-(-len(unmarked(text)) // LINE) for text in texts_of([block]))


@pytest.mark.parametrize("seat", SEATS)
def test_an_aid_fits_two_pages(rules: Ruleset, seat: str) -> None:
    page = aid(rules, chair(rules, seat))

    assert sum(map(height, page.blocks)) <= 2 * PAGE


@pytest.mark.parametrize("seat", SEATS)
def test_an_aid_lists_what_its_seat_may_order_and_nothing_else(rules: Ruleset, seat: str) -> None:
    sitter = chair(rules, seat)
    text = markdown(aid(rules, sitter))
    named = {name.split()[0] for name in re.findall(r"`([^`]+)`", text)}
    book_ = rules.programs
    mine = (book_.cells[: book_.orders] & sitter.seat.cells).any(axis=1) & (book_.slot[: book_.orders] < 3)
    may = {book_.entry[n] for n in np.flatnonzero(mine) if n}

    assert named == may


@pytest.mark.parametrize("seat", SEATS)
@pytest.mark.parametrize("scenario", ["intro", "standoff", "crisis"])
def test_a_brief_fits_one_page_and_says_what_counts(rules: Ruleset, seat: str, scenario: str) -> None:
    page = brief(rules, chair(rules, seat), rules.scenarios[scenario])
    text = markdown(page)
    power = rules.powers.index(seat)

    assert len(text) < 3600
    assert len(text.splitlines()) < 60
    assert "What you cannot see" in text
    assert "not what the world will do" in text
    assert all(str(number) in text for number in rules.ends.verdicts[power])
    counted = [t for t in rules.ends.terms[power] if t.label != "Nothing signed and in force"]
    assert all(plain(term.label) in text for term in counted)


def test_a_term_of_a_switch_is_told_only_where_the_switch_is_on(rules: Ruleset) -> None:
    scenario = rules.scenarios["standoff"]
    row = rules.meters.row["world.settlement-terms"]
    start = scenario.start.copy()
    start[row] = 1
    on = dataclasses.replace(scenario, start=start)

    assert "Nothing signed" not in markdown(brief(rules, chair(rules, "tehran"), scenario))
    assert "Nothing signed" in markdown(brief(rules, chair(rules, "tehran"), on))


@pytest.mark.parametrize("seat", SEATS)
def test_aids_and_briefs_do_not_depend_on_what_a_seat_cannot_know(rules: Ruleset, seat: str) -> None:
    """Where numbers begin, what is planned, what others play, and what is in the deck."""
    scenario = rules.scenarios["standoff"]
    start = np.where(np.arange(scenario.start.size) == rules.meters.row["world.settlement-terms"], 0,
                     rules.meters.high).astype(np.int32)  # fmt: skip
    other = dataclasses.replace(
        scenario, start=start, injects=((3, 5),), doctrines=dict.fromkeys(rules.powers, "null")
    )
    sitter = chair(rules, seat)
    event_names = [e.label for e in rules.document.of("event")]
    printed = markdown(aid(rules, sitter)) + markdown(brief(rules, sitter, scenario))

    assert markdown(brief(rules, sitter, other)) == markdown(brief(rules, sitter, scenario))
    assert [name for name in event_names if len(name.split()) > 2 and name in printed] == []


def test_the_deck_is_the_umpire_s_but_for_what_the_example_of_play_draws(rules: Ruleset) -> None:
    blocks = list(the_book().blocks)
    last = next(n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.anchor == "chapter-19")
    played = section("chapter-16")
    before = "\n".join(texts_of(b for b in blocks[:last] if b not in played))

    assert [e.id for e in rules.document.of("event") if plain(e.text).rstrip(".") in before] == []
    assert "(#event-" not in before


# The command -------------------------------------------------------------------------------------


def test_the_command_writes_every_paper_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wargame.text.rulebook.write.load_studies", lambda name: studies(name))
    done = CliRunner().invoke(cli, ["rulebook", "--out", str(tmp_path / "new")])
    written = {path.name for path in (tmp_path / "new").iterdir()}

    assert done.exit_code == 0, done.output
    assert {f"{name}.{end}" for name in papers() for end in ("md", "html")} == written
    assert {"rulebook.html", "aid-gcc.html", "brief-proxies-standoff.md"} <= written


def test_other_seating_plans_have_papers_too(rules: Ruleset) -> None:
    twelve = chairs(rules, "twelve")
    texts = [markdown(aid(rules, c)) + markdown(brief(rules, c, rules.scenarios["standoff"])) for c in twelve]

    assert len(twelve) == 12
    assert len(set(texts)) == 12


def test_wrong_wishes_are_told_in_a_sentence(tmp_path: Path) -> None:
    table = CliRunner().invoke(cli, ["rulebook", "--table", "twelv", "--out", str(tmp_path)])
    (tmp_path / "file").write_text("in the way")
    folder = CliRunner().invoke(cli, ["rulebook", "--out", str(tmp_path / "file" / "below")])

    assert table.exit_code == 1
    assert 'did you mean "twelve"' in table.output
    assert folder.exit_code != 0
    assert "Traceback" not in folder.output


def test_a_ruleset_with_invented_names_says_no_real_one() -> None:
    found = {
        word: where
        for file, page in papers("meridian").items()
        for word, where in real_names(
            re.sub(r"`[^`]*`|\(#[^)]*\)", "", text) for text in texts_of(page.blocks)
        ).items()
        if not word.isdigit()
    }

    assert found == {}
