"""What a line of a save may say. Unknown kinds and fields are refused, with the line's number."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from wargame.record.journal import Line, SaveError

Step = Annotated[int, Field(ge=0, le=10_000)]
Seed = Annotated[int, Field(ge=0, lt=1 << 63)]
Word = Annotated[str, Field(max_length=80)]
Text = Annotated[str, Field(min_length=1, max_length=500)]
"""What a person says to others."""
Intent = Literal["none", "pledge", "threat"]
Number = Annotated[int, Field(ge=-(1 << 31), lt=1 << 31)]


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class RulesetCopy(_Line):
    name: Word
    digest: Word
    files: dict[str, str]


class Header(_Line):
    """The first line: everything needed to play the game again on another machine."""

    kind: Literal["header"] = "header"
    format: int
    rules_version: int
    ruleset: RulesetCopy
    scenario: Word
    table: Word
    players: dict[str, str]
    """By seat: `human`, `doctrine NAME`, `null` or `absent`."""
    seed: Seed
    bot_seed: Seed
    salt: Word
    commitment: Word
    """SHA-256 of `salt:seed`: shown at the start, opened at the end. The salt enters no die."""
    meters: list[str]
    """Names of the meters, in the order of the snapshots."""


class SheetLine(_Line):
    """A seat has sealed its sheet."""

    kind: Literal["sheet"] = "sheet"
    step: Step
    seat: Word
    orders: list[Word]
    by: Word = "human"
    reasons: list[str] = []


class UnsealLine(_Line):
    """A seat has taken its sheet back before the reveal."""

    kind: Literal["unseal"] = "unseal"
    step: Step
    seat: Word


class InjectLine(_Line):
    """The white cell adds an event to a step, before sheets are opened."""

    kind: Literal["inject"] = "inject"
    step: Step
    event: Word


class MessageLine(_Line):
    """A seat says something to others. It moves no number of the game."""

    kind: Literal["message"] = "message"
    step: Step
    phase: Word
    number: Annotated[int, Field(ge=1)]
    """Its place among the messages of this line of play, from 1."""
    sender: Word
    to: list[Word]
    """Seats; nobody named is everybody."""
    form: Literal["private", "joint", "public", "mediated"]
    via: Word = ""
    """The seat that is to carry it, if it is mediated."""
    mark: Intent = "none"
    text: Text


class MediationLine(_Line):
    """A mediator decides about a message in its hands."""

    kind: Literal["mediation"] = "mediation"
    step: Step
    phase: Word
    number: Annotated[int, Field(ge=1)]
    """Of the message."""
    deed: Literal["carried", "reshaped", "withheld", "leaked"]
    mark: Intent = "none"
    """What a reshaped message passes for."""
    text: Text | Literal[""] = ""
    """What the recipients read, if it was reshaped."""


class VerdictLine(_Line):
    """Whether a pledge or threat was kept: said once, after the deeds."""

    kind: Literal["verdict"] = "verdict"
    step: Step
    number: Annotated[int, Field(ge=1)]
    """Of the message."""
    verdict: Literal["kept", "broken", "moot"]


class WordLine(_Line):
    """A seat keeps its papers behind a word; or the umpire has taken the word away.

    Of the word itself only a salted digest is kept. `umpire` may have one too.
    """

    kind: Literal["word"] = "word"
    step: Step
    seat: Word
    salt: Word = ""
    digest: Word = ""
    """Empty: the word is gone, and whoever sits down next sets another."""


class PersonLine(_Line):
    """The name of the person in a seat."""

    kind: Literal["person"] = "person"
    seat: Word
    name: Annotated[str, Field(max_length=40)]


class PlayerLine(_Line):
    """A seat changes hands."""

    kind: Literal["player"] = "player"
    seat: Word
    player: Word


class Snapshot(_Line):
    """A position as numbers, so that a save can be looked at where it can no longer be played again."""

    meters: list[Number]
    drawn: list[Number]
    """Numbers of the event cards that have been drawn."""
    cases: list[Number]
    ended: Number


class StepLine(_Line):
    """A step has been resolved: where the game stands now."""

    kind: Literal["step"] = "step"
    step: Step
    digest: Word
    snapshot: Snapshot


class UndoLine(_Line):
    """Back to the orders of a step; what was played after it stays in the file."""

    kind: Literal["undo"] = "undo"
    to: Step


class BranchLine(_Line):
    """Another line of play from the orders of a step, with the same luck or with fresh luck."""

    kind: Literal["branch"] = "branch"
    to: Step
    luck: Literal["same", "fresh"]
    seed: Seed


PostLine = MessageLine | MediationLine | VerdictLine
"""What is said and what becomes of it."""

AnyLine = (
    Header
    | SheetLine
    | UnsealLine
    | InjectLine
    | MessageLine
    | MediationLine
    | VerdictLine
    | WordLine
    | PersonLine
    | PlayerLine
    | StepLine
    | UndoLine
    | BranchLine
)

_SAID: TypeAdapter[PostLine] = TypeAdapter(Annotated[PostLine, Field(discriminator="kind")])
_ADAPTER: TypeAdapter[AnyLine] = TypeAdapter(Annotated[AnyLine, Field(discriminator="kind")])


def parse(path: Path, line: Line) -> AnyLine:
    """The line as a model; SaveError with file, line and field if it is not one."""
    try:
        return _ADAPTER.validate_python(line.content)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(p) for p in fault["loc"][1:]) or "kind"
        raise SaveError(path, line.number, f"field '{where}': {fault['msg'].lower()}") from error


def said(content: dict[str, Any]) -> PostLine:
    """A line of the post from its fields. Raises ValueError with the first that will not do."""
    try:
        return _SAID.validate_python(content)
    except ValidationError as error:
        fault = error.errors()[0]
        raise ValueError(f"{fault['loc'][-1]}: {fault['msg'].lower()}") from error


def dump(line: AnyLine) -> dict[str, Any]:
    return line.model_dump()
