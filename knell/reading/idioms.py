"""Words of violence that tell of none where they stand: "the death penalty", "died of cancer", "a video was shot", "fired from a job"."""

from functools import cache

from knell.terms.load import load_terms

from .lexicon import Hit
from .sentence import Sentence

_NEAR = 8
"""Tokens around a death within which an illness is its cause."""
_TITLE = 7
"""Tokens that an office's name may have between the office and the word of violence."""
_DYING = frozenset("die died dies dying death deaths dead succumbed toll fatalities killed claimed lives perished".split())


@cache
def _words(section: str, key: str) -> frozenset[str]:
    return frozenset(load_terms("en", "idioms")[section].get(key, ()))


def is_idiom(s: Sentence, hit: Hit) -> bool:
    """Whether an event word belongs to a set phrase or a sense without violence."""
    first, last, alone = s.low(hit.first), s.low(hit.last - 1), hit.last - hit.first == 1
    if s.low(hit.last) in _words("after", last) or (alone and s.low(hit.first - 1) in _words("before", first)):
        return True
    other = _OTHER_SENSES.get(first) if alone else None
    return _is_in_a_title(s, hit) or _is_of_illness(s, hit) or (other is not None and other(s, hit))


def _is_in_a_title(s: Sentence, hit: Hit) -> bool:
    """ "The rapporteur on torture", "the convention against enforced disappearances": what an office or a law is about."""
    if hit.entry.form not in ("noun", "plural"):
        return False
    i = hit.first - 1
    while i > hit.first - _TITLE and s.low(i) in _words("offices", "links"):
        i -= 1
    return i < hit.first - 1 and s.low(i) in _words("offices", "words") and s.low(i + 1) in ("on", "against", "prohibiting", "banning")


def _is_of_illness(s: Sentence, hit: Hit) -> bool:
    """ "13,000 people have died from COVID-19"; not behind walls, where an illness is one side's word for a death."""
    if _DYING.isdisjoint(s.lows[hit.first : hit.last]):
        return False
    near = s.lows[max(0, hit.first - _NEAR) : hit.last + _NEAR]
    return not _words("illness", "words").isdisjoint(near) and _words("illness", "behind_walls").isdisjoint(s.lows)


def _is_filmed(s: Sentence, hit: Hit) -> bool:
    """ "The video was shot by a neighbour": a film, and nobody, was shot."""
    return any(s.low(k) in _words("cameras", "words") and s.low(k + 1) != "of" for k in range(max(0, hit.first - 5), hit.first))


def _is_dismissal(s: Sentence, hit: Hit) -> bool:
    """ "She was fired in 2020": from a job."""
    if s.low(hit.last) in _words("jobs", "at"):
        return False
    i = hit.first - 1
    while s.cls(i) == "B":
        i -= 1
    if s.low(i) not in ("was", "were", "been", "being", "got"):
        return False
    subject = s.phrase_to.get(i)
    weapons = any(s.low(k) in _words("jobs", "weapons") for k in range(max(0, i - 6), i))
    return subject is not None and (subject.kind != "party" or subject.party == "individual") and not weapons


def _is_pit(s: Sentence, _: Hit) -> bool:
    """ "Workers at the mine": coal is dug there, and nothing explodes unless a word says so."""
    return _words("pits", "words").isdisjoint(s.lows)


def _is_walkout(s: Sentence, hit: Hit) -> bool:
    """ "Workers lifted the strike": work was laid down, and nothing was struck."""
    if s.low(hit.first - 1) in _words("walkouts", "before"):
        return True
    called = not _words("walkouts", "calls").isdisjoint(s.lows[max(0, hit.first - 4) : hit.first])
    return called and not _words("walkouts", "work").isdisjoint(s.lows) and _words("walkouts", "force").isdisjoint(s.lows)


def _is_halted(s: Sentence, hit: Hit) -> bool:
    """ "To arrest the slide": what is stopped, and nobody is taken."""
    return not _words("halted", "words").isdisjoint(s.lows[hit.last : hit.last + 5]) and s.cls(hit.last) in "DWJ"


def _is_scolded(s: Sentence, hit: Hit) -> bool:
    """ "Went on to blast the killing", "blasted the mayor": with words, where people or a deed are its object."""
    if s.low(hit.first - 1) != "to" and s.cls(hit.first) != "V":
        return False
    after = range(hit.last, hit.last + 3)
    deed = any(h.first in after and h.first > hit.last and h.entry.form in ("noun", "plural", "ing") for h in s.of_role("event"))
    return deed or any(k in s.phrase_at and s.phrase_at[k].kind in ("people", "party") for k in after)


_OTHER_SENSES = {
    "arrest": _is_halted,
    "arrested": _is_halted,
    "arresting": _is_halted,
    "blast": _is_scolded,
    "blasts": _is_scolded,
    "blasted": _is_scolded,
    "blasting": _is_scolded,
    "shot": _is_filmed,
    "fired": _is_dismissal,
    "mine": _is_pit,
    "mines": _is_pit,
    "strike": _is_walkout,
    "strikes": _is_walkout,
}
"""What a word that stands alone may mean beside its deed."""
