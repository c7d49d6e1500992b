"""``knell allow``: lets a casebook do what leaves the machine."""

from pathlib import Path

import click

from .casebook_options import casebook_option, hands


@click.command(short_help="Let a casebook fetch from the web, or ask for time stamps.")
@click.argument("what", type=click.Choice(["fetch", "anchor"]))
@casebook_option
@click.option("--reason", required=True, help="Why. It stands in the log and in the codebook.")
@click.option(
    "--proxy",
    metavar="ADDRESS",
    help="Go through this proxy and no other way: socks5h://127.0.0.1:9050 for Tor, or http://host:port. It looks the names up.",
)
@click.option("--agent", help="What requests say they come from. Default: what the Tor Browser says, so as to be one of many.")
@click.option("--authority", metavar="URL", help="With anchor: the address of a stamping authority (RFC 3161).")
@click.option("--roots", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="With anchor: its root certificates, PEM.")
def command(what: str, folder: Path, reason: str, proxy: str | None, agent: str | None, authority: str | None, roots: Path | None) -> None:
    """Let a casebook fetch from the web, from now on: knell allow fetch. Or ask an authority for time stamps: knell allow anchor.

    Until somebody says so, nothing leaves this machine, not even a question where a name lies. Whoever keeps the server's log, or watches
    the line, learns that this address read that page, and when. Read docs/how-to/fetch-and-watch.md first.
    """
    from knell.flows.allowance import allow_fetching
    from knell.records.errors import UsageError

    if (what == "anchor") != (authority is not None and roots is not None) or (what == "fetch" and (authority or roots)):
        raise UsageError("knell allow anchor takes --authority and --roots, and knell allow fetch neither", todo="see knell allow --help")
    if authority is not None and roots is not None:
        from knell.flows.authorities import name_authority

        told = name_authority(folder, authority, roots, reason, proxy=proxy, **hands())
        click.echo(
            f"{folder}: allowed {what}: {told.url} may be asked for time stamps" + (f", through {told.proxy} only" if told.proxy else "")
        )
        return
    allowance = allow_fetching(folder, reason, proxy=proxy, agent=agent, **hands())
    click.echo(f"{folder}: allowed {what}: {allowance.in_words()}")
