"""The steps that compute a casebook's ledger, with the versions that the ledger is marked with.

1. open: received bytes into reports
2. read: a report into claims
3. key: a report into the keys under which it can meet others
4. match and reckon: reports and claims into incidents with their tolls
"""

import hashlib
from collections.abc import Sequence
from functools import cache

import msgspec

from knell import __version__
from knell.evidence.keys import StoreKey
from knell.records import Claim, Incident, Report
from knell.records.errors import IntakeError

RULE = "reported"
"""The reckoning rule of a casebook's ledger: the contract's default."""


class Steps:
    """The steps at this version. ``versions`` names what each is computed by."""

    def __init__(self) -> None:
        self.versions = _versions()

    def open(self, name: str, content: bytes, *, line: bool = False) -> tuple[Report, ...]:
        """The reports in received bytes, under the ids they came with; ``line``: they are one line of reports. Raises ``IntakeError``."""
        from knell.intake.file import open_file
        from knell.intake.lines import read_reports

        if not line:
            return open_file(name, content).reports
        for row in read_reports([content], name):
            if row.report is not None:
                return (row.report,)
            if row.fault is not None:
                raise row.fault
        raise IntakeError("is empty", where=name)

    def read(self, report: Report) -> tuple[Claim, ...]:
        """A report's claims."""
        from knell.reading.reader import read_report

        return tuple(read_report(report).claims)

    def read_as(self, report: Report, key: StoreKey) -> str:
        """What a report is read with: the reader's versions and a keyed hash of all that it is given."""
        given = key.text_hash(msgspec.json.encode(report, order="sorted").decode())
        return f"{self.versions['reader']}/{self.versions['terms']}/{given[:16]}"

    def keys(self, report: Report, claims: Sequence[Claim], key: StoreKey) -> frozenset[str]:
        """The report's matching keys, hashed: they may spell names, and only their being equal matters."""
        from knell.matching.collection import keys_of

        return frozenset(key.match_key(plain) for plain in keys_of(report, claims))

    def reckon(self, reports: Sequence[Report], claims: Sequence[Claim]) -> tuple[Incident, ...]:
        """The incidents of reports that no key joins to any other, with their tolls."""
        from knell.matching.collection import match
        from knell.reckoning.incidents import reckon

        known = {claim.claim for claim in claims}
        within = [_relate_within(claim, known) for claim in claims]
        return tuple(reckon(match(reports, within), rule=RULE))

    def founds(self, claim: Claim) -> str:
        """The id of the incident whose earliest claim this would be."""
        return f"i:{hashlib.sha256(claim.claim.encode()).hexdigest()[:16]}"


@cache
def the_steps() -> Steps:
    """The steps of this version of Knell."""
    return Steps()


def _relate_within(claim: Claim, known: set[str]) -> Claim:
    """The claim without relations to claims that the policy leaves out."""
    kept = tuple(relation for relation in claim.relations if relation.claim in known)
    return claim if kept == claim.relations else msgspec.structs.replace(claim, relations=kept)


def _versions() -> dict[str, str]:
    return {"knell": __version__, "reader": "?", "terms": "?", "rule": RULE}
