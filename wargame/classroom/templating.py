"""Pages from templates. What a page shows is handed to it; a template asks for nothing."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup
from starlette.responses import HTMLResponse

HERE = Path(__file__).parent

STATIC = HERE / "static"

MOST_KEPT = 512


@cache
def templates() -> jinja2.Environment:
    """The templates of all pages. A module of pages may add its own globals and filters."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.globals["static"] = static
    return env


@cache
def static(name: str) -> str:
    """The address of a file of ours, which changes with what is in it."""
    mark = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={mark}"


def html(file: str, /, **shown: Any) -> Markup:
    """A template filled in."""
    return Markup(templates().get_template(file).render(**shown))


def page(file: str, status: int = 200, /, **shown: Any) -> HTMLResponse:
    return HTMLResponse(html(file, **shown), status)


class Kept:
    """Rendered views of one table, until the table changes; each belongs to one viewer."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], tuple[str, Any]] = OrderedDict()

    def get(self, viewer: str, what: str, stamp: str, make: Callable[[], Any]) -> Any:
        """What was made for this viewer at this stamp, or made now. Ask it within the table's lock.

        `what` must say everything else that the result depends on: the part, and the person where it matters.
        """
        found = self._kept.get((viewer, what))
        if found is None or found[0] != stamp:
            found = (stamp, make())
            self._kept[viewer, what] = found
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return found[1]


__all__ = ["STATIC", "Kept", "html", "page", "static", "templates"]
