"""Coming in: by a table's code and a name, by a printed link, or by the desk's; and going out."""

from __future__ import annotations

from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from wargame.classroom import blind_acts, words
from wargame.classroom.door import (
    CARD,
    DESK,
    PERSON,
    Turned,
    address,
    at_desk,
    desk_opens,
    guard_of,
    hall_of,
    knock,
    seated,
    wrong,
)
from wargame.classroom.hall import Table
from wargame.classroom.keys import new_person
from wargame.classroom.reading import sentence
from wargame.classroom.templating import page
from wargame.table import acts, commands
from wargame.table.acts import Refused
from wargame.table.teams import MOST_AT_SEAT

A_LESSON = 12 * 3600
"""Seconds for which a browser keeps its cookie."""

TO_NAME = 1800
"""Seconds between showing a printed link and saying one's name."""

NAME = 40


async def front(request: Request) -> Response:
    """The page to type a code and a name on; with a chair, the way to it."""
    person = knock(request)
    return page("join.html", person=person, at_desk=at_desk(request), **_form())


async def join(request: Request) -> Response:
    """A code and a name; then a chair, where the table has several."""
    form = await _read(request, {"code", "name", "seat"})
    table = _table_of(request, form["code"])
    name = name_of(form["name"])
    if not name:
        return _asked_again(request, 422, form, "Write your name.")
    if form["seat"] not in table.seats:
        said = "That chair is not free. Choose one of these." if form["seat"] else ""
        chairs = await table.look(_chairs, table)
        return _asked_again(request, 200, form, said, table, chairs)
    try:
        return await _sit(request, table, form["seat"], name)
    except Refused as refused:
        chairs = await table.look(_chairs, table)
        return _asked_again(request, 409, form, sentence(str(refused)), table, chairs)


async def card(request: Request) -> Response:
    """A printed link: kept as a cookie, so that it leaves the address; then a name is asked for."""
    hall = hall_of(request)
    opened = hall.keys.seat(request.path_params["word"])
    table = hall.find(opened.table) if opened is not None else None
    if opened is None or table is None:
        wrong(request)
        raise Turned(404, "This link opens nothing. Look whether it is whole, or ask the instructor.")
    if opened.generation != table.generation(opened.seat) or opened.seat not in table.seats:
        raise Turned(403, "This link has been taken back. Ask the instructor for another.")
    person = knock(request)
    if person is not None and (person.table.id, person.seat) == (table.id, opened.seat):
        return _to("/seat")
    response = _to("/name")
    _set(request, response, CARD, request.path_params["word"], TO_NAME)
    return response


async def name_page(request: Request) -> Response:
    table, seat = _shown(request)
    return page("name.html", table=table, seat=seat, label=table.label(seat), said="", name="")


async def say_name(request: Request) -> Response:
    table, seat = _shown(request)
    form = await _read(request, {"name"})
    name, said = name_of(form["name"]), "Write your name."
    if name:
        try:
            response = await _sit(request, table, seat, name)
            response.delete_cookie(CARD, path="/", httponly=True)
            return response
        except Refused as refused:
            said = sentence(str(refused))
    if not wants_page(request):
        return JSONResponse({"ok": False, "text": said}, 422)
    return page("name.html", 422, table=table, seat=seat, label=table.label(seat), said=said, name=name)


async def leave(request: Request) -> Response:
    """Get up: the cookie goes, and so does the person's place in the team."""
    you = seated(request)
    await you.table.work(you.room.leave, you.member.id)
    response = _to("/")
    response.delete_cookie(PERSON, path="/", httponly=True)
    return response


async def desk_card(request: Request) -> Response:
    """The desk's link: swapped for a cookie of the desk's own."""
    if not desk_opens(request, request.path_params["key"]):
        raise Turned(404, "This link opens nothing. The program that runs the class prints the right one.")
    hall = hall_of(request)
    response = _to("/desk")
    _set(request, response, DESK, hall.keys.for_desk(hall.desk_generation), A_LESSON)
    return response


async def seed(request: Request) -> Response:
    """The commitment to the dice of a table; when its game is over, the seed, and how to check it."""
    table = hall_of(request).find(request.path_params["table"])
    if table is None:
        raise Turned(404, "There is no such table.")
    return page("seed.html", table=table, **await table.look(dice_of, table))


async def schema(_request: Request) -> Response:
    """Everything that may be sent: a student's acts, and the white cell's commands."""
    return JSONResponse(_schema(), headers={"Cache-Control": "public, max-age=3600"})


@cache
def _schema() -> dict[str, Any]:
    return {
        "acts": acts.schema(),
        "commands": commands.schema(),
        "terminal": words.schema(),
        "replay": blind_acts.schema(),
    }


async def icon(_request: Request) -> Response:
    return Response(status_code=204)


def dice_of(table: Table) -> dict[str, Any]:
    """What may be known of a game's dice: the commitment always, the seed when it can no longer help."""
    header = table.room.game.header
    shown = (
        {"seed": header.seed, "salt": header.salt} if table.room.game.over else {"seed": None, "salt": None}
    )
    return {"commitment": header.commitment, **shown}


# Inside


async def _sit(request: Request, table: Table, seat: str, name: str) -> Response:
    """Take a chair, and get up from the one before. Raises Refused."""
    wait = guard_of(request).joins.take(address(request))
    if wait:
        raise Turned(429, "Too many people came in from your network at once. Wait a moment.", wait)
    before = knock(request)
    stays = before is not None and (before.table, before.seat) == (table, seat)
    person = before.member.id if before is not None and stays else new_person()
    await table.work(table.room.join, person, name, seat)
    if before is not None and not stays:
        await before.table.work(before.room.leave, before.member.id)
    response = _to("/seat")
    word = hall_of(request).keys.for_person(table.id, seat, table.generation(seat), person)
    _set(request, response, PERSON, word, A_LESSON)
    return response


def _chairs(table: Table) -> list[dict[str, Any]]:
    """The chairs of a table, and the names of who sits there: what everybody at it may know."""
    members = table.room.members.values()
    names = {seat: [m.name for m in members if m.seat == seat] for seat in table.seats}
    return [
        {"seat": s, "label": table.label(s), "names": names[s], "full": len(names[s]) >= MOST_AT_SEAT}
        for s in table.seats
    ]


def _table_of(request: Request, code: str) -> Table:
    """The table of a code, for addresses that have not guessed too much."""
    wait = guard_of(request).wrong.wait(address(request))
    if wait:
        text = "Too many wrong codes came from your network. Wait a moment, or use a printed link."
        raise Turned(429, text, wait)
    table = hall_of(request).by_code(code)
    if table is None:
        wrong(request)
        raise Turned(403, "No table has that code. It stands on the board: six letters and numbers.")
    if not table.entry.open:
        raise Turned(403, "This table takes nobody by its code any more. Ask the instructor for a link.")
    return table


def _shown(request: Request) -> tuple[Table, str]:
    """The chair whose printed link was shown a moment ago."""
    hall = hall_of(request)
    opened = hall.keys.seat(request.cookies.get(CARD, ""))
    table = hall.find(opened.table) if opened is not None else None
    if opened is None or table is None or opened.generation != table.generation(opened.seat):
        raise Turned(403, "Open your printed link once more.")
    return table, opened.seat


async def _read(request: Request, fields: set[str]) -> dict[str, str]:
    """The fields of a form, each once or not at all; nothing else is taken."""
    async with request.form(max_files=0, max_fields=8) as form:
        found = form.multi_items()
    if {k for k, _ in found} - fields or len(found) != len({k for k, _ in found}):
        raise Turned(422, "That form has fields that are not ours.")
    return dict.fromkeys(fields, "") | {k: v for k, v in found if isinstance(v, str) and len(v) <= 200}


def name_of(text: str) -> str:
    """A name as it is shown: printable, one line, not long."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:NAME].strip()


def _form(
    form: dict[str, str] | None = None,
    said: str = "",
    table: Table | None = None,
    chairs: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    kept = form or {}
    return {
        "code": kept.get("code", ""),
        "name": kept.get("name", ""),
        "said": said,
        "table": table,
        "chairs": chairs or [],
    }


def wants_page(request: Request) -> bool:
    """Whether a browser asks; a program gets a line of JSON."""
    return "text/html" in request.headers.get("accept", "")


def _asked_again(
    request: Request,
    status: int,
    form: dict[str, str],
    said: str,
    table: Table | None = None,
    chairs: list[dict[str, Any]] | None = None,
) -> Response:
    """What is still missing, or was refused."""
    if wants_page(request):
        return page("join.html", status, person=None, at_desk=False, **_form(form, said, table, chairs))
    return JSONResponse({"ok": False, "text": said, "chairs": chairs or []}, status)


def _to(path: str) -> Response:
    return RedirectResponse(path, 303, {"Referrer-Policy": "no-referrer"})


def _set(request: Request, response: Response, name: str, word: str, seconds: int) -> None:
    secure = request.url.scheme == "https"
    response.set_cookie(name, word, seconds, path="/", httponly=True, samesite="lax", secure=secure)


routes = [
    Route("/", front),
    Route("/join", join, methods=["POST"]),
    Route("/j/{word}", card),
    Route("/name", name_page),
    Route("/name", say_name, methods=["POST"]),
    Route("/leave", leave, methods=["POST"]),
    Route("/seed/{table}", seed),
    Route("/schema.json", schema),
    Route("/favicon.ico", icon),
    Route("/desk/{key:str}", desk_card),
]

__all__ = ["dice_of", "routes"]
