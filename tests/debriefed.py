"""Tables for the tests of debriefs: games of scripted players, and a lesson with people, names and rulings."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from wargame.opponents.bench import Opponents
from wargame.record.game import Game
from wargame.ruleset.tables import Ruleset
from wargame.table import acts, commands
from wargame.table.room import Room
from wargame.text.debrief.room import room_story
from wargame.text.debrief.story import Story

SEATS = ("tehran", "washington", "proxies", "gcc")

PEOPLE = {
    "p-one": ("Annegret Müller", "tehran"),
    "p-two": ("=Benno", "tehran"),
    "p-three": ("Carla <b>Özdemir</b>", "washington"),
    "p-four": ("Dieudonné O'Hara", "gcc"),
}
"""By id: name and seat. No word of a name stands anywhere in the game."""

NAMES = ("annegret", "müller", "muller", "benno", "carla", "özdemir", "dieudonn", "hara")
"""Parts of their names, in small letters."""

PLEDGE = "=HYPERLINK(1) we will not fire, says Annegret"
THREAT = "Stop or we strike <script>alert(1)</script>"
RESHAPED = "They ask politely; yours, Dieudonné"


def played(rules: Ruleset, scenario: str, seed: int, kind: str = "doctrine", steps: int = 99) -> Game:
    """A game between scripted players."""
    seats = rules.tables[rules.scenarios[scenario].table].seats
    game = Game.new(rules, scenario, seed=seed, players=dict.fromkeys(seats, kind))
    opponents = Opponents(game)
    while not game.over and len(game.turns) < steps:
        opponents.fill()
        game.advance()
    return game


def told(game: Game, name: str = "a table") -> Story:
    return Story(name, game, room_story(game))


class Lesson:
    """A lesson at one table: the first step has everything that people and an umpire can do."""

    def __init__(self, rules: Ruleset, path: Path, seed: int = 3) -> None:
        self.now, self.ids = 1000.0, count()
        self.room = Room.new(
            path, rules, scenario="intro", seed=seed, minutes=5, clock=lambda: self.now,
            players={"proxies": "doctrine"},
        )  # fmt: skip
        for person, (name, seat) in PEOPLE.items():
            self.room.join(person, name, seat)
        self.command("start")

    @property
    def game(self) -> Game:
        return self.room.game

    def act(self, person: str, kind: str, **more: object) -> None:
        asked = {"kind": kind, "id": f"act-{next(self.ids):08}", "step": self.game.step, **more}
        self.room.act(person, acts.parse_act(asked))

    def command(self, kind: str, **more: object) -> None:
        asked = {"kind": kind, "id": f"desk-{next(self.ids):08}", **more}
        self.room.command(commands.parse_command(asked))

    def talk(self) -> None:
        """What is said in the first step, and ruled."""
        question = next(iter(self.game.questions))
        self.act("p-one", "send", to=["washington"], text=PLEDGE, mark="pledge")
        self.act("p-three", "send", to=["tehran"], via="gcc", text=THREAT, mark="threat")
        self.act("p-four", "mediate", place=1, deed="reshaped", text=RESHAPED)
        self.command("hold", seats=["washington"])
        self.act("p-three", "send", to=[], text="A word that nobody will read")
        self.command("control", number=3, deed="blocked")
        self.command("hold", seats=[])
        self.act("p-two", "forecast", question=question, percent=90)
        self.act("p-three", "forecast", question=question, percent=20)
        self.act("p-one", "reason", text="Because Benno says so")
        self.command("note", text="Annegret and Benno quarrel")
        self.command("announce", to=[], text="There is coffee, Carla")
        self.command("rule", form="amend", changes={"tehran.cash": -1}, reason="Benno argued it well")
        events = (n for n in self.game.rules.programs.names if n.startswith("event "))
        self.command("inject", event=next(events).removeprefix("event "))
        self.command("attempt", seat="gcc", text="Dieudonné calls the press", pros=["He can"],
                     cons=["It is late"], success={"tehran.legitimacy": 1}, reason="argued")  # fmt: skip

    def order(self, late: str = "") -> None:
        """Everybody orders something and seals, but for one seat, which runs out of time."""
        for person, seat in (("p-one", "tehran"), ("p-three", "washington"), ("p-four", "gcc")):
            names, sheet = self.game.rules.programs.names, list[str]()
            menu = [names[row] for row in self.game.view(seat).menu]
            for order in menu[self.game.step * 7 % max(1, len(menu)) :][:5]:
                if len(sheet) < 3 and not self.game.judge(seat, [*sheet, order]):
                    self.act(person, "write", order=order)
                    sheet.append(order)
            self.now += 60
            if seat != late:
                self.act(person, "seal", orders=sheet)
        if self.room.phase == "orders":
            self.now += 600
            self.room.tick()

    def play(self, steps: int = 99) -> Lesson:
        """The whole game; in its second step the mediators are late."""
        while not self.game.over and len(self.game.turns) < steps:
            if self.game.step == 0:
                self.talk()
            self.order("gcc" if self.game.step == 1 else "")
            if self.room.phase == "report":
                self.command("proceed")
        if self.game.over:
            self.command("settle", place=1, verdict="broken")
        return self


def texts(files: dict[str, str], ending: str) -> Iterator[tuple[str, str]]:
    return ((name, text) for name, text in files.items() if name.endswith(ending))
