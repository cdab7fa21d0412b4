"""The player aid of a seat: two pages with its orders, its numbers and the tables it will want."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from wargame.engine.fog import EXACT, UNKNOWN
from wargame.ruleset import schema, vocabulary
from wargame.ruleset.tables import Ruleset
from wargame.text.cards import odds_percent
from wargame.text.rulebook.blocks import Block, Bullets, Grid, Heading, Page, Text, code, plain
from wargame.text.rulebook.orders import KINDS, typed
from wargame.text.rulebook.phrases import Phrases
from wargame.text.rulebook.seats import Chair
from wargame.text.rulebook.tables import read_errors, shares
from wargame.text.words import FORMS, RUNGS, joined

TITLES = {"statement": "Statements", "move": "Diplomatic moves"}


def aid(rules: Ruleset, chair: Chair) -> Page:
    """The aid of a seat. It holds nothing of a game: only rules, and only what concerns the seat."""
    words = Phrases(rules)
    blocks: list[Block] = [*_step(), *_numbers(rules, chair), *_orders(rules, words, chair)]
    blocks += [*_lines(rules, chair), *_deals(rules, words, chair), *_tables(rules, chair)]
    return Page(f"{plain(rules.label)}: aid for {plain(chair.seat.label)}", "aid", tuple(blocks))


def _head(text: str) -> Heading:
    return Heading(2, text, "")


def _step() -> Iterator[Block]:
    yield _head("A step")
    phases = [f"{n} {name}" for n, name in enumerate(vocabulary.PHASES, 1)]
    yield Text(f"{', '.join(phases)}. Sheets are sealed before 3 and open together.")
    yield _head("The ladder")
    yield Grid(("", ""), tuple((str(n), name) for n, name in enumerate(RUNGS)))


def _numbers(rules: Ruleset, chair: Chair) -> Iterator[Block]:
    """The numbers that matter most to the seat, and how well it knows them."""
    seat, meters = chair.seat, rules.meters
    wanted = meters.main[:, list(seat.powers)].any(axis=1)
    rows = []
    for row in np.flatnonzero(wanted).tolist():
        if seat.certainty[row] != UNKNOWN:
            known = "" if seat.certainty[row] == EXACT else f"estimate, within {seat.spread[row]}"
            marks = [f"{name} at {value}" for name, value in meters.marks[row].items()]
            note = "; ".join(filter(None, [known, *marks]))
            rows.append((plain(meters.labels[row]), f"{meters.low[row]}-{meters.high[row]}", plain(note)))
    yield _head("Your numbers")
    yield Grid(("", "", ""), tuple(rows))


def _orders(rules: Ruleset, words: Phrases, chair: Chair) -> Iterator[Block]:
    """Every order that the seat may give, by kind: name, cost, rung, odds, who sees it, and what it does."""
    mine = {rules.cells[c] for c in np.flatnonzero(chair.seat.cells)}
    yield _head("Your orders")
    yield Text(
        "Cost in resources, other payers by name, + for each further point of intensity. Then the rung "
        "meant; the chance of 2d6 unmodified, \\* where there are modifiers; and what the order does, ×i "
        "for each point of intensity, a pair by its letters."
    )
    for kind in KINDS:
        groups: dict[str, list[schema.Order]] = {}
        for order in rules.document.of(kind):
            if not order.standing and mine & set(_cells(words, order)):
                groups.setdefault(TITLES.get(kind) or order.kind.capitalize(), []).append(order)
        for title, some in groups.items():
            yield Heading(3, title, "")
            yield Bullets(tuple(_order(words, order) for order in some))


def _cells(words: Phrases, order: schema.Order) -> Iterator[str]:
    """Cells that may give an order; a power's name means all of its cells."""
    for name in order.cells:
        if name in words.power_of:
            yield name
        else:
            yield from (cell for cell, power in words.power_of.items() if power == name)


def _order(words: Phrases, order: schema.Order) -> str:
    facts = [f"cost {_cost(order)}"] if order.cost or order.cost_step else []
    if order.rung:
        facts.append(f"rung {order.rung}{'+' if order.rung_step else ''}")
    if order.roll:
        star = "*" if order.roll.modifiers else ""
        facts.append(f"{odds_percent(order.roll.need, 0)}% ({order.roll.need}+){star}")
    if order.strike:
        facts.append("a strike")
    if order.salvo:
        facts.append(f"{order.salvo.launches} {order.salvo.weapon}")
    facts += [order.seen] if order.seen != "public" else []
    facts += [order.clock] if order.clock != "any" else []
    effects = _effects(words, order)
    return f"{code(typed(words, order))} {plain('; '.join(facts))}{': ' if facts and effects else ''}{plain(effects)}"


def _cost(order: schema.Order) -> str:
    parts = []
    for name in dict.fromkeys((*order.cost, *order.cost_step)):
        first, more = order.cost.get(name, 0), order.cost_step.get(name, 0)
        amount = f"{first}+{more}" if more else str(first)
        payer = name.rpartition(".")[2]
        parts.append(amount if payer == "resources" else f"{amount} {payer}")
    return ", ".join(parts)


def _effects(words: Phrases, order: schema.Order) -> str:
    """What an order does, as short as it can be said."""
    found: dict[str, dict[str, list[str]]] = {}
    for e in order.effects:
        if name := e.change or e.raise_ or e.lower:
            each = " ×i" if e.per_intensity else ""
            amount = f"{e.by:+d}{each}" if e.change else f"{'≥' if e.raise_ else '≤'}{e.to}"
            what, whose = _short(words, order, name)
            found.setdefault(e.when, {}).setdefault(f"{what} {{}}{amount}", []).append(whose)
    leads = {"always": "", "success": "works ", "failure": "fails "}
    return "; ".join(leads[when] + ", ".join(_all(words, found[when])) for when in leads if when in found)


def _all(words: Phrases, effects: dict[str, list[str]]) -> Iterator[str]:
    """Effects, those on every network taken together."""
    networks = len(words.rules.networks)
    for text, owners in effects.items():
        if len(set(owners)) == networks > 1:
            yield "each " + text.format("")
        else:
            yield from (text.format(f"{owner} " if owner else "") for owner in owners)


def _short(words: Phrases, order: schema.Order, name: str) -> tuple[str, str]:
    """A meter's label, and whose it is: nothing said of one's own; a pair by its letters."""
    rules = words.rules
    owner, _, _ = name.partition(".")
    label, comma, _ = words.meter(name, order.areas).partition(",")
    if not comma or owner in words.powers(order.cells):
        return label, ""
    if owner in rules.pairs:
        pair = rules.pair_powers[rules.pairs.index(owner)]
        return label, "-".join(rules.power_letters[int(p)] for p in pair)
    kind = "power" if owner in rules.powers else "area"
    return label, words.label(kind, owner)


def _lines(rules: Ruleset, chair: Chair) -> Iterator[Block]:
    """The seat's own menu of red lines."""
    own = {rules.powers[p] for p in chair.seat.powers}
    found = [line for line in rules.document.of("line") if line.owner in own]
    if not found:
        return
    yield _head("Red lines you may hold")
    yield Grid(
        ("", "Crossed by", "Read at", "Answer"),
        tuple(
            (
                plain(line.label),
                plain(joined([act.replace("-", " ") for act in line.acts])),
                str(line.at_rung),
                str(line.commits),
            )
            for line in found
        ),
    )


def _deals(rules: Ruleset, words: Phrases, chair: Chair) -> Iterator[Block]:
    """Deals of which the seat may make moves."""
    mine = {rules.cells[c] for c in np.flatnonzero(chair.seat.cells)}
    named = {rules.powers[p] for p in chair.seat.powers}
    rows = []
    for deal in rules.document.of("deal"):
        if mine & set(deal.cells) or named & set(deal.cells):
            own = next(side for side in (0, 1) if deal.between[side] in named)
            other = words.label("power", deal.between[1 - own])
            rows.append(
                (code(rules.document.wording.name(deal.id)), plain(f"{FORMS[deal.form]}, {other}"), str(deal.channel),
                 f"{deal.gives[own]} for {deal.gets[own]}")
            )  # fmt: skip
    if rows:
        yield _head("Deals you may make")
        yield Text(
            "What you give once, and get each quarter, as your side weighs it; and the channel it needs."
        )
        yield Grid(("", "", "Channel", "Give, get"), tuple(rows), widths=(34, 40, 12, 14))


def _tables(rules: Ruleset, chair: Chair) -> Iterator[Block]:
    k = rules.constants
    yield _head("Odds of 2d6")
    yield Text(", ".join(f"{n}+ {odds_percent(n, 0)}%" for n in range(2, 13)) + ".")
    yield _head("How acts are read")
    at = range(0, 11, k.perception.noise_per)
    yield Grid(
        ("Noise from", *(str(n) for n in at)),
        tuple(
            (label, *(f"{shares(read_errors(k, noise))[place]}%" for noise in at))
            for place, label in enumerate(("one too low", "as meant", "one too high", "two too high"))
        ),
    )
    yield _head("Worth remembering")
    yield Bullets(tuple(plain(text) for text in _remember(rules, chair)))


def _remember(rules: Ruleset, chair: Chair) -> Iterator[str]:
    k = rules.constants
    names = {rules.powers[p] for p in chair.seat.powers}
    a, p, lad = k.accident, k.predictability, k.ladder
    yield f"An accident: 2d6 + noise // {a.noise_per} + rung // {a.rung_per} of {a.need} or more, each step (8.5)."
    drift = ", ".join(f"{n} {d:+d}" for n, d in enumerate(p.by_channel))
    yield f"Noise each month by channel: {drift} (9.9)."
    yield f"From rung {lad.hard_to_leave} a way down needs an off-ramp, or luck and face (8.6)."
    yield f"Crisis steps from rung {lad.crisis}; war at {lad.war} (8.10, 8.11)."
    c = k.commitments
    yield (
        f"A crossed line wants an answer within {c.due_steps} steps; unanswered, a declared one costs "
        f"{c.unanswered_declared} resolve, a tacit one {c.unanswered_tacit} (8.3)."
    )
    if names & {"tehran", "proxies"}:
        yield f"Cadres obey on 2d6 + loyalty of {k.obedience.need} (7.1)."
    if "tehran" in names:
        yield f"Cash is counted every third month (9.1). From unrest {k.unrest.crackdown} force is used (9.5)."
    if names & {"washington", "tehran"}:
        yield f"A threat is believed on 2d6 + resolve // 3 + posture // 4 of {c.threat_need} (4.6)."
    if names & {"washington", "gcc"}:
        yield "Traffic follows alarm, not damage: interception does not calm insurers (8.12, 9.3)."
    at = k.attribution
    yield f"Who did it: blame at {at.blame}, proof at {at.proof}, each month (7.10)."
    yield "To strike the patron before there is proof costs trust (7.12)."
