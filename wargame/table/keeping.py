"""A table with its journal: what is done is kept on the disk before it is answered, and told to whoever can see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from wargame.engine.fog import Seat
from wargame.opponents.bench import Opponents
from wargame.record.game import Game
from wargame.table import opening
from wargame.table.acts import Answer, Refused
from wargame.table.bulletin import Bulletin, Event
from wargame.table.changes import Doing, viewers
from wargame.table.drafting import SharedSession
from wargame.table.drafts import Draft
from wargame.table.kept import Kept, Phase, difference
from wargame.table.room_log import ROOM, RoomLog, Told


class Keeping:
    """The game, what is kept beside it, and the one way to change either."""

    def __init__(self, game: Game, log: RoomLog | None, kept: Kept, clock: Callable[[], float]) -> None:
        self.game = game
        self.kept = kept
        """Everything beside the game; changed only by what is done here."""
        self.clock = clock
        self.opponents = Opponents(game)
        self.bulletin = Bulletin(viewers(game))
        self.called = ""
        """What its class calls this table; not kept."""
        self._log = log
        self._here: dict[str, tuple[bool, float]] = {}
        self._unsettled = True
        """Whether plans or letters may be due."""
        for seat in game.seats:
            kept.drafts.setdefault(seat, Draft(step=game.step))
        self._sessions = {seat: SharedSession(self, seat) for seat in game.seats}
        self._written = kept.model_dump()

    # How it stands

    @property
    def name(self) -> str:
        """What people call this table."""
        path = self.game.path
        return self.called or (path.stem if path is not None else self.game.scenario.name)

    @property
    def seats(self) -> dict[str, Seat]:
        return self.game.seats

    @property
    def phase(self) -> Phase:
        return self.kept.phase

    @property
    def paused(self) -> bool:
        return self.kept.paused

    @property
    def closed(self) -> bool:
        """Whether the white cell has closed the phase: nothing is written, sealed or said."""
        return self.kept.closed

    @property
    def due(self) -> float | None:
        """When the phase ends by itself; None if no clock runs."""
        return self.kept.due

    @property
    def left(self) -> float | None:
        """Seconds until then, also while the clock stands still."""
        return self.kept.left if self.due is None else max(0.0, self.due - self.clock())

    @property
    def people(self) -> list[str]:
        """The seats that people play, in the order of the table."""
        return [seat for seat in self.game.seats if self.game.players[seat] == "human"]

    @property
    def waiting(self) -> list[str]:
        """Those of them that have not sealed."""
        return [seat for seat in self.people if seat not in self.game.sealed]

    def receipt(self, seat: str) -> str:
        """What a seat's sealed sheet was committed to; empty if it has not sealed."""
        return self.game.commitments(self.game.step).get(seat, "")

    def session(self, seat: str) -> SharedSession:
        """The one shared draft of a seat."""
        return self._sessions[self.game.seat(seat).name]

    def keep_draft(self, seat: str) -> None:
        """Keep what was written on a seat's sheet without an act, and tell its team."""
        with self._doing(ROOM, "draft", seat=seat) as doing:
            doing.tell(seat, "sheet")

    def close(self) -> None:
        """Let others take the table up: everything acknowledged is on the disk."""
        self.game.close()
        if self._log is not None:
            self._log.close()

    # What each should look at again

    def events(self, viewer: str, after: str = "") -> list[Event]:
        """What has changed for a viewer (a seat, `desk` or `wall`) since a stamp. KeyError for nobody."""
        return self.bulletin.since(viewer, after)

    def stamp(self, viewer: str) -> str:
        return self.bulletin.stamp(viewer)

    def watch(self, viewer: str, call: Callable[[], None]) -> Callable[[], None]:
        """Have `call` called when a viewer has new events; the answer is the way to stop it."""
        return self.bulletin.watch(viewer, call)

    # Inside

    def _answer(self, key: str) -> Answer | None:
        return None if self._log is None else self._log.answers.get(key)

    @contextmanager
    def _doing(
        self, by: str, what: str, key: str = "", seat: str = "", asked: dict[str, Any] | None = None
    ) -> Iterator[Doing]:
        """Done, then kept, then told. What cannot be kept has not happened, as far as the save allows."""
        doing = Doing(self.game)
        try:
            yield doing
            self._write(doing, by, what, key, seat, asked or {})
        except Refused:
            self._take_back()
            raise
        except ValueError as error:
            self._take_back()
            raise Refused(str(error), getattr(error, "field", "")) from error
        except BaseException:
            self._take_back()
            self._unsettled = True
            self._publish(doing)  # the save may have it
            raise
        self._publish(doing)

    def _write(self, doing: Doing, by: str, what: str, key: str, seat: str, asked: dict[str, Any]) -> None:
        if self._log is None:
            return
        now = self.kept.model_dump()
        self._log.write(
            Told(
                at=self.clock(),
                step=self.game.step,
                by=by,
                seat=seat,
                what=what,
                key=key,
                text=doing.text,
                data=doing.data,
                asked=asked,
                now=difference(self._written, now),
            )
        )
        self._written = now

    def _take_back(self) -> None:
        """The table as it was last kept, beside the game as it is."""
        if self._log is not None and self.kept.model_dump() != self._written:
            self.kept = Kept.model_validate(self._written)
        self._agree()

    def _agree(self) -> None:
        """Where game and table disagree, because something was cut short between the two: the game decides."""
        kept, game = self.kept, self.game
        if game.step < kept.step or (kept.phase == "over" and not game.over):
            opening.went_back(self)
        elif game.step > kept.step or (game.over and kept.phase != "over"):
            opening.to_report(self)

    def _publish(self, doing: Doing) -> None:
        for viewer, parts in doing.parts.items():
            self.bulletin.hang(viewer, parts)
        self.bulletin.ring(doing.parts)


__all__ = ["Keeping"]
