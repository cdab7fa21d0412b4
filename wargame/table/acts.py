"""What a student may do at a table: every act is typed, bounded in size and carries an id of its own.

An act names no seat: whose it is follows from the person. Unknown fields are refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from wargame.record.lines import Intent

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
"""Made by whoever asks; the same id again is the same act, and is done once."""
PersonId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Name = Annotated[str, Field(min_length=1, max_length=80)]
"""Of an order, a seat, a question."""
Said = Annotated[str, Field(min_length=1, max_length=1000)]
"""What is said; the game has its own, shorter bound for what it records."""
Place = Annotated[int, Field(ge=1, le=100_000)]
"""A message by its place among those that its reader has."""


class Refused(ValueError):
    """What cannot be done: one clear sentence, and the field it is about. It tells nothing of other seats."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.field = field


@dataclass(frozen=True)
class Answer:
    """What came of an act or a command; a resend gets the same."""

    ok: bool = True
    text: str = ""
    data: dict[str, Any] = field(default_factory=dict)


class _Act(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: Id
    step: Annotated[int, Field(ge=0, le=10_000)]
    """The step that the person had before their eyes."""


class Write(_Act):
    """Write an order on the sheet."""

    kind: Literal["write"] = "write"
    order: Name


class Strike(_Act):
    """Strike an order from the sheet."""

    kind: Literal["strike"] = "strike"
    order: Name


class Shift(_Act):
    """Move an order up (less than nought) or down on the sheet; earlier orders are paid first."""

    kind: Literal["shift"] = "shift"
    order: Name
    by: Annotated[int, Field(ge=-40, le=40)]


class Clear(_Act):
    """Begin the sheet anew."""

    kind: Literal["clear"] = "clear"


class Seal(_Act):
    """Seal the sheet that the person has seen: if it is another by now, nothing is sealed."""

    kind: Literal["seal"] = "seal"
    orders: Annotated[list[Name], Field(max_length=40)]


class Unseal(_Act):
    """Take the sheet back before the reveal."""

    kind: Literal["unseal"] = "unseal"


class Send(_Act):
    """Say something: to some seats, or to everybody (nobody named); directly or through a mediator."""

    kind: Literal["send"] = "send"
    to: Annotated[list[Name], Field(max_length=20)] = []
    via: Name | Literal[""] = ""
    mark: Intent = "none"
    text: Said


class Mediate(_Act):
    """Decide about a message that one was asked to carry."""

    kind: Literal["mediate"] = "mediate"
    place: Place
    deed: Literal["carried", "reshaped", "withheld", "leaked"]
    text: Said | Literal[""] = ""
    mark: Intent = "none"


class Forecast(_Act):
    """How likely the person holds it that a question is answered with yes."""

    kind: Literal["forecast"] = "forecast"
    question: Name
    percent: Annotated[int, Field(ge=0, le=100)]


class Reason(_Act):
    """Why the team orders what it orders."""

    kind: Literal["reason"] = "reason"
    text: Said


class Pen(_Act):
    """Hand the pen to somebody of the same team, or take it up where its holder is away."""

    kind: Literal["pen"] = "pen"
    to: PersonId


class Read(_Act):
    """So many messages have been read."""

    kind: Literal["read"] = "read"
    count: Annotated[int, Field(ge=0, le=100_000)]


Act = (
    Write
    | Strike
    | Shift
    | Clear
    | Seal
    | Unseal
    | Send
    | Mediate
    | Forecast
    | Reason
    | Pen
    | Read
)  # fmt: skip

_ADAPTER: TypeAdapter[Act] = TypeAdapter(Annotated[Act, Field(discriminator="kind")])

_PLAIN = {
    "missing": "is missing",
    "extra_forbidden": "is not a field of this act",
    "string_too_long": "is too long",
    "too_long": "is too long",
    "string_too_short": "is empty",
    "string_pattern_mismatch": "has signs in it that do not belong there, or the wrong length",
    "union_tag_not_found": "is missing",
    "union_tag_invalid": "is not one that is known",
}
"""The commonest of pydantic's faults, as people say them."""


def parse_act(content: object) -> Act:
    """The act of a message. Raises Refused with the first field that will not do."""
    try:
        return _ADAPTER.validate_python(content)
    except ValidationError as error:
        raise refusal(error) from None


def refusal(error: ValidationError) -> Refused:
    """What pydantic found, in one sentence that repeats nothing of what was sent but names of fields."""
    fault: Mapping[str, Any] = error.errors(include_url=False, include_input=False)[0]
    if fault["type"].startswith("union_tag"):
        where = "kind"
    else:
        parts = [str(p) for p in fault["loc"][1:] if isinstance(p, str) and p.isidentifier()]
        where = parts[0][:40] if parts else "kind"
    return Refused(f"{where} {_PLAIN.get(fault['type'], 'is not what is wanted there')}", where)


def schema() -> dict[str, Any]:
    """The JSON schema of all acts."""
    return _ADAPTER.json_schema()


__all__ = [
    "Act",
    "Answer",
    "Clear",
    "Forecast",
    "Id",
    "Mediate",
    "Name",
    "Pen",
    "PersonId",
    "Place",
    "Read",
    "Reason",
    "Refused",
    "Said",
    "Seal",
    "Send",
    "Shift",
    "Strike",
    "Unseal",
    "Write",
    "parse_act",
    "refusal",
    "schema",
]
