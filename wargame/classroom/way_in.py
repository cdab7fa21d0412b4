"""How a program that is no browser comes in: with a code and a name, or with a printed link.

It asks the same pages as a browser does, and keeps the same cookie, in memory only. Nobody else is asked: a
proxy that the environment names is left aside, since a class is on the next desk.
"""

from __future__ import annotations

import asyncio
import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from wargame.classroom import seats

PERSON = "wg"
SECONDS = 10.0
LONGEST = 100_000

Ask = Callable[[str], str]
"""Asks the person at this terminal for a line."""


class NoWayIn(ValueError):
    """Why one cannot come in: one sentence."""


@dataclass(frozen=True)
class Class:
    """Where a class is."""

    scheme: str
    where: str
    """Host and port, as in an address."""

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.where}"


def class_at(address: str) -> tuple[Class, str]:
    """The class of an address, and the printed link's word if the address is one. Raises NoWayIn."""
    text = address.strip()
    try:
        found = urlsplit(text if "://" in text else f"http://{text}")
        port = found.port
    except ValueError:
        raise NoWayIn(f"'{text}' is not an address; it looks like 192.168.1.5:8000") from None
    if found.scheme not in ("http", "https") or not found.hostname or found.username is not None:
        raise NoWayIn(f"'{text}' is not an address; it looks like 192.168.1.5:8000")
    if port is None and "://" not in text:
        port = 8000  # where `wargame host` listens when nothing else is said
    host = f"[{found.hostname}]" if ":" in found.hostname else found.hostname
    where = host if port is None else f"{host}:{port}"
    word = found.path.removeprefix("/j/") if found.path.startswith("/j/") else ""
    return Class(found.scheme, where), word


class WayIn:
    """A person's way to their seat. Use `find`."""

    def __init__(self, place: Class, trust: Path | None = None) -> None:
        self.place = place
        self._jar = CookieJar()
        self.cookie = ""
        """What says at the door who one is."""
        self.ssl = _trusted(trust) if place.scheme == "https" else None
        handlers: list[Any] = [
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(self._jar),
            _Stay(),
        ]
        if self.ssl is not None:
            handlers.append(urllib.request.HTTPSHandler(context=self.ssl))
        self._opener = urllib.request.build_opener(*handlers)

    @classmethod
    def find(
        cls, address: str, code: str, name: str, link: str, ask: Ask, trust: Path | None = None
    ) -> WayIn:
        """Come in: to the seat one left, if nothing else is asked for. What is not given is asked. Raises NoWayIn."""
        place, word = class_at(address)
        if link:
            linked, word = class_at(link) if "/" in link else (place, link)
            place = linked if "://" in link else place
            if not word:
                raise NoWayIn("the link is not a printed link of a seat: those have /j/ in them")
        way = cls(place, trust)
        way._ask_page("/")  # is anybody there?
        if not (code or name or word) and way._come_back():
            return way
        if word:
            way._show_link(word, name, ask)
        else:
            way._say_code(code, name, ask)
        seats.keep(place.origin, way.cookie)
        return way

    @property
    def socket(self) -> str:
        return f"{'wss' if self.ssl else 'ws'}://{self.place.where}/seat/terminal/ws"

    async def listens(self) -> bool:
        """Whether somebody answers there at all."""
        found = urlsplit(self.place.origin)
        port = found.port or (443 if self.ssl else 80)
        try:
            _, writer = await asyncio.wait_for(asyncio.open_connection(found.hostname, port), 3)
        except (OSError, TimeoutError):
            return False
        writer.close()
        return True

    # Inside

    def _come_back(self) -> bool:
        """Whether the seat that was had here last is still one's own."""
        self.cookie = seats.kept(self.place.origin)
        if self.cookie:
            try:
                self._ask_page("/seat/terminal", cookie=self.cookie)
                return True
            except NoWayIn:
                self.cookie = ""
        return False

    def _show_link(self, word: str, name: str, ask: Ask) -> None:
        if not word.isascii() or any(c in word for c in "/?# ") or len(word) > 300:
            raise NoWayIn(
                "the link is not a printed link of a seat: it has signs in it that do not belong there"
            )
        self._ask_page(f"/j/{word}")
        answer = self._ask_page("/name", {"name": name or ask("Your name: ")})
        self._check(answer)

    def _say_code(self, code: str, name: str, ask: Ask) -> None:
        form = {"code": code or ask("Code of the table: "), "name": name or ask("Your name: "), "seat": ""}
        answer = self._ask_page("/join", form)
        while not self.cookie and answer.get("chairs"):
            free = [chair for chair in answer["chairs"] if not chair["full"]]
            if not free:
                raise NoWayIn("all chairs of this table are full")
            form["seat"] = _choose(free, ask)
            answer = self._ask_page("/join", form)
        self._check(answer)

    def _check(self, answer: dict[str, Any]) -> None:
        if not self.cookie:
            raise NoWayIn(_plain(answer.get("text")) or "the class did not let you in")

    def _ask_page(self, path: str, form: dict[str, str] | None = None, cookie: str = "") -> dict[str, Any]:
        """A page's answer, as far as it is for programs. Raises NoWayIn with what it refuses."""
        body = None if form is None else urlencode(form).encode()
        headers = {"Accept": "application/json", "Origin": self.place.origin}
        if cookie:
            headers["Cookie"] = cookie
        request = urllib.request.Request(self.place.origin + path, body, headers)
        try:
            with self._opener.open(request, timeout=SECONDS) as answer:
                found = _read(answer.read(LONGEST))
            self.cookie = (
                "; ".join(f"{c.name}={c.value}" for c in self._jar if c.name == PERSON) or self.cookie
            )
            return found
        except urllib.error.HTTPError as error:
            found = _read(error.read(LONGEST))
            if found.get("chairs"):
                return found
            raise NoWayIn(
                _plain(found.get("text")) or f"{self.place.where} answers with status {error.code}"
            ) from None
        except urllib.error.URLError as error:
            raise NoWayIn(f"{self.place.where} does not answer: {_reason(error.reason)}") from None
        except (OSError, HTTPException) as error:
            raise NoWayIn(f"{self.place.where} does not answer as a class does: {_reason(error)}") from None


def _trusted(certificate: Path | None) -> ssl.SSLContext:
    """Whom to believe: the usual authorities, or the class's own certificate."""
    try:
        return ssl.create_default_context(cafile=certificate)
    except (OSError, ssl.SSLError) as error:
        raise NoWayIn(f"{certificate}: cannot be used as a certificate: {_reason(error)}") from None


class _Stay(urllib.request.HTTPRedirectHandler):
    """Where a page sends us on to is a page for people: the cookie is all we came for."""

    def redirect_request(self, *_given: Any, **_named: Any) -> None:
        return None

    def http_error_303(self, _req: Any, fp: Any, *_given: Any) -> Any:
        return fp


def _choose(chairs: list[dict[str, Any]], ask: Ask) -> str:
    """Which chair; the only one is not asked for."""
    labels = {_plain(c["label"]): str(c["seat"]) for c in chairs}
    if len(labels) == 1:
        return next(iter(labels.values()))
    lines = [
        f"  {at}  {_plain(c['label'])}{'  (' + _plain(', '.join(c['names'])) + ')' if c['names'] else ''}"
        for at, c in enumerate(chairs, 1)
    ]
    while True:
        said = ask("\n".join(["Where do you sit?", *lines, "Number or name: "])).strip()
        if said.isascii() and said.isdigit() and 1 <= int(said) <= len(chairs):
            return str(chairs[int(said) - 1]["seat"])
        found = [seat for label, seat in labels.items() if said and label.lower().startswith(said.lower())]
        if len(found) == 1:
            return found[0]


def _read(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _plain(text: object) -> str:
    """What a server says, as far as a terminal may show it."""
    return "".join(c for c in str(text or "")[:300] if c.isprintable())


def _reason(error: object) -> str:
    said = getattr(error, "strerror", None) or str(error)
    return f"{said[:1].lower()}{said[1:]}"


__all__ = ["Class", "NoWayIn", "WayIn", "class_at"]
