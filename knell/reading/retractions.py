"""Figures taken back, and those put in their place: "corrected from 12 to 9", "an earlier version said 12", "withdrew its claim that".

1. the marks of a sentence: which of its numbers is the old figure, which the new, and from where on what is said is taken back
2. the drafts of the old ones are retracted; a number that no rule has read yet becomes a draft like the one it replaces
3. after the claims have their ids (``link_corrected``) the new figure updates the old, wherever that was told before

A rise ("rose from 9 to 12") takes nothing back: the new figure updates the old, which stays as it was told.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import msgspec

from knell.records import Claim, Count, Event, Party, Relation, Span
from knell.terms.load import load_terms

from .claims import Draft, Drafting
from .finding import COUNTED_HARMS
from .one_voice import may_be_one_voice, stands_for, who_changes, words_for
from .pieces import Quantity
from .plain import Plain
from .sentence import Phrase, Sentence

_COUNTED = frozenset({"people", "other"})
_REACH = 40
_BEFORE = 40
"""Characters before the words of a change within which its figure may be named: "The toll was later corrected"."""
_NEAR = 2
"""Units within which the right figure follows one that was taken back, or goes before "withdrew the figure"."""


class _Change(Plain, frozen=True, order=True, gc=False):
    """A pair of numbers of one unit, as places in ``_numbers``; ``old`` is ``None`` for a figure told before."""

    old: int | None
    new: int
    retracts: bool
    of_harm: bool
    """Whether its words name a figure of people harmed, so that numbers no rule has read may be claims."""
    verb: int | None = None
    """The token of an active verb of change, whose subject says what it changes to."""


class _Words(Plain, frozen=True, order=True, gc=False):
    """A unit as words, each number one word ("<0>"), and the tokens that the words begin at."""

    text: str
    numbers: tuple[Quantity, ...]
    tokens: tuple[int, ...]
    signs: frozenset[str]

    def search(self, name: str, signs: str | None = None) -> re.Match[str] | None:
        """The first match of a pattern; it is not even tried where none of its ``signs`` (by default those of its name) is there."""
        return None if self.signs.isdisjoint(_signs()[signs or name]) else _patterns()[name].search(self.text)


@cache
def _terms() -> Mapping[str, Any]:
    return load_terms("en", "retractions")


def _any(*sections: str, key: str = "words") -> str:
    return "|".join(re.escape(w) for section in sections for w in _terms()[section][key])


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    verb = rf" (?P<verb>{_any('correcting', 'lowering', 'revising', 'raising')})"
    firm = rf" (?P<verb>{_any('correcting', 'lowering', 'revising')})"
    few, some = r"(?: [a-z'-]+){0,3}?", r"(?: [^<;.]\S*){0,9}?"
    ours = rf"(?:our|this) (?:{_any('earlier')}) (?:{_any('earlier', key='forms')})"
    own = rf"(?:{ours}|(?:{_any('earlier')}) (?:{_any('earlier', key='own')})(?! (?:from|by)))"
    earlier = rf"{own}\b[^;<]{{0,40}}? (?:{_any('earlier', key='said')})"
    return {
        "from-to": re.compile(rf"{verb}{some} from{few} <(?P<old>\d+)>{few} to{few} <(?P<new>\d+)>"),
        "to-from": re.compile(rf"{verb}{some} (?:to|at){few} <(?P<new>\d+)>{few}(?: ,)?(?: down| up)? from{few} <(?P<old>\d+)>"),
        "first": re.compile(
            rf" (?:{_any('first')})(?: [^<]\S*){{1,9}}? <(?P<old>\d+)>(?: [^<]\S*){{0,12}}? (?:later|then|subsequently|since)"
            r"(?: [^<]\S*){1,8}? (?:to|at) <(?P<new>\d+)>"
        ),
        "to": re.compile(rf"{firm}{some} to{few} <(?P<new>\d+)>"),
        "not": re.compile(r" <(?P<new>\d+)>(?: [^<;.]\S*){0,9}? (?:not|rather than|instead of) <(?P<old>\d+)>"),
        "back": re.compile(rf" (?:{_any('wrong')}|{earlier}) (?=.*<\d+>)"),
        "opened": re.compile(rf"^ (?:{_any('opens')}) :.* (?:previously|earlier) \S+ (?=.*<\d+>)"),
        "withdraws": re.compile(
            rf" (?P<verb>{_any('withdraws')}) (?:(?:its|his|her|their|the|a|an|that|this|earlier|previous|initial) )*"
            rf"(?:{_any('withdraws', key='objects')})\b"
        ),
        "right": re.compile(
            rf" (?:the )?(?:(?P<firm>{_any('right')}) )?(?:figure|number|toll|death toll|count|total|tally)"
            r"(?: of [a-z]+)? (?:is|was|stands at|should be|should have been|should read)(?: [a-z]+){0,2}? <(?P<new>\d+)>"
        ),
        "context": re.compile(rf"^ (?:{_any('opens')}) (?::|-|–)| has been (?:corrected|updated|amended) | {earlier} "),
    }


@cache
def _signs() -> Mapping[str, frozenset[str]]:
    """Of each pattern the words without which it cannot match, one for each of its phrases; under "any" all of them."""
    terms = _terms()

    def of(*sections: str) -> frozenset[str]:
        return frozenset(max(phrase.split(), key=len) for section in sections for phrase in terms[section]["words"])

    signs = {
        "change": of("correcting", "lowering", "revising", "raising"),
        "first": of("first"),
        "not": frozenset({"not", "rather", "instead"}),
        "opened": of("opens"),
        "back": of("wrong") | frozenset((*terms["earlier"]["forms"], *terms["earlier"]["own"])),
        "withdraws": of("withdraws"),
    }
    return signs | {"any": frozenset[str]().union(*signs.values())}


class _Taken(Plain, frozen=True, order=True, gc=False):
    """A draft that was taken back, its unit, and whether the words correct it at once, so that the next figure is the right one."""

    draft: int
    unit: int
    corrects: bool


class Retractions:
    """Goes through the units of a report behind the drafting."""

    def __init__(self, drafting: Drafting) -> None:
        self.drafting = drafting
        self._old: _Taken | None = None
        """The last draft that was taken back, by its place and unit, as long as its right figure may follow."""

    def settle(self, s: Sentence, first: int) -> None:
        """Settles the drafts of a unit, those from place ``first`` on."""
        signs = _signs()["any"].intersection(s.lows)
        if self._old is None and not signs:
            return
        if not any(map(_is_figure, s.quantities)) and not s.bare and signs.isdisjoint(("withdrew", "withdrawn", "retracted")):
            return
        told = _words_of(s, signs)
        near = self._old is not None and s.unit.index - self._old.unit <= _NEAR
        back = told.search("opened") or told.search("back")
        if back is not None:
            self._take_back(s, first, told, back.end())
        withdrawn = told.search("withdraws")
        if withdrawn is not None:
            self._withdraw(s, first, told, withdrawn)
        change = _change_in(told, corrected=near or back is not None)
        if change is not None:
            self._change(s, first, told, change)
        elif self._old is not None and (back is not None or near):
            self._follow(s, first, told)

    # -- what is taken back ------------------------------------------------------------------------------------------

    def _take_back(self, s: Sentence, first: int, told: _Words, place: int) -> None:
        """All that the rest of the clause says is taken back."""
        start = s.tokens[told.tokens[told.text.count(" ", 0, place) - 1]].start
        end = next((t.start for t in s.tokens if t.start > start and t.low in (";", "but", "when", "while")), s.unit.end)
        for n in range(first, len(self.drafting.drafts)):
            claim = self.drafting.drafts[n].claim
            if claim.count is not None and claim.count.start is not None and start <= claim.count.start < end:
                self._retract(n, None, corrects=True)

    def _withdraw(self, s: Sentence, first: int, told: _Words, match: re.Match[str]) -> None:
        """ "X has withdrawn its claim that 30 died"; "A station reported 30 dead and later withdrew the figure"."""
        verb = told.tokens[told.text.count(" ", 0, match.start("verb")) - 1]
        speaker = next((p for p in reversed(s.phrases) if p.last <= verb and (p.party or p.kind == "name")), None)
        after = s.tokens[verb].start
        drafts = self.drafting.drafts
        inside = [n for n in range(first, len(drafts)) if _start(drafts[n].claim) > after]
        if inside:
            for n in inside:
                self._retract(n, self.drafting.voices.party(s, speaker) if speaker is not None else None)
            return
        told_back = (n for n in range(len(drafts) - 1, max(-1, len(drafts) - _REACH), -1) if _start(drafts[n].claim) >= 0)
        n = next(told_back, -1)
        if n >= 0 and s.unit.index - drafts[n].unit <= _NEAR and drafts[n].claim.stance != "denied":
            self._retract(n, None)

    def _retract(self, n: int, by: Party | None, *, corrects: bool = False) -> None:
        draft = self.drafting.drafts[n]
        claim = msgspec.structs.replace(draft.claim, stance="retracted")
        if by is not None and all(p.start is None or p.start != by.start for p in claim.speakers):
            claim = msgspec.structs.replace(claim, speakers=(by,))
        self.drafting.drafts[n] = draft._replace(claim=claim, rules={**draft.rules, "stance": "retractions.taken-back"})
        self._old = _Taken(n, draft.unit, corrects)

    # -- what takes its place ----------------------------------------------------------------------------------------

    def _change(self, s: Sentence, first: int, told: _Words, change: _Change) -> None:
        drafts = self.drafting.drafts
        new = self._at(first, told.numbers[change.new])
        old = self._at(first, told.numbers[change.old]) if change.old is not None else None
        harm = _harm_named(s) or (drafts[new].claim.harm if new is not None else None)
        voice = who_changes(s, change.verb, self.drafting.voices)
        before = self._before(
            first, harm, stands_for(voice, self.drafting.voices) if voice else drafts[new].claim.speakers if new is not None else ()
        )
        bare = next((n for n in range(first, len(drafts)) if drafts[n].claim.harm == harm), None)
        taken = self._old.draft if self._old is not None else None
        model = next((n for n in (new, old, taken, before, bare) if n is not None), None)
        if old is None and taken is not None and change.old is not None and _size(told.numbers[change.old]) == _top(drafts[taken].claim):
            old = taken
        if model is None or (new is None and not (change.of_harm and (change.retracts or change.old is None))):
            return
        if new is None:
            like = drafts[model]
            self._drop_empty(first)
            new = self._add(s, like, told.numbers[change.new], harm)
            if voice is not None:
                self._restate(new, "reported", speakers=(voice,), cues=())
        elif voice is not None and not any(p.text for p in drafts[new].claim.speakers):
            self._restate(new, "reported", speakers=(voice,))
        if change.old is None:
            old = before if before is not None and before != new and _differ(drafts[before].claim, drafts[new].claim) else None
        elif old is None and change.retracts:
            old = self._add(s, drafts[new], told.numbers[change.old], harm)
        elif old is None and before is not None and _size(told.numbers[change.old]) == _top(drafts[before].claim):
            # "rose from 9 to 12": the 9 is that told before, or is not told again.
            old = before
        if old is None or old == new:
            return
        if drafts[new].claim.stance in ("retracted", "denied"):
            said = "reported" if any(p.text for p in drafts[new].claim.speakers) else "asserted"
            self._restate(new, said)
        if _is_own_voice(drafts[new].claim):
            self._restate(new, "asserted", speakers=(), cues=())
        if change.retracts and change.old is not None:
            self._retract(old, None)
        self._old = None
        self._mark(new, old)

    def _follow(self, s: Sentence, first: int, told: _Words) -> None:
        """The right figure after one that was taken back: the next of its harm, or "the correct number is nine"."""
        assert self._old is not None
        drafts = self.drafting.drafts
        n = self._old.draft
        harm = drafts[n].claim.harm
        told_here = (m for m in range(max(first, n + 1), len(drafts)) if drafts[m].claim.harm == harm and _start(drafts[m].claim) >= 0)
        new = None
        if self._old.corrects:
            new = next((m for m in told_here if drafts[m].claim.stance not in ("retracted", "denied") and not _adds(drafts[m].claim)), None)
        right = _patterns()["right"].search(told.text)
        if new is None and right is not None:
            new = self._add(s, drafts[n], told.numbers[int(right["new"])], harm)
        if new is None or drafts[new].part_of is not None or not _differ(drafts[new].claim, drafts[n].claim):
            return
        self._old = None
        self._mark(new, n)

    def _mark(self, new: int, old: int) -> None:
        draft, claim = self.drafting.drafts[new], self.drafting.drafts[old].claim
        self.drafting.drafts[new] = draft._replace(rules={**draft.rules, "corrects": f"{_start(claim)} {claim.harm}"})

    def _restate(self, n: int, stance: str, **others: Any) -> None:
        draft = self.drafting.drafts[n]
        said: dict[str, Any] = {"stance": stance, **others}
        self.drafting.drafts[n] = draft._replace(claim=msgspec.structs.replace(draft.claim, **said))

    def _add(self, s: Sentence, model: Draft, number: Quantity, harm: str | None) -> int:
        """A draft of a figure that only its mark makes one: as the one it replaces, in this unit's words."""
        text = self.drafting.text
        claim = model.claim
        said: dict[str, Any] = {
            "count": Count(
                text=text[number.start : number.end], start=number.start, end=number.end, low=number.low, high=number.high,
                best=number.best, kind=number.kind,
            ),
            "passage": Span(text=text[s.unit.start : s.unit.end], start=s.unit.start, end=s.unit.end),
            "victims": (),
            "stance": "asserted" if not claim.speakers else "reported",
            "content": claim.content if model.unit == s.unit.index else (),
        }  # fmt: skip
        if harm is not None and harm != claim.harm:
            type_ = "killing" if harm == "killed" else "assault" if harm == "injured" else "other"
            said |= {"harm": harm, "event": Event(type=type_, start=number.start, end=number.end, text=text[number.start : number.end])}  # type: ignore[arg-type]
        if _is_own_voice(claim):
            said |= {"speakers": (), "cues": (), "stance": "asserted"}
        owner = _owner_of_figure(s)
        if owner is not None:
            said |= {"speakers": (self.drafting.voices.speaker(s, owner),), "cues": (), "stance": "reported"}
        rules = {"event": "retractions.figure", "count": f"counts.{number.rule}"}
        self.drafting.drafts.append(Draft(msgspec.structs.replace(claim, **said), rules, None, s.unit.index))
        return len(self.drafting.drafts) - 1

    def _at(self, first: int, number: Quantity) -> int | None:
        drafts = self.drafting.drafts
        return next((n for n in range(first, len(drafts)) if number.start <= _start(drafts[n].claim) < number.end), None)

    def _before(self, first: int, harm: str | None, voice: Sequence[Party]) -> int | None:
        """The last whole figure told before a unit by this voice; nobody takes back or raises another's figure.

        Where it gave none, the last that nobody is named for; where nobody is named for the new one, the last of all.
        """
        drafts = self.drafting.drafts
        names = words_for(voice)
        unnamed = None
        for n in range(first - 1, max(-1, first - _REACH), -1):
            claim = drafts[n].claim
            whole = (
                drafts[n].part_of is None and _start(claim) >= 0 and claim.count is not None and claim.count.kind not in ("vague", "named")
            )
            if whole and claim.harm == (harm or "killed") and claim.stance not in ("retracted", "denied"):
                told_by = words_for(claim.speakers)
                if not names or names & told_by:
                    return n
                unnamed = n if unnamed is None and not told_by else unnamed
        return unnamed

    def _drop_empty(self, first: int) -> None:
        """ "The figure was corrected": no statement of nobody's beside the figures themselves."""
        drafts = self.drafting.drafts
        while (
            len(drafts) > first
            and drafts[-1].claim.count is None
            and (drafts[-1].claim.stance == "retracted" or drafts[-1].claim.harm in COUNTED_HARMS)
        ):
            drafts.pop()


def link_corrected(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, named: what was put in another's place updates it, and every earlier telling of it by the same root."""
    out = list(drafts)
    for n, draft in enumerate(drafts):
        mark = draft.rules.get("corrects")
        if mark is None:
            continue
        place, harm = mark.split()
        old = next((m for m, d in enumerate(drafts) if m != n and d.claim.harm == harm and _start(d.claim) == int(place)), None)
        rules = {**draft.rules, "corrects": "retractions.words"}
        if old is None:
            out[n] = draft._replace(rules=rules)
            continue
        wrong = drafts[old].claim
        same = [
            d.claim
            for m, d in enumerate(drafts)
            if m != n
            and m < max(n, old)
            and d.claim.harm == harm
            and not _differ(d.claim, wrong)
            and may_be_one_voice(d.claim.speakers, wrong.speakers)
        ]
        ids = dict.fromkeys([wrong.claim, *(c.claim for c in same)])
        kept = tuple(r for r in draft.claim.relations if r.claim not in ids)
        updates = tuple(Relation(kind="updates", claim=i) for i in ids)
        out[n] = draft._replace(claim=msgspec.structs.replace(draft.claim, relations=(*kept, *updates)), rules=rules)
        if any(r.claim == draft.claim.claim for r in wrong.relations):
            rest = tuple(r for r in wrong.relations if r.claim != draft.claim.claim)
            out[old] = out[old]._replace(claim=msgspec.structs.replace(wrong, relations=rest))
    return out


def _is_figure(number: tuple[tuple[int, int], Quantity]) -> bool:
    return number[1].of in _COUNTED and number[1].rule != "article"


def _words_of(s: Sentence, signs: frozenset[str]) -> _Words:
    numbers = sorted(dict.fromkeys(number[1] for number in [*s.quantities, *s.bare] if _is_figure(number)), key=lambda q: q.start)
    kept: list[Quantity] = []
    for q in numbers:
        if not kept or q.start >= kept[-1].end:
            kept.append(q)
    words: list[str] = []
    tokens: list[int] = []
    at = 0
    for i, token in enumerate(s.tokens):
        while at < len(kept) and kept[at].end <= token.start:
            at += 1
        if at < len(kept) and kept[at].start <= token.start < kept[at].end:
            if token.start == kept[at].start or not words or words[-1] != f"<{at}>":
                words.append(f"<{at}>")
                tokens.append(i)
            continue
        words.append(token.low)
        tokens.append(i)
    return _Words(" " + " ".join(words) + " ", tuple(kept), (*tokens, len(s.tokens) - 1), signs)


def _change_in(told: _Words, *, corrected: bool) -> _Change | None:
    """The old and the new figure of a unit, where it tells of a change. ``corrected``: the text around corrects itself."""
    terms = _terms()
    for name in ("from-to", "to-from"):
        match = told.search(name, "change")
        if match is not None:
            old, new = int(match["old"]), int(match["new"])
            lower = _size(told.numbers[new]) < _size(told.numbers[old]) and match["verb"] not in terms["raising"]["words"]
            retracts = lower or match["verb"] in terms["correcting"]["words"]
            return _Change(old, new, retracts, _says_toll(told.text, match), _active(told, match))
    match = told.search("not")
    if match is not None and (corrected or _corrects(told)):
        return _Change(int(match["old"]), int(match["new"]), True, _says_toll(told.text, match))
    match = told.search("to", "change")
    if match is not None and any(f" {w} " in told.text for w in (*terms["counted"]["words"], "it")):
        before = [k for k in range(int(match["new"])) if f"<{k}>" in told.text[: match.start()]]
        old_here = before[-1] if before and not (corrected or _corrects(told)) else None
        return _Change(old_here, int(match["new"]), old_here is not None, _says_toll(told.text, match), _active(told, match))
    match = told.search("first")
    if match is not None:
        return _Change(int(match["old"]), int(match["new"]), False, False)
    return None


def _corrects(told: _Words) -> bool:
    """Whether a unit says of its own text that it was corrected."""
    return _patterns()["context"].search(told.text) is not None


def _active(told: _Words, match: re.Match[str]) -> int | None:
    """The token of the verb, unless something is done to its subject ("was later corrected")."""
    if match["verb"] in _terms()["raising"]["words"]:
        return None
    word = told.text.count(" ", 0, match.start("verb")) - 1
    before = told.text.split()[max(0, word - 2) : word]
    return None if {"was", "were", "been", "be", "is", "being", "are"} & set(before) else told.tokens[word]


def _says_toll(text: str, match: re.Match[str]) -> bool:
    """Whether the words of a change, or those right before it, name a figure of people harmed."""
    words = text[max(0, match.start() - _BEFORE) : match.end()].split()
    return not set(_terms()["counted"]["words"]).isdisjoint(words) or "it" in words


def _size(q: Quantity) -> int:
    return max((x for x in (q.low, q.best, q.high) if x is not None), default=0)


def _start(claim: Claim) -> int:
    """Where a claim's count of people harmed stands; -1 where it has none."""
    count = claim.count
    return count.start if count is not None and count.start is not None and claim.harm in COUNTED_HARMS else -1


def _differ(a: Claim, b: Claim) -> bool:
    x, y = a.count, b.count
    return x is None or y is None or (x.low, x.high, x.best) != (y.low, y.high, y.best)


def _top(claim: Claim) -> int:
    count = claim.count
    return max((x for x in (count.low, count.best, count.high) if x is not None), default=-1) if count is not None else -1


def _is_own_voice(claim: Claim) -> bool:
    """Whether a claim's speaker is the text itself, in an earlier form: "an earlier version of this report", "our post"."""
    words = (claim.speakers[0].text or "").casefold().split() if len(claim.speakers) == 1 else []
    return bool(words) and words[0] in ("an", "this", "our", "we", "the") and (words == ["we"] or not _forms().isdisjoint(words))


@cache
def _forms() -> frozenset[str]:
    return frozenset(_terms()["earlier"]["forms"])


def _harm_named(s: Sentence) -> str | None:
    """The harm that the words of a changed figure name: "the number of injured"."""
    for low, harm in (("injured", "injured"), ("wounded", "injured"), ("missing", "missing"), ("toll", "killed"), ("dead", "killed")):
        if low in s.lows:
            return harm
    return "killed" if {"deaths", "killed", "fatalities"} & set(s.lows) else None


def _adds(claim: Claim) -> bool:
    """Whether a figure is beside those told before: "12 more"."""
    words = (claim.passage.text or "")[max(0, _start(claim) - (claim.passage.start or 0) - 9) :].casefold().split()[:5]
    return bool({"more", "another", "others", "further"} & set(words))


def _owner_of_figure(s: Sentence) -> Phrase | None:
    """ "The monitor's figure is 15": whose it is."""
    at = next((k for k in range(1, len(s.tokens)) if s.low(k) in ("figure", "count", "toll", "tally") and s.low(k - 1) == "'s"), None)
    owner = s.phrase_to.get(at - 1) if at is not None else None
    return owner if owner is not None and owner.party is not None else None
