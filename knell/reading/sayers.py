"""Whom a cue makes speak: the subject of its verb, with tails, appositions and coordinates, and what may speak at all."""

from .attributed import CLOSERS, Range, Source
from .said_content import find_clause_start
from .sentence import Phrase, Sentence
from .source_spans import source_after, source_before

_EMPHATIC = frozenset({"himself", "herself", "itself", "themselves"})
_IN_FACT = frozenset({"fact", "turn", "part", "effect", "course", "example", "instance", "general"})
"""With a preposition these stand inside a verb group: "have in fact reported"."""
_THINGS = frozenset({"it", "that", "there", "this", "what"})
_NEAR = 120
"""Tokens before a verb in which its main clause is looked for: longer sentences than that have no structure to go by."""


def find_subject(s: Sentence, v: int) -> Phrase | None:
    """The phrase whose verb stands at ``v``: right before it, over auxiliaries, adverbs and a set-off apposition."""
    i = skip_back(s, v)
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
        elif with_tail(s, phrase) is not None:
            return phrase
        elif phrase.governor not in ("of", "for") and not (phrase.kind == "place" and phrase.governor == "from"):
            return None
    if phrase is None and s.low(i - 1) == "," and (span := source_before(s, i)) is not None:
        # "the mayor, in a letter sent on Monday, said"
        phrase = find_head_in(s, span)
    if phrase is None and s.low(i - 1) in ("and", ",", "but") and i == v:
        return _shared_subject(s, i - 1)
    return phrase


def with_tail(s: Sentence, phrase: Phrase) -> Range | None:
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
            first = s.phrase_to.get(skip_back(s, hit.first))
            if first is not None:
                return first
    for k in range(1, conjunction):
        if s.cls(k) == "V" and not s.tokens[k].low.endswith("ing"):
            first = s.phrase_to.get(skip_back(s, k))
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


def coordinates_of(s: Sentence, subject: Phrase) -> tuple[Phrase, ...]:
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


def find_subject_start(s: Sentence, i: int) -> int:
    """Where the subject that ends at ``i`` begins; the head of the clause where none is made out."""
    span = source_before(s, i)
    return span[0] if span is not None else i - 1 if s.low(i - 1) in ("who", "which", "that") else find_clause_start(s, i)


def find_main_subject(s: Sentence, v: int) -> tuple[Phrase | None, Range] | None:
    """The subject of the clause that "..., saying" hangs on: of the last main clause that begins before it. Its phrase and span."""
    best: tuple[Phrase | None, Range] | None = None
    for k in range(max(1, v - _NEAR), v):
        if (
            not (s.cls(k) in "VA" or is_past_of_unknown(s, k))
            or (s.quoted and s.quoted[k])
            or s.low(k).endswith("ing")
            or s.cls(k - 1) == "A"
            or s.low(k - 1) in ("to", "who", "which", "that")
        ):
            continue
        span = source_before(s, skip_back(s, k))
        if span is None:
            continue
        before = s.low(span[0] - 1)
        anew = before in (";", "but", "while", "though", "although") or (before == "and" and s.low(span[0] - 2) == ",")
        told = s.cls(span[0] - 1) == "X" and span[0] > 0 and any(h.first == k and h.entry.role == "cue" for h in s.hits)
        if best is None or anew or told:
            best = (find_head_in(s, span), span)
    return best


def is_past_of_unknown(s: Sentence, k: int) -> bool:
    """Whether the word at ``k`` is by its ending and place the past of a verb that no lexicon knows: "the senator rescinded his"."""
    low = s.low(k)
    return (
        s.cls(k) == "W"
        and low.endswith("ed")
        and len(low) > 4
        and (low not in s.lexicon.words["reduced_relatives"] or s.cls(k - 1) in "PB" or s.cls(k + 1) in "DPC")
        and s.tokens[k].text[0].islower()
        and s.cls(k - 1) in "CNPBW"
        and s.cls(k + 1) in "DPCRKBLQqXWT"
    )


def find_head_in(s: Sentence, span: Range) -> Phrase | None:
    """The phrase of the lexicon or the name that leads a span."""
    inside = next((p for p in s.phrases if span[0] <= p.first and p.last <= span[1] and p.kind != "number"), None)
    return inside if inside is not None and inside.governor not in ("of", "for", "by", "from", "in", "with") else None


def source_of(s: Sentence, subject: Phrase, v: int) -> Source:
    """A subject with its modifiers and with what is hung on it or set off after it."""
    if s.low(subject.first) in ("which", "what", "that") and subject.last - subject.first > 1:
        # "which Roe called a farce": the pronoun is what was called.
        return Source(subject, (subject.first + 1, subject.last))
    if not s.tokens[v].low.endswith("ing"):
        span = source_before(s, skip_back(s, v))
        if span is not None and span[0] <= subject.first and subject.last <= span[1]:
            return Source(subject, span)
    if subject.kind == "pronoun":
        return Source(subject)
    left = source_before(s, subject.last)
    first = left[0] if left is not None and left[0] <= subject.first else subject.first
    return Source(subject, (first, min(max(subject.last, source_after(s, first, subject.last)), max(v, subject.last))))


def skip_back(s: Sentence, v: int) -> int:
    """The first token of the verb group that ends at token ``v``: auxiliaries, adverbs and a day between subject and verb are passed."""
    i = _over_adverbs(s, v)
    if s.cls(i - 1) == "T":
        # "the ministry on Thursday said"
        while s.cls(i - 1) == "T":
            i -= 1
        if s.cls(i - 1) == "R":
            i -= 1
    return i


def _over_adverbs(s: Sentence, i: int) -> int:
    """Past auxiliaries, adverbs, an emphatic pronoun and a set-off connective: "the army itself", "the mayor, however,"."""
    asides = s.lexicon.words["asides"]
    while i > 0:
        if s.cls(i - 1) in "AB" or s.low(i - 1) in ("not", "also", "n't"):
            i -= 1
        elif s.low(i - 1) in _IN_FACT and s.low(i - 2) in ("in", "of", "for") and s.cls(i - 3) == "A":
            i -= 2
        elif s.low(i - 1) in asides and i > 1 and (s.cls(i - 2) in "CNPWSLJA" or s.low(i - 2) in ("who", "which", "that", ",")):
            i -= 1
        elif s.low(i - 1) in ("both", "all", "each") and i > 1 and s.cls(i - 2) in "AP":
            i -= 1
        elif s.low(i - 1) in _EMPHATIC and i > 1 and s.cls(i - 2) in "CNWSLPJ":
            i -= 1
        elif s.low(i - 1) == "," and i > 3 and s.low(i - 2) in asides and s.low(i - 3) == ",":
            i -= 3
        else:
            return i
    return i


def over_adverbs(s: Sentence, v: int) -> int:
    """The first of the adverbs right before a verb: ", falsely suggesting"."""
    while s.cls(v - 1) == "B":
        v -= 1
    return v


def has_modal(s: Sentence, v: int) -> bool:
    """Whether an auxiliary or modal stands in the verb group of token ``v``."""
    return any(s.cls(k) == "A" for k in range(skip_back(s, v), v))


def has_be(s: Sentence, v: int) -> bool:
    """Whether a form of "be" stands right before the verb at token ``v``, adverbs aside."""
    be = s.lexicon.words["be"]
    i = v - 1
    while s.cls(i) in "AB":
        if s.low(i) in be or (s.low(i) == "'s" and (s.low(v).endswith("ing") or s.low(i - 1) in _THINGS)):
            # "she's saying", "it's expected"; "she's said" has a "has".
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


def after_apposition(s: Sentence, i: int) -> int:
    """The token after an apposition that begins at ``i``: ", a UK-based monitor," or "(SOHR)"."""
    if s.low(i) == "(":
        for j in range(i + 1, min(len(s.tokens), i + 8)):
            if s.low(j) == ")":
                return after_apposition(s, j + 1)
    if (
        s.low(i) == ","
        and s.cls(i + 1) in "DWNJLC"
        and s.low(i + 1) not in ("who", "which", "whose", "adding", "saying", "noting", "referring", "citing")
    ):
        for j in range(i + 2, min(len(s.tokens), i + 25)):
            if s.low(j) == "," or s.low(j) in CLOSERS:
                return j
    while s.cls(i) == "T" or (s.cls(i) == "R" and s.cls(i + 1) == "T"):
        i += 1
    return i


def list_item_start(s: Sentence, i: int) -> int | None:
    """In a list of figures with a source each ("84 on footage, over 200 according to locals"), where the item before ``i`` begins."""
    comma = next((k for k in range(i - 1, -1, -1) if s.low(k) in (",", ";", ":")), None)
    if comma is None or s.low(comma) != ",":
        return None
    people = [a for (a, _), q in s.quantities if q.of == "people"]
    mine = [a for a in people if comma < a < i]
    if mine and mine[0] == comma + 1 and any(a < comma for a in people) and not any(s.cls(k) in "VA" for k in range(comma, i)):
        return comma + 1
    return None


def may_speak(s: Sentence, phrase: Phrase) -> bool:
    """Whether a phrase can be a speaker: not a bare number, not a body, not an inanimate noun we do not know."""
    if (phrase.kind == "number" and phrase.party is None) or "bodies" in phrase.flags:
        return False
    if phrase.kind == "pronoun":
        return s.low(phrase.first) not in ("us", "me", "them", "him", "itself", "himself", "herself", "themselves", "none")
    return True
