"""A blind replay for the class: the page of whoever answers, and the wall's. The desk that leads it is `blind_desk`.

    /replay         the story so far, the question, the orders; then the spread and what came of it
    /wall/replay    the same without answering, for a projector

Each has `/part`, which is what changes of it, and `/stamp`, a few letters that a page asks for again and
again to see whether anything has.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from wargame.classroom.blind_acts import parse_said
from wargame.classroom.blind_hall import Replays
from wargame.classroom.blind_view import Scenes, kinds, on_wall
from wargame.classroom.door import (
    Turned,
    address,
    at_desk,
    guard_of,
    hall_of,
    knock,
    wrong,
)
from wargame.classroom.keys import same
from wargame.classroom.parts import fill
from wargame.classroom.reading import content_of, sentence
from wargame.classroom.views import as_json
from wargame.classroom.welcome import A_LESSON, name_of, wants_page
from wargame.table.acts import Refused

GUEST = "wgr"
"""The cookie of somebody who has no chair and answers at a replay."""

FORM_NUMBERS = ("replay", "step", "first", "every")
OF_THE_PAGE = ("do", "q")
"""Fields of a form that are no part of what is said."""

SAID = {"answer": "Your answer is kept.", "forget": "Your answer is taken back."}


@dataclass(frozen=True)
class Answering:
    """Somebody who may answer."""

    id: str
    name: str
    seated: bool


def scenes_of(request: Request) -> Scenes:
    found: Scenes = request.app.state.scenes
    return found


def replays_of(request: Request) -> Replays:
    return scenes_of(request).replays


# The class --------------------------------------------------------------------------------------


async def student(request: Request) -> Response:
    """The whole page; somebody who has not come in is asked for the replay's code."""
    await replays_of(request).ready()
    you = _who(request)
    if you is None:
        return _door(request)
    said = SAID.get(request.query_params.get("done", ""), "")
    return await _whole(request, you, said=said)


async def student_part(request: Request) -> Response:
    await replays_of(request).ready()
    return HTMLResponse(await _body(request, _expect(request)))


async def student_stamp(request: Request) -> Response:
    await replays_of(request).ready()
    return PlainTextResponse(replays_of(request).stamp)


async def data(request: Request) -> Response:
    """The page as data."""
    replays = replays_of(request)
    await replays.ready()
    you = _expect(request)

    def look() -> dict[str, Any]:
        seen = scenes_of(request).now()
        if seen is None:
            return {"open": False, "stamp": replays.stamp}
        return {"open": True, **asdict(seen), "mine": _mine(replays, you), "answers": answers_of(replays)}

    return Response(as_json(await replays.work(look)), media_type="application/json")


async def act(request: Request) -> Response:
    """An answer, as JSON or as a form of the page."""
    replays = replays_of(request)
    await replays.ready()
    you = _expect(request)
    _count(request, you)
    content, form = await content_of(request)
    typed = content if isinstance(content, dict) else {}
    if form and typed.get("do") == "filter":
        return await _whole(request, you, q=str(typed.get("q", ""))[:60], ticked=_ticked(typed))
    try:
        said = parse_said(of_form(typed) if form else content)
        text = await replays.work(replays.say, you.id, said)
    except Refused as refused:
        if not form:
            raise Turned(409, sentence(str(refused)), field=refused.field) from None
        return await _whole(request, you, 409, bad=sentence(str(refused)), ticked=_ticked(typed))
    if form:
        return RedirectResponse(f"/replay?done={said.kind}", 303)
    return JSONResponse({"ok": True, "text": text})


async def come_in(request: Request) -> Response:
    """The replay's code and a name, for somebody without a chair."""
    replays, guard = replays_of(request), guard_of(request)
    await replays.ready()
    content, _ = await content_of(request)
    if not isinstance(content, dict) or set(content) - {"code", "name"}:
        raise Turned(422, "That form has fields that are not ours.")
    code, name = (str(content.get(key, ""))[:200] for key in ("code", "name"))
    wait = guard.wrong.wait(address(request)) or guard.joins.take(address(request))
    if wait:
        raise Turned(429, "Too many people came in from your network at once. Wait a moment.", wait)
    if replays.open is None:
        return _door(request, 409)
    if not same("".join(code.split()).replace("-", "").upper(), replays.open.header.code):
        wrong(request)
        return _door(request, 403, "The replay has another code. It stands on the wall.", name=name)
    if not (shown := name_of(name)):
        return _door(request, 422, "Write your name.", code=code)
    number = replays.open.number
    person = await replays.work(replays.come_in, shown)
    response = RedirectResponse("/replay", 303)
    word = hall_of(request).keys.for_person("replay", "guest", number, person)
    secure = request.url.scheme == "https"
    response.set_cookie(GUEST, word, A_LESSON, path="/replay", httponly=True, samesite="lax", secure=secure)
    return response


async def _whole(
    request: Request, you: Answering, status: int = 200, *, said: str = "", bad: str = "", q: str = "",
    ticked: list[str] | None = None,
) -> Response:  # fmt: skip
    body = await _body(request, you, said=said, bad=bad, q=q, ticked=ticked)
    open = replays_of(request).open
    waits = open is None or open.blind.shown
    return HTMLResponse(fill("replay.html", body=body, you=you, waits=waits), status)


async def _body(
    request: Request, you: Answering, *, said: str = "", bad: str = "", q: str = "", ticked: list[str] | None = None
) -> Markup:  # fmt: skip
    replays = replays_of(request)

    def look() -> Markup:
        seen, mine = scenes_of(request).now(), _mine(replays, you)
        marked = (mine or []) if ticked is None else ticked
        groups = kinds(seen.menu, q, marked) if seen else []
        return fill(
            "replay_body.html", r=seen, you=you, mine=mine, ticked=marked, groups=groups, q=q, said=said,
            bad=bad, stamp=replays.stamp, labels={o.order: o.label for o in seen.menu} if seen else {},
        )  # fmt: skip

    return await replays.work(look)


def _door(request: Request, status: int = 200, said: str = "", code: str = "", name: str = "") -> Response:
    """For somebody whom we do not know."""
    open = replays_of(request).open is not None
    if status >= 400 and not wants_page(request):
        return JSONResponse({"ok": False, "text": said or "No replay is open.", "field": ""}, status)
    return HTMLResponse(fill("replay_in.html", open=open, said=said, code=code, name=name), status)


def _who(request: Request) -> Answering | None:
    """Somebody of a table, or a guest of this replay. Their rates are counted. Raises Turned."""
    found, open = knock(request), replays_of(request).open
    if found is not None:
        you = Answering(f"{found.table.id}.{found.member.id}", found.member.name, True)
    else:
        word = request.cookies.get(GUEST, "")
        guest = hall_of(request).keys.person(word) if word else None
        if word and guest is None:
            wrong(request)
        if guest is None or open is None or (guest.table, guest.generation) != ("replay", open.number):
            return None
        if guest.person not in open.guests:
            return None
        you = Answering(guest.person, open.guests[guest.person], False)
    wait = guard_of(request).person.take(("replay", you.id))
    if wait:
        raise Turned(429, "That was too much at once. Wait a moment.", wait)
    return you


def _expect(request: Request) -> Answering:
    you = _who(request)
    if you is None:
        raise Turned(401, "You have not come in. Open the replay's page, or your seat's.")
    return you


def _count(request: Request, you: Answering) -> None:
    wait = guard_of(request).acts.take(("replay", you.id))
    if wait:
        raise Turned(429, "That was too much at once. Wait a moment.", wait)


def _mine(replays: Replays, you: Answering) -> list[str] | None:
    """What they have answered at this stop; None if nothing."""
    if replays.open is None:
        return None
    blind = replays.open.blind
    found = blind.answers.get(blind.step, {}).get(you.id)
    return None if found is None else list(found)


def answers_of(replays: Replays) -> int:
    """How many have answered at this stop."""
    if replays.open is None:
        return 0
    blind = replays.open.blind
    return len(blind.answers.get(blind.step, {}))


# The wall ---------------------------------------------------------------------------------------


async def wall(request: Request) -> Response:
    """For a projector; the code stands on it only for whoever is at the desk."""
    return HTMLResponse(fill("replay_wall.html", body=await _wall(request)))


async def wall_part(request: Request) -> Response:
    return HTMLResponse(await _wall(request))


async def wall_stamp(request: Request) -> Response:
    await replays_of(request).ready()
    return PlainTextResponse(replays_of(request).count)


async def _wall(request: Request) -> Markup:
    replays, leads = replays_of(request), at_desk(request)

    def look() -> Markup:
        seen, open = scenes_of(request).now(), replays.open
        code = open.header.code if open is not None and leads else ""
        return fill(
            "replay_wall_body.html", r=seen, w=on_wall(seen) if seen else None, code=code,
            answers=answers_of(replays), stamp=replays.count,
        )  # fmt: skip

    return await replays.work(look)


# Forms


def of_form(typed: dict[str, Any]) -> dict[str, Any]:
    """A form as what is said: its numbers as numbers, with an id if it has none, without what is the page's."""
    found = {k: v for k, v in typed.items() if k not in OF_THE_PAGE}
    for name in FORM_NUMBERS:
        value = found.get(name)
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 8:
            found[name] = int(value)
    if found.get("kind") == "answer":
        found.setdefault("orders", [])
    found.setdefault("id", secrets.token_hex(12))
    return found


def _ticked(typed: dict[str, Any]) -> list[str]:
    found = typed.get("orders", [])
    return [str(order) for order in found][:40] if isinstance(found, list) else []


routes = [
    Route("/replay", student),
    Route("/replay/part", student_part),
    Route("/replay/stamp", student_stamp),
    Route("/replay/view.json", data),
    Route("/replay/act", act, methods=["POST"]),
    Route("/replay/in", come_in, methods=["POST"]),
    Route("/wall/replay", wall),
    Route("/wall/replay/part", wall_part),
    Route("/wall/replay/stamp", wall_stamp),
]

__all__ = ["answers_of", "of_form", "replays_of", "routes", "scenes_of"]
