"""What the white cell may do at a table. All of it is kept; what changes the game is in the record as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wargame.record.messages import cleaned
from wargame.table import clock, commands, opening, plans, teams
from wargame.table.acts import Refused
from wargame.table.changes import ALL, Doing
from wargame.table.commands import Command
from wargame.table.drafts import Draft
from wargame.table.kept import Note

if TYPE_CHECKING:
    from wargame.table.room import Room

MOST_NOTES = 500


def perform(room: Room, doing: Doing, command: Command, key: str) -> None:
    """Do what the white cell asks for. Raises Refused, or ValueError from the game.

    If the save has it already, because the program ended before it was answered, only the rest is done.
    """
    match command:
        case (
            commands.Start()
            | commands.Pause()
            | commands.Resume()
            | commands.Extend()
            | commands.Close()
            | commands.Reopen()
            | commands.Deadline()
        ):
            _run_clock(room, command)
            doing.tell_all("clock", *(("sheet",) if isinstance(command, OF_PHASES) else ()))
        case commands.Reveal():
            if key not in room.game.acts:
                _expect(room, "orders")
                opening.fill_in(room)
                opening.open_sheets(room, doing, key)
        case commands.Proceed():
            _expect(room, "report")
            opening.to_orders(room)
            doing.tell_all("clock", "sheet", "report")
        case commands.Defaults():
            room.kept.defaults = command.to
            doing.tell_all("clock")
        case commands.Seat() | commands.Pen() | commands.Remove():
            _seat(room, doing, command, key)
        case commands.Hold():
            room.kept.held = [room.game.seat(seat).name for seat in dict.fromkeys(command.seats)]
            doing.tell("desk", "post")
        case commands.Plan() | commands.Unplan():
            _plan(room, doing, command)
        case commands.Back():
            _back(room, doing, command, key)
        case commands.Note():
            if len(room.kept.notes) >= MOST_NOTES:
                raise Refused(f"there are {MOST_NOTES} notes already", "text")
            text = cleaned(command.text)
            room.kept.notes.append(Note(at=room.clock(), step=room.game.step, text=text))
            doing.tell("desk", "notes")
        case _:
            if key not in room.game.acts:
                _umpire(room, doing, command, key)


OF_PHASES = (commands.Start, commands.Close, commands.Reopen)


def _run_clock(room: Room, command: Command) -> None:
    kept, now = room.kept, room.clock()
    match command:
        case commands.Start():
            _expect(room, "lobby")
            opening.to_orders(room)
        case commands.Pause():
            _expect_not(kept.paused, "this table is paused already")
            clock.stop(kept, now)
            kept.paused = True
        case commands.Resume():
            _expect_not(not kept.paused, "this table is not paused")
            kept.paused = False
            clock.go(kept, now)
        case commands.Extend():
            _expect(room, "orders", "report")
            clock.extend(kept, now, command.seconds)
        case commands.Close():
            _expect(room, "orders")
            _expect_not(kept.closed, "this phase is closed already")
            clock.stop(kept, now)
            kept.closed = True
        case commands.Reopen():
            _expect_not(not kept.closed, "this phase is not closed; `back` opens one that is over")
            kept.closed = False
            clock.go(kept, now)
        case commands.Deadline():
            kept.minutes, kept.reading = command.minutes, command.reading
            if kept.phase == "orders":
                clock.begin(kept, now, kept.minutes)
            elif kept.phase == "report":
                clock.begin(kept, now, kept.reading)


def _seat(room: Room, doing: Doing, command: Command, key: str) -> None:
    game, kept = room.game, room.kept
    match command:
        case commands.Seat():
            if key not in game.acts:
                with doing.post():
                    game.set_player(command.seat, command.player, key)
            doing.tell(command.seat, "sheet")
            doing.tell_all("roll")
        case commands.Pen():
            teams.hand_pen(kept, game.seat(command.seat).name, command.person)
            doing.tell(command.seat, "team", "sheet")
        case commands.Remove():
            who = kept.people.get(command.person)
            if who is None:
                raise Refused("nobody at this table is called so", "person")
            doing.text = f"{who.name} was taken from the table"
            room.get_up(command.person)
            doing.tell(who.seat, "team")
            doing.tell_all("roll")


def _plan(room: Room, doing: Doing, command: commands.Plan | commands.Unplan) -> None:
    kept = room.kept
    if isinstance(command, commands.Plan):
        if room.game.over:
            raise Refused("the game is over")
        plan = plans.planned(room.game, kept, command)
        kept.planned += 1
        kept.plans[str(kept.planned)] = plan
        doing.data = {"number": kept.planned}
    elif kept.plans.pop(str(command.number), None) is None:
        raise Refused(f"there is no plan {command.number}", "number")
    doing.tell("desk", "plans")


def _back(room: Room, doing: Doing, command: commands.Back, key: str) -> None:
    game, kept = room.game, room.kept
    _expect(room, "orders", "report", "over")
    done = key in game.acts
    sheets = game.turns[command.step].sheets if command.step < len(game.turns) else dict(game.sealed)
    if not done:
        with doing.post():
            game.branch(command.step, command.luck, act=key)
    opening.went_back(room)
    people = [seat for seat in sheets if game.players[seat] == "human"]
    for seat in people if not done else []:  # as they were sealed then, to be changed and sealed again
        kept.drafts[seat] = Draft(step=game.step, orders=list(sheets[seat].orders))
    for who in kept.people.values():
        who.read = min(who.read, len(game.messages(who.seat)))
    doing.tell_all(*ALL)


def _umpire(room: Room, doing: Doing, command: Command, key: str) -> None:
    """What changes the record: there it is kept."""
    game = room.game
    match command:
        case commands.Inject():
            with doing.position():
                _say_fallen(doing, game.inject(command.event, key))
        case commands.Announce():
            with doing.post():
                game.announce(command.to, command.text, act=key)
        case commands.Rule():
            changes = command.changes
            if not changes and command.form == "void":
                changes = game.undoing(command.about)
            with doing.position():
                fallen = game.rule(command.form, command.about, changes, command.reason, command.to, act=key)
            _say_fallen(doing, fallen)
            doing.tell_readers(command.to, "rulings")
        case commands.Attempt():
            with doing.position():
                done, fallen = game.attempt(
                    command.seat, command.text, command.pros, command.cons,
                    command.success, command.failure, command.reason, act=key,
                )  # fmt: skip
            _say_fallen(doing, fallen)
            doing.data |= {"roll": done.roll, "succeeded": done.succeeded}
            doing.tell_all("rulings")
        case commands.Control():
            with doing.post():
                game.control(command.number, command.deed, act=key)
        case commands.Settle():
            with doing.post():
                game.settle(command.place, command.verdict, act=key)


def _say_fallen(doing: Doing, fallen: list[str]) -> None:
    doing.data["fallen"] = list(fallen)
    if fallen:
        doing.text = f"must seal again: {', '.join(fallen)}"


def _expect(room: Room, *phases: str) -> None:
    if room.phase not in phases:
        raise Refused(f"this can be done in the phase {' or '.join(phases)}; this is the phase {room.phase}")


def _expect_not(wrong: bool, text: str) -> None:
    if wrong:
        raise Refused(text)


__all__ = ["MOST_NOTES", "perform"]
