"""The one table of keys. Bindings, the key bar, the help screens, the command palette and the tests read it.

Keys that a multiplexer, a browser, a terminal or a foreign keyboard keeps for itself are in `FORBIDDEN`
and stand nowhere below.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding, BindingType

FORBIDDEN = frozenset(
    {f"ctrl+{c}" for c in "abcdhijmnqstvwz"}
    | {f"{side}_{shape}_bracket" for side in ("left", "right") for shape in ("square", "curly")}
    | {"f11", "f12", "tilde", "at"}
)
"""Taken by multiplexers, flow control and browsers, or missing on a keyboard: never the only key."""

PLACES: dict[str, str] = {
    "everywhere": "On every screen",
    "list": "In a list",
    "board": "On the board",
    "menu": "Menu",
    "form": "New game",
    "saves": "Saved games",
    "page": "A page to read",
    "look": "At the table and in a replay",
    "table": "At the table",
    "orders": "Order sheet",
    "report": "Report of a step",
    "why": "Why a number stands where it stands",
    "find": "A search",
    "area": "Numbers of an area",
    "replay": "Replay",
    "verdict": "Verdict",
    "help": "Help",
    "confirm": "A question",
}
"""Where a key works."""


@dataclass(frozen=True)
class Key:
    action: str
    """Verb and noun; the screen has a method of that name."""
    label: str
    """For the key bar: a word or two."""
    keys: tuple[str, ...]
    where: str
    help: str
    bar: int = 0
    """Place in the key bar, 1 first; 0 leaves it to the help screen."""
    palette: bool = True
    argument: str = ""
    """Handed to the action."""
    priority: bool = False
    """Taken before the focused widget sees it."""

    @property
    def call(self) -> str:
        return f"{self.action}('{self.argument}')" if self.argument else self.action

    @property
    def id(self) -> str:
        """The name under which a keymap may change the keys."""
        return f"{self.where}:{self.action.replace('_', '-')}{'-' if self.argument else ''}{self.argument}"


PANELS: dict[str, str] = {
    "board": "Board",
    "ladder": "Ladder",
    "meters": "Numbers",
    "lines": "Red lines",
    "deals": "Deals",
    "log": "Log",
}
"""The panels of the table, in the order of their digits."""

KEYS: tuple[Key, ...] = (
    Key("open_help", "Help", ("f1", "question_mark"), "everywhere", "What every key does here", bar=99),
    Key("command_palette", "Commands", ("ctrl+p",), "everywhere", "Find any command by its name",
        palette=False),
    Key("next_theme", "Colours", ("f10",), "everywhere", "Dark, light, high contrast"),
    Key("copy_screen", "Copy", ("f7",), "everywhere", "Copy the screen as text, where the terminal can"),

    Key("previous_row", "Up", ("up",), "list", "One row up", palette=False),
    Key("next_row", "Down", ("down",), "list", "One row down", palette=False),
    Key("page_back", "Page up", ("pageup",), "list", "One page up", palette=False),
    Key("page_on", "Page down", ("pagedown",), "list", "One page down", palette=False),
    Key("first_row", "Top", ("home",), "list", "To the first row", palette=False),
    Key("last_row", "Bottom", ("end",), "list", "To the last row", palette=False),
    Key("choose_row", "Choose", ("enter",), "list", "Choose or open the row at the pointer", palette=False),

    Key("go_up", "Up", ("up",), "board", "To the area above", palette=False),
    Key("go_down", "Down", ("down",), "board", "To the area below", palette=False),
    Key("go_left", "Left", ("left",), "board", "To the area on the left", palette=False),
    Key("go_right", "Right", ("right",), "board", "To the area on the right", palette=False),
    Key("open_area", "Open", ("enter",), "board", "All numbers of the area", palette=False),

    Key("quit", "Quit", ("q", "escape"), "menu", "Leave the program", bar=2),

    Key("previous_field", "Up", ("up",), "form", "To the field above", palette=False),
    Key("next_field", "Down", ("down",), "form", "To the field below", palette=False),
    Key("previous_value", "Change", ("left",), "form", "The choice before", palette=False),
    Key("next_value", "Change", ("right", "space"), "form", "The next choice", bar=2, palette=False),
    Key("start_game", "Start", ("enter", "f9"), "form", "Start the game as it stands here", bar=1),
    Key("go_back", "Back", ("escape",), "form", "Back to the menu", bar=3),

    Key("go_back", "Back", ("escape", "q"), "saves", "Back to the menu", bar=3),

    Key("go_on", "Go on", ("enter", "space", "escape", "q"), "page", "Close the page", bar=1),

    *(
        Key("show_panel", label, (str(number), *(("f2",) if name == "board" else ())), "look",
            f"Show the panel: {label.lower()}", argument=name)
        for number, (name, label) in enumerate(PANELS.items(), 1)
    ),
    Key("next_panel", "Next panel", ("tab",), "look", "To the next panel", priority=True),
    Key("previous_panel", "Previous panel", ("shift+tab",), "look", "To the panel before", priority=True),
    Key("explain", "Why", ("w",), "look", "Where the number under the pointer comes from", bar=4),
    Key("read_report", "Report", ("r", "f4"), "look", "Read the report of the last step again", bar=5),
    Key("read_brief", "Brief", ("b", "f5"), "look", "Read your seat's briefing again", bar=6),
    Key("find", "Find", ("slash",), "look", "Search the log", bar=7),
    Key("leave", "Leave", ("q", "escape"), "look", "Back to the menu; nothing is lost", bar=8),

    Key("write_orders", "Orders", ("o", "f3"), "table", "Write the order sheet of this step", bar=1),
    Key("seal", "Seal", ("f9",), "table", "Seal the sheet; all sheets then open together (asks)", bar=2),
    Key("unseal", "Unseal", ("u",), "table", "Take a sealed sheet back, while others are still out"),

    Key("previous_kind", "Kind", ("left",), "orders", "The kind of order before"),
    Key("next_kind", "Kind", ("right",), "orders", "The next kind of order", bar=4),
    Key("find", "Filter", ("slash",), "orders", "Filter the orders by typing", bar=3),
    Key("toggle_all", "All", ("a",), "orders", "Also what cannot be ordered now, and what it lacks", bar=5),
    Key("switch_side", "Sheet", ("tab", "shift+tab"), "orders", "Between the orders and your sheet", bar=2,
        priority=True),
    Key("open_card", "Card", ("i",), "orders", "The whole card of the order under the pointer"),
    Key("remove_order", "Remove", ("x", "delete"), "orders", "Take an order off the sheet", bar=6),
    Key("move_earlier", "Earlier", ("u",), "orders", "On the sheet: pay this order earlier"),
    Key("move_later", "Later", ("d",), "orders", "On the sheet: pay this order later"),
    Key("seal", "Seal", ("f9",), "orders", "Seal the sheet (asks first)", bar=1),
    Key("go_back", "Table", ("escape", "f2"), "orders", "Back to the table; the sheet is kept", bar=7),

    Key("go_on", "Go on", ("space", "n", "escape"), "report", "On to the table", bar=1),
    Key("explain", "Why", ("w",), "report", "The numbers that the sentence under the pointer moved", bar=2),

    Key("go_back", "Back", ("escape", "q"), "why", "Back to where you came from", bar=1),
    Key("go_back", "Back", ("escape",), "find", "Leave the search; Enter searches", bar=1),
    Key("go_back", "Back", ("escape", "q"), "area", "Back to the board", bar=2),
    Key("explain", "Why", ("w",), "area", "Where the number under the pointer comes from", bar=1),

    Key("step_back", "Back", ("left", "comma"), "replay", "One step back", bar=1, priority=True),
    Key("step_on", "On", ("right", "full_stop"), "replay", "One step on", bar=2, priority=True),
    Key("first_step", "Start", ("home",), "replay", "To the first step", priority=True),
    Key("last_step", "End", ("end",), "replay", "To the last step", priority=True),
    Key("next_mark", "Next mark", ("m",), "replay", "To the next step with a crisis, a crossed line", bar=5),
    Key("next_eyes", "Eyes", ("s",), "replay", "With the next seat's eyes, or the umpire's", bar=3),

    Key("replay_game", "Replay", ("r",), "verdict", "Step through this game again, from any seat", bar=2),
    Key("leave", "Menu", ("escape", "q"), "verdict", "Back to the menu", bar=1),

    Key("go_back", "Back", ("escape", "q", "f1", "question_mark"), "help", "To where you came from", bar=1),

    Key("say_yes", "Yes", ("y", "f9"), "confirm", "Do it", bar=1, palette=False),
    Key("say_no", "No", ("n", "escape"), "confirm", "Leave it", bar=2, palette=False),
)  # fmt: skip


def keys_of(*places: str) -> list[Key]:
    return [key for key in KEYS if key.where in places]


def bindings(*places: str) -> list[BindingType]:
    """The bindings of a screen or widget, made from the table."""
    return [
        Binding(",".join(key.keys), key.call, key.label, show=False, priority=key.priority, id=key.id)
        for key in keys_of(*places)
    ]


_SHOWN = {
    "question_mark": "?", "slash": "/", "comma": ",", "full_stop": ".",
    "escape": "Esc", "enter": "Enter", "space": "Space", "delete": "Del",
    "left": "Left", "right": "Right", "up": "Up", "down": "Down", "home": "Home", "end": "End",
    "pageup": "PgUp", "pagedown": "PgDn", "tab": "Tab", "shift+tab": "Shift+Tab",
}  # fmt: skip


def shown(key: str) -> str:
    """A key as it is printed on keyboards."""
    if key in _SHOWN:
        return _SHOWN[key]
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    return key.upper() if len(key) > 1 else key
