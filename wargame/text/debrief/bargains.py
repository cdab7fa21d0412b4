"""Offers and deals: what was put on the table by whom, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass, field

from wargame.engine.ledger import Note
from wargame.record.game import Game
from wargame.text.meters import date
from wargame.text.words import FORMS, counted, first_up, joined, power_name

FATES: dict[str, str] = {
    "in force": "in force at the end",
    "ran out": "ran its term",
    "broken": "broken",
    "voided": "voided by the vote",
    "rejected": "rejected",
    "lapsed": "the offer lapsed",
    "voted down": "voted down at home",
    "waiting": "not answered so far",
    "never answered": "never answered",
}
"""What may become of an offer or a deal."""

FINAL = {
    "reject": "rejected",
    "deal broken": "broken",
    "lapse": "lapsed",
    "deal ended": "ran out",
    "ratification": "voted down",
    "deal tested": "voided",
}
"""Which fate a note seals; the last two only where the vote went against it."""

WEIGHTS = tuple(FORMS.values())
"""Forms of deals, the lightest first."""

MISSED = ("rejected", "lapsed", "voted down", "never answered")
MADE = ("in force", "ran out", "broken", "voided")


@dataclass
class Bargain:
    """One offer, and the deal if one came of it."""

    deal: int
    label: str
    form: str
    sides: str
    """`Tehran and Washington`, inside a sentence."""
    offered: str = ""
    """When; empty for a deal that the scenario begins with or that came about without an offer."""
    offered_by: str = ""
    made: str = ""
    fate: str = "waiting"
    """One of `FATES`."""
    ended: str = ""
    step: int = 0
    """The step in which its fate was settled, or in which it was last heard of."""
    by: str = ""
    """Who rejected or broke it."""
    events: list[str] = field(default_factory=list)
    """What else befell it: a leak, a dispute, a vote survived."""
    made_step: int = 0
    leaked: str = ""
    """When the secret came out; empty if it did not."""
    leaked_step: int = 0

    @property
    def between(self) -> str:
        """The same at the beginning of one."""
        return first_up(self.sides)

    @property
    def weight(self) -> int:
        """How much hangs on a deal of its form."""
        return WEIGHTS.index(self.form) if self.form in WEIGHTS else 0

    @property
    def fate_words(self) -> str:
        """`rejected by Tehran`; inside a sentence."""
        return FATES[self.fate] + (f" by {self.by}" if self.by else "")

    def take(self, note: Note, who: str, when: str) -> None:
        """What a note of the ledger makes of it."""
        succeeded = bool(note.facts.get("success", 1))
        match note.kind:
            case "offer":
                self.offered, self.offered_by = when, who
            case "deal made":
                self.fate, self.made = "in force", self.made or when
                self.made_step = self.step
            case "reject" | "deal broken":
                self.fate, self.by, self.ended = FINAL[note.kind], who, when
            case "lapse" | "deal ended":
                self.fate, self.ended = FINAL[note.kind], when
            case "ratification" | "deal tested" if not succeeded:
                self.fate, self.ended = FINAL[note.kind], when
            case "deal tested":
                self.events.append(f"survived the vote ({when})")
            case "leak":
                self.leaked, self.leaked_step = when, self.step
                self.events.append(f"the secret leaked ({when})")
            case "protocol disputed":
                self.events.append(f"its text was disputed ({when})")

    @property
    def story(self) -> str:
        """In a line: `offered by Tehran in Turn 1, January; accepted in Turn 2, February; ran its term`."""
        parts = []
        if self.offered:
            parts.append(f"offered by {self.offered_by} ({self.offered})")
        if self.made:
            parts.append(f"made ({self.made})")
        parts += self.events
        parts.append(f"{self.fate_words} ({self.ended})" if self.ended else self.fate_words)
        return "; ".join(parts)


TELLING = (
    "offer", "reject", "lapse", "ratification", "deal made", "deal broken", "deal ended", "deal tested", "leak",
    "protocol disputed",
)  # fmt: skip
"""The kinds of notes that tell of a deal."""


def bargains_of(game: Game) -> list[Bargain]:
    """Every offer and deal, in the order in which they came to the table: for the umpire."""
    found: list[Bargain] = []
    standing: dict[int, Bargain] = {}
    left = game.rules.deals.left.start
    for number in range(len(game.rules.deals.names)):
        if int(game.scenario.start[left + number]):
            standing[number] = _new(game, number)
            standing[number].fate = "in force"
            found.append(standing[number])
    for turn in game.turns:
        for note in turn.notes:
            if "deal" in note.facts and note.kind in TELLING:
                _take(game, turn.step, note, standing, found)
    for bargain in found:
        if game.over and bargain.fate == "waiting":
            bargain.fate = "never answered"
    return found


def _new(game: Game, number: int) -> Bargain:
    rules = game.rules
    deals = rules.deals
    sides = joined([power_name(rules, int(p)) for p in deals.sides[number]])
    return Bargain(number, deals.labels[number], FORMS[deals.form[number]], sides)


def _take(game: Game, step: int, note: Note, standing: dict[int, Bargain], found: list[Bargain]) -> None:
    """What a note tells of a deal."""
    number, when = note.facts["deal"], date(game, step)
    who = power_name(game.rules, note.facts["power"]) if note.facts.get("power", -1) >= 0 else ""
    bargain = standing.get(number)
    if bargain is not None and note.kind == "offer":
        again = "anew" if bargain.made else "again"
        bargain.events.append(f"offered {again} by {who} ({when})")
        return
    if bargain is None:
        bargain = standing[number] = _new(game, number)
        found.append(bargain)
    bargain.step = step
    bargain.take(note, who, when)
    if bargain.ended:
        del standing[number]


def bargain_counts(bargains: list[Bargain]) -> str:
    """`three deals made, one of them broken; two offers missed`."""
    made = [b for b in bargains if b.fate in MADE]
    broken = sum(b.fate in ("broken", "voided") for b in made)
    missed = sum(b.fate in MISSED for b in bargains)
    text = f"{counted(len(made), 'deal')} made"
    if broken:
        text += f", {counted(broken, 'deal').split()[0]} of them broken or voided"
    return f"{text}; {counted(missed, 'offer')} came to nothing" if missed else text


__all__ = ["FATES", "MADE", "MISSED", "Bargain", "bargain_counts", "bargains_of"]
