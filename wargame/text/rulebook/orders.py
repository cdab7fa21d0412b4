"""Chapter 11: every order, with its cost, conditions, odds and effects, and who sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wargame.ruleset import schema, vocabulary
from wargame.ruleset.tables import Ruleset
from wargame.text.rulebook.blocks import Chapter, Item, Text, link, plain
from wargame.text.rulebook.phrases import Phrases, sentence
from wargame.text.words import RUNGS, joined, power_called

SHARED = "shared"
STANDING = "standing"

KINDS = ("statement", "move", "operation")


def orders(rules: Ruleset) -> Chapter:
    chapter = Chapter(11, "Orders")
    words = Phrases(rules)
    chapter.add(
        Text(
            "What an order does by itself stands here; what the rules make of an act, a strike or a salvo "
            "stands in chapters 4 to 8. An order is typed by its name, then its area where it has several, "
            "then its intensity where it has several. The offering, accepting, rejecting and leaving of "
            f"deals is in {link('chapter 12', 'deals')}."
        )
    )
    found: dict[str, list[tuple[str, schema.Order]]] = {}
    for kind in KINDS:
        for order in rules.document.of(kind):
            found.setdefault(home_of(words, order), []).append((kind, order))
    for home in (*rules.powers, SHARED, STANDING):
        if home not in found:
            continue
        _intro(chapter, words, home)
        for title, some in _grouped(found[home]):
            chapter.part(title)
            for kind, order in some:
                chapter.add(order_item(words, kind, order))
                chapter.index(order.label, order_anchor(order))
    return chapter


def home_of(words: Phrases, order: schema.Order) -> str:
    """The section of the chapter in which an order stands."""
    if order.standing:
        return STANDING
    powers = words.powers(order.cells)
    return powers[0] if len(powers) == 1 else SHARED


def order_anchor(order: schema.Order) -> str:
    return f"order-{order.id}"


def _intro(chapter: Chapter, words: Phrases, home: str) -> None:
    if home == SHARED:
        chapter.section("Orders that several powers may give", "orders-shared")
        chapter.add(Text("The name ends with the power that gives it."))
    elif home == STANDING:
        chapter.section("Standing orders", "orders-standing", words=("Standing orders",))
        chapter.add(
            Text(
                "Nobody writes these on a sheet: cadres under their patron's dial, networks that go their "
                f"own way, and the third state do them when the rules say so "
                f"({link('7.1', 'rule-command-obedience')}, {link('7.2', 'rule-command-decoupling')}, "
                f"{link('7.3', 'rule-prevention-third-state')})."
            )
        )
    else:
        title = f"Orders of {power_called(words.rules, home)}"
        chapter.section(title, f"orders-{home}", words=(title,))


def _grouped(
    found: Iterable[tuple[str, schema.Order]],
) -> Iterator[tuple[str, list[tuple[str, schema.Order]]]]:
    """Statements, moves, and operations by their kind, in the order of the vocabulary."""
    listed = list(found)
    for kind, title in (("statement", "Statements"), ("move", "Diplomatic moves")):
        if some := [(k, o) for k, o in listed if k == kind]:
            yield title, some
    for family, meaning in vocabulary.KINDS.items():
        if some := [(k, o) for k, o in listed if k == "operation" and o.kind == family]:
            yield f"{family.capitalize()}: {meaning}", some


def order_item(words: Phrases, kind: str, order: schema.Order) -> Item:
    """All that there is to say of an order."""
    return Item(
        title=plain(order.label),
        code=typed(words, order),
        anchor=order_anchor(order),
        lines=tuple(_lines(words, kind, order)),
    )


def typed(words: Phrases, order: schema.Order) -> str:
    """How it is written: `strike-network AREA 1-3`."""
    name = words.rules.document.wording.name(order.id)
    parts = [name]
    if len(order.areas) > 1:
        parts.append("AREA")
    if len(order.intensities) > 1:
        parts.append(f"{order.intensities[0]}-{order.intensities[-1]}")
    if len(words.powers(order.cells)) > 1:
        parts.append("POWER")
    return " ".join(parts)


def _lines(words: Phrases, kind: str, order: schema.Order) -> Iterator[str]:
    yield sentence(order.text)
    cells = joined(words.cells(order.cells))
    where = f"; in {joined([words.label('area', a) for a in order.areas])}" if order.areas else ""
    clock = {"monthly": "; in monthly turns only", "crisis": "; in crisis steps only"}.get(order.clock, "")
    yield f"*By* {plain(cells + where)}{clock}."
    if kind == "operation" or order.cost:
        yield f"*Costs* {plain(words.cost(order))}."
    if order.act:
        target = power_called(words.rules, order.against or "")
        yield (
            f"*An act* ({plain(order.act)}) against {plain(target)}, meant at rung {words.rung(order)} "
            f"({plain(RUNGS[order.rung])}); {order.seen}."
        )
    elif order.seen != "public":
        yield f"*Seen:* {order.seen}."
    if order.requires:
        yield f"*Needs* {plain(words.requirements(order.requires, order.areas))}."
    if order.roll:
        yield f"*Odds:* {plain(words.odds(order.roll, order.areas))}."
    if blow := words.blow(order):
        rule = ("7.8", "rule-strikes-strikes") if order.strike else ("7.5", "rule-interception-salvos")
        yield f"*Blow:* {plain(blow)} ({link(*rule)})."
    if order.effects:
        yield f"*Effects:* {plain(words.effect_words(order.effects, order.areas))}."
    if order.tags:
        meanings = [schema.TAGS[tag].partition(" (row")[0] for tag in order.tags]
        yield f"*Counts as* {plain('; '.join(meanings))}."
