"""A report's units and the numbers of people in them, by Knell's own grammar: what another reader's numbers are held against."""

from typing import NamedTuple

from knell.records import Count, Report

from . import counts
from .languages.language import Language
from .languages.lexicon import lexicon_of
from .languages.reader import read_in
from .pieces import Unit
from .reader import Settings, language_of
from .split import split_units


class Reread(NamedTuple):
    """The units, in order, and every number of people that stands in one, whether a claim was made of it or not."""

    units: tuple[Unit, ...]
    numbers: tuple[Count, ...]


def reread(report: Report, settings: Settings) -> Reread:
    """The units and numbers of a report."""
    language = language_of(report)
    if language is not None:
        return _reread_in(language, report, settings)
    units = split_units(report.text, settings.lexicon.words["abbreviations"], report.blocks, settings.lexicon.speech)
    numbers = tuple(
        Count(
            text=report.text[q.start : q.end], start=q.start, end=q.end, low=q.low, high=q.high, best=q.best, kind=q.kind,
            cumulative=q.cumulative,
        )
        for unit in units
        for q in counts.find_quantities(unit, settings.numbers)
        if q.of == "people"
    )  # fmt: skip
    return Reread(units, numbers)


def _reread_in(language: Language, report: Report, settings: Settings) -> Reread:
    taught = settings.corrections or None
    found = read_in(language, report, settings.gazetteer, settings.context, taught)
    numbers = []
    for s in found.sentences:
        for people in s.people:
            n = people.count
            if n is not None and people.kind != "number":
                start, end = s.tokens[n.first].start, s.end(n.last)
                words = report.text[start:end]
                numbers.append(Count(text=words, start=start, end=end, low=n.low, high=n.high, best=n.best, kind=n.kind))
    known = lexicon_of(language, taught)
    units = split_units(report.text, language.closed.get("abbreviations", ()), report.blocks)
    return Reread(tuple(u.with_tokens(language.words(report.text, u.start, u.end, known.knows)) for u in units), tuple(numbers))
