"""Cues that are adjectives: "the governor is confident that", "aides were critical of"."""

from .attributed import Attribution, Source
from .lexicon import Hit
from .said_content import find_clause_end
from .said_spans import clause_end
from .sayers import find_head_in, skip_back
from .sentence import Sentence
from .source_spans import source_before


def read_adjective(s: Sentence, hit: Hit) -> Attribution | None:
    """SOURCE is ADJECTIVE that CONTENT; SOURCE remains ADJECTIVE of CONTENT."""
    w = hit.last
    if s.low(w) not in s.lexicon.adjective_links:
        return None
    i = hit.first
    while s.cls(i - 1) == "B" or s.low(i - 1) in ("so", "too", "very", "more", "most", "less", "not", "n't", "no"):
        i -= 1
    if s.low(i - 1) in s.lexicon.words["copulas"] or (s.low(i - 1) == "'s" and s.cls(i - 1) == "A"):
        verb = i - 1
    else:
        return None
    subject = skip_back(s, verb)
    span = (subject - 1, subject) if s.low(subject - 1) in ("who", "which") else source_before(s, subject)
    if span is None or s.low(span[0]) in ("it", "there", "this", "that"):
        return None
    start = w + (s.low(w) == "that" or (s.low(w) != "to" and s.cls(w) == "R"))
    end = clause_end(s, start, find_clause_end(s, start), phrase=s.low(w) != "that")
    if start >= end:
        return None
    source = Source(find_head_in(s, span), span)
    return Attribution((source,), ((verb, w),), ((start, end),), "possible", None, hit.entry.base, hit.entry.flags, "adjective")
