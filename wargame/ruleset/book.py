"""The order book: every order with every area and intensity becomes one numbered row.

Events and what deals do when made, each month, at their end and when broken are rows too, after
the orders: they have conditions and effects like any order, but no seat can give them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from wargame.ruleset import schema, vocabulary
from wargame.ruleset.conditions import ConditionBook
from wargame.ruleset.names import Names
from wargame.ruleset.problems import suggest
from wargame.ruleset.tables import (
    ACCEPT,
    ALWAYS,
    CHANGE,
    DENIABLE,
    FAILURE,
    LEAVE,
    LOWER,
    MOVE,
    NO_DEAL_STEP,
    OFFER,
    OPERATION,
    PUBLIC,
    RAISE,
    REJECT,
    SECRET,
    STANDING,
    STATEMENT,
    SUCCESS,
    Flags,
    Ints,
    Programs,
)

PHASES = list(vocabulary.PHASES)
ACTS = list(vocabulary.ACTS)
WEAPONS = list(vocabulary.WEAPONS)
SALVO_TARGETS = list(vocabulary.SALVO_TARGETS)
STRIKE_TARGETS = list(vocabulary.STRIKE_TARGETS)
TAGS = list(schema.TAGS)

_DEED_RUNG = 4
"""Acts from this rung up are deeds; below, means."""

_CLOCKS = {"any": 0, "monthly": 1, "crisis": 2}
_SEEN = {"public": PUBLIC, "deniable": DENIABLE, "secret": SECRET}
_WHEN = {"always": ALWAYS, "success": SUCCESS, "failure": FAILURE}
_SLOTS = {"statement": STATEMENT, "move": MOVE, "operation": OPERATION}


@dataclass
class _Row:
    name: str
    label: str = ""
    text: str = ""
    entry: str = ""
    kind: str = ""
    slot: int = OPERATION
    phase: str = "means"
    power: int = 0
    cells: list[int] = field(default_factory=list)
    clock: int = 0
    area: int = -1
    network: int = -1
    intensity: int = 1
    seen: int = PUBLIC
    act: int = -1
    against: int = -1
    rung: int = 0
    tags: int = 0
    cost: list[tuple[int, int]] = field(default_factory=list)
    clauses: list[int] = field(default_factory=list)
    need: int = 0
    modifiers: list[tuple[int, int, int]] = field(default_factory=list)
    effects: list[tuple[int, int, int, int]] = field(default_factory=list)
    weapon: int = -1
    launches: int = 0
    salvo_at: int = -1
    arsenal: int = 0
    strike_at: int = -1
    strike_weight: int = 0
    deal: int = -1
    deal_step: int = NO_DEAL_STEP
    weight: int = 0
    disorder: bool = False
    from_month: int = 0
    to_month: int = 240


class OrderBook:
    """Builds the rows; `table()` gives them as arrays."""

    def __init__(
        self,
        names: Names,
        conditions: ConditionBook,
        cell_power: list[int],
        leads: dict[int, int],
    ) -> None:
        self.names = names
        self.conditions = conditions
        self.meters = conditions.meters
        self.cell_power = cell_power
        self.leads = leads
        """Area of the network that a cell leads."""
        self.rows: list[_Row] = [_Row("nothing", "Nothing", "No order.", "nothing", "stand-off")]
        self.orders = 1

    # Orders

    def add_order(self, section: str, order: schema.Order) -> None:
        """Rows for every area and intensity of an order, and for each power that shares it."""
        names = self.names
        cells = names.cells_of(order.cells, self.cell_power, section, order.id, "cells")
        powers = sorted({self.cell_power[c] for c in cells})
        areas = names.find_all("area", order.areas, section, order.id, "areas")
        against = -1
        if order.against is not None:
            against = names.find("power", order.against, section, order.id, "against")
        for power in powers:
            mine = [c for c in cells if self.cell_power[c] == power]
            for area in areas or [-1]:
                here = [c for c in mine if self.leads.get(c) == area] or mine
                for intensity in order.intensities if here else ():
                    row = self._order_row(section, order, power, here, area, intensity, against)
                    if len(powers) > 1:
                        row.name += f" {names.ids['power'][power]}"
                    self.rows.append(row)

    def _order_row(
        self,
        section: str,
        order: schema.Order,
        power: int,
        cells: list[int],
        area: int,
        intensity: int,
        against: int,
    ) -> _Row:
        names = self.names
        placed = len(order.areas) > 1
        area_id = names.ids["area"][area] if area >= 0 else None
        area_label = next((e.label for e in names.document.of("area") if e.id == area_id), "")
        dialled = len(order.intensities) > 1
        rung = min(9, order.rung + order.rung_step * (intensity - order.intensities[0])) if order.rung else 0
        phase = order.phase or {STATEMENT: "words", MOVE: "diplomacy"}.get(_SLOTS[section])
        if phase is None:
            phase = "deeds" if order.salvo or order.strike or rung >= _DEED_RUNG else "means"
        network = names.ids["network"].index(area_id) if area_id in names.ids["network"] else -1
        row = _Row(
            name=" ".join(
                [order.id, *([area_id] if placed and area_id else []), *([str(intensity)] if dialled else [])]
            ),
            label=order.label
            + (f", {area_label}" if placed else "")
            + (f" ({intensity})" if dialled else ""),
            text=order.text,
            entry=order.id,
            kind=order.kind,
            slot=STANDING if order.standing else _SLOTS[section],
            phase=phase,
            power=power,
            cells=cells,
            clock=_CLOCKS[order.clock],
            area=area,
            network=network,
            intensity=intensity,
            seen=_SEEN[order.seen],
            act=ACTS.index(order.act) if order.act else -1,
            against=against,
            rung=rung,
            tags=sum(1 << TAGS.index(tag) for tag in order.tags),
        )
        if len(order.requires) > 8:
            names.report(section, order.id, "requires", "at most 8 requirements")
        row.clauses = self.conditions.clauses(order.requires, section, order.id, "requires", area_id)
        row.cost = self._cost(section, order, intensity, area_id)
        if order.roll:
            row.need = order.roll.need
            row.modifiers = [
                (self._meter(m.meter, section, order.id, "roll", area_id), m.per, -1 if m.minus else 1)
                for m in order.roll.modifiers
            ]
        elif any(e.when != "always" for e in order.effects):
            names.report(section, order.id, "effects", "success and failure need a roll")
        row.effects = self._effects(order.effects, section, order.id, "effects", area_id, intensity)
        if order.salvo:
            row.weapon = WEAPONS.index(order.salvo.weapon)
            row.launches = order.salvo.launches * intensity
            row.salvo_at = SALVO_TARGETS.index(order.salvo.at)
            if order.salvo.from_:
                row.arsenal = self._meter(order.salvo.from_, section, order.id, "salvo", area_id)
        if order.strike:
            row.strike_at = STRIKE_TARGETS.index(order.strike.at)
            row.strike_weight = order.strike.weight
            if order.strike.at == "network" and network < 0:
                names.report(section, order.id, "strike", "a strike on a network needs a network's area")
        return row

    def _cost(
        self, section: str, order: schema.Order, intensity: int, area: str | None
    ) -> list[tuple[int, int]]:
        total: dict[int, int] = {}
        steps = intensity - order.intensities[0]
        for costs, times in ((order.cost, 1), (order.cost_step, steps)):
            for name, amount in costs.items():
                row = self._meter(name, section, order.id, "cost", area)
                total[row] = total.get(row, 0) + amount * times
        if len(total) > 3:
            self.names.report(section, order.id, "cost", "at most three meters can pay for an order")
        return [(row, amount) for row, amount in total.items() if amount]

    def _meter(self, name: str, section: str, entry: str, field_: str, area: str | None) -> int:
        return self.conditions.meter(name.replace("{area}", area or "{area}"), section, entry, field_)

    def _effects(
        self,
        effects: tuple[schema.Effect, ...],
        section: str,
        entry: str,
        field_: str,
        area: str | None = None,
        intensity: int = 1,
    ) -> list[tuple[int, int, int, int]]:
        made: list[tuple[int, int, int, int]] = []
        for effect in effects:
            when = _WHEN[effect.when]
            if effect.change is not None:
                by = (effect.by or 0) * (intensity if effect.per_intensity else 1)
                made.append((self._meter(effect.change, section, entry, field_, area), CHANGE, by, when))
            elif effect.raise_ is not None:
                made.append(
                    (self._meter(effect.raise_, section, entry, field_, area), RAISE, effect.to or 0, when)
                )
            elif effect.lower is not None:
                made.append(
                    (self._meter(effect.lower, section, entry, field_, area), LOWER, effect.to or 0, when)
                )
            else:
                line = effect.declare or effect.withdraw or effect.tell or ""
                if self.names.find("line", line, section, entry, field_) >= 0:
                    parts = {
                        "declare": [("held", RAISE, 1), ("declared", RAISE, 1)],
                        "withdraw": [("held", LOWER, 0), ("declared", LOWER, 0), ("told", LOWER, 0)],
                        "tell": [("held", RAISE, 1), ("told", RAISE, 1)],
                    }["declare" if effect.declare else "withdraw" if effect.withdraw else "tell"]
                    made += [(self.meters.row[f"line.{line}.{p}"], mode, to, when) for p, mode, to in parts]
        return made

    # Deals and events

    def add_deal_moves(self, number: int, deal: schema.Deal) -> None:
        """The moves that offer, accept, reject and leave a deal, for each side."""
        names = self.names
        sides = names.find_all("power", deal.between, "deal", deal.id, "between")
        if len(sides) != 2:
            return
        cells = names.cells_of(deal.cells, self.cell_power, "deal", deal.id, "cells")
        channel = f"{deal.between[0]}-{deal.between[1]}.channel"
        if channel not in self.meters.row:
            names.report("deal", deal.id, "between", f"{' and '.join(deal.between)} are not a pair")
            return

        def meter(**bounds: Any) -> schema.Requirement:
            return schema.Requirement(**bounds)

        offer, left = f"deal.{deal.id}.offer", f"deal.{deal.id}.months"
        open_ = meter(meter=channel, at_least=deal.channel) if deal.channel else None
        absent = meter(meter=left, at_most=0)
        secret = deal.form in ("understanding", "truce")
        for side, power in enumerate(sides):
            mine = [c for c in cells if self.cell_power[c] == power]
            steps: dict[str, tuple[int, list[schema.Requirement | None]]] = {
                "offer": (OFFER, [open_, meter(meter=offer, at_most=0), absent, *deal.requires]),
                "accept": (ACCEPT, [open_, meter(meter=offer, exactly=2 - side), absent, *deal.requires]),
                "reject": (REJECT, [meter(meter=offer, exactly=2 - side)]),
                "leave": (LEAVE, [meter(meter=left, at_least=1)]),
            }
            for word, (step, requirements) in steps.items():
                if not mine:
                    continue
                needed = tuple(r for r in requirements if r is not None and not self._blind(r, power))
                self.rows.append(
                    _Row(
                        name=f"{word} {deal.id} {names.ids['power'][power]}",
                        label=f"{word.capitalize()}: {deal.label}",
                        text=deal.text,
                        entry=deal.id,
                        kind="mediation",
                        slot=MOVE,
                        phase="diplomacy",
                        power=power,
                        cells=mine,
                        seen=SECRET if secret else PUBLIC,
                        clauses=self.conditions.clauses(needed, "deal", deal.id, "requires"),
                        deal=number,
                        deal_step=step,
                    )
                )

    def _blind(self, requirement: schema.Requirement, power: int) -> bool:
        """Whether this side cannot see what a requirement is about: its moves are judged on what it sees."""
        sees = {"public", self.names.ids["power"][power]}
        return any(
            meter.id == requirement.meter and not (sees & (set(meter.sees) | set(meter.estimates)))
            for meter in self.names.document.of("meter")
        )

    def end_orders(self) -> None:
        """Every row after this one is not an order."""
        self.orders = len(self.rows)

    def add_effects(
        self, name: str, label: str, effects: tuple[schema.Effect, ...], deal: schema.Deal
    ) -> int:
        """A program for what a deal does; its row."""
        self.rows.append(
            _Row(name, label, deal.text, deal.id, effects=self._effects(effects, "deal", deal.id, "effects"))
        )
        return len(self.rows) - 1

    def add_event(self, event: schema.Event) -> int:
        self.rows.append(
            _Row(
                f"event {event.id}",
                event.label,
                event.text,
                event.id,
                phase="world",
                clauses=self.conditions.clauses(event.requires, "event", event.id, "requires"),
                effects=self._effects(event.effects, "event", event.id, "effects"),
                weight=event.weight,
                disorder=event.disorder,
                from_month=event.from_month,
                to_month=event.to_month,
            )
        )
        return len(self.rows) - 1

    # Tables

    def table(self, pair_of: Ints, tehran: int) -> Programs:
        """The rows as arrays, checked for duplicate names."""
        rows, wording = self.rows, self.names.document.wording
        index: dict[str, int] = {}
        for at, row in enumerate(rows):
            if rows[index.setdefault(row.name, at)] is not row:
                self.names.report(
                    "operation", row.entry, "id", f"'{row.name}' stands twice in the order book"
                )
        self.names.problems += wording.clashes("order book", index)
        index = {wording.name(name): at for name, at in index.items()}

        def column(name: str) -> Ints:
            return np.array([getattr(r, name) for r in rows], np.int32)

        def padded(lists: list[list[int]], fill: int = 0, width: int = 1) -> Ints:
            width = max([width, *map(len, lists)])
            return np.array([x + [fill] * (width - len(x)) for x in lists], np.int32)

        def used(lists: list[Any], width: int = 1) -> Flags:
            count = np.array([len(x) for x in lists], np.int32)
            return np.arange(max(width, count.max())) < count[:, None]

        against, power = column("against"), column("power")
        pair = np.where(against >= 0, pair_of[power, against], -1).astype(np.int32)
        for row, number in zip(rows, pair, strict=True):
            if row.against >= 0 and number < 0:
                self.names.report(
                    "operation", row.entry, "against", "no pair is made of the actor and this power"
                )
        effects = [r.effects for r in rows]
        when = padded([[e[3] for e in r] for r in effects[: self.orders]])
        cells: Flags = np.zeros((len(rows), len(self.cell_power)), np.bool_)
        for at, row in enumerate(rows):
            cells[at, row.cells] = True
        opens_case = np.array([r.seen == DENIABLE and r.act >= 0 and r.rung >= _DEED_RUNG for r in rows])
        payers = np.array(sorted({row for r in rows for row, _ in r.cost}) or [0], np.int32)
        payer = np.zeros(self.meters.count, np.int32)
        payer[payers] = np.arange(payers.size)
        return Programs(
            names=tuple(wording.name(r.name) for r in rows),
            labels=tuple(r.label for r in rows),
            texts=tuple(r.text for r in rows),
            entry=tuple(r.entry for r in rows),
            index=index,
            orders=self.orders,
            kind=tuple(r.kind for r in rows),
            slot=column("slot"),
            phase=np.array([PHASES.index(r.phase) for r in rows], np.int32),
            power=power,
            cells=cells,
            clock=column("clock"),
            area=column("area"),
            network=column("network"),
            intensity=column("intensity"),
            seen=column("seen"),
            act=column("act"),
            against=against,
            pair=pair,
            rung=column("rung"),
            tags=column("tags"),
            opens_case=opens_case,
            gray=opens_case & (power == tehran),
            cost_row=padded([[c[0] for c in r.cost] for r in rows], width=3),
            cost=padded([[c[1] for c in r.cost] for r in rows], width=3),
            cost_used=used([r.cost for r in rows], width=3),
            payers=payers,
            payer=payer,
            clauses=padded([r.clauses for r in rows]),
            clause_used=used([r.clauses for r in rows]),
            need=column("need"),
            mod_row=padded([[m[0] for m in r.modifiers] for r in rows], width=4),
            mod_per=padded([[m[1] for m in r.modifiers] for r in rows], fill=1, width=4),
            mod_sign=padded([[m[2] for m in r.modifiers] for r in rows], width=4),
            mod_used=used([r.modifiers for r in rows], width=4),
            effect_row=padded([[e[0] for e in r] for r in effects]),
            effect_mode=padded([[e[1] for e in r] for r in effects]),
            effect_by=padded([[e[2] for e in r] for r in effects]),
            effect_when=padded([[e[3] for e in r] for r in effects]),
            effect_count=np.array([len(r) for r in effects], np.int32),
            effect_used=used(effects),
            effect_due=np.concatenate([when != SUCCESS, when != FAILURE])
            & np.tile(used(effects[: self.orders]), (2, 1)),
            weapon=column("weapon"),
            launches=column("launches"),
            salvo_at=column("salvo_at"),
            arsenal=column("arsenal"),
            strike_at=column("strike_at"),
            strike_weight=column("strike_weight"),
            deal=column("deal"),
            deal_step=column("deal_step"),
            weight=column("weight"),
            disorder=np.array([r.disorder for r in rows]),
            from_month=column("from_month"),
            to_month=column("to_month"),
            line_hit=np.zeros((0, len(rows)), np.bool_),
            any_line=np.zeros(len(rows), np.bool_),
        )


def tag_bit(tag: str) -> int:
    """The bit of a tag; a KeyError-like ValueError if there is no such tag."""
    if tag not in TAGS:
        raise ValueError(f"'{tag}' is not a tag{suggest(tag, TAGS)}")
    return 1 << TAGS.index(tag)
