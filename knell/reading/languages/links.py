"""Relations that the words of the frame's languages tell: a total and its parts, a figure that corrects another, an answer to a charge.

Works on drafts that have their ids (``knell.reading.relations``) and only adds. ``Draft.rules`` carries what the drafting saw: "total",
"previous" (told as the toll before), "corrected" (told as the right figure).
"""

from collections.abc import Sequence

import msgspec

from knell.reading.claims import Draft
from knell.records import Claim, Relation

_REACH = 60
_BODILY = frozenset({"killed", "injured", "casualties"})


def link(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with the relations of ``relate``, and these."""
    out = list(drafts)
    for n, draft in enumerate(drafts):
        rules = draft.rules
        if "total" in rules:
            _join_parts(out, n)
        if "previous" in rules:
            _update(out, old=n, new=_newer(out, n))
        if "corrected" in rules:
            _update(out, old=_wrong(out, n), new=n)
        if draft.claim.stance == "denied" and draft.claim.speakers:
            _answer(out, n)
    return out


def _add(out: list[Draft], n: int, relation: Relation) -> None:
    claim = out[n].claim
    if relation.claim == claim.claim or relation in claim.relations:
        return
    if relation.kind == "updates":
        kept = tuple(r for r in claim.relations if r.kind not in ("overlap_unknown", "same_event") or r.claim != relation.claim)
    else:
        kept = claim.relations
    out[n] = out[n]._replace(claim=msgspec.structs.replace(claim, relations=(*kept, relation)))


def _join_parts(out: list[Draft], n: int) -> None:
    """The figures of the list that a total closes."""
    total = out[n].claim
    for m in range(n - 1, max(-1, n - _REACH), -1):
        part = out[m].claim
        if out[m].unit == out[n].unit:
            continue
        if part.harm == total.harm and _number(part) <= _number(total) and not part.relations:
            _add(out, m, Relation(kind="part_of", claim=total.claim))
        elif part.harm == total.harm:
            return


def _number(claim: Claim) -> int:
    count = claim.count
    return max((x for x in (count.low, count.high, count.best) if x is not None), default=0) if count is not None else 0


def _newer(out: Sequence[Draft], n: int) -> int | None:
    """The figure that took the place of one told as the previous: the first of its harm told in the report."""
    harm = out[n].claim.harm
    return next((m for m in range(n) if out[m].claim.harm == harm and out[m].claim.count is not None and out[m].part_of is None), None)


def _wrong(out: Sequence[Draft], n: int) -> int | None:
    """The figure that was withdrawn, or the last one told, before the right one."""
    harm = out[n].claim.harm
    options = [m for m in range(max(0, n - _REACH), n) if out[m].claim.harm == harm and out[m].claim.count is not None]
    return next((m for m in options if out[m].claim.stance == "retracted"), options[-1] if options else None)


def _update(out: list[Draft], *, old: int | None, new: int | None) -> None:
    if old is not None and new is not None and old != new and _number(out[old].claim) != _number(out[new].claim):
        _add(out, new, Relation(kind="updates", claim=out[old].claim.claim))


def _answer(out: list[Draft], n: int) -> None:
    """A denial by whoever was charged, or of the same harm, answers the charge."""
    mine = out[n].claim
    own = {s.name or s.text for s in mine.speakers}
    for m in range(n - 1, max(-1, n - _REACH), -1):
        other = out[m].claim
        if other.harm not in _BODILY or other.stance == "denied" or any(r.kind == "part_of" for r in other.relations):
            continue
        charged = {p.name or p.text for p in other.perpetrators} | {p.text for p in other.perpetrators}
        if other.stance == "alleged" or own & charged:
            _add(out, n, Relation(kind="responds_to", claim=other.claim))
            return
