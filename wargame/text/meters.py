"""Numbers in words: what a meter reads from a seat, which meters matter to it, and how they ran."""

from __future__ import annotations

import numpy as np

from wargame.record.game import Game
from wargame.ruleset.tables import Ints, Ruleset
from wargame.text.eyes import Eyes, eyes
from wargame.text.words import LEVELS, month_name, power_name

FLAGS = ("no", "yes")
"""The words of a meter that only says whether something is so."""

FIRST = ("resources", "resolve")
"""A power's own meters that come first among its main ones."""


def meter_value(game: Game, seat: str | None, row: int) -> str:
    """A meter as a seat reads it: `7`, `about 13 (10 to 16)`, `unknown`, `2, mediated talks`."""
    sight = eyes(game, seat)
    value = sight.now(row)
    if value is None:
        return "unknown"
    if sight.exact(row):
        words = level_words(game.rules, row, value)
        return words if words in FLAGS else f"{value}, {words}" if words else str(value)
    low, high = estimate_range(sight, row)
    return f"about {value} ({low} to {high})"


def estimate_range(sight: Eyes, row: int) -> tuple[int, int]:
    """Between which numbers the truth lies, as far as the holder of an estimate can tell."""
    meters, value, off = sight.rules.meters, sight.now(row) or 0, spread(sight, row)
    return max(int(meters.low[row]), value - off), min(int(meters.high[row]), value + off)


def spread(sight: Eyes, row: int) -> int:
    """How far off an estimate may be.

    Rule 2.1 widens that of cash while Tehran denies its pain, which everybody sees.
    """
    off = int(sight.seat.spread[row])
    if row == sight.rules.meters.row.get("tehran.cash") and sight.named("tehran.defiance"):
        k = sight.game.scenario.constants.intelligence
        off += k.concealed + k.concealed_bias
    return off


def level_words(rules: Ruleset, row: int, value: int) -> str:
    """What a step of a meter is called, if its steps have names."""
    name = rules.meters.names[row]
    kind = name.rpartition(".")[2]
    if name == "world.oil":
        return rules.say(f"${value * 10} a barrel")
    if name == "world.initiative":
        sides = ("washington", "", "tehran")
        side = sides[int(np.sign(value)) + 1]
        return (
            f"{power_name(rules, rules.powers.index(side))} sets the tempo"
            if side
            else "nobody sets the tempo"
        )
    if name.startswith("deal.") and kind == "offer":
        deal = rules.deals.names.index(name.split(".")[1])
        if value == 0:
            return "no offer"
        return f"offered by {power_name(rules, int(rules.deals.sides[deal, value - 1]))}"
    words = LEVELS.get(name) or LEVELS.get(kind)
    if words and 0 <= value < len(words):
        return words[value]
    if rules.meters.low[row] == 0 and rules.meters.high[row] == 1:
        return FLAGS[value]
    return ""


def mark_words(rules: Ruleset, row: int) -> list[str]:
    """The named thresholds of a meter: `crisis at 7`."""
    return [f"{name} at {value}" for name, value in rules.meters.marks[row].items()]


def main_meters(game: Game, seat: str | None) -> list[int]:
    """The rows that matter most to a seat, the most vital first; a screen shows those it has room for."""
    sight, rules = eyes(game, seat), game.rules
    meters = rules.meters
    powers = list(sight.seat.powers)
    wanted = meters.main[:, powers].any(axis=1)
    counted = {term.row for p in powers for term in rules.ends.terms[p]}
    own = {f"{rules.powers[p]}.{word}": at for at, word in enumerate(FIRST) for p in powers}

    def rank(row: int) -> tuple[int, int]:
        name = meters.names[row]
        if name == "world.rung":
            return 0, row
        if name in own:
            return 1, own[name]
        return (2 if row in counted else 3 if name.split(".")[0] != "world" else 4), row

    rows = [r for r in np.flatnonzero(wanted).tolist() if sight.knows(r) and _concerns(sight, r)]
    return sorted(rows, key=rank)


def _concerns(sight: Eyes, row: int) -> bool:
    """Whether a meter of a pair or power is about the seat: a channel between two others is not."""
    rules = sight.rules
    owner = rules.meters.names[row].partition(".")[0]
    if owner in rules.pairs:
        pair = rules.pairs.index(owner)
        mediator = any(p.id in rules.powers and p.mediator and rules.powers.index(p.id) in sight.seat.powers
                       for p in rules.document.of("power"))  # fmt: skip
        return mediator or any(int(p) in sight.seat.powers for p in rules.pair_powers[pair])
    return True


def course(game: Game, seat: str | None, row: int) -> list[int | None]:
    """A meter as the seat read it when each step's orders were due, and now."""
    sight = eyes(game, seat)
    return [sight.read(turn.opened, row) for turn in game.turns] + [sight.now(row)]


def date(game: Game, step: int | None = None) -> str:
    """`Turn 4, April` or `Turn 4, April, crisis step 2`; of the step now due if none is named."""
    past = step is not None and step < len(game.turns)
    meters: Ints = game.turns[step].opened if past and step is not None else game.games.state.meters[:, 0]
    row = game.rules.meters.row
    month, crisis = int(meters[row["world.month"]]), int(meters[row["world.crisis-steps"]])
    in_crisis = game.turns[step].crisis if past and step is not None else game.crisis
    if month == 0:
        return f"Before turn 1, crisis step {crisis}" if in_crisis else "Before turn 1"
    words = f"Turn {month}, {month_name(game.scenario.first_month, month)}"
    return f"{words}, crisis step {crisis}" if in_crisis else words
