"""Chapter 0: what this is, the board, who sits where, what a step is, and the meters."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.ruleset import schema, vocabulary
from wargame.ruleset.tables import Ruleset
from wargame.text.rulebook.blocks import Bullets, Chapter, Grid, Text, code, link, plain, slug
from wargame.text.rulebook.phrases import Phrases, sentence
from wargame.text.words import RUNGS, counted, joined, pair_name

CAUTION = "A result shows what the rules imply, not what the world will do."


def board(rules: Ruleset) -> Chapter:
    chapter = Chapter(0, "Before you play")
    words = Phrases(rules)
    _what_this_is(chapter, rules)
    _powers(chapter, rules)
    _areas(chapter, rules, words)
    _a_step(chapter, rules)
    _ladder(chapter, rules)
    _meters(chapter, rules, words)
    return chapter


def _what_this_is(chapter: Chapter, rules: Ruleset) -> None:
    about: schema.About = rules.document.about
    chapter.section("What this is")
    chapter.add(
        Text(sentence(about.text)),
        Text(
            "Everybody writes orders in secret; all sheets open together; the rules say what comes of "
            "them. Nobody sees everything. What decides most games is not what was done but how it was "
            "read."
        ),
        Text(
            "Numbers in this book are the numbers in the game: an entry of the log that begins with 8.5 "
            "was made by rule 8.5, which stands in chapter 8. Chapters 1 to 10 are the ten phases of a "
            "step, in order. Two strokes mean a division rounded down: 7 // 3 is 2. 2d6 are two ordinary "
            "dice added up."
        ),
        Text(f"**{CAUTION}** No living person is a target, and the dates are fictional."),
    )


def _powers(chapter: Chapter, rules: Ruleset) -> None:
    chapter.section("Powers, cells and seats", words=("Powers", "Cells", "Seats"))
    chapter.add(
        Text(
            "A power is made of cells. The places on an order sheet belong to cells; a seat is a set of "
            "cells, and none of the rules minds how they are dealt out."
        )
    )
    for power in rules.document.of("power"):
        chapter.part(power.label, f"power-{power.id}")
        chapter.add(Text(sentence(power.text)))
        cells = [c for c in rules.document.of("cell") if c.power == power.id]
        chapter.add(
            Grid(
                ("Cell", "What it is", "Sheet in a month", "In a crisis step"),
                tuple((plain(c.label), sentence(c.text), *_places(c)) for c in cells),
            )
        )
        chapter.index(power.label, f"power-{power.id}")
    chapter.part("Seating plans")
    tables = [
        f"**{plain(t.label)}** ({code(t.id)}): " + "; ".join(f"{plain(s.label)}" for s in t.seats)
        for t in rules.document.of("table")
    ]
    chapter.add(Bullets(tuple(tables)))


def _places(cell: schema.Cell) -> tuple[str, str]:
    if cell.green:
        return "played by the rules", "played by the rules"
    month = [counted(n, noun) for n, noun in ((cell.statements, "statement"), (cell.moves, "move"),
                                              (cell.operations, "operation")) if n]  # fmt: skip
    crisis = [counted(n, noun) for n, noun in ((cell.statements, "statement"), (cell.moves, "move"),
                                               (cell.crisis_operations, "operation")) if n]  # fmt: skip
    return joined(month) or "none", joined(crisis) or "none"


def _areas(chapter: Chapter, rules: Ruleset, words: Phrases) -> None:
    chapter.section("The board", words=("Board", "Areas", "Networks"))
    networks = {n.id: n for n in rules.document.of("network")}
    rows = []
    for area in rules.document.of("area"):
        near = [words.label("area", other) for other in area.next_to]
        network = networks.get(area.id)
        here = plain(network.label) if network else ""
        rows.append((plain(area.label), sentence(area.text), plain("; ".join(near)), here))
        chapter.index(area.label, f"area-{area.id}")
    anchors = tuple(f"area-{a.id}" for a in rules.document.of("area"))
    chapter.add(Grid(("Area", "What it is", "Next to", "Network"), tuple(rows), anchors))
    pairs = [pair_name(rules, number) for number in range(len(rules.pairs))]
    chapter.add(
        Text(
            "Four numbers stand between two powers, not in an area: their rung on the ladder of "
            "escalation, the noise in what they read of each other, their channel, and a way down that one "
            f"has offered the other. The pairs are {plain('; '.join(pairs))}."
        )
    )


def _a_step(chapter: Chapter, rules: Ruleset) -> None:
    k = rules.constants.ladder
    chapter.section(
        "A step", words=("Step", "Month", "Crisis step", "Order sheet", "Statement", "Move", "Operation")
    )
    chapter.add(
        Text(
            f"A turn is a month. From rung {k.crisis}, or after many deaths, play drops into crisis steps "
            f"of about three days, with fewer operations and no upkeep, until it cools or {k.crisis_steps} "
            f"of them have been played ({link('rule 8.10', 'rule-ladder-highest')})."
        ),
        Text("In each step a seat fills the places on its sheet, or leaves them empty:"),
        Bullets(
            (
                "a **statement**: one thing said in public for the whole power;",
                "**diplomatic moves**: offers, answers, messages, talks;",
                "**operations**: deeds, paid from the power's resources, each with an area and an "
                "intensity where it has them.",
            )
        ),
        Text(
            "An order is judged when it is sealed on what its seat knows, and when sheets open on the "
            "truth: one that has become impossible is void, and what it cost is lost. Every order is one "
            "of three things to others:"
        ),
        Bullets(tuple(f"**{name}**: {plain(text)};" for name, text in vocabulary.SEEN.items())),
        Text("The ten phases of a step:"),
        Grid(
            ("Phase", "", "What happens"),
            tuple(
                (link(str(n), f"chapter-{n}"), name.capitalize(), plain(text))
                for n, (name, text) in enumerate(vocabulary.PHASES.items(), 1)
            ),
        ),
    )


def _ladder(chapter: Chapter, rules: Ruleset) -> None:
    chapter.section("The ladder of escalation", "ladder", words=("Rungs", "Ladder of escalation"))
    marks = {
        rules.constants.ladder.crisis: "crisis steps begin",
        rules.constants.ladder.war: "regional war: nobody wins",
    }
    chapter.add(
        Grid(
            ("Rung", "What it looks like", ""),
            tuple((str(n), name, marks.get(n, "")) for n, name in enumerate(RUNGS)),
        ),
        Text(
            "Every act is meant at a rung and read at a rung, and the two need not be the same "
            f"({link('rule 8.1', 'rule-perception-read')})."
        ),
    )


def _meters(chapter: Chapter, rules: Ruleset, words: Phrases) -> None:
    chapter.section("The meters", words=("Meters",))
    chapter.add(
        Text(
            "Whole numbers between two bounds. A change beyond a bound is cut off there, and the log says "
            "so. Most seats see a few of them truly and some as estimates, which may be off by as much as "
            "the table says. The last column gives the start in a scenario that does not say otherwise, "
            "where everybody may know it."
        )
    )
    found: tuple[schema.Meter, ...] = rules.document.of("meter")
    rows = tuple(tuple(_meter(words, meter)) for meter in found)
    anchors = tuple(f"meter-{slug(meter.id)}" for meter in found)
    heads = ("Meter", "Name", "Range", "Seen by", "What it says", "Start")
    chapter.add(Grid(heads, rows, anchors, small=True))
    for meter, anchor in zip(found, anchors, strict=True):
        chapter.index(meter.label, anchor)


def _meter(words: Phrases, meter: schema.Meter) -> Iterator[str]:
    yield plain(meter.label)
    yield code(f"{{{meter.each[:-1]}}}.{meter.id}" if meter.each else meter.id)
    yield f"{meter.low} to {meter.high}"
    yield plain(sight_words(words, meter))
    marks = [f"{name} at {value}" for name, value in meter.marks.items()]
    yield sentence(meter.text) + (f" {plain(joined(marks).capitalize())}." if marks else "")
    public = "public" in meter.sees and meter.draw is None
    yield (_start(words, meter) if public else "")


def sight_words(words: Phrases, meter: schema.Meter) -> str:
    """Who sees a meter, and who guesses it how well."""
    if "public" in meter.sees:
        return "everybody"
    own = {"networks": "its own cell", "powers": "its own power", "pairs": "the two"}.get(
        meter.each or "", ""
    )
    seen = [words.cells([name])[0] for name in meter.sees if name not in ("hidden", "own")]
    if "own" in meter.sees:
        seen.append(own)
    guesses = [f"{words.label('power', p)} to within {off}" for p, off in meter.estimates.items()]
    parts = [joined(seen)] if seen else ["nobody"]
    return "; estimated by ".join([*parts, *([joined(guesses)] if guesses else [])])


def _start(words: Phrases, meter: schema.Meter) -> str:
    if isinstance(meter.start, int):
        return str(meter.start)
    owners = {n.id: n.label for n in words.rules.document.of("network")}
    owners |= {p: pair_name(words.rules, n) for n, p in enumerate(words.rules.pairs)}
    named = [f"{owners.get(key, words.label('power', key))} {value}" for key, value in meter.start.items()]
    return plain("; ".join(named))
