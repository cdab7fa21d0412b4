"""What the tellers of a step's story share: the sentence, and what has been told so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from wargame.engine.ledger import CLAMP, Entry, Note
from wargame.ruleset import vocabulary
from wargame.ruleset.tables import Ints, Ruleset
from wargame.text.eyes import Eyes
from wargame.text.meters import level_words, main_meters
from wargame.text.words import act_words, first_up, possessive, power_name

PHASES = tuple(vocabulary.PHASES)
NETWORK = tuple(vocabulary.STRIKE_TARGETS).index("network")

LEVEL_STEPS = 3
"""A meter with so few steps above nought is told by the names of its steps."""

MARKS: dict[str, str] = {
    "": "something that happened",
    "event": "an event of the world",
    "ruling": "the umpire's hand",
    "order": "an order was given",
    "void": "an order came to nothing",
    "strike": "a blow by aircraft or missiles",
    "fire": "a salvo, claimed or not",
    "read": "how an act was read",
    "misread": "an act was not read as it was meant",
    "attribution": "somebody is blamed for an act that nobody signed",
    "crossing": "a red line was crossed, or a deadline let pass",
    "response": "a crossing was answered, or left unanswered",
    "accident": "an accident",
    "casualties": "many were killed, and what followed",
    "ladder": "a pair of powers moved on the escalation ladder",
    "crisis": "a crisis begins or ends; war",
    "deal": "offers and deals",
    "network": "what a network did about its patron's wishes",
    "home": "the home front of a power",
    "estimate": "intelligence",
    "cost": "what orders cost",
    "upkeep": "what a month does by itself",
    "score": "points counted",
    "end": "the end of the game",
}
"""What a sentence is about, for a symbol beside it; never the only carrier of its meaning."""

LOUD = frozenset({"crossing", "crisis", "casualties", "accident", "end"})
"""Marks of sentences that nobody should miss."""

PHASE_TITLES: dict[str, str] = {
    "world": "The world",
    "intelligence": "Intelligence",
    "orders": "Orders open",
    "words": "Words",
    "diplomacy": "Diplomacy",
    "means": "Means",
    "deeds": "Deeds",
    "reading": "How it was read",
    "upkeep": "The month's upkeep",
    "end": "The end of the step",
}
"""Headings of a step's story."""


@dataclass(frozen=True)
class Sentence:
    """One plain sentence of a step's story."""

    phase: str
    """One of `vocabulary.PHASES`."""
    text: str
    mark: str = ""
    """One of `MARKS`."""
    rows: tuple[int, ...] = ()
    """Meters it concerns."""
    detail: tuple[str, ...] = ()
    """Dice, modifiers and changes, a short line each."""


@dataclass
class Telling:
    """A step on its way to becoming a story, with one seat's eyes."""

    sight: Eyes
    all_entries: Sequence[Entry]
    all_notes: Sequence[Note]
    after: Ints
    """Meters (M,) when the entries had been booked."""

    def __post_init__(self) -> None:
        self.entries = self.sight.entries(self.all_entries)
        self.notes = self.sight.notes(self.all_notes)
        self._told: set[int] = set()

    @property
    def rules(self) -> Ruleset:
        return self.sight.rules

    @cached_property
    def main(self) -> list[int]:
        return main_meters(self.sight.game, None if self.sight.umpire else self.sight.seat.name)

    def take(self, wanted: Callable[[Entry], bool]) -> list[Entry]:
        """The entries not told so far that are wanted; they count as told from now on."""
        found = [at for at, e in enumerate(self.entries) if at not in self._told and wanted(e)]
        self._told.update(found)
        return [self.entries[at] for at in found]

    def find(self, kind: str, **facts: int) -> Note | None:
        """The first note of a kind with these facts."""
        for note in self.notes:
            if note.kind == kind and all(note.facts.get(k) == v for k, v in facts.items()):
                return note
        return None

    # Meters

    def row(self, name: str) -> int:
        return self.rules.meters.row[name]

    def label(self, row: int) -> str:
        """A meter's label; an estimate is called one."""
        rules = self.rules
        power, colon, truth = rules.meters.names[row].partition(":")
        if not colon:
            return rules.meters.labels[row]
        label = rules.meters.labels[rules.meters.row[truth]]
        return (
            f"{label}, {possessive(power_name(rules, rules.powers.index(power)))} estimate"
            if self.sight.umpire
            else label
        )

    def speaks(self, row: int) -> bool:
        """Whether a meter is one that people follow: not the bookkeeping of deals and lines."""
        meters = self.rules.meters
        return not meters.derived[row] or (":" in meters.names[row] and not self.sight.umpire)

    def moved(self, row: int, phase: str) -> str:
        """`Force posture 5 to 6`, over the whole of a phase; nothing if it ended where it began."""
        at = PHASES.index(phase)
        mine = [e for e in self.all_entries if e.row == row]
        after = int(self.after[row]) - sum(e.amount for e in mine if PHASES.index(e.phase) > at)
        before = after - sum(e.amount for e in mine if e.phase == phase)
        if before == after:
            return ""
        low, high = self.rules.meters.low[row], self.rules.meters.high[row]
        words = [level_words(self.rules, row, value) for value in (before, after)]
        if all(words) and low == 0 and high <= LEVEL_STEPS:
            return f"{self.label(row)}: {words[0]} to {words[1]}"
        about = "about " if ":" in self.rules.meters.names[row] else ""
        return f"{self.label(row)} {before} to {about}{after}"

    def changes(self, entries: Iterable[Entry]) -> list[str]:
        """`Force posture +1`, summed by meter."""
        total: dict[int, int] = {}
        for entry in entries:
            total[entry.row] = total.get(entry.row, 0) + entry.amount
        return [
            f"{self.label(row)} {amount:+d}" for row, amount in total.items() if amount and self.speaks(row)
        ]

    def effects(self, order: int) -> tuple[list[Entry], list[str]]:
        """What an order, event or deal moved, as far as the seat sees, and what it cost; in words."""
        found = self.take(lambda e: e.order == order)
        paid = [e for e in found if e.phase == "orders"]
        lines = self.changes(e for e in found if e.phase != "orders")
        if paid:
            lines.append(
                "cost: " + ", ".join(f"{-e.amount} {self.label(e.row)}" for e in paid if e.why != CLAMP)
            )
        return found, lines

    # Dice

    def dice(self, note: Note) -> list[str]:
        """How the dice fell, for those who may know."""
        facts = note.facts
        if "roll" not in facts:
            return []
        parts = [f"2d6 fell {facts['roll']}"]
        if facts.get("drm"):
            parts.append(f"{facts['drm']:+d}")
        if "need" in facts:
            parts.append(f"against {facts['need']}")
        line = " ".join(parts)
        if "success" in facts:
            line += ": success" if facts["success"] else ": failure"
        return [line]

    # Acts

    def actor(self, order: int) -> str | None:
        """Who gave an order, inside a sentence; None if the seat may not know."""
        if not self.sight.author(order):
            return None
        rules, book = self.rules, self.rules.programs
        if rules.allied[order]:
            cell = int(book.cells[order].argmax())
            label = rules.cell_labels[cell]
            return label[:1].lower() + label[1:]
        return power_name(rules, int(book.power[order]))

    def deed(self, order: int, done: bool = False) -> str:
        """An act as others see it: `fire on merchant ships, Yemen`; as its author did it if `done`."""
        rules, book = self.rules, self.rules.programs
        text = act_words(rules, order, done)
        if book.act[order] >= 0 and book.area[order] >= 0 and book.strike_at[order] != NETWORK:
            text += f", {rules.area_labels[int(book.area[order])]}"
        if f"({book.intensity[order]})" in rules.programs.labels[order] and self.sight.author(order):
            text += f" ({book.intensity[order]})"
        return text

    def deed_of(self, order: int) -> str:
        """The act with its author, if the seat may know: `fire on merchant ships, Yemen, by the proxies`."""
        actor = self.actor(order)
        return f"{self.deed(order)}, by {actor}" if actor else f"{self.deed(order)}, which nobody claims"

    def power(self, name: str, *, start: bool = False) -> str:
        """A power that a rule names, as the ruleset calls it."""
        text = power_name(self.rules, self.rules.powers.index(name))
        return first_up(text) if start else text
