"""Who says it: cues, their sources and the words they carry.

Word-order rules, each with an id that ``--explain`` shows:

    subject-cue     the ministry said (that) CONTENT           cue-subject     CONTENT, said the ministry
    content-first   CONTENT, the ministry said                 cue-by          CONTENT, as reported by the Observatory
    prepositional   according to the Observatory, CONTENT      colon           SOHR: CONTENT
    adjective       the governor is confident that CONTENT     study           in a poll, CONTENT
    adverb          allegedly CONTENT (source implied)         noun            allegations that CONTENT, reports of CONTENT
    trailing        CONTENT – local sources (a headline)
    passive         was reported (source implied)              raised-to       is said to have CONTENT

A passive or a noun without a source gives an implied source: kind unknown, no offsets. Never a guess.
"""

from collections.abc import Sequence

from .attributed import Attribution
from .lexicon import Hit
from .quotes import Quotes
from .said_active import read_active
from .said_by_adjective import read_adjective
from .said_by_layout import read_colons, read_topic, read_trailing
from .said_by_phrase import read_adverb, read_noun, read_prepositional
from .said_by_study import read_study
from .said_by_verb import adds_source, read_cited, read_gapped, read_toll, read_verb, with_cited
from .sayers import find_subject, over_adverbs
from .sentence import Sentence
from .silences import is_silence

_VERB_FORMS = frozenset({"base", "s", "ing", "past", "part"})


def find_attributions(sentence: Sentence, quotes: Quotes | None = None) -> list[Attribution]:
    """The attributions of one unit, in the order of their cues.

    ``quotes``: the quotations of the text; a cue inside one gets the flag "quoted", since the words are another speaker's.
    """
    found: list[Attribution] = []
    taken: set[int] = set()
    sentence.quoted = quotes.mask(sentence.tokens, sentence.unit.start, sentence.unit.end) if quotes is not None else b""
    found += read_colons(sentence)
    if not found and (topic := read_topic(sentence) or read_trailing(sentence)) is not None:
        found.append(topic)
    for hit in sentence.hits:
        entry = hit.entry
        if entry.role == "event" and entry.frame == "toll" and hit.first not in taken:
            owned = read_toll(sentence, hit)
            if owned is not None:
                found.append(owned)
                taken.update(range(hit.first, hit.last))
            continue
        if entry.role != "cue" or hit.first in taken:
            continue
        one: Attribution | None
        if (entry.base in ("cite", "quote", "citing", "quoting") or adds_source(sentence, hit)) and hit.first > 0:
            cited = read_cited(
                s := sentence, hit, find_subject(s, hit.first) if s.low(hit.first - 1) != "," else s.phrase_to.get(hit.first - 1)
            )
            if cited:
                found += cited
                taken.update(range(hit.first, hit.last))
                continue
        if entry.form == "prep":
            one = read_prepositional(sentence, hit)
        elif entry.form == "adverb":
            one = read_adverb(sentence, hit)
        elif entry.form == "study":
            one = read_study(sentence, hit)
        elif entry.form == "adjective":
            one = read_adjective(sentence, hit)
        elif "noun" in entry.flags:
            one = read_noun(sentence, hit)
        elif entry.form in _VERB_FORMS:
            one = read_verb(sentence, hit) or _said_adding(sentence, hit, found)
        else:
            one = None
        if one is not None:
            one = with_cited(sentence, one, taken)
            second = read_gapped(sentence, one)
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
    found = [a for a in found if not _modifies_source(sentence, a, found) and not is_silence(sentence, a)]
    found = [a._replace(flags=a.flags | {"quoted"}) if a.cues and sentence.quoted and sentence.quoted[a.at] else a for a in found]
    found = [a._replace(flags=a.flags | {"nested"}) if _is_nested(a, found) else a for a in found]
    return sorted(found, key=lambda a: (a.at, a.content))


def _said_adding(s: Sentence, hit: Hit, found: Sequence[Attribution]) -> Attribution | None:
    """ "...," said the mayor, urging CONTENT: whoever stands right before the participle, after a cue of their own, goes on."""
    i = over_adverbs(s, hit.first)
    if hit.entry.form != "ing" or s.low(i - 1) != ",":
        return None
    before = (a.sources[0] for a in found if a.rule == "cue-subject")
    source = next((one for one in before if one.span is not None and one.span[1] in (i - 1, i)), None)
    return read_active(s, hit, source.phrase, source.span) if source is not None else None


def _modifies_source(s: Sentence, one: Attribution, found: Sequence[Attribution]) -> bool:
    """Whether the cue only tells which source another cue has: the "posted" of "a statement posted online said"."""
    return one.rule == "subject-cue" and any(
        a is not one
        and a.rule in ("subject-cue", "content-first")
        and (span := a.sources[0].span) is not None
        and span[0] <= one.at < span[1] <= a.at
        and one.sources[0].span is not None
        and one.sources[0].span[0] == span[0]
        and not any(s.low(k) == "," for k in range(span[0], one.at))
        for a in found
    )


def _is_nested(one: Attribution, found: Sequence[Attribution]) -> bool:
    """Whether the cue stands in the words that another attribution carries, and not the other way about as well."""
    if not one.cues:
        return False
    for a in found:
        unnamed = a.rule in ("adverb", "noun", "colon") or (a.rule in ("passive", "raised-to") and "implied" in a.flags)
        if a is one or unnamed or ("quoted" in a.flags and "quoted" not in one.flags):
            continue
        if any(lo <= one.at < hi for lo, hi in a.content) and not any(lo <= a.at < hi for lo, hi in one.content):
            return True
    return False
