"""A `wargame host` of our own: started, watched, killed and started again."""

from __future__ import annotations

import asyncio
import json
import os
import re
import secrets
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from .wire import HOME, Gone, Wire

TICK = os.sysconf("SC_CLK_TCK")

START = 60.0
"""Seconds in which a server must be there."""


@dataclass
class Served:
    folder: Path
    port: int
    tables: int = 1
    scenario: str = "intro"
    extra: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    desk: Wire | None = None
    _said: list[IO[bytes]] = field(default_factory=list)

    async def start(self) -> float:
        """Seconds until it answers."""
        begun = time.perf_counter()
        log = (self.folder.parent / "host.log").open("ab")
        self._said.append(log)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "wargame", "host", str(self.folder), "--port", str(self.port),
             "--address", HOME, "--tables", str(self.tables), "--scenario", self.scenario, *self.extra],
            stdout=log, stderr=log, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        while time.perf_counter() - begun < START:
            if self.process.poll() is not None:
                break
            try:
                await Wire(self.port).ask("GET", "/favicon.ico")
                return time.perf_counter() - begun
            except Gone:
                await asyncio.sleep(0.05)
        raise RuntimeError(
            "the server did not start: " + (self.folder.parent / "host.log").read_text()[-2000:]
        )

    async def sit_at_desk(self) -> Wire:
        """The desk's own connection."""
        said = (self.folder.parent / "host.log").read_text()
        found = re.findall(r"Your desk +\S+?(/desk/\S+)", said)
        self.desk = Wire(self.port)
        await self.desk.ask("GET", found[-1])
        return self.desk

    async def command(self, table: str, **command: object) -> dict[str, object]:
        assert self.desk is not None
        wish = {"table": table, "command": {"id": secrets.token_hex(8), **command}}
        reply = await self.desk.ask("POST", "/desk/command", data=wish)
        found: dict[str, object] = reply.data
        if not found.get("ok"):
            raise RuntimeError(f"the desk was refused {command}: {found}")
        return found

    def codes(self) -> dict[str, str]:
        """Code of each table."""
        kept = json.loads((self.folder / "hall.json").read_text())
        return {entry["id"]: entry["code"] for entry in kept["tables"]}

    def kill(self) -> None:
        """As a power cut does it."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
        for log in self._said:
            log.close()

    # What it costs

    def processor(self) -> float:
        """Seconds of processor time so far."""
        assert self.process is not None
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def memory(self) -> float:
        """Megabytes of its own."""
        assert self.process is not None
        for line in Path(f"/proc/{self.process.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
        return 0.0

    def complaints(self) -> list[str]:
        """What the server wrote down as gone wrong."""
        path = self.folder / "server.log"
        said = path.read_text() if path.exists() else ""
        return [line for line in said.splitlines() if "Traceback" in line or " ERROR " in line]
