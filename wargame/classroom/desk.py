"""The instructor's desk: what the white cell asks for, and the tables side by side.

One way in for scripts and for the console in a terminal, `POST /desk/command` with the table and a command
of `wargame.table.commands`; and the page, whose forms make the same commands.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from wargame.classroom import debrief
from wargame.classroom.desk_forms import command_of
from wargame.classroom.desk_seat import seen_by
from wargame.classroom.desk_view import Glance, desk_view, glance
from wargame.classroom.desk_words import PHASES, Foreseen, done, foreseen
from wargame.classroom.door import Turned, desk
from wargame.classroom.hall import Hall, Table
from wargame.classroom.parts import PARTS, Asker, fill
from wargame.classroom.reading import content_of, sentence
from wargame.classroom.stream import Stream
from wargame.classroom.templating import page
from wargame.classroom.views import Views, as_json
from wargame.table.acts import Refused
from wargame.table.commands import Command, Inject, Rule, parse_command
from wargame.table.room import DESK
from wargame.text.words import RUNGS

EVERY = "all"
"""Said instead of a table: the command goes to each of them."""

DESK_PARTS = (
    "tables", "now", "roll", "plans", "letters", "hold", "ruling", "rulings", "notes", "back", "story",
)  # fmt: skip
"""Parts of the page that an event renews; the forms between them are left alone."""

SEEN_PARTS = ("news", "report", "board", "ladder", "numbers", "beliefs", "lines", "deals", "sheet", "post")
"""What the desk sees of a seat's page."""


# For scripts and the console ----------------------------------------------------------------------


async def command(request: Request) -> Response:
    """`{"table": "t1", "command": {...}}`; `all` gives it to every table, each with its own answer.

    With `"preview": true` nothing is done: `changes` says what it would change.
    """
    hall = desk(request)
    content, _ = await content_of(request)
    if not isinstance(content, dict) or set(content) - {"preview"} != {"table", "command"}:
        raise Turned(422, "Say which table, and the command.")
    wish = _parsed(content["command"])
    if content.get("preview", False) is not False:
        if content["preview"] is not True:
            raise Turned(422, "A preview is asked for with true.", field="preview")
        return await _previewed(_table(hall, content["table"]), wish)
    if content["table"] == EVERY:
        answers = {t.id: {"name": t.name, **await _do(t, wish)} for t in hall.tables.values()}
        return JSONResponse({"ok": all(a["ok"] for a in answers.values()), "tables": answers})
    answer = await _do(_table(hall, content["table"]), wish)
    return JSONResponse(answer, 200 if answer["ok"] else 409)


async def _previewed(table: Table, wish: Command) -> Response:
    try:
        found = await _preview(table, wish)
    except ValueError as refused:
        field = getattr(refused, "field", "")
        return JSONResponse({"ok": False, "text": sentence(str(refused)), "field": field}, 409)
    return JSONResponse({"ok": True, "text": "", "changes": [vars(one) for one in found]})


def _parsed(content: object) -> Command:
    try:
        return parse_command(content)
    except Refused as refused:
        raise Turned(422, sentence(str(refused)), field=refused.field) from None


async def _do(table: Table, wish: Command) -> dict[str, Any]:
    try:
        answer = await table.work(table.room.command, wish)
    except ValueError as refused:
        return {"ok": False, "text": sentence(str(refused)), "field": getattr(refused, "field", "")}
    return {"ok": answer.ok, "text": done(wish, answer.text, answer.data), "data": answer.data}


async def view(request: Request) -> Response:
    """All tables, with what the white cell watches at a glance; with `?table=`, that one whole as well."""
    hall = desk(request)
    now = hall.clock()
    told: dict[str, Any] = {"now": now, "tables": [_brief(t, g) for t, g in await _glances(hall)]}
    if name := request.query_params.get("table"):
        table = _table(hall, name)
        told["table"] = await table.look(desk_view, table, now)
    return Response(as_json(told), media_type="application/json")


def _brief(table: Table, found: Glance) -> dict[str, Any]:
    room = table.room
    return {
        **vars(found),
        "step": room.game.step,
        "phase": room.phase,
        "paused": room.paused,
        "closed": room.closed,
        "due": room.due,
        "over": room.game.over,
        "stamp": room.stamp(DESK),
    }


async def events(request: Request) -> Response:
    """What changed at a table, for the desk."""
    hall = desk(request)
    return Stream(request, _table(hall, request.query_params.get("table", "")), DESK)


# The page ---------------------------------------------------------------------------------------


async def front(request: Request) -> Response:
    hall = desk(request)
    shown = request.query_params
    return await _page(
        hall,
        _chosen(hall, shown.get("table")),
        said=shown.get("said", "")[:300],
        at=shown.get("at", ""),
    )


async def do(request: Request) -> Response:
    """A form of the page: a command, or with `do=preview` only what it would change."""
    hall = desk(request)
    async with request.form(max_files=0, max_fields=60) as form:
        table = _chosen(hall, str(form.get("table", "")))
        at, every = str(form.get("at", ""))[:20], form.get("table") == EVERY
        typed = {k: v for k, v in form.items() if isinstance(v, str)}
        try:
            wish = parse_command(command_of(form))
            if form.get("do") == "preview":
                found = await _preview(table, wish)
                return await _page(hall, table, at=at, preview=found, typed=typed)
        except ValueError as refused:
            return await _page(hall, table, 422, wrong=sentence(str(refused)), at=at, typed=typed)
    tables = list(hall.tables.values()) if every else [table]
    answers = [await _do(t, wish) for t in tables]
    wrong = [(t.name, answer["text"]) for t, answer in zip(tables, answers, strict=True) if not answer["ok"]]
    if wrong and not every:
        return await _page(hall, table, 409, wrong=wrong[0][1], at=at, typed=typed)
    said = answers[0]["text"] or "Done."
    if every:
        why = [f"Not at {name}: {text}" for name, text in wrong[:1]]
        said = " ".join([f"Done at {len(answers) - len(wrong)} of {len(answers)} tables.", *why])
    query = urlencode({"table": table.id, "said": sentence(said), "at": at})
    return RedirectResponse(f"/desk?{query}#{at or 'now'}", 303)


async def door(request: Request) -> Response:
    """Codes and links: `close` and `open` a table's code, `code` for a new one, `revoke` a seat's links."""
    hall = desk(request)
    async with request.form(max_files=0, max_fields=8) as form:
        table = _table(hall, form.get("table"))
        kind, seat = str(form.get("kind", "")), str(form.get("seat", ""))
    if kind == "revoke" and seat in table.room.game.seats:
        await table.work(hall.revoke, table, seat)
        said = (
            f"All links of {table.label(seat)} were taken back, and whoever sat there is out. Print new ones."
        )
    elif kind in ("open", "close"):
        hall.open_code(table, kind == "open")
        said = "The code lets people in again." if kind == "open" else "The code lets nobody in any more."
    elif kind == "code":
        said = f"The code is now {hall.renew_code(table)}."
    else:
        raise Turned(422, "There is no such thing to do.")
    return RedirectResponse(f"/desk?{urlencode({'table': table.id, 'said': said, 'at': 'roll'})}#roll", 303)


async def part(request: Request) -> Response:
    """Parts of the page by name, several with commas between."""
    hall = desk(request)
    table = _chosen(hall, request.query_params.get("table"))
    wanted = set(request.path_params["names"].split(","))
    names = [name for name in DESK_PARTS if name in wanted]
    if not names:
        raise Turned(404, "The desk has no part of that name.")
    parts = await _parts(hall, table, names)
    return HTMLResponse("\n".join(parts.values()), headers={"X-Now": f"{hall.clock():.3f}"})


async def seat(request: Request) -> Response:
    """What a seat sees, to look at: nothing can be done from here."""
    hall = desk(request)
    table = _table(hall, request.path_params["table"])
    name = request.path_params["seat"]
    if name not in table.room.game.seats:
        raise Turned(404, "There is no such seat.")
    asker = Asker(name, "", False, hall.clock())

    views = _views(request, table)

    def look() -> dict[str, Any]:
        return {part: PARTS[part](views, asker) for part in SEEN_PARTS}

    return HTMLResponse(
        fill("desk_seat.html", parts=await table.look(look), label=table.label(name), table=table)
    )


async def seat_data(request: Request) -> Response:
    """The same as lines of text, for the console."""
    hall = desk(request)
    table, name = _table(hall, request.path_params["table"]), request.path_params["seat"]
    if name not in table.room.game.seats:
        raise Turned(404, "There is no such seat.")
    found = await table.work(seen_by, _views(request, table), name, hall.clock())
    return Response(as_json(found), media_type="application/json")


async def _preview(table: Table, wish: Command) -> list[Foreseen]:
    if not isinstance(wish, Inject | Rule):
        raise Refused("only an event and a ruling have a preview")
    room = table.room
    return await table.work(lambda: foreseen(room.game, room.preview(wish)))


async def _page(
    hall: Hall, table: Table, status: int = 200, *, said: str = "", wrong: str = "",
    at: str = "", preview: list[Foreseen] | None = None, typed: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    now, typed = hall.clock(), typed or {}
    found = await table.look(desk_view, table, now)
    parts = await _parts(hall, table, DESK_PARTS, typed)
    return page(
        "desk.html", status, d=found, parts=parts, said=said, wrong=wrong, at=at, preview=preview,
        typed=typed, now=now,
    )  # fmt: skip


async def _parts(
    hall: Hall, table: Table, names: Iterable[str], typed: dict[str, str] | None = None
) -> dict[str, str]:
    now = hall.clock()
    found = await table.look(desk_view, table, now)
    glances = [g for _, g in await _glances(hall)] if "tables" in names else []
    shown = {"d": found, "glances": glances, "rungs": RUNGS, "phases": PHASES, "typed": typed or {}}
    return {name: fill(f"desk_{name}.html", **shown) for name in names}


async def _glances(hall: Hall) -> list[tuple[Table, Glance]]:
    now = hall.clock()
    return [(table, await table.look(glance, table, now)) for table in hall.tables.values()]


# Afterwards -------------------------------------------------------------------------------------


async def debrief_page(request: Request) -> Response:
    """The hot wash of one table, or of all beside each other."""
    hall = desk(request)
    name = request.path_params.get("table")
    rooms = [_table(hall, name).room] if name else [table.room for table in hall.tables.values()]
    html = await _made(hall, debrief.page, rooms, _pseudonyms(request))
    return HTMLResponse(html, headers={"Content-Security-Policy": debrief.policy(html)})


async def debrief_files(request: Request) -> Response:
    """Everything as one archive: pages, Markdown, tables for a spreadsheet."""
    hall = desk(request)
    rooms = [table.room for table in hall.tables.values()]
    made = await _made(hall, debrief.files, rooms, _pseudonyms(request))
    name = {"Content-Disposition": 'attachment; filename="debrief.zip"'}
    return Response(debrief.archive(made), media_type="application/zip", headers=name)


async def _made(hall: Hall, make: Any, rooms: list[Any], pseudonyms: bool) -> Any:
    """Made in another thread, with the tables held still meanwhile."""
    tables = [table for table in hall.tables.values() if table.room in rooms]

    def held(left: list[Table]) -> Any:
        if not left:
            return make(rooms, pseudonyms)
        with left[0].lock:
            return held(left[1:])

    return await tables[0].work(held, tables[1:])


def _pseudonyms(request: Request) -> bool:
    return request.query_params.get("names") == "no"


# Inside


def _table(hall: Hall, name: object) -> Table:
    table = hall.find(name) if isinstance(name, str) else None
    if table is None:
        raise Turned(404, "There is no such table.")
    return table


def _views(request: Request, table: Table) -> Views:
    """What the seats of a table see, kept by the desk for itself."""
    kept: dict[str, Views] = getattr(request.app.state, "desk_views", None) or {}
    request.app.state.desk_views = kept
    if table.id not in kept or kept[table.id].room is not table.room:
        kept[table.id] = Views(table.room)
    return kept[table.id]


def _chosen(hall: Hall, name: str | None) -> Table:
    """The table of that name, or else the first."""
    if not hall.tables:
        raise Turned(404, "This class has no table yet.")
    return (hall.find(name) if name else None) or next(iter(hall.tables.values()))


routes = [
    Route("/desk", front),
    Route("/desk/do", do, methods=["POST"]),
    Route("/desk/door", door, methods=["POST"]),
    Route("/desk/part/{names}", part),
    Route("/desk/seat/{table}/{seat}", seat),
    Route("/desk/seat/{table}/{seat}/view.json", seat_data),
    Route("/desk/command", command, methods=["POST"]),
    Route("/desk/view.json", view),
    Route("/desk/events", events),
    Route("/desk/debrief", debrief_page),
    Route("/desk/debrief.zip", debrief_files),
    Route("/desk/debrief/{table}", debrief_page),
]

__all__ = ["routes"]
