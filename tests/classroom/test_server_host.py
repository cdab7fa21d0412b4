"""The command that opens a class: what it prints, and the sentences for what does not work."""

from __future__ import annotations

import http.client
import shutil
import socket
import ssl
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from hosting import EASY, Live, plan

from wargame.classroom import addresses
from wargame.classroom.hall import Hall
from wargame.classroom.host import Wish, greeting, open_hall, reached_at
from wargame.cli import cli


def host(*words: str) -> tuple[int, str]:
    """The command line, for what ends before anything is served."""
    result = CliRunner().invoke(cli, ["host", *words])
    return result.exit_code, result.output


def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, said = host(str(tmp_path / "class"), "--address", "127.0.0.1", "--port", str(port))

    assert code == 1
    assert said.count("\n") == 1
    assert f"port {port} is in use" in said
    assert not (tmp_path / "class").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--address", "here"), "'here' is not an address"),
        (("--address", "203.0.113.77"), "cannot listen at 203.0.113.77"),
        (("--scenario", "nowhere"), "'nowhere' is not a scenario"),
        (("--player", "mars=null"), "'mars' is not a seat"),
        (("--player", "gcc=nobody"), "nobody"),
        (("--player", "gcc"), "--player takes SEAT=PLAYER"),
        (("--ruleset", "nothing"), "nothing"),
        (("--proxy", "*"), "--proxy takes an address"),
        (("--key", "key.pem"), "--key goes with --certificate"),
        (("--certificate", "missing.pem"), "missing.pem"),
    ],
)
def test_what_will_not_do_is_one_sentence(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    code, output = host(str(tmp_path / "class"), *("--address", "127.0.0.1", "--port", "0"), *words)

    assert code == 1, output
    assert said in output
    assert "Traceback" not in output
    assert not list((tmp_path / "class").glob("t*"))


def test_the_same_command_twice_says_that_it_is_open(hall: Hall) -> None:
    code, output = host(str(hall.folder), "--address", "127.0.0.1", "--port", "0")

    assert code == 1
    assert "open in another window" in output


def test_more_tables_are_added_and_fewer_take_none_away(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    counts = []
    for tables in (None, 3, 2, None):
        hall, new = open_hall(Wish(folder, tables=tables, plan=plan()))
        counts.append((len(hall.tables), new))
        hall.close()

    assert counts == [(1, True), (3, False), (3, False), (3, False)]


def test_a_new_desk_link_takes_the_old_one_back(tmp_path: Path) -> None:
    hall, _ = open_hall(Wish(tmp_path / "class", plan=plan()))
    before = hall.desk_link
    hall.close()
    hall, _ = open_hall(Wish(tmp_path / "class", plan=plan(), new_desk_link=True))

    assert hall.desk_link != before
    hall.close()


def test_the_instructor_reads_all_that_is_needed(two_tables: Hall) -> None:
    text = "\n".join(greeting(two_tables, ("http://192.168.1.20:8000", "http://10.0.0.5:8000"), True))

    assert "http://192.168.1.20:8000" in text
    assert "http://10.0.0.5:8000" in text
    assert two_tables.desk_link in text
    for table in two_tables.tables.values():
        assert table.code in text
        assert table.room.game.header.commitment in text
    assert "plain HTTP" in text
    cards = (two_tables.folder / "links.html").read_text(encoding="utf-8")
    assert two_tables.link(two_tables.tables["t2"], "tehran") in cards
    assert two_tables.desk_key not in cards


def test_addresses_are_found_without_asking_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where there is no network at all."""

    class Nowhere(socket.socket):
        def connect(self, _address: object) -> None:
            raise OSError("network is unreachable")

    monkeypatch.setattr(addresses.socket, "socket", Nowhere)

    assert all("." in found and not found.startswith("127.") for found in addresses.own_addresses())
    assert reached_at("127.0.0.1", 8000, "http", ()) == ("http://127.0.0.1:8000",)
    assert reached_at("::1", 80, "http", ("class.example",)) == ("http://class.example", "http://[::1]")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
def test_a_certificate_is_used(hall: Hall, tmp_path: Path) -> None:
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
         "-keyout", key, "-out", certificate, "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    with Live(hall, EASY, certificate=certificate, key=key) as live:
        trusted = ssl.create_default_context(cafile=str(certificate))
        connection = http.client.HTTPSConnection("127.0.0.1", live.port, context=trusted, timeout=10)
        connection.request("GET", hall.desk_link)
        answer = connection.getresponse()
        connection.close()

    assert answer.status == 303
    assert "secure" in (answer.getheader("set-cookie") or "").lower()
    code, output = host(str(tmp_path / "other"), "--certificate", str(certificate), "--key", str(certificate))
    assert code == 1
    assert "is not a certificate with its key" in output
