"""Cues that are verbs, in every order: active, inverted, passive, asked, cited, gapped."""

from .attributed import CLOSERS, COUNTERS, Attribution, Range, Source
from .lexicon import Hit
from .said_active import read_active, with_noun
from .said_by_adjective import read_adjective
from .said_content import (
    find_clause_end,
    is_quote,
    phrase_from,
    unit_end,
)
from .said_inverted import read_inverted, speaks_before
from .said_nonfinite import infinitive_mark, read_infinitive, read_progressive
from .said_passive import harm_follows, is_deed_told, is_known_as, is_put_to, read_asked, read_passive, read_seeming
from .said_quoted import read_quoted_as_saying
from .sayers import (
    find_head_in,
    find_main_subject,
    find_subject,
    has_be,
    has_modal,
    may_speak,
    over_adverbs,
    skip_back,
)
from .sentence import Phrase, Sentence
from .source_spans import LONE, source_before

_PLEA_WITHIN = 8
"""Tokens after "rejected" within which the noun of what was rejected stands."""


def read_verb(s: Sentence, hit: Hit) -> Attribution | None:
    """A speech verb: active, inverted, passive or participle."""
    entry, v, w = hit.entry, hit.first, hit.last
    if _says_nothing(s, hit):
        return None
    if "raising" in entry.flags:
        return read_seeming(s, hit) if entry.form != "ing" else None
    if is_put_to(s, hit):
        return read_asked(s, hit)
    by = phrase_from(s, w + 1) if s.low(w) == "by" else None
    passive = entry.form in ("past", "part") and (has_be(s, v) or by is not None or is_deed_told(s, v, w) or is_known_as(s, hit))
    if passive and "clausal" in entry.flags and s.low(w) != "that":
        return None
    if passive:
        return _undergone(s, hit, by)
    relative = _relative_subject(s, v)
    if relative is not None and "counts" not in entry.flags:
        antecedent = s.phrase_to.get(relative[0]) or (s.phrase_to.get(relative[0] - 1) if s.low(relative[0] - 1) == "," else None)
        return read_active(s, hit, antecedent, relative)
    subject = find_subject(s, v)
    if subject is not None:
        subject = _included(s, subject, v) or subject
    if (
        entry.form in ("past", "part")
        and subject is not None
        and (subject.kind in ("people", "number") or subject.quantity is not None)
        and harm_follows(s, w)
    ):
        # "1,400 people reported killed": nobody in the sentence is the reporter.
        return read_passive(s, hit, None)
    first = over_adverbs(s, v) if entry.form == "ing" else v
    hung = s.low(first - 1) in (",", "—", "–") or (is_quote(s, first - 1) and s.low(first - 2) == ",")
    if entry.form == "ing" and (hung or s.low(v - 1) in ("by", "in", "while", "and", "upon", "before", "after")):
        main = find_main_subject(s, v) if subject is None or hung else None
        if main is not None and (main[0] is None or may_speak(s, main[0])):
            return read_active(s, hit, *main)
    if entry.form == "ing" and subject is None:
        return read_progressive(s, hit)
    if entry.form == "base" and (to := infinitive_mark(s, v)) is not None:
        return read_infinitive(s, hit, to)
    inverted = (
        read_inverted(s, hit)
        if entry.base in s.lexicon.words["inverting"] and (subject is None or s.low(v - 1) in (",", '"', "”", "'", "''"))
        else None
    )
    if inverted is not None and not speaks_before(s, hit, inverted, subject):
        return inverted
    if subject is None:
        return _of_unknown(s, hit)
    polled = subject.kind == "number" and "counts" not in entry.flags and entry.base in s.lexicon.words["polled"]
    if not (polled or may_speak(s, subject)):
        return None
    if (
        subject.kind == "pronoun"
        and (s.low(subject.first) in ("you", "one") or entry.base == "know")
        and (entry.form in ("base",) or "soft" in entry.flags)
    ):
        # "I think", "you know": the speaker's own manner of speech, nobody's attribution.
        return None
    return read_active(s, hit, subject, None)


def _says_nothing(s: Sentence, hit: Hit) -> bool:
    """Whether the word is a noun here, lacks the noun it needs, rejects a plea, or is another verb: "compared with", "continued to"."""
    entry, v, w = hit.entry, hit.first, hit.last
    if _is_noun_here(s, hit) or ("light" in entry.flags and with_noun(s, hit) == w) or (entry.stance == "denied" and _is_a_ruling(s, w)):
        return True
    if entry.base == "compare":
        return s.low(w) in ("to", "with")
    return entry.base == "continue" and not (s.low(w) in (",", ":", "that", *CLOSERS) or is_quote(s, w) or is_quote(s, v - 1))


def _undergone(s: Sentence, hit: Hit, by: Phrase | None) -> Attribution | None:
    """A passive: what somebody feels ("is worried about"), a speaker at second hand, or what is said of the subject."""
    if by is None and s.low(hit.first) in s.lexicon.adjectives:
        return read_adjective(s, hit._replace(last=hit.first + 1))
    if "inward" in hit.entry.flags and not is_known_as(s, hit):
        return None
    return read_quoted_as_saying(s, hit, by) or read_passive(s, hit, by)


def with_cited(s: Sentence, one: Attribution, taken: set[int]) -> Attribution:
    """..., the agency reported, citing the Observatory: the one cited is the root behind the one who reports."""
    w = one.cues[-1][1] if one.cues else 0
    if one.rule not in ("content-first", "cue-subject") or s.low(w) != "," or s.low(w + 1) not in ("citing", "quoting"):
        return one
    cited = phrase_from(s, w + 2)
    if cited is None or cited.party is None:
        return one
    taken.add(w + 1)
    return one._replace(sources=(*one.sources, Source(cited)))


def _is_a_ruling(s: Sentence, w: int) -> bool:
    """Whether what is rejected is a plea to a court: "dismissed the appeal of a man who was arrested" denies no arrest."""
    for k in range(w, min(w + _PLEA_WITHIN, len(s.tokens))):
        if s.low(k) in s.lexicon.words["pleas"]:
            return True
        if s.cls(k) in "VAPK" or s.low(k) in ("of", "that", ","):
            return False
    return False


def _of_unknown(s: Sentence, hit: Hit) -> Attribution | None:
    """A cue whose subject no lexicon knows: "the airline said", "one in three said"."""
    entry, v = hit.entry, hit.first
    if ("counts" in entry.flags and entry.base not in s.lexicon.words["finding"]) or entry.form not in ("past", "s", "base"):
        return None
    i = skip_back(s, v)
    if s.low(i - 1) in ("and", "but") and entry.form != "base":
        main = find_main_subject(s, i - 1)
        return read_active(s, hit, *main) if main is not None else None
    bare = source_before(s, i)
    if bare is None or (s.cls(bare[1] - 1) == "J" and entry.form in ("base", "s")):
        return None
    if entry.form == "base" and not has_modal(s, v) and not _is_many(s, bare):
        return None
    return read_active(s, hit, find_head_in(s, bare), bare)


def _is_many(s: Sentence, span: Range) -> bool:
    """Whether a span names several: "experts", "61 percent", "a majority of voters", "people close to her"."""
    return s.low(span[1] - 1).endswith("s") or any(
        s.cls(k) in "Qq" or s.low(k) in ("percent", "%", "people", "majority", "women", "men", "many", "some", "those")
        for k in range(*span)
    )


def _relative_subject(s: Sentence, v: int) -> Range | None:
    """The "who" of "a resident who said": the relative pronoun is what stands for the source."""
    i = skip_back(s, v)
    return (
        (i - 1, i)
        if s.low(i - 1) in ("who", "which")
        or (s.low(i - 1) == "that" and (s.cls(i - 2) in "WNC" or (s.cls(i - 2) == "V" and s.cls(i - 3) in "DJ")) and s.cls(i - 3) != "V")
        else None
    )


def _included(s: Sentence, subject: Phrase, v: int) -> Phrase | None:
    """ "outside voices, including those from Turkey and Russia, caution": the countries are who is known to speak."""
    if (
        subject.party not in ("unknown", "individual", "government", None)
        or s.low(subject.last) != ","
        or s.low(subject.last + 1) != "including"
    ):
        return None
    return next((p for p in s.phrases if subject.last < p.first < v and p.kind == "place"), None)


def read_gapped(s: Sentence, told: Attribution) -> Attribution | None:
    """locals report over 200 dead, rights groups over 800: the second source has the verb of the first."""
    if not told.content or told.rule != "subject-cue":
        return None
    lo, hi = told.wide[0]
    for p in s.phrases:
        if lo < p.first < hi and p.party is not None and p.quantity is None and p.kind == "party" and s.low(p.first - 1) in (",", "and"):
            if any(a == p.last for (a, _), q in [*s.quantities, *s.bare] if q.of in ("people", "other")):
                return told._replace(sources=(Source(p),), content=((p.last, hi),), rule="gapped", others=(), reach=())
    return None


def read_toll(s: Sentence, hit: Hit) -> Attribution | None:
    """SNHR's latest count was 1,334; the UN count stood at 111: the owner of a count is its source."""
    i = hit.first
    while s.cls(i - 1) in "WqB" or s.low(i - 1) == "'s":
        i -= 1
    owner = s.phrase_to.get(i)
    if owner is None or owner.party not in COUNTERS or owner.party == "unknown" or owner.first == i:
        return None
    return Attribution(
        (Source(owner),),
        ((hit.first, hit.last),),
        ((hit.first, find_clause_end(s, hit.last)),),
        "reported",
        None,
        "count",
        frozenset({"counts"}),
        "owner-of-count",
    )


def read_cited(s: Sentence, hit: Hit, subject: Phrase | None) -> list[Attribution]:
    """cites SOHR with 1,676 (...) and SCM with 1,169: each one cited is a root behind the one who cites."""
    out: list[Attribution] = []
    i = hit.last
    while (cited := s.phrase_at.get(i)) is not None and (cited.kind in ("party", "name") and (cited.name or adds_source(s, hit))):
        end, depth = cited.last, 0
        while end < unit_end(s):
            low = s.low(end)
            depth += (low == "(") - (low == ")")
            following = s.phrase_at.get(end + 1)
            if (
                depth == 0
                and low in ("and", ",")
                and following is not None
                and following.kind in ("party", "name")
                and following.name
                and following.quantity is None
            ):
                break
            if low == ";":
                break
            end += 1
        if cited.last < end:
            sources = (Source(subject), Source(cited)) if subject is not None else (Source(cited),)
            out.append(
                Attribution(
                    sources,
                    ((hit.first, hit.last),),
                    ((cited.last, end),),
                    "reported",
                    None,
                    hit.entry.base,
                    frozenset({"counts"}),
                    "cited",
                )
            )
        i = end + 1
    return out


def adds_source(s: Sentence, hit: Hit) -> bool:
    """The paper adds field sources with 2,300 deaths: what is added is a source."""
    after = s.phrase_at.get(hit.last)
    return (
        hit.entry.base == "add" and after is not None and after.kind == "party" and after.quantity is None and s.low(after.last) == "with"
    )


def _object_follows(s: Sentence, hit: Hit) -> bool:
    """Whether what a verb may carry follows: a noun phrase, a clause, a quotation, or "to" after a verb of wanting."""
    w = hit.last
    low = s.low(w)
    if low == "to":
        return hit.entry.base in s.lexicon.words["wanting"]
    return (
        s.cls(w) in "DPQqCNL"
        or low in ("that", "if", "whether", "how", "why")
        or is_quote(s, w)
        or (low in (",", ":") and is_quote(s, w + 1))
    )


def _is_noun_here(s: Sentence, hit: Hit) -> bool:
    """ "the report", "a new claim", "its findings", "Ian Read": the word is a noun or a name."""
    v, form = hit.first, hit.entry.form
    if s.cls(v) == "C" and v > 0:
        return True
    if s.cls(v) == "N" or (s.cls(v) in "WC" and form not in ("past", "part", "s", "ing")):
        if not (form == "base" and s.phrase_to.get(skip_back(s, v)) is not None):
            return True
    if hit.entry.form in ("base", "s") and hit.last == v + 1 and s.low(v) in s.lexicon.noun_verbs:
        before = s.cls(v - 1)
        if before in "DJq" or (before == "R" and s.low(v - 1) != "to") or s.low(v - 1) == "'s" or s.low(v + 1) == "of":
            return True
        if before in "WN" and s.cls(v + 1) in "AV":
            return True
        if s.cls(v) != "V" and not _object_follows(s, hit):
            return True
        if v > 0 and s.tokens[v].text[0].isupper() and not s.caps:
            return True
    return s.cls(v - 1) == "D" and hit.entry.form in ("ing", "base") and not (form == "base" and s.low(v - 1) in LONE and s.cls(v) == "V")
