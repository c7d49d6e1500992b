"""What a small model sees of a claim: marks that are plain to see from the claim and the words around its number, hashed to places in a
row of numbers. Language by language the words differ; the marks do not.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from knell.records import Claim, Span

SIZE = 1024
"""Places in a row. With some hundred different marks few share one."""

FIELDS = ("score", "count", "speakers", "perpetrators", "places", "time", "stance")
"""What the model gives a probability for. ``score``: harm, count and root are right, as the contract has it; the others: the claim is one
the text makes, and that field of it is right."""

_NEAR = 24
"""Characters before and after a number that are looked at."""


def is_scored(claim: Claim) -> bool:
    """Whether the model has a word on a claim: one that gives a number of people harmed."""
    return claim.harm != "none" and claim.count is not None and claim.count.start is not None


def rows_of(claims: Sequence[Claim], texts: Mapping[str, str]) -> list[list[float]]:
    """A row for each claim. ``claims``: all of their reports, because what stands beside a claim tells of it; ``texts``: by report."""
    beside = Counter((claim.report, claim.passage.start) for claim in claims)
    shared = Counter((claim.report, claim.count.start) for claim in claims if claim.count is not None)
    rows = []
    for claim in claims:
        row = [0.0] * SIZE
        alone = shared[(claim.report, claim.count.start)] if claim.count is not None else 0
        for mark in _marks(claim, texts[claim.report], beside[(claim.report, claim.passage.start)], alone):
            row[_place(mark)] = 1.0
        rows.append(row)
    return rows


@lru_cache(maxsize=65536)
def _place(mark: str) -> int:
    return int.from_bytes(hashlib.blake2b(mark.encode("utf-8", "surrogatepass"), digest_size=4).digest()) % SIZE


def _marks(claim: Claim, text: str, beside: int, alone: int) -> Iterator[str]:
    yield f"harm {claim.harm}"
    yield f"type {claim.event.type} {claim.event.stage}"
    yield f"stance {claim.stance}"
    yield f"basis {claim.basis}"
    yield f"beside {min(beside, 6)}"
    yield f"same words {min(alone, 3)}"
    yield from (f"relation {relation.kind}" for relation in claim.relations)
    yield from _of_parties(claim)
    yield from _of_places(claim)
    if claim.count is not None:
        yield from _of_count(claim, claim.count, text)


def _of_parties(claim: Claim) -> Iterator[str]:
    yield f"speakers {min(len(claim.speakers), 3)}"
    yield from (f"speaker {p.kind} {p.name is not None} {p.start is not None}" for p in claim.speakers)
    yield f"perpetrators {min(len(claim.perpetrators), 3)}"
    yield from (f"perpetrator {p.kind}" for p in claim.perpetrators)
    yield f"victims {min(len(claim.victims), 3)}"
    yield from (f"victim {v.status} {v.age_group} {v.sex}" for v in claim.victims)
    yield f"cues {min(len(claim.cues), 2)}"
    if claim.speakers and claim.count is not None:
        yield f"speaker at {_apart(claim.speakers[-1], claim.count)}"
        yield f"speaker inside {_inside(claim.speakers[-1], claim.passage)}"


def _of_places(claim: Claim) -> Iterator[str]:
    yield f"places {min(len(claim.places), 3)}"
    yield from (f"place {p.precision} {p.stated} {p.lat is not None}" for p in claim.places[:1])
    yield f"time {claim.time.precision if claim.time is not None else None} {claim.time is not None and claim.time.from_ is not None}"


def _of_count(claim: Claim, count: Span, text: str) -> Iterator[str]:
    start, end = count.start or 0, count.end or 0
    yield f"kind {getattr(count, 'kind', None)}"
    low = getattr(count, "low", None) or 0
    yield f"size {sum(low >= step for step in (1, 2, 5, 10, 50, 200, 1000))}"
    yield f"figures {any(c.isdigit() for c in text[start:end])}"
    yield f"event at {_apart(claim.event, count)}"
    yield f"event is the number {claim.event.start == count.start}"
    passage = text[claim.passage.start or 0 : claim.passage.end or 0]
    yield f"numbers {min(sum(word[0].isdigit() for word in passage.split()), 5)}"
    yield f"length {min(len(passage) // 60, 8)}"
    yield f"script {any(chr(0x600) <= c <= chr(0x6FF) for c in passage)}"
    yield f"table {'|' in passage or passage.lstrip()[:1] in '-*•'}"
    before, after = text[max(0, start - _NEAR) : start].lower().split(), text[end : end + _NEAR].lower().split()
    yield from (f"before {word}" for word in before[-2:])
    yield from (f"after {word}" for word in after[:2])


def _apart(one: Span, other: Span) -> str:
    """Which stands first, and how far it is to the other, in steps of 20 characters."""
    if one.start is None or other.start is None:
        return "nowhere"
    return f"{'before' if one.start < other.start else 'after'} {min(abs(one.start - other.start) // 20, 6)}"


def _inside(one: Span, passage: Span) -> bool:
    return one.start is not None and passage.start is not None and passage.end is not None and passage.start <= one.start < passage.end
