"""Tolls as pages show them: which comes first, each lane as a mark, and what is said of how it was reckoned."""

from collections.abc import Iterable, Mapping, Sequence

from knell.records import Claim, Incident, Lane, Toll

from .addresses import claim_address, sentence_address
from .drawing import Mark
from .withheld import withhold
from .wording import BASES, day_words, figure_words

HARM_ORDER = ("killed", "casualties", "injured", "missing", "abducted", "detained", "displaced", "none")
"""The order in which harms are shown."""

_ALL = "all"


def order_tolls(tolls: Iterable[Toll]) -> list[Toll]:
    """The main toll first: the gravest harm, all people before groups, a firm figure before vague words, more lanes before fewer."""
    return sorted(
        (toll for toll in tolls if toll.lanes),
        key=lambda t: (
            HARM_ORDER.index(t.harm), t.group != _ALL, all(lane.kind == "vague" for lane in t.lanes), -len(t.lanes), -(t.low or 0), t.group,
        ),
    )  # fmt: skip


def main_toll(incident: Incident) -> Toll | None:
    """The toll an overview shows."""
    ordered = order_tolls(incident.tolls)
    return ordered[0] if ordered else None


def lane_marks(lanes: Sequence[Lane], claims: Mapping[str, Claim], names: Iterable[str]) -> list[tuple[Lane, Mark]]:
    """One mark a root, smallest figure first. A lane whose claim's words were erased keeps its numbers and leads to the claim's page."""
    names = tuple(names)
    pairs = [(lane, _mark(lane, claims.get(lane.claim), names)) for lane in lanes]
    return sorted(pairs, key=lambda pair: (pair[1].start if pair[1].start is not None else -1, pair[1].high is None, pair[1].root))


def marks_of(lanes: Sequence[Lane], claims: Mapping[str, Claim], names: Iterable[str]) -> list[Mark]:
    """The marks alone."""
    return [mark for _, mark in lane_marks(lanes, claims, names)]


def _mark(lane: Lane, claim: Claim | None, names: tuple[str, ...]) -> Mark:
    said = claim.count.text if claim is not None and claim.count is not None else None
    return Mark(
        root=withhold(lane.root, names),
        says=withhold(figure_words(lane, said), names),
        low=lane.low,
        high=lane.high,
        best=lane.best,
        kind=lane.kind,
        note=lane_note(lane),
        href=sentence_address(claim) if claim is not None else claim_address(lane.claim),
    )


def lane_note(lane: Lane) -> str:
    """Basis and cut-off date of a lane."""
    return f"{BASES[lane.basis]}; as of {day_words(lane.as_of)}" if lane.as_of else f"{BASES[lane.basis]}; cut-off date not stated"


def lane_claims(incidents: Iterable[Incident]) -> list[str]:
    """The ids of the claims that the main tolls of some incidents quote."""
    return [lane.claim for incident in incidents for toll in [main_toll(incident)] if toll for lane in toll.lanes]
