"""Wholes that a report tells place by place: "42 in all: 30 in one village, 12 in the next", or a table's last row.

Such a whole is a total over places. It is not where one of its parts is, and shares a telling with none of them; nor do its parts share
one.
"""

from collections.abc import Collection, Mapping, Sequence

import msgspec

from knell.records.claim import Claim, Place

from .places import compatible, same_place


class Wholes:
    """The wholes of one report that are told place by place. ``parts``: the parts that state their place; ``of``: part -> its wholes,
    and what their passages count beside them: a table's last row has the dead and the injured.
    """

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.places = _places_of_parts(claims)
        self._beside = _told_beside([c for c in claims if c.claim in self.places])
        self.of: Mapping[str, frozenset[str]] = {c.claim: self._of(c) for c in claims}
        self.parts = frozenset(c.claim for c in claims if self.of[c.claim] and any(p.stated for p in c.places))

    def _of(self, claim: Claim) -> frozenset[str]:
        named = [r.claim for r in claim.relations if r.kind == "part_of" and r.claim in self.places]
        return frozenset(whole for name in named for whole in self._beside.get(name, {name}))

    def holds(self, whole: Claim) -> bool:
        """Whether a claim is such a whole."""
        return whole.claim in self.places

    def keeps_apart(self, claims: Collection[Claim], others: Collection[Claim]) -> bool:
        """Whether one of ``claims`` is a whole of one of ``others``, or the reverse."""
        return self._is_whole_among(claims, others) or self._is_whole_among(others, claims)

    def _is_whole_among(self, wholes: Collection[Claim], parts: Collection[Claim]) -> bool:
        names = {c.claim for c in wholes if c.claim in self.places}
        return bool(names) and any(self.of.get(c.claim, frozenset()) & names for c in parts)

    def unplace(self, claims: Sequence[Claim]) -> list[Claim]:
        """Takes the place out of a whole that has one of its parts' places."""
        out = []
        for claim in claims:
            if claim.places and any(same_place(claim.places[0], p) for p in self.places.get(claim.claim, ())):
                claim = msgspec.structs.replace(claim, places=())
            out.append(claim)
        return out


def _places_of_parts(claims: Sequence[Claim]) -> dict[str, list[Place]]:
    """Whole -> its parts' places, for each whole whose parts lie at several, and for what its own passage counts beside it."""
    parts: dict[str, list[Place]] = {}
    for claim in claims:
        for relation in claim.relations:
            if relation.kind == "part_of" and claim.places:
                parts.setdefault(relation.claim, []).append(claim.places[0])
    told = _told_beside([c for c in claims if c.claim in parts])
    wide = {whole for whole, row in parts.items() if any(not compatible(p, q) for p in row for q in row)}
    return {whole: row for whole, row in parts.items() if not wide.isdisjoint(told.get(whole, {whole}))}


def _told_beside(claims: Sequence[Claim]) -> dict[str, set[str]]:
    """Claim -> those of the same passage, itself among them."""
    rows: dict[tuple[int | None, int | None], set[str]] = {}
    for claim in claims:
        rows.setdefault((claim.passage.start, claim.passage.end), set()).add(claim.claim)
    return {claim.claim: rows[claim.passage.start, claim.passage.end] for claim in claims}
