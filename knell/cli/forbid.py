"""``knell forbid``: takes back what ``knell allow`` allowed."""

from pathlib import Path

import click

from .casebook_options import casebook_option, hands


@click.command(short_help="Take back what knell allow allowed.")
@click.argument("what", type=click.Choice(["fetch", "anchor"]))
@casebook_option
@click.option("--reason", required=True, help="Why. It stands in the log and in the codebook.")
@click.option("--authority", metavar="URL", help="With anchor: the address of the stamping authority.")
def command(what: str, folder: Path, reason: str, authority: str | None) -> None:
    """Forbid a casebook to fetch from the web (knell forbid fetch), or to ask an authority for time stamps (knell forbid anchor), from now
    on. What was fetched or stamped stays.
    """
    from knell.flows.allowance import forbid_fetching
    from knell.records.errors import UsageError

    if (what == "anchor") != (authority is not None):
        raise UsageError("knell forbid anchor takes --authority, and knell forbid fetch does not", todo="see knell forbid --help")
    if authority is not None:
        from knell.flows.authorities import drop_authority

        click.echo(f"{folder}: forbidden {what}: {drop_authority(folder, authority, reason, **hands()).url} is asked no more")
        return
    forbid_fetching(folder, reason, **hands())
    click.echo(f"{folder}: forbidden {what}: nothing is fetched")
