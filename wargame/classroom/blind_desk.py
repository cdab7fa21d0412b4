"""The desk of a blind replay: choose a finished game and a seat, show the sheets, go on, end. For its key only."""

from __future__ import annotations

from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from wargame.classroom import blind_games
from wargame.classroom.blind import answers_of, of_form, replays_of, scenes_of
from wargame.classroom.blind_acts import parse_wish
from wargame.classroom.door import Turned, desk, hall_of
from wargame.classroom.parts import fill
from wargame.classroom.reading import content_of, sentence
from wargame.table.acts import Refused


async def leads(request: Request) -> Response:
    desk(request)
    shown = request.query_params
    return await _desk(request, said=shown.get("said", "")[:300], game=shown.get("game", "")[:200])


async def leads_part(request: Request) -> Response:
    desk(request)
    return HTMLResponse(await _desk_body(request))


async def leads_stamp(request: Request) -> Response:
    desk(request)
    await replays_of(request).ready()
    return PlainTextResponse(replays_of(request).count)


async def do(request: Request) -> Response:
    """What the desk wants, as JSON or as a form of the page."""
    desk(request)
    replays = replays_of(request)
    content, form = await content_of(request)
    typed = content if isinstance(content, dict) else {}
    try:
        wish = parse_wish(of_form(typed) if form else content)
        text = await replays.work(replays.command, wish)
    except Refused as refused:
        if not form:
            raise Turned(409, sentence(str(refused)), field=refused.field) from None
        game = str(typed.get("game", ""))[:200]
        return await _desk(request, 409, bad=sentence(str(refused)), game=game)
    if form:
        return RedirectResponse(f"/desk/replay?{urlencode({'said': text or 'Done.'})}", 303)
    return JSONResponse({"ok": True, "text": text, "stamp": replays.count})


async def _desk(
    request: Request, status: int = 200, *, said: str = "", bad: str = "", game: str = ""
) -> Response:
    try:
        body = await _desk_body(request, game)
    except Refused as refused:
        status, bad, body = 409, sentence(str(refused)), await _desk_body(request)
    return HTMLResponse(fill("replay_desk.html", body=body, said=said, bad=bad), status)


async def _desk_body(request: Request, game: str = "") -> Markup:
    replays, hall = replays_of(request), hall_of(request)
    await replays.ready()
    sources = await replays.work(blind_games.sources, hall) if replays.open is None else []

    def look() -> Markup:
        open, seen = replays.open, scenes_of(request).now()
        chosen = chairs = None
        steps = 0
        if open is None and game:
            chosen = blind_games.source(hall, game)
            found = blind_games.read(chosen.path, chosen.label)
            chairs, steps = blind_games.chairs(found), len(found.turns)
        return fill(
            "replay_desk_body.html", o=open, r=seen, sources=sources, chosen=chosen, chairs=chairs, steps=steps,
            answers=answers_of(replays), notice=replays.notice, stamp=replays.count,
        )  # fmt: skip

    return await replays.work(look)


routes = [
    Route("/desk/replay", leads),
    Route("/desk/replay/part", leads_part),
    Route("/desk/replay/stamp", leads_stamp),
    Route("/desk/replay", do, methods=["POST"]),
]

__all__ = ["routes"]
