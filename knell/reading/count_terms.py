"""The words for numbers of one language, made ready for look-up: number words, bounds, contexts, and the nouns that are counted."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from knell.terms.load import load_terms

from .phrases import FIGURES, Phrases, Starts
from .plain import Plain
from .time_terms import TimeTerms, time_terms
from .tokens import tokenize

BOUND_KINDS = ("more_than", "at_least", "at_most", "fewer_than", "about")


class Noun(Plain, frozen=True, order=True, gc=False):
    """What a counted noun is (people, harm, household, thing, time, measure, money) and whether its form is one or many."""

    kind: str
    singular: bool
    plural: bool


class NumberTerms:
    """What ``find_quantities`` looks words up in. Built once a language by ``number_terms``."""

    def __init__(self, terms: Mapping[str, Any], times: TimeTerms) -> None:
        """Index the sections of a ``numbers.toml``; ``times`` tells dates from counts."""
        self.times = times
        self._read_numbers(terms)
        self._read_bounds(terms)
        self._read_contexts(terms)
        self._read_evidence(terms)
        self._read_nouns(terms)
        self.triggers = self._triggers()
        self.openers = self._openers()
        self.starts = Starts(self._start_of)

    def _read_numbers(self, terms: Mapping[str, Any]) -> None:
        self.thousands_mark: str = terms["digits"]["thousands"]
        self.decimal_mark: str = terms["digits"]["decimal"]
        self.hundreds: dict[str, int] = dict(terms["hundred"])
        self.scales: dict[str, int] = dict(terms["scales"])
        self.dozens: dict[str, int] = dict(terms["dozens"])
        self.attached_scales: dict[str, int] = dict(terms["attached"])
        self.numbers: dict[str, int] = _with_compounds(terms["words"])
        self.multiplied: dict[str, tuple[int, int]] = {
            f"{word}-{scale}": (value * size, size)
            for word, value in terms["words"].items()
            for scale, size in (self.hundreds | self.scales | self.dozens).items()
            if value
        }
        joiners = terms["joiners"]
        self.inner = frozenset(joiners["inner"])
        self.articles = frozenset(joiners["article"])
        self.another = frozenset(joiners["another"])
        self.halves = frozenset(joiners["half"])
        self.and_a_half = Phrases.of(joiners["and_a_half"], True)
        self.fixed = Phrases[int](terms["fixed"])
        self.groups = Phrases[int](terms["groups"])
        self.pronoun_ones: dict[str, frozenset[str]] = {word: frozenset(before) for word, before in terms["pronouns"].items()}
        self.groups_need_harm = frozenset(terms["groups_alone"]["need_harm"])
        self.vague = Phrases[int](terms["vague"])
        self.vague_scales: dict[str, int] = dict(terms["vague_scales"])
        rules = terms["vague_rules"]
        self.weak = frozenset(_cut(phrase) for phrase in rules["weak"])
        self.needs_of = frozenset(rules["needs_of"])
        self.vague_joins = Phrases.of(rules["joins"], True)
        self.vague_not_after = frozenset(rules["not_after"])

    def _read_bounds(self, terms: Mapping[str, Any]) -> None:
        bounds = terms["bounds"]
        self.bounds_before = Phrases({phrase: kind for kind in BOUND_KINDS for phrase in bounds["before"].get(kind, ())})
        self.bounds_after = Phrases({phrase: kind for kind in BOUND_KINDS for phrase in bounds["after"].get(kind, ())})
        self.bound_not_after = {_cut(phrase): frozenset(words) for phrase, words in bounds["not_after"].items()}
        self.neutral = Phrases[str](terms["neutral"])
        ranges = terms["ranges"]
        self.between = Phrases.of(ranges["between"], True)
        self.range_to = frozenset(ranges["to"])
        self.range_hyphens = frozenset(ranges["hyphens"])
        self.range_and = frozenset(ranges["and"])
        self.range_or = frozenset(ranges["or"])
        self.change = frozenset(ranges["change"])
        self.change_window: int = ranges["change_window"]

    def _read_contexts(self, terms: Mapping[str, Any]) -> None:
        self.percent = Phrases.of(terms["percent"]["after"], True)
        fractions = terms["fractions"]
        self.fraction_parts, self.fraction_words = frozenset(fractions["parts"]), frozenset(fractions["words"])
        self.fraction_then = frozenset(fractions["then"])
        self.of_many = Phrases.of(fractions["of_many"], True)
        money = terms["money"]
        self.money_signs = frozenset([*money["signs"], *money["before"]])
        ages = terms["ages"]
        self.age_before = Phrases.of(ages["before"], True)
        self.age_after = Phrases.of(ages["after"], True)
        self.age_compounds = frozenset(ages["compounds"])
        self.age_attached = frozenset(ages["attached"])
        self.age_limits, self.age_joins = frozenset(ages["limits"]), frozenset(ages["joins"])
        self.aged_of = frozenset(ages.get("aged_of", ()))
        self.age_closers, self.age_in = frozenset(ages["closers"]), frozenset(ages["in_his"])
        self.oldest: int = ages["oldest"]
        clock = terms["clock"]
        self.clock_halves, self.clock_zones = frozenset(clock["halves"]), frozenset(clock["zones"])
        self.clock_at = frozenset(clock["at"])
        self.clock_joined, self.clock_before = frozenset(clock["joined"]), frozenset(clock["before"])
        labels = terms["labels"]
        self.sections, self.unit_labels = frozenset(labels["sections"]), frozenset(labels["units"])
        self.labels, self.label_marks = frozenset(labels["others"]), frozenset(labels["marks"])
        self.dotted_labels = frozenset(labels["dotted"])
        self.streets, self.street_window = frozenset(labels["streets"]), int(labels["street_window"])
        self.blocks = frozenset(labels["blocks"])
        self.unit_heads, self.unit_window = frozenset(labels["unit_heads"]), int(labels["unit_window"])
        self.ordinal_suffixes: tuple[str, ...] = tuple(terms["ordinals"]["suffixes"])
        self.ordinals = frozenset(terms["ordinals"]["words"])
        self.compound_people = frozenset(terms["compounds"]["people"])
        self.compound_times = frozenset(terms["compounds"]["times"])
        rates = terms["rates"]
        self.rate_words, self.rate_articles = frozenset(rates["words"]), frozenset(rates["articles"])
        self.rate_units, self.rate_not_before = frozenset(rates["units"]), frozenset(rates["not_before"])
        self.attached_measures = frozenset(terms["measures"]["attached"])

    def _read_evidence(self, terms: Mapping[str, Any]) -> None:
        bare = terms["bare"]
        self.harmed, self.harming = frozenset(bare["harmed"]), frozenset(bare["harming"])
        self.participles = frozenset(bare["participles"])
        self.weakly_harming = frozenset(bare["weakly_harming"])
        self.auxiliaries, self.says = frozenset(bare["auxiliaries"]), frozenset(bare["says"])
        self.adverb_endings: tuple[str, ...] = tuple(bare["adverb_endings"])
        self.tolls, self.toll_links, self.toll_window = frozenset(bare["tolls"]), frozenset(bare["toll_links"]), int(bare["toll_window"])
        self.deeds, self.deed_of = frozenset(bare["deeds"]), frozenset(bare["of"])
        self.the = frozenset(bare["the"])
        self.people_pronouns, self.apart = frozenset(bare["people_pronouns"]), frozenset(bare["apart"])
        self.tally_places, self.counting = frozenset(bare["places"]), frozenset(bare["counting"])
        self.families, self.teams = frozenset(terms["collectives"]["families"]), frozenset(terms["collectives"]["teams"])
        self.possessives = frozenset(terms["possessives"]["words"])
        self.parents = frozenset(terms["collectives"]["parents"])
        partitive = terms["partitive"]
        self.partitive_out = frozenset(partitive["out"])
        self.partitive_of, self.partitive_skipped = frozenset(partitive["of"]), frozenset(partitive["skipped"])
        self.more, self.others = frozenset(partitive["more"]), frozenset(partitive["others"])
        cumulative = terms["cumulative"]
        self.counting_near = Phrases.of(cumulative["near"], True)
        self.counting_since, self.counting_since_not = frozenset(cumulative["since"]), frozenset(cumulative["since_not"])
        self.counting_near_window: int = cumulative["near_window"]
        self.counting_tolls, self.counting_rises = frozenset(cumulative["tolls"]), frozenset(cumulative["rises"])
        self.counting_ends, self.counting_window = frozenset(cumulative["ends"]), int(cumulative["window"])

    def _read_nouns(self, terms: Mapping[str, Any]) -> None:
        rules = [(re.compile(pattern), ending) for pattern, ending in terms["plurals"]["rules"]]
        nouns: dict[str, Noun] = {}
        for kind, words in (
            ("thing", terms["things"]["count"]), ("measure", terms["measures"]["count"]), ("time", terms["times"]["count"]),
            ("household", terms["households"]["count"]), ("harm", terms["people"]["harms"]), ("people", terms["people"]["count"]),
        ):  # fmt: skip
            for word in words:
                _add_noun(nouns, word, kind, rules)
        for word in terms["money"]["after"]:
            nouns[word] = Noun("money", True, True)
        for word in terms["people"]["invariant"]:
            nouns[word] = Noun("people", False, True)
        self.collectives = frozenset(terms["people"]["collective"])
        for word in self.collectives:
            nouns.setdefault(word, Noun("people", True, False))
        self.nouns = nouns
        self.modifiers = frozenset(terms["people"]["modifiers"])
        self.guesses: tuple[str, ...] = tuple(terms["people"]["guesses"])
        self.guesses_shortest: int = terms["people"]["guesses_shortest"]
        self.peoples: tuple[str, ...] = tuple(terms["people"]["peoples"])
        times = self.times
        self.closed = frozenset(terms["closed"]["words"]) | frozenset(times.weekdays) | frozenset(times.months) | times.relative.first_words

    def _start_of(self, word: str) -> int:
        """1: a number, a date or the like may start with the word; 2: it may with the word after it; 0: neither."""
        if word in self.triggers or word[0] in FIGURES or ("-" in word and word.split("-", 1)[0] in self.numbers):
            return 1
        return 2 if word in self.openers else 0

    def _triggers(self) -> frozenset[str]:
        """The words that may start a number by themselves, or be an ordinal, a share, a month."""
        return frozenset(
            (
                *self.numbers, *self.multiplied, *self.dozens, *self.halves, *self.ordinals, *self.fraction_words, *self.another,
                *self.hundreds, *self.times.any_month,
            )
        )  # fmt: skip

    def _openers(self) -> dict[str, frozenset[str] | None]:
        """The words that start a number only with the word after them ("a dozen"): which words those are, or ``None`` for any."""
        scales = frozenset((*self.hundreds, *self.scales, *self.dozens, *self.halves))
        found: dict[str, frozenset[str] | None] = {}
        for phrases in (self.vague, self.groups, self.fixed):
            for first in phrases.first_words:
                found[first] = (found.get(first) or frozenset()) | phrases.second_words(first)
        for article in self.articles:
            found[article] = (found.get(article) or frozenset()) | scales
        return {first: None if seconds is not None and "" in seconds else seconds for first, seconds in found.items()}


def _cut(phrase: str) -> tuple[str, ...]:
    return tuple(token.low for token in tokenize(phrase))


def _with_compounds(words: Mapping[str, int]) -> dict[str, int]:
    """Number words with their hyphenated compounds: "fifty-two"."""
    tens = {word: value for word, value in words.items() if 20 <= value < 100}
    ones = {word: value for word, value in words.items() if 0 < value < 10}
    return dict(words) | {f"{ten}-{one}": a + b for ten, a in tens.items() for one, b in ones.items()}


def _add_noun(nouns: dict[str, Noun], word: str, kind: str, rules: Iterable[tuple[re.Pattern[str], str]]) -> None:
    """A noun and its plural; a later kind takes a word from an earlier one."""
    singular, _, plural = word.partition("/")
    if not plural:
        pattern, ending = next((p, e) for p, e in rules if p.search(singular))
        plural = pattern.sub(ending, singular, count=1)
    if singular == plural:
        nouns[singular] = Noun(kind, True, True)
        return
    nouns[singular] = Noun(kind, True, False)
    nouns[plural] = Noun(kind, False, True)


@cache
def number_terms(language: str) -> NumberTerms:
    """The words for numbers of a language (ISO 639-1). Raises ``TermsError`` where there are none."""
    return NumberTerms(load_terms(language, "numbers"), time_terms(language))
