"""The pages of the plain game: each writes one thing a seat may look at. None of them changes anything."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence

import numpy as np

from wargame.plain.paper import Paper
from wargame.record.game import Game
from wargame.ruleset import vocabulary
from wargame.text.cards import OrderCard, kind_of, order_card
from wargame.text.describe import (
    belief_against_truth,
    date,
    ladder,
    main_meters,
    mark_words,
    meter_value,
    red_lines,
    standing,
    verdict,
)
from wargame.text.eyes import eyes
from wargame.text.telling import Sentence
from wargame.text.why import causes
from wargame.text.words import first_up, rung_words

PHASES = tuple(vocabulary.PHASES)
OPENING = ("world", "intelligence")
"""Phases that were told before orders were given."""


def tell(paper: Paper, sentences: Sequence[Sentence], *, detail: bool = False) -> None:
    """A story, phase by phase."""
    for phase in PHASES:
        mine = [s for s in sentences if s.phase == phase]
        if mine:
            paper.line(first_up(phase))
        for sentence in mine:
            paper.line(sentence.text, 2)
            if detail:
                paper.lines(sentence.detail, 6)


# Orders -----------------------------------------------------------------------------------------


def price_words(card: OrderCard) -> str:
    return ", ".join(f"{amount} {label}" for label, amount, _ in card.cost) or "free"


def menu(paper: Paper, game: Game, seat: str, kind: str | None = None) -> None:
    """What is legal now, grouped by kind, with cost and odds."""
    sight = eyes(game, seat)
    names = game.rules.programs.names
    groups: dict[str, list[int]] = {}
    for row in game.view(seat).menu:
        groups.setdefault(kind_of(sight, row), []).append(row)
    for group, rows in groups.items():
        if kind is not None and group != kind:
            continue
        paper.head(first_up(group))
        for row in rows:
            card = order_card(game, seat, names[row])
            odds = f"; {card.odds}" if card.odds else ""
            paper.line(f"{card.name}: {card.label}. {first_up(price_words(card))}{odds}.")
    if kind is None:
        paper.line()
        paper.line("Say an order's name to put it on the sheet; ? ORDER shows all about it.")


def kinds(game: Game, seat: str) -> list[str]:
    """The groups of the menu that have something in them now."""
    sight = eyes(game, seat)
    return list(dict.fromkeys(kind_of(sight, row) for row in game.view(seat).menu))


def card_page(paper: Paper, card: OrderCard) -> None:
    paper.head(f"{card.name}: {card.label}")
    paper.line(card.text)
    place = f", {card.area}" if card.area else ""
    paper.line(f"Kind: {card.kind}{place}. Given by: {', '.join(card.cells)}.")
    paper.line(f"Seen: {card.seen}.")
    have = "; ".join(f"{amount} {label} of {have}" for label, amount, have in card.cost)
    paper.line(f"Cost: {have or 'free'}.")
    if card.odds:
        paper.line(f"Odds: {card.odds}.")
    if card.act:
        paper.line(f"Others will see: {card.act}. Meant at rung {rung_words(card.rung)}.")
    for title, found in (("Effects", card.effects), ("Red lines", card.touches), ("Not now", card.lacking)):
        if found:
            paper.line(f"{title}:")
            paper.lines(found, 2)


def sheet(paper: Paper, game: Game, seat: str, draft: Sequence[str]) -> None:
    """The draft, and the places of the sheet."""
    labels = game.rules.programs.labels
    places = game.rules.places.names
    open_places = [places[k] for k in game.view(seat).places]
    if not draft:
        paper.line("Your sheet is empty.")
    for number, name in enumerate(draft, 1):
        card = order_card(game, seat, name)
        paper.line(f"{number}. {name}: {labels[game.rules.order(name)]}. {first_up(price_words(card))}.")
    paper.line(f"Places: {', '.join(f'{n} x {p}' for p, n in _count(open_places))}.")


def _count(items: Iterable[str]) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for item in items:
        found[item] = found.get(item, 0) + 1
    return list(found.items())


# Where things stand -----------------------------------------------------------------------------


def numbered(game: Game, seat: str) -> list[int]:
    """Rows in the order of their numbers on the page of meters: the main ones first."""
    sight, meters = eyes(game, seat), game.rules.meters
    main = main_meters(game, seat)
    return main + [
        r for r in range(1, meters.count) if not meters.derived[r] and sight.knows(r) and r not in main
    ]


def meters(paper: Paper, game: Game, seat: str, everything: bool) -> None:
    rows = numbered(game, seat)
    shown = rows if everything else rows[: len(main_meters(game, seat))]
    for number, row in enumerate(shown, 1):
        marks = mark_words(game.rules, row)
        note = f" ({', '.join(marks)})" if marks else ""
        paper.line(f"{number}. {game.rules.meters.labels[row]}: {meter_value(game, seat, row)}{note}")
    if not everything:
        paper.line(f"{len(rows) - len(shown)} more: meters all. Why a number is what it is: why NUMBER.")


def board(paper: Paper, game: Game, seat: str) -> None:
    """The areas, and what the seat sees standing in each."""
    rules, sight = game.rules, eyes(game, seat)
    known = numbered(game, seat)
    next_to = {a.id: a.next_to for a in rules.document.of("area")}
    labels = dict(zip(rules.areas, rules.area_labels, strict=True))
    for number, area in enumerate(rules.areas):
        near = ", ".join(labels[a] for a in next_to[area])
        paper.head(labels[area] + (f", next to {near}" if near else ""))
        text = next(a.text for a in rules.document.of("area") if a.id == area)
        paper.line(text)
        for row in known:
            if rules.meters.names[row].startswith(f"{area}."):
                label = rules.meters.labels[row].removesuffix(f", {labels[area]}")
                paper.line(f"{known.index(row) + 1}. {label}: {meter_value(game, seat, row)}", 2)
        where = np.flatnonzero(rules.network_area == number)
        if where.size and not any(sight.knows(r) for r in known):
            paper.line("Nothing is known of it.", 2)


def ladder_page(paper: Paper, game: Game) -> None:
    found = ladder(game)
    for name, rung in found.pairs:
        paper.line(f"{name}: rung {rung_words(rung)}.")
    paper.line(f"The highest stands at {found.highest}; the peak so far was {found.peak}.")
    paper.line(f"From rung {found.crisis} play goes by crisis steps; at {found.war} there is regional war.")


def lines_page(paper: Paper, game: Game, seat: str) -> None:
    for line in red_lines(game, seat):
        whose = "Yours" if line.mine else line.owner
        paper.line(f'{whose}: "{line.label}" ({line.status}). {line.text}')
        paper.line(
            f"Crossed at rung {line.at_rung} as its owner reads it; its answer is rung {line.commits}.", 4
        )


def deals_page(paper: Paper, game: Game, seat: str) -> None:
    found = standing(game, seat)
    for pair, words in found.channels:
        paper.line(f"Channel, {pair}: {words}.")
    for deal in found.deals:
        paper.line(f"{deal.label} ({deal.form}, {deal.between}): {deal.status}.")
    if not found.deals:
        paper.line("No deal is offered or in force, as far as you know.")
    paper.line(f"Months to the vote: {found.election}. Months left to play: {found.months_left}.")


def why_page(paper: Paper, game: Game, seat: str | None, row: int) -> None:
    """A meter, and every change of it that the seat may know."""
    label, text = game.rules.meters.labels[row], game.rules.meters.texts[row]
    paper.line(f"{label}: {meter_value(game, seat, row)}. {text}")
    found = causes(game, seat, row)
    if not found:
        known = eyes(game, seat).knows(row)
        paper.line("It has not moved." if known else "You cannot see it, nor what moved it.")
    for cause in found:
        by = f", by {cause.order}" if cause.order else ""
        roll = f", {cause.roll}" if cause.roll else ""
        after = f" to {cause.after}" if cause.after is not None else ""
        paper.line(f"{cause.when}: {cause.amount:+d}{after}: {cause.why}{by}{roll}.", 2)


# The end ----------------------------------------------------------------------------------------


def verdict_page(paper: Paper, game: Game, seat: str | None) -> None:
    """How the game ended, what each power counted, and what the seat had believed."""
    found = verdict(game)
    if found is None:
        paper.line("The game is not over.")
        return
    paper.head(f"The end: {found.label}")
    paper.line(f"{found.text} {date(game)}. The highest rung was {found.peak}.")
    for power in found.powers:
        paper.line()
        paper.line(f"{power.label}: {power.score} points, {power.told}.")
        for label, points in power.terms:
            paper.line(f"{label}: {points:+d}", 2)
    beliefs, missed = belief_against_truth(game, seat)
    if beliefs:
        paper.head("Belief against truth, at the end")
        for belief in beliefs:
            gap = belief.believed - belief.true
            how = "right" if gap == 0 else f"{abs(gap)} too {'high' if gap > 0 else 'low'}"
            paper.line(f"{belief.label}: believed {belief.believed}, truly {belief.true} ({how})")
    if missed:
        paper.head("Acts that were misread")
        for act in missed:
            paper.line(
                f"{act.when}: {act.act}. {act.reader} read rung {act.perceived}; {act.intended} was meant."
            )
    paper.line()
    paper.line("A result shows what the rules imply, not what the world will do.")
    paper.line(f"The dice: {found.commitment}")


def farewell(paper: Paper, game: Game, draft: Sequence[str]) -> None:
    """Where the game is, and how to go on with it."""
    if draft and not game.over:
        paper.line(f"Kept on your sheet, not sealed: {', '.join(draft)}.")
    if game.path is None:
        return
    paper.line("The game is saved in:")
    paper.verbatim(str(game.path))
    after = "replay --plain" if game.over else "play --plain --resume"
    paper.line(f"To {'read it again' if game.over else 'go on'}:")
    paper.verbatim(f"wargame {after} {shlex.quote(str(game.path))}")
