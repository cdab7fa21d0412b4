"""Who is at the table: the seats, one's own team, and whose hand holds the pen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import work
from textual.widget import Widget

from wargame.tui.guest_chair import guest
from wargame.tui.keys import bindings
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Line, folded, line
from wargame.tui.widgets.listing import Listing, Row, row

if TYPE_CHECKING:
    from wargame.classroom.people import Chair as Seat
    from wargame.classroom.people import Mate


class PeopleScreen(Room[None]):
    """The roll call; Enter on a name of one's own team hands the pen over, or takes it up."""

    places = ("people",)
    BINDINGS = bindings("people")

    def body(self) -> Iterable[Widget]:
        yield Listing(id="people", classes="page")

    def on_mount(self) -> None:
        self.look_again()
        self.query_one(Listing).focus()

    def look_again(self) -> None:
        """Somebody came, left, sealed, or handed the pen on."""
        sight = guest(self).sight
        rows = [row(None, line(("WHO IS HERE", "title"), (f"   {sight.clock.words}.", "dim")))]
        rows += [_seat(seat) for seat in sight.roll]
        rows.append(row(None, line(""), line(("Your team", "title"))))
        rows += [_mate(mate) for mate in sight.team.mates]
        hint = (
            "The pen seals, takes back and sends; everybody writes on the sheet. Enter on a name hands it on."
        )
        rows.append(Row(lambda width: folded(hint, width, "dim")))
        if sight.receipt:
            receipt = f"Receipt of your sealed sheet, to compare with the record afterwards: {sight.receipt}"
            rows.append(Row(lambda width: [line(""), *folded(receipt, width)]))
        self.query_one(Listing).set_rows(rows)

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        if isinstance(event.key, str):
            self._hand_pen(event.key)

    @work(group="act")
    async def _hand_pen(self, to: str) -> None:
        if await guest(self).act("pen", to=to) is not None:
            self.say(
                "You have the pen now." if guest(self).sight.team.mine else "The pen was handed over.", "calm"
            )


def _seat(seat: Seat) -> Row:
    """`Washington   3 people here   sealed`."""
    who, state = "not played by people", ""
    if seat.people:
        state = "sealed" if seat.sealed else "not sealed"
        who = (
            "nobody here"
            if not seat.here
            else "one person here"
            if seat.here == 1
            else f"{seat.here} people here"
        )
    name = f"{seat.label}{' (you)' if seat.mine else ''}"
    return row(None, line((f"  {name:<28}", "key" if seat.mine else "plain"), (f"{who:<22}", "dim"), state))


def _mate(mate: Mate) -> Row:
    def draw(width: int) -> list[Line]:  # noqa: ARG001
        name = f"{mate.name}{' (you)' if mate.me else ''}"
        pen = ("has the pen", "watch") if mate.pen else ("", "plain")
        return [line((f"  {name:<28}", "plain"), (f"{'here' if mate.here else 'away':<22}", "dim"), pen)]

    return Row(draw, mate.id)


__all__ = ["PeopleScreen"]
