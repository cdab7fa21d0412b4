"""Lines of at most 78 characters, written one after the other: no colour, no cursor."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable

WIDTH = 78


class Paper:
    """Writes plain lines through `put`, which ends each of them."""

    def __init__(self, put: Callable[[str], None]) -> None:
        self._put = put

    def line(self, text: str = "", indent: int = 0) -> None:
        """A paragraph, wrapped; later lines hang two spaces in."""
        wrapped = textwrap.wrap(
            text,
            WIDTH,
            initial_indent=" " * indent,
            subsequent_indent=" " * (indent + 2),
            break_on_hyphens=False,
        )
        for part in wrapped or [""]:
            self._put(part)

    def verbatim(self, text: str) -> None:
        """A line to be copied, such as a path: never broken."""
        self._put(text)

    def lines(self, texts: Iterable[str], indent: int = 0) -> None:
        for text in texts:
            self.line(text, indent)

    def block(self, text: str) -> None:
        """A text with line breaks of its own; a line that begins with a dash hangs."""
        for part in text.split("\n"):
            self.line(part)

    def head(self, text: str) -> None:
        """A heading, with an empty line before it."""
        self._put("")
        self.line(text)
        self._put("-" * min(len(text), WIDTH))
