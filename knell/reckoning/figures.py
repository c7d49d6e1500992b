"""A claim's figure as reckoning sees it: of which harm, of whom, by whose hand, whose word, as of when."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import msgspec

from knell.records.claim import Claim, Count, Victim
from knell.records.matched import Root, Source
from knell.terms.load import load_terms

FLOOR_KINDS = frozenset({"at_least", "more_than"})
FLOOR_BASES = frozenset({"verified", "documented", "running"})
_SIDES = {
    side: re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE) for side, words in load_terms("en", "particulars")["sides"].items()
}
_MOSTLY = re.compile(rf"\b(?:{'|'.join(load_terms('en', 'particulars')['mostly']['words'])})\b", re.IGNORECASE)
_PARENTS: dict[str, str] = load_terms("en", "particulars")["sources"]["parents"]
PARENT_KEYS = {name.casefold(): prefix for name, prefix in _PARENTS.items()}
"""A larger body's key -> how the keys of its parts begin."""
_NATIONAL: dict[str, dict[str, str]] = load_terms("en", "particulars")["sources"]["national"]
"""Country -> what its body of inquiry is called without its name -> the name."""
_INQUIRY = re.compile(rf"\b(?:{'|'.join(load_terms('en', 'particulars')['sources']['inquiries'])})\b", re.IGNORECASE)
_PLAIN = frozenset({"all", "civilians", "combatants", "unknown", "children", "women", "men"})
FIGHTING = frozenset({"combatants", "security forces", "loyalists", "fighters", "police"})
"""Groups whose being counted says that the dead were not all of one people."""
PARTIAL = frozenset(
    {"civilians", "combatants", "children", "women", "security forces", "loyalists", "fighters", "police", "officials", "detainees"}
)
"""Groups that are a part of the dead, however a source puts it; a community's name or "men" may describe all of them."""

NOBODY = "no source named"
"""How the key of a root begins that nobody names."""
OWN = "the outlet's own voice"
"""How a root was found that is an outlet speaking for itself."""
MANY = 100
"""From this many dead one number told twice is one figure told twice; smaller ones coincide."""
SERIES_DAYS = 4
"""Days from one figure of a running count to the next."""
STEP = 1.25
"""Times that the next figure of a running count may be the last one."""


@dataclass
class Figure:
    """One claim's figure. ``low`` and ``high`` are what the words entail; ``number`` is the one number they print.

    ``access``: what its root shares with another, where it does. ``lent``: the words name another source than ``root``, or none, and the
    root was found by the figure.
    """

    claim: Claim
    root: Root
    harm: str
    group: str
    low: int | None
    high: int | None
    best: int | None
    kind: str
    as_of: str | None
    published: str | None
    by: str | None = None
    place: str | None = None
    seen: bool = False
    lent: bool = False
    access: str | None = None
    flags: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        """The number the words print: "over 70" prints 70, "about 50" 50."""
        if self.best is not None:
            return self.best
        if self.low is not None and (self.low or self.high is None):
            return self.low - (self.kind == "more_than")
        return self.high or 0

    @property
    def vague(self) -> bool:
        """Whether the words give no number at all ("dozens")."""
        return self.kind == "vague"

    @property
    def floor(self) -> bool:
        """Whether the figure says "no fewer" and nothing about how many more."""
        return (
            not self.vague and self.kind != "about" and (self.kind in FLOOR_KINDS or self.claim.basis in FLOOR_BASES or self.high is None)
        )


def find_figures(
    claims: Sequence[Claim], roots: Mapping[str, Root], sources: Mapping[str, Source], credits_: Mapping[str, str] | None = None
) -> list[Figure]:
    """The figures that an incident's claims give, in the claims' order; superseded and retracted ones are left out.

    ``credits_``: report -> the agency or outlet it credits. Victims named one by one count together, once a name, where their root
    gives no figure of its own.
    """
    old = {r.claim for c in claims for r in c.relations if r.kind == "updates" and c.count is not None and _may_update(c, r.claim, roots)}
    out: list[Figure] = []
    for claim in claims:
        root, source = roots.get(claim.claim), sources.get(claim.report)
        if root is None or source is None or claim.harm == "none" or claim.claim in old or claim.stance in ("denied", "retracted"):
            continue
        if claim.count is not None and claim.count.kind != "named":
            out.extend(_figures(claim, claim.count, root, source))
    out.extend(_named(claims, out, roots, sources))
    _name_nationals(out)
    _name_bodies(out)
    _name_relayed(out, credits_ or {})
    _name_monitors(out)
    _name_unsourced(out)
    return out


def _may_update(new: Claim, old: str, roots: Mapping[str, Root]) -> bool:
    """Whether a figure can take another's place: of two bodies that are named, neither takes back the other's."""
    a, b = roots.get(new.claim), roots.get(old)
    return a is None or b is None or a.key == b.key or not (a.declared and b.declared)


def _name_monitors(figures: Sequence[Figure]) -> None:
    """Gives the figure of "a monitor" that nobody names the monitor it can be: the one its report names, else the one whose count goes on.

    A count goes on where it is told within days of the named monitor's figure of the same people and is that or a little more.
    Where two monitors can be meant, or none, it stays a monitor's that nobody names.
    """
    named = [g for g in figures if g.root.kind == "monitor" and g.root.declared and not g.root.key.startswith("unnamed/")]
    unnamed = [f for f in figures if f.root.kind == "monitor" and f.root.key.startswith("unnamed/") and not f.vague]
    known: dict[tuple[str, str, int], dict[str, Root]] = {}
    for f in unnamed:
        beside = {g.root.key: g.root for g in named if g.claim.report == f.claim.report}
        series = beside or {g.root.key: g.root for g in named if _goes_on(g, f)}
        if len(series) == 1:
            known.setdefault((f.root.key, f.harm, f.number), {}).update(series)
    for f in unnamed:
        meant = known.get((f.root.key, f.harm, f.number), {})
        if len(meant) == 1:
            (root,) = meant.values()
            why = f"told of a monitor without a name; {root.name} is the one its report names, or whose count it goes on"
            _lend(f, root, why)


def _lend(figure: Figure, root: Root, why: str) -> None:
    """Gives a figure a root that its words do not name."""
    figure.root, figure.lent = msgspec.structs.replace(root, claim=figure.claim.claim, via=why), True


def _goes_on(earlier: Figure, later: Figure) -> bool:
    """Whether a figure can be the next of a running count: of the same people, days later at most, and that number or a little more."""
    if (earlier.harm, earlier.group) != (later.harm, later.group) or earlier.vague or not _dated(earlier, later):
        return False
    apart = (date.fromisoformat((later.as_of or "")[:10]) - date.fromisoformat((earlier.as_of or "")[:10])).days
    return earlier.number >= MANY and 0 <= apart <= SERIES_DAYS and earlier.number <= later.number <= earlier.number * STEP


def _dated(*figures: Figure) -> bool:
    """Whether each figure has a day, and not only a month, as its cut-off."""
    return all(f.as_of is not None and len(f.as_of) >= len("2025-03-08") for f in figures)


def _name_unsourced(figures: Sequence[Figure]) -> None:
    """Gives a figure told without a source, or told of a country, the one root that gives it of the same people: it is relayed.

    Small numbers coincide and are left; so is a figure published before the root's own.
    """
    for f in figures:
        unsourced = not f.root.declared and (not f.claim.speakers or f.root.key.startswith((NOBODY, "unnamed/")))
        state = f.root.kind == "government" and not f.root.key.startswith("unnamed/")
        if f.vague or f.number < MANY or not (unsourced or (state and f.number % 50)):
            continue
        meant: dict[str, Root] = {}
        for g in figures:
            same = (g.harm, g.group, g.number) == (f.harm, f.group, f.number) and g.root.key != f.root.key and g.root.declared
            before = not (f.published and g.published) or g.published[:10] <= f.published[:10]
            if same and before and (unsourced or _speaks_for(f, g)):
                meant[g.root.key] = g.root
        if len(meant) == 1:
            (root,) = meant.values()
            _lend(f, root, f"the figure of {root.name}, told without saying so")


def _speaks_for(state: Figure, body: Figure) -> bool:
    """Whether a figure told of a country ("Syria confirms") can be that of a body of its state."""
    return body.root.kind == "government" and any(p.precision == "country" and p.name == state.root.name for p in state.claim.places)


def _name_relayed(figures: Sequence[Figure], credits_: Mapping[str, str]) -> None:
    """Gives an agency's figure the source that the agency's own item gives for it: rewriters drop whose figure an agency passed on.

    ``credits_``: report -> the agency or outlet it credits.
    """
    for f in figures:
        if f.root.kind not in ("agency", "outlet"):
            continue
        items = [g for g in figures if (g.harm, g.number) == (f.harm, f.number) and g.root.key != f.root.key and g.root.declared]
        source = next((g.root for g in items if credits_.get(g.claim.report, "").casefold() == f.root.name.casefold()), None)
        if source is not None:
            via = f"{f.root.name}'s own item gives this figure as {source.name}'s"
            f.root = msgspec.structs.replace(source, claim=f.claim.claim, via=via)


def _name_nationals(figures: Sequence[Figure]) -> None:
    """Gives a figure of "the national committee" the name of that body, where most places told are in one country that has one."""
    countries = Counter(p.country for f in figures for p in f.claim.places[:1] if p.country)
    country, told = min(countries.items(), key=lambda row: (-row[1], row[0]), default=("", 0))
    names = _NATIONAL.get(country, {}) if 2 * told > countries.total() else {}
    for f in figures:
        name = names.get(f.root.name) if f.root.key.startswith("unnamed/") else None
        if name is not None:
            via = f"{f.root.name}: the country's body of that name"
            f.root = msgspec.structs.replace(f.root, name=name, key=name.casefold(), via=via)


def _name_bodies(figures: Sequence[Figure]) -> None:
    """Gives a figure told of a larger body ("the UN"), or of one not named in full ("the committee"), the root that can be meant.

    That is a part of the larger body, or a body whose name has those words, that gives the same figure elsewhere in the incident.
    """
    for f in figures:
        prefix = _PARENTS.get(f.root.name)
        short = set(f.root.name.casefold().split()) if f.root.key.startswith("unnamed/") else set()
        if prefix is None and not short:
            continue
        meant = {
            g.root.key: g.root
            for g in figures
            if (g.harm, g.number) == (f.harm, f.number)
            and ((prefix and g.root.key.startswith(prefix)) or (short and short < set(g.root.name.casefold().split())))
        }
        if len(meant) == 1:
            (root,) = meant.values()
            f.root = msgspec.structs.replace(root, claim=f.claim.claim, via=f"the figure of {root.name}, told of {f.root.name}")


def _figures(claim: Claim, count: Count, root: Root, source: Source) -> list[Figure]:
    """The claim's own figure, and one for each of its victims with a count of their own."""
    whole = _figure(claim, root, source, group_of(claim.victims), count.low, count.high, count.best, count.kind)
    out = [whole]
    if len(claim.victims) > 1:
        for victim in claim.victims:
            if victim.count is not None and 0 < (victim.count.low or 0) < whole.number and group_of((victim,)) != whole.group:
                n = victim.count
                out.append(
                    _figure(
                        claim,
                        root,
                        source,
                        group_of((victim,)),
                        n.low,
                        n.high,
                        n.low if n.low == n.high else None,
                        "exact" if n.high is not None else "at_least",
                    )
                )
    return out


def _figure(claim: Claim, root: Root, source: Source, group: str, low: int | None, high: int | None, best: int | None, kind: str) -> Figure:
    flags = []
    names = {v.group for v in claim.victims if v.group}
    if names and group not in names:
        flags.append(f"said of {', '.join(sorted(names))}")
    return Figure(
        claim=claim,
        root=root,
        harm=claim.harm,
        group=group,
        low=low,
        high=high,
        best=best,
        kind=kind,
        as_of=cut_off(claim, source),
        published=source.published,
        flags=flags,
    )


def _named(claims: Sequence[Claim], known: Sequence[Figure], roots: Mapping[str, Root], sources: Mapping[str, Source]) -> list[Figure]:
    """One figure for each root and harm that names its victims and gives no number: as many as there are names."""
    told = {(f.root.key, f.harm) for f in known}
    by_root: dict[tuple[str, str], dict[str, Claim]] = {}
    for claim in claims:
        root = roots.get(claim.claim)
        if (
            root is None
            or claim.count is None
            or claim.count.kind != "named"
            or (root.key, claim.harm) in told
            or claim.stance in ("denied", "retracted")
        ):
            continue
        row = by_root.setdefault((root.key, claim.harm), {})
        for victim in claim.victims:
            row.setdefault((victim.name or victim.text or "").casefold().strip() or claim.claim, claim)
        if not claim.victims:
            row.setdefault(claim.claim, claim)
    out = []
    for row in by_root.values():
        first = next(iter(row.values()))
        figure = _figure(first, roots[first.claim], sources[first.report], "all", len(row), len(row), len(row), "named")
        out.append(figure)
    return out


def cut_off(claim: Claim, source: Source) -> str | None:
    """The root's own cut-off date: the last day its figure covers where it counts over days, else the day the report was published.

    The day of a happening is no cut-off: its dead are counted for weeks.
    """
    time = claim.time
    last = time.to if time is not None and time.precision != "before_publication" and time.from_ != time.to else None
    published = source.published[:10] if source.published else None
    if last is not None and (published is None or last <= published):
        return last
    return published


def group_of(victims: Sequence[Victim]) -> str:
    """Of whom a figure is: "all" unless its words name a part. People of unlike status together are all."""
    groups = {_group(v) for v in victims}
    return groups.pop() if len(groups) == 1 else "all"


def _group(victim: Victim) -> str:
    words = victim.text or ""
    if _MOSTLY.search(words):
        return "all"
    if victim.age_group == "child":
        return "children"
    if victim.status == "civilian":
        return "civilians"
    if victim.status in ("combatant", "police"):
        return _side(victim, words)
    if victim.status == "detainee":
        return "detainees"
    if victim.group:
        return victim.group
    if victim.sex == "female":
        return "women"
    return "men" if victim.sex == "male" and victim.name is None and victim.count is None else "all"


def _side(victim: Victim, words: str) -> str:
    """Which fighters: two sides' dead are never one figure."""
    side = side_of(words)
    if side not in (None, "fighters"):
        return side or ""
    if victim.group and victim.group not in _PLAIN:
        return victim.group
    return side or "combatants"


def is_inquiry(words: str) -> bool:
    """Whether words name a body of inquiry: a committee, a commission."""
    return _INQUIRY.search(words) is not None


def side_of(words: str) -> str | None:
    """Which side a description names: loyalists, security forces, fighters of no side named; ``None`` where it names none."""
    for side, name in (("loyalists", "loyalists"), ("security", "security forces"), ("fighters", "fighters")):
        if _SIDES[side].search(words):
            return name
    return None
