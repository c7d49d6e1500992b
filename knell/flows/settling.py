"""What is held to be true of received bytes: under which id, from which outlet, published when.

Decided without looking at the order of arrival, so that it is the same whatever that was.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from knell.casebook.ledger import Receipt
from knell.evidence.keys import StoreKey
from knell.records import Report


class Stated(NamedTuple):
    """What those who added some bytes stated of them; where they differ, the first by the alphabet or the calendar, so that the
    order of arrival changes nothing.
    """

    outlet: str | None
    published: str | None
    url: str | None


class Settled(NamedTuple):
    """A report under its keyed id, and the id it came with."""

    told: Report
    given: str | None


def settle_statements(receipts: Sequence[Receipt]) -> Stated:
    """What is taken as stated of bytes that were received so often."""
    return Stated(*(min((v for r in receipts if (v := getattr(r, name)) is not None), default=None) for name in Stated._fields))


def settle_reports(reports: Sequence[Report], sha256: str, key: StoreKey, stated: Stated, *, line: bool) -> Iterator[Settled]:
    """The reports some bytes hold, under this casebook's ids.

    What a person stated goes before what a file seems to say of itself. A ``line`` of reports says outright what it says: there
    a statement fills what the line leaves open.
    """
    for part, report in enumerate(reports, 1):
        told = {
            name: value
            for name, value in stated._asdict().items()
            if value is not None and not (line and getattr(report, name) is not None)
        }
        given = None if report.id.startswith("r:") else report.id
        yield Settled(msgspec.structs.replace(report, id=key.report_id(sha256, part), **told), given)
