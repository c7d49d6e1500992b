"""Who is hurt by the words for a mark of it: a wound somebody has, a bullet that hit them, the hospital they were taken to.

Such words name no deed done to somebody. They say that somebody came to harm and leave open whether they live.
"""

from .lexicon import Hit
from .roles import REFLEXIVES, can_suffer, find_bare_left, find_objects, find_subjects, has_be_before
from .sentence import Phrase, Sentence

HURT_FRAMES = frozenset({"wound", "hospital", "gun_turned"})
_REACH = 9
"""Tokens between a wound or a hospital and the verb or the people it goes with."""


def find_hurt(s: Sentence, hit: Hit) -> list[Phrase]:
    """The people hurt, by the frame of the word; nobody where it tells of no one."""
    frame = hit.entry.frame
    people = _wounded(s, hit.first) if frame == "wound" else _taken(s, hit) if frame == "hospital" else _by_own_gun(s, hit)
    return [p for p in people if can_suffer(p) and "bodies" not in p.flags and p.kind != "party" and (frame != "hospital" or _is_new(p))]


def _is_new(p: Phrase) -> bool:
    """Whether words for those taken to a hospital may tell of somebody not told of yet: a name, a number, one person; not "they"."""
    return p.kind != "pronoun" and (p.quantity is not None or p.kind == "name" or not p.plural)


def _wounded(s: Sentence, v: int) -> list[Phrase]:
    """ "found a man with a gunshot wound", "suffered gunshot wounds", "treated for a stab wound"; not who died of one."""
    words = s.lexicon.words
    for i in range(v - 1, max(-1, v - _REACH), -1):
        low = s.low(i)
        if low in words["has_a_wound"]:
            return find_subjects(s, i)
        if low in ("with", "from", "for"):
            holder = s.phrase_to.get(i) if low == "with" else None
            if (
                holder is not None
                and holder.kind in ("people", "name", "pronoun", "number")
                and holder.governor not in ("of", "in", "at", "on")
            ):
                return [holder]
            return _patient_of(s, i)
        if s.cls(i) not in "DWJqQBCNL" and low not in ("-", ",", "and", "to", "at", "least"):
            return []
    return []


def _patient_of(s: Sentence, i: int) -> list[Phrase]:
    """Who was taken, treated or found "with", "for" or "from" what follows token ``i``."""
    treated = s.lexicon.words["treated"]
    for k in range(i - 1, max(-1, i - _REACH - 6), -1):
        if s.low(k) in treated:
            return _patients(s, k)
        if s.low(k) in (";", ":", ",") or s.cls(k) == "V":
            return []
    return []


def _taken(s: Sentence, hit: Hit) -> list[Phrase]:
    """ "taken to Saint Mary's Hospital", "sent five people to the hospital"."""
    to = next(k for k in range(hit.first, hit.last) if s.low(k) == "to")
    if not any(s.low(k) in s.lexicon.words["hospitals"] for k in range(to + 1, min(len(s.tokens), to + _REACH))):
        return []
    for k in range(to - 1, max(-1, to - _REACH), -1):
        if s.low(k) in s.lexicon.words["carried"]:
            return _patients(s, k)
        if s.cls(k) == "V" or s.low(k) in (";", ":"):
            return []
    return []


def _patients(s: Sentence, v: int) -> list[Phrase]:
    """Whom the verb at token ``v`` was done to: its subject if passive, else its object."""
    if has_be_before(s, v) or s.low(v - 1) in ("and", ",", "then", "later") or s.low(v).endswith("ing"):
        return find_subjects(s, v)
    objects = find_objects(s, v + 1)
    return objects or find_bare_left(s, v)


def _by_own_gun(s: Sentence, hit: Hit) -> list[Phrase]:
    """ "turned the gun on himself"."""
    return find_subjects(s, hit.first) if s.low(hit.last) in REFLEXIVES else []


def is_hit_by_shot(s: Sentence, hit: Hit) -> bool:
    """ "was struck by a bullet", "hit in the leg": what struck, or where, says that somebody was hurt."""
    w = hit.last
    while s.cls(w) in "BT" or s.low(w) in ("once", "twice", "times", "multiple"):
        w += 1
    words = s.lexicon.words
    if s.low(w) in ("in", "on"):
        return any(s.low(k) in words["body_parts"] for k in range(w + 1, w + 5))
    return s.low(w) == "by" and any(s.low(k) in words["shots"] for k in range(w + 1, w + 6))
