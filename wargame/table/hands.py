"""What a person at a seat may do, and when. Whatever is refused is refused for what that person can see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wargame.table import acts, teams
from wargame.table.acts import Act, Refused
from wargame.table.changes import Doing
from wargame.table.kept import Person

if TYPE_CHECKING:
    from wargame.table.room import Room

FREE = (acts.Pen, acts.Read)
"""What may be done in every phase."""

OF_THE_PEN = (acts.Seal, acts.Unseal, acts.Send, acts.Mediate)

TO_THE_SHEET = (acts.Write, acts.Strike, acts.Shift, acts.Clear)

NOT_NOW = {
    "lobby": "the game has not begun yet",
    "report": "the sheets were opened; the next orders are not due yet",
    "over": "the game is over",
}


def perform(room: Room, doing: Doing, person: str, act: Act, key: str) -> None:
    """Do what somebody asks for, if they may. Raises Refused."""
    who = room.kept.people[person]
    if not isinstance(act, FREE):
        _check_time(room, who, act)
    if isinstance(act, OF_THE_PEN) and room.kept.pens.get(who.seat) != person:
        raise Refused("somebody else of your team holds the pen")
    match act:
        case acts.Write() | acts.Strike() | acts.Shift() | acts.Clear():
            _draft(room, who.seat, act)
            doing.tell(who.seat, "sheet")
        case acts.Seal():
            _seal(room, doing, who.seat, act, key)
        case acts.Unseal():
            if who.seat not in room.game.sealed:
                raise Refused("your sheet is not sealed")
            room.session(who.seat).unseal(key)
            doing.tell(who.seat, "sheet")
            doing.tell_all("roll")
        case acts.Send():
            with doing.post():
                held = who.seat in room.kept.held
                room.game.send(who.seat, act.to, act.text, act.via, act.mark, held=held, act=key)
        case acts.Mediate():
            with doing.post():
                room.game.mediate(who.seat, act.place, act.deed, act.text, act.mark, act=key)
        case acts.Forecast():
            room.game.forecast(who.seat, person, act.question, act.percent, act=key)
            doing.tell(who.seat, "forecast")
        case acts.Reason():
            room.game.reason(who.seat, act.text, act=key)
            doing.tell(who.seat, "sheet")
        case acts.Pen():
            _hand_pen(room, person, who.seat, act.to)
            doing.tell(who.seat, "team", "sheet")
        case acts.Read():
            who.read = min(act.count, len(room.game.messages(who.seat)))


def again(room: Room, doing: Doing, person: str, act: Act) -> None:
    """The save has it already: the program ended before it was answered. Answer it now."""
    if isinstance(act, acts.Seal):
        doing.data = _receipt(room, room.kept.people[person].seat, act.step)


def _check_time(room: Room, who: Person, act: Act) -> None:
    if room.game.halted is not None:  # why is for the umpire: it may name what is hidden
        raise Refused("this table cannot be played on; ask the umpire")
    if room.game.players[who.seat] != "human":
        raise Refused("your seat is not played by people just now")
    if room.phase != "orders":
        raise Refused(NOT_NOW[room.phase])
    if act.step != room.game.step:
        passed = act.step < room.game.step
        raise Refused("the sheets were opened" if passed else "this step has not begun yet", "step")
    if room.kept.closed:
        raise Refused("the white cell has closed this phase; wait until it is open again")


def _draft(room: Room, seat: str, act: acts.Write | acts.Strike | acts.Shift | acts.Clear) -> None:
    if seat in room.game.sealed:
        raise Refused("your sheet is sealed; take it back to change it")
    draft = room.kept.drafts[seat]
    if isinstance(act, acts.Clear):
        draft.orders = []
        return
    if isinstance(act, acts.Write):
        if act.order not in room.game.rules.programs.index:
            raise Refused("there is no such order", "order")
        for fault in room.game.judge(seat, [*draft.orders, act.order]):
            if fault.order == act.order:
                raise Refused(f"{act.order}: {fault.reason}", "order")
        draft.orders = [*draft.orders, act.order]
        return
    if act.order not in draft.orders:
        raise Refused("this order does not stand on your sheet", "order")
    rest = [order for order in draft.orders if order != act.order]
    if isinstance(act, acts.Shift):
        at = min(max(0, draft.orders.index(act.order) + act.by), len(rest))
        rest.insert(at, act.order)
    draft.orders = rest


def _seal(room: Room, doing: Doing, seat: str, act: acts.Seal, key: str) -> None:
    if seat in room.game.sealed:
        raise Refused("your sheet is sealed already")
    if act.orders != room.kept.drafts[seat].orders:
        raise Refused("the sheet has changed since you saw it; look at it again", "orders")
    if faults := room.session(seat).seal(key):
        raise Refused(f"{faults[0].order}: {faults[0].reason}", "orders")
    doing.data = _receipt(room, seat, act.step)
    doing.tell(seat, "sheet")
    doing.tell_all("roll")


def _receipt(room: Room, seat: str, step: int) -> dict[str, str]:
    """What the sealed sheet was committed to, for its team to keep."""
    receipt = room.game.commitments(step).get(seat, "")
    return {"receipt": receipt} if receipt else {}


def _hand_pen(room: Room, person: str, seat: str, to: str) -> None:
    holder = room.kept.pens.get(seat)
    taken_up = to == person and (holder is None or not room.is_here(holder))
    if holder != person and not taken_up:
        raise Refused("only whoever holds the pen hands it on, unless they are away and you take it", "to")
    teams.hand_pen(room.kept, seat, to)


__all__ = ["OF_THE_PEN", "TO_THE_SHEET", "again", "perform"]
