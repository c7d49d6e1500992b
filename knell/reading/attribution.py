"""Who says it: cues, their sources and the words they carry.

Word-order rules, each with an id that ``--explain`` shows:

    subject-cue     the ministry said (that) CONTENT           cue-subject     CONTENT, said the ministry
    content-first   CONTENT, the ministry said                 cue-by          CONTENT, as reported by the Observatory
    prepositional   according to the Observatory, CONTENT      colon           SOHR: CONTENT
    adverb          allegedly CONTENT (source implied)         noun            allegations that CONTENT, reports of CONTENT
    passive         was reported (source implied)              raised-to       is said to have CONTENT

A passive or a noun without a source gives an implied source: kind unknown, no offsets. Never a guess.
"""

from collections.abc import Sequence
from typing import NamedTuple

from .lexicon import Hit
from .quotes import Quotes
from .said_spans import clause_end
from .sentence import Phrase, Sentence
from .source_spans import source_after, source_before

Range = tuple[int, int]


class Source(NamedTuple):
    """A source in a unit: its phrase, or ``None`` where the words imply a source without naming one.

    ``span``: the tokens of the whole source, with what is set off after it ("Tad Haas, the mayor's aide,"); where no phrase of
    the lexicon is in it, the words alone ("according to court papers").
    """

    phrase: Phrase | None
    span: Range | None = None


class Attribution(NamedTuple):
    """One cue with its sources (nearest first), the token ranges of the words it carries, and what it says of them."""

    sources: tuple[Source, ...]
    cues: tuple[Range, ...]
    content: tuple[Range, ...]
    stance: str
    basis: str | None
    base: str
    flags: frozenset[str]
    rule: str
    others: tuple[Phrase, ...] = ()
    """Further speakers of the same words: "two activists and a monitor said". Each speaks for itself."""
    reach: tuple[Range, ...] = ()
    """Where the speaker's word may still hold though the clause carried has ended (", and 30 more were wounded"); else as ``content``."""

    @property
    def wide(self) -> tuple[Range, ...]:
        """All that the speaker's word reaches."""
        return self.reach or self.content

    @property
    def at(self) -> int:
        """The token where the cue begins; the end of the unit for a colon."""
        return self.cues[0][0] if self.cues else -1


_VERB_FORMS = frozenset({"base", "s", "ing", "past", "part"})
_SURFACED = frozenset(
    {"emerged", "surfaced", "circulated", "spread", "come", "emerging", "surfacing", "circulating", "appeared", "arrived"}
)
_COUNTERS = frozenset(
    {
        "unknown",
        "monitor",
        "ngo",
        "outlet",
        "agency",
        "international_body",
        "medical",
        "government",
        "court",
        "relative",
        "resident",
        "religious",
    }
)
_NEAR = 120
"""Tokens before a verb in which its main clause is looked for: longer sentences than that have no structure to go by."""
_THAT = frozenset({"that"})
_CLOSERS = ".!?…"
_QUOTES = frozenset({'"', "«", "»", "``", "''", "“", "”"})
_OPENERS = frozenset({'"', "«", "``", "''", "“"})


def find_attributions(sentence: Sentence, quotes: Quotes | None = None) -> list[Attribution]:
    """The attributions of one unit, in the order of their cues.

    ``quotes``: the quotations of the text; a cue inside one gets the flag "quoted", since the words are another speaker's.
    """
    found: list[Attribution] = []
    taken: set[int] = set()
    sentence.quoted = quotes.mask(sentence.tokens, sentence.unit.start, sentence.unit.end) if quotes is not None else b""
    found += _read_colons(sentence)
    if not found and (topic := _read_topic(sentence)) is not None:
        found.append(topic)
    for hit in sentence.hits:
        entry = hit.entry
        if entry.role == "event" and entry.frame == "toll" and hit.first not in taken:
            owned = _read_toll(sentence, hit)
            if owned is not None:
                found.append(owned)
                taken.update(range(hit.first, hit.last))
            continue
        if entry.role != "cue" or hit.first in taken:
            continue
        one: Attribution | None
        if (entry.base in ("cite", "quote", "citing", "quoting") or _adds_source(sentence, hit)) and hit.first > 0:
            cited = _read_cited(
                s := sentence, hit, _subject(s, hit.first) if s.low(hit.first - 1) != "," else s.phrase_to.get(hit.first - 1)
            )
            if cited:
                found += cited
                taken.update(range(hit.first, hit.last))
                continue
        if entry.form == "prep":
            one = _read_prepositional(sentence, hit)
        elif entry.form == "adverb":
            one = _read_adverb(sentence, hit)
        elif "noun" in entry.flags:
            one = _read_noun(sentence, hit)
        elif entry.form in _VERB_FORMS:
            one = _read_verb(sentence, hit)
        else:
            one = None
        if one is not None:
            one = _with_cited(sentence, one, taken)
            second = _read_gapped(sentence, one)
            if second is not None:
                first = next(src.phrase for src in second.sources if src.phrase is not None)
                one = one._replace(
                    content=((one.content[0][0], min(one.content[0][1], first.first - 1)), *one.content[1:]),
                    reach=((one.wide[0][0], first.first - 1), *one.wide[1:]),
                )
                found.append(second)
            found.append(one)
            taken.update(range(hit.first, hit.last))
            if one.rule == "prepositional" and len(one.sources) > 1:
                # The "citing" of the chain has been read.
                last = one.sources[-1].phrase
                taken.update(range(hit.last, last.first if last is not None else hit.last))
    found = [a._replace(flags=a.flags | {"quoted"}) if a.cues and sentence.quoted and sentence.quoted[a.at] else a for a in found]
    found = [a._replace(flags=a.flags | {"nested"}) if _is_nested(a, found) else a for a in found]
    return sorted(found, key=lambda a: (a.at, a.content))


def _is_nested(one: Attribution, found: Sequence[Attribution]) -> bool:
    """Whether the cue stands in the words that another attribution carries, and not the other way about as well."""
    if not one.cues:
        return False
    for a in found:
        if a is one or a.rule in ("adverb", "noun", "colon") or ("quoted" in a.flags and "quoted" not in one.flags):
            continue
        if any(lo <= one.at < hi for lo, hi in a.content) and not any(lo <= a.at < hi for lo, hi in one.content):
            return True
    return False


# -- the patterns --------------------------------------------------------------------------------------------------------


def _read_colons(s: Sentence) -> list[Attribution]:
    """SOURCE: CONTENT, at the head of a unit or after a semicolon, as headlines and terse restatements have it."""
    heads = [0, *(k + 1 for k in range(len(s.tokens)) if s.low(k) == ";")]
    found = [c for head in heads if (c := _read_colon(s, head)) is not None]
    # The next "SOURCE:" ends what the one before it says.
    starts = [c.content[0][0] for c in found[1:]]
    return [
        c._replace(content=((c.content[0][0], _head_of(s, after)),)) if after is not None else c
        for c, after in zip(found, [*starts, None], strict=False)
    ]


def _read_topic(s: Sentence) -> Attribution | None:
    """UN commission on the violence of March; ...: a line without a verb whose source stands first and whose matter follows "on"."""
    lead = next((p for p in s.phrases if p.first <= 1 and p.kind == "party" and p.name and p.party in _COUNTERS), None)
    if lead is None or s.low(lead.last) != "on" or s.cls(lead.last + 1) == "T":
        return None
    end = next((k for k in range(lead.last, len(s.tokens)) if s.low(k) in (";", ".", "")), len(s.tokens))
    if any(s.cls(k) == "A" or (s.cls(k) == "V" and not s.tokens[k].low.endswith("ing")) for k in range(lead.last, end)):
        return None
    cue = (lead.last, lead.last + 1)
    return Attribution((Source(lead),), (cue,), ((lead.last + 1, _end(s)),), "reported", None, "on", frozenset(), "topic")


def _head_of(s: Sentence, i: int) -> int:
    while i > 0 and s.low(i - 1) != ";":
        i -= 1
    return max(0, i - 1)


def _read_colon(s: Sentence, head: int) -> Attribution | None:
    limit = min(len(s.tokens), head + 14)
    for i in range(head + 1, limit):
        if s.low(i) == ":" and i + 1 < len(s.tokens):
            phrase = s.phrase_to.get(i)
            if phrase is not None and phrase.first <= head + 1 and phrase.quantity is None and (phrase.party or phrase.kind == "name"):
                return Attribution(
                    (Source(phrase),), ((i, i + 1),), ((i + 1, _end(s)),), "reported", None, ":", frozenset({"counts"}), "colon"
                )
            leads = [
                p
                for p in s.phrases
                if head <= p.first
                and p.last <= i
                and p.party
                and p.kind == "party"
                and (p.first <= head + 1 or p.name or (p.last == i and p.governor == "of"))
            ]
            lead = next((p for p in leads if p.name), leads[0] if leads else None)
            if (
                lead is not None
                and not any(s.cls(k) in "VA" for k in range(lead.last, i))
                and not any(q.of == "people" for (a, _), q in s.quantities if head <= a < i)
            ):
                return Attribution(
                    (Source(lead),), ((i, i + 1),), ((i + 1, _end(s)),), "reported", None, ":", frozenset({"counts"}), "colon"
                )
            return _read_label(s, head, i)
        if s.cls(i) in "VA":
            return None
    return None


def _read_label(s: Sentence, head: int, colon: int) -> Attribution | None:
    """ "Jane Roe: CONTENT", a headline or a transcript; never a place, a figure or a word such as "update"."""
    if head > 0 or colon > 5 or s.unit.kind == "list" or not s.tokens[colon - 1].text[0].isalpha():
        return None
    for k in range(colon):
        if not s.tokens[k].text[0].isupper() or s.cls(k) in "LQqTX" or s.low(k) in s.lexicon.words["labels"]:
            return None
    following = s.tokens[colon + 1].text[0]
    if not following.isalpha() and following not in "\"“”'‘’«":
        return None
    return Attribution(
        (Source(None, (head, colon)),), ((colon, colon + 1),), ((colon + 1, _end(s)),), "reported", None, ":", frozenset({"label"}), "colon"
    )


def _read_prepositional(s: Sentence, hit: Hit) -> Attribution | None:
    """according to SOURCE."""
    phrase = _phrase_from(s, hit.last)
    if hit.entry.base == "per" and (phrase is None or phrase.party is None):
        return None
    if phrase is None:
        stop = _plain_noun_phrase(s, hit.last)
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
            further = _phrase_from(s, other.last)
            if further is not None:
                sources.append(Source(further))
                end = further.last
    start = hit.first
    while s.cls(start - 1) == "B" or s.low(start - 1) in (",", "and"):
        start -= 1
    content: list[Range] = []
    begin = _list_item_start(s, start) or _clause_start(s, start)
    if start > begin:
        content.append((begin, start))
    after = end + 1 if s.low(end) == "," else end
    if after < _end(s) and (start <= begin or s.low(end) == ","):
        content.append((after, _end(s)))
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


def _read_adverb(s: Sentence, hit: Hit) -> Attribution | None:
    """reportedly, allegedly: the clause around it, source implied."""
    begin, end = _clause_start(s, hit.first), _clause_end(s, hit.last)
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


def _read_noun(s: Sentence, hit: Hit) -> Attribution | None:
    """allegations that CONTENT; reports of CONTENT, restated by SOURCE; the ministry's claim that CONTENT."""
    owned = _read_owned(s, hit)
    if owned is not None:
        return owned
    if "owned" in hit.entry.flags:
        return None
    i = hit.last
    if s.low(i) in ("against", "about", "by", "from"):
        against = _phrase_from(s, i + 1)
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
    if s.low(i) == "that" or (s.low(i) == "of" and hit.entry.form in ("plural", "noun") and _is_deed(s, i + 1)):
        start, end = i + 1, _clause_end(s, i + 1)
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
    phrase = _head_in(s, span) if s.low(k - 1) == "'s" else None
    start = w + (s.low(w) != "to")
    end = clause_end(s, start, _clause_end(s, start), phrase=True)
    verb = next((x for x in range(start + 1, end) if s.cls(x) == "A"), end) if s.low(w) not in ("that", "to") else end
    if start >= verb:
        return None
    source = Source(phrase, (span[0], k if s.low(k - 1) == "'s" else span[1]))
    flags = hit.entry.flags | {"owned"}
    return Attribution(
        (source,), ((hit.first, w),), ((start, verb),), hit.entry.stance or "reported", None, hit.entry.base, flags, "owned-noun"
    )


def _read_verb(s: Sentence, hit: Hit) -> Attribution | None:
    """A speech verb: active, inverted, passive or participle."""
    entry, v, w = hit.entry, hit.first, hit.last
    if s.cls(v) == "N" or (s.cls(v) in "WC" and entry.form not in ("past", "part", "s", "ing")):
        if not (entry.form == "base" and s.phrase_to.get(_skip_back(s, v)) is not None):
            return None
    if _is_noun_here(s, hit):
        return None
    if "raising" in entry.flags:
        return _seems(s, hit) if entry.form != "ing" else None
    if entry.base == "continue" and not (s.low(w) in (",", ":", "that", *_CLOSERS) or _is_quote(s, w) or _is_quote(s, v - 1)):
        return None
    if _is_put_to(s, hit):
        return _asked(s, hit)
    by = _phrase_from(s, w + 1) if s.low(w) == "by" else None
    passive = entry.form in ("past", "part") and (_has_be(s, v) or by is not None or _is_deed_told(s, v, w))
    if passive:
        return _passive(s, hit, by) if "inward" not in entry.flags else None
    relative = _relative_subject(s, v)
    if relative is not None and "counts" not in entry.flags:
        antecedent = s.phrase_to.get(relative[0]) or (s.phrase_to.get(relative[0] - 1) if s.low(relative[0] - 1) == "," else None)
        return _active(s, hit, antecedent, relative)
    subject = _subject(s, v)
    if subject is not None:
        subject = _included(s, subject, v) or subject
    if (
        entry.form in ("past", "part")
        and subject is not None
        and (subject.kind in ("people", "number") or subject.quantity is not None)
        and _harm_follows(s, w)
    ):
        # "1,400 people reported killed": nobody in the sentence is the reporter.
        return _passive(s, hit, None)
    if entry.form == "ing" and s.low(v - 1) in (",", "by", "in", "while", "and", "upon", "before", "after"):
        main = _main_subject(s, v) if subject is None or s.low(v - 1) == "," else None
        if main is not None and (main[0] is None or _may_speak(s, main[0])):
            return _active(s, hit, *main)
    if entry.form == "ing" and subject is None:
        return None
    inverted = (
        _inverted(s, hit)
        if entry.base in s.lexicon.words["inverting"] and (subject is None or s.low(v - 1) in (",", '"', "”", "'", "''"))
        else None
    )
    if inverted is not None and not (subject is not None and (told := inverted.sources[0].phrase) is not None and told.kind == "pronoun"):
        return inverted
    if subject is None:
        return _of_unknown(s, hit)
    if not _may_speak(s, subject):
        return None
    if (
        subject.kind == "pronoun"
        and s.low(subject.first) in ("i", "we", "you", "one")
        and (entry.form in ("base",) or "soft" in entry.flags)
    ):
        # "I think", "you know": the speaker's own manner of speech, nobody's attribution.
        return None
    return _active(s, hit, subject, None)


def _with_cited(s: Sentence, one: Attribution, taken: set[int]) -> Attribution:
    """..., the agency reported, citing the Observatory: the one cited is the root behind the one who reports."""
    w = one.cues[-1][1] if one.cues else 0
    if one.rule not in ("content-first", "cue-subject") or s.low(w) != "," or s.low(w + 1) not in ("citing", "quoting"):
        return one
    cited = _phrase_from(s, w + 2)
    if cited is None or cited.party is None:
        return one
    taken.add(w + 1)
    return one._replace(sources=(*one.sources, Source(cited)))


def _is_deed_told(s: Sentence, v: int, w: int) -> bool:
    """A headline's "Executions alleged amid clashes": a deed is no accuser, so the verb is a passive."""
    return s.caps and s.cls(w) in "RX" and any(h.entry.role == "event" and h.last == v and h.first < v for h in s.hits)


def _is_put_to(s: Sentence, hit: Hit) -> bool:
    """Whether a question is put by nobody named: "asked whether", "when asked about"."""
    v, w = hit.first, hit.last
    if hit.entry.base != "ask" or hit.entry.form not in ("past", "part"):
        return False
    alone = s.cls(v - 1) == "X" or s.low(v - 1) in ("when", "if", "once")
    return alone and (s.low(w) in ("if", "whether", "what", "why", "how", "who", "which", "where", "when") or s.cls(w) in "RT")


def _of_unknown(s: Sentence, hit: Hit) -> Attribution | None:
    """A cue whose subject no lexicon knows: "the airline said", "one in three said"."""
    entry, v = hit.entry, hit.first
    if ("counts" in entry.flags and entry.base != "find") or entry.form not in ("past", "s", "base"):
        return None
    i = _skip_back(s, v)
    if s.low(i - 1) in ("and", "but") and entry.form != "base":
        main = _main_subject(s, i - 1)
        return _active(s, hit, *main) if main is not None else None
    bare = source_before(s, i)
    if bare is None or (s.cls(bare[1] - 1) == "J" and entry.form in ("base", "s")):
        return None
    if entry.form == "base" and not _has_modal(s, v) and not _is_many(s, bare):
        return None
    return _active(s, hit, _head_in(s, bare), bare)


def _is_many(s: Sentence, span: Range) -> bool:
    """Whether a span names several: "experts", "61 percent", "a majority of voters", "people close to her"."""
    return s.low(span[1] - 1).endswith("s") or any(
        s.cls(k) in "Qq" or s.low(k) in ("percent", "%", "people", "majority", "women", "men", "many", "some", "those")
        for k in range(*span)
    )


def _relative_subject(s: Sentence, v: int) -> Range | None:
    """The "who" of "a resident who said": the relative pronoun is what stands for the source."""
    i = _skip_back(s, v)
    return (
        (i - 1, i)
        if s.low(i - 1) in ("who", "which") or (s.low(i - 1) == "that" and s.cls(i - 2) in "WNC" and s.cls(i - 3) != "V")
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


def _harm_follows(s: Sentence, w: int) -> bool:
    return any(h.first == w and h.entry.role == "event" and h.entry.form in ("part", "past", "state") for h in s.hits)


def _read_gapped(s: Sentence, told: Attribution) -> Attribution | None:
    """locals report over 200 dead, rights groups over 800: the second source has the verb of the first."""
    if not told.content or told.rule != "subject-cue":
        return None
    lo, hi = told.wide[0]
    for p in s.phrases:
        if lo < p.first < hi and p.party is not None and p.quantity is None and p.kind == "party" and s.low(p.first - 1) in (",", "and"):
            if any(a == p.last for (a, _), q in [*s.quantities, *s.bare] if q.of in ("people", "other")):
                return told._replace(sources=(Source(p),), content=((p.last, hi),), rule="gapped", others=(), reach=())
    return None


def _read_toll(s: Sentence, hit: Hit) -> Attribution | None:
    """SNHR's latest count was 1,334; the UN count stood at 111: the owner of a count is its source."""
    i = hit.first
    while s.cls(i - 1) in "WqB" or s.low(i - 1) == "'s":
        i -= 1
    owner = s.phrase_to.get(i)
    if owner is None or owner.party not in _COUNTERS or owner.party == "unknown" or owner.first == i:
        return None
    return Attribution(
        (Source(owner),),
        ((hit.first, hit.last),),
        ((hit.first, _clause_end(s, hit.last)),),
        "reported",
        None,
        "count",
        frozenset({"counts"}),
        "owner-of-count",
    )


def _read_cited(s: Sentence, hit: Hit, subject: Phrase | None) -> list[Attribution]:
    """cites SOHR with 1,676 (...) and SCM with 1,169: each one cited is a root behind the one who cites."""
    out: list[Attribution] = []
    i = hit.last
    while (cited := s.phrase_at.get(i)) is not None and (cited.kind in ("party", "name") and (cited.name or _adds_source(s, hit))):
        end, depth = cited.last, 0
        while end < _end(s):
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


def _adds_source(s: Sentence, hit: Hit) -> bool:
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
        or _is_quote(s, w)
        or (low in (",", ":") and _is_quote(s, w + 1))
    )


def _is_noun_here(s: Sentence, hit: Hit) -> bool:
    """ "the report", "a new claim", "its findings": the word is a noun."""
    v = hit.first
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
    return s.cls(v - 1) == "D" and hit.entry.form in ("ing", "base")


def _subject(s: Sentence, v: int) -> Phrase | None:
    """The phrase whose verb stands at ``v``: right before it, over auxiliaries, adverbs and a set-off apposition."""
    i = _skip_back(s, v)
    phrase = s.phrase_to.get(i)
    if phrase is None and s.low(i - 1) in (",", ")", "—", "–", "-"):
        # "the Observatory, a UK-based monitor, said": the apposition lies between two marks.
        j = _apposition_start(s, i - 1)
        phrase = s.phrase_to.get(j) if j is not None else None
    if phrase is None:
        # "the Observatory in Britain said": a prepositional tail or a relative clause between head and verb.
        phrase = _head_before_tail(s, i)
    if phrase is not None and phrase.governor in ("of", "for", "in", "at", "from", "with", "on", "near", "to", "by"):
        head = s.phrase_to.get(phrase.first - 1)
        if head is not None and (head.quantity is None or head.quantity.rule == "article"):
            phrase = head
        elif _tailed(s, phrase) is not None:
            return phrase
        elif phrase.governor not in ("of", "for") and not (phrase.kind == "place" and phrase.governor == "from"):
            return None
    if phrase is None and s.low(i - 1) in ("and", ",", "but") and i == v:
        return _shared_subject(s, i - 1)
    return phrase


def _tailed(s: Sentence, phrase: Phrase) -> Range | None:
    """The unknown head that a phrase hangs on: "a review" in "a review by the paper found"."""
    i = phrase.first - 1
    if s.cls(i) != "R":
        return None
    j = i
    while j > 0 and i - j < 6 and s.cls(j - 1) in "DWJCN":
        j -= 1
    return (j, phrase.last) if j < i and (s.cls(j) in "DCQ" or j == 0) and (j == 0 or s.cls(j - 1) in "XK") else None


def _shared_subject(s: Sentence, conjunction: int) -> Phrase | None:
    """The subject that a second verb shares with the first: "the group said X and added Y"."""
    for hit in s.hits:
        if hit.entry.role == "cue" and hit.entry.form in ("past", "s") and hit.last <= conjunction and s.cls(hit.first) == "V":
            first = s.phrase_to.get(_skip_back(s, hit.first))
            if first is not None:
                return first
    for k in range(1, conjunction):
        if s.cls(k) == "V" and not s.tokens[k].low.endswith("ing"):
            first = s.phrase_to.get(_skip_back(s, k))
            return first if first is not None and first.party is not None else None
    return None


def _head_before_tail(s: Sentence, i: int) -> Phrase | None:
    """The head of "head + preposition phrase(s)" whose tail ends at ``i``."""
    j = i
    for _ in range(3):
        tail = s.phrase_to.get(j)
        start = tail.first if tail is not None else next((a for (a, b), _p in s.places if b == j), None)
        if start is None:
            start = next((a for (a, b), _t in s.times if b == j), None)
            if start is None:
                return None
            j = start - 1 if s.cls(start - 1) == "R" else start
        elif s.cls(start - 1) == "R":
            j = start - 1
        elif s.low(start - 1) in s.lexicon.words["determiners"] and s.cls(start - 2) == "R":
            j = start - 2
        else:
            return None
        head = s.phrase_to.get(j)
        if head is not None and head.governor not in ("of", "in", "at", "from", "with", "on", "near"):
            return head
    return None


def _active(s: Sentence, hit: Hit, subject: Phrase | None, bare: Range | None) -> Attribution | None:
    entry, v, w = hit.entry, hit.first, hit.last
    others = _coordinates(s, subject) if subject is not None else ()
    source = _spoken_by(s, subject, bare, v, others)
    first = source.span[0] if source.span is not None else subject.first if subject is not None else v
    end = _content_end(s, w)
    start = w
    told = _addressee_end(s, hit)
    start = told if told is not None else start
    while s.cls(start) == "T" or s.cls(start) == "B":
        start += 1
    if s.low(start) in ("in", "on", "at") and s.low(start + 1) != "" and _that_soon(s, start):
        start = _that_soon(s, start) or start
    if s.low(start) in (",", ":"):
        start += 1
    if s.low(start) == "that":
        start += 1
    content: list[Range] = []
    before = None
    if entry.form != "ing" and not _is_relative(s, bare):
        before = _content_before(s, others[0].first if others else first, held=s.low(w) == "," and "soft" not in entry.flags)
    quoted = before is not None and (_is_quote(s, before[1] - 1) or _is_quote(s, before[1]) or _is_quote(s, before[0]))
    if before is not None and not _is_quote(s, before[0]) and _quotes_next(s, w):
        # "Holding up "a sign," they chanted: "WORDS"": the words come after.
        before = None
    ended = s.low(w) in (*_CLOSERS, ",", "") or s.cls(w) in "TRX" or w >= end
    after = (start, end) if start < end else None
    if before is not None and quoted:
        content.append(before)
        resumed = next((k for k in range(w, end) if s.low(k) in _OPENERS), None)
        if resumed is not None and s.low(resumed - 1) in (",", ".", ":", "that", "adding"):
            content.append((resumed, end))
    elif before is not None and ended and entry.form != "ing":
        content.append(before)
        if _goes_on(s, w, before):
            content.append((w + 1, clause_end(s, w + 1, end, phrase=False)))
            if before[1] - before[0] < 2 or any(s.cls(k) == "T" for k in range(*before)):
                content = content[1:]
        elif not _starts_clause(s, before[0]):
            content = [after] if after is not None else []
    elif after is not None:
        content.append(after)
    if not content:
        return None
    reach = tuple(content)
    if content[-1] == after:
        stop = clause_end(s, start, end, phrase="reacts" in entry.flags)
        content[-1] = (start, stop if stop > start else end)
    if "counts" in entry.flags and not (entry.base == "find" and _is_study(s, source)):
        if before is not None or subject is None or not _tells_figure(s, content, subject):
            return None
    rule = "content-first" if before is not None and content[0] == before else "subject-cue"
    return Attribution(
        (source,), ((v, w),), tuple(content), entry.stance or "reported", entry.kind, entry.base, entry.flags, rule, others, reach
    )


def _is_study(s: Sentence, source: Source) -> bool:
    """Whether a source is a poll, a study or an inquiry, which finds what it tells."""
    return source.span is not None and any(s.low(k) in s.lexicon.words["studies"] for k in range(*source.span))


def _is_relative(s: Sentence, bare: Range | None) -> bool:
    return bare is not None and bare[1] - bare[0] == 1 and s.low(bare[0]) in ("who", "which", "that")


def _quotes_next(s: Sentence, w: int) -> bool:
    """Whether a quotation opens right after the cue."""
    return s.low(w) in _OPENERS or (s.low(w) in (",", ":") and s.low(w + 1) in _OPENERS)


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
    source = Source(subject, bare) if bare is not None else _source(s, subject, v) if subject is not None else Source(None)
    hangs = subject is not None and subject.governor in ("of", "for", "in", "at", "from", "with", "on", "near", "to", "by")
    tail = _tailed(s, subject) if hangs and subject is not None else None
    if tail is None or subject is None:
        return source
    return Source(subject if subject.governor in ("by", "of", "from") else None, tail if bare is None else bare)


def _coordinates(s: Sentence, subject: Phrase) -> tuple[Phrase, ...]:
    """Phrases joined by "and" to the left of a subject, which speak with it."""
    out: list[Phrase] = []
    first = subject.first
    while True:
        mark = s.low(first - 1)
        before = s.phrase_to.get(first - 1) or (s.phrase_to.get(first - 2) if mark == "and" and s.low(first - 2) == "," else None)
        joined = mark == "and" if not out else mark == "," and before is not None and before.governor in (",", "")
        if (
            not joined
            or before is None
            or before.party is None
            or before.governor in ("of", "in", "for", "by", "with", "at", "from", "between")
        ):
            return tuple(out)
        out.insert(0, before)
        first = before.first


def _inverted(s: Sentence, hit: Hit) -> Attribution | None:
    """CONTENT, said the ministry. / "CONTENT," says a resident."""
    v, w = hit.first, hit.last
    if hit.entry.form not in ("past", "s") or (s.low(v - 1) not in (",", "'", "?", "!", ".") and s.low(v - 1) not in _QUOTES):
        return None
    subject = _phrase_from(s, w)
    if (
        subject is None
        or subject.kind == "number"
        or (subject.quantity is not None and subject.quantity.rule != "article" and not _is_quote(s, v - 1))
        or v == 0
    ):
        return None
    if s.cls(subject.last) in "VA" and not _is_quote(s, v - 1):
        # "Ms Anders, a student, said she voted": the phrase after the cue is the subject of what is said.
        return None
    begin = _clause_start(s, v - 1)
    content: list[Range] = [(begin, v - 1 if s.low(v - 1) == "," else v)]
    if content[0][0] >= content[0][1]:
        return None
    end = source_after(s, w, subject.last)
    resumed = next((k for k in range(end, min(len(s.tokens), end + 20)) if s.low(k) in _OPENERS), None)
    if resumed is not None:
        content.append((resumed, _end(s)))
    content = [c for c in content if c[0] < c[1]]
    return Attribution(
        (Source(subject, (w, end)),),
        ((v, w),),
        tuple(content),
        hit.entry.stance or "reported",
        hit.entry.kind,
        hit.entry.base,
        hit.entry.flags,
        "cue-subject",
    )


def _asked(s: Sentence, hit: Hit) -> Attribution | None:
    """When asked about CONTENT; Mr X was asked whether CONTENT: the one who asks is implied."""
    start = hit.last + (s.low(hit.last) == "about")
    end = clause_end(s, start, _end(s), phrase=True)
    comma = next((k for k in range(start, end) if s.low(k) == ","), end) if not _has_be(s, hit.first) else end
    if start >= comma:
        return None
    flags = hit.entry.flags | {"implied"}
    return Attribution((Source(None),), ((hit.first, hit.last),), ((start, comma),), "reported", None, hit.entry.base, flags, "passive")


def _subject_start(s: Sentence, i: int) -> int:
    """Where the subject that ends at ``i`` begins; the head of the clause where none is made out."""
    span = source_before(s, i)
    return span[0] if span is not None else i - 1 if s.low(i - 1) in ("who", "which", "that") else _clause_start(s, i)


def _seems(s: Sentence, hit: Hit) -> Attribution | None:
    """It seems that CONTENT; CONTENT seems to CONTENT: nobody is named who thinks so."""
    v, w = hit.first, hit.last
    start = _skip_back(s, v)
    if s.low(w) not in ("to", "that", "as", "like", ",") and s.low(start - 1) != "it":
        return None
    end = clause_end(s, w, _end(s), phrase=False)
    begin = _subject_start(s, start) if start > 0 else start
    rest = (w + (s.low(w) in (",", "that")), end)
    impersonal = s.low(start - 1) in ("it", "there")
    pieces = tuple(piece for piece in ((begin, start), rest) if piece[0] < piece[1] and not (impersonal and piece != rest))
    if not pieces:
        return None
    return Attribution((Source(None),), ((v, w),), pieces, "possible", None, hit.entry.base, hit.entry.flags | {"implied"}, "raised-to")


def _passive(s: Sentence, hit: Hit, by: Phrase | None) -> Attribution | None:
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
    if by is not None:
        stop = source_after(s, w + 1, by.last)
        source = Source(by, (w + 1, next((k for k in range(by.last, stop) if s.low(k) == "for"), stop)))
    flags = hit.entry.flags | ({"implied"} if by is None else frozenset())
    stance = hit.entry.stance or "reported"
    after = by.last if by is not None else w
    after = _after_apposition(s, after) if by is not None else after
    if s.low(after) == "that":
        return Attribution(
            (source,), ((v, w),), ((after + 1, _content_end(s, after + 1)),), stance, hit.entry.kind, hit.entry.base, flags, "passive"
        )
    if by is None and hit.entry.base == "ask":
        return _asked(s, hit)
    if s.low(w) in ("of", "to", "for") and by is None:
        begin = _subject_start(s, start)
        return Attribution(
            (source,),
            ((v, w),),
            ((begin, start), (w, clause_end(s, w, _content_end(s, w), phrase=True))) if begin < start else ((w, _end(s)),),
            stance,
            hit.entry.kind,
            hit.entry.base,
            flags,
            "raised-to",
            reach=((_clause_start(s, start), start), (w, _content_end(s, w))) if _clause_start(s, start) < start else (),
        )
    begin = _clause_start(s, start)
    content: list[Range] = [(begin, start)] if begin < start else []
    if s.low(after) == "," and after + 1 < _end(s) and s.low(start) in ("as", ",") and begin >= start:
        content.append((after + 1, _end(s)))
    elif by is None and after < _end(s):
        # "12 people were reported killed": what follows the cue is content too.
        content.append((after, clause_end(s, after, _clause_end(s, after), phrase=True)))
    narrow = _passive_content(s, hit, start, content)
    if not content or ("soft" in hit.entry.flags and by is None and s.low(w) not in ("to", "that")):
        return None
    if "counts" in hit.entry.flags and by is None:
        return None
    rule = "cue-by" if by is not None else "passive"
    return Attribution((source,), ((v, w),), narrow, stance, hit.entry.kind, hit.entry.base, flags, rule, reach=tuple(content))


def _passive_content(s: Sentence, hit: Hit, start: int, wide: Sequence[Range]) -> tuple[Range, ...]:
    """What a passive cue carries of all it may reach: its subject, and what is predicated of it ("was deemed unfit")."""
    w = hit.last
    if s.low(start) in ("which", "that") or (s.low(start) == "," and s.low(start + 1) in ("which", "that")):
        # "the raid, which was condemned by": the pronoun stands for what was condemned.
        at = start + (s.low(start) == ",")
        return ((at, at + 1),)
    if s.low(start) in ("as", ",") or not wide or wide[0][1] != start or _is_quote(s, start - 1) or _is_quote(s, start):
        return tuple(wide)
    begin = _subject_start(s, start)
    kept = [(begin, start)] if begin < start else []
    predicated = s.cls(w) in "DJWQqNC" or s.low(w) in ("as", "with", "that") or _harm_follows(s, w)
    if len(wide) > 1 and predicated and wide[-1][0] == w:
        kept.append((w, clause_end(s, w, wide[-1][1], phrase=True)))
    return tuple(kept) or tuple(wide)


# -- small questions -----------------------------------------------------------------------------------------------------


def _end(s: Sentence) -> int:
    """The end of the unit without its closing marks."""
    end = len(s.tokens)
    while end > 0 and s.low(end - 1) in _CLOSERS:
        end -= 1
    return end


def _phrase_from(s: Sentence, i: int) -> Phrase | None:
    """The phrase that begins at ``i`` or one token later."""
    phrase = s.phrase_at.get(i)
    if phrase is None and s.cls(i) in "BDWJL":
        phrase = s.phrase_at.get(i + 1)
    return phrase if phrase is not None and phrase.kind != "number" else None


def _plain_noun_phrase(s: Sentence, i: int) -> int | None:
    """Where a noun phrase of unknown words that begins at ``i`` ends: "court papers", "the summary of the case"."""
    j = i
    while j < len(s.tokens) and j - i < 9 and (s.cls(j) in "DWCJLQqSTNB" or (s.low(j) in ("of", "for") and j > i)):
        j += 1
    return j if j > i else None


def _main_subject(s: Sentence, v: int) -> tuple[Phrase | None, Range] | None:
    """The subject of the clause that "..., saying" hangs on: of the last main clause that begins before it. Its phrase and span."""
    best: tuple[Phrase | None, Range] | None = None
    for k in range(max(1, v - _NEAR), v):
        if (
            s.cls(k) not in "VA"
            or (s.quoted and s.quoted[k])
            or s.low(k).endswith("ing")
            or s.cls(k - 1) == "A"
            or s.low(k - 1) in ("to", "who", "which", "that")
        ):
            continue
        span = source_before(s, _skip_back(s, k))
        if span is None:
            continue
        before = s.low(span[0] - 1)
        anew = before in (";", "but", "while", "though", "although") or (before == "and" and s.low(span[0] - 2) == ",")
        told = s.cls(span[0] - 1) == "X" and span[0] > 0 and any(h.first == k and h.entry.role == "cue" for h in s.hits)
        if best is None or anew or told:
            best = (_head_in(s, span), span)
    return best


def _head_in(s: Sentence, span: Range) -> Phrase | None:
    """The phrase of the lexicon or the name that leads a span."""
    inside = next((p for p in s.phrases if span[0] <= p.first and p.last <= span[1] and p.kind != "number"), None)
    return inside if inside is not None and inside.governor not in ("of", "for", "by", "from", "in", "with") else None


def _source(s: Sentence, subject: Phrase, v: int) -> Source:
    """A subject with its modifiers and with what is hung on it or set off after it."""
    if not s.tokens[v].low.endswith("ing"):
        span = source_before(s, _skip_back(s, v))
        if span is not None and span[0] <= subject.first and subject.last <= span[1]:
            return Source(subject, span)
    if subject.kind == "pronoun":
        return Source(subject)
    left = source_before(s, subject.last)
    first = left[0] if left is not None and left[0] <= subject.first else subject.first
    return Source(subject, (first, min(max(subject.last, source_after(s, first, subject.last)), max(v, subject.last))))


def _skip_back(s: Sentence, v: int) -> int:
    i = v
    while s.cls(i - 1) in "AB" or s.low(i - 1) in ("not", "also", "n't"):
        i -= 1
    if s.cls(i - 1) == "T":
        # "the ministry on Thursday said"
        while s.cls(i - 1) == "T":
            i -= 1
        if s.cls(i - 1) == "R":
            i -= 1
    return i


def _has_modal(s: Sentence, v: int) -> bool:
    return any(s.cls(k) == "A" for k in range(_skip_back(s, v), v))


def _has_be(s: Sentence, v: int) -> bool:
    be = s.lexicon.words["be"]
    i = v - 1
    while s.cls(i) in "AB":
        if s.low(i) in be:
            return True
        i -= 1
    return False


def _apposition_start(s: Sentence, comma: int) -> int | None:
    """The token after the phrase that an apposition ending at ``comma`` belongs to."""
    for j in range(comma - 1, max(-1, comma - 25), -1):
        if s.low(j) in (",", "(", "—", "–", "-"):
            return (
                j
                if not any(
                    s.cls(k) == "V" and s.tokens[k].low.endswith(("s", "ed"))
                    for k in range(j + 1, comma)
                    if s.low(j + 1) not in ("who", "which", "whose")
                )
                else None
            )
        if s.low(j) in (";", ":"):
            return None
    return None


def _after_apposition(s: Sentence, i: int) -> int:
    """The token after an apposition that begins at ``i``: ", a UK-based monitor," or "(SOHR)"."""
    if s.low(i) == "(":
        for j in range(i + 1, min(len(s.tokens), i + 8)):
            if s.low(j) == ")":
                return _after_apposition(s, j + 1)
    if (
        s.low(i) == ","
        and s.cls(i + 1) in "DWNJLC"
        and s.low(i + 1) not in ("who", "which", "whose", "adding", "saying", "noting", "referring", "citing")
    ):
        for j in range(i + 2, min(len(s.tokens), i + 25)):
            if s.low(j) == "," or s.low(j) in _CLOSERS:
                return j
    while s.cls(i) == "T" or (s.cls(i) == "R" and s.cls(i + 1) == "T"):
        i += 1
    return i


def _list_item_start(s: Sentence, i: int) -> int | None:
    """In a list of figures with a source each ("84 on footage, over 200 according to locals"), where the item before ``i`` begins."""
    comma = next((k for k in range(i - 1, -1, -1) if s.low(k) in (",", ";", ":")), None)
    if comma is None or s.low(comma) != ",":
        return None
    people = [a for (a, _), q in s.quantities if q.of == "people"]
    mine = [a for a in people if comma < a < i]
    if mine and mine[0] == comma + 1 and any(a < comma for a in people) and not any(s.cls(k) in "VA" for k in range(comma, i)):
        return comma + 1
    return None


def _clause_start(s: Sentence, i: int) -> int:
    """Where the clause that ends at ``i`` begins: after a semicolon, or at the head of the unit."""
    for j in range(i - 1, -1, -1):
        if s.low(j) == ";":
            return j + 1
    colon = next((j for j in range(min(i, 14)) if s.low(j) == ":"), None)
    if colon is not None and colon < i - 1 and not any(s.cls(k) in "QVA" for k in range(colon)):
        return colon + 1
    return 0


def _clause_end(s: Sentence, i: int) -> int:
    """The semicolon after ``i``, or ", but" outside quotation marks, or the end of the unit."""
    quoted = any(_is_quote(s, k) for k in range(max(0, i - 1), len(s.tokens)))
    for j in range(i, len(s.tokens)):
        if s.low(j) == ";" or (not quoted and j > i + 2 and s.low(j) == "," and s.low(j + 1) == "but"):
            return j
    return _end(s)


def _content_end(s: Sentence, i: int) -> int:
    """Where the words a cue carries end: a semicolon, a second cue of the same speaker, or the end of the unit."""
    for hit in s.hits:
        if hit.entry.role == "cue" and hit.first > i and hit.entry.form in ("past", "s", "ing") and s.cls(hit.first) == "V":
            joined = s.low(hit.first - 1) in ("and", ",", "but") or (
                s.low(hit.first - 1) in ("also", "later") and s.low(hit.first - 2) == "and"
            )
            if joined and "soft" not in hit.entry.flags:
                cut = hit.first - 1
                while s.low(cut - 1) in (",", "and", "but"):
                    cut -= 1
                return min(cut, _clause_end(s, i))
    return _clause_end(s, i)


def _content_before(s: Sentence, i: int, *, held: bool = False) -> Range | None:
    """The words set off before "SUBJECT said", where SUBJECT begins at ``i``: CONTENT, SUBJECT said.

    ``held``: the cue is itself followed by a comma, so that a mere beginning ("If it rains, SUBJECT said, ...") is content too.
    """
    mark = s.low(i - 1)
    if mark not in (",", "?", "!", "—", "–") and mark not in _QUOTES:
        return None
    begin = _clause_start(s, i - 1)
    if (
        begin > 0
        and s.low(begin - 1) == ";"
        and not any(h.entry.role == "cue" and h.first < begin and s.cls(h.first) == "V" for h in s.hits)
        and not any(s.low(k) == ":" for k in range(begin))
    ):
        # "16 died; in the response four more were killed, SOHR says": nobody else speaks before the semicolon.
        begin = 0
    quoted = _is_quote(s, i - 1) or _is_quote(s, i - 2)
    if not quoted and not _starts_clause(s, begin):
        return (begin, i - 1) if mark == "," and held else None
    if not quoted and i - 1 - begin < 3:
        return None
    return (begin, i - 1 if mark == "," else i)


def _starts_clause(s: Sentence, begin: int) -> bool:
    """Whether a clause of its own, with a verb or a figure, begins at ``begin``; "On Thursday," is none."""
    for k in range(begin, len(s.tokens)):
        if s.low(k) == "," and k - begin > 0:
            break
        if s.cls(k) in "VAQ":
            return s.low(begin) not in ("when", "while", "if", "as", "after", "before", "although", "because", "asked", "since", "though")
    return False


def _is_quote(s: Sentence, i: int) -> bool:
    return s.low(i) in _QUOTES


def _addressee_end(s: Sentence, hit: Hit) -> int | None:
    """told Reuters that: the token after the one who was told."""
    if hit.entry.base in ("tell", "inform", "assure", "warn", "remind", "brief", "advise"):
        phrase = _phrase_from(s, hit.last)
        if phrase is not None:
            return phrase.last
    return None


def _that_soon(s: Sentence, i: int) -> int | None:
    """The token "that" after a short aside: said in a statement that."""
    for j in range(i, min(len(s.tokens), i + 9)):
        if s.low(j) == "that":
            return j
        if s.cls(j) in "V":
            return None
    return None


def _may_speak(s: Sentence, phrase: Phrase) -> bool:
    """Whether a phrase can be a speaker: not a bare number, not a body, not an inanimate noun we do not know."""
    if phrase.kind == "number" or "bodies" in phrase.flags:
        return False
    if phrase.kind == "pronoun":
        return s.low(phrase.first) not in ("us", "me", "them", "him", "itself", "himself", "herself", "themselves", "none")
    return True


def _tells_figure(s: Sentence, content: Sequence[Range], subject: Phrase) -> bool:
    """For verbs of counting: only where a body that counts states a figure of people."""
    if not (subject.party in _COUNTERS or "organisation" in subject.flags or subject.kind in ("name", "pronoun")):
        return False
    if subject.party == "individual" and "organisation" not in subject.flags and subject.kind != "name":
        return False
    return any(q.of == "people" and any(a <= first < b for a, b in content) for (first, _), q in [*s.quantities, *s.bare])


def _is_deed(s: Sentence, i: int) -> bool:
    """Whether an act of violence is named within the next words: "reports of brutality", "reports of killings"."""
    return any(h.entry.role == "event" and i <= h.first < i + 6 for h in s.hits) or s.low(i) in (
        "brutality",
        "abuses",
        "abuse",
        "violations",
    )
