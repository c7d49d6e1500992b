"""Cues that are no verbs: "according to", "reportedly", "the statement that", "the group's claim"."""

from .attributed import Attribution, Range, Source
from .lexicon import Hit
from .said_content import find_clause_end, find_clause_start, is_deed, phrase_from, plain_noun_phrase, unit_end
from .said_spans import clause_end
from .sayers import find_head_in, list_item_start
from .sentence import Sentence
from .source_spans import source_after

_SURFACED = frozenset(
    {"emerged", "surfaced", "circulated", "spread", "come", "emerging", "surfacing", "circulating", "appeared", "arrived"}
)


def read_prepositional(s: Sentence, hit: Hit) -> Attribution | None:
    """according to SOURCE."""
    phrase = phrase_from(s, hit.last)
    if hit.entry.base == "per" and (phrase is None or phrase.party is None):
        return None
    if phrase is None:
        stop = plain_noun_phrase(s, hit.last)
        if stop is None:
            return None
        sources, end = [Source(None, (hit.last, stop))], stop
    else:
        lead = _leads(s, hit.first)
        end = source_after(s, hit.last, phrase.last, lead=lead)
        sources = [Source(phrase, (hit.last, end))]
    for other in s.hits:
        # A chain: "according to AFP, citing the Observatory".
        if other.first in (end, end + 1) and other.entry.role == "cue" and other.entry.base in ("citing", "quoting", "cite", "quote"):
            further = phrase_from(s, other.last)
            if further is not None:
                sources.append(Source(further))
                end = further.last
    start = hit.first
    while s.cls(start - 1) == "B" or s.low(start - 1) in (",", "and"):
        start -= 1
    content: list[Range] = []
    begin = list_item_start(s, start) or find_clause_start(s, start)
    if start > begin:
        content.append((begin, start))
    after = end + 1 if s.low(end) == "," else end
    if after < unit_end(s) and (start <= begin or s.low(end) == ","):
        content.append((after, unit_end(s)))
    if not content:
        return None
    return Attribution(
        tuple(sources),
        ((hit.first, hit.last),),
        tuple(content),
        hit.entry.stance or "reported",
        None,
        hit.entry.base,
        hit.entry.flags,
        "prepositional",
    )


def _leads(s: Sentence, i: int) -> bool:
    """Whether nothing but a conjunction or an adverb stands before ``i`` in its clause."""
    while i > 0 and (s.cls(i - 1) in "BK" or s.low(i - 1) == ","):
        i -= 1
    return i == 0 or s.low(i - 1) == ";"


def read_adverb(s: Sentence, hit: Hit) -> Attribution | None:
    """reportedly, allegedly: the clause around it, source implied."""
    begin, end = find_clause_start(s, hit.first), find_clause_end(s, hit.last)
    return Attribution(
        (Source(None),),
        ((hit.first, hit.last),),
        ((begin, end),),
        hit.entry.stance or "reported",
        None,
        hit.entry.base,
        hit.entry.flags | {"adverb"},
        "adverb",
    )


def read_noun(s: Sentence, hit: Hit) -> Attribution | None:
    """allegations that CONTENT; reports of CONTENT, restated by SOURCE; the ministry's claim that CONTENT."""
    owned = _read_owned(s, hit)
    if owned is not None:
        return owned
    if "owned" in hit.entry.flags:
        return None
    i = hit.last
    if s.low(i) in ("against", "about", "by", "from"):
        against = phrase_from(s, i + 1)
        if against is None:
            return None
        source = against if s.low(i) in ("by", "from") else None
        i = against.last
        if s.low(i) == ",":
            i += 1
        if s.cls(i) == "B":
            i += 1
    else:
        source = None
    if s.cls(i) in "AV":
        # "Reports have emerged of troops killing villagers"
        j = i
        while s.cls(j) == "A":
            j += 1
        if s.low(j) in _SURFACED and s.low(j + 1) in ("of", "that"):
            i = j + 1
    if s.low(i) == "that" or (s.low(i) == "of" and hit.entry.form in ("plural", "noun") and is_deed(s, i + 1)):
        start, end = i + 1, find_clause_end(s, i + 1)
    else:
        return None
    owner = s.phrase_to.get(hit.first - 1) if s.low(hit.first - 1) == "'s" else None
    if source is None and owner is not None:
        source = owner
    if source is None and s.low(i) == "of":
        # Reports of brutality, restated by the envoy: the reports are the root, the envoy the relay nearest the words.
        return Attribution(
            (Source(None),),
            ((hit.first, hit.last),),
            ((start, end),),
            hit.entry.stance or "reported",
            None,
            hit.entry.base,
            hit.entry.flags,
            "noun",
        )
    return Attribution(
        (Source(source),),
        ((hit.first, hit.last),),
        ((start, end),),
        hit.entry.stance or "reported",
        None,
        hit.entry.base,
        hit.entry.flags,
        "noun",
    )


def _read_owned(s: Sentence, hit: Hit) -> Attribution | None:
    """the mayor's criticism of CONTENT, her support for CONTENT: a thought or a word that is somebody's."""
    w, k = hit.last, hit.first
    while s.cls(k - 1) in "WJB" and hit.first - k < 3:
        k -= 1
    if s.low(w) not in s.lexicon.words["noun_links"] or not (s.low(k - 1) == "'s" or s.low(k - 1) in ("his", "her", "their")):
        return None
    j = k - 1
    while s.low(k - 1) == "'s" and j > 0 and s.cls(j - 1) in "DCNJL":
        j -= 1
    span = (j, k - 1) if s.low(k - 1) == "'s" else (k - 1, k)
    if span[0] == span[1]:
        return None
    phrase = find_head_in(s, span) if s.low(k - 1) == "'s" else None
    start = w + (s.low(w) != "to")
    end = clause_end(s, start, find_clause_end(s, start), phrase=True)
    verb = next((x for x in range(start + 1, end) if s.cls(x) == "A"), end) if s.low(w) not in ("that", "to") else end
    if start >= verb:
        return None
    source = Source(phrase, (span[0], k if s.low(k - 1) == "'s" else span[1]))
    flags = hit.entry.flags | {"owned"}
    return Attribution(
        (source,), ((hit.first, w),), ((start, verb),), hit.entry.stance or "reported", None, hit.entry.base, flags, "owned-noun"
    )
