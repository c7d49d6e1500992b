"""What one report says by itself: all that matching needs of it, whatever else the collection holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from knell.records.claim import Claim
from knell.records.report import Report

from .copies import passage_keys
from .credits import Credit, find_credit
from .facts import Facts, gather_facts, silent_facts
from .keys import find_lookups, find_marks
from .order import UNDATED, sort_claims, text_hash
from .roots import find_roots
from .tellings import find_tellings


@dataclass
class Profile:
    """A report by itself. ``facts``: of each of its tellings; one that is ``silent`` where it only speaks about happenings.

    ``order``: where it stands in lists of reports that share a key, by publication, then by id.
    """

    report: Report
    claims: list[Claim]
    credit: Credit | None
    facts: list[Facts]
    order: str

    @property
    def id(self) -> str:
        """The report's id."""
        return self.report.id


@dataclass
class Keys:
    """The keys of a report: ``lookups`` it is found by, ``marks`` that count once it is found. Each begins with its kind."""

    lookups: frozenset[str]
    marks: frozenset[str]


def profile_report(report: Report, claims: Sequence[Claim]) -> Profile:
    """The report's profile. ``claims``: its own."""
    (row,) = sort_claims(claims, [report])
    credit = find_credit(report)
    roots = {r.claim: r for r in find_roots([report], [row], [credit], [])}
    tellings = find_tellings(report.id, report.text, row)
    facts = gather_facts(report, tellings, roots, credit) if tellings else [silent_facts(report, row, roots)] if row else []
    return Profile(report, row, credit, facts, order_of(report))


def order_of(report: Report) -> str:
    """Where a report stands among those that share a key with it."""
    return f"{report.published or UNDATED}/{report.id}"


def keys_of(profile: Profile) -> Keys:
    """The keys under which a report can meet others, and the marks that decide whether they are compared."""
    lookups = {key for f in profile.facts for key in find_lookups(f)}
    marks = {key for f in profile.facts for key in find_marks(f)}
    lookups |= passage_keys(profile.report)
    lookups.add(f"text/{text_hash(profile.report)[:16]}")
    return Keys(frozenset(lookups), frozenset(marks))
