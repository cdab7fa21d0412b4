"""How a screen goes from seat to seat, and how a game of several people is taken up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wargame.record.game import Game
from wargame.table.hot_seat import Guard, HotSeat
from wargame.table.session import Session
from wargame.tui.screens.choice import Choice, Option
from wargame.tui.screens.curtain import CurtainScreen

if TYPE_CHECKING:
    from wargame.tui.app import WargameApp

ALONE, TOGETHER = "alone", "together"

FORGET = "\x1b[2J\x1b[3J\x1b[H"
"""Asks a terminal to forget what it shows and what has scrolled away."""


async def how_to_go_on(app: WargameApp, session: Session) -> str | None:
    """`ALONE` or `TOGETHER`; None for not at all. Where seats have words, there is no question."""
    game = session.game
    if HotSeat.wanted(game):
        return TOGETHER
    if game.over or not session.others:
        return ALONE
    labels = ", ".join(game.seats[s].label for s in session.others)
    text = f"Other people hold seats in this game: {labels}."
    options = [
        Option(TOGETHER, "One after the other", "The screen goes from seat to seat, each with its own word."),
        Option(ALONE, "Go on alone", "Their seats go to the scripted players of the scenario."),
    ]
    found: str | None = await app.push_screen_wait(Choice("HOW TO GO ON", text, options))
    return found


def begin(app: WargameApp, game: Game, guard: Guard, seat: str | None = None) -> None:
    """Draw the curtain for the first time. Nobody sits yet."""
    app.push_screen(CurtainScreen(HotSeat(game, guard), seat))


def get_up(app: WargameApp, notice: str) -> None:
    """Leave a seat: nothing of it stays on the screen, in the terminal, or to be called back."""
    while not isinstance(app.screen, CurtainScreen):
        app.pop_screen()
    app.clear_notifications()
    if app.clipboard:
        app.copy_to_clipboard("")
    app.screen.notice = notice
    app.screen.draw_curtain()
    if app._driver is not None:
        app._driver.write(FORGET)
    app.refresh(layout=True)


__all__ = ["ALONE", "TOGETHER", "begin", "get_up", "how_to_go_on"]
