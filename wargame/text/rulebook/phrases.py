"""What a ruleset's entries ask and do, in words that are true of every area and intensity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wargame.ruleset import schema, vocabulary
from wargame.ruleset.tables import Ruleset
from wargame.text.cards import odds_percent
from wargame.text.constants import value_words
from wargame.text.meters import level_words
from wargame.text.rulebook.blocks import code, plain
from wargame.text.words import RUNGS, WEAPONS, first_up, joined, power_called

AREA = "{area}"
DEAL_STATES = {"offered": "offered", "in-force": "in force", "absent": "neither offered nor in force"}


class Phrases:
    """The words of one ruleset."""

    def __init__(self, rules: Ruleset) -> None:
        self.rules = rules
        document = rules.document
        self.labels: dict[tuple[str, str], str] = {
            (section, entry.id): entry.label
            for section in ("power", "cell", "area", "line", "deal", "event", "doctrine")
            for entry in document.of(section)
        }
        self.power_of: dict[str, str] = {cell.id: cell.power for cell in document.of("cell")}

    def label(self, section: str, id: str) -> str:
        return self.labels.get((section, id), id)

    def meter(self, name: str, areas: Sequence[str] = ()) -> str:
        """A meter's label; `Arsenal there` where it is that of the order's area."""
        row = self.rules.meters.row
        if AREA not in name:
            return self.rules.meters.labels[row[name]]
        labels = [self.rules.meters.labels[row[name.replace(AREA, a)]] for a in areas]
        if len(set(labels)) == 1:
            return labels[0]
        short = {label.partition(",")[0] for label in labels}
        return f"{short.pop()} there" if len(short) == 1 else name.partition(".")[2].capitalize() + " there"

    def level(self, name: str, value: int, areas: Sequence[str] = ()) -> str:
        """A number of a meter, and what it is called: `2 (mediated talks)`; rungs everybody knows."""
        words = level_words(self.rules, self._row(name, areas), value)
        return str(value) if not words or words in RUNGS else f"{value} ({words})"

    def _row(self, name: str, areas: Sequence[str]) -> int:
        return self.rules.meters.row[name.replace(AREA, areas[0]) if areas else name]

    # Requirements

    def requirement(self, r: schema.Requirement, areas: Sequence[str] = ()) -> str:
        if r.any_of is not None:
            return " or ".join(self.requirement(part, areas) for part in r.any_of)
        if r.meter is not None:
            row, meters = self._row(r.meter, areas), self.rules.meters
            if meters.low[row] == 0 and meters.high[row] == 1:
                yes = (r.exactly or r.at_least or 0) > 0
                return f"{self.meter(r.meter, areas)}: {'yes' if yes else 'no'}"
            return f"{self.meter(r.meter, areas)} {self._bounds(r, areas)}"
        if r.deal is not None:
            return f"{self.label('deal', r.deal)} {DEAL_STATES[r.state or 'absent']}"
        if r.line is not None:
            return f"the line “{self.label('line', r.line)}” {r.state}"
        return "a crisis step" if r.clock == "crisis" else "a monthly turn"

    def _bounds(self, r: schema.Requirement, areas: Sequence[str]) -> str:
        name = r.meter or ""
        if r.exactly is not None:
            return f"exactly {self.level(name, r.exactly, areas)}"
        if r.at_least is not None and r.at_most is not None:
            return f"from {r.at_least} to {r.at_most}"
        if r.at_least is not None:
            return f"at least {self.level(name, r.at_least, areas)}"
        return f"at most {self.level(name, r.at_most or 0, areas)}"

    def requirements(self, some: Iterable[schema.Requirement], areas: Sequence[str] = ()) -> str:
        return "; ".join(self.requirement(r, areas) for r in some)

    # Effects

    def effects(self, some: Iterable[schema.Effect], areas: Sequence[str] = ()) -> dict[str, list[str]]:
        """What happens, by `always`, `success` and `failure`."""
        found: dict[str, list[str]] = {}
        for effect in some:
            found.setdefault(effect.when, []).append(self.effect(effect, areas))
        return found

    def effect(self, e: schema.Effect, areas: Sequence[str] = ()) -> str:
        if e.change is not None:
            each = " for each point of intensity" if e.per_intensity else ""
            return f"{self.meter(e.change, areas)} {e.by:+d}{each}"
        for verb, name in (("at least", e.raise_), ("at most", e.lower)):
            if name is not None:
                return f"{self.meter(name, areas)} {verb} {self.level(name, e.to or 0, areas)}"
        verbs = {"declares": e.declare, "gives up": e.withdraw, "passes on": e.tell}
        verb, line = next((v, name) for v, name in verbs.items() if name is not None)
        return f"{verb} the line “{self.label('line', line)}”"

    def effect_words(self, some: Iterable[schema.Effect], areas: Sequence[str] = ()) -> str:
        """All effects in one line."""
        found = self.effects(some, areas)
        parts = ["; ".join(found["always"])] if "always" in found else []
        parts += [
            f"{lead}: {'; '.join(found[when])}"
            for when, lead in (("success", "if it works"), ("failure", "if it fails"))
            if when in found
        ]
        return ". ".join(first_up(part) if at else part for at, part in enumerate(parts))

    # Patches

    def patch(self, patch: schema.Patch) -> str:
        """What a variant changes, by the names that people know."""
        parts = [f"without rule {code(name)}" for name in patch.off]
        parts += [f"{code(path)} is {self.value(value)}" for path, value in patch.constants.items()]
        parts += [f"{plain(self.meter(name))} is held at {value}" for name, value in patch.hold.items()]
        parts += [f"{plain(self.meter(name))} starts at {value}" for name, value in patch.starts.items()]
        parts += [
            f"{plain(power_called(self.rules, power))} plays {plain(self.label('doctrine', doctrine))}"
            for power, doctrine in patch.doctrines.items()
        ]
        parts += [f"the line “{plain(self.label('line', n))}” is {s}" for n, s in patch.lines.items()]
        return "; ".join(parts) or "nothing"

    def value(self, value: Any) -> str:
        """A constant's value; areas in it by their labels."""
        if isinstance(value, dict):
            value = {self.labels.get(("area", k), k): v for k, v in value.items()}
        return plain(value_words(value))

    # Orders

    def cost(self, order: schema.Order) -> str:
        """`2 Resources, Tehran, +1 for each further point of intensity`; `nothing`."""
        parts = []
        for name in dict.fromkeys((*order.cost, *order.cost_step)):
            first, more = order.cost.get(name, 0), order.cost_step.get(name, 0)
            step = f" (+{more} for each further point of intensity)" if more else ""
            parts.append(f"{first} {self.meter(name, order.areas)}{step}")
        return joined(parts) or "nothing"

    def odds(self, roll: schema.Roll, areas: Sequence[str] = ()) -> str:
        """`8 or more on 2d6 + Intelligence // 2: 42% with no modifier`."""
        parts = []
        for m in roll.modifiers:
            divided = f" // {m.per}" if m.per > 1 else ""
            parts.append(f"{'-' if m.minus else '+'} {self.meter(m.meter, areas)}{divided}")
        chance = odds_percent(roll.need, 0)
        end = f"{chance}%" if not parts else f"{chance}% when they add nothing"
        return f"{roll.need} or more on {' '.join(['2d6', *parts])}: {end}"

    def blow(self, order: schema.Order) -> str:
        """What a strike or salvo is, for the rules that resolve it."""
        if order.strike:
            weight = f", weight {order.strike.weight:+d}" if order.strike.weight else ""
            return f"a strike on {vocabulary.STRIKE_TARGETS[order.strike.at]}{weight}"
        if order.salvo:
            s = order.salvo
            paid = f", paid from {self.meter(s.from_, order.areas)}" if s.from_ else ""
            at = vocabulary.SALVO_TARGETS[s.at].partition(":")[0]
            return f"a salvo of {s.launches} {WEAPONS[s.weapon][1]} for each point of intensity at {at}{paid}"
        return ""

    def rung(self, order: schema.Order) -> str:
        step = f", +{order.rung_step} for each further point of intensity" if order.rung_step else ""
        return f"{order.rung}{step}"

    def cells(self, names: Iterable[str]) -> list[str]:
        """Who may give an order; all cells of a power are the power."""
        return [self.label("power" if ("power", n) in self.labels else "cell", n) for n in names]

    def powers(self, names: Iterable[str]) -> list[str]:
        """Powers of these cells or powers, by id, in the ruleset's order."""
        found = {self.power_of.get(name, name) for name in names}
        return [p for p in self.rules.powers if p in found]


def sentence(text: str) -> str:
    """A text of a ruleset as a sentence in a page."""
    text = plain(text)
    return text if not text or text[-1] in ".!?:" else f"{text}."
