"""Worked examples, performed: a position, sheets and dice in, what happened and what was expected out.

An example is played as a game is, whole steps of it, but nobody orders anything that its sheets do not
say, the deck and the planned injects stay shut unless the example is about them, and dice may be loaded
by their purpose. All other luck is that of seed 1. What is wrong with an example is said with the line
of its file, so that its author can put it right.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wargame.engine.dice import Dice, Words, seeds_of
from wargame.engine.games import Games
from wargame.engine.ledger import CLAMP, Entry, Note
from wargame.engine.legality import fit_sheet
from wargame.engine.rule_text import RuleText, rule_text
from wargame.engine.turn import all_rules
from wargame.ruleset.problems import Problem, RulesetError, suggest
from wargame.ruleset.reader import Document
from wargame.ruleset.schema import Example
from wargame.ruleset.tables import Ints, Ruleset, Scenario
from wargame.ruleset.variants import vary
from wargame.ruleset.vocabulary import nearest

SEED = 1


@dataclass(frozen=True)
class Played:
    """One step of a performance."""

    sheets: Mapping[int, tuple[int, ...]]
    """Power -> the orders it sealed."""
    month: int
    crisis: bool
    entries: tuple[Entry, ...]
    notes: tuple[Note, ...]
    after: Ints  # (M,)


@dataclass(frozen=True)
class Performance:
    """What came of an example."""

    example: Example
    rule: RuleText
    scenario: Scenario
    before: Ints  # (M,)
    steps: tuple[Played, ...]
    rolled: tuple[str, ...]
    """Purposes for which dice were rolled."""
    problems: tuple[Problem, ...]
    """Numbers that are not where the example expects them, and dice that nobody rolled."""

    @property
    def own(self) -> tuple[tuple[int, Entry], ...]:
        """The changes that the rule itself made: number of the step, entry."""
        return tuple((n, e) for n, played in enumerate(self.steps) for e in played.entries if self.owns(e))

    def owns(self, entry: Entry) -> bool:
        return bool(self.rule.whys) and entry.why.startswith(self.rule.whys)

    def story(self, row: int) -> tuple[tuple[int, Entry], ...]:
        """Everything that moved a meter: number of the step, entry."""
        return tuple((n, e) for n, played in enumerate(self.steps) for e in played.entries if e.row == row)

    def after(self, row: int) -> int:
        """Where a meter stands at the end."""
        return int(self.steps[-1].after[row])


def perform(rules: Ruleset, example: Example, studies: Document | None = None) -> Performance:
    """Play an example. `studies` is the document it stands in, for the lines that problems name.

    Raises RulesetError if it names what does not exist or orders what may not be ordered.
    """
    at = _Place(rules, example, studies)
    if example.rule not in all_rules():
        hint = suggest(example.rule, all_rules(), "rules")
        at.stop(f"rule: '{example.rule}' is not a rule of the sequence of play{hint}", "rule")
    for power in {p for sheet in example.sheets for p in sheet}:
        if power not in rules.powers:
            hint = suggest(power, rules.powers, "powers")
            at.stop(f"sheets: '{power}' is not a power{hint}", "sheets")
    for meter in example.expect:
        if not rules.meters.row.get(meter):
            at.stop(f"expect: '{meter}' is not a meter{suggest(meter, rules.meters.row)}", "expect", meter)

    varied = vary(rules, example.scenario, [example], document=studies, where=("example", example.id))
    scenario = dataclasses.replace(
        varied,
        events=varied.events and example.rule == "events.deck",
        injects=varied.injects if example.rule == "events.injects" else (),
    )
    dice = LoadedDice(seeds_of(SEED, 1), example.dice)
    games = Games(rules, scenario, dice.seeds, keep=True)
    games.dice = dice
    before = games.state.meters[:, 0].copy()

    steps: list[Played] = []
    for number, sheet in enumerate(example.sheets, 1):
        if games.over[0]:
            end = rules.ends.labels[int(games.state.ended[0])]
            at.stop(f"sheets: the game ends before step {number} ({end})", "sheets", number - 1)
        games.open()
        sealed, placed = _seal(rules, games, sheet, at, number)
        month, crisis = (
            int(games.state.meters[rules.meters.row[m], 0]) for m in ("world.month", "world.clock")
        )
        games.resolve(placed)
        entries, notes = tuple(games.ledger.entries()), tuple(games.ledger.notes_of())
        steps.append(Played(sealed, month, bool(crisis), entries, notes, games.state.meters[:, 0].copy()))

    made = Performance(
        example, rule_text(example.rule), scenario, before, tuple(steps), tuple(dice.rolled), ()
    )
    problems = (*_unrolled(dice, at), *_unmet(rules, made, at))
    return dataclasses.replace(made, problems=problems)


def idle(rules: Ruleset, done: Performance, studies: Document | None = None) -> bool:
    """Whether every expected number would be the same without the rule: then it shows what does not happen."""
    without = done.example.model_copy(update={"off": (*done.example.off, done.example.rule)})
    bare = perform(rules, without, studies)
    rows = [rules.meters.row[name] for name in done.example.expect]
    return all(done.after(row) == bare.after(row) for row in rows)


class _Place:
    """Says where in its file something in an example is wrong."""

    def __init__(self, rules: Ruleset, example: Example, studies: Document | None) -> None:
        self.name = rules.name
        self.entry = f"example '{example.id}'"
        self.place = studies.places.get(("example", example.id)) if studies else None

    def problem(self, message: str, *field: str | int) -> Problem:
        file, line = (self.place.file, self.place.at(*field)) if self.place else ("", 0)
        return Problem(file, line, self.entry, message)

    def stop(self, message: str, *field: str | int) -> None:
        raise RulesetError(self.name, [self.problem(message, *field)])


def _seal(
    rules: Ruleset, games: Games, sheet: Mapping[str, tuple[str, ...]], at: _Place, number: int
) -> tuple[dict[int, tuple[int, ...]], Ints]:
    """The sheets of a step as they go to the rules (K, 1), or why an order cannot stand on one."""
    book, meters = rules.programs, games.state.meters
    placed = games.blank_orders()
    sealed: dict[int, tuple[int, ...]] = {}
    wrong: list[Problem] = []
    for name, orders in sheet.items():
        power = rules.powers.index(name)
        field = ("sheets", number - 1, name)
        known = [n for n, row in book.index.items() if 0 < row < book.orders]
        rows = []
        for order in orders:
            row = book.index.get(order, 0)
            if 0 < row < book.orders:
                rows.append(row)
            else:
                near = [n for n in known if n.split()[0] == order.split()[0]] if order.split() else []
                hint = f"; it is written {' or '.join(near[:6])}" if near else suggest(order, known, "orders")
                wrong.append(at.problem(f"step {number}: '{order}' is not an order{hint}", *field))
        cells = rules.cell_power == power
        taken, faults = fit_sheet(rules, meters, rules.seat_sight(cells), cells, rows)
        wrong += [at.problem(f"step {number}: {name}: '{f.order}': {f.reason}", *field) for f in faults]
        for place, number_of in taken.items():
            placed[place, 0] = number_of
        sealed[power] = tuple(rows)
    if wrong:
        raise RulesetError(rules.name, wrong)
    return sealed, placed


def _unrolled(dice: LoadedDice, at: _Place) -> list[Problem]:
    """Loaded dice that nobody rolled, or that cannot fall so."""
    problems = []
    for purpose, fall in dice.falls.items():
        if purpose not in dice.rolled:
            near = nearest(purpose, dice.rolled)
            hint = f"; did you mean '{near}'?" if near else f"; rolled are {', '.join(sorted(dice.rolled))}"
            message = f"dice: nobody rolls for '{purpose}' here{hint}"
            problems.append(at.problem(message, "dice", purpose))
        elif dice.rolled[purpose] == "two" and not 2 <= fall <= 12:
            problems.append(at.problem(f"dice: {purpose} is 2d6, which cannot fall {fall}", "dice", purpose))
    return problems


def _unmet(rules: Ruleset, done: Performance, at: _Place) -> list[Problem]:
    """Expected numbers that did not come, each with everything that moved the meter."""
    problems = []
    for name, wanted in done.example.expect.items():
        row = rules.meters.row[name]
        stands = done.after(row)
        if stands != wanted:
            story = "; ".join(_cause(rules, done, step, entry) for step, entry in done.story(row))
            moved = story or "nothing moved it"
            voids = _voids(rules, done)
            message = f"expected {name} {wanted}, stands at {stands} because: start {done.before[row]}; {moved}{voids}"
            problems.append(at.problem(message, "expect", name))
    return problems


def _cause(rules: Ruleset, done: Performance, step: int, entry: Entry) -> str:
    when = f"step {step + 1}: " if len(done.steps) > 1 else ""
    why = (
        f"held within {rules.meters.low[entry.row]} to {rules.meters.high[entry.row]}"
        if entry.why == CLAMP
        else entry.why
    )
    order = f" ({rules.programs.names[entry.order]})" if entry.order else ""
    roll = f", 2d6 fell {entry.roll}" if entry.roll else ""
    return f"{when}{entry.amount:+d} {why}{order}{roll}"


def _voids(rules: Ruleset, done: Performance) -> str:
    """Orders that came to nothing, which may be why."""
    lost = [
        f"'{rules.programs.names[note.facts['order']]}' (needs {rules.conditions.words[note.facts['clause']]})"
        for played in done.steps
        for note in played.notes
        if note.kind == "void"
    ]
    return f"; void: {', '.join(lost)}" if lost else ""


class LoadedDice(Dice):
    """Dice of one game, of which those named in `falls` fall as told; it remembers what was rolled."""

    def __init__(self, seeds: Words, falls: Mapping[str, int]) -> None:
        super().__init__(seeds)
        self.falls = falls
        self.rolled: dict[str, str] = {}
        """Purpose -> `two` or `below`."""

    def two(self, purpose: str, index: object = 0, games: NDArray[np.intp] | None = None) -> Ints:
        return self._told(purpose, "two", super().two(purpose, index, games))

    def below(
        self, purpose: str, sides: object, index: object = 0, games: NDArray[np.intp] | None = None
    ) -> Ints:
        return self._told(purpose, "below", super().below(purpose, sides, index, games), sides)

    def below_each(self, purpose: str, sides: Ints) -> Ints:
        return self._told(purpose, "below", super().below_each(purpose, sides), sides)

    def two_each(self, purpose: str, count: int, index: object, games: NDArray[np.intp]) -> Ints:
        return self._told(purpose, "two", super().two_each(purpose, count, index, games))

    def _told(self, purpose: str, kind: str, rolled: Ints, sides: object = None) -> Ints:
        if rolled.size:
            self.rolled[purpose] = kind
        if purpose not in self.falls:
            return rolled
        told = np.full_like(rolled, self.falls[purpose])
        if sides is not None:  # a die with fewer sides than told falls as high as it can
            np.minimum(told, np.asarray(sides, np.int32) - 1, out=told)
        return told
