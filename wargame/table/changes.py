"""Who hears of what: only whoever can see that something has changed, by comparing what they saw before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from wargame.record.game import Game
from wargame.record.messages import in_hand
from wargame.table.room_log import DESK
from wargame.text.eyes import EVERYBODY, eyes

WALL = "wall"
"""The public board: it sees what everybody sees."""

BOARD = ("board", "sheet", "report", "news")
"""Parts of a page that show the position."""

ALL = ("sheet", "post", "clock", "team", "board", "report", "roll", "news", "rulings")


@dataclass
class Doing:
    """Something that is being done: what is answered, and who will hear that something has changed."""

    game: Game
    text: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, list[str]] = field(default_factory=dict)

    def tell(self, viewer: str, *parts: str) -> None:
        """A viewer's parts have changed; the desk hears of everything."""
        for who in dict.fromkeys((viewer, DESK)):
            self.parts.setdefault(who, []).extend(parts)

    def tell_all(self, *parts: str) -> None:
        """Everybody's parts have changed."""
        for viewer in viewers(self.game):
            self.tell(viewer, *parts)

    def tell_readers(self, to: Iterable[str], *parts: str) -> None:
        """Those named have something new; nobody named is everybody."""
        named = list(to)
        for viewer in named or viewers(self.game):
            self.tell(viewer, *parts)

    @contextmanager
    def post(self) -> Iterator[None]:
        """Whoever has other messages in hand afterwards hears of it."""
        before = _letters(self.game)
        try:
            yield
        finally:
            self._compare(before, _letters(self.game), ("post",))

    @contextmanager
    def position(self) -> Iterator[None]:
        """Whoever sees another position afterwards hears of it; and all of them of whose sheets fell."""
        before, sealed = _looks(self.game), set(self.game.sealed)
        try:
            yield
        finally:
            self._compare(before, _looks(self.game), BOARD)
            for seat in sealed - set(self.game.sealed):
                self.tell(seat, "sheet")
                self.tell_all("roll")

    def _compare(self, before: dict[str, Any], after: dict[str, Any], parts: tuple[str, ...]) -> None:
        for viewer, seen in after.items():
            if before[viewer] != seen:
                self.tell(viewer, *parts)


def viewers(game: Game) -> list[str]:
    """Everybody who looks at a table."""
    return [*game.seats, WALL, DESK]


def _letters(game: Game) -> dict[str, Any]:
    """The messages that each has in hand; on the wall, those that are for everybody."""
    found: dict[str, Any] = {seat: game.messages(seat) for seat in game.seats}
    found[WALL] = in_hand(game.post, "", game.over)
    found[DESK] = game.messages(None)
    return found


def _looks(game: Game) -> dict[str, Any]:
    """The position and what was told of its opening, as each sees it."""
    found: dict[str, Any] = {}
    for viewer, seat in [*((s, s) for s in game.seats), (WALL, EVERYBODY), (DESK, None)]:
        sight = eyes(game, seat)
        values = game.games.state.meters[sight.seat.sight, 0].tobytes()
        menu = game.view(seat).menu if seat in game.seats else ()
        entries, notes = game.opening
        found[viewer] = (game.step, values, menu, sight.entries(entries), sight.notes(notes))
    return found


__all__ = ["ALL", "BOARD", "WALL", "Doing", "viewers"]
