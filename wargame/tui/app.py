"""The application: its themes, its screens, and the way from one to the next. Thin on purpose.

Screens read views, stories and order cards of `wargame.text`; what they change goes through a
`Session`. Anything heavy is loaded after the first paint.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import events, work
from textual.app import App, SystemCommand
from textual.screen import Screen

from wargame.tui.keys import bindings, keys_of
from wargame.tui.screens.menu import MenuScreen
from wargame.tui.screens.room import Room
from wargame.tui.themes import THEMES

if TYPE_CHECKING:
    from wargame.record.game import Game
    from wargame.ruleset.tables import Ruleset
    from wargame.tui.session import Session


class WargameApp(App[None]):
    TITLE = "wargame"
    CSS_PATH = "shell.tcss"
    BINDINGS = bindings("everywhere")
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        replay: Path | None = None,
        resume: Path | None = None,
        seat: str | None = None,
        new: dict[str, Any] | None = None,
    ) -> None:
        super().__init__()
        self._wish = (replay, resume, seat, new)
        self._rules: asyncio.Future[Ruleset] | None = None
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name
        self.animation_level = "none"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return THEMES[0].variables

    def get_default_screen(self) -> Screen[None]:
        return MenuScreen()

    def on_mount(self) -> None:
        self._begin()

    @work
    async def _begin(self) -> None:
        """Load the rules behind the menu, and go where the command line asked to."""
        replay, resume, seat, new = self._wish
        if replay is not None:
            self.open_replay(replay, seat)
        elif resume is not None:
            self.open_save(resume, seat)
        elif new is not None:
            self.start_game(new | ({"seat": seat} if seat else {}))
        else:
            await self.rules()

    async def rules(self) -> Ruleset:
        """The ruleset, read once, in a thread. Raises RulesetError."""
        if self._rules is None:
            self._rules = asyncio.ensure_future(asyncio.to_thread(_load))
        return await self._rules

    # From screen to screen

    @work(exclusive=True, group="open")
    async def open_new_game(self) -> None:
        from wargame.tui.screens.new_game import NewGameScreen

        try:
            rules = await self.rules()
        except ValueError as error:
            self.complain("The ruleset cannot be used", str(error))
            return
        choice = await self.push_screen_wait(NewGameScreen(rules))
        if choice is not None:
            self.start_game(choice)

    @work(exclusive=True, group="open")
    async def open_saves(self, purpose: str) -> None:
        from wargame.tui.screens.saves import SavesScreen

        path = await self.push_screen_wait(SavesScreen(purpose))
        if path is None:
            return
        if purpose == "replay":
            self.open_replay(path, None)
        else:
            self.open_save(path, None)

    @work(exclusive=True, group="start")
    async def start_game(self, choice: dict[str, Any]) -> None:
        """Start a game and sit down."""
        from wargame.tui.session import Session

        try:
            rules = await self.rules()
            session = await asyncio.to_thread(Session.start, rules, choice)
        except Exception as error:
            self.complain("The game cannot be started", said(error))
            return
        self._sit_down(session)

    @work(exclusive=True, group="start")
    async def open_save(self, path: Path, seat: str | None) -> None:
        """Take up a saved game; one that is over opens on its verdict."""
        from wargame.tui.screens.confirm import Confirm
        from wargame.tui.screens.page import PageScreen
        from wargame.tui.session import Session
        from wargame.tui.widgets.canvas import line

        try:
            session = await asyncio.to_thread(Session.resume, path, seat)
        except Exception as error:
            self.complain("This save cannot be taken up", said(error))
            return
        game = session.game
        if game.halted is not None:
            text = f"It can be viewed, not played on. {game.halted}"
            title = "The rules of today give another course than this save"
            await self.push_screen_wait(PageScreen(title, [line(text)]))
            self.replay_game(game, seat)
            return
        if session.others and not game.over:
            labels = [game.seats[s].label for s in session.others]
            question = f"Other people hold seats in this game: {', '.join(labels)}."
            lines = [line("If you go on alone, their seats go to the scripted players of the scenario.")]
            if not await self.push_screen_wait(Confirm(question, lines, "Go on alone", "Back to the menu")):
                return
        try:
            if not game.over:
                game.hold()
            session.take_chair()
        except Exception as error:
            self.complain("This save cannot be taken up", said(error))
            return
        self._sit_down(session)

    def _sit_down(self, session: Session) -> None:
        from wargame.tui.screens.table import TableScreen
        from wargame.tui.screens.verdict import VerdictScreen

        self.push_screen(
            VerdictScreen(session.game, session.seat) if session.game.over else TableScreen(session)
        )

    @work(exclusive=True, group="start")
    async def open_replay(self, path: Path, seat: str | None) -> None:
        """Step through a save."""
        from wargame.record.game import Game

        try:
            game = await asyncio.to_thread(Game.load, path, upto=10_000_000)
        except Exception as error:
            self.complain("This save cannot be replayed", said(error))
            return
        self.replay_game(game, seat)

    def replay_game(self, game: Game, seat: str | None) -> None:
        from wargame.tui.screens.replay import ReplayScreen

        if seat is not None and seat not in game.seats:
            self.complain(
                "This save cannot be replayed", f"'{seat}' is not a seat; they are {', '.join(game.seats)}"
            )
            return
        self.push_screen(ReplayScreen(game, seat))

    def complain(self, title: str, text: str) -> None:
        """Say what is wrong on a page of its own."""
        from wargame.tui.screens.page import PageScreen
        from wargame.tui.widgets.canvas import line

        self.push_screen(PageScreen(title, [line(part) for part in text.splitlines()]))

    def back_to_menu(self) -> None:
        while len(self.screen_stack) > 1:
            self.pop_screen()

    # Keys of every screen

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key):
            room = self.screen
            if isinstance(room, Room):
                if (room.too_small or room.busy) and event.key not in ("ctrl+q", "ctrl+c"):
                    return
                room.hush()
        await super().on_event(event)

    def action_open_help(self) -> None:
        from wargame.tui.screens.help import HelpScreen

        if isinstance(self.screen, Room) and not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen.places))

    def action_next_theme(self) -> None:
        names = [theme.name for theme in THEMES]
        at = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(at + 1) % len(names)]
        if isinstance(self.screen, Room):
            self.screen.say(f"Colours: {self.theme}", "calm")

    def action_copy_screen(self) -> None:
        from wargame.tui.snapshot import screen_text

        self.copy_to_clipboard(screen_text(self))
        if isinstance(self.screen, Room):
            self.screen.say("The screen was handed to the terminal's clipboard.", "calm")

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Every key of the screen, by name; nothing is on a key that is not here."""
        places = screen.places if isinstance(screen, Room) else ()
        for key in keys_of(*places, "everywhere"):
            if key.palette and screen.check_action(key.action, (key.argument,) if key.argument else ()):
                title = f"{key.label} ({', '.join(k for k in key.keys)})"
                yield SystemCommand(title, key.help, _runner(self, screen, key.call))
        yield SystemCommand("Quit (ctrl+q)", "Leave the program; nothing is lost", self.exit)


def _runner(app: WargameApp, screen: Screen[Any], call: str) -> Callable[[], Awaitable[None]]:
    """A command of the palette: the action of the first of widget, screen and application that has it."""

    async def run() -> None:
        name = call.partition("(")[0]
        homes = (screen.focused, screen, app)
        home = next(h for h in homes if h is not None and hasattr(h, f"action_{name}"))
        await app.run_action(call, home)

    return run


def _load() -> Ruleset:
    import wargame

    return wargame.load("standoff")


def said(error: Exception) -> str:
    """An error as a sentence for the player; one that nobody foresaw says its kind too."""
    return str(error) if isinstance(error, ValueError) or type(error).__name__ == "SaveError" else repr(error)


def run(
    replay: Path | None = None,
    resume: Path | None = None,
    seat: str | None = None,
    new: dict[str, Any] | None = None,
) -> None:
    """Open the interface: at the menu, at a replay, at a saved game, or at a new one."""
    WargameApp(replay, resume, seat, new).run()
