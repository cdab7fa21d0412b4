"""Games between doctrines with a save on disk, and what two games must share to be the same game."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import wargame
from wargame.record.course import Turn
from wargame.record.game import Game
from wargame.ruleset.tables import Ruleset

SEED = 11


def start(rules: Ruleset, path: Path | None, scenario: str = "intro", seed: int = SEED) -> Game:
    seats = rules.tables[rules.scenarios[scenario].table].seats
    return Game.new(rules, scenario, seed=seed, players=dict.fromkeys(seats, "doctrine"), path=path)


def play_on(game: Game, steps: int = 1000) -> None:
    """Let the scripted players seal and open so many steps, or as many as there are."""
    opponents = wargame.Opponents(game)
    for _ in range(steps):
        if game.over:
            break
        opponents.fill()
        game.advance()


def turn_print(turn: Turn) -> tuple[Any, ...]:
    numbers = (turn.opened.tobytes(), turn.after.tobytes(), turn.orders.tobytes())
    return (turn.step, turn.crisis, numbers, turn.sheets, turn.entries, turn.notes)


def fingerprint(game: Game) -> tuple[Any, ...]:
    """Everything that a person could tell two games apart by, and what their next dice will be."""
    state = game.games.state
    views = [(view.values.tobytes(), view.menu, view.places) for view in map(game.view, game.seats)]
    dice = game.games.dice.two("test", range(4)).tolist()
    return (
        (game.step, game.over, game.end, game.crisis),
        state.digest(),
        views,
        dice,
        dict(game.sealed),
        dict(game.players),
        game.opening,
        [turn_print(turn) for turn in game.turns],
    )


def everything(game: Game) -> tuple[Any, ...]:
    """The same, with all that people said, sealed and ruled, which moves nothing by itself."""
    return (
        fingerprint(game),
        (game.post, game.forecasts, dict(game.asked), game.acts, dict(game.stated), game.rulings),
        (dict(game.words), dict(game.people)),
        [game.messages(seat) for seat in (None, *game.seats)],
        [game.commitments(step) for step in range(game.step + 1)],
        [sheet.nonce for sheet in game.sealed.values()],
        [turn.stated for turn in game.turns],
    )


def contents(data: bytes) -> list[dict[str, Any]]:
    """The lines of a save without their hashes."""
    found = [json.loads(line) for line in data.splitlines()]
    for line in found:
        del line["hash"]
    return found


def chained(lines: Iterable[dict[str, Any]]) -> bytes:
    """A save of these lines with hashes that fit: what a forger would write, or another version."""
    data, previous = b"", ""
    for line in lines:
        body = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
        previous = hashlib.sha256((previous + body).encode()).hexdigest()[:32]
        data += (body[:-1] + f',"hash":"{previous}"}}\n').encode()
    return data
