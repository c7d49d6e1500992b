"""What people decided of claims: that two are of one happening, or of two. A decision names texts and spans, never rows.

1. Each decision is looked up among the claims there are now: the claim with its very spans, else the one claim that overlaps them,
   which is flagged; where there is none, or more than one, the decision waits for a person.
2. Of several decisions on the same two claims the latest is in force.
3. Where what a decision comes to has changed, the reports it is about are matched again.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

import msgspec

from knell.casebook.ledger import Decision
from knell.casebook.recording import Ledger, Pinned
from knell.evidence.entries import Decide
from knell.records import Claim, Record
from knell.records.matched import Ruling

KINDS = ("link", "unlink")
FIELD = "incident"
"""The field of a claim that these decisions are about."""
EXACT = "exact"
OVERLAPS = "overlaps"


class Anchor(Record, frozen=True, kw_only=True):
    """Where a claim stands: its text's keyed hash, the spans of its passage, event and count, and its harm."""

    text: str
    spans: tuple[tuple[int, int], ...]
    harm: str = "none"


class Other(Record, frozen=True, kw_only=True):
    """The value of a decision: the harm of the claim it names, and the other claim."""

    harm: str
    other: Anchor


class Found(Record, frozen=True, kw_only=True):
    """What a decision comes to: the two claims, and ``how`` they were found, ``exact`` or ``overlaps``."""

    a: str
    b: str
    how: str


class Settled(NamedTuple):
    """A decision with what it comes to; ``found`` is ``None`` where it waits."""

    pinned: Pinned
    found: Found | None


def anchor_claim(claim: Claim, text_hash: str) -> Anchor:
    """Where a claim stands in its report's text, which is named by its keyed hash."""
    return Anchor(text=text_hash, spans=spans_of(claim), harm=claim.harm)


def spans_of(claim: Claim) -> tuple[tuple[int, int], ...]:
    """The spans of a claim's passage, event and count, as far as it has them."""
    parts = (claim.passage, claim.event, claim.count)
    return tuple((p.start, p.end) for p in parts if p is not None and p.start is not None and p.end is not None)


def decide_on(kind: str, one: Anchor, other: Anchor, reason: str, supersedes: str | None = None) -> Decide:
    """The log entry by which a person says that two claims are of one happening (``link``), or of two (``unlink``)."""
    value = msgspec.json.encode(Other(harm=one.harm, other=other), order="sorted").decode()
    return Decide(kind=kind, value=value, text=one.text, spans=one.spans, field=FIELD, reason=reason, supersedes=supersedes)


def settle_rulings(ledger: Ledger) -> list[Ruling]:
    """The decisions on claims that are in force, in the log's order; notes in the ledger what each comes to."""
    rows = [Settled(pinned, _find(ledger, pinned)) for pinned in ledger.decisions_on_claims(KINDS)]
    latest = {frozenset((row.found.a, row.found.b)): row.pinned.position for row in rows if row.found}
    undone = {row.pinned.supersedes for row in rows}
    out = []
    for pinned, found in rows:
        over = found is not None and (latest[frozenset((found.a, found.b))] != pinned.position or pinned.leaf in undone)
        state = "waiting" if found is None else "superseded" if over else "applied"
        told = msgspec.json.encode(found, order="sorted").decode() if found else None
        if (state, told) != (pinned.state, pinned.found):
            ledger.note_found(pinned.position, state, told)
            _touch(ledger, pinned, found)
        if found and state == "applied":
            out.append(_ruling(pinned.kind, pinned.reason, found))
    return out


def rulings_in_force(decisions: Iterable[Decision]) -> list[Ruling]:
    """The decisions on claims that are in force, as the ledger has settled them: for matching again without touching it."""
    out = []
    for decision in decisions:
        if decision.kind in KINDS and decision.state == "applied" and decision.found is not None:
            out.append(_ruling(decision.kind, decision.reason, msgspec.json.decode(decision.found, type=Found)))
    return out


def _ruling(kind: str, reason: str | None, found: Found) -> Ruling:
    flag = "; one of the claims is read otherwise now" if found.how == OVERLAPS else ""
    ruled: Literal["link", "unlink"] = "link" if kind == "link" else "unlink"
    return Ruling(kind=ruled, a=found.a, b=found.b, why=f"a person decided: {reason or 'no reason given'}{flag}")


def _touch(ledger: Ledger, pinned: Pinned, found: Found | None) -> None:
    """Has the reports matched again that a decision is or was about."""
    was = msgspec.json.decode(pinned.found, type=Found) if pinned.found else None
    claims = {name for told in (was, found) if told for name in (told.a, told.b)}
    ledger.unmatch(report for name in claims if (report := ledger.report_of_claim(name)) is not None)


def _find(ledger: Ledger, pinned: Pinned) -> Found | None:
    if pinned.text is None or pinned.value is None:
        return None
    told = msgspec.json.decode(pinned.value, type=Other)
    spans = tuple((start, end) for start, end in pinned.spans)
    a = find_claim(ledger.claims_of_text(pinned.text), spans, told.harm)
    b = find_claim(ledger.claims_of_text(told.other.text), told.other.spans, told.other.harm)
    if a is None or b is None or a[0] == b[0]:
        return None
    return Found(a=a[0], b=b[0], how=EXACT if a[1] == b[1] == EXACT else OVERLAPS)


def find_claim(claims: Sequence[Claim], spans: Sequence[tuple[int, int]], harm: str) -> tuple[str, str] | None:
    """The claim that stands where one stood, and how it was found; ``None`` where none does, or more than one may."""
    exact = [c for c in claims if spans_of(c) == tuple(spans)]
    if exact:
        return next((c for c in exact if c.harm == harm), exact[0]).claim, EXACT
    for near in (spans[1:], spans[:1]):  # its own words first, then the passage around them
        over = [c for c in claims if any(s < end and start < e for s, e in near for start, end in spans_of(c)[1:] or spans_of(c))]
        alike = [c for c in over if c.harm == harm] or over
        if len(alike) == 1:
            return alike[0].claim, OVERLAPS
    return None
