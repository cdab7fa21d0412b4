"""What the pointer stands on, as places in the rulebook: the best first, each with something more general behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from textual.screen import Screen

from wargame.record.game import Game
from wargame.ruleset.tables import Ruleset
from wargame.text.intelligence import Estimate
from wargame.text.logbook import Entry
from wargame.text.rulebook.blocks import slug
from wargame.text.telling import Sentence
from wargame.text.why import causes
from wargame.tui.widgets.board_map import BoardMap
from wargame.tui.widgets.listing import Listing
from wargame.tui.widgets.panels import LogList

OF_MARKS: dict[str, str] = {
    "event": "rule-events-deck",
    "ruling": "rule-events-injects",
    "void": "rule-orders-carry-out",
    "strike": "rule-strikes-strikes",
    "fire": "rule-interception-salvos",
    "read": "rule-perception-read",
    "misread": "rule-perception-read",
    "attribution": "rule-attribution-investigate",
    "crossing": "rule-red-lines-test-lines",
    "response": "rule-red-lines-answers",
    "accident": "rule-ladder-accidents",
    "casualties": "rule-red-lines-forced-response",
    "ladder": "rule-ladder-climb",
    "crisis": "rule-ladder-highest",
    "deal": "rule-deals-negotiate",
    "network": "rule-command-obedience",
    "estimate": "rule-estimates-refresh",
    "cost": "rule-orders-pay",
    "score": "rule-endings-count-the-month",
    "end": "ends",
}
"""The rule behind a sentence of a report, by its mark; a test compares with the marks that there are."""

WORDS: dict[str, str] = {
    "form": "seat",
    "saves": "replay",
    "curtain": "seal",
    "messages": "mediator",
    "letter": "mediator",
    "verdict": "score",
    "confirm": "seal",
    "ask": "order sheet",
    "compare": "branch",
}
"""Screens without a pointer on anything of the rules, and the word of the glossary that goes with each."""

PHASES = (
    "world",
    "intelligence",
    "orders",
    "words",
    "diplomacy",
    "means",
    "deeds",
    "reading",
    "upkeep",
    "end",
)


def subject_of(screen: Screen[Any]) -> tuple[str, ...]:
    """Anchors and numbers of the rulebook for what a screen's pointer stands on; nothing where there is none."""
    places: tuple[str, ...] = getattr(screen, "places", ())
    game: Game | None = getattr(screen, "game", None) or getattr(
        getattr(screen, "session", None), "game", None
    )
    if places and places[0] in WORDS:
        return (f"word:{WORDS[places[0]]}",)
    if game is None or not places:
        return ()
    focused = screen.focused
    if isinstance(focused, BoardMap):
        return (f"area-{focused.place.area}", "section-0-3")
    key = focused.key if isinstance(focused, Listing) else None
    match places[0]:
        case "table" | "replay":
            return tuple(_of_panel(game, focused, key))
        case "orders":
            name = key if isinstance(key, str) else screen.query_one("#order-list", Listing).key
            return tuple(_of_order(game.rules, str(name)))
        case "report":
            told: list[Sentence] = getattr(screen, "sentences", [])
            return tuple(_of_sentence(told[key])) if isinstance(key, int) and key < len(told) else ()
        case "story":
            entries: list[Entry] = getattr(screen, "entries", [])
            sentence = entries[key].told if isinstance(key, int) and key < len(entries) else None
            return tuple(_of_sentence(sentence)) if sentence is not None else ("word:mediator",)
        case "intelligence":
            held: dict[object, Estimate] = getattr(screen, "held", {})
            return tuple(_of_meter(game.rules, held[key].row)) if key in held else ("word:estimate",)
        case "charts":
            return tuple(_of_meter(game.rules, key)) if isinstance(key, int) else ()
        case "why":
            return tuple(_of_cause(game, getattr(screen, "seat", None), key))
        case "area":
            return tuple(_of_meter(game.rules, key)) if isinstance(key, int) else ()
    return ()


def _of_panel(game: Game, focused: object, key: object) -> Iterator[str]:
    rules, panel = game.rules, getattr(focused, "id", "")
    if panel == "lines" and isinstance(key, int):
        yield f"line-{rules.lines.names[key]}"
        yield "red-lines"
    elif isinstance(focused, LogList):
        for sentence in focused.told_of(key):
            yield from _of_sentence(sentence)
    elif panel == "deals" and isinstance(key, int) and rules.deals.left.start <= key < rules.deals.left.stop:
        yield f"deal-{rules.deals.names[key - rules.deals.left.start]}"
        yield "deals"
    elif isinstance(key, int):
        yield from _of_meter(rules, key)


def _of_meter(rules: Ruleset, row: int) -> Iterator[str]:
    """A meter's line in the table of meters, by its own name or by that of its family."""
    name = rules.meters.names[row].rpartition(":")[2]
    yield f"meter-{slug(name)}"
    yield f"meter-{slug(name.rpartition('.')[2])}"
    if name.startswith("line."):
        yield f"line-{name.split('.')[1]}"
    yield "section-0-6"


def _of_order(rules: Ruleset, name: str) -> Iterator[str]:
    order = rules.programs.index.get(name)
    if order is None:
        return
    deal = int(rules.programs.deal[order])
    if deal >= 0:
        yield f"deal-{rules.deals.names[deal]}"
    yield f"order-{rules.programs.entry[order]}"
    yield "chapter-11"


def _of_sentence(sentence: Sentence) -> Iterator[str]:
    if number := _rule_number(sentence.detail[0] if sentence.detail else ""):
        yield number
    if sentence.mark in OF_MARKS:
        yield OF_MARKS[sentence.mark]
    if sentence.phase in PHASES:
        yield f"chapter-{PHASES.index(sentence.phase) + 1}"


def _of_cause(game: Game, seat: str | None, key: object) -> Iterator[str]:
    """The rule that a cause names, or else the meter that was asked."""
    if not isinstance(key, tuple):
        return
    row, at = key
    found = causes(game, seat, row)
    if at < len(found) and (number := _rule_number(found[at].why)):
        yield number
    yield from _of_meter(game.rules, row)


def _rule_number(text: str) -> str:
    """`8.5` of `8.5 an accident`, wherever in a line it stands."""
    found = re.search(r"(?:^|: )(\d+\.\d+)\b", text)
    return found[1] if found else ""


__all__ = ["OF_MARKS", "subject_of"]
