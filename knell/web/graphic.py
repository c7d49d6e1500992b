"""Which passages describe what nobody should meet unasked: they stand behind a click."""

import re
from collections.abc import Iterable

from knell.records import Claim

GRAPHIC_EVENTS: frozenset[str] = frozenset({"footage", "bodies_found", "torture", "sexual_violence"})
"""Event types whose passages are always put behind a click."""

_EXPLICIT = """
    behead\\w* decapitat\\w* dismember\\w* mutilat\\w* disembowel\\w* eviscerat\\w* charred burned-alive burnt-alive
    corpses? severed gouged entrails blood-?soaked pool-of-blood pools-of-blood
    raped? rapes raping gang-rap\\w* sodomi[sz]\\w* torture\\w* electrocut\\w* flayed skinned
    execution-style throats?-slit slit-throats?
"""
_WORDS = re.compile(r"\b(?:" + "|".join(word.replace("-", r"[\s-]+") for word in _EXPLICIT.split()) + r")\b", re.IGNORECASE)


def is_graphic(event_type: str, passage: str | None) -> bool:
    """Whether a passage goes behind a click: by what it reports, or by a word from a short explicit list (English so far)."""
    return event_type in GRAPHIC_EVENTS or bool(passage and _WORDS.search(passage))


def behind_click(claims: Iterable[Claim]) -> frozenset[str]:
    """The ids of the claims whose sentence goes behind a click: graphic ones, and those that share words with a graphic one's sentence.

    Hand in all claims of a report, so that no sentence is hidden for one claim and shown for another.
    """
    claims = list(claims)
    hidden: dict[str, list[tuple[int, int]]] = {}
    for claim in claims:
        span = claim.passage
        if span.start is not None and span.end is not None and is_graphic(claim.event.type, span.text):
            hidden.setdefault(claim.report, []).append((span.start, span.end))
    return frozenset(claim.claim for claim in claims if _meets(claim, hidden.get(claim.report, [])))


def _meets(claim: Claim, stretches: Iterable[tuple[int, int]]) -> bool:
    start, end = claim.passage.start, claim.passage.end
    return start is not None and end is not None and any(start < last and end > first for first, last in stretches)
