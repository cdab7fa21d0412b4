"""One step of a batch being resolved: what a rule is handed.

A rule reads meters as they stood when its phase began, rolls dice by name, and changes meters
through the ledger. What one rule finds out for later rules of the same step (the acts of the step,
how they were read, what leaked through) stands here as plain arrays, and is gone with the step.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from wargame.engine.dice import Dice
from wargame.engine.ledger import Ledger
from wargame.engine.state import State
from wargame.ruleset.book import tag_bit
from wargame.ruleset.constants import Constants
from wargame.ruleset.tables import DENIABLE, SECRET, Flags, Ints, Ruleset, Scenario

Where = NDArray[np.intp]


@dataclass
class Acts:
    """The acts of a step, in a list over all games: n of them."""

    games: Where  # (n,)
    places: Where  # (n,)
    orders: Ints  # (n,)
    intended: Ints  # (n,)
    perceived: Ints  # (P, n)  as each power reads it
    standing: Flags  # (n,)  done by cadres under the patron's dial


@dataclass
class Step:
    rules: Ruleset
    scenario: Scenario
    state: State
    dice: Dice
    ledger: Ledger
    orders: Ints  # (K, G)
    live: Flags = field(init=False)
    crisis: Flags = field(init=False)
    monthly: Flags = field(init=False)
    injects: Ints | None = None  # (G,) an extra event to play; 0 none
    void: Flags = field(init=False)  # (K, G)
    acts: Acts | None = None
    casualty: Flags = field(init=False)  # (G,) many deaths in this step
    hits: Ints = field(init=False)  # (3, G) leakers by salvo target
    launched: Ints = field(init=False)  # (networks, G) launches by network
    lane_launches: Ints = field(init=False)  # (areas, G)
    lane_hits: Ints = field(init=False)  # (areas, G)
    soil_strike: Flags = field(init=False)  # (G,) Tehran's soil was struck
    ending: Ints | None = None  # (G,) the end reached in this step, -1 none

    def __post_init__(self) -> None:
        games = self.state.games
        self.live = self.state.ended < 0
        clock = self["world.clock"]
        self.crisis = self.live & (clock == 1)
        self.monthly = self.live & (clock == 0)
        self.void = np.zeros_like(self.orders, np.bool_)
        self.casualty = np.zeros(games, np.bool_)
        self.hits = np.zeros((3, games), np.int32)
        self.launched = np.zeros((len(self.rules.networks), games), np.int32)
        self.lane_launches = np.zeros((len(self.rules.areas), games), np.int32)
        self.lane_hits = np.zeros((len(self.rules.areas), games), np.int32)
        self.soil_strike = np.zeros(games, np.bool_)

    @property
    def constants(self) -> Constants:
        return self.scenario.constants

    def __getitem__(self, name: str) -> Ints:
        """A meter (G,) as it stood when the phase began."""
        return self.state.meters[self.rules.meters.row[name]]

    def family(self, name: str) -> Ints:
        """A meter that stands once for each network, pair or power: (networks, G) and so on."""
        return self.state.meters[self.rules.meters.families[name]]

    def row(self, name: str) -> int:
        return self.rules.meters.row[name]

    def change(self, name: str, amount: Ints | Flags, why: str, when: Flags | None = None) -> None:
        """Change a meter by `amount` (G,), where `when` (G,) if given."""
        if when is not None:
            amount = amount * when
        self.ledger.change(self.rules.meters.row[name], np.asarray(amount, np.int32), why)

    def lose(self, name: str, amount: Ints | Flags, why: str, when: Flags | None = None) -> None:
        """Lower a meter by `amount` (G,)."""
        self.change(name, -np.asarray(amount, np.int32), why, when)

    def lose_family(self, name: str, amount: Ints | Flags, why: str) -> None:
        self.change_family(name, -np.asarray(amount, np.int32), why)

    def change_family(self, name: str, amount: Ints | Flags, why: str) -> None:
        """Change a family of meters by `amount` (rows, G)."""
        self.ledger.change_many(self.rules.meters.families[name], np.asarray(amount, np.int32), why)

    def given(self, phase: int) -> tuple[Where, Where, Ints]:
        """Orders of a phase that still stand, as a list: places (n,), games (n,), order rows (n,)."""
        wanted = (self.rules.programs.phase[self.orders] == phase) & (self.orders > 0) & ~self.void & self.live
        places, games = np.nonzero(wanted)
        return places, games, self.orders[places, games]

    def tagged(self, tag: str) -> Ints:
        """How many standing orders with a tag each power gives in this step: (P, G)."""
        return self.tags(tag_bit(tag))

    def tags(self, bits: int) -> Ints:
        some = ((self.rules.programs.tags[self.orders] & bits) != 0) & ~self.void & self.live
        count = np.zeros((len(self.rules.powers), self.state.games), np.int32)
        if some.any():
            places, games = np.nonzero(some)
            np.add.at(count, (self.rules.programs.power[self.orders[places, games]], games), 1)
        return count

    def power(self, name: str) -> int:
        return self.rules.powers.index(name)

    def area(self, name: str) -> int:
        return self.rules.areas.index(name)

    def pair(self, a: str, b: str) -> int:
        return int(self.rules.pair_of[self.power(a), self.power(b)])

    def seen_by(self, orders: Ints) -> NDArray[np.bool_]:
        """Which powers see who gave these orders: (P, n). Deniable and secret orders show only to their own."""
        book = self.rules.programs
        own = book.power[orders][None, :] == np.arange(len(self.rules.powers))[:, None]
        hidden = (book.seen[orders] == DENIABLE) | (book.seen[orders] == SECRET)
        result: NDArray[np.bool_] = own | ~hidden[None, :]
        return result
