"""``knell history``: how an incident's figures mounted."""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .casebook_options import casebook_option, hands

if TYPE_CHECKING:
    from knell.flows.history import Mounting


@click.command(short_help="Show how an incident's figures mounted, day by day.")
@casebook_option
@click.argument("asked", metavar="ID")
@click.option("--rule", default="reported", show_default=True, metavar="RULE", help="The convention tolls are reckoned by.")
@click.option("--csv", "as_csv", is_flag=True, help="A table for a spreadsheet.")
def command(folder: Path, asked: str, rule: str, as_csv: bool) -> None:
    """Show each toll of an incident as it was known on each day on which it changed: the mounting toll.

    A day's row rests on what was published by then. Which reports tell of the incident is taken as it is known now.
    """
    from knell.flows.history import rows_as_csv, walk_history

    mounting = walk_history(folder, asked, rule=rule, **hands())
    if mounting.note:
        click.echo(f"knell: {mounting.note}", err=True)
    if as_csv:
        csv.writer(sys.stdout, lineterminator="\n").writerows(rows_as_csv(mounting.histories))
        return
    for line in _lines(mounting):
        click.echo(line)


def _lines(mounting: "Mounting") -> Iterator[str]:
    from .walk_lines import lane_in_words, span_in_words, when_in_words, where_in_words

    incident = mounting.incident
    yield f"{incident.incident}  {incident.type.replace('_', ' ')}, {when_in_words(incident.time)}, {where_in_words(incident.places)}"
    for history in mounting.histories:
        scope = ", ".join(history.places) + (f", laid to {history.by}" if history.by else "")
        yield ""
        yield f"{history.harm}, {history.group}" + (f" ({scope})" if scope else "")
        for day, reports, toll in history.rows:
            lanes = "; ".join(lane_in_words(lane, mounting.claims.get(lane.claim)) for lane in toll.lanes)
            told = f"({reports} report{'s' if reports != 1 else ''})"
            yield f"  {day or 'undated':<10}  {span_in_words(toll)}  {told}: {lanes or 'no figure'}"
