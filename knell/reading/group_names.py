"""Names of armed groups that no lexicon knows, by their shape; and the short names that a report gives in brackets.

"the Valley Liberation Front (VLF)": a head ("front", "army", "commandos") with a word of cause before or after it ("liberation",
"people's"), or in quotation marks, is a name, in text all in capitals as well; and VLF goes by it in the rest of the report.
"""

from collections.abc import Iterable, Mapping, Sequence

from .lexicon import Entry, Hit, Lexicon
from .pieces import Unit
from .tokens import Token

_LONGEST = 7
_OPEN, _SHUT = frozenset("(["), frozenset(")]")
_QUOTES = frozenset({'"', "“", "”", "«", "»", "''", "``"})
_STOPS = frozenset({"of", "the", "for", "and", "-", "–"})


def find_group_names(units: Sequence[Unit], scanned: Sequence[Sequence[Hit]], lexicon: Lexicon) -> list[list[Hit]]:
    """The further name hits of each unit: names by shape, and the short names of groups that brackets give."""
    heads = lexicon.group_heads.keys()
    shaped = [
        _by_shape(unit.tokens, hits, lexicon) if not heads.isdisjoint(unit.lows) else [] for unit, hits in zip(units, scanned, strict=True)
    ]
    short: dict[str, Entry] = {}
    for unit, hits, new in zip(units, scanned, shaped, strict=True):
        if _OPEN.isdisjoint(unit.lows):
            continue
        for acronym, entry in _short_names(unit.tokens, [*(h for h in hits if h.entry.role == "name"), *new]):
            short.setdefault(acronym, entry)
    if not short:
        return shaped
    return [[*new, *_uses(unit.tokens, [*hits, *new], short)] for unit, hits, new in zip(units, scanned, shaped, strict=True)]


def _by_shape(tokens: Sequence[Token], hits: Sequence[Hit], lexicon: Lexicon) -> list[Hit]:
    heads = lexicon.group_heads
    at = [i for i, t in enumerate(tokens) if t.low in heads and t.text[0].isupper()]
    if not at:
        return []
    taken = {k for h in hits if h.entry.role == "name" for k in range(h.first, h.last)}
    verbs = {
        h.first for h in hits if h.entry.role in ("event", "cue") and h.entry.form in ("past", "part", "s", "ing") and h.last == h.first + 1
    }
    out: list[Hit] = []
    for i in at:
        if i in taken:
            continue
        first = _start(tokens, i, lexicon, taken | verbs)
        last = _end(tokens, i, lexicon, taken | verbs)
        words = {tokens[k].low for k in range(first, last)}
        quoted = first > 0 and tokens[first - 1].text in _QUOTES and any(t.text in _QUOTES for t in tokens[last : last + 2])
        cause = words & lexicon.group_causes and len(words) >= 2
        plain = any(h.entry.role == "party" and h.first <= i < h.last and h.last - h.first > 1 for h in hits)
        if (
            last - first < 2
            or not (cause or (quoted and not plain))
            or (plain and not words & {"liberation", "revolutionary", "resistance"})
        ):
            # "armed forces" is a word for a body and no name.
            continue
        name = " ".join(tokens[k].text for k in range(first, last))
        out.append(Hit(first, last, Entry("name", name, "name", kind=heads[tokens[i].low], name=name)))
        taken.update(range(first, last))
    return out


def _names_a_group(token: Token) -> bool:
    return token.text[0].isupper() or token.text[0].isdigit()


def _start(tokens: Sequence[Token], i: int, lexicon: Lexicon, barred: set[int]) -> int:
    """Where the name whose head stands at ``i`` begins: leftwards over capitalised words that are no verb and no small word."""
    first = i
    while first > 0 and i - first < _LONGEST:
        token = tokens[first - 1]
        if not _names_a_group(token) or first - 1 in barred or _is_small(token.low, lexicon) or token.low in lexicon.group_ranks:
            break
        first -= 1
    return first


def _end(tokens: Sequence[Token], i: int, lexicon: Lexicon, barred: set[int]) -> int:
    """Where it ends: after the head, or after "of" and the cause."""
    last = i + 1
    while last < len(tokens) and tokens[last].low in lexicon.group_heads and tokens[last].text[0].isupper() and last not in barred:
        last += 1
    if last + 1 < len(tokens) and tokens[last].low in ("of", "for"):
        k = last + 1
        while k < len(tokens) and k - last < 5 and _names_a_group(tokens[k]) and k not in barred and not _is_small(tokens[k].low, lexicon):
            k += 1
        if any(tokens[m].low in lexicon.group_causes for m in range(last + 1, k)):
            ends = [m for m in range(last + 1, k) if tokens[m].low in lexicon.group_causes]
            return ends[-1] + 1
    return last


def _is_small(low: str, lexicon: Lexicon) -> bool:
    w = lexicon.words
    return (
        low in w["determiners"]
        or low in w["prepositions"]
        or low in w["conjunctions"]
        or low in w["auxiliaries"]
        or low in w["pronouns"]
        or low in w["adverbs"]
        or low in lexicon.verbs
    )


def _short_names(tokens: Sequence[Token], names: Iterable[Hit]) -> Iterable[tuple[str, Entry]]:
    """ "NAME (ABC)" and "ABC [NAME]": the short form in capitals, with what it is short for."""
    for hit in names:
        if hit.entry.kind not in _ACTING:
            continue
        i = hit.last
        if i + 2 < len(tokens) and tokens[i].text in _OPEN and tokens[i + 2].text in _SHUT and _is_short(tokens[i + 1]):
            yield tokens[i + 1].text, hit.entry
        j = hit.first
        if j > 1 and tokens[j - 1].text in _OPEN and hit.last < len(tokens) and tokens[hit.last].text in _SHUT and _is_short(tokens[j - 2]):
            yield tokens[j - 2].text, hit.entry


def _is_short(token: Token) -> bool:
    return 2 <= len(token.text) <= 8 and token.text.isupper() and token.text[0].isalpha()


_ACTING = frozenset({"armed_group", "militia", "state_forces", "police", "foreign_forces", "party"})


def _uses(tokens: Sequence[Token], hits: Iterable[Hit], short: Mapping[str, Entry]) -> list[Hit]:
    """Where a unit uses a short name."""
    found = [i for i, t in enumerate(tokens) if t.text in short]
    if not found:
        return []
    taken = {k for h in hits if h.entry.role == "name" for k in range(h.first, h.last)}
    return [Hit(i, i + 1, short[tokens[i].text]) for i in found if i not in taken]
