"""Findings and attributions of a report put together into claims, with what a later sentence leaves out carried and marked."""

from collections.abc import Sequence
from typing import Any

import msgspec

from knell.reading.claims import Draft
from knell.reading.long_told import runs_long
from knell.reading.pieces import PlaceMention, Unit
from knell.records import Claim, Count, Cue, Event, Instrument, Party, Place, Range, Report, Span, Target, Time, Victim
from knell.records.vocabulary import VIOLENT, Occupation

from .cues import Attribution
from .frames import Finding
from .lexicon import Hit
from .sentence import People, Sentence

_STRENGTH = ("reported", "estimated", "confirmed", "acknowledged", "possible", "alleged", "claimed", "denied")
_STATEMENT_TYPES = {
    "acknowledged": "acknowledgement", "denied": "denial", "urged": "appeal", "promised": "commitment", "claimed": "acknowledgement",
}  # fmt: skip
_FINENESS = {"exact": 0, "town": 1, "admin2": 2, "admin1": 3, "region": 4, "country": 5, None: 6}
_CARRY_UNITS = 6
_SPEAKING = frozenset({"monitor", "ngo", "international_body", "government", "agency", "outlet"})
_ADOPTED = frozenset({"bombing", "airstrike", "shelling", "clash", "massacre"})
_ADOPT_UNITS = 2
_ONE_BLOW = frozenset({"bombing", "airstrike"})
_SINGLE = 100
"""From here up a count of dead is told of days and regions more often than of one explosion."""
_STATUS = ("civilian", "detainee", "police", "combatant", "killers_word", "official")
_OCCUPATIONS: tuple[Occupation, ...] = ("medical", "journalist", "aid_worker", "rights_defender")


class LanguageDrafting:
    """The claims of one report, drafted unit by unit."""

    def __init__(self, report: Report, units: Sequence[Unit], places: Sequence[PlaceMention]) -> None:
        self.report, self.text, self.units = report, report.text, units
        self.drafts: list[Draft] = []
        self._last_places: tuple[Place, ...] = ()
        self._last_time: Time | None = None
        self._last_unit = -99
        self._last_speaker: Party | None = None
        self._monitor: Party | None = None
        self._heading: tuple[Sequence[Attribution], Sequence[Party | None], Sentence] | None = None
        self._of_them: tuple[int, str] | None = None
        self._happening: tuple[Event, int] | None = None
        # A place that the report begins with is where it is of, until another is told.
        first = next((p for p in places if p.role == "place" and units and p.start < units[min(1, len(units) - 1)].end), None)
        self._chief = (_unstated(_place(self.text, first)),) if first is not None else ()

    def add(self, s: Sentence, attributions: Sequence[Attribution], findings: Sequence[Finding]) -> None:
        """Drafts the claims of one unit."""
        speakers = [self._speaker(s, a) for a in attributions]
        if not attributions:
            self.hear_subject(s)
        used: set[int] = set()
        made: dict[int, int] = {}
        for n, f in enumerate(findings):
            if f.rule == "occasion" and self._goes_back(s, f):
                continue
            if f.rule == "no-harm" and not (attributions and self._answers(f, attributions)):
                continue
            over = [m for m, a in enumerate(attributions) if any(lo <= f.anchor < hi for lo, hi in a.content)]
            # A denial stays a claim of its own unless the harm it denies is one.
            denying = {m for m in over if attributions[m].stance == "denied"} if f.harm == "none" and not f.denied else set()
            over = [m for m in over if m not in denying]
            used.update(over)
            whole = made.get(f.whole) if f.whole is not None else self._whole_before(s, f)
            if f.rule == "part-before":
                if whole is None:
                    continue
                whole_claim = self.drafts[whole].claim
                f = f._replace(harm=whole_claim.harm)
            made[n] = len(self.drafts)
            self.drafts.append(self._harm(s, f, [(attributions[m], speakers[m]) for m in over], whole))
        for m, a in enumerate(attributions):
            if m not in used and a.rule != "adverb":
                self.drafts.append(self._statement(s, a, speakers[m]))
        self._measures(s, attributions, speakers, bool(findings))
        self._gap(s)
        self._hear_heading(s, attributions, speakers)

    def settled(self) -> list[Draft]:
        """The drafts of all units."""
        return self.drafts

    def _answers(self, f: Finding, attributions: Sequence[Attribution]) -> bool:
        """Whether someone says of harm told before that there was none."""
        said = any(lo <= f.anchor < hi for a in attributions for lo, hi in a.content)
        return said and any(d.claim.harm in ("killed", "injured", "casualties") for d in self.drafts[-20:])

    def hear_subject(self, s: Sentence) -> None:
        """An organisation that a report opens with is who "it said" is: "The network issued its monthly report. It said ..."."""
        if self._last_speaker is not None:
            return
        hit = next((h for h in _named(s) if h.entry.kind in _SPEAKING and not h.stem.preposition and h.first <= 3), None)
        if hit is not None:
            start, end = s.start(hit.first), s.end(hit.last)
            self._last_speaker = Party(text=self.text[start:end], start=start, end=end, name=hit.entry.name, kind=hit.entry.kind)  # type: ignore[arg-type]

    def _goes_back(self, s: Sentence, f: Finding) -> bool:
        """Whether a happening that hurts nobody here was told before: "the attack", without a place or doer of its own."""
        hit = next((h for h in s.by_role.get("occasion", []) if h.first == f.first), None)
        definite = hit is not None and (hit.stem.definite or s.says("article", s.low(f.first - 1)))
        told = any(d.claim.event.type in VIOLENT for d in self.drafts[-20:])
        return definite and told and not f.doers and f.type in VIOLENT

    def _whole_before(self, s: Sentence, f: Finding) -> int | None:
        """ "Seventeen of them were killed by": of those told in the sentence before."""
        if not f.victims or f.victims[0].count is None:
            return None
        p = f.victims[0]
        again = any(p.first <= h.first <= p.last for h in s.by_role.get("parts", [])) or (
            f.rule != "part" and any(h.first <= p.first - 1 < h.last + 1 for h in s.by_role.get("parts", []))
        )
        carried = self._of_them == (s.unit.index, f.harm) and f.anchor > 0
        if not again and not carried and f.rule != "part-before":
            return None
        for n in range(len(self.drafts) - 1, max(-1, len(self.drafts) - 12), -1):
            d = self.drafts[n]
            if f.harm in (d.claim.harm, "any") and d.part_of is None and d.claim.count is not None and _most(d.claim.count) >= _top(p):
                self._of_them = (s.unit.index, f.harm)
                return n
        return None

    def _hear_heading(self, s: Sentence, attributions: Sequence[Attribution], speakers: Sequence[Party | None]) -> None:
        """A line that ends in a colon speaks for the list behind it."""
        if s.tokens[-1].text == ":":
            self._heading = (attributions, speakers, s)
            if s.times:
                best = s.times[0]
                self._last_time = Time(text=self.text[best.start : best.end], start=best.start, end=best.end, from_=best.from_, to=best.to,
                                       precision=best.precision)  # fmt: skip
                self._last_unit = s.unit.index
        elif self._heading is not None and s.unit.kind not in ("list", "table", "headline", "subhead") and not s.tokens[0].text.isdecimal():
            self._heading = None

    # -- who speaks --------------------------------------------------------------------------------------------------

    def _speaker(self, s: Sentence, a: Attribution) -> Party | None:
        if a.source is None:
            last = self._last_speaker
            if a.rule == "adverb" or last is None:
                return Party(kind="unknown")
            return Party(name=last.name, kind=last.kind)
        first, last_ = a.source
        start, end = s.start(first), s.end(last_)
        entry = a.party.entry if a.party is not None else None
        name, kind = (entry.name if entry else None), (entry.kind if entry else None) or "unknown"
        if name is None and kind == "monitor" and self._monitor is not None:
            name = self._monitor.name
        party = Party(text=self.text[start:end], start=start, end=end, name=name, kind=kind)  # type: ignore[arg-type]
        if kind == "monitor" and name:
            self._monitor = party
        self._last_speaker = party
        return party

    # -- claims ------------------------------------------------------------------------------------------------------

    def _harm(self, s: Sentence, f: Finding, over: Sequence[tuple[Attribution, Party | None]], whole: int | None) -> Draft:
        container = self.drafts[whole].claim if whole is not None else None
        places, place_rule = self._places(s, f, over, container)
        time = self._time(s, f, container, places)
        chain, cues = self._chain(s, over) if over or container is None else (container.speakers, container.cues)
        stance, stance_rule = self._stance(s, f, over) if over or container is None else (container.stance, "whole")
        if not over and container is None and self._heading is not None and self._heading[0]:
            chain, cues, stance = self._headed()
            stance_rule = "heading"
        event = self._event(s, f, container)
        count, count_rule = self._count(s, f)
        content = self._content(s, over)
        doers = tuple(self._doer(s, d) for d in f.doers)
        if container is not None and not doers:
            doers = container.perpetrators
        own = stance == "claimed" or (not doers and f.rule == "verb" and s.says("self", s.low(f.anchor - 1)))
        if own and chain:
            doers = (msgspec.structs.replace(chain[-1]),)
        claim = Claim(
            claim="",
            report=self.report.id,
            passage=self._span(s.unit.start, s.unit.end),
            content=content or (self._span(s.unit.start, s.unit.end),),
            event=event,
            harm=f.harm,  # type: ignore[arg-type]
            count=count,
            victims=tuple(self._victim(s, p, f) for p in f.victims if p.kind != "number") or self._headed_victims(s, f),
            targets=self._targets(s, f),
            perpetrators=doers,
            instrument=self._instrument(s, f),
            places=places,
            time=time,
            speakers=chain,
            cues=cues,
            stance=stance,  # type: ignore[arg-type]
            basis=self._basis(s, f, over),  # type: ignore[arg-type]
        )
        self._remember(s, claim)
        rules = {"event": f.rule, "stance": stance_rule, "places": place_rule, **self._marks(s, f)}
        if count is not None:
            rules["count"] = count_rule
        if chain:
            rules["speakers"] = over[-1][0].rule if over else "carried"
        return Draft(claim, {k: f"{s.language.code}.{v}" for k, v in rules.items()}, whole, s.unit.index)

    def _headed(self) -> tuple[tuple[Party, ...], tuple[Cue, ...], str]:
        """The speakers and stance of the heading that a list stands under."""
        assert self._heading is not None
        attributions, speakers, s = self._heading
        over = list(zip(attributions, speakers, strict=True))
        chain, cues = self._chain(s, over)
        return chain, cues, max((a.stance for a in attributions if a.stance in _STRENGTH), key=_STRENGTH.index, default="reported")

    def _headed_victims(self, s: Sentence, f: Finding) -> tuple[Victim, ...]:
        """Whom the heading of a list or the whole of a bare part says was harmed."""
        if self._heading is None or f.harm == "none":
            return ()
        heading = self._heading[2]
        people = [p for p in heading.people if p.kind in ("people", "tally") and p.count is None and p.flags]
        return tuple(self._victim(heading, p, f._replace(victims=(p,))) for p in people[:1])

    def _marks(self, s: Sentence, f: Finding) -> dict[str, str]:
        """What relates a figure to others: a total, a toll before, a correction (see ``links``)."""
        if not f.victims:
            return {}
        at = f.victims[0].first
        marks = {}
        for role in ("total", "previous", "corrected"):
            hits = s.by_role.get(role, [])
            if any(h.first <= at and at - h.last < 8 for h in hits) and not (role == "total" and hits[0].first > 2):
                marks[role] = "words"
        if any(h.first > at for h in s.by_role.get("previous", [])):
            marks.pop("previous", None)
        return marks

    def _statement(self, s: Sentence, a: Attribution, who: Party | None) -> Draft:
        type_ = "warning" if a.warns else _STATEMENT_TYPES.get(a.stance, "statement")
        if a.stance == "reported" and any(not _negated(s, h.first) for h in s.by_role.get("responsibility", [])) and a.stance == "reported":
            a = a._replace(stance="claimed")
        first, last = a.cue if a.cue is not None else (a.content[0][0], a.content[-1][1])
        chain, cues = self._chain(s, [(a, who)])
        start, end = s.start(first), s.end(last)
        claim = Claim(
            claim="",
            report=self.report.id,
            passage=self._span(s.unit.start, s.unit.end),
            content=self._content(s, [(a, who)]),
            event=Event(type=type_, start=start, end=end, text=self.text[start:end]),  # type: ignore[arg-type]
            speakers=chain,
            cues=cues,
            stance=a.stance,  # type: ignore[arg-type]
        )
        code = s.language.code
        return Draft(claim, {"event": f"{code}.statement", "speakers": f"{code}.{a.rule}"}, None, s.unit.index)

    def _measures(self, s: Sentence, attributions: Sequence[Attribution], speakers: Sequence[Party | None], harmed: bool) -> None:
        """What was ordered, begun or forbidden: an inquiry, a curfew, a ban."""
        for hit in s.by_role.get("measure_taken", [])[:1]:
            over = [(a, p) for a, p in zip(attributions, speakers, strict=True) if any(lo <= hit.first < hi for lo, hi in a.content)]
            start, end = s.start(hit.first), s.end(hit.last)
            span = self._span(s.unit.start, s.unit.end)
            chain, cues = self._chain(s, over)
            claim = Claim(
                claim="", report=self.report.id, passage=span, content=self._content(s, over) or (span,), speakers=chain, cues=cues,
                event=Event(type=hit.entry.type or "other", start=start, end=end, text=self.text[start:end]),  # type: ignore[arg-type]
                stance="reported" if over else "asserted",
            )  # fmt: skip
            self.drafts.append(Draft(claim, {"event": f"{s.language.code}.measure"}, None, s.unit.index))

    def _gap(self, s: Sentence) -> None:
        """Words that say a thing could not be verified."""
        for hit in s.by_role.get("unverified", [])[:1]:
            start, end = s.start(hit.first), s.end(hit.last)
            span = self._span(s.unit.start, s.unit.end)
            claim = Claim(
                claim="", report=self.report.id, passage=span, content=(span,), stance="unverified",
                event=Event(type="verification_gap", start=start, end=end, text=self.text[start:end]),
            )  # fmt: skip
            self.drafts.append(Draft(claim, {"event": f"{s.language.code}.unverified"}, None, s.unit.index))

    def _remember(self, s: Sentence, claim: Claim) -> None:
        if claim.places and claim.places[0].stated:
            self._last_places = claim.places
        if claim.time is not None:
            self._last_time = claim.time
        self._last_unit = s.unit.index

    # -- fields ------------------------------------------------------------------------------------------------------

    def _span(self, start: int, end: int) -> Span:
        return Span(text=self.text[start:end], start=start, end=end)

    def _event(self, s: Sentence, f: Finding, container: Claim | None) -> Event:
        start, end = s.start(f.first), s.end(f.last)
        event = Event(type=f.type, subtype=f.subtype, start=start, end=end, text=self.text[start:end])  # type: ignore[arg-type]
        if container is not None and f.type in ("killing", "assault"):
            return msgspec.structs.replace(event, type=container.event.type, subtype=container.event.subtype)
        if f.harm in ("killed", "injured", "casualties") and f.type in ("killing", "assault"):
            return self._adopted(s, f, event)
        if f.type in _ADOPTED:
            self._happening = (event, s.unit.index)
        return event

    def _adopted(self, s: Sentence, f: Finding, event: Event) -> Event:
        """Vague harm has the type of the happening told right before, unless its sentence has a day or place of its own."""
        if self._happening is None:
            return event
        happening, unit = self._happening
        own = any(p.role == "place" for p in s.places) or any(t.from_ is not None for t in s.times) or bool(s.by_role.get("apart"))
        large = f.harm == "killed" and (happening.type not in _ONE_BLOW or sum(_top(p) for p in f.victims) >= _SINGLE or f.cumulative)
        corrects = bool(s.by_role.get("corrected"))
        if not 0 < s.unit.index - unit <= _ADOPT_UNITS or own or (large and not corrects):
            return event
        return msgspec.structs.replace(event, type=happening.type, subtype=happening.subtype)

    def _content(self, s: Sentence, over: Sequence[tuple[Attribution, Party | None]]) -> tuple[Span, ...]:
        """The words of the innermost attribution, without the speakers inside them."""
        if not over:
            return ()
        innermost = max((a for a, _ in over), key=lambda a: (a.content[0][0], -len(a.content)))
        return tuple(self._span(s.tokens[lo].start, s.end(hi)) for lo, hi in innermost.content if lo < hi)

    def _chain(self, s: Sentence, over: Sequence[tuple[Attribution, Party | None]]) -> tuple[tuple[Party, ...], tuple[Cue, ...]]:
        chain: list[Party] = []
        cues = []
        for a, party in over:
            if party is not None and not (party.name and any(p.name == party.name for p in chain)):
                chain.append(party)
            if a.cue is not None:
                start, end = s.start(a.cue[0]), s.end(a.cue[1])
                cues.append(Cue(text=self.text[start:end], start=start, end=end))
        if any(p.start is not None for p in chain):
            chain = [p for p in chain if p.start is not None or p.name]
        return tuple(chain), tuple(sorted(cues, key=lambda c: c.start or 0))

    def _stance(self, s: Sentence, f: Finding, over: Sequence[tuple[Attribution, Party | None]]) -> tuple[str, str]:
        words = {a.stance for a, _ in over}
        if f.denied:
            return "denied", "negation"
        if any(h.first < f.anchor for h in s.by_role.get("retracts", [])):
            return "retracted", "retracts"
        if "denied" not in words and any(not _negated(s, h.first) for h in s.by_role.get("responsibility", [])):
            return "claimed", "responsibility"
        best = max((w for w in words if w in _STRENGTH), key=_STRENGTH.index, default=None)
        if f.possible and best in (None, "reported", "estimated"):
            return "possible", "modal"
        if best is not None:
            return best, "cue"
        for word in ("urged", "promised"):
            if word in words:
                return word, "cue"
        return "asserted", "plain"

    def _basis(self, s: Sentence, f: Finding, over: Sequence[tuple[Attribution, Party | None]]) -> str:
        if f.harm == "none":
            return "unstated"
        bases = {a.basis for a, _ in over if a.basis}
        if s.by_role.get("named_list") and f.victims and "documented" in bases:
            return "named_list"
        return next((b for b in ("verified", "documented", "estimated") if b in bases), "unstated")

    def _count(self, s: Sentence, f: Finding) -> tuple[Count | None, str]:
        people = f.victims
        if f.harm == "none" or not people:
            return None, ""
        if len(people) > 1:
            ranges = [_bounds(p) for p in people]
            if all(r is not None and r[0] is not None and r[1] == r[0] for r in ranges):
                total = sum(r[0] or 0 for r in ranges if r is not None)
                start, end = s.start(people[0].first), s.end(people[-1].last)
                return Count(text=self.text[start:end], start=start, end=end, low=total, high=total, best=total), "joined"
        p = people[0]
        if p.name is not None:
            start, end = s.tokens[p.name[0]].start, s.end(p.name[1])
            return Count(text=self.text[start:end], start=start, end=end, low=1, high=1, best=1, kind="named"), "named"
        if p.count is not None:
            n = p.count
            start, end = self._number_start(s, n.first), s.end(n.last)
            cumulative = True if f.cumulative or any(t.bound == "since" for t in s.times) else None
            return Count(
                text=self.text[start:end], start=start, end=end, low=n.low, high=n.high, best=n.best, kind=n.kind, cumulative=cumulative
            ), "number"
        start, end = s.start(p.head), s.end(p.head + 1)
        words = self.text[start:end]
        if p.number == "d":
            return Count(text=words, start=start, end=end, low=2, high=2, best=2), "dual"
        if p.number == "s" and p.kind in ("people", "tally"):
            return Count(text=words, start=start, end=end, low=1, high=1, best=1), "one"
        return Count(text=words, start=start, end=end, low=2, kind="vague"), "bare-plural"

    def _number_start(self, s: Sentence, at: int) -> int:
        """Where a number's words begin, past the "and" or "in" that its first word wears."""
        token = s.tokens[at]
        worn = s.counting.worn(token.low)
        return token.start + (len(worn) if token.text.startswith(worn) else 0)

    def _victim(self, s: Sentence, p: People, f: Finding) -> Victim:
        start, end = s.start(p.first) if p.count is None else self._number_start(s, p.first), s.end(p.last)
        flags = p.flags
        told = next((x for x in _STATUS if x in flags), None)
        status = "combatant" if told == "killers_word" else told
        if status is None and p.party is not None:
            kind = p.party.entry.kind
            status = "police" if kind == "police" else "combatant" if kind in ("state_forces", "armed_group", "militia") else None
        status_by = None
        if told == "killers_word" and f.doers:
            status_by = f.doers[0][2] or self.text[s.start(f.doers[0][0]) : s.end(f.doers[0][1])]
        bounds = _bounds(p) if len(f.victims) > 1 else None
        return Victim(
            text=self.text[start:end],
            start=start,
            end=end,
            name=self.text[s.tokens[p.name[0]].start : s.end(p.name[1])] if p.name is not None else None,
            group=next((h.entry.name for h in p.groups if h.entry.name), None),
            status=status,  # type: ignore[arg-type]
            status_by=status_by,
            age_group="child" if "child" in flags else "adult" if flags & {"female", "male"} and "kin" not in flags else None,
            sex="female" if "female" in flags else "male" if "male" in flags else None,
            occupation=next((x for x in _OCCUPATIONS if x in flags), None),
            count=Range(low=bounds[0], high=bounds[1]) if bounds else None,
        )

    def _doer(self, s: Sentence, doer: tuple[int, int, str | None, str]) -> Party:
        first, last, name, kind = doer
        start, end = s.start(first), s.end(last)
        return Party(text=self.text[start:end], start=start, end=end, name=name, kind=kind)  # type: ignore[arg-type]

    def _instrument(self, s: Sentence, f: Finding) -> Instrument | None:
        best = min(s.by_role.get("instrument", []), key=lambda h: (abs(h.first - f.anchor), h.first), default=None)
        if best is None or abs(best.first - f.anchor) > 20:
            return None
        start, end = s.start(best.first), s.end(best.last)
        return Instrument(text=self.text[start:end], start=start, end=end, kind=best.entry.kind)  # type: ignore[arg-type]

    def _targets(self, s: Sentence, f: Finding) -> tuple[Target, ...]:
        if f.type not in ("airstrike", "shelling", "bombing", "assault", "arson", "property_damage", "looting"):
            return ()
        out = []
        for h in s.by_role.get("target", []):
            if not any(x.first <= h.first < x.last for x in s.by_role.get("party", [])) and f.first - 4 <= h.first <= f.first + 12:
                start, end = s.start(h.first), s.end(h.last)
                out.append(Target(text=self.text[start:end], start=start, end=end, kind=h.entry.kind))
        return tuple(out[:3])

    # -- where and when ----------------------------------------------------------------------------------------------

    def _places(
        self, s: Sentence, f: Finding, over: Sequence[tuple[Attribution, Party | None]], container: Claim | None
    ) -> tuple[tuple[Place, ...], str]:
        closed = [(s.tokens[a.source[0]].start, s.end(a.source[1])) for a, _ in over if a.source]
        closed += [(s.tokens[h.first].start, s.end(h.last)) for h in _named(s)]
        here = [p for p in s.places if p.role == "place" and not any(lo <= p.start < hi for lo, hi in closed)]
        if container is not None:
            return tuple(_unstated(p) for p in container.places), "whole"
        if here:
            at = s.tokens[f.anchor].start
            after = [p for p in here if p.start >= at]
            lead = after[0] if after else here[-1]
            chosen = [lead]
            for p in here[here.index(lead) + 1 :]:
                if p.start - chosen[-1].end <= 24:
                    chosen.append(p)
            if not after:
                for p in reversed(here[: here.index(lead)]):
                    if chosen[0].start - p.end <= 24:
                        chosen.insert(0, p)
            if len({_FINENESS[p.precision] for p in chosen}) > 1:
                chosen.sort(key=lambda p: _FINENESS[p.precision])
            return tuple(_place(self.text, p) for p in chosen), "stated"
        if _counts_long(s, f):
            return (), "none"
        if self._last_places and s.unit.index - self._last_unit <= _CARRY_UNITS:
            return tuple(_unstated(p) for p in self._last_places), "carried"
        return self._chief, "chief" if self._chief else "none"

    def _time(self, s: Sentence, f: Finding, container: Claim | None, places: tuple[Place, ...]) -> Time | None:
        if s.times:
            at = s.tokens[f.anchor].start
            best = min(s.times, key=lambda t: (t.from_ is None, abs(t.start - at), t.start))
            return Time(text=self.text[best.start : best.end], start=best.start, end=best.end, from_=best.from_, to=best.to,
                        precision=best.precision)  # fmt: skip
        if container is not None:
            return container.time
        if self._heading is not None:
            return self._last_time
        elsewhere = bool(places and places[0].stated and self._last_places and places[0].name != self._last_places[0].name)
        # What is told of another place happened at a time of its own.
        return self._last_time if not elsewhere and s.unit.index - self._last_unit <= _CARRY_UNITS else None


def _counts_long(s: Sentence, f: Finding) -> bool:
    """Whether a finding counts people since long ago, so that it is of no one place told before and none after is of its own."""
    return any(p.count is not None for p in f.victims) and runs_long(s.times)


def _named(s: Sentence) -> list[Hit]:
    return [h for h in s.by_role.get("party", []) if h.entry.form == "name"]


def _negated(s: Sentence, at: int) -> bool:
    """Whether "no one claimed" stands before a word: a negation at most five words back."""
    return any("negations" in s.at.get(k, ()) for k in range(max(0, at - 5), at))


def _top(p: People) -> int:
    """The most that a phrase counts."""
    n = p.count
    return max((x for x in (n.low, n.high, n.best) if x is not None), default=0) if n is not None else 1


def _most(count: Count | None) -> int:
    """The most that a count tells."""
    return max((x for x in (count.low, count.high, count.best) if x is not None), default=0) if count is not None else 0


def _bounds(p: People) -> tuple[int | None, int | None] | None:
    if p.count is not None:
        return p.count.low, p.count.high
    return {"s": (1, 1), "d": (2, 2)}.get(p.number)


def _place(text: str, p: PlaceMention) -> Place:
    return Place(
        text=text[p.start : p.end], start=p.start, end=p.end, name=p.name, country=p.country, admin1=p.admin1, admin2=p.admin2,
        lat=p.lat, lon=p.lon, precision=p.precision, stated=True,
    )  # fmt: skip


def _unstated(place: Place) -> Place:
    values: dict[str, Any] = {name: getattr(place, name) for name in place.__struct_fields__}
    return Place(**{**values, "stated": False})
