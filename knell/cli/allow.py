"""``knell allow``: lets a casebook do what leaves the machine."""

from pathlib import Path

import click

from .casebook_options import casebook_option, hands


@click.command(short_help="Let a casebook fetch from the web.")
@click.argument("what", type=click.Choice(["fetch"]))
@casebook_option
@click.option("--reason", required=True, help="Why. It stands in the log and in the codebook.")
@click.option(
    "--proxy",
    metavar="ADDRESS",
    help="Go through this proxy and no other way: socks5h://127.0.0.1:9050 for Tor, or http://host:port. It looks the names up.",
)
@click.option("--agent", help="What requests say they come from. Default: what the Tor Browser says, so as to be one of many.")
def command(what: str, folder: Path, reason: str, proxy: str | None, agent: str | None) -> None:
    """Let a casebook fetch from the web, from now on: knell allow fetch.

    Until somebody says so, nothing leaves this machine, not even a question where a name lies. Whoever keeps the server's log, or watches
    the line, learns that this address read that page, and when. Read docs/how-to/fetch-and-watch.md first.
    """
    from knell.flows.allowance import allow_fetching

    allowance = allow_fetching(folder, reason, proxy=proxy, agent=agent, **hands())
    click.echo(f"{folder}: allowed {what}: {allowance.in_words()}")
