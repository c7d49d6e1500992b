"""The sub-event of each claim: the kind of happening it is part of, by the names that ACLED's public codebook gives them.

A happening is coded once, by its gravest or most telling trait: a chemical weapon before the shell that carried it, a suicide bomber
before the bomb, a protest with what came of it. So claims of one happening (neighbouring sentences, one place, one day) share their
sub-event. What only stands in the background ("since the war began") takes part in nothing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import msgspec

from knell.records import Claim
from knell.terms.load import load_terms

from .claims import Draft
from .phrases import Starts

_FIGHTING = frozenset(
    {"killing", "execution", "massacre", "assault", "torture", "custody_death", "clash", "bombing", "shelling", "airstrike"}
)
_STATE = frozenset({"state_forces", "police", "foreign_forces"})
_REBELS = frozenset({"armed_group", "militia"})
_RANKS = (
    "Chemical weapon",
    "Suicide bomb",
    "Sexual violence",
    "Grenade",
    "Excessive force against protesters",
    "Mob violence",
    "Violent demonstration",
    "Protest with intervention",
    "Agreement",
    "Air/drone strike",
    "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED",
    "Abduction/forced disappearance",
    "Peaceful protest",
    "Government regains territory",
    "Non-state actor overtakes territory",
    "Disrupted weapons use",
    "Armed clash",
    "Attack",
    "Looting/property destruction",
    "Arrests",
)
"""Sub-events, the most telling first: of several traits of one happening the first names it."""
_RANK = {name: n for n, name in enumerate(_RANKS)}
_OF_TYPE = {
    "airstrike": "Air/drone strike",
    "shelling": "Shelling/artillery/missile attack",
    "bombing": "Remote explosive/landmine/IED",
    "clash": "Armed clash",
    "abduction": "Abduction/forced disappearance",
    "enforced_disappearance": "Abduction/forced disappearance",
    "sexual_violence": "Sexual violence",
    "arson": "Looting/property destruction",
    "looting": "Looting/property destruction",
    "property_damage": "Looting/property destruction",
    "detention": "Arrests",
    "ceasefire": "Agreement",
    "killing": "Attack",
    "execution": "Attack",
    "massacre": "Attack",
    "assault": "Attack",
    "torture": "Attack",
    "protest": "Peaceful protest",
}
_REACH = 1
"""How many sentences one happening may skip."""


class SubEvents:
    """The words of one language by which happenings get their sub-event. Read-only once built."""

    def __init__(self, language: str = "en") -> None:
        terms = load_terms(language, "subevents")
        self._bits = {kind: 1 << n for n, kind in enumerate(terms)}
        self._words = _Words({self._bits[kind]: words for kind, words in terms.items()})

    def says(self, kind: str, text: str) -> bool:
        """Whether a text has a word of this kind."""
        return bool(_kinds_in(self._words, text) & self._bits[kind])

    def name(self, drafts: Sequence[Draft]) -> list[Draft]:
        """The drafts, each claim of violence, protest or agreement with its sub-event."""
        out = list(drafts)
        for run in _runs(drafts):
            label = self._label([drafts[n].claim for n in run])
            if label is not None:
                for n in run:
                    out[n] = _labelled(drafts[n], label)
        return out

    def _label(self, claims: Sequence[Claim]) -> str | None:
        told = [c for c in claims if c.stance not in ("denied", "retracted")] or list(claims)
        if any(c.stance == "claimed" for c in told):
            return None
        text = " ".join(dict.fromkeys((c.passage.text or "").lower() for c in told))
        labels = {label: n for n, c in reversed(list(enumerate(told))) if (label := self._of_claim(c)) is not None}
        if not labels:
            return None
        if self._is_protest(told, labels, text):
            labels[self._protest(told, text)] = 0
        if "Attack" in labels and self._between_armed(told):
            labels["Armed clash"] = labels["Attack"]
        return min(labels, key=lambda label: _RANK[label])

    def _of_claim(self, c: Claim) -> str | None:
        """The sub-event of one claim by its own words."""
        if c.event.subtype in _RANK:
            return c.event.subtype
        text = (c.passage.text or "").lower()
        type_ = c.event.type
        if type_ in _FIGHTING or c.harm in ("killed", "injured", "casualties"):
            if self.says("chemical", text):
                return "Chemical weapon"
            if type_ in ("bombing", "killing", "assault") and self.says("suicide", text):
                return "Suicide bomb"
            if self.says("grenade", text) and not self.says("not_grenade", text):
                return "Grenade"
            if self.says("mobs", text) and not self.says("demonstrators", text):
                return "Mob violence"
        if type_ in ("assault", "property_damage", "killing") and c.instrument is not None:
            if c.instrument.kind in ("air", "drone") and self.says("air", text):
                return "Air/drone strike"
            if c.instrument.kind == "artillery" and self.says("missiles", text):
                return "Shelling/artillery/missile attack"
        if type_ == "bombing" and self.says("air", text):
            return "Air/drone strike"
        if type_ in ("arson", "looting", "property_damage") and self.says("mobs", text):
            return "Mob violence"
        if type_ == "other":
            return "Agreement" if c.event.text and self.says("agreements", c.event.text.lower()) else None
        if type_ == "killing" and c.harm == "none" and c.event.stage == "done":
            return None
        return _OF_TYPE.get(type_)

    def _is_protest(self, claims: Sequence[Claim], labels: Mapping[str, int], text: str) -> bool:
        """Whether the happening is a protest: one is told of first, or protesters took part in what is told."""
        if any(c.event.type == "protest" for c in claims[:2]):
            return True
        involved = " ".join((p.text or "").lower() for c in claims for p in (*c.victims, *c.perpetrators))
        if self.says("demonstrators", involved):
            return True
        forces = any(p.kind in _STATE for p in claims[0].perpetrators)
        return forces and claims[0].event.type == "assault" and self.says("demonstrators", (claims[0].passage.text or "").lower())

    def _protest(self, claims: Sequence[Claim], text: str) -> str:
        """A protest by what came of it."""
        peaceful = self.says("peaceful", text)
        harmed = any(
            c.harm in ("killed", "injured") and self.says("demonstrators", " ".join((v.text or "").lower() for v in c.victims))
            for c in claims
        )
        by_state = any(p.kind in _STATE or p.kind == "government" for c in claims for p in c.perpetrators)
        if (
            (harmed or (peaceful and self.says("force", text)))
            and (by_state or self.says("intervention", text))
            and (peaceful or not self.says("rioting", text))
        ):
            return "Excessive force against protesters"
        if self.says("rioting", text) and not peaceful:
            return "Violent demonstration"
        if self.says("intervention", text):
            return "Protest with intervention"
        return "Peaceful protest"

    def _between_armed(self, claims: Sequence[Claim]) -> bool:
        """Whether armed sides fought: forces against fighters, or fighters against forces."""
        for c in claims:
            doers = {p.kind for p in c.perpetrators}
            fighters = any(v.status == "combatant" for v in c.victims)
            police = any(v.status == "police" for v in c.victims)
            if doers & (_STATE | _REBELS) and fighters:
                return True
            if doers & _REBELS and (police or any(t.kind == "military" for t in c.targets)):
                return True
        return False


class _Words:
    """The words of all kinds, looked for by what they are: whole words and stems ("bomb*") word by word, the rest by pattern.

    A kind is a bit, so that one walk over the words of a text answers for all of them.
    """

    def __init__(self, words_of: Mapping[int, Iterable[str]]) -> None:
        self._whole: dict[str, int] = {}
        stems: list[tuple[str, int]] = []
        self._phrases: dict[str, list[tuple[int, str, re.Pattern[str]]]] = {}
        for kind, words in words_of.items():
            for word in words:
                part = word.removesuffix("*")
                if not _WORD.fullmatch(part):
                    first = _WORD.findall(part)[0]
                    ending = r"\w*" if word.endswith("*") else ""
                    self._phrases.setdefault(first, []).append((kind, part, re.compile(rf"\b{re.escape(part)}{ending}\b")))
                elif word.endswith("*"):
                    stems.append((part, kind))
                else:
                    self._whole[word] = self._whole.get(word, 0) | kind
        self._stems = tuple(stems)
        self._of_word = Starts(self._judge)

    def _judge(self, word: str) -> int:
        """The kinds that a word is of by itself, with ``_OPENS`` where a phrase may begin with it."""
        kinds = self._whole.get(word, 0)
        for stem, kind in self._stems:
            if word.startswith(stem):
                kinds |= kind
        return kinds | (_OPENS if word in self._phrases else 0)

    def kinds_in(self, text: str) -> int:
        """The kinds that a text has words of."""
        words = frozenset(_WORD.findall(text))
        kinds = 0
        for found in map(self._of_word.__getitem__, words):
            kinds |= found
        if kinds & _OPENS:
            for first in self._phrases.keys() & words:
                for kind, part, pattern in self._phrases[first]:
                    if not kinds & kind and part in text and pattern.search(text) is not None:
                        kinds |= kind
        return kinds


_WORD = re.compile(r"\w+")
_OPENS = 1 << 62
"""No kind: marks a word that a phrase may begin with."""


@lru_cache(maxsize=512)
def _kinds_in(words: _Words, text: str) -> int:
    """The answer kept: the claims of one sentence ask the same of the same text."""
    return words.kinds_in(text)


def _runs(drafts: Sequence[Draft]) -> list[list[int]]:
    """Claims of one happening: neighbouring sentences that give no other place or day."""
    runs: list[list[int]] = []
    for n, draft in enumerate(drafts):
        if draft.claim.event.type not in _OF_TYPE and draft.claim.event.subtype is None and draft.claim.event.type != "other":
            continue
        last = drafts[runs[-1][-1]] if runs else None
        if last is not None and draft.unit - last.unit <= _REACH and not _elsewhere(last.claim, draft.claim):
            runs[-1].append(n)
        else:
            runs.append([n])
    return runs


def _elsewhere(a: Claim, b: Claim) -> bool:
    """Whether two claims tell of other places or days."""
    if (
        a.time is not None
        and b.time is not None
        and a.time.from_
        and b.time.from_
        and (a.time.from_, a.time.to) != (b.time.from_, b.time.to)
    ):
        return True
    here, there = ([p.name for p in c.places if p.stated and p.precision in ("town", "exact")] for c in (a, b))
    return bool(here and there and here[0] != there[0])


def _labelled(draft: Draft, label: str) -> Draft:
    event = msgspec.structs.replace(draft.claim.event, subtype=label)
    return draft._replace(claim=msgspec.structs.replace(draft.claim, event=event), rules={**draft.rules, "subtype": "subtypes.happening"})
