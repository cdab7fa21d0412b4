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
    "lesson": "While a lesson is played",
    "list": "In a list",
    "board": "On the board",
    "menu": "Menu",
    "form": "New game",
    "saves": "Saved games",
    "settings": "Settings",
    "learn": "Learn",
    "rulebook": "Rulebook",
    "curtain": "Between two seats",
    "word": "A word",
    "page": "A page to read",
    "look": "At the table and in a replay",
    "table": "At the table",
    "guest": "At a table on another computer",
    "people": "Who is here",
    "orders": "Order sheet",
    "report": "Report of a step",
    "why": "Why a number stands where it stands",
    "intelligence": "Intelligence",
    "charts": "Charts",
    "story": "The story so far",
    "messages": "Messages",
    "letter": "A message in writing",
    "find": "A search",
    "area": "Numbers of an area",
    "replay": "Replay",
    "ask": "What would you have ordered?",
    "compare": "Two games side by side",
    "choice": "A choice",
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
    pair: str = ""
    """How the key bar writes it together with the key that goes the other way."""

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
    Key("open_help", "Help", ("f1",), "everywhere", "What every key does here", bar=99),
    Key("open_rule", "Rule", ("question_mark",), "everywhere",
        "The rulebook, at what the pointer stands on: a number, an order, a red line, a sentence", bar=98),
    Key("command_palette", "Commands", ("ctrl+p",), "everywhere", "Find any command by its name",
        palette=False),
    Key("open_settings", "Settings", ("f8",), "everywhere", "Colours, odds, signs, animation, names"),
    Key("next_theme", "Colours", ("f10",), "everywhere", "Dark, light, high contrast, colour-blind safe"),
    Key("copy_screen", "Copy", ("f7",), "everywhere", "Copy the screen as text, where the terminal can"),

    Key("lesson_on", "Go on", ("g",), "lesson", "What the teacher says next"),
    Key("lesson_back", "Again", ("backspace",), "lesson", "What the teacher said before"),

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

    Key("previous_value", "Change", ("left",), "settings", "The choice before", palette=False),
    Key("next_value", "Change", ("right", "space"), "settings", "The next choice", bar=1, palette=False,
        pair="Left/Right"),
    Key("go_back", "Back", ("escape", "q"), "settings", "Back; every change is kept already", bar=2),

    Key("go_back", "Back", ("escape", "q"), "learn", "Back to the menu", bar=1),
    Key("find", "Find", ("slash",), "rulebook", "Search the rulebook and the words", bar=2),
    Key("switch_side", "Contents", ("tab", "shift+tab"), "rulebook", "Between the contents and the page",
        bar=3, priority=True),
    Key("next_section", "Section", ("right",), "rulebook", "The next section", bar=4, pair="Left/Right"),
    Key("previous_section", "Before", ("left",), "rulebook", "The section before"),
    Key("go_back", "Back", ("escape", "q"), "rulebook", "Back to where you came from", bar=1),

    Key("open_sheets", "Open all", ("f9",), "curtain", "When all have sealed: open all sheets", bar=1),
    Key("reset_word", "Lost word", ("u",), "curtain", "The umpire takes a forgotten word away", bar=2),
    Key("leave", "Leave", ("q", "escape"), "curtain", "Back to the menu; nothing is lost", bar=3),
    Key("go_back", "Back", ("escape",), "word", "Leave it; Enter hands the word over", bar=1),

    Key("previous_field", "Up", ("up",), "form", "To the field above", palette=False),
    Key("next_field", "Down", ("down",), "form", "To the field below", palette=False),
    Key("previous_value", "Change", ("left",), "form", "The choice before", palette=False),
    Key("next_value", "Change", ("right", "space"), "form", "The next choice", bar=2, palette=False,
        pair="Left/Right"),
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
    Key("read_messages", "Messages", ("m", "f6"), "look", "Messages between the seats", bar=7),
    Key("read_story", "Story", ("l",), "look", "The whole story so far, to read, search and copy"),
    Key("read_intelligence", "Beliefs", ("i",), "look", "Intelligence: what you believe, how sure, how old",
        bar=8),
    Key("show_charts", "Charts", ("t",), "look", "How rungs, numbers and scores ran over time", bar=8),
    Key("find", "Find", ("slash",), "look", "Search the log", bar=9),
    Key("leave", "Leave", ("q", "escape"), "look", "Back to the menu; nothing is lost", bar=10),

    Key("write_orders", "Orders", ("o", "f3"), "table", "Write the order sheet of this step", bar=1),
    Key("seal", "Seal", ("f9",), "table", "Seal the sheet; all sheets then open together (asks)", bar=2),
    Key("unseal", "Unseal", ("u",), "table", "Take a sealed sheet back, while others are still out", bar=3),
    Key("hand_over", "Hand over", ("h",), "table", "Blank the screen and hand it to the next seat", bar=4),

    Key("show_people", "People", ("p",), "guest", "Who is here, who has sealed, and who has the pen", bar=9),

    Key("go_back", "Back", ("escape", "q"), "people", "Back to the table", bar=1),

    Key("previous_kind", "Kind", ("left",), "orders", "The kind of order before"),
    Key("next_kind", "Kind", ("right",), "orders", "The next kind of order", bar=2, pair="Left/Right"),
    Key("previous_area", "Area before", ("comma",), "orders", "Only orders for the area before, or for all"),
    Key("next_area", "Area", ("full_stop",), "orders", "Only orders for the next area, or for all again",
        bar=9, pair=", ."),
    Key("find", "Filter", ("slash",), "orders", "Filter the orders by typing", bar=4),
    Key("toggle_all", "All", ("a",), "orders", "Also what cannot be ordered now, and what it lacks", bar=6),
    Key("switch_side", "Sheet", ("tab", "shift+tab"), "orders", "Between the orders and your sheet", bar=3,
        priority=True),
    Key("open_card", "Card", ("i",), "orders", "The whole card of the order under the pointer"),
    Key("remove_order", "Remove", ("x", "delete"), "orders", "Take an order off the sheet", bar=5),
    Key("move_earlier", "Earlier", ("u",), "orders", "On the sheet: pay this order earlier"),
    Key("move_later", "Later", ("d",), "orders", "On the sheet: pay this order later"),
    Key("seal", "Seal", ("f9",), "orders", "Seal the sheet (asks first)", bar=1),
    Key("go_back", "Table", ("escape", "f2"), "orders", "Back to the table; the sheet is kept", bar=7),

    Key("go_on", "Go on", ("space", "n", "escape"), "report", "On to the table", bar=1),
    Key("explain", "Why", ("w",), "report", "The numbers that the sentence under the pointer moved", bar=2),
    Key("copy_text", "Copy", ("y",), "report", "Copy the report as text, where the terminal can", bar=3),

    Key("go_back", "Back", ("escape", "q"), "why", "Back to where you came from", bar=1),
    Key("copy_text", "Copy", ("y",), "why", "Copy these causes as text, where the terminal can", bar=2),

    Key("explain", "Why", ("w",), "intelligence", "Where the number under the pointer comes from", bar=2),
    Key("copy_text", "Copy", ("y",), "intelligence", "Copy these beliefs as text, where the terminal can", bar=3),
    Key("go_back", "Back", ("escape", "q"), "intelligence", "Back to where you came from", bar=1),

    Key("previous_subject", "Chart", ("left",), "charts", "The chart before"),
    Key("next_subject", "Chart", ("right",), "charts", "The next chart: rungs, numbers, scores", bar=2,
        pair="Left/Right"),
    Key("switch_kind", "Drawn or text", ("x",), "charts", "As plain signs, or as a drawing where there is room", bar=3),
    Key("explain", "Why", ("w",), "charts", "Where the number under the pointer comes from", bar=4),
    Key("copy_text", "Copy", ("y",), "charts", "Copy the numbers as text, where the terminal can", bar=5),
    Key("go_back", "Back", ("escape", "q"), "charts", "Back to where you came from", bar=1),

    Key("go_back", "Back", ("escape", "q"), "story", "Out of the search, then back", bar=1),
    Key("find", "Search", ("slash",), "story", "Only lines with the words you type", bar=2),
    Key("explain", "Why", ("w",), "story", "The numbers that the line under the pointer moved", bar=3),
    Key("copy_text", "Copy", ("y",), "story", "Copy the lines that are shown, where the terminal can", bar=4),

    Key("write_message", "Write", ("n",), "messages", "A new message", bar=1),
    Key("answer", "Answer", ("r",), "messages", "Answer the message under the pointer", bar=2),
    Key("carry", "Pass on", ("c",), "messages", "As its mediator: pass the message on as it is", bar=3),
    Key("reshape", "Reword", ("e",), "messages", "As its mediator: pass it on in your own words", bar=4),
    Key("withhold", "Keep back", ("x",), "messages", "As its mediator: pass it on to nobody (asks)", bar=5),
    Key("leak", "Leak", ("k",), "messages", "As its mediator: let everybody read it (asks)", bar=6),
    Key("settle", "Verdict", ("v",), "messages", "After the end: was the pledge or threat kept?", bar=7),
    Key("next_filter", "Filter", ("f",), "messages", "All, received, sent, public, pledges and threats, to carry",
        bar=8),
    Key("copy_text", "Copy", ("y",), "messages", "Copy the messages that are shown, where the terminal can"),
    Key("go_back", "Back", ("escape", "q"), "messages", "Back to where you came from", bar=9),

    Key("send", "Send", ("f9",), "letter", "Send the message; it cannot be taken back", bar=1),
    Key("switch_side", "Text", ("tab", "shift+tab"), "letter", "Between the readers and the text", bar=2,
        priority=True),
    Key("previous_value", "Change", ("left",), "letter", "The choice before", palette=False),
    Key("next_value", "Change", ("right", "space"), "letter", "The next choice", bar=3, palette=False,
        pair="Left/Right"),
    Key("go_back", "Back", ("escape",), "letter", "Back; what is written is kept", bar=4),

    Key("go_back", "Back", ("escape",), "find", "Leave the search; Enter searches", bar=1),
    Key("go_back", "Back", ("escape", "q"), "area", "Back to the board", bar=2),
    Key("explain", "Why", ("w",), "area", "Where the number under the pointer comes from", bar=1),

    Key("play_pause", "Play", ("space",), "replay", "Play by itself, or pause", bar=1),
    Key("step_on", "Step", ("right",), "replay", "One step on", bar=2, priority=True, pair="Left/Right"),
    Key("step_back", "Step back", ("left",), "replay", "One step back", priority=True),
    Key("phase_on", "Phase", ("full_stop", "shift+right"), "replay", "One phase on", bar=2, priority=True,
        pair=", ."),
    Key("phase_back", "Phase back", ("comma", "shift+left"), "replay", "One phase back", priority=True),
    Key("first_moment", "Start", ("home",), "replay", "To the first moment", priority=True),
    Key("last_moment", "End", ("end",), "replay", "To the last moment", priority=True),
    Key("next_mark", "Mark", ("n",), "replay", "To the next moment that is marked", bar=3, pair="P/N"),
    Key("previous_mark", "Mark before", ("p",), "replay", "To the marked moment before"),
    Key("next_filter", "Marks", ("f",), "replay",
        "Which marks N and P go to: all, reveals, red lines, crises, deals, the umpire's hand"),
    Key("faster", "Faster", ("plus", "equals_sign"), "replay", "Play faster"),
    Key("slower", "Slower", ("minus",), "replay", "Play slower"),
    Key("next_eyes", "Eyes", ("v",), "replay", "With the next seat's eyes, or the umpire's", bar=3),
    Key("ask_class", "Ask", ("o",), "replay",
        "Stop before each reveal and ask the class what it would order; again to stop asking", bar=3),
    Key("compare", "Compare", ("c",), "replay", "Beside another line of play, or another save", bar=4),
    Key("play_on", "Play on", ("g",), "replay", "Branch here and play on, in a new save", bar=4),
    Key("export", "Export", ("x",), "replay", "Write this timeline, its pictures or a recording", bar=4),

    Key("take_hand", "A hand", ("enter", "plus", "equals_sign"), "ask", "One more hand for this order", bar=2,
        palette=False),
    Key("drop_hand", "Fewer", ("minus", "delete"), "ask", "One hand less for this order", bar=3),
    Key("find", "Filter", ("slash",), "ask", "Filter the orders by typing", bar=4),
    Key("next_kind", "Kind", ("right",), "ask", "The next kind of order", bar=5, pair="Left/Right"),
    Key("previous_kind", "Kind before", ("left",), "ask", "The kind of order before"),
    Key("open_card", "Card", ("i",), "ask", "The whole card of the order under the pointer", bar=6),
    Key("switch_side", "Spread", ("tab", "shift+tab"), "ask", "Between the orders and the hands counted",
        bar=7, priority=True),
    Key("reveal", "Reveal", ("f9", "space"), "ask", "Show what was really ordered; once more goes on", bar=1),
    Key("go_back", "Back", ("escape",), "ask", "Back to the replay, before the reveal", bar=8),

    Key("step_on", "Step", ("right",), "compare", "One step on", bar=1, priority=True, pair="Left/Right"),
    Key("step_back", "Step back", ("left",), "compare", "One step back", priority=True),
    Key("first_step", "Start", ("home",), "compare", "To the first step", priority=True),
    Key("last_step", "End", ("end",), "compare", "To the last step of the longer one", priority=True),
    Key("next_difference", "Parting", ("n",), "compare", "To the step where the two part", bar=3),
    Key("next_eyes", "Eyes", ("v",), "compare", "With the next seat's eyes, or the umpire's", bar=4),
    Key("go_back", "Back", ("escape", "q"), "compare", "Back to the replay", bar=5),

    Key("go_back", "Back", ("escape", "q"), "choice", "Leave it", bar=1),

    Key("replay_game", "Replay", ("r",), "verdict", "Step through this game again, from any seat", bar=2),
    Key("read_intelligence", "Beliefs", ("i",), "verdict", "What you believed, and what was so", bar=4),
    Key("show_charts", "Charts", ("t",), "verdict", "How rungs, numbers and scores ran over time", bar=5),
    Key("read_messages", "Messages", ("m", "f6"), "verdict", "What was said, and whether it was kept", bar=3),
    Key("leave", "Menu", ("escape", "q"), "verdict", "Back to the menu", bar=1),

    Key("go_back", "Back", ("escape", "q", "f1"), "help", "To where you came from", bar=1),

    Key("say_yes", "Yes", ("y", "f9"), "confirm", "Do it", bar=1, palette=False),
    Key("say_no", "No", ("n", "escape"), "confirm", "Leave it", bar=2, palette=False),
)  # fmt: skip


def keys_of(*places: str) -> list[Key]:
    return [key for key in KEYS if key.where in places]


def bindings(*places: str) -> list[BindingType]:
    """The bindings of a screen or widget, made from the table."""
    return [
        Binding(
            ",".join(with_capitals(key)), key.call, key.label, show=False, priority=key.priority, id=key.id
        )
        for key in keys_of(*places)
    ]


def with_capitals(key: Key) -> list[str]:
    """Its keys, and each letter as a capital too: nobody loses their way by a locked Shift."""
    return [k for name in key.keys for k in dict.fromkeys((name, name.upper() if len(name) == 1 else name))]


_SHOWN = {
    "question_mark": "?", "slash": "/", "comma": ",", "full_stop": ".",
    "escape": "Esc", "backspace": "Backspace", "enter": "Enter", "space": "Space", "delete": "Del",
    "plus": "+", "minus": "-", "equals_sign": "=", "shift+left": "Shift+Left", "shift+right": "Shift+Right",
    "left": "Left", "right": "Right", "up": "Up", "down": "Down", "home": "Home", "end": "End",
    "pageup": "PgUp", "pagedown": "PgDn", "tab": "Tab", "shift+tab": "Shift+Tab",
}  # fmt: skip


def shown(key: str) -> str:
    """A key as it is printed on keyboards."""
    if key in _SHOWN:
        return _SHOWN[key]
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    return key.upper()
