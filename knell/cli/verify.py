"""``knell verify``: checks that nothing in a casebook was changed since it was written."""

from pathlib import Path

import click

from .casebook_options import FOLDER, progress_bar, progress_option
from .passphrases import passphrase_option

SHOWN = 50
"""How many findings are shown."""


@click.command(short_help="Check that nothing in a casebook was changed since it was written.")
@click.argument("folder", metavar="CASEBOOK", type=FOLDER)
@passphrase_option
@click.option(
    "--checkpoint",
    "published",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A checkpoint published earlier (knell checkpoint): has the log grown from it, or was it rewritten?",
)
@click.option("--key", metavar="LINE", help="The public key that checkpoints were published with. Default: the casebook's own.")
@progress_option
def command(folder: Path, published: Path | None, key: str | None, progress: bool | None) -> None:
    """Check that nothing in CASEBOOK was changed since it was written.

    Checked are the log's entries and the tree over them, each signed checkpoint, what opens the entries, the received bytes, the ledger,
    and the databases' own files. Content may be missing only where an erasure says so. Exit code 0: untouched; 3: something is wrong,
    each with where and what to do.

    Who has the casebook's keys could write all of it anew. A checkpoint that was published earlier tells (--checkpoint).
    """
    from knell.flows.verify import verify_casebook
    from knell.records.errors import CheckFailed

    with progress_bar(progress) as advance:
        verified = verify_casebook(folder, published=published, key=key, advance=advance)
    for finding in verified.findings[:SHOWN]:
        click.echo(finding.line())
    if verified.findings:
        number = len(verified.findings)
        more = f" (the first {SHOWN} are shown)" if number > SHOWN else ""
        what = "1 thing is" if number == 1 else f"{number:,} things are"
        raise CheckFailed(f"{what} wrong{more}", where=str(folder), todo="do what each line says, and change nothing else before")
    click.echo(f"{folder}: untouched: {verified.entries:,} entries, their bytes and the ledger are as they were written and signed")
    for one in verified.erasures:
        agreed = " and ".join(one.approvers) or "nobody named"
        what = f"the content of {one.entries} entries" if one.entries != 1 else "the content of 1 entry"
        click.echo(f"erased: {what}, {one.at}, {one.reason or 'no reason kept'}, agreed by {agreed} (entry {one.position})")
    if verified.erasures:
        click.echo("the erased entries themselves are still proven, and everything else there is")
    for handed in verified.handed:
        click.echo(f"handed on: to the key {handed.key}, {handed.at} (entry {handed.position}), signed by the key before")
    if published is not None:
        click.echo(f"{published}: the log has grown from it and nothing before it was changed")
    else:
        click.echo("not checked: whether someone with its keys wrote it anew; give a checkpoint published earlier with --checkpoint FILE")
