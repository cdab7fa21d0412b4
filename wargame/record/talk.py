"""What people say at a table: messages, the umpire's words, forecasts, and why they do what they do.

None of it moves a number of the game.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from wargame.record import lines
from wargame.record.forecasts import asked, check_forecast
from wargame.record.keeper import Keeper
from wargame.record.lines import Intent
from wargame.record.messages import (
    DUE,
    UMPIRE,
    PostError,
    check,
    check_text,
    cleaned,
    form_of,
    number_of,
)
from wargame.ruleset.problems import RulesetError, suggest
from wargame.ruleset.questions import questions_of


class Talk(Keeper):
    """A game at which people talk."""

    def send(
        self, sender: str, to: Sequence[str], text: str, via: str = "", mark: Intent = "none",
        held: bool = False, act: str = "",
    ) -> None:  # fmt: skip
        """Say something: to one seat, to several together, to everybody (nobody named), or `via` a mediator.

        What is `held` reaches nobody until the umpire has decided about it; its sender is not told.
        Raises PostError, a ValueError, for what cannot be said like this.
        """
        to, text = [self.seat(seat).name for seat in to], cleaned(text)
        check_text(text)
        said = {"step": self.step, "phase": DUE, "number": 1 + len(self.messages(None)), "sender": sender}
        self._say({"kind": "message", **said, "to": to, "form": form_of(to, via), "via": via,
                   "mark": mark, "text": text, "held": held, "act": act})  # fmt: skip

    def announce(self, to: Sequence[str], text: str, act: str = "") -> None:
        """The umpire says something to some seats, or to all (nobody named)."""
        self.send(UMPIRE, to, text, act=act)

    def mediate(
        self, seat: str, place: int, deed: str, text: str = "", mark: Intent = "none", act: str = ""
    ) -> None:
        """A mediator passes on a message in its hands (`carried`, or `reshaped` into another text), keeps it
        (`withheld`), or lets everybody read it (`leaked`). `place` is the message's in the seat's own count.
        """
        if not 1 <= place <= len(self.messages(seat)) or self.messages(seat)[place - 1].via != seat:
            raise PostError("number", f"message {place} is not one that you were asked to carry")
        text = cleaned(text)
        if text:
            check_text(text)
        number = number_of(self.post, seat, place)
        self._say({"kind": "mediation", "step": self.step, "phase": DUE, "number": number, "deed": deed,
                   "mark": mark, "text": text, "act": act})  # fmt: skip

    def control(self, place: int, deed: str, act: str = "") -> None:
        """The umpire decides about a held message: `released` to whom it was meant for, `blocked` for good,
        or `leaked` to everybody. `place` is the umpire's."""
        number = number_of(self.post, None, place)
        said = {"step": self.step, "phase": DUE, "number": number}
        self._say({"kind": "control", **said, "deed": deed, "act": act})

    def settle(self, place: int, verdict: str, act: str = "") -> None:
        """The one final verdict on a pledge or threat: `kept`, `broken` or `moot`. `place` is the umpire's."""
        number = number_of(self.post, None, place)
        said = {"step": self.step, "number": number}
        self._say({"kind": "verdict", **said, "verdict": verdict, "act": act})

    def reason(self, seat: str, text: str, act: str = "") -> None:
        """A seat says why it gives its orders of this step, for the debrief; an empty text takes it back."""
        self._must_go_on(act)
        text = cleaned(text)
        if text:
            check_text(text, "text", "a reason")
        line = lines.ReasonLine(step=self.step, seat=self.seat(seat).name, text=text, act=act)
        with self._both_or_neither():
            self._state(line)
            self._write(line)

    @cached_property
    def questions(self) -> Mapping[str, lines.Asked]:
        """What people can forecast at this table, by name: the ruleset's questions, as its file says them now.

        A question that was answered in this save stays as it was asked.
        """
        try:
            found = {name: asked(self.rules, question) for name, question in questions_of(self.rules).items()}
        except RulesetError:  # `wargame check` tells what is wrong with them; a game goes on without
            found = {}
        return found | self.asked

    def forecast(self, seat: str, person: str, question: str, percent: int, act: str = "") -> None:
        """What a person in a seat holds likely; its last word on a question in a step counts."""
        self._must_go_on(act)
        if question not in self.questions:
            raise ValueError(f"'{question}' is not a question{suggest(question, self.questions)}")
        line = lines.built({
            "kind": "forecast", "step": self.step, "seat": seat, "person": person.strip()[:40],
            "question": question, "percent": percent, "act": act,
            "asked": None if question in self.asked else self.questions[question],
        })  # fmt: skip
        assert isinstance(line, lines.ForecastLine)
        check_forecast(self, line)
        with self._both_or_neither():
            self._forecast(line)
            self._write(line)

    def _say(self, content: dict[str, Any]) -> None:
        """Record something said, if it may be said."""
        self._must_be_played_here(content["act"])
        line = lines.said(content)
        check(self.post, self.seats, self.over, line)
        with self._both_or_neither():
            self.post = (*self.post, line)
            self._write(line)


__all__ = ["Talk"]
