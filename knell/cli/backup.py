"""``knell backup``: a casebook in one file, its keyring in another."""

from pathlib import Path

import click

from .casebook_options import FOLDER, hands
from .passphrases import passphrase_option

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(short_help="Back a casebook up into one file, its keyring sealed to people in another.")
@click.argument("folder", metavar="CASEBOOK", type=FOLDER)
@click.argument("file", type=FILE)
@click.option(
    "--to", "to", metavar="PERSON", multiple=True, help="Whom the keyring is sealed to: p:..., or a public line, or its file. Again: more."
)
@click.option("--days", type=int, default=35, show_default=True, help="After so many days Knell refuses the keyring.")
@click.option("--without-keyring", is_flag=True, help="Leave the keyring out: the backup is then restored with the casebook's own.")
@passphrase_option
@click.pass_context
def command(ctx: click.Context, folder: Path, file: Path, to: tuple[str, ...], days: int, without_keyring: bool) -> None:
    """Back CASEBOOK up into FILE, while others may write to it.

    FILE holds the log and the received bytes, sealed: without a keyring it opens nothing, so keep it anywhere. FILE.keyring holds the keys,
    sealed to the people named: keep it elsewhere, and destroy it when its time is up. Until then what is erased from the casebook can
    still be read with both.
    """
    from knell.flows.backup import back_up
    from knell.flows.identity import find_people

    if bool(to) == without_keyring:
        raise click.UsageError("say whom the keyring is sealed to with --to, or --without-keyring", ctx)
    people = find_people(folder, to, **hands()) if to else []
    told = hands()
    done = back_up(folder, file, people, days=days, random=told["random"], now=told["now"])
    click.echo(f"{done.archive}: {done.entries} entries and {done.blobs} files, as of one moment; it opens nothing by itself")
    if done.keyring is None:
        click.echo(f"the keyring is not in it: keep {folder}/evidence/keyring apart")
    else:
        names = ", ".join(person.name for person in people)
        click.echo(f"{done.keyring}: the keys, sealed to {names}; refused from {done.expires}. Keep it elsewhere, and destroy it then")
