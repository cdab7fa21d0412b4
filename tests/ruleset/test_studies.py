"""The studies of a ruleset: what they name must exist, and what does not is said with file, line and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from wargame.ruleset.problems import RulesetError
from wargame.ruleset.schema import Count
from wargame.ruleset.studies import Studies, load_studies, matching, uncovered
from wargame.ruleset.tables import Ruleset

GOOD = """
[[hypothesis]]
id = "channel-noise"
claim = "A channel keeps noise down."
rows = [12, 26]
experiment = "E1"
measure = { meter = "tehran-washington.noise", at = "change" }
unit = "noise"
expect = "falls"
least = 1.0
ablation = { off = ["stocks.predictability"] }

[[hypothesis.arms]]
label = "shut"
hold = { "tehran-washington.channel" = 0 }

[[hypothesis.arms]]
label = "protocol"
hold = { "tehran-washington.channel" = 3 }
months = 20
"""

EXAMPLE = """
[[example]]
id = "quiet-month"
label = "A quiet month"
rule = "ladder.climb"
rows = [1]
text = "Nothing is ordered."
expect = { "world.month" = 1 }
"""


def folder_with(tmp_path: Path, rules: Ruleset, **files: str) -> str:
    """The shipped ruleset in a folder of its own, with these files of studies."""
    folder = tmp_path / "mine"
    texts = {**rules.document.files, **{f"studies/{name}.toml": text for name, text in files.items()}}
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return str(folder)


def loaded(tmp_path: Path, rules: Ruleset, **files: str) -> Studies:
    return load_studies(folder_with(tmp_path, rules, **files), rules)


def said(tmp_path: Path, rules: Ruleset, old: str, new: str, text: str = GOOD) -> list[str]:
    """What is said of a text with one thing changed in it, below the heading."""
    assert text.count(old) == 1, old
    with pytest.raises(RulesetError) as caught:
        loaded(tmp_path, rules, a=text.replace(old, new))
    return str(caught.value).split("\n  ")[1:]


def test_the_shipped_studies_are_sound(rules: Ruleset) -> None:
    found = load_studies("standoff", rules)

    assert "noise-decays-with-channel" in found.hypotheses


def test_a_ruleset_may_have_no_studies(tmp_path: Path, rules: Ruleset) -> None:
    found = loaded(tmp_path, rules)

    assert not found.hypotheses
    assert not found.examples


def test_studies_are_read_from_all_files(tmp_path: Path, rules: Ruleset) -> None:
    found = loaded(tmp_path, rules, a=GOOD, b=EXAMPLE)

    assert list(found.hypotheses) == ["channel-noise"]
    assert list(found.examples) == ["quiet-month"]


def test_an_arm_is_the_scenario_with_its_patch_and_the_ablation_on_top(
    tmp_path: Path, rules: Ruleset
) -> None:
    text = GOOD.replace("months = 20", 'months = 20\ninjects = [{ month = 3, event = "oil-glut" }]')
    event = next(entry.id for entry in rules.document.of("event"))
    found = loaded(tmp_path, rules, a=text.replace("oil-glut", event))
    entry = found.hypotheses["channel-noise"]
    plain, ablated = (found.scenario(entry, 1, ablated=ablated) for ablated in (False, True))
    channel = rules.meters.row["tehran-washington.channel"]

    assert (channel, 3) in plain.hold
    assert plain.start[channel] == 3
    assert plain.months == 20
    assert plain.injects[-1] == (3, rules.programs.index[f"event {event}"])
    assert plain.off == rules.scenarios["standoff"].off
    assert ablated.off - plain.off == {"stocks.predictability"}
    assert ablated.hold == plain.hold


NOISE, CHANNEL = "tehran-washington.nois", "tehran-washington.chanel"
SHUT = 'hold = { "tehran-washington.channel" = 0 }'
WRONG = [
    ('"tehran-washington.noise"', f'"{NOISE}"', 7, f"measure.meter: '{NOISE}' is not a meter"),
    ('experiment = "E1"', 'experiment = "E51"', 6, "experiment: 'E51' is not an experiment"),
    ('experiment = "E1"', 'scenario = "standof"', 6, "scenario: 'standof' is not a scenario"),
    (SHUT, f'hold = {{ "{CHANNEL}" = 0 }}', 15, f"arms.1.hold: '{CHANNEL}' is not a meter"),
    (SHUT, SHUT.replace("0", "9"), 15, "is outside 0..3"),
    (SHUT, 'scenario = "crisi"', 15, "arms.1.scenario: 'crisi' is not a scenario"),
    (SHUT, 'switches = { nothing = "off" }', 15, "arms.1.switches: 'nothing' is not a switch"),
    (SHUT, 'doctrines = { tehran = "broker" }', 15, "'broker' is not a doctrine of tehran"),
    (SHUT, 'doctrines = { teheran = "null" }', 15, "arms.1.doctrines: 'teheran' is not a power"),
    (SHUT, 'constants = { "salvo.lek" = 1 }', 15, "'salvo.lek' is not a constant"),
    (SHUT, 'lines = { nothing = "tacit" }', 15, "arms.1.lines: 'nothing' is not a line"),
    (SHUT, 'injects = [{ month = 1, event = "nothing" }]', 15, "arms.1.injects: 'nothing' is not a"),
    (SHUT, 'measure = { end = "peace" }', 15, "arms.1.measure.end: 'peace' is not an end"),
    ("{ off", '{ starts = { "tehran.csh" = 1 }, off', 11, "ablation.starts: 'tehran.csh' is not"),
]


@pytest.mark.parametrize(("old", "new", "line", "message"), WRONG)
def test_a_wrong_name_is_reported_with_file_line_and_field(
    tmp_path: Path, rules: Ruleset, old: str, new: str, line: int, message: str
) -> None:
    problems = said(tmp_path, rules, old, new)

    assert len(problems) == 1
    assert problems[0].startswith(f"studies/a.toml:{line}: hypothesis 'channel-noise': ")
    assert message in problems[0]


MEASURES = [
    ('{ end = "regional-wa" }', "measure.end: 'regional-wa' is not an end; did you mean"),
    ('{ deal = "treety" }', "measure.deal: 'treety' is not a deal, a form of deals or any; did you mean \"treaty\""),
    ('{ share = [{ meter = "world.rng", at_least = 3 }] }', "measure.share: 'world.rng' is not a meter; did you mean"),
    ('{ ever = [{ deal = "nothing", state = "in-force" }] }', "measure.ever: 'nothing' is not a deal"),
    ('{ first = [{ line = "nothing", state = "held" }] }', "measure.first: 'nothing' is not a line"),
    ('{ orders = { entry = "sieze-tanker" } }', "measure.orders.entry: 'sieze-tanker' is not an order"),
    ('{ orders = { kind = "postuer" } }', "measure.orders.kind: 'postuer' is not a kind; did you mean \"posture\""),
    ('{ orders = { act = "wordz" } }', "measure.orders.act: 'wordz' is not an act; did you mean \"words\""),
    ('{ orders = { power = "teheran" } }', "measure.orders.power: 'teheran' is not a power; did you mean \"tehran\""),
    ('{ orders = { power = "gcc", act = "strike-nuclear" } }', "measure.orders: no order is all of that"),
    ('{ end = "stand-off", among = [{ meter = "world.rng", at_least = 3 }] }', "measure.among: 'world.rng'"),
    ('{ meter = "world.rung", per = { meter = "world.rng" } }', "measure.per.meter: 'world.rng' is not a meter"),
    ('{ end = "stand-off", meter = "world.rung" }', "give exactly one of"),
    ('{ end = "stand-off", at = "sum" }', "at goes with a meter"),
    ('{ meter = "world.rung", from_month = 5, to_month = 4 }', "from_month comes after to_month"),
    ('{ meter = "world.rung", per = { end = "stand-off", per = { end = "stand-off" } } }', "per takes a plain measure"),
    ('{ ever = [] }', "ever needs a requirement"),
]  # fmt: skip


@pytest.mark.parametrize(("measure", "message"), MEASURES)
def test_a_wrong_measure_is_reported_at_its_line(
    tmp_path: Path, rules: Ruleset, measure: str, message: str
) -> None:
    problems = said(tmp_path, rules, '{ meter = "tehran-washington.noise", at = "change" }', measure)

    assert len(problems) == 1
    assert problems[0].startswith("studies/a.toml:7: hypothesis 'channel-noise': ")
    assert message in problems[0]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('expect = "falls"', 'expect = "peak"', "arms must be three or more for a peak"),
        ('expect = "falls"', 'expect = "interaction"', "arms must be four for an interaction"),
        ('label = "shut"', 'label = "protocol"', "arms must have labels of their own"),
    ],
)
def test_arms_must_fit_what_is_expected(
    tmp_path: Path, rules: Ruleset, old: str, new: str, message: str
) -> None:
    (problem,) = said(tmp_path, rules, old, new)

    assert message in problem


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('"world.month" = 1', '"world.mnth" = 1', 8, "expect: 'world.mnth' is not a meter"),
        ('"world.month" = 1', '"world.clock" = 9', 8, "expect: world.clock = 9 is outside"),
        ("rows = [1]", 'rows = [1]\nscenario = "standof"', 7, "scenario: 'standof' is not a scenario"),
        ("rows = [1]", 'rows = [1]\nsheets = [{ teheran = [] }]', 7, "sheets.1.teheran: 'teheran' is not a power"),
        ("rows = [1]", 'rows = [1]\nsheets = [{ tehran = ["sieze"] }]', 7, "sheets.1.tehran: 'sieze' is not an order"),
        ("rows = [1]", 'rows = [1]\nstarts = { "tehran.csh" = 3 }', 7, "starts: 'tehran.csh' is not a meter"),
    ],
)  # fmt: skip
def test_a_wrong_name_in_an_example_is_reported(
    tmp_path: Path, rules: Ruleset, old: str, new: str, line: int, message: str
) -> None:
    (problem,) = said(tmp_path, rules, old, new, EXAMPLE)

    assert problem.startswith(f"studies/a.toml:{line}: example 'quiet-month': ")
    assert message in problem


def test_an_order_of_somebody_else_is_reported(tmp_path: Path, rules: Ruleset) -> None:
    book = rules.programs
    tehran = rules.powers.index("tehran")
    foreign = next(n for n, p in zip(book.names[1:], book.power[1:], strict=True) if p != tehran)
    (problem,) = said(
        tmp_path, rules, "rows = [1]", f'rows = [1]\nsheets = [{{ tehran = ["{foreign}"] }}]', EXAMPLE
    )

    assert f"'{foreign}' is not an order of tehran" in problem


def test_everything_wrong_comes_in_one_go(tmp_path: Path, rules: Ruleset) -> None:
    with pytest.raises(RulesetError) as caught:
        loaded(
            tmp_path,
            rules,
            a=GOOD.replace('"falls"', '"fals"'),
            b=EXAMPLE.replace("world.month", "world.mnth"),
            c=GOOD.replace("channel-noise", "other").replace(".noise", ".nois"),
        )

    assert {(p.file, p.line) for p in caught.value.problems} == {
        ("studies/a.toml", 9),
        ("studies/b.toml", 8),
        ("studies/c.toml", 7),
    }


def test_a_count_matches_all_that_is_given(rules: Ruleset) -> None:
    book = rules.programs
    everything = matching(rules, Count())
    tehran = matching(rules, Count(power="tehran"))
    posture = matching(rules, Count(kind="posture"))

    assert everything == list(range(1, book.orders))
    assert tehran == [n for n in everything if book.power[n] == rules.powers.index("tehran")]
    assert matching(rules, Count(power="tehran", kind="posture")) == sorted(set(tehran) & set(posture))
    assert {book.entry[n] for n in matching(rules, Count(entry=book.entry[5]))} == {book.entry[5]}


def test_what_nobody_is_about_is_named(tmp_path: Path, rules: Ruleset) -> None:
    rows, experiments = uncovered(loaded(tmp_path, rules, a=GOOD).hypotheses.values())

    assert 12 not in rows
    assert 26 not in rows
    assert len(rows) == 73
    assert experiments == [f"E{n}" for n in range(2, 15)]
