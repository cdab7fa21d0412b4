"""Phase 1: the event deck and planned injects."""

from __future__ import annotations

import numpy as np

from wargame.engine.legality import requirements_met
from wargame.engine.rules.orders import apply
from wargame.engine.sparse import indices
from wargame.engine.step import Step, Where
from wargame.ruleset.tables import Ints

_TURNED = 4
"""Cards turned up in search of one that fits."""


def deck(step: Step) -> None:
    """
    [1.4] Event deck. Mechanisms 50, 54, 72.

    Each month on 2d6 of 6 or more cards are turned up until one fits: its month and its conditions are
    right, and it was not played before. If none of four fits, the month stays quiet. Cards of global
    disorder come the more often the higher disorder stands.
    """
    if not step.scenario.events or not step.rules.events.size:
        return
    drawing = step.monthly & (step.dice.two("deck") >= step.constants.deck.need)
    games = indices(drawing)
    if not games.size:
        return
    book, cards = step.rules.programs, step.rules.events
    month = step["world.month"][games] + 1
    stirred = step["world.disorder"][games] // step.constants.deck.disorder_per
    more = np.arange(int(stirred.max()) + 1)[:, None]
    weight = book.weight[cards] * (1 + more * book.disorder[cards])
    stacks = np.repeat(np.tile(np.arange(cards.size), len(more)), weight.ravel())  # one behind the other
    depth = weight.sum(axis=1)
    top = np.cumsum(depth) - depth
    for turned in range(_TURNED):
        if not games.size:
            return
        at = step.dice.below("deck card", depth[stirred], turned, games)
        card = stacks[top[stirred] + at]
        program = cards[card]
        fits = (month >= book.from_month[program]) & (month <= book.to_month[program])
        fits &= ~step.state.drawn[card, games]
        some = indices(fits)
        fits[some] = requirements_met(step.rules, step.state.meters, program[some], games[some])
        played = indices(fits)
        step.state.drawn[card[played], games[played]] = True
        _play(step, program[played], games[played])
        rest = indices(~fits)
        games, month, stirred = games[rest], month[rest], stirred[rest]


def injects(step: Step) -> None:
    """
    [1.5] Injects. No mechanism.

    Planned injects of the scenario come at their month; the white cell may add others.
    """
    month = step["world.month"] + 1
    for due, program in step.scenario.injects:
        games = indices(step.monthly & (month == due))
        _play(step, np.full(games.size, program, np.int32), games)
    if step.injects is not None:
        for extra in step.injects:
            games = indices(step.live & (extra > 0))
            _play(step, extra[games], games)


def _play(step: Step, cards: Ints, games: Where) -> None:
    apply(step, cards, games, "1.4 event")
    step.ledger.note_each("event", games, None, order=cards)
