"""The clocks of the tables: what is due happens, each table by itself."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from wargame.classroom.hall import Hall, Table
from wargame.table.room import DESK

log = logging.getLogger("wargame.classroom")

LONGEST = 5.0
"""Seconds between looks at a table that awaits nothing."""

SHORTEST = 0.05

AGAIN = 10.0
"""Seconds after which a table that failed is tried again."""


async def keep_time(hall: Hall) -> None:
    """One task for each table, also for tables that are added later."""
    going: dict[str, asyncio.Task[None]] = {}
    try:
        while True:
            for table in list(hall.tables.values()):
                if table.id not in going:
                    going[table.id] = asyncio.create_task(_one(table))
            await asyncio.sleep(1.0)
    finally:
        for task in going.values():
            task.cancel()
        await asyncio.gather(*going.values(), return_exceptions=True)


async def _one(table: Table) -> None:
    """Tick when something is due, and whenever the table has changed what is due."""
    changed, loop = asyncio.Event(), asyncio.get_running_loop()

    def hint() -> None:
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(changed.set)

    stop = table.room.watch(DESK, hint)
    try:
        while True:
            changed.clear()
            try:
                wait = await table.work(table.room.tick)
            except Exception:
                log.exception("the clock of table %s failed", table.id)
                wait = AGAIN
            wait = LONGEST if wait is None else min(max(wait, SHORTEST), LONGEST)
            with suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), wait)
    finally:
        stop()


__all__ = ["keep_time"]
