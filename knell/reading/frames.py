"""What happened: events, their harm, who suffered it, who is alleged to have done it, to how many.

A frame is a word order that ties an event word to its roles (see terms/en/events.toml). Each function reads one frame and gives
``Finding``s; ``find_events`` reads all the frames of a unit, then lets each harm take its occasion ("killed in clashes"), its
parts ("including 12 children") and its ellipses ("12 killed and 30 wounded").
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from .coreference import NEW, reference_of
from .lexicon import Hit
from .pieces import Quantity
from .sentence import Phrase, Sentence


class Finding(NamedTuple):
    """An event with one harm, in tokens of its unit. ``part_of``: index of the finding that this one is a part of."""

    first: int
    last: int
    type: str
    harm: str
    stage: str
    quantity: Quantity | None
    victims: tuple[Phrase, ...]
    perpetrators: tuple[Phrase, ...]
    targets: tuple[Hit, ...]
    instrument: Hit | None
    denied: bool
    possible: bool
    anchor: int
    part_of: int | None
    rule: str
    outcome_open: bool = False
    by: str | None = None
    """The kind of doer that the word itself implies ("arrested": police), where nobody is named."""
    subtype: str | None = None
    """The sub-event where the words alone give it ("blew himself up": a suicide bomb)."""
    reference: str = NEW
    """How a noun for the event refers: to a happening not told yet, again to one told before, or to violence in general."""


_ADOPTED = frozenset({"clash", "airstrike", "shelling", "bombing", "arson"})
"""Occasions whose type a plain killing or wounding takes on."""
_PEOPLE_HARMS = frozenset({"killed", "injured", "missing", "abducted", "detained", "displaced", "casualties"})
_SET_OFF = frozenset({",", "-", "–", "—", ")"})
_STRONG = frozenset({";", ":", "—", "–"})
_CLAUSE_WORDS = frozenset({"that", "when", "while", "because", "although", "though", "but", "if", "whereas", "unless", "where", "until"})
_INCLUDING = frozenset({"including", "among", "comprising", "mostly", "mainly", "notably", "amongst"})
_FATAL = frozenset({"fatally", "mortally"})


def find_events(s: Sentence) -> list[Finding]:
    """The findings of one unit, in the order of their words."""
    hits = _event_hits(s)
    found: list[Finding] = []
    for hit in hits:
        finding = _read(s, hit)
        if finding is not None:
            found.append(finding)
    found = _either_harm(s, found)
    found = [one for f in found for one in _apart(f)]
    found = [_between_armed(f) for f in found]
    found = _on_footage(found)
    found = _drop_doubles(found)
    found = [f for f in found if _says_something(s, f)]
    found = _take_doers(s, found)
    found = _take_occasion(s, found)
    found = _fill_coordinated(s, found)
    found += _ellipses(s, found)
    found = [_unharmed(f) for f in found if not _is_idle_thing(s, f)]
    found = sorted(found, key=lambda f: (f.anchor, f.first))
    return _of_those(s, _parts(s, found))


def _event_hits(s: Sentence) -> list[Hit]:
    """Event words, the longest first where they overlap, a deed noun before the verb of the same letters."""
    order = {
        "toll": 0,
        "takes": 1,
        "among": 1,
        "agent": 2,
        "deed_on": 2,
        "patient": 2,
        "inaction": 2,
        "ranking": 2,
        "seizure": 2,
        "strike": 3,
        "ablaze": 2,
        "hostage": 2,
        "tally": 3,
        "state": 4,
        "occasion": 5,
        "body": 5,
        "measure": 5,
        "footage": 6,
    }
    chosen: list[Hit] = []
    taken: dict[int, Hit] = {}
    longer = [h for h in s.hits if h.entry.role in ("party", "name", "person") and h.last - h.first > 1]
    timed = {k for (a, b), _ in s.times for k in range(a, b)} | {k for (a, b), p in s.places if p.role != "demonym" for k in range(a, b)}
    named = [p for p in s.phrases if p.kind == "party" and p.name and p.last - p.first > 1]
    for hit in sorted(
        (h for h in s.hits if h.entry.role == "event"), key=lambda h: (-(h.last - h.first), order.get(h.entry.frame or "", 9), h.first)
    ):
        if any(k in taken or k in timed for k in range(hit.first, hit.last)):
            continue
        size = hit.last - hit.first
        if any(h.first <= hit.first and hit.last <= h.last and h.last - h.first > size for h in longer):
            continue
        if any(p.first <= hit.first and hit.last <= p.last for p in named):
            continue
        if not _stands(s, hit):
            continue
        chosen.append(hit)
        for k in range(hit.first, hit.last):
            taken[k] = hit
    return sorted(chosen)


def _stands(s: Sentence, hit: Hit) -> bool:
    """Whether the word is an event here: a verb not used as a noun, a noun not inside a name or another noun."""
    entry, v = hit.entry, hit.first
    if entry.frame in ("agent", "patient", "deed_on", "seizure", "strike") and hit.last == v + 1:
        noun_before = (
            s.cls(v - 1) in "D"
            or s.low(v - 1) == "'s"
            or (s.cls(v - 1) in "R" and s.low(v - 1) not in ("to", "after", "before", "by", "since", "for", "of", "without", "while"))
        )
        if entry.form == "ing" and (noun_before or s.low(hit.last) == "of"):
            return entry.frame == "agent" and entry.harm in _PEOPLE_HARMS and s.low(v) not in ("hurting",)
        if (
            entry.form == "ing"
            and _has_noun_sibling(s, hit)
            and not _object(s, hit.last)
            and not _be_before(s, v)
            and s.low(hit.last) not in ("with", "against")
        ):
            return False
        if entry.form in ("base", "s") and (noun_before or s.low(v - 1) == "of" or s.low(hit.last) == "of"):
            return False
        if entry.form in ("base", "s") and s.low(v) in s.lexicon.noun_verbs and s.cls(v - 1) not in "NPA" and s.low(v - 1) != "to":
            return False
        if entry.form in ("base", "s") and s.low(v) in (
            "fire",
            "fires",
            "shell",
            "shells",
            "bomb",
            "bombs",
            "mob",
            "stone",
            "club",
            "book",
            "mine",
            "hold",
            "attack",
            "attacks",
            "assault",
            "clash",
            "battle",
            "protest",
            "rally",
            "strike",
            "clubs",
            "hurt",
            "blast",
            "intern",
            "gut",
            "pound",
            "pounds",
            "cost",
            "ambush",
            "fight",
            "damage",
            "hack",
            "rape",
            "torture",
            "murder",
            "massacre",
            "arrest",
            "slaughter",
            "torch",
            "wound",
            "whip",
            "whips",
        ):
            return _is_verbal(s, v, hit.last)
        if s.tokens[v].text[0].isupper() and not s.caps and v > 0 and s.cls(v) == "C" and s.cls(v + 1) == "C":
            return False
    if (
        entry.frame == "occasion"
        and entry.form == "ing"
        and _has_noun_sibling(s, hit)
        and not _be_before(s, v)
        and s.low(hit.last) not in ("on", "at", "with", "upon")
    ):
        return False
    if entry.base == "disperse" and (s.low(v - 1) == "to" or (s.phrase_to.get(v) is None and not _be_before(s, v))):
        # Force was used to disperse them: the force is the deed.
        return False
    if entry.base == "fire" and entry.form in ("base", "s") and not _is_verbal(s, v, hit.last):
        return False
    if entry.frame == "occasion" and entry.form in ("base", "s") and _has_noun_sibling(s, hit):
        return (s.phrase_to.get(v) is not None and s.low(hit.last) in ("with", "on", "at", "in", "near", "over")) or s.low(v - 1) in (
            "to",
            "will",
            "would",
            "could",
            "did",
        )
    if entry.frame == "state":
        return _is_state(s, hit)
    if entry.base == "claimed" and entry.frame == "takes":
        return any(s.low(k) in ("lives", "life") for k in range(hit.last, min(hit.last + 6, len(s.tokens))))
    if (
        entry.base in ("shot", "strike", "mine", "shell", "fire")
        and entry.frame == "occasion"
        and entry.form in ("noun", "plural", "base")
        and s.cls(v - 1) in "P"
    ):
        return False
    if entry.base == "the dead" and not any(q.of == "people" for (a, _), q in s.quantities if hit.last <= a <= hit.last + 5):
        return False
    return not (entry.base == "count" and not _complement(s, hit))


def _is_verbal(s: Sentence, v: int, w: int) -> bool:
    """Whether a word that is a noun too stands as a verb: between two phrases, or after "to", "would", "did not"."""
    if s.phrase_to.get(v) is not None and s.phrase_at.get(w) is not None:
        return True
    if s.low(v - 1) in ("to", "will", "would", "could", "can", "may", "might", "did", "not", "n't", "didn't"):
        return True
    return s.low(v - 1) in ("and", ",") and s.phrase_at.get(w) is not None


def _has_noun_sibling(s: Sentence, hit: Hit) -> bool:
    """Whether the same word is in the lexicon as a noun too: "shelling", "bombing", "fighting"."""
    return any(h.first == hit.first and h.entry.role == "event" and h.entry.form in ("noun", "plural") for h in s.hits)


def _is_state(s: Sentence, hit: Hit) -> bool:
    """dead, wounded, missing: true of people named or counted right before, or after a form of "be" or "left"."""
    v = hit.first
    if hit.entry.base == "in custody":
        return True
    before = s.phrase_to.get(v)
    if s.cls(hit.last) in "N" and hit.entry.base in ("dead", "injured", "wounded", "missing"):
        return s.cls(v - 1) == "Q" or (s.cls(v - 1) == "D" and hit.entry.base in ("injured", "wounded"))
    if before is not None and (before.quantity is not None or before.kind in ("people", "name", "party")):
        return True
    if s.low(v - 1) in ("-", "–", "—") and any(s.low(k) in ("leaving", "left", "leaves") for k in range(max(0, v - 14), v)):
        return True
    if s.cls(v - 1) in "QN" or s.low(v - 1) in ("others", "more", "another", "and", "or"):
        return True
    i = v - 1
    while s.cls(i) in "B":
        i -= 1
    return s.low(i) in s.lexicon.words["be"] or s.low(i) in (
        "left",
        "leaving",
        "found",
        "leave",
        "declared",
        "pronounced",
        "remain",
        "remained",
        "go",
        "went",
        "gone",
        "reported",
        "feared",
        "lay",
        "lying",
    )


# -- the frames ----------------------------------------------------------------------------------------------------------


def _read(s: Sentence, hit: Hit) -> Finding | None:
    frame = hit.entry.frame
    if frame in ("agent", "deed_on"):
        return _agent(s, hit)
    if frame == "seizure":
        return _seizure(s, hit)
    if frame == "ablaze":
        return _ablaze(s, hit)
    if frame == "strike":
        return _strike(s, hit)
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
    victims = tuple(dict.fromkeys(victims))
    if entry.form == "base" and s.low(hit.first - 1) == "to" and (entry.harm in _PEOPLE_HARMS) and _is_unrealised(s, hit):
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
        _stage(s, hit),
        quantity,
        victims,
        tuple(dict.fromkeys(p for p in perpetrators if p not in victims)),
        _targets(s, hit),
        _instrument(s, hit),
        _is_denied(s, hit),
        _is_possible(s, hit),
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
    kind = next((flag[3:] for flag in hit.entry.flags if flag.startswith("by-")), None)
    return None if kind is None or _is_unrealised(s, hit) else kind


_THREATS = frozenset("threatened threatening threatens threaten threats threat vowed vows warned".split())
_TRIES = frozenset(
    "attempted tried attempt attempting trying tries plot plotting plotted planned planning plans wanted want intended "
    "conspiracy conspiring".split()
)
_ASKING = frozenset(
    "demand demanded demanding demands call called calling calls seek seeking sought urge urged want wanted order orders"
    " warrant warrants".split()
)
_DONE_ALL_THE_SAME = frozenset(
    "managed helped continued began begun started proceeded went forced compelled made had failed used using".split()
)


def _is_unrealised(s: Sentence, hit: Hit) -> bool:
    """Arrests that are demanded, ordered or possible: "to arrest", "would be arrested", "demanded the arrest of"."""
    v = hit.first
    if s.low(v - 1) == "to" and hit.entry.form == "base":
        return not any(s.low(k) in _DONE_ALL_THE_SAME for k in range(max(0, v - 3), v))
    window = [s.low(k) for k in range(max(0, v - 5), v)]
    if any(w in ("will", "would", "shall", "may", "might", "could", "can", "should", "if", "must", "cannot") for w in window[-3:]):
        return True
    return hit.entry.form in ("noun", "plural") and any(w in _ASKING for w in window)


_NEEDS_PEOPLE = frozenset({"arrest", "apprehend", "book"})


def _agent(s: Sentence, hit: Hit) -> Finding | None:
    """X kills Y; Y was killed by X; the killing of Y by X; Y, killed by X."""
    v, w, entry = hit.first, hit.last, hit.entry
    if entry.form == "ing" and (s.low(w) == "of" or s.cls(v - 1) in "D" or s.low(v - 1) == "'s"):
        return _deed(s, hit)
    if entry.base in _NEEDS_PEOPLE and s.low(w) == "that":
        # "He apprehended that prices would rise".
        return None
    by = _by(s, w)
    right = _object(s, w)
    left = _subjects(s, v)
    has_be = _be_before(s, v)
    after = w
    while s.cls(after) == "B":
        after += 1
    bare = not right and (s.cls(after) in "RXTKAV" or s.low(after) == "according")
    passive = entry.form in ("past", "part") and (has_be or (bare and bool(left or by or _bare_left(s, v))) or (bool(by) and not right))
    if entry.form in ("past", "part") and not has_be and right and left and _reduced(s, v):
        passive = True
    harm = type_ = None
    if "weak" in entry.flags:
        fatal = (
            any(s.low(k) in _FATAL for k in range(max(0, v - 2), min(len(s.tokens), w + 2)))
            or s.low(w) in ("dead",)
            or (s.low(w) == "to" and s.low(w + 1) == "death")
        )
        if fatal:
            harm, type_ = "killed", "killing"
    elif entry.harm == "injured" and s.low(v - 1) in _FATAL:
        harm, type_ = "killed", "killing"
    if passive:
        near = _bare_left(s, v)
        victims = near if near and not has_be and near[0].quantity is not None else left or near
        people = [p for p in victims if _can_suffer(p)]
        if entry.base in _TAKES_THINGS and not people:
            return None
        return _finding(s, hit, "passive", people, by, harm=harm, type_=type_)
    victims = [p for p in right if _can_suffer(p)]
    if (
        entry.base in ("arrest", "apprehend", "book", "charge")
        and not victims
        and (s.low(w) in ("that", "the", "a", "any", "this") or s.cls(w) in "W")
    ):
        # "arrest the decline", "apprehended that": nobody is taken.
        return None
    if entry.base in _TAKES_THINGS and not any(p.kind in ("people", "name", "pronoun", "party") for p in victims):
        return None
    if len(right) == 1 and s.low(right[0].first) in ("himself", "herself", "themselves", "itself") and left:
        # "shot himself": who did it suffered it.
        return _finding(s, hit, "reflexive", [p for p in left if _can_suffer(p)], [], harm=harm, type_=type_)
    if len(victims) == 1 and victims[0].kind == "number":
        victims = _shared_noun(s, victims[0])
    doers = [p for p in left if p.kind != "number" and _can_act(p)]
    if not victims and entry.harm in ("killed", "injured") and not doers and entry.form != "ing":
        return _finding(s, hit, "active", [], by, harm=harm, type_=type_)
    return _finding(s, hit, "active", victims, [*doers, *by], harm=harm, type_=type_)


_TAKES_THINGS = frozenset({"snatch", "pick up", "book", "expel", "evict"})
"""Verbs that take people or things: without people they are no harm."""


def _shared_noun(s: Sentence, number: Phrase) -> list[Phrase]:
    """ "killed 28 and wounded 30 militants": the noun stands with the second number and is meant with the first."""
    i = number.last
    if s.low(i) in ("and", "or") and s.cls(i + 1) == "V":
        other = s.phrase_at.get(i + 2)
        if other is not None and other.kind == "people" and other.quantity is not None:
            return [number, other._replace(quantity=None)]
    return [number]


def _deed(s: Sentence, hit: Hit) -> Finding:
    """the killing of Y by X; X's killing of Y."""
    w = hit.last
    victims: list[Phrase] = []
    if s.low(w) == "of":
        victims = [p for p in _coordinated(s, s.phrase_at.get(w + 1)) if _can_suffer(p)]
    by = _by(s, victims[-1].last if victims else w)
    owner = s.phrase_to.get(hit.first - 1) if s.low(hit.first - 1) == "'s" else None
    if owner is not None and not victims and owner.party is None:
        return _finding(s, hit, "deed", [owner], by)
    return _finding(s, hit, "deed", victims, [*([owner] if owner is not None else []), *by])


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
    people = [p for p in finding.victims if p.kind in ("people", "name", "pronoun") or (p.kind == "party" and p.quantity is not None)]
    stretch = range(max(0, hit.first - 12), hit.first) if passive else range(hit.last, min(len(s.tokens), hit.last + 9))
    stretch = range(stretch.start, next((k for k in stretch if k > hit.last and (s.low(k) in _STRONG or s.cls(k) == "V")), stretch.stop))
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


_STRIKING = frozenset({"explosive", "artillery", "air", "drone"})


def _strike(s: Sentence, hit: Hit) -> Finding | None:
    """A suicide bomber struck Y; rockets hit Y; rebels stormed Y; police raided Y, which is a search and no attack."""
    finding = _agent(s, hit)
    if finding is None:
        return None
    means = finding.instrument
    if means is not None and means.entry.kind in _STRIKING and hit.first - 5 <= means.first < hit.first:
        return finding._replace(rule="strike")
    doers = {p.party for p in finding.perpetrators}
    if hit.entry.base in ("catch", "hold"):
        people = [p for p in finding.victims if p.kind in ("people", "name", "pronoun", "number")]
        taken = people and doers and doers <= {"police", "state_forces"} and hit.entry.form != "ing"
        return finding._replace(type="detention", harm="detained") if taken else None
    if (hit.entry.base in ("storm", "raid") and doers & _STATE) or hit.entry.base.startswith("search"):
        return finding._replace(type="restriction", victims=(), quantity=None, rule="strike")
    if doers & {"armed_group", "militia"} and hit.entry.base != "hit":
        return finding._replace(rule="strike")
    return None


def _ablaze(s: Sentence, hit: Hit) -> Finding | None:
    """X set Y on fire; Y was set ablaze."""
    for k in range(hit.first - 1, max(-1, hit.first - 14), -1):
        if s.low(k) in _STRONG:
            return None
        if s.low(k) in ("set", "sets", "setting"):
            verb = Hit(k, k + 1, hit.entry)
            by = _by(s, hit.last)
            doers = [] if _be_before(s, k) else [p for p in _subjects(s, k) if _can_act(p) and p.kind != "number"]
            return _finding(s, verb, "active", [], [*doers, *by])
    return None


def _hostage(s: Sentence, hit: Hit) -> Finding | None:
    """X took Y hostage; Y were held captive: the verb stands before the people."""
    for k in range(hit.first - 1, max(-1, hit.first - 11), -1):
        if s.low(k) in _STRONG:
            return None
        if s.low(k) in ("took", "take", "taken", "takes", "taking", "held", "hold", "holding", "holds"):
            verb = Hit(k, k + 1, hit.entry)
            if _be_before(s, k):
                return _finding(s, verb, "passive", [p for p in _subjects(s, k) if _can_suffer(p)], _by(s, hit.last))
            return _finding(
                s,
                verb,
                "active",
                [p for p in _object(s, k + 1) if _can_suffer(p)],
                [p for p in _subjects(s, k) if _can_act(p) and p.kind != "number"],
            )
    return None


def _patient(s: Sentence, hit: Hit) -> Finding | None:
    """Y died; Y went missing."""
    victims = [p for p in _subjects(s, hit.first) or _bare_left(s, hit.first) if _can_suffer(p)]
    if hit.entry.type == "displacement" and (not any(_is_driven_out(p) for p in victims) or s.low(hit.last + 1) in ("scene", "spot")):
        # Attackers flee the scene and one man flees the country: nobody is driven from home.
        return None
    if not victims and hit.entry.type == "enforced_disappearance":
        # "the files disappeared"
        return None
    return _finding(s, hit, "patient", victims)


def _is_driven_out(p: Phrase) -> bool:
    return (
        (p.plural or p.quantity is not None)
        and "combatant" not in p.flags
        and p.kind != "party"
        and p.party not in ("armed_group", "militia")
    )


def _state(s: Sentence, hit: Hit) -> Finding | None:
    """12 dead; left 30 wounded; two others missing."""
    around = next((p for p in s.phrases if p.first < hit.first < p.last), None)
    if around is not None:
        return _finding(s, hit, "state", [around])
    before = s.phrase_to.get(hit.first)
    if before is None and s.low(hit.first - 1) in ("-", "–", "—", ","):
        # "leaving 23 civilians - including nine children - dead"
        mark = s.low(hit.first - 1)
        opened = next((k for k in range(hit.first - 2, max(-1, hit.first - 14), -1) if s.low(k) == mark), None)
        before = s.phrase_to.get(opened) if opened is not None else None
        if before is not None and before.quantity is not None:
            return _finding(s, hit, "state", [before])
    victims = (
        [before] if before is not None and (before.quantity is not None or s.cls(before.first - 1) in "VAX" or before.first == 0) else []
    )
    if not victims:
        victims = [p for p in _subjects(s, hit.first) or _bare_left(s, hit.first) if _can_suffer(p)]
    if not victims and s.cls(hit.last) == "N":
        after = s.phrase_at.get(hit.last)
        victims = [after] if after is not None else []
    return _finding(s, hit, "state", victims)


def _among(s: Sentence, hit: Hit) -> Finding | None:
    """Six children were among the dead; among the dead were six children."""
    victims = [p for p in _subjects(s, hit.first) if _can_suffer(p)]
    if not victims:
        i = hit.last
        while s.cls(i) == "A":
            i += 1
        victims = [p for p in _coordinated(s, _np_at(s, i)) if _can_suffer(p)]
    return _finding(s, hit, "among", victims) if victims else None


def _takes(s: Sentence, hit: Hit) -> Finding | None:
    """claimed the lives of Y; claimed 12 lives."""
    victims = [p for p in _object(s, hit.last) if p.kind != "pronoun"]
    if not victims:
        return None
    return _finding(s, hit, "takes", victims)


def _tally(s: Sentence, hit: Hit) -> Finding | None:
    """70 fatalities; the deaths of Y; the killing of Y; three executions."""
    quantity, victims = _quantity_before(s, hit.first), []
    if s.low(hit.last) in ("of", "among"):
        victims = [p for p in _coordinated(s, _np_at(s, hit.last + 1)) if _can_suffer(p)]
    by = _by(s, victims[-1].last if victims else hit.last)
    owner = s.phrase_to.get(hit.first - 1) if s.low(hit.first - 1) == "'s" else None
    if owner is not None and not victims and _can_suffer(owner):
        victims = [owner]
    modifier = s.phrase_to.get(hit.first)
    if modifier is not None and not victims and modifier.kind == "people" and (modifier.flags - {"plain"} or modifier.group):
        victims = [modifier]
    if quantity is not None and hit.entry.type == "massacre":
        return None if not victims else _finding(s, hit, "tally", victims, by)
    return _finding(s, hit, "tally", victims, by, quantity=quantity)


def _toll(s: Sentence, hit: Hit) -> Finding | None:
    """the death toll rose to 70; put the dead at 13 or more; a toll of 52."""
    quantity = _complement(s, hit)
    if quantity is None:
        return _tally(s, hit) if hit.entry.base.endswith("deaths") else None
    at = s.token_range(quantity.start, quantity.end)[0]
    phrase = next((p for p in s.phrases if p.first <= at < p.last and p.quantity == quantity), None)
    if phrase is None or phrase.kind == "number":
        # "security deaths", "the civilian toll": the word itself says whose.
        phrase = next((p for p in s.phrases if hit.first <= p.first and p.last <= hit.last), None) or _adjective(s, hit) or phrase
    return _finding(s, hit, "toll", [phrase] if phrase is not None else [], quantity=quantity)


def _adjective(s: Sentence, hit: Hit) -> Phrase | None:
    """The people a toll is of by its own adjective: "security deaths"."""
    for other in s.hits:
        if other.first == hit.first and other.last < hit.last and other.entry.role == "person":
            token = s.tokens[other.first]
            return Phrase(
                other.first, other.last, token.start, token.end, "people", other.first, None, other.entry.flags, None, None, None, "", True
            )
    return None


def _complement(s: Sentence, hit: Hit) -> Quantity | None:
    """The figure a toll is said to be: the last one after "to", else the first after the word; "52 death toll" before it."""
    best: Quantity | None = None
    for (a, _), quantity in sorted([*s.quantities, *s.bare]):
        if a < hit.last or quantity.of != "people":
            continue
        between = [s.low(k) for k in range(hit.last, a)]
        if any(mark in (";", ",", "(") for mark in between) and best is not None:
            break
        if len(between) > 14 or ";" in between:
            break
        if best is None and (not between or any(w in _AMOUNTS for w in between)):
            best = quantity
        elif between[-1:] == ["to"]:
            best = quantity
    return best


_AMOUNTS = frozenset(
    "to at of : is was are were stands stood reached reaches reaching above over exceeds exceeded exceeding rises rose risen hit "
    "hits hitting climbed climbs passed passes topped tops surpassed surpasses nears neared as jumped grew increased".split()
)
"""Words between "toll" and its figure."""


def _occasion(s: Sentence, hit: Hit) -> Finding | None:
    """clashes between A and B; a rebel attack on Y; an air strike by X. The harm, if any, is read by its own frame."""
    entry, v, w = hit.entry, hit.first, hit.last
    doers: list[Phrase] = []
    victims: list[Phrase] = []
    if entry.frame == "footage" and s.cls(v - 1) in "R" and s.low(v - 1) in ("by",):
        return None
    if entry.type == "clash" and s.low(w) in ("between", "among"):
        doers = [p for p in _coordinated(s, _np_at(s, w + 1)) if _can_act(p)]
    elif entry.type == "clash" and s.low(w) == "with":
        doers = [p for p in _coordinated(s, _np_at(s, w + 1)) if _can_act(p)]
    if entry.form in ("noun", "plural"):
        inside = s.phrase_at.get(v)
        if inside is not None and inside.last <= w and inside.party is not None and inside.kind != "name":
            # "police firing": the doer is in the word itself.
            doers.append(inside)
        modifier = s.phrase_to.get(v)
        if modifier is not None and modifier.party is not None and modifier.kind in ("party", "people") and modifier.quantity is None:
            doers.append(modifier)
        if s.low(v - 1) == "'s":
            owner = s.phrase_to.get(v - 1)
            if owner is not None and owner.party is not None:
                doers.append(owner)
        doers += _by(s, w) or _light_doers(s, v)
        if s.low(w) in ("on", "against", "of"):
            victims = [p for p in _coordinated(s, _np_at(s, w + 1)) if _can_suffer(p)]
    elif entry.frame == "occasion":
        passive = _be_before(s, v)
        doers += _by(s, w) if passive else [p for p in _subjects(s, v) if _can_act(p)]
        if entry.type == "clash" and s.low(w) == "with":
            doers += [p for p in _coordinated(s, _np_at(s, w + 1)) if _can_act(p)]
        if s.low(w) in ("on", "at", "upon"):
            victims = [p for p in _coordinated(s, _np_at(s, w + 1)) if _can_suffer(p)]
    elif entry.frame == "inaction":
        doers += _idle(s, v, w)
    finding = _finding(s, hit, entry.frame or "occasion", victims, doers)._replace(quantity=None)
    # "the violence", "the crackdown": a word for no act in particular counts only with someone in it.
    return None if "weak" in entry.flags and not (finding.victims or finding.perpetrators or finding.targets) else finding


def _idle(s: Sentence, v: int, w: int) -> list[Phrase]:
    """Who did nothing: the police looked on; police inaction; the inaction of, or by, the police."""
    before = s.phrase_to.get(v)
    if before is not None and before.party is not None:
        return [before]
    for k in (w, w + 1):
        if s.low(k) in ("of", "by", "from", "among") or (s.low(k) == "on" and s.low(k + 1) == "the"):
            phrase = _np_at(s, k + 1) if s.low(k) != "on" else s.phrase_at.get(k + 4)
            if phrase is not None and phrase.party is not None:
                return [phrase]
    return [p for p in _subjects(s, v) if _can_act(p)]


_LIGHT = frozenset(
    "carried carry carries carrying launched launch launches launching staged stage stages staging mounted mounting "
    "conducted conducting committed committing "
    "perpetrated triggered triggering trigger hurled hurling hurl lobbed lobbing lob threw throw throwing thrown planted "
    "planting detonated detonating exploded "
    "fired firing fire resorted resorting resort used using use burst unleashed dropped dropping organised organized "
    "organising held holding hold waged "
    "imposed imposing clamped lifted ordered ordering enforced registered filed declared "
    "made making opened opening sparked orchestrated masterminded executed".split()
)
"""Verbs that only carry out what their noun says: "launched an attack", "lobbed a grenade"."""


def _light_doers(s: Sentence, v: int) -> list[Phrase]:
    """Who carried out the deed that a noun names: the subject of the light verb right before its phrase."""
    i = v - 1
    while i > v - 8 and s.low(i) not in _LIGHT and (s.cls(i) in "DWJQqCLNB" or s.low(i) in ("out", "to")):
        i -= 1
    if s.low(i) not in _LIGHT or _be_before(s, i):
        return []
    return [p for p in _subjects(s, i) if _can_act(p) and p.kind != "number"]


# -- roles ---------------------------------------------------------------------------------------------------------------


def _can_suffer(p: Phrase) -> bool:
    return p.kind in ("people", "number", "name", "pronoun") or (
        p.kind == "party" and p.party not in ("court", "outlet", "agency", "monitor")
    )


def _can_act(p: Phrase) -> bool:
    if p.kind == "place":
        return p.governor not in _GOVERNORS or p.governor == "by"
    return (p.kind in ("party", "pronoun") or p.party is not None or p.kind == "people") and "bodies" not in p.flags


def _np_at(s: Sentence, i: int) -> Phrase | None:
    return s.phrase_at.get(i) or (s.phrase_at.get(i + 1) if s.cls(i) in "BDWR" else None)


def _be_before(s: Sentence, v: int) -> bool:
    i = v - 1
    be = s.lexicon.words["be"]
    while s.cls(i) in "AB" or s.low(i) in ("not", "n't"):
        if s.low(i) in be:
            return True
        i -= 1
    return False


def _reduced(s: Sentence, v: int) -> bool:
    """52 people killed in...: a participle right after the people, before a time or a place."""
    return s.cls(v + 1) in "RTX"


def _bare_left(s: Sentence, v: int) -> list[Phrase]:
    """A number or people right before the word: "52 killed", "12 others dead"."""
    i = v
    while s.cls(i - 1) in "B" or s.low(i - 1) in (
        "others",
        "more",
        "have",
        "been",
        "had",
        "has",
        "were",
        "was",
        "are",
        "is",
        "reported",
        "confirmed",
    ):
        i -= 1
    phrase = s.phrase_to.get(i) or s.phrase_to.get(v)
    return [phrase] if phrase is not None and (phrase.quantity is not None or phrase.kind in ("people", "name")) else []


def _subjects(s: Sentence, v: int) -> list[Phrase]:
    """The phrases that are subject of the verb at ``v``, coordinated ones too; found leftwards within the clause."""
    i = v - 1
    while (
        s.cls(i) in "AB"
        or s.low(i) in ("not", "n't", "to", "also", "reported", "believed", "feared", "said", "thought")
        or (s.cls(i) == "T" and s.cls(i - 1) != "R")
    ):
        i -= 1
    if s.low(i) in _SET_OFF:
        # "149 Alawites, nearly all men and boys, were killed": the subject stands before the apposition.
        opening = "(" if s.low(i) == ")" else s.low(i)
        for k in range(i - 1, max(-1, i - 14), -1):
            if s.low(k) == opening:
                head = s.phrase_to.get(k)
                if head is not None and not _is_governed(head) and not any(s.cls(m) == "V" for m in range(k, i)):
                    return _with_left_coordinates(s, head)
                break
            if s.low(k) in _STRONG:
                break
    relative = s.low(i) in ("who", "which") or (s.low(i) == "that" and s.phrase_to.get(i) is not None and s.cls(v - 1) in "AB")
    if relative:
        antecedent = s.phrase_to.get(i) or (s.phrase_to.get(i - 1) if s.low(i - 1) == "," else None)
        return [antecedent] if antecedent is not None else []
    verbs = 0
    skip_until = None
    j = i
    while j >= 0:
        low, code = s.low(j), s.cls(j)
        phrase = s.phrase_to.get(j + 1)
        if phrase is not None and skip_until is None:
            gerund = phrase.last == v and s.tokens[v].low.endswith("ing") and phrase.governor in ("of", "to", "with", "about", "by", "from")
            if gerund or not _is_governed(phrase):
                return _with_left_coordinates(s, phrase)
            j = phrase.first - 1
            continue
        if low in _STRONG or (low in _CLAUSE_WORDS and not (low == "that" and s.cls(j + 1) in "N")):
            if skip_until is None or low in _STRONG:
                return []
        if code == "V" and skip_until is None:
            opened = next((k for k in range(j, max(-1, j - 14), -1) if s.low(k) in ("who", "which")), None)
            if opened is not None and s.phrase_to.get(opened) is not None and not any(s.low(k) == "," for k in range(opened, j)):
                # "the child who was shot on Monday has died": the verb after the relative clause goes with its antecedent.
                return [s.phrase_to[opened]]
            verbs += 1
            joined = _joins_verb_phrase(s, i, v)
            if not joined or verbs > 2:
                return []
            # "attacked the village and killed 12": go on left of the first verb for its subject.
            k = j - 1
            while s.cls(k) in "AB" or s.low(k) in ("not", "to"):
                k -= 1
            first = s.phrase_to.get(k + 1)
            if first is not None and not _is_governed(first):
                return _with_left_coordinates(s, first)
            j = k
            continue
        j -= 1
    return []


def _joins_verb_phrase(s: Sentence, i: int, v: int) -> bool:
    """Whether the verb at ``v`` shares the subject of an earlier verb: after "and", after a comma, as "-ing", after "by" or "to"."""
    return s.low(i) in ("and", ",", "by", "after", "before", "then", "of", "for") or s.tokens[v].low.endswith("ing") or s.low(v - 1) == "to"


_GOVERNORS = frozenset(
    "of in on at from with near to into during by against for over under between among inside outside around across "
    "through about toward towards including like than behind".split()
)


def _is_governed(p: Phrase) -> bool:
    """Whether a preposition hangs the phrase on something else, so that it is no subject."""
    return p.governor in _GOVERNORS


def _with_left_coordinates(s: Sentence, phrase: Phrase) -> list[Phrase]:
    out = [phrase]
    while True:
        first = out[0].first
        mark = s.low(first - 1)
        before = s.phrase_to.get(first - 1)
        if mark in ("and", ",", "or") and before is None and s.low(first - 2) == ",":
            before = s.phrase_to.get(first - 2)
        if mark not in ("and", ",", "or") or before is None or _is_governed(before):
            return out
        if mark == "," and len(out) == 1 and not (before.quantity is not None and phrase.quantity is not None):
            return out
        out.insert(0, before)


def _object(s: Sentence, w: int) -> list[Phrase]:
    """The phrases right after a verb, coordinated ones too."""
    i = w
    while s.cls(i) in "B" or s.low(i) in ("also", "up", "down", "dead", "off"):
        i += 1
    phrase = s.phrase_at.get(i)
    if phrase is None and s.cls(i) in "DWJLC":
        phrase = next((s.phrase_at[k] for k in (i + 1, i + 2) if k in s.phrase_at and all(s.cls(m) in "DWJLC" for m in range(i, k))), None)
    return _coordinated(s, phrase)


def _coordinated(s: Sentence, phrase: Phrase | None) -> list[Phrase]:
    """A phrase and those joined to it by "and" or commas, up to one that starts a clause of its own."""
    if phrase is None:
        return []
    out = [phrase]
    while True:
        i = out[-1].last
        if s.low(i) == "," and s.low(i + 1) in ("and", "or"):
            i += 1
        if s.low(i) not in ("and", ",", "or", "plus", "&"):
            return out
        after = s.phrase_at.get(i + 1)
        if after is None or after.kind == "pronoun":
            return out
        if (
            s.cls(after.last) in "A"
            or (s.cls(after.last) == "V" and s.low(after.last) not in ("killed", "dead"))
            or s.low(after.last) in ("wounded", "injured", "dead", "missing", "killed")
        ):
            return out
        if (
            s.low(i) == ","
            and s.low(after.last) not in (",", "and", "or", "in", "on", "at", ".", "", ")", "during", "by", "from")
            and s.cls(after.last) != "X"
        ):
            return out
        out.append(after)


def _by(s: Sentence, w: int) -> list[Phrase]:
    """by X, within the clause after an event word."""
    for i in range(w, min(len(s.tokens), w + 14)):
        low = s.low(i)
        if low in _STRONG or (s.cls(i) == "V" and i > w and low not in _LIGHT) or (low in _CLAUSE_WORDS):
            return []
        if low == "by":
            phrase = _np_at(s, i + 1)
            if phrase is None or phrase.first > i + 3 or phrase.kind == "number":
                return []
            doers: list[Phrase] = []
            for p in _coordinated(s, phrase):
                if p.quantity is not None and doers:
                    break
                if _can_act(p) or p.kind == "name":
                    doers.append(p)
            return doers
        if low == "at" and s.low(i + 1) == "the" and s.low(i + 2) == "hands" and s.low(i + 3) == "of":
            phrase = _np_at(s, i + 4)
            return [phrase] if phrase is not None and _can_act(phrase) else []
    return []


def _quantity_before(s: Sentence, v: int) -> Quantity | None:
    """The number of people right before a noun, over up to three modifiers: "12 civilian deaths"."""
    for (_, b), quantity in s.quantities:
        if b <= v <= b + 3 and all(s.cls(k) in "WJNBC" for k in range(b, v)):
            return quantity if quantity.of in ("people", "other") else None
    return None


def _targets(s: Sentence, hit: Hit) -> tuple[Hit, ...]:
    """The thing that was hit: the target noun nearest after the event word in its clause, or before it in a passive."""
    if hit.entry.type not in (
        "airstrike",
        "shelling",
        "bombing",
        "arson",
        "assault",
        "property_damage",
        "looting",
        "abduction",
        "killing",
        "clash",
    ):
        return ()
    out = []
    for t in s.hits:
        if t.entry.role != "target" or abs(t.first - hit.first) > 14:
            continue
        between = range(min(hit.last, t.last), max(hit.first, t.first))
        if any(s.low(k) in _STRONG for k in between):
            continue
        linked = s.low(t.first - 1) in (
            "on",
            "against",
            "at",
            "the",
            "a",
            "an",
            "of",
            "and",
            ",",
            "in",
            "near",
            "outside",
            "inside",
            "targeting",
            "hit",
            "struck",
            "their",
            "its",
            "his",
            "destroyed",
        )
        if linked or hit.entry.frame == "deed_on":
            out.append(t)
    kept = {
        (t.first, t.last): t
        for t in out
        if not any(o.first <= t.first and t.last <= o.last and o.last - o.first > t.last - t.first for o in out)
    }
    return tuple(kept.values())[:3]


def _instrument(s: Sentence, hit: Hit) -> Hit | None:
    """The means nearest to the event word: the word itself ("car bomb"), else one tied by "with", "by", "in", "from"."""
    best: tuple[int, Hit] | None = None
    for t in s.hits:
        if t.entry.role != "instrument":
            continue
        distance = 0 if hit.first <= t.first < hit.last else min(abs(t.first - hit.last), abs(hit.first - t.last)) + 1
        if distance > 12:
            continue
        if best is None or (distance, -(t.last - t.first)) < (best[0], -(best[1].last - best[1].first)):
            best = (distance, t)
    return best[1] if best is not None else None


# -- modality ------------------------------------------------------------------------------------------------------------


def _stage(s: Sentence, hit: Hit) -> str:
    window = [s.low(k) for k in range(max(0, hit.first - 5), hit.first)]
    if (
        any(w in ("threatened", "threatening", "threatens", "threaten", "threats", "threat", "vowed", "vows", "warned") for w in window)
        and "to" in window
    ):
        return "threatened"
    if any(
        w
        in (
            "attempted",
            "tried",
            "attempt",
            "attempting",
            "trying",
            "plot",
            "plotting",
            "plotted",
            "foiled",
            "attempts",
            "failed",
        )
        for w in window
    ):
        return "attempted"
    if any(w in ("will", "would", "shall", "if") for w in window[-3:]) or any(
        w in ("planned", "planning", "plans", "plan") for w in window
    ):
        return "threatened"
    if _is_intended(s, hit):
        return "threatened"
    if any(w in ("continue", "continued", "continues", "ongoing", "continuing") for w in window):
        return "ongoing"
    return "done"


_BROUGHT_ABOUT = frozenset(
    "managed manages manage continued continues continue began begins begin started starts went came proceeded proceeds "
    "succeeded is are was were used known said reported believed alleged first last forced due according".split()
)
"""Words before "to" after which the deed was done: "managed to kill"."""


def _is_intended(s: Sentence, hit: Hit) -> bool:
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
    return (
        s.low(i) == "be" and s.low(i - 1) in ("should", "must", "could", "can", "to", "might", "may") and hit.entry.form in ("part", "past")
    )


def _is_denied(s: Sentence, hit: Hit) -> bool:
    window = [s.low(k) for k in range(max(0, hit.first - 4), hit.first)]
    if any(
        w in ("not", "n't", "never", "without", "nobody", "denied", "denies", "denying", "deny", "denial") or w.endswith("n't")
        for w in window
    ):
        return True
    before = s.phrase_to.get(hit.first)
    i = hit.first - 1
    while s.cls(i) in "A":
        i -= 1
    before = before or s.phrase_to.get(i + 1)
    if before is not None:
        return s.low(before.first) in ("no", "none", "nobody") or s.low(before.first - 1) in ("no", "none")
    return s.low(i) == "no"


def _is_possible(s: Sentence, hit: Hit) -> bool:
    window = [s.low(k) for k in range(max(0, hit.first - 5), hit.first)]
    return any(
        w
        in (
            "may",
            "might",
            "could",
            "possibly",
            "perhaps",
            "feared",
            "believed",
            "suspected",
            "apparently",
            "presumably",
            "likely",
            "probably",
        )
        for w in window
    )


# -- across findings -----------------------------------------------------------------------------------------------------


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
    near = range(f.first - 10, f.last + 12)
    return any(a in near for (a, _), p in s.places if p.role == "place" and p.precision not in ("country", "region")) or any(
        a in near for (a, _), t in s.times if t.bound == "on"
    )


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


_ARMED = frozenset({"armed_group", "militia", "state_forces", "foreign_forces"})


def _between_armed(f: Finding) -> Finding:
    """ "Rebels attacked an army patrol": an attack by one armed side on another is a clash."""
    if f.type != "assault" or f.harm != "none" or not f.victims or not f.perpetrators:
        return f
    armed = all(p.party in _ARMED or "combatant" in p.flags for p in f.perpetrators)
    against = all((p.party in _ARMED or "combatant" in p.flags) and "civilian" not in p.flags for p in f.victims)
    return f._replace(type="clash") if armed and against else f


def _unharmed(f: Finding) -> Finding:
    """A deed that is only threatened, planned or feared has harmed nobody."""
    if f.stage != "threatened" or f.harm == "none":
        return f
    return f._replace(harm="none", quantity=None, part_of=None)


_NOMINAL = frozenset(
    "killing execution massacre clash shelling airstrike bombing arson abduction assault torture sexual_violence looting "
    "property_damage displacement detention".split()
)


def _either_harm(s: Sentence, found: list[Finding]) -> list[Finding]:
    """ "killed or wounded": one count of casualties, not told apart."""
    out: list[Finding] = []
    for f in found:
        if out and {out[-1].harm, f.harm} == {"killed", "injured"} and s.low(f.first - 1) == "or" and out[-1].last == f.first - 1:
            out[-1] = out[-1]._replace(
                harm="casualties", last=f.last, quantity=out[-1].quantity or f.quantity, victims=out[-1].victims or f.victims
            )
        else:
            out.append(f)
    return out


def _apart(f: Finding) -> list[Finding]:
    """ "killed 100 security men and 15 civilians": a finding for each number, of one event."""
    counted = [p for p in f.victims if p.quantity is not None]
    if len(counted) < 2 or f.harm not in _PEOPLE_HARMS:
        return [f]
    rest = tuple(p for p in f.victims if p.quantity is None)
    return [f._replace(victims=(p, *rest) if n == 0 else (p,), quantity=p.quantity, anchor=p.first) for n, p in enumerate(counted)]


def _on_footage(found: list[Finding]) -> list[Finding]:
    """ "84 bodies on videos": one finding, of footage."""
    footage = next((f for f in found if f.type == "footage"), None)
    if footage is None or not any(f.type == "bodies_found" for f in found):
        return found
    first = True
    out = []
    for f in found:
        if f.type == "footage":
            if first:
                out.append(f)
            first = False
        elif f.type != "bodies_found":
            out.append(f)
    return out


def _drop_doubles(found: list[Finding]) -> list[Finding]:
    """One harm to one phrase is one finding: "two dead bodies", "12 wounded" read by two frames."""
    out: list[Finding] = []
    seen: set[tuple[str, int]] = set()
    for f in found:
        key = (f.harm, f.quantity.start) if f.quantity is not None else None
        if key is not None and f.harm in _PEOPLE_HARMS:
            if key in seen:
                continue
            seen.add(key)
        out.append(f)
    return out


def _take_occasion(s: Sentence, found: list[Finding]) -> list[Finding]:
    """ "killed in clashes", "the blast wounded 30": the harm takes the type, span and doers of its occasion."""
    occasions = [f for f in found if f.type in _ADOPTED and f.harm == "none" and f.rule in ("occasion", "active", "passive")]
    used: set[int] = set()
    verbs: dict[tuple[int, str], tuple[int, int]] = {}
    out: list[Finding] = []
    for f in found:
        if f.harm not in ("killed", "injured", "casualties") or f.type not in ("killing", "assault", "other"):
            out.append(f)
            continue
        near = None
        for o in occasions:
            low, high = min(f.first, o.first), max(f.last, o.last)
            if any(s.low(k) == ";" for k in range(low, high)):
                continue
            if s.cls(o.first - 1) in "Qq":
                # "over 480 arson cases": counted on its own, no occasion of this harm.
                continue
            gap = abs(f.first - o.first)
            if near is None or gap < near[0]:
                near = (gap, o)
        if near is None or near[0] > 18 or (near[1].first > f.last and s.low(near[1].first - 1) in ("after", "outside", "or")):
            out.append(f)
            continue
        o = near[1]
        used.add(o.first)
        if verbs.setdefault((o.first, f.harm), (f.first, f.last)) != (f.first, f.last):
            # A second telling of the harm in the same breath keeps its own word, so that it is not taken for further victims.
            out.append(f._replace(type=o.type, perpetrators=f.perpetrators or (o.perpetrators if o.type != "clash" else ())))
            continue
        out.append(
            f._replace(
                type=o.type,
                first=o.first,
                last=o.last,
                perpetrators=f.perpetrators or (o.perpetrators if o.type != "clash" else f.perpetrators),
                targets=f.targets or o.targets,
                instrument=o.instrument or f.instrument,
            )
        )
    return [f for f in out if not (f.harm == "none" and f.type in _ADOPTED and f.first in used and f.rule == "occasion")]


_THROUGH = frozenset({"in", "by", "during", "from", "after", "when", "to", "as", "through", "under"})


def _take_doers(s: Sentence, found: list[Finding]) -> list[Finding]:
    """ "killed in police firing", "died when soldiers opened fire".

    Who did the deed that the harm came of is alleged to have done the harm.
    """
    out: list[Finding] = []
    for f in found:
        if f.harm in ("killed", "injured") and not f.perpetrators and not f.denied:
            for o in found:
                if (
                    o is not f
                    and o.perpetrators
                    and o.type not in ("clash", "protest", "detention", "other", "inaction")
                    and _through(s, f, o)
                ):
                    doers = tuple(p for p in o.perpetrators if p not in f.victims)
                    f = f._replace(perpetrators=doers)
                    break
        out.append(f)
    return out


def _through(s: Sentence, f: Finding, o: Finding) -> bool:
    """Whether the harm ``f`` is said to come of the deed ``o``: "in", "by" or "when" between them; "police firing killed 12"."""
    if o.last <= f.first <= o.last + 2 and o.rule == "occasion" and all(s.cls(k) in "AB" for k in range(o.last, f.first)):
        return True
    gap = range(f.last, o.first)
    if any(s.low(k) in (";", ",") for k in gap):
        return False
    if 0 < len(gap) <= 9:
        return any(s.low(k) in _THROUGH for k in gap)
    # "killed in the old town on Tuesday night when police opened fire"
    opened = s.low(o.perpetrators[0].first - 1) in ("when", "after", "as", "in") and o.perpetrators[0].first in gap
    return opened and len(gap) <= 30


def _fill_coordinated(s: Sentence, found: list[Finding]) -> list[Finding]:
    """ "12 killed and 30 wounded": findings side by side share the event of the first, and its doers."""
    out: list[Finding] = []
    for f in found:
        previous = out[-1] if out else None
        if (
            previous is not None
            and previous.harm in ("killed", "injured", "missing")
            and f.harm in ("killed", "injured", "missing")
            and previous.harm != f.harm
            and not any(s.low(k) in (";",) for k in range(min(previous.last, f.first), max(previous.last, f.first)))
            and f.first - previous.last <= 14
        ):
            f = f._replace(
                first=previous.first, last=previous.last, type=previous.type, perpetrators=f.perpetrators or previous.perpetrators
            )
        out.append(f)
    return out


def _ellipses(s: Sentence, found: list[Finding]) -> list[Finding]:
    """ "1,562 killed; 889 by forces and 446 by loyalists": a number of people with no verb of its own takes the harm before it."""
    lead = next((f for f in found if f.harm in ("killed", "injured") and f.quantity is not None and not f.denied), None)
    if lead is None:
        return []
    used = {f.quantity.start for f in found if f.quantity is not None}
    extra = []
    for (a, b), quantity in sorted([*s.quantities, *s.bare]):
        if quantity.of != "people" or quantity.start in used or quantity.rule == "article":
            continue
        lo, hi = _segment(s, a, b)
        cued = {k for h in s.hits if h.entry.role == "cue" and h.entry.form in ("past", "s", "part") for k in range(h.first, h.last)}
        if any(s.cls(k) == "V" and k not in cued for k in range(lo, hi)) or (
            not cued & set(range(lo, hi)) and any(s.cls(k) == "A" for k in range(lo, hi))
        ):
            continue
        if any(h.entry.role == "event" and lo <= h.first < hi and h.entry.frame not in ("occasion", "tally") for h in s.hits):
            continue
        before = [f for f in found if f.harm in ("killed", "injured") and f.quantity is not None and f.anchor < a]
        base = before[-1] if before else lead
        phrase = next((p for p in s.phrases if p.first <= a < p.last and p.quantity == quantity), None)
        if phrase is not None and "not_victims" in phrase.flags:
            continue
        if s.low(b) in _FATAL:
            # "four were shot, one fatally"
            extra.append(base._replace(quantity=quantity, harm="killed", victims=(), anchor=a, part_of=None, rule="fatally"))
            continue
        extra.append(
            base._replace(
                quantity=quantity,
                victims=(phrase,) if phrase is not None else (),
                perpetrators=tuple(p for p in _by(s, b) if p.first <= hi or not any(b <= x < p.first for (x, _), _q in s.quantities)),
                anchor=a,
                part_of=None,
                rule="ellipsis",
            )
        )
    return extra


def _segment(s: Sentence, a: int, b: int) -> tuple[int, int]:
    """The stretch between commas, brackets, "and" or marks that holds tokens [a, b)."""
    marks = {",", ";", ":", "(", ")", "and", "—", "–", "with", "while", ".", "including", "among", "besides", "+"}
    lo = a
    while lo > 0 and s.low(lo - 1) not in marks:
        lo -= 1
    hi = b
    while hi < len(s.tokens) and s.low(hi) not in marks:
        hi += 1
    return lo, hi


def _parts(s: Sentence, found: list[Finding]) -> list[Finding]:
    """Marks what is stated to lie inside what: after "including", "among them", "of them", in brackets or behind a colon."""
    out: list[Finding] = []
    for n, f in enumerate(found):
        if f.quantity is None or f.harm not in _PEOPLE_HARMS:
            out.append(f)
            continue
        a, b = s.token_range(f.quantity.start, f.quantity.end)
        whole = None
        for m in range(n - 1, -1, -1):
            g = found[m]
            if g.quantity is None or g.harm != f.harm or g.anchor >= a:
                continue
            _, gb = s.token_range(g.quantity.start, g.quantity.end)
            between = [s.low(k) for k in range(gb, a)]
            if _is_part_word(s, between, b) and (g.part_of is None or found[g.part_of].anchor >= a):
                whole = m
            elif g.part_of is not None or out[m].part_of is not None:
                # A list goes on: the next item is a part of the same whole.
                if not any(w in (";",) for w in between) or s.low(a - 1) in (",", "and", "("):
                    whole = out[m].part_of if out[m].part_of is not None else g.part_of
            break
        if whole is not None and _smaller(f.quantity, found[whole].quantity):
            f = f._replace(part_of=whole)
        out.append(f)
    return out


def _of_those(s: Sentence, found: list[Finding]) -> list[Finding]:
    """ "Of those killed, six were children": a part of the figure told before."""
    opening = " ".join(s.low(k) for k in range(3))
    if not opening.startswith(
        ("of those", "among those", "of them", "among them", "of the dead", "of the victims", "among the dead", "among the victims")
    ):
        return found
    return [f._replace(rule="among") if f.quantity is not None and f.harm in _PEOPLE_HARMS and f.part_of is None else f for f in found]


def _is_part_word(s: Sentence, between: Sequence[str], b: int) -> bool:
    if any(w in _INCLUDING for w in between):
        return True
    if s.low(b) == "of" and s.low(b + 1) in ("them", "whom", "these", "those", "the"):
        return True
    if any(x == "of" and y in ("whom", "them", "which") for x, y in pairwise(between)):
        return True
    return bool(between) and (between[-1] == "(" or between[-1] == ":" or "(" in between)


def _smaller(part: Quantity, whole: Quantity | None) -> bool:
    if whole is None or part.low is None:
        return True
    top = whole.high if whole.high is not None else whole.best
    return top is None or part.low <= top


def spans_of(findings: Iterable[Finding]) -> set[int]:
    """The token places that findings use, for the statements to leave alone."""
    return {k for f in findings for k in range(f.first, f.last)}
