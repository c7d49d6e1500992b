"""Those told one by one after a figure: "Four people were shot. A man of 36 was hit in the leg, a woman in the arm."

Whoever is told alone, in a later sentence and of the same harm, is one of the figure told before, as long as nothing sets them apart:
another place or day, words such as "separately", another sex or age, or more people told so than the figure holds. So are "two of the
wounded". Told in the same sentence they stand beside the figure ("three women and a man").
"""

import re
from collections.abc import Sequence

from knell.records import Claim, Victim

from .claims import Draft
from .long_told import spans_long

_REACH = 60
"""Claims looked back over for the figure."""
_APART = re.compile(
    r"\b(?:separate|separately|meanwhile|elsewhere|in a different|other incidents?|another (?:incident|attack|shooting|case|blast)|"
    r"last (?:week|month|year)|previous(?:ly)?|earlier (?:this|in|on)|years? (?:ago|earlier)|since (?:19|20)\d\d|in (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_OF_THEM = re.compile(r"\bof (?:the|these|those|them|his|her|its)\b", re.IGNORECASE)


class Members:
    """The figures of a report and how many of each have been told one by one. Asked for the claims in their order."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self._drafts = drafts
        self._told: dict[int, set[object]] = {}

    def whole_of(self, n: int) -> int | None:
        """The claim that claim ``n`` tells one of, or some of; ``None`` where there is none."""
        draft = self._drafts[n]
        mine = draft.claim
        if mine.harm not in ("killed", "injured") or draft.part_of is not None or mine.stance in ("denied", "retracted"):
            return None
        size = _size(mine)
        if not size or (size > 1 and not _says_of_them(mine)):
            return None
        for m in range(n - 1, max(-1, n - 1 - _REACH), -1):
            whole = self._drafts[m]
            if whole.claim.harm != mine.harm or whole.part_of is not None or _size(whole.claim) < max(2, size + 1):
                continue
            if whole.unit >= draft.unit or _is_apart(mine, whole.claim):
                return None
            return m if self._holds(m, mine, size) else None
        return None

    def _holds(self, m: int, mine: Claim, size: int) -> bool:
        """Whether the figure has room for one more person told by name, age or place in the text."""
        if size > 1:
            return True
        told = self._told.setdefault(m, set())
        told.add(_who(mine))
        return len(told) <= _size(self._drafts[m].claim)


def _size(claim: Claim) -> int:
    """The number of people a claim tells: its exact or least count, else one person by themself; 0 where it tells none."""
    count = claim.count
    if count is not None:
        return 0 if count.kind in ("vague", "about") else count.low or count.high or 0
    return 1 if len(claim.victims) == 1 and (claim.victims[0].name or _is_one(claim.victims[0])) else 0


def _is_one(victim: Victim) -> bool:
    return victim.count is not None and victim.count.high == 1


def _says_of_them(claim: Claim) -> bool:
    """ "Two of the wounded": some of those told before."""
    words = claim.victims[0].text if claim.victims else None
    tail = (claim.passage.text or "")[max(0, (claim.count.end or 0) - (claim.passage.start or 0)) :][:12] if claim.count else ""
    return bool((words and _OF_THEM.search(words)) or _OF_THEM.match(tail.strip()))


def _who(claim: Claim) -> object:
    """What tells one person from another: the name, else the words for them."""
    victim = claim.victims[0] if claim.victims else None
    return claim.event.start if victim is None else (victim.name or victim.text or "").lower()


def _is_apart(mine: Claim, whole: Claim) -> bool:
    """Whether somebody is no one of the figure: elsewhere, at another time, or not of its people."""
    if whole.time is not None and spans_long(whole.time.from_, whole.time.to):
        # Of all that a war has killed, nobody told after it is one by that alone.
        return True
    text = mine.passage.text or ""
    if _APART.search(text):
        return True
    if any(p.stated for p in mine.places) and any(p.stated for p in whole.places) and _elsewhere(mine, whole):
        return True
    s, t = mine.time, whole.time
    if s is not None and t is not None and s.from_ and t.from_ and ((s.to or s.from_) < t.from_ or (t.to or t.from_) < s.from_):
        return True
    return any(_is_unlike(v, w) for v in mine.victims for w in whole.victims)


def _elsewhere(mine: Claim, whole: Claim) -> bool:
    p, q = mine.places[0], whole.places[0]
    fine = ("town", "admin2", "admin1")
    return p.precision in fine and q.precision == p.precision and p.name != q.name


def _is_unlike(one: Victim, many: Victim) -> bool:
    if many.sex is not None and one.sex is not None and one.sex != many.sex:
        return True
    return (many.age_group == "child" and one.age_group != "child" and one.name is None) or (
        many.status is not None and one.status is not None and one.status != many.status
    )
