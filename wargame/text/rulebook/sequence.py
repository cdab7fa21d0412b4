"""Chapters 1 to 10: the sequence of play, from the rules' own docstrings and with this ruleset's numbers."""

from __future__ import annotations

from wargame.engine.rule_text import RuleText, rule_texts
from wargame.engine.turn import OPENING, RESOLUTION, rule_name
from wargame.ruleset import vocabulary
from wargame.ruleset.studies import Studies
from wargame.text.constants import Constant, constant_table
from wargame.text.rows import NAMES, SECTIONS
from wargame.text.rulebook.blocks import Block, Box, Bullets, Chapter, Grid, Text, code, link, plain, slug
from wargame.text.rulebook.phrases import Phrases, sentence
from wargame.text.words import first_up, joined


def sequence(studies: Studies) -> list[Chapter]:
    texts = rule_texts()
    numbers = _Numbers(studies)
    pages: dict[str, RuleText] = {}
    for text in texts.values():
        for part in (text, *text.parts):
            pages.setdefault(part.name, part)
    chapters = []
    for number, (phase, meaning) in enumerate(vocabulary.PHASES.items(), 1):
        chapter = Chapter(number, phase.capitalize())
        chapter.add(Text(f"{plain(meaning).capitalize()}.{_in_order(phase, texts)}"))
        for text in sorted(pages.values(), key=lambda t: _key(t.page.number)):
            if text.page.number.startswith(f"{number}."):
                _rule(chapter, studies, text, texts, numbers)
        chapters.append(chapter)
    return chapters


def rule_anchor(name: str) -> str:
    return f"rule-{slug(name)}"


def _key(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("."))


def _in_order(phase: str, texts: dict[str, RuleText]) -> str:
    """The order in which the rules of a phase are played."""
    parts = [p for p in (*OPENING, *RESOLUTION) if p.name == phase]
    listed = [", ".join(_named(texts[rule_name(r)]) for r in p.rules) for p in parts]
    settled = "; what they change settles; then " if len(listed) > 1 else ""
    when = " Sheets are sealed before it." if phase == "orders" else ""
    return f"{when} Played in this order: {settled.join(listed)}. Their changes settle together at the end."


def _named(text: RuleText) -> str:
    return link(f"{text.page.number} {plain(text.page.title)}", rule_anchor(text.name))


def _rule(
    chapter: Chapter, studies: Studies, text: RuleText, texts: dict[str, RuleText], numbers: _Numbers
) -> None:
    page = text.page
    anchor = rule_anchor(text.name)
    chapter.section(page.title, anchor, page.number, words=(page.title,))
    for paragraph in page.paragraphs:
        number = f"**{paragraph.number}** " if paragraph.number else ""
        chapter.add(Text(number + plain(paragraph.text)))
    chapter.add(*numbers.of(text))
    if page.example:
        chapter.add(Text(f"*Example.* {first_up(sentence(page.example))}"))
    shown = [e for e in studies.examples.values() if e.rule == text.name]
    rows = [link(f"{row} {plain(NAMES[row].lower())}", f"row-{row}") for row in page.rows]
    rows += [f"section {s}, {plain(SECTIONS[s].lower())}" for s in page.sections if s in SECTIONS]
    known = []
    if rows:
        known.append(f"*Carries* {joined(rows)}.")
    if shown:
        listed = joined([link(plain(e.label), f"example-{e.id}") for e in shown])
        known.append(f"*Worked {'example' if len(shown) == 1 else 'examples'}:* {listed}.")
    if text.name in texts:
        known.append(f"*Switch it off as* {code(text.name)}.")
    chapter.add(Text(" ".join(known)) if known else Text(f"*Part of* {code(text.name)}."))


class _Numbers:
    """The constants as they stand in the ruleset and in each scenario; looked up once for all rules."""

    def __init__(self, studies: Studies) -> None:
        rules = studies.rules
        self.known, self.words = constant_table(rules.constants), Phrases(rules)
        self.scenarios = [(s.label, constant_table(s.constants)) for s in rules.scenarios.values()]

    def of(self, text: RuleText) -> list[Block]:
        """The constants that the rule itself reads, not its parts; what differs from the text is said first."""
        known, words = self.known, self.words
        elsewhere = {key for part in text.parts for key in part.constants}
        own = [known[key] for key in text.constants if key not in elsewhere]
        if not own:
            return []
        blocks: list[Block] = []
        different = [c for c in own if c.differs]
        if different:
            said = joined(
                [
                    f"{code(c.path)} is **{words.value(c.value)}** (the text above has {words.value(c.default)})"
                    for c in different
                ]
            )
            blocks.append(Box(f"In this ruleset {said}."))
        rows = tuple(
            (
                code(c.path),
                words.value(c.value) + (r" \*" if c.differs else ""),
                sentence(c.meaning.replace("`", "")),
            )
            for c in own
        )
        blocks.append(Grid(("Number", "Value", "Meaning"), rows, small=True))
        overridden = self.played(own)
        if overridden:
            blocks.append(Bullets(tuple(overridden)))
        return blocks

    def played(self, own: list[Constant]) -> list[str]:
        """Scenarios that play one of these with another number."""
        found = []
        for label, here in self.scenarios:
            moved = [here[c.group, c.name] for c in own if here[c.group, c.name].value != c.value]
            if moved:
                told = joined([f"{code(c.path)} {self.words.value(c.value)}" for c in moved])
                found.append(f"In the scenario “{plain(label)}”: {told}.")
        return found
