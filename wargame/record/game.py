"""One game at the table: a batch of one, with its record.

Seats seal sheets; when all are in, `advance` opens them, resolves the step and opens the next. Every
act that is acknowledged has been written to the save first, if there is one.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from wargame.engine.dice import seeds_of
from wargame.engine.fog import Seat, View, look, seats_of
from wargame.engine.games import Games
from wargame.engine.ledger import Entry, Note
from wargame.engine.legality import Fault, fit_sheet
from wargame.engine.state import State
from wargame.engine.version import RULES_VERSION
from wargame.record import lines
from wargame.record.journal import FORMAT, Journal, SaveError, read_journal
from wargame.ruleset.compile import compile_ruleset
from wargame.ruleset.problems import RulesetError, suggest
from wargame.ruleset.reader import read_files
from wargame.ruleset.tables import Ints, Ruleset


@dataclass(frozen=True)
class Sheet:
    """What a seat sealed: orders by name, who filled it, and the reasons a doctrine gave."""

    seat: str
    orders: tuple[str, ...]
    by: str = "human"
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Turn:
    """A resolved step."""

    step: int
    crisis: bool
    opened: Ints  # (M,)  when orders were given
    after: Ints  # (M,)
    sheets: dict[str, Sheet]
    orders: Ints  # (K,)  as resolved, standing orders included
    entries: tuple[Entry, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Difference:
    """Where a re-execution leaves the record: the first step, field and the rules that moved it."""

    step: int
    field: str
    recorded: int
    computed: int
    moved_by: tuple[str, ...]

    def __str__(self) -> str:
        rules = ", ".join(self.moved_by) or "no rule"
        return (
            f"step {self.step}: {self.field} is {self.recorded} in the save, the rules give {self.computed} "
            f"(moved in this step by: {rules})"
        )


@dataclass
class _Position:
    """Where a step began, and everything needed to begin it again."""

    state: State
    seed: int
    injects: list[int] = field(default_factory=list)


class Game:
    """A game at one table. Use `new` or `load`."""

    def __init__(
        self, rules: Ruleset, header: lines.Header, journal: Journal | None, path: Path | None
    ) -> None:
        self.rules = rules
        self.header = header
        self.scenario = rules.scenarios[header.scenario]
        self.seats: dict[str, Seat] = {s.name: s for s in seats_of(rules, header.table)}
        self.players: dict[str, str] = dict(header.players)
        self.path = path
        self.notice: str | None = None
        self.difference: Difference | None = None
        self.sealed: dict[str, Sheet] = {}
        self.turns: list[Turn] = []
        self.opening: tuple[tuple[Entry, ...], tuple[Note, ...]] = ((), ())
        """Entries and notes of this step's world and intelligence phases."""
        self._journal = journal
        self._positions: list[_Position] = []
        self._begin(header.seed)

    # Starting and loading

    @classmethod
    def new(
        cls,
        rules: Ruleset,
        scenario: str = "standoff",
        *,
        seed: int | None = None,
        table: str | None = None,
        players: dict[str, str] | None = None,
        path: Path | str | None = None,
    ) -> Game:
        """Start a game; with a `path`, it is saved there as it is played.

        `players` says who holds each seat (`human`, `doctrine NAME`, `null`, `absent`); seats that are not
        named are people. Raises ValueError for a name that does not exist, SaveError if the file does.
        """
        if scenario not in rules.scenarios:
            raise ValueError(f"'{scenario}' is not a scenario{suggest(scenario, rules.scenarios)}")
        plan = table or rules.scenarios[scenario].table
        if plan not in rules.tables:
            raise ValueError(f"'{plan}' is not a table{suggest(plan, rules.tables)}")
        seats = rules.tables[plan].seats
        for seat, player in (players or {}).items():
            if seat not in seats:
                raise ValueError(f"'{seat}' is not a seat{suggest(seat, seats)}")
            _check_player(rules, player)
        seed = secrets.randbits(48) if seed is None else seed
        if not 0 <= seed < 1 << 63:
            raise ValueError("the seed must be a whole number from 0 to 2^63 - 1")
        salt = hashlib.sha256(f"salt {seed}".encode()).hexdigest()[:16]
        header = lines.Header(
            format=FORMAT,
            rules_version=RULES_VERSION,
            ruleset=lines.RulesetCopy(name=rules.name, digest=rules.digest, files=dict(rules.document.files)),
            scenario=scenario,
            table=plan,
            players={s: (players or {}).get(s, "human") for s in seats},
            seed=seed,
            bot_seed=int(seeds_of(seed, 1, 1 << 40)[0] >> np.uint64(16)),
            salt=salt,
            commitment=hashlib.sha256(f"{salt}:{seed}".encode()).hexdigest(),
            meters=list(rules.meters.names),
        )
        journal = None if path is None else Journal.create(Path(path), lines.dump(header))
        return cls(rules, header, journal, None if path is None else Path(path))

    @classmethod
    def load(cls, path: Path | str, *, upto: int | None = None) -> Game:
        """Take up a saved game: it is played again from the record and compared at every step.

        Where the re-execution leaves the record, `difference` says so, and the game goes on from the snapshots
        for viewing only. With `upto`, only the first so many lines are played. Raises SaveError.
        """
        path = Path(path)
        found, journal, notice = read_journal(path)
        header = lines.parse(path, found[0])
        assert isinstance(header, lines.Header)
        try:
            rules = compile_ruleset(read_files(header.ruleset.name, header.ruleset.files))
        except RulesetError as error:
            raise SaveError(path, 1, f"its ruleset no longer compiles:\n{error}") from error
        if header.scenario not in rules.scenarios:
            raise SaveError(path, 1, f"field 'scenario': '{header.scenario}' is not a scenario of its ruleset")
        if header.table not in rules.tables:
            raise SaveError(path, 1, f"field 'table': '{header.table}' is not a table of its ruleset")
        game = cls(rules, header, None, path)
        game.notice = notice
        if list(rules.meters.names) != header.meters or header.rules_version != RULES_VERSION:
            version = f"rules version {header.rules_version}, this is version {RULES_VERSION}"
            raise SaveError(path, 1, f"was written with other rules ({version}) and cannot be re-executed here")
        for line in found[1 : upto if upto is None else upto]:
            game._replay(path, line.number, lines.parse(path, line))
        game._journal = journal if upto is None else None
        return game

    def _replay(self, path: Path, number: int, line: lines.AnyLine) -> None:
        """Do again what a line records."""

        def refuse(message: str) -> SaveError:
            return SaveError(path, number, message)

        step = getattr(line, "step", self.step)
        if step != self.step and not isinstance(line, lines.UndoLine | lines.BranchLine):
            raise refuse(f"field 'step': is {step}, the game stands at step {self.step}")
        if getattr(line, "seat", None) not in (None, *self.seats):
            raise refuse(f"field 'seat': '{getattr(line, 'seat', '')}' is not a seat of this game")
        match line:
            case lines.SheetLine():
                faults = self._seal(Sheet(line.seat, tuple(line.orders), line.by, tuple(line.reasons)))
                if faults and self.difference is None:
                    raise refuse(f"field 'orders': {faults[0].order}: {faults[0].reason}")
            case lines.UnsealLine():
                self.sealed.pop(line.seat, None)
            case lines.InjectLine():
                if f"event {line.event}" not in self.rules.programs.index:
                    raise refuse(f"field 'event': '{line.event}' is not an event")
                self._inject(line.event)
            case lines.PlayerLine():
                self.players[line.seat] = line.player
            case lines.StepLine():
                if set(self.sealed) != set(self.seats):
                    raise refuse("a step was resolved before all sheets were sealed")
                self._compare(path, number, line)
            case lines.UndoLine() | lines.BranchLine():
                if line.to > self.step:
                    raise refuse(f"field 'to': step {line.to} has not been played")
                self._rewind(line.to, line.seed if isinstance(line, lines.BranchLine) else None)
            case lines.Header():
                raise refuse("a second header")

    def _compare(self, path: Path, number: int, line: lines.StepLine) -> None:
        shape = self.games.state
        snapshot = line.snapshot
        if len(snapshot.meters) != shape.meters.shape[0] or len(snapshot.cases) != shape.cases[..., 0].size:
            raise SaveError(path, number, "field 'snapshot': has the wrong number of values")
        self._resolve()
        state = self._after
        if state.digest() == line.digest and self.difference is None:
            return
        if self.difference is None:
            self.difference = self._first_difference(line, state)
        restored = State(
            np.array(snapshot.meters, np.int32)[:, None],
            np.isin(np.arange(shape.drawn.shape[0]), snapshot.drawn)[:, None],
            np.array(snapshot.cases, np.int32).reshape(shape.cases.shape),
            np.array([snapshot.ended], np.int32),
            line.step + 1,
        )
        self._positions[-1].state = restored.copy()
        self._start_games(restored, self._positions[-1].seed)
        self._open()

    def _first_difference(self, line: lines.StepLine, state: State) -> Difference:
        turn = self.turns[-1]
        for row, recorded in enumerate(line.snapshot.meters):
            if recorded != state.meters[row, 0]:
                moved = tuple(dict.fromkeys(e.why for e in turn.entries if e.row == row))
                name = self.rules.meters.names[row]
                return Difference(line.step, name, recorded, int(state.meters[row, 0]), moved)
        if line.snapshot.ended != state.ended[0]:
            return Difference(line.step, "ended", line.snapshot.ended, int(state.ended[0]), ())
        return Difference(line.step, "digest of the position", 0, 0, ())

    # The course of the game

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
        return look(self.rules, self.seats[seat], self.games.state)

    def submit(
        self, seat: str, orders: list[str] | tuple[str, ...], by: str = "human", reasons: tuple[str, ...] = ()
    ) -> list[Fault]:
        """Seal a seat's sheet. Returns what is wrong with it, in which case nothing is sealed."""
        self._must_go_on()
        if seat not in self.seats:
            raise ValueError(f"'{seat}' is not a seat{suggest(seat, self.seats)}")
        if seat in self.sealed:
            return [Fault("", f"{seat} has sealed already")]
        faults = self._seal(Sheet(seat, tuple(orders), by, tuple(reasons)))
        if not faults:
            self._write(
                lines.SheetLine(step=self.step, seat=seat, orders=list(orders), by=by, reasons=list(reasons))
            )
        return faults

    def judge(self, seat: str, orders: list[str] | tuple[str, ...]) -> list[Fault]:
        """What would be wrong with a sheet, judged on what the seat knows."""
        return self._fit(seat, orders)[1]

    def unseal(self, seat: str) -> None:
        """Take a sheet back before the reveal."""
        self._must_go_on()
        if seat in self.sealed:
            self._write(lines.UnsealLine(step=self.step, seat=seat))
            del self.sealed[seat]

    def set_player(self, seat: str, player: str) -> None:
        """Hand a seat to somebody else: `human`, `doctrine NAME`, `null` or `absent`."""
        _check_player(self.rules, player)
        self._write(lines.PlayerLine(seat=seat, player=player))
        self.players[seat] = player

    def inject(self, event: str) -> None:
        """The white cell plays an event now, before sheets are opened; this step's opening is played again."""
        self._must_go_on()
        if f"event {event}" not in self.rules.programs.index:
            known = [n.removeprefix("event ") for n in self.rules.programs.names if n.startswith("event ")]
            raise ValueError(f"'{event}' is not an event{suggest(event, known)}")
        self._write(lines.InjectLine(step=self.step, event=event))
        self._inject(event)

    def advance(self) -> Turn:
        """Open the sheets, resolve the step, and open the next one. Raises ValueError if a sheet is missing."""
        self._must_go_on()
        missing = [s for s in self.seats if s not in self.sealed]
        if missing:
            raise ValueError(f"not sealed yet: {', '.join(missing)}")
        number = self.step
        self._resolve()
        state = self._after
        snapshot = lines.Snapshot(
            meters=state.meters[:, 0].tolist(),
            drawn=np.flatnonzero(state.drawn[:, 0]).tolist(),
            cases=state.cases[..., 0].ravel().tolist(),
            ended=int(state.ended[0]),
        )
        self._write(lines.StepLine(step=number, digest=state.digest(), snapshot=snapshot))
        return self.turns[-1]

    def undo(self, to: int | None = None) -> None:
        """Back to the orders of a step (the last one played, if none is named)."""
        to = self.step - 1 if to is None else to
        self._check_step(to)
        self._write(lines.UndoLine(to=to))
        self._rewind(to, None)

    def branch(self, to: int, luck: str = "same", seed: int | None = None) -> None:
        """Go on from a step along another line, with the `same` luck or `fresh` luck."""
        self._check_step(to)
        if luck not in ("same", "fresh"):
            raise ValueError("luck is same or fresh")
        old = self._positions[to].seed
        new = old if luck == "same" else (secrets.randbits(48) if seed is None else seed)
        self._write(lines.BranchLine(to=to, luck="same" if luck == "same" else "fresh", seed=new))
        self._rewind(to, new)

    def score(self, power: str) -> tuple[int, str]:
        """A power's points and, by its thresholds, its verdict."""
        points = self.meter(f"{power}.score")
        least = self.rules.ends.verdicts[self.rules.powers.index(power)]
        return points, ("loss", "draw", "marginal", "decisive")[int((points >= least).sum())]

    def close(self) -> None:
        """Nothing is left to do: everything acknowledged is on the disk already."""
        self._journal = None

    # Inside

    def _begin(self, seed: int) -> None:
        self._start_games(None, seed)
        self._positions = [_Position(self.games.state.copy(), seed)]
        self._open()

    def _start_games(self, state: State | None, seed: int) -> None:
        self.games = Games(self.rules, self.scenario, seeds_of(seed, 1), keep=True, state=state)

    def _open(self) -> None:
        """Play this step's world and intelligence phases, unless the game is over."""
        self.opening = ((), ())
        self.sealed = {}
        if self.over:
            return
        position = self._positions[-1]
        extra = np.array([position.injects[-1]], np.int32) if position.injects else None
        self.games.open(extra)
        ledger = self.games.ledger
        self.opening = (tuple(ledger.entries()), tuple(ledger.notes_of()))

    def _inject(self, event: str) -> None:
        position = self._positions[-1]
        position.injects.append(self.rules.programs.index[f"event {event}"])
        sealed = dict(self.sealed)
        self._start_games(position.state.copy(), position.seed)
        self._open()
        self.sealed = {s: sheet for s, sheet in sealed.items() if not self.judge(s, sheet.orders)}

    def _fit(self, seat: str, orders: list[str] | tuple[str, ...]) -> tuple[dict[int, int], list[Fault]]:
        index = self.rules.programs.index
        rows: list[int] = []
        faults: list[Fault] = []
        for name in orders:
            row = index.get(name, 0)
            if 0 < row < self.rules.programs.orders:
                rows.append(row)
            else:
                own = [n for n in index if index[n] < self.rules.programs.orders]
                faults.append(Fault(name, f"is not an order{suggest(name, own)}"))
        place = self.seats[seat]
        taken, wrong = fit_sheet(self.rules, self.games.state.meters, place.sight, place.cells, rows)
        return taken, faults + wrong

    def _seal(self, sheet: Sheet) -> list[Fault]:
        _, faults = self._fit(sheet.seat, sheet.orders)
        if not faults:
            self.sealed[sheet.seat] = sheet
        return faults

    def _resolve(self) -> None:
        opened = self.games.state.meters[:, 0].copy()
        orders = self.games.blank_orders()
        for seat, sheet in self.sealed.items():
            for place, order in self._fit(seat, sheet.orders)[0].items():
                orders[place, 0] = order
        crisis = self.crisis
        step = self.games.resolve(orders)
        self._after = self.games.state.copy()
        ledger = self.games.ledger
        self.turns.append(
            Turn(
                step=self.step,
                crisis=crisis,
                opened=opened,
                after=self._after.meters[:, 0].copy(),
                sheets=dict(self.sealed),
                orders=step.orders[:, 0].copy(),
                entries=tuple(ledger.entries()),
                notes=tuple(ledger.notes_of()),
            )
        )
        self._positions.append(_Position(self._after.copy(), self._positions[-1].seed))
        self._open()

    def _rewind(self, to: int, seed: int | None) -> None:
        del self.turns[to:], self._positions[to + 1 :]
        position = self._positions[to]
        if seed is not None:
            position.seed = seed
        self._start_games(position.state.copy(), position.seed)
        self._open()

    def _check_step(self, to: int) -> None:
        if not 0 <= to < self.step + (not self.over):
            raise ValueError(f"there is no step {to} to go back to; steps 0 to {self.step} have been opened")

    def _must_go_on(self) -> None:
        if self.difference is not None:
            raise ValueError(f"this save can be viewed but not played on: {self.difference}")
        if self.over:
            raise ValueError(f"the game is over: {self.end}")

    def _write(self, line: lines.AnyLine) -> None:
        if self._journal is not None:
            self._journal.append(lines.dump(line))


def _check_player(rules: Ruleset, player: str) -> None:
    word, _, name = player.partition(" ")
    if word not in ("human", "absent", "null", "doctrine"):
        raise ValueError(f"'{player}' cannot hold a seat; say human, absent, null or doctrine NAME")
    if word == "doctrine" and name and name not in rules.doctrines:
        raise ValueError(f"'{name}' is not a doctrine{suggest(name, rules.doctrines)}")


__all__ = ["Difference", "Game", "Sheet", "Turn"]
