"""One person's chair at a game: the sheet and the message in writing, sealing, and the scripted players."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from wargame.engine.legality import Fault
from wargame.opponents.bench import Opponents
from wargame.record import shelf
from wargame.record.game import Game, Turn
from wargame.record.lines import Intent
from wargame.record.messages import Seen
from wargame.ruleset.problems import suggest
from wargame.ruleset.tables import Ruleset
from wargame.table.drafts import Draft, DraftFile, Letter

FIRST = "intro"
"""The scenario that a new player is given, by the id that it has in a ruleset of its own words."""


def usual_scenario(rules: Ruleset) -> str:
    """The scenario for a first game: the introduction, or else the first there is."""
    name = rules.typed(FIRST)
    return name if name in rules.scenarios else next(iter(rules.scenarios))


class Session:
    """A chair and whoever sits in it. Nothing here knows a screen."""

    def __init__(self, game: Game, seat: str, draft: Draft | None = None) -> None:
        self.game = game
        self.seat = seat
        self.opponents = Opponents(game)
        self._file = DraftFile(game.path, seat)
        self.kept = draft if draft is not None else self._file.read()
        self._fit_draft()

    @classmethod
    def start(cls, rules: Ruleset, choice: Mapping[str, Any]) -> Session:
        """A new game. `choice` may name `scenario`, `seat`, `seed`, `path`, and by seat `players` and `people`.

        Seats that are not named are played by their scenario's doctrine; `people` gives names of persons.
        Raises ValueError or SaveError.
        """
        scenario = str(choice.get("scenario") or usual_scenario(rules))
        if scenario not in rules.scenarios:
            raise ValueError(f"'{scenario}' is not a scenario{suggest(scenario, rules.scenarios)}")
        table = str(choice.get("table") or rules.scenarios[scenario].table)
        seats = rules.tables[table].seats if table in rules.tables else ()
        seat = str(choice.get("seat") or (seats[0] if seats else ""))
        players = dict.fromkeys(seats, "doctrine") | dict(choice.get("players") or {}) | {seat: "human"}
        path = choice.get("path") or shelf.next_path(scenario, seat)
        game = Game.new(rules, scenario, seed=choice.get("seed"), table=table, players=players, path=path)
        for person, name in dict(choice.get("people") or {}).items():
            if name:
                game.name_person(person, name)
        if choice.get("umpire_word"):
            game.set_word("umpire", str(choice["umpire_word"]))
        return cls(game, seat)

    @classmethod
    def resume(cls, path: Path, seat: str | None = None) -> Session:
        """Take up a save, in a person's chair (the first, if none is named). SaveError or ValueError."""
        game = Game.load(path)
        people = [s for s, player in game.players.items() if player == "human"]
        chair = seat or (people[0] if people else next(iter(game.seats)))
        if chair not in game.seats:
            raise ValueError(f"'{chair}' is not a seat of this game; its seats are {', '.join(game.seats)}")
        return cls(game, chair)

    # Who sits where

    @property
    def others(self) -> list[str]:
        """Seats that other people hold; somebody must play them before sheets can open."""
        return [s for s, player in self.game.players.items() if player == "human" and s != self.seat]

    @property
    def awaited(self) -> list[str]:
        """Other people's seats that have not sealed."""
        return [s for s in self.others if s not in self.game.sealed]

    @property
    def sealed(self) -> bool:
        return self.seat in self.game.sealed

    def take_chair(self) -> None:
        """Sit down alone: this seat is a person's, every other person's seat goes to its doctrine."""
        if self.game.over:
            return
        if self.game.players[self.seat] != "human":
            self.game.set_player(self.seat, "human")
        for seat in self.others:
            self.game.set_player(seat, "doctrine")

    # The sheet

    @property
    def draft(self) -> list[str]:
        """The orders in writing, in the order in which they are paid."""
        return self.kept.orders

    @draft.setter
    def draft(self, orders: list[str]) -> None:
        self.kept.orders = orders

    def add(self, order: str) -> list[Fault]:
        """Write an order on the sheet, if it fits there; else what is wrong with it."""
        faults = self.game.judge(self.seat, [*self.draft, order])
        if not faults:
            self.draft.append(order)
            self.keep_draft()
        return faults

    def remove(self, order: str) -> None:
        if order in self.draft:
            self.draft.remove(order)
            self.keep_draft()

    def shift(self, order: str, by: int) -> bool:
        """Move an order on the sheet; whether it moved. Earlier orders are paid first."""
        at = self.draft.index(order) if order in self.draft else -1
        to = at + by
        if at < 0 or not 0 <= to < len(self.draft):
            return False
        self.draft[at], self.draft[to] = self.draft[to], self.draft[at]
        self.keep_draft()
        return True

    def seal(self) -> list[Fault]:
        """Seal the sheet, until it is taken back or all are open. Returns what is wrong, if anything is."""
        if self.sealed:
            return []
        faults = self.game.submit(self.seat, self.draft)
        if not faults:
            self.draft = []
            self.keep_draft()
        return faults

    def open_sheets(self) -> Turn:
        """Let the scripted seats seal, open all sheets and resolve the step. ValueError if a sheet is missing."""
        self.opponents.fill()
        turn = self.game.advance()
        self.draft = []
        self.keep_draft()
        return turn

    def unseal(self) -> None:
        """Take the sheet back before the reveal, and go on writing it."""
        if self.sealed:
            self.draft = list(self.game.sealed[self.seat].orders)
            self.game.unseal(self.seat)
            self.keep_draft()

    # Messages

    @property
    def messages(self) -> list[Seen]:
        return self.game.messages(self.seat)

    @property
    def unread(self) -> int:
        """Messages that came since this seat last looked at them."""
        found = self.messages
        self.kept.read = min(self.kept.read, len(found))  # going back takes messages away
        return sum(not seen.mine for seen in found[self.kept.read :])

    def read_messages(self) -> None:
        """All messages have been seen."""
        if self.kept.read != len(self.messages):
            self.kept.read = len(self.messages)
            self.keep_draft()

    def send(self, to: Sequence[str], text: str, via: str = "", mark: Intent = "none") -> None:
        """Say something. A mediator that no person plays carries it at once, as it is. Raises PostError."""
        self.game.send(self.seat, to, text, via, mark)
        if via and self.game.players[via] != "human":
            self.game.mediate(via, len(self.game.messages(via)), "carried")

    def letter(self, purpose: str) -> Letter:
        """A message in writing, as it was left; an empty one if none was begun."""
        kept = self.kept.letters.get(purpose)
        return replace(kept, to=list(kept.to)) if kept else Letter()

    def keep_letter(self, purpose: str, letter: Letter | None) -> None:
        """Keep a message in writing; one without a text is forgotten."""
        self.kept.letters.pop(purpose, None)
        if letter is not None and letter.text.strip():
            self.kept.letters[purpose] = letter
        self.keep_draft()

    # What is kept beside the save

    def keep_draft(self) -> None:
        """Write down beside the save what is being written; nothing leaves no file."""
        self.kept.step = self.game.step
        self._file.write(self.kept)

    def _fit_draft(self) -> None:
        """Drop what no longer fits: orders of another step or of a sheet that is sealed, and impossible ones."""
        found = self.kept.orders if self.kept.step == self.game.step and not self.game.over else []
        orders: list[str] = []
        for order in [] if self.sealed else found:
            if not self.game.judge(self.seat, [*orders, order]):
                orders.append(order)
        self.kept.orders = orders
        self.kept.read = min(self.kept.read, len(self.messages))


__all__ = ["Session", "usual_scenario"]
