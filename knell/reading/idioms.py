"""Words of violence that tell of none where they stand: "the death penalty", "died of cancer", "a video was shot", "fired from a job"."""

from functools import cache

from knell.terms.load import load_terms

from .lexicon import Hit
from .sentence import Sentence

_NEAR = 8
"""Tokens around a death within which an illness is its cause."""
_DYING = frozenset("die died dies dying death deaths dead succumbed toll fatalities killed claimed lives perished".split())


@cache
def _words(section: str, key: str) -> frozenset[str]:
    return frozenset(load_terms("en", "idioms")[section].get(key, ()))


def is_idiom(s: Sentence, hit: Hit) -> bool:
    """Whether an event word belongs to a set phrase or a sense without violence."""
    first, last = s.low(hit.first), s.low(hit.last - 1)
    if s.low(hit.last) in _words("after", last) or (hit.last - hit.first == 1 and s.low(hit.first - 1) in _words("before", first)):
        return True
    return _is_of_illness(s, hit) or _is_filmed(s, hit) or _is_dismissal(s, hit) or _is_pit(s, hit) or _is_walkout(s, hit)


def _is_of_illness(s: Sentence, hit: Hit) -> bool:
    """ "13,000 people have died from COVID-19"; not behind walls, where an illness is one side's word for a death."""
    if not any(s.low(k) in _DYING for k in range(hit.first, hit.last)):
        return False
    near = {s.low(k) for k in range(max(0, hit.first - _NEAR), min(len(s.tokens), hit.last + _NEAR))}
    return bool(near & _words("illness", "words")) and not any(t.low in _words("illness", "behind_walls") for t in s.tokens)


def _is_filmed(s: Sentence, hit: Hit) -> bool:
    """ "The video was shot by a neighbour": a film, and nobody, was shot."""
    if s.low(hit.first) != "shot" or hit.last - hit.first != 1:
        return False
    return any(s.low(k) in _words("cameras", "words") and s.low(k + 1) != "of" for k in range(max(0, hit.first - 5), hit.first))


def _is_dismissal(s: Sentence, hit: Hit) -> bool:
    """ "She was fired in 2020": from a job."""
    if s.low(hit.first) != "fired" or hit.last - hit.first != 1 or s.low(hit.last) in _words("jobs", "at"):
        return False
    i = hit.first - 1
    while s.cls(i) == "B":
        i -= 1
    if s.low(i) not in ("was", "were", "been", "being", "got"):
        return False
    subject = s.phrase_to.get(i)
    weapons = any(s.low(k) in _words("jobs", "weapons") for k in range(max(0, i - 6), i))
    return subject is not None and (subject.kind != "party" or subject.party == "individual") and not weapons


def _is_pit(s: Sentence, hit: Hit) -> bool:
    """ "Workers at the mine": coal is dug there, and nothing explodes unless a word says so."""
    if s.low(hit.first) not in ("mine", "mines") or hit.last - hit.first != 1:
        return False
    return not any(t.low in _words("pits", "words") for t in s.tokens)


def _is_walkout(s: Sentence, hit: Hit) -> bool:
    """ "Workers lifted the strike": work was laid down, and nothing was struck."""
    if s.low(hit.first) not in ("strike", "strikes") or hit.last - hit.first != 1:
        return False
    if s.low(hit.first - 1) in _words("walkouts", "before"):
        return True
    words = {t.low for t in s.tokens}
    called = any(s.low(k) in _words("walkouts", "calls") for k in range(max(0, hit.first - 4), hit.first))
    return called and bool(words & _words("walkouts", "work")) and not words & _words("walkouts", "force")
