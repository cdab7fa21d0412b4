"""After the game: where the escalation came from, the acts and accidents that moved the rungs."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.engine.ledger import CLAMP
from wargame.record.course import Turn
from wargame.record.game import Game
from wargame.text.eyes import eyes
from wargame.text.meters import date
from wargame.text.telling import Telling
from wargame.text.words import first_up, pair_name


@dataclass(frozen=True)
class Climb:
    """What one kind of act did to one pair of powers, over the whole game."""

    what: str
    """`Fire on merchant ships, Yemen, by the proxies`; or the rule, where no act was heard."""
    pair: str
    row: int
    """The pair's rung."""
    rungs: int
    misread: int
    """So many of them only because the act was read as louder than it was meant."""
    steps: tuple[str, ...]
    """When."""


def climbs(game: Game) -> list[Climb]:
    """The causes of every rung that was climbed, the largest first. Nothing while the game goes on."""
    if not game.over:
        return []
    first = game.rules.meters.families["rung"].start
    sums: dict[tuple[str, int], tuple[int, int, list[str]]] = {}
    for turn in game.turns:
        told = Telling(eyes(game, None), turn.entries, turn.notes, turn.after)
        stood = {first + pair: int(turn.opened[first + pair]) for pair in range(len(game.rules.pairs))}
        for entry in turn.entries:
            if entry.row not in stood or entry.amount <= 0 or entry.why == CLAMP:
                continue
            what, misread = entry.why.partition(" ")[2], 0
            if entry.order:
                what = game.rules.programs.labels[entry.order]
            elif heard := _loudest(told, turn, entry.row - first):
                order, intended = heard
                what = told.deed_of(order)
                misread = entry.amount - max(0, min(entry.amount, intended - stood[entry.row]))
            stood[entry.row] += entry.amount
            key = (first_up(game.rules.say(what)), entry.row)
            rungs, wrong, steps = sums.get(key, (0, 0, []))
            sums[key] = (rungs + entry.amount, wrong + misread, [*steps, date(game, turn.step)])
    found = [
        Climb(what, pair_name(game.rules, row - first), row, rungs, wrong, tuple(dict.fromkeys(steps)))
        for (what, row), (rungs, wrong, steps) in sums.items()
    ]
    return sorted(found, key=lambda c: (-c.rungs, c.what))


def _loudest(told: Telling, turn: Turn, pair: int) -> tuple[int, int] | None:
    """The act of a step that a pair's target read as loudest: the order and the rung it was meant at."""
    book = told.rules.programs
    heard = [n.facts for n in turn.notes if n.kind == "misread" and int(book.pair[n.facts["order"]]) == pair]
    if not heard:
        return None
    loudest = max(heard, key=lambda f: (f["perceived"], f["intended"]))
    return loudest["order"], loudest["intended"]


__all__ = ["Climb", "climbs"]
