"""What is said in a blind replay: a student's answer, and what the desk does with the replay.

Every one is typed, bounded in size and carries an id of its own; unknown fields are refused.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from wargame.table.acts import Id, Name, refusal

Number = Annotated[int, Field(ge=1, le=100_000)]
Step = Annotated[int, Field(ge=0, le=10_000)]


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: Id


class _At(_Said):
    replay: Number
    """Which replay of this class they have before their eyes."""
    step: Step
    """At which stop of it."""


class Reply(_At):
    """What somebody would order; their last word counts. No order at all is an answer too."""

    kind: Literal["answer"] = "answer"
    orders: Annotated[list[Name], Field(max_length=40)]


class TakeBack(_At):
    """Take one's answer back."""

    kind: Literal["forget"] = "forget"


class Begin(_Said):
    """Open a game as a blind replay."""

    kind: Literal["begin"] = "begin"
    game: Annotated[str, Field(min_length=1, max_length=200)]
    """As the desk's page names it."""
    seat: Name
    first: Step = 0
    """The step before whose sheets the class is asked first."""
    every: Annotated[int, Field(ge=1, le=100)] = 1
    """Ask at each step, at every second one, and so on. Where the seat ordered nothing it is asked too:
    a question must not tell that there was an order."""


class Show(_At):
    """Open the sheets of this stop, and show the spread."""

    kind: Literal["show"] = "show"


class GoOn(_At):
    """On to the next stop."""

    kind: Literal["on"] = "on"


class End(_At):
    """Close the replay."""

    kind: Literal["end"] = "end"


Said = Reply | TakeBack
Wish = Begin | Show | GoOn | End
_SAID: TypeAdapter[Said] = TypeAdapter(Annotated[Said, Field(discriminator="kind")])
_WISH: TypeAdapter[Wish] = TypeAdapter(Annotated[Wish, Field(discriminator="kind")])


def parse_said(content: object) -> Said:
    """What somebody of the class says. Raises Refused with the first field that will not do."""
    try:
        return _SAID.validate_python(content)
    except ValidationError as error:
        raise refusal(error) from None


def parse_wish(content: object) -> Wish:
    """What the desk wants. Raises Refused with the first field that will not do."""
    try:
        return _WISH.validate_python(content)
    except ValidationError as error:
        raise refusal(error) from None


def schema() -> dict[str, Any]:
    """The JSON schema of all of these."""
    return {"said": _SAID.json_schema(), "desk": _WISH.json_schema()}


__all__ = [
    "Begin",
    "End",
    "GoOn",
    "Reply",
    "Said",
    "Show",
    "TakeBack",
    "Wish",
    "parse_said",
    "parse_wish",
    "schema",
]
