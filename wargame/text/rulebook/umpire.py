"""Chapter 18, for the umpire: the deck, what is planned, and where the hidden numbers begin."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from wargame.ruleset import schema
from wargame.ruleset.tables import Ruleset
from wargame.text.rulebook.blocks import Box, Bullets, Chapter, Grid, Item, NewPage, Text, link, plain
from wargame.text.rulebook.examples import label_of
from wargame.text.rulebook.phrases import Phrases, sentence
from wargame.text.words import joined


def umpire(rules: Ruleset) -> Chapter:
    chapter = Chapter(18, "For the umpire")
    chapter.add(Box("Players should not read on: take these pages out of the copies that you hand round."))
    words = Phrases(rules)
    _deck(chapter, rules, words)
    _plans(chapter, rules, words)
    _starts(chapter, rules)
    chapter.add(NewPage())
    return chapter


def _deck(chapter: Chapter, rules: Ruleset, words: Phrases) -> None:
    chapter.section("The event deck", "deck", words=("Event deck",))
    k = rules.constants.deck
    chapter.add(
        Text(
            f"In a month, on 2d6 of {k.need} or more, cards are turned up until one fits ({link('1.4', 'rule-events-deck')}). A "
            "card of weight 2 is twice as likely as one of weight 1; one of weight 0 comes only as an inject. Each "
            f"comes once. Cards of disorder count once more for every {k.disorder_per} points of global disorder."
        )
    )
    for event in rules.document.of("event"):
        chapter.add(Item(plain(event.label), event.id, f"event-{event.id}", tuple(_event(words, event))))
        chapter.index(f"{event.label} (event)", f"event-{event.id}")


def _event(words: Phrases, event: schema.Event) -> Iterator[str]:
    yield sentence(event.text)
    months = ""
    if event.from_month or event.to_month < 240:
        until = f" to {event.to_month}" if event.to_month < 240 else " on"
        months = f"; from month {event.from_month}{until}"
    disorder = "; a card of disorder" if event.disorder else ""
    yield f"*Weight* {event.weight}{months}{disorder}."
    if event.requires:
        yield f"*Only if* {plain(words.requirements(event.requires))}."
    if event.effects:
        yield f"*Effects:* {plain(words.effect_words(event.effects))}."


def _plans(chapter: Chapter, rules: Ruleset, words: Phrases) -> None:
    chapter.section("What is planned", "plans", words=("Injects", "Deeds of record"))
    book = rules.programs
    planned = []
    for scenario in rules.document.of("scenario"):
        listed = [f"month {i.month}: {words.label('event', i.event)}" for i in scenario.injects]
        compiled = rules.scenarios[scenario.id]
        listed += [
            f"{plain(d.date)} (month {d.month}{f', crisis step {d.crisis}' if d.crisis else ''}): {book.labels[d.order]}"
            for d in compiled.deeds
        ]
        played = [f"{words.label('power', p)}: {words.label('doctrine', d)}" for p, d in scenario.doctrines.items()]
        parts = [f"**{plain(scenario.label)}.** Doctrines: {plain('; '.join(played))}."]
        if listed:
            parts.append(f"Planned: {plain('; '.join(listed))}.")
        planned.append(" ".join(parts))
    chapter.add(Bullets(tuple(planned)))


def _starts(chapter: Chapter, rules: Ruleset) -> None:
    chapter.section("Where the numbers begin", "starts", words=("Start of each scenario",))
    chapter.add(
        Text(
            "Every number that does not begin at nought, hidden ones included, by scenario; a dash where it is not. Those "
            "drawn by lot show their range. Estimates begin at the truth and an error."
        )
    )
    meters, plans = rules.meters, list(rules.scenarios.values())
    drawn = {row: f"{low}-{high} by lot" for row, low, high in meters.draw}
    starts = np.array([plan.start for plan in plans])
    rows = []
    for row in range(1, meters.count):
        fixed = any(plan.fixed[row] for plan in plans)
        if meters.derived[row] and not (fixed or meters.names[row].startswith("line.")):
            continue
        if starts[:, row].any() or row in drawn:
            cells = [
                drawn[row] if row in drawn and not plan.fixed[row] else str(plan.start[row] or "–") for plan in plans
            ]
            rows.append((plain(label_of(rules, row)), *map(plain, cells)))
    chapter.add(Grid(("Meter", *(plain(plan.label) for plan in plans)), tuple(rows), small=True))
    seats = joined([plain(label) for label in rules.power_labels])
    chapter.add(Text(f"What each of {seats} sees of these is in section 0.6."))
