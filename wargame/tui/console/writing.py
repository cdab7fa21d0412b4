"""A form: fields one below the other. What is written stays until it was done or is left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import work
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, TextArea

from wargame.tui.console.client import new_id
from wargame.tui.console.foreseen import ForeseenScreen
from wargame.tui.console.forms import Field, Form, Unfit, Values
from wargame.tui.console.keys import bindings
from wargame.tui.console.room import ConsoleChoice, ConsoleConfirm, ConsoleRoom
from wargame.tui.console.seen import Option
from wargame.tui.glyphs import SIGNS
from wargame.tui.keys import Key
from wargame.tui.screens.choice import Option as Choosable
from wargame.tui.widgets.canvas import Canvas, Line, clip, line
from wargame.tui.widgets.listing import Listing, Row

LONGEST = 2000


class Words(Canvas):
    """Text beside a field, or above all of them."""

    def __init__(self, text: str, role: str, classes: str) -> None:
        super().__init__(classes=classes)
        self._words: Line = ((text, role),)

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        return [clip(self._words, width)]


class Pick(Canvas, can_focus=True):
    """One of several."""

    BINDINGS = bindings("pick")

    def __init__(self, options: tuple[Option, ...], value: str, id: str) -> None:
        super().__init__(id=id, classes="field-pick")
        self.options = options
        self.at = next((n for n, option in enumerate(options) if option.value == value), 0)

    @property
    def value(self) -> str:
        return self.options[self.at].value

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        role = "chosen" if self.has_focus else "title"
        many = f"  {self.at + 1} of {len(self.options)}"
        return [(*clip(((f"< {self.options[self.at].label} >", role),), width - len(many)), (many, "dim"))]

    def turn(self, to: int) -> None:
        self.at = to % len(self.options)
        self.redraw()

    def action_next_value(self) -> None:
        self.turn(self.at + 1)

    def action_previous_value(self) -> None:
        self.turn(self.at - 1)

    async def action_choose(self) -> None:
        await self.screen.run_action("pick")

    def on_focus(self) -> None:
        self.redraw()

    def on_blur(self) -> None:
        self.redraw()


class Toggles(Listing):
    """Any of several."""

    BINDINGS = bindings("many")

    def __init__(self, options: tuple[Option, ...], value: str, id: str) -> None:
        super().__init__(id=id, classes="field-many")
        self.options = options
        self.marked = {name for name in value.split("\n") if name}
        self.rows = [self._row(option) for option in options]
        self.cursor = 0

    @property
    def value(self) -> list[str]:
        return [option.value for option in self.options if option.value in self.marked]

    def _row(self, option: Option) -> Row:
        sign = "x" if option.value in self.marked else " "
        return Row(lambda width: [line(f"[{sign}] {option.label}")], option.value)  # noqa: ARG005

    def action_mark(self) -> None:
        self.marked ^= {str(self.key)}
        self.set_rows([self._row(option) for option in self.options])

    def action_choose_row(self) -> None:
        self.action_mark()


class FormScreen(ConsoleRoom[bool]):
    """Answers whether it was done."""

    places = ("written",)
    BINDINGS = bindings("written")

    def __init__(self, form: Form, table: str, where: str) -> None:
        super().__init__()
        self.form, self.table, self.where = form, table, where
        self._command_id, self._written = new_id(), ""
        self._sending = False
        self.told = ""
        """What the desk said when it was done."""

    def body(self) -> Iterable[Widget]:
        yield Words(f"{self.form.title} {SIGNS.rule} {self.where}", "title", "form-title")
        with VerticalScroll(id="fields", can_focus=False):
            for field in self.form.fields:
                with Horizontal(classes=f"field field-of-{field.kind}"):
                    yield Words(field.label, "plain", "field-label")
                    yield _widget(field)
                if field.hint and field.kind == "many":
                    yield Words(f"{' ' * 13}{field.hint}", "dim", "field-hint")

    def on_mount(self) -> None:
        self._fields()[0].focus()

    def _fields(self) -> list[Widget]:
        return [self.query_one(f"#field-{field.name}") for field in self.form.fields]

    @property
    def values(self) -> Values:
        return {
            field.name: widget.text if isinstance(widget, TextArea) else widget.value  # type: ignore[attr-defined]
            for field, widget in zip(self.form.fields, self._fields(), strict=True)
        }

    # From field to field

    def action_next_field(self) -> None:
        self._turn(1)

    def action_previous_field(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        fields = self._fields()
        at = fields.index(self.focused) if self.focused in fields else 0
        fields[(at + by) % len(fields)].focus()

    def on_input_submitted(self) -> None:
        self._turn(1)

    @work(exclusive=True, group="pick")
    async def action_pick(self) -> None:
        """Choose from the list of the field."""
        fields = self._fields()
        if self.focused not in fields:
            return
        widget = fields[fields.index(self.focused)]
        field = self.form.fields[fields.index(self.focused)]
        if field.kind == "many" or not field.options:
            self.say("This field has no list: write in it.")
            return
        options = [Choosable(n, option.label) for n, option in enumerate(field.options)]
        found = await self.app.push_screen_wait(ConsoleChoice(field.label.upper(), "", options))
        if not isinstance(found, int):
            return
        if isinstance(widget, Pick):
            widget.turn(found)
        elif isinstance(widget, Input):
            widget.value = field.options[found].value.strip()
        elif isinstance(widget, TextArea):
            before = "" if not widget.text or widget.text.endswith("\n") else "\n"
            widget.text = f"{widget.text}{before}{field.options[found].value}"
            widget.move_cursor(widget.document.end)

    @work(exclusive=True, group="preview")
    async def action_preview(self) -> None:
        """What it would do as it is written."""
        if not self.form.foreseen:
            self.say("There is no preview of this.")
            return
        try:
            content = self.form.make(self.values)
        except Unfit as unfit:
            self.say(str(unfit), "crossed")
            return
        app = self.console_app
        found = await app.ask(app.client.preview, self.table, content | {"id": new_id()})
        if found is not None and self.is_mounted:
            app.push_screen(ForeseenScreen(f"WHAT IT WOULD DO {SIGNS.rule} {self.where}", found))

    def fits(self, key: Key) -> bool:
        return key.action != "preview" or self.form.foreseen

    # Done, or left

    @work(group="send")
    async def action_send(self) -> None:
        if self._sending:
            return
        self._sending = True
        try:
            await self._send()
        finally:
            self._sending = False

    async def _send(self) -> None:
        values = self.values
        try:
            content: dict[str, Any] = self.form.make(values)
        except Unfit as unfit:
            self.say(str(unfit), "crossed")
            return
        if self.form.sure is not None:
            question = ConsoleConfirm(self.form.title, [line(self.form.sure(values))], "Do it", "Leave it")
            if not await self.app.push_screen_wait(question):
                return
        if self._written != repr(content):  # the same words again are the same command
            self._command_id, self._written = new_id(), repr(content)
        answer = await self.console_app.give(self.table, content | {"id": self._command_id})
        if not self.is_mounted:
            return
        if answer is not None and answer.ok:
            self.told = answer.text
            self.dismiss(True)
        elif answer is not None:
            self.say(answer.text, "crossed")

    def action_go_back(self) -> None:
        self.dismiss(False)


def _widget(field: Field) -> Widget:
    name = f"field-{field.name}"
    if field.kind == "pick":
        return Pick(field.options, field.value, name)
    if field.kind == "many":
        return Toggles(field.options, field.value, name)
    if field.kind == "lines":
        box = TextArea(field.value, id=name, classes="field-lines", soft_wrap=True, compact=True,
                       tab_behavior="focus", placeholder=field.hint)  # fmt: skip
        box.cursor_blink = False
        return box
    return Input(
        field.value,
        placeholder=field.hint,
        id=name,
        classes="field-line",
        max_length=LONGEST,
        select_on_focus=False,
    )


__all__ = ["FormScreen"]
