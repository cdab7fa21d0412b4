"""For those who have never played: a lesson that is played, a first game, and pages to read."""

from __future__ import annotations

from collections.abc import Iterable

from textual import work
from textual.widget import Widget

from wargame.ruleset.schema import Lesson
from wargame.ruleset.tables import Ruleset
from wargame.table.lesson import begun, finished
from wargame.table.session import usual_scenario
from wargame.tui.keys import bindings
from wargame.tui.screens.page import PageScreen
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Line, folded, line
from wargame.tui.widgets.listing import Listing, Row, row

LABELS = 22
"""Columns for what an entry is called."""


class LearnScreen(Room[None]):
    places = ("learn",)
    enter = "Open"
    BINDINGS = bindings("learn")

    def __init__(self, rules: Ruleset, lessons: dict[str, Lesson]) -> None:
        super().__init__()
        self.rules, self.lessons = rules, lessons

    def body(self) -> Iterable[Widget]:
        yield Listing(id="learn", classes="page")

    def on_mount(self) -> None:
        self._draw()
        self.query_one(Listing).focus()

    def on_screen_resume(self) -> None:
        if self.query("#learn"):
            self._draw()

    def _draw(self) -> None:
        text = (
            "Never played a wargame? Begin at the top: a few minutes with a teacher, then a game of your own."
        )
        rows = [Row(lambda width: [line(("LEARN", "title")), *folded(text, width, "dim"), line("")])]
        for lesson in self.lessons.values():
            rows += self._lesson(lesson)
        scenario = self.rules.scenarios[usual_scenario(self.rules)]
        minutes = self._minutes(scenario.name)
        rows.append(
            _entry("play", "A first game", f"{scenario.label}, against scripted players: {minutes} minutes.")
        )
        rows.append(row(None, line("")))
        rows.append(_entry("rulebook", "The rulebook", "Every rule, to read and to search."))
        rows.append(_entry("words", "The words", "What a rung, a red line, a channel and the others are."))
        rows.append(row(None, line(""), line(("The aid of each seat: what it can do and see", "dim"))))
        table = self.rules.tables[scenario.table]
        rows += [
            row(("aid", seat), line((label, "plain")))
            for seat, label in zip(table.seats, table.labels, strict=True)
        ]
        self.query_one(Listing).set_rows(rows)

    def _minutes(self, scenario: str) -> int:
        return next(int(s.minutes) for s in self.rules.document.of("scenario") if s.id == scenario)

    def _lesson(self, lesson: Lesson) -> list[Row]:
        """A lesson that was begun can be gone on with, or begun again."""
        behind, all_of_it = begun(self.rules, lesson), len(lesson.prompt)
        done = " You have been through it." if finished(self.rules, lesson) else ""
        told = f"{lesson.text} {lesson.minutes} minutes, played.{done}"
        if not behind:
            return [_entry(("lesson", lesson.id), lesson.label, told)]
        go_on = f"Go on where you left it, at {behind + 1} of {all_of_it}."
        return [
            _entry(("lesson", lesson.id), lesson.label, go_on),
            _entry(("again", lesson.id), "From the start", told),
        ]

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        match event.key:
            case ("lesson" | "again" as how, str() as name):
                self.wargame.open_lesson(self.rules, self.lessons[name], how == "again")
            case "play":
                self.wargame.start_game({"scenario": usual_scenario(self.rules)})
            case "rulebook":
                self.wargame.open_rulebook()
            case "words":
                self.wargame.open_rulebook("words")
            case ("aid", str() as seat):
                self._show_aid(seat)

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


def _entry(key: object, label: str, text: str) -> Row:
    def draw(width: int) -> list[Line]:
        first, *more = folded(text, width - LABELS, "dim")
        return [
            ((label.ljust(LABELS), "title"), *first),
            *(((" " * LABELS, "plain"), *spans) for spans in more),
        ]

    return Row(draw, key)


__all__ = ["LearnScreen"]
