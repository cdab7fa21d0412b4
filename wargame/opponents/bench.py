"""Fills the sheets of the seats that no person holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wargame.engine.dice import seeds_of
from wargame.engine.fog import Seat
from wargame.opponents.doctrine import Choice, DoctrinePlayer
from wargame.opponents.null import NullPlayer
from wargame.record.game import Game
from wargame.ruleset.tables import Ruleset, Scenario


@dataclass(frozen=True)
class Proposal:
    """A sheet as a scripted player would fill it: orders by name, and the reason for each."""

    orders: tuple[str, ...]
    reasons: tuple[str, ...]
    by: str


def player_for(
    rules: Ruleset, scenario: Scenario, power: int, cells: object, player: str
) -> DoctrinePlayer | NullPlayer:
    """The scripted player of a power: `null`, or a doctrine (the scenario's own if none is named)."""
    mine = np.asarray(cells)
    if player == "null":
        return NullPlayer(rules, power, mine)
    name = player.partition(" ")[2] or scenario.doctrines[rules.powers[power]]
    if rules.doctrines[name].power != power:
        name = scenario.doctrines[rules.powers[power]]
    return DoctrinePlayer(rules, rules.doctrines[name], mine)


class Opponents:
    """The scripted players of a game at the table.

    They roll dice of their own, which know nothing of the game's seed, and read their seat's view only.
    """

    def __init__(self, game: Game) -> None:
        self.game = game
        self._players: dict[tuple[str, int, str], DoctrinePlayer | NullPlayer] = {}

    def fill(self) -> list[str]:
        """Seal a sheet for every seat that is not a person's and has not sealed; the names of those seats."""
        done: list[str] = []
        if self.game.over:
            return done
        for name in self.game.seats:
            if self.game.players[name] != "human" and name not in self.game.sealed:
                proposal = self.propose(name)
                faults = self.game.submit(name, proposal.orders, proposal.by, proposal.reasons)
                assert not faults, (name, proposal, faults)
                done.append(name)
        return done

    def propose(self, seat: str, player: str | None = None) -> Proposal:
        """The sheet that a player would seal for a seat; its own player if none is named."""
        game = self.game
        player = game.players[seat] if player is None else player
        if player in ("absent", "human"):
            return Proposal((), (), "absent")
        orders: list[str] = []
        reasons: list[str] = []
        for power in game.seats[seat].powers:
            bot = self._player(game.seats[seat], power, player)
            seeds = seeds_of(game.header.bot_seed, 1, power)
            choice: Choice = bot.choose(game.games.state.meters, seeds, game.step)
            for place in np.flatnonzero(choice.orders[:, 0]):
                orders.append(game.rules.programs.names[choice.orders[place, 0]])
                row = int(choice.rows[place, 0])
                rows = bot.doctrine.rows if isinstance(bot, DoctrinePlayer) else ()
                reasons.append(rows[row].because if 0 <= row < len(rows) else "drawn at random")
        return Proposal(tuple(orders), tuple(reasons), player)

    def _player(self, seat: Seat, power: int, player: str) -> DoctrinePlayer | NullPlayer:
        key = (seat.name, power, player)
        if key not in self._players:
            self._players[key] = player_for(self.game.rules, self.game.scenario, power, seat.cells, player)
        return self._players[key]
