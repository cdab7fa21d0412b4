"""The table of a lesson: like any table, but the teacher speaks first, and not the briefing."""

from __future__ import annotations

from wargame.tui.screens.table import TableScreen


class LessonTable(TableScreen):
    opens_with_brief = False

    def on_unmount(self) -> None:
        self.wargame.teacher = None


__all__ = ["LessonTable"]
