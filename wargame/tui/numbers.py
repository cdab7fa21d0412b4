"""A meter as a screen shows it: made from the text functions of one seat, and from nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from wargame.record.game import Game
from wargame.ruleset.tables import Ruleset
from wargame.text.eyes import eyes
from wargame.text.meters import meter_value

SHORT: dict[str, str] = {
    "tehran.nuclear": "Nuclear",
    "tehran.missiles": "Missiles",
    "tehran.cash": "Cash",
    "tehran.homeland-damage": "Damage",
    "tehran.faction": "Factions",
    "tehran.credence": "Belief in {washington}",
    "tehran.evasion": "Evasion",
    "tehran.unrest-reported": "Unrest",
    "washington.interceptors": "Interceptors",
    "washington.defence": "Defence",
    "washington.posture": "Posture",
    "washington.fatigue": "Weariness",
    "washington.capital": "Capital",
    "washington.election": "Election in",
    "washington.pivot": "Unmet need",
    "washington.sanctions": "Sanctions",
    "world.rung": "Rung",
    "world.oil": "Oil price",
    "world.asia": "Demand",
    "world.cohesion": "Coalition",
    "gulf-states.damage": "Damage",
    "gcc.trust-tehran": "Trust in {tehran}",
    "gcc.trust-washington": "Trust in {washington}",
    "gcc.standing": "Mediators",
    "hormuz.traffic": "Hormuz",
    "hormuz.closures": "Hormuz shut",
    "yemen.closures": "Red Sea shut",
    "yemen.traffic": "Red Sea",
    "tehran-washington.channel": "Channel {tehran}-{washington}",
    "washington-proxies.channel": "Channel {washington}-{proxies}",
    "tehran-gcc.channel": "Channel {tehran}-{gcc}",
    "proxies-gcc.channel": "Channel {proxies}-{gcc}",
    "traffic": "Traffic",
    "alarm": "Alarm",
    "escort": "Escort",
    "arsenal": "Arsenal",
    "loyalty": "Loyalty",
    "closures": "Closures",
    "tempo": "Tempo",
    "dial": "Dial",
    "standing": "At home",
    "supply": "Supply",
    "holding": "Holding fire",
    "restraint": "Local peace",
    "resources": "Resources",
    "resolve": "Resolve",
}
"""Short words for narrow places, by the meter's name or the last part of it; powers stand as their letters."""


NETWORK_NUMBERS = frozenset(
    {"arsenal", "loyalty", "standing", "dial", "tempo", "supply", "holding", "restraint"}
)
"""Meters that stand once for each network: a short word needs the network's name too."""

POWER_NUMBERS = frozenset({"resources", "resolve"})
"""Meters that stand once for each power: for the umpire, who sees them all, a short word needs its letter."""


@dataclass(frozen=True)
class Number:
    """What a seat knows of a meter now, and how it came there."""

    row: int
    name: str
    label: str
    value: int | None
    exact: bool
    tell: Callable[[], str] = field(repr=False, compare=False)
    low: int
    high: int
    marks: dict[str, int]
    start: int
    """Where the ruleset starts it: a mark below that is a floor, a mark above it a ceiling."""
    course: list[int | None]
    brief: str = ""
    """A short word of the meter's own, if it has one."""
    whose: str = ""
    """The letter of its power, where others have the same."""

    @property
    def words(self) -> str:
        """The value as a sentence would give it: `about 13 (10 to 16)`."""
        return self.tell()

    @property
    def text(self) -> str:
        """The value in a few signs: `8`, `~8` for an estimate, `?` for what cannot be known."""
        if self.value is None:
            return "?"
        return str(self.value) if self.exact else f"~{self.value}"

    @property
    def short(self) -> str:
        """A few letters that stand alone."""
        owner, comma, place = self.label.partition(", ")
        if comma and self.name.rpartition(".")[2] in NETWORK_NUMBERS:
            return f"{place.split()[0]} {owner.split()[0].lower()}"
        word = self.brief or SHORT.get(self.name.rpartition(".")[2]) or self.label.partition(",")[0]
        return f"{word} {self.whose}" if self.whose else word

    @property
    def there(self) -> str:
        """The short word where it is plain which area is meant."""
        return SHORT.get(self.name.rpartition(".")[2]) or self.short

    @property
    def trend(self) -> int:
        """Now less a step ago, as far as the seat knows."""
        before = self.course[-2] if len(self.course) > 1 else None
        return 0 if before is None or self.value is None else self.value - before

    @property
    def mark_words(self) -> str:
        """Its thresholds: `floor 4 drawdown, ceiling 7 crisis`."""
        kinds = ((("floor" if at < self.start else "ceiling"), at, name) for name, at in self.marks.items())
        return ", ".join(f"{kind} {at} {name}" for kind, at, name in kinds)

    @property
    def bounds_words(self) -> str:
        """From where to where it runs, and its thresholds, as a sentence."""
        marks = f"; {self.mark_words}" if self.marks else ""
        return f"Runs from {self.low} to {self.high}{marks}."

    @property
    def at_mark(self) -> str | None:
        """The furthest threshold that has been reached, if any."""
        value = self.value
        if value is None:
            return None
        reached = [
            (abs(at - self.start), name)
            for name, at in self.marks.items()
            if (value <= at if at < self.start else value >= at)
        ]
        return max(reached)[1] if reached else None


def number(game: Game, seat: str | None, row: int) -> Number:
    """A meter in the eyes of a seat; of the umpire for None."""
    return numbers(game, seat, [row])[0]


def numbers(game: Game, seat: str | None, rows: Iterable[int]) -> list[Number]:
    """Several meters in the same eyes."""
    sight, rules = eyes(game, seat), game.rules
    meters = rules.meters
    letters = dict(zip(rules.powers, rules.power_letters, strict=True))
    past = np.array([*(turn.opened for turn in game.turns), game.games.state.meters[:, 0]])  # (steps, M)
    found = []
    for row in rows:
        run: list[int | None] = (
            past[:, sight.seat.sight[row]].tolist() if sight.knows(row) else [None] * len(past)
        )
        name = meters.names[row]
        owner, _, kind = name.partition(".")
        found.append(
            Number(
                row=row,
                name=name,
                label=meters.labels[row],
                value=run[-1],
                exact=sight.exact(row),
                tell=partial(meter_value, game, seat, row),
                low=int(meters.low[row]),
                high=int(meters.high[row]),
                marks=meters.marks[row],
                start=int(meters.start[row]),
                course=run,
                brief=rules.say(SHORT[name].format(**letters)) if name in SHORT else "",
                whose=letters.get(owner, "") if seat is None and kind in POWER_NUMBERS else "",
            )
        )
    return found


HELD_BY_AREA: dict[str, tuple[str, ...]] = {
    "iran": ("tehran.nuclear", "tehran.missiles", "tehran.air-defence", "tehran.unrest",
             "tehran.unrest-reported", "tehran.cash", "tehran.evasion", "tehran.hardening",
             "tehran.homeland-damage", "tehran.inspection", "tehran.legitimacy", "tehran.faction"),
    "gulf-states": ("washington.posture", "washington.interceptors", "washington.defence",
                    "gulf-states.damage", "gcc.trust-tehran", "gcc.trust-washington", "gcc.standing",
                    "gcc.burnout"),
    "home": ("washington.fatigue", "washington.capital", "washington.election", "washington.deaths",
             "washington.polarisation", "washington.pivot", "washington.must-answer", "washington.deadline"),
    "asia": ("world.oil", "world.asia", "washington.sanctions", "world.cohesion", "world.disorder"),
    "hormuz": ("hormuz.traffic", "hormuz.alarm", "hormuz.escort"),
    "yemen": ("yemen.traffic", "yemen.alarm", "yemen.arsenal", "yemen.loyalty"),
}  # fmt: skip
"""What stands in an area besides the meters named after it, the most telling first."""


def rows_of_area(rules: Ruleset, area: str) -> list[int]:
    """The meters that stand in an area, the most telling first."""
    row = rules.meters.row
    named = [n for n in rules.meters.names if n.startswith(f"{area}.")]
    return list(dict.fromkeys(row[n] for n in (*HELD_BY_AREA.get(area, ()), *named) if n in row))


def numbers_of_area(game: Game, seat: str | None, area: str) -> list[Number]:
    """Everything that stands in an area and that the seat knows, the most telling first."""
    return [n for n in numbers(game, seat, rows_of_area(game.rules, area)) if n.value is not None]
