"""``knell serve``: a casebook's pages in a browser."""

from pathlib import Path

import click

from .casebook_options import casebook_option, hands


@click.command(short_help="Show a casebook in a browser, read-only.")
@casebook_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on. Any other lets others read the casebook.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="The port; 0 takes any that is free.")
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="A name by which others may ask for it, beside its address.")
def command(folder: Path, host: str, port: int, hosts: tuple[str, ...]) -> None:
    """Serve a casebook's pages until Ctrl-C: the incidents with each source's figures, the reports with their claims marked.

    The pages change nothing and ask nobody who they are. They listen on this machine only, unless --host says otherwise.
    """
    from knell.flows.serve import serve_casebook
    from knell.web.application import application_of

    serve_casebook(
        folder, host, port, hosts, application_of,
        say=lambda line: click.echo(f"Knell: {line}"),
        warn=lambda line: click.echo(f"knell: {line}", err=True),
        **hands(),
    )  # fmt: skip
