"""Connections before anybody has asked anything: so many of one address, and none that says nothing."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from contextlib import suppress
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from wargame.classroom.limits import Limits


def protocol(limits: Limits) -> type[asyncio.Protocol]:
    """The HTTP of uvicorn with these bounds."""
    by_address: Counter[str] = Counter()

    class Wire(H11Protocol):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self._from = ""
            self._silent: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._from = self.client[0] if self.client else ""
            by_address[self._from] += 1
            too_many = by_address[self._from] > limits.connections
            if too_many or by_address.total() > limits.all_connections:
                transport.abort()
                return
            self._silent = self.loop.call_later(limits.to_ask, self._give_up)
            _forget_the_dead(transport.get_extra_info("socket"))

        def connection_lost(self, exc: Exception | None) -> None:
            self._leave()
            super().connection_lost(exc)

        def handle_websocket_upgrade(self, event: Any) -> None:
            """A socket from here on: it has asked, and whoever takes it counts it."""
            self._leave()
            super().handle_websocket_upgrade(event)

        def _leave(self) -> None:
            by_address[self._from] -= 1
            if by_address[self._from] <= 0:
                del by_address[self._from]
            if self._silent is not None:
                self._silent.cancel()

        def _give_up(self) -> None:
            """Close a connection that has not asked for anything whole; look again while it is used."""
            if self.cycle is None:
                self.transport.abort()

    return Wire


def _forget_the_dead(connection: Any) -> None:
    """Let the system close what no longer answers: a laptop that was shut takes nothing and says nothing."""
    patience = getattr(socket, "TCP_USER_TIMEOUT", None)
    with suppress(OSError, AttributeError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        if patience is not None:
            connection.setsockopt(socket.IPPROTO_TCP, patience, 45_000)


__all__ = ["protocol"]
