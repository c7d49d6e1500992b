"""``knell forbid``: takes back what ``knell allow`` allowed."""

from pathlib import Path

import click

from .casebook_options import casebook_option, hands


@click.command(short_help="Take back what knell allow allowed.")
@click.argument("what", type=click.Choice(["fetch"]))
@casebook_option
@click.option("--reason", required=True, help="Why. It stands in the log and in the codebook.")
def command(what: str, folder: Path, reason: str) -> None:
    """Forbid a casebook to fetch from the web, from now on: knell forbid fetch. What was fetched stays."""
    from knell.flows.allowance import forbid_fetching

    forbid_fetching(folder, reason, **hands())
    click.echo(f"{folder}: forbidden {what}: nothing is fetched")
