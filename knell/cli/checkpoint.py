"""``knell checkpoint``: prints a casebook's newest signed checkpoint, for publishing."""

from pathlib import Path

import click

from .casebook_options import FOLDER
from .passphrases import passphrase_option


@click.command(short_help="Print a casebook's newest signed checkpoint, for publishing.")
@click.argument("folder", metavar="CASEBOOK", type=FOLDER)
@passphrase_option
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A file for it. Default: standard output.")
@click.option("--size", type=click.IntRange(min=1), help="The checkpoint that was signed when there were this many entries.")
@click.option("--key", is_flag=True, help="Print the public key instead, in one line: publish it once, where nobody can change it.")
@click.option("--handed-on", is_flag=True, help="Print the notes by which earlier keys handed the log on, for who knows one of those.")
def command(folder: Path, output: Path | None, size: int | None, key: bool, handed_on: bool) -> None:
    """Print CASEBOOK's newest signed checkpoint.

    A checkpoint says how many entries the log has and the hash over all of them, signed; nothing else. Publish it, print it, or give it to
    partners, as often as you like: whoever has one can tell for ever whether the log was rewritten (knell verify --checkpoint).
    """
    from knell.flows.hand_on import notes_of
    from knell.flows.verify import newest_checkpoint
    from knell.flows.whole import write_whole
    from knell.records.errors import UsageError

    note, line = newest_checkpoint(folder, size)
    content = notes_of(folder) if handed_on else f"{line}\n".encode() if key else note
    if handed_on and not content:
        raise UsageError("the log was never handed on", where=str(folder), todo="give its key: knell checkpoint --key")
    if output is None:
        click.echo(content.decode(), nl=False)
    else:
        write_whole(output, [content])
