"""An Arabic report into drafts of claims. Read this first.

1. split the text into units, and each into words that are folded and mended (``normalise``)
2. find times and places; scan for the lexicon's words, numbers, people (``times``, ``lexicon``, ``counts``, ``sentence``)
3. find who says what (``cues``) and what happened to whom (``frames``)
4. put them together (``claims``); relations and ids are the same as for every language
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from knell.reading.claims import Draft
from knell.reading.pieces import PlaceMention, TimeMention, Unit
from knell.reading.places import PlaceContext, find_places
from knell.reading.split import split_units
from knell.records import Mention, Report

from .claims import ArabicDrafting
from .cues import Attribution, find_arabic_attributions
from .frames import find_arabic_events
from .lexicon import arabic_lexicon
from .normalise import read_words
from .sentence import Sentence
from .times import find_arabic_times

_SPEAKS = ("event", "tally", "occasion", "cue", "prepositional", "relay", "unverified")


class ArabicReading(NamedTuple):
    """Drafts without ids and relations, and what mentions are made of."""

    drafts: list[Draft]
    sentences: list[Sentence]
    times: tuple[TimeMention, ...]
    places: tuple[PlaceMention, ...]


def read_arabic(report: Report, gazetteer: Any, context: PlaceContext) -> ArabicReading:
    """Reads one report in Arabic."""
    lexicon = arabic_lexicon()
    text = report.text
    units = tuple(_reworded(text, u, lexicon.knows) for u in split_units(text, (), report.blocks))
    times = find_arabic_times(units, report.published)
    places = find_places(text, units, gazetteer, context=context)
    at_time, at_place = _by_unit(units, times), _by_unit(units, places)
    drafting = ArabicDrafting(report, units, places)
    sentences = []
    for unit in units:
        if not unit.tokens:
            continue
        s = Sentence(text, unit, lexicon, at_time[unit.index], at_place[unit.index])
        sentences.append(s)
        if any(role in s.by_role for role in _SPEAKS):
            attributions = find_arabic_attributions(s)
            drafting.add(s, attributions, find_arabic_events(s, _spoken_for(attributions)))
    return ArabicReading(drafting.drafts, sentences, times, places)


def arabic_mentions(report: Report, reading: ArabicReading) -> tuple[Mention, ...]:
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


def _reworded(text: str, unit: Unit, knows: Callable[[str], bool]) -> Unit:
    return unit._replace(tokens=read_words(text, unit.start, unit.end, knows))


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
