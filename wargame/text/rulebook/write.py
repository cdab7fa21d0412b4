"""Writes the book, the aids and the briefs into a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wargame.ruleset.studies import Studies, load_studies
from wargame.text.rulebook.aids import aid
from wargame.text.rulebook.blocks import Page
from wargame.text.rulebook.book import book
from wargame.text.rulebook.html import html
from wargame.text.rulebook.markdown import markdown
from wargame.text.rulebook.reword import reworded
from wargame.text.rulebook.seat_briefs import brief
from wargame.text.rulebook.seats import chairs, sits_in


def pages(studies: Studies, table: str | None = None) -> Iterator[tuple[str, Page]]:
    """Every page by the name of its file, without an ending."""
    rules = studies.rules
    found = chairs(rules, table)
    yield "rulebook", book(studies)
    for chair in found:
        yield f"aid-{chair.file}", aid(rules, chair)
    for chair in found:
        for scenario in rules.scenarios.values():
            if table is not None or sits_in(rules, chair, scenario.table):
                yield f"brief-{chair.file}-{scenario.name}", brief(rules, chair, scenario)


def run_command(ruleset: str, out: Path, table: str | None) -> Iterator[str]:
    """Write everything, and say what. ValueError where nothing can be written, or for a table that is not there."""
    studies = load_studies(ruleset)
    wording = studies.rules.document.wording
    made = [(name, reworded(page, wording)) for name, page in pages(studies, table)]
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, page in made:
            (out / f"{name}.md").write_text(markdown(page), encoding="utf-8")
            (out / f"{name}.html").write_text(html(page), encoding="utf-8")
    except OSError as error:
        raise ValueError(f"{error.filename or out}: cannot be written: {error.strerror}") from error
    aids = sum(name.startswith("aid-") for name, _ in made)
    briefs = sum(name.startswith("brief-") for name, _ in made)
    beside = f"beside it {aids} player aids and {briefs} briefs, all as Markdown too"
    yield f"{out / 'rulebook.html'}: the rulebook; {beside}."
