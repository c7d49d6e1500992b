"""Findings and attributions of a report put together into claims.

``Drafting`` walks the units in order and carries what a later sentence leaves out: the place, the time, who spoke. What is carried
is marked (``stated`` false), and never crosses to another kind of happening.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from knell.records import (
    Claim,
    Count,
    Cue,
    Event,
    Instrument,
    Party,
    Report,
    Span,
    Victim,
)

from .antecedents import Antecedents
from .attributed import Attribution
from .coreference import NEW
from .finding import COUNTED_HARMS, VIOLENT_CARRY, Blame, Finding
from .lexicon import Lexicon
from .list_leads import Lead, leads_into_list, read_lead
from .pieces import PlaceMention, TimeMention, Unit
from .plain import Plain
from .quotes import Quotes
from .rolls import read_rolls
from .scene import Scene
from .sentence import Phrase, Sentence
from .stances import read_basis, read_stance
from .struck import people_struck, targets_of
from .sufferers import like_those_before, part_of_fighters, read_bodies, read_count, read_victim
from .tallies import read_terse_tallies
from .voices import Voices


class Draft(Plain, frozen=True, order=True, gc=False):
    """A claim before its relations and id are settled, with the rules that filled it and the draft it is a part of."""

    claim: Claim
    rules: Mapping[str, str]
    part_of: int | None
    unit: int
    outcome_open: bool = False
    """The verb leaves open whether the victim lives: "shot", "stabbed"."""
    reference: str = NEW
    """Whether the event's words tell of a happening, or go back to one (see ``coreference``)."""


_STATEMENT_TYPES = {
    "acknowledged": "acknowledgement",
    "denied": "denial",
    "urged": "appeal",
    "promised": "commitment",
    "disputed": "denial",
    "retracted": "statement",
}
_NOBODY = frozenset({"no", "nobody", "none", "neither"})
_ACTING = frozenset({"police", "state_forces", "armed_group", "militia", "foreign_forces"})
_OPENING_A_CLAUSE = frozenset({"", ",", "when", "as", "while", "and", "but", "that"})
_NO_DOERS = frozenset({None, "monitor", "ngo", "outlet", "agency", "international_body", "medical", "court", "relative", "witness"})
"""Kinds of party that a pronoun never makes the doers of what they tell: "Amnesty said they had killed ten"."""
_OWNERS = frozenset({"of", "with", "from", "for", "against"})
_PLAIN_STANCES = frozenset({"reported", "possible", "estimated"})
_VERIFIED = re.compile(r"\b(?:has|have|had|been)?\s*verified\b", re.IGNORECASE)
_ARMY_THINGS = frozenset("helicopters helicopter planes plane aircraft jets patrol patrols units unit troops vehicles convoy men".split())
_TELLING = frozenset(
    "source sources investigation investigations inquiry inquiries probe probes spokesman spokeswoman spokesperson spokesmen "
    "report reports findings documents records figures".split()
)
"""Who and what tells or looks into a deed, and does none."""
_DEEPEST_CHAIN = 6
"""Attributions inside one another beyond this are no chain of speakers but a text gone wrong; the innermost are kept."""
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
        self._disowned: set[int] = set()
        self.drafts: list[Draft] = []
        self._whole: Claim | None = None
        self._last_harm: str | None = None
        self._harm_told: str | None = None
        self._deed_of: dict[str, str] = {}
        self._counted: set[str] = set()
        self._antecedents = Antecedents()
        self._last_actor: Party | None = None
        self._last_subject: Party | None = None
        self.scene = Scene(report.text, units, places)
        self._lead: Lead | None = None

    def hear(self, spoken: Iterable[int]) -> None:
        """Tells which units have an attribution of their own, before any is drafted."""
        self._spoken = set(spoken)

    # -- one unit ----------------------------------------------------------------------------------------------------

    def add(self, s: Sentence, attributions: Sequence[Attribution], findings: Sequence[Finding]) -> None:
        """Drafts the claims of one unit."""
        self._disowned = {f.first for f in findings if f.blame is not None and f.blame.stance == "denied"}
        self.scene.enter(s, attributions)
        spoken = [(a, [self.voices.source(s, src.phrase, src.span) for src in a.sources]) for a in attributions]
        findings = self._with_accused(s, findings, attributions)
        goes_on = self._tally_goes_on(s)
        monitors = self.lexicon.casualty_monitors
        findings = list(findings) + read_terse_tallies(s, findings, spoken, monitors, self._last_harm, goes_on)
        findings = read_rolls(s, findings, self._harm_told, self._deed_of)
        used: set[int] = set()
        made: dict[int, int] = {}
        voices = [(p.first, p.last) for a in attributions for p in (*[x.phrase for x in a.sources], *a.others) if p is not None]
        for n, finding in enumerate(findings):
            if finding.rule not in ("active", "passive", "blame") and any(lo <= finding.anchor < hi for lo, hi in voices):
                # "two activists said": they speak, they did not die.
                continue
            if s.unit.kind == "table" and not s.quantities:
                # The head of a column: "Place | Dead | Injured".
                continue
            whole = made.get(finding.part_of) if finding.part_of is not None else None
            self._whole = self.drafts[whole].claim if whole is not None else None
            draft = self._harm_claim(s, finding, spoken, used)
            if draft is None or (_harms_nobody(s, finding) and not any(p.text for p in draft.claim.speakers)):
                # "Nobody else was hurt", "no casualties were reported": no harm is told, and nobody denies one.
                continue
            if finding.part_of is not None:
                draft = draft._replace(part_of=made.get(finding.part_of))
            self.drafts += self._told_by_others(s, draft, finding, attributions)
            made[n] = len(self.drafts)
            self.drafts.append(draft)
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
                statement = self._statement(s, attribution, speakers, spoken, n)
                if statement.claim.content:
                    self.drafts.append(statement)
        self._remember_subject(s)
        self._remember_lead(s, attributions)
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
        subject = None
        for p in s.phrases:
            if p.kind == "party" and p.party in _ACTING and p.governor in _OPENING_A_CLAUSE:
                subject = p
                break
        if subject is not None:
            self._last_subject = self.voices.party(s, subject)
            if self._last_actor is not None and self._last_actor.kind != self._last_subject.kind:
                self._last_actor = None

    def _remember_lead(self, s: Sentence, attributions: Sequence[Attribution]) -> None:
        """Keeps who speaks in a list that this unit leads into."""
        if leads_into_list(s, self.units) and (lead := read_lead(s, attributions)) is not None:
            voice = [self.voices.source(s, src.phrase, src.span) for src in lead.sources]
            self._lead = Lead(s.unit.index, lead, *self._chain(s, [(lead, voice)]))

    # -- harm --------------------------------------------------------------------------------------------------------

    def _harm_claim(
        self, s: Sentence, f: Finding, spoken: Sequence[tuple[Attribution, list[Party | None]]], used: set[int]
    ) -> Draft | None:
        shared = f.rule in ("ellipsis", "terse-tally")
        over = [
            n
            for n, (a, _) in enumerate(spoken)
            if any(lo <= f.anchor < hi or (not shared and lo <= f.first < hi) for lo, hi in a.wide)
            and not a.flags & {"inward", "label", "owned", "aside"}
            and not (a.cues and a.cues[0][0] == f.first and a.rule != "owner-of-count" and f.rule != "blame")
            and not (f.rule != "blame" and a.at in self._disowned)
        ]
        over = _nearest_voices(over, [a for a, _ in spoken], f.anchor)
        for n in over:
            # A warning of violence keeps a claim of its own beside one that harms nobody; so does an appeal over what is no violence.
            kept = "warns" in spoken[n][0].flags or (spoken[n][0].stance in _STATEMENT_TYPES and f.type not in VIOLENT_CARRY)
            if f.harm != "none" or f.rule == "blame" or not kept:
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
        lead = self._lead if not over and self._lead is not None and self._lead.reaches(s.unit, self.units) else None
        if lead is not None:
            speakers, cues = lead.speakers, lead.cues
        if f.blame is not None:
            speakers, cues = self._with_blame(s, f.blame, speakers, cues)
        voices = [spoken[n][0] for n in over] or ([lead.attribution] if lead is not None else [])
        stance, stance_rule = read_stance(self.text, s, f, voices)
        content = _carried(spoken[over[-1]][0], f) if over else ()
        event_first, event_last = f.first, f.last
        quantity, count_rule = read_count(self.text, s, f)
        harm = f.harm
        if f.type in ("bodies_found", "footage"):
            quantity, harm = read_bodies(self.text, s, f)
            count_rule = "bodies"
        struck = tuple(p for p in people_struck(s, f) if p.kind != "number" and not (p.kind == "pronoun" and f.harm == "none"))
        read = tuple(read_victim(self.text, s, p, f, speakers, self._counted) for p in struck)
        victims = tuple(self._antecedents.resolve(s, p, v, harm) for p, v in zip(struck, read, strict=True))
        if harm in COUNTED_HARMS:
            self._antecedents.note(s, struck, victims, harm)
        victims = self._of_like_status(s, victims, quantity, harm)
        perpetrators = () if f.type == "footage" else self._perpetrators(s, f, _speaking_bodies(a for a, _ in spoken))
        if self._whole is not None and self._whole.harm == harm and all(p.text is None for p in perpetrators):
            # Whoever killed the whole killed its part: "the killing of 17, among them five women, by the army".
            perpetrators = self._whole.perpetrators or perpetrators
        unset = f.rule == "blame" or (f.type == "footage" and not self.scene.stated_places(s, f, self._whole))
        places = () if unset else self.scene.places_of(s, f, self._whole)
        time = None if f.type == "footage" or f.rule == "blame" else self.scene.time_of(s, f, self._whole)
        basis, basis_rule = read_basis(self.text, s, f, voices)
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
            targets=targets_of(s, f, self.text),
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
        if harm in COUNTED_HARMS and f.type in VIOLENT_CARRY and not f.denied:
            self._harm_told = harm if harm != "injured" or self._harm_told is None else self._harm_told
            self._deed_of[harm] = f.type
        self.scene.remember(s, f, places, time)
        rules = {"event": f"frames.{f.rule}", "stance": stance_rule, "basis": basis_rule}
        if quantity is not None:
            rules["count"] = count_rule
        if over:
            rules["speakers"] = ", ".join(f"attribution.{spoken[n][0].rule}" for n in over)
        elif lead is not None:
            rules["speakers"] = f"attribution.{lead.attribution.rule}"
        if places:
            rules["places"] = "claims.stated" if places[0].stated else "claims.carried"
        return Draft(claim, rules, None, s.unit.index, f.outcome_open and harm == "injured", f.reference)

    def _of_like_status(self, s: Sentence, victims: tuple[Victim, ...], quantity: Count | None, harm: str) -> tuple[Victim, ...]:
        """The victims, combatants where they are part of combatants, or "19 more" behind them."""
        if self._whole is not None and self._whole.harm == harm:
            return part_of_fighters(victims, quantity, self._whole.victims)
        if quantity is None or harm not in ("killed", "injured"):
            return victims
        before = [d.claim for d in reversed(self.drafts[-8:]) if s.unit.index - d.unit <= 1]
        return like_those_before(self.text, victims, quantity, before)

    def _with_blame(
        self, s: Sentence, blame: Blame, speakers: tuple[Party, ...], cues: tuple[Cue, ...]
    ) -> tuple[tuple[Party, ...], tuple[Cue, ...]]:
        """Speakers and cues with those of the words of blame: who lays the deed on another, or says that it did it, is its root."""
        known = {p.start for p in speakers}
        own = blame.sayers or (blame.doers[:1] if blame.stance in ("claimed", "denied") and not speakers else ())
        added = tuple(self.voices.party(s, p) for p in own if p.start not in known)
        if added:
            speakers = (*(p for p in speakers if p.text is not None), *added)
        start, end = s.tokens[blame.first].start, s.tokens[blame.last - 1].end
        if all(c.start != start for c in cues):
            cues = tuple(sorted((*cues, Cue(text=self.text[start:end], start=start, end=end)), key=lambda c: c.start or 0))
        return speakers, cues

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

    def _tally_goes_on(self, s: Sentence) -> bool:
        """A sentence of figures alone right after a tally: "By province 683 Latakia, 433 Tartus." """
        last = self.drafts[-1] if self.drafts else None
        if last is None or last.claim.harm != "killed" or last.unit != s.unit.index - 1 or any(c in "VA" for c in s.classes):
            return False
        return sum(q.of == "people" for _, q in [*s.quantities, *s.bare]) >= 2

    # -- fields ------------------------------------------------------------------------------------------------------

    def _words(self, s: Sentence, first: int, last: int) -> str:
        return self.text[s.tokens[first].start : s.tokens[last - 1].end]

    def _span(self, start: int, end: int) -> Span:
        return Span(text=self.text[start:end], start=start, end=end)

    def _content(self, s: Sentence, ranges: Sequence[tuple[int, int]], *, goes_on: bool = True) -> tuple[Span, ...]:
        pieces = [(s.tokens[lo].start, s.tokens[hi - 1].end) for lo, hi in ranges if lo < hi]
        if pieces:
            pieces = self.quotes.widened(pieces, s.unit, self.units if goes_on else (), self._spoken)
            # The colon of "She said:" only stands for what comes in the next paragraph.
            pieces = [(start, end) for start, end in pieces if self.text[start:end] != ":"]
        return tuple(self._span(start, end) for start, end in pieces)

    def _passage(self, s: Sentence, content: Sequence[Span]) -> Span:
        """The unit, and those around it that the content reaches into."""
        start, end = s.unit.start, s.unit.end
        for piece in content:
            if piece.start is not None and piece.end is not None:
                start, end = min(start, piece.start), max(end, piece.end)
        if (start, end) == (s.unit.start, s.unit.end) and self.units[s.unit.index] is s.unit:
            return self._span(start, end)
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

    def _perpetrators(self, s: Sentence, f: Finding, sources: Collection[Phrase]) -> tuple[Party, ...]:
        out: list[Party] = []
        for p in f.perpetrators:
            if p.kind == "pronoun":
                told = [
                    q
                    for q in s.phrases
                    if q.last <= p.first and ((q.party not in _NO_DOERS and q.kind == "party") or q in sources) and q not in f.victims
                ]
                # "The Front, an ally of the League, said it had killed two": the Front had, to which the League only belongs.
                antecedent = next((q for q in reversed(told) if q.governor not in _OWNERS), told[-1] if told else None)
                if antecedent is None:
                    if self._last_actor is None and self._last_subject is not None:
                        self._last_actor = self._last_subject
                    if self._last_actor is not None and s.low(p.first) in ("they", "he", "she", "it", "who", "them"):
                        out.append(self._last_actor)
                    continue
                p = antecedent
            if s.low(p.head) in _TELLING:
                continue
            if s.low(p.last - 1) == "military" and s.cls(p.last) == "W" and s.low(p.last) not in _ARMY_THINGS:
                # "a military operation": what sort, not whose.
                continue
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
        said = self._content(s, a.content, goes_on=not a.flags & {"reacts", "inward", "owned", "noun"})
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
        for hit in s.of_role("unverified")[:1]:
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


def _harms_nobody(s: Sentence, f: Finding) -> bool:
    """Whether a harm is told of nobody: "no casualties", "nobody else was hurt", "none of them died"."""
    heads = (p.first for p in f.victims)
    return f.denied and f.harm in COUNTED_HARMS and (s.low(f.first - 1) == "no" or any(s.low(k) in _NOBODY for k in heads))


def _nearest_voices(over: list[int], told: Sequence[Attribution], anchor: int) -> list[int]:
    """Those of the attributions over a finding whose own clause has it, with those whose clause has one of their cues: a chain.

    A voice that merely may reach so far counts only where no clause has the finding.
    """
    if len(over) < 2:
        return over
    near = [n for n in over if any(lo <= anchor < hi for lo, hi in told[n].content)]
    if not near:
        return over
    outer = [n for n in over if n not in near and any(lo <= told[m].at < hi for m in near for lo, hi in told[n].content)]
    return [n for n in over if n in near or n in outer]


def _carried(a: Attribution, f: Finding) -> Sequence[tuple[int, int]]:
    """The words a finding is carried by: the clause, or, where the finding stands past it, all that the speaker's word reaches."""
    return a.content if any(lo <= f.anchor < hi for lo, hi in a.content) else a.wide


def _speaking_bodies(told: Iterable[Attribution]) -> list[Phrase]:
    """The organisations among the sources of a unit, whose "it" or "they" may have done what they tell."""
    return [src.phrase for a in told for src in a.sources if src.phrase is not None and "organisation" in src.phrase.flags]
