"""A table: who sits there, what is being written, when it is due. It owns the game, and knows no sockets.

Persons act, the white cell commands, time passes by `tick`; each is done, kept on the disk, and only
then answered. What each viewer should look at again is told in numbered events. One thread at a time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from wargame.record.game import Game, Turn
from wargame.record.journal import SaveError
from wargame.ruleset.tables import Ruleset
from wargame.table import clock as clocks
from wargame.table import hands, opening, plans, teams, white_cell
from wargame.table.acts import Act, Answer, Refused
from wargame.table.changes import WALL, Doing
from wargame.table.commands import Command, Inject, Rule
from wargame.table.keeping import Keeping
from wargame.table.kept import Kept
from wargame.table.room_log import DESK, ROOM, RoomLog, answer_of, key_of, path_of
from wargame.table.teams import Member


@dataclass(frozen=True)
class Chair:
    """A line of the roll call. Who plays a seat that no person does is for the desk to see."""

    seat: str
    label: str
    player: str
    sealed: bool
    pen: str
    members: tuple[Member, ...]


class Room(Keeping):
    """One table. Use `new`, `load` or, for a game at one screen, `around`."""

    @classmethod
    def new(
        cls,
        path: Path | str,
        rules: Ruleset,
        *,
        scenario: str,
        table: str | None = None,
        players: Mapping[str, str] | None = None,
        seed: int | None = None,
        minutes: float | None = None,
        clock: Callable[[], float] = time.time,
    ) -> Room:
        """Lay a table. Its game is saved in `path`, all else in a journal beside it. ValueError or SaveError."""
        path = Path(path)
        if cls.laid(path):
            raise SaveError(path, 0, "the file exists already; saves are never overwritten")
        for left in (path, path_of(path)):  # of a table that was never laid: the program ended before
            with suppress(OSError):
                left.unlink(missing_ok=True)
        log = RoomLog.create(path, kept := Kept(minutes=minutes), clock())
        try:
            chosen = dict(players or {})
            game = Game.new(rules, scenario, seed=seed, table=table, players=chosen, path=path)
        except BaseException:
            log.close()
            with suppress(OSError):
                path_of(path).unlink()
            raise
        return cls(game, log, kept, clock)

    @staticmethod
    def laid(path: Path) -> bool:
        """Whether there is a table in a file, were it only its first line."""
        try:
            with path.open("rb") as file:
                return file.readline().endswith(b"\n")
        except OSError:
            return path.exists()

    @classmethod
    def load(cls, path: Path | str, clock: Callable[[], float] = time.time) -> Room:
        """A table as it was left, however the program ended. Raises SaveError."""
        path = Path(path)
        game = Game.load(path)
        if path_of(path).exists():
            log, kept = RoomLog.read(path)
            game.notice = "; ".join(filter(None, (game.notice, log.notice))) or None
        else:  # a save from elsewhere
            log = RoomLog.create(path, kept := Kept(step=game.step), clock())
        room = cls(game, log, kept, clock)
        room._agree()
        clocks.forgive(kept, clock())
        return room

    @classmethod
    def around(cls, game: Game) -> Room:
        """A table at one screen: nothing is kept beside the save, and orders are always due."""
        return cls(game, None, Kept(phase="over" if game.over else "orders", step=game.step), time.time)

    # How it stands

    @property
    def members(self) -> dict[str, Member]:
        """Who is at the table, by id, as they came."""
        return {person: self.member(person) for person in self.kept.people}

    @property
    def pens(self) -> dict[str, str]:
        """Who holds the pen of each seat."""
        return dict(self.kept.pens)

    def member(self, person: str) -> Member:
        """Somebody at the table. Raises Refused."""
        who = self.kept.people.get(person)
        if who is None:
            raise Refused("you are not at this table")
        return Member(person, who.name, who.seat, *self._here.get(person, (False, 0.0)))

    def is_here(self, person: str) -> bool:
        return self._here.get(person, (False, 0.0))[0]

    def roll(self) -> list[Chair]:
        """Who is in and who has sealed, seat by seat."""
        everybody = self.members.values()
        return [
            Chair(
                seat=name,
                label=seat.label,
                player=self.game.players[name],
                sealed=name in self.game.sealed,
                pen=self.kept.pens.get(name, ""),
                members=tuple(m for m in everybody if m.seat == name),
            )
            for name, seat in self.game.seats.items()
        ]

    def unread(self, person: str) -> int:
        """Messages that came since this person last looked."""
        who = self.kept.people[person]
        return sum(not seen.mine for seen in self.game.messages(who.seat)[who.read :])

    def preview(self, command: Inject | Rule) -> list[tuple[str, int, int]]:
        """What an event or a ruling would change: meter, before, after. Nothing is done."""
        if isinstance(command, Inject):
            return self.game.preview(command.event)
        void = command.form == "void" and not command.changes
        return self.game.preview(self.game.undoing(command.about) if void else command.changes)

    # People

    def join(self, person: str, name: str, seat: str) -> Member:
        """Sit down at a seat, or take another name there. Raises Refused."""
        teams.check_id(person)
        if seat not in self.game.seats:
            raise Refused("there is no such seat at this table", "seat")
        name, old = teams.cleaned_name(name), self.kept.people.get(person)
        if self.game.players[seat] != "human" and (old is None or old.seat != seat):
            raise Refused("this seat is not played by people", "seat")
        with self._doing(person, "join", seat=seat) as doing:
            teams.join(self.kept, person, name, seat)
            for changed in {seat, old.seat if old else seat}:
                doing.tell(changed, "team")
            doing.tell_all("roll")
        return self.member(person)

    def leave(self, person: str) -> None:
        """Get up for good. Nobody is asked whether they were there."""
        who = self.kept.people.get(person)
        if who is not None:
            with self._doing(person, "leave", seat=who.seat) as doing:
                self.get_up(person)
                doing.tell(who.seat, "team", "sheet")
                doing.tell_all("roll")

    def get_up(self, person: str) -> None:
        """Take somebody from the table, within something that is being done."""
        teams.leave(self.kept, person, {p: here for p, (here, _) in self._here.items()})
        self._here.pop(person, None)

    def here(self, person: str, here: bool) -> None:
        """Somebody has come, or is away for now. It is not kept: after a restart nobody is here yet."""
        who = self.kept.people.get(person)
        if who is None:
            return
        before = self.is_here(person)
        self._here[person] = (here, self.clock())
        if before != here:
            doing = Doing(self.game)
            doing.tell(who.seat, "team")
            doing.tell_all("roll")
            self._publish(doing)

    # What is done

    def act(self, person: str, act: Act) -> Answer:
        """Do what a person asks for; the same id again gives the same answer. Raises Refused or SaveError."""
        who = self.kept.people.get(person)
        if who is None:
            raise Refused("you are not at this table")
        key = key_of(person, act.id)
        if (known := self._answer(key)) is not None:
            return known
        with self._doing(person, act.kind, key, who.seat) as doing:
            if key in self.game.acts:
                hands.again(self, doing, person, act)
            else:
                hands.perform(self, doing, person, act, key)
        if isinstance(act, hands.OF_THE_PEN):
            self._settle(bool(self._unsettled or getattr(act, "via", "")))
        return answer_of(doing.text, doing.data)

    def command(self, command: Command) -> Answer:
        """Do what the white cell asks for; the same id again gives the same answer. Raises as `act`."""
        key = key_of(DESK, command.id)
        if (known := self._answer(key)) is not None:
            return known
        asked = command.model_dump(mode="json", exclude_none=True, exclude={"id", "kind"})
        with self._doing(DESK, command.kind, key, asked=asked) as doing:
            white_cell.perform(self, doing, command, key)
        self._unsettled = True
        self.tick()
        return answer_of(doing.text, doing.data)

    def tick(self) -> float | None:
        """What is due by the clock happens. Returns the seconds until the next deadline, if there is one."""
        if self.game.halted is not None:
            return None
        self._settle(self._unsettled)
        while clocks.is_due(self.kept, self.clock()):
            with self._doing(ROOM, "due") as doing:
                if self.phase == "orders":
                    opening.fill_in(self)
                    opening.open_sheets(self, doing)
                else:
                    opening.to_orders(self)
                    doing.tell_all("clock", "sheet", "report")
            self._settle(True)
        return self.left if self.due is not None else None

    def open_sheets(self) -> Turn:
        """All sheets are in: open them. ValueError if one is missing."""
        with self._doing(ROOM, "reveal") as doing:
            return opening.open_sheets(self, doing)

    # Inside

    def _settle(self, all_things: bool) -> None:
        """What follows by itself: plans come true, letters are carried, sheets open when all are in."""
        if self.game.halted is not None or self.phase == "lobby":
            return
        while True:
            if all_things:
                doing = Doing(self.game)
                try:
                    opening.carry(self, doing)
                finally:
                    self._publish(doing)
                found = plans.due(self.game, self.kept) if not self.game.over else []
                for number in found[:1]:
                    with self._doing(ROOM, "plan") as doing:
                        opening.fire(self, doing, number)
                if found:
                    continue
            if self.phase != "orders" or self.kept.stopped or not self.people or self.waiting:
                break
            with self._doing(ROOM, "reveal") as doing:
                opening.open_sheets(self, doing)
            all_things = True
        self._unsettled = self._unsettled and not all_things


__all__ = ["DESK", "WALL", "Chair", "Member", "Refused", "Room", "SaveError"]
