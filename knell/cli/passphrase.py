"""``knell passphrase``: puts a casebook under another passphrase."""

from pathlib import Path

import click

from .casebook_options import FOLDER, hands
from .passphrases import NEW_VARIABLE, WAYS_FOR_NEW, new_passphrase, new_passphrase_option, passphrase_option


@click.command(name="passphrase", short_help="Put a casebook under another passphrase.")
@click.argument("folder", metavar="CASEBOOK", type=FOLDER)
@passphrase_option
@new_passphrase_option
def command(folder: Path, new_file: Path | None) -> None:
    """Put CASEBOOK under another passphrase. The old one opens it no more.

    Only the keyring is written anew; the keys in it stay. Copies of the old keyring (backups) still open with the old passphrase.
    """
    from knell.flows.unlocking import change_passphrase, unlock

    unlock(folder)
    change_passphrase(folder, new_passphrase(new_file, NEW_VARIABLE, WAYS_FOR_NEW), random=hands()["random"])
    click.echo(f"{folder}: the new passphrase opens it; copies of the old keyring still open with the old one")
