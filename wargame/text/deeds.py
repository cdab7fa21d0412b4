"""Tellers of orders and deeds: what was ordered, struck, fired at, read, and laid at whose door."""

from __future__ import annotations

from collections.abc import Iterable

from wargame.engine.ledger import Note
from wargame.ruleset import vocabulary
from wargame.ruleset.tables import DENIABLE, MOVE, SECRET, STATEMENT
from wargame.text.telling import PHASES, Sentence, Telling
from wargame.text.words import (
    CASE_LEVELS,
    WEAPONS,
    counted,
    first_up,
    joined,
    modifier,
    number,
    rung_words,
)

DEAL_STEPS = ("", "offer", "accept", "reject", "leave")
"""Kinds of the notes that deal moves leave, by `tables.OFFER` and so on."""

WEAPON_NAMES = tuple(vocabulary.WEAPONS)


def order(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    """Orders whose giver the seat may know; strikes, salvos and deal moves have notes of their own.

    The same order for several areas, with the same result, is told once.
    """
    book = t.rules.programs
    groups: dict[tuple[object, ...], list[int]] = {}
    for note in notes:
        row = note.facts["order"]
        step = DEAL_STEPS[int(book.deal_step[row])]
        if step and t.find(step, deal=int(book.deal[row]), power=int(book.power[row])):
            continue
        if any(t.find(kind, order=row) for kind in ("void", "strike", "salvo")):
            continue
        groups.setdefault((book.entry[row], int(book.power[row]), _result(t, row)), []).append(row)
    for rows in groups.values():
        meters: list[int] = []
        detail: list[str] = []
        for row in rows:
            entries, lines = t.effects(row)
            meters += [e.row for e in entries]
            if roll := t.find("roll", order=row):
                detail += t.dice(roll)
            detail += lines
        phase = PHASES[int(book.phase[rows[0]])]
        text = f"{_ordered(t, rows)}.{_result(t, rows[0])}"
        yield Sentence(phase, text, "order", tuple(dict.fromkeys(meters)), tuple(detail))


def _ordered(t: Telling, rows: list[int]) -> str:
    """The sentence for an order, without its full stop; several rows differ in their area only."""
    rules, book, first = t.rules, t.rules.programs, rows[0]
    places = [rules.area_labels[int(book.area[row])] for row in rows if book.area[row] >= 0]
    label = book.labels[first]
    named = bool(places) and f", {places[0]}" in label
    if book.slot[first] in (STATEMENT, MOVE) and book.deal[first] < 0:
        text = book.texts[first].rstrip().rstrip(".")
        return f"{text} ({', '.join(places)})" if named else text
    if len(rows) > 1:
        label = label.replace(f", {places[0]}", "") + f" ({', '.join(places)})" if named else label
    return f"{first_up(t.actor(first) or 'somebody')} ordered: {label}"


def _result(t: Telling, row: int) -> str:
    """What is said after an order: who knows of it, and whether it worked, if the seat may know."""
    seen = int(t.rules.programs.seen[row])
    text = " Only its own side knows." if seen == SECRET else " It bears no name." if seen == DENIABLE else ""
    if roll := t.find("roll", order=row):
        text += " It worked." if roll.facts["success"] else " It did not work."
    return text


def nothing(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    """Notes that another sentence tells."""
    del t, notes
    return ()


def void(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    """An order that had become impossible; why, if the seat sees every meter of the reason."""
    rules = t.rules
    table = rules.conditions
    for note in notes:
        row, clause = note.facts["order"], note.facts.get("clause")
        _, lines = t.effects(row)
        rows = {int(table.row[u]) for u in table.clauses[clause or 0]} - {0}
        reason = ": it had become impossible"
        if clause == 0:
            reason = ": it could not be paid, or its moment had passed"
        elif clause is not None:
            reason += f", for it needs {table.words[clause]}"
        text = (
            f"{first_up(t.actor(row) or 'somebody')} ordered {rules.programs.labels[row]}, in vain{reason}."
        )
        phase = note.phase
        yield Sentence(phase, text, "void", tuple(sorted(rows)), tuple(lines))


def strike(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    for note in notes:
        row, damage = note.facts["order"], note.facts["damage"]
        entries, lines = t.effects(row)
        actor = t.actor(row)
        who = (
            f"{first_up(actor)} {t.deed(row, done=True)}"
            if actor
            else f"{first_up(t.deed(row))}; nobody claims it"
        )
        done = f"{counted(damage, 'point')} of damage {'was' if damage == 1 else 'were'} done"
        done = done if damage else "no damage was done"
        if "drm" in note.facts:
            need = t.sight.game.scenario.constants.strikes.need
            lines.insert(0, f"each point: 2d6{modifier(note.facts['drm'])} against {need}")
        rows = tuple(dict.fromkeys(e.row for e in entries))
        yield Sentence(note.phase, f"{who}. {first_up(done)}.", "strike", rows, tuple(lines))


def salvo(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    rules, book = t.rules, t.rules.programs
    for note in notes:
        row, facts = note.facts["order"], note.facts
        entries, lines = t.effects(row)
        weapon = WEAPON_NAMES[int(book.weapon[row])]
        launches, leakers = facts["launches"], facts["leakers"]
        shots = f"{launches} {WEAPONS[weapon][launches != 1]}"
        through = f"{number(leakers) if leakers else 'none'} got through"
        if not launches:
            shots, through = "nothing left to fire", "nothing flew"
        text = f"{_fired(t, row)}: {shots}, {through}."
        if not t.sight.author(row):
            text += " Nobody claims it."
        if roll := t.find("roll", order=row):
            lines = [*t.dice(roll), *lines]
        dice = t.dice(note)
        if dice:
            dice.append(f"of what is met, {facts['share']}% gets through on average")
        if facts.get("met", 100) < 100:
            dice.append(f"the magazine met {facts['met']}% of it")
        rows = tuple(dict.fromkeys(e.row for e in entries))
        yield Sentence(note.phase, text, "fire", rows, (*dice, *lines))
    del rules


def _fired(t: Telling, row: int) -> str:
    """Who fired on what."""
    rules = t.rules
    network = int(rules.programs.network[row])
    actor = t.actor(row)
    if actor is None:
        return first_up(t.deed(row))
    if network >= 0 and row in rules.friction[network]:
        return f"Cadres of the {rules.network_labels[network]}, under the dial, {t.deed(row, done=True)}"
    if network >= 0 and rules.programs.entry[row] == rules.programs.entry[int(rules.runaway[network])]:
        return f"The {rules.network_labels[network]}, on its own account, {t.deed(row, done=True)}"
    return f"{first_up(actor)} {t.deed(row, done=True)}"


def unclaimed(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    """Deniable acts without fire, for those who do not know whose they were."""
    deeds = dict.fromkeys(t.deed(n.facts["order"]) for n in notes if not t.sight.author(n.facts["order"]))
    for deed in deeds:
        yield Sentence(notes[0].phase, f"{first_up(deed)}; nobody claims it.", "fire", (), ())


def read(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    """How a power read what was done against it; the umpire sees what was meant beside it, in `misread`."""
    if t.sight.umpire:
        return
    for reader in sorted({n.facts["reader"] for n in notes}):
        mine = [n for n in notes if n.facts["reader"] == reader]
        parts = [f"{_signed_deed(t, n.facts['order'])} as rung {n.facts['perceived']}" for n in mine]
        detail = tuple(
            f"{first_up(t.deed_of(n.facts['order']))}: {rung_words(n.facts['perceived'])}" for n in mine
        )
        who = first_up(t.power(t.rules.powers[reader]))
        yield Sentence(mine[0].phase, f"{who} read {'; '.join(parts)}.", "read", (), detail)


def _signed_deed(t: Telling, row: int) -> str:
    actor = t.actor(row)
    return f"{t.deed(row)} by {actor}" if actor else t.deed(row)


def misread(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    """For the umpire: acts that were not read as they were meant."""
    for note in notes:
        meant, taken = note.facts["intended"], note.facts["perceived"]
        if meant != taken:
            who = first_up(t.power(t.rules.powers[note.facts["reader"]]))
            text = f"{who} misread {t.deed_of(note.facts['order'])}: meant at rung {meant}, read at {taken}."
            detail = (f"meant: {rung_words(meant)}", f"read: {rung_words(taken)}")
            yield Sentence(note.phase, text, "misread", (), detail)


def attribution(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    """Cases that rose a level; several of a kind are told together."""
    for level in sorted({n.facts["level"] for n in notes}):
        for power in sorted({n.facts["power"] for n in notes if n.facts["level"] == level}):
            mine = [n for n in notes if n.facts["level"] == level and n.facts["power"] == power]
            acts = list(dict.fromkeys(t.deed(n.facts["order"]) for n in mine))
            who = t.power(t.rules.powers[power])
            word = first_up(CASE_LEVELS[min(level, 3)])
            text = f"{word} for earlier {joined(acts)}, {'falls on' if level == 1 else 'points to'} {who}."
            detail = tuple(
                f"2d6, with intelligence, came to {n.facts['roll']}" for n in mine if "roll" in n.facts
            )
            yield Sentence(mine[0].phase, text, "attribution", (), detail)


def of_record(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    """What was done at its date, as it is remembered."""
    deeds = t.sight.game.scenario.deeds
    for note in notes:
        deed = deeds[note.facts["deed"]]
        yield Sentence(note.phase, f"{deed.date}: {deed.text}", "event")
