"""What happens at a table by itself: sheets open, plans come true, bots carry letters, phases follow each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wargame.record.game import Turn
from wargame.table import clock, plans
from wargame.table.changes import ALL, Doing
from wargame.table.drafts import Draft

if TYPE_CHECKING:
    from wargame.table.keeping import Keeping

BY_DEFAULT = "deadline"
"""Who filled a sheet that nobody sealed in time."""


def fill_in(room: Keeping) -> None:
    """Seal for those who have not: their draft as it stands, their doctrine's sheet, or nothing."""
    game = room.game
    for seat in room.waiting:
        if room.kept.defaults == "doctrine":
            sheet = room.opponents.propose(seat, "doctrine")
            orders, by, reasons = list(sheet.orders), sheet.by, sheet.reasons
        else:
            orders = room.session(seat).legal_part() if room.kept.defaults == "draft" else []
            by, reasons = BY_DEFAULT, ()
        faults = game.submit(seat, orders, by, reasons)
        assert not faults, (seat, orders, faults)


def open_sheets(room: Keeping, doing: Doing, key: str = "") -> Turn:
    """All sheets open; the step is resolved, and the next one stands before everybody. ValueError if one is missing."""
    room.opponents.fill()
    turn = room.game.advance(key)
    to_report(room)
    doing.tell_all(*ALL)
    return turn


def to_report(room: Keeping) -> None:
    """The sheets have been opened: time to read."""
    kept = room.kept
    kept.phase = "over" if room.game.over else "report"
    kept.step, kept.closed = room.game.step, False
    clock.begin(kept, room.clock(), None if room.game.over else kept.reading)
    fresh_sheets(room)


def to_orders(room: Keeping) -> None:
    """Orders are due."""
    kept = room.kept
    kept.phase, kept.step, kept.closed = "orders", room.game.step, False
    clock.begin(kept, room.clock(), kept.minutes)
    fresh_sheets(room)


def went_back(room: Keeping) -> None:
    """The game stands at an earlier step than before, on another line of play."""
    room.kept.line += 1
    plans.go_back(room.kept, room.game.step)
    to_orders(room)


def fresh_sheets(room: Keeping) -> None:
    """What was written for another step is no draft of this one."""
    for seat, draft in room.kept.drafts.items():
        if draft.step != room.game.step:
            room.kept.drafts[seat] = Draft(step=room.game.step)


def fire(room: Keeping, doing: Doing, number: str) -> None:
    """A plan comes true; one that cannot says why, and does not come again."""
    game, plan = room.game, room.kept.plans[number]
    key = plans.key_of(number, plan, game.step, room.kept.line)
    if key not in game.acts:
        try:
            if plan.what:
                with doing.position():
                    game.inject(plan.what, act=key)
            else:
                with doing.post():
                    game.announce(plan.to, plan.text, act=key)
        except ValueError as error:
            plan.missed = str(error)
    plan.fired, plan.line = game.step, room.kept.line
    doing.text = plan.missed
    doing.tell("desk", "plans")


def carry(room: Keeping, doing: Doing) -> None:
    """A mediator that no person plays passes on at once what it was asked to carry, as it is."""
    game = room.game
    if game.over:
        return
    with doing.post():
        for seat in game.seats:
            if game.players[seat] != "human":
                for place in [m.place for m in game.messages(seat) if m.waits]:
                    game.mediate(seat, place, "carried")


__all__ = ["carry", "fill_in", "fire", "fresh_sheets", "open_sheets", "to_orders", "to_report", "went_back"]
