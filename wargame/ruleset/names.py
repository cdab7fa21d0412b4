"""Who is called what: resolves a ruleset's names and reports, with file and line, those that do not exist."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wargame.ruleset.problems import Problem, suggest
from wargame.ruleset.reader import Document


class Names:
    """Names by section, and the problems found while resolving them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.places = document.places
        self.ids = {
            section: tuple(e.id for e in document.of(section))
            for section in ("power", "cell", "area", "network", "pair", "line", "deal", "event", "table")
        }

    def report(self, section: str, entry: str, field: str, message: str) -> None:
        """Note a problem with a field of an entry; the entry's own line if the field's is not known."""
        place = self.places.get((section, entry))
        file, line = (place.file, place.fields.get(field, place.line)) if place else ("", 0)
        self.problems.append(Problem(file, line, f"{section} '{entry}'", f"{field}: {message}"))

    def find(self, kind: str, name: str, section: str, entry: str, field: str) -> int:
        """The number of `name` among the entries of `kind`; -1, and a problem, if there is none."""
        try:
            return self.ids[kind].index(name)
        except ValueError:
            message = f"'{name}' is not a {kind}{suggest(name, self.ids[kind])}"
            self.report(section, entry, field, message)
            return -1

    def find_all(self, kind: str, names: Iterable[str], section: str, entry: str, field: str) -> list[int]:
        found = [self.find(kind, name, section, entry, field) for name in names]
        return [f for f in found if f >= 0]

    def cells_of(
        self, names: Sequence[str], powers: Sequence[int], section: str, entry: str, field: str
    ) -> list[int]:
        """Cells named directly or through their power; `powers` gives the power of each cell."""
        cells: list[int] = []
        for name in names:
            if name in self.ids["power"]:
                power = self.ids["power"].index(name)
                cells += [c for c, p in enumerate(powers) if p == power]
            elif name in self.ids["cell"]:
                cells.append(self.ids["cell"].index(name))
            else:
                known = self.ids["power"] + self.ids["cell"]
                self.report(section, entry, field, f"'{name}' is not a power or a cell{suggest(name, known)}")
        return sorted(set(cells))
