"""What the white cell writes down, and the commands that become of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from wargame.tui.console.seen import Option, Whole

Values = dict[str, Any]
"""What stands in the fields: a text, or for `many` a list."""

CHANGE = re.compile(r"([a-z][\w.-]*)\s*[:=]?\s*([+-]?\d{1,4})")


class Unfit(ValueError):
    """A field will not do, in a sentence."""


@dataclass(frozen=True)
class Field:
    name: str
    label: str
    kind: Literal["line", "lines", "pick", "many"] = "line"
    options: tuple[Option, ...] = ()
    """What can be picked; for a text, what F4 offers to put in."""
    value: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Form:
    title: str
    fields: tuple[Field, ...]
    make: Callable[[Values], dict[str, Any]]
    """The command of what is written, without its id. Raises Unfit."""
    sure: Callable[[Values], str] | None = None
    """What is asked before it is done."""
    foreseen: bool = False
    """Whether the desk can tell before what it would change."""


def announce_form(whole: Whole) -> Form:
    def make(values: Values) -> dict[str, Any]:
        return {"kind": "announce", "to": values["to"], "text": needed(values, "text", "Write what is said.")}

    fields = (Field("text", "Text", "lines"), _readers(whole))
    return Form("ANNOUNCE", fields, make)


def rule_form(whole: Whole) -> Form:
    forms = (
        Option("amend", "amend: numbers are put right"),
        Option("void", "void: an order is taken back"),
        Option("overrule", "overrule: the umpire decides"),
    )

    def make(values: Values) -> dict[str, Any]:
        form, changes = values["form"], changes_of(values["changes"], whole.meters)
        about = values["about"].strip()
        if form == "void" and not about:
            raise Unfit("Which order is void? F4 at About lists those of the last step.")
        if form == "amend" and not changes:
            raise Unfit("What changes? One number a line, such as tehran.cash -2; F4 lists them.")
        reason = needed(values, "reason", "A ruling needs a reason.")
        found = {"kind": "rule", "form": form, "about": about, "changes": changes, "reason": reason}
        return {**found, "to": values["to"]}

    meters = _meters(whole)
    fields = (
        Field("form", "Form", "pick", forms, "amend"),
        Field("about", "About", options=whole.orders, hint="an order (F4) or a matter"),
        Field("changes", "Changes", "lines", meters, hint="meter ±n, one a line; F4 lists the numbers"),
        Field("reason", "Reason", hint="everybody who reads the ruling reads this"),
        _readers(whole),
    )
    return Form("RULE", fields, make, foreseen=True)


def attempt_form(whole: Whole) -> Form:
    """A deed that stands in no list: pros and cons, two dice."""

    def make(values: Values) -> dict[str, Any]:
        text = needed(values, "text", "What is tried?")
        changes = {name: changes_of(values[name], whole.meters) for name in ("success", "failure")}
        reason = needed(values, "reason", "It needs a reason, which is read at the table.")
        found = {"kind": "attempt", "seat": values["seat"], "text": text, "reason": reason, **changes}
        return {**found, "pros": _each(values["pros"]), "cons": _each(values["cons"])}

    def sure(values: Values) -> str:
        pros, cons = len(_each(values["pros"])), len(_each(values["cons"]))
        return f"Two dice, {pros} for, {cons} against: 8 or more succeeds, {chance(pros, cons)} times in 100. Roll?"

    meters = _meters(whole)
    fields = (
        Field("seat", "Who", "pick", whole.seats),
        Field("text", "Tries what", "lines"),
        Field("pros", "For", "lines", hint="why it may work, one reason a line"),
        Field("cons", "Against", "lines", hint="why it may fail, one reason a line"),
        Field("success", "If it works", "lines", meters, hint="meter ±n, one a line; F4 lists the numbers"),
        Field("failure", "If it fails", "lines", meters, hint="meter ±n, one a line; F4 lists the numbers"),
        Field("reason", "Reason", hint="everybody reads this"),
    )
    return Form("A DEED THAT STANDS IN NO LIST", fields, make, sure)


def chance(pros: int, cons: int) -> int:
    """In 100: two dice, one more for each reason for it and one less for each against, come to 8."""
    rolls = [one + other for one in range(1, 7) for other in range(1, 7)]
    return round(100 * sum(roll + pros - cons >= 8 for roll in rolls) / len(rolls))


def plan_form(whole: Whole) -> Form:
    def make(values: Values) -> dict[str, Any]:
        step = number_of(values["step"], "Step", 1, 10_000)
        if step is None:
            raise Unfit("At which step? The open one is step " + f"{whole.step + 1}.")
        found: dict[str, Any] = {"kind": "plan", "step": int(step) - 1}
        if values["what"]:
            return {**found, "what": values["what"]}
        text = needed(values, "text", "Pick an event, or write what is announced.")
        return {**found, "text": text, "to": values["to"]}

    fields = (
        Field("what", "Event", "pick", (Option("", "none: announce the text below"), *whole.events)),
        Field("step", "At step", value=str(whole.step + 2), hint=f"the open one is step {whole.step + 1}"),
        Field("text", "Text", hint="for an announcement"),
        _readers(whole),
    )
    return Form("PLAN", fields, make)


def back_form(whole: Whole) -> Form:
    luck = (Option("same", "the same dice"), Option("fresh", "fresh dice"))
    names = {option.value: option.label for option in whole.steps}
    before = next((o.value for o in whole.steps if o.value != str(whole.step)), whole.steps[0].value)

    def make(values: Values) -> dict[str, Any]:
        return {
            "kind": "back",
            "step": int(values["step"]),
            "luck": values["luck"],
            "reason": values["reason"].strip(),
        }

    def sure(values: Values) -> str:
        return f"Go back to the orders of {names[values['step']]}? What came after is kept as another line of play."

    fields = (
        Field("step", "Back to", "pick", whole.steps, before),
        Field("luck", "Dice", "pick", luck, "same"),
        Field("reason", "Reason", hint="may be left out"),
    )
    return Form("STEP BACK", fields, make, sure)


def deadline_form(whole: Whole) -> Form:
    def make(values: Values) -> dict[str, Any]:
        return {
            "kind": "deadline",
            "minutes": number_of(values["minutes"], "Minutes", 0.1, 600),
            "reading": number_of(values["reading"], "Reading", 0.1, 600),
        }

    fields = (
        Field("minutes", "For orders", value=_number(whole.minutes), hint="minutes; empty is no clock"),
        Field(
            "reading", "For reading", value=_number(whole.reading), hint="minutes; empty is until you go on"
        ),
    )
    return Form("MINUTES OF EACH STEP", fields, make)


def hold_form(whole: Whole) -> Form:
    held = "\n".join(whole.held)
    fields = (Field("seats", "Hold", "many", whole.seats, held, "none marked: nothing is held"),)
    return Form("WHOSE MESSAGES WAIT FOR YOU", fields, lambda v: {"kind": "hold", "seats": v["seats"]})


def note_form(whole: Whole) -> Form:  # noqa: ARG001  as its siblings
    def make(values: Values) -> dict[str, Any]:
        return {"kind": "note", "text": needed(values, "text", "Write the note.")}

    return Form("NOTE FOR THE DEBRIEF", (Field("text", "Note", "lines"),), make)


def changes_of(text: str, meters: tuple[str, ...]) -> dict[str, int]:
    """`tehran.cash -2`, one to a line. Raises Unfit, naming the line."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        said = CHANGE.fullmatch(line.strip())
        if said is None:
            raise Unfit(f"Changes, line {number}: write a number and by how much, such as tehran.cash -2.")
        if said[1] not in meters:
            raise Unfit(f"Changes, line {number}: there is no number {said[1]}; F4 lists them.")
        if said[1] in found:
            raise Unfit(f"Changes, line {number}: {said[1]} stands twice.")
        found[said[1]] = int(said[2])
    return found


def needed(values: Values, name: str, problem: str) -> str:
    text = str(values[name]).strip()
    if not text:
        raise Unfit(problem)
    return text


def number_of(text: str, label: str, least: float, most: float) -> float | None:
    """None for an empty field. Raises Unfit."""
    if not text.strip():
        return None
    try:
        found = float(text.strip().replace(",", "."))
    except ValueError:
        raise Unfit(f"{label}: {text.strip()} is not a number.") from None
    if not least <= found <= most:
        raise Unfit(f"{label}: from {least:g} to {most:g}.")
    return found


def _each(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _meters(whole: Whole) -> tuple[Option, ...]:
    return tuple(Option(f"{name} ", name) for name in whole.meters)


def _readers(whole: Whole) -> Field:
    return Field("to", "Read by", "many", whole.seats, hint="none marked: everybody")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


__all__ = [
    "Field",
    "Form",
    "Unfit",
    "Values",
    "announce_form",
    "attempt_form",
    "back_form",
    "chance",
    "changes_of",
    "deadline_form",
    "hold_form",
    "note_form",
    "plan_form",
    "rule_form",
]
