"""What lay on the sheets when they opened: as far as a seat may know who ordered what."""

from __future__ import annotations

from wargame.record.course import Turn
from wargame.record.game import Game
from wargame.record.past import REVEAL
from wargame.text.eyes import eyes
from wargame.text.telling import Sentence
from wargame.text.words import first_up, power_name


def orders_known(game: Game, turn: Turn, seat: str | None) -> dict[str, list[str]]:
    """Power -> the orders that a seat knows it gave, by their names; its own, and the public ones."""
    sight, book = eyes(game, seat), game.rules.programs
    found: dict[str, list[str]] = {power: [] for power in game.rules.powers}
    for note in sight.notes(turn.notes):
        if note.kind != "order" or note.phase != REVEAL:
            continue
        order = note.facts["order"]
        name = book.names[order]
        power = found[game.rules.powers[int(book.power[order])]]
        if sight.author(order) and name not in power:
            power.append(name)
    return found


def order_labels(game: Game, names: list[str]) -> list[str]:
    book = game.rules.programs
    return [book.labels[book.index[name]] for name in names]


def power_label(game: Game, power: str) -> str:
    """A power at the beginning of a sentence."""
    return first_up(power_name(game.rules, game.rules.powers.index(power)))


def revealed(game: Game, turn: Turn, seat: str | None) -> list[Sentence]:
    """The sheets as they open, a sentence for each power of which something is known.

    The umpire reads behind it why a scripted player gave an order; a seat reads it of its own sheet.
    """
    sight = eyes(game, seat)
    reasons: dict[str, str] = {}
    for sheet in turn.sheets.values():
        if sight.umpire or sheet.seat == seat:
            reasons |= dict(zip(sheet.orders, sheet.reasons, strict=False))
    told = []
    for power, names in orders_known(game, turn, seat).items():
        if not names:
            continue
        text = f"{power_label(game, power)} ordered: {'; '.join(order_labels(game, names))}."
        detail = tuple(
            f"{label}: {reasons[name]}"
            for name, label in zip(names, order_labels(game, names), strict=True)
            if name in reasons
        )
        told.append(Sentence(REVEAL, text, "order", (), detail))
    return told


__all__ = ["order_labels", "orders_known", "power_label", "revealed"]
