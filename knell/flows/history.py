"""The history of an incident's figures: what was known on each day.

1. Find the incident.
2. Match its own reports and claims, for their roots and copies; which reports tell of it stays as it is.
3. Reckon its tolls for each day on which one of its reports was published.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from knell.casebook.ledger import Casebook
from knell.evidence.entries import Random
from knell.matching.collection import match
from knell.reckoning.conventions import check_rule
from knell.reckoning.history import History, reckon_history
from knell.records import Claim, Incident

from .computing import RULE
from .incidents import open_current
from .projection import Clock


class Mounting(NamedTuple):
    """An incident and the history of each of its tolls. ``claims``: those that lanes rest on, with their words."""

    incident: Incident
    histories: tuple[History, ...]
    claims: dict[str, Claim]
    note: str | None


def walk_history(folder: Path, asked: str, *, rule: str = RULE, actor: str, random: Random, now: Clock) -> Mounting:
    """The history of an incident, by its id or the beginning of it. Raises ``CasebookError`` or ``UsageError``."""
    check_rule(rule)
    with open_current(folder, actor=actor, random=random, now=now) as (casebook, note):
        return history_within(casebook, casebook.incident(asked), rule=rule)._replace(note=note)


def history_within(casebook: Casebook, incident: Incident, *, rule: str = RULE) -> Mounting:
    """The history of an incident of a casebook that is open."""
    claims = casebook.claims(incident.claims)
    histories = reckon_history(match(casebook.reports(incident.reports), claims), incident, rule=rule)
    return Mounting(incident, histories, {claim.claim: claim for claim in claims}, None)


def rows_as_csv(histories: Iterable[History]) -> Iterator[tuple[str, ...]]:
    """The histories as rows of a table, its head first."""
    yield ("harm", "group", "by", "places", "known_by", "low", "best", "high", "kind", "n_independent", "reports", "lanes", "rule")
    for h in histories:
        for day, reports, toll in h.rows:
            ends = ("" if n is None else str(n) for n in (toll.low, toll.best, toll.high))
            lanes = "; ".join(f"{lane.root}: {_ends(lane.low, lane.high, lane.best)}" for lane in toll.lanes)
            about = (h.harm, h.group, h.by or "", "; ".join(h.places), day or "undated", *ends)
            yield (*about, toll.kind, str(toll.n_independent), str(reports), lanes, toll.rule)


def _ends(low: int | None, high: int | None, best: int | None) -> str:
    if low is None and high is None:
        return f"about {best}" if best is not None else "no number"
    return f"{low}" if low == high else f"{'' if low is None else low}..{'' if high is None else high}"
