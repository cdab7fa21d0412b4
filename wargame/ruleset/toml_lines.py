"""Where everything in a TOML text stands: the line of every table, field and item.

`tomllib` keeps no line numbers. A text that it has accepted is walked a second time, here, and of TOML
only so much is understood as decides where things are: headers, keys, brackets, commas, strings and
comments. Everything is named by the path that leads to it in the parsed data, `("operation", 0, "cost",
"tehran.cash")`. The two readings agree on every path there is, and a test holds them to it.
"""

from __future__ import annotations

import re
import tomllib
from collections import deque

from wargame.ruleset.problems import FieldPath

TOKEN = re.compile(
    r"""
    \#[^\n]*                                              # a comment
    | "{3} (?: [^"\\]+ | \\. | "{1,2}(?!") )* "{3,5}       # text of several lines, which may end
    | '{3} (?: [^']+ | '{1,2}(?!') )* '{3,5}               # with quotation marks of its own
    | "(?: [^"\\\n]+ | \\. )*" | '[^'\n]*'                # text of one line
    | [\[\]{}=,.\n]
    | [^\s\[\]{}=,."'\#]+                                 # a bare key; a piece of a number or date
    """,
    re.VERBOSE | re.DOTALL,
)


def line_numbers(text: str) -> dict[FieldPath, int]:
    """The line of every table, field and item of a text that `tomllib` accepts, by its path in the data."""
    lines: dict[FieldPath, int] = {}
    tokens: deque[tuple[str, int]] = deque()
    line = 1
    for token in TOKEN.findall(text + "\n"):
        if token[0] != "#":
            tokens.append((token, line))
        line += token.count("\n")

    def take() -> str:
        return tokens.popleft()[0]

    def key(end: str) -> list[str]:
        return [_unquoted(token) for token in iter(take, end) if token != "."]

    def field(path: FieldPath) -> None:
        line = tokens[0][1]
        for name in key("="):
            path += (name,)
            lines.setdefault(path, line)
        value(path)

    def value(path: FieldPath) -> None:
        opening = tokens[0][0]
        if opening not in ("[", "{"):
            while tokens[0][0] not in ("\n", ",", "]", "}"):
                take()
            return
        take()
        items = 0
        while (token := tokens[0][0]) not in ("]", "}"):
            if token in ("\n", ","):
                take()
            elif opening == "{":
                field(path)
            else:
                lines[*path, items] = tokens[0][1]
                value((*path, items))
                items += 1
        take()

    table: FieldPath = ()
    newest: dict[FieldPath, int] = {}  # the table being filled, of each array of tables
    while tokens:
        token, line = tokens[0]
        if token == "\n":
            take()
        elif token != "[":
            field(table)
        else:
            take()
            if several := tokens[0][0] == "[":
                take()
            names = key("]")
            if several:
                take()
            table = ()
            for n, name in enumerate(names, 1):
                table += (name,)
                lines.setdefault(table, line)
                if several and n == len(names):
                    newest[table] = newest.get(table, -1) + 1
                    lines[*table, newest[table]] = line
                if table in newest:
                    table += (newest[table],)
    return lines


def _unquoted(token: str) -> str:
    if token[0] not in "\"'":
        return token
    return tomllib.loads(f"key = {token}")["key"] if "\\" in token else token[1:-1]
