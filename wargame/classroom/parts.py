"""The parts of a seat's page, each rendered by itself and kept; and which of them an event of the room touches."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Any

import jinja2
from markupsafe import Markup

from wargame.classroom import templating
from wargame.classroom.board import SMALL, WIDE, draw_board, draw_course, draw_gauge
from wargame.classroom.papers import RISKS, Fact, Listed
from wargame.classroom.reports import earlier
from wargame.classroom.views import Views
from wargame.text.catalogue import KINDS
from wargame.text.messages import MARKS
from wargame.text.words import counted, first_up

MARK_WORDS = tuple(MARKS.items())

WHY_NOT = {
    "lobby": "The game has not begun: nothing can be said yet.",
    "report": "The sheets are open. You can write again when the next orders are due.",
    "over": "The game is over: nothing more is said.",
    "orders": "Pens are down: nothing is said until the umpire opens the phase again.",
}


@dataclass(frozen=True)
class Chosen:
    """What a page without script has chosen: a filter of orders, readers of a message, a text not sent."""

    q: str = ""
    kind: str = ""
    area: str = ""
    all: bool = False
    list: bool = False
    to: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Asker:
    """Whose page it is."""

    seat: str
    person: str
    writer: bool
    now: float
    chosen: Chosen = field(default_factory=Chosen)


Part = Callable[[Views, Asker], Markup]


@cache
def environment() -> jinja2.Environment:
    """The templates of all pages, with what the parts of a seat draw and count with."""
    env = templating.templates()
    env.globals |= {
        "draw_board": draw_board,
        "draw_course": draw_course,
        "draw_gauge": draw_gauge,
        "SMALL": SMALL,
        "WIDE": WIDE,
        "counted": counted,
    }
    env.filters["first_up"] = first_up
    return env


@cache
def macros() -> Any:
    """What several parts share."""
    return environment().get_template("part_macros.html").module


def fill(file: str, **shown: Any) -> Markup:
    """A template of a part."""
    return Markup(environment().get_template(file).render(m=macros(), **shown))


# The parts --------------------------------------------------------------------------------------


def status(v: Views, you: Asker) -> Markup:
    """Never kept: it tells the time."""
    found = v.post(you.seat, you.person)
    return fill(
        "part_status.html",
        c=v.clock(you.now),
        chairs=v.roll(you.seat),
        writer=you.writer,
        now=you.now,
        unread=found.unread,
        count=found.count,
    )


def todo(v: Views, you: Asker) -> Markup:
    """What waits for the seat, first on the page."""
    found, said = v.sheet(you.seat), v.post(you.seat, you.person)
    asked = sum(ticket.percent is None for ticket in v.tickets(you.seat, you.person))
    phase, open = v.room.phase, v.open
    return v.keep(
        ("part", "todo", you.seat, you.person),
        (found, said, asked, phase, open),
        lambda: fill("part_todo.html", t=found, p=said, asked=asked, phase=phase, open=open),
    )


def _of_the_position(name: str, gather: Callable[[Views, str], object]) -> Part:
    """A part that shows where things stand, and changes only when a step does."""

    def part(v: Views, you: Asker) -> Markup:
        return v.keep(
            ("part", name, you.seat),
            v.position,
            lambda: fill(f"part_{name}.html", s=gather(v, you.seat)),
        )

    return part


def others(v: Views, you: Asker) -> Markup:
    """Every number that is known but not among the main ones: asked for when somebody wants to read it."""
    made = ("part", "others", you.seat)
    return v.keep(made, v.position, lambda: fill("others.html", s=v.situation(you.seat)))


def report(v: Views, you: Asker) -> Markup:
    """While orders are due, what the step begins with comes first; before that, what has just happened."""
    first = "opening" if v.room.phase == "orders" else "story"
    return v.keep(
        ("part", "report", you.seat),
        (v.position, first),
        lambda: fill("part_report.html", r=v.report(you.seat), before=earlier(v.room.game), first=first),
    )


def end(v: Views, you: Asker) -> Markup:
    return v.keep(("part", "end", you.seat), v.position, lambda: fill("part_end.html", e=v.end(you.seat)))


def sheet(v: Views, you: Asker) -> Markup:
    found, team = v.sheet(you.seat), v.team(you.seat, you.person)
    made_from = (found, v.room.phase, v.open, team.pen, v.room.game.step)
    return v.keep(
        ("part", "sheet", you.seat, team.mine),
        made_from,
        lambda: fill(
            "part_sheet.html",
            t=found,
            team=team,
            step=v.room.game.step,
            phase=v.room.phase,
            writing=v.open and not found.sealed,
        ),
    )


def orders(v: Views, you: Asker) -> Markup:
    """The filter, and the list where a page without script asked for it."""
    listed, chosen = v.listed(you.seat), you.chosen
    facts, mark = v.facts(you.seat)
    shown = {
        "shell": shell(v, you.seat)[0],
        "facts": mark,
        "step": v.room.game.step,
        "kinds": [k for k in KINDS if any(o.kind == k for o in listed)],
        "areas": sorted({o.area for o in listed if o.area}),
        "chosen": chosen,
    }
    if not chosen.list:
        made_from = (mark, v.room.game.step)
        return v.keep(
            ("part", "orders", you.seat), made_from, lambda: fill("part_orders.html", rows=None, **shown)
        )
    found = [(o, f) for o, f in zip(listed, facts, strict=True) if _fits(o, f, chosen)]
    return fill("part_orders.html", rows=_rows(found), **shown)


def shell(v: Views, seat: str) -> tuple[str, Markup]:
    """The whole list without the facts of a step, and its mark: it is sent once and kept by the browser."""

    def make() -> tuple[str, Markup]:
        text = _rows([(o, None) for o in v.listed(seat)])
        return hashlib.sha256(text.encode()).hexdigest()[:16], text

    return v.keep(("shell", seat), None, make)


def _rows(found: Sequence[tuple[Listed, Fact | None]]) -> Markup:
    groups = [(kind, list(some)) for kind, some in groupby(found, key=lambda pair: pair[0].kind)]
    return fill("orders.html", groups=groups, risks=RISKS)


def _fits(order: Listed, fact: Fact, chosen: Chosen) -> bool:
    said = f"{order.label} {order.name} {order.text} {order.kind} {order.area}".lower()
    return (
        (chosen.all or fact.legal)
        and chosen.kind in ("", order.kind)
        and chosen.area in ("", order.area)
        and all(word in said for word in chosen.q.lower().split())
    )


def post(v: Views, you: Asker) -> Markup:
    found, team = v.post(you.seat, you.person), v.team(you.seat, you.person)
    return v.keep(
        ("part", "post", you.seat, you.person),
        (found, v.open, team.mine),
        lambda: fill(
            "part_post.html", p=found, step=v.room.game.step, open=v.open and team.mine, marks=MARK_WORDS
        ),
    )


def write(v: Views, you: Asker) -> Markup:
    """The message in writing: nothing in it depends on what has been said."""
    found, team, chosen = v.post(you.seat, you.person), v.team(you.seat, you.person), you.chosen

    def make() -> Markup:
        why_not = WHY_NOT[v.room.phase]
        shown = {"p": found, "team": team, "step": v.room.game.step, "chosen": chosen}
        return fill("part_write.html", open=v.open, why_not=why_not, marks=MARK_WORDS, **shown)

    if chosen.to or chosen.text:
        return make()
    made_from = (found.readers, team.mine, team.pen, v.open, v.room.phase, v.room.game.step)
    return v.keep(("part", "write", you.seat, team.mine), made_from, make)


def team(v: Views, you: Asker) -> Markup:
    found, chairs, step = v.team(you.seat, you.person), v.roll(you.seat), v.room.game.step
    away = not any(mate.pen and mate.here for mate in found.mates)
    return v.keep(
        ("part", "team", you.seat, you.person),
        (found, chairs, step),
        lambda: fill("part_team.html", team=found, chairs=chairs, step=step, takes=away),
    )


def news(v: Views, you: Asker) -> Markup:
    found = v.news(you.seat)
    said = tuple(x for x in v.post(you.seat, you.person).messages if x.umpire)
    step = v.room.game.step
    return v.keep(
        ("part", "news", you.seat),
        (found, said, step),
        lambda: fill("part_news.html", news=found, umpire=said, step=step),
    )


def forecast(v: Views, you: Asker) -> Markup:
    found = v.tickets(you.seat, you.person)
    return v.keep(
        ("part", "forecast", you.seat, you.person),
        (found, v.open, v.room.game.step),
        lambda: fill("part_forecast.html", tickets=found, open=v.open, step=v.room.game.step),
    )


PARTS: Mapping[str, Part] = {
    "status": status,
    "todo": todo,
    "news": news,
    "end": end,
    "report": report,
    "forecast": forecast,
    "board": _of_the_position("board", Views.situation),
    "ladder": _of_the_position("ladder", Views.situation),
    "numbers": _of_the_position("numbers", Views.situation),
    "beliefs": _of_the_position("beliefs", Views.beliefs),
    "lines": _of_the_position("lines", Views.lines),
    "deals": _of_the_position("deals", Views.affairs),
    "orders": orders,
    "write": write,
    "post": post,
    "brief": _of_the_position("brief", Views.brief),
    "team": team,
    "sheet": sheet,
}
"""Every part of the page by its name."""

PAGES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "now": ("Now", ("todo", "news", "end", "report", "forecast")),
    "board": ("Board", ("board", "ladder", "numbers", "beliefs")),
    "lines": ("Lines", ("lines", "deals")),
    "orders": ("Orders", ("orders",)),
    "talk": ("Talk", ("write", "post")),
    "seat": ("Seat", ("brief", "team")),
}
"""What is shown at a time: its name in the address, in words, and the parts on it."""

ALWAYS = ("status", "sheet")
"""Parts that every page has."""

TOUCHED: Mapping[str, tuple[str, ...]] = {
    "sheet": ("todo", "sheet"),
    "post": ("status", "todo", "post", "news"),
    "clock": ("status", "todo", "sheet", "post", "write", "forecast", "team", "report"),
    "team": ("status", "team", "sheet", "write", "post"),
    "board": ("status", "board", "ladder", "numbers", "beliefs", "lines", "deals", "orders"),
    "report": ("report", "end"),
    "roll": ("status", "team"),
    "news": ("news", "report"),
    "rulings": ("news",),
    "forecast": ("todo", "forecast"),
    "reset": tuple(PARTS),
    "all": tuple(PARTS),
}
"""The parts of the page that an event of the room is about."""


def touched(names: Iterable[str]) -> list[str]:
    """The parts of the page for names of events or of parts, in the page's order; unknown ones say nothing."""
    found = {part for name in names for part in TOUCHED.get(name, ())} | (set(names) & PARTS.keys())
    return [part for part in PARTS if part in found]


def shown_on(at: str) -> frozenset[str]:
    """The parts that somebody sees who looks at a page."""
    return frozenset((*ALWAYS, *PAGES[at][1]))


__all__ = [
    "ALWAYS",
    "PAGES",
    "PARTS",
    "TOUCHED",
    "Asker",
    "Chosen",
    "fill",
    "others",
    "shell",
    "shown_on",
    "touched",
]
