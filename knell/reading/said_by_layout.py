"""Who speaks by the way the text is set: a name and a colon, a topic before a bar, a label."""

from .attributed import COUNTERS, Attribution, Source
from .said_content import unit_end
from .sentence import Sentence


def read_colons(s: Sentence) -> list[Attribution]:
    """SOURCE: CONTENT, at the head of a unit or after a semicolon, as headlines and terse restatements have it."""
    if ":" not in s.lows:
        return []
    heads = [0, *(k + 1 for k in range(len(s.tokens)) if s.low(k) == ";")]
    found = [c for head in heads if (c := _read_colon(s, head)) is not None]
    # The next "SOURCE:" ends what the one before it says.
    starts = [c.content[0][0] for c in found[1:]]
    return [
        c._replace(content=((c.content[0][0], _head_of(s, after)),)) if after is not None else c
        for c, after in zip(found, [*starts, None], strict=False)
    ]


def read_topic(s: Sentence) -> Attribution | None:
    """UN commission on the violence of March; ...: a line without a verb whose source stands first and whose matter follows "on"."""
    lead = next((p for p in s.phrases[:2] if p.first <= 1 and p.kind == "party" and p.name and p.party in COUNTERS), None)
    if lead is None or s.low(lead.last) != "on" or s.cls(lead.last + 1) == "T":
        return None
    end = next((k for k in range(lead.last, len(s.tokens)) if s.low(k) in (";", ".", "")), len(s.tokens))
    if any(s.cls(k) == "A" or (s.cls(k) == "V" and not s.tokens[k].low.endswith("ing")) for k in range(lead.last, end)):
        return None
    cue = (lead.last, lead.last + 1)
    return Attribution((Source(lead),), (cue,), ((lead.last + 1, unit_end(s)),), "reported", None, "on", frozenset(), "topic")


def read_trailing(s: Sentence) -> Attribution | None:
    """ "12 dead in Homs – local sources", "70 killed, ten of them women: UN": a headline that ends in whose word it is."""
    end = unit_end(s)
    source = s.phrase_to.get(end)
    if source is None or source.first < _TRAILED or s.low(source.first - 1) not in _TRAILING or source.quantity is not None:
        return None
    if source.kind != "party" or source.party not in COUNTERS | {"police", "state_forces"}:
        return None
    mark = (source.first - 1, source.first)
    flags = frozenset({"counts"})
    return Attribution((Source(source),), (mark,), ((0, mark[0]),), "reported", None, s.low(mark[0]), flags, "trailing")


_TRAILED = 4
"""Tokens that at least stand before the mark of a source that trails."""
_TRAILING = frozenset({"–", "—", "-", ":"})


def _head_of(s: Sentence, i: int) -> int:
    while i > 0 and s.low(i - 1) != ";":
        i -= 1
    return max(0, i - 1)


def _read_colon(s: Sentence, head: int) -> Attribution | None:
    limit = min(len(s.tokens), head + 14)
    for i in range(head + 1, limit):
        if s.low(i) == ":" and i + 1 < len(s.tokens):
            phrase = s.phrase_to.get(i)
            if phrase is not None and phrase.kind == "name" and "organisation" not in phrase.flags:
                if s.low(phrase.head) in s.lexicon.words["labels"] or not _says_something(s, i + 1):
                    return None
            if phrase is not None and phrase.first <= head + 1 and phrase.quantity is None and (phrase.party or phrase.kind == "name"):
                return Attribution(
                    (Source(phrase),), ((i, i + 1),), ((i + 1, unit_end(s)),), "reported", None, ":", frozenset({"counts"}), "colon"
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
                    (Source(lead),), ((i, i + 1),), ((i + 1, unit_end(s)),), "reported", None, ":", frozenset({"counts"}), "colon"
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
    if not _says_something(s, colon + 1):
        return None
    following = s.tokens[colon + 1].text[0]
    if not following.isalpha() and following not in "\"“”'‘’«":
        return None
    return Attribution(
        (Source(None, (head, colon)),),
        ((colon, colon + 1),),
        ((colon + 1, unit_end(s)),),
        "reported",
        None,
        ":",
        frozenset({"label"}),
        "colon",
    )


def _says_something(s: Sentence, start: int) -> bool:
    """Whether more than a name, a number or an address stands after a colon."""
    end = unit_end(s)
    return end - start > 1 and any(s.cls(k) not in "CLqTX" for k in range(start, end))
