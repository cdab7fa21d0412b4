"""The table of mechanisms: for each row its rule, phase, constants, worked example, experiment and ablation.

Nothing in it is written by hand but the names of the rows. Rules are found by the rows in their
docstrings, constants in their code, examples and experiments in the ruleset's studies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wargame.engine.rule_text import RuleText, rule_text, rule_texts
from wargame.ruleset import schema
from wargame.ruleset.studies import Studies
from wargame.text.constants import Constant, constant_table, value_words
from wargame.text.rows import FAILURES, IN_DATA, NAMES, Failure


@dataclass(frozen=True)
class Mechanism:
    """A row of the table, and everything in the code that carries, shows or tests it."""

    row: int
    name: str
    rules: tuple[RuleText, ...]
    data: str
    """What of the ruleset carries it, where a rule only applies it."""
    constants: tuple[Constant, ...]
    examples: tuple[schema.Example, ...]
    hypotheses: tuple[schema.Hypothesis, ...]

    @property
    def lacks(self) -> tuple[str, ...]:
        """Which of rule, worked example and experiment are missing."""
        parts = {"rule": self.rules, "worked example": self.examples, "experiment": self.hypotheses}
        return tuple(what for what, found in parts.items() if not found)


def mechanisms(studies: Studies) -> list[Mechanism]:
    """Every row of the table, in order."""
    texts = rule_texts()
    known = constant_table(studies.rules.constants)
    table = []
    for row, name in NAMES.items():
        rules = [text for text in texts.values() if row in text.rows]
        applied, data = IN_DATA.get(row, ("", ""))
        if applied and texts[applied] not in rules:
            rules.append(texts[applied])
        keys = dict.fromkeys(key for text in rules for key in text.constants)
        table.append(
            Mechanism(
                row,
                name,
                tuple(rules),
                data,
                tuple(known[key] for key in keys),
                tuple(e for e in studies.examples.values() if row in e.rows),
                tuple(h for h in studies.hypotheses.values() if row in h.rows),
            )
        )
    return table


# Words -------------------------------------------------------------------------------------------


def rule_words(text: RuleText, row: int | None = None) -> str:
    """`8.5 Accident (ladder.accidents)`; of a row that only a part of the rule names, the part."""
    pages = (p.page for p in text.parts if row in p.page.rows and row not in text.page.rows)
    page = next(pages, text.page)
    return f"{page.number} {page.title} ({text.name})"


def constant_words(constant: Constant) -> str:
    """`attribution.blame = 9 (6 in the code)`."""
    other = f" ({value_words(constant.default)} in the code)" if constant.differs else ""
    return f"{constant.path} = {value_words(constant.value)}{other}"


def hypothesis_words(hypothesis: schema.Hypothesis) -> str:
    """`refusal-first (E3)`."""
    return f"{hypothesis.id} ({hypothesis.experiment})" if hypothesis.experiment else hypothesis.id


def ablation_words(patch: schema.Patch | None) -> str:
    """What a patch takes away: `off ladder.accidents; accident.need = 20`."""
    if patch is None:
        return "none"
    parts = [f"off {', '.join(patch.off)}"] if patch.off else []
    parts += [f"{path} = {value_words(value)}" for path, value in patch.constants.items()]
    parts += [f"{meter} held at {value}" for meter, value in patch.hold.items()]
    parts += [f"{meter} starts at {value}" for meter, value in patch.starts.items()]
    parts += [f"{power} plays {doctrine}" for power, doctrine in patch.doctrines.items()]
    parts += [f"the line {line} {state}" for line, state in patch.lines.items()]
    return "; ".join(parts) or "none"


def columns(mechanism: Mechanism) -> dict[str, list[str]]:
    """The cells of a row by their column, several entries to a cell."""
    rules = [rule_words(text, mechanism.row) for text in mechanism.rules]
    if mechanism.data:
        rules.append(f"with {mechanism.data}")
    return {
        "rule": rules,
        "phase": list(dict.fromkeys(text.phase for text in mechanism.rules)),
        "constants": [constant_words(constant) for constant in mechanism.constants],
        "worked example": [example.id for example in mechanism.examples],
        "experiment": [hypothesis_words(h) for h in mechanism.hypotheses],
        "ablation": [ablation_words(h.ablation) for h in mechanism.hypotheses if h.ablation is not None],
    }


def failure_sources(studies: Studies, failure: Failure) -> list[str]:
    """Where a failure comes from: rules, and entries that the ruleset has."""
    known = studies.rules.document
    return [rule_words(rule_text(name)) for name in failure.rules] + [
        f"{section} {id}" for section, id in failure.entries if any(e.id == id for e in known.of(section))
    ]


# The command -------------------------------------------------------------------------------------


def as_lines(studies: Studies, row: int | None = None) -> Iterator[str]:
    """The table for a terminal: a paragraph a row, then failure modes and switches; or one row alone."""
    for mechanism in mechanisms(studies):
        if row in (None, mechanism.row):
            yield f"{mechanism.row:>2}  {mechanism.name}"
            for what, cells in columns(mechanism).items():
                yield f"    {what:<15} {'; '.join(cells) or 'none'}"
            if row is not None:
                yield from _details(mechanism)
            yield ""
    if row is None:
        yield "Failure modes"
        for failure in FAILURES:
            yield f"    {failure.name}: {failure.meaning}"
            yield f"        {'; '.join(failure_sources(studies, failure))}"
        yield ""
        yield "Switches"
        for switch in studies.rules.document.of("switch"):
            options = ", ".join(o.id + " (default)" * (not n) for n, o in enumerate(switch.options))
            yield f"    {switch.id}: {options}"


def _details(mechanism: Mechanism) -> Iterator[str]:
    for example in mechanism.examples:
        yield f"    example {example.id}: {' '.join(example.text.split())}"
    for hypothesis in mechanism.hypotheses:
        yield f"    experiment {hypothesis_words(hypothesis)}: {' '.join(hypothesis.claim.split())}"


def as_markdown(studies: Studies, row: int | None = None) -> Iterator[str]:
    """The same as a Markdown table."""
    table = [m for m in mechanisms(studies) if row in (None, m.row)]
    heads = ["row", "mechanism", *columns(table[0])] if table else []
    yield from _grid(heads, ([str(m.row), m.name, *map(_cell, columns(m).values())] for m in table))
    if row is None:
        failures = ([f.name, f.meaning, _cell(failure_sources(studies, f))] for f in FAILURES)
        yield ""
        yield from _grid(["failure mode", "what happens", "comes from"], failures)
        switches = (
            [s.id, s.label, _cell(o.id for o in s.options)] for s in studies.rules.document.of("switch")
        )
        yield ""
        yield from _grid(["switch", "question", "options, the default first"], switches)


def _cell(parts: Iterable[str]) -> str:
    return "<br>".join(parts)


def _grid(heads: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |"


def run_command(ruleset: str, row: int | None, markdown: bool) -> Iterator[str]:
    """What `wargame mechanisms` prints. ValueError for a row that is not in the table."""
    from wargame.ruleset.studies import load_studies

    if row is not None and row not in NAMES:
        raise ValueError(f"there is no row {row}; the table goes from 1 to {max(NAMES)}")
    studies = load_studies(ruleset)
    yield from as_markdown(studies, row) if markdown else as_lines(studies, row)
