"""The wall: a public board of one table for the projector. It shows what every seat sees, to whoever asks."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from wargame.classroom import people, reports, talk
from wargame.classroom.door import Turned, at_desk, hall_of
from wargame.classroom.hall import Table
from wargame.classroom.parts import fill
from wargame.classroom.people import Chair, Clock
from wargame.classroom.reports import End, Told
from wargame.classroom.situation import Gauge, Situation, situation
from wargame.classroom.stream import Stream
from wargame.classroom.talk import Message, News
from wargame.classroom.views import as_json
from wargame.table.room import WALL, Room
from wargame.text.eyes import EVERYBODY

MOST_GAUGES = 9
MOST_LINES = 6
MOST_MESSAGES = 4
"""What fits on a projector without scrolling; the rest is counted."""


@dataclass(frozen=True)
class WallView:
    """The public board as data."""

    table: str
    scenario: str
    stamp: str
    now: float
    clock: Clock
    roll: tuple[Chair, ...]
    situation: Situation
    gauges: tuple[Gauge, ...]
    """The public numbers that matter most to any power."""
    told: tuple[Told, ...]
    """The public part of the last step, the loudest first to stay."""
    told_when: str
    messages: tuple[Message, ...]
    news: tuple[News, ...]
    end: End | None


def wall_view(room: Room, now: float) -> WallView:
    """What everybody at a table knows. Ask it within the table's lock."""
    game = room.game
    found = situation(game, EVERYBODY)
    meters = game.rules.meters
    report = reports.report(game, EVERYBODY)
    return WallView(
        table=room.name,
        scenario=game.scenario.label,
        stamp=room.stamp(WALL),
        now=now,
        clock=people.clock(room, now),
        roll=people.roll(room, ""),
        situation=found,
        gauges=tuple(g for g in found.rest if meters.main[g.row].any()),
        told=tuple(line for phase in (*report.phases, *report.opening) for line in phase.lines),
        told_when=report.when or report.now,
        messages=talk.public_messages(game),
        news=tuple(n for n in talk.news(game, EVERYBODY)),
        end=reports.ending(game, EVERYBODY),
    )


@dataclass(frozen=True)
class _Kept:
    """What hangs on a wall, but for the time."""

    made_from: Hashable
    view: WallView
    main: Markup


class Walls:
    """The walls of a class: each is made once for all who look, until something on it is another."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}

    def of(self, table: Table, now: float) -> tuple[WallView, Markup]:
        """Ask it within the table's lock."""
        room, clock = table.room, people.clock(table.room, now)
        roll = people.roll(room, "")
        made_from = (room, room.stamp(WALL), room.game.games, replace(clock, left=""), roll)
        kept = self._kept.get(table.id)
        if kept is None or kept.made_from != made_from:
            view = wall_view(room, now)
            kept = self._kept[table.id] = _Kept(made_from, view, _main(view))
        return replace(kept.view, now=now, clock=clock), kept.main


async def wall(request: Request) -> Response:
    """The whole page. The table's code stands on it only for whoever is at the desk."""
    table = _table(request)
    view, body = await _look(request, table)
    shown = at_desk(request) and table.entry.open and view.clock.phase == "lobby"
    code = table.code if shown else ""
    html = fill("wall.html", w=view, body=body, table=table.id, code=code)
    return HTMLResponse(html)


async def part(request: Request) -> Response:
    """What stands on the wall, to be put in its place."""
    table = _table(request)
    view, body = await _look(request, table)
    return HTMLResponse(body, headers={"X-Now": f"{view.now:.3f}"})


async def data(request: Request) -> Response:
    """The same as data."""
    table = _table(request)
    view, _ = await _look(request, table)
    return Response(as_json(view), media_type="application/json")


async def events(request: Request) -> Response:
    """What changed on the wall."""
    return Stream(request, _table(request), WALL)


async def _look(request: Request, table: Table) -> tuple[WallView, Markup]:
    """The wall as it hangs now, and all of it but the table's code as HTML."""
    walls: Walls = getattr(request.app.state, "walls", None) or Walls()
    request.app.state.walls = walls
    view, main = await table.work(walls.of, table, hall_of(request).clock())
    return view, fill("wall_body.html", w=view, main=main)


def _main(view: WallView) -> Markup:
    lines = sorted(enumerate(view.told), key=lambda pair: (not pair[1].loud, pair[0]))[:MOST_LINES]
    return fill(
        "wall_main.html",
        w=view,
        s=view.situation,
        lines=[line for _, line in sorted(lines, key=lambda pair: pair[0])],
        more=len(view.told) - len(lines),
        gauges=view.gauges[:MOST_GAUGES],
        messages=view.messages[:MOST_MESSAGES],
        unsaid=max(0, len(view.messages) - MOST_MESSAGES),
    )


def _table(request: Request) -> Table:
    table = hall_of(request).find(request.path_params["table"])
    if table is None:
        raise Turned(404, "There is no such table.")
    return table


routes = [
    Route("/wall/{table}", wall),
    Route("/wall/{table}/part", part),
    Route("/wall/{table}/view.json", data),
    Route("/wall/{table}/events", events),
]

__all__ = ["WallView", "Walls", "routes", "wall_view"]
