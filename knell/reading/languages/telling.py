"""Which of the languages that are read here a text in Latin script is in, by its commonest small words."""

import re
from collections.abc import Sequence
from functools import cache

from .language import plain_language

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 2_000
_LEAST = 0.12
"""The least share of small words: in running text a third or more of the words are of these classes, in another language few are."""


def tell_language(text: str, codes: Sequence[str]) -> str | None:
    """The language of a text among these and English; ``None`` for English, for too little text and for any other language."""
    words = [w.lower() for w in _WORD.findall(text[:_SAMPLE])]
    if len(words) < 4:
        return None
    english = sum(w in _english() for w in words)
    best, most = None, 0
    for code in codes:
        closed = plain_language(code).closed
        folded = [plain_language(code).fold(w) for w in words]
        small = sum(w in closed["small"] for w in folded)
        if small > most and any(w in closed["small_own"] for w in folded):
            best, most = code, small
    return best if most > english and most >= _LEAST * len(words) else None


@cache
def _english() -> frozenset[str]:
    return frozenset(
        "the of and to in was were that for on with as by at from it be are an this which or had has have not they his her their who "
        "said says been more than after".split()
    )
