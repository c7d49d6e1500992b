"""``knell allow``: lets a casebook do what leaves the machine."""

from pathlib import Path

import click

from .casebook_options import casebook_option, hands


@click.command(short_help="Let a casebook fetch from the web, ask for time stamps, or ask partners to cosign.")
@click.argument("what", type=click.Choice(["fetch", "anchor", "cosign"]))
@casebook_option
@click.option("--reason", required=True, help="Why. It stands in the log and in the codebook.")
@click.option(
    "--proxy",
    metavar="ADDRESS",
    help="Go through this proxy and no other way: socks5h://127.0.0.1:9050 for Tor, or http://host:port. It looks the names up.",
)
@click.option("--agent", help="With fetch: what requests say they come from. Default: what the Tor Browser says, so as to be one of many.")
@click.option("--authority", metavar="URL", help="With anchor: the address of a stamping authority (RFC 3161).")
@click.option("--roots", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="With anchor: its root certificates, PEM.")
@click.option("--partner", metavar="LINE", help="With cosign: the partner's public key, as the partner publishes it.")
@click.option("--url", metavar="URL", help="With cosign: where the partner's service is; /add-checkpoint is put behind it.")
def command(
    what: str,
    folder: Path,
    reason: str,
    proxy: str | None,
    agent: str | None,
    authority: str | None,
    roots: Path | None,
    partner: str | None,
    url: str | None,
) -> None:
    """Let a casebook fetch from the web, from now on: knell allow fetch. Or ask an authority for time stamps: knell allow anchor. Or ask a
    partner to cosign: knell allow cosign.

    Until somebody says so, nothing leaves this machine, not even a question where a name lies. Whoever keeps the server's log, or watches
    the line, learns that this address read that page, and when. Read docs/how-to/fetch-and-watch.md first.
    """
    from knell.flows.allowance import allow_fetching
    from knell.flows.authorities import name_authority
    from knell.flows.partners import name_partner
    from knell.records.errors import UsageError

    given = {name for name, value in locals().items() if name in ("agent", "authority", "roots", "partner", "url") and value is not None}
    if not given <= TAKES[what] or (what != "fetch" and given != TAKES[what]):
        told = "; ".join(f"knell allow {one} takes {' and '.join(f'--{name}' for name in sorted(TAKES[one]))}" for one in TAKES)
        raise UsageError(told, todo="see knell allow --help")
    if authority is not None and roots is not None:
        told = name_authority(folder, authority, roots, reason, proxy=proxy, **hands()).in_words()
    elif partner is not None and url is not None:
        told = name_partner(folder, partner, url, reason, proxy=proxy, **hands()).in_words()
    else:
        told = allow_fetching(folder, reason, proxy=proxy, agent=agent, **hands()).in_words()
    click.echo(f"{folder}: allowed {what}: {told}")


TAKES = {"fetch": {"agent"}, "anchor": {"authority", "roots"}, "cosign": {"partner", "url"}}
"""The options that each takes beside the reason and the proxy; the first may be left out."""
