"""What nobody ever used: orders, rows, lines, deals, events, ends, meters."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from wargame.analysis.lint.findings import Finder, Path
from wargame.analysis.lint.plays import Played, with_options
from wargame.analysis.lint.requirements import Written
from wargame.analysis.lint.witness import Sightings
from wargame.ruleset.tables import Ruleset

JUDGED = (
    "order-never-given", "line-never-crossed", "deal-never-made", "event-never-drawn", "end-never-reached",
    "meter-never-moved", "row-never-fires", "condition-never-true", "condition-always-true",
)  # fmt: skip


class Unused:
    """Says what the sightings lack. A condition that explains why a thing was not used is named there."""

    def __init__(self, rules: Ruleset, seen: Sightings, played: list[Played], finder: Finder) -> None:
        self.rules = rules
        self.seen = seen
        self.played = played
        self.finder = finder
        self._explained: set[tuple[str, str, Path]] = set()
        self._still: set[int] = set()
        """Meters of which a warning says already that they never move."""

    def report(self) -> None:
        self._orders()
        self._rows()
        self._lines()
        self._deals()
        self._events()
        self._ends()
        self._meters()
        self._conditions()

    def _orders(self) -> None:
        book = self.rules.programs
        for section in ("statement", "move", "operation"):
            for order in self.rules.document.of(section):
                rows = [n for n in range(1, book.orders) if book.entry[n] == order.id and book.deal[n] < 0]
                if order.standing:
                    if not self.seen.done[rows].any():
                        self.finder.add(
                            "order-never-given", section, order.id, "the rules never carry it out"
                        )
                elif not self.seen.given[rows].any():
                    at_random = int(self.seen.random[rows].sum())
                    path, why = self._why_not(section, order.id, ("requires",))
                    message = f"no doctrine ever gives it; null bots gave it {_times(at_random)}{why}"
                    self.finder.add("order-never-given", section, order.id, message, path)

    def _rows(self) -> None:
        for doctrine in self.rules.document.of("doctrine"):
            for number, row in enumerate(doctrine.row):
                if not self.seen.fired[doctrine.id][number]:
                    path, why = self._why_not("doctrine", doctrine.id, ("row", number, "when"))
                    message = f"row {number + 1}, {row.order}, never fires{why}"
                    about = f"{doctrine.id}.row.{number + 1}"
                    path = path or ("row", number)
                    self.finder.add("row-never-fires", "doctrine", doctrine.id, message, path, about)

    def _lines(self) -> None:
        for number, name in enumerate(self.rules.lines.names):
            if not self.seen.crossed[number]:
                self.finder.add(
                    "line-never-crossed", "line", name, "nobody ever crosses it, not even at random"
                )

    def _deals(self) -> None:
        for number, name in enumerate(self.rules.deals.names):
            if not self.seen.deals[number]:
                at_random = int(self.seen.deals_at_random[number])
                path, why = self._why_not("deal", name, ("requires",))
                message = f"doctrines never make it; among null bots it was made {_times(at_random)}{why}"
                self.finder.add("deal-never-made", "deal", name, message, path)
                left = self.rules.deals.left.start + number
                self._still |= {left} - set(np.flatnonzero(self.seen.moved).tolist())

    def _events(self) -> None:
        for number, event in enumerate(self.rules.document.of("event")):
            if event.weight and not self.seen.drawn[number]:
                path, why = self._why_not("event", event.id, ("requires",))
                self.finder.add(
                    "event-never-drawn", "event", event.id, f"the card is never played{why}", path
                )

    def _ends(self) -> None:
        reached = {int(end) for played in self.played for end in played.outcomes.ends}
        for number, name in enumerate(self.rules.ends.names):
            if number not in reached:
                path, why = self._why_not("end", name, ("requires",))
                self.finder.add("end-never-reached", "end", name, f"no game ends so{why}", path)

    def _meters(self) -> None:
        meters = self.rules.meters
        scenarios = [*self.rules.scenarios.values(), *with_options(self.rules)]
        starts = np.array([scenario.start for scenario in scenarios])
        differs = (starts != starts[0]).any(axis=0)
        for meter in self.rules.document.of("meter"):
            found = meters.families[meter.id] if meter.each else slice(at := meters.row[meter.id], at + 1)
            rows = np.arange(found.start, found.stop)
            if meter.draw is None and not differs[rows].any() and not self.seen.moved[rows].any():
                self._still |= set(rows.tolist())
                message = "it never moves in any game, and no scenario or option starts it elsewhere"
                self.finder.add("meter-never-moved", "meter", meter.id, message)

    def _conditions(self) -> None:
        for one in self.seen.requirements.written:
            known = (one.section, one.entry, one.path)
            explained = any(known[:2] == e[:2] and one.path[: len(e[2])] == e[2] for e in self._explained)
            if explained or self.seen.requirements.rows(one) <= self._still:
                continue
            if self.seen.requirements.never(one):
                message = f"'{one.words}' is never true"
                self.finder.add("condition-never-true", one.section, one.entry, message, one.path, one.about)
            elif self.seen.requirements.always(one) and not one.part:
                message = f"'{one.words}' is always true"
                self.finder.add("condition-always-true", one.section, one.entry, message, one.path, one.about)

    def _why_not(self, section: str, entry: str, under: Path) -> tuple[Path, str]:
        """The conditions of an entry that never held: the place of the first, and how to say it."""
        never = [one for one in self._of(section, entry, under) if self.seen.requirements.never(one)]
        self._explained |= {(section, entry, one.path) for one in never}
        whole = [one for one in never if not one.part]
        if not whole:
            return (), ""
        words = " and ".join(f"'{one.words}'" for one in whole)
        return whole[0].path, f": {words} {'is' if len(whole) == 1 else 'are'} never true"

    def _of(self, section: str, entry: str, under: Path) -> Iterator[Written]:
        for one in self.seen.requirements.written:
            if (one.section, one.entry) == (section, entry) and one.path[: len(under)] == under:
                yield one


def _times(count: int) -> str:
    return "not once" if not count else "once" if count == 1 else f"{count:,} times"
