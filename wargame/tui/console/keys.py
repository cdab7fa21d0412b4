"""The console's table of keys: bindings, key bar, help and the tests read it.

Lists, choices and questions are those of the game, with the keys that they have there.
"""

from __future__ import annotations

from textual.binding import Binding, BindingType

from wargame.tui import keys as game
from wargame.tui.keys import Key, with_capitals

PLACES: dict[str, str] = {
    "desk": "At the desk",
    "letters": "Messages of a table",
    "plans": "Plans of a table",
    "truth": "What truly happened",
    "seen": "As a seat sees it",
    "foreseen": "What it would do",
    "written": "A form",
    "pick": "One of several, in a form",
    "many": "Any of several, in a form",
    "all": "On every screen",
}

KEYS: tuple[Key, ...] = (
    Key("start", "Start", ("s",), "desk", "Leave the lobby: the first orders are due", bar=1),
    Key("reveal", "Open", ("o",), "desk", "Open the sheets now (asks); who has not sealed gets the default",
        bar=2),
    Key("proceed", "Next orders", ("n",), "desk", "The reports have been read: the next orders are due", bar=3),
    Key("pause", "Pause", ("p",), "desk", "Stop the clock, or let it go on", bar=4),
    Key("extend", "+Min", ("1",), "desk", "One minute more", bar=5, argument="60", pair="1/5"),
    Key("extend", "+5 min", ("5",), "desk", "Five minutes more", argument="300"),
    Key("pens", "Pens down/up", ("c",), "desk", "Nothing is written, sealed or said until pens are up again", bar=13),
    Key("announce", "Announce", ("a",), "desk", "Say something as the umpire, to some seats or to all", bar=7),
    Key("inject", "Event", ("i",), "desk", "An event happens now; what it would do is shown first (asks)", bar=11),
    Key("rule", "Rule", ("r",), "desk", "Amend, void or overrule what the rules have made, with a reason", bar=8),
    Key("attempt", "Deed", ("j",), "desk",
        "A deed that stands in no list: reasons for and against, and two dice", bar=15),
    Key("show_letters", "Messages", ("m",), "desk", "All messages: pass on, block or leak those that wait", bar=9),
    Key("show_truth", "Truth", ("t",), "desk",
        "What truly happened, rulings and notes: not while a projector shows this screen", bar=10),
    Key("show_seat", "Seat's view", ("u",), "desk",
        "The table as a seat sees it, to look at: not while a projector shows this screen", bar=16),
    Key("show_verdicts", "Verdicts", ("v",), "desk", "Pledges and threats without a verdict"),
    Key("show_plans", "Plans", ("l",), "desk", "What is planned: look, plan one more, take one back", bar=12),
    Key("hand_over", "Seat", ("h",), "desk", "Who plays a seat: people, a doctrine, nobody; who holds its pen"),
    Key("defaults", "Defaults", ("f",), "desk", "What opens for those who have not sealed"),
    Key("deadline", "Minutes", ("d",), "desk", "Minutes for the orders of each step, and for reading the report"),
    Key("hold", "Hold", ("k",), "desk", "Whose messages wait for you before they are delivered"),
    Key("step_back", "Step back", ("b",), "desk", "Back to the orders of an earlier step (asks)"),
    Key("note", "Note", ("w",), "desk", "Write something down for the debrief; nobody at the table sees it"),
    Key("toggle_every", "Every table", ("e",), "desk",
        "The next command goes to every table: phases, clock, defaults, announcements, notes"),
    Key("next_table", "Table", ("right",), "desk", "The next table", priority=True, pair="Left/Right", bar=14),
    Key("previous_table", "Table before", ("left",), "desk", "The table before", priority=True),
    Key("switch_side", "Roll", ("tab", "shift+tab"), "desk", "Between the tables and the roll call", priority=True),
    Key("leave", "Leave", ("q",), "desk", "Leave the console; the class goes on (asks)"),

    Key("release", "Pass on", ("p",), "letters", "Deliver the message under the pointer", bar=1),
    Key("block", "Block", ("b",), "letters", "Its readers never get it; its sender is not told", bar=2),
    Key("leak", "Leak", ("k",), "letters", "Everybody reads it (asks)", bar=3),
    Key("settle", "Verdict", ("v",), "letters", "Was the pledge or threat kept, broken, or moot?", bar=4),
    Key("next_filter", "Filter", ("f",), "letters", "All messages, those that wait, those without a verdict", bar=5),
    Key("go_back", "Back", ("escape", "q"), "letters", "Back to the desk", bar=6),

    Key("plan", "New plan", ("n",), "plans", "Plan an event or an announcement at a step", bar=1),
    Key("unplan", "Take back", ("x", "delete"), "plans", "Think better of the plan under the pointer (asks)", bar=2),
    Key("go_back", "Back", ("escape", "q"), "plans", "Back to the desk", bar=3),

    Key("copy_text", "Copy", ("y",), "truth", "Copy it as text, where the terminal can", bar=2),
    Key("go_back", "Back", ("escape", "q", "t"), "truth", "Back to the desk", bar=1),

    Key("next_seat", "Next seat", ("right",), "seen", "What the next seat sees", bar=2, priority=True),
    Key("previous_seat", "Seat before", ("left",), "seen", "What the seat before sees", priority=True),
    Key("copy_text", "Copy", ("y",), "seen", "Copy it as text, where the terminal can", bar=3),
    Key("go_back", "Back", ("escape", "q", "u"), "seen", "Back to the desk", bar=1),

    Key("go_back", "Back", ("escape", "q", "f6"), "foreseen", "Back to the form; nothing has been done", bar=1),

    Key("send", "Send", ("f9",), "written", "Do it as it is written here", bar=1, priority=True),
    Key("next_field", "Next field", ("tab",), "written", "To the next field; Enter does the same on a line", bar=2,
        priority=True),
    Key("previous_field", "Field before", ("shift+tab",), "written", "To the field before", priority=True),
    Key("pick", "Pick", ("f4",), "written", "Choose from a list, where the field has one", bar=3, priority=True),
    Key("preview", "Preview", ("f6",), "written", "What a ruling would do, before it is given", bar=5, priority=True),
    Key("go_back", "Back", ("escape",), "written", "Leave it undone", bar=4, priority=True),

    Key("previous_value", "Change", ("left",), "pick", "The choice before"),
    Key("next_value", "Change", ("right", "space"), "pick", "The next choice"),
    Key("choose", "List", ("enter",), "pick", "All choices as a list"),
    Key("mark", "Mark", ("space",), "many", "Mark it or not; Enter does the same"),

    Key("open_help", "Help", ("f1",), "all", "What every key does here", bar=99),
    Key("copy_screen", "Copy", ("f7",), "all", "Copy the screen as text, where the terminal can"),
    Key("open_settings", "Settings", ("f8",), "all", "Colours and signs"),
    Key("next_theme", "Colours", ("f10",), "all", "Dark, light, high contrast, colour-blind safe"),
)  # fmt: skip


def keys_of(*places: str) -> list[Key]:
    """The keys of places of the console, and of those that it has from the game."""
    return [*(key for key in KEYS if key.where in places), *game.keys_of(*places)]


def bindings(*places: str) -> list[BindingType]:
    return [
        Binding(
            ",".join(with_capitals(key)), key.call, key.label, show=False, priority=key.priority, id=key.id
        )
        for key in KEYS
        if key.where in places
    ]


def heading(place: str) -> str:
    return PLACES.get(place) or game.PLACES[place]


__all__ = ["KEYS", "PLACES", "bindings", "heading", "keys_of"]
