"""What happened: events, their harm, who suffered it, who is alleged to have done it, to how many.

A frame is a word order that ties an event word to its roles (see terms/en/events.toml). Each function reads one frame and gives
``Finding``s; ``find_events`` reads all the frames of a unit, then lets each harm take its occasion ("killed in clashes"), its
parts ("including 12 children") and its ellipses ("12 killed and 30 wounded").
"""

from collections.abc import Iterable

from .blame import lay_blame
from .event_words import event_hits
from .finding import Finding
from .frame_shapes import read_frame
from .generality import mark_general
from .joined_events import (
    apart,
    between_armed,
    drop_doubles,
    either_harm,
    ellipses,
    fill_coordinated,
    of_those,
    on_footage,
    parts,
    same_doers,
    take_doers,
    take_occasion,
    unharmed,
)
from .roles import has_be_before
from .sentence import Sentence


def find_events(s: Sentence) -> list[Finding]:
    """The findings of one unit, in the order of their words."""
    hits = event_hits(s)
    found: list[Finding] = []
    for hit in hits:
        finding = read_frame(s, hit)
        if finding is not None:
            found.append(finding)
    found = lay_blame(s, found)
    if not found:
        return []
    found = same_doers(found, s)
    found = either_harm(s, found)
    found = [one for f in found for one in apart(s, f)]
    found = [between_armed(f) for f in found]
    found = on_footage(found)
    found = drop_doubles(found)
    found = [f for f in found if _says_something(s, f) or _came_of_a_deed(s, f, found)]
    found = take_doers(s, found)
    found = take_occasion(s, found)
    found = fill_coordinated(s, found)
    found += ellipses(s, found)
    found = [unharmed(f) for f in found if not _is_idle_thing(s, f)]
    found = sorted(found, key=lambda f: (f.anchor, f.first))
    return mark_general(s, of_those(s, parts(s, found)))


def _says_something(s: Sentence, f: Finding) -> bool:
    """A noun for violence in general ("the bombings", "genocide") is an event only with someone, something, somewhere or some time."""
    if f.rule not in ("occasion", "tally", "deed") or f.type not in _NOMINAL or f.quantity is not None:
        return True
    if f.victims or f.perpetrators or f.targets:
        return True
    if (
        f.rule == "tally"
        and s.tokens[f.last - 1].low.endswith("s")
        and s.low(f.first - 1) not in ("the", "these", "those")
        and s.cls(f.first - 1) not in "WJ"
    ):
        # "murders are up this year": the thing in general.
        return False
    if f.rule == "occasion" and s.cls(f.last) in "AV" and s.low(f.last) not in ("is", "are", "be", "can", "may", "has", "have", "been"):
        # "Clashes erupted", "shells were fired": it is told to have happened.
        return True
    if f.rule == "occasion" and has_be_before(s, f.first) and not s.low(f.first).endswith("ing") and not f.possible:
        # "Six rounds were fired": it is told to have happened.
        return True
    if f.by is not None and s.low(f.first - 1) in ("the", "these", "those") and s.cls(f.last) in "AV" and not f.possible:
        # "the arrests were made after the raid", "the arrests followed": they were made.
        return True
    near = range(f.first - 10, f.last + 12)
    return any(a in near for (a, _), p in s.places if p.role == "place" and p.precision not in ("country", "region")) or any(
        a in near for (a, _), t in s.times if t.bound == "on"
    )


def _came_of_a_deed(s: Sentence, f: Finding, found: list[Finding]) -> bool:
    """ "The number of deaths in police firing": the dead of a deed whose doers are told beside it."""
    if f.rule != "tally" or f.harm != "killed":
        return False
    deed = next((o for o in found if f.last < o.first <= f.last + _NEAR_DEED and o.perpetrators and o.rule in ("occasion", "active")), None)
    if deed is None:
        return False
    gap = [s.low(k) for k in range(f.last, deed.first)]
    return not {",", ";", "and", "but"} & set(gap) and bool({"in", "due", "by", "from"} & set(gap))


_NEAR_DEED = 7
"""Tokens between the word for the dead and that for the deed."""
_MEANS = frozenset("bomb grenade mine landmine dynamite explosives explosive device charge rocket shell warplane round".split())
"""Last words of nouns that name a thing that can do violence and not its doing."""

_SETS_OFF = (
    "explod", "detonat", "blew", "blow", "plant", "plac", "threw", "throw", "thrown", "hurl", "toss", "launch", "fire", "lob", "drop",
    "left", "found", "defus", "deactivat", "attack", "attach", "damag", "destroy", "caus", "kill", "injur", "wound", "hit", "struck",
    "activat",
)  # fmt: skip


def _is_idle_thing(s: Sentence, f: Finding) -> bool:
    """ "They carried bombs": the means of violence alone is no happening, unless a word near says that it was set, thrown or went off."""
    if f.rule != "occasion" or f.type not in ("bombing", "shelling", "airstrike") or f.victims or f.targets or f.harm != "none":
        return False
    last = s.low(f.last - 1)
    if last not in _MEANS and last.rstrip("s") not in _MEANS:
        return False
    near = [s.low(k) for k in range(max(0, f.first - 7), min(len(s.tokens), f.last + 7)) if not f.first <= k < f.last]
    return not any(
        word.startswith(_SETS_OFF) or (word == "off" and before in ("went", "go", "gone", "going", "set"))
        for before, word in zip(["", *near], near, strict=False)
    )


_NOMINAL = frozenset(
    "killing execution massacre clash shelling airstrike bombing arson abduction assault torture sexual_violence looting "
    "property_damage displacement detention".split()
)


def spans_of(findings: Iterable[Finding]) -> set[int]:
    """The token places that findings use, for the statements to leave alone."""
    return {k for f in findings for k in range(f.first, f.last)}
