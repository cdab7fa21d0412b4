"""The command line. Each command loads what it needs when it is called, so that help comes at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wargame import __version__

if TYPE_CHECKING:
    from wargame.record.game import Game
    from wargame.ruleset.tables import Ruleset

STOPPED = 130
"""Exit code after Ctrl-C."""

SAVE = click.Path(dir_okay=False, path_type=Path)


class Commands(click.Group):
    """A group that knows what a mistyped command was meant to be."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            ctx.fail(f"No such command '{args[0]}'{_near(args[0], self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)


def _near(word: str, words: list[str]) -> str:
    import difflib

    found = difflib.get_close_matches(word, words, n=1, cutoff=0.5)
    return f'; did you mean "{found[0]}"?' if found else f"; the commands are {', '.join(words)}."


@contextmanager
def _plain_errors() -> Iterator[None]:
    """What a person got wrong is said in a sentence: a name, a ruleset, a save."""
    from wargame.record.journal import SaveError
    from wargame.ruleset.problems import RulesetError

    try:
        yield
    except (ValueError, SaveError, RulesetError) as error:
        raise click.ClickException(str(error)) from error


@click.group(
    cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="wargame", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """A turn-based political-military wargame of a no-war, no-peace stand-off.

    Without a command, the interface opens at its menu.
    """
    if ctx.invoked_subcommand is None:
        _interface()


@cli.command()
def menu() -> None:
    """Open the interface at its menu."""
    _interface()


def _interface(**wishes: Any) -> None:
    """Open the Textual interface; whoever leaves it for a class comes back to its menu."""
    _check_terminal()
    from wargame.tui.app import run

    where = run(**wishes)
    while where:
        if where == "join":
            from wargame.classroom.join import ask_and_join as go
        else:
            from wargame.classroom.host import ask_and_host as go
        go()
        where = run()


def _check_terminal() -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.ClickException(
            "the interface needs a terminal. In a pipe or a script, say: wargame play --plain"
        )


# Playing ----------------------------------------------------------------------------------------


@cli.command()
@click.option("--scenario", metavar="NAME", help="Scenario; the introduction if none is named.")
@click.option("--seat", metavar="NAME", help="The seat you hold; asked for, or the first of the table.")
@click.option("--seed", type=int, help="The dice: the same seed and orders give the same game.")
@click.option("--table", metavar="NAME", help="Seating plan; the scenario's own if none is named.")
@click.option(
    "--against", multiple=True, metavar="SEAT=PLAYER",
    help="Who plays a seat: a doctrine's name, null (random), absent, or human. May be repeated.",
)  # fmt: skip
@click.option("--ruleset", default="standoff", show_default=True, metavar="NAME|FOLDER")
@click.option("--save", type=SAVE, help="Where to save; a new file in your folder of saves otherwise.")
@click.option("--plain", is_flag=True, help="Plain lines on standard input and output.")
@click.option("--resume", type=SAVE, metavar="FILE", help="Take up a saved game.")
def play(
    scenario: str | None,
    seat: str | None,
    seed: int | None,
    table: str | None,
    against: tuple[str, ...],
    ruleset: str,
    save: Path | None,
    plain: bool,
    resume: Path | None,
) -> None:
    """Play a game against scripted opponents."""
    if resume is not None:
        if scenario or table or against or save or seed is not None:
            raise click.UsageError("--resume takes a game up as it is: only --seat and --plain go with it.")
        _resume(resume, seat, plain)
        return
    if not plain:
        _check_terminal()
    with _plain_errors():
        from wargame.ruleset.load import load

        rules = load(ruleset)
        plan = _plan(rules, scenario or "intro", table)
        chair = seat or (_ask_seat(rules, plan) if plain else rules.tables[plan].seats[0])
        players = dict(_player(rules, plan, text) for text in against)
        if chair in players:
            raise ValueError(f"{chair} is your own seat; --against names the others")
        choice: dict[str, Any] = {
            "scenario": scenario or "intro",
            "table": plan,
            "seat": chair,
            "seed": seed,
            "players": players,
        }
        if save is not None:
            choice["path"] = save
        from wargame.table.session import Session

        session = Session.start(rules, choice)
    if plain:
        _play_plain(session)
    else:
        session.game.close()
        _interface(resume=session.game.path, seat=chair)


def _plan(rules: Ruleset, scenario: str, table: str | None) -> str:
    """The seating plan of a game to be started; ValueError for a name that does not exist."""
    from wargame.ruleset.problems import suggest

    if scenario not in rules.scenarios:
        raise ValueError(f"'{scenario}' is not a scenario{suggest(scenario, rules.scenarios)}")
    plan = table or rules.scenarios[scenario].table
    if plan not in rules.tables:
        raise ValueError(f"'{plan}' is not a table{suggest(plan, rules.tables)}")
    return plan


def _player(rules: Ruleset, plan: str, text: str, option: str = "--against") -> tuple[str, str]:
    """`tehran=hold` as seat and player; the record checks the doctrine's name."""
    from wargame.ruleset.problems import suggest

    seat, equals, player = text.partition("=")
    if not equals or not player:
        raise ValueError(f"{option} takes SEAT=PLAYER, not '{text}'")
    seats = rules.tables[plan].seats
    if seat not in seats:
        raise ValueError(f"'{seat}' is not a seat{suggest(seat, seats, 'seats')}")
    word = player.partition(" ")[0]
    return seat, player if word in ("null", "absent", "doctrine", "human") else f"doctrine {player}"


def _ask_seat(rules: Ruleset, plan: str) -> str:
    """Which seat a person wants, asked in plain lines until the answer is one."""
    from wargame.plain.match import one
    from wargame.plain.session import ask

    table = rules.tables[plan]
    click.echo(
        "Seats: " + "; ".join(f"{n} ({label})" for n, label in zip(table.seats, table.labels, strict=True))
    )
    while True:
        try:
            return one(ask("Which seat is yours? ").strip(), table.seats, "a seat")
        except ValueError as error:
            click.echo(str(error))
        except EOFError:
            click.echo()
            raise SystemExit(0) from None


def _resume(path: Path, seat: str | None, plain: bool) -> None:
    if not plain:
        _interface(resume=path, seat=seat)
        return
    with _plain_errors():
        from wargame.table.hot_seat import HotSeat
        from wargame.table.session import Session

        session = Session.resume(path, seat)
        if session.game.halted is not None:
            raise ValueError(
                f"{path}: can be viewed, with wargame replay, but not played on: {session.game.halted}"
            )
        in_turns = HotSeat.wanted(session.game)
        if session.others and not session.game.over and not in_turns:
            labels = ", ".join(session.game.seats[s].label for s in session.others)
            click.echo(f"Other people held seats in this game: {labels}. Scripted players take them.")
        if not in_turns:
            session.take_chair()
    _play_plain(session)


def _play_plain(session: Any) -> None:
    """Alone, or in turns with the other people at this terminal."""
    if not session.game.over:
        with _plain_errors():
            session.game.hold()
    if session.others and not session.game.over:
        from wargame.plain.turns import at_the_terminal, play_in_turns
        from wargame.table.hot_seat import HotSeat

        code = play_in_turns(HotSeat(session.game), at_the_terminal())
    else:
        from wargame.plain.session import play as play_plain

        code = play_plain(session)
    if code:
        raise SystemExit(code)


@cli.command()
@click.argument("file", type=SAVE)
@click.option(
    "--seat", metavar="NAME",
    help="Whose eyes; umpire sees everything. Without it: the umpire's, or in a game that goes on its player's.",
)  # fmt: skip
@click.option("--step", type=click.IntRange(min=0), help="Only this step (with --plain).")
@click.option("--plain", is_flag=True, help="Tell the story in plain lines.")
def replay(file: Path, seat: str | None, step: int | None, plain: bool) -> None:
    """Go through a saved game step by step."""
    if not plain:
        _interface(replay=file, seat=seat)
        return
    with _plain_errors():
        from wargame.plain.replay import replay as replay_plain
        from wargame.record.game import Game
        from wargame.table.hot_seat import kept_from_view
        from wargame.text.timeline import first_eyes

        game: Game = Game.load(file)
        eyes = first_eyes(game) if seat is None else None if seat == "umpire" else seat
        if (reason := kept_from_view(game)) is not None:
            raise ValueError(f"{file}: cannot be replayed yet. {reason}")
        replay_plain(game, eyes, step, click.echo)


@cli.command()
@click.argument("file", type=SAVE)
@click.option(
    "--what", type=click.Choice(["timeline.md", "screens", "cast"]), default="timeline.md", show_default=True,
    help="The timeline as Markdown, an SVG picture of each step, or an asciinema recording.",
)  # fmt: skip
@click.option(
    "--seat", metavar="NAME",
    help="Whose eyes; umpire sees everything. Without it: the umpire's, or in a game that goes on its player's.",
)  # fmt: skip
@click.option("--line", type=click.IntRange(min=1), help="Which line of play, where a save has several.")
@click.option("--out", type=click.Path(path_type=Path), help="File or folder to write; beside you otherwise.")
@click.option("--size", default="120x40", show_default=True, metavar="COLUMNSxROWS", help="Of the screen.")
@click.option("--pace", type=click.FloatRange(min=0.01), default=2.0, show_default=True,
              help="Seconds for each moment of a recording.")  # fmt: skip
def export(
    file: Path, what: str, seat: str | None, line: int | None, out: Path | None, size: str, pace: float
) -> None:
    """Write a saved game as a text, as pictures or as a recording, with any seat's eyes."""
    with _plain_errors():
        from wargame.tui.export.command import run_command

        for text in run_command(file, what, seat, line, out, size, pace):
            click.echo(text)


# A class ----------------------------------------------------------------------------------------


@cli.command()
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option(
    "--address", default="0.0.0.0", show_default=True, help="Of this machine; all of them by default."
)
@click.option("--tables", type=click.IntRange(1, 24), help="How many; one if the class is new.")
@click.option(
    "--scenario", metavar="NAME", help="Of tables that are set up now; the introduction by default."
)
@click.option("--table", metavar="NAME", help="Seating plan; the scenario's own if none is named.")
@click.option("--ruleset", default="standoff", show_default=True, metavar="NAME|FOLDER")
@click.option("--minutes", type=click.FloatRange(0, 600, min_open=True), help="For each phase of orders.")
@click.option(
    "--player", "--players", "players", multiple=True, metavar="SEAT=PLAYER",
    help="Who plays a seat that no student does: a doctrine's name, null, or absent. May be repeated.",
)  # fmt: skip
@click.option("--certificate", type=SAVE, metavar="FILE", help="For HTTPS: a certificate chain in PEM.")
@click.option(
    "--key", type=SAVE, metavar="FILE", help="The certificate's private key, if it is not in the same file."
)
@click.option(
    "--name", "names", multiple=True, metavar="HOST", help="A name that students type for this machine."
)
@click.option("--proxy", metavar="ADDRESS", help="A proxy that stands before the class, whose word is taken.")
@click.option("--new-desk-link", is_flag=True, help="Take back the desk's link and make another.")
def host(
    folder: Path | None,
    scenario: str | None,
    table: str | None,
    ruleset: str,
    minutes: float | None,
    players: tuple[str, ...],
    **wishes: Any,
) -> None:
    """Open a class: its students play in browsers or with wargame join. The same command takes it up again.

    FOLDER holds all of it; without one, the class in your folder of saves is opened.
    """
    with _plain_errors():
        from wargame.classroom.host import Plan, Wish, rules_named, run_command
        from wargame.table.session import usual_scenario

        rules = rules_named(ruleset)
        seating = _plan(rules, scenario or usual_scenario(rules), table)
        seated = dict(_player(rules, seating, text, "--player") for text in players)
        plan = Plan(ruleset, scenario or usual_scenario(rules), seating, seated, None, minutes)
        run_command(Wish(folder, plan=plan, **wishes), click.echo)


@cli.command()
@click.argument("address")
@click.option("--code", default="", metavar="CODE", help="The table's code; asked for if nothing is said.")
@click.option("--name", default="", metavar="NAME", help="Your name; asked for if nothing is said.")
@click.option("--link", default="", metavar="LINK", help="Your seat's printed link, instead of a code.")
@click.option("--trust", type=SAVE, metavar="FILE", help="For HTTPS: the class's own certificate, in PEM.")
def join(address: str, code: str, name: str, link: str, trust: Path | None) -> None:
    """Play at a table of a class: ADDRESS is what its instructor shows, or a printed link."""
    with _plain_errors():
        from wargame.classroom.join import join as come_in

        click.echo(come_in(address, code, name, link, trust))


@cli.command()
@click.argument("link")
@click.option("--trust", type=SAVE, metavar="FILE", help="For HTTPS: the class's own certificate, in PEM.")
def desk(link: str, trust: Path | None) -> None:
    """The umpire's console: watch and rule a class. LINK is the desk link that wargame host prints."""
    _check_terminal()
    with _plain_errors():
        from wargame.tui.console.app import run

        run(link, trust)


@cli.command()
@click.argument("saves", type=SAVE, nargs=-1, required=True, metavar="SAVE...")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path),
              help="Folder to write, which must be empty; a new one beside you otherwise.")  # fmt: skip
@click.option("--pseudonyms", is_flag=True, help="Leave out the names of people.")
def debrief(saves: tuple[Path, ...], out: Path | None, pseudonyms: bool) -> None:
    """Write the hot-wash pack of a game, or of several side by side: pages to print, tables of students."""
    with _plain_errors():
        from wargame.text.debrief.write import run_command

        for text in run_command(saves, out, pseudonyms):
            click.echo(text)


# Saves and rulesets -----------------------------------------------------------------------------


@cli.command()
@click.argument("files", type=SAVE, nargs=-1, required=True)
def verify(files: tuple[Path, ...]) -> None:
    """Play saves again and compare every step. Exit code 1 if one of them differs."""
    from wargame.record.verify import verify as verify_save

    findings = []
    for path in files:
        finding = verify_save(path)
        findings.append(finding)
        prefix = f"{path}: " if finding.good and len(files) > 1 else ""
        click.echo(f"{prefix}{finding.text}", err=not finding.good)
    if not all(finding.good for finding in findings):
        raise SystemExit(1)


@cli.command()
def saves() -> None:
    """List your saves and the recorded games that come with the program."""
    from wargame.record import shelf

    own = shelf.own_saves()
    click.echo(f"In {shelf.saves_folder()}:" if own else f"No saves in {shelf.saves_folder()}.")
    for title, found in (("", own), ("Recorded games:", shelf.shipped_saves())):
        if title and found:
            click.echo(title)
        for saved in found:
            people = [s for s, player in saved.players.items() if player == "human"]
            state = "over" if saved.over else "going on"
            who = f", {' and '.join(people)} played by people" if people else ""
            click.echo(f"  {saved.path}: {saved.scenario}, step {saved.steps}, {state}{who}")


@cli.command("reset-word")
@click.argument("file", type=SAVE)
@click.argument("seat")
def reset_word(file: Path, seat: str) -> None:
    """Take away a seat's forgotten word. The save keeps that it was done; the seat sets another."""
    with _plain_errors():
        from wargame.record.game import Game

        game = Game.load(file)
        if game.seat(seat).name not in game.words:
            raise ValueError(f"{file}: {seat} has no word")
        game.reset_word(seat)
        game.close()
    click.echo(f"The word of {seat} is gone; whoever sits down there next sets another.")


@cli.command()
@click.argument("ruleset")
@click.option("--quick", is_flag=True, help="Read and compile only; play nothing.")
@click.option("--games", type=click.IntRange(min=1), default=4000, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option("--strict", is_flag=True, help="Warnings count as problems.")
def check(ruleset: str, quick: bool, games: int, seed: int, strict: bool) -> None:
    """Check a ruleset, then play it and warn of what is never used, never true or not worth having.

    Exit code 1 if there is any problem; warnings leave it at 0, unless --strict is given.
    """
    with _plain_errors():
        from wargame.ruleset.load import load
        from wargame.ruleset.questions import load_questions
        from wargame.ruleset.studies import load_studies

        rules = load(ruleset)
        studies = load_studies(ruleset, rules)
        questions = load_questions(ruleset, rules)
    operations = sum(len(rules.document.of(s)) for s in ("operation", "statement", "move"))
    counts = {
        "meters": rules.meters.count - 1,
        "entries to order": operations,
        "orders in the book": rules.programs.orders - 1,
        "red lines": len(rules.lines.names),
        "deals": len(rules.deals.names),
        "events": len(rules.document.of("event")),
        "ends": len(rules.ends.names),
        "doctrines": len(rules.doctrines),
        "scenarios": len(rules.scenarios),
        "tables": len(rules.tables),
        "hypotheses": len(studies.hypotheses),
        "worked examples": len(studies.examples),
        "questions to forecast": len(questions),
    }
    click.echo(f"{rules.label}, version {rules.version}: no problems.")
    click.echo(", ".join(f"{count} {what}" for what, count in counts.items()) + ".")
    if not quick:
        from wargame.analysis.lint.check import run_command

        warnings = run_command(rules, studies.document, games, seed)
        if warnings and strict:
            raise SystemExit(1)


@cli.command()
@click.option("--ruleset", default="standoff", show_default=True, metavar="NAME|FOLDER")
@click.option("--scenario", default="standoff", show_default=True, metavar="NAME")
@click.option("--games", type=click.IntRange(min=1), default=1000, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes to use.")
@click.option("--out", type=SAVE, help="Write every game's results: CSV or Parquet, by the ending.")
@click.option(
    "--player", "players", multiple=True, metavar="POWER=DOCTRINE",
    help="Who plays a power: a doctrine's name, or null. May be repeated.",
)  # fmt: skip
def simulate(
    ruleset: str,
    scenario: str,
    games: int,
    seed: int,
    workers: int,
    out: Path | None,
    players: tuple[str, ...],
) -> None:
    """Play many games between doctrines, and count how they end."""
    chosen = {}
    for text in players:
        power, equals, player = text.partition("=")
        if not equals or not power or not player:
            raise click.UsageError(f"--player takes POWER=DOCTRINE, not '{text}'.")
        chosen[power] = player
    from wargame.analysis.simulate import run_command

    run_command(ruleset, scenario, games, seed, workers, out, chosen)


@cli.command()
@click.option("--ruleset", default="standoff", show_default=True, metavar="NAME|FOLDER")
@click.option("--row", type=int, metavar="N", help="Only this row, with its examples and experiments.")
@click.option("--markdown", is_flag=True, help="As Markdown tables.")
def mechanisms(ruleset: str, row: int | None, markdown: bool) -> None:
    """List the mechanisms: rule, phase, constants, worked example, experiment and ablation of each."""
    with _plain_errors():
        from wargame.text.mechanisms import run_command

        for line in run_command(ruleset, row, markdown):
            click.echo(line)


@cli.command()
@click.option("--ruleset", default="standoff", show_default=True, metavar="NAME|FOLDER")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("rulebook"), show_default=True,
    help="Folder to write to.",
)  # fmt: skip
@click.option(
    "--table", metavar="NAME", help="Seats to write aids and briefs for; each scenario's own otherwise."
)
def rulebook(ruleset: str, out: Path, table: str | None) -> None:
    """Write the rulebook, an aid of two pages for each seat, and a brief of one page for each scenario."""
    with _plain_errors():
        from wargame.text.rulebook.write import run_command

        for line in run_command(ruleset, out, table):
            click.echo(line)


@cli.command()
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--ruleset", default="standoff", show_default=True, metavar="NAME|FOLDER")
@click.option("--rows", metavar="12,26", help="Only hypotheses about one of these rows of the table.")
@click.option("--experiment", metavar="E1", help="Only hypotheses of this experiment.")
@click.option("--games", type=click.IntRange(min=2), help="Games in each arm; what each asks for otherwise.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes to use.")
@click.option("--out", type=SAVE, help="Write a row for every arm: CSV or Parquet, by the ending.")
@click.option("--report", type=SAVE, metavar="FILE.md", help="Write a report in Markdown, with figures.")
@click.option("--list", "listed", is_flag=True, help="List the hypotheses; play nothing.")
def study(
    names: tuple[str, ...],
    ruleset: str,
    rows: str | None,
    experiment: str | None,
    games: int | None,
    seed: int,
    workers: int,
    out: Path | None,
    report: Path | None,
    listed: bool,
) -> None:
    """Test hypotheses about the rules: play their arms with the same luck, and judge. All of them, or by NAME."""
    from wargame.analysis.study_command import run_command

    run_command(ruleset, names, rows, experiment, games, seed, workers, out, report, listed=listed)


@cli.command()
@click.option("--ruleset", default="standoff", show_default=True, metavar="NAME|FOLDER")
@click.option("--games", type=click.IntRange(min=100), default=20000, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=7, show_default=True)
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes to use.")
def calibrate(ruleset: str, games: int, seed: int, workers: int) -> None:
    """Measure the figures that a sane ruleset comes to, and say which lie outside. Exit code 1 if one does."""
    with _plain_errors():
        from wargame.analysis import calibration

        checked = calibration.calibrate(ruleset, games, seed, workers)
    for line in calibration.table(ruleset, games, seed, checked):
        click.echo(line)
    if not all(one.inside for one in checked):
        raise SystemExit(1)


@cli.command()
@click.option("--ruleset", default="standoff", show_default=True, metavar="NAME|FOLDER")
@click.option("--games", type=click.IntRange(min=100), default=4000, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=7, show_default=True)
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes to use.")
def hindcast(ruleset: str, games: int, seed: int, workers: int) -> None:
    """Play sequences of record with their deeds forced, and compare what came of them with the rules' range."""
    with _plain_errors():
        from wargame.analysis import hindcast as casting
        from wargame.ruleset.load import load

        rules = load(ruleset)
        found = casting.hindcast(ruleset, games, seed, workers)
    for line in casting.table(rules, games, seed, found):
        click.echo(line)


@cli.command("new-ruleset")
@click.argument("name")
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), default=Path(), metavar="FOLDER",
    help="Where to put it; here, if nothing is said.",
)  # fmt: skip
def new_ruleset(name: str, folder: Path) -> None:
    """Begin a ruleset NAME from a small one that works, in a new folder of that name."""
    with _plain_errors():
        from wargame.ruleset.new import new_ruleset as begin

        try:
            made = begin(name, folder)
        except OSError as error:
            raise click.ClickException(
                f"{folder}: cannot be written to: {error.strerror or error}"
            ) from error
    where = made if made.is_absolute() else f".{os.sep}{made}"
    click.echo(f"{made} was made. Its files say what to do next; begin with about.toml. To try it:")
    click.echo(f"wargame check {where}")
    click.echo(f"wargame play --ruleset {where} --scenario fog-season")


@cli.command()
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, metavar="FOLDER",
    help="Where to write them.",
)  # fmt: skip
def schemas(out: Path) -> None:
    """Write JSON Schemas of a ruleset's files, for editors."""
    from wargame.ruleset.json_schema import write

    try:
        paths = write(out)
    except OSError as error:
        raise click.ClickException(f"{out}: cannot be written: {error.strerror or error}") from error
    click.echo("\n".join(f"{path} was written." for path in paths))


@cli.command("round-robin")
@click.option("--ruleset", default="standoff", show_default=True, metavar="NAME|FOLDER")
@click.option("--scenario", metavar="NAME", help="Scenario; the ruleset's main one if none is named.")
@click.option(
    "--games", type=click.IntRange(min=2), default=64, show_default=True, help="Games of every combination."
)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes to use.")
@click.option("--write", is_flag=True, help="Put the table in the ruleset's folder, as ROUND-ROBIN.md.")
def round_robin(ruleset: str, scenario: str | None, games: int, seed: int, workers: int, write: bool) -> None:
    """Play every doctrine against every combination of the others'."""
    from wargame.analysis.round_robin_command import run_command

    run_command(ruleset, scenario, games, seed, workers, write)


def main() -> None:
    """Run the command line; what a person did wrong ends in a sentence, never in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")  # a terminal that lacks a letter shows a question mark
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("\nStopped.", err=True)
        sys.exit(STOPPED)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone, and there is nobody to tell
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)
