"""What is said to somebody who is not let in, or asked for what is not there."""

from __future__ import annotations

from math import ceil

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from wargame.classroom.door import Turned
from wargame.classroom.templating import page

TITLES = {
    401: "You are not in yet",
    403: "Not from here",
    404: "There is nothing here",
    405: "There is nothing here",
    409: "Not now",
    413: "Too long",
    429: "Wait a moment",
    500: "Something went wrong",
    503: "Something went wrong",
}


def refusal(scope: Scope, turned: Turned) -> Response:
    """A page for a browser, a line of JSON for a script; both say the same."""
    headers = {"Retry-After": str(ceil(turned.wait))} if turned.wait else {}
    response: Response
    if scope["type"] == "http" and "text/html" in Headers(scope=scope).get("accept", ""):
        title = TITLES.get(turned.status, "That did not work")
        response = page("refused.html", turned.status, title=title, text=turned.text, wait=ceil(turned.wait))
        response.headers.update(headers)
    else:
        response = JSONResponse(
            {"ok": False, "text": turned.text, "field": turned.field}, turned.status, headers
        )
    if turned.forget:
        response.delete_cookie(turned.forget, path="/", httponly=True)
    return response


__all__ = ["refusal"]
