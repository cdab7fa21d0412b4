"""The application: its themes, its screens, and the way from one to the next. Thin on purpose.

Screens read views, stories and order cards of `wargame.text`; what they change goes through a
`Session`. Anything heavy is loaded after the first paint.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import events, work
from textual.app import App
from textual.filter import Monochrome, NoColor
from textual.screen import Screen
from textual.scrollbar import ScrollBar

from wargame.tui.glyphs import use_signs
from wargame.tui.keys import bindings
from wargame.tui.library import FICTIONAL, REAL, Library
from wargame.tui.screens.menu import MenuScreen
from wargame.tui.screens.room import Room
from wargame.tui.settings import CHOICES, Settings, read_settings, settings_file, write_settings
from wargame.tui.themes import LABELS, THEMES
from wargame.tui.thrift import thrifty_driver
from wargame.tui.widgets.plain_bars import FittingBars

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.driver import Driver

    from wargame.record.game import Game
    from wargame.ruleset.schema import Lesson
    from wargame.ruleset.tables import Ruleset
    from wargame.table.hot_seat import Guard
    from wargame.table.lesson import Teacher
    from wargame.table.session import Session
    from wargame.text.rulebook.blocks import Page
    from wargame.tui.widgets.lesson_strip import LessonStrip


def _palette() -> type[Provider]:
    from wargame.tui.commands import KeyCommands

    return KeyCommands


class WargameApp(App[None]):
    TITLE = "wargame"
    CSS_PATH = Path(__file__).with_name("shell.tcss")
    BINDINGS = bindings("everywhere", "lesson")
    COMMANDS = {_palette}  # noqa: RUF012

    def __init__(
        self,
        replay: Path | None = None,
        resume: Path | None = None,
        seat: str | None = None,
        new: dict[str, Any] | None = None,
    ) -> None:
        super().__init__()
        self._wish = (replay, resume, seat, new)
        self.library = Library()
        self.leaves_for = ""
        """Where the terminal goes when the interface ends: to `join` a class, to `host` one, or nowhere."""
        self._guard: Guard | None = None
        self.teacher: Teacher | None = None
        """While a lesson is played, the one who says what to look at."""
        for theme in THEMES:
            self.register_theme(theme)
        self.settings, self._settings_problem = self.first_settings()
        self._apply(self.settings)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return THEMES[0].variables

    def get_driver_class(self) -> type[Driver]:
        return thrifty_driver(super().get_driver_class())

    @property
    def colourless(self) -> bool:
        """Whether nothing is shown in colour, as `NO_COLOR` asks for."""
        return any(isinstance(found, Monochrome | NoColor) for found in self._filters)

    def write_anew(self) -> None:
        """Another screen is in front: whatever stands on the terminal, it is written over from end to end."""
        thrift = getattr(self._driver, "thrift", None)
        if thrift is not None:
            thrift.forget()

    def get_default_screen(self) -> Screen[None]:
        return MenuScreen()

    def on_mount(self) -> None:
        if self._settings_problem:
            self.complain("The settings file cannot be used as it is", self._settings_problem)
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
        """The ruleset of new games. Raises RulesetError."""
        return await self.library.rules(self._ruleset)

    async def rulebook(self) -> Page:
        """Its rulebook. Raises RulesetError."""
        return await self.library.rulebook(self._ruleset)

    # What a person has set

    @property
    def _ruleset(self) -> str:
        return FICTIONAL if self.settings.names == "fictional" and self.has_fiction else REAL

    @property
    def has_fiction(self) -> bool:
        return self.library.has_fiction

    def first_settings(self) -> tuple[Settings, str]:
        """The settings to begin with, and what is wrong with them, if anything is."""
        return read_settings(settings_file())

    @property
    def settable(self) -> tuple[str, ...]:
        """The settings that can be changed here."""
        return tuple(CHOICES)

    def settings_notes(self) -> tuple[str, ...]:
        """Where settings and saves are kept, for whoever sits at this computer."""
        from wargame.record import shelf

        return (
            f"Kept in {settings_file()}",
            f"Games are saved in {shelf.saves_folder()} (the variable WARGAME_SAVES names another folder)",
        )

    def change_settings(self, settings: Settings) -> str:
        """Use other settings from now on, here and in later games; what went wrong in words, if anything did."""
        self.settings = settings
        self._apply(settings)
        for screen in self.screen_stack:
            if isinstance(screen, Room):
                screen.use_signs(self.plain_signs)
        try:
            write_settings(settings_file(), settings)
        except OSError as error:
            return f"In use, but not kept: {settings_file()}: {error.strerror or error}"
        return ""

    def _apply(self, settings: Settings) -> None:
        self.theme = settings.theme
        self.animation_level = "full" if settings.animation == "on" else "none"
        self.plain_signs = use_signs(settings.signs)
        ScrollBar.renderer = FittingBars

    # From screen to screen

    @work(exclusive=True, group="open")
    async def open_new_game(self) -> None:
        from wargame.tui.screens.new_game import NewGameScreen

        try:
            rules = await self.rules()
        except Exception as error:
            self.complain("The ruleset cannot be used", said(error))
            return
        choice = await self.push_screen_wait(NewGameScreen(rules))
        if choice is not None:
            self.start_game(choice)

    def leave_for(self, where: str) -> None:
        """End the interface: its terminal is wanted to `join` a class or to `host` one."""
        self.leaves_for = where
        self.exit()

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

    @work(exclusive=True, group="open")
    async def open_learn(self) -> None:
        from wargame.tui.screens.learn import LearnScreen

        try:
            rules, lessons = await self.rules(), await self.library.lessons(self._ruleset)
            self.push_screen(LearnScreen(rules, lessons))
        except Exception as error:
            self.complain("The ruleset cannot be used", said(error))

    def open_rulebook(self, *subject: str) -> None:
        """The rulebook, at the first of these that it has: anchors, numbers of rules, words of the glossary."""
        from wargame.tui.screens.rulebook import RulebookScreen

        self.push_screen(RulebookScreen(subject, self._umpire_reads()))

    def _umpire_reads(self) -> bool | None:
        """Whether the umpire's part of the rulebook may be read: by the umpire's eyes; without a game, on asking."""
        seats = [s.seat for s in self.screen_stack if isinstance(s, Room) and hasattr(s, "seat")]
        return None if not seats else seats[-1] is None

    def rules_in_use(self) -> Ruleset | None:
        """The ruleset of the game in front, or of new games, if it has been read already."""
        games = [s.game for s in self.screen_stack if isinstance(s, Room) and hasattr(s, "game")]
        return games[-1].rules if games else self.library.known(self._ruleset)

    def wording_of_rules(self) -> Callable[[str], str]:
        """How texts of this program are said in the ruleset that is in use."""
        rules = self.library.known(self._ruleset)
        return str if rules is None else rules.say

    def action_open_rule(self) -> None:
        """The rulebook at what the pointer stands on."""
        from wargame.tui.screens.rulebook import RulebookScreen
        from wargame.tui.subject import subject_of

        if isinstance(self.screen, Room) and not isinstance(self.screen, RulebookScreen):
            self.open_rulebook(*subject_of(self.screen))

    @work(exclusive=True, group="start")
    async def start_game(self, choice: dict[str, Any]) -> None:
        """Start a game and sit down."""
        from wargame.table.session import Session

        try:
            rules = await self.rules()
            session = await asyncio.to_thread(Session.start, rules, choice)
        except Exception as error:
            self.complain("The game cannot be started", said(error))
            return
        if session.others:
            self._take_turns(session.game, None)
        else:
            self._sit_down(session)

    @work(exclusive=True, group="start")
    async def open_save(self, path: Path, seat: str | None) -> None:
        """Take up a saved game; one that is over opens on its verdict."""
        from wargame.table.session import Session
        from wargame.tui.hand_over import ALONE, how_to_go_on
        from wargame.tui.screens.page import PageScreen
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
        how = await how_to_go_on(self, session)
        if how is None:
            return
        try:
            if not game.over:
                game.hold()
            if how == ALONE:
                session.take_chair()
        except Exception as error:
            self.complain("This save cannot be taken up", said(error))
            return
        if how == ALONE:
            self._sit_down(session)
        else:
            self._take_turns(game, seat)

    def _take_turns(self, game: Game, seat: str | None) -> None:
        """Several people at this screen, one after the other."""
        from wargame.table.hot_seat import Guard
        from wargame.tui.hand_over import begin

        self._guard = self._guard or Guard()
        begin(self, game, self._guard, seat)

    def get_up(self, notice: str) -> None:
        """Leave a seat of several; everybody may read the notice."""
        from wargame.tui.hand_over import get_up

        get_up(self, notice)

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
        from wargame.table.hot_seat import kept_from_view

        try:
            game = await asyncio.to_thread(Game.load, path, upto=10_000_000)
        except Exception as error:
            self.complain("This save cannot be replayed", said(error))
            return
        if (reason := kept_from_view(game)) is not None:
            self.complain("This save cannot be replayed yet", reason)
            return
        self.replay_game(game, seat)

    @work(exclusive=True, group="replay")
    async def replay_game(self, game: Game, seat: str | None) -> None:
        """Show a game from its start. `umpire` as a seat is a wish to see everything, and is not asked again."""
        from wargame.text.timeline import first_eyes, gives_away
        from wargame.tui.screens.choice import Choice, Option
        from wargame.tui.screens.replay import UMPIRE, ReplayScreen

        if seat is not None and seat not in (*game.seats, UMPIRE):
            self.complain(
                "This save cannot be replayed", f"'{seat}' is not a seat; they are {', '.join(game.seats)}"
            )
            return
        trusted = seat is not None
        if seat is None:
            seat = first_eyes(game)
            if seat is not None and gives_away(game, seat):
                people = [s for s, player in game.players.items() if player == "human"]
                options = [Option(s, game.seats[s].label) for s in people]
                text = "Several people play this game, and it is not over. With whose eyes?"
                seat = await self.push_screen_wait(Choice("REPLAY", text, options))
                if seat is None:
                    return
        eyes = None if seat == UMPIRE else seat
        self.push_screen(ReplayScreen(game, eyes, trusted=trusted and eyes is None))

    # A lesson

    @work(exclusive=True, group="start")
    async def open_lesson(self, rules: Ruleset, lesson: Lesson, again: bool) -> None:
        """Play a lesson: where it was left, or from its start."""
        from wargame.table.lesson import LessonSession, Teacher
        from wargame.tui.screens.lesson import LessonTable

        def seated() -> LessonSession:
            found = None if again else LessonSession.take_up(rules, lesson)
            return found or LessonSession.begin(rules, lesson)

        try:
            session = await asyncio.to_thread(seated)
        except Exception as error:
            self.complain("The lesson cannot be started", said(error))
            return
        self.teacher = Teacher(session)
        self.push_screen(LessonTable(session))

    def lesson_strip(self) -> list[LessonStrip]:
        """What a screen shows of the lesson that is being played, if one is."""
        if self.teacher is None:
            return []
        from wargame.tui.widgets.lesson_strip import LessonStrip

        return [LessonStrip(self.teacher)]

    def look_at_lesson(self, room: Room[Any]) -> None:
        from wargame.tui.widgets.lesson_strip import follow

        if self.teacher is not None:
            follow(self.teacher, room)

    def action_lesson_on(self) -> None:
        """The learner has read the prompt; after the last one, the introduction."""
        from wargame.table.session import usual_scenario

        teacher, room = self.teacher, self.screen
        if teacher is None:
            return
        if teacher.at_end:
            teacher.finish()
            rules, seat = teacher.session.game.rules, teacher.session.seat
            self.back_to_menu()
            self.start_game({"scenario": usual_scenario(rules), "seat": seat})
        elif not teacher.go_on() and isinstance(room, Room):
            room.say("This goes on when the sheets are open: F9 seals yours.")

    def action_lesson_back(self) -> None:
        if self.teacher is not None:
            self.teacher.go_back()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("lesson_on", "lesson_back"):
            return self.teacher is not None
        return super().check_action(action, parameters)

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
            lesson = ("lesson",) if self.teacher else ()
            self.push_screen(HelpScreen((*lesson, *self.screen.places)))

    def action_command_palette(self) -> None:
        from textual.command import CommandPalette

        if not isinstance(self.screen, CommandPalette):
            plain = "-ascii" if self.plain_signs else None
            hint = "Type a part of any command"
            self.push_screen(CommandPalette(placeholder=hint, id="--command-palette", classes=plain))

    def action_open_settings(self) -> None:
        from wargame.tui.screens.settings import SettingsScreen

        if isinstance(self.screen, Room) and not isinstance(self.screen, SettingsScreen):
            self.push_screen(SettingsScreen())

    def action_next_theme(self) -> None:
        names = [theme.name for theme in THEMES]
        after = names[(names.index(self.settings.theme) + 1) % len(names)]
        problem = self.change_settings(replace(self.settings, theme=after))
        if isinstance(self.screen, Room):
            self.screen.say(problem or f"Colours: {LABELS[after]}", "crossed" if problem else "calm")

    def action_copy_screen(self) -> None:
        from wargame.tui.snapshot import screen_text

        self.copy_to_clipboard(screen_text(self))
        if isinstance(self.screen, Room):
            self.screen.say("The screen was handed to the terminal's clipboard.", "calm")


def said(error: Exception) -> str:
    """An error as a sentence for the player; one that nobody foresaw says its kind too."""
    told = isinstance(error, ValueError) or type(error).__name__ in ("SaveError", "RulesetError")
    return str(error) if told else repr(error)


def run(
    replay: Path | None = None,
    resume: Path | None = None,
    seat: str | None = None,
    new: dict[str, Any] | None = None,
) -> str:
    """Open the interface: at the menu, at a replay, at a saved game, or at a new one.

    Says where its person leaves for: to `join` a class, to `host` one, or nowhere.
    """
    app = WargameApp(replay, resume, seat, new)
    app.run()
    return app.leaves_for
