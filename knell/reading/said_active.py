"""Cues with their speaker before them: the ministry said CONTENT; CONTENT, the ministry said."""

from collections.abc import Sequence

from .attributed import CLOSERS, OPENERS, Attribution, Range, Source
from .lexicon import Hit
from .said_content import (
    find_addressee_end,
    find_content_before,
    find_content_end,
    find_that,
    is_quote,
    quotes_next,
    starts_clause,
    tells_figure,
    that_after,
)
from .said_relative import object_before, relative_end
from .said_spans import begins_clause, clause_end
from .sayers import coordinates_of, source_of, with_tail
from .sentence import Phrase, Sentence
from .source_spans import source_after


def read_active(s: Sentence, hit: Hit, subject: Phrase | None, bare: Range | None) -> Attribution | None:
    """SUBJECT said CONTENT, or CONTENT, SUBJECT said. ``bare``: the tokens of the source, where no phrase of the lexicon tells them."""
    entry, v, w = hit.entry, hit.first, with_noun(s, hit)
    hit = hit._replace(last=w)
    others = coordinates_of(s, subject) if subject is not None else ()
    source = _spoken_by(s, subject, bare, v, others)
    first = source.span[0] if source.span is not None else subject.first if subject is not None else v
    end = find_content_end(s, w)
    meant = object_before(s, hit, first, end)
    if meant:
        stance = entry.stance or "reported"
        return Attribution((source,), ((v, w),), meant, stance, entry.kind, entry.base, entry.flags, "object-relative", others)
    told = find_addressee_end(s, hit)
    takes_clause = not entry.flags & {"reacts", "inward", "soft", "counts"}
    start = _after_circumstance(s, told if told is not None else w, clause=takes_clause)
    ended = _is_ended(s, hit, told if told is not None else w, end)
    before = None
    if entry.form != "ing" and not _is_relative(s, bare) and not _is_second_verb(s, source, v):
        before = _before(s, hit, others[0].first if others else first, ended)
    after = (start, end) if start < end else None
    content = _chosen(s, hit, before, after, ended, end)
    if not content and s.low(len(s.tokens) - 1) == ":" and len(s.tokens) - w < 12:
        # "She said:" and what she said in the next paragraph.
        content = [(len(s.tokens) - 1, len(s.tokens))]
    if not content or ("clausal" in entry.flags and content[-1] == after and not _carries_clause(s, w, start, end)):
        return None
    reach = tuple(content)
    if content[-1] == after:
        stop = clause_end(s, start, end, phrase="reacts" in entry.flags)
        if _is_relative(s, bare) and bare is not None:
            stop = relative_end(s, start, stop, set_off=s.low(bare[0] - 1) == ",")
        content[-1] = (start, stop if stop > start else end)
    told_clause = (
        "counts" in entry.flags and entry.base in s.lexicon.words["finding"] and (s.low(start - 1) == "that" or bool(before and ended))
    )
    if "counts" in entry.flags and not told_clause and not (entry.base == "find" and _is_study(s, source)):
        if before is not None or subject is None or not tells_figure(s, hit, content, subject):
            return None
    flags = entry.flags
    if "soft" in flags and subject is not None and s.low(subject.first) in ("i", "we"):
        flags |= {"aside"}
    rule = "content-first" if before is not None and content[0] == before else "subject-cue"
    return Attribution((source,), ((v, w),), tuple(content), entry.stance or "reported", entry.kind, entry.base, flags, rule, others, reach)


def with_noun(s: Sentence, hit: Hit) -> int:
    """The end of a cue with the noun that says what was said, and its link: "expressed deep concern about", "made the case for"."""
    w = hit.last
    if hit.entry.base not in s.lexicon.words["with_noun"] or s.low(w - 1) in s.lexicon.words["noun_links"] or s.low(w) == "that":
        return w
    k = w
    while k < w + 6 and (s.cls(k) in "DWJBPSNV" or s.low(k) in (",", "and")):
        if s.low(k) in s.lexicon.words["said_nouns"] and s.low(k + 1) in s.lexicon.words["noun_links"] | {"in", "from"}:
            link = s.low(k + 1)
            return k + 1 if link in ("to", "that") else k + 2
        k += 1
    return w


def _after_circumstance(s: Sentence, start: int, *, clause: bool) -> int:
    """Where what is said begins after a cue: past a day, an adverb, "in a statement", a mark and "that"."""
    told = that_after(s, start) if clause else None
    if told is not None:
        return told
    while s.cls(start) == "T" or s.cls(start) == "B":
        start += 1
    if s.low(start) in ("in", "on", "at") and s.low(start + 1) != "" and find_that(s, start):
        start = find_that(s, start) or start
    if s.low(start) in (",", ":"):
        start += 1
    return start + (s.low(start) == "that")


def _is_second_verb(s: Sentence, source: Source, v: int) -> bool:
    """Whether another verb stands between a source and its cue: "At noon, Roe admitted X, but said Y"."""
    end = source.span[1] if source.span is not None else source.phrase.last if source.phrase is not None else v
    return any(s.cls(k) == "V" for k in range(end, v))


def _before(s: Sentence, hit: Hit, first: int, ended: bool) -> Range | None:
    """The words before a source that begins at ``first``, where they are what it says."""
    w = hit.last
    held, last = s.low(w) == "," and "soft" not in hit.entry.flags, ended and s.low(w) != ","
    before = find_content_before(s, first, held=held, last=last)
    if before is None or is_quote(s, before[0]):
        return before
    if _is_quoted(s, before) and not ended and s.low(w) == "that":
        # "He was "a friend," but she said that WORDS".
        return None
    # "Holding up "a sign," they chanted: "WORDS"": the words come after.
    return None if quotes_next(s, w) else before


def _is_quoted(s: Sentence, before: Range) -> bool:
    return is_quote(s, before[1] - 1) or is_quote(s, before[1]) or is_quote(s, before[0])


def _chosen(s: Sentence, hit: Hit, before: Range | None, after: Range | None, ended: bool, end: int) -> list[Range]:
    """Of the words before a source and those after its cue the ones that are said; both, where speech is broken by its speaker."""
    w = hit.last
    if before is not None and _is_quoted(s, before):
        resumed = next((k for k in range(w, end) if s.low(k) in OPENERS), None)
        if resumed is not None and s.low(resumed - 1) in (",", ".", ":", "that", "adding"):
            return [before, (resumed, end)]
        return [before]
    if before is not None and ended and hit.entry.form != "ing":
        if _goes_on(s, w, before):
            resumption = (w + 1, clause_end(s, w + 1, end, phrase=False))
            opening = before[1] - before[0] < 2 or all(s.cls(k) in "TRDKB" for k in range(*before))
            return [resumption] if opening else [before, resumption]
        if s.low(w) != "," or starts_clause(s, before[0]) or s.low(w + 1) in ("citing", "quoting"):
            return [before]
    return [after] if after is not None else []


def _carries_clause(s: Sentence, w: int, start: int, end: int) -> bool:
    """Whether a clause, a question or a quotation follows a cue that ends at ``w`` and whose words begin at ``start``."""
    return s.low(start - 1) == "that" or quotes_next(s, w) or s.cls(start) == "K" or begins_clause(s, start, end)


def _is_ended(s: Sentence, hit: Hit, w: int, end: int) -> bool:
    """Whether nothing that a cue could carry follows ``w``, its end or its addressee's: a mark, or where and when it was said."""
    if s.low(w) in (*CLOSERS, ",", "") or w >= end:
        return True
    if quotes_next(s, w) or (s.low(w) == "to" and ("inward" in hit.entry.flags or hit.entry.base in s.lexicon.words["wanting"])):
        return False
    if s.cls(w) not in "TRX":
        return False
    k = w
    while k < end and s.cls(k) in "TRDWJCLNB":
        if s.cls(k) == "T" and (s.cls(k + 1) in "DP" or s.low(k + 1) == "that"):
            # "said on Friday the raid": what was said follows the day.
            return False
        k += 1
    return not (quotes_next(s, k) or s.low(k) == "that")


def _is_study(s: Sentence, source: Source) -> bool:
    """Whether a source is a poll, a study or an inquiry, which finds what it tells."""
    return source.span is not None and any(s.low(k) in s.lexicon.words["studies"] for k in range(*source.span))


def _is_relative(s: Sentence, bare: Range | None) -> bool:
    return bare is not None and bare[1] - bare[0] == 1 and s.low(bare[0]) in ("who", "which", "that")


def _goes_on(s: Sentence, w: int, before: Range) -> bool:
    """Whether the words before "Y said," are only the beginning of what Y said: a clause without its verb, or a condition."""
    if s.low(w) != "," or s.cls(w + 1) in "XT" or s.low(w + 1).endswith("ing") or s.low(w + 1) in s.lexicon.words["content_breaks"]:
        return False
    verbless = not any(s.cls(k) in "VA" for k in range(*before))
    return (
        verbless or s.cls(w + 1) in "VA" or s.low(before[0]) in ("if", "when", "while", "although", "though", "because", "unless", "since")
    )


def _spoken_by(s: Sentence, subject: Phrase | None, bare: Range | None, v: int, others: Sequence[Phrase]) -> Source:
    """The source before a verb, with its span; ``bare``: the span where it is known already."""
    if others and subject is not None:
        bare = (subject.first, max(subject.last, source_after(s, subject.first, subject.last)))
        bare = (bare[0], min(bare[1], max(v, subject.last)))
    source = Source(subject, bare) if bare is not None else source_of(s, subject, v) if subject is not None else Source(None)
    hangs = subject is not None and subject.governor in ("of", "for", "in", "at", "from", "with", "on", "near", "to", "by")
    tail = with_tail(s, subject) if hangs and subject is not None else None
    if tail is None or subject is None:
        return source
    return Source(subject if subject.governor in ("by", "of", "from") else None, tail if bare is None else bare)
