"""Studies: shared luck, verdicts by synthetic numbers and by planted effects, the same however they are played."""

from __future__ import annotations

import csv
import multiprocessing
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import numpy as np
import pyarrow.parquet as pq
import pytest

from wargame.analysis import study as study_module
from wargame.analysis import study_command
from wargame.analysis.measures import Numbers
from wargame.analysis.results import CAUTION
from wargame.analysis.study import Finding, Plan, checked, chosen, fingerprint
from wargame.analysis.study_command import numbers, run_command
from wargame.analysis.study_page import closing, listing, page
from wargame.analysis.study_rows import rows_of
from wargame.analysis.verdicts import (
    FAILS,
    FEWEST,
    HOLDS,
    MOOT,
    REMAINS,
    UNDECIDED,
    VANISHES,
    WEAKENS,
    Effect,
    Sample,
    contrast,
    judge,
    judge_ablation,
    sample,
    step,
)
from wargame.ruleset.problems import RulesetError
from wargame.ruleset.schema import Arm, Hypothesis, Measure, Patch, Requirement
from wargame.ruleset.studies import Studies, load_studies
from wargame.ruleset.tables import Ruleset

# Verdicts by synthetic numbers ------------------------------------------------------------------

N = 400


def normal(mean: float, seed: int = 0, sd: float = 1.0, games: int = N) -> Sample:
    """Numbers with exactly this mean and standard deviation."""
    drawn = np.random.default_rng(seed).normal(size=games)
    drawn = (drawn - drawn.mean()) / drawn.std(ddof=1)
    return Sample(mean + sd * drawn, np.ones(games))


def share(hits: int, games: int = N) -> Sample:
    return Sample(np.where(np.arange(games) < hits, 100.0, 0.0), np.ones(games), shares=True)


def word(expect: str, *means: float, least: float = 1.0, sd: float = 1.0) -> str:
    """The verdict on arms of independent luck."""
    return judge(expect, least, [normal(m, seed, sd) for seed, m in enumerate(means)]).word


@pytest.mark.parametrize(
    ("expect", "means", "sd", "verdict"),
    [
        ("rises", (0, 2), 1, HOLDS),
        ("falls", (2, 0), 1, HOLDS),
        ("rises", (2, 0), 1, FAILS),  # the other way
        ("rises", (0, 0.5), 1, FAILS),  # there, but too small
        ("rises", (0, 0), 1, FAILS),
        ("rises", (0, 2), 30, UNDECIDED),  # who knows
        ("rises", (0, 0.95), 1, UNDECIDED),  # short of the least, whose side it may be on
        ("rises", (0, 1, 2), 1, HOLDS),
        ("rises", (0, 0, 2), 1, HOLDS),  # a step that goes nowhere
        ("rises", (0, 3, 2), 1, FAILS),  # a step back
        ("falls", (5, 6, 0), 1, FAILS),
        ("flat", (3, 3), 1, HOLDS),
        ("flat", (3, 3.5, 2.6), 1, HOLDS),
        ("flat", (3, 5), 1, FAILS),
        ("flat", (3, 3, 5), 1, FAILS),
        ("flat", (3, 5, 3), 1, FAILS),
        ("flat", (3, 3.95), 1, UNDECIDED),
        ("peak", (0, 3, 1), 1, HOLDS),
        ("peak", (0, 1, 5, 1), 1, HOLDS),
        ("peak", (0, 3, 2.9), 1, FAILS),
        ("peak", (3, 0, 3), 1, FAILS),
        ("peak", (0, 3, 0), 40, UNDECIDED),
        ("interaction", (0, 1, 0, 3), 1, HOLDS),
        ("interaction", (0, 1, 5, 6), 1, FAILS),  # both steps alike
        ("interaction", (0, 3, 0, 1), 1, FAILS),
        ("interaction", (0, 1, 0, 3), 40, UNDECIDED),
    ],
)
def test_each_verdict_can_be_reached(expect: str, means: Sequence[float], sd: float, verdict: str) -> None:
    assert word(expect, *means, sd=sd) == verdict


def test_with_few_games_nothing_is_said() -> None:
    few = normal(0, games=FEWEST - 1)

    found = judge("rises", 1, [few, normal(5, games=FEWEST - 1)])

    assert (found.word, found.effect) == (UNDECIDED, None)
    assert str(FEWEST - 1) in found.why
    assert few.interval is None


def test_a_step_by_hand() -> None:
    """Differences 1, 2, 3, ...: their mean, and 1.96 standard errors to each side."""
    games = 40
    before = np.random.default_rng(1).normal(size=games) * 50
    found = step(
        [Sample(before, np.ones(games)), Sample(before + np.arange(1, games + 1), np.ones(games))], 0, 1
    )

    assert found is not None
    assert found.value == pytest.approx(20.5)
    half = 1.95996 * np.arange(1, games + 1).std(ddof=1) / games**0.5
    assert found.high - found.value == pytest.approx(half, rel=1e-4)


def test_shared_luck_narrows_the_interval() -> None:
    luck = normal(0, 1, sd=10)
    shared = step([luck, Sample(luck.over + normal(1, 2).over, luck.under)], 0, 1)
    apart = step([luck, normal(1, 3, sd=10)], 0, 1)

    assert shared is not None
    assert apart is not None
    assert shared.high - shared.low < (apart.high - apart.low) / 5


def test_arms_that_are_the_same_differ_by_nought() -> None:
    same = normal(3, 1)

    assert step([same, same], 0, 1) == Effect(0, 0, 0)


def covered(draw: Callable[[np.random.Generator], tuple[list[Sample], float]], times: int = 600) -> float:
    """How often the interval of a planted effect holds it."""
    hits = 0
    for seed in range(times):
        samples, effect = draw(np.random.default_rng(seed))
        found = step(samples, 0, 1)
        hits += found is not None and found.low <= effect <= found.high
    return hits / times


def test_intervals_of_paired_means_hold_the_truth_as_often_as_they_say() -> None:
    def draw(dice: np.random.Generator) -> tuple[list[Sample], float]:
        luck, ones = dice.normal(size=200), np.ones(200)
        return [Sample(luck, ones), Sample(luck + 0.5 + dice.normal(size=200), ones)], 0.5

    assert covered(draw) == pytest.approx(0.95, abs=0.025)


def test_intervals_of_ratios_do() -> None:
    """A third and a half of a number of acts that the arms share in part."""

    def draw(dice: np.random.Generator) -> tuple[list[Sample], float]:
        luck = dice.poisson(5, 300)
        acts = [luck + dice.poisson(5, 300) for _ in range(2)]
        hits = [dice.binomial(a, p) for a, p in zip(acts, (1 / 3, 1 / 2), strict=True)]
        return [Sample(h * 1.0, a * 1.0, 100, ratio=True) for h, a in zip(hits, acts, strict=True)], 50 / 3

    assert covered(draw) == pytest.approx(0.95, abs=0.025)


def test_intervals_among_some_games_do() -> None:
    def draw(dice: np.random.Generator) -> tuple[list[Sample], float]:
        made = []
        for mean in (0.0, 1.0):
            some = dice.random(300) < 0.4
            made.append(Sample(np.where(some, dice.normal(mean, 2, 300), 0), some * 1.0))
        return made, 1.0

    assert covered(draw) == pytest.approx(0.95, abs=0.025)


def test_intervals_of_rare_shares_do_not_claim_certainty() -> None:
    found = step([share(0), share(0)], 0, 1)

    assert found is not None
    assert found.value == 0
    assert found.low < -0.3 < 0.3 < found.high  # 400 games may well miss what comes up once in 400
    assert share(0).interval == pytest.approx((0, 0.951), abs=0.01)


def test_a_variance_is_compared_like_a_mean() -> None:
    measure = Measure(meter="world.rung", variance=True)
    own = Measure(meter="world.rung")
    narrow, wide = (sample(measure, {own: normal(5, seed, sd).over}) for seed, sd in ((1, 1.0), (2, 3.0)))

    assert narrow.value == pytest.approx(1)
    assert wide.value == pytest.approx(9)
    assert judge("rises", 4, [narrow, wide]).word == HOLDS


def test_games_that_do_not_qualify_are_left_out() -> None:
    among = (Requirement(meter="world.rung", at_least=7),)
    measure = Measure(meter="world.oil", among=among)
    own: Numbers = np.array([1.0, 2.0, np.nan, 40.0])
    found = sample(
        measure, {Measure(meter="world.oil"): own, Measure(ever=among): np.array([100, 100, 100, 0])}
    )

    assert found.counted == 2
    assert found.value == 1.5


def test_a_ratio_divides_totals() -> None:
    under = Measure(meter="world.acts", at="sum")
    measure = Measure(meter="world.misreads", at="sum", per=under)
    own = Measure(meter="world.misreads", at="sum")
    found = sample(measure, {own: np.array([1.0, 0, 3]), under: np.array([2.0, 0, 6])})

    assert found.value == 50  # and not the mean of 50, nothing and 50
    assert found.counted == 2


def test_a_contrast_of_four_arms_by_hand() -> None:
    arms = [normal(m, s) for s, m in enumerate((1, 2, 4, 9))]
    found = contrast(arms, [1, -1, -1, 1])
    by_game = arms[0].over - arms[1].over - arms[2].over + arms[3].over

    assert found is not None
    assert found.value == pytest.approx(4)
    assert found.high - found.value == pytest.approx(1.95996 * by_game.std(ddof=1) / N**0.5, rel=1e-4)


def hypothesis(expect: str = "rises", arms: int = 2, least: float = 1.0, **more: object) -> Hypothesis:
    return Hypothesis.model_validate(
        {
            "id": "made-up",
            "claim": "A claim.",
            "rows": (1,),
            "arms": tuple({"label": f"arm {n}"} for n in range(arms)),
            "measure": {"meter": "world.oil"},
            "unit": "dollars",
            "expect": expect,
            "least": least,
            **more,
        }
    )


@pytest.mark.parametrize(
    ("expect", "means", "without", "verdict"),
    [
        ("rises", (0, 5), (0, 0), VANISHES),
        ("rises", (0, 5), (0, 0.5), VANISHES),  # smaller than the least
        ("rises", (0, 5), (5, 0), VANISHES),  # the other way
        ("rises", (0, 5), (0, 2), WEAKENS),
        ("rises", (0, 5), (0, 3), REMAINS),
        ("falls", (5, 0), (5, 0), REMAINS),
        ("falls", (5, 0), (2, 0), WEAKENS),
        ("rises", (0, 0), (0, 0), MOOT),
        ("flat", (0, 0), (0, 5), VANISHES),
        ("flat", (0, 0), (0, 0), REMAINS),
    ],
)
def test_each_verdict_on_an_ablation_can_be_reached(
    expect: str, means: Sequence[float], without: Sequence[float], verdict: str
) -> None:
    arms = [normal(m, seed) for seed, m in enumerate(means)]
    others = [normal(m, seed + 9) for seed, m in enumerate(without)]
    found = judge_ablation(hypothesis(expect), judge(expect, 1, arms), others)

    assert found.word == verdict
    assert found.effect is not None


def test_the_docstring_of_judge_names_every_word() -> None:
    text = judge.__doc__ or ""

    for name in ("holds", "fails", "undecided", "vanishes", "weakens", "remains", "moot"):
        assert name in text
    assert f"fewer than {FEWEST} games" in text


# Played -----------------------------------------------------------------------------------------

STUDIES = """
[[hypothesis]]
id = "held"
claim = "A number that is held stands where it is held."
rows = [1]
experiment = "E1"
measure = { meter = "world.disorder", at = "mean" }
unit = "disorder"
expect = "rises"
least = 2.0
games = 120
arms = [
  { label = "one", hold = { "world.disorder" = 1 } },
  { label = "four", hold = { "world.disorder" = 4 } },
]
ablation = { hold = { "world.disorder" = 2 } }

[[hypothesis]]
id = "same"
claim = "What is called by another name is the same."
rows = [2, 3]
measure = { meter = "tehran.score" }
unit = "points"
expect = "rises"
least = 1.0
games = 150
arms = [{ label = "rose" }, { label = "other" }]

[[hypothesis]]
id = "longer"
claim = "A longer game has more steps."
rows = [3]
measure = { meter = "world.month", at = "most" }
unit = "months"
expect = "rises"
least = 1.0
games = 150
finding = "Nobody knows why."
arms = [{ label = "three months", months = 3 }, { label = "six months", months = 6 }, { label = "as it is" }]

[[hypothesis]]
id = "wrong"
claim = "More disorder is less."
rows = [1]
measure = { meter = "world.disorder", at = "mean" }
unit = "disorder"
expect = "falls"
least = 1.0
games = 120
finding = "It is more."
arms = [
  { label = "one", hold = { "world.disorder" = 1 } },
  { label = "four", hold = { "world.disorder" = 4 } },
]

[[hypothesis]]
id = "early-and-late"
claim = "The first month comes before the last."
rows = [4]
measure = { meter = "world.month", at = "least" }
unit = "month"
expect = "rises"
least = 1.0
games = 120
arms = [
  { label = "early" },
  { label = "late", measure = { meter = "world.month", at = "most", to_month = 3 } },
]
"""


@pytest.fixture(scope="module")
def folder(standoff: str) -> str:
    """The tests' ruleset with studies in it, which its digest does not know of."""
    studies = Path(standoff) / "studies"
    studies.mkdir()
    (studies / "made-up.toml").write_text(STUDIES)
    return standoff


@pytest.fixture(scope="module")
def studies(folder: str, rules: Ruleset) -> Studies:
    return checked(load_studies(folder, rules))


@pytest.fixture(autouse=True)
def compiled_once(monkeypatch: pytest.MonkeyPatch, rules: Ruleset, standoff: str) -> None:
    for module in (study_module, study_command):
        monkeypatch.setattr(
            module,
            "load_studies",
            lambda name: load_studies(name, rules if name == standoff else None),
        )


def played(
    studies: Studies, folder: str, *names: str, workers: int = 1, games: int | None = None
) -> list[Finding]:
    return list(Plan(studies, folder, chosen(studies, names), games, seed=4).findings(workers))


@pytest.fixture(scope="module")
def findings(studies: Studies, folder: str) -> dict[str, Finding]:
    return {finding.hypothesis.id: finding for finding in played(studies, folder)}


def told(found: Sequence[Finding]) -> list[dict[str, object]]:
    return list(rows_of(found))


def test_a_planted_effect_is_found_at_its_size(findings: dict[str, Finding]) -> None:
    found = findings["held"]

    assert found.verdict.word == HOLDS
    assert found.verdict.effect is not None
    assert found.verdict.effect.value == pytest.approx(3, abs=0.5)
    assert found.ablation is not None
    assert (found.ablation.word, found.ablation.effect.value if found.ablation.effect else None) == (
        VANISHES,
        0,
    )


def test_a_wrong_claim_fails(findings: dict[str, Finding]) -> None:
    assert findings["wrong"].verdict.word == FAILS
    assert findings["wrong"].verdict.effect == findings["held"].verdict.effect


def test_shared_luck_makes_arms_that_are_the_same_differ_by_exactly_nought(
    findings: dict[str, Finding],
) -> None:
    found = findings["same"]

    assert found.verdict.effect is not None
    assert (found.verdict.effect.value, found.verdict.effect.low, found.verdict.effect.high) == (0, 0, 0)
    assert found.verdict.word == FAILS
    assert found.arms[0].sample.sd > 0


def test_arms_may_differ_in_length_and_in_what_they_measure(findings: dict[str, Finding]) -> None:
    three, six, whole = (arm.sample for arm in findings["longer"].arms)
    assert three.over.max() == 3
    assert six.over.max() == 6
    assert findings["longer"].verdict.word == HOLDS
    assert np.array_equal(np.minimum(whole.over, 3), three.over)  # the same games, cut short

    early, late = (arm.sample for arm in findings["early-and-late"].arms)
    assert (early.over <= late.over).all()


def test_arms_that_come_to_the_same_games_are_played_once(studies: Studies, folder: str) -> None:
    plan = Plan(studies, folder, chosen(studies))

    # held at 1, 4 and 2; as it is; three and six months
    assert sorted(play.games for play in plan.plays.values()) == [120, 120, 120, 150, 150, 150]
    assert plan.games == 810
    scenarios = [play.scenario for play in plan.plays.values()]
    assert len({fingerprint(s) for s in scenarios}) == 6


def test_what_is_studied_beside_it_does_not_matter(
    studies: Studies, folder: str, findings: dict[str, Finding]
) -> None:
    for name in ("same", "early-and-late"):
        assert told(played(studies, folder, name)) == told([findings[name]])


def test_neither_do_cuts_and_workers(
    studies: Studies, folder: str, findings: dict[str, Finding], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = told(list(findings.values()))
    monkeypatch.setattr(study_module, "TILE", 40)
    monkeypatch.setattr(study_module, "FEWEST", 16)

    assert told(played(studies, folder)) == whole
    assert told(played(studies, folder, workers=2)) == whole
    assert multiprocessing.active_children() == []


def test_games_may_be_asked_for(studies: Studies, folder: str, findings: dict[str, Finding]) -> None:
    (few,) = played(studies, folder, "same", games=60)

    assert few.games == 60
    assert np.array_equal(few.arms[0].sample.over, findings["same"].arms[0].sample.over[:60])


def test_progress_adds_up(studies: Studies, folder: str) -> None:
    told: list[int] = []
    plan = Plan(studies, folder, chosen(studies, ["held"]))
    list(plan.findings(progress=told.append))

    assert sum(told) == plan.games == 360


@pytest.mark.parametrize(
    ("names", "rows", "experiment", "found"),
    [
        ((), (), None, ["held", "same", "longer", "wrong", "early-and-late"]),
        (("wrong", "held"), (), None, ["wrong", "held"]),
        ((), (3, 4), None, ["same", "longer", "early-and-late"]),
        ((), (1,), "E1", ["held"]),
        (("wrong", "held"), (), "E1", ["held"]),
    ],
)
def test_hypotheses_are_chosen(
    studies: Studies, names: Sequence[str], rows: Sequence[int], experiment: str | None, found: list[str]
) -> None:
    assert [entry.id for entry in chosen(studies, names, rows, experiment)] == found


@pytest.mark.parametrize(
    ("names", "rows", "experiment", "message"),
    [
        (("hold",), (), None, "'hold' is not a hypothesis; did you mean \"held\""),
        ((), (75,), None, "no hypothesis is about row 75"),
        ((), (4, 5), "E1", "no hypothesis is about row 4 or 5 and of experiment E1"),
        (("wrong",), (), "E1", "no hypothesis of these is of experiment E1"),
    ],
)
def test_what_is_not_there_is_said(
    studies: Studies, names: Sequence[str], rows: Sequence[int], experiment: str | None, message: str
) -> None:
    with pytest.raises(ValueError) as refused:
        chosen(studies, names, rows, experiment)
    assert message in str(refused.value)


def test_a_rule_that_does_not_exist_is_named_with_its_line(studies: Studies) -> None:
    arms = (Arm(label="on"), Arm(label="off", off=("ladder.climbs",)))
    entry = studies.hypotheses["same"].model_copy(
        update={"arms": arms, "ablation": Patch(off=("stocks.nothing",))}
    )
    wrong = Studies(studies.rules, studies.document, {"same": entry}, {})
    with pytest.raises(RulesetError) as caught:
        checked(wrong)

    line = STUDIES.splitlines().index('id = "same"')
    said = [str(problem) for problem in caught.value.problems]
    assert len(said) == 2
    assert all(
        re.match(rf"studies/made-up\.toml:({line}|{line + 9}): hypothesis 'same': ", one) for one in said
    )
    assert any(
        "arms.2.off: 'ladder.climbs' is not a rule; did you mean \"ladder.climb\"" in one for one in said
    )
    assert any("ablation.off: 'stocks.nothing' is not a rule" in one for one in said)


# Shown ------------------------------------------------------------------------------------------


def test_a_page_says_it_all_in_eighty_columns(findings: dict[str, Finding]) -> None:
    text = page(findings["held"])

    assert max(map(len, text.splitlines())) < 80
    assert text.startswith("held: HOLDS\n")
    for words in (
        "row 1; E1",
        "120 games in each arm",
        "rises from 'one' to 'four'",
        "Vanishes",
    ):
        assert words in " ".join(text.split())
    assert "●" in text
    assert "○" in text


def test_a_page_keeps_to_the_letters_of_the_terminal(findings: dict[str, Finding]) -> None:
    page(findings["wrong"], "ascii").encode("ascii")
    closing(list(findings.values()), "ascii").encode("ascii")


def test_a_failure_is_reported_as_one(findings: dict[str, Finding]) -> None:
    text = page(findings["wrong"])

    assert "wrong: FAILS" in text
    assert "It is more." in text
    assert "Nobody knows why." not in page(findings["longer"])  # it holds
    assert "5 hypotheses: 3 hold, 2 fail, 0 are undecided." in closing(list(findings.values()))


def test_the_list_says_what_nobody_is_about(studies: Studies) -> None:
    text = listing(studies, studies.hypotheses.values())

    assert "held (row 1; E1; 2 arms, 120 games)" in text
    assert "No hypothesis is about rows 5-75, nor about experiments E2, E3" in text


@pytest.mark.parametrize(("rows", "found"), [(None, []), ("12,26", [12, 26]), (" 1 , 75", [1, 75])])
def test_rows_are_read(rows: str | None, found: list[int]) -> None:
    assert numbers(rows) == found


@pytest.mark.parametrize("rows", ["0", "76", "E1", "1,", "1;2"])
def test_rows_that_do_not_exist_are_refused(rows: str) -> None:
    with pytest.raises(ValueError, match="--rows takes numbers from 1 to 75"):
        numbers(rows)


def command(folder: str, out: Path | None = None, report: Path | None = None, workers: int = 1) -> None:
    run_command(folder, ["held", "wrong"], seed=4, workers=workers, out=out, report=report)


def test_the_command_writes_what_it_prints(
    folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], findings: dict[str, Finding]
) -> None:
    command(folder, tmp_path / "rows.csv", tmp_path / "report.md")
    said = capsys.readouterr()

    assert page(findings["held"], "utf-8") in said.out
    assert closing([findings["held"], findings["wrong"]], "utf-8") in said.out
    assert said.err == ""
    lines = (tmp_path / "rows.csv").read_text().splitlines()
    assert lines[0] == f"# caution: {CAUTION}"
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert [(r["hypothesis"], r["label"], r["ablated"]) for r in rows] == [
        ("held", "one", "false"),
        ("held", "four", "false"),
        ("held", "one", "true"),
        ("held", "four", "true"),
        ("wrong", "one", "false"),
        ("wrong", "four", "false"),
    ]
    assert [r["verdict"] for r in rows] == ["holds"] * 2 + ["vanishes"] * 2 + ["fails"] * 2
    assert float(rows[0]["mean"]) == findings["held"].arms[0].sample.value


def test_csv_and_parquet_hold_the_same_rows(folder: str, tmp_path: Path) -> None:
    command(folder, tmp_path / "rows.csv")
    command(folder, tmp_path / "rows.parquet", workers=2)
    file = pq.ParquetFile(tmp_path / "rows.parquet")
    plain = [line for line in (tmp_path / "rows.csv").read_text().splitlines() if line[0] != "#"]

    def words(value: object) -> str:
        return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)

    expected = [{name: words(value) for name, value in row.items()} for row in file.read().to_pylist()]
    assert expected == list(csv.DictReader(plain))
    assert file.schema_arrow.metadata[b"caution"].decode() == CAUTION
    assert all(field.metadata[b"text"] for field in file.schema_arrow)


def test_the_report_has_its_figures(folder: str, tmp_path: Path) -> None:
    command(folder, report=tmp_path / "report.md")
    text = (tmp_path / "report.md").read_text()

    assert text.index(CAUTION) < 80
    assert (
        "## What does not hold\n\n- [wrong](#wrong): More disorder is less. Fails: the effect goes the other way."
        in text
    )
    assert "| [held](#held) | 1 | E1 |" in text
    assert "Undecided" not in text
    figures = re.findall(r"!\[[^]]*\]\(([^)]*)\)", text)
    assert figures == ["report_figures/held.svg", "report_figures/wrong.svg"]
    for figure in figures:
        drawing = ElementTree.fromstring((tmp_path / figure).read_text())
        words = " ".join(drawing.itertext())
        assert CAUTION in words
        assert "four" in words
    assert text.count("## ") == 5


def test_what_is_exported_is_the_same_every_time(folder: str, tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}").mkdir()
        command(folder, tmp_path / f"{number}" / "rows.parquet", tmp_path / f"{number}" / "report.md", number)
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / f"{n}").rglob("*") if path.is_file()}
        for n in (1, 2)
    )

    assert one == two
    assert len(one) == 4


@pytest.mark.parametrize(
    ("out", "report", "message"),
    [
        ("rows.json", None, "ends in '.json'; rows are written to .csv or .parquet"),
        ("nowhere/rows.csv", None, "there is no folder"),
        (None, "report.txt", "a report is written in Markdown, to a name that ends in .md"),
        (None, "nowhere/report.md", "there is no folder"),
    ],
)
def test_a_target_that_cannot_be_is_refused_before_a_game_is_played(
    folder: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    out: str | None,
    report: str | None,
    message: str,
) -> None:
    monkeypatch.setattr(study_module, "play_arm", None)  # it must not come to that
    with pytest.raises(click.ClickException) as refused:
        command(folder, tmp_path / out if out else None, tmp_path / report if report else None)

    assert message in refused.value.message
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_says_what_was_done_and_leaves_no_file(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    play, calls = study_module.play_arm, []

    def stopped(*args: object) -> Numbers:
        calls.append(args)
        if len(calls) > 3:
            raise KeyboardInterrupt
        return play(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(study_module, "play_arm", stopped)
    with pytest.raises(SystemExit) as left:
        run_command(
            folder, ["held", "same"], seed=4, out=tmp_path / "rows.csv", report=tmp_path / "report.md"
        )
    said = capsys.readouterr()

    assert left.value.code == 130
    assert "held: HOLDS" in said.out
    assert "Stopped after 1 of 2 hypotheses; " in said.err
    assert "rows.csv and " in said.err
    assert "report.md were not written." in said.err
    assert list(tmp_path.iterdir()) == []
