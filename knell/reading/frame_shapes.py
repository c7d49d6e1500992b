"""One happening from one word: the shape its kind of word calls for (doer and done to, state, toll, occasion).

Each shape is a function from a sentence and a hit to a finding, or to nothing where the words around do not bear it out.
"""

from collections.abc import Sequence

from .coreference import NEW, reference_of
from .event_things import find_instrument, find_targets, read_stage
from .finding import FATAL, FATAL_DEED, PEOPLE_HARMS, STRONG, Finding
from .hurt_shapes import HURT_FRAMES, find_hurt, is_hit_by_shot
from .lexicon import Hit
from .modality import is_denied, is_possible, is_unrealised
from .pieces import Quantity
from .roles import (
    REFLEXIVES,
    can_act,
    can_suffer,
    find_bare_left,
    find_doers_after_by,
    find_idle_phrases,
    find_light_doers,
    find_objects,
    find_phrase_at,
    find_quantity_before,
    find_reflexive,
    find_shared_noun,
    find_subjects,
    has_be_before,
    is_reduced_relative,
    some_of_the_harmed,
    with_coordinates,
)
from .sentence import Phrase, Sentence


def read_frame(s: Sentence, hit: Hit) -> Finding | None:
    """The happening that this word tells of, read by the shape its kind of word calls for; nothing where no shape bears it out."""
    frame = hit.entry.frame
    some = some_of_the_harmed(s, hit.last - 1)
    if some is not None and s.cls(hit.last) in "ABVX":
        return _of_the_harmed(s, hit, some)
    if frame in ("agent", "deed_on"):
        found = _agent(s, hit)
        return found if found is None or hit.entry.base not in _DOES_AWAY else _does_away(found, hit.entry.base)
    if frame == "seizure":
        return _seizure(s, hit)
    if frame == "ablaze":
        return _ablaze(s, hit)
    if frame == "strike":
        return _strike(s, hit)
    if frame is not None and frame in HURT_FRAMES:
        hurt = find_hurt(s, hit)
        return _finding(s, hit, frame, hurt)._replace(outcome_open=True) if hurt else None
    if frame == "hostage":
        return _hostage(s, hit)
    if frame == "patient":
        return _patient(s, hit)
    if frame == "state":
        return _state(s, hit)
    if frame == "takes":
        return _takes(s, hit)
    if frame == "among":
        return _among(s, hit)
    if frame == "tally":
        return _tally(s, hit)
    if frame == "toll":
        return _toll(s, hit)
    if frame in ("occasion", "body", "measure", "footage", "inaction", "ranking"):
        return _occasion(s, hit)
    return None


def _of_the_harmed(s: Sentence, hit: Hit, number: Phrase) -> Finding | None:
    """Three of the dead were women: a part of the dead, by what they are; what befell them since is told by its own verb."""
    i = hit.last
    while s.cls(i) in "AB":
        i += 1
    told = s.phrase_at.get(i)
    if i == hit.last or told is None or told.kind != "people" or (told.quantity is not None and told.quantity.kind != "vague"):
        return None
    return _finding(s, hit, "state", [told], quantity=number.quantity)


def _finding(
    s: Sentence,
    hit: Hit,
    rule: str,
    victims: Sequence[Phrase] = (),
    perpetrators: Sequence[Phrase] = (),
    quantity: Quantity | None = None,
    harm: str | None = None,
    type_: str | None = None,
) -> Finding:
    entry = hit.entry
    victims = tuple(dict.fromkeys(victims)) if len(victims) > 1 else tuple(victims)
    if entry.form == "base" and s.low(hit.first - 1) == "to" and (entry.harm in PEOPLE_HARMS) and is_unrealised(s, hit):
        window = {s.low(k) for k in range(max(0, hit.first - 6), hit.first)}
        if window & _THREATS:
            # "threatened to kill him": a threat, and nobody is dead.
            harm, type_ = "none", "warning"
        elif window & _TRIES or not any(p.quantity is not None for p in victims):
            harm = "none"
    if quantity is None:
        quantity = next((p.quantity for p in victims if p.quantity is not None), None)
    return Finding(
        hit.first,
        hit.last,
        type_ or entry.type or "other",
        harm or entry.harm or "none",
        read_stage(s, hit),
        quantity,
        victims,
        tuple(dict.fromkeys(p for p in perpetrators if p not in victims)) if perpetrators else (),
        find_targets(s, hit),
        find_instrument(s, hit),
        is_denied(s, hit),
        is_possible(s, hit),
        victims[0].first if victims else hit.first,
        None,
        rule,
        "weak" in entry.flags,
        _implied(s, hit),
        reference=reference_of(s, hit.first, hit.last)
        if (entry.form in ("noun", "plural") and entry.frame != "toll") or rule == "deed"
        else NEW,
    )


def _implied(s: Sentence, hit: Hit) -> str | None:
    """Who does what the word says, where it is done at all: nobody has done what is only asked for, ordered or feared."""
    kind = next((flag[3:] for flag in hit.entry.flags if flag.startswith("by-")), None) if hit.entry.flags else None
    return None if kind is None or is_unrealised(s, hit) else kind


_THREATS = frozenset("threatened threatening threatens threaten threats threat vowed vows warned".split())

_TRIES = frozenset(
    "attempted tried attempt attempting trying tries plot plotting plotted planned planning plans wanted want intended "
    "conspiracy conspiring".split()
)

_NEEDS_PEOPLE = frozenset({"arrest", "apprehend", "book"})


def _agent(s: Sentence, hit: Hit) -> Finding | None:
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
        return _finding(s, hit, "passive", [p for p in with_coordinates(s, find_phrase_at(s, w + 1)) if can_suffer(p)])
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
        return _finding(s, hit, "active", people, [p for p in left if p.kind != "number" and can_act(p)], harm="none", type_="assault")
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
        return _finding(s, hit, "passive", people, by, quantity=_number_of(s, hit, people), harm=harm, type_=type_)
    victims = [p for p in right if can_suffer(p)]
    if (
        entry.base in ("arrest", "apprehend", "book", "charge")
        and not victims
        and not any(p.party in _STATE for p in left)
        and (s.low(w) in ("that", "the", "a", "any", "this") or s.cls(w) in "W")
    ):
        # "arrest the decline", "apprehended that": nobody is taken.
        return None
    if entry.base in _TAKES_THINGS and not any(p.kind in ("people", "name", "pronoun", "party") for p in victims):
        return None
    if len(right) == 1 and s.low(right[0].first) in REFLEXIVES and left:
        # "shot himself": who did it suffered it.
        return _finding(s, hit, "reflexive", [p for p in left if can_suffer(p)], [], harm=harm, type_=type_)
    victims += [p for p in find_reflexive(s, right, left) if can_suffer(p)]
    if len(victims) == 1 and victims[0].kind == "number":
        victims = find_shared_noun(s, victims[0])
    doers = [p for p in left if p.kind != "number" and can_act(p) and not (_is_sort(s, p) and s.cls(p.last) == "W")]
    if not victims and entry.harm in ("killed", "injured") and not doers and entry.form != "ing":
        return _finding(s, hit, "active", [], by, harm=harm, type_=type_)
    return _finding(s, hit, "active", victims, [*doers, *by], harm=harm, type_=type_)


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


def _does_away(f: Finding, base: str) -> Finding | None:
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
        return _finding(s, hit, "deed", [owner], by, harm=harm, type_=type_)
    return _finding(s, hit, "deed", victims, [*([owner] if owner is not None else []), *by], harm=harm, type_=type_)


def _whose(s: Sentence, v: int, w: int) -> list[Phrase]:
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


_TAKES_PEOPLE = {
    "capture": ("detention", "detained"),
    "seize": ("abduction", "abducted"),
    "snatch": ("abduction", "abducted"),
    "take away": ("abduction", "abducted"),
}

_GROUND = frozenset(
    "village villages town towns city cities area areas base bases hill hills territory territories district districts "
    "neighbourhood neighbourhoods neighborhood "
    "neighborhoods positions position control ground airport province capital outpost checkpoint land region regions "
    "stronghold crossing bridge port towns point".split()
)

_STATE = frozenset({"state_forces", "police", "government", "foreign_forces"})


def _seizure(s: Sentence, hit: Hit) -> Finding | None:
    """X seized Y: an abduction or arrest where Y are people; else weapons put out of use, loot, or ground that changes hands."""
    finding = _agent(s, hit)
    if finding is None:
        return None
    passive = finding.rule == "passive"
    base = hit.entry.base
    people = [
        p for p in finding.victims if p.kind in ("people", "name", "pronoun") or (p.kind in ("party", "number") and p.quantity is not None)
    ]
    if passive and not finding.perpetrators and not has_be_before(s, hit.first) and all(_is_of_attackers(s, p) for p in finding.victims):
        # "The gunmen snatched about a lakh": they are who took it.
        people, finding = [], finding._replace(victims=(), perpetrators=finding.victims)
    stretch = range(max(0, hit.first - 12), hit.first) if passive else range(hit.last, min(len(s.tokens), hit.last + 9))
    stretch = range(stretch.start, next((k for k in stretch if k > hit.last and (s.low(k) in STRONG or s.cls(k) == "V")), stretch.stop))
    thing = next(
        (
            h
            for h in s.hits
            if h.entry.role == "instrument"
            and h.first in stretch
            and h.entry.kind in ("firearm", "explosive", "artillery", "blade", "drone", "chemical")
        ),
        None,
    )
    if thing is not None and (not people or people[0].first > thing.first or "not_victims" not in people[0].flags):
        armed = any(p.party in ("armed_group", "militia") for p in finding.perpetrators)
        stolen = armed and base in ("seize", "snatch", "take away")
        return finding._replace(
            type="looting" if stolen else "other",
            victims=(),
            quantity=None,
            subtype=None if stolen else "Disrupted weapons use",
            rule="seizure",
        )
    if people and base in _TAKES_PEOPLE and "bodies" not in people[0].flags:
        type_, harm = _TAKES_PEOPLE[base]
        if type_ == "abduction" and finding.perpetrators and all(p.party in _STATE for p in finding.perpetrators):
            type_, harm = "detention", "detained"
        return finding._replace(type=type_, harm=harm, victims=tuple(people))
    near = range(hit.last, min(len(s.tokens), hit.last + 6)) if not passive else stretch
    ground = any(a in near and p.role == "place" for (a, _), p in s.places) or any(s.low(k) in _GROUND for k in near)
    doers = [p for p in finding.perpetrators if p.party in _STATE or p.party in ("armed_group", "militia")]
    if not ground or not doers or base in ("recover", "confiscate", "snatch", "take away", "defuse", "impound"):
        return None
    own = any(p.party in ("state_forces", "police", "government") for p in doers)
    return finding._replace(
        victims=(),
        quantity=None,
        targets=(),
        subtype="Government regains territory" if own else "Non-state actor overtakes territory",
        rule="seizure",
    )


_HITTING = frozenset({"strike", "hit", "graze"})
_STRIKING = frozenset({"explosive", "artillery", "air", "drone"})


def _strike(s: Sentence, hit: Hit) -> Finding | None:
    """A suicide bomber struck Y; rockets hit Y; rebels stormed Y; police raided Y, which is a search and no attack."""
    if hit.entry.base == "hit" and hit.entry.form == "base" and has_be_before(s, hit.first):
        # The participle of "hit" is spelt as its base.
        hit = Hit(hit.first, hit.last, hit.entry._replace(form="part"))
    finding = _agent(s, hit)
    if finding is None:
        return None
    means = finding.instrument
    if means is not None and means.entry.kind in _STRIKING and hit.first - 5 <= means.first < hit.first:
        return finding._replace(rule="strike")
    if finding.rule == "passive" and hit.entry.base in _HITTING and is_hit_by_shot(s, hit):
        struck = tuple(p for p in finding.victims if p.kind in ("people", "name", "pronoun", "number"))
        return finding._replace(harm="injured", victims=struck, rule="passive", outcome_open=True) if struck else None
    doers = {p.party for p in finding.perpetrators}
    if hit.entry.base in ("catch", "hold"):
        some = s.low(hit.last) in s.lexicon.words["some_of_them"] and s.low(hit.last + 1) == "of"
        who = finding.rule == "passive" and "who" in s.lows[max(0, hit.first - 3) : hit.first]
        people = some or who or [p for p in finding.victims if p.kind in ("people", "name", "pronoun", "number")]
        taken = people and doers and doers <= {"police", "state_forces"} and hit.entry.form != "ing"
        charged = people and not doers and finding.rule == "passive" and _is_on_charge(s, hit.last)
        by = finding.by or ("police" if charged else None)
        return finding._replace(type="detention", harm="detained", by=by) if taken or charged else None
    if (hit.entry.base in ("storm", "raid") and doers & _STATE) or hit.entry.base.startswith("search"):
        return finding._replace(type="restriction", victims=(), quantity=None, rule="strike")
    if doers & {"armed_group", "militia"} and hit.entry.base != "hit":
        return finding._replace(rule="strike")
    return None


def _is_on_charge(s: Sentence, w: int) -> bool:
    """held "in connection with", "on suspicion of", "for questioning": by the law, so taken and not merely kept."""
    return s.low(w + 1) in s.lexicon.words["charge_nouns"] and s.low(w) in ("in", "on", "for", "under")


def _ablaze(s: Sentence, hit: Hit) -> Finding | None:
    """X set Y on fire; Y was set ablaze."""
    for k in range(hit.first - 1, max(-1, hit.first - 14), -1):
        if s.low(k) in STRONG:
            return None
        if s.low(k) in ("set", "sets", "setting"):
            verb = Hit(k, k + 1, hit.entry)
            by = find_doers_after_by(s, hit.last)
            doers = [] if has_be_before(s, k) else [p for p in find_subjects(s, k) if can_act(p) and p.kind != "number"]
            return _finding(s, verb, "active", [], [*doers, *by])
    return None


def _hostage(s: Sentence, hit: Hit) -> Finding | None:
    """X took Y hostage; Y were held captive: the verb stands before the people."""
    for k in range(hit.first - 1, max(-1, hit.first - 11), -1):
        if s.low(k) in STRONG:
            return None
        if s.low(k) in ("took", "take", "taken", "takes", "taking", "held", "hold", "holding", "holds"):
            verb = Hit(k, k + 1, hit.entry)
            if has_be_before(s, k):
                return _finding(s, verb, "passive", [p for p in find_subjects(s, k) if can_suffer(p)], find_doers_after_by(s, hit.last))
            return _finding(
                s,
                verb,
                "active",
                [p for p in find_objects(s, k + 1) if can_suffer(p)],
                [p for p in find_subjects(s, k) if can_act(p) and p.kind != "number"],
            )
    return None


def _patient(s: Sentence, hit: Hit) -> Finding | None:
    """Y died; Y went missing."""
    victims = [p for p in find_subjects(s, hit.first) or find_bare_left(s, hit.first) if can_suffer(p)]
    if hit.entry.type == "displacement" and (not any(_is_driven_out(p) for p in victims) or s.low(hit.last + 1) in ("scene", "spot")):
        # Attackers flee the scene and one man flees the country: nobody is driven from home.
        return None
    if hit.entry.type == "enforced_disappearance" and victims and all(_is_of_attackers(s, p) for p in victims):
        # "The gunmen disappeared into the forest": they fled.
        return None
    if not victims and hit.entry.type == "enforced_disappearance":
        # "the files disappeared"
        return None
    return _finding(s, hit, "patient", victims)


def _is_of_attackers(s: Sentence, p: Phrase) -> bool:
    """Whether a phrase is of those who attack: an armed group, or gunmen and assailants by their word."""
    return p.party in ("armed_group", "militia") or "combatant" in p.flags or s.low(p.head) in _ATTACKERS


_ATTACKERS = frozenset(
    "assailant assailants attacker attackers gunman gunmen miscreant miscreants robber robbers culprits saboteurs".split()
)


def _is_driven_out(p: Phrase) -> bool:
    return (
        (p.plural or p.quantity is not None)
        and "combatant" not in p.flags
        and p.kind != "party"
        and p.party not in ("armed_group", "militia")
    )


_HELD = frozenset({"who", "spent", "spending", "held", "died", "tortured", "languishing"})
"""Words before "in the custody of" that tell of a person."""


def _state(s: Sentence, hit: Hit) -> Finding | None:
    """12 dead; left 30 wounded; two others missing."""
    if hit.entry.base == "in the custody of":
        holder = find_phrase_at(s, hit.last)
        held = [p for p in find_subjects(s, hit.first) if can_suffer(p) and p.kind != "party"]
        if not held and _HELD.isdisjoint(s.lows[max(0, hit.first - 5) : hit.first]):
            # "Land in the custody of the court"
            return None
        return _finding(s, hit, "state", held, [holder] if holder is not None and can_act(holder) else [])
    around = next((p for p in s.phrases if p.first < hit.first < p.last), None)
    if around is not None:
        return _finding(s, hit, "state", [around])
    before = s.phrase_to.get(hit.first)
    if before is None and s.low(hit.first - 1) in ("-", "–", "—", ","):
        # "leaving 14 miners - two of them brothers - dead"
        mark = s.low(hit.first - 1)
        opened = next((k for k in range(hit.first - 2, max(-1, hit.first - 14), -1) if s.low(k) == mark), None)
        before = s.phrase_to.get(opened) if opened is not None else None
        if before is not None and before.quantity is not None:
            return _finding(s, hit, "state", [before])
    if hit.entry.base in _STATES_OF_A_SUBJECT and (before is None or before.governor in ("to", "at", "from", "in")):
        # "She was taken to a hospital in critical condition."
        return _finding(s, hit, "state", [p for p in _in_a_state(s, hit.first) if can_suffer(p)])
    victims = (
        [before] if before is not None and (before.quantity is not None or s.cls(before.first - 1) in "VAX" or before.first == 0) else []
    )
    if not victims:
        # "Both were pronounced dead", "a man and his son were found dead": of the verb's subject.
        verb = hit.first - 1 if s.low(hit.first - 1) in s.lexicon.words["found_to_be"] else hit.first
        victims = [p for p in find_subjects(s, verb) or find_bare_left(s, hit.first) if can_suffer(p)]
    if not victims and s.cls(hit.last) == "N":
        after = s.phrase_at.get(hit.last)
        victims = [after] if after is not None else []
    return _finding(s, hit, "state", victims)


_STATES_OF_A_SUBJECT = frozenset({"in critical condition", "in serious condition", "in custody", "in detention", "in police custody"})
"""States told of the subject, whatever stands right before them."""


def _in_a_state(s: Sentence, v: int) -> list[Phrase]:
    """Who is in the state that token ``v`` begins to tell: the subject of the verb before it."""
    verb = next((k for k in range(v - 1, max(-1, v - 14), -1) if s.cls(k) in "VA"), None)
    return [] if verb is None else find_subjects(s, verb if s.cls(verb) == "V" else v)


def _among(s: Sentence, hit: Hit) -> Finding | None:
    """Six children were among the dead; among the dead were six children."""
    victims = [p for p in find_subjects(s, hit.first) if can_suffer(p)]
    if not victims:
        i = hit.last
        while s.cls(i) == "A":
            i += 1
        victims = [p for p in with_coordinates(s, find_phrase_at(s, i)) if can_suffer(p)]
    return _finding(s, hit, "among", victims) if victims else None


def _takes(s: Sentence, hit: Hit) -> Finding | None:
    """claimed the lives of Y; claimed 12 lives."""
    victims = [p for p in find_objects(s, hit.last) if p.kind != "pronoun"]
    if not victims:
        return None
    return _finding(s, hit, "takes", victims)


def _tally(s: Sentence, hit: Hit) -> Finding | None:
    """70 fatalities; the deaths of Y; the killing of Y; three executions."""
    quantity, victims = find_quantity_before(s, hit.first), []
    if s.low(hit.last) in ("of", "among"):
        victims = [p for p in with_coordinates(s, find_phrase_at(s, hit.last + 1)) if can_suffer(p)]
    by = find_doers_after_by(s, victims[-1].last if victims else hit.last)
    owner = s.phrase_to.get(hit.first - 1) if s.low(hit.first - 1) == "'s" else None
    if owner is not None and not victims and can_suffer(owner):
        victims = [owner]
    modifier = s.phrase_to.get(hit.first)
    if modifier is not None and not victims and modifier.kind == "people" and (modifier.flags - {"plain"} or modifier.group):
        victims = [modifier]
    if quantity is not None and hit.entry.type == "massacre":
        return None if not victims else _finding(s, hit, "tally", victims, by)
    return _finding(s, hit, "tally", victims, by, quantity=quantity)


def _toll(s: Sentence, hit: Hit) -> Finding | None:
    """the death toll rose to 70; put the dead at 13 or more; a toll of 52."""
    quantity = find_complement(s, hit)
    if quantity is None:
        return _tally(s, hit) if hit.entry.base.endswith("deaths") else None
    at, end = s.token_range(quantity.start, quantity.end)
    phrase = next((p for p in s.phrases if p.first <= at < p.last and p.quantity == quantity), None)
    if s.low(end if phrase is None else phrase.last) in _HURT and hit.entry.base in ("toll", "tolls"):
        # "a toll of three people injured": nobody died of it.
        return None
    if phrase is None or phrase.kind == "number":
        # "security deaths", "the civilian toll": the word itself says whose.
        phrase = next((p for p in s.phrases if hit.first <= p.first and p.last <= hit.last), None) or _adjective(s, hit) or phrase
    return _finding(s, hit, "toll", [phrase] if phrase is not None else [], quantity=quantity)


_HURT = frozenset({"wounded", "injured", "hurt", "missing"})


def _adjective(s: Sentence, hit: Hit) -> Phrase | None:
    """The people a toll is of by its own adjective: "security deaths"."""
    for other in s.hits:
        if other.first == hit.first and other.last < hit.last and other.entry.role == "person":
            token = s.tokens[other.first]
            return Phrase(
                other.first, other.last, token.start, token.end, "people", other.first, None, other.entry.flags, None, None, None, "", True
            )
    return None


def find_complement(s: Sentence, hit: Hit) -> Quantity | None:
    """The figure a toll is said to be: the last one after "to", else the first after the word; "52 death toll" before it."""
    best: Quantity | None = None
    for (a, _), quantity in sorted([*s.quantities, *s.bare]):
        if a < hit.last or quantity.of != "people":
            continue
        between = [s.low(k) for k in range(hit.last, a)]
        if any(mark in (";", ",", "(") for mark in between) and best is not None:
            break
        if len(between) > (_FAR if between[-1:] == ["to"] and not _RISING.isdisjoint(s.lows) else _AWAY) or ";" in between:
            break
        if best is None and (not between or any(w in _AMOUNTS for w in between)):
            best = quantity
        elif between[-1:] == ["to"]:
            best = quantity
    return best


_AWAY, _FAR = 14, 28
"""Tokens between a toll and its figure; and where the toll is "raised" or has "risen", told between them, "to" it."""
_RISING = frozenset({"raised", "raises", "raising", "risen", "rose", "rises", "climbed", "jumped", "brought", "bringing", "increased"})
_AMOUNTS = frozenset(
    "to at of : is was are were stands stood reached reaches reaching above over exceeds exceeded exceeding rises rose risen hit "
    "hits hitting climbed climbs passed passes topped tops surpassed surpasses nears neared as jumped grew increased".split()
)
"""Words between "toll" and its figure."""


def _is_sort(s: Sentence, p: Phrase) -> bool:
    """Whether a word before a deed says what sort of deed it is, not whose: "a terrorist attack"."""
    return p.name is None and s.low(p.last - 1) in ("terrorist", "terror", "assassin", "commando", "suicide")


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
        if inside is not None and inside.last <= w and inside.party is not None and inside.kind != "name" and not _is_sort(s, inside):
            # "police firing": the doer is in the word itself.
            doers.append(inside)
        modifier = s.phrase_to.get(v)
        if (
            modifier is not None
            and modifier.party is not None
            and modifier.kind in ("party", "people")
            and modifier.quantity is None
            and not _is_sort(s, modifier)
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
        victims = _whose(s, v, w)
    finding = _finding(s, hit, entry.frame or "occasion", victims, doers)._replace(quantity=None)
    # "the violence", "the crackdown": a word for no act in particular counts only with someone in it.
    return None if "weak" in entry.flags and not (finding.victims or finding.perpetrators or finding.targets) else finding
