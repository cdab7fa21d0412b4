"""A table as the page of a seat finds it, and two of them that differ only in what a seat cannot know."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hosting import EASY, Clock
from starlette.testclient import TestClient

from wargame.classroom.door import PERSON
from wargame.classroom.hall import Hall, Plan, Table
from wargame.classroom.server import make_app
from wargame.engine.fog import EXACT
from wargame.ruleset.tables import Ints
from wargame.table.acts import parse_act
from wargame.table.commands import parse_command
from wargame.table.room import Room

SEATS = ("tehran", "washington", "proxies", "gcc")


class World:
    """A class with one table of four people's seats, whose numbers and ids are always the same."""

    def __init__(self, folder: Path, *, scenario: str = "standoff", seed: int = 7) -> None:
        self.clock = Clock()
        self.hall = Hall.open(folder, self.clock)
        self.table: Table = self.hall.add(Plan(scenario=scenario, seed=seed, minutes=10))
        self.room.bulletin.boot = "boot"
        self.count = 0
        for seat in SEATS:
            self.room.join(f"person-{seat}", f"Person of {seat}", seat)

    @property
    def room(self) -> Room:
        return self.table.room

    def command(self, kind: str, **wishes: Any) -> None:
        self.count += 1
        self.room.command(parse_command({"kind": kind, "id": f"command-{self.count:04}", **wishes}))

    def act(self, seat: str, kind: str, id: str = "", **wishes: Any) -> None:
        self.count += 1
        wish = {"kind": kind, "id": id or f"act-of-{self.count:04}", "step": self.room.game.step, **wishes}
        self.room.act(f"person-{seat}", parse_act(wish))

    def play(self, steps: int) -> None:
        """Let doctrines play a few steps; then the people sit down again."""
        self.command("start")
        for seat in SEATS:
            self.command("seat", seat=seat, player="doctrine")
        for _ in range(steps):
            if self.room.game.over:
                return
            self.command("reveal")
            if not self.room.game.over:
                self.command("proceed")
        for seat in SEATS:
            self.command("seat", seat=seat, player="human")

    def browser(self, seat: str) -> TestClient:
        """The browser of somebody in a seat."""
        app = make_app(self.hall, limits=EASY)
        client = TestClient(app, base_url="http://localhost:8000", follow_redirects=True)
        client.cookies.set(PERSON, self.hall.keys.for_person(self.table.id, seat, 1, f"person-{seat}"))
        return client

    def close(self) -> None:
        self.hall.close()


def disturb(room: Room, name: str) -> int:
    """Move every number that a seat does not read, now and in the past; how many were moved."""
    game = room.game
    seat = game.seats[name]
    read = set(seat.sight.tolist())
    meters = game.rules.meters
    hidden = [row for row in range(1, meters.count) if row not in read and seat.certainty[row] != EXACT]

    def move(numbers: Ints) -> None:
        for row in hidden:
            numbers[row] = numbers[row] + 1 if numbers[row] < meters.high[row] else meters.low[row]

    move(game.games.state.meters[:, 0])
    for turn in game.turns:
        move(turn.opened)
        move(turn.after)
    return len(hidden)
