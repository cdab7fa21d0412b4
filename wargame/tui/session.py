"""A game as one person plays it: the game, the chair, the scripted opponents, the sheet being written.

The sheet in writing is kept beside the save and is gone once it is sealed, so that a closed terminal
loses nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import wargame
from wargame.engine.legality import Fault
from wargame.opponents.bench import Opponents
from wargame.record import shelf
from wargame.record.game import Game, Turn
from wargame.ruleset.tables import Ruleset


class Session:
    """One person's game. Nothing here knows a screen."""

    def __init__(self, game: Game, seat: str) -> None:
        self.game = game
        self.seat = seat
        self.opponents = Opponents(game)
        self.draft: list[str] = self._read_draft()

    @classmethod
    def start(cls, rules: Ruleset, choice: Mapping[str, Any]) -> Session:
        """A new game. `choice` may name `scenario`, `seat`, `seed`, `path` and, by seat, `players`.

        Seats that are not named are played by their scenario's doctrine. Raises ValueError or SaveError.
        """
        scenario = str(choice.get("scenario") or "intro")
        if scenario not in rules.scenarios:
            wargame.Game.new(rules, scenario)  # says what is wrong
        table = str(choice.get("table") or rules.scenarios[scenario].table)
        seats = rules.tables[table].seats if table in rules.tables else ()
        seat = str(choice.get("seat") or (seats[0] if seats else ""))
        players = dict.fromkeys(seats, "doctrine") | dict(choice.get("players") or {}) | {seat: "human"}
        path = choice.get("path") or shelf.next_path(scenario, seat)
        game = Game.new(rules, scenario, seed=choice.get("seed"), table=table, players=players, path=path)
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

    @property
    def others(self) -> list[str]:
        """Seats that other people hold; somebody must play them before sheets can open."""
        return [s for s, player in self.game.players.items() if player == "human" and s != self.seat]

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
        """Seal the sheet and let the scripted seats seal theirs. Returns what is wrong, if anything is."""
        if not self.sealed:
            faults = self.game.submit(self.seat, self.draft)
            if faults:
                return faults
        self.opponents.fill()
        return []

    def open_sheets(self) -> Turn:
        """All sheets are in: open them and resolve the step."""
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

    # The draft beside the save

    @property
    def _draft_path(self) -> Path | None:
        return None if self.game.path is None else self.game.path.with_suffix(".draft")

    def keep_draft(self) -> None:
        """Write the sheet down beside the save; an empty one leaves no file."""
        path = self._draft_path
        if path is None:
            return
        if not self.draft:
            path.unlink(missing_ok=True)
            return
        new = path.with_suffix(".draft-new")
        new.write_text(
            json.dumps({"step": self.game.step, "seat": self.seat, "orders": self.draft}), encoding="utf-8"
        )
        new.replace(path)

    def _read_draft(self) -> list[str]:
        """The sheet as it was left; what no longer fits is dropped."""
        path = self._draft_path
        try:
            kept = json.loads(path.read_text(encoding="utf-8")) if path else {}
            if kept.get("step") != self.game.step or kept.get("seat") != self.seat or self.game.over:
                return []
            draft: list[str] = []
            for order in kept["orders"]:
                if not self.game.judge(self.seat, [*draft, str(order)]):
                    draft.append(str(order))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return []
        return draft
