"""Writes the brief of an incident.

1. Find the incident: by its id, by the beginning of it, or, where none is asked for, the casebook's main one; say why that one.
2. Gather its claims with their words, their reports, and the headline claims of the other incidents it is compared with.
3. Write the brief; the checker reads it first, and a sentence without its source is an error.
4. Render it as Markdown, a page or plain text.

Without a casebook, step 1 reads, matches and reckons the reports in memory.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from knell import __version__
from knell.publishing import Brief, BriefContext, render_markdown, render_page, render_plain, write_brief
from knell.publishing.brief import LinkedExhibit
from knell.records import Claim, Incident, Report
from knell.records.errors import BriefError

if TYPE_CHECKING:
    # Django is loaded for a casebook only; --input does without.
    from knell.casebook.ledger import Casebook, LeftOut
    from knell.evidence.entries import Random

    from .projection import Clock

RENDERERS: dict[str, Callable[[Brief], str]] = {"md": render_markdown, "html": render_page, "text": render_plain}
"""Format -> what renders it."""


class Written(NamedTuple):
    """A brief, which incident it is of and why that one (``None`` where it was asked for), and a note on the casebook's state."""

    brief: Brief
    chosen: str | None
    note: str | None


def brief_of_casebook(folder: Path, asked: str | None, *, as_of: str | None, actor: str, random: "Random", now: "Clock") -> Written:
    """The brief of one of a casebook's incidents; ``as_of`` takes what was published by that date."""
    from .incidents import open_current

    with open_current(folder, actor=actor, random=random, now=now) as (casebook, note):
        brief, chosen = brief_within(casebook, asked, as_of=as_of)
        return Written(brief, chosen, note)


def brief_within(casebook: "Casebook", asked: str | None, *, as_of: str | None = None) -> tuple[Brief, str | None]:
    """The brief of one incident of a casebook that is open, and why that incident (``None`` where it was asked for)."""
    from .incidents import reckon_as_of

    incidents = list(reckon_as_of(casebook, as_of)) if as_of else casebook.incidents()
    incident, chosen = _find(incidents, casebook.find_incident(asked) if asked and not as_of else asked, str(casebook.path))
    beside = claims_beside(incident, incidents, [c for name in incident.reports for c in casebook.claims_of_report(name)])
    claims = casebook.claims([*needed_claims(incident, incidents), *beside])
    reports = casebook.reports({claim.report for claim in claims})
    context = _context(casebook, incident, incidents, beside, as_of)
    return _write(incident, claims, reports, context), chosen


def brief_of_reports(reports: Sequence[Report], asked: str | None, *, as_of: str | None = None, jobs: int | None = None) -> Written:
    """The brief of an incident that a collection tells of; no casebook is touched."""
    from .read import read_collection
    from .reckon import reckon_collection

    taken = [r for r in reports if as_of is None or (r.published is not None and r.published[: len(as_of)] <= as_of)]
    claims = [claim for reading in read_collection(taken, jobs=jobs) for claim in reading.claims]
    incidents = reckon_collection(taken, claims)
    incident, chosen = _find(incidents, asked, "the reports")
    beside = claims_beside(incident, incidents, claims)
    context = BriefContext(as_of=as_of, version=__version__, others=_others(incident, incidents), beside=beside)
    return Written(_write(incident, claims, taken, context), chosen, None)


def render_brief(brief: Brief, form: str) -> str:
    """The brief as text of one of ``RENDERERS``."""
    return RENDERERS[form](brief)


def _write(incident: Incident, claims: Iterable[Claim], reports: Iterable[Report], context: BriefContext) -> Brief:
    return write_brief(incident, {claim.claim: claim for claim in claims}, {report.id: report for report in reports}, context)


def _find(incidents: Sequence[Incident], asked: str | None, where: str) -> tuple[Incident, str | None]:
    """The incident asked for, or the main one with the reason."""
    if not incidents:
        raise BriefError("there is no incident to write up", where=where, todo="add reports that tell of violence")
    if asked is None:
        return choose_main(incidents)
    found = [incident for incident in incidents if incident.incident.startswith(asked)]
    if len(found) != 1:
        what = f"{len(found)} incidents begin with {asked}" if found else f"no incident has an id that begins with {asked}"
        raise BriefError(what, where=where, todo="see knell incidents, and give more of the id" if found else "see knell incidents")
    return found[0], None


def choose_main(incidents: Sequence[Incident]) -> tuple[Incident, str]:
    """The incident that most reports rest on, then most roots, then the highest toll; and that reason in words."""
    ranked = sorted(incidents, key=lambda i: (-i.n_reports, -i.n_independent, -_low(i), i.incident))
    main = ranked[0]
    if len(ranked) == 1:
        return main, f"{main.incident} is the only incident"
    kind = "total over days or a region" if main.kind == "aggregate" else "incident"
    reports = f"{main.n_reports} report{'s' if main.n_reports != 1 else ''}"
    return main, f"{main.incident}, a {kind}: of {len(ranked)} incidents the one that most rests on ({reports}); give an id for another"


def _low(incident: Incident) -> int:
    return max((toll.low or 0 for toll in incident.tolls if toll.harm == "killed"), default=0)


def needed_claims(incident: Incident, incidents: Iterable[Incident]) -> list[str]:
    """The claims a brief may cite: the incident's own, and the headline claims of the others."""
    lanes = [lane.claim for toll in incident.tolls for lane in toll.lanes]
    disputes = [claim for toll in incident.tolls for claim in toll.disputes]
    headlines = [toll.headline for other in incidents for toll in other.tolls if toll.headline]
    return list(dict.fromkeys([*incident.claims, *lanes, *disputes, *headlines]))


def claims_beside(incident: Incident, incidents: Iterable[Incident], claims: Iterable[Claim]) -> tuple[str, ...]:
    """Claims without harm that belong to no incident, in reports that tell of this incident alone: its background and reactions."""
    placed = {claim for one in incidents for claim in one.claims}
    shared = {report for other in incidents if other.incident != incident.incident for report in other.reports}
    mine = set(incident.reports) - shared
    return tuple(c.claim for c in claims if c.report in mine and c.harm == "none" and c.claim not in placed)


def _others(incident: Incident, incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    return tuple(other for other in incidents if other.incident != incident.incident)


def _context(
    casebook: "Casebook", incident: Incident, incidents: Iterable[Incident], beside: tuple[str, ...], as_of: str | None
) -> BriefContext:
    return BriefContext(
        casebook=casebook.name,
        policy=casebook.policy.in_words(),
        as_of=as_of,
        version=__version__,
        others=_others(incident, incidents),
        beside=beside,
        left_out=tuple(dict.fromkeys(_left_out(row) for row in casebook.left_out())),
        exhibits=_exhibits(casebook, incident),
    )


def _exhibits(casebook: "Casebook", incident: Incident) -> tuple[LinkedExhibit, ...]:
    from knell.casebook.exhibits import list_exhibits, list_ties

    ties = list_ties(casebook, claims=incident.claims)
    kinds = {one.exhibit: one.looks.kind if one.looks else "other" for one in list_exhibits(casebook, [tie.exhibit for tie in ties])}
    return tuple(LinkedExhibit(exhibit=tie.exhibit, kind=kinds.get(tie.exhibit, "other"), claim=tie.claim) for tie in ties)


def _left_out(row: "LeftOut") -> str:
    return f"{row.claim or row.report or row.name}: {row.reason}"
