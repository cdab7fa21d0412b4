"""A very small HTTP client for many students in one process: what a browser says, without a browser.

Loopback only, on purpose: the soak must never reach anybody's network.
"""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

HOME = "127.0.0.1"


class Gone(ConnectionError):
    """The server closed the connection or was not there."""


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float
    """From the first byte sent to the last byte read."""

    @property
    def data(self) -> Any:
        return json.loads(self.body)


@dataclass
class Wire:
    """A connection that is kept open, and the cookies of one browser."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    source: str = HOME
    """The address it comes from; any of 127.0.0.0/8 is this machine."""
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def ask(
        self,
        method: str,
        path: str,
        *,
        data: Any = None,
        form: dict[str, str] | None = None,
        raw: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Reply:
        """One request; once more on a fresh connection if the kept one was closed before the answer began."""
        async with self._turn:
            for fresh in (self._writer is None, True):
                try:
                    return await self._ask(method, path, data, form, raw, headers or {})
                except (OSError, asyncio.IncompleteReadError) as error:
                    self.close()
                    if fresh or method != "GET":
                        raise Gone(str(error)) from error
        raise AssertionError

    async def _ask(
        self, method: str, path: str, data: Any, form: dict[str, str] | None, raw: bytes | None,
        headers: dict[str, str],
    ) -> Reply:  # fmt: skip
        body, kind = b"", ""
        if data is not None:
            body, kind = json.dumps(data).encode(), "application/json"
        elif form is not None:
            body, kind = urlencode(form).encode(), "application/x-www-form-urlencoded"
        elif raw is not None:
            body, kind = raw, "application/json"
        begun = time.perf_counter()
        reader, writer = await self._connected()
        writer.write(self._head(method, path, len(body), kind, headers) + body)
        await writer.drain()
        status, found = await _head(reader)
        if found.get("transfer-encoding") == "chunked":
            content = await _chunks(reader)
        else:
            content = await reader.readexactly(int(found.get("content-length", "0")))
        self._keep_cookies(found)
        if found.get("connection") == "close":
            self.close()
        return Reply(status, found, content, time.perf_counter() - begun)

    async def follow(self, path: str) -> Stream:
        """Open a stream of server-sent events on a connection of its own. Raises Gone if it is refused."""
        try:
            reader, writer = await asyncio.open_connection(HOME, self.port)
            writer.write(self._head("GET", path, 0, "", {"Accept": "text/event-stream"}))
            await writer.drain()
            status, _ = await _head(reader)
        except (OSError, asyncio.IncompleteReadError) as error:
            raise Gone(str(error)) from error
        if status != 200:
            writer.close()
            raise Gone(f"the stream was refused: {status}")
        return Stream(reader, writer)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(
                HOME, self.port, limit=1 << 22, local_addr=(self.source, 0)
            )
            if self._writer.get_extra_info("sockname") == self._writer.get_extra_info("peername"):
                # Nobody listens yet, and the system has given this end the very port that it calls.
                self.close()
                raise OSError("connected to itself")
        return self._reader, self._writer

    def _head(self, method: str, path: str, length: int, kind: str, headers: dict[str, str]) -> bytes:
        lines = {"Host": f"{HOME}:{self.port}", "Origin": f"http://{HOME}:{self.port}"}
        if self.cookies:
            lines["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if kind:
            lines["Content-Type"] = kind
        if length or method == "POST":
            lines["Content-Length"] = str(length)
        lines |= headers
        text = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return f"{method} {path} HTTP/1.1\r\n{text}\r\n".encode()

    def _keep_cookies(self, headers: dict[str, str]) -> None:
        for cookie in headers.get("set-cookie", "").split("\n"):
            name, _, rest = cookie.partition("=")
            if rest:
                self.cookies[name.strip()] = rest.partition(";")[0]


async def _head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        if name:
            known = headers.get(name.lower())
            headers[name.lower()] = value.strip() if known is None else f"{known}\n{value.strip()}"
    return int(lines[0].split()[1]), headers


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    found = b""
    while size := int((await reader.readline()).strip() or b"0", 16):
        found += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return found


class Stream:
    """Server-sent events, one after the other; keep-alives are passed over."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._text = b""

    async def next(self) -> dict[str, str]:
        """The fields of the next event. Raises Gone when the server ends the stream."""
        while True:
            while b"\n\n" in self._text:
                block, _, self._text = self._text.partition(b"\n\n")
                fields = dict(line.split(": ", 1) for line in block.decode().split("\n") if ": " in line[1:])
                if fields:
                    return fields
            try:
                size = int((await self._reader.readline()).strip() or b"0", 16)
                if not size:
                    raise Gone("the stream ended")
                self._text += (await self._reader.readexactly(size)).replace(b"\r\n", b"\n")
                await self._reader.readline()
            except (OSError, asyncio.IncompleteReadError) as error:
                raise Gone(str(error)) from error

    def close(self) -> None:
        self._writer.close()
