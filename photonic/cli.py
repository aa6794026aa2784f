"""The command line: photonic run, prove, simplify, intents, replay, export, doctor, repl."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from json import dumps
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from photonic.errors import ParseError, PhotonicError
from photonic.exit_status import MISTAKE, NOT_SO, UNKNOWN, explain_minus, guarded, on_fault
from photonic.text.name_advice import DECLARE_IT

__all__ = ["app", "main"]


class _Commands(TyperGroup):
    """The commands; what ends one early is said in words before the library of the command line sees it."""

    def invoke(self, ctx: Any) -> Any:
        status = guarded(lambda: super(_Commands, self).invoke(ctx))
        if status:
            raise typer.Exit(status)


app = typer.Typer(
    cls=_Commands,
    help="Field equations written as on paper: proved, scored, compiled, recorded, replayed.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Declared = Annotated[
    list[str] | None,
    typer.Option("--field", "-f", help="A declaration NAME:KIND or NAMES:KIND, as in -f f:scalar -f A,B:vector."),
]
Given = Annotated[list[str] | None, typer.Option("--given", "-g", help="A hypothesis 'left = right'.")]
Parameters = Annotated[
    list[str] | None,
    typer.Option("--parameter", "-p", help="A parameter NAME=VALUE in place of its default, as in -p nu=0.01."),
]
Dimension = Annotated[int, typer.Option("--dimension", "-d", help="Number of space dimensions, 1 to 3.")]


@app.command()
def run(
    scrolls: Annotated[
        list[str] | None,
        typer.Argument(help="Scrolls to run in order: .codex files, or names that photonic scrolls lists."),
    ] = None,
    parameter: Parameters = None,
    again: Annotated[str | None, typer.Option("--again", help="Run a recorded run again and compare.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of random numbers.")] = 0,
) -> None:
    """Run scrolls: prove, compile, run, record. Ends with a table, the ids, and the line that replays it.

    Example: photonic run examples/maxwell.codex
    """
    from photonic.codex.cells import plans_of
    from photonic.display import Screen
    from photonic.scroll import read_scroll
    from photonic.session import run_again, run_scroll

    if again is None and not scrolls:
        raise PhotonicError("give a scroll to run, or --again RUN_ID: photonic run examples/maxwell.codex")
    given = _parameters(parameter)
    if again is not None and given:
        raise PhotonicError("--again runs with the parameters that were recorded: leave out -p")
    read = [read_scroll(path, given) for path in scrolls or ()]
    for scroll in read:
        plans_of(scroll)
    outcomes = []
    with Screen() as screen:
        if again is not None:
            outcomes.append(run_again(again, progress=screen))
            _close(screen, outcomes[-1])
        for scroll in read:
            screen.say(f"── {scroll.name}: {scroll.title}")
            outcomes.append(run_scroll(scroll, progress=screen, seed=seed))
            _close(screen, outcomes[-1])
    if not all(outcome.ok for outcome in outcomes):
        raise typer.Exit(NOT_SO)


@app.command()
def scrolls() -> None:
    """List the scrolls that are shipped, with their parameters.

    Example: photonic scrolls
    """
    from photonic.library import shipped
    from photonic.scroll import read_scroll
    from photonic.terms import describe

    for name in shipped():
        scroll = read_scroll(name)
        parameters = ", ".join(f"{key}={describe(value)}" for key, value in scroll.parameters.items())
        print(f"{name:<16} {scroll.title}{f'  [{parameters}]' if parameters else ''}")


def _close(screen: Any, finished: Any) -> None:
    """The table and the ids of a finished run."""
    from photonic.codex.cells import SHEET_CELL
    from photonic.display import row_table

    sheet = finished.sheet
    screen.table(row_table(sheet.rows, finished.title))
    ids = next(b.result for b in reversed(sheet.recorder.beams) if b.cell_id == SHEET_CELL)
    screen.say(f"sheet_run_id       {finished.run_id}")
    for eid in dict.fromkeys(row.eid for row in sheet.rows if row.eid):
        members = [cell for cell, own in sheet.eids.items() if own == eid]
        screen.say(f"eid                {eid}  ({' ↔ '.join(members)})")
    screen.say(f"ghx_projection_id  {ids['ghx_projection_id']}")
    screen.say(f"vault_snapshot_id  {ids['vault_snapshot_id']}")
    if finished.comparison is not None:
        screen.say(f"compared with the record: {finished.comparison}")
    screen.say(f"replay with        photonic run --again {finished.run_id}\n")


@app.command()
def prove(
    claim: Annotated[str, typer.Argument(help="An equation 'left = right'; last, behind '--', if '-' begins it.")],
    field: Declared = None,
    given: Given = None,
    dimension: Dimension = 3,
) -> None:
    """Prove or refute an equation. Exit status 0 if proved, 1 if refuted, 3 if unknown, others as for every command.

    Example: photonic prove "curl(grad(f)) = 0" -f f:scalar
    """
    from photonic.prover import prove as decide

    with _saying_how_to_declare():
        verdict = decide(claim, given=given or (), fields=_fields(field), dimension=dimension)
    print(verdict)
    print(f"{verdict.status} in {1000 * verdict.seconds:.1f} ms")
    raise typer.Exit({"proved": 0, "refuted": NOT_SO}.get(verdict.status, UNKNOWN))


@app.command()
def simplify(
    expression: Annotated[str, typer.Argument(help="An expression.")],
    field: Declared = None,
    given: Given = None,
    dimension: Dimension = 3,
    goal: Annotated[
        str,
        typer.Option(
            help="cheapest (operations), smallest (nodes), accurate (bits of rounding error), expanded, "
            "'factored in GLYPH' or 'free of GLYPH, GLYPH'; glyphs as in expressions (∇× or curl), functions by name."
        ),
    ] = "cheapest",
    within: Annotated[
        list[str] | None,
        typer.Option("--range", "-r", help="For accurate: values of a field, 'u:1e4:1e7'; else 1/64 to 64."),
    ] = None,
) -> None:
    """Find the best form for a goal that is provably equal, with the proof. Exit status 1 if the goal is not reached.

    Example: photonic simplify "k*laplacian(u) + dot(grad(k), grad(u))" -f u,k:scalar
    """
    from photonic.simplifier import simplify as reduce

    ranges = dict(map(_range, within or ()))
    with _saying_how_to_declare():
        result = reduce(expression, given or (), _fields(field), dimension, goal=goal, ranges=ranges)
    print(result)
    print(f"{1000 * result.seconds:.1f} ms")
    raise typer.Exit(0 if result.reached else NOT_SO)


@contextmanager
def _saying_how_to_declare() -> Iterator[None]:
    """A name without a declaration is answered with the option that declares it."""
    try:
        yield
    except ParseError as error:
        if error.place is None or not error.message.endswith(DECLARE_IT):
            raise
        option = f"-f {error.place.word()}:scalar declares it (or vector, tensor, constant, function)"
        raise ParseError(error.message.removesuffix(DECLARE_IT) + option, error.place) from None


def _range(text: str) -> tuple[str, tuple[float, float]]:
    """A name with its smallest and largest value, from NAME:SMALLEST:LARGEST."""
    name, *ends = text.split(":")
    try:
        low, high = map(float, ends)
    except ValueError:
        raise PhotonicError(f"--range {text!r}: write NAME:SMALLEST:LARGEST, for example u:1e4:1e7") from None
    return name.strip(), (low, high)


@app.command()
def intents(
    equation: Annotated[str, typer.Argument(help="An equation, several with ';' between them, or a scroll.")],
    field: Declared = None,
    unknown: Annotated[list[str] | None, typer.Option("--unknown", "-u", help="A field to solve for.")] = None,
    dimension: Dimension = 3,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Classify an equation or the equations of a scroll: order, linearity, type, conserved form, integrator, step.

    Example: photonic intents "dt(u) = k*laplacian(u)" -f u:scalar -f k:constant
    """
    from photonic.classifier import intents as classify
    from photonic.library import shipped
    from photonic.tessaris.scrolls import scroll_intents

    if equation.endswith(".codex") or equation in shipped():
        found = scroll_intents(equation)
    else:
        with _saying_how_to_declare():
            found = {"": classify(equation, fields=_fields(field), unknowns=unknown or (), dimension=dimension)}
    if json:
        records = {name: record.to_json() for name, record in found.items()}
        print(dumps(records.get("", records), ensure_ascii=False, indent=2))
        return
    for name, record in found.items():
        print(f"── {name}\n{record}" if name else record)


@app.command()
def replay(
    eid: Annotated[str, typer.Argument(help="An entanglement id, eid::RUN::HASH.")],
    last: Annotated[int, typer.Option("--last", "-n", help="How many events to show.")] = 20,
) -> None:
    """Show the last events of an entanglement, and its members.

    Example: photonic replay eid::run-20260131T093000000001Z-0a1b2c3d::12673e1b7cd9833d3a53c96fcb480c78
    """
    from backends.ledger import LedgerError
    from photonic.display import Screen, event_table
    from photonic.session import open_recorded
    from photonic.settings import settings

    with open_recorded(settings().ledger) as ledger:
        try:
            members = ledger.entanglement(eid)
            events = ledger.events(eid=eid, limit=last)
        except LedgerError as error:
            raise PhotonicError(str(error)) from None
    if not members and not events:
        raise PhotonicError(f"the ledger {settings().ledger} has no {eid}: photonic run prints the eids of a run")
    screen = Screen()
    screen.say(f"members: {' ↔ '.join(members)}")
    screen.table(event_table(events, f"last {len(events)} events of {eid}"))


@app.command()
def export(
    run_id: Annotated[str, typer.Argument(help="A sheet_run_id.")],
    to: Annotated[Path, typer.Option("--to", help="prov.json, prov.jsonld, graph.graphml or traces.jsonl.")],
) -> None:
    """Write a run as W3C PROV (.json, .jsonld), as a graph (.graphml), or its collapse traces (.jsonl).

    Example: photonic export RUN_ID --to prov.json
    """
    from photonic.session import export_run
    from photonic.settings import settings

    export_run(run_id, to, settings().ledger)
    print(f"wrote {to}")


@app.command()
def doctor() -> None:
    """Show versions, settings, the ledger and whether its storage is safe.

    Example: photonic doctor
    """
    from photonic.doctor import report

    lines, healthy = report()
    print("\n".join(lines))
    raise typer.Exit(0 if healthy else NOT_SO)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def repl(
    context: typer.Context,
    ascii_only: Annotated[bool, typer.Option("--ascii", help="Show everything without Unicode.")] = False,
) -> None:
    """Open a prompt where glyphs are typed as on paper. Further options are IPython's own.

    Example: photonic repl
    """
    from photonic.repl.launch import start

    start(context.args, ascii_only)


def _parameters(given: list[str] | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in given or ():
        name, separator, value = (part.strip() for part in text.partition("="))
        if not (name and separator and value):
            raise PhotonicError(f"--parameter {text!r}: write NAME=VALUE, for example -p nu=0.01")
        if name in found:
            raise PhotonicError(f"--parameter {name!r} is given twice: leave one out")
        found[name] = value
    return found


def _fields(declared: list[str] | None) -> dict[str, str]:
    fields: dict[str, str] = {}
    for text in declared or ():
        names, separator, kind = text.rpartition(":")
        if not (separator and names.strip() and kind.strip()):
            raise PhotonicError(f"--field {text!r}: write NAME:KIND, for example -f f:scalar")
        for name in map(str.strip, names.split(",")):
            if fields.setdefault(name, kind.strip()) != kind.strip():
                raise PhotonicError(
                    f"--field: {name!r} is declared as {fields[name]} and as {kind.strip()}: choose one"
                )
    return fields


def main() -> None:
    """Entry point: a mistake is one message on standard error, and the exit status says how the command ended."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # What the terminal's encoding cannot show is written as \u…, not as a traceback.
            stream.reconfigure(errors="backslashreplace")
    # In a locale without Unicode, Python hands over the bytes of what was typed, each as a character of its own.
    sys.argv[1:] = [os.fsencode(word).decode("utf-8", "surrogateescape") for word in sys.argv[1:]]
    command = typer.main.get_command(app)
    sys.excepthook = on_fault
    try:
        command()
    except SystemExit as stop:
        if stop.code == MISTAKE:
            explain_minus(sys.argv[1:])
        raise
