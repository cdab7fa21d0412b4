"""The instructor's desk: what the white cell asks for, and the tables side by side.

One way in for the page, for the console in a terminal and for scripts: `POST /desk/command` with the table
and a command of `wargame.table.commands`; `GET /desk/view.json` shows all tables.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wargame.classroom.door import Turned, desk, guard_of
from wargame.classroom.hall import Hall, Table
from wargame.classroom.reading import content_of, sentence
from wargame.classroom.stream import Stream
from wargame.table.acts import Refused
from wargame.table.commands import parse_command
from wargame.table.room import DESK

EVERY = "all"
"""Said instead of a table: the command goes to each of them."""


async def command(request: Request) -> Response:
    """`{"table": "t1", "command": {...}}`; `all` gives it to every table, each with its own answer."""
    hall = desk(request)
    content, _ = await content_of(request)
    if not isinstance(content, dict) or set(content) != {"table", "command"}:
        raise Turned(422, "Say which table, and the command.")
    wish = parse_command(content["command"])
    if content["table"] == EVERY:
        answers = {table.id: await _do(table, wish) for table in hall.tables.values()}
        return JSONResponse({"ok": all(a["ok"] for a in answers.values()), "tables": answers})
    answer = await _do(_table(hall, content["table"]), wish)
    return JSONResponse(answer, 200 if answer["ok"] else 409)


async def _do(table: Table, wish: Any) -> dict[str, Any]:
    try:
        answer = await table.work(table.room.command, wish)
    except Refused as refused:
        return {"ok": False, "text": sentence(str(refused)), "field": refused.field}
    return {"ok": answer.ok, "text": answer.text, "data": answer.data}


async def view(request: Request) -> Response:
    """All tables, with what the white cell watches at a glance."""
    hall = desk(request)
    tables = [await table.look(_glance, table) for table in hall.tables.values()]
    return JSONResponse({"now": hall.clock(), "tables": tables})


def _glance(table: Table) -> dict[str, Any]:
    room = table.room
    return {
        "id": table.id,
        "name": table.name,
        "code": table.code,
        "scenario": room.game.scenario.label,
        "step": room.game.step,
        "phase": room.phase,
        "paused": room.paused,
        "closed": room.closed,
        "due": room.due,
        "over": room.game.over,
        "stamp": room.stamp(DESK),
        "roll": [
            {
                "seat": chair.seat,
                "label": chair.label,
                "player": chair.player,
                "sealed": chair.sealed,
                "pen": chair.pen,
                "members": [{"id": m.id, "name": m.name, "here": m.here} for m in chair.members],
            }
            for chair in room.roll()
        ],
    }


async def events(request: Request) -> Response:
    """What changed at a table, for the desk."""
    hall = desk(request)
    table = _table(hall, request.query_params.get("table", ""))
    after = request.headers.get("last-event-id") or request.query_params.get("after", "")
    listeners = request.app.state.listeners
    return Stream(hall, table, DESK, after[:64], listeners, guard_of(request).limits)


def _table(hall: Hall, name: object) -> Table:
    table = hall.find(name) if isinstance(name, str) else None
    if table is None:
        raise Turned(404, "There is no such table.")
    return table


routes = [
    Route("/desk/command", command, methods=["POST"]),
    Route("/desk/view.json", view),
    Route("/desk/events", events),
]

__all__ = ["routes"]
