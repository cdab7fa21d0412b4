"""Requirements become thresholds on meters: a clause means any of its thresholds, a list of clauses all."""

from __future__ import annotations

import numpy as np

from wargame.ruleset import schema
from wargame.ruleset.names import Names
from wargame.ruleset.problems import suggest
from wargame.ruleset.tables import Conditions, Meters

LOW, HIGH = -1000, 1000

Threshold = tuple[int, int, int]
"""(row, least, most)"""


class ConditionBook:
    """Collects every threshold and clause of a ruleset once, and says them in words."""

    def __init__(self, names: Names, meters: Meters) -> None:
        self.names = names
        self.meters = meters
        self._thresholds: dict[Threshold, int] = {}
        self._clauses: dict[tuple[int, ...], int] = {}
        self._words: list[str] = []
        self._clause([(0, 0, 0)], "always")

    def meter(self, name: str, section: str, entry: str, field: str) -> int:
        """The row of a meter; 0, and a problem, if there is none."""
        row = self.meters.row.get(name, 0)
        if not row:
            self.names.report(
                section, entry, field, f"'{name}' is not a meter{suggest(name, self.meters.row)}"
            )
        return row

    def clause(
        self, requirement: schema.Requirement, section: str, entry: str, field: str, area: str | None = None
    ) -> list[int]:
        """Numbers of the clauses (all of which must hold) that a requirement stands for."""
        if requirement.any_of is not None:
            options: list[Threshold] = []
            words: list[str] = []
            for part in requirement.any_of:
                thresholds, word = self._thresholds_of(part, section, entry, field, area)
                if len(thresholds) != 1:
                    self.names.report(
                        section, entry, field, f"inside any_of, '{word}' must be a single threshold"
                    )
                options += thresholds[:1]
                words.append(word)
            return [self._clause(options, " or ".join(words))]
        thresholds, word = self._thresholds_of(requirement, section, entry, field, area)
        return [self._clause([t], word) for t in thresholds]

    def clauses(
        self,
        requirements: tuple[schema.Requirement, ...],
        section: str,
        entry: str,
        field: str,
        area: str | None = None,
    ) -> list[int]:
        return [c for r in requirements for c in self.clause(r, section, entry, field, area)]

    def _clause(self, options: list[Threshold], words: str) -> int:
        key = tuple(self._thresholds.setdefault(t, len(self._thresholds)) for t in options)
        if key not in self._clauses:
            self._clauses[key] = len(self._clauses)
            self._words.append(words)
        return self._clauses[key]

    def _thresholds_of(
        self, r: schema.Requirement, section: str, entry: str, field: str, area: str | None
    ) -> tuple[list[Threshold], str]:
        if r.meter is not None:
            name = r.meter.replace("{area}", area or "{area}")
            row = self.meter(name, section, entry, field)
            label = self.meters.labels[row]
            if r.exactly is not None:
                return [(row, r.exactly, r.exactly)], f"{label} exactly {r.exactly}"
            low = LOW if r.at_least is None else r.at_least
            high = HIGH if r.at_most is None else r.at_most
            parts = [f"at least {low}"] * (low != LOW) + [f"at most {high}"] * (high != HIGH)
            return [(row, low, high)], f"{label} {' and '.join(parts)}"
        if r.deal is not None:
            self.names.find("deal", r.deal, section, entry, field)
            offer, left = (self.meters.row.get(f"deal.{r.deal}.{part}", 0) for part in ("offer", "months"))
            states = {
                "offered": [(offer, 1, 2)],
                "in-force": [(left, 1, 60)],
                "absent": [(offer, 0, 0), (left, 0, 0)],
            }
            return states[r.state or "absent"], f"{self._called('deal', r.deal)} is {r.state}"
        if r.line is not None:
            self.names.find("line", r.line, section, entry, field)
            held, told, declared = (
                self.meters.row.get(f"line.{r.line}.{part}", 0) for part in ("held", "told", "declared")
            )
            line_states = {
                "unheld": [(held, 0, 0)],
                "held": [(held, 1, 1)],
                "told": [(told, 1, 1)],
                "declared": [(declared, 1, 1)],
            }
            return line_states[r.state or "held"], f"{self._called('line', r.line)} is {r.state}"
        clock = self.meters.row["world.clock"]
        value = 1 if r.clock == "crisis" else 0
        return [(clock, value, value)], f"in a {'crisis step' if value else 'monthly turn'}"

    def _called(self, section: str, id: str) -> str:
        """What people call a deal or a line."""
        label = next((entry.label for entry in self.names.document.of(section) if entry.id == id), id)
        return f'the line "{label}"' if section == "line" else label

    def table(self) -> Conditions:
        """The finished tables."""
        width = max(len(key) for key in self._clauses)
        by_number = list(self._thresholds)
        rows = np.array(list(self._thresholds), np.int32)
        padded = [key + key[-1:] * (width - len(key)) for key in self._clauses]
        return Conditions(
            row=rows[:, 0].copy(),
            low=rows[:, 1].copy(),
            high=rows[:, 2].copy(),
            clauses=np.array(padded, np.int32),
            first=np.array([key[0] for key in padded], np.int32),
            several=np.array([len(key) > 1 for key in self._clauses], np.bool_),
            thresholds=tuple(tuple(by_number[t] for t in dict.fromkeys(key)) for key in self._clauses),
            words=tuple(self._words),
        )

    def rows_of(self, clause: int) -> set[int]:
        """Meters that a clause looks at."""
        return {row for row, _, _ in self.thresholds_of(clause)}

    def thresholds_of(self, clause: int) -> list[Threshold]:
        """The thresholds of which any must hold for a clause to hold."""
        thresholds = list(self._thresholds)
        key = list(self._clauses)[clause]
        return [thresholds[t] for t in key]
