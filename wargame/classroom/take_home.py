"""A seat's own debrief as a page to keep: for its people, when their game is over, and for nobody before."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from wargame.classroom import debrief
from wargame.classroom.door import Turned, seated
from wargame.classroom.reading import sentence
from wargame.classroom.student import views_of
from wargame.table.acts import Refused


async def page(request: Request) -> Response:
    """The hot wash of the seat of whoever asks."""
    you = seated(request)
    views, room, seat = views_of(request, you), you.room, you.seat

    def make() -> str:
        if not room.game.over:
            raise Refused("your debrief is given when the game is over")
        made_from = (views.position, room.game.post, tuple(room.members.items()))
        return views.keep(("debrief", seat), made_from, lambda: debrief.seat_of(room, seat))

    try:
        html = await you.table.work(make)
    except Refused as refused:
        raise Turned(409, sentence(str(refused))) from None
    return HTMLResponse(html, headers={"Content-Security-Policy": debrief.policy(html)})


routes = [Route("/seat/debrief", page)]

__all__ = ["routes"]
