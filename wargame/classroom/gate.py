"""What every request passes: our own host and origin, sizes, rates, headers, and a plain word when we fail."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import re
import socket
import time
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wargame.classroom.door import Guard, Turned, address
from wargame.classroom.refusals import refusal

log = logging.getLogger("wargame.classroom")

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers send forms without their origin
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

SECRET = re.compile(r"^(/j|/desk)/[^/]{16,}.*|^(/j)/.*", re.DOTALL)
"""What stands behind these is a word that lets somebody in: the log shows nothing of it."""

POLLED = "/stamp"
"""Asked for every few seconds by every page of a replay: the log would hold nothing else."""

SAFE = ("GET", "HEAD", "OPTIONS")

LONGEST_PATH = 512


class Gate:
    """The outermost layer. It answers by itself what must not get further."""

    def __init__(self, app: ASGIApp, guard: Guard, hosts: Iterable[str]) -> None:
        self.app = app
        self.guard = guard
        self.hosts = {"localhost", socket.gethostname().lower(), *(h.lower() for h in hosts)}
        self.hosts |= {f"{h}.local" for h in self.hosts if "." not in h}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        began, status = time.monotonic(), 0
        started = False

        async def sending(message: Message) -> None:
            nonlocal status, started
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                started, status = True, message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            elif message["type"] in ("websocket.accept", "websocket.close"):
                started, status = True, 101 if message["type"] == "websocket.accept" else 403
            await send(message)

        try:
            self._check(scope)
            receiving = _Body(scope, receive, self.guard) if scope["type"] == "http" else receive
            await self.app(scope, receiving, sending)
        except Turned as turned:
            if not started:
                await refusal(scope, turned)(scope, receive, sending)
        except Exception:
            log.exception("%s %s failed", scope.get("method", "WS"), plain(scope["path"]))
            if not started:
                failed = Turned(
                    500, "Something went wrong on the server, and was written down there. Try again."
                )
                await refusal(scope, failed)(scope, receive, sending)
        finally:
            took = (time.monotonic() - began) * 1000
            if not (scope["path"].endswith(POLLED) and status < 400):
                log.info(
                    "%s %s %s %d %.0f ms",
                    address(HTTPConnection(scope)),
                    scope.get("method", "WS"),
                    plain(scope["path"]),
                    status,
                    took,
                )

    def _check(self, scope: Scope) -> None:
        headers, path = Headers(scope=scope), scope["path"]
        host = headers.getlist("host")
        if len(host) != 1 or not self._ours(host[0]):
            raise Turned(400, "This server does not go by that name.")
        if len(path) > LONGEST_PATH or len(scope.get("query_string", b"")) > LONGEST_PATH:
            raise Turned(414, "That address is too long.")
        if scope["type"] == "websocket" or scope["method"] not in SAFE:
            _check_origin(scope, host[0])
        whose = address(HTTPConnection(scope))
        wait = self.guard.address.take(whose)
        if not wait and path.startswith("/wall/"):
            wait = self.guard.walls.take(whose)
        if wait:
            raise Turned(429, "Too much was asked from your network at once. Wait a moment.", wait)

    def _ours(self, host: str) -> bool:
        """Our names, and any number: a page of somebody else's cannot make a browser call its name a number."""
        name = _name(host)
        if name is None:
            return False
        if name in self.hosts:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True


def _check_origin(scope: Scope, host: str) -> None:
    """What changes something must come from a page of ours; a program that is no browser names no origin.

    A socket always names one: a browser would open it for any page, and send our cookie along.
    """
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    if origin is None:
        foreign = headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
        foreign = foreign or scope["type"] == "websocket"
    else:
        found = urlsplit(origin)
        schemes = ("https",) if scope["scheme"] in ("https", "wss") else ("http", "https")
        foreign = found.scheme not in schemes or found.netloc.lower() != host.lower()
    if foreign:
        raise Turned(403, "That was sent from a page that is not ours.")


def _name(host: str) -> str | None:
    """`[::1]:8000` and `10.0.0.2:8000` without their ports."""
    try:
        found = urlsplit(f"//{host}")
        _ = found.port
    except ValueError:
        return None
    if found.username is not None or found.path or found.query or found.fragment or not found.hostname:
        return None
    return found.hostname.rstrip(".")


class _Body:
    """Receives a body of bounded size in bounded time."""

    def __init__(self, scope: Scope, receive: Receive, guard: Guard) -> None:
        self._receive = receive
        self._limits = guard.limits
        self._size = 0
        self._whole = False
        length = Headers(scope=scope).get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length[:12]) > self._limits.body:
            raise Turned(413, f"That is too long: at most {self._limits.body} bytes can be sent at once.")

    async def __call__(self) -> Message:
        if self._whole:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), self._limits.seconds)
        except TimeoutError:
            raise Turned(408, "What you sent did not arrive in time.") from None
        if message["type"] == "http.request":
            self._size += len(message.get("body", b""))
            if self._size > self._limits.body:
                raise Turned(413, f"That is too long: at most {self._limits.body} bytes can be sent at once.")
            self._whole = not message.get("more_body", False)
        return message


def plain(path: str) -> str:
    """A path for the log: without what lets somebody in, and without what breaks a line."""
    path = SECRET.sub(lambda found: f"{found[1] or found[2]}/...", path)
    return "".join(c if c.isprintable() else "?" for c in path[:120])


__all__ = ["HEADERS", "Gate", "plain"]
