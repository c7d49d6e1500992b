"""Who did not say anything: "the army did not respond to a request for comment", "no group has claimed responsibility"."""

from .attributed import Attribution
from .sentence import Sentence

_NEAR = 4
"""Tokens before a cue within which what denies it stands."""


def is_silence(s: Sentence, one: Attribution) -> bool:
    """Whether the words tell that nobody said it, or that somebody gave no answer: then nobody said anything."""
    words = s.lexicon.words
    if not one.cues or one.rule not in ("subject-cue", "content-first"):
        return False
    source = one.sources[0]
    first = source.span[0] if source.span is not None else source.phrase.first if source.phrase is not None else None
    if first is not None and s.low(first) in words["nobody"] and s.low(first + 1) != "wonder":
        return True
    at = one.at
    denied = any(s.low(k) in ("not", "n't", "never") for k in range(max(0, at - _NEAR), at))
    asked = any(s.low(k) in words["requests"] for lo, hi in one.content for k in range(lo, min(hi, lo + _NEAR)))
    return one.base in words["answering"] and denied and asked
