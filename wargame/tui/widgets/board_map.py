"""The board: the areas where they lie, and what stands in each as the seat knows it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from textual import events
from textual.geometry import Region
from textual.message import Message

from wargame.record.game import Game
from wargame.text.describe import red_lines, standing
from wargame.tui.glyphs import SIGNS, bar
from wargame.tui.keys import bindings
from wargame.tui.numbers import Number, number, numbers, rows_of_area
from wargame.tui.widgets.canvas import Canvas, Line, Span, clip, line, pointed

Cell = tuple[str, str]
"""One character and its role."""

BLANK: Cell = (" ", "plain")


@dataclass(frozen=True)
class Place:
    """An area on the board."""

    area: str
    label: str
    text: str
    column: int
    row: int
    next_to: tuple[str, ...]


class BoardMap(Canvas, can_focus=True):
    """Areas as boxes. The one under the pointer has a double top edge."""

    BINDINGS = bindings("board")

    class Opened(Message):
        def __init__(self, area: str) -> None:
            super().__init__()
            self.area = area

    def __init__(self, *, id: str | None = None, linear: bool = False) -> None:
        super().__init__(id=id)
        self.linear = linear
        """In a replay Left and Right belong to time; Up and Down then go through all areas in order."""
        self.places: list[Place] = []
        self.at = 0
        self._rows: dict[str, list[int]] = {}
        self._numbers: dict[str, list[Number]] = {}
        self._pairs: list[tuple[str, Number, Number]] = []
        self._summary: list[Line] = []
        self._letters: list[str] = []
        """`T Tehran` for each power."""

    def show(self, game: Game, seat: str | None) -> None:
        """Draw the board as a seat knows it; None is the umpire."""
        if not self.places:
            areas = game.rules.document.of("area")
            self.places = [Place(a.id, a.label, a.text.strip(), a.column, a.row, a.next_to) for a in areas]
            self.places.sort(key=lambda p: (p.row, p.column))
            self._rows = {p.area: rows_of_area(game.rules, p.area) for p in self.places}
        rules = game.rules
        rungs, channels = rules.meters.families["rung"], rules.meters.families["channel"]
        pairs = [(rungs.start + at, channels.start + at) for at in range(len(rules.pairs))]
        wanted = dict.fromkeys(row for rows in (*self._rows.values(), *pairs) for row in rows)
        known = {n.row: n for n in numbers(game, seat, wanted)}
        self._numbers = {
            area: [known[row] for row in rows if known[row].value is not None]
            for area, rows in self._rows.items()
        }
        self._pairs = [
            (
                "-".join(rules.power_letters[int(p)] for p in rules.pair_powers[at]),
                known[rung],
                known[channel],
            )
            for at, (rung, channel) in enumerate(pairs)
        ]
        self._summary = summary(game, seat)
        short = {p.id: p.short for p in rules.document.of("power")}
        named = zip(rules.power_letters, rules.powers, strict=True)
        self._letters = [f"{letter} {short[power]}" for letter, power in named]
        self.redraw()

    @property
    def place(self) -> Place:
        return self.places[self.at]

    def numbers(self) -> list[Number]:
        """What stands in the area under the pointer."""
        return self._numbers.get(self.place.area, [])

    # Moving

    def _go(self, across: int, down: int) -> None:
        if self.linear:
            self._move((self.at + down) % len(self.places))
            return
        here = self.place
        options = [
            (abs(p.row - here.row) if across else abs(p.column - here.column),
             abs(p.column - here.column) if across else abs(p.row - here.row), at)
            for at, p in enumerate(self.places)
            if (across and (p.column - here.column) * across > 0) or (down and (p.row - here.row) * down > 0)
        ]  # fmt: skip
        if options:
            self._move(min(options)[2])

    def _move(self, to: int) -> None:
        """Only the top edges of the two boxes are painted again, not the board."""
        if to == self.at:
            return
        width, height = self.size
        old, self.at = self.at, to
        self._lines = self.draw(width, height)
        self._drawn_at = (width, height)
        edges = [self._region(at)._replace(height=1) for at in (old, to)]
        if edges[0].y == edges[1].y:
            edges = [edges[0].union(edges[1])]  # a line is written from its start: once is enough
        self.refresh(*edges)
        pointed(self)

    def action_go_up(self) -> None:
        self._go(0, -1)

    def action_go_down(self) -> None:
        self._go(0, 1)

    def action_go_left(self) -> None:
        self._go(-1, 0)

    def action_go_right(self) -> None:
        self._go(1, 0)

    def action_open_area(self) -> None:
        self.post_message(self.Opened(self.place.area))

    def on_click(self, event: events.Click) -> None:
        for at in range(len(self.places)):
            if self._region(at).contains(event.x, event.y):
                if at == self.at:
                    self.action_open_area()
                self._move(at)

    # Painting

    def _grid(self) -> tuple[int, int, int, int, int]:
        """Width and height of a box, gap across and down, and inner lines."""
        columns = 1 + max((p.column for p in self.places), default=0)
        rows = 1 + max((p.row for p in self.places), default=0)
        width, height = self.size
        gap = 1 if width < 100 else 2
        box = max(12, (width - gap * (columns - 1)) // columns)
        box = min(box, 34)
        tall = max(3, min(10, height // rows))
        down = 1 if height >= rows * tall + rows - 1 and tall > 5 else 0
        return box, tall, gap, down, tall - 2

    def _region(self, at: int) -> Region:
        box, tall, gap, down, _ = self._grid()
        place = self.places[at]
        return Region(place.column * (box + gap), place.row * (tall + down), box, tall)

    def draw(self, width: int, height: int) -> list[Line]:
        if not self.places:
            return []
        cells: list[list[Cell]] = [[BLANK] * width for _ in range(height)]
        self._draw_links(cells)
        for at in range(len(self.places)):
            self._draw_box(cells, at)
        self._draw_margin(cells)
        return [_spans(row) for row in cells]

    def _draw_links(self, cells: list[list[Cell]]) -> None:
        box, tall, gap, down, _ = self._grid()
        by_name = {p.area: p for p in self.places}
        for place in self.places:
            for other in (by_name[n] for n in place.next_to if n in by_name):
                if other.row == place.row and other.column == place.column + 1:
                    y = place.row * (tall + down) + tall // 2
                    x = place.column * (box + gap) + box
                    _write(cells, x, y, SIGNS.link_across * gap, "dim")
                if other.column == place.column and other.row == place.row + 1 and down:
                    _write(cells, place.column * (box + gap) + box // 2, (place.row + 1) * (tall + down) - 1,
                           SIGNS.link_down, "dim")  # fmt: skip

    def _draw_box(self, cells: list[list[Cell]], at: int) -> None:
        place, here = self.places[at], at == self.at
        _, _, _, _, inner = self._grid()
        region = self._region(at)
        frame, top = SIGNS.box, SIGNS.box_here if here else SIGNS.box
        x, y, wide, tall = region.x, region.y, region.width, region.height
        numbers = self._numbers.get(place.area, [])
        _write(cells, x, y, top[0] + top[1] * (wide - 2) + top[2], "key" if here else "dim")
        _write(cells, x + 1, y, f" {_name(place.label, wide - 4)} ", "chosen" if here else "title")
        if any(n.trend for n in numbers):
            _write(cells, x + wide - 2, y, SIGNS.event, "watch")
        for down in range(1, tall - 1):
            _write(cells, x, y + down, frame[3], "dim")
            _write(cells, x + wide - 1, y + down, frame[3], "dim")
        _write(cells, x, y + tall - 1, frame[4] + frame[1] * (wide - 2) + frame[5], "dim")
        telling = [n for n in numbers if n.value or n.high > 1]
        heads = Counter(n.label.partition(",")[0] for n in telling)
        for down, n in enumerate(telling[:inner]):
            head = n.label.partition(",")[0]
            self._draw_number(cells, x + 1, y + 1 + down, wide - 2, n, head if heads[head] == 1 else n.label)

    def _draw_number(self, cells: list[list[Cell]], x: int, y: int, width: int, n: Number, name: str) -> None:
        room = width - 2 - len(n.text)
        if len(name) > min(room, width - 5):
            name = n.there
        if len(name) > room + 1:
            name = name[: room - 1] + SIGNS.ellipsis
        name = name[:room]  # a word short of its last letter reads better than one short of two and a sign
        arrow = SIGNS.up if n.trend > 0 else SIGNS.down if n.trend < 0 else " "
        _write(cells, x, y, name, "plain")
        _write(cells, x + width - 1 - len(n.text), y, n.text, "watch" if n.at_mark else "title")
        _write(cells, x + width - 1, y, arrow, "title")

    def _legend(self, width: int, room: int) -> list[Line]:
        """Which letter is which power: on one line, on two, or not at all."""
        half = (len(self._letters) + 1) // 2
        for parts in ([self._letters], [self._letters[:half], self._letters[half:]]):
            lines = ["  ".join(part) if len(parts) > 1 else " ".join(part) for part in parts]
            if len(lines) <= room and all(len(text) <= width for text in lines):
                return [_lettered(text) for text in lines]
        return []

    def _draw_margin(self, cells: list[list[Cell]]) -> None:
        """The pairs of powers and the summary, in the places of the board where no area lies."""
        box, tall, gap, down, _ = self._grid()
        taken = {(p.column, p.row) for p in self.places}
        columns = 1 + max(p.column for p in self.places)
        rows = 1 + max(p.row for p in self.places)
        free = [(c, r) for r in range(rows) for c in range(columns) if (c, r) not in taken]
        if not free:
            return
        x, y = free[0][0] * (box + gap), free[0][1] * (tall + down)
        headed = len(self._pairs) < tall
        if headed:
            _write(cells, x + 1, y, "pair  rung channel" if box > 18 else "pair  rung chan.", "dim")
        for at, (letters, rung, channel) in enumerate(self._pairs[:tall], headed):
            arrow = SIGNS.up if rung.trend > 0 else SIGNS.down if rung.trend < 0 else " "
            _write(cells, x + 1, y + at, letters, "plain")
            left = x if headed else x + 1
            _write(cells, left + 7, y + at, f"{rung.text:>3}{arrow}", "watch" if rung.at_mark else "title")
            _write(cells, x + 13, y + at, channel.text if headed else f"ch. {channel.text}", "plain")
            if not headed:
                _write(cells, x + 5, y + at, "rung", "dim")
        pairs = [(c, r) for c, r in free[1:] if (c + 1, r) in free]
        if pairs:
            x, y = pairs[0][0] * (box + gap) + 1, pairs[0][1] * (tall + down)
            lines = [*self._legend(2 * box, tall - len(self._summary)), *self._summary][:tall]
            for at, spans in enumerate(lines, len(lines) < tall):
                left = x
                for text, role in clip(spans, 2 * box):
                    _write(cells, left, y + at, text, role)
                    left += len(text)


def summary(game: Game, seat: str | None) -> list[Line]:
    """Escalation, red lines and deals in a few words."""
    rules = game.rules
    rung = number(game, seat, rules.meters.row["world.rung"])
    marks = ", ".join(f"{name} {value}" for name, value in rung.marks.items())
    lines = [status for status in red_lines(game, seat) if status.held]
    due = sum(bool(status.due) for status in lines)
    crossed = sum(bool(status.crossed) for status in lines)
    deals = standing(game, seat).deals
    made = sum(deal.in_force for deal in deals)
    role = "watch" if rung.at_mark else "title"
    gauge = bar(rung.value, rung.low, rung.high, 10, tuple(rung.marks.values()))
    return [
        line("Escalation ", (f"{rung.text} of {rung.high}", role)),
        line((gauge, "watch" if rung.at_mark else "calm"), (f" {marks}", "dim")),
        line(
            f"{len(lines)} red line{'s' * (len(lines) != 1)}, ",
            (f"{crossed} crossed, ", "watch" if crossed else "plain"),
            (f"{due} due", "crossed" if due else "plain"),
        ),
        line(f"Deals: {made} in force, {len(deals) - made} offered"),
    ]


def _write(cells: list[list[Cell]], x: int, y: int, text: str, role: str) -> None:
    if not 0 <= y < len(cells):
        return
    for at, sign in enumerate(text, x):
        if 0 <= at < len(cells[y]):
            cells[y][at] = (sign, role)


def _lettered(text: str) -> Line:
    """A line of `T Tehran  W Washington`, its letters standing out."""
    return tuple((part, "plain" if len(part.strip()) == 1 else "dim") for part in re.split(r"\b(\w )", text))


def _name(label: str, room: int) -> str:
    """As many whole words of a name as fit, without a lost `and` or `the` at the end."""
    if len(label) <= room:
        return label
    words: list[str] = []
    for word in label.split():
        if len(" ".join([*words, word])) > room:
            break
        words.append(word)
    while words and words[-1] in ("and", "the", "of"):
        words.pop()
    return " ".join(words) or label[:room]


def _spans(row: list[Cell]) -> Line:
    """Neighbouring cells of one role as one span; blanks take the role before them, for fewer bytes."""
    spans: list[Span] = []
    for sign, role in row:
        blank = sign == " " and spans and spans[-1][1] != "chosen"
        if spans and (spans[-1][1] == role or blank):
            spans[-1] = (spans[-1][0] + sign, spans[-1][1])
        else:
            spans.append((sign, role))
    return tuple(spans)
