"""``knell incidents``: lists a casebook's incidents."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .casebook_options import casebook_option, hands
from .days import check_day

if TYPE_CHECKING:
    from knell.flows.incidents import Listing


@click.command(short_help="List a casebook's incidents.")
@casebook_option
@click.option("--json", "as_json", is_flag=True, help="One incident a line, as the contract gives it.")
@click.option("--left-out", is_flag=True, help="What is kept as evidence and counts in no incident, and why.")
@click.option("--as-of", callback=check_day, metavar="DATE", help="Only what was published by then: a day, a month or a year.")
@click.option("--rule", default="reported", show_default=True, metavar="RULE", help="The convention tolls are reckoned by.")
def command(folder: Path, as_json: bool, left_out: bool, as_of: str | None, rule: str) -> None:
    """List a casebook's incidents, earliest first: each source's latest figure in its own words, never added up."""
    from knell.flows.incidents import list_incidents

    listing = list_incidents(folder, as_of=as_of, rule=rule, **hands())
    if listing.note:
        click.echo(f"knell: {listing.note}", err=True)
    if left_out:
        _show_left_out(listing, as_json=as_json)
    elif as_json:
        _show_incidents(listing)
    else:
        _show_table(listing)


def _show_json(records: tuple[object, ...]) -> None:
    import msgspec

    for record in records:
        click.echo(msgspec.json.encode(record).decode())


def _show_incidents(listing: "Listing") -> None:
    """The contract's JSON; an incident to which people linked exhibits has them under ``exhibits``."""
    import msgspec

    for incident in listing.incidents:
        linked = listing.exhibits.get(incident.incident)
        told = msgspec.to_builtins(incident) | {"exhibits": linked} if linked else incident
        click.echo(msgspec.json.encode(told).decode())


def _show_table(listing: "Listing") -> None:
    from .walk_lines import incident_lines, short_ids

    short = short_ids([incident.incident for incident in listing.incidents])
    for incident in listing.incidents:
        for line in incident_lines(incident, short, listing.claims):
            click.echo(line)
        if linked := listing.exhibits.get(incident.incident):
            click.echo(f"{' ' * len(short[incident.incident])}    exhibits: {', '.join(linked)}")
    click.echo(f"{listing.name}: {len(listing.incidents)} incidents; takes in: {listing.policy.in_words()}")
    if listing.left_out:
        click.echo(f"{len(listing.left_out)} left out (knell incidents --left-out says why)")


def _show_left_out(listing: "Listing", *, as_json: bool) -> None:
    if as_json:
        _show_json(listing.left_out)
        return
    for row in listing.left_out:
        click.echo("  ".join(part for part in (row.claim or row.report or "the file", row.name, row.reason) if part))
    for reason, number in sorted(Counter(row.reason.split(":")[0] for row in listing.left_out).items()):
        click.echo(f"{number} left out: {reason}")
    if listing.flagged:
        click.echo(f"{listing.flagged} claims stay in although the place, date or cause is unknown")
    click.echo(f"{listing.name} takes in: {listing.policy.in_words()}")
