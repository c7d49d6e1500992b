"""``knell forbid``: takes back what ``knell allow`` allowed."""

from pathlib import Path

import click

from .casebook_options import casebook_option, hands


@click.command(short_help="Take back what knell allow allowed.")
@click.argument("what", type=click.Choice(["fetch", "anchor", "cosign"]))
@casebook_option
@click.option("--reason", required=True, help="Why. It stands in the log and in the codebook.")
@click.option("--authority", metavar="URL", help="With anchor: the address of the stamping authority.")
@click.option("--partner", metavar="LINE", help="With cosign: the partner's public key.")
def command(what: str, folder: Path, reason: str, authority: str | None, partner: str | None) -> None:
    """Forbid a casebook to fetch from the web (knell forbid fetch), to ask an authority for time stamps (knell forbid anchor), or to ask a
    partner to cosign (knell forbid cosign), from now on. What was fetched, stamped or cosigned stays.
    """
    from knell.flows.allowance import forbid_fetching
    from knell.flows.authorities import drop_authority
    from knell.flows.partners import drop_partner
    from knell.records.errors import UsageError

    if (what == "anchor") != (authority is not None) or (what == "cosign") != (partner is not None):
        told = "knell forbid anchor takes --authority, knell forbid cosign takes --partner, and knell forbid fetch neither"
        raise UsageError(told, todo="see knell forbid --help")
    if authority is not None:
        told = drop_authority(folder, authority, reason, **hands()).in_words()
    elif partner is not None:
        told = drop_partner(folder, partner, reason, **hands()).in_words()
    else:
        told = forbid_fetching(folder, reason, **hands()).in_words()
    click.echo(f"{folder}: forbidden {what}: {told}")
