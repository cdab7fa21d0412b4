"""What the white cell may do at a table: typed, bounded in size, each with an id of its own.

All are kept in the room's own journal; those that change what the rules have made give a reason.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from wargame.ruleset.schema import Requirement
from wargame.table.acts import Id, Name, PersonId, Place, Said, refusal

Amount = Annotated[int, Field(ge=-1000, le=1000)]
Changes = Annotated[dict[Name, Amount], Field(max_length=12)]
"""Meters and by how much."""
Seats = Annotated[list[Name], Field(max_length=20)]
"""Nobody named is everybody."""
Minutes = Annotated[float, Field(gt=0, le=600, allow_inf_nan=False)]
Reason = Annotated[str, Field(min_length=1, max_length=500)]
Sentences = Annotated[list[Annotated[str, Field(min_length=1, max_length=300)]], Field(max_length=12)]


class _Command(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: Id


# The phases and the clock


class Start(_Command):
    """Leave the lobby: the first orders are due."""

    kind: Literal["start"] = "start"


class Pause(_Command):
    """Stop the clock; nothing opens by itself until it goes on."""

    kind: Literal["pause"] = "pause"


class Resume(_Command):
    """Let the clock go on."""

    kind: Literal["resume"] = "resume"


class Extend(_Command):
    """Give more time, or take some away."""

    kind: Literal["extend"] = "extend"
    seconds: Annotated[int, Field(ge=-36_000, le=36_000)]


class Close(_Command):
    """Pens down: nothing is written, sealed or said until the phase is open again."""

    kind: Literal["close"] = "close"


class Reopen(_Command):
    """Open a closed phase again."""

    kind: Literal["reopen"] = "reopen"


class Reveal(_Command):
    """Open the sheets now; who has not sealed gets the default."""

    kind: Literal["reveal"] = "reveal"


class Proceed(_Command):
    """The reports have been read: the next orders are due."""

    kind: Literal["proceed"] = "proceed"


class Deadline(_Command):
    """So many minutes for the orders of a step, and for the reading of a report; none is no clock."""

    kind: Literal["deadline"] = "deadline"
    minutes: Minutes | None = None
    reading: Minutes | None = None


class Defaults(_Command):
    """What opens for those who have not sealed: their draft as it stands, a doctrine's sheet, or nothing."""

    kind: Literal["defaults"] = "defaults"
    to: Literal["draft", "doctrine", "empty"]


# Who plays


class Seat(_Command):
    """Hand a seat to somebody: `human`, `doctrine NAME`, `doctrine`, `null` or `absent`."""

    kind: Literal["seat"] = "seat"
    seat: Name
    player: Name


class Pen(_Command):
    """Give the pen of a seat to somebody of its team."""

    kind: Literal["pen"] = "pen"
    seat: Name
    person: PersonId


class Remove(_Command):
    """Take a person from the table."""

    kind: Literal["remove"] = "remove"
    person: PersonId


# What happens


class Inject(_Command):
    """An event happens now."""

    kind: Literal["inject"] = "inject"
    event: Name


class Plan(_Command):
    """An event (`what`) happens, or something is announced (`text`), at a step, or as soon as a condition holds.

    With a step and a condition: from that step on, as soon as it holds. `own` is the event's own condition.
    """

    kind: Literal["plan"] = "plan"
    what: Name | Literal[""] = ""
    text: Said | Literal[""] = ""
    to: Seats = []
    step: Annotated[int, Field(ge=0, le=10_000)] | None = None
    when: Annotated[list[Requirement], Field(max_length=8)] = []
    own: bool = False


class Unplan(_Command):
    """Think better of a plan."""

    kind: Literal["unplan"] = "unplan"
    number: Annotated[int, Field(ge=1, le=100_000)]


class Announce(_Command):
    """Say something as the umpire, to some seats or to all."""

    kind: Literal["announce"] = "announce"
    to: Seats = []
    text: Said


class Rule(_Command):
    """Amend, void or overrule what the rules have made."""

    kind: Literal["rule"] = "rule"
    form: Literal["amend", "void", "overrule"]
    about: Annotated[str, Field(max_length=80)] = ""
    """The order or the matter that is ruled on."""
    changes: Changes = {}
    """May be left out for `void`: then it is what takes the order's own entries back."""
    reason: Reason
    to: Seats = []


class Attempt(_Command):
    """A free-form order, adjudicated with pros and cons on two dice."""

    kind: Literal["attempt"] = "attempt"
    seat: Name
    text: Said
    pros: Sentences = []
    cons: Sentences = []
    success: Changes = {}
    failure: Changes = {}
    reason: Reason


# What is said


class Hold(_Command):
    """Keep back what these seats send, until each message is decided on; nobody named: keep back nothing."""

    kind: Literal["hold"] = "hold"
    seats: Seats = []


class Control(_Command):
    """Decide on a message that was kept back; `number` is its place in the umpire's count."""

    kind: Literal["control"] = "control"
    number: Place
    deed: Literal["released", "blocked", "leaked"]


class Settle(_Command):
    """The final verdict on a pledge or a threat; `place` is the umpire's."""

    kind: Literal["settle"] = "settle"
    place: Place
    verdict: Literal["kept", "broken", "moot"]


# What is kept


class Back(_Command):
    """Back to the orders of a step, along another line of play."""

    kind: Literal["back"] = "back"
    step: Annotated[int, Field(ge=0, le=10_000)]
    luck: Literal["same", "fresh"] = "same"
    reason: Annotated[str, Field(max_length=500)] = ""


class Note(_Command):
    """Write something down for the debrief; nobody at the table sees it."""

    kind: Literal["note"] = "note"
    text: Said


Command = (
    Start
    | Pause
    | Resume
    | Extend
    | Close
    | Reopen
    | Reveal
    | Proceed
    | Deadline
    | Defaults
    | Seat
    | Pen
    | Remove
    | Inject
    | Plan
    | Unplan
    | Announce
    | Rule
    | Attempt
    | Hold
    | Control
    | Settle
    | Back
    | Note
)

_ADAPTER: TypeAdapter[Command] = TypeAdapter(Annotated[Command, Field(discriminator="kind")])


def parse_command(content: object) -> Command:
    """The command of a message. Raises Refused with the first field that will not do."""
    try:
        return _ADAPTER.validate_python(content)
    except ValidationError as error:
        raise refusal(error) from None


def schema() -> dict[str, Any]:
    """The JSON schema of all commands."""
    return _ADAPTER.json_schema()


__all__ = [
    "Announce",
    "Attempt",
    "Back",
    "Close",
    "Command",
    "Control",
    "Deadline",
    "Defaults",
    "Extend",
    "Hold",
    "Inject",
    "Note",
    "Pause",
    "Pen",
    "Plan",
    "Proceed",
    "Remove",
    "Reopen",
    "Resume",
    "Reveal",
    "Rule",
    "Seat",
    "Settle",
    "Start",
    "Unplan",
    "parse_command",
    "schema",
]
