"""``knell migrate``: brings a casebook of an earlier form to the present one."""

from pathlib import Path

import click

from .casebook_options import FOLDER, hands, progress_bar, progress_option
from .passphrases import VARIABLE, WAYS, new_passphrase, passphrase_of

WAYS_TO_MIGRATE = f"give one {WAYS}; or bring it over with --unencrypted, on purpose"


@click.command(short_help="Bring a casebook of an earlier form to the present one.")
@click.argument("folder", metavar="CASEBOOK", type=FOLDER)
@click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"A file with the passphrase it is put under. Else it is taken from {VARIABLE} or asked for, twice.",
)
@click.option("--unencrypted", is_flag=True, help="Keep the keys in clear: whoever has the folder can read all of it.")
@progress_option
def command(folder: Path, passphrase_file: Path | None, unencrypted: bool, progress: bool | None) -> None:
    """Bring CASEBOOK, made by an earlier Knell, to the present form.

    Its entries stay as they are, to the byte; what opens them and the received bytes are sealed, and a tree with a signed checkpoint
    is built over them, under a passphrase. Needs room for a second copy while it runs; a run that is cut short is simply run again.
    """
    from knell.evidence.unlocking import ask_with
    from knell.flows.migrate import is_older, migrate_casebook

    passphrase = new_passphrase(passphrase_file, VARIABLE, WAYS_TO_MIGRATE) if is_older(folder) and not unencrypted else None
    ask_with(lambda place: passphrase or passphrase_of(place, passphrase_file))
    with progress_bar(progress) as advance:
        done = migrate_casebook(folder, passphrase, advance=advance, **hands())
    click.echo(f"{folder}: has the present form {f'now; next: knell verify {folder}' if done else 'already'}")
