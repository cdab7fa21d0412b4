"""Style sheets of many applications of one process, each read once.

Every application of the framework reads the same sheets anew, twice over, which is a quarter of what it costs
to open a terminal.
"""

from __future__ import annotations

from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation

_read: LRUCache[tuple[object, ...], list[RuleSet]] = LRUCache(512)
"""Rules of a sheet by its text, its place, and what its variables stand for. Nobody changes a rule."""


class SharedStyles(Stylesheet):
    """The style sheets of one application."""

    def _parse_rules(
        self,
        css: str,
        read_from: CSSLocation,
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        values = frozenset(self._variables.items())
        key = (css, read_from, is_default_rules, tie_breaker, scope, values)
        rules = _read.get(key)
        if rules is None:
            rules = super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope)
            _read[key] = rules
        return rules

    def reparse(self) -> None:
        """Read the sheets with other values of the variables. Raises what `parse` does."""
        self.parse()


__all__ = ["SharedStyles"]
