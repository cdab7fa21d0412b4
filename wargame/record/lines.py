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
Changes = dict[Word, Annotated[int, Field(ge=-1000, le=1000)]]
"""What an umpire adds to meters, by their names."""
Form = Literal["amend", "void", "overrule"]


class LineError(ValueError):
    """What a line cannot say, or not where it stands; `field` is the field that says so."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Act(_Line):
    """Something that somebody did."""

    act: Word = ""
    """The id that whoever did it gave it, so that what is sent twice is done once."""


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


class SheetLine(_Act):
    """A seat has sealed its sheet."""

    kind: Literal["sheet"] = "sheet"
    step: Step
    seat: Word
    orders: list[Word]
    by: Word = "human"
    reasons: list[str] = []
    nonce: Word = ""
    commitment: Word = ""
    """What `seals.commit` makes of nonce, step, seat and orders: shown when it is sealed, opened at the reveal."""


class UnsealLine(_Act):
    """A seat has taken its sheet back before the reveal."""

    kind: Literal["unseal"] = "unseal"
    step: Step
    seat: Word


class InjectLine(_Act):
    """The white cell adds an event to a step, before sheets are opened."""

    kind: Literal["inject"] = "inject"
    step: Step
    event: Word


class Attempt(_Line):
    """A deed that stands in no list: argued for and against, and rolled for."""

    seat: Word
    text: Text
    pros: list[Text]
    cons: list[Text]
    success: Changes
    failure: Changes
    roll: Annotated[int, Field(ge=2, le=12)]
    """2d6 as they fell."""
    succeeded: bool


class RulingLine(_Act):
    """The umpire changes where a step began, before its sheets are opened; the step is opened again."""

    kind: Literal["ruling"] = "ruling"
    step: Step
    form: Literal["amend", "void", "overrule", "attempt"]
    about: Word = ""
    """The order or the result that it is about."""
    changes: Changes
    reason: Text
    to: list[Word] = []
    """Seats that read it; nobody named is everybody."""
    attempt: Attempt | None = None


class ReasonLine(_Act):
    """Why a seat gives the orders of its sheet, in its own words."""

    kind: Literal["reason"] = "reason"
    step: Step
    seat: Word
    text: Text | Literal[""]
    """Empty: what it said before is taken back."""


class Threshold(_Line):
    """A meter from `least` to `most`."""

    meter: Word
    least: Number
    most: Number


class Asked(_Line):
    """A question as it was asked: content changes, and a save must be judged by what its people read."""

    name: Word
    ask: Annotated[str, Field(max_length=500)]
    by: Literal["step", "end"]
    when: list[list[Threshold]] = []
    """All of these must hold, of each any."""
    rises: list[Word] = []
    """Meters of which one must stand higher than before."""


class ForecastLine(_Act):
    """What a person holds likely, in per cent; the last word of a person in a step counts."""

    kind: Literal["forecast"] = "forecast"
    step: Step
    seat: Word
    person: Annotated[str, Field(min_length=1, max_length=40)]
    question: Word
    percent: Annotated[int, Field(ge=0, le=100)]
    asked: Asked | None = None
    """The question, where nobody has answered it in this file before."""


class MessageLine(_Act):
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
    held: bool = False
    """Whether the umpire holds it: it reaches nobody until that is decided."""


class ControlLine(_Act):
    """The umpire decides about a message that is held."""

    kind: Literal["control"] = "control"
    step: Step
    phase: Word
    number: Annotated[int, Field(ge=1)]
    """Of the message."""
    deed: Literal["released", "blocked", "leaked"]


class MediationLine(_Act):
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


class VerdictLine(_Act):
    """Whether a pledge or threat was kept: said once, after the deeds."""

    kind: Literal["verdict"] = "verdict"
    step: Step
    number: Annotated[int, Field(ge=1)]
    """Of the message."""
    verdict: Literal["kept", "broken", "moot"]


class WordLine(_Act):
    """A seat keeps its papers behind a word; or the umpire has taken the word away.

    Of the word itself only a salted digest is kept. `umpire` may have one too.
    """

    kind: Literal["word"] = "word"
    step: Step
    seat: Word
    salt: Word = ""
    digest: Word = ""
    """Empty: the word is gone, and whoever sits down next sets another."""


class PersonLine(_Act):
    """The name of the person in a seat."""

    kind: Literal["person"] = "person"
    seat: Word
    name: Annotated[str, Field(max_length=40)]


class PlayerLine(_Act):
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


class StepLine(_Act):
    """A step has been resolved: where the game stands now."""

    kind: Literal["step"] = "step"
    step: Step
    digest: Word
    snapshot: Snapshot


class UndoLine(_Act):
    """Back to the orders of a step; what was played after it stays in the file."""

    kind: Literal["undo"] = "undo"
    to: Step


class BranchLine(_Act):
    """Another line of play from the orders of a step, with the same luck or with fresh luck."""

    kind: Literal["branch"] = "branch"
    to: Step
    luck: Literal["same", "fresh"]
    seed: Seed


PostLine = MessageLine | MediationLine | ControlLine | VerdictLine
"""What is said and what becomes of it."""

ActLine = (
    SheetLine
    | UnsealLine
    | InjectLine
    | RulingLine
    | ReasonLine
    | ForecastLine
    | MessageLine
    | MediationLine
    | ControlLine
    | VerdictLine
    | WordLine
    | PersonLine
    | PlayerLine
    | StepLine
    | UndoLine
    | BranchLine
)
AnyLine = Header | ActLine

LATER = ("nonce", "commitment", "held", "attempt", "asked", "act")
"""Fields that lines did without once: left out where they are empty, so that a save keeps its bytes."""

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


def built(content: dict[str, Any]) -> AnyLine:
    """Any line from its fields, likewise."""
    try:
        return _ADAPTER.validate_python(content)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(p) for p in fault["loc"][1:]) or "kind"
        raise LineError(where, f"{where}: {fault['msg'].lower()}") from error


def dump(line: AnyLine) -> dict[str, Any]:
    """The fields of a line as they are written: what has been added to a kind of line only if it says something."""
    content = line.model_dump()
    for field in LATER:
        value = content.pop(field, None)
        if value:
            content[field] = value
    return content
