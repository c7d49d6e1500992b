"""What one report tells of one happening: claims of one report gathered, so that events inside one report stay apart."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from knell.records.claim import Claim, Place
from knell.records.vocabulary import VIOLENT
from knell.terms.load import load_terms

from .days import TOTAL_DAYS, length, overlap, stretch
from .grounding import is_arrest, is_grounded, is_inquiry, is_violent
from .places import compatible, fold, is_site, lies_in, rank, same_place
from .regions import add_regions
from .retelling import figures_of, finer, in_one_passage, told_near, told_same_day
from .wholes import Wholes

HARMS = frozenset({"killed", "injured", "casualties", "missing", "abducted", "detained", "displaced"})
_KINDS = {
    "any": "killing bodies_found massacre assault property_damage",
    "execution": "execution",
    "custody": "custody_death torture",
    "clash": "clash",
    "fire": "shelling airstrike",
    "bombing": "bombing",
    "taking": "abduction detention enforced_disappearance",
    "sexual": "sexual_violence",
    "displacement": "displacement",
    "goods": "looting arson",
}
_FAMILY = {kind: family for family, kinds in _KINDS.items() for kind in kinds.split()}
"""Event type -> the family within which two tellings may be of one act; "any" goes with every killing."""
REGION = 4
"""The rank of a place from which a figure over it is a total: a region or a country."""
NEVER = 10**6
"""Sorts a stretch with an open end after all that have two."""
SEVERAL = 3
"""Sites in a list from which a large figure is a region's."""
SIEGE = 14
"""Days up to which a figure at one site is of one happening."""
VAST = 1000
"""From this many dead a figure without a stated place is a total even where the context suggests a site."""
LARGE = 100
"""From this many dead a figure without a site and a day is a total: no single happening of that size has neither."""

WAR = 10_000
"""From this many dead a figure is a whole war's, and no telling with less than a tenth of it is of the same thing."""

_TERMS = load_terms("en", "particulars")["apart"]
_APART = re.compile(rf"\b(?:{'|'.join(_TERMS['words'])})\s+(?:\w+\s+)?(?:{'|'.join(_TERMS['acts'])})", re.IGNORECASE)
_JOINING = frozenset({"repeats", "updates", "same_event"})
_WITHIN = frozenset({"part_of", "total_of", "overlap_unknown"})


@dataclass
class Telling:
    """One report's telling of one happening.

    ``sites`` are its places, finest first, ``inferred`` where only the context suggests them; ``days`` are its first and last day, of
    the ``stated`` ones.
    """

    report: str
    main: list[Claim] = field(default_factory=list)
    others: list[Claim] = field(default_factory=list)
    sites: list[Place] = field(default_factory=list)
    days: tuple[int | None, int | None] = (None, None)
    total: bool = False
    stated: list[tuple[int | None, int | None]] = field(default_factory=list)
    inferred: bool = False

    @property
    def families(self) -> set[str]:
        """The kinds of happening its claims speak of, "any" where the words leave it open."""
        return {_FAMILY.get(c.event.type, "any") for c in self.main}


def makes_incident(claim: Claim) -> bool:
    """Whether a claim tells of a happening: a harm, or an act of violence that was done or tried. A denial tells of none."""
    if claim.stance in ("denied", "retracted", "urged", "promised") or claim.event.stage == "threatened":
        return False
    if claim.event.type in ("context", "ranking", "warning", "commitment", "appeal"):
        return False
    if is_inquiry(claim):
        return False
    return claim.harm in HARMS or claim.event.type in VIOLENT


def find_tellings(report: str, text: str, claims: Sequence[Claim]) -> list[Telling]:
    """The tellings of one report, in the order of the text; claims that only speak about one are with it, or with the chief one."""
    tellings: list[Telling] = []
    home: dict[str, Telling] = {}
    wholes = Wholes(claims)
    claims = add_regions(text, wholes.unplace(claims))
    for claim in claims:
        if makes_incident(claim):
            open_to = [t for t in tellings if not wholes.keeps_apart([claim], t.main) and (t.sites or claim.claim not in wholes.parts)]
            near = {} if claim.claim in wholes.parts or wholes.holds(claim) else home
            telling = _home(claim, text, open_to, near)
            if telling is None:
                telling = Telling(report)
                tellings.append(telling)
            _put(telling, claim)
            home[claim.claim] = telling
    _settle(tellings, text, home, wholes)
    _join_retold(tellings, text, home, wholes)
    _join_victims(tellings, home)
    _count_wholes(tellings, wholes)
    _fold_in(tellings, home)
    for telling in tellings:
        _infer_place(telling)
    chief = chief_of(tellings)
    for claim in claims:
        if claim.claim not in home and claim.event.type not in ("context", "ranking") and not is_inquiry(claim):
            spoken_of = next((home[r.claim] for r in claim.relations if r.claim in home), chief)
            if spoken_of is not None:
                spoken_of.others.append(claim)
    return tellings


def chief_of(tellings: Sequence[Telling]) -> Telling | None:
    """The report's chief happening: one that counts its dead, else tells of death; then one that tells of injury; then the first told.

    News tells first what it is about; what comes after of other happenings is background, however much of it there is.
    """
    return max(tellings, key=_weight, default=None)


def _weight(telling: Telling) -> tuple[bool, bool, bool]:
    harms = {c.harm for c in telling.main}
    counted = any(c.harm == "killed" and c.count is not None and c.count.kind != "vague" for c in telling.main)
    return counted, "killed" in harms, "injured" in harms


def _home(claim: Claim, text: str, tellings: Sequence[Telling], home: dict[str, Telling]) -> Telling | None:
    """The telling a claim belongs to: the one a relation names, the one with its event's words, else the latest it can be part of."""
    for relation in claim.relations:
        target = home.get(relation.claim)
        if target is not None and (
            relation.kind in _JOINING
            or (
                relation.kind in _WITHIN
                and not _narrower(claim, target)
                and not _place_against(claim, target)
                and not _dwarfs(claim, target)
            )
        ):
            return target
    for telling in reversed(tellings):
        same_words = any(
            c.event.start is not None and (c.event.start, c.event.end) == (claim.event.start, claim.event.end) for c in telling.main
        )
        if same_words and not _place_against(claim, telling) and not _narrower(claim, telling):
            return telling
    if _says_apart(claim, text):
        return None
    able = [t for t in reversed(tellings) if can_join(claim, t)]
    return next((t for t in able if not _outgrows(claim, t)), next(iter(able), None))


def _outgrows(claim: Claim, telling: Telling) -> bool:
    """Whether a figure without a place is larger than all told of a site so far: then another telling is the likelier home.

    Not where the context suggests that very site: a later, higher toll of the same happening.
    """
    if _stated(claim) or not any(is_site(p) for p in telling.sites):
        return False
    if claim.places and any(same_place(claim.places[0], p) for p in telling.sites) and (_largest(claim) or 0) < LARGE:
        return False
    return (_largest(claim) or 0) > (_largest(telling) or 10**9)


def _says_apart(claim: Claim, text: str) -> bool:
    """Whether the claim's own sentence says that it is of another happening: "in a separate shooting"."""
    return _APART.search(text, claim.passage.start or 0, claim.passage.end or 0) is not None


def can_join(claim: Claim, telling: Telling) -> bool:
    """Whether nothing a claim says speaks against its being about this telling's happening."""
    if _place_against(claim, telling) or _narrower(claim, telling) or _dwarfs(claim, telling):
        return False
    days = stretch(claim.time)
    if is_total(claim) and length(*days) == 1:
        days = (None, days[1])  # a total's one day is where it ends
    if not overlap(days, telling.days):
        return False
    if is_total(claim) and not _stated(claim) and not telling.total and any(is_site(p) for p in telling.sites):
        return False
    if _firm(claim) and is_total(claim) != telling.total and None not in (days[0], telling.days[0]):
        return False
    if telling.total != is_total(claim) and claim.relations == () and _another_voice(claim, telling):
        return False
    family = _FAMILY.get(claim.event.type, "any")
    known = telling.families - {"any"}
    if family in ("taking", "goods", "sexual", "displacement") or known & {"taking", "goods", "sexual", "displacement"}:
        return family in telling.families
    return family == "any" or not known or family in known


def _another_voice(claim: Claim, telling: Telling) -> bool:
    """Whether one of two figures is a tenth of the other, or less, and somebody else's: a family's three are not a monitor's thousand."""
    mine, theirs = _largest(claim), _largest(telling)
    if mine is None or theirs is None or 10 * min(mine, theirs) > max(mine, theirs):
        return False

    def voice(c: Claim) -> str:
        return (c.speakers[-1].name or c.speakers[-1].text or "") if c.speakers else ""

    return voice(claim) not in {voice(c) for c in telling.main}


def _dwarfs(claim: Claim, telling: Telling) -> bool:
    """Whether one of two figures is a whole war's and the other a happening's, or a month's."""
    few, many = sorted((_largest(claim) or 0, _largest(telling) or 0))
    return few > 0 and many >= WAR and many >= 10 * few


def _firm(claim: Claim) -> bool:
    """Whether a claim gives a number."""
    return claim.count is not None and claim.count.kind not in ("vague", "named")


def is_total(claim: Claim) -> bool:
    """Whether a claim's figure is a total over days or a region and not the figure of one happening.

    At one site it is only over weeks, for a happening there can last for days and be dated loosely. Elsewhere it is over three
    days, from or up to a day, counted from a start, over a region or a country, over three sites and more, or large with no place
    at all.
    """
    if not _firm(claim) or claim.count is None:
        return False
    start, end = stretch(claim.time)
    days = length(start, end)
    places = _stated(claim)
    sites = [p for p in places if is_site(p)]
    large = (_largest(claim) or 0) >= LARGE
    if len(sites) >= SEVERAL and large:
        return True
    if sites:
        return days is not None and days > SIEGE and large
    loose = claim.time is not None and claim.time.precision in ("week", "month", "year")
    if claim.count.cumulative or (days is not None and days >= TOTAL_DAYS and (large or not loose)):
        return True
    if (start is None) != (end is None):
        return True
    if any(rank(p) >= REGION for p in places[:1]):
        # Of a day, and of few: a happening whose place is told in wide words, as headlines do.
        return large or days != 1
    return (_largest(claim) or 0) >= (VAST if claim.places else LARGE) and not places


def _stated(claim: Claim) -> list[Place]:
    return [p for p in claim.places if p.stated]


def _place_against(claim: Claim, telling: Telling) -> bool:
    """Whether the claim's place cannot be the telling's."""
    mine = _stated(claim)[:1]
    return bool(mine and telling.sites) and not any(compatible(p, q) for p in mine for q in telling.sites)


def _narrower(claim: Claim, telling: Telling) -> bool:
    """Whether one counts people at a place inside the other's, or on a day within the other's days: a part, not the same figure."""
    mine = _stated(claim)[:1]
    if mine and telling.sites and claim.count is not None:
        q = telling.sites[0]
        p = mine[0]
        if not same_place(p, q) and (lies_in(p, q) or lies_in(q, p)):
            inside, around = (claim, telling) if lies_in(p, q) else (telling, claim)
            return _largest(inside) is not None and _largest(around) is not None and (_largest(inside) or 0) < (_largest(around) or 0)
    few, many = _largest(claim) or 0, _largest(telling) or 0
    if few and many and few != many:
        sited, open_ = bool(_stated(claim)), bool(telling.sites)
        if (telling.total and sited and not open_ and is_site(_stated(claim)[0]) and few < many) or (
            is_total(claim) and open_ and not sited and is_site(telling.sites[0]) and few > many
        ):
            return True
    counted = claim.count is not None and _largest(telling) is not None
    unlike = is_total(claim) != telling.total and stretch(claim.time) not in telling.stated
    return counted and unlike and None not in (stretch(claim.time)[0], telling.days[0])


def _largest(what: Claim | Telling) -> int | None:
    """The largest figure told."""
    claims = [what] if isinstance(what, Claim) else what.main
    numbers = [
        c.count.low if c.count.low is not None else c.count.best for c in claims if c.count is not None and c.harm == "killed" and _firm(c)
    ]
    return max((n for n in numbers if n is not None), default=None)


def _put(telling: Telling, claim: Claim) -> None:
    """Adds a claim to a telling, and what it says of place and time."""
    telling.main.append(claim)
    telling.total = telling.total or is_total(claim)
    counts = claim.count is not None or not telling.total
    for place in _stated(claim) if counts else []:
        if not any(same_place(place, q) for q in telling.sites):
            telling.sites.append(place)
    telling.sites.sort(key=rank)
    if stretch(claim.time) != (None, None):
        telling.stated.append(stretch(claim.time))
        telling.days = _days(telling)


def _days(telling: Telling) -> tuple[int | None, int | None]:
    """A total's days as first told, one day being where it ends; a happening's in the narrowest terms, and of those the most told."""
    if telling.total:
        several = next((d for d in telling.stated if length(*d) != 1), None)
        return several or (None, telling.stated[0][1])
    told = Counter(telling.stated)
    return min(telling.stated, key=lambda d: (length(*d) or NEVER, -told[d], telling.stated.index(d)))


def _settle(tellings: list[Telling], text: str, home: dict[str, Telling], wholes: Wholes) -> None:
    """A telling that says neither where nor when joins the one before it that it can be about (else the one after)."""
    for telling in list(tellings):
        if telling.sites or telling.days != (None, None) or len(tellings) < 2:
            continue
        n = tellings.index(telling)
        for other in [*reversed(tellings[:n]), *tellings[n + 1 :]]:
            apart = wholes.keeps_apart(telling.main, other.main) or any(_says_apart(c, text) for c in telling.main)
            if not apart and all(can_join(c, other) for c in telling.main):
                for c in telling.main:
                    _put(other, c)
                    home[c.claim] = other
                tellings.remove(telling)
                break


def _join_retold(tellings: list[Telling], text: str, home: dict[str, Telling], wholes: Wholes) -> None:
    """Makes one of tellings of a report that are one happening told again: the headline's figure, or its one place told finer."""
    for later in list(tellings):
        before = [] if any(_says_apart(c, text) for c in later.main) else tellings[: tellings.index(later)]
        before = [t for t in before if not wholes.keeps_apart(later.main, t.main)]
        earlier = next(
            (t for t in before if _retold(t, later, lead=t is tellings[0] and not in_one_passage(t.main, later.main))), None
        ) or next((t for t in before if _told_finer(t, later, tellings)), None)
        if earlier is not None:
            for claim in later.main:
                _put(earlier, claim)
                home[claim.claim] = earlier
            tellings.remove(later)


def _retold(earlier: Telling, later: Telling, *, lead: bool) -> bool:
    """Whether two tellings give the same number of dead, and place, time and kind allow one happening."""
    return (
        bool(figures_of(earlier.main) & figures_of(later.main))
        and _kinds_agree(earlier, later)
        and told_near(earlier.sites, later.sites, lead=lead)
        and told_same_day(earlier.main, later.main)
    )


def _told_finer(earlier: Telling, later: Telling, tellings: Sequence[Telling]) -> bool:
    """Whether the later telling is at the one place told within the earlier one's, on its day, with no more dead."""
    most, mine = _largest(earlier), _largest(later)
    if most is None or earlier.total or later.total or (mine or 0) > most or not finer(later.sites, earlier.sites):
        return False
    if not (_kinds_agree(earlier, later) and told_same_day(earlier.main, later.main)):
        return False
    others = [t for t in tellings if t is not later and t is not earlier and finer(t.sites, earlier.sites)]
    return not any(_largest(t) is not None and told_same_day(t.main, later.main) for t in others)


def _kinds_agree(a: Telling, b: Telling) -> bool:
    """Whether two tellings can be of one kind of happening."""
    one, other = a.families - {"any"}, b.families - {"any"}
    return not one or not other or bool(one & other)


def _join_victims(tellings: list[Telling], home: dict[str, Telling]) -> None:
    """Makes one of a report's tellings that name the same person as killed or injured: a court's day is not the death's."""
    for telling in list(tellings):
        names = _victims_of(telling)
        before = tellings[: tellings.index(telling)] if names else []
        other = next((t for t in before if any(same_person(p, q) for p in _victims_of(t) for q in names)), None)
        if other is not None:
            for claim in telling.main:
                _put(other, claim)
                home[claim.claim] = other
            tellings.remove(telling)


def _count_wholes(tellings: Sequence[Telling], wholes: Wholes) -> None:
    """Makes totals of the tellings of wholes that are told place by place and have no place themselves."""
    for telling in tellings:
        if not telling.total and not telling.sites and any(wholes.holds(c) for c in telling.main):
            telling.total = True
            if telling.stated:
                telling.days = _days(telling)


def _fold_in(tellings: list[Telling], home: dict[str, Telling]) -> None:
    """Takes out the tellings that are no happening of their own: they then only speak about the one they go back to, or the chief one.

    Those are arrests told beside violence, and mentions of violence that say neither who or what was in it nor where and when, beside
    a telling that does.
    """
    grounded = [t for t in tellings if is_grounded(t.main)]
    violence = any(is_violent(t.main) for t in grounded)
    for telling in list(tellings):
        if not grounded or (telling in grounded and not (violence and is_arrest(telling.main))):
            continue
        tellings.remove(telling)
        for claim in telling.main:
            del home[claim.claim]


def _victims_of(telling: Telling) -> set[str]:
    """The people a telling names as killed or injured; none for a total."""
    if telling.total:
        return set()
    return {v.name for c in telling.main if c.harm in ("killed", "injured") for v in c.victims if v.name}


def same_person(a: str, b: str) -> bool:
    """Whether two names in one text are one person's: the same words, or one of them the other's last."""
    one, two = fold(a).split(), fold(b).split()
    short, long = sorted((one, two), key=len)
    return bool(short) and (one == two or (len(short) == 1 and len(short[0]) > 2 and long[-1] == short[0]))


def _infer_place(telling: Telling) -> None:
    """Gives a happening that states no place the one its context suggests most: good enough to agree with, never to speak against."""
    if telling.sites or telling.total:
        return
    inferred = [c.places[0] for c in telling.main if c.places]
    told = Counter(p.name for p in inferred)
    if inferred:
        telling.sites = [min(inferred, key=lambda p: (-told[p.name], rank(p), p.name or ""))]
        telling.inferred = True


def sites_of(telling: Telling) -> list[Place]:
    """The telling's places that are fine enough to tell happenings apart."""
    return [p for p in telling.sites if is_site(p)]
