"""Polls and studies: "in a poll released on Monday, 31 percent said", "she led by four points in a Fox survey"."""

from .attributed import Attribution, Range, Source
from .lexicon import Hit
from .said_content import find_clause_start, unit_end
from .sentence import Sentence
from .source_spans import source_after

_FARTHEST = 8
"""Tokens between the preposition and the word for a study."""


def read_study(s: Sentence, hit: Hit) -> Attribution | None:
    """In a POLL, CONTENT; CONTENT in a POLL: only where a share or a number is told."""
    if not any(q.of in ("percent", "people", "other") for _, q in s.quantities):
        return None
    i = hit.first
    while i > 0 and hit.first - i < _FARTHEST and s.cls(i - 1) in "DWCJLNQqSPT" and s.low(i - 1) not in ("in",):
        i -= 1
    if s.low(i - 1) != "in" or (i == hit.first and s.cls(i) not in "WNCV"):
        return None
    cue = i - 1
    if s.quoted and s.quoted[cue]:
        return None
    end = source_after(s, i, hit.last, lead=cue == 0)
    begin, stop = find_clause_start(s, cue), unit_end(s)
    content: list[Range] = [(begin, cue)] if begin < cue else []
    after = end + (s.low(end) == ",")
    if after < stop:
        content.append((after, stop))
    if not content:
        return None
    flags = hit.entry.flags | {"inward"}
    return Attribution((Source(None, (i, end)),), ((cue, i),), tuple(content), "reported", None, "in", flags, "study")
