"""The server: every route, and what runs beside them.

    app = make_app(hall)

A module of pages brings its routes as a list called `routes`; they are mounted here.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from wargame.classroom import blind, blind_desk, cards, desk, student, take_home, terminal, wall, welcome
from wargame.classroom.blind_hall import Replays
from wargame.classroom.blind_view import Scenes
from wargame.classroom.clock import keep_time
from wargame.classroom.door import Guard, Tabs, Turned
from wargame.classroom.gate import Gate
from wargame.classroom.hall import Hall
from wargame.classroom.limits import Limits
from wargame.classroom.reading import sentence
from wargame.classroom.refusals import refusal
from wargame.classroom.stream import Listeners, seat_events
from wargame.classroom.templating import STATIC
from wargame.record.journal import SaveError
from wargame.table.acts import Refused

log = logging.getLogger("wargame.classroom")


def make_app(hall: Hall, *, hosts: Iterable[str] = (), limits: Limits | None = None) -> Starlette:
    """The server of a class. It answers to this machine's names, to any address in numbers, and to `hosts`."""
    guard = Guard(limits or Limits())
    app = Starlette(
        routes=_routes(),
        middleware=[Middleware(Gate, guard=guard, hosts=tuple(hosts))],
        exception_handlers={
            Turned: _turned,
            Refused: _refused,
            ValidationError: _unreadable,
            SaveError: _unwritten,
            HTTPException: _http,
            Exception: _failed,
        },
        lifespan=_run,
    )
    app.state.hall = hall
    app.state.guard = guard
    app.state.tabs = Tabs(hall)
    app.state.scenes = Scenes(Replays(hall))
    app.state.listeners = Listeners()
    app.state.tasks = set()
    return app


def _routes() -> list[BaseRoute]:
    """Pages first, the replay's before a table's wall; the entrance last: the desk's key may look like a page."""
    pages = (blind, blind_desk, student, take_home, wall, terminal, desk, cards, welcome)
    own: list[BaseRoute] = [Route("/seat/events", seat_events), Mount("/static", _Static(directory=STATIC))]
    return [*own, *(route for module in pages for route in module.routes)]


@asynccontextmanager
async def _run(app: Starlette) -> AsyncIterator[None]:
    """Beside the requests, each table's clock."""
    hall: Hall = app.state.hall
    clock = asyncio.create_task(keep_time(hall))
    try:
        yield
    finally:
        app.state.listeners.closing.set()
        clock.cancel()
        for task in list(app.state.tasks):
            task.cancel()
        await asyncio.gather(clock, *app.state.tasks, return_exceptions=True)
        app.state.scenes.replays.close()


class _Static(StaticFiles):
    """Our own files. Their addresses change with their content, so a browser may keep them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            lasting = b"v=" in scope.get("query_string", b"")
            response.headers["Cache-Control"] = "public, max-age=31536000" if lasting else "no-cache"
        return response


# What goes wrong, in a sentence


async def _turned(request: Request, error: Exception) -> Response:
    assert isinstance(error, Turned)
    return refusal(request.scope, error)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return refusal(request.scope, Turned(409, sentence(str(error)), field=error.field))


async def _unreadable(request: Request, error: Exception) -> Response:
    """Names the field, and repeats nothing of what was sent."""
    assert isinstance(error, ValidationError)
    fields = {
        ".".join(str(part) for part in found["loc"][-2:]) for found in error.errors(include_input=False)
    }
    named = ", ".join(sorted(f for f in fields if f and len(f) <= 40 and f.isprintable())[:5])
    text = f"That could not be read: see {named}." if named else "That could not be read."
    return refusal(request.scope, Turned(422, text))


async def _unwritten(request: Request, error: Exception) -> Response:
    log.error("a table cannot be written: %s", error)
    text = "What you did could not be written down, and has not happened. Tell the instructor."
    return refusal(request.scope, Turned(503, text))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    texts = {404: "No page has that address.", 405: "That address takes no such request."}
    return refusal(
        request.scope, Turned(error.status_code, texts.get(error.status_code, "That did not work."))
    )


async def _failed(request: Request, _error: Exception) -> Response:
    text = "Something went wrong on the server, and was written down there. Try again."
    return refusal(request.scope, Turned(500, text))


__all__ = ["make_app"]
