"""Speakers at second hand: "the army was quoted by state television as saying"."""

from .attributed import Attribution, Range, Source
from .lexicon import Hit
from .said_content import find_clause_start, find_content_end, phrase_from, unit_end
from .said_spans import clause_end
from .sayers import find_head_in, skip_back
from .sentence import Phrase, Sentence
from .source_spans import source_after, source_before


def read_quoted_as_saying(s: Sentence, hit: Hit, by: Phrase | None) -> Attribution | None:
    """SPEAKER was quoted as saying CONTENT by OUTLET; was quoted by OUTLET as saying; CONTENT, SPEAKER was quoted as saying."""
    if hit.entry.base not in ("quote", "cite"):
        return None
    v, w = hit.first, hit.last
    k = w
    if by is not None:
        k = source_after(s, w + 1, by.last)
        k = next((x for x in range(by.last, k + 1) if s.low(x) == "as"), k)
    if s.low(k) != "as" or s.low(k + 1) not in ("saying", "telling", "stating", "having"):
        return None
    start = skip_back(s, v)
    speaker = source_before(s, start)
    if speaker is None:
        return None
    end = k + 2
    outlet = Source(by, (w + 1, k)) if by is not None else None
    if outlet is None and s.low(end) == "by" and (named := phrase_from(s, end + 1)) is not None:
        stop = source_after(s, end + 1, named.last)
        stop = next((x for x in range(named.last, stop) if s.low(x) == "that"), stop)
        outlet = Source(named, (end + 1, stop))
        end = stop
    if s.low(end) in (",", "that"):
        end += 1
    stop = clause_end(s, end, find_content_end(s, end), phrase=False) if end < unit_end(s) and s.cls(end) not in "RT" else end
    content: list[Range] = [(end, stop)] if stop > end else []
    if not content:
        begin = find_clause_start(s, speaker[0])
        last = speaker[0] - (s.low(speaker[0] - 1) == ",")
        content = [(begin, last)] if begin < last else []
    if not content:
        return None
    sources = (Source(find_head_in(s, speaker), speaker), *((outlet,) if outlet is not None else ()))
    return Attribution(
        sources, ((v, k + 2),), tuple(content), "reported", hit.entry.kind, hit.entry.base, hit.entry.flags, "quoted-as-saying"
    )
