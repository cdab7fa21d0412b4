"""What the umpire does to a game: events, rulings, deeds that stand in no list. All of it is in the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any, TypeVar

from wargame.engine.ledger import CLAMP
from wargame.record import lines
from wargame.record.keeper import Keeper
from wargame.record.lines import Form
from wargame.record.messages import cleaned
from wargame.record.rulings import attempt_roll, check_ruling, succeeds
from wargame.ruleset.problems import suggest

Some = TypeVar("Some", bound="Umpiring")


class Umpiring(Keeper):
    """A game with an umpire."""

    def inject(self, event: str, act: str = "") -> list[str]:
        """The white cell plays an event now, before sheets are opened; this step's opening is played again.

        Returns the seats whose sealed sheets the event has made impossible: they must seal again.
        """
        self._must_go_on(act)
        self._check_event(event)
        line = lines.InjectLine(step=self.step, event=event, act=act)
        with self._both_or_neither():
            fallen = self._inject(event)
            self._write(line)
        return fallen

    def rule(
        self, form: Form, about: str, changes: Mapping[str, int], reason: str, to: Sequence[str] = (),
        act: str = "",
    ) -> list[str]:  # fmt: skip
        """Amend, void or overrule what came of an order: add amounts to meters where this step began.

        The step is then opened again with the same dice. Returns the seats whose sealed sheets have become
        impossible. `to` names the seats that read about it; nobody named is everybody. Raises ValueError.
        """
        said = {"form": form, "about": cleaned(about), "changes": dict(changes), "reason": cleaned(reason)}
        return self._ruled({**said, "to": list(to), "act": act})

    def attempt(
        self, seat: str, text: str, pros: Sequence[str], cons: Sequence[str],
        success: Mapping[str, int], failure: Mapping[str, int], reason: str,
        to: Sequence[str] = (), act: str = "",
    ) -> tuple[lines.Attempt, list[str]]:  # fmt: skip
        """A seat tries what stands in no list: 2d6, one more for each argument for it and one less for each
        against it, must reach 8. Returns what came of it, and the seats whose sealed sheets fell.
        """
        roll = attempt_roll(self)
        good = succeeds(roll, pros, cons)
        attempt = {
            "seat": seat, "text": cleaned(text), "pros": list(map(cleaned, pros)),
            "cons": list(map(cleaned, cons)), "success": dict(success), "failure": dict(failure),
            "roll": roll, "succeeded": good,
        }  # fmt: skip
        said = {"form": "attempt", "changes": dict(success if good else failure), "reason": cleaned(reason)}
        fallen = self._ruled({**said, "to": list(to), "attempt": attempt, "act": act})
        done = self._positions[-1].rulings[-1].attempt
        assert done is not None
        return done, fallen

    def preview(self, what: Mapping[str, int] | str) -> list[tuple[str, int, int]]:
        """What an event or a ruling's changes would make of this step's opening: meter, before, after.

        Tried on a copy: nothing is done.
        """
        self._must_go_on("")
        twin = self._twin()
        if isinstance(what, str):
            self._check_event(what)
            twin._inject(what)
        else:
            changes = {"form": "amend", "changes": dict(what), "reason": "?"}
            twin._rule(self._ruling(changes))
        before, after = self.games.state.meters[:, 0], twin.games.state.meters[:, 0]
        names = self.rules.meters.names
        return [(names[row], int(before[row]), int(after[row])) for row in (before != after).nonzero()[0]]

    def undoing(self, order: str) -> dict[str, int]:
        """What takes back all that an order, event or deal moved in the last step, its cost included.

        Where a meter came to the end of its scale, only so much as it really moved.
        """
        if not self.turns:
            raise ValueError("nothing has been played yet")
        index = self.rules.programs.index
        if not index.get(order):
            raise ValueError(f"'{order}' is not an order{suggest(order, list(index)[1:])}")
        moved: dict[tuple[int, str], int] = {}
        for entry in self.turns[-1].entries:
            if entry.order == index[order]:
                moved[entry.row, entry.phase] = moved.get((entry.row, entry.phase), 0) + entry.amount
        for entry in self.turns[-1].entries:
            by = moved.get((entry.row, entry.phase), 0)
            if entry.why == CLAMP and by * entry.amount < 0:
                moved[entry.row, entry.phase] = (
                    max(0, by + entry.amount) if by > 0 else min(0, by + entry.amount)
                )
        total: dict[str, int] = {}
        for (row, _), by in moved.items():
            name = self.rules.meters.names[row]
            total[name] = total.get(name, 0) - by
        return {name: by for name, by in total.items() if by}

    def _ruling(self, content: dict[str, Any]) -> lines.RulingLine:
        line = lines.built({"kind": "ruling", "step": self.step, **content})
        assert isinstance(line, lines.RulingLine)
        check_ruling(self, line)
        return line

    def _ruled(self, content: dict[str, Any]) -> list[str]:
        self._must_go_on(content["act"])
        line = self._ruling(content)
        with self._both_or_neither():
            fallen = self._rule(line)
            self._write(line)
        return fallen

    def _twin(self: Some) -> Some:
        """A copy of the game where it stands; nothing done to it is written or changes anything here."""
        twin = copy(self)
        twin._journal = None
        twin._return_to(self._mark())
        return twin


__all__ = ["Umpiring"]
