"""Noun phrases for people, parties, names, pronouns and bare numbers, found as patterns over the letters of ``word_classes``."""

import re
from functools import lru_cache

from .lexicon import Hit
from .pieces import Phrase, Quantity
from .word_classes import ClassedWords

_NOUN_PHRASE = re.compile(
    r"(?:D{0,4}[WJL]{1,3}S)?D{0,4}[Qq]{0,12}(?:B?[WJCLY]){0,8}B?(?:[NJY][NJY]*)(?:C|L(?=N))*"
    r"|[Qq]{1,12}(?:B?[WJ]){0,3}[NJ]+|D{0,4}(?:C|J(?=C))(?:o?C|J(?=C))*|P|Q{1,12}|L+(?:KL+)*"
)
# Repeats are bounded, so that a line of nothing but numbers is not tried from each of them to its end.
_STRETCH = re.compile("[^VAXRT]+")
"""What lies between the classes that no noun phrase has in it."""
_PHRASE_ROLES = frozenset({"person", "party", "name", "group"})
_ONE = frozenset({"a", "an", "another", "one"})
FORCES = frozenset({"state_forces", "police", "armed_group", "militia", "foreign_forces"})
"""Parties that fight or police."""
_PEOPLE = frozenset({"individual", "unknown"})


@lru_cache(maxsize=65536)
def _noun_phrases(stretch: str) -> tuple[tuple[int, int], ...]:
    """Where the noun phrases of a stretch of classes begin and end. Stretches are short and of few kinds, so that most are known."""
    return tuple(match.span() for match in _NOUN_PHRASE.finditer(stretch))


def find_phrases(s: ClassedWords) -> list[Phrase]:
    """The noun phrases of a unit in its order, each for itself: what belongs together is joined in ``phrase_joins``."""
    by_token: dict[int, list[Hit]] = {}
    for hit in s.hits:
        if hit.entry.role in _PHRASE_ROLES:
            for k in range(hit.first, hit.last):
                by_token.setdefault(k, []).append(hit)
    quantity_at = {k: q for (a, b), q in s.quantities for k in range(a, b)}
    out = []
    for stretch in _STRETCH.finditer(s.classes):
        at = stretch.start()
        for first, last in _noun_phrases(stretch.group()):
            phrase = _phrase(s, at + first, at + last, by_token, quantity_at)
            if phrase is not None:
                out.append(phrase)
    return out


def _phrase(s: ClassedWords, first: int, last: int, by_token: dict[int, list[Hit]], quantity_at: dict[int, Quantity]) -> Phrase | None:
    codes = s.classes[first:last]
    if not codes.strip("LK"):
        return _place_phrase(s, first, last)
    if codes == "P":
        return _made(
            s,
            first,
            last,
            "pronoun",
            first,
            None,
            frozenset(),
            None,
            None,
            None,
            s.low(first) in ("they", "them", "we", "us", "others"),
        )
    quantity = None
    if quantity_at:
        quantity = next((q for k in range(first, last) if (q := quantity_at.get(k)) is not None and q.of == "people"), None)
    flags: set[str] = set()
    group = name = party = None
    head = last - 1
    plural = False
    person = False
    for k in range(first, last):
        for hit in by_token.get(k, ()):
            entry = hit.entry
            if hit.first != k or (entry.role == "person" and len(by_token[k]) > 1 and _inside_party(hit, by_token)):
                continue
            if entry.role == "person":
                if "counted" in entry.flags and not s.after_number(k):
                    continue
                flags |= entry.flags
                # "a police officer": the noun of people tells how many, not the body.
                plural = (
                    (plural and (person or s.low(first) not in _ONE))
                    or entry.form == "plural"
                    or entry.base in ("people", "family", "couple", "community", "minority", "population", "personnel", "crowd")
                )
                head = hit.last - 1
                person = True
            elif entry.role == "group":
                group = entry.name
                plural = plural or s.tokens[k].low.endswith("s") or k == last - 1
            elif entry.role == "party":
                if (hit.last >= last or party is None) and not (name is not None and party in FORCES and entry.kind in _PEOPLE):
                    party = entry.kind
                plural = plural or entry.form == "plural" or entry.base.endswith(("forces", "police", "s"))
                head = hit.last - 1
            elif entry.role == "name":
                name, party = entry.name, entry.kind
                head = hit.last - 1
    if "Y" in codes:
        person = True
        flags |= _age_flags(s, first, last)
    if quantity is not None and codes[-1] == "J" and not (person or party):
        # "two Mexicans"
        person = True
    kind = "people" if person or (group and party is None) else "party" if party else "number" if not codes.strip("Q") else ""
    if not kind:
        return _name_phrase(s, first, last, quantity) if "C" in codes else _nationals(s, first, last, quantity)
    noun = max(codes.rfind("N"), codes.rfind("Y"))
    if "C" in codes[noun + 1 :] and name is None:
        at = first + noun + 1
        name = s.text[s.tokens[at].start : s.tokens[last - 1].end]
        flags.add("named")
    return _made(s, first, last, kind, head, quantity, frozenset(flags), group, name, party, plural)


def _name_phrase(s: ClassedWords, first: int, last: int, quantity: Quantity | None) -> Phrase:
    """Capitalised words that no lexicon knows: the name of a body where one of its words says so, else of a person."""
    codes = s.classes[first:last]
    start = first + (len(codes) - len(codes.lstrip("DJWYQq")))
    if start >= last:
        start = first
    org = any(s.tokens[k].low in s.lexicon.words["org_words"] for k in range(start, last))
    text = s.text[s.tokens[start].start : s.tokens[last - 1].end]
    title = s.lexicon.titles.get(s.low(first - 1))
    if last - start == 1 and text.isupper() and 2 <= len(text) <= 6 and not s.caps:
        org, title = True, title or "unknown"
    return _made(s,
        first, last, "name", last - 1, quantity, frozenset({"organisation"} if org else {"proper"}), None, text,
        title or (None if org else "individual"), False,
    )  # fmt: skip


def _nationals(s: ClassedWords, first: int, last: int, quantity: Quantity | None) -> Phrase | None:
    """A word of nationality that stands for people: "a Colombian", "two Salvadorans", not "the Salvadoran army"."""
    if s.cls(last - 1) != "J" or s.cls(last) in "WNCJLQq":
        return None
    plural = s.low(last - 1).endswith("s")
    counted = quantity is not None or s.low(first) in ("a", "an", "another")
    demonym = any(b == last and p.role == "demonym" for (_, b), p in s.places)
    if not demonym or not (counted or s.low(last - 1).endswith("ans")):
        return None
    return _made(s, first, last, "people", last - 1, quantity, frozenset({"plain"}), None, None, None, plural)


def _age_flags(s: ClassedWords, first: int, last: int) -> set[str]:
    """What "a 6-year-old" says: a person, and under 18 a child."""
    ages = [q for (a, b), q in s.quantities if q.of == "age" and first <= a and b <= last]
    return {"plain"} | ({"child"} if ages and all((q.low or 99) < 18 for q in ages) else set())


def _inside_party(hit: Hit, by_token: dict[int, list[Hit]]) -> bool:
    """Whether a person noun is part of a longer name for a party: the "body" of a "community body"."""
    return any(
        other.entry.role in ("party", "name")
        and other.first <= hit.first
        and hit.last <= other.last
        and other.last - other.first > hit.last - hit.first
        for other in by_token.get(hit.first, ())
    )


def _place_phrase(s: ClassedWords, first: int, last: int) -> Phrase | None:
    """A country that can speak or act: "Turkey and Russia"."""
    known = [p for (a, b), p in s.places if first <= a and b <= last]
    if not known or any(p.precision != "country" for p in known) or any(s.cls(k) == "K" and s.low(k) != "and" for k in range(first, last)):
        return None
    name = s.text[s.tokens[first].start : s.tokens[last - 1].end]
    return _made(s, first, last, "place", last - 1, None, frozenset(), None, name, "government", last - first > 1)


def _made(
    s: ClassedWords, first: int, last: int, kind: str, head: int, quantity: Quantity | None, flags: frozenset[str], group: str | None,
    name: str | None, party: str | None, plural: bool,
) -> Phrase:  # fmt: skip
    return Phrase(
        first,
        last,
        s.tokens[first].start,
        s.tokens[last - 1].end,
        kind,
        head,
        quantity,
        flags,
        group,
        name,
        party,
        governor_of(s, first),
        plural,
    )


def governor_of(s: ClassedWords, first: int) -> str:
    """The preposition or other word right before a phrase that begins at token ``first``, or ""."""
    if not first:
        return ""
    return s.low(first - 1) if s.cls(first - 1) in "RKVA" or s.low(first - 1) in (",", "(", ":", ";") else ""
