"""Walks a figure back: toll -> rule -> lanes -> claims -> sentences -> the bytes that were received.

1. Open the casebook and find what was asked for: an incident (also by an id given out earlier, or the beginning of one) or a claim.
2. For each lane, dispute and further claim: the sentence, and the words in it that say so.
3. For each report: every receipt of its bytes, with their hash from the log, checked against the bytes as they lie there now.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from knell.casebook.ledger import Casebook, Receipt
from knell.evidence.blobs import DamagedBytes, hash_pieces
from knell.evidence.entries import Ingest, Random
from knell.evidence.store import Store, open_store
from knell.reckoning.conventions import check_rule
from knell.records import Claim, Incident, Lane, Report, Span, Toll
from knell.records.errors import CasebookError

from .computing import RULE
from .incidents import open_current, reckon_as_of
from .projection import Clock

if TYPE_CHECKING:
    from knell.casebook.exhibits import Tie

MARKS = ("[[", "]]")
"""What stands around the words a claim rests on."""


class Custody(NamedTuple):
    """One receipt of bytes. ``position``: in the log. ``at``: UTC. ``sha256``: in hex, as logged. ``state``: "unchanged", "changed" or
    "missing", by looking at the bytes now; "erased" where the log's entry has been.
    """

    position: int
    at: str
    name: str
    part: int | None
    outlet: str | None
    origin: str | None
    sha256: str | None
    state: str


class Heard(NamedTuple):
    """A claim, its sentence with marks around the words that make it, and where it was received."""

    claim: Claim
    sentence: str
    report: Report
    custody: tuple[Custody, ...]


class Hanging(NamedTuple):
    """An exhibit that a person linked to one of the claims, and what it is."""

    tie: "Tie"
    said: str


class LaneWalk(NamedTuple):
    """A lane and the claim it rests on."""

    lane: Lane
    heard: Heard | None


class TollWalk(NamedTuple):
    """A toll, the lanes it was reckoned from, and the claims against it."""

    toll: Toll
    lanes: tuple[LaneWalk, ...]
    disputes: tuple[Heard, ...]


class Walk(NamedTuple):
    """A whole walk back. ``renamed``: the id that was asked for, where another answers for it now. ``others``: the incident's claims
    that no lane or dispute rests on.
    """

    casebook: str
    incident: Incident
    renamed: str | None
    tolls: tuple[TollWalk, ...]
    others: tuple[Heard, ...]
    exhibits: tuple[Hanging, ...]
    note: str | None


class ClaimWalk(NamedTuple):
    """One claim walked back. ``incident``: the one it is in; ``out``: why it is left out."""

    casebook: str
    heard: Heard
    incident: str | None
    out: str | None
    exhibits: tuple[Hanging, ...]
    note: str | None


def walk_back(
    folder: Path, asked: str, *, as_of: str | None = None, rule: str = RULE, actor: str, random: Random, now: Clock
) -> Walk | ClaimWalk:
    """The walk back from an incident or a claim. Raises ``CasebookError`` where no id begins so, or several do.

    ``as_of``: the incident as it was known by a day; ``rule``: the convention its tolls are reckoned by.
    """
    check_rule(rule)
    with open_current(folder, actor=actor, random=random, now=now) as (casebook, note):
        store = open_store(folder / "evidence")
        try:
            if asked.startswith("c:"):
                return _walk_claim(casebook, store, asked, note)
            incident = casebook.incident(asked)
            if as_of is not None or rule != RULE:
                incident = _reckon_again(casebook, incident, as_of, rule)
            return _walk_incident(casebook, store, incident, asked, note)
        finally:
            store.close()


def exhibits_for(casebook: Casebook, claims: Iterable[str]) -> tuple[Hanging, ...]:
    """The exhibits that people linked to some claims, in the order of the decisions."""
    from knell.casebook.exhibits import list_exhibits, list_ties

    ties = list_ties(casebook, claims=claims)
    known = {
        one.exhibit: one.looks.said if one.looks else "not opened yet" for one in list_exhibits(casebook, [tie.exhibit for tie in ties])
    }
    return tuple(Hanging(tie, known.get(tie.exhibit, "not here")) for tie in ties)


def receipts_of(casebook: Casebook, store: Store, report: str) -> tuple[Custody, ...]:
    """Every receipt of a report's bytes, each checked against the bytes as they lie there now."""
    return tuple(_custody(store, receipt) for receipt in casebook.receipts(report))


def mark_words(passage: Span, spans: Iterable[Span | None]) -> str:
    """The passage's words with marks around those of the spans, on one line. Empty where the words have been erased."""
    text, start = passage.text, passage.start
    if text is None or start is None:
        return ""
    inside = [(s.start - start, s.end - start) for s in spans if s is not None and s.start is not None and s.end is not None]
    out, at = [], 0
    for first, last in _joined(sorted((max(0, a), min(len(text), b)) for a, b in inside if a < len(text) and b > 0)):
        out += [text[at:first], MARKS[0], text[first:last], MARKS[1]]
        at = last
    return " ".join("".join([*out, text[at:]]).split())


def _walk_claim(casebook: Casebook, store: Store, asked: str, note: str | None) -> ClaimWalk:
    claim = casebook.claim(asked)
    (heard,) = _hear(casebook, store, [claim.claim]).values()
    out = next((row.reason for row in casebook.left_out() if row.claim == claim.claim), None)
    return ClaimWalk(casebook.name, heard, casebook.incident_of_claim(claim.claim), out, exhibits_for(casebook, [claim.claim]), note)


def _reckon_again(casebook: Casebook, incident: Incident, as_of: str | None, rule: str) -> Incident:
    """The incident by what was published by a day, or by another rule: the one that has most of its claims."""
    own = set(incident.claims)
    found = max(reckon_as_of(casebook, as_of, rule), key=lambda i: len(own & set(i.claims)), default=None)
    if found is None or not own & set(found.claims):
        raise CasebookError(f"nothing published by {as_of} tells of {incident.incident}", where=str(casebook.path))
    return found


def _walk_incident(casebook: Casebook, store: Store, incident: Incident, asked: str, note: str | None) -> Walk:
    heard = _hear(casebook, store, _claims_of(incident))
    tolls = tuple(
        TollWalk(
            toll,
            tuple(LaneWalk(lane, heard.get(lane.claim)) for lane in toll.lanes),
            tuple(heard[claim] for claim in toll.disputes if claim in heard),
        )
        for toll in incident.tolls
    )
    told = {lane.claim for toll in incident.tolls for lane in toll.lanes} | {c for toll in incident.tolls for c in toll.disputes}
    others = tuple(heard[claim] for claim in incident.claims if claim in heard and claim not in told)
    renamed = None if incident.incident.startswith(asked) else asked
    return Walk(casebook.name, incident, renamed, tolls, others, exhibits_for(casebook, incident.claims), note)


def _claims_of(incident: Incident) -> list[str]:
    lanes = [lane.claim for toll in incident.tolls for lane in toll.lanes]
    disputes = [claim for toll in incident.tolls for claim in toll.disputes]
    return list(dict.fromkeys([*lanes, *disputes, *incident.claims]))


def _hear(casebook: Casebook, store: Store, names: Sequence[str]) -> dict[str, Heard]:
    claims = casebook.claims(names)
    reports = {report.id: report for report in casebook.reports({claim.report for claim in claims})}
    custody = {name: receipts_of(casebook, store, name) for name in reports}
    return {
        claim.claim: Heard(
            claim,
            mark_words(claim.passage, (claim.event, claim.count, *claim.speakers)),
            reports[claim.report],
            custody[claim.report],
        )
        for claim in claims
    }


def _custody(store: Store, receipt: Receipt) -> Custody:
    """What is told of a receipt comes from the ledger, which knows what is withheld; how its bytes lie, from the store."""
    position = receipt.position
    logged = store.at(position)
    ingest = logged.content
    if not isinstance(ingest, Ingest):
        return Custody(position, logged.entry.at, "", None, None, None, None, "erased")
    state = state_of(store, ingest.sha256)
    return Custody(position, logged.entry.at, receipt.name, receipt.part, receipt.outlet, receipt.origin, ingest.sha256, state)


def state_of(store: Store, sha256: str) -> str:
    """How received bytes lie there now: "unchanged", "changed" or "missing"."""
    try:
        pieces = store.stream_bytes(sha256)
        if pieces is None:
            return "missing"
        return "unchanged" if hash_pieces(pieces)[0] == sha256 else "changed"
    except DamagedBytes:
        return "changed"


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out
