"""A ruleset in other words: every text of its base's entries said anew, and the names that people type.

Ids by which rules and meters go are left as they are. Those that stand for nothing else are typed, and
follow the words: of seats, scenarios, switches and events. So does whatever names an order.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from functools import cache
from typing import Any, get_args

from wargame.ruleset import schema
from wargame.ruleset.problems import Problem
from wargame.ruleset.wording import Wording

TEXTS = frozenset(
    {"label", "text", "short", "brief", "briefs", "marks", "because", "date"}
    | {"claim", "unit", "finding", "source", "remark", "reason", "otherwise", "ask"}
)
"""Fields that people read, whatever entry they are in. Of a table of texts these are the values; of `marks`,
which gives names to numbers, the keys."""

NAMES = frozenset(
    {("Seat", "id"), ("Scenario", "id"), ("Switch", "id"), ("Event", "id"), ("Inject", "event")}
    | {("Deed", "order"), ("Example", "sheets"), ("Scenario", "switches"), ("Arm", "switches")}
    | {(model, "scenario") for model in ("Example", "Hypothesis", "Arm", "Target", "Observed", "Lesson")}
    | {("Lesson", "sheets"), ("Prompt", "order")}
)
"""Fields that hold names as people type them, by model and field; of `switches` keys and values are such."""

TYPED = ("scenario", "switch", "event")
"""Sections whose ids are names of that kind."""

Entries = Mapping[str, tuple[Any, ...]]
"""Of every section, as a document holds them."""


def translated(entries: Entries, wording: Wording) -> Entries:
    """Entries in other words."""
    if not wording.words:
        return entries
    made: dict[str, tuple[Any, ...]] = {
        section: tuple(_entry(entry, wording) for entry in found) for section, found in entries.items()
    }
    if "power" in entries:
        made["power"] = tuple(map(_lettered, entries["power"], made["power"]))
    return made


def unsound(
    base: str, entries: Entries, made: Entries, wording: Wording, spare: Container[str]
) -> Iterator[Problem]:
    """What is wrong with the words that made one set of entries from the other; `spare` ones need not occur."""

    def problem(word: str, message: str) -> Problem:
        return Problem(*wording.places[word], f"word '{word}'", message)

    everything = [entry for found in entries.values() for entry in found]
    texts = [text for entry in everything for text in texts_of(entry)]
    occurring = wording.occurring(texts, [name for entry in everything for name in _ids(entry)])
    for word, other in wording.words.items():
        if word not in occurring and word not in spare:
            yield problem(word, f"stands nowhere in the ruleset '{base}'")
        if (further := wording.text(other)) != other:
            yield problem(
                word, f"'{other}' holds a word that is replaced itself: it would become '{further}'"
            )

    letters: dict[str, str] = {}
    for old, new in zip(entries["power"], made["power"], strict=True):
        same = letters.setdefault(new.letter, new.short)
        for word in wording.occurring([old.short], []):
            if len(new.short) > schema.SHORT:
                message = f"'{new.short}' is longer than the {schema.SHORT} letters of a power's short name"
                yield problem(word, message)
            if same != new.short:
                yield problem(
                    word, f"'{new.short}' begins like '{same}', and a power goes by its first letter"
                )
    for section in TYPED:
        yield from wording.clashes(section, [entry.id for entry in entries[section]])
    for table in entries["table"]:
        yield from wording.clashes(f"seats of table '{table.id}'", [seat.id for seat in table.seats])


# Entries ----------------------------------------------------------------------------------------


@cache
def _spoken(model: type[schema.Entry]) -> tuple[str, ...]:
    """Fields of a model that hold texts, typed names, or entries that do."""
    return tuple(
        name
        for name, field in model.model_fields.items()
        if name in TEXTS
        or (model.__name__, name) in NAMES
        or any(_spoken(inner) for inner in _models_in(field.annotation) if inner is not model)
    )


def _models_in(annotation: Any) -> list[type[schema.Entry]]:
    if isinstance(annotation, type) and issubclass(annotation, schema.Entry):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]


def _entry(entry: schema.Entry, wording: Wording) -> schema.Entry:
    update = {name: _value(entry, name, getattr(entry, name), wording) for name in _spoken(type(entry))}
    return entry.model_copy(update=update) if update else entry


def _value(entry: schema.Entry, field: str, value: Any, wording: Wording) -> Any:
    """What stands in a field of an entry, or inside of it, in other words."""
    named = (type(entry).__name__, field) in NAMES
    if isinstance(value, str):
        return wording.name(value) if named else wording.text(value)
    if isinstance(value, schema.Entry):
        return _entry(value, wording)
    if isinstance(value, tuple):
        return tuple(_value(entry, field, item, wording) for item in value)
    if isinstance(value, dict):
        keys = {"marks": wording.text, "switches": wording.name}.get(field, str)
        return {keys(key): _value(entry, field, item, wording) for key, item in value.items()}
    return value


def texts_of(entry: schema.Entry) -> Iterator[str]:
    """Every text in an entry."""

    def of(value: Any, field: str) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, schema.Entry):
            yield from texts_of(value)
        elif isinstance(value, tuple):
            for item in value:
                yield from of(item, field)
        elif isinstance(value, dict):
            yield from value if field == "marks" else ()
            for item in value.values():
                yield from of(item, field)

    for name in _spoken(type(entry)):
        yield from of(getattr(entry, name), name)


def _ids(entry: schema.Entry) -> list[str]:
    """What an entry is called, and the seats in it."""
    return [getattr(entry, "id", ""), *(seat.id for seat in getattr(entry, "seats", ()))]


def _lettered(old: schema.Power, new: schema.Power) -> schema.Power:
    """A power with the letter of its new name, if it had that of its old."""
    own = old.short[:1].upper() == old.letter
    return new.model_copy(update={"letter": new.short[0].upper()}) if own else new
