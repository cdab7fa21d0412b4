"""Order cards: all that a seat may know about an order before giving it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from wargame.engine.legality import faults, price
from wargame.record.game import Game
from wargame.ruleset import schema, vocabulary
from wargame.ruleset.problems import suggest
from wargame.ruleset.tables import (
    CHANGE,
    FAILURE,
    LOWER,
    OFFER,
    OPERATION,
    RAISE,
    SECRET,
    STANDING,
    SUCCESS,
)
from wargame.text.eyes import Eyes, eyes
from wargame.text.lines import known_lines, line_state
from wargame.text.meters import level_words
from wargame.text.misreading import crossing_chance, warned
from wargame.text.words import SEEN, WEAPONS, act_words, modifier, power_name, rung_words

STRIKES = tuple(vocabulary.STRIKE_TARGETS.values())
SALVOS = tuple(vocabulary.SALVO_TARGETS.values())
WEAPON_NAMES = tuple(vocabulary.WEAPONS)
WHEN = {SUCCESS: "if it works: ", FAILURE: "if it fails: "}


@dataclass(frozen=True)
class Odds:
    """How likely an order is to work, as a seat can reckon it."""

    about: str
    """What is rolled for, if it needs saying: `to be believed, `."""
    dice: str
    """`8 or more on 2d6 +1`."""
    percent: str
    """`58%`; empty if the seat cannot see all that counts."""

    def words(self, way: str = "both") -> str:
        """In `percent` or `dice`, or `both` ways, as far as there are two."""
        if way == "both":
            return f"{self.about}{self.dice}{': ' if self.dice and self.percent else ''}{self.percent}"
        if way == "percent" or not self.dice:
            return f"{self.about}{self.percent or self.dice}"
        guess = "about " if self.percent.startswith("about") else ""
        return f"{self.about}{guess}{self.dice}"

    def __str__(self) -> str:
        return self.words()


@dataclass(frozen=True)
class Touch:
    """A red line that an order could cross, as far as the seat knows."""

    name: str
    """`"Our soil" of Tehran (declared), at rung 7`."""
    short: int
    """So many rungs below the line it is meant; 0 or less if it is meant to reach it."""
    percent: int
    """How likely its owner is to read it as crossing the line, by the public table."""
    dice: str
    """What must fall for that; `every reading` or `no reading` where the dice cannot matter."""
    held: bool
    """Whether the line is in force."""
    warned: bool
    """Whether a warning that is believed takes a rung off."""

    def words(self, way: str = "both") -> str:
        """In `percent` or `dice`, or `both` ways."""
        near = "meant at or above it" if self.short <= 0 else f"meant {self.short} below"
        if self.dice == "every reading":
            chance = "crosses it however it is read"
        elif self.dice == "no reading":
            chance = "no misreading reaches it"
        else:
            odds = {"percent": f"{self.percent}%", "dice": self.dice}
            chance = f"read as crossing it: {odds.get(way, f'{self.dice}, {self.percent}%')}"
        off = ", less if its warning is believed" if self.warned and self.percent else ""
        return f"{self.name}: {near}; {chance}{off}"

    def __str__(self) -> str:
        return self.words()


@dataclass(frozen=True)
class OrderCard:
    """An order as a seat sees it, in words."""

    name: str
    label: str
    text: str
    kind: str
    """`statement`, `move`, or a kind of `vocabulary.KINDS`."""
    cells: tuple[str, ...]
    area: str | None
    cost: tuple[tuple[str, int, int], ...]
    """What pays, how much, and how much of it there is."""
    odds: Odds | None
    """None if nothing is rolled."""
    rung: int
    """Rung that its author intends; 0 if it is no act."""
    act: str | None
    seen: str
    touches: tuple[str, ...]
    """Red lines that it could cross, as far as the seat knows, and how near it comes."""
    lines: tuple[Touch, ...]
    """The same, for a screen that shows more or less of it."""
    effects: tuple[str, ...]
    lacking: tuple[str, ...]
    """Why it cannot be given now; empty if it can."""


def order_card(game: Game, seat: str | None, order_name: str) -> OrderCard:
    """The card of an order. ValueError for a name that is no order."""
    sight, rules, book = eyes(game, seat), game.rules, game.rules.programs
    row = book.index.get(order_name, 0)
    if not 0 < row < book.orders:
        known = [n for n in book.index if book.index[n] < book.orders]
        raise ValueError(f"'{order_name}' is not an order{suggest(order_name, known)}")
    meters = game.games.state.meters
    lines = tuple(touches_of(sight, row, known_lines(sight)))
    own = (book.cells[row] & sight.seat.cells).any() and book.slot[row] != STANDING
    lacking = faults(rules, meters, row, sight.seat.sight) if own else ["not an order of this seat"]
    return OrderCard(
        name=order_name,
        label=book.labels[row],
        text=book.texts[row],
        kind=kind_of(sight, row),
        cells=tuple(rules.cell_labels[c] for c in np.flatnonzero(book.cells[row])),
        area=rules.area_labels[int(book.area[row])] if book.area[row] >= 0 else None,
        cost=tuple(_cost(sight, row)),
        odds=odds_of(sight, row),
        rung=int(book.rung[row]),
        act=act_words(rules, row) if book.act[row] >= 0 else None,
        seen=SEEN[int(book.seen[row])],
        touches=tuple(str(touch) for touch in lines),
        lines=lines,
        effects=tuple(_effects(sight, row)),
        lacking=tuple(lacking),
    )


def kind_of(sight: Eyes, row: int) -> str:
    """How menus group an order."""
    book = sight.rules.programs
    if book.slot[row] in (OPERATION, STANDING):
        return book.kind[row]
    return "deal" if book.deal[row] >= 0 else ("statement", "move")[int(book.slot[row])]


def odds_percent(need: int, drm: int) -> int:
    """The chance in percent, rounded, that 2d6 + `drm` comes to `need` or more."""
    ways = sum(1 for a in range(1, 7) for b in range(1, 7) if a + b + drm >= need)
    return round(Fraction(ways * 100, 36))


def _cost(sight: Eyes, row: int) -> list[tuple[str, int, int]]:
    rules = sight.rules
    meters = sight.game.games.state.meters
    rows, amounts = price(rules, meters, np.array([row], np.int32), np.array([0]))
    costs = []
    for payer, amount in zip(rows[0].tolist(), amounts[0].tolist(), strict=True):
        if amount:
            have = (sight.now(payer) or 0) - int(rules.meters.low[payer])
            costs.append((rules.meters.labels[payer], amount, have))
    return costs


def odds_of(sight: Eyes, row: int) -> Odds | None:
    """The order's own roll, or the roll of the rule that judges it, on what the seat knows."""
    rules, book, k = sight.rules, sight.rules.programs, sight.game.scenario.constants
    if book.need[row]:
        modifiers = [
            (int(m), int(per), int(sign))
            for m, per, sign in zip(book.mod_row[row], book.mod_per[row], book.mod_sign[row], strict=True)
            if sign
        ]
        return _chance(sight, int(book.need[row]), modifiers)
    at = rules.meters.row
    if _tagged(sight, row, "threat"):
        modifiers = [(at["washington.resolve"], 3, 1), (at["washington.posture"], 4, 1)]
        fixed = -1 if sight.named("tehran.defiance") else 0
        return _chance(sight, k.commitments.threat_need, modifiers, fixed, "to be believed, ")
    if book.strike_at[row] >= 0:
        fixed, modifiers = int(book.strike_weight[row]), []
        if book.strike_at[row] >= 2:
            fixed += min((sight.named("tehran.shield-given-up") or 0) * k.strikes.shield, 4)
            modifiers = [(at["tehran.air-defence"], 2, -1)]
        elif book.strike_at[row] == 0 and (sight.named("world.initiative") or 0) > 1:
            fixed -= 1
        rolls = int(book.intensity[row])
        each = "for its point of damage" if rolls == 1 else f"for each of {rolls} points of damage"
        return _chance(sight, k.strikes.need, modifiers, fixed, f"{each}, ")
    if book.weapon[row] >= 0:
        weapon = WEAPON_NAMES[int(book.weapon[row])]
        share = k.salvo.leak[weapon][min(max(sight.named("washington.defence") or 0, 0), 5)]
        many = WEAPONS[weapon][1]
        return Odds(
            f"{book.launches[row]} {many}; ", "", f"about {share}% get through while interceptors last"
        )
    return None


def _tagged(sight: Eyes, row: int, tag: str) -> bool:
    return bool(int(sight.rules.programs.tags[row]) >> list(schema.TAGS).index(tag) & 1)


def _chance(
    sight: Eyes, need: int, modifiers: list[tuple[int, int, int]], fixed: int = 0, what: str = ""
) -> Odds:
    """`8 or more on 2d6 +1: 58%`; `about` if a modifier is an estimate, no number if one is unknown."""
    values = [(sight.now(row), per, sign) for row, per, sign in modifiers]
    if any(value is None for value, _, _ in values):
        return Odds(what, f"{need} or more on 2d6, with something you cannot see", "")
    drm = fixed + sum((value or 0) // per * sign for value, per, sign in values)
    about = "" if all(sight.exact(row) for row, _, _ in modifiers) else "about "
    return Odds(what, f"{need} or more on 2d6{modifier(drm)}", f"{about}{odds_percent(need, drm)}%")


def touches_of(sight: Eyes, row: int, known: Sequence[int]) -> list[Touch]:
    """The lines, of those that the seat knows, which an order could cross."""
    rules, book = sight.rules, sight.rules.programs
    found = []
    for line in known:
        if not book.line_hit[line, row]:
            continue
        owner = power_name(rules, int(rules.lines.owner[line]))
        at_rung = int(rules.lines.at_rung[line])
        percent, dice = crossing_chance(sight, row, line)
        state = line_state(sight, line)
        name = f'"{rules.lines.labels[line]}" of {owner} ({state}), at rung {at_rung}'
        short = at_rung - int(book.rung[row])
        found.append(Touch(name, short, percent, dice, state != "not held", warned(sight, row)))
    return found


def _effects(sight: Eyes, row: int) -> list[str]:
    """What the order does by its own entry, meter by meter; what rules add stands in the rulebook."""
    rules, book = sight.rules, sight.rules.programs
    found: list[str] = []
    deal = int(book.deal[row])
    if deal >= 0:
        months = int(rules.deals.months[deal])
        if book.deal_step[row] == OFFER:
            found.append(f"an offer that stands {sight.game.scenario.constants.talks.offer_months} months")
        found.append(f"the deal, once made, runs {months} months")
        found += [f"when made: {line}" for line in _program(sight, int(rules.deals.making[deal]))]
    found += _program(sight, row)
    found += _blow(sight, row)
    found += [
        rules.say(meaning.partition(" (row")[0])
        for tag, meaning in schema.TAGS.items()
        if _tagged(sight, row, tag)
    ]
    if book.rung[row]:
        found.append(f"meant at rung {rung_words(int(book.rung[row]))}")
    if book.seen[row] == SECRET and book.act[row] >= 0:
        found.append("its target does not learn who did it")
    return found


def _blow(sight: Eyes, row: int) -> list[str]:
    """What a strike or salvo is aimed at, and what a salvo spends."""
    book = sight.rules.programs
    if book.strike_at[row] >= 0:
        return [sight.rules.say(f"hits {STRIKES[int(book.strike_at[row])]}")]
    if book.weapon[row] < 0:
        return []
    lines = [sight.rules.say(f"aimed at {SALVOS[int(book.salvo_at[row])]}")]
    if arsenal := int(book.arsenal[row]):
        have = sight.now(arsenal)
        of = "" if have is None else f" of {have}"
        lines.append(f"spends {book.intensity[row]}{of} {sight.rules.meters.labels[arsenal]}")
    return lines


def _program(sight: Eyes, row: int) -> list[str]:
    """The effects of a program, those on one meter taken together."""
    book = sight.rules.programs
    columns = (book.effect_row[row], book.effect_mode[row], book.effect_by[row], book.effect_when[row])
    summed: dict[tuple[int, int, int], int] = {}
    for meter, mode, by, when in zip(*(column.tolist() for column in columns), strict=True):
        if meter:
            key = (meter, mode, when)
            summed[key] = summed.get(key, 0) + by if mode == CHANGE else by
    lines = [(when, _effect(sight, meter, mode, by)) for (meter, mode, when), by in summed.items()]
    return [f"{WHEN.get(when, '')}{text}" for when, text in lines if text]


def _effect(sight: Eyes, meter: int, mode: int, by: int) -> str:
    """One effect in words; nothing where another says the same."""
    rules = sight.rules
    name, label = rules.meters.names[meter], rules.meters.labels[meter]
    if name.startswith("line."):
        _, line, part = name.split(".")
        verbs = {("declared", RAISE): "declares", ("told", RAISE): "passes on", ("held", LOWER): "gives up"}
        verb = verbs.get((part, mode))
        return f'{verb} the line "{rules.lines.labels[rules.lines.names.index(line)]}"' if verb else ""
    if mode == CHANGE:
        return f"{label} {by:+d}"
    words = level_words(rules, meter, by) or str(by)
    if words in ("yes", "no"):
        return f"{label}: {words}"
    return f"{label}: at {'least' if mode == RAISE else 'most'} {words}"
