"""The save as a file: every byte counts, whatever was acknowledged is there, and one program writes."""

from __future__ import annotations

import errno
import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wargame.record.journal import Journal, SaveError, read_journal

resource = pytest.importorskip("resource", reason="limits of file size are a POSIX matter")

HEADER: dict[str, Any] = {"kind": "header", "format": 1, "words": "ä\u2028\ud800"}
LINES: list[dict[str, Any]] = [
    HEADER,
    {"kind": "sheet", "n": 1},
    {"kind": "step", "text": "two\nlines \x1f"},
    {"kind": "undo", "to": 0},
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A small save."""
    path = tmp_path_factory.mktemp("journal") / "small.jsonl"
    written(path).close()
    return path.read_bytes()


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to write over again and again."""
    return tmp_path_factory.mktemp("journal") / "scratch.jsonl"


def written(path: Path) -> Journal:
    journal = Journal.create(path, LINES[0])
    for line in LINES[1:]:
        journal.append(line)
    return journal


def read(path: Path) -> list[object]:
    return [line.content for line in read_journal(path)[0]]


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "down" / "game.jsonl"
    journal = written(path)
    lines, again, notice = read_journal(path)
    assert [line.content for line in lines] == LINES
    assert [line.number for line in lines] == [1, 2, 3, 4]
    assert again.last_hash == journal.last_hash
    assert notice is None


def test_a_save_cut_anywhere_is_taken_up_at_its_last_whole_line(data: bytes, tmp_path: Path) -> None:
    """A crash may leave any beginning of the file; going on from it writes the file that would have been."""
    for cut in range(len(data)):
        path = tmp_path / f"{cut}.jsonl"
        path.write_bytes(data[:cut])
        whole = data[:cut].count(b"\n")
        if not whole:
            with pytest.raises(SaveError, match="no game to recover"):
                read_journal(path)
            continue
        lines, journal, notice = read_journal(path)
        assert [line.content for line in lines] == LINES[:whole]
        assert (notice is None) == data[:cut].endswith(b"\n")
        assert notice is None or f"(line {whole + 1})" in notice
        for line in LINES[whole:]:
            journal.append(line)
        journal.close()
        assert path.read_bytes() == data


@settings(max_examples=400)
@given(st.data())
def test_a_changed_byte_is_found_on_its_line(data: bytes, scratch: Path, draw: st.DataObject) -> None:
    at = draw.draw(st.integers(0, len(data) - 1), "at")
    byte = draw.draw(st.integers(0, 255).filter(lambda b: b != data[at]), "byte")
    changed = data[:at] + bytes([byte]) + data[at + 1 :]
    scratch.write_bytes(changed)
    with pytest.raises(SaveError) as caught:
        read_journal(scratch)
    assert caught.value.line == 1 + data[:at].count(b"\n")
    assert str(scratch) in str(caught.value)


def test_the_line_end_of_the_last_line_counts_too(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "changed.jsonl"
    for byte in set(range(256)) - {ord("\n")}:
        path.write_bytes(data[:-1] + bytes([byte]))
        with pytest.raises(SaveError) as caught:
            read_journal(path)
        assert caught.value.line == len(LINES)


@given(st.permutations(range(len(LINES))))
def test_lines_out_of_order_or_missing_are_found(data: bytes, scratch: Path, order: list[int]) -> None:
    lines = data.splitlines(keepends=True)
    for several in (order, order[:-1]):
        scratch.write_bytes(b"".join(lines[at] for at in several))
        if several == list(range(len(several))):
            read_journal(scratch)
        else:
            wrong = next(at for at, number in enumerate(several) if at != number)
            with pytest.raises(SaveError) as caught:
                read_journal(scratch)
            assert caught.value.line == wrong + 1


@settings(max_examples=300)
@given(st.binary(max_size=80) | st.text(max_size=40).map(lambda t: t.encode("utf-8", "surrogatepass")))
@example(b"")
@example(b"\n")
@example(b"[]\n")
@example(b"null\n")
@example(b'{"kind":"header"}\n')
@example(b'{"kind":"header","format":1}\n')
@example(b'{"kind":"header","format":[]}\n')
@example(b'{"a":' * 5000 + b"\n")
@example(b'{"kind":"header","format":1,"n":' + b"9" * 5000 + b"}\n")
def test_a_foreign_file_is_refused(scratch: Path, foreign: bytes) -> None:
    scratch.write_bytes(foreign)
    with pytest.raises(SaveError) as caught:
        read_journal(scratch)
    assert caught.value.line == 1


@pytest.mark.parametrize(
    "foreign", [b"{}\n", b"[1]\n", b"7\n", b"\n", b'{"kind":"undo","to":0}\n', b"\xff\n"]
)
def test_a_foreign_line_is_refused(data: bytes, tmp_path: Path, foreign: bytes) -> None:
    path = tmp_path / "foreign.jsonl"
    path.write_bytes(data + foreign)
    with pytest.raises(SaveError) as caught:
        read_journal(path)
    assert caught.value.line == len(LINES) + 1


def test_another_format_is_named(tmp_path: Path) -> None:
    path = tmp_path / "future.jsonl"
    path.write_bytes(b'{"kind":"header","format":99,"new":"things"}\n')
    with pytest.raises(
        SaveError, match=r"future.jsonl:1: field 'format': is 99; this program reads format 1"
    ):
        read_journal(path)


def test_what_cannot_be_read_or_created_is_said(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    for path in (tmp_path / "absent.jsonl", tmp_path, Path("nul\0byte")):
        with pytest.raises(SaveError, match="cannot be read"):
            read_journal(path)
    for path in (file / "below.jsonl", tmp_path / "nul\0byte"):
        with pytest.raises(SaveError, match="cannot be created"):
            Journal.create(path, HEADER)
    with pytest.raises(SaveError, match="exists already"):
        Journal.create(file, HEADER)
    assert file.read_bytes() == b""


# A disk that does not take it -------------------------------------------------------------------


@contextmanager
def small_disk(size: int) -> Iterator[None]:
    """No file may grow beyond a size: a real write that stops in the middle."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_line_that_does_not_fit_leaves_no_trace(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "full.jsonl"
    journal = written(path)
    with (
        small_disk(len(data) + 20),
        pytest.raises(SaveError, match=r"cannot be written: .* has not been recorded"),
    ):
        journal.append({"kind": "sheet", "orders": "x" * 100})
    assert path.read_bytes() == data
    journal.append({"kind": "undo", "to": 1})
    assert read(path) == [*LINES, {"kind": "undo", "to": 1}]


def test_a_save_that_cannot_be_begun_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "full.jsonl"
    with small_disk(10), pytest.raises(SaveError, match="cannot be written"):
        Journal.create(path, HEADER)
    assert not path.exists()
    Journal.create(path, HEADER)
    assert read(path) == [HEADER]


def test_a_disk_that_fails_late_is_a_failure(
    data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bytes went out but nobody knows whether they arrived: the line does not count."""

    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    path = tmp_path / "failing.jsonl"
    journal = written(path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(SaveError, match="Input/output error"):
            journal.append({"kind": "undo", "to": 1})
    assert path.read_bytes() == data


def test_a_save_that_may_only_be_read(data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, flags: int) -> int:
        raise OSError(errno.EROFS, "Read-only file system", path, flags)

    path = tmp_path / "readonly.jsonl"
    path.write_bytes(data)
    _, journal, _ = read_journal(path)
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(SaveError, match="cannot be written: Read-only file system"):
        journal.append({"kind": "undo", "to": 1})


def test_a_save_that_is_gone_is_not_written_into_the_void(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "moved.jsonl"
    journal = written(path)
    path.rename(tmp_path / "elsewhere.jsonl")
    with pytest.raises(SaveError, match="cannot be written"):
        journal.append({"kind": "undo", "to": 1})
    path.write_bytes(data)
    with pytest.raises(SaveError, match="was replaced by another file"):
        journal.append({"kind": "undo", "to": 1})
    assert path.read_bytes() == data


# One program writes -----------------------------------------------------------------------------


def test_one_writer_at_a_time(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "shared.jsonl"
    path.write_bytes(data)
    first, second, third = (read_journal(path)[1] for _ in range(3))
    first.append({"kind": "undo", "to": 1})
    with pytest.raises(SaveError, match=r"shared.jsonl: is being played in another window or program"):
        second.append({"kind": "undo", "to": 2})
    assert read(path) == [*LINES, {"kind": "undo", "to": 1}], "all may read while one writes"
    first.close()
    with pytest.raises(SaveError, match="was played on elsewhere since it was opened here; open it again"):
        third.append({"kind": "undo", "to": 2})
    with pytest.raises(SaveError, match="has been closed"):
        first.append({"kind": "undo", "to": 2})
    read_journal(path)[1].append({"kind": "undo", "to": 2})
    assert read(path)[-2:] == [{"kind": "undo", "to": 1}, {"kind": "undo", "to": 2}]


def test_a_torn_line_mended_elsewhere_is_noticed(data: bytes, tmp_path: Path) -> None:
    """The other program's line may be exactly as long as the torn one that was read here."""
    path = tmp_path / "torn.jsonl"
    path.write_bytes(data[:-1])
    first, second = (read_journal(path)[1] for _ in range(2))
    first.append({"kind": "undo", "t": 0})
    first.close()
    assert path.stat().st_size == len(data) - 1
    with pytest.raises(SaveError, match="was played on elsewhere"):
        second.append(LINES[-1])


def test_another_process_is_kept_out_until_this_one_ends(tmp_path: Path) -> None:
    path = tmp_path / "shared.jsonl"
    journal = written(path)
    attempt = (
        "import sys, pathlib\n"
        "from wargame.record.journal import SaveError, read_journal\n"
        "try: read_journal(pathlib.Path(sys.argv[1]))[1].append({'kind': 'undo', 'to': 1})\n"
        "except SaveError as error: print(error.message)\n"
    )

    def tried() -> str:
        command = [sys.executable, "-c", attempt, str(path)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    assert tried() == "is being played in another window or program"
    del journal  # a game that is forgotten lets go of its save
    gc.collect()
    assert tried() == ""
    assert read(path)[-1] == {"kind": "undo", "to": 1}


def test_no_file_stays_open(tmp_path: Path) -> None:
    def open_files() -> int:
        return len(os.listdir("/proc/self/fd"))

    if not os.path.isdir("/proc/self/fd"):
        pytest.skip("open files are counted under /proc")
    before = open_files()
    for number in range(20):
        written(tmp_path / f"{number}.jsonl").close()
        written(tmp_path / f"{number}-forgotten.jsonl")
    gc.collect()
    assert open_files() == before
