"""Phase 8: how each power reads each act."""

from __future__ import annotations

import numpy as np

from wargame.engine.sparse import indices, pick
from wargame.engine.step import Acts, Step
from wargame.ruleset.book import tag_bit
from wargame.ruleset.tables import DENIABLE, STANDING


def read(step: Step) -> None:
    """
    [8.1] Perception. Mechanisms 12, 15, 26.

    Every act carries the rung its author intended. Each other power reads it with 2d6 + noise // 3 of its
    pair with the author: 3 or less one rung too low, 10 or 11 one too high, 12 or more two too high. A
    warning passed through a channel takes a rung off if it is believed (2d6 + credence // 3 of 8 or more);
    deniability takes one off what is Tehran's own doing; so does another's hand off what a third state does,
    behind which Washington is only believed to stand.

    Example: noise 3, a shoot-down meant at rung 5: read at 5 on 69%, at 6 or 7 on 28%, at 4 on 3%.
    """
    rules, book, k = step.rules, step.rules.programs, step.constants.perception
    places, games, orders = step.listed()
    acting = indices(book.act.take(orders) >= 0)
    places, games, orders = places.take(acting), games.take(acting), orders.take(acting)
    count = len(rules.powers)
    intended, author, target = (column.take(orders) for column in (book.rung, book.power, book.against))
    standing = rules.places.kind.take(places) == STANDING
    perceived = np.repeat(intended[None], count, axis=0)
    if orders.size:
        pair = rules.pair_of.take(author, axis=1)
        noise = pick(step.family("noise"), np.maximum(pair, 0), games) * (pair >= 0)
        roll = step.dice.two_each("perception", count, places, games)
        total = roll + noise // k.noise_per
        error = (total >= k.over).astype(np.int32) + (total >= k.far_over) - (total <= k.under)
        own_hand = (book.seen.take(orders) == DENIABLE) & ~standing
        masked = own_hand & (author == step.power("tehran"))
        error -= np.int32(k.deniable) * masked + np.int32(k.third_state) * rules.allied.take(orders)
        warned = indices(book.tags.take(orders) & tag_bit("pre-warned"))
        if warned.size:
            trust = step["tehran.credence"][games[warned]] // 3
            fell = step.dice.two("warning", places[warned], games[warned])
            error[:, warned] -= np.int32(k.prewarned) * (fell + trust >= k.believe)
        error *= (author != np.arange(count)[:, None]) & (intended >= 2)
        perceived = np.minimum(np.maximum(intended + error, 0), 10)
        aimed = indices(target != author)
        wrong = pick(perceived, target[aimed], aimed) != intended[aimed]
        acts, misreads = (np.bincount(games[some], minlength=step.state.games).astype(np.int32)
                          for some in (aimed, aimed[wrong]))  # fmt: skip
        step.change("world.acts", np.minimum(acts, 40), "8.1 acts of the step")
        step.change("world.misreads", np.minimum(misreads, 40), "8.1 acts misread")
    step.acts = Acts(games, places, orders, intended, perceived, standing)
    if step.ledger.keep and orders.size:
        quiet = (book.seen[orders] == DENIABLE) & (book.weapon[orders] < 0) & (book.strike_at[orders] < 0)
        step.ledger.note_each("unclaimed", games[quiet], None, order=orders[quiet])
        for power in range(count):
            concerned = indices((book.against[orders] == power) & (book.power[orders] != power))
            sees = np.zeros((count, concerned.size), np.bool_)
            sees[power] = True
            step.ledger.note_each(
                "read", games[concerned], sees, order=orders[concerned], reader=power,
                perceived=perceived[power, concerned],
            )  # fmt: skip
            step.ledger.note_each(
                "misread", games[concerned], np.zeros_like(sees), order=orders[concerned], reader=power,
                intended=intended[concerned], perceived=perceived[power, concerned],
            )  # fmt: skip
