"""Cues before their speaker: CONTENT, said the ministry."""

from .attributed import CLOSERS, OPENERS, Attribution, Range, Source
from .lexicon import Hit
from .said_content import find_clause_start, is_quote, phrase_from, plain_noun_phrase, unit_end
from .sayers import find_head_in
from .sentence import QUOTES, Phrase, Sentence
from .source_spans import source_after, source_before


def read_inverted(s: Sentence, hit: Hit) -> Attribution | None:
    """CONTENT, said the ministry. / "CONTENT," says a resident."""
    v, w = hit.first, hit.last
    if hit.entry.form not in ("past", "s") or (s.low(v - 1) not in (",", "'", "?", "!", ".") and s.low(v - 1) not in QUOTES):
        return None
    subject = phrase_from(s, w)
    if subject is None and is_quote(s, v - 1) and (stop := plain_noun_phrase(s, w)) is not None:
        return _told_by_unknown(s, hit, stop)
    if (
        subject is None
        or (subject.kind == "number" and subject.party is None)
        or (subject.quantity is not None and subject.quantity.rule != "article" and not is_quote(s, v - 1))
        or v == 0
    ):
        return None
    if s.cls(subject.last) in "VA" and not is_quote(s, v - 1):
        # "Ms Anders, a student, said she voted": the phrase after the cue is the subject of what is said.
        return None
    return _told_first(s, hit, Source(subject, (w, source_after(s, w, subject.last))))


def speaks_before(s: Sentence, hit: Hit, inverted: Attribution, subject: Phrase | None) -> bool:
    """Whether "X, a lawyer, said Y" has its speaker before the verb: what follows the verb is no noun phrase that ends there."""
    told = inverted.sources[0].phrase
    if told is None or is_quote(s, hit.first - 1) or s.low(hit.first - 1) != ",":
        return told is not None and told.kind == "pronoun" and subject is not None
    if source_before(s, hit.first) is None:
        return told.kind == "pronoun" and subject is not None
    if told.kind == "pronoun":
        return subject is not None or s.low(told.last) not in (",", ".", "")
    k = told.last
    return s.low(k) not in CLOSERS and s.cls(k) not in "XRT" and not (s.low(k) == "," or k >= unit_end(s))


def _told_by_unknown(s: Sentence, hit: Hit, stop: int) -> Attribution | None:
    """ "...," said the designer, who works elsewhere: a noun phrase that no lexicon knows."""
    if not any(s.cls(k) in "WCNJ" for k in range(hit.last, stop)):
        return None
    span = (hit.last, source_after(s, hit.last, stop))
    return _told_first(s, hit, Source(find_head_in(s, span), span))


def _told_first(s: Sentence, hit: Hit, source: Source) -> Attribution | None:
    """CONTENT, said SOURCE, with what the quotation goes on with after the source."""
    v = hit.first
    begin = find_clause_start(s, v - 1)
    content: list[Range] = [(begin, v - 1 if s.low(v - 1) == "," else v)]
    if content[0][0] >= content[0][1]:
        return None
    end = source.span[1] if source.span is not None else hit.last
    resumed = next((k for k in range(end, min(len(s.tokens), end + 20)) if s.low(k) in OPENERS), None)
    if resumed is not None:
        content.append((resumed, unit_end(s)))
    content = [c for c in content if c[0] < c[1]]
    return Attribution(
        (source,),
        ((v, hit.last),),
        tuple(content),
        hit.entry.stance or "reported",
        hit.entry.kind,
        hit.entry.base,
        hit.entry.flags,
        "cue-subject",
    )
