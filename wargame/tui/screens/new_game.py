"""Choose a scenario, a seat, who plays the others, and the seed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

from textual import events
from textual.widget import Widget

from wargame.record.words import SHORTEST, plain
from wargame.ruleset.tables import Ruleset
from wargame.table.session import usual_scenario
from wargame.text.words import first_up
from wargame.tui.glyphs import SIGNS
from wargame.tui.keys import bindings
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Canvas, Line, Span, folded, line

BY_CHANCE = "by chance"


class Form(Canvas, can_focus=True):
    """Fields, one a line, the chosen one marked; what they mean is told below."""

    BINDINGS = bindings("form")

    def __init__(self, rules: Ruleset) -> None:
        super().__init__(id="form")
        self.rules = rules
        self.scenario = usual_scenario(rules)
        usual = rules.typed("washington")
        self.seat = usual if usual in self._seats() else self._seats()[0]
        self.players: dict[str, str] = {}
        self.people: dict[str, str] = {}
        """Names of the people, by seat."""
        self.umpire_word = ""
        self.seed = ""
        self.at = 0

    def _seats(self) -> tuple[str, ...]:
        return self.rules.tables[self.rules.scenarios[self.scenario].table].seats

    def _label(self, seat: str) -> str:
        table = self.rules.tables[self.rules.scenarios[self.scenario].table]
        return table.labels[table.seats.index(seat)]

    def _fields(self) -> list[str]:
        umpire = ["umpire"] if self._several() else []
        return ["scenario", "seat", *(s for s in self._seats() if s != self.seat), *umpire, "seed"]

    def _several(self) -> bool:
        """Whether more than one person plays."""
        return any(self._player(seat) == "human" for seat in self._seats() if seat != self.seat)

    def _players_of(self, seat: str) -> list[str]:
        """Who may play a seat: the scenario's own doctrine first, then the others, chance, nobody, a person."""
        rules, scenario = self.rules, self.rules.scenarios[self.scenario]
        table = rules.tables[scenario.table]
        cells = table.cells[table.seats.index(seat)]
        powers = {int(p) for p in rules.cell_power[cells]}
        own = [d.name for d in rules.doctrines.values() if d.power in powers]
        usual = [scenario.doctrines.get(rules.powers[p], "") for p in sorted(powers)]
        own.sort(key=lambda name: name not in usual)
        return [*(f"doctrine {name}" for name in own), "null", "absent", "human"]

    def _player(self, seat: str) -> str:
        known = self._players_of(seat)
        return self.players.get(seat, known[0]) if self.players.get(seat) in (None, *known) else known[0]

    def choice(self) -> dict[str, Any]:
        """What `Session.start` needs."""
        players = {s: self._player(s) for s in self._seats() if s != self.seat}
        seed = int(self.seed) if self.seed else None
        found: dict[str, Any] = {
            "scenario": self.scenario,
            "seat": self.seat,
            "players": players,
            "seed": seed,
        }
        if self._several():
            found["people"] = {
                s: n for s, n in self.people.items() if s == self.seat or players.get(s) == "human"
            }
            found["umpire_word"] = self.umpire_word
        return found

    # Keys

    def _move(self, by: int) -> None:
        self.at = (self.at + by) % len(self._fields())
        self.redraw()

    def action_previous_field(self) -> None:
        self._move(-1)

    def action_next_field(self) -> None:
        self._move(1)

    def _turn(self, by: int) -> None:
        def beside(value: str, values: list[str]) -> str:
            return values[(values.index(value) + by) % len(values)]

        field = self._fields()[self.at]
        if field == "scenario":
            self.scenario = beside(self.scenario, list(self.rules.scenarios))
            if self.seat not in self._seats():
                self.seat = self._seats()[0]
        elif field == "seat":
            self.seat = beside(self.seat, list(self._seats()))
        elif field in self._seats():
            self.players[field] = beside(self._player(field), self._players_of(field))
        self.redraw()

    def action_previous_value(self) -> None:
        self._turn(-1)

    def action_next_value(self) -> None:
        self._turn(1)

    def action_start_game(self) -> None:
        if self._several() and self.umpire_word and len(plain(self.umpire_word)) < SHORTEST:
            self.at = self._fields().index("umpire")
            self.redraw()
            cast("Room[Any]", self.screen).say(f"A word has at least {SHORTEST} letters or digits.")
            return
        self.screen.dismiss(self.choice())

    def action_go_back(self) -> None:
        self.screen.dismiss(None)

    # Typing

    def on_key(self, event: events.Key) -> None:
        typed = self._typed()
        if typed is None:
            return
        text, fits, most = typed
        if event.key == "backspace":
            text = text[:-1]
        elif event.character and fits(event.character) and len(text) < most:
            text += event.character
        else:
            return
        event.stop()
        self._type(text)
        self.redraw()

    def _typed(self) -> tuple[str, Callable[[str], bool], int] | None:
        """What can be typed into the field: its text, the signs it takes, and how many."""
        field = self._fields()[self.at]
        if field == "seed":
            return self.seed, str.isdigit, 15
        if field == "umpire":
            return self.umpire_word, str.isprintable, 40
        seat = self.seat if field == "seat" else field
        if self._several() and (field == "seat" or self._is_person(field)):
            return self.people.get(seat, ""), _in_name, 20
        return None

    def _is_person(self, field: str) -> bool:
        return field in self._seats() and self._player(field) == "human"

    def _type(self, text: str) -> None:
        field = self._fields()[self.at]
        if field == "seed":
            self.seed = text
        elif field == "umpire":
            self.umpire_word = text
        else:
            self.people[self.seat if field == "seat" else field] = text

    def on_click(self, event: events.Click) -> None:
        at = event.y - 2
        if 0 <= at < len(self._fields()):
            if at == self.at:
                self._turn(1)
            self._move(at - self.at)

    # Painting

    def draw(self, width: int, height: int) -> list[Line]:
        scenario = self.rules.scenarios[self.scenario]
        fields, wide = self._fields(), min(width - 2, 104)
        lines: list[Line] = [line(("NEW GAME", "title")), line("")]
        lines += [self._field(field, at == self.at) for at, field in enumerate(fields)]
        lines.append(line(""))
        parts = [
            (scenario.label, f"{scenario.text} About {scenario.minutes} minutes."),
            (f"You are {self._label(self.seat)}", self._brief()),
        ]
        parts += [(self._label(f), told) for f in self._seats() if f != self.seat and (told := self._told(f))]
        here = self._told(fields[self.at])
        name = self._label(fields[self.at]) if fields[self.at] in self._seats() else fields[self.at]
        whole = [spans for lead, text in parts for spans in _paragraph(lead, text, wide)]
        if len(lines) + len(whole) > height:  # no room for all: what the pointer stands on
            whole = [*_paragraph(*parts[0], wide), *_paragraph(*((name, here) if here else parts[1]), wide)]
        elif here and fields[self.at] not in self._seats():
            whole += _paragraph(first_up(name), here, wide)
        return [*lines, *whole][:height]

    def _brief(self) -> str:
        rules, scenario = self.rules, self.rules.scenarios[self.scenario]
        table = rules.tables[scenario.table]
        cells = table.cells[table.seats.index(self.seat)]
        powers = sorted({int(p) for p in rules.cell_power[cells]})
        return " ".join(scenario.briefs.get(rules.powers[p], rules.power_texts[p]).strip() for p in powers)

    def _told(self, field: str) -> str:
        """What a field means; nothing where the rest of the page says it."""
        if field == "seed":
            return "It fixes the dice: same seed, same orders, same game. Type digits, or leave it."
        if field == "umpire":
            return (
                "Who forgets a word cannot open their seat; an umpire with a word of their own can take it away. "
                "Type one, or leave it."
            )
        if field == self.seat or field not in self._seats():
            return ""
        if self._is_person(field):
            return (
                "A person plays at this screen. Between seats the screen is blank, and each seat opens to its own "
                "word only. Type a name, or leave it."
            )
        doctrine = self.rules.doctrines.get(self._player(field).partition(" ")[2])
        return "" if doctrine is None else f"Plays “{doctrine.label}”. {doctrine.text.strip()}"

    def _field(self, field: str, here: bool) -> Line:
        role = "chosen" if here else "plain"
        if field == "scenario":
            name, value = "Scenario", self.rules.scenarios[self.scenario].label
        elif field == "seat":
            name, value = "First person" if self._several() else "Your seat", self._label(self.seat)
            value += self._named(self.seat) if self._several() else ""
        elif field == "seed":
            name, value = "Seed", self.seed or BY_CHANCE
        elif field == "umpire":
            name, value = "Umpire's word", "*" * len(self.umpire_word) or "none"
        else:
            name, value = self._label(field), _player_words(self.rules, self._player(field))
            value += self._named(field) if self._is_person(field) else ""
        spans: tuple[Span, ...] = ((f"{SIGNS.pointer} " if here else "  ", "key"), (name.ljust(18), "dim"))
        arrows = ("", "") if field in ("seed", "umpire") else ("< ", " >")
        return (*spans, (f"{arrows[0]}{value}{arrows[1]}", role))

    def _named(self, seat: str) -> str:
        name = self.people.get(seat, "")
        return f": {name}" if name else ""


def _paragraph(lead: str, text: str, width: int) -> list[Line]:
    """A text under its lead, and a blank."""
    return [line((lead, "title")), *folded(" ".join(text.split()), width), line("")]


def _player_words(rules: Ruleset, player: str) -> str:
    word, _, name = player.partition(" ")
    if word == "doctrine":
        return f"played by “{rules.doctrines[name].label}”"
    return {
        "null": "plays legal orders at random",
        "absent": "gives no orders",
        "human": "a person",
    }[word]


def _in_name(sign: str) -> bool:
    return sign.isalnum() or sign in "-.'"


class NewGameScreen(Room["dict[str, Any] | None"]):
    places = ("form",)

    def __init__(self, rules: Ruleset) -> None:
        super().__init__()
        self.rules = rules

    def body(self) -> Iterable[Widget]:
        yield Form(self.rules)

    def on_mount(self) -> None:
        self.query_one(Form).focus()
