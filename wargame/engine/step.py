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
from wargame.engine.sparse import found, indices, pick, where
from wargame.engine.state import State
from wargame.ruleset.book import SALVO_TARGETS, tag_bit
from wargame.ruleset.constants import Constants
from wargame.ruleset.tables import DENIABLE, SECRET, Flags, Ints, Ruleset, Scenario

Where = NDArray[np.intp]


@dataclass
class Acts:
    """The acts of a step, in a list over all games: n of them."""

    games: Where  # (n,)
    places: Where  # (n,)
    orders: Where  # (n,)
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
    injects: Ints | None = None  # (N, G)  extra events to play; 0 none
    acts: Acts | None = None
    casualty: Flags = field(init=False)  # (G,) many deaths in this step
    hits: Ints = field(init=False)  # (salvo targets, G) leakers
    launched: Ints = field(init=False)  # (networks, G) launches by network
    lane_launches: Ints = field(init=False)  # (areas, G)
    lane_hits: Ints = field(init=False)  # (areas, G)
    accident: Flags = field(init=False)  # (G,) between Tehran and Washington
    soil_strike: Flags = field(init=False)  # (G,) Tehran's soil was struck
    soil_damage: Ints = field(init=False)  # (G,) damage of strikes on its soil
    ending: Ints | None = None  # (G,) the end reached in this step, -1 none

    def __post_init__(self) -> None:
        games = self.state.games
        self.live = self.state.ended < 0
        clock = self["world.clock"]
        self.crisis = self.live & (clock == 1)
        self.monthly = self.live & (clock == 0)
        self.casualty = np.zeros(games, np.bool_)
        self.hits = np.zeros((len(SALVO_TARGETS), games), np.int32)
        self.launched = np.zeros((len(self.rules.networks), games), np.int32)
        self.lane_launches = np.zeros((len(self.rules.areas), games), np.int32)
        self.lane_hits = np.zeros((len(self.rules.areas), games), np.int32)
        self.accident = np.zeros(games, np.bool_)
        self.soil_strike = np.zeros(games, np.bool_)
        self.soil_damage = np.zeros(games, np.int32)
        self._listed: tuple[Where, Where, Where] | None = None
        self._phases: Ints = np.zeros(0, np.int32)
        self._due: dict[int, Where] = {}
        self._tags: Ints | None = None

    @property
    def constants(self) -> Constants:
        return self.scenario.constants

    def __getitem__(self, name: str) -> Ints:
        """A meter (G,) as it stood when the phase began."""
        meter: Ints = self.state.meters[self.rules.meters.row[name]]
        return meter

    def family(self, name: str) -> Ints:
        """A meter that stands once for each network, pair or power: (networks, G) and so on."""
        return self.state.meters[self.rules.meters.families[name]]

    def row(self, name: str) -> int:
        return self.rules.meters.row[name]

    def change(self, name: str, amount: Ints | Flags, why: str, when: Flags | None = None) -> None:
        """Change a meter by `amount` (G,), where `when` (G,) if given."""
        if when is not None:
            if not found(when):
                return
            amount = amount * when
        if found(amount):
            self.ledger.change(self.rules.meters.row[name], np.asarray(amount, np.int32), why)

    def lose(self, name: str, amount: Ints | Flags, why: str, when: Flags | None = None) -> None:
        """Lower a meter by `amount` (G,)."""
        if found(amount):
            self.change(name, -np.asarray(amount, np.int32), why, when)

    def change_family(self, name: str, amount: Ints | Flags, why: str) -> None:
        """Change a family of meters by `amount` (rows, G), or all of them alike by `amount` (G,)."""
        if found(amount):
            rows, each = self.rules.meters.families[name], np.asarray(amount, np.int32)
            if each.ndim == 1:
                each = np.broadcast_to(each, (rows.stop - rows.start, self.state.games))
            self.ledger.change_many(rows, each, why)

    def lose_family(self, name: str, amount: Ints | Flags, why: str) -> None:
        """Lower a family of meters by `amount` (rows, G)."""
        if found(amount):
            self.change_family(name, -np.asarray(amount, np.int32), why)

    def every(self, months: int) -> Flags:
        """The games in which a month is reckoned that is a multiple of `months`: (G,)."""
        month = self["world.month"]
        due: Flags = month // months * months == month  # several times as fast as a remainder
        return self.monthly & due

    def listed(self) -> tuple[Where, Where, Where]:
        """Every order of the step: places (n,), games (n,), order rows (n,), 0 for those made void."""
        if self._listed is None:
            places, games = where(self.orders if self.live.all() else self.orders * self.live)
            self._listed = places, games, pick(self.orders, places, games).astype(np.intp)
            self._phases = self.rules.programs.phase.take(self._listed[2])
        return self._listed

    def due(self, phase: int) -> Where:
        """Where in the list the orders of a phase stand that are not void."""
        self.listed()
        if phase not in self._due:
            self._due[phase] = indices(self._phases == phase)
        return self._due[phase]

    def given(self, phase: int) -> tuple[Where, Where, Where]:
        """Orders of a phase that still stand, as a list."""
        some = self.due(phase)
        places, games, orders = self.listed()
        return places.take(some), games.take(some), orders.take(some)

    def strike_out(self, at: Where) -> None:
        """Make the orders at these places of the list void: from now on they are row 0, "nothing"."""
        places, games, orders = self.listed()
        self.orders[places[at], games[at]] = 0
        orders[at] = 0
        self._phases[at] = -1
        self._due.clear()
        self._tags = None

    def stand(self, places: Ints | int, orders: Ints) -> None:
        """Fill standing places: what cadres, free networks and green cells do in this step."""
        self.orders[places] = orders
        self._listed = self._tags = None
        self._due.clear()

    def said(self, tag: str, power: str) -> Flags:
        """Whether a power gives a standing order with this tag: (G,)."""
        if self._tags is None:
            book, (_, games, orders) = self.rules.programs, self.listed()
            tags = book.tags.take(orders)
            some = indices(tags)
            self._tags = np.zeros((len(self.rules.powers), self.state.games), np.int32)
            flat = book.power.take(orders.take(some)) * self.state.games + games.take(some)
            np.bitwise_or.at(self._tags.reshape(-1), flat, tags.take(some))
        result: Flags = (self._tags[self.power(power)] & tag_bit(tag)) != 0
        return result

    def power(self, name: str) -> int:
        return self.rules.powers.index(name)

    def area(self, name: str) -> int:
        return self.rules.areas.index(name)

    def pair(self, a: str, b: str) -> int:
        return int(self.rules.pair_of[self.power(a), self.power(b)])

    def seen_by(self, orders: Ints) -> NDArray[np.bool_]:
        """Which powers see who gave these orders: (P, n); deniable and secret ones, only their own."""
        book = self.rules.programs
        own = book.power[orders][None, :] == np.arange(len(self.rules.powers))[:, None]
        hidden = (book.seen[orders] == DENIABLE) | (book.seen[orders] == SECRET)
        result: NDArray[np.bool_] = own | ~hidden[None, :]
        return result
