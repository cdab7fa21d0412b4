"""Two games at the same step, in the same eyes: what differs between them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from wargame.record.branches import shared_steps
from wargame.record.game import Game
from wargame.record.past import at_moment
from wargame.text.eyes import eyes
from wargame.text.meters import main_meters
from wargame.text.sheets import order_labels, orders_known, power_label
from wargame.text.timeline import Timeline


@dataclass(frozen=True)
class OrdersBeside:
    """What a power ordered in one game and not in the other, and what in both; by label."""

    power: str
    here: tuple[str, ...]
    there: tuple[str, ...]
    both: tuple[str, ...]


@dataclass(frozen=True)
class NumberBeside:
    """A number that stands otherwise in the two games, after the step; None where it cannot be read."""

    label: str
    here: int | None
    there: int | None
    rung: bool
    """Whether it is a rung of the escalation ladder."""
    exact: bool
    """Whether it is the truth, not an estimate."""


@dataclass(frozen=True)
class Beside:
    """What differs at a step."""

    step: int
    orders: tuple[OrdersBeside, ...]
    numbers: tuple[NumberBeside, ...]
    here: tuple[str, ...]
    """Sentences told of the one and not of the other."""
    there: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return bool(self.numbers or self.here or self.there or any(o.here or o.there for o in self.orders))


class Pair:
    """Two games in the same eyes, and how far they are one."""

    def __init__(self, one: Game, other: Game, seat: str | None) -> None:
        self.one, self.other, self.seat = one, other, seat
        self.left, self.right = Timeline(one, seat), Timeline(other, seat)

    @cached_property
    def shared(self) -> int:
        """Steps from the start in which the two are the same; for a seat, as far as it can tell."""
        if self.seat is None:
            return shared_steps(self.one, self.other)
        both = range(min(len(self.one.turns), len(self.other.turns)))
        return next((step for step in both if self.differences(step).differs), len(both))

    @property
    def steps(self) -> int:
        return max(self.left.steps, self.right.steps)

    def differences(self, step: int) -> Beside:
        """What differs after a step; of a game that is over before it, its end is looked at."""
        here, there = self.left.story_until(step), self.right.story_until(step)
        left, right = [s.text for s in here], [s.text for s in there]
        return Beside(
            step=step,
            orders=tuple(self._orders(step)),
            numbers=tuple(self._numbers(step)),
            here=tuple(text for text in left if text not in right),
            there=tuple(text for text in right if text not in left),
        )

    def _orders(self, step: int) -> list[OrdersBeside]:
        known = [
            orders_known(game, game.turns[step], self.seat) if step < len(game.turns) else {}
            for game in (self.one, self.other)
        ]
        found = []
        for power in self.one.rules.powers:
            here = order_labels(self.one, known[0].get(power, []))
            there = order_labels(self.other, known[1].get(power, []))
            both = tuple(label for label in here if label in there)
            if here or there:
                found.append(
                    OrdersBeside(
                        power=power_label(self.one, power),
                        here=tuple(label for label in here if label not in both),
                        there=tuple(label for label in there if label not in both),
                        both=both,
                    )
                )
        return found

    def _numbers(self, step: int) -> list[NumberBeside]:
        """Rungs first, then what matters most to these eyes, then the rest."""
        one, other = (at_moment(t.game, t.end_of(step)) for t in (self.left, self.right))
        mine, theirs = eyes(one, self.seat), eyes(other, self.seat)
        meters, rows = one.rules.meters, other.rules.meters.row
        rungs = meters.families["rung"]
        main = {row: at for at, row in enumerate(main_meters(one, self.seat))}
        found = []
        for row in range(1, meters.count):
            name = meters.names[row]
            if meters.derived[row] or name not in rows:
                continue
            here, there = mine.now(row), theirs.now(rows[name])
            if here != there:
                rung = row in range(rungs.start, rungs.stop)
                rank = (not rung, main.get(row, len(main)), row)
                found.append((rank, NumberBeside(meters.labels[row], here, there, rung, mine.exact(row))))
        return [number for _, number in sorted(found, key=lambda pair: pair[0])]


__all__ = ["Beside", "NumberBeside", "OrdersBeside", "Pair"]
