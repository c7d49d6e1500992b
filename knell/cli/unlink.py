"""``knell unlink``: a report is of another happening, a person says."""

from pathlib import Path

import click

from .casebook_options import casebook_option, hands


@click.command(short_help="Say that a report is not of an incident.")
@casebook_option
@click.argument("incident", metavar="INCIDENT")
@click.argument("taken", metavar="REPORT")
@click.option("--reason", required=True, help="Why. It goes into the log with the decision.")
def command(folder: Path, incident: str, taken: str, reason: str) -> None:
    """Say that what a report (r:19c4, or one of its claims, c:77b0) tells is not of an incident (i:3f9a).

    The decision goes into the casebook's log and outlives every reading, every rebuild and any order of arrival. To take it back,
    link.
    """
    from knell.flows.deciding import unlink_report

    decided = unlink_report(folder, incident, taken, reason, **hands())
    if len(decided.incidents) > 1:
        click.echo(f"{' and '.join(decided.incidents)}: apart now")
    else:
        click.echo(f"noted; {taken} only speaks about {''.join(decided.incidents)} and stays with it", err=True)
