"""A compiled ruleset: the entries of the files as integer tables, ready for a batch of games.

Axes are named in the margin: M meters, N programs (orders, then events, then what deals do),
K places on all sheets together, P powers, C cells, L red lines, D deals, V events. Row 0 of every
table of programs is "nothing": an order that is void or absent is row 0 and has no effect.
Meter row 0 is a constant nought: what a seat cannot know points there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from wargame.ruleset.constants import Constants
    from wargame.ruleset.reader import Document

Ints = NDArray[np.signedinteger[Any]]
"""Integer arrays. State, rules and scores are int32; lists of indices are the platform's integer."""

Flags = NDArray[np.bool_]

CHANGE, RAISE, LOWER = 0, 1, 2
"""Modes of an effect."""

ALWAYS, SUCCESS, FAILURE = 0, 1, 2
"""When an effect applies."""

NO_DEAL_STEP, OFFER, ACCEPT, REJECT, LEAVE = 0, 1, 2, 3, 4
"""What a move does to a deal."""

STATEMENT, MOVE, OPERATION, STANDING, RECORD = 0, 1, 2, 3, 4
"""Kinds of places, in the order of `vocabulary.SLOTS`."""

PUBLIC, DENIABLE, SECRET = 0, 1, 2


@dataclass(frozen=True)
class Meters:
    """The meter dictionary, one row each."""

    names: tuple[str, ...]
    labels: tuple[str, ...]
    texts: tuple[str, ...]
    row: dict[str, int]
    low: Ints  # (M,)
    high: Ints  # (M,)
    start: Ints  # (M,)
    draw: tuple[tuple[int, int, int], ...]
    """(row, least, most) of what is drawn at set-up."""
    families: dict[str, slice]
    """Rows of meters that stand once for each network, pair, power, deal or line: `family["arsenal"]`."""
    marks: tuple[dict[str, int], ...]
    good_for: Flags  # (M, P)
    main: Flags  # (M, P)
    derived: tuple[bool, ...]
    """Rows made by the compiler (deals, lines, estimates): listed apart in the interface."""

    @property
    def count(self) -> int:
        return len(self.names)


@dataclass(frozen=True)
class Estimates:
    """Who holds an estimate of what."""

    rows: slice
    """The rows that hold them, which stand together."""
    row: Ints  # (E,)  the same, one by one
    truth: Ints  # (E,)  the row it is an estimate of
    power: Ints  # (E,)  whose it is
    spread: Ints  # (E,)  how far off it may be
    fixed: Flags  # (E,)  drawn at set-up and never refreshed


@dataclass(frozen=True)
class Programs:
    """Orders, events and what deals do: costs, conditions, odds and effects."""

    names: tuple[str, ...]
    labels: tuple[str, ...]
    texts: tuple[str, ...]
    entry: tuple[str, ...]
    """Id of the ruleset entry; several rows share one."""
    index: dict[str, int]
    orders: int
    """Rows below this one can be ordered; the others are events and deals."""
    kind: tuple[str, ...]
    slot: Ints  # (N,)  kind of place it takes
    phase: Ints  # (N,)  index into vocabulary.PHASES
    power: Ints  # (N,)
    cells: Flags  # (N, C)
    clock: Ints  # (N,)  0 any, 1 monthly, 2 crisis
    area: Ints  # (N,)  -1 none
    network: Ints  # (N,)  -1 none
    intensity: Ints  # (N,)
    seen: Ints  # (N,)
    act: Ints  # (N,)  index into vocabulary.ACTS, -1 none
    against: Ints  # (N,)  power, -1 none
    pair: Ints  # (N,)  pair of actor and target, -1 none
    rung: Ints  # (N,)
    tags: Ints  # (N,)  bit set over schema.TAGS
    opens_case: Flags  # (N,)  deniable deed: who did it is to be found out
    gray: Flags  # (N,)  deniable gray-zone act: cheaper for Tehran with the channel shut (row 2)
    cost_row: Ints  # (N, 3)
    cost: Ints  # (N, 3)
    cost_used: Flags  # (N, 3)  which of the three are used; rows are filled from the left, here and below
    payers: Ints  # every meter that pays for some order
    payer: Ints  # (M,)  where a meter stands among the payers
    clauses: Ints  # (N, Q)  indices into Conditions.clauses; 0 is always true
    clause_used: Flags  # (N, Q)
    need: Ints  # (N,)  0 when there is no roll
    mod_row: Ints  # (N, 4)
    mod_per: Ints  # (N, 4)
    mod_sign: Ints  # (N, 4)
    mod_used: Flags  # (N, 4)
    effect_row: Ints  # (N, E)
    effect_mode: Ints  # (N, E)
    effect_by: Ints  # (N, E)  amount, or the number to raise or lower to
    effect_when: Ints  # (N, E)
    effect_count: Ints  # (N,)
    effect_used: Flags  # (N, E)
    effect_due: (
        Flags  # (2 orders, e)  those of every order when it fails, then of every order when it succeeds
    )
    weapon: Ints  # (N,)  -1 none
    launches: Ints  # (N,)
    salvo_at: Ints  # (N,)  -1 none
    arsenal: Ints  # (N,)  row that pays for a salvo; 0 none
    strike_at: Ints  # (N,)  -1 none
    strike_weight: Ints  # (N,)
    deal: Ints  # (N,)  -1 none
    deal_step: Ints  # (N,)
    weight: Ints  # (N,)  of an event card
    disorder: Flags  # (N,)
    from_month: Ints  # (N,)
    to_month: Ints  # (N,)
    line_hit: Flags  # (L, N)  lines that this act could cross
    any_line: Flags  # (N,)  whether it could cross any

    @property
    def count(self) -> int:
        return len(self.names)


@dataclass(frozen=True)
class Conditions:
    """Thresholds on meters, shared by everything that has requirements."""

    row: Ints  # (U,)
    low: Ints  # (U,)
    high: Ints  # (U,)
    clauses: Ints  # (Q, A)  any of these conditions; padded with repeats
    first: Ints  # (Q,)  the first condition of each clause
    several: Flags  # (Q,)  clauses with more than one condition
    thresholds: tuple[tuple[tuple[int, int, int], ...], ...]
    """The (row, low, high) of each clause's conditions, once each: for those judged one clause at a time."""
    words: tuple[str, ...]  # (Q,)  in words, for messages


@dataclass(frozen=True)
class Places:
    """Places on the sheets: each belongs to a cell and takes one kind of order."""

    cell: Ints  # (K,)
    kind: Ints  # (K,)
    crisis: Flags  # (K,)  open in crisis steps too
    names: tuple[str, ...]


@dataclass(frozen=True)
class Lines:
    names: tuple[str, ...]
    labels: tuple[str, ...]
    owner: Ints  # (L,)
    at_rung: Ints  # (L,)
    commits: Ints  # (L,)
    about: Flags  # (L, P)  whose acts it is about, their partners included
    held: slice
    declared: slice
    told: slice
    due: slice
    crossed: slice
    unmeant: slice


@dataclass(frozen=True)
class Deals:
    names: tuple[str, ...]
    labels: tuple[str, ...]
    form: tuple[str, ...]
    sides: Ints  # (D, 2)
    pair: Ints  # (D,)
    months: Ints  # (D,)
    channel: Ints  # (D,)
    verification: Ints  # (D,)
    gives: Ints  # (D, 2)
    gets: Ints  # (D, 2)
    covers: Flags  # (D, areas)
    networks: Flags  # (D, networks)
    """Networks bound by a truce."""
    making: Ints  # (D,)  program rows
    monthly: Ints  # (D,)
    ending: Ints  # (D,)
    breaking: Ints  # (D,)
    told: tuple[tuple[bool, ...] | None, ...]
    """Which powers hear of moves about it: of an understanding or truce, its parties and the mediators."""
    offer: slice
    age: slice
    left: slice
    public: slice
    worth: tuple[slice, slice]
    """What each side reckons a deal is worth to it."""


@dataclass(frozen=True)
class Term:
    label: str
    row: int
    monthly: bool
    points: int
    above: int
    sign: int
    """+1 counts units above the base, -1 units below it."""
    clauses: tuple[int, ...]


@dataclass(frozen=True)
class Ends:
    names: tuple[str, ...]
    labels: tuple[str, ...]
    texts: tuple[str, ...]
    clauses: Ints  # (X, Q)
    last_date: int
    scores: Ints  # (X, P)
    terms: tuple[tuple[Term, ...], ...]  # by power
    verdicts: Ints  # (P, 3)


@dataclass(frozen=True)
class DoctrineRow:
    orders: tuple[int, ...]
    """Order rows to try, first legal one first."""
    clauses: tuple[int, ...]
    chance: int
    once: bool
    because: str


@dataclass(frozen=True)
class Doctrine:
    name: str
    label: str
    power: int
    text: str
    rows: tuple[DoctrineRow, ...]


@dataclass(frozen=True)
class SeatTable:
    name: str
    label: str
    seats: tuple[str, ...]
    labels: tuple[str, ...]
    briefs: tuple[str, ...]
    """What each seat does inside its power; empty where it is the whole of one."""
    cells: Flags  # (seats, C)


@dataclass(frozen=True)
class Deed:
    """A deed of record: done in its month, in its crisis step if that is not 0, whoever plays."""

    month: int
    crisis: int
    order: int
    date: str
    text: str


@dataclass(frozen=True)
class Scenario:
    name: str
    label: str
    text: str
    minutes: int
    table: str
    months: int
    first_month: int
    crisis: bool
    start: Ints  # (M,)
    fixed: Flags  # (M,)  meters whose start is given: neither drawn nor guessed at set-up
    hold: tuple[tuple[int, int], ...]
    """(row, number): meters that are set at every step"""
    events: bool
    injects: tuple[tuple[int, int], ...]
    """(month, program)"""
    deeds: tuple[Deed, ...]
    switches: dict[str, str]
    off: frozenset[str]
    doctrines: dict[str, str]
    briefs: dict[str, str]
    constants: Constants


@dataclass(frozen=True, repr=False)
class Ruleset:
    """The box: never changes during play."""

    document: Document
    name: str
    label: str
    version: int
    digest: str
    powers: tuple[str, ...]
    power_labels: tuple[str, ...]
    power_letters: tuple[str, ...]
    power_texts: tuple[str, ...]
    cells: tuple[str, ...]
    cell_labels: tuple[str, ...]
    cell_power: Ints  # (C,)
    cell_green: Flags  # (C,)
    areas: tuple[str, ...]
    area_labels: tuple[str, ...]
    networks: tuple[str, ...]
    network_labels: tuple[str, ...]
    network_cell: Ints
    network_area: Ints
    friction: Ints  # (networks, 6)  order row by dial; 0 at dial 0
    runaway: Ints  # (networks,)
    ally: int
    """Order row of the third state's strike; 0 if the ruleset has none."""
    allied: Flags  # (N,)  orders that only a green cell gives
    pairs: tuple[str, ...]
    pair_powers: Ints  # (pairs, 2)
    pair_of: Ints  # (P, P)  -1 where no pair
    meters: Meters
    estimates: Estimates
    programs: Programs
    conditions: Conditions
    places: Places
    lines: Lines
    deals: Deals
    ends: Ends
    events: Ints  # (V,)  program rows of the deck's cards
    tables: dict[str, SeatTable]
    scenarios: dict[str, Scenario]
    doctrines: dict[str, Doctrine]
    sight_exact: Flags  # (C, M)
    sight: Ints  # (C, M)  for each cell, the row where it reads a meter: itself, its estimate, or 0
    constants: Constants

    def __repr__(self) -> str:
        return f"<Ruleset {self.name} {self.digest[:8]}>"

    def say(self, text: str) -> str:
        """A text that is not the ruleset's own, in the ruleset's words: a rule's, or a screen's."""
        return self.document.wording.text(text)

    def typed(self, name: str) -> str:
        """A name made of ids as people type it: of a power, a meter, an order."""
        return self.document.wording.name(name)

    def order(self, name: str) -> int:
        """The order book row called `name`; KeyError if there is none."""
        return self.programs.index[name]

    def seat_sight(self, cells: Flags) -> Ints:
        """Where a seat of these cells (C,) reads each meter: itself if a cell sees it, else an estimate."""
        members = np.flatnonzero(cells)
        own = np.arange(self.meters.count, dtype=np.int32)
        exact = self.sight_exact[members].any(axis=0)
        best = np.zeros(self.meters.count, np.int32)
        for cell in members[::-1]:
            best = np.where(self.sight[cell] > 0, self.sight[cell], best)
        return np.where(exact, own, best).astype(np.int32)
