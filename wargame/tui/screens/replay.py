"""Replay: a game that has been played, moment by moment, with any seat's eyes.

What can be done here besides looking: change eyes, ask a class before each reveal, put another line of
play beside this one, play on from here, export. Nothing is written to the save that is looked at.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from textual import work

from wargame.record import shelf
from wargame.record.branches import Branch, branches, copy_of, load_branch
from wargame.record.game import Game
from wargame.record.journal import SaveError
from wargame.record.past import BEFORE_REVEAL, REVEAL, Moment, at_moment
from wargame.table.hot_seat import kept_from_view
from wargame.text.describe import date
from wargame.text.timeline import KINDS, gives_away
from wargame.tui.asking import Asking
from wargame.tui.keys import bindings
from wargame.tui.screens.choice import Choice, Option
from wargame.tui.screens.confirm import Confirm
from wargame.tui.screens.replay_moves import ReplayMoves
from wargame.tui.widgets.canvas import line
from wargame.tui.widgets.status import eyes_label

SAME_DICE = "With the same dice: the same order has the same luck"
FRESH_DICE = "With fresh dice from the reveal on"

UMPIRE = "umpire"
"""Stands for the umpire where a seat is chosen."""


class ReplayScreen(ReplayMoves):
    """Stands at one moment of the game. `seat` is whose eyes; None is the umpire."""

    places = ("replay", "look", "board")
    BINDINGS = bindings("replay")

    # Whose eyes

    @work(exclusive=True, group="ask")
    async def action_next_eyes(self) -> None:
        """The next seat, after the last the umpire; in a game that goes on, with a warning first."""
        if self.asking is not None:
            self.say("The class looks with one seat's eyes. O stops asking.")
            return
        order: list[str | None] = [*self.whole.seats, None]
        wanted = order[(order.index(self.seat) + 1) % len(order)]
        if not await self._agreed(self.whole, wanted):
            return
        self.look_with(wanted)

    def look_with(self, seat: str | None) -> None:
        self._seat = seat
        self.show_position()

    async def _agreed(self, game: Game, seat: str | None) -> bool:
        """Whether these eyes may be shown: asked once, where somebody still plays who must not know."""
        if self.trusted or not gives_away(game, seat):
            return True
        if seat is None:
            question = "The umpire's view shows everything, and this game is not over. Show it?"
        else:
            question = f"This game is not over. Show what only {eyes_label(game, seat)} may know?"
        playing = [game.seats[s].label for s, player in game.players.items() if player == "human"]
        told = line(f"Played by people: {', '.join(playing)}. After this, no further question is asked.")
        if await self.app.push_screen_wait(Confirm(question, [told], "Show it", "Go back")):
            self.trusted = True
        return self.trusted

    # What would you have ordered?

    @work(exclusive=True, group="ask")
    async def action_ask_class(self) -> None:
        if self.asking is not None:
            self._stop_asking()
            return
        self._pause()
        seat = self.seat or await self._choose_seat(
            "WHAT WOULD YOU HAVE ORDERED?",
            f"The replay stops before {self._stops_words()}. The class sees what one seat saw and says what it "
            "would order; then the sheets open. What has not been reached yet is kept back. Whose eyes?",
        )
        if seat is None:
            return
        self._seat = seat
        played = {turn.step for turn in self.whole.turns}
        marked = {mark.moment.step for mark in self.timeline.marks if mark.kind == self.filter}
        self.asking = Asking(seat, frozenset(played & marked if self.filter else played))
        self.asking.furthest = self.moment
        stop = self.asking.next_stop(self.moment)
        if stop is None:
            self._stop_asking()
            self.say("No reveal lies ahead from here. Home goes back to the start.")
        elif stop == self.moment.step or self.filter is None:
            self.ask_at(stop)
        else:
            self.show_position()
            self.say(f"Go on as you like: it stops before {self._stops_words()}.", "calm")

    def _stops_words(self) -> str:
        if self.filter is None or self.filter == "reveal":
            return "each reveal"
        return f"the reveal of each step with: {KINDS[self.filter].many}"

    def _stop_asking(self) -> None:
        self.asking = None
        self.show_position()
        self.say("The class is not asked any more.", "calm")

    async def _choose_seat(self, title: str, text: str) -> str | None:
        seats = [Option(name, seat.label) for name, seat in self.whole.seats.items()]
        found: str | None = await self.app.push_screen_wait(Choice(title, text, seats))
        return found

    def ask_at(self, step: int) -> None:
        """Stand before the reveal of a step and ask; playing goes on afterwards."""
        from wargame.tui.screens.replay_ask import AskScreen

        asking = self.asking
        assert asking is not None
        playing = self.playback.playing
        self._pause()
        self.moment = Moment(step, BEFORE_REVEAL)
        self._here = at_moment(self.whole, self.moment)
        asking.reached(self.moment)
        self.show_position()

        def answered(on: bool | None) -> None:
            if not on:
                return
            asking.passed.add(step)
            self.go(Moment(step, REVEAL))
            if playing:
                self.playback.play()
                self._show_strips()

        screen = AskScreen(self._here, self.whole.turns[step], asking.seat, asking.spread(step))
        self.app.push_screen(screen, answered)

    # Beside another

    @work(exclusive=True, group="ask")
    async def action_compare(self) -> None:
        from wargame.tui.screens.replay_compare import CompareScreen

        self._pause()
        if self.asking is not None:
            self.say("That would show what comes. O stops asking the class.")
            return
        options = await asyncio.to_thread(others, self.whole)
        if not options:
            self.say("There is no other line of play in this file, and no other save of this scenario.")
            return
        title = "COMPARE WITH"
        text = "Another line of play of the same file, or another save of the same scenario."
        chosen = await self.app.push_screen_wait(Choice(title, text, options))
        if chosen is None:
            return
        try:
            label, other = await asyncio.to_thread(taken_up, self.whole, chosen)
        except (SaveError, ValueError) as error:
            self.wargame.complain("This save cannot be compared", str(error))
            return
        if self.seat is not None and self.seat not in other.seats:
            self.say(f"There is no seat {self.seat} in that game; look with the umpire's eyes first.")
        elif await self._agreed(other, self.seat):
            screen = CompareScreen(
                self.whole, other, self.seat, self.moment.step, label, trusted=self.trusted
            )
            self.app.push_screen(screen)

    # Play on from here

    @work(exclusive=True, group="ask")
    async def action_play_on(self) -> None:
        """Copy this line of play into a new save, branch there, and sit down."""
        self._pause()
        whole, step = self.whole, self.moment.step
        if whole.path is None or whole.halted is not None:
            why = whole.halted or "this game has no save"
            self.say(f"It can be viewed, not played on: {why}.")
            return
        options = []
        for luck, words in (("same", SAME_DICE), ("fresh", FRESH_DICE)):
            options.append(Option(None, words))
            options += [Option((seat, luck), place.label) for seat, place in whole.seats.items()]
        title = f"PLAY ON FROM {date(whole, step).upper()}"
        text = "From the orders of this step, in a new save; this one stays as it is. Which seat is yours?"
        chosen = await self.app.push_screen_wait(Choice(title, text, options))
        if chosen is None or not await self._agreed(whole, chosen[0]):
            return
        try:
            path = await asyncio.to_thread(branch_off, whole, step, *chosen)
        except (SaveError, ValueError, OSError) as error:
            self.wargame.complain("This game cannot be played on from here", str(error))
            return
        self.wargame.open_save(path, chosen[0])

    # Export

    @work(exclusive=True, group="ask")
    async def action_export(self) -> None:
        from wargame.tui.export.write import WHAT, target, write

        self._pause()
        stage, size = type(self.wargame), (self.app.size.width, self.app.size.height)
        folder = shelf.saves_folder() / "exports"
        name = self.whole.path.stem if self.whole.path else self.whole.scenario.name
        eyes = self.seat or UMPIRE
        paths = {what: target(folder, f"{name}-{eyes}", what) for what in WHAT}
        options = [Option(what, WHAT[what], str(paths[what])) for what in WHAT]
        text = f"As seen by: {eyes_label(self.whole, self.seat)}. Whoever reads it sees no more than these eyes do."
        what = await self.app.push_screen_wait(Choice("EXPORT", text, options))
        if what is None:
            return
        self.say("Writing. This may take some seconds; go on as you like.", "calm")
        try:
            await asyncio.to_thread(write, stage, self.whole, self.seat, what, paths[what], size)
        except (OSError, ValueError) as error:
            self.wargame.complain("The export could not be written", str(error))
            return
        if self.is_attached:
            self.say(f"Written: {paths[what]}", "calm")

    def action_leave(self) -> None:
        if self.asking is not None:
            self._stop_asking()
        else:
            self.dismiss()


# What lies beside -------------------------------------------------------------------------------


def others(game: Game) -> list[Option]:
    """The other lines of play of this game's file, and the other saves of its scenario."""
    options: list[Option] = []
    if game.path is not None and game.path.exists():
        lines = [b for b in branches(game.path) if not _same_line(game, b)]
        if lines:
            options.append(Option(None, "In the same file"))
            options += [
                Option(b, f"Line {b.number}{' (the last)' if b.last else ''}", _told(b)) for b in lines
            ]
    for title, found in (("Your saves", shelf.own_saves()), ("Recorded games", shelf.shipped_saves())):
        some = [s for s in found if s.scenario == game.scenario.name and not _same_file(game, s.path)]
        if some:
            options.append(Option(None, title))
            options += [
                Option(s.path, s.path.stem, f"{s.steps} steps, {'over' if s.over else 'not over'}")
                for s in some
            ]
    return options


def _told(branch: Branch) -> str:
    parts = "" if branch.last else f"; left for another at step {branch.parts + 1}"
    return f"{branch.steps} steps{parts}"


def _same_file(game: Game, path: Path) -> bool:
    return game.path is not None and path.exists() and game.path.exists() and path.samefile(game.path)


def _same_line(game: Game, branch: Branch) -> bool:
    return branch.last and branch.steps == len(game.turns)


def taken_up(game: Game, chosen: Any) -> tuple[str, Game]:
    """A chosen line of play or save, with what to call it. SaveError."""
    if isinstance(chosen, Branch):
        assert game.path is not None
        return f"line {chosen.number}", load_branch(game.path, chosen)
    other = Game.load(chosen, upto=10_000_000)
    if (reason := kept_from_view(other)) is not None:
        raise ValueError(reason)
    return chosen.stem, other


def branch_off(game: Game, step: int, seat: str, luck: str) -> Path:
    """A new save that has this game up to a step and goes on from its orders."""
    assert game.path is not None
    path = shelf.next_path(game.scenario.name, seat)
    copy_of(game.path, 10_000_000, path)
    try:
        made = Game.load(path)
        made.branch(min(step, made.step - made.over), luck)
        made.close()
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


__all__ = ["ReplayScreen"]
