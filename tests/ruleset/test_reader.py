"""Reading a ruleset's files: where everything stands, and what is said of every mistake."""

from __future__ import annotations

import itertools
import pathlib
import pickle
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame.ruleset import reader, schema
from wargame.ruleset.problems import Problem, RulesetError, suggest

ABOUT = """
[about]
id = "small"
label = "Small"
version = 1
text = "A small ruleset."
"""
POWER = """
[[power]]
id = "tehran"
label = "Tehran"
short = "Tehran"
letter = "T"
text = '''
This stands in a text:
[[power]]
label = "Nobody"'''
"""
METER = """
[[meter]]
id = "tehran.cash"
label = "Cash"
text = "Money."
"""
OPERATION = """
[[operation]]
id = "seize-tanker"
label = "Seize a tanker"
text = "Boarding parties take a ship."
kind = "kinetic signal"
cells = ["irgc"]
"""
VICTORY = """
[[victory]]
power = "tehran"
text = "To last."
verdicts = [0, 5, 10]
terms = []
"""


def read(*parts: str, **files: str) -> reader.Document:
    """A ruleset of one file, `a.toml`, made of these parts; and of further files."""
    texts = {"a.toml": "".join(parts)} if parts else {}
    return reader.read_files("small", texts | {f"{name}.toml": text for name, text in files.items()})


def said(*parts: str, **files: str) -> list[str]:
    """What is said of a ruleset that is wrong, below the heading."""
    with pytest.raises(RulesetError) as caught:
        read(*parts, **files)
    heading, *problems = str(caught.value).split("\n  ")
    count = len(problems)
    assert heading == f"Ruleset small: {count} problem{'' if count == 1 else 's'}"
    return problems


def real() -> dict[str, str]:
    folder = reader.find("standoff")
    return {name: (folder / name).read_text("utf-8") for name in ("board.toml", "meters.toml")}


# Where things are -------------------------------------------------------------------------------

VALUES = [
    '"v{} [[power]] # \\" k = 3"',
    "'v{} [about] = \" \\'",
    "'''v{}\n[[power]]\n  it's '''''",
    '"""v{}\nlabel = "x"\n[about]\n\\""" ]"""',
    '"""v{} \\\n   ends in two"""""',
    '"""v{}""""',
    '""',
    "''''''",
    "-2.5",
    "0xff",
    "true",
    "1979-05-27 07:32:00.5-07:00",
]
KEYS = ["k{}", "'k{}'", '"k{}.x y"', "k{} . inner", '"\\"k{}"', '"k{}=]"', "k{}.'#'.deeper"]
HEADERS = [
    "[[power]]",
    "[[ doctrine ]]",
    "[[doctrine.row]]",
    "[[doctrine.'row'.'in']]",
    "[h{}]",
    '[h{}.x."y"]',
]
NOISE = ["", "\n", "   # [[power]] = ' \n", "\t"]
BREAKS = ["", " ", "\n", "\n # a ] k = [1\n"]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """TOML as no person would write it; keys and texts are numbered, to be found again."""
    numbers = (f"{n:04}" for n in itertools.count())

    def pick(forms: list[str]) -> str:
        return draw(st.sampled_from(forms)).replace("{}", next(numbers))

    def value(depth: int) -> str:
        kind = draw(st.sampled_from(["one", "one", "list", "table"][: 4 if depth < 3 else 2]))
        size = draw(st.integers(0, 3))
        if kind == "list":
            return f"[{','.join(pick(BREAKS) + value(depth + 1) + pick(BREAKS) for _ in range(size))}]"
        if kind == "table":
            return "{" + ", ".join(f"{pick(KEYS)} = {value(depth + 1)}" for _ in range(size)) + "}"
        return pick(VALUES)

    parts = [pick(NOISE)]
    for _ in range(draw(st.integers(0, 8))):
        part = pick(HEADERS) if draw(st.booleans()) else f"{pick(KEYS)} = {value(0)}"
        parts.append(f"{part} # [[power]]\n{pick(NOISE)}")
    return "".join(parts)


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every path through what `tomllib` has read, and what is there."""
    if path:
        yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, found in inner:
        yield from paths(found, (*path, step))


@given(texts())
def test_everything_in_a_file_has_the_line_it_is_written_on(text):
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        # A row before its doctrine, and the like.
        return
    lines = reader.line_numbers(text)
    written = text.split("\n")

    assert lines.keys() == dict(paths(data)).keys()
    for path, found in paths(data):
        marks = re.findall(r"[kh]\d{4}", str(path[-1])) + re.findall(r"^v\d{4}", str(found))
        assert [mark for mark in marks if mark not in written[lines[path] - 1]] == []


def test_both_readings_of_the_real_files_agree():
    for text in real().values():
        assert reader.line_numbers(text).keys() == dict(paths(tomllib.loads(text))).keys()


def test_every_real_entry_stands_where_its_header_is():
    files = real()
    document = reader.read_files("standoff", files)
    written = {file: text.split("\n") for file, text in files.items()}
    headers = {key: written[place.file][place.line - 1] for key, place in document.places.items()}

    assert headers == {(s, id): f"[[{s}]]" if s != "about" else "[about]" for s, id in document.places}


def test_every_real_id_stands_on_its_line():
    document = reader.read_files("standoff", real())
    for (section, id), place in document.places.items():
        if section != "about":
            assert document.files[place.file].split("\n")[place.at("id") - 1] == f'id = "{id}"'


def test_rows_of_a_doctrine_have_lines_of_their_own():
    document = read(ABOUT, """
        [[doctrine]]
        id = "patient"
        label = "Patient"
        power = "tehran"
        text = "Waits."

        [[doctrine.row]]
        order = "wait"
        because = "There is time."

        [[doctrine.row]]
        order = "seize-tanker"
        because = "There is none."
        areas = [
            "gulf",
            "yemen",
        ]
        """)  # fmt: skip
    place = document.places["doctrine", "patient"]

    assert (place.line, place.fields["row.1"], place.fields["row.2"]) == (8, 14, 18)
    assert (place.fields["row.2.because"], place.fields["row.2.areas.2"]) == (20, 23)


def test_a_place_gives_the_nearest_line_it_knows():
    place = reader.Place("a.toml", 3, {"cost": 5, "row": 8, "row.2": 9})

    assert place.at("row", 1, "order") == 9
    assert place.at("row", 4) == 8
    assert place.at("label") == 3


# What is read -----------------------------------------------------------------------------------


def test_entries_keep_the_order_of_files_and_of_lines():
    second, third = (METER.replace("cash", name) for name in ("oil", "unrest"))
    document = read(b=second + third, a=METER + ABOUT)

    assert [meter.id for meter in document.of("meter")] == ["tehran.cash", "tehran.oil", "tehran.unrest"]
    assert list(document.files) == ["a.toml", "b.toml"]
    assert document.about.label == "Small"


def test_every_section_is_there_even_if_empty():
    assert read(ABOUT).entries == dict.fromkeys(schema.SECTIONS, ())


def test_a_victory_is_called_by_its_power():
    assert read(ABOUT, VICTORY).places["victory", "tehran"].line == 8


def test_constants_of_several_files_are_merged():
    first = "[constants.accident]\nneed = 13\n[constants.salvo.leak]\nboats = [1, 2]\n"
    document = read(ABOUT, first, b="[constants]\naccident.crisis = 2\n")
    places = {name: (place.file, place.line) for name, place in document.constant_places.items()}

    assert document.constants == {
        "accident": {"need": 13, "crisis": 2},
        "salvo": {"leak": {"boats": [1, 2]}},
    }
    assert places == {
        "accident": ("a.toml", 7),
        "accident.need": ("a.toml", 8),
        "accident.crisis": ("b.toml", 2),
        "salvo": ("a.toml", 9),
        "salvo.leak": ("a.toml", 9),
        "salvo.leak.boats": ("a.toml", 10),
    }
    assert document.constant_places["accident"].fields == {"need": 8}


def test_a_group_stands_where_it_begins():
    places = read(ABOUT, "[constants]\naccident.need = 13\n\naccident.crisis = 2\n").constant_places

    assert (places["accident"].line, places["accident.crisis"].line) == (8, 10)


def test_a_folder_and_its_texts_are_the_same_ruleset(tmp_path):
    folder = tmp_path / "small"
    (folder / "deeper").mkdir(parents=True)
    (folder / "z.toml").write_text(ABOUT)
    (folder / "deeper" / "a.toml").write_bytes(b"\xef\xbb\xbf" + METER.replace("\n", "\r\n").encode())
    (folder / "notes.md").write_text("[[power]]")
    document = reader.read(folder)

    assert document == reader.read_files("small", {"z.toml": ABOUT, "deeper/a.toml": METER})
    assert list(document.files) == ["deeper/a.toml", "z.toml"]
    assert document.name == "small"


def test_the_digest_is_of_paths_and_texts_only():
    digest = read(a=ABOUT, b=METER).digest()

    assert reader.read_files("other", {"b.toml": METER, "a.toml": ABOUT}).digest() == digest
    assert read(a=ABOUT.replace("\n", "\r\n"), b=METER).digest() == digest
    assert read(a=ABOUT, c=METER).digest() != digest
    assert read(a=ABOUT + METER, b="").digest() != digest
    assert read(a=ABOUT, b=METER + "#").digest() != digest
    assert re.fullmatch("[0-9a-f]{64}", digest)


def test_a_save_that_was_tampered_with_still_has_a_digest():
    assert len(read(ABOUT, "# \ud800").digest()) == 64


def test_reading_needs_nothing_heavy():
    code = "import sys, wargame.ruleset.reader; print({'numpy', 'textual', 'asyncio'} & sys.modules.keys())"
    root = pathlib.Path(__file__).parents[2]

    assert subprocess.check_output([sys.executable, "-c", code], cwd=root, text=True) == "set()\n"


# Finding ----------------------------------------------------------------------------------------


def test_a_ruleset_that_ships_is_found_by_name():
    assert reader.find("standoff") == pathlib.Path(__file__).parents[2] / "rulesets" / "standoff"


def test_a_folder_is_found_by_path(tmp_path):
    assert reader.find(str(tmp_path)) == tmp_path


def test_a_folder_of_the_same_name_does_not_hide_what_ships(tmp_path, monkeypatch):
    (tmp_path / "standoff").mkdir()
    monkeypatch.chdir(tmp_path)

    assert reader.find("standoff") == reader.shipped()["standoff"]
    assert reader.find("./standoff") == pathlib.Path("standoff")


@pytest.mark.parametrize("name", ["", "..x", "../rulesets", "\0", "x" * 5000])
def test_a_wrong_name_is_reported_whatever_it_is(name):
    with pytest.raises(RulesetError):
        reader.find(name)


def test_a_wrong_name_is_answered_with_the_nearest_and_all(monkeypatch):
    monkeypatch.setattr(reader, "shipped", lambda: dict.fromkeys(["hills", "standoff"], pathlib.Path()))
    with pytest.raises(RulesetError) as caught:
        reader.find("standof")

    assert str(caught.value) == (
        "Ruleset standof: 1 problem\n"
        "  'standof' is neither a folder nor a ruleset that ships (hills, standoff); "
        'did you mean "standoff"?'
    )


# What is said of mistakes -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (
            'costs = { "tehran.cash" = 2 }',
            "field 'costs': is not a field of an operation; did you mean \"cost\"?",
        ),
        (
            "cost = { tehran.cash = 2 }",
            "field 'cost.tehran': must be a whole number, not a table; "
            "a name with a dot in it stands in quotes",
        ),
        (
            'seen = "publik"',
            "field 'seen': 'publik' is not one of public, deniable, secret; did you mean \"public\"?",
        ),
        (
            'clock = "x"',
            "field 'clock': 'x' is not one of any, monthly, crisis",
        ),
        ("clock = 3", "field 'clock': a whole number is not one of any, monthly, crisis"),
        ("standing = 1", "field 'standing': must be true or false, not a whole number"),
        ("rung = true", "field 'rung': must be a whole number, not true or false"),
        ("rung = 1.0", "field 'rung': must be a whole number, not a number with a point"),
        ("rung = 10", "field 'rung': must be at most 9"),
        ("intensities = [1, 0]", "field 'intensities.2': must be at least 1"),
        ("areas = 'gulf'", "field 'areas': must be a list, not text"),
        (
            "areas = ['The Gulf']",
            "field 'areas.1': 'The Gulf' is not a name: small letters and digits, joined by single hyphens",
        ),
        (
            "cost = { Cash = 1 }",
            "field 'cost.Cash': 'Cash' is not the name of a meter: small letters, digits, dots and hyphens",
        ),
        ("salvo = 1979-05-27", "field 'salvo': must be a table, not a date"),
        ("strike = {}", "field 'strike.at': is missing"),
        (
            "strike = { at = 'abroad', x = 1 }",
            "field 'strike.x': is not a field of a strike; the fields are at, weight",
        ),
        (
            "roll = { need = 7, modifiers = [{ meter = 'a.b', p = 1 }] }",
            "field 'roll.modifiers.1.p': is not a field of a modifier; did you mean \"per\"?",
        ),
        (
            "roll = { need = 7, modifiers = [" + "{ meter = 'a.b' }, " * 5 + "] }",
            "field 'roll.modifiers': has 5 items and may have 4",
        ),
        (
            "effects = [{ raise = 'a.b' }]",
            "field 'effects.1': raise and lower need to, and nothing else takes it",
        ),
        (
            "effects = [{ rais = 'a.b', change = 'a.b', by = 1 }]",
            "field 'effects.1.rais': is not a field of an effect; did you mean \"raise\"?",
        ),
        (
            "phase = 0x" + "f" * 9999,
            "field 'phase': a whole number is not one of words, diplomacy, means, deeds",
        ),
        ("act = 'seizur'", "act 'seizur' is not an act; did you mean 'seizure'?"),
        ("tags = ['treat']", "tag 'treat' is not a tag; did you mean 'threat'?"),
    ],
)
def test_a_wrong_field_is_reported_on_its_line(field, expected):
    assert said(ABOUT, OPERATION, field) == [f"a.toml:14: operation 'seize-tanker': {expected}"]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("start = 500", ["field 'start': must be at most 100"]),
        ("start = 'x'", ["field 'start': must be a whole number or a table, not text"]),
        (
            "start = { iraq = 500, yemen = 'x' }",
            [
                "field 'start.iraq': must be at most 100",
                "field 'start.yemen': must be a whole number, not text",
            ],
        ),
        ("draw = [1]", ["field 'draw.2': is missing"]),
        ("draw = [1, 2, 3]", ["field 'draw': has 3 items and may have 2"]),
    ],
)
def test_a_field_with_alternatives_is_complained_of_once(field, expected):
    assert said(ABOUT, METER, field) == [f"a.toml:12: meter 'tehran.cash': {message}" for message in expected]


def test_a_key_and_its_value_are_complained_of_separately():
    assert said(ABOUT, OPERATION, "cost = { Cash = 'x' }") == [
        "a.toml:14: operation 'seize-tanker': field 'cost.Cash': "
        "'Cash' is not the name of a meter: small letters, digits, dots and hyphens",
        "a.toml:14: operation 'seize-tanker': field 'cost.Cash': must be a whole number, not text",
    ]


def test_a_rule_about_a_whole_entry_is_reported_on_its_header():
    assert said(ABOUT, OPERATION, "rung = 3") == ["a.toml:8: operation 'seize-tanker': a rung needs an act"]


def test_an_item_of_a_long_list_is_reported_on_its_own_line():
    effects = """
effects = [
    # Pressure, at a price.
    { change = "tehran.cash", by = 1 },
    { chnge = "tehran.cash" },
]
"""

    assert said(ABOUT, OPERATION, effects) == [
        "a.toml:18: operation 'seize-tanker': field 'effects.2.chnge': "
        'is not a field of an effect; did you mean "change"?'
    ]


def test_an_entry_without_an_id_is_called_by_its_number():
    assert said(ABOUT, POWER, POWER.replace('id = "tehran"\n', "")) == [
        "a.toml:18: power #2: field 'id': is missing"
    ]


def test_an_id_that_stands_twice_is_reported_with_both_places():
    assert said(ABOUT, METER, METER, b=METER) == [
        "a.toml:13: meter 'tehran.cash': stands already at a.toml:8",
        "b.toml:2: meter 'tehran.cash': stands already at a.toml:8",
    ]


def test_ids_of_different_sections_may_be_the_same():
    assert len(read(ABOUT, OPERATION, OPERATION.replace("operation", "move")).places) == 3


def test_a_power_has_one_victory():
    assert said(ABOUT, VICTORY, b=VICTORY) == ["b.toml:2: victory 'tehran': stands already at a.toml:8"]


def test_a_constant_is_given_once():
    first, second = "[constants.salvo]\nleak = 1\nboats.x = 2", "[constants.salvo]\nleak.x = 2\nboats = 1"

    assert said(ABOUT, first, b=second) == [
        "b.toml:2: constant 'salvo.leak': stands already at a.toml:8",
        "b.toml:3: constant 'salvo.boats': stands already at a.toml:9",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[metr]]", "a.toml:1: 'metr' is not a section; did you mean \"meter\"?"),
        ("\n[xyzzy]", "a.toml:2: 'xyzzy' is not a section"),
        ("[power]", "a.toml:1: power: must begin with [[power]]"),
        ("[[constants]]", "a.toml:1: constants: must begin with [constants]"),
        ("label = 3", "a.toml:1: field 'label': stands outside all sections"),
        ("power = [3]", "a.toml:1: power #1: must be a table, not a whole number"),
        (ABOUT, "b.toml:2: about: stands already at a.toml:2"),
    ],
)
def test_a_wrong_section_is_reported(text, expected):
    assert said(text, b=ABOUT) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('text = "No\n', "a.toml:2: not TOML: the quotation mark that ends a text is missing on this line"),
        ('text = """No\n\n', "a.toml:2: not TOML: the quotation marks that end a text are missing"),
        ("cells = [1,\n2\n\n", "a.toml:3: not TOML: the bracket that ends a list or a table is missing"),
        ("id = standoff", "a.toml:2: not TOML: this is not a value; text stands in quotes"),
        ("label", "a.toml:2: not TOML: this is neither a [section] nor a field = value"),
        ("label = 1\nlabel = 2", "a.toml:3: not TOML: this field or section is given twice"),
        ("low = 1 high = 2", "a.toml:2: not TOML: each field has a line of its own"),
        ("[about]\n[about]", "a.toml:3: not TOML: this section is given twice"),
        ("[about", "a.toml:2: not TOML: Expected ']' at the end of a table declaration"),
        ("low = " + "1" * 5000, "a.toml: not TOML: a number has too many digits"),
        ("low = " + "[" * 5000, "a.toml: not TOML: brackets within brackets, too many deep"),
        ("[low" + ".x" * 500 + "]", "a.toml:2: tables within tables, too many deep"),
    ],
)
def test_what_is_not_toml_is_reported_and_the_rest_is_still_read(text, expected):
    assert said("\n", text, b="[[metr]]") == [
        expected,
        "b.toml:1: 'metr' is not a section; did you mean \"meter\"?",
    ]


def test_a_ruleset_says_what_it_is():
    assert said(METER) == ["no file has an [about] section"]


def test_an_empty_folder_is_not_a_ruleset(tmp_path):
    with pytest.raises(RulesetError, match=r"problem\n  the folder holds no \.toml file$"):
        reader.read(tmp_path)


def test_a_file_in_another_encoding_is_reported_with_the_rest(tmp_path):
    (tmp_path / "a.toml").write_bytes("# Tehran\n# Téhéran\n".encode("latin-1"))
    (tmp_path / "b.toml").write_text("[[metr]]\n")
    with pytest.raises(RulesetError) as caught:
        reader.read(tmp_path)

    assert [str(problem) for problem in caught.value.problems] == [
        "a.toml:2: not UTF-8: save the file in that encoding",
        "b.toml:1: 'metr' is not a section; did you mean \"meter\"?",
    ]


def test_a_problem_is_one_line_whatever_the_file_holds():
    assert said(ABOUT, POWER, '"a\\nb\\u001b" = 3') == [
        "a.toml:17: power 'tehran': field 'a b ': is not a field of a power; the fields are "
        + ", ".join(schema.Power.model_fields)
    ]


def test_an_error_crosses_to_another_process_whole():
    error = RulesetError("small", [Problem("b.toml", 3, "", "late"), Problem("a.toml", 9, "", "early")])
    copy = pickle.loads(pickle.dumps(error))

    assert str(copy) == str(error) == "Ruleset small: 2 problems\n  a.toml:9: early\n  b.toml:3: late"


def test_a_suggestion_is_the_nearest_word_or_the_few_there_are():
    assert suggest("tehrn", ["tehran", "gcc"]) == '; did you mean "tehran"?'
    assert suggest("x", ["tehran", "gcc"], "powers") == "; the powers are tehran, gcc"
    assert suggest("x", map(str, range(100))) == ""
    assert suggest("x", []) == ""


# Laws of damage ---------------------------------------------------------------------------------

DAMAGE = [
    ("[[power]]", "[[powr]]", "[[powr]]", "'powr' is not a section; did you mean \"power\"?"),
    ('label = "Tehran"\n', "", "[[power]]", "field 'label': is missing"),
    (
        'label = "Tehran"',
        'lable = "Tehran"',
        "lable",
        "field 'lable': is not a field of a power; did you mean \"label\"?",
    ),
    ('short = "Tehran"', "short = [\n1]", "short", "field 'short': must be text in quotes, not a list"),
    ('letter = "T"', "letter = 'tt'", "letter", "field 'letter': 'tt' is not one capital letter"),
    ('letter = "T"', 'letter = "T"\nx.y = 1', "x.y", "field 'x': is not a field of a power; the fields are"),
    ('letter = "T"', "letter = T", "letter", "not TOML: this is not a value; text stands in quotes"),
    (
        'letter = "T"',
        'letter = "T',
        "letter",
        "not TOML: the quotation mark that ends a text is missing on this line",
    ),
]
"""What is replaced in an entry, by what, where in the entry that is reported, and how the message begins."""

NOISES = [
    "",
    "\n\n",
    "# [[power]]\n",
    METER + "marks = { x = 1 }\n",
    OPERATION + 'areas = [\n  "gulf", # ]\n]\n',
]


@given(
    sizes=st.lists(st.integers(1, 4), min_size=1, max_size=4), damage=st.sampled_from(DAMAGE), data=st.data()
)
def test_damage_is_reported_in_its_file_and_on_its_line(sizes, damage, data):
    old, new, mark, message = damage
    damaged = data.draw(st.integers(0, sum(sizes) - 1), "the damaged entry")
    texts, expected, number = {"about.toml": ABOUT}, None, 0
    for n, size in enumerate(sizes):
        text = ""
        for _ in range(size):
            text += data.draw(st.sampled_from(NOISES)).replace('id = "', f'id = "x{number}-')
            entry = POWER.replace('id = "', f'id = "x{number}-')
            if number == damaged:
                entry = entry.replace(old, new, 1)
                expected = (f"{n}.toml", (text + entry[: entry.index(mark)]).count("\n") + 1, message)
            text += entry
            number += 1
        texts[f"{n}.toml"] = text

    with pytest.raises(RulesetError) as caught:
        reader.read_files("small", texts)

    found = [(p.file, p.line, p.message[: len(message)]) for p in caught.value.problems]
    assert expected in found
    assert {file for file, _, _ in found} == {expected[0]}


SPLICES = [
    "",
    "\n",
    "'",
    '"',
    '"""',
    "[",
    "]",
    "[[",
    "{",
    "}",
    "=",
    ".",
    ",",
    "#",
    "\\",
    "\r",
    "\0",
    "\ud800",
]
SPLICES += [
    "[[power]]\n",
    "[about]\n",
    "[constants]\n",
    "[meter.low]\n",
    "[[meter.start]]\n",
    "power.x = 1\n",
]
SPLICES += ["id = 3\n", "start = {", "true", "inf", "0x" + "f" * 9999, "1979-05-27"]
SOUND = ABOUT + POWER + METER + OPERATION + VICTORY + "[constants.salvo]\nleak = { boats = [1, 2] }\n"


@st.composite
def spliced(draw: st.DrawFn, text: str) -> str:
    """The text with a few short pieces replaced; half of the places are where a value begins."""
    values = [match.end() for match in re.finditer(" = ", text)]
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)) | st.sampled_from(values))
        end = start + draw(st.integers(0, 40))
        text = text[:start] + draw(st.sampled_from(SPLICES) | st.text(max_size=5)) + text[end:]
    return text


@given(spliced(SOUND))
def test_no_damage_does_more_than_raise_problems_on_lines_there_are(text):
    result = attempt(lambda: reader.read_files("small", {"a.toml": text}))

    if isinstance(result, RulesetError):
        assert result.problems
        assert [p for p in result.problems if not 0 <= p.line <= text.count("\n") + 1] == []
        assert str(result).count("\n") == len(result.problems)
    else:
        assert result == reader.read_files("small", result.files)
        assert len(result.digest()) == 64


ANYTHING = st.recursive(
    st.sampled_from(
        ["7", "-999", "1.5", "nan", "true", '"x"', '"tehran"', "'a.b'", "1979-05-27", "[]", "{}"]
    ),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda items: "[\n" + ",\n".join(items) + "\n]")
        | st.builds("{{ {} = {} }}".format, st.sampled_from(["id", "change", "by", '"a.b"', "a.b"]), inner)
    ),
    max_leaves=6,
)


@given(st.data(), ANYTHING)
def test_whatever_a_field_holds_is_reported_there_or_at_the_header(data, value):
    lines = SOUND.split("\n")
    fields = [n for n, line in enumerate(lines) if re.fullmatch("[a-z]+ = [^']*", line)]
    at = data.draw(st.sampled_from(fields), "the line of the field")
    lines[at] = lines[at].split(" = ")[0] + " = " + value
    header = max(n for n in range(at) if lines[n].startswith("["))
    result = attempt(lambda: reader.read_files("small", {"a.toml": "\n".join(lines)}))

    if isinstance(result, RulesetError):
        there = {header + 1, *range(at + 1, at + 2 + value.count("\n"))}
        assert {problem.line for problem in result.problems} <= there


@given(st.integers(0, len(ABOUT)), st.binary(max_size=8))
def test_no_damage_to_bytes_does_more_than_raise_problems(tmp_path_factory, at, damage):
    folder = tmp_path_factory.mktemp("ruleset")
    (folder / "a.toml").write_bytes(ABOUT[:at].encode() + damage + ABOUT[at:].encode())
    result = attempt(lambda: reader.read(folder))

    if isinstance(result, RulesetError):
        assert {problem.file for problem in result.problems} <= {"a.toml", ""}


def attempt(reading: Callable[[], reader.Document]) -> reader.Document | RulesetError:
    try:
        return reading()
    except RulesetError as error:
        return error


def test_what_the_damage_was_done_to_is_sound():
    assert read(SOUND).of("operation")[0].id == "seize-tanker"
