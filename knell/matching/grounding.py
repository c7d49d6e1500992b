"""Whether what a report tells is a happening on its own, or only speaks of violence beside one.

A happening has somebody or something in it (who was hit, how many, what), or else a place and a day. "Attacks by the rebels" and "the
killing of civilians" have neither: who does such things, and to what sort of people, is said of violence in general as well. An arrest
told beside violence is what came of the violence: it belongs with it and is no second happening.
"""

from collections.abc import Sequence

from knell.records.claim import Claim, Victim
from knell.terms.load import load_terms

from .days import length, stretch
from .places import is_site

_ARREST = frozenset({"detention"})
_HARMED = frozenset({"killed", "injured", "casualties", "abducted", "missing"})
_BARE = frozenset({"he", "she", "they", "him", "her", "them", "we", "us", "it", "who", "others", "those", "these", "one", "that", "which"})
"""Words for people that tell of nobody in particular where nothing says whom they go back to."""
_ANYBODY = frozenset(load_terms("en", "particulars")["anybody"]["words"])
_ARTICLES = frozenset({"the", "a", "an", "these", "those", "our", "their", "his", "her", "its"})
_TOLD_APART = 4
"""From so many words on, articles apart, a phrase for people says who they were: "workers of the northern mill"."""


def is_grounded(claims: Sequence[Claim]) -> bool:
    """Whether the claims of one telling say who or what is in it, or both where and on which day it was."""
    return any(_says_who(c) for c in claims) or (_says_where(claims) and _says_when(claims))


def is_arrest(claims: Sequence[Claim]) -> bool:
    """Whether a telling is of arrests and of nothing else."""
    return all(c.event.type in _ARREST for c in claims)


def is_inquiry(claim: Claim) -> bool:
    """Whether a claim tells of an arrest that belongs to an inquiry: those taken are suspects, and no casualties of the happening."""
    return claim.event.type == "investigation" and claim.harm == "detained"


def is_violent(claims: Sequence[Claim]) -> bool:
    """Whether a telling is of people harmed, or of an attack on them or on things."""
    return any(c.harm in _HARMED or c.event.type not in _ARREST for c in claims)


def _says_who(claim: Claim) -> bool:
    counted = claim.count is not None and claim.count.kind != "vague"
    return counted or bool(claim.targets) or any(map(_is_somebody, claim.victims))


def _is_somebody(victim: Victim) -> bool:
    if victim.name or victim.group or (victim.count is not None and victim.count.high is not None):
        return True
    words = [w for w in (victim.text or "").lower().split() if w not in _ARTICLES]
    return bool(words) and not (len(words) == 1 and words[0] in _BARE) and not (len(words) < _TOLD_APART and words[-1] in _ANYBODY)


def _says_where(claims: Sequence[Claim]) -> bool:
    return any(p.stated and is_site(p) for c in claims for p in c.places)


def _says_when(claims: Sequence[Claim]) -> bool:
    return any(length(*stretch(c.time)) == 1 for c in claims if c.time is not None)
