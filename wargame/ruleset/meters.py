"""The meter dictionary: meters as written, those that stand once for each thing, and those of deals."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from wargame.ruleset import schema
from wargame.ruleset.names import Names
from wargame.ruleset.problems import suggest
from wargame.ruleset.reader import Document
from wargame.ruleset.tables import Estimates, Flags, Ints, Meters


@dataclass
class _Row:
    name: str
    label: str
    text: str
    low: int
    high: int
    start: int
    sees: tuple[str, ...]
    estimates: dict[str, int]
    own: str | None = None
    draw: tuple[int, int] | None = None
    marks: dict[str, int] = field(default_factory=dict)
    good_for: tuple[str, ...] = ()
    main: tuple[str, ...] = ()
    derived: bool = False
    entry: str = ""


def _written(document: Document, names: Names) -> tuple[list[_Row], dict[str, slice]]:
    rows: list[_Row] = []
    families: dict[str, slice] = {}
    for meter in document.of("meter"):
        owners: tuple[str | None, ...] = (None,)
        if meter.each:
            owners = names.ids[{"networks": "network", "pairs": "pair", "powers": "power"}[meter.each]]
            families[meter.id] = slice(len(rows), len(rows) + len(owners))
        if isinstance(meter.start, dict):
            for key in meter.start:
                if key not in owners:
                    known = [o for o in owners if o]
                    names.report(
                        "meter", meter.id, "start", f"'{key}' is not one of them{suggest(key, known)}"
                    )
        for owner in owners:
            start = meter.start if isinstance(meter.start, int) else meter.start.get(owner or "", 0)
            if not meter.low <= start <= meter.high:
                names.report("meter", meter.id, "start", f"{start} is outside {meter.low}..{meter.high}")
            label = meter.label
            if owner:
                label = f"{meter.label}, {_label_of(document, meter.each, owner)}"
            rows.append(
                _Row(
                    name=f"{owner}.{meter.id}" if owner else meter.id,
                    label=label,
                    text=meter.text,
                    low=meter.low,
                    high=meter.high,
                    start=start,
                    sees=meter.sees,
                    estimates=dict(meter.estimates),
                    own=owner if meter.each == "powers" else None,
                    draw=meter.draw,
                    marks=dict(meter.marks),
                    good_for=meter.good_for,
                    main=meter.main,
                    entry=meter.id,
                )
            )
    return rows, families


def _label_of(document: Document, each: str, owner: str) -> str:
    section = {"networks": "area", "pairs": "pair", "powers": "power"}[each]
    if section == "pair":
        pair = next(p for p in document.of("pair") if p.id == owner)
        short = {p.id: p.short for p in document.of("power")}
        return " and ".join(short.get(p, p) for p in pair.powers)
    return next((e.label for e in document.of(section) if e.id == owner), owner)


def _made(document: Document, names: Names, at: int) -> tuple[list[_Row], dict[str, slice]]:
    """Rows for what stands in a deal and how a line is held."""
    rows: list[_Row] = []
    families: dict[str, slice] = {}
    deals: tuple[schema.Deal, ...] = document.of("deal")
    mediators = tuple(p.id for p in document.of("power") if p.mediator)
    short = {p: p for d in deals for p in d.between} | {p.id: p.short for p in document.of("power")}

    def add(group: str, entries: tuple[schema.Entry, ...], made: list[_Row]) -> None:
        families[group] = slice(at + len(rows), at + len(rows) + len(entries))
        rows.extend(made)

    parties = [tuple(dict.fromkeys((*d.between, *mediators))) for d in deals]
    add("deal.offer", deals, [
        _Row(f"deal.{d.id}.offer", f"{d.label}: offer",
             f"0 none, 1 by {short[d.between[0]]}, 2 by {short[d.between[1]]}.",
             0, 2, 0, p, {}, derived=True) for d, p in zip(deals, parties, strict=True)])  # fmt: skip
    add("deal.age", deals, [
        _Row(f"deal.{d.id}.age", f"{d.label}: age of the offer", "Months since it was offered.",
             0, 12, 0, p, {}, derived=True) for d, p in zip(deals, parties, strict=True)])  # fmt: skip
    add("deal.months", deals, [
        _Row(f"deal.{d.id}.months", f"{d.label}: months left", "Months it still runs; 0 when not in force.",
             0, 60, 0, p, {}, derived=True) for d, p in zip(deals, parties, strict=True)])  # fmt: skip
    add("deal.public", deals, [
        _Row(f"deal.{d.id}.public", f"{d.label}: known", "1 while it is in force and publicly known.",
             0, 1, 0, ("public",), {}, derived=True) for d in deals])  # fmt: skip

    for side in (0, 1):
        add(f"deal.worth.{side}", deals, [
            _Row(f"deal.{d.id}.worth-{d.between[side]}", f"{d.label}: worth to {short[d.between[side]]}",
                 "What it gains over the quarters it expects the deal to be kept, less what it gives up.",
                 -60, 60, 0, (d.between[side],), {}, derived=True) for d in deals])  # fmt: skip

    lines: tuple[schema.Line, ...] = document.of("line")
    starts = {"unheld": (0, 0), "tacit": (1, 0), "declared": (1, 1)}
    add("line.held", lines, [
        _Row(f"line.{n.id}.held", f"{n.label}: held", "1 while its owner holds this line.",
             0, 1, starts[n.start][0], (n.owner,), {}, derived=True) for n in lines])  # fmt: skip
    add("line.declared", lines, [
        _Row(f"line.{n.id}.declared", f"{n.label}: declared", "1 while it is declared in public.",
             0, 1, starts[n.start][1], ("public",), {}, derived=True) for n in lines])  # fmt: skip
    add("line.told", lines, [
        _Row(f"line.{n.id}.told", f"{n.label}: told", "1 once it was passed on in private.",
             0, 1, 0, (n.owner, *(n.by or names.ids["power"])), {}, derived=True)
        for n in lines])  # fmt: skip
    add("line.due", lines, [
        _Row(f"line.{n.id}.due", f"{n.label}: response due", "Steps left to answer its crossing.",
             0, 6, 0, (n.owner,), {}, derived=True) for n in lines])  # fmt: skip
    add("line.crossed", lines, [
        _Row(f"line.{n.id}.crossed", f"{n.label}: crossed", "Times it was crossed, as its owner reads it.",
             0, 60, 0, (n.owner,), {}, derived=True) for n in lines])  # fmt: skip
    add("line.unmeant", lines, [
        _Row(f"line.{n.id}.unmeant", f"{n.label}: crossed unmeant", "1 if the crossing now due was not meant.",
             0, 1, 0, ("hidden",), {}, derived=True) for n in lines])  # fmt: skip
    return rows, families


def build(document: Document, names: Names, cell_power: list[int]) -> tuple[Meters, Estimates, Flags, Ints]:
    """Meters, estimates, and by cell what is seen exactly (C, M) and where each meter is read (C, M)."""
    nought = _Row("nought", "Unknown", "What a seat cannot know.", 0, 0, 0, ("public",), {}, derived=True)
    written, families = _written(document, names)
    families = {name: slice(s.start + 1, s.stop + 1) for name, s in families.items()}
    rows = [nought, *written]
    made, made_families = _made(document, names, len(rows))
    rows += made
    families |= made_families

    powers = names.ids["power"]
    short = {p.id: p.short for p in document.of("power")}
    estimates: list[tuple[int, int, int, int, bool]] = []
    for truth, row in enumerate(list(rows)):
        for power, spread in row.estimates.items():
            number = names.find("power", power, "meter", row.entry, "estimates")
            if number < 0:
                continue
            estimates.append((len(rows), truth, number, spread, row.draw is not None))
            rows.append(
                _Row(
                    f"{power}:{row.name}",
                    f"{row.label} (estimate of {short.get(power, power)})",
                    row.text,
                    row.low,
                    row.high,
                    row.start,
                    (power,),
                    {},
                    derived=True,
                )
            )

    count, cells = len(rows), len(cell_power)
    exact: Flags = np.zeros((cells, count), np.bool_)
    sight: Ints = np.zeros((cells, count), np.int32)
    for at, row in enumerate(rows):
        for word in row.sees:
            if word == "public":
                exact[:, at] = True
            elif word == "own" and row.own:
                exact[[c for c, p in enumerate(cell_power) if powers[p] == row.own], at] = True
            elif word != "hidden":
                exact[names.cells_of([word], cell_power, "meter", row.entry, "sees"), at] = True
        sight[exact[:, at], at] = at
    for at, truth, holder, _, _ in estimates:
        mine = np.array([p == holder for p in cell_power]) & ~exact[:, truth]
        sight[mine, truth] = at

    index = {row.name: at for at, row in enumerate(rows)}
    good, main = (np.zeros((count, len(powers)), np.bool_) for _ in range(2))
    for at, row in enumerate(rows):
        for flags, words, what in ((good, row.good_for, "good_for"), (main, row.main, "main")):
            for word in words:
                power = row.own if word == "own" and row.own else word
                number = names.find("power", power, "meter", row.entry, what)
                if number >= 0:
                    flags[at, number] = True

    def ints(values: list[int]) -> Ints:
        return np.array(values, np.int32)

    meters = Meters(
        names=tuple(r.name for r in rows),
        labels=tuple(r.label for r in rows),
        texts=tuple(r.text for r in rows),
        row=index,
        low=ints([r.low for r in rows]),
        high=ints([r.high for r in rows]),
        start=ints([r.start for r in rows]),
        draw=tuple((at, r.draw[0], r.draw[1]) for at, r in enumerate(rows) if r.draw),
        families=families,
        marks=tuple(r.marks for r in rows),
        good_for=good,
        main=main,
        derived=tuple(r.derived for r in rows),
    )
    table = Estimates(
        rows=slice(len(rows) - len(estimates), len(rows)),
        row=ints([e[0] for e in estimates]),
        truth=ints([e[1] for e in estimates]),
        power=ints([e[2] for e in estimates]),
        spread=ints([e[3] for e in estimates]),
        fixed=np.array([e[4] for e in estimates], np.bool_),
    )
    return meters, table, exact, sight
