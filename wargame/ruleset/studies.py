"""The studies of a ruleset: its hypotheses and worked examples, with everything they name found to exist.

A game does without them, so they are read and checked apart. The names of rules (`off`, `rule`) belong
to the engine, which stands above; whoever plays a study checks those.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from wargame.ruleset import schema, vocabulary
from wargame.ruleset.conditions import ConditionBook
from wargame.ruleset.load import load
from wargame.ruleset.names import Names
from wargame.ruleset.problems import Problem, RulesetError, suggest
from wargame.ruleset.reader import Document, Place, find, read_studies
from wargame.ruleset.tables import RECORD, Ruleset, Scenario
from wargame.ruleset.variants import Variants, deeds_of

ROWS = 75
"""Rows of the table of mechanisms."""

EXPERIMENTS = tuple(f"E{number}" for number in range(1, 15))
"""The list of experiments that every ruleset answers."""


@dataclass(frozen=True)
class Studies:
    """What stands in a ruleset's folder `studies`."""

    rules: Ruleset
    document: Document
    hypotheses: Mapping[str, schema.Hypothesis]
    examples: Mapping[str, schema.Example]

    def place(self, section: str, id: str) -> Place:
        return self.document.places[section, id]

    def scenario(self, hypothesis: schema.Hypothesis, arm: int, *, ablated: bool = False) -> Scenario:
        """The scenario that an arm plays: its options, then its patch, then the ablation's on top."""
        check = _Check(self.rules, self.document)
        made = check.arm(hypothesis, arm, ablated=ablated)
        if check.names.problems or made is None:
            raise RulesetError(self.rules.name, check.names.problems)
        return made


def load_studies(name_or_path: str | Path = "standoff", rules: Ruleset | None = None) -> Studies:
    """Read the studies of a ruleset, compiled already or not. Raises RulesetError with all that is wrong."""
    rules = load(name_or_path) if rules is None else rules
    about: schema.About = rules.document.about
    problems: list[Problem] = []
    try:
        document = read_studies(find(str(name_or_path)), about)
    except RulesetError as error:
        problems += error.problems
        document = error.sound
    if document is not None:
        check = _Check(rules, document)
        for hypothesis in document.of("hypothesis"):
            check.hypothesis(hypothesis)
        for example in document.of("example"):
            check.example(example)
        problems += check.names.problems
    if problems or document is None:
        raise RulesetError(rules.name, problems)
    return Studies(
        rules,
        document,
        {entry.id: entry for entry in document.of("hypothesis")},
        {entry.id: entry for entry in document.of("example")},
    )


def uncovered(hypotheses: Iterable[schema.Hypothesis]) -> tuple[list[int], list[str]]:
    """Rows of the table and experiments of the list that no hypothesis is about."""
    known = list(hypotheses)
    rows = {row for hypothesis in known for row in hypothesis.rows}
    experiments = {hypothesis.experiment for hypothesis in known}
    return (
        [row for row in range(1, ROWS + 1) if row not in rows],
        [name for name in EXPERIMENTS if name not in experiments],
    )


class _Check:
    """Finds what entries name, and notes what does not exist at the line where it stands."""

    def __init__(self, rules: Ruleset, document: Document) -> None:
        self.rules = rules
        self.names = _DeepNames(rules.document, document)
        self.variants = Variants(self.names, rules.meters, rules.doctrines)
        self.conditions = ConditionBook(self.names, rules.meters)

    def hypothesis(self, entry: schema.Hypothesis) -> None:
        if entry.experiment is not None and entry.experiment not in EXPERIMENTS:
            message = f"'{entry.experiment}' is not an experiment{suggest(entry.experiment, EXPERIMENTS)}"
            self.names.report("hypothesis", entry.id, "experiment", message)
        for number, arm in enumerate(entry.arms):
            self.arm(entry, number)
            if arm.measure is not None:
                self.measure(arm.measure, entry.id, f"arms.{number + 1}.measure")
        if entry.ablation is not None:
            self.variants.check(entry.ablation, "hypothesis", entry.id, "ablation")
        self.measure(entry.measure, entry.id, "measure")

    def arm(self, entry: schema.Hypothesis, number: int, *, ablated: bool = False) -> Scenario | None:
        """The scenario of an arm; None if there is no such scenario."""
        arm, where = entry.arms[number], ("hypothesis", entry.id)
        field = f"arms.{number + 1}"
        name = arm.scenario or entry.scenario
        made = self.scenario(name, *where, f"{field}.scenario" if arm.scenario else "scenario")
        if made is None:
            return None
        made = self.variants.switched(made, arm.switches, *where, f"{field}.switches")
        made = self.variants.patched(made, arm, *where, field)
        if ablated and entry.ablation is not None:
            made = self.variants.patched(made, entry.ablation, *where, "ablation")
        injects = tuple(
            (inject.month, self.rules.programs.index[f"event {inject.event}"])
            for inject in arm.injects
            if self.names.find("event", inject.event, *where, f"{field}.injects") >= 0
        )
        deeds = deeds_of(arm.deeds, self.rules.programs, self.names, where, f"{field}.deeds")
        room = int((self.rules.places.kind == RECORD).sum())
        busiest = Counter((deed.month, deed.crisis) for deed in (*made.deeds, *deeds))
        if deeds and max(busiest.values()) > room:
            self.names.report(*where, f"{field}.deeds", f"at most {room} deeds have room at one date")
        made = dataclasses.replace(made, deeds=made.deeds + deeds)
        return dataclasses.replace(made, months=arm.months or made.months, injects=made.injects + injects)

    def scenario(self, name: str, section: str, entry: str, field: str) -> Scenario | None:
        if name not in self.rules.scenarios:
            message = f"'{name}' is not a scenario{suggest(name, self.rules.scenarios, 'scenarios')}"
            self.names.report(section, entry, field, message)
        return self.rules.scenarios.get(name)

    def measure(self, measure: schema.Measure, entry: str, field: str) -> None:
        where, ends = ("hypothesis", entry), self.rules.ends.names
        if measure.end is not None and measure.end not in ends:
            message = f"'{measure.end}' is not an end{suggest(measure.end, ends, 'ends')}"
            self.names.report(*where, f"{field}.end", message)
        if measure.meter is not None:
            self.conditions.meter(measure.meter, *where, f"{field}.meter")
        for kind in ("share", "ever", "first", "among"):
            self.conditions.clauses(getattr(measure, kind) or (), *where, f"{field}.{kind}")
        if measure.deal is not None:
            known = ("any", *vocabulary.DEAL_FORMS, *self.rules.deals.names)
            if measure.deal not in known:
                message = (
                    f"'{measure.deal}' is not a deal, a form of deals or any{suggest(measure.deal, known)}"
                )
                self.names.report(*where, f"{field}.deal", message)
        if measure.orders is not None:
            self.count(measure.orders, entry, f"{field}.orders")
        if measure.per is not None:
            self.measure(measure.per, entry, f"{field}.per")

    def count(self, count: schema.Count, entry: str, field: str) -> None:
        book = self.rules.programs
        entries = dict.fromkeys(book.entry[1 : book.orders])
        known: dict[str, Iterable[str]] = {
            "entry": entries,
            "kind": vocabulary.KINDS,
            "act": vocabulary.ACTS,
            "power": self.rules.powers,
        }
        sound = True
        for name, words in known.items():
            word = getattr(count, name)
            if word is not None and word not in words:
                what = "an order" if name == "entry" else f"{'an' if name == 'act' else 'a'} {name}"
                self.names.report(
                    "hypothesis", entry, f"{field}.{name}", f"'{word}' is not {what}{suggest(word, words)}"
                )
                sound = False
        if sound and not matching(self.rules, count):
            self.names.report("hypothesis", entry, field, "no order is all of that")

    def example(self, entry: schema.Example) -> None:
        where = ("example", entry.id)
        self.scenario(entry.scenario, *where, "scenario")
        self.variants.check(entry, *where, "")
        for name, value in entry.expect.items():
            row = self.conditions.meter(name, *where, "expect")
            low, high = self.rules.meters.low[row], self.rules.meters.high[row]
            if row and not low <= value <= high:
                self.names.report(*where, "expect", f"{name} = {value} is outside {low}..{high}")
        book = self.rules.programs
        for number, sheet in enumerate(entry.sheets, 1):
            for power, orders in sheet.items():
                field = f"sheets.{number}.{power}"
                mine = self.names.find("power", power, *where, field)
                for order in orders:
                    row = book.index.get(order, 0)
                    if not 0 < row < book.orders:
                        known = [n for n in book.names[1 : book.orders] if n.startswith(order[:4])]
                        hint = suggest(order, known or book.names[1 : book.orders], "orders")
                        self.names.report(*where, field, f"'{order}' is not an order{hint}")
                    elif mine >= 0 and book.power[row] != mine:
                        self.names.report(*where, field, f"'{order}' is not an order of {power}")


def matching(rules: Ruleset, count: schema.Count) -> list[int]:
    """Rows of the order book that a count counts."""
    book = rules.programs
    act = None if count.act is None else list(vocabulary.ACTS).index(count.act)
    power = None if count.power is None else rules.powers.index(count.power)
    return [
        row
        for row in range(1, book.orders)
        if (count.entry is None or book.entry[row] == count.entry)
        and (count.kind is None or book.kind[row] == count.kind)
        and (act is None or book.act[row] == act)
        and (power is None or book.power[row] == power)
    ]


class _DeepNames(Names):
    """Names of a ruleset; problems stand in its studies, at the nearest line to the field that has one."""

    def __init__(self, document: Document, studies: Document) -> None:
        super().__init__(document)
        self.places = {**document.places, **studies.places}

    def report(self, section: str, entry: str, field: str, message: str) -> None:
        place = self.places[section, entry]
        line = place.at(*field.split("."))
        said = f"{field}: {message}" if field else message
        self.problems.append(Problem(place.file, line, f"{section} '{entry}'", said))
