"""Writes a casebook's codebook from its live settings.

1. Open the casebook, brought up to its log where that can be done at once.
2. Gather what it is run by: policy, versions, rule, what was received and left out, what people decided.
3. Write the page, dated by the clock that is handed in.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

from knell.casebook.contents import count_contents, list_all_reports
from knell.casebook.ledger import Casebook, Decision
from knell.casebook.policy import Policy
from knell.evidence.entries import Random
from knell.publishing.codebook import Change, Counting, Settings, write_codebook
from knell.reckoning.conventions import CONVENTIONS

from .allowance import Allowance
from .authorities import Authority
from .computing import RULE
from .incidents import open_current
from .partners import Partner
from .projection import Clock

_CONDUCT: dict[str, type[Allowance | Authority | Partner]] = {"fetch": Allowance, "anchor": Authority, "cosign": Partner}
PAGE = 1_000


class Codebook(NamedTuple):
    """The page as Markdown, and a line where the ledger is behind its log."""

    text: str
    note: str | None


def codebook_of(folder: Path, *, actor: str, random: Random, now: Clock) -> Codebook:
    """The codebook of a casebook."""
    with open_current(folder, actor=actor, random=random, now=now) as (casebook, note):
        return Codebook(write_codebook(_settings(casebook, now().date().isoformat())), note)


def list_conventions() -> tuple[Counting, ...]:
    """The conventions there are, for a page."""
    return tuple(Counting(name, c.rule, c.title, c.source, c.counts, c.loses) for name, c in CONVENTIONS.items())


def _settings(casebook: Casebook, dated: str) -> Settings:
    counts, projection = count_contents(casebook), casebook.projection
    reports = [row.report for start in range(0, counts.reports, PAGE) for row in list_all_reports(casebook, start, PAGE)]
    days = sorted(r.published[:10] for r in reports if r.published is not None)
    return Settings(
        casebook=casebook.name,
        dated=dated,
        position=projection.position,
        policy=_policy(casebook.policy),
        reports=counts.reports,
        receipts=counts.receipts,
        undated=len(reports) - len(days),
        published=(days[0], days[-1]) if days else None,
        outlets=_counted(r.outlet for r in reports),
        languages=_counted(r.lang for r in reports),
        claims=counts.claims,
        incidents=counts.incidents,
        aggregates=counts.aggregates,
        unknown=len(casebook.flagged()),
        left_out=_counted(row.reason.split(":")[0] for row in casebook.left_out()),
        versions=tuple(sorted(projection.versions.items())),
        rule=RULE,
        conventions=list_conventions(),
        changes=tuple(_change(d) for d in casebook.decisions()),
    )


def _counted(values: Iterable[str | None]) -> tuple[tuple[str, int], ...]:
    told = Counter(value for value in values if value)
    return tuple(sorted(told.items(), key=lambda item: (-item[1], item[0])))


def _policy(policy: Policy) -> tuple[tuple[str, str], ...]:
    return (
        ("Countries", ", ".join(policy.countries) or "no limit"),
        ("First-level divisions", ", ".join(policy.admin1s) or "no limit"),
        ("From", policy.from_ or "no limit"),
        ("To", policy.to or "no limit"),
        ("Harms", ", ".join(policy.harms) or "all"),
        ("Deaths", "direct deaths only" if policy.deaths == "direct" else "direct deaths and others"),
    )


def _change(decision: Decision) -> Change:
    says = decision.value or ""
    if decision.kind == "policy" and decision.value:
        says = msgspec.json.decode(decision.value, type=Policy).in_words()
    elif decision.kind == "gazetteer":
        says = "places of the casebook’s own"
    elif decision.kind in _CONDUCT and decision.value:
        says = msgspec.json.decode(decision.value, type=_CONDUCT[decision.kind]).in_words()
    return Change(decision.at, decision.kind, says, decision.reason, decision.state)
