"""Cards to hand out: a link and its picture for each chair, as a page that prints."""

from __future__ import annotations

import io
import ipaddress
from typing import Any
from urllib.parse import urlsplit

import segno
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from wargame.classroom.door import desk
from wargame.classroom.hall import Hall
from wargame.classroom.templating import STATIC, html, page


def picture(text: str) -> Markup:
    """A link as a QR code. It is drawn without any style, which our pages do not allow."""
    out = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(
        out, kind="svg", border=4, xmldecl=False, svgns=True, omitsize=True, svgclass=None, lineclass=None
    )
    return Markup(out.getvalue().decode())


def cards(hall: Hall, address: str) -> dict[str, Any]:
    """What the page of cards shows, with an address that the class can reach."""
    base = address.rstrip("/")
    tables = []
    for table in hall.tables.values():
        made = []
        for seat in table.seats:
            link = base + hall.link(table, seat)
            made.append({"label": table.label(seat), "link": link, "picture": picture(link)})
        tables.append({"name": table.name, "code": table.code, "cards": made})
    return {"address": base, "tables": tables}


def write_cards(hall: Hall, address: str) -> str:
    """The page of cards as a file beside the tables, to be printed without a server; its path."""
    path = hall.folder / "links.html"
    style = Markup((STATIC / "base.css").read_text(encoding="utf-8"))
    path.write_text(html("print.html", style=style, **cards(hall, address)), encoding="utf-8")
    path.chmod(0o600)
    return str(path)


async def print_page(request: Request) -> Response:
    hall = desk(request)
    return page("print.html", **cards(hall, reachable(request)))


def reachable(request: Request) -> str:
    """Where the class finds us: as the desk came in, unless that works on this machine only."""
    own = str(request.base_url).rstrip("/")
    host = urlsplit(own).hostname or ""
    try:
        here = ipaddress.ip_address(host).is_loopback
    except ValueError:
        here = host == "localhost"
    addresses: tuple[str, ...] = getattr(request.app.state, "addresses", ())
    return addresses[0] if here and addresses else own


routes = [Route("/desk/print", print_page)]

__all__ = ["cards", "picture", "routes", "write_cards"]
