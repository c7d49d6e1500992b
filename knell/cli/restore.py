"""``knell restore``: a casebook from a backup."""

from pathlib import Path

import click

from .casebook_options import FOLDER, hands
from .key_options import key_option, open_key
from .passphrases import NEW_VARIABLE, new_passphrase, passphrase_option

FILE = click.Path(path_type=Path, dir_okay=False)
WAYS = f"give one for the restored casebook on a terminal, in {NEW_VARIABLE}, or with --new-passphrase-file"


@click.command(short_help="Restore a casebook from a backup into a new folder.")
@click.argument("file", type=FILE)
@click.argument("folder", type=FOLDER)
@key_option(help="Your own key file, where the backup's keyring is sealed to you.")
@click.option("--keyring-file", type=FILE, help="The backup's keyring file. Default: FILE.keyring.")
@click.option(
    "--keyring", metavar="FILE_OR_CASEBOOK", type=click.Path(path_type=Path), help="Instead: the casebook's own keyring of today."
)
@click.option("--erasures", metavar="FILE_OR_CASEBOOK", type=click.Path(path_type=Path), help="What was erased since: knell erase --list.")
@click.option("--unencrypted", is_flag=True, help="The backup is of a casebook in clear: ask for no passphrase.")
@click.option(
    "--new-passphrase-file", "new_file", type=FILE, help=f"A file with a passphrase for it. Else from {NEW_VARIABLE}, or asked for."
)
@passphrase_option
def command(
    file: Path,
    folder: Path,
    key_file: Path | None,
    key_passphrase_file: Path | None,
    keyring_file: Path | None,
    keyring: Path | None,
    erasures: Path | None,
    unencrypted: bool,
    new_file: Path | None,
) -> None:
    """Restore a casebook from FILE into FOLDER, which is not there or empty.

    Every byte is checked before anything is put in place. What was erased after the backup was made is erased again where Knell can know
    of it: from --erasures, or because the keyring of today (--keyring) no longer opens it. A backup's own keyring is refused once its time
    is up.
    """
    from knell.flows.restore import restore

    key = open_key(key_file, key_passphrase_file)
    passphrase = None if unencrypted or key is None else new_passphrase(new_file, NEW_VARIABLE, WAYS)
    done = restore(file, folder, key=key, keyring_file=keyring_file, keyring=keyring, erasures=erasures, passphrase=passphrase, **hands())
    click.echo(f"{done.folder}: restored and checked: {done.entries} entries, as of {done.made}")
    if done.replayed:
        click.echo(f"erased again: {done.replayed} entries' content")
    if not done.guarded:
        click.echo("not known: what was erased since then; give --erasures, or restore with --keyring of today", err=True)
