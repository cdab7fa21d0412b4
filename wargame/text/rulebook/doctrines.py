"""Chapter 14: the scripted opponents, row by row, as a person would play them from paper."""

from __future__ import annotations

from wargame.ruleset import schema
from wargame.ruleset.tables import Ruleset
from wargame.text.rulebook.blocks import Chapter, Grid, Text, code, plain
from wargame.text.rulebook.phrases import Phrases, sentence
from wargame.text.words import joined, power_called


def doctrines(rules: Ruleset) -> Chapter:
    chapter = Chapter(14, "Doctrines")
    words = Phrases(rules)
    chapter.add(
        Text(
            "A doctrine plays a power when nobody else does. For each free place on its sheet it goes down "
            "its rows and gives the first order whose conditions hold, as far as its power can see, and "
            "that can be paid; of several areas the first that is legal. A chance is rolled for first. "
            "Played by hand, it needs this page and percentile dice."
        )
    )
    for doctrine in rules.document.of("doctrine"):
        chapter.section(
            f"{doctrine.label} ({power_called(rules, doctrine.power)})",
            f"doctrine-{doctrine.id}",
            words=(f"{doctrine.label} (doctrine)",),
        )
        chapter.add(
            Text(f"{sentence(doctrine.text)} *Typed* {code(doctrine.id)}."),
            Grid(
                ("", "When", "Order", "Because"),
                tuple(_row(rules, words, n, row) for n, row in enumerate(doctrine.row, 1)),
                small=True,
            ),
        )
    return chapter


def _row(rules: Ruleset, words: Phrases, number: int, row: schema.DoctrineRow) -> tuple[str, ...]:
    when = words.requirements(row.when) or "always"
    areas = f" in {joined([words.label('area', a) for a in row.areas])}" if row.areas else ""
    more = f", intensity {row.intensity}" if row.intensity > 1 else ""
    chance = f", {row.chance}%" if row.chance < 100 else ""
    once = ", once a sheet" if row.once else ""
    return (
        str(number),
        plain(when),
        f"{code(order_name(rules, row.order))}{plain(areas + more + chance + once)}",
        sentence(row.because),
    )


def order_name(rules: Ruleset, order: str) -> str:
    """An order of a doctrine as it is typed."""
    return rules.document.wording.name(order)
