"""What the rules say of themselves: numbers, titles and text from docstrings; constants and dice from source.

A rule's docstring is its page of the rulebook: `[8.5] Accident. Mechanisms 27, 64.`, then paragraphs, some
with numbers of their own, and perhaps an example. What a rule reads and rolls is taken from its code, and
from that of the functions it calls in the engine, so that no list of it can go out of date.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from wargame.engine.turn import OPENING, RESOLUTION, all_rules, rule_name

Function = Callable[..., Any]


@dataclass(frozen=True)
class Paragraph:
    number: str
    """Its own number, `8.6.2`; empty if it has none."""
    text: str


@dataclass(frozen=True)
class Page:
    """One docstring of the rulebook."""

    number: str
    title: str
    rows: tuple[int, ...]
    """Rows of the table of mechanisms."""
    sections: tuple[str, ...]
    """Sections of the reality check, as `3.1`."""
    paragraphs: tuple[Paragraph, ...]
    example: str
    """The example in its words; empty if it has none."""


@dataclass(frozen=True)
class RuleText:
    """All that can be said of a rule without playing it."""

    name: str
    phase: str
    page: Page
    parts: tuple[RuleText, ...]
    """Numbered parts of it that are functions of their own."""
    constants: tuple[tuple[str, str], ...]
    """(group, name) of the constants it reads."""
    dice: tuple[tuple[str, str], ...]
    """(purpose, `two` or `below`) of the dice it rolls; `{}` in a purpose stands for a number."""
    whys: tuple[str, ...]
    """How the causes of its ledger entries begin."""

    @property
    def rows(self) -> tuple[int, ...]:
        """Rows that the rule or a part of it names."""
        return tuple(sorted({*self.page.rows, *(row for part in self.parts for row in part.rows)}))


def rule_texts() -> dict[str, RuleText]:
    """Every rule of the sequence of play, in its order."""
    return {name: rule_text(name) for name in all_rules()}


@cache
def rule_text(name: str) -> RuleText:
    """What can be said of one rule."""
    rule = all_rules()[name][1]
    phase = next(p.name for p in (*OPENING, *RESOLUTION) if rule in p.rules)
    return _read(name, phase, rule)


def _read(name: str, phase: str, function: Function) -> RuleText:
    """A rule, or a part of one, with all that it calls."""
    reached = _reached(function)
    return RuleText(
        name=name,
        phase=phase,
        page=read_page(function.__doc__ or "") or Page("", name, (), (), (), ""),
        parts=tuple(_read(rule_name(f), phase, f) for f in reached[1:] if read_page(f.__doc__ or "")),
        constants=tuple(dict.fromkeys(pair for f in reached for pair in _source(f).constants)),
        dice=tuple(dict.fromkeys(pair for f in reached for pair in _source(f).dice)),
        whys=tuple(dict.fromkeys(why for f in reached for why in _source(f).whys)),
    )


# Docstrings --------------------------------------------------------------------------------------


def read_page(docstring: str) -> Page | None:
    """A docstring as a page of the rulebook; None if it bears no number."""
    blocks = [" ".join(b.split()) for b in _blocks(inspect.cleandoc(docstring))]
    heading = re.match(r"\[(\d+\.\d+)\] (.+?)\.(?: (.*))?$", blocks[0]) if blocks else None
    if heading is None:
        return None
    example = next((b.removeprefix("Example: ") for b in blocks if b.startswith("Example: ")), "")
    paragraphs = []
    for block in blocks[1:]:
        if not block.startswith("Example: "):
            number = re.match(r"\[([\d.]+)\] ", block)
            paragraphs.append(Paragraph(number[1] if number else "", block[number.end() if number else 0 :]))
    return Page(
        number=heading[1],
        title=heading[2],
        rows=tuple(sorted(rows_of(heading[3] or ""))),
        sections=tuple(re.findall(r"[Ss]ection (\d+(?:\.\d+)?)", heading[3] or "")),
        paragraphs=tuple(paragraphs),
        example=example,
    )


def _blocks(text: str) -> list[str]:
    """Paragraphs: parted by blank lines, or by a number of their own at the start of a line."""
    return [b for b in re.split(r"\n\s*\n|\n(?=\[\d)", text) if b.strip()]


def rows_of(text: str) -> set[int]:
    """The rows that a heading names: `Mechanisms 3, 36 to 38.`"""
    rows: set[int] = set()
    for listed in re.findall(r"Mechanisms? ((?:\d+|, | and | to )+)", text):
        for first, last in re.findall(r"(\d+)(?: to (\d+))?", listed):
            rows |= set(range(int(first), int(last or first) + 1))
    return rows


# Source ------------------------------------------------------------------------------------------


def _reached(rule: Function) -> list[Function]:
    """A rule and the functions of the engine's rules that it calls, however far down."""
    others = {other for _, other in all_rules().values()}
    found, waiting = [rule], [rule]
    while waiting:
        function = waiting.pop(0)
        known = vars(sys.modules[function.__module__])
        for called in map(known.get, _source(function).names):
            if (
                inspect.isfunction(called)
                and called.__module__.startswith("wargame.engine.rules.")
                and called not in others
                and called not in found
            ):
                found.append(called)
                waiting.append(called)
    return found


@dataclass(frozen=True)
class _Source:
    """What stands in the source of a function: each is read once, however many rules call it."""

    names: tuple[str, ...]
    """What it reads and does not set itself."""
    constants: tuple[tuple[str, str], ...]
    dice: tuple[tuple[str, str], ...]
    whys: tuple[str, ...]


@cache
def _source(function: Function) -> _Source:
    nodes = list(ast.walk(_tree(function)))
    names = [node for node in nodes if isinstance(node, ast.Name)]
    own = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    read = tuple(dict.fromkeys(node.id for node in names if node.id not in own))
    return _Source(read, tuple(_constants(nodes)), tuple(_dice(nodes)), tuple(_whys(nodes)))


def _tree(function: Function) -> ast.AST:
    """The function in the tree of its module."""
    tree = _module(function.__module__).get(function.__qualname__)
    return ast.parse(textwrap.dedent(inspect.getsource(function))) if tree is None else tree


@cache
def _module(name: str) -> dict[str, ast.AST]:
    """The functions of a module, by name: a file is taken apart once, and not once for each function."""
    body = ast.parse(inspect.getsource(sys.modules[name])).body
    return {node.name: node for node in body if isinstance(node, ast.FunctionDef)}


def _constants(nodes: list[ast.AST]) -> Iterator[tuple[str, str]]:
    """`step.constants.accident.need`, and the same by way of `k = step.constants.accident`."""
    short: dict[str, tuple[str, ...]] = {}

    def path(node: ast.AST) -> tuple[str, ...] | None:
        if isinstance(node, ast.Name):
            return short.get(node.id)
        if isinstance(node, ast.Attribute):
            if node.attr == "constants":
                return ()
            above = path(node.value)
            return None if above is None else (*above, node.attr)
        return None

    for node in nodes:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                for name, value in _matched(target, node.value):
                    if isinstance(name, ast.Name) and (found := path(value)) is not None:
                        short[name.id] = found
    for node in nodes:
        if isinstance(node, ast.Attribute) and (found := path(node)) is not None and len(found) == 2:
            yield found[0], found[1]


def _matched(target: ast.AST, value: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        yield from zip(target.elts, value.elts, strict=False)
    else:
        yield target, value


def _dice(nodes: list[ast.AST]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            method, of = node.func.attr, node.func.value
            if method in DICE and isinstance(of, ast.Attribute) and of.attr == "dice":
                yield _words(node.args[0]), DICE[method]


DICE = {"two": "two", "two_each": "two", "below": "below", "below_each": "below"}
"""Methods of `Dice` by what they roll: 2d6, or a number below another."""


def _whys(nodes: list[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant | ast.JoinedStr):
            words = _words(node).partition("{}")[0]
            if re.match(r"\d+\.\d+ ", words):
                yield words


def _words(node: ast.AST) -> str:
    """A text as it stands in the source, `{}` for what is filled in."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    parts = node.values if isinstance(node, ast.JoinedStr) else []
    return "".join(_words(p) if isinstance(p, ast.Constant) else "{}" for p in parts)
