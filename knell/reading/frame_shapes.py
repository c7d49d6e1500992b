"""One happening from one word: the shape its kind of word calls for (doer and done to, state, toll, occasion).

Each shape is a function from a sentence and a hit to a finding, or to nothing where the words around do not bear it out.
"""

from collections.abc import Callable, Mapping

from .agent_shapes import is_sort, read_agent
from .finding import Finding
from .hurt_shapes import HURT_FRAMES, find_hurt
from .lexicon import Hit
from .made_finding import make_finding
from .roles import (
    can_act,
    can_suffer,
    find_bare_left,
    find_doers_after_by,
    find_idle_phrases,
    find_light_doers,
    find_phrase_at,
    find_subjects,
    has_be_before,
    some_of_the_harmed,
    with_coordinates,
)
from .sentence import Phrase, Sentence
from .taking_shapes import is_of_attackers, read_ablaze, read_hostage, read_seizure, read_strike
from .toll_shapes import read_among, read_of_the_harmed, read_state, read_takes, read_tally, read_toll


def read_frame(s: Sentence, hit: Hit) -> Finding | None:
    """The happening that this word tells of, read by the shape its kind of word calls for; nothing where no shape bears it out."""
    frame = hit.entry.frame
    some = some_of_the_harmed(s, hit.last - 1)
    if some is not None and s.cls(hit.last) in "ABVX":
        return read_of_the_harmed(s, hit, some)
    if frame is not None and frame in HURT_FRAMES:
        hurt = find_hurt(s, hit)
        return make_finding(s, hit, frame, hurt)._replace(outcome_open=True) if hurt else None
    shape = _SHAPES.get(frame or "")
    return shape(s, hit) if shape is not None else None


def read_whose(s: Sentence, v: int, w: int) -> list[Phrase]:
    """ "The bodies of four peasants", "the life of Tomas Albarra": the people, where one phrase has them and what is theirs."""
    around = next((p for p in s.phrases if p.first < w < p.last and w > v), None)
    if around is None or around.kind != "people":
        return [p for p in with_coordinates(s, find_phrase_at(s, w + 1)) if can_suffer(p) and p.kind != "pronoun"]
    first = w + 1
    codes = s.classes[first : around.last]
    at = first + len(codes.rstrip("C"))
    name = s.text[s.tokens[at].start : around.end] if at < around.last else around.name
    flags = around.flags - {"bodies"} | ({"proper" if at == first else "named"} if at < around.last else frozenset())
    kind = "name" if at == first else "people"
    one = around._replace(first=first, start=s.tokens[first].start, kind=kind, name=name, flags=flags)
    return [one, *(p for p in with_coordinates(s, around)[1:] if can_suffer(p))]


def _patient(s: Sentence, hit: Hit) -> Finding | None:
    """Y died; Y went missing."""
    victims = [p for p in find_subjects(s, hit.first) or find_bare_left(s, hit.first) if can_suffer(p)]
    if hit.entry.type == "displacement" and (not any(_is_driven_out(p) for p in victims) or s.low(hit.last + 1) in ("scene", "spot")):
        # Attackers flee the scene and one man flees the country: nobody is driven from home.
        return None
    if hit.entry.type == "enforced_disappearance" and victims and all(is_of_attackers(s, p) for p in victims):
        # "The gunmen disappeared into the forest": they fled.
        return None
    if not victims and hit.entry.type == "enforced_disappearance":
        # "the files disappeared"
        return None
    return make_finding(s, hit, "patient", victims)


def _is_driven_out(p: Phrase) -> bool:
    return (
        (p.plural or p.quantity is not None)
        and "combatant" not in p.flags
        and p.kind != "party"
        and p.party not in ("armed_group", "militia")
    )


def _occasion(s: Sentence, hit: Hit) -> Finding | None:
    """clashes between A and B; a rebel attack on Y; an air strike by X. The harm, if any, is read by its own frame."""
    entry, v, w = hit.entry, hit.first, hit.last
    doers: list[Phrase] = []
    victims: list[Phrase] = []
    if entry.frame == "footage" and s.cls(v - 1) in "R" and s.low(v - 1) in ("by",):
        return None
    if entry.type == "clash" and s.low(w) in ("between", "among"):
        doers = [p for p in with_coordinates(s, find_phrase_at(s, w + 1)) if can_act(p)]
    elif entry.type == "clash" and s.low(w) == "with":
        doers = [p for p in with_coordinates(s, find_phrase_at(s, w + 1)) if can_act(p)]
    if entry.form in ("noun", "plural"):
        inside = s.phrase_at.get(v) or (s.phrase_at.get(v - 1) if s.cls(v - 1) in "D" else None)
        if inside is not None and inside.last <= w and inside.party is not None and inside.kind != "name" and not is_sort(s, inside):
            # "police firing": the doer is in the word itself.
            doers.append(inside)
        modifier = s.phrase_to.get(v)
        if (
            modifier is not None
            and modifier.party is not None
            and modifier.kind in ("party", "people")
            and modifier.quantity is None
            and not is_sort(s, modifier)
        ):
            doers.append(modifier)
        if s.low(v - 1) == "'s":
            owner = s.phrase_to.get(v - 1)
            if owner is not None and owner.party is not None:
                doers.append(owner)
        doers += find_doers_after_by(s, w) or find_light_doers(s, v)
        if s.low(w) in ("on", "against", "of"):
            victims = [p for p in with_coordinates(s, find_phrase_at(s, w + 1)) if can_suffer(p)]
    elif entry.frame == "occasion":
        passive = has_be_before(s, v)
        doers += find_doers_after_by(s, w) if passive else [p for p in find_subjects(s, v) if can_act(p)]
        if entry.type == "clash" and s.low(w) == "with":
            doers += [p for p in with_coordinates(s, find_phrase_at(s, w + 1)) if can_act(p)]
        if s.low(w) in ("on", "at", "upon"):
            victims = [p for p in with_coordinates(s, find_phrase_at(s, w + 1)) if can_suffer(p)]
    elif entry.frame == "inaction":
        doers += find_idle_phrases(s, v, w)
    if (entry.frame == "body" or (entry.type == "killing" and not victims)) and s.low(w) == "of":
        victims = read_whose(s, v, w)
    finding = make_finding(s, hit, entry.frame or "occasion", victims, doers)._replace(quantity=None)
    # "the violence", "the crackdown": a word for no act in particular counts only with someone in it.
    return None if "weak" in entry.flags and not (finding.victims or finding.perpetrators or finding.targets) else finding


_SHAPES: Mapping[str, Callable[[Sentence, Hit], Finding | None]] = {
    "agent": read_agent,
    "deed_on": read_agent,
    "seizure": read_seizure,
    "ablaze": read_ablaze,
    "strike": read_strike,
    "hostage": read_hostage,
    "patient": _patient,
    "state": read_state,
    "takes": read_takes,
    "among": read_among,
    "tally": read_tally,
    "toll": read_toll,
} | dict.fromkeys(("occasion", "body", "measure", "footage", "inaction", "ranking"), _occasion)
"""Frame of an event word -> the shape it calls for."""
