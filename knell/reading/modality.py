"""Whether a happening is told as done, or only threatened, tried, asked for, denied or held possible."""

from .lexicon import Hit
from .sentence import Sentence

_ASKING = frozenset(
    "demand demanded demanding demands call called calling calls seek seeking sought urge urged want wanted order orders"
    " warrant warrants".split()
)

_MODALS = frozenset("will would shall may might could can should if must cannot".split())
_DENYING = frozenset("not n't never without nobody denied denies denying deny denial".split())
_HOLDING_POSSIBLE = frozenset("may might could possibly perhaps feared believed suspected apparently presumably likely probably".split())

_DONE_ALL_THE_SAME = frozenset(
    "managed helped continued began begun started proceeded went forced compelled made had failed used using".split()
)


def is_unrealised(s: Sentence, hit: Hit) -> bool:
    """Arrests that are demanded, ordered or possible: "to arrest", "would be arrested", "demanded the arrest of"."""
    v = hit.first
    if s.low(v - 1) == "to" and hit.entry.form == "base":
        return not any(s.low(k) in _DONE_ALL_THE_SAME for k in range(max(0, v - 3), v))
    if not _MODALS.isdisjoint(s.lows[max(0, v - 3) : v]):
        return True
    if s.low(v - 1) == "be" and s.cls(v - 2) != "A" and s.low(v - 2) != "to":
        # "proposed that the culprits be booked"
        return True
    if hit.entry.form not in ("noun", "plural"):
        return False
    return s.low(hit.last) in _MODALS or not _ASKING.isdisjoint(s.lows[max(0, v - 9) : v])


_BROUGHT_ABOUT = frozenset(
    "managed manages manage continued continues continue began begins begin started starts went came proceeded proceeds "
    "succeeded had is are was were used known said reported believed alleged first last forced due according".split()
)
"""Words before "to" after which the deed was done: "managed to kill"."""


def is_intended(s: Sentence, hit: Hit) -> bool:
    """ "plans to attack", "should be shot", "could be killed": the words tell of a deed wished or possible, not of one done."""
    i = hit.first - 1
    while s.cls(i) == "B":
        i -= 1
    if hit.entry.form == "base" and s.low(i) == "to" and hit.entry.frame in ("agent", "deed_on", "occasion"):
        k = i - 1
        while s.cls(k) == "B":
            k -= 1
        return s.low(k) not in _BROUGHT_ABOUT
    if (
        hit.entry.form == "base"
        and s.low(i) in ("should", "must", "could", "can", "might", "may", "cannot", "not")
        and hit.entry.frame in ("agent", "deed_on")
    ):
        return s.low(i) != "not" or s.low(i - 1) in ("do", "did", "does", "should", "must", "could", "will", "would")
    if s.low(i) == "be" and s.low(i - 1) == "to" and s.low(i - 2) in ("had", "has", "have"):
        # "Shots had to be fired": they were.
        return False
    return (
        s.low(i) == "be" and s.low(i - 1) in ("should", "must", "could", "can", "to", "might", "may") and hit.entry.form in ("part", "past")
    )


def is_denied(s: Sentence, hit: Hit) -> bool:
    """Whether the words just before or around the word deny that it happened."""
    window = s.lows[max(0, hit.first - 4) : hit.first]
    if not _DENYING.isdisjoint(window) or any(w.endswith("n't") for w in window):
        return True
    before = s.phrase_to.get(hit.first)
    i = hit.first - 1
    while s.cls(i) in "A":
        i -= 1
    before = before or s.phrase_to.get(i + 1)
    if before is not None:
        return s.low(before.first) in ("no", "none", "nobody") or s.low(before.first - 1) in ("no", "none")
    return s.low(i) == "no"


def is_possible(s: Sentence, hit: Hit) -> bool:
    """Whether the words hold it only for possible ("may have", "feared", "possibly"); "suspected rebels" puts in doubt who, not what."""
    first = max(0, hit.first - 5)
    return any(word in _HOLDING_POSSIBLE and s.cls(k) != "J" for k, word in enumerate(s.lows[first : hit.first], first))
