"""``knell hand-on``: hands a casebook's log on to another key."""

from pathlib import Path

import click

from .casebook_options import FOLDER, hands
from .passphrases import passphrase_option


@click.command(name="hand-on", short_help="Hand a casebook's log on to another key, which signs from then on.")
@click.argument("folder", metavar="CASEBOOK", type=FOLDER)
@passphrase_option
def command(folder: Path) -> None:
    """Hand CASEBOOK's log on to a new key, which signs its checkpoints from then on: after knell encrypt, when somebody who had the keys
    has left, or from time to time.

    The old key signs the new one, and the log says so. Entries and earlier checkpoints stay as they are. Publish the new key, and give
    partners what knell checkpoint --handed-on prints.
    """
    from knell.flows.hand_on import hand_log_on

    done = hand_log_on(folder, **hands())
    click.echo(f"{folder}: handed on (entry {done.position}) to the key {done.new}")
    click.echo(f"from the key {done.old}; next: knell checkpoint --key {folder}, knell checkpoint --handed-on {folder}, and a new backup")
