"""``knell link``: two incidents are one, a person says."""

from pathlib import Path

import click

from .casebook_options import casebook_option, hands


@click.command(short_help="Say that two incidents are one.")
@casebook_option
@click.argument("one", metavar="INCIDENT")
@click.argument("other", metavar="INCIDENT")
@click.option("--reason", required=True, help="Why. It goes into the log with the decision.")
def command(folder: Path, one: str, other: str, reason: str) -> None:
    """Say that two incidents (i:3f9a i:77b0) are one happening.

    The decision goes into the casebook's log and outlives every reading, every rebuild and any order of arrival. To take it back,
    unlink.
    """
    from knell.flows.deciding import link_incidents

    decided = link_incidents(folder, one, other, reason, **hands())
    if len(decided.incidents) == 1:
        click.echo(f"{decided.incidents[0]}: one incident now")
    else:
        click.echo(f"noted; {' and '.join(decided.incidents)} stay apart, for another decision keeps them so", err=True)
