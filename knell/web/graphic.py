"""Which passages describe what nobody should meet unasked: they stand behind a click."""

import re

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
