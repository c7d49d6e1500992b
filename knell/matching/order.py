"""One order for everything, whatever the order of arrival: by publication, then by text, then by id."""

import hashlib
from collections.abc import Iterable, Sequence

from knell.records.claim import Claim
from knell.records.matched import Source
from knell.records.report import Report

UNDATED = "9999"
"""Sorts a report without a date after all that have one."""


def text_hash(report: Report) -> str:
    """SHA-256 of the report's text, in hex."""
    return hashlib.sha256(report.text.encode("utf-8", "surrogatepass")).hexdigest()


def canonical_key(report: Report) -> tuple[str, str, str]:
    """Where a report stands in canonical order."""
    return report.published or UNDATED, text_hash(report), report.id


def sort_reports(reports: Iterable[Report], as_of: str | None) -> list[Report]:
    """The reports in canonical order.

    With ``as_of`` only what was published by that day is taken; an undated report cannot be shown to be, so it is left out.
    A moment on the day itself counts as by that day.
    """
    return sorted(
        (r for r in reports if as_of is None or (r.published is not None and r.published[: len(as_of)] <= as_of)), key=canonical_key
    )


def source_of(report: Report) -> Source:
    """What reckoning needs of a report."""
    return Source(report=report.id, published=report.published, outlet=report.outlet, text_hash=text_hash(report))


def sort_claims(claims: Iterable[Claim], reports: Sequence[Report]) -> list[list[Claim]]:
    """For each report its claims, in the order of the text. Claims of other reports are left out."""
    rank = {report.id: n for n, report in enumerate(reports)}
    out: list[list[Claim]] = [[] for _ in reports]
    for claim in claims:
        n = rank.get(claim.report)
        if n is not None:
            out[n].append(claim)
    for row in out:
        row.sort(key=lambda c: (_start(c), c.claim))
    return out


def _start(claim: Claim) -> tuple[int, int]:
    """Where a claim stands in the text: its passage, then its own figure, else its event's words."""
    passage = claim.passage.start if claim.passage.start is not None else 0
    count = claim.count.start if claim.count is not None else None
    own = count if count is not None else claim.event.start
    return passage, own if own is not None else passage
