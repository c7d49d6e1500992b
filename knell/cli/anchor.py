"""``knell anchor``: has outsiders vouch for a casebook's checkpoint."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .casebook_options import casebook_option, hands

if TYPE_CHECKING:
    from knell.flows.anchor import Anchored, Standing

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(short_help="Have outsiders vouch for what the log holds now.")
@casebook_option
@click.option("--status", is_flag=True, help="Say who has vouched for what, and what waits. Nobody is asked.")
@click.option("--request", type=FILE, help="Write what a partner is asked to cosign (knell cosign), for a memory stick.")
@click.option("--since", type=click.IntRange(min=0), metavar="SIZE", help="With --request: the size that the partner cosigned last.")
@click.option("--add", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="Take in what a partner cosigned.")
@click.option("--partner", metavar="LINE", help="With --add: the partner's public key, as the partner publishes it.")
def command(folder: Path, status: bool, request: Path | None, since: int | None, add: Path | None, partner: str | None) -> int:
    """Have outsiders vouch for what the log holds now, so that the times in proofs are not your word alone.

    Without an option: ask every authority (knell allow anchor) and every partner (knell allow cosign) that was named and has something to
    vouch for. They learn a hash and this machine's address, a partner the log's id and length too, and nothing of what is in the casebook.
    An answer counts once it is checked. What fails waits for the next run.
    """
    from knell.flows.anchor import add_cosigned, standing_of, write_request
    from knell.flows.whole import write_whole
    from knell.records.errors import UsageError

    if since is not None and request is None:
        raise UsageError("--since goes with --request", todo="see knell anchor --help")
    if sum((status, request is not None, add is not None)) > 1 or (add is None) != (partner is None):
        raise UsageError("give one of --status, --request FILE, and --add FILE with --partner LINE", todo="see knell anchor --help")
    if request is not None:
        write_whole(request, [write_request(folder, since)])
        click.echo(f"{request}: for a partner to cosign: knell cosign {request.name} --keyfile FILE -o cosigned.txt")
    elif add is not None and partner is not None:
        done = add_cosigned(folder, add, partner, **hands())
        click.echo(_cosigned(folder, done))
    elif status:
        _show(folder, standing_of(folder, **hands()))
    else:
        return _ask(folder)
    return 0


def _cosigned(folder: Path, done: "Anchored") -> str:
    return f"{folder}: cosigned at {done.size} entries by {_short(done.by)}, {done.at} by the partner's clock"


def _ask(folder: Path) -> int:
    from knell.flows.anchor import COSIGNATURE, Missed, anchor_casebook

    asked = anchor_casebook(folder, **hands())
    for one in asked:
        if isinstance(one, Missed):
            click.echo(f"knell: {one.line}; UNANCHORED by it, asked again by the next run", err=True)
        elif one.kind == COSIGNATURE:
            click.echo(_cosigned(folder, one))
        else:
            click.echo(f"{folder}: stamped at {one.size} entries by {one.by}, {one.at}; its certificate runs out {one.until}")
    if not asked:
        click.echo(f"{folder}: nothing to ask: everybody who was named has vouched for all there is")
    return 1 if any(isinstance(one, Missed) for one in asked) else 0


def _show(folder: Path, standing: "Standing") -> None:
    for one in standing.anchored:
        until = f"; certificate until {one.until}" if one.until else ""
        click.echo(f"{one.size} entries: {one.kind} by {_short(one.by)}, {one.at}{until}")
    waiting = f"{standing.waiting} UNANCHORED" if standing.waiting else "all vouched for"
    click.echo(f"{folder}: {standing.length} entries, {waiting}" + (f"; to be asked: {', '.join(standing.due)}" if standing.due else ""))


def _short(by: str) -> str:
    return by if "://" in by else by.split("+", maxsplit=1)[0]
