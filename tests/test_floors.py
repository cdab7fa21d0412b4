"""Imports point only down, third parties keep to their floors, and nothing heavy is loaded before it is used."""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import wargame

HOME = Path(wargame.__file__).parent

FLOORS = {
    "ruleset": 1,
    "engine": 2,
    "record": 3,
    "opponents": 4,
    "table": 4,
    "analysis": 4,
    "text": 4,
    "tui": 5,
    "plain": 5,
    "classroom": 5,
    "adapters": 5,
    "cli": 6,
    "__main__": 7,
    "__init__": 0,  # imports nothing of ours: its names are fetched when first used
}
"""Packages and modules at the top of `wargame`, from the ground up; a new one must be given its place here."""

THIRD_PARTIES = {
    "textual": {"tui", "classroom"},
    "textual_plot": {"tui"},
    "rich": {"tui", "cli"},
    "pydantic": {"ruleset", "record", "table", "classroom"},
    "pydantic_core": {"classroom"},
    "asyncio": {"tui", "classroom"},
    "pyarrow": {"analysis"},
    "starlette": {"classroom"},
    "uvicorn": {"classroom"},
    "jinja2": {"classroom"},
    "markupsafe": {"classroom"},
    "websockets": {"classroom"},
    "segno": {"classroom"},
}
"""Who may import what; numpy and the standard library are free from floor 1 up."""


@dataclass(frozen=True)
class Import:
    module: str
    """The module that imports, by its full name."""
    wanted: str
    line: int

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.wanted}"


@cache
def modules() -> dict[str, Path]:
    """Every module of ours: full name -> file."""
    found = {}
    for path in sorted(HOME.rglob("*.py")):
        parts = ("wargame", *path.relative_to(HOME).with_suffix("").parts)
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports_of(module: str, path: Path) -> list[Import]:
    """What a module imports wherever it does so, except for type checkers only."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
            node.body = []
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [Import(module, alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                found.append(Import(module, inner if inner in modules() else base, node.lineno))
    return found


def floor_of(module: str) -> str:
    """The package or module at the top of ours that a module belongs to."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


@pytest.fixture(scope="module")
def imports() -> list[Import]:
    return [i for module, path in modules().items() for i in imports_of(module, path)]


def test_every_package_has_its_floor() -> None:
    assert {floor_of(m) for m in modules()} <= FLOORS.keys()


def test_imports_point_only_down(imports: list[Import]) -> None:
    """Neighbours on one floor may use each other; circles are another test's."""
    wrong = [
        str(i)
        for i in imports
        if i.wanted.split(".")[0] == "wargame"
        and i.wanted != "wargame"
        and FLOORS[floor_of(i.wanted)] > FLOORS[floor_of(i.module)]
    ]

    assert wrong == []


def test_there_are_no_circles(imports: list[Import]) -> None:
    graph: dict[str, set[str]] = {module: set() for module in modules()}
    for i in imports:
        if i.wanted in graph and i.wanted not in (i.module, "wargame"):
            graph[i.module].add(i.wanted)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_third_parties_keep_to_their_floors(imports: list[Import]) -> None:
    wrong = [
        str(i)
        for i in imports
        if floor_of(i.module) not in THIRD_PARTIES.get(i.wanted.split(".")[0], {floor_of(i.module)})
    ]

    assert wrong == []


def test_only_what_the_project_depends_on_is_imported(imports: list[Import]) -> None:
    known = {"wargame", "numpy", "click", *THIRD_PARTIES}
    wrong = [str(i) for i in imports if i.wanted.split(".")[0] not in known | sys.stdlib_module_names]

    assert wrong == []


def loaded_by(program: str, *words: str) -> set[str]:
    """Top-level modules that a fresh Python holds after a program."""
    told = f"import sys; sys.argv[1:] = {list(words)!r}\n{program}\nprint(*sys.modules, file=sys.stderr)"
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return {name.split(".")[0] for name in ran.stderr.split()}


HEAVY = {
    "numpy",
    "pydantic",
    "textual",
    "rich",
    "pyarrow",
    "asyncio",
    "starlette",
    "uvicorn",
    "jinja2",
    "segno",
}


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert not loaded_by("import wargame; wargame.__version__") & HEAVY


def test_asking_for_help_loads_nothing_heavy() -> None:
    program = "import wargame.cli\ntry: wargame.cli.main()\nexcept SystemExit as end: assert not end.code"

    assert not loaded_by(program, "--help") & HEAVY


def test_playing_a_game_from_a_program_needs_no_screen() -> None:
    program = (
        "import wargame\n"
        "rules = wargame.load('standoff')\n"
        "game = wargame.Game.new(rules, 'intro', seed=1, players={'tehran': 'null'})\n"
        "wargame.Opponents(game).fill()\n"
    )

    assert not loaded_by(program) & {"textual", "rich", "pyarrow", "asyncio", "click"}
