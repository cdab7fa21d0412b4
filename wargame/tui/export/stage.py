"""A replay played on a screen that nobody sees, moment by moment, to be written down."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable

from textual.app import App
from textual.pilot import Pilot

from wargame.record.game import Game
from wargame.record.past import Moment
from wargame.tui.screens.replay_moves import ReplayMoves

Stage = Callable[[], App[None]]
"""Makes an interface to play on: another one than the person's own."""

Size = tuple[int, int]
PATIENCE = 500
"""Looks at a screen that does not come to rest before it is taken as it is."""


class Filmed(ReplayMoves):
    """A replay with nobody before it: no key does anything."""


async def frames(
    stage: Stage, game: Game, seat: str | None, size: Size, stops: Iterable[Moment]
) -> AsyncIterator[tuple[Moment, App[None]]]:
    """The interface as it stands at each of the moments, with these eyes."""
    app = stage()
    async with app.run_test(size=size) as pilot:
        screen = Filmed(game, seat, trusted=True)
        await app.push_screen(screen)
        await _rest(app, pilot)
        for moment in stops:
            if moment != screen.moment:
                screen.go(moment)
            screen.hush()
            await _rest(app, pilot)
            yield moment, app


async def _rest(app: App[None], pilot: Pilot[None]) -> None:
    """Until every message is dealt with and everything is painted."""
    still = 0
    for _ in range(PATIENCE):
        await asyncio.sleep(0)
        await pilot._wait_for_screen()
        screen = app.screen
        waiting = screen._layout_required or screen._repaint_required or screen._dirty_widgets
        still = 0 if waiting else still + 1
        if still == 3:
            return
        if waiting:
            await asyncio.sleep(0.004)


__all__ = ["Size", "Stage", "frames"]
