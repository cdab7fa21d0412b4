"""For those who have never played: a few short lessons, an aid for each seat, and a first game."""

from __future__ import annotations

from collections.abc import Iterable

from textual import work
from textual.widget import Widget

from wargame.ruleset.tables import Ruleset
from wargame.table.session import usual_scenario
from wargame.tui.keys import bindings
from wargame.tui.screens.page import PageScreen
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Line, folded, line
from wargame.tui.widgets.listing import Listing, Row, row

LESSONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("step", "How a step goes", (
        "A step is a month, or a few days while there is a crisis.",
        "- First the world moves: dates, events, and new reports from your own people.",
        "- Then you write a sheet: one statement, diplomatic moves, and a few deeds that cost something.",
        "- You seal it. Nobody has seen another's sheet. When all are in, they open together.",
        "- Words come before talks, talks before means, means before deeds. Then everybody reads what the others "
        "did, and may read it wrongly: that is the danger of the game.",
        "- Last comes the upkeep of the month: money, patience, magazines, the street.",
        "The game ends on its last date, or before it in war, in a deal, or in collapse. Each power counts its "
        "own points; all can lose.",
    )),
    ("screen", "What stands on the screen", (
        "The top line says when it is, who you are, and whether your sheet is sealed.",
        "The digits 1 to 6 choose what you look at: the board, the ladder, the numbers, the red lines, the deals, "
        "and the log.",
        "- Arrow keys move a pointer; what it stands on is told in words below.",
        "- W asks any number why it stands where it stands: every change has a cause, back to the order and the "
        "roll of the dice.",
        "- A number with ~ is an estimate of your people, and ? is what you cannot know.",
        "- F1 lists every key of the screen you are on; Ctrl+P finds any command by its name.",
    )),
    ("sheet", "Your order sheet", (
        "O opens the sheet. Left and Right go through the kinds of orders, / looks for one by its words.",
        "- Beside each order stands its card: its cost, its odds, who will see it, and whose red line it may touch.",
        "- Enter puts an order on the sheet. The orders are paid from the top: Tab goes to the sheet, where U and "
        "D move an order up and down.",
        "- F9 seals. What you write is kept at every key; closing the window loses nothing.",
        "- An empty sheet is a sheet too: to leave something unanswered is a decision.",
    )),
    ("lines", "Red lines and the ladder", (
        "Every power has red lines: acts that it says, or only thinks, it will not stand.",
        "- A line is crossed by what an act looks like to its owner, not by what was meant.",
        "- A crossed line must be answered within a step or two, or its owner loses belief; the answer climbs the "
        "ladder.",
        "- The ladder counts from 0, routine, to 10, regional war. High on it, play goes by days and accidents "
        "become likely.",
        "- Channels and deals make the other side easier to read. Threats that are not kept make it harder.",
    )),
    ("talk", "Talking to the other seats", (
        "M opens the messages. They move no number of the game; what they do is done in people's heads.",
        "- To one seat, to several together, to everybody, or by way of a mediator, who may pass a message on, "
        "reword it, keep it back, or let it leak.",
        "- A message can be marked as a pledge or as a threat; after the game the table says whether it was kept.",
        "- Scripted players read nothing and never answer.",
    )),
)  # fmt: skip
"""What a beginner needs, in the order in which it is needed. The rulebook has all the rest."""


class LearnScreen(Room[None]):
    places = ("learn",)
    BINDINGS = bindings("learn")

    def __init__(self, rules: Ruleset) -> None:
        super().__init__()
        self.rules = rules

    def body(self) -> Iterable[Widget]:
        yield Listing(id="learn", classes="page")

    def on_mount(self) -> None:
        text = "Five short lessons, then a first game of a quarter of an hour."
        rows = [Row(lambda width: [line(("LEARN", "title")), *folded(text, width, "dim"), line("")])]
        rows += [row(name, line((title, "plain"))) for name, title, _ in LESSONS]
        scenario = self.rules.scenarios[usual_scenario(self.rules)]
        rows.append(_entry("play", "A first game", f"{scenario.label}, against scripted players."))
        rows.append(row(None, line(""), line(("The aid of each seat: what it can do and see", "dim"))))
        table = self.rules.tables[scenario.table]
        rows += [
            row(("aid", seat), line((label, "plain")))
            for seat, label in zip(table.seats, table.labels, strict=True)
        ]
        listing = self.query_one(Listing)
        listing.set_rows(rows)
        listing.focus()

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        match event.key:
            case "play":
                self.wargame.start_game({"scenario": usual_scenario(self.rules)})
            case ("aid", str() as seat):
                self._show_aid(seat)
            case _:
                lesson = next(lesson for lesson in LESSONS if lesson[0] == event.key)
                self.app.push_screen(PageScreen(lesson[1].upper(), _paragraphs(lesson[2])))

    @work(exclusive=True, group="aid")
    async def _show_aid(self, seat: str) -> None:
        from wargame.text.rulebook.aids import aid
        from wargame.text.rulebook.seats import chairs
        from wargame.tui.widgets.pages import block_lines

        table = self.rules.scenarios[usual_scenario(self.rules)].table
        chair = next(c for c in chairs(self.rules, table) if c.seat.name == seat)
        page = aid(self.rules, chair)
        width = min(100, self.app.size.width - 6)
        lines = [spans for block in page.blocks for spans in (*block_lines(block, width), line(""))]
        self.app.push_screen(PageScreen(page.title.upper(), lines))


def _paragraphs(texts: Iterable[str]) -> list[Line]:
    return [part for text in texts for part in (line(text), line(""))]


def _entry(key: str, label: str, text: str) -> Row:
    return Row(lambda width: [line((f"{label:<16}", "title"), (text[: width - 16], "dim"))], key)
