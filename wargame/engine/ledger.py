"""The ledger: the only way to change a meter.

Changes of a phase settle together and are then clamped to the meter's bounds; clamping is an entry
of its own, so that for every meter of every game the entries add up to after less before. Keeping
the entries and the notes can be switched off; the numbers cannot depend on that.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from wargame.engine.sparse import add_at, indices
from wargame.engine.state import State
from wargame.ruleset import vocabulary
from wargame.ruleset.tables import Flags, Ints, Ruleset

CLAMP = "bounds"
"""The cause of a clamping entry."""

RULING = "ruling"
"""The cause of what an umpire changed."""

_PHASES = tuple(vocabulary.PHASES)

_GAP = 4096
"""Numbers that are as soon settled as a stretch of meters is begun."""


@dataclass(frozen=True)
class Entry:
    """One change of one meter of one game."""

    step: int
    phase: str
    row: int
    amount: int
    why: str
    """The rule, by its number in the rulebook and its name."""
    order: int = 0
    """The order (or event, or deal) behind it; 0 if none."""
    roll: int = 0
    """2d6 as they fell; 0 if nothing was rolled."""


@dataclass(frozen=True)
class Note:
    """Something that happened and can be told: to whom, what, with which numbers."""

    step: int
    phase: str
    kind: str
    sees: tuple[bool, ...]
    """By power."""
    facts: dict[str, int]


@dataclass
class _Block:
    phase: int
    why: str
    rows: NDArray[np.intp]
    games: NDArray[np.intp]
    amounts: Ints
    orders: Ints | None
    rolls: Ints | None


@dataclass
class Ledger:
    """Collects the changes of a phase; `settle` books them."""

    rules: Ruleset
    state: State
    keep: bool = False
    phase: int = 0
    blocks: list[_Block] = field(default_factory=list)
    notes: list[tuple[int, Note]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._pending = np.zeros_like(self.state.meters)
        self._touched = np.zeros(self.rules.meters.count, np.bool_)
        self._live = self.state.ended < 0
        self._alive, self._all_live = self._live.astype(np.int32), bool(self._live.all())
        self._step = self.state.step

    def open(self, state: State) -> None:
        """Begin a step: forget the entries of the last one, and which games still go on."""
        self.state = state
        self.blocks.clear()
        self.notes.clear()
        if self._pending.shape != state.meters.shape:
            self._pending = np.zeros_like(state.meters)
        self._live = state.ended < 0
        self._alive, self._all_live = self._live.astype(np.int32), bool(self._live.all())
        self._step = state.step

    def change(
        self,
        row: int,
        amount: Ints,
        why: str,
        orders: Ints | None = None,
        rolls: Ints | None = None,
    ) -> None:
        """Add `amount` (G,) to a meter when the phase settles."""
        pending = self._pending[row]
        pending += amount
        self._touched[row] = True
        if self.keep:
            games = indices((amount != 0) & self._live)
            if games.size:
                self._keep(np.full(games.size, row), games, amount[games], why,
                           None if orders is None else orders[games],
                           None if rolls is None else rolls[games])  # fmt: skip

    def change_many(self, rows: slice, amount: Ints, why: str) -> None:
        """The same for neighbouring meters: `amount` is (rows, G)."""
        pending = self._pending[rows]
        pending += amount
        self._touched[rows] = True
        if self.keep:
            at, games = np.nonzero((amount != 0) & self._live)
            if games.size:
                self._keep(at + rows.start, games, amount[at, games], why, None, None)

    def scatter(
        self,
        rows: NDArray[np.intp] | Ints,
        games: NDArray[np.intp],
        amounts: Ints,
        why: str,
        orders: Ints | None = None,
        rolls: Ints | None = None,
    ) -> None:
        """Add amounts (n,) to meters `rows` (n,) of `games` (n,)."""
        if not games.size:
            return
        add_at(self._pending, rows, games, amounts)
        self._touched[rows] = True
        if self.keep:
            some = indices((amounts != 0) & self._live[games])
            if some.size:
                self._keep(np.asarray(rows, np.intp)[some], games[some], amounts[some], why,
                           None if orders is None else orders[some],
                           None if rolls is None else rolls[some])  # fmt: skip

    def pending(self, row: int) -> Ints:
        """What this phase has booked for a meter so far (G,), before bounds."""
        row_pending: Ints = self._pending[row]
        return row_pending

    def settle(self) -> None:
        """Book everything pending, then clamp to the bounds.

        The nought row and finished games stay as they are.
        """
        self._touched[0] = False
        self._pending[0] = 0
        low, high = self.rules.meters.low[:, None], self.rules.meters.high[:, None]
        for run in self._runs():  # in place: no temporaries
            pending, meters = self._pending[run], self.state.meters[run]
            if not self._all_live:
                pending *= self._alive
            meters += pending
            wanted = meters.copy() if self.keep else meters
            meters.clip(low[run], high[run], out=meters)
            if self.keep and (meters != wanted).any():
                line, games = np.nonzero(meters != wanted)
                self._keep(run.start + line, games, (meters - wanted)[line, games], CLAMP, None, None)
            pending.fill(0)
        self._touched.fill(False)

    def _runs(self) -> list[slice]:
        """The meters that were touched, as stretches of neighbours; those near enough are settled together.

        Nothing is pending for a meter in between, so it only costs its time: the less, the fewer the games.
        """
        near = 1 + _GAP // max(1, self.state.games)
        runs: list[slice] = []
        for row in indices(self._touched).tolist():
            if runs and row < runs[-1].stop + near:
                runs[-1] = slice(runs[-1].start, row + 1)
            else:
                runs.append(slice(row, row + 1))
        return runs

    def note(self, kind: str, games: Flags, sees: tuple[bool, ...] | None = None, **facts: object) -> None:
        """Note that something happened in `games` (G,); facts are numbers or arrays (G,)."""
        if not self.keep:
            return
        for game in indices(games & self._live):
            plain = {k: int(v[game]) if isinstance(v, np.ndarray) else int(v) for k, v in facts.items()}  # type: ignore[call-overload]
            self._note(kind, int(game), sees, plain)

    def note_each(
        self, kind: str, games: NDArray[np.intp], sees: NDArray[np.bool_] | None = None, **facts: object
    ) -> None:
        """The same for a list of games (n,), facts (n,), and who sees it (P, n)."""
        if not self.keep:
            return
        for at, game in enumerate(games):
            if self._live[game]:
                plain = {k: int(v[at]) if isinstance(v, np.ndarray) else int(v) for k, v in facts.items()}  # type: ignore[call-overload]
                who = None if sees is None else tuple(bool(s) for s in sees[:, at])
                self._note(kind, int(game), who, plain)

    def _note(self, kind: str, game: int, sees: tuple[bool, ...] | None, facts: dict[str, int]) -> None:
        everybody = tuple(True for _ in self.rules.powers)
        note = Note(self._step, _PHASES[self.phase], kind, everybody if sees is None else sees, facts)
        self.notes.append((game, note))

    def _keep(
        self,
        rows: NDArray[np.intp],
        games: NDArray[np.intp],
        amounts: Ints,
        why: str,
        orders: Ints | None,
        rolls: Ints | None,
    ) -> None:
        self.blocks.append(_Block(self.phase, why, rows, games, amounts, orders, rolls))

    def entries(self, game: int = 0) -> list[Entry]:
        """The entries of one game in this step, in the order they were made."""
        found: list[Entry] = []
        for block in self.blocks:
            at = indices(block.games == game)
            if at.size:
                nothing = [0] * at.size
                columns = (
                    block.rows[at].tolist(),
                    block.amounts[at].tolist(),
                    nothing if block.orders is None else block.orders[at].tolist(),
                    nothing if block.rolls is None else block.rolls[at].tolist(),
                )
                phase = _PHASES[block.phase]
                for row, amount, order, roll in zip(*columns, strict=True):
                    found.append(Entry(self._step, phase, row, amount, block.why, order, roll))
        return found

    def notes_of(self, game: int = 0) -> list[Note]:
        return [note for number, note in self.notes if number == game]

    def totals(self) -> Ints:
        """What the entries add up to: (M, G)."""
        total = np.zeros_like(self.state.meters)
        for block in self.blocks:
            np.add.at(total, (block.rows, block.games), block.amounts)
        return total
