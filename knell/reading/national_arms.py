"""Whose arms they are: "Russian air strikes", "a Turkish drone" are a deed of that country's forces, though no force is named."""

from bisect import insort

from .pieces import Phrase
from .word_classes import ClassedWords

_KINDS = frozenset({"air", "drone", "artillery"})
"""Means that states fight with."""
_DEEDS = frozenset({"airstrike", "shelling"})
_NOUNS = frozenset({"noun", "plural"})


def with_national_arms(s: ClassedWords, phrases: list[Phrase]) -> list[Phrase]:
    """The phrases with one for each word of nationality that stands before arms or a deed done with them, as a party."""
    starts = [(first, place) for (first, last), place in s.places if place.role == "demonym" and _has_arms(s, last)]
    if not starts:
        return phrases
    out = list(phrases)
    for first, place in starts:
        last = s.token_range(place.start, place.end)[1]
        around = next((p for p in out if p.first < last and first < p.last), None)
        if around is not None:
            if around.kind != "people" or around.party is not None or around.quantity is not None or around.last != last:
                continue
            out.remove(around)
        forces = s.lexicon.named((s.low(first), "forces"))
        insort(
            out,
            _party(
                s,
                first,
                last,
                forces.name if forces else f"{s.text[place.start : place.end]} forces",
                (forces.kind if forces else None) or "foreign_forces",
            ),
        )
    return out


def _has_arms(s: ClassedWords, i: int) -> bool:
    """Whether arms, or a deed done with them, are named at token ``i``."""
    return any(h.first == i and h.entry.kind in _KINDS for h in s.of_role("instrument")) or any(
        h.first == i and h.entry.type in _DEEDS and h.entry.form in _NOUNS for h in s.of_role("event")
    )


def _party(s: ClassedWords, first: int, last: int, name: str | None, kind: str) -> Phrase:
    start, end = s.tokens[first].start, s.tokens[last - 1].end
    return Phrase(first, last, start, end, "party", last - 1, None, frozenset(), None, name, kind, s.low(first - 1), True)
