"""What a casebook withholds of its reports, as its log has it, and how the projection honours it.

A redaction is one entry; a later one of the same report holds all that the earlier ones do. The reader reads the original, which stays
sealed, so that figures do not change; everything that is shown comes from the ledger, which has the redacted words alone.
"""

from collections.abc import Sequence

import msgspec

from knell.casebook.ledger import Decision, Receipt
from knell.casebook.recording import Ledger
from knell.evidence.entries import Redact
from knell.evidence.proving import WITHHELD
from knell.evidence.store import Logged
from knell.publishing.redaction import BLOCK, redact_claim, redact_report
from knell.records import Claim, Record, Report

from .withholding import Withheld

KIND = "redact"
"""The kind of row that the ledger's decisions have for it."""
_MASKED = ("name", "outlet", "url", "origin")


class Redaction(Record, frozen=True, kw_only=True):
    """What is withheld of a report: stretches of its text, and words wherever else they stand."""

    report: str
    spans: tuple[tuple[int, int], ...] = ()
    words: tuple[str, ...] = ()


def put_redaction(ledger: Ledger, logged: Logged, content: Redact) -> None:
    """A redaction in the ledger's list of decisions. The words stay in the log: the list is shown."""
    value = msgspec.json.encode(Redaction(report=content.report, spans=content.spans), order="sorted").decode()
    entry = logged.entry
    row = Decision(position=logged.position, at=entry.at, actor=entry.actor, kind=KIND, value=value, reason=content.reason, state="waiting")
    ledger.put_decision(row, {"leaf": logged.leaf, "supersedes": None, "text_hash": None, "spans": "[]", "field": content.report})
    for before in ledger.decisions_on_claims((KIND,)):
        told = msgspec.json.decode(before.value or "", type=Redaction)
        if told.report == content.report:
            ledger.note_found(before.position, "applied" if before.position == logged.position else "superseded", None)


def positions_in_force(ledger: Ledger) -> dict[str, int]:
    """Report -> the log position of the redaction that is in force."""
    rows = ledger.decisions_on_claims((KIND,))
    return {msgspec.json.decode(row.value or "", type=Redaction).report: row.position for row in rows}


def redaction_of(content: Redact) -> Redaction:
    """What an entry withholds."""
    return Redaction(report=content.report, spans=content.spans, words=content.words)


def withhold_in_report(report: Report, redaction: Redaction) -> Report:
    """The report as it is shown."""
    return redact_report(report, redaction.spans, lambda value: mask(value, redaction))


def withhold_in_claims(claims: Sequence[Claim], redaction: Redaction, shown: Report) -> tuple[Claim, ...]:
    """The claims as they are shown. ``shown``: the report as it is."""
    withheld = Withheld.of(redaction.words)
    return tuple(redact_claim(claim, redaction.spans, shown.text, withheld.is_in) for claim in claims)


def withhold_in_receipt(receipt: Receipt, redaction: Redaction) -> Receipt:
    """The receipt as it is shown: a file's name may hold a person's."""
    told = {name: mask(value, redaction) for name in _MASKED if (value := getattr(receipt, name)) is not None}
    return msgspec.structs.replace(receipt, **told)


def mask(value: str, redaction: Redaction) -> str:
    """A field's value without the withheld words; an address, or a file's name, may spell them with other signs between."""
    withheld = Withheld.of(redaction.words)
    spaced = "".join(char if char.isalnum() else " " for char in value)
    if not withheld.is_in(value) and withheld.is_in(spaced):
        return BLOCK * len(value)
    told: str = withheld.take_out(value)
    return told.replace(WITHHELD, BLOCK * 3)
