"""``knell add``: takes reports into a casebook."""

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .casebook_options import casebook_option, hands, progress_bar, progress_option

if TYPE_CHECKING:
    from knell.flows.add import Added, Failed

LONG = 20
"""From this many reports out of one file their ids are no longer listed one by one."""


@click.command(short_help="Take reports into a casebook.")
@casebook_option
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--input",
    "lines",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A file of reports, one JSON object a line (- = standard input).",
)
@click.option("--outlet", help="The outlet these files are from, where that is known. Goes before what a file says of itself.")
@click.option("--published", metavar="DATE", help="When they were published, where that is known.")
@click.option("--url", help="The address they are from.")
@click.option("--received-from", "origin", help="From whom or where they came to you.")
@progress_option
@click.pass_context
def command(
    ctx: click.Context,
    folder: Path,
    files: tuple[Path, ...],
    lines: tuple[Path, ...],
    outlet: str | None,
    published: str | None,
    url: str | None,
    origin: str | None,
    progress: bool | None,
) -> int:
    """Take FILES into a casebook: text, HTML, PDF, e-mail, or reports as lines of JSON.

    A line is printed for each file once it is safe on the disk. A file that cannot be opened gets one line on standard error and the rest
    go on; the exit code is then 1.
    """
    from knell.flows.add import Source, add_files, check_published

    if not files and not lines:
        raise click.UsageError("name the files to add", ctx)
    check_published(published)
    with progress_bar(progress) as advance:
        source = Source(outlet, published, url, origin)
        came = add_files(folder, files, source, lines=lines, advance=advance, **hands())
        # With a bar on the screen the lines wait for its end; without one each is printed as soon as the file is safe.
        failed = _show(list(came) if progress or (progress is None and _has_bar()) else came)
    return 1 if failed else 0


def _has_bar() -> bool:
    return sys.stderr.isatty()


def _show(came: "Iterable[Added | Failed]") -> int:
    from knell.flows.add import Failed

    failed = 0
    for group in _by_file(came):
        if isinstance(group[0], Failed):
            failed += 1
            click.echo(f"knell: {group[0].line}", err=True)
        else:
            _show_added([row for row in group if not isinstance(row, Failed)])
    return failed


def _by_file(came: "Iterable[Added | Failed]") -> "Iterator[list[Added | Failed]]":
    """Files one by one as they come; the lines of one file of reports together."""
    from knell.flows.add import Failed

    waiting: list[Added | Failed] = []
    for row in came:
        lines_on = waiting and not isinstance(row, Failed) and row.part is not None and waiting[0].name == row.name
        if waiting and not lines_on:
            yield waiting
            waiting = []
        waiting.append(row)
        if isinstance(row, Failed) or row.part is None:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _show_added(rows: "list[Added]") -> None:
    for row in rows:
        for note in row.notes:
            click.echo(f"knell: {note}", err=True)
    if rows[0].part is None or len(rows) == 1:
        for row in rows:
            _say(f"{row.name}: {row.became} ({', '.join(row.reports)})")
        return
    kinds = {kind: [row for row in rows if row.became == kind] for kind in dict.fromkeys(row.became for row in rows)}
    for kind, some in kinds.items():
        named = f" ({', '.join(r for row in some for r in row.reports)})" if len(some) < LONG else ""
        _say(f"{rows[0].name}: {len(some)} {'report' if len(some) == 1 else 'reports'} {kind}{named}")


def _say(line: str) -> None:
    """Prints a line. Where whoever read our output has gone (``knell add ... | head``), the files are taken in all the same."""
    try:
        click.echo(line)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
