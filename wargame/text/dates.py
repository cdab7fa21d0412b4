"""Dates ahead: what runs out, and when, as far as a seat knows."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.record.game import Game
from wargame.text.eyes import Eyes, eyes
from wargame.text.lines import known_lines
from wargame.text.words import counted, power_called

QUARTER = 3
"""Months between two accounts of the purse."""

SPELLS: dict[str, str] = {
    "washington.deadline": "The ultimatum of {washington}",
    "tehran.defiance": "{tehran} stops denying its pain",
    "tehran.exhaustion": "The exhaustion of {tehran} is past",
    "tehran.succession": "The change of leaders in {tehran}",
    "gcc.cover": "The mediators' cover for talks ends",
    "washington.coercion": "The coercion of {washington} lapses",
    "washington.window": "The window after the shock closes",
}
"""Meters that count down by months, and what ends with them."""


@dataclass(frozen=True)
class DateAhead:
    """Something that comes by itself if nobody prevents it."""

    label: str
    steps: bool
    """Whether it is counted in steps rather than months."""
    left: int
    row: int
    """The meter that counts it; 0 if none does."""

    @property
    def words(self) -> str:
        if not self.left:
            return "this step" if self.steps else "this month"
        return f"in {counted(self.left, 'step' if self.steps else 'month')}"


def dates_ahead(game: Game, seat: str | None) -> list[DateAhead]:
    """Answers due, ends of deals and offers, the vote, the quarter, the last date: the nearest first."""
    sight, rules = eyes(game, seat), game.rules
    at = rules.meters.row
    month = sight.named("world.month") or 0
    found = [*_answers(sight), *_deals(sight)]
    names = {power.replace("-", "_"): power_called(rules, power) for power in rules.powers}
    for name, label in SPELLS.items():
        left = sight.named(name) if name in at else None
        if left:
            text = rules.say(label).format(**names)
            found.append(DateAhead(text[:1].upper() + text[1:], False, left, at[name]))
    if "washington.election" in at and (vote := sight.named("washington.election")):
        place = power_called(rules, "washington")
        found.append(DateAhead(rules.say(f"Vote in {place}"), False, vote, at["washington.election"]))
    last = game.scenario.months - month
    quarter = -month % QUARTER
    if quarter <= last:
        found.append(DateAhead("End of the quarter", False, quarter, at.get("tehran.cash", 0)))
    found.append(DateAhead("Last month of the game", False, max(0, last), 0))
    return sorted(found, key=lambda d: (not d.steps, d.left))


def _answers(sight: Eyes) -> list[DateAhead]:
    rules, lines = sight.rules, sight.rules.lines
    found = []
    for line in known_lines(sight):
        row = lines.due.start + line
        if due := sight.now(row):
            found.append(DateAhead(f"Answer due: {lines.labels[line]}", True, due, row))
    row = rules.meters.row.get("washington.must-answer", 0)
    if row and (left := sight.now(row)):
        found.append(DateAhead("Answer due: the dead", True, left, row))
    return found


def _deals(sight: Eyes) -> list[DateAhead]:
    deals, stands = sight.rules.deals, sight.game.scenario.constants.talks.offer_months
    found = []
    for number, label in enumerate(deals.labels):
        left, offer, age = (sight.now(part.start + number) for part in (deals.left, deals.offer, deals.age))
        if left:
            found.append(DateAhead(f"Ends: {label}", False, left, deals.left.start + number))
        elif offer:
            months = max(0, stands - (age or 0))
            found.append(DateAhead(f"Offer lapses: {label}", False, months, deals.offer.start + number))
    return found


__all__ = ["DateAhead", "dates_ahead"]
