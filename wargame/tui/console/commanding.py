"""What the first screen does with its keys: commands to the table that is chosen, or for once to every table."""

from __future__ import annotations

from typing import Any

from textual import work

from wargame.tui.console.client import EVERY, new_id
from wargame.tui.console.foreseen import foretold
from wargame.tui.console.room import ConsoleChoice, ConsoleConfirm, ConsoleRoom
from wargame.tui.console.seen import Chair, Glance, Whole
from wargame.tui.screens.choice import Option
from wargame.tui.widgets.canvas import line

FOR_EVERY = frozenset(
    {"start", "pause", "resume", "extend", "close", "reopen", "reveal", "proceed"}
    | {"deadline", "defaults", "announce", "note"}
)
"""What may be asked of every table at once."""

MOST_FORETOLD = 8
"""Changes that a question names; the rest are counted."""

DEFAULTS = (
    Option("draft", "the draft as it stands", "What the team has written so far is opened"),
    Option("doctrine", "a doctrine's sheet", "The scenario's doctrine plays the step"),
    Option("empty", "nothing", "Standing orders only"),
)


class Commanding(ConsoleRoom[None]):
    """A screen that commands the table which is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.every = False
        """Whether the next command goes to every table."""

    @property
    def table(self) -> Glance | None:
        return self.console_app.table

    @property
    def whole(self) -> Whole | None:
        return self.console_app.whole

    def tick(self) -> None:
        """Show the clocks, and whether the next command goes to every table."""
        raise NotImplementedError

    # Commands of one word

    def order(self, kind: str, **what: Any) -> None:
        """Give a command to the table that is chosen, or for once to all."""
        if (target := self._target(kind)) is not None:
            self.console_app.order(target, {"kind": kind, **what})

    def _target(self, kind: str) -> str | None:
        """Where a command goes; nowhere if nothing is known yet, or it is not one for every table."""
        table = self.table
        if table is None:
            self.say("The server has not answered yet.")
            return None
        if not self.every:
            return table.id
        if kind not in FOR_EVERY:
            self.say("That is done at one table: E goes back to the one that is chosen.")
            return None
        return EVERY

    def _done(self) -> None:
        self.every = False
        self.tick()

    def action_start(self) -> None:
        self.order("start")
        self._done()

    def action_proceed(self) -> None:
        self.order("proceed")
        self._done()

    def action_pause(self) -> None:
        self.order("resume" if self.table and self.table.paused else "pause")
        self._done()

    def action_extend(self, seconds: str) -> None:
        self.order("extend", seconds=int(seconds))
        self._done()

    def action_pens(self) -> None:
        self.order("reopen" if self.table and self.table.closed else "close")
        self._done()

    # Commands that ask first

    @work(exclusive=True, group="ask")
    async def action_reveal(self) -> None:
        target, table = self._target("reveal"), self.table
        if target is None or table is None:
            return
        out = [chair.label for chair in table.roll if chair.people and not chair.sealed]
        who = (
            "every table"
            if target == EVERY
            else f"{table.name}: " + (f"not sealed: {', '.join(out)}" if out else "all have sealed")
        )
        text = f"{who}. Who has not sealed gets the default."
        if not await self.sure("OPEN THE SHEETS NOW?", text, "Open"):
            return
        now = self.table
        if target != EVERY and (
            now is None or (now.id, now.step, now.phase) != (table.id, table.step, table.phase)
        ):
            self.say("The table went on meanwhile: nothing was opened.")
            return
        self.console_app.order(target, {"kind": "reveal"})
        self._done()

    @work(exclusive=True, group="ask")
    async def action_inject(self) -> None:
        target, whole, table = self._target("inject"), self.whole, self.table
        if target is None or whole is None or table is None:
            return
        options = [Option(event, event.label) for event in whole.events]
        app = self.console_app
        event = await app.push_screen_wait(ConsoleChoice(f"AN EVENT HAPPENS NOW: {table.name}", "", options))
        if event is None:
            return
        wish = {"kind": "inject", "event": event.value, "id": new_id()}
        found = await app.ask(app.client.preview, target, wish)
        if found is None:
            return
        own, more = foretold(found, False), len(foretold(found, True))
        told = [f"{event.label}: now? It would change:", *own[:MOST_FORETOLD]]
        more += max(0, len(own) - MOST_FORETOLD)
        told += [f"and {more} more that follow" if more > 1 else "and one more that follows"] if more else []
        question = ConsoleConfirm(
            f"AN EVENT AT {table.name}", [line(text) for text in told], "It happens", "Leave it"
        )
        if await app.push_screen_wait(question) is not True:
            return
        self.console_app.order(target, {"kind": "inject", "event": event.value})

    @work(exclusive=True, group="ask")
    async def action_defaults(self) -> None:
        whole, target = self.whole, self._target("defaults")
        if whole is None or target is None:
            return
        text = f"What opens for those who have not sealed? Now: {whole.defaults}."
        to = await self.app.push_screen_wait(ConsoleChoice("DEFAULTS", text, DEFAULTS))
        if to is not None:
            self.console_app.order(target, {"kind": "defaults", "to": to})
            self._done()

    @work(exclusive=True, group="ask")
    async def action_hand_over(self) -> None:
        table = self.table
        if table is None or self._target("seat") is None:
            return
        options = [Option(chair.seat, chair.label, _player(chair)) for chair in table.roll]
        seat = await self.app.push_screen_wait(ConsoleChoice(f"A SEAT OF {table.name}", "", options))
        if seat is not None:
            self.hand_over(("seat", seat))

    @work(exclusive=True, group="seat")
    async def hand_over(self, key: object) -> None:
        """Who plays a seat, who holds its pen, who goes."""
        table, whole, target = self.table, self.whole, self._target("seat")
        if table is None or whole is None or target is None or not isinstance(key, tuple):
            return
        chair = next((chair for chair in table.roll if chair.seat == key[1]), None)
        if chair is None:
            return
        options = [Option(None, "Played by")]
        options += [Option(("seat", o.value, o.label), o.label) for o in whole.players.get(chair.seat, ())]
        if chair.members:
            options.append(Option(None, "The team"))
            options += [Option(("pen", m.id, m.name), f"The pen to {m.name}") for m in chair.members]
            options += [Option(("remove", m.id, m.name), f"Take {m.name} out") for m in chair.members]
        text = f"Now: {_player(chair)}."
        found = await self.app.push_screen_wait(
            ConsoleChoice(f"{chair.label}, {table.name}".upper(), text, options)
        )
        if found is None:
            return
        kind, value, name = found
        if kind == "seat":
            content = {"kind": "seat", "seat": chair.seat, "player": value}
        elif kind == "pen":
            content = {"kind": "pen", "seat": chair.seat, "person": value}
        else:
            content = {"kind": "remove", "person": value}
            if not await self.sure("TAKE SOMEBODY OUT", f"Take {name} from {table.name}?", "Take out"):
                return
        self.console_app.order(target, content)

    async def sure(self, title: str, text: str, yes: str) -> bool:
        question = ConsoleConfirm(title, [line(text)], yes, "Leave it")
        return await self.app.push_screen_wait(question) is True


def _player(chair: Chair) -> str:
    return "people" if chair.people else chair.player


__all__ = ["Commanding"]
