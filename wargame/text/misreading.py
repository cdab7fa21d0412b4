"""How likely an act is to be read at a line's rung or above, by the public table of rule 8.1."""

from __future__ import annotations

from wargame.ruleset import schema
from wargame.ruleset.tables import DENIABLE, STANDING
from wargame.text.eyes import Eyes

LOUD = 2
"""Rung from which acts are misread at all."""


def crossing_chance(sight: Eyes, order: int, line: int) -> tuple[int, str]:
    """How likely the owner of a line is to read an order at the line's rung or above: percent, and what
    must fall; `every reading` and `no reading` where the dice cannot matter.

    Only what the seat knows goes into it: the order itself, the noise between the two, the table.
    """
    rules, book, k = sight.rules, sight.rules.programs, sight.game.scenario.constants.perception
    owner, author = int(rules.lines.owner[line]), int(book.power[order])
    at, rung = int(rules.lines.at_rung[line]), int(book.rung[order])
    pair = int(rules.pair_of[owner, author])
    noise = (sight.now(rules.meters.families["noise"].start + pair) or 0) if pair >= 0 else 0
    drm, less = noise // k.noise_per, 0
    if book.seen[order] == DENIABLE and book.slot[order] != STANDING and rules.powers[author] == "tehran":
        less += k.deniable
    if rules.allied[order]:
        less += k.third_state
    ways, least = 0, 0
    for total in range(2, 13):
        roll = total + drm
        error = (roll >= k.over) + (roll >= k.far_over) - (roll <= k.under) - less
        if (rung + error if rung >= LOUD else rung) >= at:
            ways += 6 - abs(total - 7)
            least = least or total
    percent = round(ways * 100 / 36)
    if ways in (0, 36):
        return percent, "every reading" if ways else "no reading"
    return percent, f"{least} or more on 2d6"


def warned(sight: Eyes, order: int) -> bool:
    """Whether the order warns beforehand, which takes a rung off if it is believed."""
    return bool(int(sight.rules.programs.tags[order]) >> list(schema.TAGS).index("pre-warned") & 1)


__all__ = ["crossing_chance", "warned"]
