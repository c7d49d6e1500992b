"""``knell encrypt``: puts a casebook under a passphrase, everything in it sealed anew."""

from pathlib import Path

import click

from .casebook_options import FOLDER, hands, progress_bar, progress_option
from .passphrases import NEW_VARIABLE, WAYS_FOR_NEW, new_passphrase, new_passphrase_option, passphrase_option


@click.command(short_help="Put a casebook under a passphrase, everything in it sealed anew.")
@click.argument("folder", metavar="CASEBOOK", type=FOLDER)
@passphrase_option
@new_passphrase_option
@progress_option
def command(folder: Path, new_file: Path | None, progress: bool | None) -> None:
    """Put CASEBOOK under a passphrase: one that was begun with --unencrypted, or one whose passphrase or keyring others may have.

    Everything in it is sealed anew under fresh keys, so that no older copy of the keyring opens what is here from now on. Entries, ids and
    signed checkpoints stay as they are. Needs room for a second copy while it runs; cut short, it is as before or simply run again.
    """
    from knell.flows.encrypt import encrypt_casebook

    passphrase = new_passphrase(new_file, NEW_VARIABLE, WAYS_FOR_NEW)
    with progress_bar(progress) as advance:
        encrypt_casebook(folder, passphrase, advance=advance, **hands())
    click.echo(f"{folder}: the new passphrase opens it, and no older keyring does; next: knell verify {folder}, and a new backup")
    click.echo(
        "what was copied before (backups, a disk image) still opens with what opened it then: see docs/how-to/passphrase.md", err=True
    )
