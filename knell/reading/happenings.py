"""Vague words of violence take the type of the happening they tell of, across sentences.

"A bomb went off in the market. Three people were injured." The second sentence names no deed of its own: the injuries are those of
the bombing. What a sentence sets apart ("in a separate incident", a time or a place of its own) keeps its own type.
"""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

import msgspec

from knell.records import Claim

from .claims import Draft

_ANCHORS = frozenset({"bombing", "airstrike", "shelling", "clash"})
"""Types that a vague word beside them takes on."""
_VAGUE_HARM = re.compile(
    r"^(?:injur\w*|wound\w*|hurt|maimed|hospitali[sz]ed|killed|killing|kills|dead|died|dies|dying|deaths?|fatalit\w+|slain|succumbed|"
    r"lost (?:his|her|their) li\w+|"
    r"casualt\w+|in (?:critical|serious) condition|among the \w+)$",
    re.IGNORECASE,
)
_VAGUE_DEED = re.compile(
    r"^(?:attack|attacked|attacking|assault|assaulted|strike|violence|raid|ambush\w*|"
    r"(?:terrorist|terror|armed|gun|militant|deadly) attack|target(?:s|ed|ing)?|storm(?:s|ed|ing)?|open(?:s|ed|ing) fire|firing)$",
    re.IGNORECASE,
)
_VAGUE_DAMAGE = re.compile(r"^(?:damag\w*|destroy\w*|destruction|wreck\w*|shatter\w*|gutted|demolish\w*)$", re.IGNORECASE)
_FIGHTS = frozenset({"clash"})
_BLASTS = frozenset({"bombing", "airstrike", "shelling"})
"""Types whose damage to things is part of them."""
_APART = re.compile(
    r"\b(?:separate|separately|meanwhile|elsewhere|in a different|other incidents?|also on|in the past|last year|previous(?:ly)?|"
    r"another(?![^.;]*\bin the (?:attack|incident|blast|explosion|firing|shooting|ambush|encounter)\b)|"
    r"earlier|since (?:19|20)\d\d|"
    r"hacked|stabbed|beaten|strangled|beheaded|shot|gunned|lynched|set (?:on fire|ablaze)|torched)\b",
    re.IGNORECASE,
)
_IN_THE_DEED = re.compile(
    r"\bin (?:the|this|that) (?:police )?(?:firing|shooting|attack|assault|blast|explosion|raid|shelling|bombing|strike|air strike)\b",
    re.IGNORECASE,
)
_SHOTS = re.compile(r"\b(?:rounds?|shots?|shells?|bullets?)\b[^.;]{0,40}\b(?:fired|burst|lobbed)\b", re.IGNORECASE)
"""Shots of which nobody is told to have fired them."""
_KEEPERS = frozenset({"police", "state_forces"})
_LENDING = frozenset({"assault", "killing", "bombing", "shelling", "airstrike", "massacre", "execution"})
_SINGLE = 100
"""From here up a count of dead is told of days and regions more often than of one explosion."""
_REACH = 2
"""How many sentences away the happening may be named."""


_ByUnit = dict[int, list[int]]
"""Drafts by the unit they stand in, so that a long report is not searched to its end for what must be near."""


def adopt_types(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, where vague harm and vague deeds have the type of the nearest named happening."""
    anchors: _ByUnit = {}
    kills: _ByUnit = {}
    for n, d in enumerate(drafts):
        event = d.claim.event
        if event.type in _ANCHORS and event.stage != "threatened" and d.claim.stance != "denied":
            anchors.setdefault(d.unit, []).append(n)
        if event.type == "killing" and (d.claim.harm == "killed" or event.stage == "attempted"):
            kills.setdefault(d.unit, []).append(n)
    if not anchors and not kills:
        return list(drafts)
    out: list[Draft] = []
    for n, draft in enumerate(drafts):
        type_ = _type_for(drafts, n, anchors, kills)
        out.append(draft if type_ is None else _typed(draft, type_))
    return out


def lend_doers(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, where harm "in the firing" is laid on whoever is said before to have fired, as further rounds are on the police."""
    out: list[Draft] = []
    for draft in drafts:
        claim = draft.claim
        told = "" if claim.perpetrators else claim.passage.text or ""
        harm = claim.harm in ("killed", "injured", "casualties") and _IN_THE_DEED.search(told)
        shots = claim.event.text == "fired" and _SHOTS.search(told)
        if harm or shots:
            for earlier in reversed(out[-6:]):
                c = earlier.claim
                if shots and not any(p.kind in _KEEPERS for p in c.perpetrators):
                    continue
                if 0 < draft.unit - earlier.unit <= _REACH and c.perpetrators and c.event.type in _LENDING:
                    claim = msgspec.structs.replace(claim, perpetrators=c.perpetrators)
                    draft = draft._replace(claim=claim, rules={**draft.rules, "perpetrators": "happenings.the-deed"})
                    break
        out.append(draft)
    return out


def _typed(draft: Draft, type_: str) -> Draft:
    event = msgspec.structs.replace(draft.claim.event, type=type_)
    return draft._replace(claim=msgspec.structs.replace(draft.claim, event=event), rules={**draft.rules, "type": "happenings.adopted"})


def _type_for(drafts: Sequence[Draft], n: int, anchors: _ByUnit, kills: _ByUnit) -> str | None:
    claim = drafts[n].claim
    word = claim.event.text or ""
    if claim.event.type == "property_damage" and _VAGUE_DAMAGE.match(word) and not claim.perpetrators:
        # "The blast shattered windows", "the van was destroyed": the damage of that blast.
        near = _nearest(drafts, n, anchors, _BLASTS)
        return drafts[near].claim.event.type if near is not None else None
    if claim.event.type not in ("assault", "killing"):
        return None
    if claim.harm != "none" and claim.victims and all(v.status == "combatant" for v in claim.victims) and not claim.perpetrators:
        # "Clashes broke out near the town. Three rebels were killed": the dead of that fight.
        near = _nearest(drafts, n, anchors, _FIGHTS)
        if near is not None:
            return "clash"
    harmed = bool(_VAGUE_HARM.match(word))
    if not harmed and not _VAGUE_DEED.match(word):
        return None
    near = _nearest(drafts, n, anchors)
    if near is not None and _fits(claim, drafts[near].claim):
        return drafts[near].claim.event.type
    if (
        claim.event.type == "assault"
        and claim.harm in ("injured", "none")
        and _nearest(drafts, n, kills) is not None
        and _harmed_people(claim)
    ):
        return "killing"
    return None


def _fits(claim: Claim, happening: Claim) -> bool:
    """Whether the dead may be those of the happening: of one explosion or strike, not the toll of days or of a whole fight."""
    if claim.harm != "killed":
        return True
    count = claim.count
    high = max((x for x in (count.low, count.high, count.best) if x is not None), default=0) if count is not None else 0
    return happening.event.type in ("bombing", "airstrike") and high < _SINGLE and not (count is not None and count.cumulative)


def _harmed_people(claim: Claim) -> bool:
    """Whether a vague deed was done to people, as far as it says: an attack on a tower is not part of a killing."""
    return not claim.targets or bool(claim.victims)


def _nearest(drafts: Sequence[Draft], n: int, candidates: _ByUnit, types: Collection[str] | None = None) -> int | None:
    """The nearest of the candidates within reach, of those of some types where they are given."""
    mine = drafts[n]
    best: tuple[int, int] | None = None
    near = range(mine.unit - _REACH, mine.unit + _REACH + 1)
    for m in sorted(m for unit in near for m in candidates.get(unit, ())):
        other = drafts[m]
        if m == n or (types is not None and other.claim.event.type not in types):
            continue
        if other.unit != mine.unit and (_stands_apart(mine.claim, other.claim) or _stands_apart(other.claim, mine.claim)):
            continue
        gap = abs((other.claim.event.start or 0) - (mine.claim.event.start or 0)) + (500 if other.unit > mine.unit else 0)
        if other.unit == mine.unit and gap > 250:
            continue
        if best is None or gap < best[0]:
            best = (gap, m)
    return best[1] if best is not None else None


@lru_cache(maxsize=256)
def _says_apart(passage: str) -> bool:
    """Whether a passage says that it tells of another happening. Each claim is held against several others."""
    return _APART.search(passage) is not None


def _stands_apart(claim: Claim, other: Claim) -> bool:
    """Whether a claim tells of a happening of its own: it says so, or has another day, place or doer."""
    if claim.passage.text and _says_apart(claim.passage.text):
        return True
    mine, theirs = claim.time, other.time
    if mine is not None and theirs is not None and mine.from_ and theirs.from_ and (mine.from_, mine.to) != (theirs.from_, theirs.to):
        return True
    here, there = ([p for p in c.places if p.stated and p.precision in ("town", "exact")] for c in (claim, other))
    if here and there and here[0].name != there[0].name:
        return True
    doers, rivals = ({p.kind for p in c.perpetrators} for c in (claim, other))
    return bool(doers and rivals and not doers & rivals)
