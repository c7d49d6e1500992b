"""Who does it to whom: "X kills Y", "Y was killed by X", "the killing of Y by X", "Y, killed by X"."""

from collections.abc import Sequence

from .finding import FATAL, FATAL_DEED, PEOPLE_HARMS, Finding
from .lexicon import Hit
from .made_finding import make_finding
from .pieces import Quantity
from .roles import (
    REFLEXIVES,
    can_act,
    can_suffer,
    find_bare_left,
    find_doers_after_by,
    find_objects,
    find_phrase_at,
    find_reflexive,
    find_shared_noun,
    find_subjects,
    has_be_before,
    is_reduced_relative,
    with_coordinates,
)
from .sentence import Phrase, Sentence
from .toll_shapes import find_complement

_NEEDS_PEOPLE = frozenset({"arrest", "apprehend", "book"})


def read_agent(s: Sentence, hit: Hit) -> Finding | None:
    """A deed by its doers and those it was done to; verbs that do away with people or things are looked at once more."""
    found = read_deed(s, hit)
    return found if found is None or hit.entry.base not in _DOES_AWAY else _do_away(found, hit.entry.base)


def read_deed(s: Sentence, hit: Hit) -> Finding | None:
    """X kills Y; Y was killed by X; the killing of Y by X; Y, killed by X."""
    v, w, entry = hit.first, hit.last, hit.entry
    if entry.form == "ing" and (s.low(w) == "of" or s.cls(v - 1) in "D" or s.low(v - 1) == "'s"):
        return _deed(s, hit)
    if entry.base in _NEEDS_PEOPLE and s.low(w) == "that":
        # "He apprehended that prices would rise".
        return None
    by = find_doers_after_by(s, w)
    right = find_objects(s, w)
    left = find_subjects(s, v)
    has_be = has_be_before(s, v)
    beside = not has_be and entry.harm in PEOPLE_HARMS and _is_tally_beside(s, v, right)
    right = [] if beside else right
    after = w
    while s.cls(after) == "B":
        after += 1
    bare = beside or (not right and (s.cls(after) in "RXTKAV" or s.low(after) == "according"))
    if entry.form in ("past", "part") and not left and s.low(w) in ("was", "were") and (v == 0 or s.low(v - 1) in ("also", "and", ",")):
        # "Also wounded were a student and her father."
        return make_finding(s, hit, "passive", [p for p in with_coordinates(s, find_phrase_at(s, w + 1)) if can_suffer(p)])
    passive = entry.form in ("past", "part") and (has_be or (bare and bool(left or by or find_bare_left(s, v))) or (bool(by) and not right))
    if entry.form in ("past", "part") and not has_be and right and left and is_reduced_relative(s, w - 1):
        passive = True
    aimed = (
        after + 1
        if s.low(after) == "at" and s.low(after + 1) not in ("least", "most") and entry.base in _AIMED
        else w
        if s.low(w - 1) == "at" and s.low(w) not in ("least", "most")
        else None
    )
    if aimed is not None and not has_be and left and not is_reduced_relative(s, w - 1):
        # "Four men shot at the patrol": they did the shooting.
        people = [p for p in with_coordinates(s, find_phrase_at(s, aimed)) if can_suffer(p)]
        return make_finding(s, hit, "active", people, [p for p in left if p.kind != "number" and can_act(p)], harm="none", type_="assault")
    harm = type_ = None
    if "weak" in entry.flags:
        fatal = (
            any(s.low(k) in FATAL for k in range(max(0, v - 2), min(len(s.tokens), w + 2)))
            or s.low(w) in ("dead",)
            or (s.low(w) == "to" and s.low(w + 1) == "death")
        )
        if fatal:
            harm, type_ = "killed", "killing"
    elif entry.harm == "injured" and s.low(v - 1) in FATAL:
        harm, type_ = "killed", "killing"
    if passive:
        near = find_bare_left(s, v)
        victims = near if near and not has_be and near[0].quantity is not None else left or near
        people = [p for p in victims if can_suffer(p)]
        if entry.base in _TAKES_THINGS and not people and not (entry.base == "book" and s.low(w) in ("under", "for", "on")):
            return None
        return make_finding(s, hit, "passive", people, by, quantity=_number_of(s, hit, people), harm=harm, type_=type_)
    victims = [p for p in right if can_suffer(p)]
    if (
        entry.base in ("arrest", "apprehend", "book", "charge")
        and not victims
        and not any(p.party in STATE for p in left)
        and (s.low(w) in ("that", "the", "a", "any", "this") or s.cls(w) in "W")
    ):
        # "arrest the decline", "apprehended that": nobody is taken.
        return None
    if entry.base in _TAKES_THINGS and not any(p.kind in ("people", "name", "pronoun", "party") for p in victims):
        return None
    if len(right) == 1 and s.low(right[0].first) in REFLEXIVES and left:
        # "shot himself": who did it suffered it.
        return make_finding(s, hit, "reflexive", [p for p in left if can_suffer(p)], [], harm=harm, type_=type_)
    victims += [p for p in find_reflexive(s, right, left) if can_suffer(p)]
    if len(victims) == 1 and victims[0].kind == "number":
        victims = find_shared_noun(s, victims[0])
    doers = [p for p in left if p.kind != "number" and can_act(p) and not (is_sort(s, p) and s.cls(p.last) == "W")]
    if not victims and entry.harm in ("killed", "injured") and not doers and entry.form != "ing":
        return make_finding(s, hit, "active", [], by, harm=harm, type_=type_)
    return make_finding(s, hit, "active", victims, [*doers, *by], harm=harm, type_=type_)


def _number_of(s: Sentence, hit: Hit, people: Sequence[Phrase]) -> Quantity | None:
    """The figure of "the number of rebels killed in battles has risen to 39"."""
    told = bool(people) and any(s.low(k) == "number" for k in range(people[0].first, people[0].head))
    return find_complement(s, hit) if told else None


def _is_tally_beside(s: Sentence, v: int, right: Sequence[Phrase]) -> bool:
    """ "3 killed 40 injured": whether the figure after a word of harm has a word of its own behind it, and the word at ``v`` one before."""
    before = s.phrase_to.get(v)
    if before is None or before.quantity is None or not right or right[0].quantity is None or s.low(right[0].last) not in _OWN_HARM:
        return False
    return s.cls(right[0].last + 1) not in "NJCW"  # not "killed 5 wounded rebels"


_OWN_HARM = frozenset({"wounded", "injured", "hurt", "missing", "dead", "killed"})


_AIMED = frozenset({"shoot", "fire", "stab", "hack"})
"""Verbs that with "at" tell of what was aimed at and not of who was hit."""


_TAKES_THINGS = frozenset({"snatch", "pick up", "book", "expel", "evict"})
"""Verbs that take people or things: without people they are no harm."""


_DOES_AWAY = frozenset({"eliminate", "wipe out", "take out", "annihilate", "exterminate", "destroy"})
"""Verbs that do away with people, groups or things: the people are killed where they are counted or said to fight."""


def _do_away(f: Finding, base: str) -> Finding | None:
    """ "eliminated 14 fighters", "destroyed over 60 militants": killed; "eliminated the group", "destroyed the bridge": nobody is."""
    people = tuple(
        p
        for p in f.victims
        if p.kind in ("people", "name", "number") and (p.quantity is not None or p.flags & {"combatant", "killers_word"})
    )
    if people:
        return f._replace(type="killing", harm="killed", victims=people, targets=())
    return f if base == "destroy" else None


def _deed(s: Sentence, hit: Hit) -> Finding:
    """the killing of Y by X; X's killing of Y."""
    w = hit.last
    victims: list[Phrase] = []
    if s.low(w) == "of":
        victims = [p for p in with_coordinates(s, s.phrase_at.get(w + 1)) if can_suffer(p)]
    by = find_doers_after_by(s, victims[-1].last if victims else w)
    owner = s.phrase_to.get(hit.first - 1) if s.low(hit.first - 1) == "'s" else None
    fatal = hit.entry.harm == "injured" and any(s.low(k) in FATAL_DEED for k in range(hit.first - 1, max(-1, hit.first - 4), -1) if k >= 0)
    harm, type_ = ("killed", "killing") if fatal else (None, None)
    if owner is not None and not victims and owner.party is None:
        return make_finding(s, hit, "deed", [owner], by, harm=harm, type_=type_)
    return make_finding(s, hit, "deed", victims, [*([owner] if owner is not None else []), *by], harm=harm, type_=type_)


STATE = frozenset({"state_forces", "police", "government", "foreign_forces"})


def is_sort(s: Sentence, p: Phrase) -> bool:
    """Whether a word before a deed says what sort of deed it is, not whose: "a terrorist attack"."""
    return p.name is None and s.low(p.last - 1) in ("terrorist", "terror", "assassin", "commando", "suicide")
