"""Pages from templates. What a page shows is handed to it; a template asks for nothing."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup
from starlette.responses import HTMLResponse

HERE = Path(__file__).parent

STATIC = HERE / "static"


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


__all__ = ["STATIC", "html", "page", "static", "templates"]
