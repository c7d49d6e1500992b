"""The things of a happening: what was hit, with what, and how far the deed went."""

from .finding import STRONG
from .lexicon import Hit
from .modality import is_intended
from .sentence import Sentence

_REACH = 14
"""Words between a deed and a thing it was done to."""
_MODIFIERS = 5
"""Words before and after the noun that its phrase may have."""
_BINDING = frozenset("on against at of and , in near outside inside targeting between beside into upon that when where".split())

_ON_THINGS = frozenset("airstrike shelling bombing arson assault property_damage looting abduction killing clash".split())
"""Types of deeds that hit things."""
_THREATENING = frozenset("threatened threatening threatens threaten threats threat vowed vows warned".split())
_TRYING = frozenset("attempted tried attempt attempting trying plot plotting plotted foiled attempts failed".split())
_TO_COME = frozenset({"will", "would", "shall", "if"})
_PLANNED = frozenset({"planned", "planning", "plans", "plan"})
_GOING_ON = frozenset("continue continued continues ongoing continuing".split())


def find_targets(s: Sentence, hit: Hit) -> tuple[Hit, ...]:
    """The thing that was hit: the target noun nearest after the event word in its clause, or before it in a passive."""
    targets = s.of_role("target")
    if not targets or hit.entry.type not in _ON_THINGS:
        return ()
    out = []
    for t in targets:
        if abs(t.first - hit.first) > _REACH:
            continue
        thing = _whole_thing(s, t)
        if thing.first < hit.last and hit.first < thing.last:
            thing = t
        between = range(min(hit.last, thing.last), max(hit.first, thing.first))
        if not STRONG.isdisjoint(s.lows[between.start : between.stop]):
            continue
        if hit.entry.frame == "deed_on" or _is_bound(s, thing, hit):
            out.append(thing)
    kept = {
        (t.first, t.last): t
        for t in out
        if not any(o.first <= t.first and t.last <= o.last and o.last - o.first > t.last - t.first for o in out)
    }
    return tuple(kept.values())[:3]


def _whole_thing(s: Sentence, t: Hit) -> Hit:
    """The whole noun phrase of a thing, without its determiner and number: "labour union offices", "the home of the mayor"."""
    deeds = {k for role in ("event", "cue") for h in s.of_role(role) for k in range(h.first, h.last)}
    first, last = t.first, t.last
    while first > 0 and t.first - first < _MODIFIERS and s.cls(first - 1) in "WNJCL" and first - 1 not in deeds:
        first -= 1
    while s.cls(last) == "C" and last - t.last < _MODIFIERS:
        last += 1
    if s.low(last) == "of":
        end = last + 2 if s.cls(last + 1) == "D" else last + 1
        start = end
        while s.cls(end) in "WNJCL" and end - start < _MODIFIERS and end not in deeds:
            end += 1
        last = end if end > start else last
    return Hit(first, last, t.entry)


def _is_bound(s: Sentence, thing: Hit, deed: Hit) -> bool:
    """Whether what stands before a thing's phrase binds it to the deed: a preposition of aim or place, a verb, a list, or nothing."""
    i = thing.first - 1
    while i >= 0 and s.cls(i) in "DQqS":
        i -= 1
    return i < 0 or i == deed.last - 1 or s.low(i) in _BINDING or s.cls(i) in "V" or s.low(i) in ("'", '"')


def find_instrument(s: Sentence, hit: Hit) -> Hit | None:
    """The means nearest to the event word: the word itself ("car bomb"), else one tied by "with", "by", "in", "from"."""
    best: tuple[int, Hit] | None = None
    for t in s.of_role("instrument"):
        distance = 0 if hit.first <= t.first < hit.last else min(abs(t.first - hit.last), abs(hit.first - t.last)) + 1
        if distance > 12:
            continue
        if best is None or (distance, -(t.last - t.first)) < (best[0], -(best[1].last - best[1].first)):
            best = (distance, t)
    return best[1] if best is not None else None


def read_stage(s: Sentence, hit: Hit) -> str:
    """How far the deed went: attempted or failed, threatened, planned, or done."""
    window = s.lows[max(0, hit.first - 5) : hit.first]
    if "to" in window and not _THREATENING.isdisjoint(window):
        return "threatened"
    if not _TRYING.isdisjoint(window) or not _TRYING.isdisjoint(s.lows[hit.first : hit.last]):
        return "attempted"
    if not _TO_COME.isdisjoint(window[-3:]) or not _PLANNED.isdisjoint(window):
        return "threatened"
    if is_intended(s, hit):
        return "threatened"
    if not _GOING_ON.isdisjoint(window):
        return "ongoing"
    return "done"
