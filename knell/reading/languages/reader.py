"""A report in a language of the frame into drafts of claims. Read this first.

1. split the text into units, and each into words that are folded (``language``)
2. find times and places; scan for the lexicon's words, numbers, people (``times``, ``lexicon``, ``counts``, ``names``, ``sentence``)
3. find who says what (``cues``) and what happened to whom (``frames``)
4. put them together (``claims``); relations and ids are the same as for every language
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from knell.reading.claims import Draft
from knell.reading.pieces import PlaceMention, TimeMention, Unit
from knell.reading.places import PlaceContext, find_places
from knell.reading.split import split_units
from knell.reading.tokens import Token
from knell.records import Mention, Report
from knell.terms.corrections import Corrections

from .claims import LanguageDrafting
from .cues import Attribution, find_attributions
from .frames import find_events
from .language import Language
from .lexicon import Lexicon, lexicon_of
from .names import names_of
from .sentence import Sentence
from .tables import Layout
from .times import calendar_of

_SPEAKS = frozenset({"event", "tally", "occasion", "cue", "prepositional", "relay", "unverified", "measure_taken"})


class LanguageReading(NamedTuple):
    """Drafts without ids and relations, and what mentions are made of."""

    drafts: list[Draft]
    sentences: list[Sentence]
    times: tuple[TimeMention, ...]
    places: tuple[PlaceMention, ...]


def read_in(
    language: Language, report: Report, gazetteer: Any, context: PlaceContext, taught: Corrections | None = None
) -> LanguageReading:
    """Reads one report in a language. ``taught``: a casebook's corrections, ``None`` for none."""
    lexicon, names = lexicon_of(language, taught), names_of(language)
    text = report.text

    def words(of: str, start: int, end: int) -> tuple[Token, ...]:
        return language.words(of, start, end, lexicon.knows)

    units = split_units(text, language.closed.get("abbreviations", ()), report.blocks, words=words)
    times = calendar_of(language).find(units, report.published)
    places = find_places(text, units, gazetteer, context=context, language=language.places)
    if not names.capitals:
        places = tuple(p for p in places if _names_place(text, p, language, lexicon))
    at_time, at_place = _by_unit(units, times), _by_unit(units, places)
    drafting = LanguageDrafting(report, units, places)
    layout = Layout(lexicon)
    sentences = []
    for unit in units:
        if not unit.tokens:
            continue
        s = Sentence(text, unit, lexicon, names, at_time[unit.index], at_place[unit.index])
        sentences.append(s)
        laid_out = layout.findings(s)
        if laid_out is not None:
            drafting.add(s, (), laid_out)
        elif _SPEAKS & s.by_role.keys() or s.tokens[-1].text == ":":
            attributions = find_attributions(s)
            drafting.add(s, attributions, find_events(s, _spoken_for(attributions)))
        else:
            drafting.hear_subject(s)
    return LanguageReading(drafting.settled(), sentences, times, places)


def mentions_of(report: Report, reading: LanguageReading) -> tuple[Mention, ...]:
    """Every place, time, number, party and instrument that the text names."""
    text = report.text
    out: dict[tuple[int, int, str], Mention] = {}

    def put(kind: Any, start: int, end: int, name: str | None = None, lat: float | None = None, lon: float | None = None) -> None:
        out.setdefault(
            (start, end, kind),
            Mention(report=report.id, kind=kind, start=start, end=end, text=text[start:end], name=name, lat=lat, lon=lon),
        )

    for place in reading.places:
        put("place", place.start, place.end, place.name, place.lat, place.lon)
    for time in reading.times:
        put("time", time.start, time.end)
    for s in reading.sentences:
        for p in s.people:
            if p.count is not None:
                put("number", s.tokens[p.count.first].start, s.end(p.count.last))
        for hit in s.by_role.get("party", []):
            put("party", s.start(hit.first), s.end(hit.last), hit.entry.name)
        for hit in s.by_role.get("instrument", []):
            put("instrument", s.start(hit.first), s.end(hit.last), hit.entry.base)
    return tuple(sorted(out.values(), key=lambda m: (m.start, m.end, m.kind)))


def _names_place(text: str, place: PlaceMention, language: Language, lexicon: Lexicon) -> bool:
    """Whether a name that is a plain word too ("correspondent", "soldiers") is a place here: only behind "district of" and its like."""
    if not lexicon.is_plain(language.fold(text[place.start : place.end])):
        return True
    before = text[max(0, place.start - 30) : place.start].split()
    return bool(before) and any(s.stem in language.closed.get("place_kinds", ()) for s in language.stems(language.fold(before[-1])))


def _spoken_for(attributions: Sequence[Attribution]) -> frozenset[int]:
    spans = [span for a in attributions for span in (a.source, a.cue) if span is not None]
    return frozenset(k for lo, hi in spans for k in range(lo, hi))


def _by_unit(units: Sequence[Unit], found: Sequence[Any]) -> list[list[Any]]:
    out: list[list[Any]] = [[] for _ in units]
    at = 0
    for item in found:
        while at < len(units) - 1 and item.start >= units[at].end:
            at += 1
        if units and units[at].start <= item.start < units[at].end:
            out[at].append(item)
    return out
