"""Chapter 12: red lines, deals, how games end and what they are worth, scenarios and their switches."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.ruleset import schema, vocabulary
from wargame.ruleset.tables import Ruleset
from wargame.text.briefs import term_words
from wargame.text.rulebook.blocks import Bullets, Chapter, Grid, Item, Text, code, link, plain
from wargame.text.rulebook.phrases import Phrases, sentence
from wargame.text.rulebook.umpire import NUMBER
from wargame.text.words import FORMS, joined, month_name, power_called, power_name


def affairs(rules: Ruleset) -> Chapter:
    chapter = Chapter(12, "Lines, deals and ends")
    words = Phrases(rules)
    _lines(chapter, rules, words)
    _deals(chapter, rules, words)
    _ends(chapter, rules, words)
    _victory(chapter, rules)
    _scenarios(chapter, rules, words)
    _switches(chapter, rules, words)
    return chapter


def _lines(chapter: Chapter, rules: Ruleset, words: Phrases) -> None:
    chapter.section("Red lines", "red-lines", words=("Red lines",))
    chapter.add(
        Text(
            "A red line says which act, where, and read at which rung its owner will not let pass, and at "
            "which rung it has promised itself to answer. A tacit line is known to its owner only; it may "
            "be told in private, or declared to everybody. What happens when one is crossed is in rules "
            f"{link('8.2', 'rule-red-lines-test-lines')} and {link('8.3', 'rule-red-lines-answers')}."
        )
    )
    for line in rules.document.of("line"):
        chapter.add(Item(plain(line.label), line.id, f"line-{line.id}", tuple(_line(rules, words, line))))
        chapter.index(f"{line.label} (red line)", f"line-{line.id}")


def _line(rules: Ruleset, words: Phrases, line: schema.Line) -> Iterator[str]:
    yield sentence(line.text)
    acts = joined([plain(vocabulary.ACTS[act]) for act in line.acts])
    by = f" by {plain(joined([power_called(rules, p) for p in line.by]))}" if line.by else " by anybody else"
    where = f" in {plain(joined([words.label('area', a) for a in line.areas]))}" if line.areas else ""
    yield f"*Of* {plain(power_called(rules, line.owner))}: {acts}{by}{where}, read at rung {line.at_rung} or above."
    declared = " *Declared* at the start." if line.start == "declared" else ""
    yield f"*Answer* at rung {line.commits} or above.{declared}"


def _deals(chapter: Chapter, rules: Ruleset, words: Phrases) -> None:
    chapter.section("Deals", "deals", words=("Deals", "Offers"))
    talks = rules.constants.talks
    chapter.add(
        Text(
            "Either side may offer a deal when its conditions hold; the other may accept or reject it; the "
            f"side that has one may leave it. An offer stands for {talks.offer_months} months. The four "
            f"moves are typed {code('offer NAME POWER')}, {code('accept …')}, {code('reject …')} and "
            f"{code('leave …')}. How a deal is made, kept, leaked, disputed and voided is in chapter "
            f"{link('5', 'chapter-5')}; what each side reckons it to be worth in rule "
            f"{link('2.3', 'rule-appraisal-appraise')}."
        ),
        Grid(
            ("Form", "What it is"),
            tuple((FORMS[form].capitalize(), plain(text)) for form, text in vocabulary.DEAL_FORMS.items()),
        ),
    )
    for deal in rules.document.of("deal"):
        chapter.add(Item(plain(deal.label), rules.document.wording.name(deal.id), f"deal-{deal.id}",
                         tuple(_deal(rules, words, deal))))  # fmt: skip
        chapter.index(f"{deal.label} (deal)", f"deal-{deal.id}")


def _deal(rules: Ruleset, words: Phrases, deal: schema.Deal) -> Iterator[str]:
    yield sentence(deal.text)
    one, other = (power_called(rules, power) for power in deal.between)
    cells = joined([words.label("cell", c) for c in deal.cells])
    yield f"*A {FORMS[deal.form]}* between {plain(one)} and {plain(other)}, by {plain(cells)}; {deal.months} months."
    channel = words.level(f"{deal.between[0]}-{deal.between[1]}.channel", deal.channel)
    needs = [f"their channel at {channel} or better"] if deal.channel else []
    needs += [words.requirement(r) for r in deal.requires]
    if needs:
        yield f"*Needs* {plain('; '.join(needs))}."
    yield (
        f"*Gives* once: {plain(one)} {deal.gives[0]}, {plain(other)} {deal.gives[1]}. *Gets* each quarter: "
        f"{plain(one)} {deal.gets[0]}, {plain(other)} {deal.gets[1]}. *Verification* {deal.verification}."
    )
    if deal.covers:
        yield f"*Covers* {plain(joined([words.label('area', a) for a in deal.covers]))}."
    for lead, effects in (("When made", deal.on_making), ("Each month", deal.monthly), ("When it ends", deal.on_ending),
                          ("When broken, in addition", deal.on_breaking)):  # fmt: skip
        if effects:
            yield f"*{lead}:* {plain(words.effect_words(effects))}."


def _ends(chapter: Chapter, rules: Ruleset, words: Phrases) -> None:
    chapter.section("How a game ends", "ends", words=("Ends",))
    chapter.add(Text(f"The first of these that holds ends the game ({link('10.2', 'rule-endings-check')})."))
    for end in rules.document.of("end"):
        when = "after the last month" if end.last_date else words.requirements(end.requires)
        worth = [f"{power_called(rules, p)} {score:+d}" for p, score in end.scores.items() if score]
        lines = [sentence(end.text), f"*When* {plain(when)}."]
        if worth:
            lines.append(f"*Worth* {plain(joined(worth))}.")
        chapter.add(Item(plain(end.label), end.id, f"end-{end.id}", tuple(lines)))
        chapter.index(f"{end.label} (end)", f"end-{end.id}")


def _victory(chapter: Chapter, rules: Ruleset) -> None:
    chapter.section("Victory", "victory", words=("Victory terms", "Verdicts"))
    chapter.add(
        Text(
            "Each power counts its own points, month by month and at the end, and reads its own verdict "
            "from them. All may win, and all may lose. That nothing was signed is no loss by itself."
        )
    )
    for victory in rules.document.of("victory"):
        power = rules.powers.index(victory.power)
        draw, marginal, decisive = victory.verdicts
        chapter.part(rules.power_labels[power], f"victory-{victory.power}")
        chapter.add(
            Text(sentence(victory.text)),
            Bullets(tuple(plain(term_words(rules, term)) for term in rules.ends.terms[power])),
            Text(
                f"{draw} points or more are a draw for {plain(power_name(rules, power))}, {marginal} a "
                f"marginal and {decisive} a decisive victory."
            ),
        )


def _scenarios(chapter: Chapter, rules: Ruleset, words: Phrases) -> None:
    chapter.section("Scenarios", "scenarios", words=("Scenarios",))
    for scenario in rules.document.of("scenario"):
        chapter.add(
            Item(
                plain(scenario.label),
                scenario.id,
                f"scenario-{scenario.id}",
                tuple(_scenario(words, scenario)),
            )
        )
        chapter.index(f"{scenario.label} (scenario)", f"scenario-{scenario.id}")
    chapter.add(
        Text(
            f"Where the hidden numbers begin, and what is planned, is for the umpire: chapter "
            f"{link(str(NUMBER), f'chapter-{NUMBER}')}."
        )
    )


def _scenario(words: Phrases, scenario: schema.Scenario) -> Iterator[str]:
    yield sentence(scenario.text)
    begins = month_name(scenario.first_month, 1)
    deck = "with the event deck" if scenario.events else "without the event deck"
    crisis = ", inside a crisis" if scenario.crisis else ""
    yield f"*{scenario.months} months* from {begins}{crisis}, {deck}; about {scenario.minutes} minutes."
    special = schema.Patch(constants=scenario.constants, off=scenario.off)
    if special.constants or special.off:
        yield f"*Of its own:* {words.patch(special)}."
    if scenario.switches:
        yield f"*Switches:* {plain('; '.join(f'{k}: {v}' for k, v in scenario.switches.items()))}."


def _switches(chapter: Chapter, rules: Ruleset, words: Phrases) -> None:
    found: tuple[schema.Switch, ...] = rules.document.of("switch")
    if not found:
        return
    chapter.section("Switches", "switches", words=("Switches",))
    chapter.add(
        Text(
            "Points on which the sources disagree, or on which an instructor may want to. The first option "
            "of each is played unless a scenario or the instructor takes another."
        )
    )
    for switch in found:
        lines = [sentence(switch.text)]
        lines += [
            f"{code(option.id)} **{plain(option.label)}.** {sentence(option.text)} "
            f"*Changes:* {words.patch(option)}."
            for option in switch.options
        ]
        chapter.add(Item(plain(switch.label), switch.id, f"switch-{switch.id}", tuple(lines)))
        chapter.index(f"{switch.label} (switch)", f"switch-{switch.id}")
