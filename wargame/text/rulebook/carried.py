"""Chapter 17: the table of mechanisms, the failures that a game can show, and the words of the ruleset."""

from __future__ import annotations

from wargame.ruleset import schema, vocabulary
from wargame.ruleset.studies import Studies
from wargame.text.mechanisms import (
    Mechanism,
    constant_words,
    failure_sources,
    hypothesis_words,
    mechanisms,
)
from wargame.text.rows import FAILURES
from wargame.text.rulebook.blocks import Bullets, Chapter, Grid, Item, Text, code, link, plain
from wargame.text.rulebook.phrases import Phrases, sentence
from wargame.text.rulebook.sequence import rule_anchor
from wargame.text.words import joined


def carried(studies: Studies) -> Chapter:
    chapter = Chapter(17, "Mechanisms")
    words = Phrases(studies.rules)
    chapter.section("The table of mechanisms", "mechanisms", words=("Mechanisms",))
    chapter.add(
        Text(
            "What two essays say of such a stand-off, row by row, and where it is in the rules: the rule "
            "that carries it, the example that shows it, and the experiment that tests it. That a claim "
            "passes shows that the rules carry it, not that it is true of the world."
        )
    )
    for mechanism in mechanisms(studies):
        chapter.add(
            Item(
                f"{mechanism.row} {plain(mechanism.name)}",
                "",
                f"row-{mechanism.row}",
                _lines(words, mechanism),
            )
        )
        chapter.index(mechanism.name, f"row-{mechanism.row}")
    chapter.section("Failure modes", "failures", words=("Failure modes",))
    rows = tuple(
        (plain(f.name), plain(f.meaning), plain("; ".join(failure_sources(studies, f)))) for f in FAILURES
    )
    anchors = tuple(f"failure-{n}" for n in range(len(FAILURES)))
    chapter.add(Grid(("Failure", "What happens", "Comes from"), rows, anchors))
    for failure, anchor in zip(FAILURES, anchors, strict=True):
        chapter.index(f"{failure.name} (failure mode)", anchor)
    _vocabulary(chapter)
    return chapter


def _lines(words: Phrases, mechanism: Mechanism) -> tuple[str, ...]:
    rules = [link(f"{t.page.number} {plain(t.page.title)}", rule_anchor(t.name)) for t in mechanism.rules]
    data = f", with {mechanism.data}" if mechanism.data else ""
    phases = joined(list(dict.fromkeys(text.phase for text in mechanism.rules)))
    lines = [f"*Rules:* {joined(rules)}{data}. *Phase:* {phases}."]
    if mechanism.constants:
        lines.append(f"*Numbers:* {'; '.join(code(constant_words(c)) for c in mechanism.constants)}.")
    shown = [link(plain(e.label), f"example-{e.id}") for e in mechanism.examples]
    lines.append(f"*Examples:* {joined(shown) or 'none'}.")
    for hypothesis in mechanism.hypotheses:
        ablation = hypothesis.ablation
        without = f" *Ablation:* {words.patch(ablation)}." if ablation is not None else ""
        lines.append(
            f"*Experiment* {code(hypothesis_words(hypothesis))}: {sentence(hypothesis.claim)}{without}"
        )
    if not mechanism.hypotheses:
        lines.append("*Experiment:* none.")
    return tuple(lines)


def _vocabulary(chapter: Chapter) -> None:
    chapter.section("The words of a ruleset", "vocabulary", words=("Vocabulary of rulesets",))
    chapter.add(
        Text("An order, event, line or deal may say only these things; a word that is not here needs a rule.")
    )
    for title, words in (
        ("Acts", vocabulary.ACTS),
        ("Weapons", vocabulary.WEAPONS),
        ("Targets of salvos", vocabulary.SALVO_TARGETS),
        ("Targets of strikes", vocabulary.STRIKE_TARGETS),
        ("Requirements", vocabulary.REQUIREMENTS),
        ("Effects", vocabulary.EFFECTS),
        ("Tags", schema.TAGS),
    ):
        chapter.part(title)
        chapter.add(Bullets(tuple(f"{code(word)}: {plain(text)}" for word, text in words.items())))
