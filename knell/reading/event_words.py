"""Which words of a sentence tell of a happening, and which of them only look so.

A word of harm may stand inside a name, be an idiom ("a killer punch"), a verb read as a noun or the other way round: the
word is kept only where its neighbours let it stand.
"""

from .finding import PEOPLE_HARMS
from .idioms import is_idiom
from .lexicon import Hit
from .roles import find_objects, has_be_before, some_of_the_harmed
from .sentence import Sentence
from .toll_shapes import find_complement

_ORDER = {
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
"""Frames of event words, those before others that win where two begin at one place."""


def _rank(hit: Hit) -> tuple[int, int, int]:
    return hit.first - hit.last, _ORDER.get(hit.entry.frame or "", 9), hit.first


def event_hits(s: Sentence) -> list[Hit]:
    """Event words, the longest first where they overlap, a deed noun before the verb of the same letters."""
    events = s.of_role("event")
    if not events:
        return []
    chosen: list[Hit] = []
    taken: set[int] = set()
    longer = [h for role in ("party", "name", "person") for h in s.of_role(role) if h.last - h.first > 1]
    timed = {k for (a, b), _ in s.times for k in range(a, b)} | {k for (a, b), p in s.places if p.role != "demonym" for k in range(a, b)}
    named = [p for p in s.phrases if p.kind == "party" and p.name and p.last - p.first > 1]
    for hit in sorted(events, key=_rank) if len(events) > 1 else events:
        first, last = hit.first, hit.last
        if first in taken or first in timed or (last - first > 1 and any(k in taken or k in timed for k in range(first + 1, last))):
            continue
        if longer and any(h.first <= first and last <= h.last and h.last - h.first > last - first for h in longer):
            continue
        if named and any(p.first <= first and last <= p.last for p in named):
            continue
        if is_idiom(s, hit) or not _stands(s, hit):
            continue
        chosen.append(hit)
        taken.update(range(first, last))
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
            return entry.frame == "agent" and entry.harm in PEOPLE_HARMS and s.low(v) not in ("hurting",)
        if (
            entry.form == "ing"
            and _has_noun_sibling(s, hit)
            and not find_objects(s, hit.last)
            and not has_be_before(s, v)
            and s.low(hit.last) not in ("with", "against")
        ):
            return False
        if _is_noun_by_what_follows(s, hit):
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
        and not has_be_before(s, v)
        and s.low(hit.last) not in ("on", "at", "with", "upon")
    ):
        return False
    if entry.base == "disperse" and (s.low(v - 1) == "to" or (s.phrase_to.get(v) is None and not has_be_before(s, v))):
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
    if entry.base == "shell" and s.low(v - 1) in ("tear-gas", "teargas", "gas", "smoke"):
        # A tear-gas shell is no shelling.
        return False
    if (
        entry.base == "the dead"
        and some_of_the_harmed(s, hit.last - 1) is None
        and not any(q.of == "people" for (a, _), q in s.quantities if hit.last <= a <= hit.last + 5)
    ):
        return False
    return not (entry.base == "count" and not find_complement(s, hit))


def _is_noun_by_what_follows(s: Sentence, hit: Hit) -> bool:
    """ "Arrests can be made", "tear-gas shells": no verb stands there."""
    follows = s.low(hit.last)
    if hit.entry.base in ("tear-gas", "teargas"):
        return follows in ("shells", "shell", "canisters", "canister", "grenades")
    return hit.entry.form in ("base", "s") and follows in s.lexicon.words["modals"]


def _is_verbal(s: Sentence, v: int, w: int) -> bool:
    """Whether a word that is a noun too stands as a verb: between two phrases, or after "to", "would", "did not"."""
    if s.phrase_to.get(v) is not None and s.phrase_at.get(w) is not None:
        return True
    if s.low(v - 1) in ("to", "will", "would", "could", "can", "may", "might", "did", "not", "n't", "didn't"):
        return True
    return s.low(v - 1) in ("and", ",") and s.phrase_at.get(w) is not None


def _has_noun_sibling(s: Sentence, hit: Hit) -> bool:
    """Whether the same word is in the lexicon as a noun too: "shelling", "bombing", "fighting"."""
    return any(h.first == hit.first and h.entry.form in ("noun", "plural") for h in s.of_role("event"))


def _is_state(s: Sentence, hit: Hit) -> bool:
    """dead, wounded, missing: true of people named or counted right before, or after a form of "be" or "left"."""
    v = hit.first
    if hit.entry.base in ("in custody", "in the custody of") or hit.entry.base.endswith(" condition"):
        return True
    if hit.entry.base == "behind bars" and any(
        s.low(k) in ("put", "puts", "putting", "sent", "throw", "thrown") for k in range(max(0, v - 5), v)
    ):
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
