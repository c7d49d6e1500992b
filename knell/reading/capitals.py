"""People's names in text all in capitals, where no letter tells a name from a word: by what stands before and after them.

A run of words no lexicon knows is a name after a title ("JUDGE ..."), after a noun for a harm with "of" ("THE MURDER OF ..."), as
the object of a verb of harm, and as the subject of one in the passive. A run that a known noun goes on from is its modifier.
"""

from collections.abc import Sequence

from .lexicon import Hit, Lexicon
from .tokens import Token

_LONGEST = 6
_PARTICLES = frozenset({"de", "la", "del", "los", "las", "y", "van", "von", "bin", "al", "el", "da", "dos"})
_WORD_ENDINGS = (
    "tion",
    "sion",
    "ment",
    "ness",
    "ity",
    "ism",
    "ive",
    "ous",
    "ance",
    "ence",
    "ship",
    "ical",
    "ing",
    "ed",
    "ly",
    "ists",
    "ies",
    "ers",
    "ts",
    "ns",
    "ory",
    "ary",
)
_HARMS = frozenset({"killed", "injured", "abducted", "detained", "missing"})


def is_in_capitals(tokens: Sequence[Token]) -> bool:
    """Whether a unit is all in capitals: nearly every word of more than one letter."""
    words = [t.text for t in tokens if t.text.isalpha() and len(t.text) > 1]
    return len(words) >= 4 and sum(w.isupper() for w in words) >= 0.9 * len(words)


def mark_names(tokens: Sequence[Token], codes: list[str], hits: Sequence[Hit], lexicon: Lexicon) -> None:
    """Gives the class of a name (C) to the words of people's names."""
    titles = lexicon.words["titles"]
    opened, closing = _openings(tokens, codes, hits, titles)
    for i, token in enumerate(tokens):
        if codes[i] == "W" and token.low in lexicon.words["given_names"]:
            opened.setdefault(i, 2)
    for i in sorted(opened):
        end = _run(tokens, codes, i, lexicon)
        least = 1 if end < len(tokens) - 1 and tokens[end].low == "," and codes[end + 1] == "D" else opened[i]
        if end > i and end - i >= least and _closed(tokens, codes, end):
            codes[i:end] = "C" * (end - i)
    for v in closing:
        start = v
        while start > 0 and v - start < _LONGEST and (codes[start - 1] == "W" or tokens[start - 1].low in _PARTICLES):
            start -= 1
        if start < v and (start == 0 or codes[start - 1] in "XKV") and _run(tokens, codes, start, lexicon) == v and v - start >= 2:
            codes[start:v] = "C" * (v - start)


def _openings(
    tokens: Sequence[Token], codes: Sequence[str], hits: Sequence[Hit], titles: frozenset[str]
) -> tuple[dict[int, int], list[int]]:
    """Where a name may begin, with the fewest words it must have there; and where one may end, before a verb of harm."""
    opened: dict[int, int] = {}
    closing: list[int] = []
    n = len(tokens)
    for i in range(1, n):
        if tokens[i - 1].low in titles and codes[i] == "W":
            opened[i] = 1
    for hit in hits:
        entry = hit.entry
        if entry.role == "person" and entry.form == "noun" and "bodies" not in entry.flags and hit.last < n:
            opened.setdefault(hit.last, 2)
        if entry.role != "event" or entry.harm not in _HARMS:
            continue
        after = hit.last
        if entry.frame in ("tally", "deed") and after < n and tokens[after].low == "of":
            opened.setdefault(after + 1, 2)
        elif entry.frame == "agent" and entry.form in ("past", "ing", "base", "s"):
            opened.setdefault(after, 2)
        if (entry.frame == "agent" and entry.form in ("past", "part")) or entry.frame == "patient":
            v = hit.first
            while v > 0 and codes[v - 1] in "AB":
                v -= 1
            if v < hit.first or entry.frame == "patient":
                closing.append(v)
    return opened, closing


def _run(tokens: Sequence[Token], codes: Sequence[str], start: int, lexicon: Lexicon) -> int:
    """The end of the run of unknown words that begins at ``start``; ``start`` where there is none."""
    i = start
    while i < len(tokens) and i - start < _LONGEST:
        low = tokens[i].low
        inner = i > start and (low in _PARTICLES or codes[i] == "L" or (codes[i] == "X" and low == "." and len(tokens[i - 1].text) == 1))
        if not inner and (
            codes[i] not in "WC"
            or not tokens[i].text[0].isalpha()
            or low.endswith(_WORD_ENDINGS)
            or low in lexicon.noun_verbs
            or low in lexicon.words["org_words"]
        ):
            break
        i += 1
    while i > start and tokens[i - 1].low in _PARTICLES:
        i -= 1
    return i


def _closed(tokens: Sequence[Token], codes: Sequence[str], end: int) -> bool:
    """Whether a run ends where a name would: before a mark, a verb, a preposition, not before the noun it modifies."""
    return end >= len(tokens) or codes[end] in "XAVKRSTDB"
