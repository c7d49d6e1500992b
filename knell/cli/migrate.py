"""``knell migrate``: brings a casebook of an earlier form to the present one."""

from pathlib import Path

import click

from .casebook_options import FOLDER, hands, progress_bar, progress_option


@click.command(short_help="Bring a casebook of an earlier form to the present one.")
@click.argument("folder", metavar="CASEBOOK", type=FOLDER)
@progress_option
def command(folder: Path, progress: bool | None) -> None:
    """Bring CASEBOOK, made by an earlier Knell, to the present form.

    Its entries stay as they are, to the byte; what opens them and the received bytes are sealed, and a tree with a signed checkpoint
    is built over them. Needs room for a second copy while it runs; a run that is cut short is simply run again.
    """
    from knell.flows.migrate import is_older, migrate_casebook

    if not is_older(folder) and not (folder / "evidence.new").exists() and not (folder / "evidence.old").exists():
        click.echo(f"{folder}: has the present form already")
        return
    with progress_bar(progress) as advance:
        migrate_casebook(folder, None, advance=advance, **hands())
    click.echo(f"{folder}: has the present form now; next: knell verify {folder}")
