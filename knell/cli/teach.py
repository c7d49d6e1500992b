"""``knell teach``: corrections for a casebook's reader."""

from pathlib import Path

import click

from .casebook_options import casebook_option, hands, progress_bar, progress_option


@click.command(short_help="Teach a casebook's reader actors, places, groups and cues.")
@casebook_option
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--reason", help="Why; it is kept with the decision.")
@progress_option
def command(folder: Path, file: Path, reason: str | None, progress: bool | None) -> int:
    """Put the corrections in FILE (TOML) in force in a casebook, in the place of those before.

    The file goes into the log as a decision, and every report is read again. What a correction changed in a claim is shown beside the rule
    on the claim's page.
    """
    from knell.flows.teach import teach_casebook

    with progress_bar(progress) as advance:
        taught = teach_casebook(folder, file, reason=reason, advance=advance, **hands())
    for line in taught.faults:
        click.echo(f"knell: {line}", err=True)
    held = f"{taught.corrections} {'correction' if taught.corrections == 1 else 'corrections'}"
    click.echo(f"{file}: {held} in force" + ("" if taught.changed else ", as before; nothing changed"))
    return 1 if taught.faults else 0
