"""The first page: what there is to do."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from wargame.tui.keys import bindings
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Line, folded, line
from wargame.tui.widgets.listing import Listing, Row

CHOICES = (
    ("new", "New game", "Choose a scenario, and who sits where."),
    ("continue", "Continue", "Take up a saved game where it stands."),
    ("join", "Join", "Play at a table of a class, on another computer."),
    ("host", "Host", "Open a class on this computer, for others to join."),
    ("replay", "Replay", "Step through a game that was played, with any seat's eyes."),
    ("learn", "Learn", "New here? A lesson of five minutes, then a first game."),
    ("rulebook", "Rulebook", "Every rule and every word of the game, to search."),
    ("settings", "Settings", "Colours, odds, signs, animation, made-up names."),
    ("help", "Help", "What the keys do and what the signs mean."),
    ("quit", "Quit", "Leave the program."),
)

ABOUT = (
    "A stand-off without war and without peace, for one person or several, with scripted opponents. "
    "Four powers seal their orders at the same time; nobody sees everything; every number can be asked why "
    "it stands where it stands."
)

CAVEAT = "A result shows what the rules imply, not what the world will do."


class MenuScreen(Room[None]):
    places = ("menu",)
    enter = "Choose"
    BINDINGS = bindings("menu")

    def body(self) -> Iterable[Widget]:
        yield Listing(id="menu", classes="page")

    def on_mount(self) -> None:
        listing = self.query_one(Listing)
        rows = [
            Row(
                lambda width: [
                    line(("WARGAME: STAND-OFF", "title")),
                    line(""),
                    *folded(ABOUT, width),
                    line(""),
                ]
            )
        ]
        rows += [_choice(key, label, text) for key, label, text in CHOICES]
        rows.append(Row(lambda width: [line(""), *folded(CAVEAT, width, "dim")]))
        listing.set_rows(rows)
        if not played_before():
            listing.select("learn")
        listing.focus()

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        self.choose(str(event.key))

    def choose(self, name: str) -> None:
        """Go where a line of the menu leads."""
        match name:
            case "new":
                self.wargame.open_new_game()
            case "continue" | "replay":
                self.wargame.open_saves(name)
            case "join" | "host":
                self.wargame.leave_for(name)
            case "learn":
                self.wargame.open_learn()
            case "rulebook":
                self.wargame.open_rulebook()
            case "settings":
                self.wargame.action_open_settings()
            case "help":
                self.wargame.action_open_help()
            case "quit":
                self.app.exit()

    def action_quit(self) -> None:
        self.app.exit()


def played_before() -> bool:
    """Whether anybody has saved a game here: if not, the pointer stands on the lesson."""
    from wargame.record.shelf import SUFFIX, saves_folder

    return next(saves_folder().glob(f"*{SUFFIX}"), None) is not None


def _choice(key: str, label: str, text: str) -> Row:
    def draw(width: int) -> list[Line]:
        first, *more = folded(text, width - 16, "dim")
        return [((label.ljust(16), "title"), *first), *(((" " * 16, "plain"), *m) for m in more)]

    return Row(draw, key)
