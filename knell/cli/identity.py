"""``knell identity``: people's own keys, and who is who, sealed to them."""

import sys
from pathlib import Path

import click

from .casebook_options import FOLDER, hands
from .key_options import key_option, open_key
from .passphrases import passphrase_of_key, passphrase_option


@click.group(name="identity", short_help="People's own keys, and who a witness is, sealed to them.")
def command() -> None:
    """People's own keys, and who a witness or source is, sealed to them.

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


FILE = click.Path(path_type=Path, dir_okay=False)


@command.command(short_help="Seal who a witness or source is to people.")
@click.argument("folder", metavar="CASEBOOK", type=FOLDER)
@click.option(
    "--to", "to", metavar="PERSON", multiple=True, required=True, help="Who can open it: p:..., or a public line, or its file. Again: more."
)
@click.option("--file", "file", type=FILE, required=True, help="The file of identities: not in the casebook's folder.")
@passphrase_option
def seal(folder: Path, to: tuple[str, ...], file: Path) -> None:
    """Seal who a witness or source is, told on standard input, to people by their public keys.

    The sealed record goes into FILE; CASEBOOK has only a reference (w:...), to be used wherever somebody is to be named: --received-from,
    and who filmed an exhibit. Only those it is sealed to can open it, each with their own key file; the casebook's passphrase does not.
    """
    from knell.flows.identity import find_people, seal_to_people

    people = find_people(folder, to, **hands())
    told = click.prompt("Who it is", hide_input=True, err=True) if sys.stdin.isatty() else sys.stdin.read()
    click.echo(seal_to_people(folder, told, people, file, **hands()))


@command.command(name="open", short_help="Open a sealed identity. The log keeps who did, and why.")
@click.argument("folder", metavar="CASEBOOK", type=FOLDER)
@click.argument("reference", metavar="REFERENCE")
@click.option("--file", "file", type=FILE, required=True, help="The file of identities.")
@click.option("--reason", required=True, help="Why. It goes into the log before anything is shown.")
@key_option(required=True, help="Your own key file.")
@passphrase_option
def open_(folder: Path, reference: str, file: Path, reason: str, key_file: Path, key_passphrase_file: Path | None) -> None:
    """Show who REFERENCE (w:...) is, with your own key. The log says who opened it, when and why, before it is shown."""
    from knell.flows.identity import unseal_identity

    person = open_key(key_file, key_passphrase_file)
    assert person is not None
    click.echo(unseal_identity(folder, reference, person, file, reason, **hands()))
