"""What a brief is written from and checked against: one incident, its claims, their reports, and what the casebook adds."""

import re
from collections.abc import Mapping
from functools import cached_property

from knell.records import Claim, Incident, Lane, Report, Span, Toll
from knell.records.errors import BriefError

from .brief import BriefContext
from .numbers import count_words

HARMS = ("killed", "casualties", "injured", "missing", "abducted", "detained", "displaced")
"""The order in which harms are told."""


class Matter:
    """The incident with its claims and reports at hand. Reads only; nothing in it changes once it is made."""

    def __init__(
        self, incident: Incident, claims: Mapping[str, Claim], reports: Mapping[str, Report], context: BriefContext | None = None
    ) -> None:
        self.incident = incident
        self.all_claims = claims
        self.reports = reports
        self.context = context or BriefContext()
        self._shouting: dict[str, bool] = {}
        self.memo: dict[str, frozenset[str]] = {}
        self.named: re.Pattern[str] | None = None

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The incident's claims that can be cited, and those beside it, by publication, then report, then place in the text."""
        names = dict.fromkeys((*self.incident.claims, *self.context.beside))
        found = [self.all_claims[name] for name in names if self.citable(name)]
        return tuple(
            sorted(found, key=lambda c: (self.published(c) or "9999", c.report, c.passage.start or 0, c.event.start or 0, c.claim))
        )

    @cached_property
    def uncitable(self) -> tuple[str, ...]:
        """Claims of the incident whose words are not at hand: erased, or not given."""
        return tuple(name for name in dict.fromkeys(self.incident.claims) if not self.citable(name))

    def citable(self, name: str | None) -> bool:
        """Whether the claim and its report are at hand. A claim that points outside its report is an error, not a gap."""
        claim = self.all_claims.get(name or "")
        report = self.reports.get(claim.report) if claim else None
        if claim is None or report is None or not report.text:
            return False
        for span in (claim.passage, claim.event, claim.count, *claim.content, *claim.speakers, *claim.victims, *claim.places):
            if span is not None and span.end is not None and span.end > len(report.text):
                raise BriefError(
                    f"claim {claim.claim} points to characters {span.start}..{span.end} of a report of {len(report.text)}",
                    where=report.id,
                    todo="read the report again (knell rebuild)",
                )
        return claim.passage.start is not None

    def claim(self, name: str | None) -> Claim:
        """The claim of that id. Ask ``citable`` first."""
        return self.all_claims[name or ""]

    def report(self, claim: Claim) -> Report:
        """The report the claim was read in."""
        return self.reports[claim.report]

    def text(self, claim: Claim) -> str:
        """The full text of the claim's report."""
        return self.reports[claim.report].text

    def words(self, span: Span | None, claim: Claim) -> str:
        """The words at a span, cut from the report; empty for a span that is only implied; in small letters where the report shouts."""
        if span is None or span.start is None or span.end is None:
            return ""
        words = self.text(claim)[span.start : span.end]
        return words.lower() if self.shouts(claim) else words

    def shouts(self, claim: Claim) -> bool:
        """Whether the report is all in capitals, as old wires are: then its case says nothing, and small letters are printed."""
        if claim.report not in self._shouting:
            letters = [letter for letter in self.text(claim) if letter.isalpha()]
            self._shouting[claim.report] = bool(letters) and sum(letter.isupper() for letter in letters) > 0.9 * len(letters)
        return self._shouting[claim.report]

    def published(self, claim: Claim) -> str | None:
        """When the claim's report was published."""
        return self.reports[claim.report].published

    @cached_property
    def roots(self) -> Mapping[str, str]:
        """Claim -> the root whose lane it stands in, as the reckoning names it: "AFP" for an outlet's own voice that carries AFP."""
        return {lane.claim: lane.root for toll in self.incident.tolls for lane in toll.lanes if re.search(r"[A-Z]", lane.root)}

    @cached_property
    def tolls(self) -> tuple[Toll, ...]:
        """The tolls that have a lane that can be cited, the main one first; those without any number only where their harm has no other."""
        found = [toll for toll in self.incident.tolls if self.lanes(toll) and toll.harm in HARMS]
        numbered = {toll.harm for toll in found if any(self._says_a_number(lane) for lane in self.lanes(toll))}
        kept = [t for t in found if t.harm not in numbered or any(self._says_a_number(lane) for lane in self.lanes(t))]
        return tuple(sorted(kept, key=self._toll_rank))

    def lanes(self, toll: Toll) -> tuple[Lane, ...]:
        """The toll's lanes that can be cited and whose claim gives a count; bare plurals only where there is nothing else."""
        found = tuple(lane for lane in toll.lanes if self.citable(lane.claim) and self.claim(lane.claim).count is not None)
        return tuple(lane for lane in found if self._says_a_number(lane)) or found

    def _says_a_number(self, lane: Lane) -> bool:
        """Whether the lane's words are a number, however vague: a bare plural ("civilians") is no figure to set beside others."""
        count = self.claim(lane.claim).count
        return lane.kind != "vague" or (count is not None and bool(count_words(count, self.words(count, self.claim(lane.claim)))))

    def _toll_rank(self, toll: Toll) -> tuple[int, bool, bool, int, int]:
        lanes = self.lanes(toll)
        firm = any(lane.kind != "vague" for lane in lanes)
        return (HARMS.index(toll.harm), toll.group != "all", not firm, -len(lanes), -(toll.low or 0))

    def related(self, claim: Claim, *kinds: str) -> tuple[str, ...]:
        """The claims this one names in a relation of those kinds."""
        return tuple(relation.claim for relation in claim.relations if relation.kind in kinds)

    def overlap_unknown(self, a: str, b: str) -> bool:
        """Whether either claim says that its overlap with the other is unknown."""
        return any(self.citable(one) and other in self.related(self.claim(one), "overlap_unknown") for one, other in ((a, b), (b, a)))
