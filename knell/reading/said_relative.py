"""What is said of something that stands before its speaker: "a deal she once backed", "which Roe denied", "as the paper reported"."""

from .attributed import Range
from .lexicon import Hit
from .said_content import find_clause_start, quotes_next, starts_clause, that_after
from .said_spans import clause_end
from .sentence import Sentence
from .source_spans import source_before

_SUBJECTS = frozenset({"he", "she", "they", "we", "i"})


def object_before(s: Sentence, hit: Hit, first: int, end: int) -> tuple[Range, ...]:
    """What stands before the one who speaks of it: "a deal she once backed would fail", "a step they say would help", "which Roe denied".

    ``first``: where the source begins. Empty where what follows the cue is its own.
    """
    if "clausal" in hit.entry.flags or hit.entry.form == "ing" or not _has_no_object(s, hit, end):
        return ()
    span = _meant_before(s, first)
    if span is None:
        return ()
    w = hit.last
    goes_on = s.cls(w) in "AV" and w < end and not hit.entry.flags & {"reacts", "inward"} and hit.entry.base in s.lexicon.words["inverting"]
    return (span, (w, clause_end(s, w, end, phrase=False))) if goes_on else (span,)


def _has_no_object(s: Sentence, hit: Hit, end: int) -> bool:
    """Whether nothing follows a cue that it could carry: its clause ends, another verb stands there, or when or where it was said."""
    w = hit.last
    while s.cls(w) in "TB":
        w += 1
    if w >= end or s.cls(w) in "AV" or s.low(w) in (",", "—", "-", ")", "and", "but"):
        return not quotes_next(s, w)
    return s.low(w) in ("in", "on", "at", "during", "when", "while", "before", "after", "last") and not that_after(s, w)


def _meant_before(s: Sentence, first: int) -> Range | None:
    """What is right before a source: a relative pronoun, a noun phrase where the source is a pronoun, the clause of ", as Roe reported"."""
    low = s.low(first - 1)
    if low in ("which", "what", "whom") or (low == "that" and first > 1 and s.cls(first - 2) in "WN"):
        return (first - 1, first)
    if low == "as" and s.low(first - 2) == "," and first > 5:
        return (find_clause_start(s, first - 2), first - 2)
    if s.low(first) not in _SUBJECTS or first < 2 or s.cls(first - 1) not in "WN":
        return None
    span = source_before(s, first)
    return span if span is not None and s.cls(span[0]) in "DQqJWN" else None


def relative_end(s: Sentence, start: int, stop: int, *, set_off: bool) -> int:
    """Where the words end that somebody in a relative clause says: before the verb of the main clause.

    "X, who said Y, left" (``set_off``); "those who want to leave will go", where what they want has no other subject for that verb.
    """
    if set_off:
        return next((k for k in range(start + 1, stop) if s.low(k) == "," and s.cls(k + 1) in "VA"), stop)
    if s.low(start - 1) == "that" or (starts_clause(s, start) and s.low(start) != "to"):
        return stop
    for k in range(start + 1, stop):
        if s.cls(k) in "KX" or s.low(k) in ("who", "which", "that", "what", "whose"):
            return stop
        if s.cls(k) == "A" and s.low(k) not in ("to", "be", "being", "been", "having", "have") and s.cls(k - 1) in "WNCLT":
            return k
    return stop
