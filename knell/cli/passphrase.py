"""``knell passphrase``: puts a casebook under another passphrase."""

from pathlib import Path

import click

from .casebook_options import FOLDER, hands
from .passphrases import NEW_VARIABLE, new_passphrase, passphrase_option

WAYS = f"give the new one on a terminal, in {NEW_VARIABLE}, or with --new-passphrase-file"


@click.command(name="passphrase", short_help="Put a casebook under another passphrase.")
@click.argument("folder", metavar="CASEBOOK", type=FOLDER)
@passphrase_option
@click.option(
    "--new-passphrase-file",
    "new_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"A file with the new passphrase. Else it is taken from {NEW_VARIABLE} or asked for, twice.",
)
def command(folder: Path, new_file: Path | None) -> None:
    """Put CASEBOOK under another passphrase. The old one opens it no more.

    Only the keyring is written anew; the keys in it stay. Copies of the old keyring (backups) still open with the old passphrase.
    """
    from knell.flows.unlocking import change_passphrase, unlock

    unlock(folder)
    change_passphrase(folder, new_passphrase(new_file, NEW_VARIABLE, WAYS), random=hands()["random"])
    click.echo(f"{folder}: the new passphrase opens it; copies of the old keyring still open with the old one")
