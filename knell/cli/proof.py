"""``knell proof``: gives an incident's figures out so that outsiders can check them."""

from pathlib import Path

import click

from .casebook_options import casebook_option, hands


@click.command(short_help="Give an incident out so that outsiders can check it.")
@click.argument("incident", metavar="INCIDENT")
@casebook_option
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Where the proof goes: proof.zip.")
@click.option("--list", "only_list", is_flag=True, help="Say what would leave, and write nothing, not even in the log.")
@click.option("--with-files", "files", is_flag=True, help="The received files go along, whole. Default: only the passages of claims.")
@click.option("--with-names", "names", is_flag=True, help="Names of witnesses, residents and relatives who are quoted go out too.")
@click.option("--withhold", metavar="WORDS", multiple=True, help="A name or words that stay out wherever they stand. May be given again.")
@click.option(
    "--since",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Prove that the log has grown from this checkpoint, published earlier. The latest are proven without it.",
)
def command(
    incident: str,
    folder: Path,
    output: Path | None,
    only_list: bool,
    files: bool,
    names: bool,
    withhold: tuple[str, ...],
    since: Path | None,
) -> None:
    """Give INCIDENT (i:3f9a; it may be shortened) out as a proof: figures, claims, the passages they rest on, and that the log has held
    all of it unchanged.

    The least that proves goes out: passages, not files; no names of private people who are quoted; no hashes of files, no file names,
    nothing sealed. What leaves is listed, and the log notes that it left. Outsiders check it with verify.pyz (knell verifier).
    """
    from knell.flows.prove import prove_incident
    from knell.records.errors import UsageError

    if (output is None) != only_list:
        raise UsageError("give -o proof.zip, or --list to see what would leave, one of the two")
    given = prove_incident(folder, incident, output, withhold=withhold, names=names, files=files, since=since, **hands())
    click.echo("leaves:" if given.path else "would leave:")
    for line in given.leaves:
        click.echo(f"  {line}")
    click.echo("stays:")
    for line in given.stays:
        click.echo(f"  {line}")
    if given.path is not None:
        click.echo(f"{given.path}: {given.incident}, on the checkpoint of {given.size} entries, {_vouched(given.anchored)}")


def _vouched(anchored: int) -> str:
    if not anchored:
        return "UNANCHORED: no outsider vouches for it yet (knell anchor, then knell proof again)"
    return "1 outsider vouches for it" if anchored == 1 else f"{anchored} outsiders vouch for it"
