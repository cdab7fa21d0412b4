"""A table to test at: a room with a clock of its own, ids that count, and random dealings at it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playing import shipped

from wargame.table.acts import Act, Answer, Refused, parse_act
from wargame.table.commands import Command, parse_command
from wargame.table.room import Room
from wargame.table.room_log import path_of

PEOPLE = {"anna": "tehran", "ben": "tehran", "cora": "washington", "dan": "washington", "eva": "gcc"}
PLAYERS = {"proxies": "doctrine"}


@dataclass
class Clock:
    now: float = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Table:
    """A room, and short ways to deal with it."""

    path: Path
    clock: Clock = field(default_factory=Clock)
    seed: int = 5
    made: int = 0
    room: Room = field(init=False)

    def lay(self, players: dict[str, str] | None = None, **more: Any) -> Table:
        self.room = Room.new(
            self.path, shipped(), scenario="intro", seed=self.seed, clock=self.clock,
            players=PLAYERS if players is None else players, **more,
        )  # fmt: skip
        return self

    def begin(self, people: dict[str, str] = PEOPLE, **more: Any) -> Table:
        """Laid, with people, and the first orders due."""
        self.lay(**more)
        for person, seat in people.items():
            self.room.join(person, person.capitalize(), seat)
        self.command("start")
        return self

    def id(self) -> str:
        self.made += 1
        return f"id-{self.made:06}"

    def act(self, person: str, kind: str, **fields: Any) -> Answer:
        return self.room.act(person, self.an_act(kind, **fields))

    def an_act(self, kind: str, **fields: Any) -> Act:
        return parse_act({"id": self.id(), "step": self.room.game.step, "kind": kind, **fields})

    def command(self, kind: str, **fields: Any) -> Answer:
        return self.room.command(self.a_command(kind, **fields))

    def a_command(self, kind: str, **fields: Any) -> Command:
        return parse_command({"id": self.id(), "kind": kind, **fields})

    def menu(self, seat: str) -> list[str]:
        names = self.room.game.rules.programs.names
        return [names[order] for order in self.room.game.view(seat).menu]

    def seal(self, person: str) -> Answer:
        seat = self.room.member(person).seat
        return self.act(person, "seal", orders=list(self.room.kept.drafts[seat].orders))

    def again(self) -> Room:
        """The same command after the program was killed: a room from copies of the files, beside this one."""
        return Room.load(copied(self.path, self.path.parent / "again"), self.clock)


def copied(path: Path, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for file in (path, path_of(path)):
        shutil.copyfile(file, folder / file.name)
    return folder / path.name


def standing(room: Room) -> dict[str, Any]:
    """All that a table is, to compare."""
    game = room.game
    return {
        "kept": room.kept.model_dump(),
        "state": game.games.state.digest(),
        "sealed": dict(game.sealed),
        "players": dict(game.players),
        "post": game.post,
        "forecasts": game.forecasts,
        "stated": dict(game.stated),
        "acts": game.acts,
        "sheets": [turn.sheets for turn in game.turns],
        "rulings": game.rulings,
    }


Deal = Callable[[Table], object]


class Dealings:
    """Random things to do at a table, legal and not."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def person(self) -> str:
        return self.dice.choice([*list(PEOPLE) * 4, "zoe", "nobody", "desk"])

    def seat(self) -> str:
        return self.dice.choice(["tehran", "washington", "proxies", "gcc", "gcc", "mars"])

    def an_act(self, table: Table, person: str) -> dict[str, Any]:
        """The content of an act, often one that makes sense."""
        dice, game = self.dice, table.room.game
        seat = PEOPLE.get(person, "tehran")
        menu = table.menu(seat) if not game.over else []
        drafted = list(table.room.kept.drafts[seat].orders)
        order = dice.choice([*menu, *menu, "raze-the-moon", *drafted, "statement", ""])
        kind = dice.choice(
            ["write"] * 8 + ["strike", "shift", "clear"] + ["seal"] * 6 + ["unseal"] * 2 + ["send"] * 4
            + ["mediate", "forecast", "reason", "pen", "pen", "read", "fly"]
        )  # fmt: skip
        fields: dict[str, dict[str, Any]] = {
            "write": {"order": order},
            "strike": {"order": order},
            "shift": {"order": order, "by": dice.randint(-3, 3)},
            "seal": {"orders": drafted if dice.random() < 0.9 else [order]},
            "send": {
                "to": dice.sample(["tehran", "washington", "gcc"], dice.randint(0, 2))
                + ["mars"] * (dice.random() < 0.1),
                "via": dice.choice(["", "", "", "gcc", "proxies", "nobody"]),
                "mark": dice.choice(["none", "none", "pledge", "pledge", "threat", "joke"]),
                "text": dice.choice(["Good day."] * 6 + ["x" * 700, "a\nb", "\x07", ""]),
            },
            "mediate": {
                "place": dice.randint(0, 5),
                "deed": dice.choice(["carried", "reshaped", "withheld", "leaked", "eaten"]),
                "text": dice.choice(["", "", "Otherwise."]),
            },
            "forecast": {"question": dice.choice([*game.questions, "who"]), "percent": dice.randint(-5, 105)},
            "reason": {"text": dice.choice(["Because.", ""])},
            "pen": {"to": self.person()},
            "read": {"count": dice.randint(-1, 9)},
        }
        step = game.step + (dice.choice([-1, 1, 7]) if dice.random() < 0.1 else 0)
        content = {"id": table.id(), "step": step, "kind": kind, **fields.get(kind, {})}
        if dice.random() < 0.03:
            content["seat"] = "washington"
        return content

    def a_command(self, table: Table) -> dict[str, Any]:
        dice, game = self.dice, table.room.game
        kinds: dict[str, Any] = {
            "start": {},
            "pause": {},
            "resume": {},
            "extend": {"seconds": dice.randint(-100, 100)},
            "close": {},
            "reopen": {},
            "reveal": {},
            "proceed": {},
            "deadline": {"minutes": dice.choice([None, 0.5, 5, -1]), "reading": dice.choice([None, 1])},
            "defaults": {"to": dice.choice(["draft", "doctrine", "empty", "cake"])},
            "seat": {
                "seat": self.seat(),
                "player": dice.choice(["human", "human", "doctrine", "absent", "x"]),
            },
            "pen": {"seat": self.seat(), "person": self.person()},
            "remove": {"person": self.dice.choice(["zoe", "zoe", self.person()])},
            "inject": {"event": dice.choice([*events(table), "rain"])},
            "plan": {
                "what": dice.choice([*events(table), "", "rain"]),
                "text": dice.choice(["", "News."]),
                "step": dice.choice([None, game.step, game.step + 1, 99]),
                "when": dice.choice([[], [{"clock": "monthly"}], [{"meter": "no.such", "at_least": 1}]]),
            },
            "unplan": {"number": dice.randint(0, 4)},
            "announce": {"to": dice.choice([[], ["gcc"], ["mars"]]), "text": dice.choice(["Hear.", ""])},
            "rule": {
                "form": dice.choice(["amend", "void", "overrule"]),
                "about": dice.choice(["", "the storm", *table.menu("tehran")[:2]]),
                "changes": dice.choice([{}, {"washington.fatigue": 1}, {"mars": 1}]),
                "reason": dice.choice(["It was unclear.", ""]),
            },
            "attempt": {
                "seat": self.seat(),
                "text": "We dig a tunnel.",
                "pros": ["They have spades."],
                "success": {"washington.fatigue": 1},
                "reason": "New.",
            },
            "hold": {"seats": dice.choice([[], ["tehran"], ["mars"]])},
            "control": {"number": dice.randint(0, 4), "deed": dice.choice(["released", "blocked", "leaked"])},
            "settle": {"place": dice.randint(0, 4), "verdict": dice.choice(["kept", "broken", "moot"])},
            "back": {"step": dice.randint(0, game.step + 1), "luck": dice.choice(["same", "fresh"])},
            "note": {"text": dice.choice(["Look at that.", ""])},
        }
        likely = {"report": "proceed", "lobby": "start", "over": "back"}.get(table.room.phase, "note")
        if table.room.closed or table.room.paused:
            likely = "reopen" if table.room.closed else "resume"
        weights = [(30 if likely != "note" else 3) if k == likely else 1 for k in kinds]
        kind = dice.choices(list(kinds), weights)[0]
        return {"id": table.id(), "kind": kind, **kinds[kind]}

    def next(self, table: Table) -> tuple[str, Deal]:
        """What is done next: who does it, and how."""
        roll, person = self.dice.random(), self.person()
        if roll < (0.72 if table.room.phase == "orders" else 0.4):
            content = self.an_act(table, person)
            return person, lambda t: t.room.act(person, parse_act(content))
        if roll < 0.9:
            asked = self.a_command(table)
            return "desk", lambda t: t.room.command(parse_command(asked))
        if roll < 0.94:
            seat = PEOPLE.get(person, self.seat())
            return person, lambda t: t.room.join(person, person.capitalize(), seat)
        if roll < 0.97:
            here = self.dice.random() < 0.7
            return person, lambda t: t.room.here(person, here)
        seconds = self.dice.choice([1, 20, 100])

        def wait(t: Table) -> None:
            t.clock.now += seconds
            t.room.tick()

        return "clock", wait


def events(table: Table) -> list[str]:
    names = table.room.game.rules.programs.names
    return [name.removeprefix("event ") for name in names if name.startswith("event ")][:4]


def tried(table: Table, deal: Deal) -> tuple[str, object]:
    """Do something; what came of it, or how it was refused."""
    try:
        return "done", deal(table)
    except Refused as error:
        return "refused", (str(error), error.field)
