"""``knell reckon``: a whole collection in, incidents with their tolls out."""

import sys
from pathlib import Path

import click

from .days import check_day


@click.command(name="reckon", short_help="Reports in, incidents with their tolls out.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--input", "lines", type=click.Path(path_type=Path, allow_dash=True), help="Reports as NDJSON, one a line; - for standard input."
)
@click.option("--output", type=click.Path(path_type=Path), help="Where the incidents go. Default: standard output.")
@click.option(
    "--claims",
    "claims_from",
    type=click.Path(path_type=Path),
    help="Claims that knell read wrote for these reports; they are not read again.",
)
@click.option("--as-of", callback=check_day, metavar="DATE", help="Take only what was published by this date.")
@click.option("--rule", default="reported", show_default=True, metavar="RULE", help="The convention tolls are reckoned by.")
@click.option("--jobs", type=click.IntRange(min=1), help="Worker processes for reading. Default: the cores there are.")
def command(
    files: tuple[Path, ...],
    lines: Path | None,
    output: Path | None,
    claims_from: Path | None,
    as_of: str | None,
    rule: str,
    jobs: int | None,
) -> int:
    """Read, match and reckon a whole collection, and print its incidents, one JSON object a line.

    Reports are FILES of any kind intake opens, or lines of --input. No casebook is touched. The output is the same whatever the order of
    the reports and the number of jobs.
    """
    from knell.flows.reckon import incident_lines, read_claims, reckon_collection
    from knell.flows.take_in import take_in
    from knell.flows.whole import write_whole
    from knell.reckoning.conventions import check_rule

    check_rule(rule)
    taken = take_in(files, lines)
    for line in (*taken.notes, *taken.faults):
        click.echo(f"knell: {line}", err=True)
    claims = read_claims(claims_from) if claims_from is not None else None
    incidents = reckon_collection(taken.reports, claims, as_of=as_of, rule=rule, jobs=jobs)
    if output is not None:
        write_whole(output, incident_lines(incidents))
    else:
        for row in incident_lines(incidents):
            sys.stdout.buffer.write(row)
        sys.stdout.buffer.flush()
    return 1 if taken.faults else 0
