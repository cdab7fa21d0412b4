"""How long the pages of a class take: eight tables, thirty-two seats, one core, all in the second after a reveal.

    python tests/benchmarks/student_pages.py [steps]

Each seat's page is made as the server makes it, one after the other, after a step that nobody has looked at
yet; then once more, when what can be kept has been kept. Sockets are not in it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import wargame
from wargame.classroom.parts import PAGES, PARTS, Asker, shell, shown_on
from wargame.classroom.views import Views, You, as_json
from wargame.table.commands import parse_command
from wargame.table.room import Room

TABLES = 8


def table(folder: Path, number: int, steps: int) -> Room:
    rules = wargame.load("standoff")
    players = dict.fromkeys(("tehran", "washington", "proxies", "gcc"), "doctrine")
    room = Room.new(folder / f"{number}.jsonl", rules, scenario="standoff", players=players, seed=number)
    said = 0

    def command(kind: str, **wishes: object) -> None:
        nonlocal said
        said += 1
        room.command(parse_command({"kind": kind, "id": f"command-{said:04}", **wishes}))

    command("start")
    for _ in range(steps):
        if room.phase == "report":
            command("proceed")
        command("reveal")
    for seat in room.seats:
        command("seat", seat=seat, player="human")
        room.join(f"person-{seat}", "Person", seat)
    return room


def main() -> None:
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    with tempfile.TemporaryDirectory() as folder:
        views = [Views(table(Path(folder), number, steps)) for number in range(TABLES)]
        askers = [
            (v, Asker(seat, f"person-{seat}", True, time.time())) for v in views for seat in v.room.seats
        ]
        for v, you in askers:
            shell(v, you.seat)
        for name in PARTS:  # templates are read once
            PARTS[name](*askers[0])
        fresh = [(Views(v.room), you) for v, you in askers]
        print(f"{'page':<8}{'first, ms':>12}{'again, ms':>12}{'kB':>8}")
        for at in PAGES:
            took = []
            for _ in range(2):
                began = time.process_time()
                size = sum(len(PARTS[name](v, you)) for v, you in fresh for name in shown_on(at))
                took.append((time.process_time() - began) * 1000 / len(fresh))
            print(f"{at:<8}{took[0]:>12.2f}{took[1]:>12.2f}{size / len(fresh) / 1000:>8.1f}")
        began = time.process_time()
        for v, you in fresh:
            as_json(v.seat_view(you.seat, You(you.person, "Person", True), you.now))
        print(f"{'data':<8}{(time.process_time() - began) * 1000 / len(fresh):>12.2f}")


if __name__ == "__main__":
    main()
