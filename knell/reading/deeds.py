"""What a vague deed comes to in its own sentence: by the means it was done with, and by who stood on both sides.

"Attacked with rockets" is shelling, "opened fire on a patrol" is a clash, "a bomb was found and defused" is a bombing that did not
happen, and a gas tank that explodes is no attack at all.
"""

from collections.abc import Sequence

from .finding import Finding
from .lexicon import Hit
from .sentence import Phrase, Sentence

_BY_MEANS = {"explosive": "bombing", "artillery": "shelling", "air": "airstrike", "drone": "airstrike"}
_ARMED_STATE = frozenset({"state_forces", "police", "foreign_forces"})
_ARMED_OTHERS = frozenset({"armed_group", "militia"})
_SHOOTING = frozenset(
    "fire fires fired firing shot shots shoot shooting gunfire opened opening gun gunshot gunshots ambushed ambushing".split()
)
_ATTACKING = frozenset(
    "attack attacks attacked attacking ambush ambushed ambushing ambushes assault assaulted raid raided storm stormed "
    "stormed target targeted strike".split()
)
_DEVICES = frozenset(
    "bomb,explosive device,improvised explosive device,ied,landmine,land mine,mine,roadside "
    "bomb,grenade,explosives,dynamite,explosive charge,hand grenade,car bomb,"
    "pressure bomb,suicide car bomb,suicide bomb,truck bomb".split(",")
)
_FOUND = frozenset(
    "found recovered recover seized seize seizure defused defuse defusing dismantled deactivated intercepted discovered "
    "confiscated unearthed neutralised neutralized "
    "disposed disposal stored cache detected retrieved hauled demining cleared suspicious test tests tested recovery possession".split()
)
_STORES = frozenset(
    "seized seize seizure confiscated captured recovered cache caches stored hauled possession arsenal stockpile carrying "
    "transporting smuggled included including rifles rifle pistols ammunition cartridges launchers magazines rounds knapsacks".split()
)
_SET = frozenset(
    "placed planted laid left set defused deactivated dismantled neutralised neutralized disposed hidden parked attached".split()
)
"""What is said of a device that was meant to go off where it was found."""
_WENT_OFF = frozenset(
    "exploded explode explodes exploding explosion blast detonated detonate detonating went ripped tore blew killed killing"
    " injured injuring wounded wounding hurled "
    "hurling lobbed threw thrown throwing attack attacks attacked damaged destroyed hit triggered died".split()
)
_INDUSTRY = frozenset(
    "plant factory refinery gas chemical chemicals boiler transformer tank cylinder cylinders warehouse fireworks "
    "firecracker firecrackers silo turbine smelter "
    "pipeline petroleum fuel ammonium compressor reactor".split()
)
_HARMLESS = frozenset(
    "air aerial tear gas teargas tear-gas rubber pellets celebratory water cannon warning blank stones arrows dispersed "
    "disperse police".split()
)
_CROWD = frozenset("mob mobs crowd crowds protesters demonstrators youths villagers residents rioters people".split())
_NATURE = frozenset(
    "flood floods flooding earthquake quake landslide landslides mudslide mudslides cyclone typhoon hurricane tsunami avalanche "
    "wildfire wildfires tornado monsoon drought heatwave eruption capsized derailed".split()
)
"""Disasters. A crash or a collapse is not among them: either may have been brought about."""
_FIGHTING = frozenset(
    "combat battle battles fighting firefight firefights clash clashes clashed ambush ambushes ambushed skirmish skirmishes "
    "offensive confrontation confrontations attack attacks attacked assault garrison barracks outpost patrol convoy trenches".split()
)
_NO_BATTLE = frozenset(
    "executed executing execution executions murdered murder murders massacre massacred assassinated assassination beheaded hanged "
    "kidnapped tortured stabbed strangled".split()
)
_UNSETTLED = frozenset({"assault", "killing", "property_damage"})


def settle_deeds(s: Sentence, findings: Sequence[Finding]) -> list[Finding]:
    """The findings of a unit, each vague deed with the type that its means and its parties give it."""
    return [_searched(s, _by_sides(s, _by_means(s, _not_gone_off(s, _accident(s, _nature(s, f)))))) for f in findings]


def _by_means(s: Sentence, f: Finding) -> Finding:
    """A deed done with bombs, guns of the artillery, or from the air."""
    if f.type not in _UNSETTLED or f.instrument is None or f.instrument.entry.kind not in _BY_MEANS or not _is_tied(s, f, f.instrument):
        return f
    return f._replace(type=_BY_MEANS[f.instrument.entry.kind or ""])


def _is_tied(s: Sentence, f: Finding, means: Hit) -> bool:
    """Whether the words bind the means to the deed: "fired missiles", "killed in a bomb", "rockets hit"."""
    if s.low(means.first - 1) in ("gas", "teargas", "tear-gas", "smoke", "bullet"):
        return False
    gap = range(min(f.last, means.last), max(f.first, means.first))
    if len(gap) > 7 or any(s.low(k) in (",", ";", "and", "while") or s.low(k) in _FOUND for k in gap):
        return False
    if means.first >= f.last:
        linked = any(s.low(k) in ("with", "by", "in", "using", "of", "from", "when") for k in range(f.last, means.first))
        return linked or s.low(f.first) in _SHOOTING or means.first - f.last <= 1
    return not any(s.cls(k) == "V" for k in gap) and s.low(means.first - 1) not in ("from", "of", "in")


def _searched(s: Sentence, f: Finding) -> Finding:
    """A raid by the police that harms nobody is a search."""
    if f.type != "assault" or f.harm != "none" or not s.low(f.first).startswith("raid"):
        return f
    doers = {p.party for p in f.perpetrators}
    return f._replace(type="other") if doers and doers <= {"police", "government", "court"} else f


def _nature(s: Sentence, f: Finding) -> Finding:
    """Whom a flood or an earthquake killed, nobody killed."""
    if f.type not in ("killing", "assault") or f.harm == "none" or f.perpetrators or f.instrument is not None:
        return f
    near = {s.low(k) for k in range(max(0, f.first - 12), min(len(s.tokens), f.last + 12))}
    return f._replace(type="other") if near & _NATURE else f


def _is_accident_word(low: str) -> bool:
    return low.startswith(("explo", "blast")) or low == "went"


def _accident(s: Sentence, f: Finding) -> Finding:
    """A plant or a gas tank that explodes, nobody said to have done it, is an accident until somebody says otherwise."""
    if f.type != "bombing" or f.perpetrators or (f.instrument is not None and f.instrument.entry.kind == "explosive"):
        return f
    if not any(_is_accident_word(s.low(k)) for k in range(f.first, f.last)):
        return f
    near = [s.low(k) for k in range(max(0, f.first - 12), min(len(s.tokens), f.last + 12))]
    if any(w in _INDUSTRY for w in near) and not any(
        w.startswith(("bomb", "attack", "terror", "militant", "rebel", "insurg", "sabot", "grenade", "mine")) for w in near
    ):
        return f._replace(type="other")
    return f


def _not_gone_off(s: Sentence, f: Finding) -> Finding:
    """A device that was found or defused is an attempt; explosives among seized weapons are none. Both are weapons out of use."""
    if f.type != "bombing" or f.harm != "none" or f.rule != "occasion":
        return f
    words = " ".join(s.low(k) for k in range(f.first, f.last))
    if words not in _DEVICES and words.rstrip("s") not in _DEVICES:
        return f
    near = {s.low(k) for k in range(max(0, f.first - 9), min(len(s.tokens), f.last + 9))}
    if near & _WENT_OFF:
        return f
    if near & _STORES and near & (_FOUND | {"captured", "carrying", "transporting"}) and not near & _SET:
        return f._replace(type="other", subtype="Disrupted weapons use")
    if near & _FOUND:
        return f._replace(stage="attempted", subtype="Disrupted weapons use")
    return f


def _by_sides(s: Sentence, f: Finding) -> Finding:
    """Fire between armed sides is a clash, whoever opened it; so is a battle told by its dead."""
    if f.type == "killing" and _is_battle(s, f):
        return f._replace(type="clash")
    if f.type != "assault" or f.harm not in ("none", "injured"):
        return f
    words = {s.low(k) for k in range(f.first, f.last)}
    if not words & _SHOOTING and not words & _ATTACKING:
        return f
    doers = {p.party for p in f.perpetrators}
    others = {p.party for p in (*f.victims, *_shot_at(s, f)) if p not in f.perpetrators} - {None}
    military = any(t.entry.kind == "military" for t in f.targets)
    if doers & _ARMED_OTHERS and (others & (_ARMED_STATE | _ARMED_OTHERS) or military):
        return f._replace(type="clash")
    if doers & _ARMED_STATE and others & _ARMED_OTHERS:
        return f._replace(type="clash")
    if not words & _SHOOTING:
        return f
    if not doers - {None, "unknown"} and (others & _ARMED_STATE or military):
        return f._replace(type="clash")
    if _shoots_to_kill(s, f):
        return f._replace(type="killing", stage="attempted" if f.stage == "done" else f.stage)
    return f


def _is_battle(s: Sentence, f: Finding) -> bool:
    """ "The rebels killed five soldiers", "three soldiers died in an ambush": armed people of one side, by the other or in a fight.

    Who is only called a terrorist or a bandit is no fighter by that word: it is the killer's.
    """
    if not f.victims or not all(_is_fighter(p) for p in f.victims) or f.harm not in ("killed", "injured", "casualties", "none"):
        return False
    if {s.low(k) for k in range(f.first, f.last)} & _NO_BATTLE:
        return False
    doers = {p.party for p in f.perpetrators} - {None}
    if doers:
        theirs = {_side(p) for p in f.victims}
        return bool(doers & _ARMED_OTHERS and theirs <= {"state", ""}) or bool(doers & _ARMED_STATE and theirs <= {"others", ""})
    near = {s.low(k) for k in range(max(0, f.first - 14), min(len(s.tokens), f.last + 14))}
    return bool(near & _FIGHTING)


def _is_fighter(p: Phrase) -> bool:
    if p.flags & {"civilian", "police", "official", "detainee"} or ("killers_word" in p.flags and "combatant" not in p.flags):
        return False
    return "combatant" in p.flags or p.party in _ARMED_STATE - {"police"} or p.party in _ARMED_OTHERS


def _side(p: Phrase) -> str:
    """The side a phrase for armed people is of, "" where it does not say."""
    return "state" if p.party in _ARMED_STATE else "others" if p.party in _ARMED_OTHERS else ""


def _shoots_to_kill(s: Sentence, f: Finding) -> bool:
    """Gunmen who open fire on people mean to kill; police who fire to disperse a crowd, or shots in the air, are another matter."""
    if any(p.party in _ARMED_STATE or p.party == "government" for p in f.perpetrators):
        return False
    near = {s.low(k) for k in range(max(0, f.first - 4), min(len(s.tokens), f.last + 5))}
    if f.perpetrators:
        # "Gunmen opened fire on a police van": the police are whom it was opened on.
        near -= {"police"}
    if near & _HARMLESS or any(s.low(k) in _CROWD for p in f.perpetrators for k in range(p.first, p.last)):
        return False
    return bool(f.perpetrators or f.victims) or f.harm == "injured" or f.rule == "occasion"


def _shot_at(s: Sentence, f: Finding) -> list[Phrase]:
    """Whom fire was opened at: the phrase after "on", "at", "upon" or "towards"."""
    for k in range(f.last, min(len(s.tokens), f.last + 4)):
        if s.low(k) in ("on", "at", "upon", "towards", "toward", "against"):
            phrase = s.phrase_at.get(k + 1)
            return [phrase] if phrase is not None else []
    return []
