"""Arrests told beside violence: whoever is taken for a part in it is a suspect, and the arrest belongs to the inquiry.

"Two suspects were arrested in connection with the murder" tells of no further violence; "the army arrested two priests" does. The harm
(detained) stays as the words have it; only what sort of happening it is changes.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

import msgspec

from knell.records import Claim
from knell.records.vocabulary import VIOLENT
from knell.terms.load import load_terms

from .claims import Draft

_AUTHORITIES = frozenset({"police", "state_forces", "government", "court", "foreign_forces", "unknown", "individual"})
"""Who arrests, or may: "individual" and "unknown" are whom the words leave open."""
_NEXT_DOOR = 1
"""How many units away the words that say what the detained are suspected of may stand."""


@cache
def _words(section: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(load_terms('en', 'arrests')[section]['words'])})\b", re.IGNORECASE)


def settle_arrests(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, where arrests of suspects in a report that tells of other violence are part of the inquiry into it."""
    if not any(_is_violence(d.claim) for d in drafts):
        return list(drafts)
    passages: dict[int, list[str]] = {}
    for d in drafts:
        passages.setdefault(d.unit, []).append(d.claim.passage.text or "")
    return [_as_inquiry(d) if _is_of_suspects(d, passages) else d for d in drafts]


def _is_violence(claim: Claim) -> bool:
    """Whether a claim tells of violence that was done and is no arrest."""
    return (
        claim.event.type in VIOLENT
        and claim.event.type != "detention"
        and claim.event.stage != "threatened"
        and claim.stance not in ("denied", "retracted")
    )


def _is_of_suspects(draft: Draft, passages: Mapping[int, Sequence[str]]) -> bool:
    """Whether the arrested are suspects, by the words around. ``passages``: those of the report's claims, by unit."""
    claim = draft.claim
    if claim.event.type != "detention" or claim.harm != "detained" or any(p.kind not in _AUTHORITIES for p in claim.perpetrators):
        return False
    taken = " ".join(v.text or "" for v in claim.victims)
    own = claim.passage.text or ""
    if _words("suspects").search(taken) or _words("charges").search(own):
        return True
    if _words("protected").search(taken):
        return False
    next_door = [draft.unit + step for step in range(-_NEXT_DOOR, _NEXT_DOOR + 1) if step]
    return any(_words("charges").search(text) for unit in next_door for text in passages.get(unit, ()))


def _as_inquiry(draft: Draft) -> Draft:
    event = msgspec.structs.replace(draft.claim.event, type="investigation")
    return draft._replace(claim=msgspec.structs.replace(draft.claim, event=event), rules={**draft.rules, "type": "arrests.of-suspects"})
