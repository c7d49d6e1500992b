"""``knell verifier``: writes verify.pyz, which checks proofs where there is no Knell."""

from pathlib import Path

import click


@click.command(short_help="Write verify.pyz, which checks proofs where there is no Knell.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("verify.pyz"),
    show_default=True,
    help="Where it goes.",
)
def command(output: Path) -> None:
    """Write verify.pyz: one file that checks the proofs of knell proof. It needs Python 3.11 and nothing else.

    The same Knell writes the same bytes everywhere. Publish the file and its hash apart from your proofs: python3 verify.pyz proof.zip
    """
    import hashlib

    from knell.evidence.standalone import build_verifier
    from knell.flows.whole import PROGRAM, write_whole

    content = build_verifier()
    write_whole(output, [content], PROGRAM)
    click.echo(f"{output}: {len(content):,} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}")
