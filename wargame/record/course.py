"""The course of one game in memory: where each step began, what is sealed, what has been resolved.

Nothing here is written down; `game.py` keeps the record. A step can be begun again at any time from
the position where it began, so going back is the same work as going on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from wargame.engine.dice import Dice, seeds_of
from wargame.engine.fog import Seat, View, look, seats_of
from wargame.engine.games import Games
from wargame.engine.ledger import Entry, Note
from wargame.engine.legality import Fault, fit_sheet
from wargame.engine.state import State
from wargame.record import lines
from wargame.record.messages import UMPIRE, Seen, in_hand, kept_until
from wargame.record.positions import Mark, Position, Sheet, Turn
from wargame.ruleset.problems import suggest
from wargame.ruleset.tables import Ruleset

HOLDERS = ("human", "absent", "null", "doctrine")
"""Who may hold a seat: a person, nobody (standing orders only), the null bot, a doctrine."""


class Course:
    """One game of a ruleset: a batch of one, with its past."""

    def __init__(self, rules: Ruleset, header: lines.Header) -> None:
        self.rules = rules
        self.header = header
        self.scenario = rules.scenarios[header.scenario]
        self.seats: dict[str, Seat] = {s.name: s for s in seats_of(rules, header.table)}
        self.players: dict[str, str] = dict(header.players)
        self.sealed: dict[str, Sheet] = {}
        self.stated: dict[str, str] = {}
        """Why each seat gives its orders in this step, in its own words."""
        self.post: tuple[lines.PostLine, ...] = ()
        """What was said on this line of play; `messages` gives what a seat knows of it."""
        self.words: dict[str, tuple[str, str]] = {}
        """Salt and digest of the words behind which seats keep their papers; `umpire` may have one."""
        self.people: dict[str, str] = {}
        """Names of the people in the seats, as far as they gave one."""
        self.forecasts: tuple[lines.ForecastLine, ...] = ()
        """What people held likely, on this line of play."""
        self.asked: dict[str, lines.Asked] = {}
        """The questions that were answered in this file, as they were asked."""
        self.acts: frozenset[str] = frozenset()
        """The ids of what was done in this file; going back forgets none of them."""
        self.turns: list[Turn] = []
        self.opening: tuple[tuple[Entry, ...], tuple[Note, ...]] = ((), ())
        """Entries and notes of this step's world and intelligence phases."""
        start = Games(rules, self.scenario, seeds_of(header.seed, 1)).state
        self._positions = [Position(start, header.seed, header.seed)]
        self._open()

    # Where the game stands

    @property
    def step(self) -> int:
        """Number of the step for which orders are due, from 0."""
        return len(self._positions) - 1

    @property
    def over(self) -> bool:
        return bool(self.games.state.ended[0] >= 0)

    @property
    def end(self) -> str | None:
        """The end that was reached, by its name in the ruleset."""
        number = int(self.games.state.ended[0])
        return self.rules.ends.names[number] if number >= 0 else None

    @property
    def crisis(self) -> bool:
        return self.meter("world.clock") == 1

    def meter(self, name: str) -> int:
        """A meter as it truly stands: for the umpire, tests and the record, never for a seat."""
        return int(self.games.state.meters[self.rules.meters.row[name], 0])

    def view(self, seat: str) -> View:
        """What a seat knows now."""
        return look(self.rules, self.seat(seat), self.games.state)

    def seat(self, name: str) -> Seat:
        """A seat by its name; ValueError if there is none."""
        if name not in self.seats:
            raise ValueError(f"'{name}' is not a seat{suggest(name, self.seats)}")
        return self.seats[name]

    def judge(self, seat: str, orders: list[str] | tuple[str, ...]) -> list[Fault]:
        """What would be wrong with a sheet, judged on what the seat knows."""
        return self._fit(seat, orders)[1]

    def messages(self, seat: str | None) -> list[Seen]:
        """The messages that a seat has in hand; all of them for the umpire, who is None."""
        return in_hand(self.post, None if seat is None else self.seat(seat).name, self.over)

    def score(self, power: str) -> tuple[int, str]:
        """A power's points and, by its thresholds, its verdict."""
        points = self.meter(f"{power}.score")
        least = self.rules.ends.verdicts[self.rules.powers.index(power)]
        return points, ("loss", "draw", "marginal", "decisive")[int((points >= least).sum())]

    def injects(self, step: int) -> tuple[str, ...]:
        """The events that the white cell added to a step, by name: for the umpire."""
        names = self.rules.programs.names
        return tuple(names[row].removeprefix("event ") for row in self._positions[step].injects)

    @property
    def rulings(self) -> tuple[lines.RulingLine, ...]:
        """What the umpire ruled on this line of play, in order: for the umpire."""
        return tuple(ruling for position in self._positions for ruling in position.rulings)

    def commitments(self, step: int) -> dict[str, str]:
        """What was shown of each sheet of a step when it was sealed, by seat."""
        sheets = (
            self.turns[step].sheets if step < len(self.turns) else self.sealed if step == self.step else {}
        )
        return {seat: sheet.commitment for seat, sheet in sheets.items() if sheet.commitment}

    # Moving it: for the record only, which writes down what it does here

    def _mark(self) -> Mark:
        return Mark(
            list(self.turns),
            list(self._positions),
            dict(self.sealed),
            dict(self.stated),
            dict(self.players),
            self.post,
            self.forecasts,
            dict(self.asked),
            dict(self.words),
            dict(self.people),
            self.acts,
        )

    def _return_to(self, mark: Mark) -> None:
        """As if nothing had happened since the mark."""
        self.turns, self._positions = list(mark.turns), list(mark.positions)
        self.players = dict(mark.players)
        self.post, self.words, self.people = mark.post, dict(mark.words), dict(mark.people)
        self.forecasts, self.asked, self.acts = mark.forecasts, dict(mark.asked), mark.acts
        self._open()
        self.sealed, self.stated = dict(mark.sealed), dict(mark.stated)

    def _open(self) -> None:
        """Begin the last step: its world and intelligence phases, unless the game is over."""
        position = self._positions[-1]
        seeds = seeds_of(position.opening_seed, 1)
        self.games = Games(self.rules, self.scenario, seeds, keep=True, state=position.state.copy())
        self.opening = ((), ())
        self.sealed, self.stated = {}, {}
        if self.over:
            return
        row = self.rules.meters.row
        self.games.open(
            np.array(position.injects, np.int32)[:, None] if position.injects else None,
            [{row[meter]: by for meter, by in ruling.changes.items()} for ruling in position.rulings],
        )
        if position.seed != position.opening_seed:
            self.games.dice = Dice(seeds_of(position.seed, 1))
            self.games.dice.at(self.games.state.step)
        ledger = self.games.ledger
        self.opening = (tuple(ledger.entries()), tuple(ledger.notes_of()))

    def _inject(self, event: str) -> list[str]:
        """Begin the step again with one more event; the seats whose sheets no longer fit."""
        row = self.rules.programs.index[f"event {event}"]
        position = self._positions[-1]
        return self._begin_again(replace(position, injects=(*position.injects, row)))

    def _rule(self, line: lines.RulingLine) -> list[str]:
        """The same with one more ruling."""
        position = self._positions[-1]
        return self._begin_again(replace(position, rulings=(*position.rulings, line)))

    def _begin_again(self, position: Position) -> list[str]:
        self._positions[-1] = position
        sealed, stated = self.sealed, self.stated
        self._open()
        self.sealed = {s: sheet for s, sheet in sealed.items() if not self.judge(s, sheet.orders)}
        self.stated = stated
        return [seat for seat in sealed if seat not in self.sealed]

    def _resolve(self) -> None:
        """Open the sheets, resolve the step and begin the next."""
        opened = self.games.state.meters[:, 0].copy()
        orders = self.games.blank_orders()
        for seat, sheet in self.sealed.items():
            for place, order in self._fit(seat, sheet.orders)[0].items():
                orders[place, 0] = order
        crisis = self.crisis
        resolved = self.games.resolve(orders)
        state, ledger = self.games.state, self.games.ledger
        turn = Turn(
            step=self.step,
            crisis=crisis,
            opened=opened,
            after=state.meters[:, 0].copy(),
            sheets=dict(self.sealed),
            orders=resolved.orders[:, 0].copy(),
            entries=tuple(ledger.entries()),
            notes=tuple(ledger.notes_of()),
            stated=dict(self.stated),
        )
        self.turns.append(turn)
        seed = self._positions[-1].seed
        self._positions.append(Position(state.copy(), seed, seed))
        self._open()

    def _name_person(self, line: lines.PersonLine) -> None:
        self.people.pop(line.seat, None)
        if line.name:
            self.people[line.seat] = line.name

    def _keep_word(self, line: lines.WordLine) -> None:
        self.words.pop(line.seat, None)
        if line.digest:
            self.words[line.seat] = (line.salt, line.digest)

    def _state(self, line: lines.ReasonLine) -> None:
        self.stated.pop(line.seat, None)
        if line.text:
            self.stated[line.seat] = line.text

    def _forecast(self, line: lines.ForecastLine) -> None:
        if line.asked is not None:
            self.asked[line.question] = line.asked
        self.forecasts = (*self.forecasts, line)

    def _replace_position(self, state: State) -> None:
        """Go on from another position than the rules have led to."""
        self.turns[-1] = replace(self.turns[-1], after=state.meters[:, 0].copy())
        self._positions[-1] = replace(self._positions[-1], state=state)
        self._open()

    def _rewind(self, to: int, seed: int | None = None) -> None:
        """Back to the orders of a step; with a seed, every die from there on is new."""
        del self.turns[to:], self._positions[to + 1 :]
        self.post = kept_until(self.post, to)
        self.forecasts = kept_until(self.forecasts, to)
        if seed is not None:
            self._positions[to] = replace(self._positions[to], seed=seed)
        self._open()

    # What may be asked of it: ValueError says why not

    def _check_step(self, to: int) -> None:
        last = self.step - self.over
        if not 0 <= to <= last:
            opened = "only step 0 has" if last == 0 else f"steps 0 to {last} have"
            raise ValueError(f"there is no step {to} to go back to; {opened} been opened for orders")

    def _check_keeper(self, name: str) -> None:
        """Words belong to seats and to the umpire."""
        if name != UMPIRE:
            self.seat(name)

    def _check_meters(self, changes: Mapping[str, int]) -> None:
        row = self.rules.meters.row
        for meter in changes:
            if not row.get(meter):
                raise ValueError(f"'{meter}' is not a meter{suggest(meter, list(row)[1:])}")

    def _check_event(self, event: str) -> None:
        prefix = "event "
        if prefix + event not in self.rules.programs.index:
            known = [n.removeprefix(prefix) for n in self.rules.programs.names if n.startswith(prefix)]
            raise ValueError(f"'{event}' is not an event{suggest(event, known)}")

    def _check_names(self, orders: list[str] | tuple[str, ...]) -> list[Fault]:
        """The names that no order has."""
        index, count = self.rules.programs.index, self.rules.programs.orders
        wrong = [name for name in orders if not 0 < index.get(name, 0) < count]
        own = [name for name, row in index.items() if 0 < row < count] if wrong else []
        return [Fault(name, f"is not an order{suggest(name, own)}") for name in wrong]

    def _fit(self, seat: str, orders: list[str] | tuple[str, ...]) -> tuple[dict[int, int], list[Fault]]:
        """Place -> order as far as the sheet fits, and what is wrong with the rest."""
        place = self.seat(seat)
        unknown = self._check_names(orders)
        names = {fault.order for fault in unknown}
        rows = [self.rules.programs.index[name] for name in orders if name not in names]
        taken, wrong = fit_sheet(self.rules, self.games.state.meters, place.sight, place.cells, rows)
        return taken, unknown + wrong


def check_player(rules: Ruleset, seat: Seat, player: str) -> None:
    """Raise ValueError unless `player` can hold the seat: `human`, `absent`, `null`, or `doctrine NAME`.

    `doctrine` alone is the doctrine that the scenario names.
    """
    word, _, name = player.partition(" ")
    if word not in HOLDERS or (name and word != "doctrine"):
        raise ValueError(f"'{player}' cannot hold a seat; say human, absent, null or doctrine NAME")
    if name and name not in rules.doctrines:
        raise ValueError(f"'{name}' is not a doctrine{suggest(name, rules.doctrines)}")
    if name and rules.doctrines[name].power not in seat.powers:
        owner = rules.power_labels[rules.doctrines[name].power]
        raise ValueError(f"'{name}' is a doctrine for {owner}, which {seat.name} does not play")


__all__ = ["UMPIRE", "Course", "Mark", "Sheet", "Turn", "check_player"]
