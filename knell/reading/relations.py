"""Relations among the claims of one report, on explicit grounds only, and the claims' ids.

part_of: the words say so ("including", "of them"). repeats: the same figure of the same harm by the same root, told again.
updates: "raised the toll to", "the previous toll was". overlap_unknown: two counts of dead of different happenings whose overlap
the text leaves open. unverifies: a gap of verification, of the harm claims before it.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

import msgspec

from knell.records import Claim, Relation, claim_id
from knell.records.vocabulary import RelationKind

from .claims import Draft
from .coreference import AGAIN, BLAMED, as_statement, find_antecedent, find_blamed, is_idle, with_setting
from .members import Members
from .one_voice import may_be_one_voice

_PREVIOUS = re.compile(r"\b(?:previous|earlier|former|prior|initial) (?:toll|count|figure|tally|death toll)\b", re.IGNORECASE)
_REACH = 400
"""Claims further back than this in one report are not looked at, so that a very long one costs in proportion to its length."""
_SPECIFIC = frozenset({"execution", "massacre", "killing", "bodies_found"})


_Figure = tuple[int | None, int | None, int | None, str]


class _Figures:
    """The figures of a report's claims, looked up once each.

    ``of``: the figure of each claim, vague ones left out. ``alike``: the claims of one harm and figure. ``dead``: the claims of dead
    with a figure that are part of no other claim. All in the order told.
    """

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self.of = [_figure(d.claim) for d in drafts]
        self.alike: dict[tuple[str, _Figure], list[int]] = {}
        self.dead: list[int] = []
        for n, (draft, figure) in enumerate(zip(drafts, self.of, strict=True)):
            if figure is not None:
                self.alike.setdefault((draft.claim.harm, figure), []).append(n)
                if draft.claim.harm == "killed" and draft.part_of is None:
                    self.dead.append(n)


def _within_reach(told: Sequence[int], n: int) -> Sequence[int]:
    """Those of some claims, in order, that stand before claim ``n`` and not too far before it."""
    return told[bisect_left(told, n - _REACH) : bisect_left(told, n)]


def relate(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with ids and relations; a claim that says nothing new in the same place is dropped."""
    settled, again = _settle(drafts)
    named = _name(settled)
    out: list[Draft] = []
    told = _Figures(named)
    newer = _newer_figures(named, told)
    members = Members(named)
    for n, draft in enumerate(named):
        relations = [Relation(kind="updates", claim=named[old].claim.claim) for old, new in newer.items() if new == n]
        if draft.part_of is not None:
            relations.append(Relation(kind="part_of", claim=named[draft.part_of].claim.claim))
        relations += _repeats(named, told, n)
        if n in again and not relations:
            kind: RelationKind = "about" if draft.claim.event.type == "denial" else "same_event"
            relations.append(Relation(kind=kind, claim=named[again[n]].claim.claim))
        if draft.rules.get("event") == "frames.among" and not relations:
            relations += _part_of_last(named, n)
        if not relations and (whole := members.whole_of(n)) is not None:
            relations.append(Relation(kind="part_of", claim=named[whole].claim.claim))
        if not relations and n not in newer:
            relations += _overlaps(named, told, n)
        if draft.claim.event.type == "verification_gap":
            relations += [
                Relation(kind="unverifies", claim=d.claim.claim)
                for d in named[max(0, n - _REACH) : n]
                if d.claim.harm == "killed" and d.claim.count is not None
            ][-3:]
        out.append(draft._replace(claim=msgspec.structs.replace(draft.claim, relations=tuple(relations))) if relations else draft)
    return _with_whom(out)


def _with_whom(drafts: list[Draft]) -> list[Draft]:
    """The drafts, each bare figure ("kills 22") with the victims of the claim that repeats it or that it repeats: the same people.

    Only where their words say more than that they are people.
    """
    at = {d.claim.claim: n for n, d in enumerate(drafts)}
    for n, draft in enumerate(drafts):
        for relation in draft.claim.relations:
            if relation.kind == "repeats" and relation.claim in at:
                m = at[relation.claim]
                mine, theirs = draft.claim, drafts[m].claim
                if bool(mine.victims) == bool(theirs.victims) or mine.event.type == "footage":
                    continue
                bare, said = (n, theirs) if not mine.victims else (m, mine)
                if not any(v.status or v.group for v in said.victims):
                    continue
                claim = msgspec.structs.replace(drafts[bare].claim, victims=said.victims)
                drafts[bare] = drafts[bare]._replace(claim=claim, rules={**drafts[bare].rules, "victims": "relations.told-again"})
    return drafts


def _settle(drafts: Sequence[Draft]) -> tuple[list[Draft], dict[int, int]]:
    """The drafts without mentions that tell of nothing; and for those that go back to an earlier one, which."""
    kept: list[Draft] = []
    again: dict[int, int] = {}
    moved: dict[int, int] = {}
    seen: list[Claim] = []
    for n, draft in enumerate(drafts):
        back = find_antecedent(seen, draft.claim) if draft.reference == AGAIN else None
        if draft.reference == BLAMED:
            back = find_blamed(seen)
            draft = draft._replace(claim=_of_deed(draft.claim, seen[back] if back is not None else None))
        if draft.reference == BLAMED and back is None and draft.claim.event.type == "other":
            said = as_statement(draft.claim)
            if said is None:
                continue
            draft = draft._replace(claim=said)
        elif is_idle(draft.claim, draft.reference, repeated=bool(seen)):
            said = as_statement(draft.claim)
            if said is None:
                continue
            draft = draft._replace(claim=said, rules={**draft.rules, "event": "coreference.idle"}, part_of=None)
        elif back is not None:
            draft = draft._replace(claim=with_setting(draft.claim, seen[back]))
            again[len(kept)] = back
        moved[n] = len(kept)
        if draft.part_of is not None:
            draft = draft._replace(part_of=moved.get(draft.part_of))
        kept.append(draft)
        seen.append(draft.claim)
    return kept, again


def _of_deed(blame: Claim, deed: Claim | None) -> Claim:
    """Words of blame as a claim of the deed they are about; a denial stays one."""
    if deed is None or blame.event.type == "denial":
        return blame
    return msgspec.structs.replace(blame, event=msgspec.structs.replace(blame.event, type=deed.event.type, subtype=None))


def _part_of_last(drafts: Sequence[Draft], n: int) -> list[Relation]:
    """ "Six children were among the dead": of the dead told last, where there were at least as many."""
    mine = drafts[n].claim
    for m in range(n - 1, max(0, n - _REACH) - 1, -1):
        c = drafts[m].claim
        if c.harm == mine.harm and c.count is not None and c.count.kind != "vague" and drafts[m].part_of is None:
            low = c.count.low if c.count.low is not None else c.count.best
            if mine.count is None or mine.count.low is None or (low is not None and low >= mine.count.low):
                return [Relation(kind="part_of", claim=c.claim)]
            return []
    return []


def _name(drafts: Sequence[Draft]) -> list[Draft]:
    seen: Counter[str] = Counter()
    out = []
    for draft in drafts:
        c = draft.claim
        base = claim_id(c.report, c.harm, c.event, c.count, c.speakers, 0)
        name = base if not seen[base] else claim_id(c.report, c.harm, c.event, c.count, c.speakers, seen[base])
        seen[base] += 1
        out.append(draft._replace(claim=msgspec.structs.replace(c, claim=name)))
    return out


def _root(claim: Claim) -> str:
    if not claim.speakers:
        return ""
    last = claim.speakers[-1]
    return (last.name or last.text or "").lower()


def _figure(claim: Claim) -> _Figure | None:
    c = claim.count
    return None if c is None or c.kind == "vague" else (c.low, c.high, c.best, c.kind)


def _repeats(drafts: Sequence[Draft], told: _Figures, n: int) -> list[Relation]:
    mine = drafts[n].claim
    figure = told.of[n]
    if (
        figure is None
        or mine.harm == "none"
        or (mine.count is not None and mine.count.kind == "named")
        or (mine.count is not None and (mine.count.low or 9) < 3)
    ):
        return []
    for m in _within_reach(told.alike[mine.harm, figure], n):
        c = drafts[m].claim
        if "table" in drafts[n].rules and "table" in drafts[m].rules:
            # Two rows of one table with the same figure are two figures.
            continue
        if (_root(c) == _root(mine) or not _root(c) or not _root(mine)) and not _places_differ(c, mine):
            return [Relation(kind="repeats", claim=c.claim)]
    return []


def _newer_figures(drafts: Sequence[Draft], told: _Figures) -> dict[int, int]:
    """Which figure a "previous toll" has been replaced by: index of the older -> index of the newer, told before it."""
    out: dict[int, int] = {}
    figures = [m for m, d in enumerate(drafts) if d.claim.harm == "killed" and told.of[m] is not None]
    if not figures:
        return out
    for n, draft in enumerate(drafts):
        mine = draft.claim
        if (
            mine.count is None
            or mine.harm != "killed"
            or mine.passage.text is None
            or mine.passage.start is None
            or mine.count.start is None
        ):
            continue
        if figures[0] < n and _PREVIOUS.search(mine.passage.text[: mine.count.start - mine.passage.start]):
            newer = next((m for m in figures if m < n and may_be_one_voice(drafts[m].claim.speakers, mine.speakers)), None)
            if newer is not None:
                out[n] = newer
    return out


def _overlaps(drafts: Sequence[Draft], told: _Figures, n: int) -> list[Relation]:
    mine = drafts[n].claim
    figure = told.of[n]
    if figure is None or mine.harm != "killed" or drafts[n].part_of is not None:
        return []
    out: list[Relation] = []
    for m in _within_reach(told.dead, n):
        if told.of[m] == figure:
            continue
        c = drafts[m].claim
        one_kind = c.event.type == mine.event.type or (c.event.type in _SPECIFIC and mine.event.type in _SPECIFIC)
        if one_kind or _places_differ(c, mine) or any(r.kind == "repeats" for r in c.relations):
            continue
        out.append(Relation(kind="overlap_unknown", claim=c.claim))
        if len(out) == 2:
            break
    return out


def _places_differ(a: Claim, b: Claim) -> bool:
    if not a.places or not b.places:
        return False
    p, q = a.places[0], b.places[0]
    if p.precision not in ("town", "exact", "admin2") or q.precision not in ("town", "exact", "admin2"):
        return False
    return (p.name, p.country) != (q.name, q.country)
