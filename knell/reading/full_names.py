"""Who a victim is by the fullest name the report gives: "Vega" is Luis Vega, "the senator" the one senator it named before.

A part of a name stands for a longer one only where the report has just one longer name with those words in that order, so that two
brothers stay two. A title stands for a name only where one person alone was named with it, and that person tells nothing himself.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from knell.records import Victim

from .claims import Draft
from .sentence import Phrase, Sentence

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_LONGEST = 6
"""Words a name of one person has at most."""
_ABBREVIATED = frozenset({"msgr", "monsignor", "don", "dona"})
"""Titles before names in newswires that no list of offices has."""
_OF_ANOTHER = frozenset({"mrs", "ms", "miss"})
"""Titles that may set a wife or a sister apart from the one who is named in full."""


def settle_names(drafts: Sequence[Draft], sentences: Iterable[Sentence]) -> list[Draft]:
    """The drafts with each victim's name as full as the report has it."""
    if not any(d.claim.victims for d in drafts):
        return list(drafts)
    known = _Known(sentences, [v.name for d in drafts for v in d.claim.victims if v.name])
    telling = {_key(p.name) for d in drafts for p in d.claim.speakers if p.name}
    out = []
    for draft in drafts:
        victims = tuple(known.settled(v, telling) for v in draft.claim.victims)
        if victims != draft.claim.victims:
            draft = draft._replace(claim=msgspec.structs.replace(draft.claim, victims=victims))
        out.append(draft)
    return out


class _Known:
    """The people a report names, by each word of their names and by the titles it gives them. ``harmed``: names of those harmed."""

    def __init__(self, sentences: Iterable[Sentence], harmed: Iterable[str]) -> None:
        self._full: dict[tuple[str, ...], str] = {}
        self._titled: dict[str, dict[tuple[str, ...], int]] = {}
        self._titles: frozenset[str] = frozenset()
        for s in sentences:
            self._titles = self._titles or _bare_titles(s.lexicon.words["titles"])
            for p in s.phrases:
                if p.name and "organisation" not in p.flags and (p.kind == "name" or "named" in p.flags):
                    self._meet(s, p)
        self._harmed = {self._bare(name) for name in harmed}
        self._fullest: dict[tuple[str, ...], str | None] = {}
        self._having: dict[str, list[tuple[str, ...]]] = {}
        for key in self._full:
            for word in dict.fromkeys(key):
                self._having.setdefault(word, []).append(key)

    def _meet(self, s: Sentence, p: Phrase) -> None:
        key = self._bare(p.name)
        if not 1 <= len(key) <= _LONGEST:
            return
        words = (p.name or "").split()
        self._full.setdefault(key, " ".join(words[-len(key) :] if len(words) > len(key) else words))
        before = [w.lower() for w in _WORD.findall(s.text[p.start : p.end])][: -len(key)]
        if before and p.quantity is None:
            self._titled.setdefault(before[-1], {}).setdefault(key, p.start)

    def _bare(self, name: str | None) -> tuple[str, ...]:
        """The words of a name without the titles before it: "Dr Vega" and "Monsignor Luis Vega" share one."""
        key = _key(name)
        while len(key) > 1 and key[0] in self._titles:
            key = key[1:]
        return key

    def _full_of(self, key: tuple[str, ...]) -> str | None:
        """The fullest name with these words that the report has; each is looked for once, and only if it is asked for."""
        if key in self._full and key not in self._fullest:
            self._fullest[key] = self._longer(key) or self._full[key]
        return self._fullest.get(key)

    def _longer(self, key: tuple[str, ...]) -> str | None:
        """The one longer name with these words in this order, of two that are not parts of one another the only one that was harmed.

        "Vega" who died is Luis Vega who was shot, and not his father who speaks of him.
        """
        found = [k for k in self._having[key[0]] if len(k) > len(key) and _holds(k, key)]
        for some in (found, [k for k in found if k in self._harmed]):
            longest = max(some, key=len, default=None)
            if longest is not None and all(_holds(longest, k) for k in some):
                return self._full[longest]
        return None

    def settled(self, victim: Victim, telling: frozenset[tuple[str, ...]] | set[tuple[str, ...]]) -> Victim:
        """The victim with the fuller name, or the name his title tells."""
        words = tuple(w.lower() for w in _WORD.findall(victim.text or ""))
        if victim.name:
            key = self._bare(victim.name)
            full = self._full_of(key)
            return victim if full is None or (words and words[0] in _OF_ANOTHER) else msgspec.structs.replace(victim, name=full)
        if len(words) != 2 or words[0] != "the" or victim.count is None or victim.count.high != 1:
            return victim
        named = {k: at for k, at in self._titled.get(words[1], {}).items() if at < (victim.start or 0)}
        people = {self._full_of(k) or "" for k in named}
        if len(people) != 1 or any(_holds(_key(name), t) for name in people for t in telling):
            return victim
        return msgspec.structs.replace(victim, name=people.pop())


@lru_cache(maxsize=4)
def _bare_titles(titles: frozenset[str]) -> frozenset[str]:
    return _ABBREVIATED | frozenset(w.rstrip(".") for w in titles)


def _key(name: str | None) -> tuple[str, ...]:
    return tuple(w.lower().replace("’", "'") for w in _WORD.findall(name or ""))


def _holds(longer: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Whether the words of a part stand one after another in a longer name, or are its first and last with others between."""
    n = len(part)
    if n == 2 and len(longer) > n and (longer[0], longer[-1]) == part:
        return True
    return any(longer[i : i + n] == part for i in range(len(longer) - n + 1))
