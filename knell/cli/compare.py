"""``knell compare``: what one may say of an incident's rank."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from knell.records.vocabulary import EventType, Harm, values

from .casebook_options import casebook_option, hands
from .days import check_day

if TYPE_CHECKING:
    from knell.flows.compare import Compared

SHOWN = 10
"""Incidents of the class that are listed."""


@click.command(short_help='Check "one of the deadliest since ..." against the casebook.')
@casebook_option
@click.argument("asked", metavar="ID")
@click.option("--since", callback=check_day, metavar="DATE", help="Incidents that began on this day or later.")
@click.option("--until", callback=check_day, metavar="DATE", help="Incidents that began on this day or earlier.")
@click.option("--place", metavar="NAME", help="Incidents in this place, division or country (ISO code).")
@click.option(
    "--type", "kind", metavar="TYPE", type=click.Choice(values(EventType)), help="Incidents of this type, as the contract names them."
)
@click.option("--source", metavar="NAME", help="Only this source's figures.")
@click.option(
    "--harm",
    type=click.Choice([harm for harm in values(Harm) if harm != "none"]),
    default="killed",
    show_default=True,
    help="By how many people so harmed.",
)
@click.option("--rule", default="reported", show_default=True, metavar="RULE", help="The convention tolls are reckoned by.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same draws.")
def command(
    folder: Path,
    asked: str,
    since: str | None,
    until: str | None,
    place: str | None,
    kind: str | None,
    source: str | None,
    harm: str,
    rule: str,
    seed: int,
) -> None:
    """Check a comparison: rank an incident among like ones over all that the figures leave open, and give the words one may use.

    Parts, wholes and what may be the same are left aside; single incidents are not set beside totals over days or a region.
    """
    from knell.flows.compare import compare_in_casebook
    from knell.reckoning.ranking import Wanted

    wanted = Wanted(harm, since, until, place, kind, source)  # type: ignore[arg-type]
    compared = compare_in_casebook(folder, asked, wanted, rule=rule, seed=seed, **hands())
    if compared.note:
        click.echo(f"knell: {compared.note}", err=True)
    for line in _lines(compared):
        click.echo(line)


def _lines(compared: "Compared") -> Iterator[str]:
    ranking = compared.ranking
    yield f"One may say: {ranking.words}."
    yield f"Ranks that are possible: {ranking.best} to {ranking.worst} of {len(ranking.others) + 1}"
    yield "Drawn at random within the ranges: " + ", ".join(f"rank {r} in {share:.0%}" for r, share in ranking.shares[:5])
    for caveat in ranking.caveats:
        yield f"To be said with it: {caveat}"
    yield f"  {ranking.mine.incident}  {_ends(ranking.mine.low, ranking.mine.high)}  this one"
    for m in sorted(ranking.others, key=lambda m: (-m.low, m.incident))[:SHOWN]:
        yield f"  {m.incident}  {_ends(m.low, m.high)}"
    for claim in compared.said:
        yield f"A source's own word: {' '.join((claim.passage.text or 'erased').split())} ({claim.claim})"


def _ends(low: int, high: int | None) -> str:
    return f"{low} or more" if high is None else f"{low}" if low == high else f"{low} to {high}"
