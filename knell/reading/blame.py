"""Who is said to have done it, where the words lay the deed on somebody instead of telling it of them.

"X claimed responsibility for the attack", "the police blamed X", "the killing was attributed to X", "X denied any part in it": a
word of blame, a doer, and the deed, which is named in the same sentence or was told before. Read by word order, frame by frame (see
terms/en/blame.toml); what has no doer, or is said not to be so, lays nothing on anybody.
"""

from collections.abc import Callable

from .coreference import BLAMED
from .finding import STRONG, Blame, Finding
from .lexicon import Hit
from .roles import LIGHT, can_act, find_objects, find_phrase_at, find_subjects, has_be_before, with_coordinates
from .sayers import find_subject
from .sentence import Phrase, Sentence

_FOR = frozenset({"for", "of", "in", "on", "to", "with", "from", "behind"})
_NOBODY = frozenset({"no", "none", "nobody", "neither", "anyone", "anybody", "any", "someone", "somebody", "everyone", "those", "others"})
_NEGATIONS = frozenset({"not", "never", "n't", "nor", "without", "neither", "no"})
_OPENS_CLAUSE = frozenset({"that", "but", "while", "because", "although", "whereas", "if", "whether"})
_REACH = 12
"""Tokens looked over for the word for the deed, on either side of the word of blame."""

_Read = Callable[[Sentence, Hit], Blame | None]


def find_blame(s: Sentence) -> list[Blame]:
    """The words of one unit that lay a deed on somebody, in their order."""
    out: list[Blame] = []
    for hit in s.of_role("blame"):
        if _is_noun(s, hit):
            continue
        blame = _FRAMES[hit.entry.frame or ""](s, hit)
        if blame is not None and not any(b.doers == blame.doers and b.event == blame.event for b in out):
            out.append(blame)
    return out


def _is_noun(s: Sentence, hit: Hit) -> bool:
    """Whether a verb's letters are a noun here: "two more suspects", "the charge"."""
    if hit.entry.form not in ("base", "s"):
        return False
    return s.cls(hit.first - 1) in "DQqJS" or s.low(hit.first - 1) in ("more", "other", "main", "prime") or s.cls(hit.first) == "N"


def lay_blame(s: Sentence, found: list[Finding]) -> list[Finding]:
    """The findings of a unit with whom its words of blame lay them on; what was told before gets a finding of its own.

    A denial of responsibility changes nothing that is told: it is a finding of its own.
    """
    out = list(found)
    for blame in find_blame(s):
        if blame.rule == "identity":
            if not _identify(out, blame) and blame.several:
                out.append(_own_finding(blame._replace(sayers=(), several=False)))
            continue
        n = next((k for k, f in enumerate(out) if blame.event is not None and f.first <= blame.event[0] < f.last and not f.blame), None)
        if n is None or blame.stance == "denied" or not _may_take(out[n], blame):
            out.append(_own_finding(blame))
        else:
            # "blamed the attack on X": X stands where who was attacked might.
            suffered = tuple(p for p in out[n].victims if blame.rule != "blames" or p not in blame.doers)
            doers = tuple(p for p in blame.doers if p not in suffered)
            out[n] = out[n]._replace(perpetrators=doers, victims=suffered, blame=blame, possible=False)
    return out


def _identify(out: list[Finding], blame: Blame) -> bool:
    """ "killed by gunmen believed to be X": a finding of the same deed by X, as sure as the words are, or X in the gunmen's place."""
    for n, f in enumerate(out):
        for p in f.perpetrators:
            if p in blame.sayers:
                if blame.stance is None:
                    named = p._replace(name=p.name or blame.doers[0].name, party=blame.doers[0].party or p.party)
                    out[n] = f._replace(perpetrators=tuple(named if q is p else q for q in f.perpetrators))
                    return True
                again = f._replace(
                    type="other", harm="none", quantity=None, victims=(), perpetrators=blame.doers, targets=(), instrument=None,
                    anchor=max(f.anchor, f.first), rule="blame", reference=BLAMED, blame=blame._replace(sayers=()), subtype=None,
                )  # fmt: skip
                out.append(again)
                return True
    return False


def _may_take(f: Finding, blame: Blame) -> bool:
    """Whether a finding may have the blamed for its doers: it names no others."""
    return not f.perpetrators or set(f.perpetrators) <= {*blame.doers, *blame.sayers} or all(p.kind == "pronoun" for p in f.perpetrators)


def _own_finding(blame: Blame) -> Finding:
    """A finding of nothing but the blame: of a deed that was told before, or that is denied."""
    type_ = "denial" if blame.stance == "denied" else "other"
    anchor = blame.event[0] if blame.event else blame.doers[0].first
    return Finding(
        blame.first, blame.last, type_, "none", "done", None, (), blame.doers, (), None, False, False, anchor, None, "blame",
        reference=BLAMED, blame=blame,
    )  # fmt: skip


# -- frames ----------------------------------------------------------------------------------------------------------


def _claims(s: Sentence, hit: Hit) -> Blame | None:
    """X claimed responsibility for the deed; the deed was claimed by X; X claimed the attack."""
    v, w = hit.first, hit.last
    noun = _noun_after(s, w, "claimed")
    if noun is None:
        if hit.entry.base != "claim":
            return None
        if hit.entry.form in ("past", "part") and s.low(w) == "by":
            return _made(s, hit, _doers_at(s, w + 1), "claimed", *_deed_before(s, v))
        deed = _deed_at(s, w) if s.low(w) in ("the", "this", "both", "these", "those") else None
        return _made(s, hit, _subjects(s, v), "claimed", *deed) if deed is not None and deed[0] is not None else None
    for k in range(noun, min(noun + 4, len(s.tokens))):
        if s.low(k) == "by" and has_be_before(s, v):
            return _made(s, hit, _doers_at(s, k + 1), "claimed", *_deed_after(s, k))
    return _made(s, hit, _subjects(s, v) or _unlisted(s, v), "claimed", *_deed_after(s, noun, v))


def _denies(s: Sentence, hit: Hit) -> Blame | None:
    """X denied responsibility for the deed; X denied having had any part in it."""
    noun = _noun_after(s, hit.last, "denied")
    if noun is None:
        return None
    blame = _made(s, hit, _subjects(s, hit.first), "denied", *_deed_after(s, noun, hit.first))
    return blame._replace(stance="denied") if blame is not None else None


def _blames(s: Sentence, hit: Hit) -> Blame | None:
    """Y blamed X for the deed; X was blamed by Y for it; Y blamed the deed on X."""
    v, w = hit.first, hit.last
    base = hit.entry.base
    if has_be_before(s, v) and hit.entry.form in ("past", "part"):
        by = _by(s, w)
        link = by[0].last if by else w
        if s.low(link) not in ("for", "of", "in", "with", "on") and base != "blame":
            return None
        event, several = _deed_after(s, link)
        if event is None and base != "blame" and not _names_deed(s, link):
            return None
        return _made(s, hit, _subjects(s, v), "alleged", event, several, sayers=tuple(by))
    if base == "blame" and (on := _deed_then(s, w, "on")) is not None:
        return _made(s, hit, _doers_at(s, on[0] + 1), "alleged", *on[1])
    right = [p for p in find_objects(s, w) if _may_do(p)]
    if not right:
        return None
    if s.low(right[-1].last) not in ("for", "of", "in", "with"):
        return _made(s, hit, right, "alleged", None, False) if base == "blame" else None
    event, several = _deed_after(s, right[-1].last)
    if event is None and base != "blame" and not _names_deed(s, right[-1].last):
        return None
    return _made(s, hit, right, "alleged", event, several)


def _credits(s: Sentence, hit: Hit) -> Blame | None:
    """The deed was attributed by Y to X; Y attributed the deed to X; blame was laid on X."""
    v, w = hit.first, hit.last
    links = ("on", "at") if hit.entry.base in ("lay", "pin") else ("to",)
    to = next((k for k in range(w, min(w + 10, len(s.tokens))) if s.low(k) in links), None)
    if to is None or any(s.low(k) in STRONG for k in range(w, to)):
        return None
    blamed = any(s.low(k) in ("blame", "responsibility") for k in range(max(0, v - 5), to))
    if hit.entry.base in ("lay", "pin") and not blamed:
        return None
    doers = _doers_at(s, to + 1)
    passive = has_be_before(s, v) or (hit.entry.form in ("past", "part") and (s.low(w) in (*links, "by") or s.cls(w) in "BT"))
    if passive:
        by = _by(s, w)
        event = _deed_after(s, to) if hit.entry.base in ("lay", "pin") else _deed_before(s, v)
        return _made(s, hit, doers, "alleged", *event, sayers=tuple(by))
    event = _deed_at(s, w)
    if event[0] is None and not event[1] and not blamed and s.low(w) not in ("it", "this", "them", "these"):
        return None
    return _made(s, hit, doers, "alleged", *(_deed_after(s, to) if blamed else event), sayers=tuple(_sayer(s, v)))


def _holds(s: Sentence, hit: Hit) -> Blame | None:
    """Y holds X responsible for the deed; X is being held responsible for it."""
    v, w = hit.first, hit.last
    k = next((k for k in range(w, min(w + 12, len(s.tokens))) if s.low(k) in s.lexicon.blame["held"]), None)
    if k is None or any(s.low(m) in STRONG for m in range(w, k)):
        return None
    event, several = _deed_after(s, k + 1, v)
    if event is None and not _names_deed(s, k + 1) and s.low(k) == "accountable":
        return None
    if has_be_before(s, v):
        return _made(s, hit, _subjects(s, v), "alleged", event, several, sayers=tuple(_by(s, w)))
    if hit.entry.form == "base" and s.low(v - 1) in ("to", "should", "must", "would", "will", "could", "can"):
        # What somebody is yet to be held to.
        return None
    doers = [p for p in find_objects(s, w) if _may_do(p)]
    return _made(s, hit, doers, "alleged", event, several, sayers=tuple(_sayer(s, v)))


def _carries(s: Sentence, hit: Hit) -> Blame | None:
    """The deed (that ...) was carried out by X."""
    if hit.entry.form not in ("past", "part") or s.low(hit.last) != "by":
        return None
    event, several = _deed_before(s, hit.first, first=has_be_before(s, hit.first))
    return _made(s, hit, _doers_at(s, hit.last + 1), None, event, several) if event is not None else None


def _joins(s: Sentence, hit: Hit) -> Blame | None:
    """X took part in the deed; X is involved in it."""
    i = hit.last if hit.entry.form == "phrase" else next((k for k in range(hit.last, hit.last + 2) if s.low(k) == "in"), -1)
    if i < 0:
        return None
    event, several = _deed_after(s, i - 1 if hit.entry.form == "phrase" else i)
    if event is None or any("weak" in h.entry.flags for h in s.hits if h.first == event[0] and h.entry.role == "event"):
        return None
    doers = [p for p in _subjects(s, hit.first) if p.party is not None and p.kind != "name"]
    return _made(s, hit, doers, None, event, several)


def _responsible(s: Sentence, hit: Hit) -> Blame | None:
    """X is responsible for the deed; X is behind it; the group behind the attack."""
    v, w = hit.first, hit.last
    for_ = hit.entry.base != "responsible"
    event, several = _deed_after(s, w - 1) if for_ else _deed_after(s, w, v)
    if not for_ and s.low(w) == "for":
        # "responsible for" is an entry of its own.
        return None
    if event is None and not several and s.low(w) not in ("it", "this"):
        return None
    if any(s.low(k) in ("held", "hold", "holds", "holding") for k in range(max(0, v - 6), v)):
        return None
    if hit.entry.base == "behind" and not (has_be_before(s, v) or s.phrase_to.get(v) is not None):
        return None
    return _made(s, hit, _subjects(s, v), None, event, several)


def _work(s: Sentence, hit: Hit) -> Blame | None:
    """The deed was the work of X; it bears the hallmarks of X."""
    stance = "possible" if hit.entry.base.startswith("hallmark") else None
    v = hit.first - 1 if s.cls(hit.first - 1) in "D" else hit.first
    event, several = _deed_before(s, v)
    if event is None and not several and not any(s.low(k) in ("it", "this") for k in range(max(0, v - 4), v)):
        return None
    return _made(s, hit, _doers_at(s, hit.last), stance, event, several)


def _identity(s: Sentence, hit: Hit) -> Blame | None:
    """Gunmen believed to be (members of) X; the attackers belonged to X.

    ``sayers``: the people who X may be; ``several``: whether they are known by the deed alone ("the attackers").
    """
    v = hit.first
    while v > 0 and (s.cls(v - 1) == "A" or s.low(v - 1) in ("who", ",", "-", "–", "—", "and")):
        v -= 1
    before = s.phrase_to.get(v)
    if before is None or before.name is not None or before.kind not in ("people", "party"):
        return None
    i = hit.last
    if s.low(hit.last - 1) not in ("of", "to", "by", "with", "for", "from") and not any(s.low(k) in _RANKS for k in range(i, i + 5)):
        first = s.phrase_at.get(i)
        if first is None or first.name is None:
            return None
    doers = [p for p in _doers_at(s, hit.first if hit.first in s.phrase_at else i) if p.name is not None or p.party in _BODIES]
    if not doers:
        return None
    doubt = {s.low(k) for k in range(v, hit.last)}
    words = s.lexicon.blame
    stance = "alleged" if doubt & words["alleged"] else "possible" if doubt & words["possible"] or "said" in doubt else None
    known = s.low(before.head) in words["killers"]
    if not known and before.party not in ("armed_group", "individual", "militia", "unknown", None):
        return None
    return Blame(hit.first, hit.last, tuple(doers[:2]), stance, (before,), None, known and s.low(before.first) == "the", "identity")


_RANKS = frozenset("member members elements militants supporters agents soldiers policemen guerrillas rebels terrorists fighters".split())
_BODIES = frozenset({"armed_group", "militia", "state_forces", "police", "foreign_forces"})


def _names_deed(s: Sentence, i: int) -> bool:
    """Whether a word for any deed told before, or "it", follows the preposition at ``i``: "for the crime"."""
    for k in range(i, min(i + 5, len(s.tokens))):
        if s.low(k) in s.lexicon.blame["deeds"] or (k == i + 1 and s.low(k) in ("it", "them")):
            return True
        if s.cls(k) in "VAK" or s.low(k) in STRONG:
            return False
    return False


_FRAMES: dict[str, _Read] = {
    "claims": _claims,
    "denies": _denies,
    "blames": _blames,
    "credits": _credits,
    "holds": _holds,
    "carries": _carries,
    "joins": _joins,
    "responsible": _responsible,
    "work": _work,
    "identity": _identity,
}


def _made(
    s: Sentence,
    hit: Hit,
    doers: list[Phrase],
    stance: str | None,
    event: tuple[int, int] | None,
    several: bool,
    sayers: tuple[Phrase, ...] = (),
) -> Blame | None:
    """The blame, where somebody is blamed: with the doubt that the words around put on it, or turned into a denial."""
    doers = [p for p in doers if _may_do(p) and s.low(p.first) not in _NOBODY and s.low(p.first - 1) != "no"]
    if not doers or any(p.first <= hit.first < p.last for p in doers):
        return None
    near = _run_before(s, hit.first)
    if any(w in _NEGATIONS or w.endswith("n't") for w in near):
        if stance is not None:
            return None
        stance = "denied"
    elif stance in (None, "alleged"):
        if near & s.lexicon.blame["alleged"]:
            stance = "alleged"
        elif near & s.lexicon.blame["possible"]:
            stance = "possible"
    return Blame(hit.first, hit.last, tuple(doers), stance, sayers, event, several, hit.entry.frame or "")


# -- doers -----------------------------------------------------------------------------------------------------------


def _may_do(p: Phrase) -> bool:
    """Whether the phrase names somebody who can be blamed."""
    return "bodies" not in p.flags and p.kind != "number" and (can_act(p) or p.kind in ("name", "place"))


def _run_before(s: Sentence, v: int) -> set[str]:
    """The small words right before a word: auxiliaries, adverbs and the words of doubt."""
    out: set[str] = set()
    i = v - 1
    doubt = s.lexicon.blame["possible"] | s.lexicon.blame["alleged"]
    while i >= 0 and (
        s.cls(i) in "AB" or s.low(i) in doubt or s.low(i) in ("to", "of", "being", "having", "held", "the", "not", "never", "said")
    ):
        out.add(s.low(i))
        i -= 1
    return out


def _subjects(s: Sentence, v: int) -> list[Phrase]:
    """Who stands before a word of blame: its subject, over words of doubt, or the antecedent of "which" and "who"."""
    doubt = s.lexicon.blame["possible"] | s.lexicon.blame["alleged"] | {"to", "of", "being", "having", "held", "the", "said", "known"}
    i = v
    while i > 0 and (s.cls(i - 1) in "ABT" or s.low(i - 1) in doubt):
        i -= 1
    if i == v and s.low(v - 1) in ("and", ",") and s.cls(v) == "V":
        return find_subjects(s, v)
    opens = s.low(i - 1)
    if opens in ("which", "who", "that"):
        at = i - 1
        if s.low(at - 1) == "for":
            return []
        before = s.phrase_to.get(at) or (s.phrase_to.get(at - 1) if s.low(at - 1) == "," else None)
        return [before] if before is not None else []
    found = find_subjects(s, i) if i < v or s.phrase_to.get(v) is not None else find_subjects(s, v)
    if found:
        return found
    one = s.phrase_to.get(i) or find_subject(s, v)
    return [one] if one is not None else []


def _unlisted(s: Sentence, v: int) -> list[Phrase]:
    """Words no lexicon knows before "claimed responsibility": a body in capitals that says it did it goes by them."""
    i = v
    while i > 0 and (s.cls(i - 1) in "ABT" or s.tokens[i - 1].text in ('"', "”", ",")):
        i -= 1
    first = i
    while first > 0 and s.cls(first - 1) in "WJC" and i - first < 6:
        first -= 1
    if not s.caps or i - first < 2 or s.cls(first - 1) not in "DX":
        return []
    start, end = s.tokens[first].start, s.tokens[i - 1].end
    name = " ".join(s.text[start:end].split())
    return [Phrase(first, i, start, end, "party", i - 1, None, frozenset({"organisation"}), None, name, "armed_group", "", False)]


def _sayer(s: Sentence, v: int) -> list[Phrase]:
    return [p for p in _subjects(s, v)[-1:] if p.party is not None or p.kind in ("name", "pronoun")]


def _doers_at(s: Sentence, i: int) -> list[Phrase]:
    """The phrases that begin at a token, over quotation marks and words that no lexicon knows."""
    for k in range(i, min(i + 6, len(s.tokens))):
        if s.cls(k) in "VA" or s.low(k) in STRONG:
            return []
        phrase = find_phrase_at(s, k)
        if phrase is not None and _may_do(phrase):
            return [p for p in with_coordinates(s, phrase) if _may_do(p)]
    return []


def _by(s: Sentence, w: int) -> list[Phrase]:
    """ "by Y" right after a participle."""
    k = next((k for k in range(w, min(w + 3, len(s.tokens))) if s.low(k) == "by"), None)
    phrase = find_phrase_at(s, k + 1) if k is not None else None
    return [phrase] if phrase is not None else []


# -- the deed --------------------------------------------------------------------------------------------------------

_Deed = tuple[tuple[int, int] | None, bool]


def _noun_after(s: Sentence, w: int, names: str) -> int | None:
    """The token after "(full) responsibility", "any part"."""
    for k in range(w, min(w + 6, len(s.tokens))):
        if s.low(k) in s.lexicon.blame[names]:
            return k + 1
        if s.cls(k) not in "DWJBTCA" and s.low(k) not in (",", "having", "had", "sole", "full"):
            return None
    return None


def _event_hit(s: Sentence, k: int) -> Hit | None:
    """The word of violence that begins at a token, the longest; no verb but a gerund."""
    hits = [
        h
        for h in s.hits
        if h.first == k
        and h.entry.role == "event"
        and h.entry.form in ("noun", "plural", "ing")
        and h.entry.frame not in ("footage", "ranking")
    ]
    return max(hits, key=lambda h: (h.last, h.entry.form != "ing")) if hits else None


def _deed_after(s: Sentence, i: int, v: int | None = None) -> _Deed:
    """The deed after "for" at token ``i`` or a little after it; before the clause, where that is "for which X claimed ..."."""
    for k in range(i, min(i + 6, len(s.tokens))):
        low = s.low(k)
        if low in ("for", "of", "in") or (k == i and low in _FOR):
            return _deed_at(s, k + 1)
        if low in STRONG or low == "," or s.cls(k) in "V":
            break
    if v is not None:
        which = next((k for k in range(v - 1, max(0, v - _REACH), -1) if s.low(k) == "which" and s.low(k - 1) == "for"), None)
        if which is not None:
            return _deed_before(s, which - 1, first=False)
    return None, False


def _deed_at(s: Sentence, i: int) -> _Deed:
    """The deed that a phrase beginning at token ``i`` names."""
    several = s.low(i) in ("these", "those", "both", "them", "all")
    for k in range(i, min(i + _REACH, len(s.tokens))):
        hit = _event_hit(s, k)
        if hit is not None:
            return (hit.first, hit.last), (hit.entry.form == "plural" and not several) or several
        if s.low(k) in s.lexicon.blame["deeds"]:
            return None, s.low(k).endswith("s")
        if s.low(k) in STRONG or (s.cls(k) in "V" and k > i and s.low(k) not in LIGHT) or s.low(k) in _OPENS_CLAUSE:
            break
    return None, several


def _deed_then(s: Sentence, w: int, link: str) -> tuple[int, _Deed] | None:
    """ "the attack on X": the deed first, then the link to whom it is laid on."""
    hit = next((h for k in range(w, min(w + 4, len(s.tokens))) if (h := _event_hit(s, k)) is not None), None)
    if hit is None:
        return None
    for k in range(hit.last, min(hit.last + 8, len(s.tokens))):
        if s.low(k) == link:
            return k, ((hit.first, hit.last), hit.entry.form == "plural")
        if s.cls(k) in "VA" or s.low(k) in STRONG:
            return None
    return None


def _deed_before(s: Sentence, v: int, *, first: bool = True) -> _Deed:
    """The deed that the subject before token ``v`` names: the head of it, or its last word where ``first`` is false."""
    seen: Hit | None = None
    several = False
    k = v
    while (k := k - 1) >= max(0, v - 2 * _REACH):
        low = s.low(k)
        if s.cls(k) in "V" and _event_hit(s, k) is None:
            opened = next((m for m in range(k - 1, max(0, k - 9), -1) if s.low(m) in ("that", "which", "who", "where")), None)
            if opened is None:
                break
            # "the clashes that broke out near the town were carried out by X"
            k = opened
            continue
        if low in STRONG or low in _OPENS_CLAUSE:
            break
        hit = _event_hit(s, k)
        if hit is not None and hit.entry.form != "ing" and hit.last <= v:
            seen = hit
            if not first:
                break
        elif low in s.lexicon.blame["deeds"] and seen is None:
            several = low.endswith("s")
    return ((seen.first, seen.last), seen.entry.form == "plural") if seen is not None else (None, several)
