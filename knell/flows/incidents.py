"""Lists a casebook's incidents.

1. Unlock and open the casebook; where its ledger is behind the log and nobody else is writing, let it catch up.
2. Read the incidents, all or as of a day (then matched and reckoned over what was published by it, without touching the ledger).
3. Read what is left out, and what is in although its place or date is unknown.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from knell.casebook.ledger import Casebook, LeftOut, open_casebook
from knell.casebook.policy import Policy
from knell.evidence.entries import Random
from knell.evidence.store import open_store
from knell.reckoning.conventions import check_rule
from knell.records import Claim, Incident
from knell.records.errors import CasebookError

from .catching_up import catch_up
from .computing import RULE, the_steps
from .projection import Clock, is_erasing, writing_desk
from .rulings import rulings_in_force
from .unlocking import unlock


class Current(NamedTuple):
    """An open casebook, and a line for whoever reads it where its ledger could not be brought up to date."""

    casebook: Casebook
    note: str | None


class Listing(NamedTuple):
    """A casebook's incidents, earliest first, and what stands around them. ``claims``: those that lanes rest on, with their words;
    ``exhibits``: by incident, those that people linked to its claims.
    """

    name: str
    policy: Policy
    incidents: tuple[Incident, ...]
    claims: dict[str, Claim]
    left_out: tuple[LeftOut, ...]
    flagged: int
    note: str | None
    exhibits: Mapping[str, tuple[str, ...]] = {}


@contextmanager
def open_current(folder: Path, *, actor: str, random: Random, now: Clock) -> Iterator[Current]:
    """The casebook, brought up to its log where that can be done at once."""
    unlock(folder)
    note = None
    if _is_behind(folder):
        try:
            with writing_desk(folder, actor=actor, random=random, now=now, wait=0) as desk:
                catch_up(desk)
        except CasebookError as error:
            note = f"the ledger is behind the log and could not be brought up to it: {error.what}"
    with open_casebook(folder) as casebook:
        yield Current(casebook, note)


def list_incidents(folder: Path, *, as_of: str | None, rule: str = RULE, actor: str, random: Random, now: Clock) -> Listing:
    """The incidents of a casebook; ``as_of``: a day, a month or a year in ISO 8601; ``rule``: the convention of their tolls."""
    check_rule(rule)
    with open_current(folder, actor=actor, random=random, now=now) as (casebook, note):
        found = casebook.incidents() if as_of is None and rule == RULE else reckon_as_of(casebook, as_of, rule)
        lanes = [lane.claim for incident in found for toll in incident.tolls for lane in toll.lanes]
        claims = {claim.claim: claim for claim in casebook.claims(lanes)}
        left_out, flagged = tuple(casebook.left_out()), len(casebook.flagged())
        return Listing(casebook.name, casebook.policy, tuple(found), claims, left_out, flagged, note, _exhibits(casebook))


def _exhibits(casebook: Casebook) -> dict[str, tuple[str, ...]]:
    """Incident -> the exhibits that people linked to its claims."""
    from knell.casebook.exhibits import list_ties

    found: dict[str, list[str]] = {}
    for tie in list_ties(casebook):
        if tie.incident is not None:
            found.setdefault(tie.incident, []).append(tie.exhibit)
    return {incident: tuple(dict.fromkeys(exhibits)) for incident, exhibits in found.items()}


def reckon_as_of(casebook: Casebook, as_of: str | None, rule: str = RULE) -> Sequence[Incident]:
    """The incidents over what was published by a day, by a convention; what has no date of publication cannot be shown to be.

    What people decided of links holds here as in the ledger, whenever they decided it.
    """
    out = {claim for row in casebook.left_out() if (claim := row.claim)}
    reports = [r for r in casebook.reports() if as_of is None or (r.published is not None and r.published[: len(as_of)] <= as_of)]
    names = {report.id for report in reports}
    claims = [claim for claim in casebook.claims() if claim.claim not in out and claim.report in names]
    found = the_steps().reckon(reports, claims, rulings_in_force(casebook.decisions()), rule=rule)
    return sorted(casebook.judge_over(found) if as_of is None else found, key=_when)


def _when(incident: Incident) -> tuple[bool, str, str]:
    begins = incident.time.from_ if incident.time else None
    return begins is None, begins or "", incident.incident


def _is_behind(folder: Path) -> bool:
    try:
        with open_casebook(folder) as casebook:
            reached, unmatched = casebook.projection, casebook.is_unmatched()
    except CasebookError:
        return True
    store = open_store(folder / "evidence")
    try:
        return is_erasing(folder) or unmatched or reached.position != store.length() or reached.versions != the_steps().versions
    finally:
        store.close()
