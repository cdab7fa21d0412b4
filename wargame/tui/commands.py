"""The command palette: everything that a key of the table does here, every place of the menu, every setting."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.command import DiscoveryHit, Hit, Provider
from textual.screen import Screen

from wargame.tui.keys import keys_of, shown
from wargame.tui.screens.menu import CHOICES
from wargame.tui.screens.room import Room
from wargame.tui.settings import CHOICES as SETTINGS

if TYPE_CHECKING:
    from wargame.tui.app import WargameApp


@dataclass(frozen=True)
class Command:
    """A line of the palette."""

    title: str
    help: str
    run: Callable[[], Any]


def commands(app: WargameApp, screen: Screen[Any]) -> Iterator[Command]:
    """All that can be done now, by name; nothing is on a key that is not here."""
    yield from _keys(app, screen)
    yield from _orders(screen)
    yield from _places(app, screen)
    yield from _settings(app)
    yield Command("Quit (Ctrl+Q)", "Leave the program; nothing is lost", app.exit)


def _keys(app: WargameApp, screen: Screen[Any]) -> Iterator[Command]:
    places = screen.places if isinstance(screen, Room) else ()
    if app.teacher is not None:
        places = (*places, "lesson")
    for key in keys_of(*places, "everywhere"):
        if key.palette and screen.check_action(key.action, (key.argument,) if key.argument else ()):
            title = f"{key.label} ({', '.join(shown(k) for k in key.keys)})"
            yield Command(title, key.help, partial(_press, app, screen, key.call))


async def _press(app: WargameApp, screen: Screen[Any], call: str) -> None:
    """The action of the first of widget, screen and application that has it."""
    name = call.partition("(")[0]
    homes = (screen.focused, screen, app)
    await app.run_action(call, next(h for h in homes if h is not None and hasattr(h, f"action_{name}")))


def _orders(screen: Screen[Any]) -> Iterator[Command]:
    """While a sheet is written, every order that can be given."""
    from wargame.tui.screens.order_sheet import OrderScreen

    if isinstance(screen, OrderScreen):
        for name, label in screen.can_be_given():
            yield Command(f"Order: {label}", f"Put it on the sheet: {name}", partial(screen.put_on, name))


def _places(app: WargameApp, screen: Screen[Any]) -> Iterator[Command]:
    """The menu. In a game one leaves first, so that nobody loses their place by a slip."""
    from wargame.tui.screens.menu import MenuScreen

    if isinstance(screen, MenuScreen):
        for name, label, text in CHOICES:
            if name != "quit":
                yield Command(f"Menu: {label}", text, partial(screen.choose, name))
    else:
        yield Command("Rulebook", "Read the rules, and come back here", app.open_rulebook)
    yield Command(
        "The words of the game", "What the words on the screen mean", partial(app.open_rulebook, "words")
    )


def _settings(app: WargameApp) -> Iterator[Command]:
    from wargame.tui.screens.settings import NAMES, WORDS

    for name in app.settable:
        for value in SETTINGS[name]:
            if getattr(app.settings, name) == value or (name == "names" and not app.has_fiction):
                continue
            label = WORDS.get(name, {}).get(value, value)
            run = partial(app.change_settings, replace(app.settings, **{name: value}))
            yield Command(
                f"{NAMES[name]}: {label}", f"Set {NAMES[name].lower()} to {label}, for all games", run
            )


class KeyCommands(Provider):
    """Hands the commands of the screen below to the palette."""

    def _found(self) -> list[Command]:
        return list(commands(cast("WargameApp", self.app), self.screen))

    async def discover(self) -> AsyncIterator[DiscoveryHit]:
        for command in self._found():
            if not command.title.startswith("Order: "):
                yield DiscoveryHit(command.title, command.run, help=command.help)

    async def search(self, query: str) -> AsyncIterator[Hit]:
        matcher = self.matcher(query)
        for command in self._found():
            match = matcher.match(command.title)
            if not match and query.lower() in command.help.lower():
                match = 0.01  # below every match of a title
            if match > 0:
                yield Hit(match, matcher.highlight(command.title), command.run, help=command.help)


__all__ = ["Command", "KeyCommands", "commands"]
