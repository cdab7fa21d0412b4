"""A check finds every kind of fault that is planted, at its line, and leaves alone what is sound beside it."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from wargame.analysis.field import entrants_of
from wargame.analysis.lint.check import Examination, examine, report
from wargame.analysis.lint.findings import Finding
from wargame.analysis.lint.plays import line_ups
from wargame.analysis.lint.reading import words_of_rules
from wargame.cli import cli
from wargame.ruleset.load import load
from wargame.ruleset.problems import RulesetError
from wargame.ruleset.tables import Ruleset
from wargame.ruleset.vocabulary import WARNINGS

SHIPPED = Path(__file__).parents[2] / "rulesets" / "standoff"

PLANTED = """
[[meter]]                                               # meter-never-moved planted.still
id = "planted.still"
label = "Still"
text = "Nothing moves it, though a term reads it."

[[meter]]                                               # meter-never-read planted.unread
id = "planted.unread"
label = "Unread"
text = "It is moved, and nothing looks at it."

[[operation]]                                           # order-never-given planted-idle
id = "planted-idle"
label = "Idle"
text = "Nobody thinks of it."
kind = "domestic"
cells = ["ministry"]
effects = [{ change = "tehran.legitimacy", by = 1 }]

[[operation]]
id = "planted-impossible"
label = "Impossible"
text = "It cannot be given."
kind = "domestic"
cells = ["ministry"]
requires = [
  { meter = "tehran.resources", at_least = 0 },         # condition-always-true planted-impossible.requires.1
  { meter = "planted.still", at_least = 5 },            # order-never-given planted-impossible
  { meter = "world.month", at_least = 50 },
]
effects = [{ change = "tehran.legitimacy", by = 1 }]

[[operation]]                                           # sound planted-used
id = "planted-used"
label = "Used"
text = "The planted doctrine gives it."
kind = "domestic"
cells = ["white-house"]
requires = [
  { any_of = [
    { meter = "washington.resources", at_least = 1 },   # sound planted-used.requires.1.any_of.1
    { meter = "world.month", at_least = 50 },           # condition-never-true planted-used.requires.1.any_of.2
  ] },
]
effects = [{ change = "washington.score", by = 40 }, { change = "planted.unread", by = 1 }]

[[operation]]                                           # order-dominated planted-dear
id = "planted-dear"
label = "Dear"
text = "The same for more."
kind = "domestic"
cells = ["irgc"]
cost = { "tehran.resources" = 3 }
requires = [{ meter = "tehran.cash", at_least = 4 }]
effects = [{ change = "tehran.legitimacy", by = 1 }, { change = "world.disorder", by = 1 }]

[[operation]]
id = "planted-cheap"
label = "Cheap"
text = "More for less."
kind = "domestic"
cells = ["irgc"]
cost = { "tehran.resources" = 2 }
effects = [{ change = "tehran.legitimacy", by = 2 }, { change = "world.disorder", by = 1 }]

[[operation]]                                           # sound planted-other
id = "planted-other"
label = "Other"
text = "Dearer, but not the same: it stirs up less."
kind = "domestic"
cells = ["irgc"]
cost = { "tehran.resources" = 3 }
effects = [{ change = "tehran.legitimacy", by = 1 }]

[[line]]                                                # line-never-crossed planted-line
id = "planted-line"
label = "A line too far"
text = "Nobody reads words so loud."
owner = "gcc"
acts = ["nuclear-step"]
at_rung = 9
commits = 4

[[deal]]
id = "planted-deal"
label = "A deal too far"
text = "It asks for a year that does not come."
form = "understanding"
between = ["proxies", "gcc"]
cells = ["proxies", "gcc"]
months = 6
channel = 0
gives = [1, 1]
gets = [1, 1]
requires = [{ meter = "world.month", at_least = 50 }]   # deal-never-made planted-deal

[[event]]
id = "planted-card"
label = "A card too far"
text = "It asks for a year that does not come."
weight = 10
requires = [{ meter = "world.month", at_least = 50 }]   # event-never-drawn planted-card

[[event]]                                               # sound planted-certain
id = "planted-certain"
label = "A card that comes"
text = "The deck is full of it."
weight = 10
effects = [{ change = "world.disorder", by = 1 }]

[[event]]                                               # sound planted-inject
id = "planted-inject"
label = "For the umpire"
text = "Never in the deck."
weight = 0

[[end]]
id = "planted-end"
label = "An end too far"
text = "It asks for a year that does not come."
requires = [{ meter = "world.month", at_least = 50 }]   # end-never-reached planted-end

[[doctrine]]                                            # doctrine-dominates planted-greed.intro
id = "planted-greed"
label = "Greed"
power = "washington"
text = "It takes what is to be had."
row = [
  { order = "planted-used", because = "It pays." },     # sound planted-greed.row.1
  { order = "planted-used", because = "Again." },       # row-never-fires planted-greed.row.2
  { order = "strike-network", areas = ["iraq"], when = [
    { meter = "world.month", at_least = 50 },           # row-never-fires planted-greed.row.3
  ], because = "Too late." },
]

[[switch]]
id = "planted-switch"
label = "A switch"
text = "One option is for show."

[[switch.options]]
id = "usual"
label = "Usual"
text = "As it is."

[[switch.options]]                                      # option-changes-nothing planted-switch.show
id = "show"
label = "For show"
text = "As it is, in other words."

[[switch.options]]                                      # sound planted-switch.real
id = "real"
label = "Real"
text = "Money is short."
starts = { "tehran.cash" = 5 }

[[waiver]]                                              # sound order-never-given planted-waived
warning = "order-never-given"
entry = "planted-waived"
reason = "For people, not for doctrines."

[[waiver]]                                              # waiver-not-needed order-never-given planted-used
warning = "order-never-given"
entry = "planted-used"
reason = "It was so once."

[[operation]]                                           # sound planted-waived
id = "planted-waived"
label = "Waived"
text = "Nobody thinks of it, and that is known."
kind = "domestic"
cells = ["ministry"]
effects = [{ change = "tehran.legitimacy", by = 1 }]
"""

TERM = """
[[victory.terms]]
label = "Planted"
meter = "planted.still"
points = 1
"""


@dataclass(frozen=True)
class Planted:
    """What a comment in the planted file says of its line."""

    word: str
    about: str
    line: int


MARKS = [
    Planted(mark[1], mark[2], number)
    for number, line in enumerate(PLANTED.splitlines(), 1)
    if (mark := re.search(r"# ([a-z-]+) ([a-z0-9._ -]+)$", line))
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stand-off with one short scenario, and faults planted in a file of their own."""
    home = tmp_path_factory.mktemp("planted") / "planted"
    shutil.copytree(SHIPPED, home, ignore=shutil.ignore_patterns("studies", "switches.toml"))
    for path in (home / "scenarios").iterdir():
        if path.name != "intro.toml":
            path.unlink()
    change(home / "scenarios" / "intro.toml", "events = false", "events = true")
    text = (home / "ends.toml").read_text(encoding="utf-8")
    head, power, rest = text.partition('power = "gcc"')
    rest = re.sub(r"verdicts = \[.*?\]", "verdicts = [400, 450, 500]", rest, count=1)
    head = re.sub(r'(power = "proxies".*?verdicts = )\[.*?\]', r"\1[-400, -300, 200]", head, flags=re.DOTALL)
    (home / "ends.toml").write_text(head + power + rest + TERM, encoding="utf-8")
    (home / "planted.toml").write_text(PLANTED, encoding="utf-8")
    return home


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def planted(folder: Path) -> Ruleset:
    return load(folder)


@pytest.fixture(scope="module")
def examination(planted: Ruleset) -> Examination:
    return examine(planted, games=500, seed=3)


@pytest.fixture(scope="module")
def found(examination: Examination) -> list[Finding]:
    return examination.findings


@pytest.mark.parametrize(
    "mark", [m for m in MARKS if m.word != "sound"], ids=lambda mark: f"{mark.word}-{mark.about}"
)
def test_what_is_planted_is_found_at_its_line(found: list[Finding], mark: Planted) -> None:
    (one,) = [f for f in found if f.warning == mark.word and mark.about in (f.about, f.entry)]

    assert (one.file, one.line) == ("planted.toml", mark.line)


@pytest.mark.parametrize("mark", [m for m in MARKS if m.word == "sound"], ids=lambda mark: mark.about)
def test_what_is_sound_is_left_alone(found: list[Finding], mark: Planted) -> None:
    about = [f for f in found if mark.about in (f.about, f.entry)]

    # Nobody gives most of the planted orders; that is not the question here.
    fine = {"condition-never-true", "waiver-not-needed", "order-never-given"}
    if mark.about == "planted-waived" or "." in mark.about:
        fine = set()
    assert [f for f in about if f.warning not in fine] == []


def test_every_kind_of_warning_is_planted_somewhere() -> None:
    assert {m.word for m in MARKS} | {"power-never-wins", "power-always-wins"} == {*WARNINGS, "sound"}


def test_powers_that_cannot_win_or_cannot_help_it(found: list[Finding], folder: Path) -> None:
    lines = (folder / "ends.toml").read_text(encoding="utf-8").splitlines()
    where = {f.warning: (f.about, lines[f.line - 1]) for f in found if f.section == "victory" and f.line}

    assert where["power-never-wins"] == ("gcc.intro", "verdicts = [400, 450, 500]")
    assert where["power-always-wins"] == ("proxies.intro", "verdicts = [-400, -300, 200]")


def test_one_fault_is_reported_once(found: list[Finding]) -> None:
    """A condition that explains why a thing is not used is no warning of its own."""
    told = {f.about for f in found if f.warning == "condition-never-true" and "planted" in f.about}

    assert told == {"planted-used.requires.1.any_of.2"}


def test_reasons_are_given(found: list[Finding]) -> None:
    (one,) = [f for f in found if f.about == "planted-impossible" and f.warning == "order-never-given"]
    (row,) = [f for f in found if f.about == "planted-greed.row.3"]

    assert "'planted.still at least 5' and 'world.month at least 50' are never true" in one.message
    assert "null bots gave it not once" in one.message
    assert "'world.month at least 50' is never true" in row.message


def test_waivers_are_counted_and_stale_ones_named(examination: Examination) -> None:
    # The planted one, and those of the ruleset's own that these games bear out.
    assert examination.waived >= 1
    assert f"{examination.waived} waived" in report(examination, 1)[0]


def test_the_same_games_give_the_same_findings(planted: Ruleset, examination: Examination) -> None:
    assert examine(planted, games=500, seed=3) == examination


def test_games_are_shared_as_said(planted: Ruleset) -> None:
    teams = line_ups(planted, 200, seed=1)
    null = np.array([[len(names) - 1] for names in entrants_of(planted)])
    held = (teams == null).sum(axis=0)

    assert teams.shape == (4, 200)
    assert {n: int((held == n).sum()) for n in (0, 1, 4)} == {0: 120, 1: 40, 4: 40}
    for power, names in enumerate(entrants_of(planted)):
        counts = np.bincount(teams[power, :120])
        assert counts.max() - counts.min() <= 1, names


def test_rules_are_read_not_only_written() -> None:
    """Of a line `step.change("a", step["b"])` only b counts as read."""
    words = words_of_rules()

    assert any(re.fullmatch(word, "world.rung") for word in words)
    assert not any(re.fullmatch(word, "planted.still") for word in words)


# At the command line


def test_the_command_prints_warnings_and_succeeds(folder: Path) -> None:
    result = CliRunner().invoke(cli, ["check", str(folder), "--games", "60"])

    assert result.exit_code == 0, result.output
    assert "planted, version" in result.output or "no problems" in result.output
    assert "order-never-given (" in result.output
    assert re.search(r"  planted\.toml:\d+: operation 'planted-idle': .* \[planted-idle\]", result.output)


def test_strict_makes_warnings_count(folder: Path) -> None:
    assert CliRunner().invoke(cli, ["check", str(folder), "--games", "60", "--strict"]).exit_code == 1


def test_quick_plays_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wargame.analysis.lint.check.run_command", lambda *_: pytest.fail("it played"))
    result = CliRunner().invoke(cli, ["check", str(folder), "--quick", "--strict"])

    assert result.exit_code == 0
    assert "warning" not in result.output


def test_too_few_games_are_refused(folder: Path) -> None:
    result = CliRunner().invoke(cli, ["check", str(folder), "--games", "3"])

    assert result.exit_code == 2
    assert "--games must be at least 25" in result.output


def test_a_waiver_of_no_known_warning_is_a_problem(tmp_path: Path) -> None:
    home = tmp_path / "mine"
    shutil.copytree(SHIPPED, home, ignore=shutil.ignore_patterns("studies"))
    text = '[[waiver]]\nwarning = "order-never-givn"\nentry = "x"\nreason = "y"\n'
    (home / "waivers.toml").write_text(text)
    with pytest.raises(RulesetError) as caught:
        load(home)

    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("waivers.toml", 2)
    assert "did you mean 'order-never-given'" in problem.message


def test_two_waivers_of_the_same_are_one_too_many(tmp_path: Path) -> None:
    home = tmp_path / "mine"
    shutil.copytree(SHIPPED, home, ignore=shutil.ignore_patterns("studies"))
    text = '[[waiver]]\nwarning = "order-never-given"\nentry = "x"\nreason = "y"\n'
    (home / "waivers.toml").write_text(text * 2)
    with pytest.raises(RulesetError, match=r"waivers.toml:5: .* stands already at waivers.toml:1"):
        load(home)
