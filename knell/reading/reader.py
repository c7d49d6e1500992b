"""A report into claims. Read this first.

1. split the text into units, and scan each for the words of the lexicon (``split``, ``lexicon``)
2. find the numbers, times and places (``counts``, ``times``, ``places``)
3. prepare each unit that says something: word classes and noun phrases (``sentence``)
4. find who says what (``attribution``, ``voices``) and what happened to whom (``frames``)
5. put them together: one claim for one speaker chain, one event, one harm (``claims``)
6. settle what became of those shot (``outcomes``); relate the claims of the report, and name them (``relations``)

Pure: the same report and settings give the same claims, byte for byte.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

import msgspec

from knell.records import Claim, Mention, Report
from knell.terms.corrections import Corrections
from knell.terms.gazetteer import Gazetteer

from . import counts, places, times
from .acronyms import spell_out
from .arabic.language import arabic
from .arabic.normalise import is_arabic_text
from .arrests import settle_arrests
from .attribution import find_attributions
from .claims import Draft, Drafting
from .count_terms import number_terms
from .deeds import settle_deeds
from .frames import find_events
from .full_names import settle_names
from .group_names import find_group_names
from .happenings import adopt_types, lend_doers
from .languages.language import Language, plain_language
from .languages.links import link
from .languages.reader import mentions_of, read_in
from .languages.telling import tell_language
from .lexicon import Hit, Lexicon
from .outcomes import settle_outcomes
from .pieces import PlaceMention, Quantity, TimeMention, Unit
from .relations import relate
from .retractions import Retractions, link_corrected
from .rolls import may_open
from .sentence import Sentence
from .split import split_units
from .subtypes import SubEvents
from .table_claims import TableReader
from .table_labels import LabelReader
from .table_totals import link_totals
from .talk import settle_talk
from .time_terms import time_terms

VERSION = "grammar@0.1"
PLAIN_LANGUAGES = ("es",)
"""Languages read from their folder of terms alone."""


_ROLL = 12
"""Tokens within which a unit without any deed says that it names those harmed before."""
_TELLING = frozenset({"event", "cue", "unverified", "responsibility"})
_BLAMING = frozenset({"responsibility", "blames", "credits", "responsible", "work", "identity"})
"""What of the words of blame is worth a closer look for its own sake (see terms/en/blame.toml)."""


class Settings:
    """What reading needs besides the report, built once: the lexicon, the gazetteer, the place context of the casebook.

    ``corrections``: what the casebook's team taught the reader.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        context: places.PlaceContext | None = None,
        language: str = "en",
        corrections: Corrections | None = None,
    ) -> None:
        self.corrections = corrections or Corrections()
        self.lexicon = Lexicon(language, self.corrections)
        self.gazetteer = gazetteer.with_places(self.corrections.local_places()) if self.corrections.places else gazetteer
        self.context = context or places.PlaceContext()
        self.numbers = number_terms(language)
        self.times = time_terms(language)
        self.subevents = SubEvents(language)


class Reading(NamedTuple):
    """What a report says: its claims, the mentions in and out of them, and the rules that filled each field."""

    claims: tuple[Claim, ...]
    mentions: tuple[Mention, ...]
    rules: Mapping[str, Mapping[str, str]]


def read_report(report: Report, settings: Settings, *, mentions: bool = False, persons: bool = False) -> Reading:
    """Reads one report. ``mentions``: also collect what the text names outside claims; ``persons``: people's names too."""
    language = language_of(report)
    if language is not None:
        return _read_in(language, report, settings, mentions)
    text = report.text
    units = split_units(text, settings.lexicon.words["abbreviations"], report.blocks, settings.lexicon.speech)
    units = spell_out(text, units, settings.lexicon.acronyms)
    quantities = [counts.find_quantities(u, settings.numbers) for u in units]
    when = times.find_times(text, units, report.published, settings.times)
    where = places.find_places(text, units, settings.gazetteer, context=_context(report, settings))
    at_time, at_place = _by_unit(units, when), _by_unit(units, where)
    scanned = [settings.lexicon.scan(unit.tokens) for unit in units]
    scanned = [[*hits, *named] for hits, named in zip(scanned, find_group_names(units, scanned, settings.lexicon), strict=True)]
    sentences = []
    for unit in units:
        if report.restates is not None and text.startswith("Restated by", unit.start):
            # The mark of a restatement is about the report and no part of what it reports.
            continue
        hits = scanned[unit.index]
        numbers = quantities[unit.index]
        if not numbers and not _tells(hits) and ":" not in unit.lows[1:7] and not may_open(unit.lows[:_ROLL]):
            continue
        sentences.append(Sentence(text, unit, settings.lexicon, hits, numbers, at_time[unit.index], at_place[unit.index]))
    monitors = {h.entry.name for s in sentences for h in s.of_role("name") if h.entry.kind == "monitor" and h.entry.name}
    drafting = Drafting(report, units, when, where, settings.lexicon, monitors)
    drafting.voices.meet(sentences)
    attributed = [find_attributions(sentence, drafting.quotes) for sentence in sentences]
    drafting.hear(s.unit.index for s, found in zip(sentences, attributed, strict=True) if any("quoted" not in a.flags for a in found))
    around = _context(report, settings)
    locate = partial(places.find_places, text, gazetteer=settings.gazetteer, context=around)
    retractions = Retractions(drafting)
    tables = TableReader(LabelReader(drafting, settings.numbers, where, when, units, locate))
    for sentence, attributions in zip(sentences, attributed, strict=True):
        if not tables.read_until(sentence.unit.index):
            first = len(drafting.drafts)
            drafting.add(sentence, attributions, settle_deeds(sentence, find_events(sentence)))
            retractions.settle(sentence, first)
    tables.read_until(len(units))
    tables.settle_lists()
    told = settle_names(drafting.drafts, sentences)
    told = settle_outcomes(told, lambda: _tells_death(report.title, settings))
    settled = settle_arrests(lend_doers(adopt_types(told)))
    drafts = settle_talk(link_corrected(link_totals(relate(settings.subevents.name(settled)))), len(units))
    claims = tuple(_signed(d) for d in drafts)
    named = _mentions(report, units, quantities, when, where, sentences, persons) if mentions else ()
    return Reading(claims, named, {d.claim.claim: d.rules for d in drafts})


def _tells(hits: Iterable[Hit]) -> bool:
    """Whether a unit has a word that tells of something: of a deed, of saying, of blame."""
    for hit in hits:
        entry = hit.entry
        if entry.role in _TELLING or entry.frame in _BLAMING:
            return True
    return False


def _tells_death(title: str | None, settings: Settings) -> bool:
    """Whether a title tells of somebody's death. It yields no claim, but says what the text is about."""
    if not title:
        return False
    for unit in split_units(title, settings.lexicon.words["abbreviations"], None, settings.lexicon.speech):
        hits = settings.lexicon.scan(unit.tokens)
        if any(h.entry.role == "event" for h in hits):
            sentence = Sentence(title, unit, settings.lexicon, hits, counts.find_quantities(unit, settings.numbers), [], [])
            if any(f.harm == "killed" and f.stage == "done" and not f.denied for f in find_events(sentence)):
                return True
    return False


def language_of(report: Report) -> Language | None:
    """The language of the frame that a report is in; ``None`` for English and for what nothing here reads better."""
    if report.lang == "ar" or (report.lang is None and is_arabic_text(report.text)):
        return arabic()
    code = report.lang if report.lang is not None else tell_language(report.text, PLAIN_LANGUAGES)
    return plain_language(code) if code in PLAIN_LANGUAGES else None


def _read_in(language: Language, report: Report, settings: Settings, mentions: bool) -> Reading:
    """The same for a report in another language: one frame, its own folder; then the relations and ids of every language."""
    found = read_in(language, report, settings.gazetteer, _context(report, settings), settings.corrections or None)
    drafts = link(relate(found.drafts))
    named = mentions_of(report, found) if mentions else ()
    return Reading(tuple(_signed(d) for d in drafts), named, {d.claim.claim: d.rules for d in drafts})


def _signed(draft: Draft) -> Claim:
    return msgspec.structs.replace(draft.claim, reader=VERSION)


def _context(report: Report, settings: Settings) -> places.PlaceContext:
    return settings.context._replace(title=report.title, url=report.url)


def _by_unit(units: tuple[Unit, ...], found: Any) -> list[list[Any]]:
    out: list[list[Any]] = [[] for _ in units]
    at = 0
    for item in found:
        while at < len(units) - 1 and item.start >= units[at].end:
            at += 1
        if units and units[at].start <= item.start < units[at].end:
            out[at].append(item)
    return out


def _mentions(
    report: Report,
    units: tuple[Unit, ...],
    quantities: list[tuple[Quantity, ...]],
    when: tuple[TimeMention, ...],
    where: tuple[PlaceMention, ...],
    sentences: list[Sentence],
    persons: bool,
) -> tuple[Mention, ...]:
    text = report.text
    out: dict[tuple[int, int, str], Mention] = {}

    def put(kind: Any, start: int, end: int, name: str | None = None, lat: float | None = None, lon: float | None = None) -> None:
        out.setdefault(
            (start, end, kind),
            Mention(report=report.id, kind=kind, start=start, end=end, text=text[start:end], name=name, lat=lat, lon=lon),
        )

    for place in where:
        put("place", place.start, place.end, place.name, place.lat, place.lon)
    for time in when:
        put("time", time.start, time.end)
    for unit in units:
        for quantity in quantities[unit.index]:
            if quantity.of == "people" and quantity.rule != "article":
                put("number", quantity.start, quantity.end)
    for s in sentences:
        for phrase in s.phrases:
            if phrase.party and phrase.kind == "party":
                put("party", phrase.start, phrase.end, phrase.name)
            elif persons and phrase.kind == "name" and "proper" in phrase.flags:
                put("person", phrase.start, phrase.end, phrase.name)
        for hit in s.hits:
            if hit.entry.role == "instrument":
                put("instrument", s.tokens[hit.first].start, s.tokens[hit.last - 1].end, hit.entry.base)
    return tuple(sorted(out.values(), key=lambda m: (m.start, m.end, m.kind)))
