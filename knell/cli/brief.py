"""``knell brief``: the brief of an incident, in the manner of an agency report."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .casebook_options import FOLDER, hands
from .days import check_day
from .passphrases import passphrase_option

if TYPE_CHECKING:
    from knell.records import Report

FORMS = {".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".txt": "text"}
"""File ending -> format."""


@click.command(name="brief", short_help="Write an incident up, every sentence with its source.")
@click.argument("asked", metavar="[ID]", required=False)
@click.option("--casebook", "folder", type=FOLDER, help="The casebook's folder.")
@passphrase_option
@click.option(
    "--input",
    "given",
    type=click.Path(path_type=Path, allow_dash=True),
    multiple=True,
    help="Reports instead of a casebook: lines of NDJSON (.jsonl, or - for standard input) or a file of any kind. May be given again.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, allow_dash=True), help="Where it goes: .md, .html, .txt, or - (the default)."
)
@click.option(
    "--format", "form", type=click.Choice(["md", "html", "text"]), help="Default: by the ending of --output; text on standard output."
)
@click.option("--as-of", callback=check_day, metavar="DATE", help="Take only what was published by this date.")
def command(
    asked: str | None, folder: Path | None, given: tuple[Path, ...], output: Path | None, form: str | None, as_of: str | None
) -> int:
    """Write the brief of an incident (i:3f9a; ID may be shortened), or without ID of the casebook's main one.

    Every sentence carries its citations. A sentence or figure that would stand without its source is an error, and nothing is written.
    """
    from knell.flows.brief import brief_of_casebook, brief_of_reports, render_brief
    from knell.flows.whole import write_whole
    from knell.records.errors import UsageError

    if (folder is None) == (not given):
        raise UsageError("give --casebook or --input, one of the two", todo="see knell brief --help")
    form = form or _form_of(output)
    faults: tuple[str, ...] = ()
    if folder is not None:
        written = brief_of_casebook(folder, asked, as_of=as_of, **hands())
    else:
        reports, faults = _taken(given)
        for fault in faults:
            click.echo(f"knell: {fault}", err=True)
        written = brief_of_reports(reports, asked, as_of=as_of)
    for line in (written.note, written.chosen and f"brief of {written.chosen}"):
        if line:
            click.echo(f"knell: {line}", err=True)
    text = render_brief(written.brief, form)
    if output is None or str(output) == "-":
        click.echo(text, nl=False)
    else:
        write_whole(output, [text.encode()])
    return 1 if faults else 0


def _form_of(output: Path | None) -> str:
    from knell.records.errors import UsageError

    if output is None or str(output) == "-":
        return "text"
    form = FORMS.get(output.suffix.lower())
    if form is None:
        raise UsageError("cannot tell the format from this ending", where=str(output), todo="name it .md, .html or .txt, or give --format")
    return form


def _taken(given: tuple[Path, ...]) -> "tuple[list[Report], tuple[str, ...]]":
    """The reports, and a line for each thing that did not open."""
    from knell.flows.take_in import take_in

    files = [path for path in given if not _is_lines(path)]
    taken = [take_in((), path) for path in given if _is_lines(path)]
    if files:
        taken.append(take_in(files, None))
    reports: dict[str, Report] = {}
    for one in taken:
        for report in one.reports:
            reports.setdefault(report.id, report)
    return list(reports.values()), tuple(fault for one in taken for fault in one.faults)


def _is_lines(path: Path) -> bool:
    return str(path) == "-" or path.suffix.lower() in (".jsonl", ".ndjson")
