"""A second reader's findings beside the grammar's claims: where they agree, where they differ, what only one of them has.

Nothing here writes into a claim. What comes out are opinions, one a claim or finding, for a person to look at.
"""

from collections.abc import Iterable, Iterator, Sequence

from knell.records import Alternative, Claim, Opinion, Party, Report, Span
from knell.records.opinion import opinion_id

from .answers import Checked
from .prompts import Question

AGREE, DIFFER = 1.5, 0.5
"""By how much agreement and difference move the odds of a score. Not calibrated: nobody has measured the model a user brings, so the
score is marked as that."""
_DECIDES = ("count", "speakers")


def compare(
    report: Report, claims: Sequence[Claim], question: Question, findings: Sequence[Checked], reader: str, answer: str
) -> Iterator[Opinion]:
    """The opinions that follow from the findings about one question's units. ``answer``: the digest of the raw answer."""
    first, last = question.units[0].start, question.units[-1].end
    about = [c for c in claims if c.harm != "none" and c.passage.start is not None and first <= _anchor(c) < last]
    free = list(findings)
    told: list[tuple[Span, Claim | None, Checked | None]] = []
    for one in about:
        same = next((f for f in free if is_same(one, f)), None)
        if same is not None:
            free.remove(same)
        told.append((one.passage, one, same))
    told += [(Span(text=report.text[f.unit.start : f.unit.end], start=f.unit.start, end=f.unit.end), None, f) for f in free]
    for n, (passage, claim, finding) in enumerate(told):
        agrees, differs = _judge(claim, finding)
        yield Opinion(
            opinion=opinion_id(report.id, claim.claim if claim is not None else None, "llm", reader, passage, n),
            report=report.id,
            claim=claim.claim if claim is not None else None,
            by="llm",
            reader=reader,
            passage=passage,
            found=finding is not None,
            agrees=agrees,
            differs=differs,
            score_before=claim.score if claim is not None else None,
            score=_moved(claim, finding, agrees, differs),
            question=question.digest,
            answer=answer,
        )


def is_same(claim: Claim, finding: Checked) -> bool:
    """Whether a finding is about what the claim is about: one harm, and the same number's words, or else the same event's."""
    if claim.harm != finding.harm:
        return False
    if claim.count is not None and claim.count.start is not None:
        return finding.number is not None and _overlap(claim.count, finding.number)
    if finding.number is not None:
        return False
    return finding.event_words is not None and _overlap(claim.event, finding.event_words)


def _judge(claim: Claim | None, finding: Checked | None) -> tuple[tuple[str, ...], tuple[Alternative, ...]]:
    if finding is None:
        return (), ()
    agrees: list[str] = []
    differs: list[Alternative] = []
    for name, same, other in _fields(claim, finding):
        if claim is not None and same:
            agrees.append(name)
        elif other is not None:
            differs.append(other)
    return tuple(agrees), tuple(differs)


def _fields(claim: Claim | None, finding: Checked) -> Iterator[tuple[str, bool, Alternative | None]]:
    """(field, whether both say the same, what the finding says) for all that the finding says something of."""
    yield "harm", claim is not None and claim.harm == finding.harm, Alternative(field="harm", value=finding.harm)
    if finding.number is not None:
        same = (
            claim is not None
            and claim.count is not None
            and (claim.count.low, claim.count.high) == (finding.number.low, finding.number.high)
        )
        yield "count", same, Alternative(field="count", count=finding.number)
    yield "type", claim is not None and claim.event.type == finding.event, Alternative(field="type", value=finding.event)
    yield "stance", claim is not None and claim.stance == finding.stance, Alternative(field="stance", value=finding.stance)
    for name in ("speakers", "perpetrators", "places", "victims"):
        spans: tuple[Span, ...] = getattr(finding, name)
        given: tuple[Span, ...] = getattr(claim, name) if claim is not None else ()
        # An empty list of the finding says that its unit names none; a claim may know them from elsewhere in the text.
        yield name, _same_words(given, spans), Alternative(field=name, spans=tuple(_plain(s) for s in spans)) if spans else None
    if finding.time is not None:
        same = claim is not None and claim.time is not None and _overlap(claim.time, finding.time)
        yield "time", same, Alternative(field="time", spans=(finding.time,))


def _plain(span: Span) -> Span:
    return span if not isinstance(span, Party) else Span(text=span.text, start=span.start, end=span.end)


def _same_words(given: Sequence[Span], said: Sequence[Span]) -> bool:
    return len(given) == len(said) and all(any(_overlap(one, other) for other in given) for one in said)


def _overlap(one: Span, other: Span) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.start < other.end and other.start < one.end


def _anchor(claim: Claim) -> int:
    at = claim.count.start if claim.count is not None and claim.count.start is not None else claim.event.start
    return at if at is not None else claim.passage.start or 0


def _moved(claim: Claim | None, finding: Checked | None, agrees: Iterable[str], differs: Iterable[Alternative]) -> float | None:
    """The score as this opinion would have it: odds times ``AGREE`` or ``DIFFER`` for each of the fields a score is about."""
    if claim is None or claim.score is None:
        return None
    agreed, other = set(agrees), {alternative.field for alternative in differs}
    odds = claim.score / (1 - claim.score) if claim.score < 1 else 99.0
    for name in _DECIDES:
        odds *= AGREE if name in agreed else DIFFER if name in other or finding is None else 1
    return round(odds / (1 + odds), 2)
