"""``knell codebook``: how a casebook counts, from its live settings."""

from pathlib import Path

import click

from .casebook_options import casebook_option, hands


@click.command(short_help="Write a casebook's codebook from its live settings.")
@casebook_option
@click.option("--output", "-o", type=click.Path(path_type=Path, allow_dash=True), help="Where the page goes. Default: standard output.")
def command(folder: Path, output: Path | None) -> None:
    """Write how this casebook counts, as Markdown and dated: its policy, sources, rule and versions, its verdicts, and what was decided
    when.

    The five areas are those that the Standards for Casualty Recording ask a public codebook for.
    """
    from knell.flows.codebook import codebook_of
    from knell.flows.whole import write_whole

    codebook = codebook_of(folder, **hands())
    if codebook.note:
        click.echo(f"knell: {codebook.note}", err=True)
    if output is None or str(output) == "-":
        click.echo(codebook.text, nl=False)
    else:
        write_whole(output, [codebook.text.encode()])
