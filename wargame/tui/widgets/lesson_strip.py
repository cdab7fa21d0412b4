"""What the teacher says, in a strip of its own above the keys: it covers nothing that it speaks of."""

from __future__ import annotations

from textual.screen import Screen

from wargame.ruleset.schema import Prompt
from wargame.table.lesson import Moment, Teacher
from wargame.tui.keys import keys_of, shown
from wargame.tui.widgets.canvas import Canvas, Line, Span, folded, width_of
from wargame.tui.widgets.listing import Listing

PARTS: dict[str, str] = {
    "status": "#status",
    "gauges": "#gauges",
    "board": "#board",
    "ladder": "#ladder",
    "meters": "#meters",
    "lines": "#lines",
    "list": "Listing.page, #order-list",
    "card": "#order-card",
    "sheet": "#order-sheet",
}
"""Parts of a screen that a prompt may speak of."""

WAYS: dict[str, str] = {
    "table": "It is about the table: Esc goes there.",
    "orders": "It is about your order sheet: O at the table opens it.",
    "report": "It is about the report: R at the table opens it.",
    "why": "It is about the causes of a number: W opens them.",
}
"""The way back to where a prompt can be followed."""

MARK = "spoken-of"


class LessonStrip(Canvas):
    DEFAULT_CSS = "LessonStrip { height: 5; background: $strip; }"

    def __init__(self, teacher: Teacher) -> None:
        super().__init__(id="lesson-strip")
        self.teacher = teacher
        self.shown: object = None
        """What was pointed at last: prompt and screen are pointed at once, and then left to the learner."""

    def draw(self, width: int, height: int) -> list[Line]:
        teacher, here = self.teacher, moment_of(self.screen)
        prompt = teacher.prompt
        head: list[Span] = [(f" LESSON {teacher.at + 1}/{len(teacher.lesson.prompt)}  ", "calm")]
        if prompt.screen not in ("any", here.screen):
            head.append((WAYS[prompt.screen], "watch"))
        keys = _keys(prompt, teacher.at == teacher.furthest)
        room = width - width_of(tuple(head)) - width_of(keys)
        if room >= 0:
            head += [(" " * room, "plain"), *keys]
        text = [((" ", "plain"), *spans) for spans in folded(teacher.text(), width - 3, "title")]
        return [tuple(head), *text[: height - 1]]


def _keys(prompt: Prompt, newest: bool) -> Line:
    """What leads on: the teacher's own keys, unless only a reveal does."""
    on, back = ((shown(key.keys[0]), key.label.lower()) for key in keys_of("lesson"))
    spans: list[Span] = []
    if prompt.until != "opened" or not newest:
        word = on[1] if prompt.until == "next" or not newest else "skip"
        spans += [(f"{on[0].upper()} ", "key"), (f"{word}  ", "plain")]
    return (*spans, (f"{back[0]} ", "key"), (f"{back[1]} ", "plain"))


def moment_of(screen: Screen[object]) -> Moment:
    """Where the learner is."""
    places = getattr(screen, "places", ())
    return Moment(places[0] if places else "", getattr(screen, "panel", ""))


def follow(teacher: Teacher, screen: Screen[object]) -> None:
    """Look at what the learner has done, say what is next, and point at it."""
    teacher.notice(moment_of(screen))
    for strip in screen.query(LessonStrip):
        now = (teacher.at, moment_of(screen))
        if strip.shown != now:
            strip.shown = now
            strip.redraw()
            _mark(teacher, screen)
            _point(teacher, screen)


def _mark(teacher: Teacher, screen: Screen[object]) -> None:
    """Set the part that is spoken of apart from the rest; the words name it too."""
    wanted = PARTS.get(teacher.prompt.look, "")
    marked = set(screen.query(wanted)) if wanted else set()
    for widget in screen.query(f".{MARK}"):
        if widget not in marked:
            widget.remove_class(MARK)
    for widget in marked:
        widget.add_class(MARK)


def _point(teacher: Teacher, screen: Screen[object]) -> None:
    prompt, rules = teacher.prompt, teacher.session.game.rules
    for listing in screen.query(Listing):
        if prompt.order is not None and listing.id == "order-list":
            listing.select(prompt.order)
        elif prompt.meter is not None and listing.id == "meters":
            listing.select(rules.meters.row[prompt.meter])
        elif prompt.line is not None and listing.id == "lines":
            listing.select(rules.lines.names.index(prompt.line))
        elif prompt.mark is not None and listing.id == "report":
            marks = [sentence.mark for sentence in getattr(screen, "sentences", ())]
            if prompt.mark in marks:
                listing.select(marks.index(prompt.mark))


__all__ = ["LessonStrip", "follow", "moment_of"]
