"""``knell read``: reports in, claims out."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click
import msgspec

from knell.records import Report

if TYPE_CHECKING:
    from knell.flows.read import Written


@click.command(name="read")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--input", "lines", type=click.Path(path_type=Path, allow_dash=True), help="Reports as NDJSON, one a line; - for standard input."
)
@click.option("--output", type=click.Path(path_type=Path), help="Where the claims go. Default: standard output.")
@click.option(
    "--mentions", "mentions_to", type=click.Path(path_type=Path), help="Also write every place, party, number and time the text names."
)
@click.option("--persons", is_flag=True, help="Let --mentions name persons too.")
@click.option(
    "--reports", "reports_to", type=click.Path(path_type=Path), help="Write the reports that files became, so that offsets can be followed."
)
@click.option("--jobs", type=click.IntRange(min=1), help="Worker processes. Default: the cores there are.")
@click.option(
    "--corrections",
    "corrections_from",
    type=click.Path(path_type=Path),
    help="What your team teaches the reader: a TOML file of actors, places, groups and cues.",
)
@click.option("--explain", is_flag=True, help="Add to each claim which rule filled which field.")
def command(
    files: tuple[Path, ...], lines: Path | None, output: Path | None, mentions_to: Path | None, persons: bool, reports_to: Path | None,
    jobs: int | None, corrections_from: Path | None, explain: bool,
) -> int:  # fmt: skip
    """Read reports and print the claims in them, one JSON object a line. No casebook is touched."""
    from knell.flows.read import default_settings, read_lines
    from knell.flows.take_in import take_in
    from knell.flows.whole import write_whole
    from knell.terms.corrections import read_corrections

    settings = default_settings(read_corrections(corrections_from)) if corrections_from is not None else None

    taken = take_in(files, lines)
    for line in (*taken.notes, *taken.faults):
        click.echo(f"knell: {line}", err=True)
    encode = msgspec.json.Encoder().encode
    if reports_to is not None:
        write_whole(reports_to, (encode(r) + b"\n" for r in taken.reports))
    named: list[bytes] = []

    def claims() -> Iterator[bytes]:
        written = read_lines(taken.reports, settings, jobs=jobs, mentions=mentions_to is not None, persons=persons, explain=explain)
        for one in _shown(written, taken.reports):
            named.append(one.mentions)
            for note in one.notes:
                click.echo(f"knell: {note}", err=True)
            yield one.claims

    if output is not None:
        write_whole(output, claims())
    else:
        _print(sys.stdout.buffer, claims())
    if mentions_to is not None:
        write_whole(mentions_to, named)
    return 1 if taken.faults else 0


def _print(out: BinaryIO, lines: Iterator[bytes]) -> None:
    for line in lines:
        out.write(line)
    out.flush()


def _shown(readings: "Iterator[Written]", reports: tuple[Report, ...]) -> "Iterator[Written]":
    """The readings, with a progress bar on a terminal when there are many."""
    if len(reports) < 50 or not sys.stderr.isatty():
        yield from readings
        return
    with ExitStack() as stack:
        yield from stack.enter_context(click.progressbar(readings, length=len(reports), label="reading", file=sys.stderr))
