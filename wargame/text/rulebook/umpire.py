"""The last chapter, for the umpire: the deck, what is planned, and where the hidden numbers begin."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from wargame.ruleset import schema
from wargame.ruleset.tables import Deed, Ruleset
from wargame.text.rulebook.blocks import Box, Chapter, Grid, Item, Text, link, plain
from wargame.text.rulebook.examples import label_of
from wargame.text.rulebook.phrases import Phrases, sentence
from wargame.text.words import joined

NUMBER = 19
"""Last of all, behind the index, so that its pages can be taken out; and no word of it is in the index."""


def umpire(rules: Ruleset) -> Chapter:
    chapter = Chapter(NUMBER, "For the umpire")
    chapter.add(Box("Players should not read on: take these pages out of the copies that you hand round."))
    words = Phrases(rules)
    _deck(chapter, rules, words)
    _plans(chapter, rules, words)
    _starts(chapter, rules)
    return chapter


def _deck(chapter: Chapter, rules: Ruleset, words: Phrases) -> None:
    chapter.section("The event deck", "deck")
    k = rules.constants.deck
    chapter.add(
        Text(
            f"In a month, on 2d6 of {k.need} or more, cards are turned up until one fits "
            f"({link('1.4', 'rule-events-deck')}). A card of weight 2 is twice as likely as one of weight "
            f"1; one of weight 0 comes only as an inject. Each comes once. Cards of disorder count once "
            f"more for every {k.disorder_per} points of global disorder."
        )
    )
    deck = sorted(rules.document.of("event"), key=lambda event: event.label)
    chapter.add(Text(" · ".join(link(plain(event.label), f"event-{event.id}") for event in deck)))
    for event in rules.document.of("event"):
        chapter.add(Item(plain(event.label), event.id, f"event-{event.id}", tuple(_event(words, event))))


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
    chapter.section("What is planned", "plans")
    for scenario in rules.document.of("scenario"):
        chapter.part(scenario.label)
        played = [
            f"{words.label('power', power)}: {words.label('doctrine', doctrine)}"
            for power, doctrine in scenario.doctrines.items()
        ]
        chapter.add(Text(f"*Doctrines* {plain('; '.join(played))}."))
        listed = [f"month {i.month}: {words.label('event', i.event)}" for i in scenario.injects]
        if listed:
            chapter.add(Text(f"*Injects* {plain('; '.join(listed))}."))
        rows = tuple(_deed(rules, deed) for deed in rules.scenarios[scenario.id].deeds)
        if rows:
            chapter.add(Grid(("Date", "Month", "Deed of record", "What happened"), rows, small=True))


def _deed(rules: Ruleset, deed: Deed) -> tuple[str, ...]:
    step = f", crisis step {deed.crisis}" if deed.crisis else ""
    return (
        plain(deed.date),
        f"{deed.month}{step}",
        plain(rules.programs.labels[deed.order]),
        sentence(deed.text),
    )


def _starts(chapter: Chapter, rules: Ruleset) -> None:
    chapter.section("Where the numbers begin", "starts")
    chapter.add(
        Text(
            "Every number that does not begin at nought, hidden ones included, by scenario; a dash where "
            "it is not. Those drawn by lot show their range. Estimates begin at the truth and an error."
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
                drawn[row] if row in drawn and not plan.fixed[row] else str(plan.start[row] or "–")
                for plan in plans
            ]
            rows.append((plain(label_of(rules, row)), *map(plain, cells)))
    chapter.add(Grid(("Meter", *(plain(plan.label) for plan in plans)), tuple(rows), small=True))
    seats = joined([plain(label) for label in rules.power_labels])
    chapter.add(Text(f"What each of {seats} sees of these is in section 0.6."))
