"""The words for times of one language, made ready for look-up: phrases indexed by first and last word."""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from knell.terms.load import load_terms

from .phrases import FIGURES, Phrases, Starts


class Relative(NamedTuple):
    """A time told from publication. ``kind``: offset, stretch, week, weekend, calendar_month, calendar_year, feast or unresolved."""

    kind: str
    value: tuple[int, ...] | str


class TimeTerms:
    """What ``find_times`` and ``match_date`` look words up in. Built once a language by ``time_terms``."""

    def __init__(self, terms: Mapping[str, Any]) -> None:
        """Index the sections of a ``times.toml``."""
        self.months: dict[str, int] = dict(terms["months"])
        self.short_months: dict[str, int] = dict(terms["months_short"])
        self.any_month: dict[str, int] = self.months | self.short_months
        self.weekdays: dict[str, int] = dict(terms["weekdays"])
        self.short_weekdays: dict[str, int] = dict(terms["weekdays_short"])
        self.date_words = frozenset((*self.any_month, *self.weekdays, *self.short_weekdays))
        ordinals = dict(terms["ordinals"])
        self.ordinal_suffixes: tuple[str, ...] = tuple(ordinals.pop("suffixes"))
        self.ordinals: dict[str, int] = ordinals
        self.figure_order: str = terms["figures"]["order"]
        self.relative = Phrases(_relative(terms))
        bounds = terms["bounds"]
        self.bounds = Phrases({phrase: bound for bound in ("on", "since", "until", "before", "after") for phrase in bounds[bound]})
        self.bound_words = self.bounds.first_words
        self.onward = frozenset(bounds["onward"])
        signs = terms["signs"]
        self.month_signs = frozenset(signs["month"])
        self.year_signs = frozenset(signs["year"])
        self.year_weak = frozenset(signs["year_weak"])
        self.month_only = frozenset(signs["month_only"])
        self.common = frozenset(signs["common"])
        self.common_signs = frozenset(signs["common_signs"])
        self.after_day_list = frozenset(signs["after_day_list"])
        self.not_before = frozenset(signs["not_before"])
        self.not_after = frozenset(signs["not_after"])
        parts = terms["parts"]
        self.after_day = Phrases.of(parts["after_day"], True)
        self.before_day = Phrases.of(parts["before_day"], True)
        self.before_month = Phrases.of(parts["before_month"], True)
        self.before_year = Phrases.of(parts["before_year"], True)
        self.seasons = frozenset(parts["seasons"])
        turns = terms["turns"]
        self.turns = Phrases({phrase: turn for turn in ("past", "next", "this") for phrase in turns[turn]})
        durations = terms["durations"]
        self.ago = frozenset(durations["ago"])
        self.later = frozenset(durations["unresolved"])
        self.ending_now = Phrases.of(durations["ending_now"], True)
        self.short_spell = Phrases.of(durations["short"], True)
        self.not_before_of = frozenset(durations["not_before"])
        self.units: dict[str, str] = dict(terms["units"])
        self.small_numbers: dict[str, int] = dict(terms["small_numbers"])
        self.future = frozenset(terms["future"]["words"])
        self.future_window: int = terms["future"]["window"]
        joiners = terms["joiners"]
        self.range_joiners = frozenset(joiners["range"])
        self.list_joiners = frozenset(joiners["list"])
        self.openers = frozenset(joiners["open"])
        self.of = frozenset(joiners["of"])
        self.dateline_marks = frozenset(terms["dateline"]["marks"])
        self.printed = tuple(terms["dateline"].get("printed", ()))
        begun = terms.get("begun", {})
        self.lasting = frozenset(begun.get("lasting", ()))
        self.begins = frozenset(begun.get("begins", ()))
        self.beginnings = frozenset(begun.get("beginnings", ()))
        self.from_then = frozenset(begun.get("since", ()))
        self.from_then_articles = frozenset(begun.get("articles", ()))
        years = [str(year) for year in range(1900, 2100)]
        self.joined_words = {prefix + name: name for prefix in parts["joined"] for name in (*terms["months"], *years)}
        self.bare_articles = frozenset(word for word in self.small_numbers if word in self.relative.first_words)
        self.triggers = frozenset(
            (
                *self.any_month, *self.weekdays, *self.short_weekdays, *self.joined_words, *self.seasons, *self.units, *self.ordinals,
                *(word for word in self.small_numbers if word not in self.relative.first_words),
            )
        )  # fmt: skip
        self.starts = Starts(self._start_of)

    def _start_of(self, word: str) -> int:
        """1: a time may start with the word; 2: a time told from publication may; 0: neither."""
        if word in self.triggers or word[0] in FIGURES:
            return 1
        return 2 if word in self.relative.first_words else 0


def _relative(terms: Mapping[str, Any]) -> dict[str, Relative]:
    found: dict[str, Relative] = {}
    for section, kind in (
        ("offsets", "offset"), ("stretches", "stretch"), ("weeks", "week"), ("weekends", "weekend"),
        ("calendar_months", "calendar_month"), ("calendar_years", "calendar_year"), ("feasts", "feast"), ("unresolved", "unresolved"),
    ):  # fmt: skip
        for phrase, value in terms[section].items():
            found[phrase] = Relative(kind, value if isinstance(value, str) else tuple(value) if isinstance(value, list) else (value,))
    return found


@cache
def time_terms(language: str) -> TimeTerms:
    """The words for times of a language (ISO 639-1). Raises ``TermsError`` where there are none."""
    return TimeTerms(load_terms(language, "times"))
