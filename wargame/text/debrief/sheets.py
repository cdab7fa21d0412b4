"""Tables for a spreadsheet, a row for each student, order, message and forecast.

A spreadsheet takes a cell that begins with certain signs for a formula and runs it; whatever people or
rulesets have written is defused with an apostrophe. Numbers of ours are numbers.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from wargame.record.lines import MessageLine
from wargame.text.debrief.names import Names
from wargame.text.debrief.people import parts_of
from wargame.text.debrief.room import LATE
from wargame.text.debrief.story import Story
from wargame.text.meters import date
from wargame.text.words import joined

Cell = str | int | float | None

BOM = "\ufeff"
"""Tells the spreadsheet of a well-known office that a file is UTF-8."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
"""What a formula may begin with, in one spreadsheet or another."""

SPLIT = re.compile(r"([;\t])(?=\s*[=+\-@])")
"""Where a spreadsheet that splits at semicolons would find another beginning."""


def defused(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    text = SPLIT.sub(r"\1'", text)
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else text


def table(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table as CSV; the last column's head is the caveat that every export bears, and the column is empty."""
    made = io.StringIO()
    writer = csv.writer(made, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow(
            [defused(cell) if isinstance(cell, str) else "" if cell is None else cell for cell in row]
        )
    return BOM + made.getvalue()


def sheets(stories: Sequence[Story], names: Names) -> dict[str, str]:
    """Every table by the name of its file."""
    return {
        "students.csv": table(STUDENTS, (row for story in stories for row in _students(story, names))),
        "orders.csv": table(ORDERS, (row for story in stories for row in _orders(story, names))),
        "messages.csv": table(MESSAGES, (row for story in stories for row in _messages(story, names))),
        "forecasts.csv": table(FORECASTS, (row for story in stories for row in _forecasts(story, names))),
    }


STUDENTS = (
    "table", "scenario", "student", "seat", "sheets sealed by own hand", "strokes on sheets", "messages sent",
    "messages carried for others", "reasons stated", "forecasts", "forecasts judged", "mean Brier score",
)  # fmt: skip
"""No column tells who won: a game's points are no mark."""


def _students(story: Story, names: Names) -> Iterator[tuple[Cell, ...]]:
    for part in parts_of(story):
        yield (
            story.name,
            story.game.scenario.label,
            names.person(part.member.name),
            _seat(story, part.member.seat),
            part.sealed,
            part.drafting,
            part.messages,
            part.mediated,
            part.reasons,
            part.forecasts,
            part.judged,
            None if part.brier is None else round(part.brier, 4),
        )


ORDERS = (
    "table", "step", "date", "seat", "sealed by", "filled by", "place", "order", "in words", "why (of a doctrine)",
    "came to nothing", "reason of the team",
)  # fmt: skip


def _orders(story: Story, names: Names) -> Iterator[tuple[Cell, ...]]:
    book = story.game.rules.programs
    for turn in story.game.turns:
        void = {n.facts["order"] for n in turn.notes if n.kind == "void"}
        for seat, sheet in turn.sheets.items():
            person = story.room.sealed_by.get((turn.step, seat), "")
            sealed = person and sheet.by == "human"
            head = (
                story.name,
                turn.step + 1,
                date(story.game, turn.step),
                _seat(story, seat),
                names.person(story.room.named(person)) if sealed else "",
                "the clock" if sheet.by == LATE else sheet.by,
            )
            stated = names.text(turn.stated.get(seat, ""))
            for place, order in enumerate(sheet.orders, 1):
                row = book.index.get(order, 0)
                why = sheet.reasons[place - 1] if place <= len(sheet.reasons) else ""
                nothing = "yes" if row in void else "no"
                yield (*head, place, order, book.labels[row] if row else order, why, nothing, stated)
            if not sheet.orders:
                yield (*head, 0, "", "no order", "", "", stated)


MESSAGES = (
    "table", "step", "date", "from", "sent by", "to", "by way of", "mark", "text", "fate", "passed on as", "verdict",
)  # fmt: skip


def _messages(story: Story, names: Names) -> Iterator[tuple[Cell, ...]]:
    lines = [line for line in story.game.post if isinstance(line, MessageLine)]
    for letter, line in zip(story.letters, lines, strict=True):
        seen = letter.seen
        person = story.room.done_by.get(line.act, "")
        yield (
            story.name,
            seen.step + 1,
            letter.when,
            letter.sender,
            names.person(story.room.named(person)) if person else "",
            joined([_seat(story, seat) for seat in seen.to]) if seen.to else "everybody",
            letter.via,
            "" if seen.mark == "none" else seen.mark,
            names.text(seen.text),
            letter.fate,
            names.text(letter.became),
            letter.verdict if letter.promise else "",
        )


FORECASTS = (
    "table", "step", "date", "seat", "student", "question", "in words", "per cent", "happened", "Brier score",
)  # fmt: skip


def _forecasts(story: Story, names: Names) -> Iterator[tuple[Cell, ...]]:
    for forecast in story.forecasts:
        happened = "not yet known" if forecast.happened is None else "yes" if forecast.happened else "no"
        yield (
            story.name,
            forecast.step + 1,
            date(story.game, forecast.step),
            _seat(story, forecast.seat),
            names.person(story.room.named(forecast.person)),
            forecast.question,
            names.text(story.game.asked[forecast.question].ask),
            forecast.percent,
            happened,
            None if forecast.brier is None else round(forecast.brier, 4),
        )


def _seat(story: Story, seat: str) -> str:
    known = story.game.seats.get(seat)
    return known.label if known else seat


__all__ = ["BOM", "FORMULA", "defused", "sheets", "table"]
