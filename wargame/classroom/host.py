"""`wargame host`: a class on this machine, until Ctrl-C."""

from __future__ import annotations

import errno
import ipaddress
import logging
import os
import signal
import socket
import ssl
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.applications import Starlette

from wargame.classroom.addresses import own_addresses
from wargame.classroom.cards import write_cards
from wargame.classroom.hall import MOST_TABLES, Hall, HallError, Plan, rules_named
from wargame.classroom.limits import Limits
from wargame.classroom.server import make_app
from wargame.classroom.wire import protocol
from wargame.record import shelf
from wargame.record.journal import SaveError

EVERYWHERE = ("0.0.0.0", "::")

FIRST_PORT = 8000

LOG_BYTES = 2_000_000


@dataclass
class Wish:
    """What the command was asked for."""

    folder: Path | None = None
    port: int = FIRST_PORT
    address: str = "0.0.0.0"
    tables: int | None = None
    plan: Plan = field(default_factory=Plan)
    certificate: Path | None = None
    key: Path | None = None
    names: tuple[str, ...] = ()
    proxy: str | None = None
    new_desk_link: bool = False


class Host(uvicorn.Server):
    """uvicorn, which ends at once when it is told to: open streams are asked to end first."""

    def __init__(self, config: uvicorn.Config, app: Starlette) -> None:
        super().__init__(config)
        self._app = app

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
        if self.should_exit and sig == signal.SIGINT:
            self.force_exit = True
        self.should_exit = True

    def end(self) -> None:
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._app.state.listeners.closing.set()
        await super().shutdown(sockets)


def config(
    app: Starlette,
    limits: Limits | None = None,
    *,
    certificate: Path | None = None,
    key: Path | None = None,
    proxy: str | None = None,
) -> uvicorn.Config:
    """How uvicorn serves a class."""
    limits = limits or Limits()
    return uvicorn.Config(
        app,
        http=protocol(limits),
        ws="websockets-sansio",
        ws_max_size=16 * 1024,
        ws_max_queue=16,
        loop="asyncio",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=proxy is not None,
        forwarded_allow_ips=proxy,
        backlog=512,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=16 * 1024,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )


def run_command(wish: Wish, say: Callable[[str], None]) -> None:
    """Open the class and serve it. Raises ValueError, SaveError or RulesetError before it begins."""
    _check_certificate(wish.certificate, wish.key)
    _check_proxy(wish.proxy)
    with ExitStack() as stack:
        heard = stack.enter_context(closing(listening(wish.address, wish.port)))
        # A game in play lies open in its save: for the eyes of whoever runs the class only.
        stack.callback(os.umask, os.umask(0o077))
        hall, new = open_hall(wish)
        stack.callback(hall.close)
        scheme = "https" if wish.certificate else "http"
        found = reached_at(wish.address, heard.getsockname()[1], scheme, wish.names)
        for line in greeting(hall, found, new):
            say(line)
        app = make_app(hall, hosts=wish.names)
        app.state.addresses = found
        stack.enter_context(_log_in(hall.folder))
        _many_files()
        server = Host(config(app, certificate=wish.certificate, key=wish.key, proxy=wish.proxy), app)
        server.run(sockets=[heard])
        say("The class is closed. Everything is on the disk; the same command opens it again.")


def ask_and_host() -> None:
    """From the menu: open the class of the folder of saves, and serve it until Ctrl-C."""
    folder = shelf.saves_folder() / "class"
    print(f"Open a class, kept in {folder}. An empty line goes back to the menu.")
    try:
        asked = input(
            f"How many tables, 1 to {MOST_TABLES}? A class that is there gets what it lacks: "
        ).strip()
        if not asked:
            return
        if not (asked.isdecimal() and 1 <= int(asked) <= MOST_TABLES):
            raise HallError(f"'{asked}' is not a number from 1 to {MOST_TABLES}")
        run_command(Wish(tables=int(asked)), print)
    except (EOFError, KeyboardInterrupt):
        return
    except (ValueError, SaveError) as error:
        print(f"Error: {error}")
    with suppress(EOFError, KeyboardInterrupt):
        input("Enter goes back to the menu. ")


def open_hall(wish: Wish) -> tuple[Hall, bool]:
    """The class of a folder with as many tables as are asked for, and whether it is a new one."""
    folder = wish.folder or shelf.saves_folder() / "class"
    hall = Hall.open(folder)
    try:
        new = not hall.tables
        for _ in range((wish.tables or (1 if new else 0)) - len(hall.tables)):
            hall.add(wish.plan)
        if wish.new_desk_link:
            hall.renew_desk()
    except BaseException:
        hall.close()
        raise
    return hall, new


def reached_at(address: str, port: int, scheme: str, names: Sequence[str]) -> tuple[str, ...]:
    """Addresses to type, the best first."""
    hosts = [*names, *(own_addresses() if address in EVERYWHERE else [address])] or ["127.0.0.1"]
    usual = {"http": 80, "https": 443}[scheme]
    tail = "" if port == usual else f":{port}"
    return tuple(f"{scheme}://{f'[{h}]' if ':' in h else h}{tail}" for h in dict.fromkeys(hosts))


def greeting(hall: Hall, found: tuple[str, ...], new: bool) -> list[str]:
    """What the instructor reads first."""
    lines = [f"{'A new class' if new else 'The class'} in {hall.folder}", ""]
    lines += hall.notices
    lines.append(f"Students open   {found[0]}" + (f"   (or {', '.join(found[1:4])})" if found[1:] else ""))
    for table in hall.tables.values():
        game = table.room.game
        state = "over" if game.over else f"step {game.step + 1}, {table.room.phase}"
        lines.append(f"  {table.name}: code {table.code}   {game.header.scenario}, {state}")
        lines.append(f"    dice {game.header.commitment}")
    lines.append(f"Your desk       {found[0]}{hall.desk_link}")
    lines.append(f"Printed links   {write_cards(hall, found[0])}, or the desk's page of cards")
    if found[0].startswith("http:"):
        lines.append("This is plain HTTP: others on the network can read along. See --certificate.")
    lines += ["The desk's link is yours alone. Ctrl-C closes the class; the same command opens it again.", ""]
    return lines


def listening(address: str, port: int) -> socket.socket:
    """A socket that listens. Raises ValueError with one sentence if it cannot."""
    try:
        family = socket.AF_INET6 if ipaddress.ip_address(address).version == 6 else socket.AF_INET
    except ValueError:
        raise HallError(f"'{address}' is not an address; say 0.0.0.0 for all of this machine's") from None
    heard = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform == "win32":
        heard.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        heard.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        heard.bind((address, port))
        heard.listen(512)
    except OSError as error:
        heard.close()
        if error.errno == errno.EADDRINUSE:
            raise HallError(
                f"port {port} is in use, perhaps by another class; choose another: --port {port + 1}"
            ) from None
        if error.errno == errno.EACCES:
            raise HallError(
                f"port {port} may not be used by you; choose one above 1023: --port 8000"
            ) from None
        raise HallError(f"cannot listen at {address}, port {port}: {error.strerror or error}") from None
    heard.setblocking(False)
    return heard


def _check_certificate(certificate: Path | None, key: Path | None) -> None:
    if certificate is None:
        if key is not None:
            raise HallError("--key goes with --certificate")
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except ssl.SSLError as error:
        raise HallError(
            f"{certificate}: is not a certificate with its key: {error.reason or error}"
        ) from None
    except OSError as error:
        raise HallError(
            f"{certificate}: the certificate or its key cannot be read: {error.strerror}"
        ) from None


def _check_proxy(proxy: str | None) -> None:
    """Whoever's word on addresses is taken could be anybody; so it is one machine or network."""
    try:
        if proxy is not None:
            ipaddress.ip_network(proxy)
    except ValueError:
        raise HallError(f"--proxy takes an address or a network in numbers, not '{proxy}'") from None


@contextmanager
def _log_in(folder: Path) -> Iterator[None]:
    """Who asked for what goes to a file of bounded size, without the words that let somebody in."""
    handler = RotatingFileHandler(folder / "server.log", maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logs = {"wargame.classroom": logging.INFO, "uvicorn.error": logging.WARNING}
    for name, level in logs.items():
        logging.getLogger(name).setLevel(level)
        logging.getLogger(name).addHandler(handler)
    try:
        yield
    finally:
        for name in logs:
            logging.getLogger(name).removeHandler(handler)
        handler.close()


def _many_files() -> None:
    """Each open page is a file to the system, and it is often content with too few."""
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = 8192 if hard == resource.RLIM_INFINITY else min(8192, hard)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            with suppress(OSError, ValueError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


__all__ = [
    "Host",
    "Plan",
    "Wish",
    "ask_and_host",
    "config",
    "listening",
    "open_hall",
    "rules_named",
    "run_command",
]
