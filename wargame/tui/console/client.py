"""Asking the desk of a class: its link is swapped for a cookie, then views come and commands go.

Everything here blocks, with a limit; callers wait in threads. No proxy is asked, as a class is on the next desk.
"""

from __future__ import annotations

import http.client
import json
import re
import secrets
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from wargame.tui.console.seen import (
    Foreseen,
    SeenBy,
    Strange,
    View,
    cleaned,
    foreseen_of,
    seen_by_of,
    view_of,
)

T = TypeVar("T")

SECONDS = 6.0
"""So long a silent server is waited for."""

MOST = 16_000_000
"""Bytes of an answer that are read."""

EVERY = "all"
"""Said instead of a table: the command goes to each of them."""

KEY = re.compile(r"/desk/[A-Za-z0-9_.~-]+/?")


class NoDesk(ValueError):
    """This link opens no desk: one sentence that says why."""


class Away(OSError):
    """The server does not answer, or cannot just now."""


class Declined(ValueError):
    """The desk said no, in a sentence."""


@dataclass(frozen=True)
class Answer:
    ok: bool
    text: str


@dataclass
class Client:
    """A desk. Any thread may ask it."""

    link: str
    trust: Path | None = None
    """A certificate to believe, in PEM."""
    _cookie: str = field(default="", repr=False)
    _open: set[http.client.HTTPConnection] = field(default_factory=set, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _closed: bool = False

    def __post_init__(self) -> None:
        link = self.link.strip()
        try:
            found = urlsplit(link if "//" in link else f"http://{link}")
            port = found.port
        except ValueError:
            found, port = urlsplit(""), None
        if found.scheme not in ("http", "https") or not found.hostname or not KEY.fullmatch(found.path):
            raise NoDesk(
                "That is no desk link: give the one that wargame host prints, such as "
                "http://127.0.0.1:8000/desk/KEY."
            )
        self._secure, self._host, self._port = found.scheme == "https", found.hostname, port
        self._path = found.path.rstrip("/")
        self._context = self._trusting() if self._secure else None
        host = f"[{self._host}]" if ":" in self._host else self._host
        self.where = host + (f":{port}" if port else "")
        """Host and port, without the key: it may stand on a projector."""

    def _trusting(self) -> ssl.SSLContext:
        try:
            return ssl.create_default_context(cafile=self.trust)
        except (OSError, ssl.SSLError) as error:
            raise NoDesk(f"{self.trust}: no certificate can be read from it ({error}).") from None

    # What can be asked

    def enter(self) -> None:
        """Swap the link for a cookie. Raises NoDesk for a link that is not this class's, or Away."""
        status, content, cookies = self._ask("GET", self._path)
        if status == 303 and cookies:
            self._cookie = cookies
        elif status == 429:
            raise NoDesk(
                "Too many wrong links came from here: wait a minute, then use the class's desk link."
            )
        elif status >= 500:
            raise Away(_text(content))
        else:
            raise NoDesk(
                f"The class at {self.where} has another desk link: use the one that wargame host printed last."
            )

    def view(self, table: str = "") -> View:
        """All tables, and one of them whole. Raises NoDesk, Away or Declined."""
        asked = f"?table={quote(table, safe='')}" if table else ""
        content = self._asked("GET", f"/desk/view.json{asked}")
        try:
            return view_of(content)
        except Strange:
            raise NoDesk(f"The program at {self.where} is another version, or no wargame host.") from None

    def preview(self, table: str, content: dict[str, Any]) -> Foreseen:
        """What a command would change; nothing is done. Raises NoDesk, Away or Declined."""
        asked = {"table": table, "command": content, "preview": True}
        return self._told(foreseen_of, "POST", "/desk/command", asked)

    def seat(self, table: str, seat: str) -> SeenBy:
        """What a seat sees. Raises NoDesk, Away or Declined."""
        path = f"/desk/seat/{quote(table, safe='')}/{quote(seat, safe='')}/view.json"
        return self._told(seen_by_of, "GET", path)

    def _told(self, read: Callable[[object], T], method: str, path: str, content: object = None) -> T:
        told = self._asked(method, path, content)
        try:
            return read(told)
        except Strange:
            raise Declined("The server is another version: it cannot tell that.") from None

    def command(self, table: str, content: dict[str, Any]) -> Answer:
        """Give a command to a table, or to all. Sent again with the same id, it is done once.

        Raises NoDesk, or Away if nobody knows whether it was done.
        """
        try:
            told = self._asked("POST", "/desk/command", {"table": table, "command": content})
        except Declined as declined:
            return Answer(False, str(declined))
        if not isinstance(told, dict):
            return Answer(True, "")
        if isinstance(answers := told.get("tables"), dict):
            wrong = {_name(name, said): _text(said) for name, said in answers.items() if not _ok(said)}
            text = f"Done at {len(answers) - len(wrong)} of {len(answers)} tables."
            return Answer(not wrong, " ".join([text, *(f"{name}: {said}" for name, said in wrong.items())]))
        return Answer(_ok(told), _text(told))

    def close(self) -> None:
        """Nothing more is asked, and nobody waits any longer."""
        with self._lock:
            self._closed = True
            waiting = list(self._open)
        for connection in waiting:
            with suppress(OSError, AttributeError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    # How

    def _asked(self, method: str, path: str, content: object = None) -> Any:
        """The answer to a request of the desk, which may have forgotten who asks."""
        if not self._cookie:
            self.enter()
        status, told, _ = self._ask(method, path, content)
        if status == 401:
            self.enter()
            status, told, _ = self._ask(method, path, content)
        if status == 401:
            raise NoDesk("The desk's link was taken back: use the one that wargame host printed last.")
        if status == 429 or status > 500 or (status == 500 and method == "GET"):
            raise Away(_text(told))
        if status != 200:
            raise Declined(_text(told) or f"The server answered {status}.")
        return told

    def _ask(self, method: str, path: str, content: object = None) -> tuple[int, Any, str]:
        connection = self._connection()
        with self._lock:
            if self._closed:
                raise Away("The console is closed.")
            self._open.add(connection)
        headers = {"Accept": "application/json", "Connection": "close"}
        if self._cookie:
            headers["Cookie"] = self._cookie
        body = None
        if content is not None:
            body = json.dumps(content).encode()
            headers["Content-Type"] = "application/json"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            raw = answer.read(MOST + 1)
            return answer.status, _json(raw), _cookies(answer.headers.get_all("Set-Cookie") or [])
        except ssl.SSLCertVerificationError:
            raise NoDesk(
                f"The certificate of {self.where} is not trusted here: name it with --trust FILE."
            ) from None
        except (OSError, http.client.HTTPException) as error:
            raise Away(str(error)) from None
        finally:
            with self._lock:
                self._open.discard(connection)
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        if self._secure:
            return http.client.HTTPSConnection(self._host, self._port, timeout=SECONDS, context=self._context)
        return http.client.HTTPConnection(self._host, self._port, timeout=SECONDS)


def new_id() -> str:
    """A name for a command, made once."""
    return secrets.token_hex(12)


def _json(raw: bytes) -> Any:
    """What was sent, as plain data; None if it is none."""
    try:
        return cleaned(json.loads(raw)) if len(raw) <= MOST else None
    except (ValueError, RecursionError):
        return None


def _cookies(lines: list[str]) -> str:
    found: SimpleCookie = SimpleCookie()
    for said in lines:
        with suppress(CookieError):
            found.load(said)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in found.items() if morsel.value)


def _ok(told: object) -> bool:
    return isinstance(told, dict) and told.get("ok") is True


def _name(table: str, told: object) -> str:
    """What people call a table, if it is told."""
    return str(told.get("name", table)) if isinstance(told, dict) else table


def _text(told: object) -> str:
    return str(told.get("text", "")) if isinstance(told, dict) else ""


__all__ = ["EVERY", "Answer", "Away", "Client", "Declined", "NoDesk", "new_id"]
