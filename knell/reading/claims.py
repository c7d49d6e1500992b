"""Findings and attributions of a report put together into claims.

``Drafting`` walks the units in order and carries what a later sentence leaves out: the place, the time, who spoke. What is carried
is marked (``stated`` false), and never crosses to another kind of happening.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from knell.records import (
    Claim,
    Count,
    Cue,
    Event,
    Instrument,
    Party,
    Place,
    Range,
    Report,
    Span,
    Target,
    Time,
    Victim,
)

from .attribution import Attribution
from .coreference import NEW
from .frames import Finding
from .lexicon import Lexicon
from .pieces import PlaceMention, TimeMention, Unit
from .quotes import Quotes
from .sentence import Phrase, Sentence
from .voices import Voices


class Draft(NamedTuple):
    """A claim before its relations and id are settled, with the rules that filled it and the draft it is a part of."""

    claim: Claim
    rules: Mapping[str, str]
    part_of: int | None
    unit: int
    outcome_open: bool = False
    """The verb leaves open whether the victim lives: "shot", "stabbed"."""
    reference: str = NEW
    """Whether the event's words tell of a happening, or go back to one (see ``coreference``)."""


_STRENGTH = (
    "reported",
    "estimated",
    "confirmed",
    "acknowledged",
    "possible",
    "alleged",
    "unverified",
    "disputed",
    "claimed",
    "retracted",
    "denied",
)
"""The stance of several cues over one claim is the last of these that any of them has."""
_COUNTED_HARMS = frozenset({"killed", "injured", "casualties", "missing", "abducted", "detained", "displaced"})
_STATEMENT_TYPES = {
    "acknowledged": "acknowledgement",
    "denied": "denial",
    "urged": "appeal",
    "promised": "commitment",
    "disputed": "denial",
    "retracted": "statement",
}
_PLAIN_STANCES = frozenset({"reported", "possible", "estimated"})
_FINENESS = {"exact": 0, "town": 1, "admin2": 2, "admin1": 3, "region": 4, "country": 5, None: 6}
_LOCATIVE = frozenset(
    "in at near around outside inside of from across throughout to on between along north south east west within "
    "over into toward towards".split()
)
_VIOLENT_CARRY = frozenset(
    "killing execution massacre bodies_found custody_death clash shelling airstrike bombing arson abduction detention "
    "enforced_disappearance torture "
    "sexual_violence assault displacement looting property_damage".split()
)
_VERIFIED = re.compile(r"\b(?:has|have|had|been)?\s*verified\b", re.IGNORECASE)
_NAMED_LIST = re.compile(r"\b(?:by name|names? of|name lists?|list of names|named)\b", re.IGNORECASE)
_MOSTLY = re.compile(r"\b(?:mostly|mainly|largely|nearly all|many|most of them|chiefly)\b", re.IGNORECASE)
_DEEPEST_CHAIN = 6
"""Attributions inside one another beyond this are no chain of speakers but a text gone wrong; the innermost are kept."""
_MANY = frozenset(
    "people family couple community minority population crowd household personnel police staff group sect tribe "
    "clan others more none one".split()
)
_POPULATION = re.compile(
    r"\b(?:population|make up|makes up|constitute|constitutes|account for|accounts for|per cent of|percent of)\b", re.IGNORECASE
)


class Drafting:
    """The claims of one report, drafted unit by unit."""

    def __init__(
        self,
        report: Report,
        units: Sequence[Unit],
        times: Sequence[TimeMention],
        places: Sequence[PlaceMention],
        lexicon: Lexicon,
        monitors: Collection[str] = (),
    ) -> None:
        self.report, self.units, self.lexicon = report, units, lexicon
        self.text = report.text
        self.voices = Voices(monitors)
        self.quotes = Quotes(report.text)
        self._spoken: set[int] = set()
        self.drafts: list[Draft] = []
        self._last_places: tuple[Place, ...] = ()
        self._whole: Claim | None = None
        self._bodies_named: list[tuple[int, int]] = []
        self._last_time: Time | None = None
        self._last_unit = -9
        self._last_harm: str | None = None
        self._counted: set[str] = set()
        self._last_actor: Party | None = None
        self._last_subject: Party | None = None
        self._zones: list[tuple[int, int]] = []
        self._document_place = self._chief_place(places)

    def hear(self, spoken: Iterable[int]) -> None:
        """Tells which units have an attribution of their own, before any is drafted."""
        self._spoken = set(spoken)

    # -- one unit ----------------------------------------------------------------------------------------------------

    def add(self, s: Sentence, attributions: Sequence[Attribution], findings: Sequence[Finding]) -> None:
        """Drafts the claims of one unit."""
        self._zones = [
            (src.phrase.first, a.cues[0][0])
            for a in attributions
            if a.cues
            for src in a.sources
            if src.phrase is not None
            and src.phrase.last <= a.cues[0][0]
            and not any(s.cls(k) == "V" for k in range(src.phrase.last, a.cues[0][0]))
        ]
        spoken = [(a, [self.voices.source(s, src.phrase, src.span) for src in a.sources]) for a in attributions]
        findings = self._with_accused(s, findings, attributions)
        findings = list(findings) + self._terse(s, findings, spoken)
        self._bodies_named = [(p.first, p.last) for p in s.phrases if p.kind == "party" and p.name and p.last - p.first > 1]
        used: set[int] = set()
        made: dict[int, int] = {}
        voices = [(p.first, p.last) for a in attributions for p in (*(x.phrase for x in a.sources), *a.others) if p is not None]
        for n, finding in enumerate(findings):
            if finding.rule not in ("active", "passive") and any(lo <= finding.anchor < hi for lo, hi in voices):
                # "two activists said": they speak, they did not die.
                continue
            whole = made.get(finding.part_of) if finding.part_of is not None else None
            self._whole = self.drafts[whole].claim if whole is not None else None
            draft = self._harm_claim(s, finding, spoken, used)
            if draft is None:
                continue
            if finding.part_of is not None:
                draft = draft._replace(part_of=made.get(finding.part_of))
            made[n] = len(self.drafts)
            self.drafts.append(draft)
            self.drafts += self._told_by_others(s, draft, finding, attributions)
        for n, (attribution, speakers) in enumerate(spoken):
            if (
                n not in used
                and not attribution.flags & {"adverb", "quoted"}
                and not ("nested" in attribution.flags and attribution.stance in _PLAIN_STANCES)
                and not (attribution.rule == "noun" and attribution.stance in _PLAIN_STANCES and attribution.sources[0].phrase is None)
                and not (made and attribution.flags >= {"soft", "implied"})
            ):
                # What is said inside a quotation or inside another's words is theirs to say, unless it denies, admits or asks.
                # What nobody named believes of a harm ("the figure is thought to be higher") is no statement of its own.
                self.drafts.append(self._statement(s, attribution, speakers, spoken, n))
        self._remember_subject(s)
        self._gaps(s)
        self._context_figures(s, bool(findings))

    def _told_by_others(self, s: Sentence, draft: Draft, f: Finding, attributions: Sequence[Attribution]) -> list[Draft]:
        """The same finding by each further speaker.

        "Two activists and a monitor said" is a claim of the activists and one of the monitor's.
        """
        out = []
        for a in attributions:
            if a.others and any(lo <= f.anchor < hi for lo, hi in a.wide) and f.quantity is not None:
                for phrase in a.others:
                    chain = (self.voices.party(s, phrase), *draft.claim.speakers[1:])
                    out.append(draft._replace(claim=msgspec.structs.replace(draft.claim, speakers=chain), part_of=None))
        return out

    def _remember_subject(self, s: Sentence) -> None:
        """Keeps the force or group that a sentence is about, for the "they" of the next."""
        acting = ("police", "state_forces", "armed_group", "militia", "foreign_forces")
        subject = next(
            (
                p
                for p in s.phrases
                if p.kind == "party" and p.party in acting and p.governor in ("", ",", "when", "as", "while", "and", "but", "that")
            ),
            None,
        )
        if subject is not None:
            self._last_subject = self.voices.party(s, subject)
            if self._last_actor is not None and self._last_actor.kind != self._last_subject.kind:
                self._last_actor = None

    # -- harm --------------------------------------------------------------------------------------------------------

    def _harm_claim(
        self, s: Sentence, f: Finding, spoken: Sequence[tuple[Attribution, list[Party | None]]], used: set[int]
    ) -> Draft | None:
        shared = f.rule in ("ellipsis", "terse-tally")
        over = [
            n
            for n, (a, _) in enumerate(spoken)
            if any(lo <= f.anchor < hi or (not shared and lo <= f.first < hi) for lo, hi in a.wide)
            and not a.flags & {"inward", "label", "owned"}
            and not (a.cues and a.cues[0][0] == f.first and a.rule != "owner-of-count")
        ]
        over = _nearest_voices(over, [a for a, _ in spoken], f.anchor)
        for n in over:
            # A warning of violence keeps a claim of its own beside one that harms nobody; so does an appeal over what is no violence.
            kept = "warns" in spoken[n][0].flags or (spoken[n][0].stance in _STATEMENT_TYPES and f.type not in _VIOLENT_CARRY)
            if f.harm != "none" or not kept:
                used.add(n)
        inner = [n for n in over if spoken[n][0].rule != "colon" and spoken[n][0].sources and spoken[n][0].sources[0].phrase is not None]
        if inner:
            # "SOHR: 12 dead; other sources say 20": past a semicolon or "while", a new source speaks for itself.
            first = min(p.first for n in inner for src in spoken[n][0].sources if (p := src.phrase) is not None)
            over = [
                n
                for n in over
                if spoken[n][0].rule != "colon"
                or not any(s.low(k) in (";", "while", "whereas") for k in range(spoken[n][0].wide[0][0], first))
            ]
        over.sort(key=lambda n: -sum(hi - lo for lo, hi in spoken[n][0].wide))
        over = over[-_DEEPEST_CHAIN:]
        speakers, cues = self._chain(s, [spoken[n] for n in over])
        speakers = tuple(Party(kind=p.kind) if p.name is None and p.text in ("that", "which", "who") else p for p in speakers)
        if f.rule == "terse-tally" and not over and self.drafts:
            # The tally of the sentence before goes on, in the same voice.
            speakers = self.drafts[-1].claim.speakers
        stance, stance_rule = self._stance(s, f, [spoken[n][0] for n in over])
        content = _carried(spoken[over[-1]][0], f) if over else ()
        event_first, event_last = f.first, f.last
        quantity, count_rule = self._count(s, f)
        harm = f.harm
        if f.type in ("bodies_found", "footage"):
            quantity, harm = self._bodies(s, f)
            count_rule = "bodies"
        victims = tuple(
            self._victim(s, p, f, speakers) for p in f.victims if p.kind != "number" and not (p.kind == "pronoun" and f.harm == "none")
        )
        perpetrators = () if f.type == "footage" else self._perpetrators(s, f)
        places = () if f.type == "footage" and not self._stated_places(s, f) else self._places(s, f)
        time = None if f.type == "footage" else self._time(s, f)
        basis, basis_rule = self._basis(s, f, [spoken[n][0] for n in over])
        said = self._content(s, content)
        claim = Claim(
            claim="",
            report=self.report.id,
            passage=self._passage(s, said),
            content=said,
            event=Event(
                type=f.type,  # type: ignore[arg-type]
                subtype=f.subtype,
                start=s.tokens[event_first].start,
                end=s.tokens[event_last - 1].end,
                text=self.text[s.tokens[event_first].start : s.tokens[event_last - 1].end],
                stage=f.stage,  # type: ignore[arg-type]
            ),
            harm=harm,  # type: ignore[arg-type]
            count=quantity,
            victims=victims,
            targets=tuple(
                Target(text=self._words(s, h.first, h.last), start=s.tokens[h.first].start, end=s.tokens[h.last - 1].end, kind=h.entry.kind)
                for h in f.targets
            ),
            perpetrators=perpetrators,
            instrument=None
            if f.instrument is None
            else Instrument(
                text=self._words(s, f.instrument.first, f.instrument.last),
                start=s.tokens[f.instrument.first].start,
                end=s.tokens[f.instrument.last - 1].end,
                kind=f.instrument.entry.kind or "other",  # type: ignore[arg-type]
            ),
            places=places,
            time=time,
            speakers=speakers,
            cues=cues,
            stance=stance,  # type: ignore[arg-type]
            basis=basis,  # type: ignore[arg-type]
        )
        if quantity is not None and harm in ("killed", "injured"):
            self._last_harm = harm
        if quantity is not None and quantity.kind != "named" and max(quantity.low or 0, quantity.high or 0, quantity.best or 0) > 1:
            self._counted.add(harm)
        if f.type in _VIOLENT_CARRY:
            self._last_unit = s.unit.index
            stated = tuple(p for p in places if p.stated)
            if stated:
                # A place in a list of figures is that figure's alone and is lent to no later sentence.
                self._last_places = self._last_places if f.rule in ("ellipsis", "terse-tally") else stated
            if time is not None and time.start is not None:
                self._last_time = time
        rules = {"event": f"frames.{f.rule}", "stance": stance_rule, "basis": basis_rule}
        if quantity is not None:
            rules["count"] = count_rule
        if over:
            rules["speakers"] = ", ".join(f"attribution.{spoken[n][0].rule}" for n in over)
        if places:
            rules["places"] = "claims.stated" if places[0].stated else "claims.carried"
        return Draft(claim, rules, None, s.unit.index, f.outcome_open and harm == "injured", f.reference)

    def _with_accused(self, s: Sentence, findings: Sequence[Finding], attributions: Sequence[Attribution]) -> list[Finding]:
        """ "X accused Y of killing Z" and "allegations against Y that they killed Z": Y is whom the deed is laid on."""
        out = list(findings)
        for a in attributions:
            accused = None
            if a.base in ("accuse", "blame", "charge", "denounce") and a.cues:
                end = a.cues[0][1]
                accused = s.phrase_at.get(end)
                if accused is None and a.rule in ("raised-to", "passive"):
                    accused = next((p for p in reversed(s.phrases) if p.last <= a.cues[0][0] and p.party is not None), None)
            elif a.rule == "noun" and a.base in ("allegation", "accusation", "charge") and a.cues and s.low(a.cues[0][1]) == "against":
                accused = s.phrase_at.get(a.cues[0][1] + 1)
            if accused is None or accused.kind == "pronoun":
                continue
            for n, f in enumerate(out):
                inside = any(lo <= f.first < hi for lo, hi in a.wide)
                if (
                    inside
                    and (not f.perpetrators or all(p.kind == "pronoun" for p in f.perpetrators))
                    and accused not in f.victims
                    and f.first > accused.first
                ):
                    out[n] = f._replace(perpetrators=(accused,))
        return out

    def _terse(self, s: Sentence, findings: Sequence[Finding], spoken: Sequence[tuple[Attribution, list[Party | None]]]) -> list[Finding]:
        """ "The Observatory: 973 civilians": a casualty monitor's bare count of people counts the dead."""
        if any(f.harm in _COUNTED_HARMS and f.quantity is not None for f in findings):
            return []
        monitors = self.lexicon.casualty_monitors
        voices = [a for a, who in spoken if "counts" in a.flags and any(w is not None and w.name in monitors for w in who)]
        if not voices and not spoken and self._tally_goes_on(s):
            return self._listed(s, findings)
        if not voices:
            # "the centre lists 164 in Banias, 109 in Jableh": a list of bare figures goes on with the harm that was spoken of.
            voices = [a for a, who in spoken if "counts" in a.flags and any(w is not None for w in who)]
            listed = self._last_harm == "killed" and sum(q.of == "people" for _, q in [*s.quantities, *s.bare]) >= 2
            dead = any(p.quantity is not None and s.low(p.head) in ("victims", "fatalities", "martyrs") for p in s.phrases)
            if not voices or not (listed or dead):
                return []
        out: list[Finding] = []
        whole: tuple[int, int] | None = None
        for (a, b), quantity in sorted([*s.quantities, *s.bare]):
            voice = next((n for n, v in enumerate(voices) if any(lo <= a < hi for lo, hi in v.wide)), None)
            if quantity.of != "people" or quantity.rule == "article" or voice is None:
                continue
            if whole is not None and whole[0] != voice:
                whole = None
            phrase = next((p for p in s.phrases if p.first <= a < p.last and p.quantity == quantity), None)
            if phrase is not None and "not_victims" in phrase.flags:
                continue
            last = phrase.last if phrase is not None else b
            part = None
            if whole is not None:
                first = out[whole[1]].quantity
                between = {s.low(k) for k in range(out[whole[1]].last, a)}
                fits = first is None or first.low is None or quantity.low is None or quantity.low <= first.low
                part = whole[1] if fits and (between & {":", "(", "by"} or s.low(b) == "of") else None
            if part is None:
                whole = (voice, len(out))
            out.append(
                Finding(
                    a,
                    last,
                    "killing",
                    "killed",
                    "done",
                    quantity,
                    (phrase,) if phrase is not None and phrase.kind != "number" else (),
                    (),
                    (),
                    None,
                    False,
                    False,
                    a,
                    part,
                    "terse-tally",
                )
            )
        return [f._replace(part_of=None if f.part_of is None else f.part_of + len(findings)) for f in out]

    def _tally_goes_on(self, s: Sentence) -> bool:
        """A sentence of figures alone right after a tally: "By province 683 Latakia, 433 Tartus." """
        last = self.drafts[-1] if self.drafts else None
        if last is None or last.claim.harm != "killed" or last.unit != s.unit.index - 1 or any(c in "VA" for c in s.classes):
            return False
        return sum(q.of == "people" for _, q in [*s.quantities, *s.bare]) >= 2

    def _listed(self, s: Sentence, findings: Sequence[Finding]) -> list[Finding]:
        out = []
        for (a, b), quantity in sorted([*s.quantities, *s.bare]):
            if quantity.of == "people" and quantity.rule != "article":
                out.append(Finding(a, b, "killing", "killed", "done", quantity, (), (), (), None, False, False, a, None, "terse-tally"))
        return out

    # -- fields ------------------------------------------------------------------------------------------------------

    def _words(self, s: Sentence, first: int, last: int) -> str:
        return self.text[s.tokens[first].start : s.tokens[last - 1].end]

    def _span(self, start: int, end: int) -> Span:
        return Span(text=self.text[start:end], start=start, end=end)

    def _content(self, s: Sentence, ranges: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
        pieces = [(s.tokens[lo].start, s.tokens[hi - 1].end) for lo, hi in ranges if lo < hi]
        if pieces:
            pieces = self.quotes.widened(pieces, s.unit, self.units, self._spoken)
        return tuple(self._span(start, end) for start, end in pieces)

    def _passage(self, s: Sentence, content: Sequence[Span]) -> Span:
        """The unit, and those around it that the content reaches into."""
        start, end = s.unit.start, s.unit.end
        for piece in content:
            if piece.start is not None and piece.end is not None:
                start, end = min(start, piece.start), max(end, piece.end)
        return self._span(
            next((u.start for u in self.units[max(0, s.unit.index - 8) : s.unit.index + 1] if u.end > start), start),
            next((u.end for u in reversed(self.units[s.unit.index : s.unit.index + 9]) if u.start < end), end),
        )

    def _chain(self, s: Sentence, over: Sequence[tuple[Attribution, list[Party | None]]]) -> tuple[tuple[Party, ...], tuple[Cue, ...]]:
        """Speakers from the one nearest the reader to the root, and the cues. An implied source stands only where no other does."""
        speakers: list[Party] = []
        cues: list[Cue] = []
        implied = False
        for attribution, who in over:
            for party in who:
                if party is None:
                    implied = True
                elif not any((p.start, p.end) == (party.start, party.end) for p in speakers) and not (
                    party.name and any(p.name == party.name for p in speakers)
                ):
                    speakers.append(party)
            for first, last in attribution.cues:
                start, end = s.tokens[first].start, s.tokens[last - 1].end
                cues.append(Cue(text=self.text[start:end], start=start, end=end))
        if implied and not speakers:
            speakers.append(Party(kind="unknown"))
        return tuple(speakers), tuple(sorted(cues, key=lambda c: c.start or 0))

    def _stance(self, s: Sentence, f: Finding, over: Sequence[Attribution]) -> tuple[str, str]:
        words = {a.stance for a in over if "soft" not in a.flags}
        if f.denied:
            return "denied", "frames.negation"
        if any(h.entry.role == "responsibility" for h in s.hits) and f.perpetrators:
            return "claimed", "cue.responsibility"
        best = max((w for w in words if w in _STRENGTH), key=_STRENGTH.index, default=None)
        if best in (None, "reported", "confirmed") and any(h.entry.role == "unverified" for h in s.hits) and f.harm == "none":
            return best or "asserted", "cue" if best else "plain"
        if f.possible and best in (None, "reported", "estimated"):
            return "possible", "frames.modal"
        if best is not None:
            return best, "cue"
        if words & {"urged", "promised"}:
            return ("urged" if "urged" in words else "promised"), "cue"
        alleged = re.search(r"\b(?:alleged|accused|accusations?|allegations?)\b", self.text[s.unit.start : s.unit.end], re.IGNORECASE)
        if alleged and f.harm != "none":
            return "alleged", "word.alleged"
        return "asserted", "plain"

    def _basis(self, s: Sentence, f: Finding, over: Sequence[Attribution]) -> tuple[str, str]:
        words = self.text[s.unit.start : s.unit.end]
        bases = {a.basis for a in over if a.basis} | {("verified" if a.base == "verify" else a.basis) for a in over if a.base == "verify"}
        if "verified" in bases:
            return "verified", "cue.verify"
        if f.quantity is not None and _NAMED_LIST.search(words):
            return "named_list", "word.names"
        if bases:
            return sorted(b for b in bases if b)[0], "cue"
        if f.quantity is not None and re.search(r"\b(?:documented|preliminary report documents)\b", words, re.IGNORECASE):
            return "documented", "word.documented"
        if (
            f.quantity is not None
            and f.harm in _COUNTED_HARMS
            and re.search(r"\b(?:so far|provisional|preliminary|still under way|continues|not final|ongoing)\b", words, re.IGNORECASE)
        ):
            return "running", "word.running"
        if f.quantity is not None and re.search(r"\b(?:estimates?|estimated)\b", words, re.IGNORECASE) and f.quantity.kind == "about":
            return "estimated", "word.estimate"
        return "unstated", "none"

    def _count(self, s: Sentence, f: Finding) -> tuple[Count | None, str]:
        if f.harm not in _COUNTED_HARMS:
            return None, ""
        q = f.quantity
        if q is not None:
            cumulative = q.cumulative
            if cumulative is None and any(t.bound == "since" for _, t in s.times):
                cumulative = True
            return Count(
                text=self.text[q.start : q.end],
                start=q.start,
                end=q.end,
                low=q.low,
                high=q.high,
                best=q.best,
                kind=q.kind,
                cumulative=cumulative,
            ), f"counts.{q.rule}"
        people = [p for p in f.victims if p.kind in ("people", "name", "party")]
        if (
            len(people) >= 1
            and all(p.kind == "name" or "named" in p.flags for p in people)
            and all("organisation" not in p.flags for p in people)
        ):
            first, last = people[0], people[-1]
            n = len(people)
            return Count(
                text=self.text[first.start : last.end], start=first.start, end=last.end, low=n, high=n, best=n, kind="named"
            ), "claims.named"
        for p in people:
            if p.plural:
                head = s.tokens[p.head]
                return Count(text=head.text, start=head.start, end=head.end, low=2, kind="vague"), "claims.bare-plural"
        return None, ""

    def _bodies(self, s: Sentence, f: Finding) -> tuple[Count | None, str]:
        """A count of bodies is a count of dead; footage of "numerous bodies" tells of no number."""
        for (a, b), quantity in s.quantities:
            if any(s.low(k) == ";" for k in range(min(a, f.first), max(b, f.last))):
                continue
            phrase = next((p for p in s.phrases if p.first <= a < p.last), None)
            dead = phrase is not None and "bodies" in phrase.flags
            if not dead and any(s.low(k) in ("bodies", "corpses", "body") for k in range(b, min(b + 3, len(s.tokens)))):
                dead = True
            if dead and quantity.kind != "vague":
                return Count(
                    text=self.text[quantity.start : quantity.end],
                    start=quantity.start,
                    end=quantity.end,
                    low=quantity.low,
                    high=quantity.high,
                    best=quantity.best,
                    kind=quantity.kind,
                    cumulative=quantity.cumulative,
                ), "killed"
        return None, "killed" if f.type == "bodies_found" and f.victims else "none"

    def _victim(self, s: Sentence, p: Phrase, f: Finding, speakers: Sequence[Party]) -> Victim:
        flags = p.flags
        status = next(
            (
                v
                for k, v in (
                    ("civilian", "civilian"),
                    ("detainee", "detainee"),
                    ("police", "police"),
                    ("combatant", "combatant"),
                    ("killers_word", "combatant"),
                    ("official", "official"),
                )
                if k in flags
            ),
            None,
        )
        if status == "civilian" and ("combatant" in flags or _MOSTLY.search(self.text, p.start, p.end)):
            # "mostly civilians" says of none that is counted that it is a civilian's death.
            status = None
        if status is None and p.kind == "party" and p.party in ("armed_group", "militia", "state_forces", "foreign_forces"):
            status = "combatant"
        elif status is None and p.kind == "party" and p.party == "police":
            status = "police"
        status_by = None
        if "killers_word" in flags and status == "combatant" and "combatant" not in flags:
            by = f.perpetrators[0] if f.perpetrators else None
            status_by = (
                self.text[by.start : by.end] if by is not None else (speakers[-1].name or speakers[-1].text if speakers else "unstated")
            )
        child = "child" in flags
        sex = "female" if "female" in flags and "male" not in flags else "male" if "male" in flags and "female" not in flags else None
        occupation = next((k for k in ("medical", "journalist", "aid_worker", "rights_defender") if k in flags), None)
        name = p.name if p.kind == "name" or "named" in flags else None
        sole = len([v for v in f.victims if v.kind != "number"]) > 1
        q = p.quantity
        return Victim(
            text=self.text[p.start : p.end],
            start=p.start,
            end=p.end,
            name=name,
            group=None if name else p.group,
            status=status,  # type: ignore[arg-type]
            status_by=status_by,
            age_group="child" if child else None,
            sex=sex,  # type: ignore[arg-type]
            occupation=occupation,
            count=Range(low=q.low, high=q.high)
            if q is not None and sole
            else Range(low=1, high=1)
            if self._is_one(s, p, f, name)
            else None,
        )

    def _is_one(self, s: Sentence, p: Phrase, f: Finding, name: str | None) -> bool:
        """Whether a victim without a number is one person by the word's own form: "the girl", "he"; not once a larger figure was told."""
        if (
            p.quantity is not None
            or name is not None
            or f.harm not in ("killed", "injured", "abducted", "detained", "missing")
            or f.harm in self._counted
        ):
            return False
        if p.kind == "pronoun":
            return s.low(p.first) in ("he", "she", "him", "her")
        return p.kind == "people" and not p.plural and s.tokens[p.head].low not in _MANY and not s.tokens[p.head].low.endswith("s")

    def _perpetrators(self, s: Sentence, f: Finding) -> tuple[Party, ...]:
        out: list[Party] = []
        for p in f.perpetrators:
            if p.kind == "pronoun":
                antecedent = next(
                    (
                        q
                        for q in reversed(s.phrases)
                        if q.last <= p.first and q.party is not None and q.kind == "party" and q not in f.victims
                    ),
                    None,
                )
                if antecedent is None:
                    if self._last_actor is None and self._last_subject is not None:
                        self._last_actor = self._last_subject
                    if self._last_actor is not None and s.low(p.first) in ("they", "he", "she", "it", "who", "them"):
                        out.append(self._last_actor)
                    continue
                p = antecedent
            party = self.voices.party(s, p)
            self.voices.note(party)
            if not any((party.start, party.end) == (q.start, q.end) for q in out):
                out.append(party)
        if not out and f.by is not None:
            # The word implies who does such a thing: an arrest is the deed of an authority.
            out.append(Party(kind=f.by))  # type: ignore[arg-type]
        elif out:
            self._last_actor = out[0]
        return tuple(out)

    # -- places and times --------------------------------------------------------------------------------------------

    def _chief_place(self, places: Sequence[PlaceMention]) -> Place | None:
        """The place a report is about where a sentence names none: the one named most, the finer and earlier before others."""
        seen: dict[tuple[str, str | None], list[PlaceMention]] = {}
        for p in places:
            if p.role == "place":
                seen.setdefault((p.name, p.country), []).append(p)
        if not seen:
            return None
        best = min(seen.values(), key=lambda ms: (-len(ms) + _FINENESS[ms[0].precision] * 0.5, ms[0].start))
        rivals = [ms for ms in seen.values() if ms is not best and ms[0].precision in ("town", "exact", "admin2", "admin1")]
        if len(rivals) >= 2 and len(best) < 2 * max(len(ms) for ms in rivals):
            # Several places of like weight: the report has no one place, so none is lent to a sentence that names none.
            return None
        return self._place(best[0], stated=False)

    def _place(self, p: PlaceMention, *, stated: bool = True) -> Place:
        return Place(
            text=self.text[p.start : p.end],
            start=p.start,
            end=p.end,
            name=p.name,
            country=p.country,
            admin1=p.admin1,
            admin2=p.admin2,
            lat=p.lat,
            lon=p.lon,
            precision=p.precision,
            stated=stated,
        )

    def _stated_places(self, s: Sentence, f: Finding) -> list[PlaceMention]:
        """The places of a finding in its own unit: after the event first, each of a list, the finest first."""
        lo, hi = self._between_semicolons(s, f)
        here = [
            (a, b, p)
            for (a, b), p in s.places
            if lo <= a < hi
            and p.role == "place"
            and not self._in_party(s, a, b)
            and not any(x <= a < y for x, y in self._zones)
            and not (
                (p.precision == "country" and s.cls(b) == "N" and s.low(a - 1) not in ("in", "inside", "across"))
                or s.low(b) in ("media", "officials", "news")
            )
            and not (s.low(a - 1) in ("toward", "towards") or (s.low(a - 1) == "of" and s.low(a - 2) == "direction"))
        ]
        if not here:
            return []
        own = self._own_segment(s, f)
        if own is not None:
            mine = [x for x in here if own[0] <= x[0] < own[1]]
            if mine:
                return [p for _, _, p in mine]
            if len({p.name for _, _, p in here}) > 1 or self._whole is not None:
                # In a list of figures by place, one without a place has none of the others'.
                return []
        at = f.anchor
        after = [x for x in here if x[0] >= min(f.first, at)]
        first = min(after or here, key=lambda x: (s.low(x[0] - 1) not in _LOCATIVE and s.cls(x[0] - 1) not in "RLX", abs(x[0] - at)))
        chosen = [first]
        for x in reversed(here):
            if x[1] <= chosen[0][0] and all(s.low(k) in (",", "and", "in", "the", "or") for k in range(x[1], chosen[0][0])):
                chosen.insert(0, x)
        for x in here:
            if (
                x is not first
                and x[0] > chosen[-1][1] - 1
                and all(
                    s.low(k)
                    in (
                        ",",
                        "and",
                        "in",
                        "the",
                        "province",
                        "region",
                        "governorate",
                        "district",
                        "countryside",
                        "city",
                        "town",
                        "area",
                        "or",
                        "of",
                    )
                    for k in range(chosen[-1][1], x[0])
                )
            ):
                chosen.append(x)
        if (
            f.type in ("killing", "execution", "massacre", "bodies_found", "clash", "bombing", "assault")
            and len(chosen) > 1
            and len({_FINENESS[x[2].precision] for x in chosen}) > 1
        ):
            chosen.sort(key=lambda x: _FINENESS[x[2].precision])
        return [p for _, _, p in chosen]

    def _own_segment(self, s: Sentence, f: Finding) -> tuple[int, int] | None:
        if f.rule not in ("ellipsis", "terse-tally") or f.quantity is None:
            return None
        a, b = s.token_range(f.quantity.start, f.quantity.end)
        marks = (",", ";", ":", "(", ")", "and")
        lo = a
        while lo > 0 and s.low(lo - 1) not in marks:
            lo -= 1
        hi = b
        while hi < len(s.tokens) and s.low(hi) not in marks:
            hi += 1
        return lo, hi

    def _between_semicolons(self, s: Sentence, f: Finding) -> tuple[int, int]:
        lo = next((k + 1 for k in range(f.anchor - 1, -1, -1) if s.low(k) == ";"), 0)
        hi = next((k for k in range(max(f.anchor, f.last), len(s.tokens)) if s.low(k) == ";"), len(s.tokens))
        return lo, hi

    def _is_of_another(self, s: Sentence, f: Finding, at: int) -> bool:
        """Whether a time stands in the list item of another figure: the Tuesday of "1,225 so far, 132 on Tuesday alone"."""
        marks = (",", ";", ":", "(", ")")
        lo = next((k + 1 for k in range(at - 1, -1, -1) if s.low(k) in marks), 0)
        if lo <= f.anchor or any(s.cls(k) in "VA" for k in range(lo, at)):
            return False
        return any(lo <= a < at for (a, _), q in [*s.quantities, *s.bare] if q.of == "people" and q != f.quantity)

    def _in_party(self, s: Sentence, a: int, b: int) -> bool:
        return any(first <= a and b <= last for first, last in self._bodies_named)

    def _places(self, s: Sentence, f: Finding) -> tuple[Place, ...]:
        stated = self._stated_places(s, f)
        if stated:
            return tuple(self._place(p) for p in stated)
        if self._whole is not None and self._whole.places:
            # A part is where its whole is.
            return tuple(_unstated(p) for p in self._whole.places)
        if self._last_places and f.type in _VIOLENT_CARRY:
            return tuple(_unstated(p) for p in self._last_places)
        if self._document_place is not None:
            return (self._document_place,)
        return ()

    def _time(self, s: Sentence, f: Finding) -> Time | None:
        lo, hi = self._between_semicolons(s, f)
        own = self._own_segment(s, f)
        here = [(a, b, t) for (a, b), t in s.times if lo <= a < hi and not any(x <= a < y for x, y in self._zones)]
        mine = [x for x in here if own is not None and own[0] <= x[0] < own[1]]
        if own is not None and not mine and self._whole is not None:
            return self._whole.time
        best = mine or [x for x in here if not self._is_of_another(s, f, x[0])]
        if best:
            return _as_time(self.text, min(best, key=lambda x: (x[2].from_ is None, abs(x[0] - f.anchor)))[2])
        if self._last_time is not None and f.type in _VIOLENT_CARRY and s.unit.index - self._last_unit <= 6:
            return self._last_time
        return None

    # -- claims without harm -----------------------------------------------------------------------------------------

    def _statement(
        self, s: Sentence, a: Attribution, who: list[Party | None], spoken: Sequence[tuple[Attribution, list[Party | None]]], n: int
    ) -> Draft:
        type_ = "warning" if "warns" in a.flags else _STATEMENT_TYPES.get(a.stance, "statement")
        outer = [
            spoken[m]
            for m in range(len(spoken))
            if m != n and a.cues and any(lo <= a.cues[0][0] < hi for lo, hi in spoken[m][0].content) and "adverb" not in spoken[m][0].flags
        ]
        chain, _ = self._chain(s, [(a, who), *outer[:_DEEPEST_CHAIN]])
        if a.others and chain and chain[0].start is not None:
            lead = chain[0]
            start, end = a.others[0].start, lead.end or a.others[0].end
            chain = (Party(text=self.text[start:end], start=start, end=end, kind=lead.kind), *chain[1:])
        first, last = a.cues[0] if a.cues else a.content[0]
        start, end = s.tokens[first].start, s.tokens[last - 1].end
        said = self._content(s, a.content)
        claim = Claim(
            claim="",
            report=self.report.id,
            passage=self._passage(s, said),
            content=said,
            event=Event(type=type_, start=start, end=end, text=self.text[start:end]),  # type: ignore[arg-type]
            harm="none",
            speakers=chain,
            cues=tuple(Cue(text=self._words(s, x, y), start=s.tokens[x].start, end=s.tokens[y - 1].end) for x, y in a.cues),
            stance=a.stance,  # type: ignore[arg-type]
        )
        return Draft(claim, {"event": "claims.statement", "speakers": f"attribution.{a.rule}"}, None, s.unit.index)

    def _gaps(self, s: Sentence) -> None:
        """Words that say a thing could not be verified."""
        for hit in s.hits:
            if hit.entry.role == "unverified":
                start, end = s.tokens[hit.first].start, s.tokens[hit.last - 1].end
                claim = Claim(
                    claim="",
                    report=self.report.id,
                    passage=self._span(s.unit.start, s.unit.end),
                    content=(self._span(s.unit.start, s.unit.end),),
                    event=Event(type="verification_gap", start=start, end=end, text=self.text[start:end]),
                    stance="unverified",
                )
                self.drafts.append(Draft(claim, {"event": "cue.unverified"}, None, s.unit.index))
                return

    def _context_figures(self, s: Sentence, busy: bool) -> None:
        """A share of a population is context, never a toll."""
        for _, quantity in s.quantities:
            if quantity.of == "percent" and _POPULATION.search(self.text, s.unit.start, s.unit.end):
                claim = Claim(
                    claim="",
                    report=self.report.id,
                    passage=self._span(s.unit.start, s.unit.end),
                    content=(self._span(s.unit.start, s.unit.end),),
                    event=Event(type="context", start=quantity.start, end=quantity.end, text=self.text[quantity.start : quantity.end]),
                )
                self.drafts.append(Draft(claim, {"event": "claims.share-of-population"}, None, s.unit.index))
                return


def _nearest_voices(over: list[int], told: Sequence[Attribution], anchor: int) -> list[int]:
    """Those of the attributions over a finding whose own clause has it, with those whose clause has one of their cues: a chain.

    A voice that merely may reach so far counts only where no clause has the finding.
    """
    near = [n for n in over if any(lo <= anchor < hi for lo, hi in told[n].content)]
    if not near:
        return over
    outer = [n for n in over if n not in near and any(lo <= told[m].at < hi for m in near for lo, hi in told[n].content)]
    return [n for n in over if n in near or n in outer]


def _carried(a: Attribution, f: Finding) -> Sequence[tuple[int, int]]:
    """The words a finding is carried by: the clause, or, where the finding stands past it, all that the speaker's word reaches."""
    return a.content if any(lo <= f.anchor < hi for lo, hi in a.content) else a.wide


def _unstated(place: Place) -> Place:
    values: dict[str, Any] = {name: getattr(place, name) for name in place.__struct_fields__}
    return Place(**{**values, "stated": False})


def _as_time(text: str, t: TimeMention) -> Time:
    # "by Saturday evening", "before March": the end is told and the beginning is not.
    from_ = None if t.bound in ("until", "before") else t.from_
    return Time(text=text[t.start : t.end], start=t.start, end=t.end, from_=from_, to=t.to, precision=t.precision)
