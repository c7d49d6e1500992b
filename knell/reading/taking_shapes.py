"""People, things and ground that are taken or struck: seizures, strikes, fires set, hostages."""

from .agent_shapes import STATE, read_deed
from .finding import STRONG, Finding
from .hurt_shapes import is_hit_by_shot
from .lexicon import Hit
from .made_finding import make_finding
from .roles import can_act, can_suffer, find_doers_after_by, find_objects, find_subjects, has_be_before
from .sentence import Phrase, Sentence

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


def read_seizure(s: Sentence, hit: Hit) -> Finding | None:
    """X seized Y: an abduction or arrest where Y are people; else weapons put out of use, loot, or ground that changes hands."""
    finding = read_deed(s, hit)
    if finding is None:
        return None
    passive = finding.rule == "passive"
    base = hit.entry.base
    people = [
        p for p in finding.victims if p.kind in ("people", "name", "pronoun") or (p.kind in ("party", "number") and p.quantity is not None)
    ]
    if passive and not finding.perpetrators and not has_be_before(s, hit.first) and all(is_of_attackers(s, p) for p in finding.victims):
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
        if type_ == "abduction" and finding.perpetrators and all(p.party in STATE for p in finding.perpetrators):
            type_, harm = "detention", "detained"
        return finding._replace(type=type_, harm=harm, victims=tuple(people))
    near = range(hit.last, min(len(s.tokens), hit.last + 6)) if not passive else stretch
    ground = any(a in near and p.role == "place" for (a, _), p in s.places) or any(s.low(k) in _GROUND for k in near)
    doers = [p for p in finding.perpetrators if p.party in STATE or p.party in ("armed_group", "militia")]
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


def read_strike(s: Sentence, hit: Hit) -> Finding | None:
    """A suicide bomber struck Y; rockets hit Y; rebels stormed Y; police raided Y, which is a search and no attack."""
    if hit.entry.base == "hit" and hit.entry.form == "base" and has_be_before(s, hit.first):
        # The participle of "hit" is spelt as its base.
        hit = Hit(hit.first, hit.last, hit.entry._replace(form="part"))
    finding = read_deed(s, hit)
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
    if (hit.entry.base in ("storm", "raid") and doers & STATE) or hit.entry.base.startswith("search"):
        return finding._replace(type="restriction", victims=(), quantity=None, rule="strike")
    if doers & {"armed_group", "militia"} and hit.entry.base != "hit":
        return finding._replace(rule="strike")
    return None


def _is_on_charge(s: Sentence, w: int) -> bool:
    """held "in connection with", "on suspicion of", "for questioning": by the law, so taken and not merely kept."""
    return s.low(w + 1) in s.lexicon.words["charge_nouns"] and s.low(w) in ("in", "on", "for", "under")


def read_ablaze(s: Sentence, hit: Hit) -> Finding | None:
    """X set Y on fire; Y was set ablaze."""
    for k in range(hit.first - 1, max(-1, hit.first - 14), -1):
        if s.low(k) in STRONG:
            return None
        if s.low(k) in ("set", "sets", "setting"):
            verb = Hit(k, k + 1, hit.entry)
            by = find_doers_after_by(s, hit.last)
            doers = [] if has_be_before(s, k) else [p for p in find_subjects(s, k) if can_act(p) and p.kind != "number"]
            return make_finding(s, verb, "active", [], [*doers, *by])
    return None


def read_hostage(s: Sentence, hit: Hit) -> Finding | None:
    """X took Y hostage; Y were held captive: the verb stands before the people."""
    for k in range(hit.first - 1, max(-1, hit.first - 11), -1):
        if s.low(k) in STRONG:
            return None
        if s.low(k) in ("took", "take", "taken", "takes", "taking", "held", "hold", "holding", "holds"):
            verb = Hit(k, k + 1, hit.entry)
            if has_be_before(s, k):
                return make_finding(s, verb, "passive", [p for p in find_subjects(s, k) if can_suffer(p)], find_doers_after_by(s, hit.last))
            return make_finding(
                s,
                verb,
                "active",
                [p for p in find_objects(s, k + 1) if can_suffer(p)],
                [p for p in find_subjects(s, k) if can_act(p) and p.kind != "number"],
            )
    return None


def is_of_attackers(s: Sentence, p: Phrase) -> bool:
    """Whether a phrase is of those who attack: an armed group, or gunmen and assailants by their word."""
    return p.party in ("armed_group", "militia") or "combatant" in p.flags or s.low(p.head) in _ATTACKERS


_ATTACKERS = frozenset(
    "assailant assailants attacker attackers gunman gunmen miscreant miscreants robber robbers culprits saboteurs".split()
)
