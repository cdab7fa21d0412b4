"""The shared sheet of a seat at a table: what a team drafts together, kept with the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wargame.engine.legality import Fault
from wargame.table.drafts import Draft
from wargame.table.session import Session

if TYPE_CHECKING:
    from wargame.table.keeping import Keeping


class SharedSession(Session):
    """A seat's session that several people share. What is written through it is kept in the room's journal.

    The draft stays where it is when the sheet is sealed: a sheet that falls, or is taken back, can be
    gone on with. Who may seal or send is the room's to know: those are acts of a person.
    """

    def __init__(self, room: Keeping, seat: str) -> None:
        self.room = room
        super().__init__(room.game, seat, room.kept.drafts[seat])

    @property
    def kept(self) -> Draft:
        """The draft as the room has it now."""
        return self.room.kept.drafts[self.seat]

    @kept.setter
    def kept(self, draft: Draft) -> None:
        self.room.kept.drafts[self.seat] = draft

    @property
    def draft(self) -> list[str]:
        """The orders in writing; none where they are sealed."""
        return [] if self.sealed else self.kept.orders

    @draft.setter
    def draft(self, orders: list[str]) -> None:
        self.kept.orders = orders

    def keep_draft(self) -> None:
        """What is written without an act is kept all the same, and the team is told."""
        self.room.keep_draft(self.seat)

    def seal(self, act: str = "") -> list[Fault]:
        """Seal the draft as it stands."""
        return [] if self.sealed else self.game.submit(self.seat, tuple(self.draft), act=act)

    def unseal(self, act: str = "") -> None:
        """Take the sheet back, and go on writing it."""
        if self.sealed:
            orders = list(self.game.sealed[self.seat].orders)
            self.game.unseal(self.seat, act)
            self.draft = orders

    def legal_part(self) -> list[str]:
        """The draft without what no longer fits on the sheet."""
        orders: list[str] = []
        for order in self.draft:
            if not self.game.judge(self.seat, [*orders, order]):
                orders.append(order)
        return orders

    def _fit_draft(self) -> None:
        """Nothing is dropped: what does not fit any more is said when the sheet is to be sealed."""


__all__ = ["SharedSession"]
