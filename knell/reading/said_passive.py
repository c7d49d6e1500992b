"""Cues that are passives, or tell of nobody who speaks: "was reported by", "is said to have", "asked about", "known as", "it seems"."""

from collections.abc import Sequence

from .attributed import Attribution, Range, Source
from .lexicon import Hit
from .said_content import find_clause_end, find_clause_start, find_content_end, is_quote, unit_end
from .said_spans import clause_end
from .sayers import after_apposition, find_subject_start, has_be, over_adverbs, skip_back
from .sentence import Phrase, Sentence
from .source_spans import source_after


def is_known_as(s: Sentence, hit: Hit) -> bool:
    """Whether what something passes for follows: "regarded as", "known as", "(also) known for"; no perfect ("has seen as")."""
    w = hit.last
    links = ("as", "for") if hit.entry.base == "know" else ("as",)
    if s.low(w) not in links or hit.entry.base not in s.lexicon.words["passing_for"] or hit.entry.form not in ("past", "part"):
        return False
    i = over_adverbs(s, hit.first)
    return has_be(s, hit.first) or s.cls(i - 1) in "WNCX"


def is_deed_told(s: Sentence, v: int, w: int) -> bool:
    """A headline's "Executions alleged amid clashes": a deed is no accuser, so the verb is a passive."""
    return s.caps and s.cls(w) in "RX" and any(h.entry.role == "event" and h.last == v and h.first < v for h in s.hits)


def is_put_to(s: Sentence, hit: Hit) -> bool:
    """Whether a question is put by nobody named: "asked whether", "when asked about"."""
    v, w = hit.first, hit.last
    if hit.entry.base not in ("ask", "ask about", "ask for") or hit.entry.form not in ("past", "part"):
        return False
    if hit.last > v + 1:
        return s.cls(v - 1) == "X" or s.low(v - 1) in ("when", "if", "once")
    alone = s.cls(v - 1) == "X" or s.low(v - 1) in ("when", "if", "once")
    return alone and (s.low(w) in ("if", "whether", "what", "why", "how", "who", "which", "where", "when") or s.cls(w) in "RT")


def harm_follows(s: Sentence, w: int) -> bool:
    """Whether a harm stands at ``w``: "were reported killed"."""
    return any(h.first == w and h.entry.role == "event" and h.entry.form in ("part", "past", "state") for h in s.hits)


def read_asked(s: Sentence, hit: Hit) -> Attribution | None:
    """When asked about CONTENT; Mr X was asked whether CONTENT: the one who asks is implied."""
    start = hit.last
    while s.cls(start) == "T":
        start += 1
    start += s.low(start) == "about"
    end = clause_end(s, start, unit_end(s), phrase=True)
    comma = next((k for k in range(start, end) if s.low(k) == ","), end) if not has_be(s, hit.first) else end
    if start >= comma:
        return None
    flags = hit.entry.flags | {"implied"}
    return Attribution((Source(None),), ((hit.first, hit.last),), ((start, comma),), "reported", None, hit.entry.base, flags, "passive")


def read_seeming(s: Sentence, hit: Hit) -> Attribution | None:
    """It seems that CONTENT; CONTENT seems to CONTENT: nobody is named who thinks so."""
    v, w = hit.first, hit.last
    start = skip_back(s, v)
    if s.low(w) not in ("to", "that", "as", "like", ",") and s.low(start - 1) != "it" and not (s.cls(w) in "WJVBD" and s.cls(w + 1) != "X"):
        return None
    end = clause_end(s, w, unit_end(s), phrase=False)
    begin = find_subject_start(s, start) if start > 0 else start
    rest = (w + (s.low(w) in (",", "that")), end)
    impersonal = s.low(start - 1) in ("it", "there")
    pieces = tuple(piece for piece in ((begin, start), rest) if piece[0] < piece[1] and not (impersonal and piece != rest))
    if not pieces:
        return None
    return Attribution((Source(None),), ((v, w),), pieces, "possible", None, hit.entry.base, hit.entry.flags | {"implied"}, "raised-to")


def read_passive(s: Sentence, hit: Hit, by: Phrase | None) -> Attribution | None:
    """was reported by X; as reported by X; it was reported that; is said to have; X is accused of CONTENT."""
    v, w = hit.first, hit.last
    start = v
    while s.cls(start - 1) in "AB" or s.low(start - 1) == "first":
        start -= 1
    if s.low(start - 1) in ("as", "which", "that", ","):
        start -= 1
        if s.low(start - 1) == ",":
            start -= 1
    source = Source(by)
    if by is None and s.low(w) == "by" and s.cls(w + 1) in "Qq":
        # "was rejected by 59 percent of voters"
        source = Source(None, (w + 1, source_after(s, w + 1, w + 2)))
    if by is not None:
        stop = source_after(s, w + 1, by.last)
        source = Source(by, (w + 1, next((k for k in range(by.last, stop) if s.low(k) == "for"), stop)))
    flags = hit.entry.flags | ({"implied"} if by is None else frozenset())
    stance = hit.entry.stance or "reported"
    after = by.last if by is not None else w
    after = after_apposition(s, after) if by is not None else after
    if s.low(after) == "that":
        return Attribution(
            (source,), ((v, w),), ((after + 1, find_content_end(s, after + 1)),), stance, hit.entry.kind, hit.entry.base, flags, "passive"
        )
    if by is None and hit.entry.base == "ask":
        return read_asked(s, hit)
    if s.low(w) in ("of", "to", "for") and by is None:
        begin = find_subject_start(s, start)
        return Attribution(
            (source,),
            ((v, w),),
            ((begin, start), (w, clause_end(s, w, find_content_end(s, w), phrase=True))) if begin < start else ((w, unit_end(s)),),
            stance,
            hit.entry.kind,
            hit.entry.base,
            flags,
            "raised-to",
            reach=((find_clause_start(s, start), start), (w, find_content_end(s, w))) if find_clause_start(s, start) < start else (),
        )
    begin = find_clause_start(s, start)
    if hit.entry.base in s.lexicon.words["addressing"] and by is None and has_be(s, v) and after < unit_end(s):
        # "Roe was warned about Poe": Roe is who was told.
        told = (after, clause_end(s, after, find_clause_end(s, after), phrase=True))
        return Attribution((source,), ((v, w),), (told,), stance, hit.entry.kind, hit.entry.base, flags, "passive")
    content: list[Range] = [(begin, start)] if begin < start else []
    if s.low(after) == "," and after + 1 < unit_end(s) and s.low(start) in ("as", ",") and begin >= start:
        content.append((after + 1, unit_end(s)))
    elif by is None and after < unit_end(s):
        # "12 people were reported killed": what follows the cue is content too.
        content.append((after, clause_end(s, after, find_clause_end(s, after), phrase=True)))
    narrow = _passive_content(s, hit, start, content, source.span[1] if source.span is not None else None)
    if not content or ("soft" in hit.entry.flags and by is None and s.low(w) not in ("to", "that") and not is_known_as(s, hit)):
        return None
    if "counts" in hit.entry.flags and by is None:
        return None
    rule = "cue-by" if by is not None else "passive"
    return Attribution((source,), ((v, w),), narrow, stance, hit.entry.kind, hit.entry.base, flags, rule, reach=tuple(content))


_PREDICATING = frozenset({"as", "with", "that", "over", "about", "for", "from", "to"})
"""After a passive these open what is told of its subject: "was challenged over his vote"."""


def _passive_content(s: Sentence, hit: Hit, start: int, wide: Sequence[Range], by: int | None) -> tuple[Range, ...]:
    """What a passive cue carries of all it may reach: its subject, and what is predicated of it ("was deemed unfit")."""
    w = hit.last
    if s.low(start) in ("which", "that") or (s.low(start) == "," and s.low(start + 1) in ("which", "that")):
        # "the raid, which was condemned by": the pronoun stands for what was condemned.
        at = start + (s.low(start) == ",")
        return ((at, at + 1),)
    if s.low(start) in ("as", ",") or not wide or wide[0][1] != start or is_quote(s, start - 1) or is_quote(s, start):
        return tuple(wide)
    begin = find_subject_start(s, start)
    kept = [(begin, start)] if begin < start else []
    predicated = s.cls(w) in "DJWQqNC" or s.low(w) in _PREDICATING or harm_follows(s, w)
    if len(wide) > 1 and predicated and wide[-1][0] == w:
        kept.append((w, clause_end(s, w, wide[-1][1], phrase=True)))
    elif by is not None and kept and s.low(by) in ("as", "of", "for", "over") and s.low(by + 1) != "the":
        # "was accused by X of fraud", "was mocked by X as a fraud"
        kept.append((by, clause_end(s, by, find_clause_end(s, by), phrase=True)))
    return tuple(kept) or tuple(wide)
