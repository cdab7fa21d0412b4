"""Scenarios, and variants of them: a patch changes the start, the numbers, the rules or the players.

Switches, arms of a study and worked examples are all patches, so that whatever an instructor may
change, an experiment can change as well.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from pydantic import ValidationError

from wargame.ruleset import schema
from wargame.ruleset.constants import Constants
from wargame.ruleset.names import Names
from wargame.ruleset.problems import Problem, RulesetError, suggest
from wargame.ruleset.reader import Document
from wargame.ruleset.tables import Deed, Doctrine, Meters, Programs, Ruleset, Scenario, SeatTable


class Variants:
    """Applies patches to scenarios, and reports what in them does not exist."""

    def __init__(self, names: Names, meters: Meters, doctrines: Mapping[str, Doctrine]) -> None:
        self.names = names
        self.meters = meters
        self.doctrines = doctrines

    def patched(
        self, scenario: Scenario, patch: schema.Patch, section: str, entry: str, field: str = ""
    ) -> Scenario:
        """The scenario with a patch. Problems are noted under the entry, at the field's line."""
        report = _Report(self.names, section, entry, field)
        start, fixed = scenario.start.copy(), scenario.fixed.copy()
        for name, value in patch.starts.items():
            row = self._meter(name, value, report, "starts")
            start[row], fixed[row] = value, True
        for line, state in patch.lines.items():
            if self.names.find("line", line, section, entry, report.path("lines")) >= 0:
                start[self.meters.row[f"line.{line}.held"]] = state != "unheld"
                start[self.meters.row[f"line.{line}.declared"]] = state == "declared"
        start[0] = 0
        hold = dict(scenario.hold)
        for name, value in patch.hold.items():
            row = self._meter(name, value, report, "hold")
            hold[row] = start[row] = value
            fixed[row] = True
        for power, doctrine in patch.doctrines.items():
            number = self.names.find("power", power, section, entry, report.path("doctrines"))
            if doctrine in ("null", "absent"):
                continue
            if doctrine not in self.doctrines:
                report("doctrines", f"'{doctrine}' is not a doctrine{suggest(doctrine, self.doctrines)}")
            elif self.doctrines[doctrine].power != number:
                report("doctrines", f"'{doctrine}' is not a doctrine of {power}")
        return dataclasses.replace(
            scenario,
            start=start,
            fixed=fixed,
            hold=tuple(sorted(hold.items())),
            off=scenario.off | frozenset(patch.off),
            doctrines={**scenario.doctrines, **patch.doctrines},
            constants=_override(scenario.constants, patch.constants, report),
        )

    def check(self, patch: schema.Patch, section: str, entry: str, field: str) -> None:
        """Note what is wrong with a patch that no scenario may be using."""
        self.patched(_blank(self.meters, Constants()), patch, section, entry, field)

    def switched(
        self, scenario: Scenario, chosen: Mapping[str, str], section: str, entry: str, field: str = "switches"
    ) -> Scenario:
        """The scenario with options taken at switches."""
        switches: dict[str, schema.Switch] = {s.id: s for s in self.names.document.of("switch")}
        for name, option in chosen.items():
            if name not in switches:
                self.names.report(
                    section, entry, field, f"'{name}' is not a switch{suggest(name, switches, 'switches')}"
                )
                continue
            options = {o.id: o for o in switches[name].options}
            if option not in options:
                message = f"'{option}' is not an option of {name}{suggest(option, options, 'options')}"
                self.names.report(section, entry, field, message)
                continue
            scenario = self.patched(scenario, options[option], section, entry, field)
            scenario = dataclasses.replace(scenario, switches={**scenario.switches, name: option})
        return scenario

    def _meter(self, name: str, value: int, report: _Report, field: str) -> int:
        row = self.meters.row.get(name, 0)
        if not row:
            report(field, f"'{name}' is not a meter{suggest(name, self.meters.row)}")
        elif not self.meters.low[row] <= value <= self.meters.high[row]:
            report(field, f"{name} = {value} is outside {self.meters.low[row]}..{self.meters.high[row]}")
        return row


class _Report:
    def __init__(self, names: Names, section: str, entry: str, field: str) -> None:
        self.names, self.section, self.entry, self.field = names, section, entry, field

    def path(self, field: str) -> str:
        return f"{self.field}.{field}" if self.field else field

    def __call__(self, field: str, message: str) -> None:
        self.names.report(self.section, self.entry, self.path(field), message)


def build_scenario(
    scenario: schema.Scenario,
    variants: Variants,
    constants: Constants,
    tables: dict[str, SeatTable],
    programs: Programs,
) -> Scenario:
    """A scenario as its entry says: the first option of every switch unless it names another, then its own."""
    names = variants.names
    if scenario.table not in tables:
        message = f"'{scenario.table}' is not a table{suggest(scenario.table, tables)}"
        names.report("scenario", scenario.id, "table", message)
    injects = [
        (inject.month, programs.index[f"event {inject.event}"])
        for inject in scenario.injects
        if names.find("event", inject.event, "scenario", scenario.id, "injects") >= 0
    ]
    deeds = deeds_of(scenario.deeds, programs, names, ("scenario", scenario.id), "deeds")
    names.find_all("power", scenario.briefs, "scenario", scenario.id, "briefs")
    for power, doctrine in scenario.doctrines.items():
        if doctrine in ("null", "absent"):
            names.report("scenario", scenario.id, "doctrines", f"{power} needs a doctrine, not {doctrine}")
    blank = dataclasses.replace(
        _blank(variants.meters, constants),
        name=scenario.id,
        label=scenario.label,
        text=scenario.text,
        minutes=scenario.minutes,
        table=scenario.table,
        months=scenario.months,
        first_month=scenario.first_month,
        crisis=scenario.crisis,
        events=scenario.events,
        injects=tuple(injects),
        deeds=deeds,
        briefs=dict(scenario.briefs),
    )
    defaults = {s.id: s.options[0].id for s in names.document.of("switch")}
    switched = variants.switched(blank, {**defaults, **scenario.switches}, "scenario", scenario.id)
    return variants.patched(switched, scenario, "scenario", scenario.id)


def deeds_of(
    deeds: Iterable[schema.Deed], programs: Programs, names: Names, where: tuple[str, str], field: str
) -> tuple[Deed, ...]:
    """Deeds at their dates, by the rows of their orders."""
    made = []
    for number, deed in enumerate(deeds, 1):
        row = programs.index.get(deed.order, 0)
        if not row:
            known = [n for n in programs.names if n.startswith(deed.order[:4])]
            hint = suggest(deed.order, known or programs.names, "orders")
            names.report(*where, f"{field}.{number}", f"'{deed.order}' is not an order{hint}")
        made.append(Deed(deed.month, deed.crisis, row, deed.date, deed.text))
    return tuple(made)


def _blank(meters: Meters, constants: Constants) -> Scenario:
    start = meters.start.copy()
    return Scenario(
        name="", label="", text="", minutes=0, table="", months=12, first_month=1, crisis=False,
        start=start, fixed=np.zeros(start.size, np.bool_), hold=(), events=True, injects=(), deeds=(), switches={},
        off=frozenset(), doctrines={}, briefs={}, constants=constants,
    )  # fmt: skip


def vary(
    rules: Ruleset,
    scenario: str,
    patches: Iterable[schema.Patch] = (),
    switches: Mapping[str, str] | None = None,
    *,
    document: Document | None = None,
    where: tuple[str, str] = ("scenario", ""),
) -> Scenario:
    """A scenario of a compiled ruleset with options and patches, the later ones on top.

    `where` is the section and id of the entry, of `document` or of the ruleset, that asks for it. Raises
    RulesetError that names its file, line and field, if something it names does not exist.
    """
    names = Names(rules.document)
    variants = Variants(names, rules.meters, rules.doctrines)
    if scenario not in rules.scenarios:
        message = f"scenario: '{scenario}' is not a scenario{suggest(scenario, rules.scenarios)}"
        place = document.places.get(where) if document else None
        at = (place.file, place.fields.get("scenario", place.line)) if place else ("", 0)
        raise RulesetError(rules.name, [Problem(*at, f"{where[0]} '{where[1]}'", message)])
    if document is not None:
        names.places = {**rules.document.places, **document.places}
    made = variants.switched(rules.scenarios[scenario], switches or {}, *where)
    for patch in patches:
        made = variants.patched(made, patch, *where)
    if names.problems:
        raise RulesetError(rules.name, names.problems)
    return made


def _override(constants: Constants, changes: Mapping[str, Any], report: _Report) -> Constants:
    if not changes:
        return constants
    raw = constants.model_dump()
    for path, value in changes.items():
        group, _, rest = path.partition(".")
        name, _, key = rest.partition(".")
        if group not in raw or name not in raw[group]:
            known = [f"{g}.{n}" for g, fields in raw.items() for n in fields]
            report("constants", f"'{path}' is not a constant{suggest(path, known)}")
        elif key and isinstance(raw[group][name], dict):
            raw[group][name] = {**raw[group][name], key: value}
        else:
            raw[group][name] = value
    try:
        return Constants.model_validate(raw)
    except ValidationError as error:
        for fault in error.errors():
            path = ".".join(str(p) for p in fault["loc"])
            report("constants", f"{path}: {fault['msg']}")
        return constants
