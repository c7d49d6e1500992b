"""Sentences that name those harmed: "the dead are X, Y and Z", "the victims were identified as X", "also injured was X".

Such a roll tells no new deed. Its people are those told of before (by their number, or as "the victims"), and it opens with words for
the harmed and a verb of being or naming; a list of names follows. Only names make a roll: "the dead were taken to the hospital" is none.
"""

import re
from collections.abc import Collection
from functools import cache
from itertools import compress, pairwise
from typing import NamedTuple

from knell.terms.load import load_terms

from .finding import Finding
from .sentence import Phrase, Sentence

_HARMS = ("killed", "injured", "abducted", "missing")
_TYPES = {"killed": "killing", "injured": "assault", "abducted": "abduction", "missing": "enforced_disappearance"}
_OPENING = 45
"""Tokens of a unit within which a roll opens: datelines and speakers stand before it."""
_THEY = re.compile(r"^(?:they|these|both) (?:are|were|have been|had been)(?: \w+){0,2}? ")
_CLOSES = frozenset({"who", "which", "when", "while", "where", "after", "whose", "because", "during"})
"""Words after which a list of commas goes on about the last one named."""
_ITEM = frozenset({",", ";", ":", "and", "as", "are", "were", "is", "was", "include", "included", "includes", "--", "-", "(", "been"})


_MARKS = frozenset({",", ";", ".", "and", "(", "--", ":"})
"""What may follow a name in a list."""
_SHORTEST, _LONGEST = 2, 5
"""Words of a name in capitals that no list of given names has."""


class Opening(NamedTuple):
    """The words that open a roll: their tokens [first, last), the harm they name (``None``: that told before), where the list begins."""

    first: int
    last: int
    harm: str | None
    list: int


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    terms = load_terms("en", "rolls")

    def any_of(*sections: str) -> str:
        return "|".join(re.escape(w) for section in sections for w in terms[section]["words"])

    harmed = rf"(?P<harmed>{any_of(*_HARMS, 'told')})"
    led = rf"(?:(?:{any_of('before')}) )*"
    after = rf"(?: (?:{any_of('after')}))*"
    named = rf"(?:{any_of('named')})"
    be = rf"(?:{any_of('are')})(?: (?:been|later|today|yesterday|officially|only))*"
    start = r"(?:(?<=^)|(?<=[,;:.\]] )|(?<=- )|(?<=that )|(?<=and )|(?<=said ))"
    plain = re.compile(rf"{start}{led}{harmed}{after} (?:{be} (?:{named} (?:by [^,;:]{{1,50}}? )?as|being)|{be})(?: :)? ")
    colon = re.compile(rf"{start}{led}{harmed}{after}(?: in [^,;:.]{{1,60}}?| by [^,;:.]{{1,60}}?)?(?: {be})? : ")
    naming = re.compile(rf"{named} (?:the |all |two |three |both )*{harmed}{after} as ")
    apposed = re.compile(rf"{start}the (?:(?:other|first|second|third|only|dead|young|latest) )?(?P<harmed>victim|deceased) , ")
    return plain, colon, naming, apposed


@cache
def _harm_of(word: str) -> str | None:
    terms = load_terms("en", "rolls")
    return next((harm for harm in _HARMS if word in terms[harm]["words"]), None)


@cache
def _signs() -> frozenset[str]:
    terms = load_terms("en", "rolls")
    return frozenset(w for section in (*_HARMS, "told") for w in terms[section]["words"]) | {"they", "these", "both"}


@cache
def _follows() -> frozenset[str]:
    """What may stand right behind the word for those harmed."""
    terms = load_terms("en", "rolls")
    return frozenset((*terms["after"]["words"], *terms["are"]["words"]))


@cache
def _names() -> frozenset[str]:
    """Of the verbs of naming, any of which may be within a longer word."""
    return frozenset(load_terms("en", "rolls")["named"]["words"])


def may_open(lows: Collection[str]) -> bool:
    """Whether a unit has the words of a roll: worth a closer look though no word of it tells a deed."""
    return not _signs().isdisjoint(lows)


def read_rolls(s: Sentence, found: list[Finding], last_harm: str | None, type_of: dict[str, str]) -> list[Finding]:
    """The findings of a unit with those named in a roll. ``last_harm``: the harm last told; ``type_of``: harm -> type of its last deed."""
    opening = find_opening(s)
    harm = (opening.harm or last_harm) if opening is not None else None
    if opening is None or harm not in _TYPES:
        return found
    people = list_named(s, opening.list)[: 1 if s.low(opening.list - 1) == "," else None]
    if not any(_is_named(p) for p in people):
        return found
    roll = Finding(
        first=opening.first, last=opening.last, type=type_of.get(harm, _TYPES[harm]), harm=harm, stage="done", quantity=None,
        victims=tuple(people), perpetrators=(), targets=(), instrument=None, denied=False, possible=False,
        anchor=opening.first, part_of=None, rule="among",
    )  # fmt: skip
    end = max(p.last for p in people)
    rest = [f for f in found if not (f.harm in (harm, "none") and opening.first < f.last and f.first < end and f.quantity is None)]
    return sorted([*rest, roll], key=lambda f: (f.anchor, f.first))


def find_opening(s: Sentence) -> Opening | None:
    """The words that open a roll in this unit, if any do."""
    lows = s.lows[:_OPENING]
    signs = _signs().intersection(lows)
    if not signs:
        return None
    text = " ".join(lows) + " "
    they = _THEY.match(text) if lows[0] in signs else None
    if they is not None:
        return Opening(0, 1, None, _token_at(text, they.end()))
    follows = _follows()
    may_match = (
        not follows.isdisjoint([after for low, after in pairwise(lows) if low in signs]),
        ":" in lows,
        any(word in text for word in _names()),
        "victim" in signs or "deceased" in signs,
    )
    for pattern in compress(_patterns(), may_match):
        match = pattern.search(text)
        if match is not None:
            first = _token_at(text, match.start("harmed"))
            return Opening(first, first + 1, _harm_of(match["harmed"]), _token_at(text, match.end()))
    return None


def _token_at(text: str, place: int) -> int:
    return text.count(" ", 0, place)


def list_named(s: Sentence, start: int) -> list[Phrase]:
    """The people a list names from token ``start`` on: what opens each item of it; what stands beside a name only describes it."""
    by_semicolon = any(s.low(k) == ";" for k in range(start, len(s.tokens)))
    out: list[Phrase] = []
    closed = False
    told = start
    for p in _phrases_and_names(s, start):
        if p.first < start or p.kind not in ("name", "people"):
            continue
        for k in range(told, p.first):
            if by_semicolon and s.low(k) == ";":
                closed = False
            elif s.low(k) in _CLOSES or s.cls(k) == "V":
                closed = True
        told = p.first
        opens = p.first == start or s.low(p.first - 1) in _ITEM or _after_age(s, p.first)
        if not opens or (closed and out) or "organisation" in p.flags:
            continue
        if by_semicolon and out and s.low(p.first - 1) == "," and not _is_first_of_item(s, p.first, start):
            continue
        if not out and p.first > start + 6:
            return []
        if _is_named(p) or (out and s.low(p.first - 1) in (";", "and") and (p.quantity is not None or by_semicolon)):
            out.append(p)
    return out


def _phrases_and_names(s: Sentence, start: int) -> list[Phrase]:
    """The phrases of a unit; in capitals also what can only be a name here: some words between the marks of a list, none of them known."""
    if not s.caps:
        return list(s.phrases)
    known = [p for p in s.phrases if p.name]
    made = [
        p
        for k in range(start, len(s.tokens))
        if (p := _name_in_capitals(s, k, start)) is not None and not any(q.first < k < q.last for q in known)
    ]
    rest = [p for p in s.phrases if not any(q.first <= p.first < q.last for q in made)]
    return sorted([*rest, *made], key=lambda p: p.first)


def _name_in_capitals(s: Sentence, k: int, start: int) -> Phrase | None:
    if k != start and s.low(k - 1) not in _ITEM and not _after_age(s, k):
        return None
    end = k
    while end < len(s.tokens) and s.cls(end) in "WC" and s.tokens[end].low.isalpha():
        end += 1
    if not _SHORTEST <= end - k <= _LONGEST or (end < len(s.tokens) and s.low(end) not in _MARKS):
        return None
    first, last = s.tokens[k], s.tokens[end - 1]
    name = " ".join(t.text for t in s.tokens[k:end])
    return Phrase(
        first=k, last=end, start=first.start, end=last.end, kind="name", head=end - 1, quantity=None, flags=frozenset({"proper"}),
        group=None, name=name, party=None, governor=s.low(k - 1), plural=False,
    )  # fmt: skip


def _is_named(p: Phrase) -> bool:
    return (p.kind == "name" or "named" in p.flags) and bool(p.name)


def _after_age(s: Sentence, first: int) -> bool:
    """ "19-year-old Ana Diaz": the age opens the item."""
    return "year-old" in s.low(first - 1) or s.low(first - 1) in ("old", "years-old")


def _is_first_of_item(s: Sentence, first: int, start: int) -> bool:
    """Whether a semicolon or "and" stands between the last name's item and this one, or no semicolon came before at all."""
    k = first - 1
    while k > start and s.low(k) not in (";", ":", "and"):
        if s.cls(k) in "VR":
            return False
        k -= 1
    return s.low(k) in (";", ":", "and") or k <= start
