"""Whether what a report tells is a happening on its own, or only speaks of violence beside one.

A happening has somebody or something in it (who was hit, how many, what, by whom), or else a place and a day. An arrest told beside
violence is what came of the violence: it belongs with it and is no second happening.
"""

from collections.abc import Sequence

from knell.records.claim import Claim, Party, Victim

from .days import length, stretch
from .places import is_site

_ARREST = frozenset({"detention"})
_HARMED = frozenset({"killed", "injured", "casualties", "abducted", "missing"})
_BARE = frozenset({"he", "she", "they", "him", "her", "them", "we", "us", "it", "who", "others", "those", "these", "one", "that", "which"})
"""Words for people that tell of nobody in particular where nothing says whom they go back to."""


def is_grounded(claims: Sequence[Claim]) -> bool:
    """Whether the claims of one telling say who or what is in it, or both where and on which day it was."""
    return any(_says_who(c) for c in claims) or (_says_where(claims) and _says_when(claims))


def is_arrest(claims: Sequence[Claim]) -> bool:
    """Whether a telling is of arrests and of nothing else."""
    return all(c.event.type in _ARREST for c in claims)


def is_violent(claims: Sequence[Claim]) -> bool:
    """Whether a telling is of people harmed, or of an attack on them or on things."""
    return any(c.harm in _HARMED or c.event.type not in _ARREST for c in claims)


def _says_who(claim: Claim) -> bool:
    counted = claim.count is not None and claim.count.kind != "vague"
    return counted or bool(claim.targets) or any(map(_is_somebody, claim.victims)) or any(map(_is_party, claim.perpetrators))


def _is_somebody(victim: Victim) -> bool:
    return bool(victim.name or victim.group) or (victim.text or "").strip().lower() not in _BARE | {""}


def _is_party(party: Party) -> bool:
    return bool(party.name) or (party.text or "").strip().lower() not in _BARE | {""}


def _says_where(claims: Sequence[Claim]) -> bool:
    return any(p.stated and is_site(p) for c in claims for p in c.places)


def _says_when(claims: Sequence[Claim]) -> bool:
    return any(length(*stretch(c.time)) == 1 for c in claims if c.time is not None)
