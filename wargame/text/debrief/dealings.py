"""What stands behind the first page: what was promised, offered, said and ordered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wargame.text.debrief.letters import AFTER, LOUD, Letter
from wargame.text.debrief.names import Names
from wargame.text.debrief.story import Story
from wargame.text.meters import date
from wargame.text.rulebook.blocks import Block, Bullets, Grid, Text, plain
from wargame.text.words import first_up


def promises(story: Story, names: Names) -> Iterator[Block]:
    """Pledges and threats with one final verdict each, and what the rules hold as a promise."""
    said = [letter for letter in story.letters if letter.promise]
    if said:
        yield Text(
            "Said in messages. The verdict is the umpire's and is given once; beside it stand the deeds of the "
            f"sender against those it was said to, meant at rung {LOUD} or above, in the {AFTER} steps from then on."
        )
        yield Grid(
            ("Step", "Who to whom", "What was said", "Verdict", "Deeds that followed"),
            tuple(_promise(letter, names) for letter in said),
        )
    if story.commitments:
        yield Text("Bound by the rules: declared lines, ultimatums and deals, judged by the record itself.")
        yield Grid(
            ("Who", "What", "Verdict", "As the record shows"),
            tuple(
                (plain(c.who), plain(first_up(c.what)), f"**{c.verdict}**", plain(first_up(c.how)))
                for c in story.commitments
            ),
        )
    if not said and not story.commitments:
        yield Text("Nobody promised or threatened anything.")


def _promise(letter: Letter, names: Names) -> tuple[str, ...]:
    kind = "pledge" if letter.seen.mark == "pledge" else "threat"
    deeds = "; ".join(letter.deeds) or "none"
    return (
        plain(letter.when),
        plain(f"{letter.sender} to {letter.to}, a {kind}"),
        plain(f"“{names.text(letter.seen.text)}”"),
        f"**{letter.verdict}**",
        plain(first_up(deeds)),
    )


def offers(story: Story, names: Names) -> Iterator[Block]:
    """Every offer and deal with what became of it."""
    del names
    if not story.bargains:
        yield Text("Nothing was offered.")
        return
    yield Grid(
        ("Deal", "Form", "Between", "What became of it"),
        tuple(
            (plain(f"“{b.label}”"), b.form, plain(b.between), plain(first_up(b.story)))
            for b in story.bargains
        ),
    )


def messages(story: Story, names: Names) -> Iterator[Block]:
    """Everything said, with its fate."""
    if not story.letters:
        yield Text("No message was sent.")
        return
    rows = []
    for letter in story.letters:
        between = f"{letter.sender} to {letter.to}" + (f", by way of {letter.via}" if letter.via else "")
        fate = letter.fate or "reached its readers"
        if letter.became:
            fate += f": “{names.text(letter.became)}”"
        rows.append(
            (
                plain(letter.when),
                plain(between),
                plain(f"“{names.text(letter.seen.text)}”"),
                plain(first_up(fate)),
            )
        )
    yield Grid(("Step", "Who to whom", "What was said", "Its fate"), tuple(rows))


# Orders -----------------------------------------------------------------------------------------


def orders(story: Story, names: Names) -> Iterator[Block]:
    """What lay on every sheet, and why its team said so."""
    book = story.game.rules.programs
    yield Text("As the sheets opened. In quotation marks: the reason that a team gave for its sheet.")
    rows = []
    for turn in story.game.turns:
        cells = [plain(date(story.game, turn.step))]
        for seat in story.game.seats:
            sheet = turn.sheets.get(seat)
            given = (
                "; ".join(book.labels[book.index[name]] for name in sheet.orders if name in book.index)
                if sheet
                else ""
            )
            stated = turn.stated.get(seat, "")
            reason = f" “{names.text(stated)}”" if stated else ""
            cells.append(plain(f"{given or 'none'}.{reason}"))
        rows.append(tuple(cells))
    heads = ("Step", *(plain(seat.label) for seat in story.game.seats.values()))
    yield Grid(heads, tuple(rows), small=True) if len(heads) <= 6 else Bullets(_as_list(rows, heads))


def _as_list(rows: Sequence[tuple[str, ...]], heads: Sequence[str]) -> tuple[str, ...]:
    """For tables of many seats, who would each get too narrow a column."""
    found = []
    for row in rows:
        given = [
            f"*{head}:* {cell}" for head, cell in zip(heads[1:], row[1:], strict=True) if cell != "none."
        ]
        found.append(" ".join([f"**{row[0]}.**", *given]))
    return tuple(found)


__all__ = ["messages", "offers", "orders", "promises"]
