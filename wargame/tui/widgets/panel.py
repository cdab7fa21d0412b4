"""A list at the table whose rows stand for numbers that can be asked."""

from __future__ import annotations

from wargame.record.game import Game
from wargame.tui.widgets.listing import Listing


class Panel(Listing):
    """A list at the table. `asked` gives the meters that the row under the pointer is about."""

    def show(self, game: Game, seat: str | None) -> None:
        raise NotImplementedError

    def asked(self) -> list[int]:
        return [self.key] if isinstance(self.key, int) else []

    def told(self) -> str:
        """The row under the pointer in words."""
        return ""
