"""What the white cell sees: all tables at a glance, and one of them whole. Hidden facts are in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wargame.classroom import people
from wargame.classroom.hall import Hall, Table
from wargame.classroom.people import Clock
from wargame.classroom.talk import FORMS
from wargame.record.course import UMPIRE
from wargame.record.game import Game
from wargame.table.room import DESK, Chair, Room
from wargame.text.messages import messages, seat_name
from wargame.text.meters import date
from wargame.text.narrate import opening, story
from wargame.text.sheets import order_labels
from wargame.text.words import first_up, joined


@dataclass(frozen=True)
class Glance:
    """A table among the others."""

    id: str
    name: str
    code: str
    open: bool
    """Whether its code still lets people in."""
    scenario: str
    when: str
    clock: Clock
    rung: int
    roll: tuple[Chair, ...]
    here: int
    sealed: int
    people: int
    """Seats that people hold."""
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True)
class Letter:
    """A message as the umpire has it."""

    number: int
    when: str
    between: str
    text: str
    notes: tuple[str, ...]
    held: bool
    marked: bool
    """A pledge or a threat without a verdict."""


@dataclass(frozen=True)
class Ruled:
    when: str
    what: str
    reason: str
    changes: str


@dataclass(frozen=True)
class Plan:
    number: str
    what: str
    when: str
    state: str


@dataclass(frozen=True)
class Desk:
    """A table as its umpire sees it."""

    at: Glance
    stamp: str
    step: int
    steps: tuple[Option, ...]
    """Steps to go back to."""
    minutes: float | None
    reading: float | None
    defaults: str
    held: tuple[str, ...]
    players: dict[str, tuple[Option, ...]]
    """Who could hold each seat."""
    events: tuple[Option, ...]
    orders: tuple[Option, ...]
    """Orders of the last step, for a ruling."""
    meters: tuple[str, ...]
    letters: tuple[Letter, ...]
    rulings: tuple[Ruled, ...]
    plans: tuple[Plan, ...]
    notes: tuple[tuple[str, str], ...]
    told: tuple[tuple[str, tuple[str, ...]], ...]
    """The last step as it truly was, by phase; then what this step began with."""
    seats: tuple[Option, ...]


def glance(table: Table, now: float) -> Glance:
    """Ask it within the table's lock."""
    room = table.room
    roll = tuple(room.roll())
    human = [chair for chair in roll if chair.player == "human"]
    return Glance(
        id=table.id,
        name=table.name,
        code=table.code,
        open=table.entry.open,
        scenario=room.game.scenario.label,
        when=date(room.game),
        clock=people.clock(room, now),
        rung=room.game.meter("world.rung"),
        roll=roll,
        here=sum(m.here for chair in roll for m in chair.members),
        sealed=sum(chair.sealed for chair in human),
        people=len(human),
        warnings=tuple(_warnings(room, human)),
    )


def desk_view(table: Table, now: float) -> Desk:
    """Ask it within the table's lock."""
    room, game = table.room, table.room.game
    return Desk(
        at=glance(table, now),
        stamp=room.stamp(DESK),
        step=game.step,
        steps=tuple(
            Option(str(step), f"{date(game, step)} (step {step + 1})")
            for step in range(game.step - 1 + (not game.over), -1, -1)
        ),
        minutes=room.kept.minutes,
        reading=room.kept.reading,
        defaults=room.kept.defaults,
        held=tuple(room.kept.held),
        players={seat: _players(game, seat) for seat in game.seats},
        events=tuple(_events(game)),
        orders=tuple(_last_orders(game)),
        meters=tuple(sorted(n for n in game.rules.meters.names[1:] if ":" not in n)),
        letters=tuple(_letters(game)),
        rulings=tuple(_rulings(game)),
        plans=tuple(_plans(room)),
        notes=tuple((date(game, min(n.step, game.step)), n.text) for n in reversed(room.kept.notes)),
        told=tuple(_told(game)),
        seats=tuple(Option(name, seat.label) for name, seat in game.seats.items()),
    )


def glances(hall: Hall, tables: dict[str, Glance]) -> list[Glance]:
    """In the order of the hall."""
    return [tables[name] for name in hall.tables if name in tables]


def changes_in_words(changes: dict[str, int]) -> str:
    return ", ".join(f"{meter} {by:+d}" for meter, by in changes.items()) or "no number"


def _warnings(room: Room, human: list[Chair]) -> list[str]:
    empty = [chair.label for chair in human if not chair.members]
    away = [chair.label for chair in human if chair.members and not any(m.here for m in chair.members)]
    idle = [c.label for c in human if any(m.here for m in c.members) and not c.pen]
    found = [f"nobody has come to {joined(empty)}"] if empty else []
    found += [f"away: {joined(away)}"] if away else []
    found += [f"nobody holds the pen of {joined(idle)}"] if idle else []
    waiting = sum(seen.control == "held" for seen in room.game.messages(None))
    if waiting:
        found.append(f"{waiting} message{'s wait' if waiting != 1 else ' waits'} for you")
    if room.game.halted:
        found.append(room.game.halted)
    return found


def _players(game: Game, seat: str) -> tuple[Option, ...]:
    powers = game.seats[seat].powers
    found = [Option("human", "people"), Option("doctrine", "the scenario's doctrine")]
    found += [
        Option(f"doctrine {name}", f"doctrine: {doctrine.label}")
        for name, doctrine in game.rules.doctrines.items()
        if doctrine.power in powers
    ]
    return (*found, Option("null", "random orders"), Option("absent", "nobody: standing orders"))


def _events(game: Game) -> list[Option]:
    programs = game.rules.programs
    found = [
        Option(name.removeprefix("event "), programs.labels[row])
        for row, name in enumerate(programs.names)
        if name.startswith("event ")
    ]
    return sorted(found, key=lambda o: o.label)


def _last_orders(game: Game) -> list[Option]:
    if not game.turns:
        return []
    found = []
    for seat, sheet in game.turns[-1].sheets.items():
        for name, label in zip(sheet.orders, order_labels(game, list(sheet.orders)), strict=True):
            found.append(Option(name, f"{game.seats[seat].label}: {label}"))
    return found


def _letters(game: Game) -> list[Letter]:
    found = []
    for told in messages(game, None):
        seen = told.seen
        found.append(
            Letter(
                number=told.place,
                when=told.when,
                between=told.between,
                text=told.text,
                notes=told.notes,
                held=seen.control == "held",
                marked=seen.mark != "none" and not seen.verdict and seen.sender != UMPIRE,
            )
        )
    return found[::-1]


def _rulings(game: Game) -> list[Ruled]:
    found = []
    for ruling in game.rulings:
        what = FORMS[ruling.form]
        if ruling.about:
            what += f": {ruling.about}"
        if ruling.attempt is not None:
            deed = ruling.attempt
            total = deed.roll + len(deed.pros) - len(deed.cons)
            what += (
                f": {first_up(seat_name(game, deed.seat))} - {deed.text}. Two dice {deed.roll}, "
                f"{len(deed.pros)} for, {len(deed.cons)} against: {total} against 8."
            )
        read = joined([seat_name(game, seat) for seat in ruling.to]) if ruling.to else "everybody"
        reason = f"{ruling.reason} (read by {read})"
        found.append(Ruled(date(game, ruling.step), what, reason, changes_in_words(ruling.changes)))
    return found[::-1]


def _plans(room: Room) -> list[Plan]:
    found = []
    for number, plan in room.kept.plans.items():
        when = (
            []
            if plan.step is None
            else [f"from step {plan.step + 1}" if plan.when else f"step {plan.step + 1}"]
        )
        when += [_requirement(r) for r in plan.when]
        when += ["when its own condition holds"] if plan.own else []
        if plan.missed:
            state = f"could not happen: {plan.missed}"
        elif plan.fired is not None:
            state = f"happened in step {plan.fired + 1}"
        else:
            state = "waits"
        what = plan.what or f"say “{plan.text}”"
        found.append(Plan(number, what, "; ".join(when), state))
    return found


def _requirement(found: dict[str, Any]) -> str:
    bounds = {"at_least": "at least", "at_most": "at most", "exactly": "exactly"}
    said = [f"{words} {found[name]}" for name, words in bounds.items() if name in found]
    return f"{found.get('meter', 'a condition')} {' and '.join(said)}".strip()


def _told(game: Game) -> list[tuple[str, tuple[str, ...]]]:
    phases: dict[str, list[str]] = {}
    if game.turns:
        for sentence in story(game, game.turns[-1], None):
            phases.setdefault(sentence.phase, []).append(sentence.text)
    for sentence in opening(game, None) if not game.over else []:
        phases.setdefault("now", []).append(sentence.text)
    return [(first_up(phase), tuple(lines)) for phase, lines in phases.items()]


__all__ = ["Desk", "Glance", "Option", "changes_in_words", "desk_view", "glance", "glances"]
