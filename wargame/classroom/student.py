"""The page of a seat: whole, in parts, as data; and what is done on it, by a script or by a plain form."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from wargame.classroom import papers, reports, situation
from wargame.classroom.door import Seated, Turned, count_act, seated
from wargame.classroom.parts import PAGES, PARTS, Asker, Chosen, fill, others, shell, shown_on, touched
from wargame.classroom.views import Views, You, as_json
from wargame.table.acts import Act, Answer, Refused, Strike, Write, parse_act
from wargame.text.words import first_up

PAGE_OF = {
    "send": "talk",
    "mediate": "talk",
    "read": "talk",
    "forecast": "now",
    "pen": "seat",
}
"""Where a form leads back to; the others to the orders."""

SHOWS = {
    "write": "sheet",
    "strike": "sheet",
    "shift": "sheet",
    "clear": "sheet",
    "seal": "sheet",
    "unseal": "sheet",
    "reason": "sheet",
    "send": "post",
    "mediate": "post",
    "read": "post",
    "forecast": "forecast",
    "pen": "team",
}
"""The event whose parts an answer brings along, so that whoever acts need not wait for the news of it."""

DONE = {
    "write": "On the sheet.",
    "strike": "Taken off the sheet.",
    "shift": "Moved.",
    "clear": "The sheet is empty.",
    "seal": "Sealed. It opens when all are in; until then it can be taken back.",
    "unseal": "The sheet is yours again.",
    "send": "Sent.",
    "mediate": "Done. Nobody is told what you decided but by what they read.",
    "forecast": "Your forecast is kept.",
    "reason": "Your reason is kept.",
    "pen": "The pen has changed hands.",
    "read": "",
}

NUMBERS = ("step", "by", "place", "percent", "count")
LISTS = {"send": ("to",), "seal": ("orders",)}
"""Fields of a form that are not a word."""


def views_of(request: Request, you: Seated) -> Views:
    """What the seats of this table see; kept as long as the server runs and the table is the same."""
    kept: dict[str, Views] = getattr(request.app.state, "views", None) or {}
    request.app.state.views = kept
    if you.table.id not in kept or kept[you.table.id].room is not you.room:
        kept[you.table.id] = Views(you.room)
    return kept[you.table.id]


# Looking ----------------------------------------------------------------------------------------


async def seat(request: Request) -> Response:
    """The whole page; a new one, which may write from now on."""
    you = seated(request).open_tab()
    said = DONE.get(request.query_params.get("done", ""), "")
    return await _whole(request, you, said=said)


async def _whole(
    request: Request, you: Seated, status: int = 200, at: str = "", said: str = "", wrong: str = "",
    chosen: Chosen | None = None,
) -> Response:  # fmt: skip
    at = at or request.query_params.get("at", "now")
    at = at if at in PAGES else "now"
    views = views_of(request, you)
    asker = _asker(request, you, chosen or _chosen(request.query_params))
    replay = request.app.state.scenes.replays.open is not None
    html = await you.table.work(_page, views, you, asker, at, said, wrong, replay)
    return HTMLResponse(html, status)


def _page(
    views: Views, you: Seated, asker: Asker, at: str, said: str, wrong: str, replay: bool
) -> str:  # fmt: skip
    room, seat = views.room, you.seat
    parts = {name: PARTS[name](views, asker) for name in shown_on(at)}
    whole = fill(
        "seat.html",
        label=room.game.seats[seat].label,
        table=room.name,
        name=you.member.name,
        stamp=room.stamp(seat),
        tab=you.tab,
        at=at,
        pages=[(key, word, names) for key, (word, names) in PAGES.items()],
        unread=views.post(seat, you.member.id).unread,
        said=said,
        wrong=wrong,
        parts=parts,
        replay=replay,
    )
    return whole.replace("@TAB@", you.tab)


def _asker(request: Request, you: Seated, chosen: Chosen | None = None) -> Asker:
    del request
    return Asker(you.seat, you.member.id, you.writer, you.hall.clock(), chosen or Chosen())


def _chosen(query: Mapping[str, str]) -> Chosen:
    return Chosen(
        q=query.get("q", "")[:60],
        kind=query.get("kind", ""),
        area=query.get("area", ""),
        all=bool(query.get("all")),
        list=bool(query.get("list")),
        to=tuple(query["to"].split(",")) if query.get("to") else (),
    )


async def part(request: Request) -> Response:
    """Parts of the page by their names or by the names of events, several with commas between.

    With `?at=` only those that are seen on that page; the others are named in a header, to be asked for when
    they are looked at. So nobody waits for what nobody reads.
    """
    you = seated(request)
    names = touched(request.path_params["names"].split(","))
    if not names:
        raise Turned(404, "The page has no part of that name.")
    at = request.query_params.get("at", "")
    seen = shown_on(at) if at in PAGES else frozenset(PARTS)
    asker = _asker(request, you)
    html = await you.table.work(_parts, views_of(request, you), asker, [n for n in names if n in seen])
    stale = ",".join(n for n in names if n not in seen)
    return HTMLResponse(
        html.replace("@TAB@", you.tab), headers={"X-Now": f"{asker.now:.3f}", "X-Stale": stale}
    )


async def numbers(request: Request) -> Response:
    """Every other number that the seat knows."""
    you = seated(request)
    html = await you.table.work(others, views_of(request, you), _asker(request, you))
    return _leaf(request, "Everything else you know", html, "board")


def _parts(views: Views, asker: Asker, names: list[str]) -> str:
    return "\n".join(PARTS[name](views, asker) for name in names)


async def data(request: Request) -> Response:
    """The page as data: the same as the HTML says."""
    you = seated(request)
    person = You(you.member.id, you.member.name, you.writer)
    views = views_of(request, you)
    text = await you.table.work(lambda: as_json(views.seat_view(you.seat, person, you.hall.clock())))
    return Response(text, media_type="application/json")


async def orders(request: Request) -> Response:
    """The list of the seat's orders without the facts of a step: a browser may keep it."""
    you = seated(request)
    views = views_of(request, you)
    mark, html = await you.table.work(shell, views, you.seat)
    if request.path_params["mark"] != mark:
        raise Turned(404, "This list of orders is another by now. Reload the page.")
    headers = {"Cache-Control": "private, max-age=86400", "Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return HTMLResponse(html, headers=headers)
    packed = views.keep(("packed", mark), None, lambda: gzip.compress(html.encode(), mtime=0))
    return HTMLResponse(packed, headers=headers | {"Content-Encoding": "gzip"})


async def facts(request: Request) -> Response:
    """What is known of each order now, in the order of the list: legal, cost, odds, risk."""
    you = seated(request)
    found, _ = await you.table.work(views_of(request, you).facts, you.seat)
    return JSONResponse([[int(f.legal), f.cost, f.odds, f.risk] for f in found])


async def order(request: Request) -> Response:
    """The card of an order of the seat."""
    you = seated(request)
    views, name = views_of(request, you), request.path_params["name"]

    def look() -> papers.Card:
        return papers.card(views.room.game, you.seat, name, views.sheet(you.seat).orders)

    try:
        card = await you.table.work(look)
    except ValueError:
        raise Turned(404, "Your seat has no such order.") from None
    return _leaf(request, card.label, fill("card.html", c=card), "orders&list=1")


async def why(request: Request) -> Response:
    """What moved a number that the seat sees."""
    you = seated(request)
    game, row = you.room.game, request.path_params["row"]

    def look() -> reports.Why | None:
        return reports.why(game, you.seat, row) if situation.knows(game, you.seat, row) else None

    found = await you.table.work(look)
    if found is None:
        raise Turned(404, "You do not see that number.")
    return _leaf(request, f"Why: {found.label}", fill("why.html", w=found), "board")


async def earlier(request: Request) -> Response:
    """The report of a step that was played."""
    you = seated(request)
    step = request.path_params["step"]
    try:
        found = await you.table.work(reports.report_of, you.room.game, you.seat, step)
    except ValueError:
        raise Turned(404, "That step has not been played.") from None
    return _leaf(
        request, f"Report: {found.when}", fill("part_report.html", r=found, before=[], first=""), "now"
    )


def _leaf(request: Request, title: str, body: Markup, at: str) -> Response:
    """A piece for a script to put in its place, or a page of its own."""
    if request.headers.get("x-part"):
        return HTMLResponse(body)
    return HTMLResponse(fill("leaf.html", title=title, body=body, at=at))


# Doing ------------------------------------------------------------------------------------------


async def act(request: Request) -> Response:
    """Do something. A script sends JSON and is answered so; a form leads back to the page."""
    you = seated(request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json":
        return await _by_script(request, you)
    return await _by_form(request, you)


async def _by_script(request: Request, you: Seated) -> Response:
    try:
        content = json.loads(await request.body())
    except (ValueError, RecursionError):
        return _refusal(Refused("That could not be read."), 422)
    try:
        wanted = parse_act(content)
    except Refused as refused:
        return _refusal(refused, 422)
    count_act(you, request)
    try:
        answer, html = await you.table.work(_do, views_of(request, you), _asker(request, you), wanted)
    except Refused as refused:
        return _refusal(refused, 409)
    text = answer.text or _done(views_of(request, you), wanted)
    return JSONResponse(
        {"ok": True, "text": text, "data": answer.data, "html": html.replace("@TAB@", you.tab)}
    )


def _done(views: Views, wanted: Act) -> str:
    """What is said of something done, with the order's own name."""
    text, book = DONE[wanted.kind], views.room.game.rules.programs
    if isinstance(wanted, (Write, Strike)) and wanted.order in book.index:
        return f"{text.rstrip('.')}: {book.labels[book.index[wanted.order]]}."
    return text


def _refusal(refused: Refused, status: int) -> Response:
    return JSONResponse({"ok": False, "text": _sentence(refused), "field": refused.field}, status)


def _sentence(refused: Refused) -> str:
    text = first_up(str(refused))
    return text if text.endswith((".", "?")) else f"{text}."


def _do(views: Views, asker: Asker, wanted: Act) -> tuple[Answer, str]:
    """Done, and the parts of the page that it changed."""
    answer = views.room.act(asker.person, wanted)
    return answer, _parts(views, asker, touched([SHOWS[wanted.kind]]))


async def _by_form(request: Request, you: Seated) -> Response:
    async with request.form(max_files=0, max_fields=60) as form:
        said = form
    kind = str(said.get("kind", ""))
    at = PAGE_OF.get(kind, "orders")
    try:
        wanted = parse_act(_act_of(you, said))
        count_act(you, request)
        await you.table.work(_do, views_of(request, you), _asker(request, you), wanted)
    except (Refused, Turned) as refused:
        if isinstance(refused, Turned) and refused.status != 409:
            raise
        wrong = _sentence(refused) if isinstance(refused, Refused) else refused.text
        text = str(said.get("text", "")) if kind == "send" else ""
        to = tuple(str(seat) for seat in said.getlist("to")) if kind == "send" else ()
        kept = Chosen(list=kind == "write", to=to, text=text[:1000])
        return await _whole(request, you.open_tab(), 409, at, wrong=wrong, chosen=kept)
    more = "&list=1" if kind == "write" else ""
    return RedirectResponse(f"/seat?at={at}{more}&done={wanted.kind}#say", 303)


def _act_of(you: Seated, form: FormData) -> dict[str, Any]:
    """A form as an act. Its id follows from the page it was sent from and what it says: twice is once."""
    kind = str(form.get("kind", ""))
    lists = LISTS.get(kind, ())
    found: dict[str, Any] = {name: [] for name in lists}
    for name, value in form.multi_items():
        if name in lists:
            found[name].append(value)
        elif (
            name in NUMBERS
            and isinstance(value, str)
            and value.lstrip("-").isascii()
            and value.lstrip("-").isdigit()
        ):
            found[name] = int(value[:12])
        else:
            found[name] = value
    if kind == "send" and not found.pop("everybody", "") and not found["to"]:
        raise Refused("who reads it? Tick a seat, or everybody", "to")
    if "id" not in found:
        told = json.dumps([you.tab, you.member.id, sorted(found.items(), key=str)], default=str)
        found["id"] = "form-" + hashlib.sha256(told.encode()).hexdigest()[:32]
    return found


routes = [
    Route("/seat", seat),
    Route("/seat/part/{names}", part),
    Route("/seat/view.json", data),
    Route("/seat/orders/{mark}", orders),
    Route("/seat/facts.json", facts),
    Route("/seat/numbers", numbers),
    Route("/seat/order/{name}", order),
    Route("/seat/why/{row:int}", why),
    Route("/seat/report/{step:int}", earlier),
    Route("/seat/act", act, methods=["POST"]),
]

__all__ = ["routes"]
