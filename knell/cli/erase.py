"""``knell erase``: destroys reports and exhibits, two people agreeing."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from knell.records.vocabulary import ErasureReason, values

from .casebook_options import FOLDER, hands
from .key_options import key_option, open_key
from .passphrases import passphrase_option

if TYPE_CHECKING:
    from knell.flows.erase import Erased, Requested

UNSIGNED = "nobody signed: it is known that two commands ran under two names, not that two people gave them"


@click.command(short_help="Destroy reports or exhibits for good, two people agreeing.")
@click.argument("folder", metavar="CASEBOOK", type=FOLDER)
@click.argument("asked", metavar="[ID]...", nargs=-1)
@click.option(
    "--reason", type=click.Choice(values(ErasureReason)), help="Why, as a code: the log keeps it for good, so no words of your own."
)
@click.option("--approve", "number", metavar="NUMBER", type=int, help="Approve the request of that number, and carry it out.")
@click.option("--waiting", is_flag=True, help="List the requests that wait for another person.")
@click.option(
    "--list", "listed", is_flag=True, help="Print what was erased, to restore older backups with (hashes that tell nothing else)."
)
@key_option(help="Your own key file (knell identity keygen), to sign with. Needed once the casebook knows two people's keys.")
@passphrase_option
@click.pass_context
def command(
    ctx: click.Context,
    folder: Path,
    asked: tuple[str, ...],
    reason: str | None,
    number: int | None,
    waiting: bool,
    listed: bool,
    key_file: Path | None,
    key_passphrase_file: Path | None,
) -> None:
    """Destroy reports (r:...) or exhibits (x:...) of CASEBOOK for good.

    One person asks: knell erase CASEBOOK r:3f9a --reason protection. Another approves, by a command of their own, and with that it is done:
    knell erase CASEBOOK --approve NUMBER. The second is another KNELL_ACTOR (or login), and, where the casebook knows two people's keys,
    both sign with their own key files.

    Gone are the received bytes, their keys, all values and salts of their entries, the text and claims in the ledger, what matched by
    them, pictures made of them, decisions about their words. The log still proves everything else, and that this was erased, when, by
    whom. Figures are reckoned anew. Run again what was cut short: any command finishes it.

    Not gone: what was written out of the casebook (briefs, tables, proofs), and backups whose keyring was not yet destroyed.
    """
    from knell.flows.erase import approve_erasure, list_waiting, request_erasure
    from knell.flows.restore import read_erasures

    if sum((bool(asked), number is not None, waiting, listed)) != 1:
        raise click.UsageError("give ids to ask for, --approve NUMBER, --waiting, or --list", ctx)
    if asked and reason is None:
        raise click.UsageError("say why with --reason", ctx)
    if listed:
        for leaf in sorted(read_erasures(folder)):
            click.echo(leaf)
        return
    if waiting:
        for one in list_waiting(folder, **hands()):
            signed = f", signed by {one.content.person}" if one.content.person else ""
            click.echo(f"{one.position}: {one.at} by {one.actor}{signed}: {one.content.reason}: {' '.join(one.content.targets)}")
        return
    key = open_key(key_file, key_passphrase_file)
    if number is None:
        _show_request(folder, request_erasure(folder, asked, reason or "", key=key, **hands()))
    else:
        _show_erasure(folder, approve_erasure(folder, number, key=key, **hands()))


def _show_request(folder: Path, requested: "Requested") -> None:
    plan = requested.plan
    more = [target for target in plan.targets if target not in plan.asked]
    click.echo(f"request {requested.number}: {', '.join(plan.asked)}; {len(plan.positions)} log entries lose their content")
    if more:
        click.echo(f"with them, from the same bytes: {', '.join(more)}")
    click.echo(f"nothing is erased yet: another person approves with: knell erase {folder} --approve {requested.number}")


def _show_erasure(folder: Path, erased: "Erased") -> None:
    click.echo(
        f"{folder}: erased: {', '.join(erased.targets)} ({erased.entries} log entries, {erased.reason}); what else there is still proves"
    )
    if not erased.signed:
        click.echo(UNSIGNED, err=True)
    click.echo("not reached: what was written out (briefs, tables, proofs) and backups with a keyring of before; see docs/how-to/erase.md")
