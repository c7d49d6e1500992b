"""Reports that only talk of violence: a speech, a comment, an interview in which nothing that happened is told.

Such a report names nobody who was harmed, counts nobody, names nothing that was hit, and gives no place or day for any deed. What it says
of violence is context for what others tell.
"""

from collections.abc import Sequence
from functools import cache

import msgspec

from knell.records import Claim, Victim
from knell.records.vocabulary import VIOLENT
from knell.terms.load import load_terms

from .claims import Draft

_SHORT = 5
"""Units below which a report is too short to tell talk from a bare telling."""
_TOLD_APART = 4
"""From so many words on a phrase for people says who they were."""
_FINE = frozenset({"exact", "town", "admin2"})
_DAYS = frozenset({"day", "days"})


@cache
def _anybody() -> frozenset[str]:
    return frozenset(load_terms("en", "particulars")["anybody"]["words"]) | {"he", "she", "they", "him", "her", "them", "we", "us", "who"}


def settle_talk(drafts: Sequence[Draft], units: int) -> list[Draft]:
    """The drafts of a report of so many ``units``, its violence marked as context where none of it is told of a happening."""
    violent = [d.claim for d in drafts if d.claim.event.type in VIOLENT]
    if units < _SHORT or not violent or any(_is_happening(c) for c in violent) or any(_counts(d.claim) for d in drafts):
        return list(drafts)
    return [_as_context(d) if d.claim.event.type in VIOLENT else d for d in drafts]


def _is_happening(claim: Claim) -> bool:
    """Whether a claim says who or what was hit, how many, where or on which day; or who fought whom."""
    if _counts(claim) or claim.targets or any(_is_somebody(v) for v in claim.victims):
        return True
    if len([p for p in claim.perpetrators if p.text]) > 1 and claim.event.type == "clash":
        return True
    if any(p.stated and p.precision in _FINE and _inside(claim, p.start) for p in claim.places):
        return True
    return claim.time is not None and claim.time.precision in _DAYS and _inside(claim, claim.time.start)


def _counts(claim: Claim) -> bool:
    return claim.count is not None and claim.count.kind != "vague"


def _is_somebody(victim: Victim) -> bool:
    if victim.name or victim.group or (victim.count is not None and victim.count.high is not None):
        return True
    words = (victim.text or "").lower().split()
    return bool(words) and not (len(words) < _TOLD_APART and words[-1] in _anybody())


def _inside(claim: Claim, place: int | None) -> bool:
    start, end = claim.passage.start, claim.passage.end
    return place is not None and start is not None and end is not None and start <= place < end


def _as_context(draft: Draft) -> Draft:
    event = msgspec.structs.replace(draft.claim.event, type="context", subtype=None)
    return draft._replace(claim=msgspec.structs.replace(draft.claim, event=event), rules={**draft.rules, "type": "talk.in-general"})
