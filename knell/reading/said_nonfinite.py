"""Cues in "-ing" and after "to", whose speaker stands elsewhere in the clause: "went on to say", "a letter saying"."""

from .attributed import Attribution, Range
from .lexicon import Hit
from .said_active import read_active
from .said_content import is_quote, unit_end
from .said_spans import begins_clause
from .sayers import find_head_in, find_main_subject, has_be, may_speak, skip_back
from .sentence import Phrase, Sentence
from .source_spans import source_before


def read_progressive(s: Sentence, hit: Hit) -> Attribution | None:
    """The fund is seeking CONTENT; a petition calling for CONTENT: subjects that no lexicon knows."""
    v = hit.first
    if "counts" in hit.entry.flags:
        return None
    if has_be(s, v):
        bare = source_before(s, skip_back(s, v))
    elif hit.entry.flags & {"inward", "soft"} or s.cls(v - 1) not in "WNC":
        return None
    else:
        bare = source_before(s, v)
        if bare is not None and _is_issued(s, bare[0]):
            # "she sent a letter saying": the words are hers.
            main = find_main_subject(s, v)
            if main is not None and main[1][1] <= bare[0]:
                return read_active(s, hit, *main)
        if bare is not None and s.low(bare[0] - 1) == "with":
            # "with one poll showing that": the subject stands right before it.
            return read_active(s, hit, find_head_in(s, bare), bare)
        if bare is not None and not any(s.low(k) in s.lexicon.words["documents"] for k in range(*bare)):
            # "confirmed the toll saying that 12 died": the subject of the clause goes on.
            main = find_main_subject(s, v) if _clause_follows(s, hit) else None
            return read_active(s, hit, *main) if main is not None and (main[0] is None or may_speak(s, main[0])) else None
    return read_active(s, hit, find_head_in(s, bare), bare) if bare is not None else None


def _is_issued(s: Sentence, first: int) -> bool:
    """Whether a verb of giving out words stands right before the document that begins at ``first``: "issued a statement"."""
    verb = first - 1 - (s.low(first - 1) in ("out", "up"))
    return s.low(verb) in s.lexicon.words["issuing"]


def infinitive_mark(s: Sentence, v: int) -> int | None:
    """The "to" before a verb: "was quick to add", "to publicly denounce"."""
    i = v
    while s.cls(i - 1) == "B":
        i -= 1
    return i - 1 if s.low(i - 1) == "to" else None


def read_infinitive(s: Sentence, hit: Hit, to: int) -> Attribution | None:
    """The mayor went on to say CONTENT; the raid led the army to admit CONTENT. ``to``: the token "to"."""
    doer = _who_is_to(s, to) if _may_be_infinitive(s, hit, to) else None
    return read_active(s, hit, *doer) if doer is not None and (doer[0] is None or may_speak(s, doer[0])) else None


def _clause_follows(s: Sentence, hit: Hit) -> bool:
    """Whether a quotation or a clause begins right after a cue."""
    w = hit.last
    return s.low(w) == "that" or is_quote(s, w) or (s.low(w) in (",", ":") and is_quote(s, w + 1)) or begins_clause(s, w, unit_end(s))


def _may_be_infinitive(s: Sentence, hit: Hit, to: int) -> bool:
    """Whether a verb after "to" tells what was said, not what is wanted or planned: "went on to say", "took the stage to denounce"."""
    w = hit.last
    if "counts" in hit.entry.flags or hit.entry.stance == "promised" or (hit.entry.flags & {"inward", "soft"} and s.low(w) != "that"):
        return False
    clause = s.low(w) in ("that", "how", "why", "whether") or is_quote(s, w) or (s.low(w) in (",", ":") and is_quote(s, w + 1))
    return clause or s.low(to - 1) in s.lexicon.words["going_on"] or "reacts" in hit.entry.flags


def _who_is_to(s: Sentence, to: int) -> tuple[Phrase | None, Range] | None:
    """Whose deed an infinitive is: the one who is asked or led to it ("urged Congress to denounce"), else the subject of the clause."""
    if s.cls(to - 1) in "NCLWP" and (moved := source_before(s, to)) is not None and moved[0] > 0:
        verb = moved[0] - 1
        if s.cls(verb) == "V" and s.low(verb) in s.lexicon.moving:
            return find_head_in(s, moved), moved
    return find_main_subject(s, to)
