"""What seats say to each other: who has which message in hand, and what a mediator made of it.

The record keeps every act in the order in which it was done: a message, its mediator's decision, the
verdict on a pledge. What a seat has in hand is worked out from these lines each time. A seat counts
its own messages only, so that one between others changes nothing that it sees.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from wargame.record.lines import (
    ControlLine,
    ForecastLine,
    LineError,
    MediationLine,
    MessageLine,
    PostLine,
    VerdictLine,
)
from wargame.ruleset import vocabulary
from wargame.ruleset.problems import suggest

LONGEST = 500
"""Characters of a message."""

DUE = "orders"
"""The phase in which a table waits for its people, and in which they talk."""

UMPIRE = "umpire"
"""Who speaks to the seats and may keep a word like them, but is none."""

JOINERS = "\u200c\u200d"
"""Signs without width that some scripts need inside words."""


class PostError(LineError):
    """What cannot be said, or not like this."""


@dataclass(frozen=True)
class Seen:
    """A message as one seat has it in hand. The umpire has it as it was and as it became."""

    place: int
    """Its place among the messages of this seat, from 1."""
    step: int
    phase: str
    """When it came to this seat, or was sent by it."""
    sender: str
    to: tuple[str, ...]
    """Nobody named is everybody."""
    form: str
    via: str
    """The mediator, for those who know that there was one."""
    mark: str
    text: str
    mine: bool = False
    waits: bool = False
    """Whether it waits for this seat to carry it, or not."""
    fate: str = ""
    """For its mediator and the umpire: what was decided, and below it how it reads now."""
    became: str = ""
    leaked: bool = False
    control: str = ""
    """For the umpire: `held` while it is, then `released`, `blocked` or `leaked`."""
    verdict: str = ""
    """Whether a pledge or threat was kept: for the umpire, and for all who saw it when the game is over."""


def form_of(to: Sequence[str], via: str) -> str:
    """How a message goes: `mediated`, `public`, `private` or `joint`."""
    if via:
        return "mediated"
    return ("public", "private")[len(to)] if len(to) < 2 else "joint"


def cleaned(text: str) -> str:
    """A text as it is recorded: one paragraph, no blanks at its ends."""
    return " ".join(text.split())


# What may be said -------------------------------------------------------------------------------


def check(post: Sequence[PostLine], seats: Collection[str], over: bool, line: PostLine) -> None:
    """Raise PostError unless the line can follow what was said so far at this table."""
    if over and not isinstance(line, VerdictLine):
        raise PostError("kind", "the game is over: nothing more is said")
    match line:
        case MessageLine():
            _check_message(post, seats, line)
        case MediationLine():
            _check_mediation(post, line)
        case ControlLine():
            _check_control(post, line)
        case VerdictLine():
            message = _message(post, line.number)
            if message.mark == "none":
                raise PostError("number", "this message is neither a pledge nor a threat")
            if any(isinstance(p, VerdictLine) and p.number == line.number for p in post):
                raise PostError("verdict", "the verdict has been given, and is final")


def _check_message(post: Sequence[PostLine], seats: Collection[str], line: MessageLine) -> None:
    def expect(good: bool, field: str, text: str) -> None:
        if not good:
            raise PostError(field, text)

    count = sum(isinstance(p, MessageLine) for p in post)
    expect(line.number == count + 1, "number", f"is {line.number}; the next message is {count + 1}")
    _check_phase(line.phase)
    if line.sender == UMPIRE:
        expect(not line.via, "via", "the umpire needs no mediator")
        expect(line.mark == "none", "mark", "the umpire neither pledges nor threatens")
        expect(not line.held, "held", "the umpire's own words are not held")
    senders = [] if line.sender == UMPIRE else [line.sender]
    for field, named in (("sender", senders), ("to", line.to), ("via", [line.via] if line.via else [])):
        for seat in named:
            expect(seat in seats, field, f"'{seat}' is not a seat{suggest(seat, seats)}")
    expect(line.sender not in line.to, "to", "a seat does not write to itself")
    expect(len(set(line.to)) == len(line.to), "to", "a seat is named twice")
    expect(line.via not in (line.sender, *line.to), "via", "the mediator stands between sender and reader")
    expect(not line.via or bool(line.to), "to", "a mediator carries a message to somebody: name a seat")
    form = form_of(line.to, line.via)
    expect(line.form == form, "form", f"a message to these readers is {form}")
    check_text(line.text)


def _check_mediation(post: Sequence[PostLine], line: MediationLine) -> None:
    message = _message(post, line.number)
    _check_phase(line.phase)
    if message.form != "mediated":
        raise PostError("number", "this message went without a mediator")
    controlled = [p.deed for p in post if isinstance(p, ControlLine) and p.number == line.number]
    if message.held and controlled != ["released"]:
        raise PostError("number", "this message has not reached its mediator")
    done = {p.deed for p in post if isinstance(p, MediationLine) and p.number == line.number}
    if line.deed == "leaked" and "leaked" in done:
        raise PostError("deed", "this message was leaked already")
    if line.deed != "leaked" and done - {"leaked"}:
        raise PostError("deed", f"this message was {min(done - {'leaked'})} already")
    if (line.deed == "reshaped") != bool(line.text):
        raise PostError("text", "a reshaped message has another text, and only a reshaped one")
    if line.text:
        check_text(line.text)


def _check_control(post: Sequence[PostLine], line: ControlLine) -> None:
    message = _message(post, line.number)
    _check_phase(line.phase)
    if not message.held:
        raise PostError("number", "this message is not held")
    for done in post:
        if isinstance(done, ControlLine) and done.number == line.number:
            raise PostError("deed", f"this message was {done.deed} already")


def _check_phase(phase: str) -> None:
    if phase not in vocabulary.PHASES:
        raise PostError("phase", f"'{phase}' is not a phase{suggest(phase, vocabulary.PHASES)}")


def check_text(text: str, field: str = "text", what: str = "a message") -> None:
    """Raise PostError for a text that cannot be recorded."""
    if not text or len(text) > LONGEST:
        length = "is empty" if not text else f"has {len(text)} characters"
        raise PostError(field, f"{what} has 1 to {LONGEST} characters; this one {length}")
    if text != cleaned(text) or not all(c.isprintable() or c in JOINERS for c in text):
        raise PostError(field, f"{what} is one paragraph of printable characters")


def _message(post: Sequence[PostLine], number: int) -> MessageLine:
    for line in post:
        if isinstance(line, MessageLine) and line.number == number:
            return line
    raise PostError("number", f"there is no message {number}")


# What a seat has in hand ------------------------------------------------------------------------


def in_hand(post: Sequence[PostLine], seat: str | None, over: bool = False) -> list[Seen]:
    """The messages of a seat in the order in which they came to it; all of them for the umpire."""
    return [seen for _, seen in _walk(post, seat, over)]


def number_of(post: Sequence[PostLine], seat: str | None, place: int) -> int:
    """The number in the record of a message that a seat counts as `place`. Raises PostError."""
    walked = _walk(post, seat, False)
    if not 1 <= place <= len(walked):
        known = f"1 to {len(walked)}" if walked else "there is none"
        raise PostError("number", f"there is no message {place} here: {known}")
    return walked[place - 1][0]


Dated = TypeVar("Dated", bound=PostLine | ForecastLine)


def kept_until(post: Sequence[Dated], step: int) -> tuple[Dated, ...]:
    """What had been said when the orders of a step were given."""
    return tuple(line for line in post if line.step <= step)


def _walk(post: Sequence[PostLine], seat: str | None, over: bool) -> list[tuple[int, Seen]]:
    """Number in the record and message, line by line as the record grew."""
    hand: list[tuple[int, Seen]] = []
    sent: dict[int, MessageLine] = {}

    def comes(line: MessageLine, stamp: PostLine) -> None:
        waits = bool(line.via) and (seat == line.via or (seat is None and not line.held))
        hand.append((line.number, _seen(line, stamp, len(hand) + 1, seat, waits=waits)))

    def leaks(message: MessageLine, stamp: PostLine) -> None:  # whose hands it leaked from is not said
        leak = _seen(message, stamp, len(hand) + 1, seat, leaked=True)
        hand.append((message.number, replace(leak, form="public", via="")))

    for line in post:
        match line:
            case MessageLine():
                sent[line.number] = line
                if seat in (None, line.sender) or (not line.held and _is_for(line, seat)):
                    comes(line, line)
            case ControlLine():
                message = sent[line.number]
                if seat is None:
                    _control(hand, line)
                elif line.deed == "leaked":
                    leaks(message, line)
                elif line.deed == "released" and seat != message.sender and _is_for(message, seat):
                    comes(message, line)
            case MediationLine():
                message = sent[line.number]
                if seat in (None, message.via):
                    _decide(hand, line)
                elif line.deed == "leaked":
                    leaks(message, line)
                elif line.deed != "withheld" and seat in message.to:
                    text, mark = (line.text, line.mark) if line.text else (message.text, message.mark)
                    came = _seen(message, line, len(hand) + 1, seat)
                    hand.append((line.number, replace(came, text=text, mark=mark)))
            case VerdictLine():
                if over or seat is None:
                    for at in _copies(hand, line.number):
                        hand[at] = (line.number, replace(hand[at][1], verdict=line.verdict))
    return hand


def _is_for(line: MessageLine, seat: str | None) -> bool:
    """Whether a message comes first of all to a seat: to its mediator, or to its readers."""
    if line.via:
        return seat == line.via
    return line.form == "public" or seat in line.to


def _seen(
    message: MessageLine, stamp: PostLine, place: int, seat: str | None, *,
    waits: bool = False, leaked: bool = False,
) -> Seen:  # fmt: skip
    return Seen(
        place=place,
        step=stamp.step,
        phase=getattr(stamp, "phase", DUE),
        sender=message.sender,
        to=tuple(message.to),
        form=message.form,
        via=message.via,
        mark=message.mark,
        text=message.text,
        mine=seat == message.sender,
        waits=waits,
        leaked=leaked,
        control="held" if seat is None and message.held else "",
    )


def _control(hand: list[tuple[int, Seen]], line: ControlLine) -> None:
    """Note for the umpire what was decided about a held message."""
    for at in _copies(hand, line.number):
        seen = replace(hand[at][1], control=line.deed, leaked=line.deed == "leaked")
        hand[at] = (line.number, replace(seen, waits=bool(seen.via) and line.deed == "released"))


def _decide(hand: list[tuple[int, Seen]], line: MediationLine) -> None:
    """Note a decision where the message lies: with its mediator, and with the umpire."""
    for at in _copies(hand, line.number):
        seen = hand[at][1]
        if line.deed == "leaked":
            seen = replace(seen, leaked=True)
        else:
            seen = replace(seen, waits=False, fate=line.deed, became=line.text)
        hand[at] = (line.number, seen)


def _copies(hand: list[tuple[int, Seen]], number: int) -> Iterator[int]:
    return (at for at, (known, _) in enumerate(hand) if known == number)


__all__ = [
    "DUE",
    "LONGEST",
    "UMPIRE",
    "PostError",
    "Seen",
    "check",
    "check_text",
    "cleaned",
    "form_of",
    "in_hand",
    "kept_until",
    "number_of",
]
