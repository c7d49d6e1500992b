"""``knell identity``: people's own keys."""

from pathlib import Path

import click

from .casebook_options import FOLDER, hands
from .passphrases import passphrase_of_key, passphrase_option


@click.group(name="identity", short_help="People's own keys: to sign erasures and to open backups with.")
def command() -> None:
    """People's own keys.

    A person's key file is theirs alone, under a passphrase of its own: keep it away from the casebook's disk. The public line in it may go
    anywhere; a casebook that knows two people's lines asks both to sign an erasure.
    """


@command.command(short_help="Make a person's key file.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--name", required=True, help="What the person calls themselves: a working name will do.")
@click.option("--key-passphrase-file", type=click.Path(path_type=Path, dir_okay=False), help="A file with the passphrase for it.")
def keygen(file: Path, name: str, key_passphrase_file: Path | None) -> None:
    """Make FILE with a person's keys, under a passphrase of its own, and print the public line to give to others."""
    from knell.evidence.people import make_person

    person = make_person(file, name, passphrase_of_key(file, key_passphrase_file, new=True), hands()["random"])
    click.echo(person.spell())
    click.echo(
        f"{person.reference}: the line above may go anywhere; {file} to nobody. Lost with its passphrase, nothing opens for it.", err=True
    )


@command.command(short_help="Make a person known to a casebook.")
@click.argument("folder", metavar="CASEBOOK", type=FOLDER)
@click.argument("public", metavar="LINE_OR_FILE")
@passphrase_option
def enrol(folder: Path, public: str) -> None:
    """Make a person known to CASEBOOK by their public line, or a file that holds it. The log keeps who did so and when.

    Compare the reference (p:...) with the person, by voice or in person: Knell cannot know whose line it is.
    """
    from knell.flows.identity import enrol_person, read_person

    person = read_person(public)
    enrol_person(folder, person, **hands())
    click.echo(f"{folder}: knows {person.name} as {person.reference}; compare that with them")


@command.command(short_help="List the people a casebook knows.")
@click.argument("folder", metavar="CASEBOOK", type=FOLDER)
@passphrase_option
def people(folder: Path) -> None:
    """List the people whose keys CASEBOOK knows."""
    from knell.flows.identity import list_people

    for person in list_people(folder, **hands()):
        click.echo(f"{person.reference}  {person.name}")
