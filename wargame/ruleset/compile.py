"""From a ruleset's files to the tables the engine plays with; every problem is reported at once."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import Any

import numpy as np
from pydantic import ValidationError

from wargame.ruleset import meters as meter_rows
from wargame.ruleset import schema, vocabulary
from wargame.ruleset.book import ACTS, OrderBook
from wargame.ruleset.conditions import ConditionBook
from wargame.ruleset.constants import Constants
from wargame.ruleset.names import Names
from wargame.ruleset.problems import Problem, RulesetError, suggest
from wargame.ruleset.reader import Document
from wargame.ruleset.tables import (
    MOVE,
    OPERATION,
    RECORD,
    STANDING,
    STATEMENT,
    Deals,
    Doctrine,
    DoctrineRow,
    Ends,
    Flags,
    Ints,
    Lines,
    Meters,
    Places,
    Programs,
    Ruleset,
    SeatTable,
    Term,
)
from wargame.ruleset.variants import Variants, build_scenario


def _ints(values: Any) -> Ints:
    return np.array(values, np.int32)


def compile_ruleset(document: Document) -> Ruleset:
    """The ruleset as tables. Raises RulesetError with every problem that was found."""
    names = Names(document)
    constants = _constants(document, names)
    powers: tuple[schema.Power, ...] = document.of("power")
    cells: tuple[schema.Cell, ...] = document.of("cell")
    networks: tuple[schema.Network, ...] = document.of("network")
    cell_power = [max(0, names.find("power", c.power, "cell", c.id, "power")) for c in cells]
    leads: dict[int, int] = {}
    for network in networks:
        cell = names.find("cell", network.cell, "network", network.id, "cell")
        leads[cell] = names.find("area", network.id, "network", network.id, "id")

    pair_powers, pair_of = _pairs(document, names)
    meters, estimates, exact, sight = meter_rows.build(document, names, cell_power)
    conditions = ConditionBook(names, meters)
    book = OrderBook(names, conditions, cell_power, leads)
    for section in ("statement", "move", "operation"):
        for order in document.of(section):
            book.add_order(section, order)
    for number, deal in enumerate(document.of("deal")):
        book.add_deal_moves(number, deal)
    book.end_orders()
    deal_rows = [_deal_programs(book, deal) for deal in document.of("deal")]
    events = [book.add_event(event) for event in document.of("event")]
    tehran = names.ids["power"].index("tehran") if "tehran" in names.ids["power"] else -1
    programs = book.table(pair_of, tehran)
    lines = _lines(document, names, meters)
    hits = _line_hits(document, names, programs)
    programs = dataclasses.replace(programs, line_hit=hits, any_line=np.asarray(hits.any(axis=0)))
    _check_sight(names, book, conditions, exact, sight)
    _check_constants(constants, names, meters)

    ends = _ends(document, names, conditions, meters)
    doctrines = _doctrines(document, names, conditions, programs, exact, sight, cell_power)
    tables = {t.id: _table(t, names, cell_power) for t in document.of("table")}
    dialled = {(programs.entry[i], int(programs.intensity[i])): i for i in range(1, programs.orders)}
    friction = _ints([[0, *[dialled.get((n.friction, d), 0) for d in range(1, 6)]] for n in networks])
    for network, row in zip(networks, friction.reshape(-1, 6), strict=True):
        if not row[1:].all():
            names.report("network", network.id, "friction", f"'{network.friction}' needs intensities 1 to 5")
        if not any(e == network.runaway for e in programs.entry):
            names.report("network", network.id, "runaway", f"'{network.runaway}' is not an operation")
    runaway = [next((i for i, e in enumerate(programs.entry) if e == n.runaway), 0) for n in networks]
    ally = next((i for i, e in enumerate(programs.entry) if e == "ally-strike"), 0)
    variants = Variants(names, meters, doctrines)
    scenarios = {
        s.id: build_scenario(s, variants, constants, tables, programs) for s in document.of("scenario")
    }
    for switch in document.of("switch"):
        for option in switch.options:
            variants.check(option, "switch", switch.id, f"options.{option.id}")
    if names.problems:
        raise RulesetError(document.name, names.problems)
    return Ruleset(
        document=document,
        name=document.about.id,
        label=document.about.label,
        version=document.about.version,
        digest=document.digest(),
        powers=names.ids["power"],
        power_labels=tuple(p.label for p in powers),
        power_letters=tuple(p.letter for p in powers),
        power_texts=tuple(p.text for p in powers),
        cells=names.ids["cell"],
        cell_labels=tuple(c.label for c in cells),
        cell_power=_ints(cell_power),
        cell_green=np.array([c.green for c in cells], np.bool_),
        areas=names.ids["area"],
        area_labels=tuple(a.label for a in document.of("area")),
        networks=names.ids["network"],
        network_labels=tuple(n.label for n in networks),
        network_cell=_ints([names.ids["cell"].index(n.cell) for n in networks]),
        network_area=_ints([names.ids["area"].index(n.id) for n in networks]),
        friction=friction,
        runaway=_ints(runaway),
        ally=ally,
        allied=_allied(programs, np.array([c.green for c in cells], np.bool_)),
        pairs=names.ids["pair"],
        pair_powers=pair_powers,
        pair_of=pair_of,
        meters=meters,
        estimates=estimates,
        programs=programs,
        conditions=conditions.table(),
        places=_places(document, cells, networks),
        lines=lines,
        deals=_deals(document, names, meters, pair_of, deal_rows, exact, _ints(cell_power)),
        ends=ends,
        events=_ints(events),
        tables=tables,
        scenarios=scenarios,
        doctrines=doctrines,
        sight_exact=exact,
        sight=sight,
        constants=constants,
    )


def _constants(document: Document, names: Names) -> Constants:
    try:
        return Constants.model_validate(document.constants)
    except ValidationError as error:
        for fault in error.errors():
            path = ".".join(str(p) for p in fault["loc"])
            place = document.constant_places.get(path.split(".")[0])
            file, line = (place.file, place.line) if place else ("", 0)
            if place and len(fault["loc"]) > 1:
                line = place.fields.get(str(fault["loc"][1]), line)
            hint = ""
            if fault["type"] == "extra_forbidden":
                group = getattr(Constants(), str(fault["loc"][0]), Constants())
                hint = " is not a constant" + suggest(str(fault["loc"][-1]), type(group).model_fields)
            message = f"{path}{hint}" if hint else f"{path}: {fault['msg']}"
            names.problems.append(Problem(file, line, "constants", message))
        return Constants()


def _check_constants(constants: Constants, names: Names, meters: Meters) -> None:
    """Constants that name things must name things that exist."""
    named = (
        ("war.losses", constants.war.losses, tuple(meters.row)),
        ("salvo.leak", constants.salvo.leak, tuple(vocabulary.WEAPONS)),
        ("salvo.interceptors", constants.salvo.interceptors, tuple(vocabulary.WEAPONS)),
        ("lanes.recover", constants.lanes.recover, names.ids["area"]),
    )
    for path, table, known in named:
        place = names.document.constant_places.get(path.split(".")[0])
        file, line = (place.file, place.line) if place else ("", 0)
        wrong = [word for word in table if word not in known]
        if path.startswith("salvo"):
            missing = [word for word in known if word not in table]
            names.problems += [
                Problem(file, line, "constants", f"{path}: has no line for {word}") for word in missing
            ]
        names.problems += [
            Problem(file, line, "constants", f"{path}: '{word}' does not exist{suggest(word, known)}")
            for word in wrong
        ]


def _pairs(document: Document, names: Names) -> tuple[Ints, Ints]:
    count = len(names.ids["power"])
    pair_of = np.full((count, count), -1, np.int32)
    pairs: list[list[int]] = []
    for number, pair in enumerate(document.of("pair")):
        a, b = (names.find("power", p, "pair", pair.id, "powers") for p in pair.powers)
        pair_of[a, b] = pair_of[b, a] = number
        pairs.append([a, b])
    return _ints(pairs).reshape(-1, 2), pair_of


def _allied(programs: Programs, green: Flags) -> Flags:
    """Orders (N,) that none but a green cell gives: what the third state does, whoever is blamed for it."""
    given = programs.cells & True
    return np.asarray(given.any(axis=1) & ~given[:, ~green].any(axis=1))


def _places(
    document: Document, cells: tuple[schema.Cell, ...], networks: tuple[schema.Network, ...]
) -> Places:
    """Places on the sheets in the order of cells; then one standing place for each network and green cell;
    then as many for deeds of record as any scenario has in one step."""
    rows: list[tuple[int, int, bool, str]] = []
    for number, cell in enumerate(cells):
        rows += [(number, STATEMENT, True, f"{cell.label}: statement")] * cell.statements
        rows += [(number, MOVE, True, f"{cell.label}: move")] * cell.moves
        rows += [
            (number, OPERATION, k < cell.crisis_operations, f"{cell.label}: operation")
            for k in range(cell.operations)
        ]
    ids = [c.id for c in cells]
    rows += [(ids.index(n.cell), STANDING, True, f"{n.label}: standing") for n in networks if n.cell in ids]
    rows += [(number, STANDING, True, c.label) for number, c in enumerate(cells) if c.green]
    dates = Counter((s.id, d.month, d.crisis) for s in document.of("scenario") for d in s.deeds)
    greens = [number for number, c in enumerate(cells) if c.green]
    rows += [(greens[0] if greens else 0, RECORD, True, "Record")] * max(dates.values(), default=0)
    return Places(
        cell=_ints([r[0] for r in rows]),
        kind=_ints([r[1] for r in rows]),
        crisis=np.array([r[2] for r in rows], np.bool_),
        names=tuple(r[3] for r in rows),
    )


def _lines(document: Document, names: Names, meters: Meters) -> Lines:
    entries: tuple[schema.Line, ...] = document.of("line")
    family = meters.families
    return Lines(
        names=names.ids["line"],
        labels=tuple(n.label for n in entries),
        owner=_ints([names.find("power", n.owner, "line", n.id, "owner") for n in entries]),
        at_rung=_ints([n.at_rung for n in entries]),
        commits=_ints([n.commits for n in entries]),
        about=np.array([_about(n, names) for n in entries], np.bool_).reshape(-1, len(names.ids["power"])),
        held=family["line.held"],
        declared=family["line.declared"],
        told=family["line.told"],
        due=family["line.due"],
        crossed=family["line.crossed"],
        unmeant=family["line.unmeant"],
    )


_PARTNERS = ("tehran", "proxies")
"""Patron and client: an answer to one answers the other."""


def _about(line: schema.Line, names: Names) -> list[bool]:
    """By power, whether a line is about its acts."""
    by = set(line.by) or set(names.ids["power"]) - {line.owner}
    if by & set(_PARTNERS):
        by |= set(_PARTNERS) - {line.owner}
    return [power in by for power in names.ids["power"]]


def _line_hits(document: Document, names: Names, programs: Programs) -> Flags:
    """Which acts could cross which line: (L, N)."""
    entries: tuple[schema.Line, ...] = document.of("line")
    hits = np.zeros((len(entries), programs.count), np.bool_)
    for number, line in enumerate(entries):
        owner = names.find("power", line.owner, "line", line.id, "owner")
        by = names.find_all("power", line.by, "line", line.id, "by") or [
            p for p in range(len(names.ids["power"])) if p != owner
        ]
        areas = names.find_all("area", line.areas, "line", line.id, "areas")
        acts = [ACTS.index(a) for a in line.acts]
        hits[number] = np.isin(programs.act, acts) & np.isin(programs.power, by)
        if areas:
            hits[number] &= np.isin(programs.area, areas)
        if not hits[number].any():
            names.report("line", line.id, "acts", "no order of those powers is such an act there")
    return hits


def _deal_programs(book: OrderBook, deal: schema.Deal) -> list[int]:
    parts = {
        "making": deal.on_making,
        "month": deal.monthly,
        "ending": deal.on_ending,
        "breaking": deal.on_breaking,
    }
    return [
        book.add_effects(f"deal {deal.id} {word}", f"{deal.label}: {word}", effects, deal)
        for word, effects in parts.items()
    ]


def _deals(
    document: Document,
    names: Names,
    meters: Meters,
    pair_of: Ints,
    rows: list[list[int]],
    exact: Flags,
    cell_power: Ints,
) -> Deals:
    entries: tuple[schema.Deal, ...] = document.of("deal")
    sides = _ints([[names.ids["power"].index(p) for p in d.between] for d in entries]).reshape(-1, 2)
    areas, networks = names.ids["area"], names.ids["network"]
    programs = _ints(rows).reshape(-1, 4)
    family = meters.families
    return Deals(
        names=names.ids["deal"],
        labels=tuple(d.label for d in entries),
        form=tuple(d.form for d in entries),
        sides=sides,
        pair=pair_of[sides[:, 0], sides[:, 1]],
        months=_ints([d.months for d in entries]),
        channel=_ints([d.channel for d in entries]),
        verification=_ints([d.verification for d in entries]),
        gives=_ints([d.gives for d in entries]).reshape(-1, 2),
        gets=_ints([d.gets for d in entries]).reshape(-1, 2),
        covers=np.array([[a in d.covers for a in areas] for d in entries], np.bool_).reshape(-1, len(areas)),
        networks=np.array(
            [[d.form == "truce" and n in d.covers for n in networks] for d in entries], np.bool_
        ).reshape(-1, len(networks)),
        making=programs[:, 0].copy(),
        monthly=programs[:, 1].copy(),
        ending=programs[:, 2].copy(),
        breaking=programs[:, 3].copy(),
        told=tuple(
            tuple(bool(exact[cell_power == p, offer].any()) for p in range(len(names.ids["power"])))
            if d.form in ("understanding", "truce")
            else None
            for offer, d in enumerate(entries, family["deal.offer"].start)
        ),
        offer=family["deal.offer"],
        age=family["deal.age"],
        left=family["deal.months"],
        public=family["deal.public"],
        worth=(family["deal.worth.0"], family["deal.worth.1"]),
    )


def _check_sight(
    names: Names,
    book: OrderBook,
    conditions: ConditionBook,
    exact: Flags,
    sight: Ints,
) -> None:
    """Legal orders are part of a seat's view, so they may depend only on what the seat can see."""
    for row in book.rows[1 : book.orders]:
        if row.slot == STANDING:
            continue
        pays = {m for m, _ in row.cost}
        for meter in {m for c in row.clauses for m in conditions.rows_of(c)} | pays:
            seen = exact[:, meter] if meter in pays else exact[:, meter] | (sight[:, meter] > 0)
            if not seen[row.cells].all():
                section = {STATEMENT: "statement", MOVE: "move"}.get(row.slot, "operation")
                section = "deal" if row.deal >= 0 else section
                meter_name = conditions.meters.names[meter]
                names.report(section, row.entry, "requires", f"its cells cannot see {meter_name}")


def _ends(document: Document, names: Names, conditions: ConditionBook, meters: Meters) -> Ends:
    entries: tuple[schema.End, ...] = document.of("end")
    powers = names.ids["power"]
    lists = [conditions.clauses(e.requires, "end", e.id, "requires") for e in entries]
    width = max([1, *map(len, lists)])
    last = [i for i, e in enumerate(entries) if e.last_date]
    if len(last) != 1:
        names.problems.append(Problem("", 0, "ends", "exactly one end must be marked last_date"))
    for entry in entries:
        if not entry.requires and not entry.last_date:
            names.report("end", entry.id, "requires", "an end that is not the last date needs a condition")
        names.find_all("power", entry.scores, "end", entry.id, "scores")
    terms: list[tuple[Term, ...]] = []
    verdicts: list[tuple[int, ...]] = []
    victories = {v.power: v for v in document.of("victory")}
    for power in powers:
        victory = victories.get(power)
        if victory is None:
            names.problems.append(Problem("", 0, "victory", f"{power} has no victory terms"))
            terms.append(())
            verdicts.append((0, 1, 2))
            continue
        made = []
        for term in victory.terms:
            row = conditions.meter(term.meter, "victory", power, "terms")
            base, sign = (term.below, -1) if term.below is not None else (term.above or 0, 1)
            clauses = conditions.clauses(term.requires, "victory", power, "terms")
            made.append(Term(term.label, row, term.at == "monthly", term.points, base, sign, tuple(clauses)))
        terms.append(tuple(made))
        verdicts.append(victory.verdicts)
    for name in victories:
        names.find("power", name, "victory", name, "power")
    del meters
    return Ends(
        names=tuple(e.id for e in entries),
        labels=tuple(e.label for e in entries),
        texts=tuple(e.text for e in entries),
        clauses=_ints([x + [0] * (width - len(x)) for x in lists]).reshape(-1, width),
        last_date=last[0] if last else 0,
        scores=_ints([[e.scores.get(p, 0) for p in powers] for e in entries]).reshape(-1, len(powers)),
        terms=tuple(terms),
        verdicts=_ints(verdicts),
    )


def _doctrines(
    document: Document,
    names: Names,
    conditions: ConditionBook,
    programs: Programs,
    exact: Flags,
    sight: Ints,
    cell_power: list[int],
) -> dict[str, Doctrine]:
    made: dict[str, Doctrine] = {}
    for doctrine in document.of("doctrine"):
        power = names.find("power", doctrine.power, "doctrine", doctrine.id, "power")
        cells = [c for c, p in enumerate(cell_power) if p == power]
        mine = np.flatnonzero((programs.power == power) & (programs.slot != STANDING))
        mine = mine[(mine > 0) & (mine < programs.orders)]
        plain = mine[programs.deal[mine] < 0].tolist()
        moves = mine[programs.deal[mine] >= 0].tolist()
        rows: list[DoctrineRow] = []
        for number, row in enumerate(doctrine.row, 1):
            field = f"row.{number}"
            clauses = conditions.clauses(row.when, "doctrine", doctrine.id, field)
            for meter in sorted({m for c in clauses for m in conditions.rows_of(c)}):
                if meter and not any(exact[c, meter] or sight[c, meter] for c in cells):
                    meter_name = conditions.meters.names[meter]
                    names.report("doctrine", doctrine.id, field, f"{doctrine.power} cannot see {meter_name}")
            orders = _named_orders(names, programs, doctrine, field, row, plain, moves)
            rows.append(DoctrineRow(tuple(orders), tuple(clauses), row.chance, row.once, row.because))
        made[doctrine.id] = Doctrine(doctrine.id, doctrine.label, power, doctrine.text, tuple(rows))
    return made


def _named_orders(
    names: Names,
    programs: Programs,
    doctrine: schema.Doctrine,
    field: str,
    row: schema.DoctrineRow,
    plain: list[int],
    moves: list[int],
) -> list[int]:
    """Order rows that a doctrine row may mean, in the order it tries them.

    `plain` are its power's own orders, `moves` what it may do about deals.
    """
    found = [i for i in plain if programs.entry[i] == row.order]
    if not found:  # a deal's moves are written as `offer-<deal>`
        step, _, deal = row.order.partition("-")
        name = names.document.wording.name(f"{step} {deal} {doctrine.power}")
        found = [i for i in (*plain, *moves) if programs.names[i] == name]
    if not found:
        known = sorted({programs.entry[i] for i in plain})
        known += sorted(programs.names[i].rsplit(" ", 1)[0].replace(" ", "-", 1) for i in moves)
        message = f"'{row.order}' is not an order of this power{suggest(row.order, known)}"
        names.report("doctrine", doctrine.id, field, message)
        return []
    several = {int(programs.intensity[i]) for i in found}
    wanted = [i for i in found if len(several) == 1 or programs.intensity[i] == row.intensity]
    if not wanted:
        names.report(
            "doctrine", doctrine.id, field, f"intensity {row.intensity} is not one of {sorted(several)}"
        )
    if row.areas:
        areas = names.find_all("area", row.areas, "doctrine", doctrine.id, field)
        ordered = [i for area in areas for i in wanted if programs.area[i] == area]
        if not ordered and wanted:
            names.report("doctrine", doctrine.id, field, "that order cannot be given for those areas")
        return ordered
    return wanted


def _table(table: schema.Table, names: Names, cell_power: list[int]) -> SeatTable:
    cells = np.zeros((len(table.seats), len(cell_power)), np.bool_)
    for number, seat in enumerate(table.seats):
        cells[number, names.cells_of(seat.cells, cell_power, "table", table.id, "seats")] = True
    greens = [i for i, c in enumerate(names.document.of("cell")) if c.green]
    cells[:, greens] = False
    for cell, count in enumerate(cells.sum(axis=0)):
        if count != 1 and cell not in greens:
            word = "no seat" if count == 0 else "more than one seat"
            names.report("table", table.id, "seats", f"{names.ids['cell'][cell]} belongs to {word}")
    return SeatTable(
        name=table.id,
        label=table.label,
        seats=tuple(seat.id for seat in table.seats),
        labels=tuple(seat.label for seat in table.seats),
        briefs=tuple(seat.brief.strip() for seat in table.seats),
        cells=cells,
    )
