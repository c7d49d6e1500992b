"""``knell rebuild``: computes a casebook's ledger anew from its log."""

from pathlib import Path

import click

from .casebook_options import casebook_option, hands, progress_bar, progress_option

SHOWN = 3
"""How many of the lines that differ are shown."""


@click.command(short_help="Compute a casebook's ledger anew from its log.")
@casebook_option
@click.option("--check", is_flag=True, help="Compute it beside the one that is there and compare; exit code 3 where they differ.")
@progress_option
def command(folder: Path, check: bool, progress: bool | None) -> None:
    """Compute a casebook's ledger anew from its log.

    The log is what was received and decided; the ledger, everything computed from it, can be thrown away. Needed where the ledger's file is
    lost or damaged; a new version of Knell does it by itself.
    """
    from knell.flows.rebuild import check_ledger, rebuild_ledger
    from knell.records.errors import CheckFailed

    with progress_bar(progress) as advance:
        rebuilt = (check_ledger if check else rebuild_ledger)(folder, advance=advance, **hands())
    for line in rebuilt.faults:
        click.echo(line, err=True)
    old, new = rebuilt.differs
    for line in old[:SHOWN]:
        click.echo(f"- {line[:400]}")
    for line in new[:SHOWN]:
        click.echo(f"+ {line[:400]}")
    if old or new:
        what = f"the ledger is not what the log gives: {len(old)} lines of it are not in the new one, {len(new)} are new"
        raise CheckFailed(what, where=str(folder), todo=f"run: knell rebuild --casebook {folder}")
    how = "the same ledger, byte for byte" if check else "computed anew"
    click.echo(f"{folder}: {how}: {rebuilt.reports} reports, {rebuilt.incidents} incidents")
    if rebuilt.faults:
        raise SystemExit(1)
