"""What a seat may be told: the one gate between a game and any text about it.

Meters are read through the seat's sight, entries and notes through the fog of war. The umpire, who is
no seat, sees everything as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from wargame.engine.fog import ESTIMATE, EXACT, UNKNOWN, Seat, entries_for, masked, notes_for, sees_order
from wargame.engine.ledger import Entry, Note
from wargame.record.game import Game
from wargame.ruleset.problems import suggest
from wargame.ruleset.tables import Ints, Ruleset

EVERYBODY = "everybody"
"""The eyes of the whole table: what every seat sees exactly, and nothing that any of them does not."""


@dataclass(frozen=True)
class Eyes:
    """A game as one seat sees it."""

    game: Game
    seat: Seat
    umpire: bool

    @property
    def rules(self) -> Ruleset:
        return self.game.rules

    def knows(self, row: int) -> bool:
        return bool(self.seat.certainty[row] != UNKNOWN)

    def exact(self, row: int) -> bool:
        return bool(self.seat.certainty[row] == EXACT)

    def estimates(self, row: int) -> bool:
        return bool(self.seat.certainty[row] == ESTIMATE)

    def read(self, meters: Ints, row: int) -> int | None:
        """A meter of a position (M,) as the seat reads it; None if it cannot."""
        return int(meters[self.seat.sight[row]]) if self.knows(row) else None

    def now(self, row: int) -> int | None:
        return self.read(self.game.games.state.meters[:, 0], row)

    def named(self, meter: str) -> int | None:
        """The same for a meter by its name."""
        return self.now(self.rules.meters.row[meter])

    def entries(self, entries: Iterable[Entry]) -> list[Entry]:
        found = list(entries)
        return found if self.umpire else entries_for(self.rules, self.seat, found)

    def notes(self, notes: Iterable[Note]) -> list[Note]:
        found = list(notes)
        if self.seat.name == EVERYBODY:
            return masked(self.rules, self.seat, [note for note in found if all(note.sees)])
        return found if self.umpire else notes_for(self.rules, self.seat, found)

    def author(self, order: int) -> bool:
        """Whether the seat may know who gave an order."""
        return self.umpire or sees_order(self.rules, self.seat, order)


def eyes(game: Game, seat: str | None) -> Eyes:
    """The eyes of a seat, of `EVERYBODY`, or of the umpire for None. ValueError for a seat not at this table."""
    if seat is None:
        return Eyes(game, _umpire(game.rules), True)
    if seat == EVERYBODY:
        return Eyes(game, _everybody(game), False)
    if seat not in game.seats:
        raise ValueError(f"'{seat}' is not a seat{suggest(seat, game.seats)}")
    return Eyes(game, game.seats[seat], False)


def _umpire(rules: Ruleset) -> Seat:
    count = rules.meters.count
    certainty = np.full(count, EXACT, np.int32)
    certainty[0] = UNKNOWN
    return Seat(
        name="umpire",
        label="Umpire",
        cells=np.ones(len(rules.cells), np.bool_),
        powers=tuple(range(len(rules.powers))),
        sight=np.arange(count, dtype=np.int32),
        certainty=certainty,
        spread=np.zeros(count, np.int32),
    )


def _everybody(game: Game) -> Seat:
    rules = game.rules
    shared = np.all([seat.certainty == EXACT for seat in game.seats.values()], axis=0)
    return Seat(
        name=EVERYBODY,
        label="Everybody",
        cells=np.zeros(len(rules.cells), np.bool_),
        powers=(),
        sight=np.where(shared, np.arange(rules.meters.count), 0).astype(np.int32),
        certainty=np.where(shared, EXACT, UNKNOWN).astype(np.int32),
        spread=np.zeros(rules.meters.count, np.int32),
    )
