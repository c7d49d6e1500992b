"""A second opinion on a claim: what another reader says, beside the claim and never in its place."""

import hashlib
from typing import Literal

from .base import Record, Span
from .claim import Count

OpinionBy = Literal["llm", "model"]


class Alternative(Record, frozen=True, kw_only=True):
    """What a second reader says of one field. ``value``: a word of the contract's lists (harm, stance, event type);
    ``spans``: words of the report; ``count``: what the words entail, read by Knell's own grammar and not by the second reader.
    """

    field: str
    value: str | None = None
    spans: tuple[Span, ...] = ()
    count: Count | None = None


class Opinion(Record, frozen=True, kw_only=True):
    """A second reader on one claim, or on something that the first reader has no claim of (``claim`` is ``None``).

    ``agrees``: the fields both give alike. ``differs``: what the second reader says otherwise, to be looked at by a person.
    ``found`` false: it was asked about the claim's words and gave nothing that fits. ``doubts``: fields it holds for wrong without
    saying what is right. ``score``: the claim's score as this opinion would have it; ``calibrated``: whether that is a probability
    that was measured. ``passage``: the unit it is about.

    ``reader``: which model. ``question``, ``answer``: SHA-256, in hex, of the prompt that was sent and of the raw answer to it.
    """

    opinion: str
    report: str
    claim: str | None
    by: OpinionBy
    reader: str
    passage: Span
    found: bool = True
    agrees: tuple[str, ...] = ()
    differs: tuple[Alternative, ...] = ()
    doubts: tuple[str, ...] = ()
    score_before: float | None = None
    score: float | None = None
    calibrated: bool = False
    question: str | None = None
    answer: str | None = None


def opinion_id(report: str, claim: str | None, by: str, reader: str, passage: Span, ordinal: int) -> str:
    """The opinion's name: ``o:`` and 16 hex of SHA-256 over what it is about and whose it is."""
    parts = [report, claim or "-", by, reader, f"{passage.start}:{passage.end}", str(ordinal)]
    return "o:" + hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
