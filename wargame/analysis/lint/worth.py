"""Orders never worth giving: another of the same cells does at least as much, asks no more and costs no more.

The test is narrow, so that what it finds is so. Two orders are compared only where they look alike to everybody
and strike alike; what they do may differ only in meters that the ruleset marks as good for their power.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from wargame.analysis.lint.findings import Finder
from wargame.ruleset.tables import CHANGE, FAILURE, STANDING, Ruleset

JUDGED = ("order-dominated",)

ALIKE = (
    "slot", "phase", "power", "area", "network", "intensity", "seen", "act", "against", "rung", "tags", "kind",
    "weapon", "launches", "salvo_at", "arsenal", "strike_at", "strike_weight", "gray",
)  # fmt: skip
"""Columns of the order book in which two orders must not differ."""


def report(rules: Ruleset, finder: Finder) -> None:
    """Note entries of which every order has a better one."""
    book = rules.programs
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for row in range(1, book.orders):
        if book.slot[row] != STANDING and book.deal[row] < 0:
            groups[tuple(_plain(getattr(book, column)[row]) for column in ALIKE)].append(row)
    better: dict[int, int] = {}
    for rows in groups.values():
        for row in rows:
            found = [
                other for other in rows if book.entry[other] != book.entry[row] and beats(rules, other, row)
            ]
            if found:
                better[row] = found[0]
    for section in ("statement", "move", "operation"):
        for order in rules.document.of(section):
            rows = [r for r in range(1, book.orders) if book.entry[r] == order.id and book.deal[r] < 0]
            if rows and all(row in better for row in rows):
                names = ", ".join(sorted({book.entry[better[row]] for row in rows}))
                message = f"never worth giving: {names} does at least as much, asks no more and costs no more"
                finder.add("order-dominated", section, order.id, message)


def _plain(value: object) -> object:
    return value.item() if isinstance(value, np.generic) else value


def beats(rules: Ruleset, better: int, row: int) -> bool:
    """Whether an order is at least as good in everything as another that looks alike, and better in something."""
    book = rules.programs
    if (book.cells[row] & ~book.cells[better]).any() or book.clock[better] not in (0, book.clock[row]):
        return False
    asks, asked = _set(book.clauses[better]), _set(book.clauses[row])
    costs, cost = _costs(rules, better), _costs(rules, row)
    if not asks <= asked or any(amount > cost.get(meter, 0) for meter, amount in costs.items()):
        return False
    if _odds(rules, better) != _odds(rules, row):
        return False
    does, did = _effects(rules, better), _effects(rules, row)
    good = rules.meters.good_for[:, book.power[row]]
    gains = 0
    for key in does.keys() | did.keys():
        meter, mode, when = key
        gain = does.get(key, 0) - did.get(key, 0)
        same = gain == 0 and (mode == CHANGE or (key in does) == (key in did))
        if not same and (mode != CHANGE or when == FAILURE or gain < 0 or not good[meter]):
            return False
        gains += not same
    return bool(gains) or costs != cost or asks != asked


def _set(clauses: np.ndarray) -> set[int]:
    return {int(clause) for clause in clauses} - {0}


def _costs(rules: Ruleset, row: int) -> dict[int, int]:
    book = rules.programs
    pairs = zip(book.cost_row[row].tolist(), book.cost[row].tolist(), strict=True)
    return {meter: cost for meter, cost in pairs if cost}


def _odds(rules: Ruleset, row: int) -> tuple[object, ...]:
    book = rules.programs
    mods = zip(
        book.mod_row[row].tolist(), book.mod_per[row].tolist(), book.mod_sign[row].tolist(), strict=True
    )
    return (int(book.need[row]), sorted(mod for mod in mods if mod[0]))


def _effects(rules: Ruleset, row: int) -> dict[tuple[int, int, int], int]:
    """What an order does: by meter, mode and when; changes added up, numbers to reach as they stand."""
    book = rules.programs
    found: dict[tuple[int, int, int], int] = defaultdict(int)
    for n in range(int(book.effect_count[row])):
        key = (int(book.effect_row[row, n]), int(book.effect_mode[row, n]), int(book.effect_when[row, n]))
        found[key] += int(book.effect_by[row, n])
    return dict(found)
