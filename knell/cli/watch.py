"""``knell watch``: news feeds, whose new items are fetched into a casebook."""

import time
from pathlib import Path

import click

from .casebook_options import casebook_option, hands, progress_bar, progress_option, seconds_option
from .fetch import show_row

LEAST_MINUTES = 5


@click.command(short_help="Fetch what is new in news feeds into a casebook that allows it.")
@casebook_option
@click.argument("feeds", nargs=-1, required=True, metavar="FEED...")
@click.option(
    "--every",
    type=click.IntRange(min=LEAST_MINUTES),
    metavar="MINUTES",
    help=f"Go on, a round every so many minutes (at least {LEAST_MINUTES}), until stopped. Default: one round.",
)
@seconds_option
@progress_option
def command(folder: Path, feeds: tuple[str, ...], every: int | None, seconds: float, progress: bool | None) -> int:
    """Fetch what is new in news feeds (RSS, Atom) into a casebook, each item once, as a report with its WARC.

    FEED is an address, or a file with one address a line (# begins a comment). Only where a person has allowed it (knell allow fetch), and
    within the same walls as knell fetch. One line on standard error for each feed or item that failed; it is tried again next time.
    """
    from knell.flows.watch import read_list

    urls = read_list(feeds)
    said: set[str] = set()
    failed = _round(folder, urls, seconds, progress, said)
    while every is not None:
        click.echo(f"next round in {every} minutes; stop with Ctrl-C", err=True)
        time.sleep(every * 60)
        failed = _later_round(folder, urls, seconds, progress, said)
    return 1 if failed else 0


def _later_round(folder: Path, urls: tuple[str, ...], seconds: float, progress: bool | None, said: set[str]) -> bool:
    """A round that does not end the watch where the casebook cannot be had just now. One that is damaged ends it."""
    from knell.records.errors import CasebookError, DamagedCasebook

    try:
        return _round(folder, urls, seconds, progress, said)
    except DamagedCasebook:
        raise
    except CasebookError as error:
        click.echo(f"knell: {error.line()}; the next round goes on", err=True)
        return True


def _round(folder: Path, urls: tuple[str, ...], seconds: float, progress: bool | None, said: set[str]) -> bool:
    """One round. ``said``: lines of failure that earlier rounds have printed, which are not printed again."""
    from knell.flows.exchange import OUT
    from knell.flows.fetch import Missed
    from knell.flows.outside import show
    from knell.flows.watch import Looked, watch_round

    failed = False
    with progress_bar(progress) as advance:
        for row in watch_round(folder, urls, advance=advance, ways=OUT._replace(seconds=seconds), **hands()):
            if isinstance(row, Looked):
                click.echo(f"{show(row.url)}: {row.new} new" if row.new else f"{show(row.url)}: nothing new")
            elif isinstance(row, Missed) and row.line in said:
                failed = True
            else:
                failed |= show_row(row)
                if isinstance(row, Missed):
                    said.add(row.line)
    return failed
