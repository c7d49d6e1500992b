"""A small model's probabilities as opinions on claims: a score, and the fields it holds for wrong."""

from collections.abc import Iterator, Sequence

from knell.records import Claim, Opinion
from knell.records.opinion import opinion_id

from .features import FIELDS, is_scored

DOUBTED = 0.5
"""A field with a lower probability than this is more likely wrong than right, and is named."""


def doubt(claims: Sequence[Claim], right: Sequence[Sequence[float]], reader: str) -> Iterator[Opinion]:
    """An opinion on each claim that the model has a word on. ``right``: for each claim a probability for each of ``FIELDS``."""
    for claim, told in zip(claims, right, strict=True):
        if not is_scored(claim):
            continue
        by_field = dict(zip(FIELDS, told, strict=True))
        yield Opinion(
            opinion=opinion_id(claim.report, claim.claim, "model", reader, claim.passage, 0),
            report=claim.report,
            claim=claim.claim,
            by="model",
            reader=reader,
            passage=claim.passage,
            doubts=tuple(name for name, p in by_field.items() if name != "score" and p < DOUBTED),
            score_before=claim.score,
            score=round(by_field["score"], 2),
            calibrated=False,  # on reports by others it has been found to order claims weakly, and to be too sure
        )
