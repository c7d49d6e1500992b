"""What the happenings of one sentence lend one another: the occasion its dead, the part its whole, an ellipsis its verb."""

from collections.abc import Sequence
from itertools import pairwise

from .finding import FATAL, PEOPLE_HARMS, Finding
from .hurt_shapes import HURT_FRAMES
from .pieces import Quantity
from .roles import find_doers_after_by, is_of_a_part
from .sentence import Phrase, Sentence

_ADOPTED = frozenset({"clash", "airstrike", "shelling", "bombing", "arson"})
"""Occasions whose type a plain killing or wounding takes on."""

_INCLUDING = frozenset({"including", "incl", "incl.", "among", "comprising", "mostly", "mainly", "notably", "amongst"})

_ARMED = frozenset({"armed_group", "militia", "state_forces", "foreign_forces"})


def between_armed(f: Finding) -> Finding:
    """ "Rebels attacked an army patrol": an attack by one armed side on another is a clash."""
    if f.type != "assault" or f.harm != "none" or not f.victims or not f.perpetrators:
        return f
    armed = all(p.party in _ARMED or "combatant" in p.flags for p in f.perpetrators)
    against = all((p.party in _ARMED or "combatant" in p.flags) and "civilian" not in p.flags for p in f.victims)
    return f._replace(type="clash") if armed and against else f


def unharmed(f: Finding) -> Finding:
    """A deed that is only threatened, planned or feared has harmed nobody."""
    if f.stage != "threatened" or f.harm == "none":
        return f
    return f._replace(harm="none", quantity=None, part_of=None)


def either_harm(s: Sentence, found: list[Finding]) -> list[Finding]:
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


def _is_one_person(s: Sentence, p: Phrase) -> bool:
    """Whether a phrase is of one person by its name, its article or as a pronoun: "Judge Karim", "the judge", "he"."""
    return (p.kind == "people" and (p.name is not None or s.cls(p.first) == "D")) or (p.kind == "pronoun" and s.low(p.first) in _ONE)


_ONE = frozenset({"he", "she", "him", "her"})


def apart(s: Sentence, f: Finding) -> list[Finding]:
    """ "killed 100 security men and 15 civilians": a finding for each number, of one event."""
    counted = [p for p in f.victims if p.quantity is not None]
    alone = tuple(p for p in f.victims if p.quantity is None and not p.plural and (p.kind == "name" or _is_one_person(s, p)))
    if len(counted) == 1 and alone and f.harm in PEOPLE_HARMS and f.quantity == counted[0].quantity:
        # "the judge and two of her guards": the two are two, and the judge is one more.
        rest = tuple(p for p in f.victims if p not in alone)
        return [f._replace(victims=alone, quantity=None), f._replace(victims=rest, anchor=counted[0].first)]
    if len(counted) < 2 or f.harm not in PEOPLE_HARMS:
        return [f]
    # "his wife, two children and a friend": the wife is one more.
    lone = tuple(p for p in alone if f.harm in ("killed", "injured"))
    rest = tuple(p for p in f.victims if p.quantity is None and p not in lone)
    each = [f._replace(victims=(p, *rest) if n == 0 else (p,), quantity=p.quantity, anchor=p.first) for n, p in enumerate(counted)]
    return [f._replace(victims=lone, quantity=None), *each] if lone else each


def on_footage(found: list[Finding]) -> list[Finding]:
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


def drop_doubles(found: list[Finding]) -> list[Finding]:
    """One harm to one phrase is one finding: "two dead bodies", "12 wounded" read by two frames."""
    out: list[Finding] = []
    seen: set[tuple[str, int]] = set()
    for f in found:
        if f.rule in HURT_FRAMES and any(g.harm in ("killed", "injured") and set(f.victims) <= set(g.victims) for g in found if g is not f):
            # "was wounded and taken to a hospital", "were found dead with gunshot wounds"
            continue
        key = (f.harm, f.quantity.start) if f.quantity is not None else None
        if key is not None and f.harm in PEOPLE_HARMS:
            if key in seen:
                continue
            seen.add(key)
        out.append(f)
    return out


def take_occasion(s: Sentence, found: list[Finding]) -> list[Finding]:
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
            if s.cls(o.first - 1) in "Qq" and not (o.first > f.last and s.low(o.first - 2) in ("in", "by", "from", "after")):
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
            out.append(_with_doers_of(f, o, clash=False)._replace(type=o.type))
            continue
        out.append(
            _with_doers_of(f, o, clash=False)._replace(
                type=o.type,
                first=o.first,
                last=o.last,
                targets=f.targets or o.targets,
                instrument=o.instrument or f.instrument,
            )
        )
    return [f for f in out if not (f.harm == "none" and f.type in _ADOPTED and f.first in used and f.rule == "occasion")]


def _with_doers_of(f: Finding, o: Finding, *, clash: bool = True) -> Finding:
    """A finding that names no doers with those of the deed it came of, and the words that lay that on them."""
    if f.perpetrators or (o.type == "clash" and not clash):
        return f
    return f._replace(perpetrators=tuple(p for p in o.perpetrators if p not in f.victims), blame=f.blame or o.blame, by=f.by or o.by)


_THROUGH = frozenset({"in", "by", "during", "from", "after", "when", "to", "as", "through", "under", "due", "because"})


def take_doers(s: Sentence, found: list[Finding]) -> list[Finding]:
    """ "killed in police firing", "died when soldiers opened fire".

    Who did the deed that the harm came of is alleged to have done the harm.
    """
    out: list[Finding] = []
    for f in found:
        if f.harm in ("killed", "injured") and not f.perpetrators and not f.denied:
            for o in found:
                if (
                    o is not f
                    and (o.perpetrators or o.by)
                    and o.type not in ("clash", "protest", "detention", "other", "inaction")
                    and _through(s, f, o)
                ):
                    f = _with_doers_of(f, o)
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
    if not o.perpetrators:
        return False
    doer = o.perpetrators[0].first
    # "stabbed to death even as police used teargas": beside the deed, and not by it.
    opened = s.low(doer - 1) in ("when", "after", "as", "in") and s.low(doer - 2) != "even" and doer in gap
    return opened and len(gap) <= 30


def fill_coordinated(s: Sentence, found: list[Finding]) -> list[Finding]:
    """ "12 killed and 30 wounded": findings side by side share the event of the first, and its doers."""
    out: list[Finding] = []
    for f in found:
        previous = out[-1] if out else None
        if (
            previous is not None
            and previous.harm in ("killed", "injured", "missing")
            and f.harm in ("killed", "injured", "missing")
            and previous.harm != f.harm
            and previous.rule not in HURT_FRAMES
            and f.rule not in HURT_FRAMES
            and not any(s.low(k) in (";",) for k in range(min(previous.last, f.first), max(previous.last, f.first)))
            and f.first - previous.last <= 14
        ):
            f = f._replace(
                first=previous.first, last=previous.last, type=previous.type, perpetrators=f.perpetrators or previous.perpetrators
            )
        out.append(f)
    return out


def same_doers(found: list[Finding], s: Sentence) -> list[Finding]:
    """ "The army ambushed rebels, killing 15", "killing 12 people and wounding 30": those harmed before did not do it.

    A participle with a number has the doers of the verb before it; without words for its people it harmed those the verb was done to.
    """
    out = list(found)
    for n, f in enumerate(out):
        if f.rule != "active" or f.quantity is None or not s.low(f.first).endswith("ing") or f.harm not in ("killed", "injured"):
            continue
        before = next((g for g in reversed(out[:n]) if g.first < f.first and set(f.perpetrators) & set(g.victims)), None)
        if before is None:
            continue
        those = before.victims if before.harm == "none" and all(p.kind == "number" for p in f.victims) else ()
        people = tuple(p._replace(quantity=None) for p in those if p.kind in ("people", "party"))
        out[n] = f._replace(perpetrators=before.perpetrators, victims=(*f.victims, *people))
    return out


def ellipses(s: Sentence, found: list[Finding]) -> list[Finding]:
    """ "1,562 killed; 889 by forces and 446 by loyalists": a number of people with no verb of its own takes the harm before it."""
    lead = next((f for f in found if f.harm in ("killed", "injured") and f.quantity is not None and not f.denied), None)
    if lead is None:
        return []
    used = {f.quantity.start for f in found if f.quantity is not None}
    extra = []
    for (a, b), quantity in sorted([*s.quantities, *s.bare]):
        if quantity.of != "people" or quantity.start in used or (quantity.rule == "article" and s.low(a - 1) not in _INCLUDING):
            continue
        if quantity.rule == "bare-list" and a < lead.anchor and s.low(a - 1) == "(":
            # A number in brackets before anybody is told of as harmed counts nobody: "Blast at the mill (200)".
            continue
        lo, hi = _segment(s, a, b)
        listed = s.low(lo - 1) == "and" and (item := s.phrase_at.get(a)) is not None and is_of_a_part(s, item)
        if s.low(lo - 1) in _INCLUDING or listed:
            # "nine nurses including one porter were hurt": the verb is the whole's.
            hi = next((p.last for p in s.phrases if p.first <= a < p.last), b)
        cued = {k for h in s.hits if h.entry.role == "cue" and h.entry.form in ("past", "s", "part") for k in range(h.first, h.last)}
        if any(s.cls(k) == "V" and k not in cued and not s.low(k).endswith("ing") for k in range(lo, hi)) or (
            not cued & set(range(lo, hi)) and any(s.cls(k) == "A" for k in range(lo, hi))
        ):
            continue
        if any(h.entry.role == "event" and lo <= h.first < hi and h.entry.frame not in ("occasion", "tally") for h in s.hits):
            continue
        before = [f for f in found if f.harm in ("killed", "injured") and f.quantity is not None and f.anchor < a]
        if not before and any(f.type == "bodies_found" and f.first < a for f in found):
            # "15 bodies, nine of them women, and 23 injured": the women are among the bodies.
            continue
        base = before[-1] if before else lead
        phrase = next((p for p in s.phrases if p.first <= a < p.last and p.quantity == quantity), None)
        if phrase is not None and "not_victims" in phrase.flags:
            continue
        if _is_accused(s, phrase):
            # "Two people were charged in the death of a man": they are the accused.
            continue
        if s.low(b) in FATAL or (s.low(b) == "of" and s.low(b + 2) in FATAL):
            # "four were shot, one fatally"
            extra.append(base._replace(quantity=quantity, harm="killed", victims=(), anchor=a, part_of=None, rule="fatally"))
            continue
        extra.append(
            base._replace(
                quantity=quantity,
                victims=(phrase,) if phrase is not None else (),
                perpetrators=tuple(
                    p for p in find_doers_after_by(s, b) if p.first <= hi or not any(b <= x < p.first for (x, _), _q in s.quantities)
                )
                or (base.perpetrators if base.rule == "active" and "and" in (s.low(a - 1), s.low(a - 2)) else ()),
                anchor=a,
                part_of=None,
                rule="ellipsis",
            )
        )
    return extra


def _is_accused(s: Sentence, phrase: Phrase | None) -> bool:
    """Whether the people are subject of a verb of the law: charged, accused, convicted."""
    if phrase is None:
        return False
    i = phrase.last
    while s.cls(i) in "AB":
        i += 1
    return i > phrase.last and s.low(i) in s.lexicon.words["of_the_accused"]


def _segment(s: Sentence, a: int, b: int) -> tuple[int, int]:
    """The stretch between commas, brackets, "and" or marks that holds tokens [a, b)."""
    marks = {",", ";", ":", "(", ")", "and", "&", "incl", "incl.", "—", "–", "with", "while", ".", "including", "among", "besides", "+"}
    lo = a
    while lo > 0 and s.low(lo - 1) not in marks:
        lo -= 1
    if s.low(lo - 1) in ("including", "among"):
        # "killed, including one leader who was known as ...": what is told of the one is no verb over the number.
        marks |= {"who", "which", "that", "whose"}
    hi = b
    while hi < len(s.tokens) and s.low(hi) not in marks:
        hi += 1
    return lo, hi


def parts(s: Sentence, found: list[Finding]) -> list[Finding]:
    """Marks what is stated to lie inside what: after "including", "among them", "of them", in brackets or behind a colon."""
    out: list[Finding] = []
    for n, f in enumerate(found):
        if f.quantity is None or f.harm not in PEOPLE_HARMS:
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


def of_those(s: Sentence, found: list[Finding]) -> list[Finding]:
    """ "Of those killed, six were children": a part of the figure told before."""
    opening = " ".join(s.low(k) for k in range(3))
    if not opening.startswith(
        ("of those", "among those", "of them", "among them", "of the dead", "of the victims", "among the dead", "among the victims")
    ):
        return found
    return [f._replace(rule="among") if f.quantity is not None and f.harm in PEOPLE_HARMS and f.part_of is None else f for f in found]


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
