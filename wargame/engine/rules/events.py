"""Phase 1: the event deck and planned injects."""

from __future__ import annotations

import numpy as np

from wargame.engine.legality import clauses_hold
from wargame.engine.rules.orders import apply
from wargame.engine.step import Step, Where
from wargame.ruleset.tables import Ints


def deck(step: Step) -> None:
    """
    [1.4] Event deck. Mechanisms 50, 54, 72.

    Each month on 2d6 of 6 or more a card is drawn from those whose month and conditions are right and
    that were not drawn before. Cards of global disorder come the more often the higher disorder stands.
    """
    if not step.scenario.events or not step.rules.events.size:
        return
    drawing = step.monthly & (step.dice.two("deck") >= step.constants.deck.need)
    games = np.flatnonzero(drawing)
    if not games.size:
        return
    rules, book, meters = step.rules, step.rules.programs, step.state.meters
    cards = rules.events
    month = step["world.month"][games] + 1
    weight = np.repeat(book.weight[cards][:, None], games.size, axis=1)
    bonus = step["world.disorder"][games] // step.constants.deck.disorder_per
    weight = np.where(book.disorder[cards][:, None], weight * (1 + bonus), weight)
    weight *= ~step.state.drawn[:, games]
    weight *= (month >= book.from_month[cards][:, None]) & (month <= book.to_month[cards][:, None])
    for column in range(book.clauses.shape[1]):
        for at in np.flatnonzero(book.clauses[cards, column]):
            clause = np.full(games.size, book.clauses[cards[at], column], np.int32)
            weight[at] *= clauses_hold(rules, meters, clause, games)
    some = np.flatnonzero(weight.any(axis=0))
    games, weight = games[some], weight[:, some]
    total = np.cumsum(weight, axis=0)
    pick = step.dice.below("deck card", np.maximum(total[-1], 1) if some.size else 1, 0, games)
    card = (total <= pick).sum(axis=0)
    step.state.drawn[card, games] = True
    _play(step, cards[card], games)


def injects(step: Step) -> None:
    """
    [1.5] Injects.

    Planned injects of the scenario come at their month; the white cell may add one of its own.
    """
    month = step["world.month"] + 1
    for due, program in step.scenario.injects:
        games = np.flatnonzero(step.monthly & (month == due))
        _play(step, np.full(games.size, program, np.int32), games)
    if step.injects is not None:
        games = np.flatnonzero(step.live & (step.injects > 0))
        _play(step, step.injects[games], games)


def _play(step: Step, cards: Ints, games: Where) -> None:
    apply(step, cards, games, "1.4 event")
    step.ledger.note_each("event", games, None, order=cards)
