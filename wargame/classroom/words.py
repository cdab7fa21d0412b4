"""What crosses the wire between a terminal and its application, beside keys and frames. Loads no screen.

Bytes are keys in one direction and frames in the other; text is one of these, as JSON.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

LONGEST = 8192
"""No message of a terminal is longer, in characters or bytes."""

PRELUDE = (
    "\x1b[?1049h"  # a screen of its own
    "\x1b[?1000h\x1b[?1006h"  # clicks and the wheel; moves of the mouse would be a message each
    "\x1b[?25l\x1b[?1004h"  # no cursor; focus is told
    "\x1b[?2004h\x1b[?7l"  # pastes in brackets; long lines are not folded
)
"""What a terminal is told before the first frame, and again after frames were lost."""

ASK = "\x1b[>25u\x1b[?2026$p"
"""Told once: say of every key which it is, where you can; and can you show a frame at once?"""

POSTLUDE = "\x1b[?2026l\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1006l\x1b[?1004l\x1b[<u\x1b[0m\x1b[?1049l\x1b[?25h"
"""What gives a terminal back as it was."""


class _Word(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Columns = Annotated[int, Field(ge=1, le=500)]
Rows = Annotated[int, Field(ge=1, le=200)]


class Hello(_Word):
    """A terminal introduces itself: its first message."""

    kind: Literal["hello"] = "hello"
    columns: Columns
    rows: Rows
    colours: Literal["truecolor", "256", "standard"] = "truecolor"
    grey: bool = False
    """It shall show no colours."""
    plain: bool = False
    """It shows ASCII only."""
    back: bool = False
    """It was here before, and lost its way."""


class Size(_Word):
    """It has another size now, or wants to be painted again."""

    kind: Literal["size"] = "size"
    columns: Columns
    rows: Rows


class Over(_Word):
    """The last message of a conversation, from the server: why it is over."""

    kind: Literal["over"] = "over"
    text: str
    again: bool = False
    """Whether to call again at once is of use."""


_WORDS: TypeAdapter[Hello | Size] = TypeAdapter(Annotated[Hello | Size, Field(discriminator="kind")])


def read_word(said: str) -> Hello | Size | None:
    """What a terminal said, if it was one of these words."""
    try:
        return _WORDS.validate_json(said)
    except ValidationError:
        return None


def schema() -> dict[str, Any]:
    """The JSON schema of what a terminal may say in text."""
    return _WORDS.json_schema()


__all__ = ["ASK", "LONGEST", "POSTLUDE", "PRELUDE", "Hello", "Over", "Size", "read_word", "schema"]
