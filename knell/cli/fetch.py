"""``knell fetch``: pages from the web into a casebook."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .casebook_options import casebook_option, hands, progress_bar, progress_option, seconds_option

if TYPE_CHECKING:
    from knell.flows.fetch import Fetched, Missed


@click.command(short_help="Fetch pages from the web into a casebook that allows it.")
@casebook_option
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option("--outlet", help="The outlet these pages are from, where that is known. Goes before what a page says of itself.")
@click.option("--published", metavar="DATE", help="When they were published, where that is known.")
@click.option("--received-from", "origin", help="From whom or where the addresses came to you.")
@seconds_option
@progress_option
def command(
    folder: Path,
    urls: tuple[str, ...],
    outlet: str | None,
    published: str | None,
    origin: str | None,
    seconds: float,
    progress: bool | None,
) -> int:
    """Fetch pages from the web into a casebook, as reports with their WARC as evidence.

    Only where a person has allowed it (knell allow fetch). Only http and https; addresses that lead to this machine, its network or
    ranges set aside are refused, also after a redirect. One line on standard error for each address that gave no report; the rest go
    on, and the exit code is then 1.
    """
    from knell.flows.add import Source, check_published
    from knell.flows.exchange import OUT
    from knell.flows.fetch import fetch_pages

    check_published(published)
    failed = False
    source, ways = Source(outlet, published, None, origin), OUT._replace(seconds=seconds)
    with progress_bar(progress) as advance:
        for row in fetch_pages(folder, urls, source, advance=advance, ways=ways, **hands()):
            failed |= show_row(row)
    return 1 if failed else 0


def show_row(row: "Fetched | Missed") -> bool:
    """Prints what came of one address; whether it failed."""
    from knell.flows.fetch import Missed
    from knell.flows.outside import show

    if isinstance(row, Missed):
        click.echo(f"knell: {row.line}", err=True)
        return True
    for note in row.notes:
        click.echo(f"knell: {note}", err=True)
    ids = f" ({', '.join(row.reports)})" if row.reports else ""
    click.echo(f"{show(row.final)}: {row.became}{ids}")
    return False
