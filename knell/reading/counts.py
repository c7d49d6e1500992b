"""The numbers of a unit, with their bounds and what they count. From left to right, for each place a number may start:

1. what a token alone tells is no count of people: dates, clock times, phone numbers, ordinals (``count_contexts``)
2. the number itself, and the second number of a range (``count_values``, ``count_bounds``)
3. what its surroundings tell is no count of people: percentages, money, ages, labels, measures (``count_contexts``)
4. the noun it counts (``count_nouns``), or, without one, the words of harm beside it
5. the words that bound it (``count_bounds``); last, over the whole unit, the words that count from a start

A number is taken for people on evidence only: a noun for people, or a word of harm beside a bare number.
"""

from bisect import bisect_left
from collections.abc import Sequence

from .count_bounds import Bounds, Ends, Range, bound_after, bounds_before, ends_of, range_from
from .count_contexts import Consumed, consume_before_value, consume_value
from .count_nouns import NounPhrase, Scan, harm_follows, harm_precedes, noun_phrase
from .count_terms import NumberTerms, number_terms
from .count_values import Value, thousands_of, value_at
from .pieces import Quantity, Unit
from .plain import Plain
from .time_dates import year_of

__all__ = ["NumberTerms", "find_quantities", "noun_after", "number_terms"]

_NEAR_PREVIOUS = 18
"""A bare number this few tokens behind one of people, joined by a mark or "and", is of people too."""
_NEAR_COUNTED = 6
"""How many quantities back the last one that counted something may lie."""


class _Found(Plain, frozen=True, order=True, gc=False):
    """A quantity with the tokens it stands at."""

    first: int
    last: int
    quantity: Quantity


class _Evidence(Plain, frozen=True, order=True, gc=False):
    """That a number counts people: the rule that says so and the noun phrase, if there is one."""

    rule: str
    noun: tuple[int, int] | None
    end: int


def find_quantities(unit: Unit, terms: NumberTerms) -> tuple[Quantity, ...]:
    """Every number of the unit, in order and without overlap. ``of`` is "people" only where the words say so."""
    words = unit.lows
    starts = [(i, start) for i, start in enumerate(map(terms.starts.__getitem__, words)) if start]
    if not starts:
        return ()
    scan = Scan(unit, words, terms)
    found: list[_Found] = []
    for i, start in starts:
        if i < scan.floor:
            continue
        one = _read(scan, i, found) if start == 1 else _open(scan, i, words[i], found)
        if one is not None:
            found.append(one)
            scan.floor = one.last
    return tuple([one.quantity for one in _with_starts(scan, found)])


def noun_after(unit: Unit, quantity: Quantity) -> tuple[int, int] | None:
    """The tokens of the unit (start, end exclusive) of the noun phrase a quantity counts, ``None`` where it stands alone."""
    if quantity.noun is None or not 0 <= quantity.noun[0] < quantity.noun[1] <= len(unit.tokens):
        return None
    return quantity.noun


def _open(scan: Scan, i: int, word: str, found: Sequence[_Found]) -> _Found | None:
    """A word that opens a number with the next ("a dozen", "a few", "several"), or an article that stands for one ("a man")."""
    seconds = scan.terms.openers[word]
    value = value_at(scan.tokens, scan.words, i, scan.terms) if seconds is None or scan.word(i + 1) in seconds else None
    if value is not None:
        return _counted(scan, i, value, found)
    return _article(scan, i) if word in scan.terms.articles else None


def _read(scan: Scan, i: int, found: Sequence[_Found]) -> _Found | None:
    consumed = consume_before_value(scan, i) or _compound(scan, i)
    if consumed is not None:
        return _of_consumed(scan, consumed)
    value = value_at(scan.tokens, scan.words, i, scan.terms)
    if value is None:
        return _article(scan, i) if scan.words[i] in scan.terms.another else None
    return _counted(scan, i, value, found)


def _counted(scan: Scan, i: int, value: Value, found: Sequence[_Found]) -> _Found | None:
    """A number that was read at ``i``: consumed by its surroundings, or counted, or dropped."""
    opened = scan.terms.between.before(scan.words, i, scan.floor)
    between = range_from(scan, i, value, opened is not None)
    end = between.end if between is not None else value.end
    consumed = consume_value(scan, i, end, value)
    if consumed is None and found and found[-1].quantity.of == "age" and _joins_ages(scan, found, i, end, value):
        consumed = Consumed(i, end, "age", "age", value.number)
    if consumed is not None:
        return _of_consumed(scan, consumed, between)
    if value.number == 1 and scan.words[i] in scan.terms.pronoun_ones and scan.word(i - 1) in scan.terms.pronoun_ones[scan.words[i]]:
        return None
    bounds = bounds_before(scan, i)
    if between is not None and opened is not None:
        bounds = bounds_before(scan, opened[0])._replace(start=opened[0]) if bounds.kind is None else bounds
    number = value.number
    end = _past_restated(scan, end, number)
    after = bound_after(scan, end)
    last = after[0] if after is not None else end
    evidence = _evidence(scan, bounds, last, value, found)
    if value.dotted and evidence is not None:
        number = thousands_of(scan.words[i])
    if evidence is None or number is None:
        return _uncounted(scan, last, value, bounds, between)
    kind = after[1] if after is not None else bounds.kind
    if kind is None and evidence.end > last and (behind := bound_after(scan, evidence.end)) is not None:
        kind = behind[1]
    start = bounds.start
    if evidence.rule == "family":
        start, last = _family(scan, start, last)
    if value.phrase and (neutral := scan.terms.neutral.at(scan.words, i)) is not None:
        bounds = bounds._replace(marks=(neutral[1],))
    marks = bounds.marks + _marks_after(scan, value.end, evidence) + (("whole",) if _is_whole(scan, bounds.start, found) else ())
    return _make(scan, start, last, "people", ends_of(value, number, kind, between), evidence, marks)


def _is_whole(scan: Scan, start: int, found: Sequence[_Found]) -> bool:
    """Whether this number is what an earlier one is a part of: the 15 of "seven of the 15 detainees"."""
    if not found or found[-1].quantity.of != "people" or not 0 < start - found[-1].last <= 4:
        return False
    between, terms = scan.words[found[-1].last : start], scan.terms
    skipped = terms.partitive_skipped | terms.partitive_of | terms.partitive_out
    return any(word in terms.partitive_of for word in between) and all(word in skipped for word in between)


def _past_restated(scan: Scan, end: int, number: int | None) -> int:
    """Past the same number said again: "fifty (50) people"."""
    if number is None or scan.word(end) != "(" or end + 2 >= len(scan.words):
        return end
    again = value_at(scan.tokens, scan.words, end + 1, scan.terms)
    return again.end + 1 if again is not None and again.number == number and scan.word(again.end) == ")" else end


def _uncounted(scan: Scan, end: int, value: Value, bounds: Bounds, between: Range | None) -> _Found | None:
    """A number with no evidence that it counts people. Weak vague words and pairs are then no numbers at all."""
    if value.phrase and (not value.vague or value.phrase in scan.terms.weak):
        return None
    ends = ends_of(value, value.number, bounds.kind, between) if value.number is not None else Ends("exact", None, None, None)
    return _make(scan, bounds.start, end, "other", ends, _Evidence("other", None, end), bounds.marks)


def _make(scan: Scan, start: int, end: int, of: str, ends: Ends, evidence: _Evidence, marks: Sequence[str]) -> _Found:
    tokens = scan.tokens
    kept = tuple(dict.fromkeys(marks))
    quantity = Quantity(
        tokens[start].start, tokens[end - 1].end, of, ends.kind, ends.low, ends.high, ends.best, None, evidence.rule, evidence.noun, kept
    )  # fmt: skip
    return _Found(start, end, quantity)


def _of_consumed(scan: Scan, consumed: Consumed, between: Range | None = None) -> _Found:
    start, end = max(consumed.start, scan.floor), min(consumed.end, len(scan.words))
    number = consumed.number
    ends = Ends("exact", number, number, number) if between is None else Ends("between", between.low, between.high, None)
    return _make(scan, start, end, consumed.of, ends, _Evidence(consumed.rule, None, end), ())


def _compound(scan: Scan, i: int) -> Consumed | None:
    """A number word run into a noun: "five-week", "ten-year-old", "four-member"; and a word-number of people, which is not consumed."""
    terms, word = scan.terms, scan.words[i]
    if "-" not in word or word in terms.numbers or word in terms.multiplied or word[0].isdecimal():
        return None
    number, rest = word.split("-", 1)
    if number not in terms.numbers:
        return None
    if "-" in rest and f"{number}-{rest.split('-', 1)[0]}" in terms.numbers:
        number, rest = f"{number}-{rest.split('-', 1)[0]}", rest.split("-", 1)[1]
    value = terms.numbers[number]
    head = rest.split("-", 1)[0]
    if rest in terms.age_compounds:
        return Consumed(i, i + 1, "age", "age", value)
    if head in terms.compound_times:
        return Consumed(i, i + 1, "time", "compound", value)
    if head in terms.compound_people:
        return Consumed(i, i + 1, "people", "compound", value)
    if head in terms.fraction_parts:
        return Consumed(i, i + 1, "percent", "fraction")
    return Consumed(i, i + 1, "other", "compound", value)


def _joins_ages(scan: Scan, found: Sequence[_Found], i: int, end: int, value: Value) -> bool:
    """Whether this number goes on a list of ages: "aged 52, 55 and 57"."""
    terms, previous = scan.terms, found[-1]
    listed = len(found) > 1 and found[-2].quantity.of == "age"
    if value.number is None or value.vague or value.number > terms.oldest or i - previous.last > 2:
        return False
    if not all(scan.words[j] in terms.age_joins for j in range(previous.last, i)) or i == previous.last:
        return False
    phrase = noun_phrase(scan, end, single=value.number == 1)
    return (phrase is None or phrase.kind == "unknown") and (listed or not harm_follows(scan, end))


def _evidence(scan: Scan, bounds: Bounds, end: int, value: Value, found: Sequence[_Found]) -> _Evidence | None:
    """Whether the number that ends before ``end``, with its bounds, counts people, and what says so."""
    terms, start = scan.terms, bounds.start
    if scan.word(end) == "-" and scan.joined(end - 1) and scan.joined(end):
        head = scan.word(end + 1).split("-", 1)[0]
        return _Evidence("compound", (end + 1, end + 2), end + 2) if head in terms.compound_people else None
    one = value.number == 1 and not value.vague
    if scan.word(start - 1) in terms.partitive_of and scan.word(start - 2) in terms.parents:
        return None
    opened_of = bool(value.phrase) and scan.word(end - 1) in terms.partitive_of
    phrase = noun_phrase(scan, end - 1 if opened_of else end, single=one)
    if value.phrase and not value.vague:
        return _group_evidence(scan, start, end, phrase)
    if value.vague and not _stands_as_number(scan, end, value):
        return None
    if phrase is not None and not _harmed_before_other(scan, start, end, value, phrase):
        return _noun_evidence(scan, start, phrase)
    if scan.word(start - 1) in terms.partitive_of and scan.word(start - 2) in terms.families:
        return _Evidence("family", (start - 2, start - 1), end)
    if harm_follows(scan, end):
        return _Evidence("harm_after", None, end)
    if value.vague and value.phrase not in terms.weak and not opened_of and scan.word(end) not in terms.partitive_of:
        return _Evidence("pronoun", None, end)
    if harm_precedes(scan, start) or _toll_precedes(scan, bounds, end) or _deed_precedes(scan, start):
        return _Evidence("harm_before", None, end)
    if scan.word(start - 1) in terms.partitive_of and scan.word(start - 2) in terms.teams and not scan.capital(start - 2):
        return _Evidence("team", (start - 2, start - 1), end)
    if value.vague or year_of(scan.word(end - 1)) is not None:
        return None
    return _Evidence("bare", None, end) if _follows_people(scan, bounds, end, value, found) or _opens_tally(scan, end, found) else None


def _harmed_before_other(scan: Scan, start: int, end: int, value: Value, phrase: NounPhrase) -> bool:
    """Whether the noun belongs to what comes next: "Kills 3, Wounds 20" and "wounding dozens more, an agency said", less their commas."""
    if phrase.kind == "people" or not harm_precedes(scan, start, strongly=True):
        return False
    return scan.word(end) in scan.terms.harming or (value.vague and scan.word(end) not in scan.terms.partitive_of)


def _stands_as_number(scan: Scan, end: int, value: Value) -> bool:
    """Whether a vague word is a number here: "tens" and "scores" only before "of" or harm; "a group of" not before a number."""
    terms = scan.terms
    if value.phrase and value.phrase[0] in terms.needs_of and value.scale == 1 and scan.word(end) not in terms.partitive_of:
        return harm_follows(scan, end) or harm_precedes(scan, end - len(value.phrase), strongly=True)
    after = scan.word(end)
    return not (after[:1].isdecimal() or after in terms.numbers or terms.bounds_before.at(scan.words, end) is not None)


def _group_evidence(scan: Scan, start: int, end: int, phrase: NounPhrase | None) -> _Evidence | None:
    """As in "a couple", "both men", "twins": people, unless a noun for something else follows."""
    if phrase is not None:
        if scan.words[start] in scan.terms.groups_need_harm and scan.word(phrase.end) in scan.terms.range_and:
            return None  # "both soldiers and civilians"
        return _Evidence("group", (phrase.start, phrase.end), phrase.end) if phrase.kind == "people" else None
    alone = scan.words[start] not in scan.terms.groups_need_harm or harm_follows(scan, end)
    return _Evidence("group", (end - 1, end), end) if alone else None


def _noun_evidence(scan: Scan, start: int, phrase: NounPhrase) -> _Evidence | None:
    """What the counted noun says; an unknown noun counts as people only with a word of harm right beside it."""
    noun = (phrase.start, phrase.end)
    if phrase.guessed and _is_tally(scan, start, phrase):
        return _Evidence("bare", None, phrase.start)
    if phrase.kind in ("people", "harm"):
        return _Evidence("noun", noun, phrase.end)
    if phrase.kind != "unknown":
        return None
    if harm_precedes(scan, start, strongly=True) or _deed_precedes(scan, start) or _follows_directly(scan, phrase):
        named = scan.word(phrase.end) in scan.terms.says  # "injured seven, Governor Doe said", less its comma
        return _Evidence("unknown_noun", None if named else noun, phrase.start if named else phrase.end)
    return None


def _follows_directly(scan: Scan, phrase: NounPhrase) -> bool:
    return phrase.end == phrase.last and harm_follows(scan, phrase.end)


def _is_tally(scan: Scan, start: int, phrase: NounPhrase) -> bool:
    """As in "683 Latakia, 433 Tartus": a figure and capitalised words only, in a row of such."""
    if not scan.mixed and not scan.capital(phrase.start):
        return False
    if not all(scan.capital(k) for k in range(phrase.start, phrase.end)):
        return False
    after = scan.word(phrase.end)
    rows = after in scan.terms.apart and scan.word(phrase.end + 1)[:1].isdecimal()
    in_row = any(word[0].isdecimal() for word in scan.words[max(0, start - 6) : start])
    before = scan.word(start - 1) in scan.terms.apart and scan.capital(start - 2) and in_row
    return rows or before


def _toll_precedes(scan: Scan, bounds: Bounds, end: int) -> bool:
    """As in "the death toll rose to", "dead:", "toll of", "put deaths above 120"."""
    terms, start = scan.terms, bounds.start
    if scan.word(start - 1) in terms.counting_ends and _toll_follows(scan, end):
        return True
    if scan.word(start - 1) not in terms.toll_links:
        return bounds.kind is not None and scan.word(start - 1) in terms.tolls
    return any(word in terms.tolls for word in scan.words[max(0, start - terms.toll_window) : start])


def _toll_follows(scan: Scan, end: int) -> bool:
    """As in "brings to 52 the number of dead"."""
    after = scan.words[end : end + 5]
    return any(word in scan.terms.counting_tolls for word in after) and any(word in scan.terms.tolls for word in after)


def _deed_precedes(scan: Scan, start: int) -> bool:
    """As in "the killing of 12", "the bodies of 12"."""
    return scan.word(start - 1) in scan.terms.deed_of and scan.word(start - 2) in scan.terms.deeds


def _last_counted(found: Sequence[_Found]) -> _Found | None:
    """The last quantity that counts people or several things, past dates, ages, shares and "in one village"."""
    for one in reversed(found[-_NEAR_COUNTED:]):
        if one.quantity.of == "people" or (one.quantity.of == "other" and one.quantity.low != 1):
            return None if one.quantity.rule == "article" else one
    return None


def _follows_people(scan: Scan, bounds: Bounds, end: int, value: Value, found: Sequence[_Found]) -> bool:
    """Whether a bare number goes on from one of people: "12 people in Homs, 40 in Hama", "and another 20", "has verified 111"."""
    last, start = _last_counted(found), bounds.start
    if last is None or last.quantity.of != "people":
        return False
    if scan.word(start - 1) == "(" and scan.word(end) == ")" and last.quantity.low == value.number:
        return False  # "fifty students (50)" tells one number twice
    if scan.word(start - 1) in scan.terms.apart or "another" in bounds.marks or bounds.kind is not None:
        return start - last.last <= _NEAR_PREVIOUS
    after = scan.word(end)
    return scan.word(start - 1) in scan.terms.counting and not after[:1].isalnum()


def _opens_tally(scan: Scan, end: int, found: Sequence[_Found]) -> bool:
    """As in "164 in Banias, 109 in Jableh" and "1,676 (866 Latakia, 525 Tartus)", where nothing else was counted before."""
    terms = scan.terms
    if scan.word(end) == "(" and scan.word(end + 1)[:1].isdecimal() and scan.capital(end + 2):
        return _is_tally(scan, end + 1, NounPhrase(end + 2, end + 3, "unknown", False, end + 3))
    last = _last_counted(found)
    if scan.word(end) not in terms.tally_places or not scan.capital(end + 1) or last is not None:
        return False
    for j in range(end + 2, end + 6):
        if scan.word(j) in terms.apart:
            return scan.word(j + 1)[:1].isdecimal() and scan.word(j + 2) == scan.word(end) and scan.capital(j + 3)
    return False


def _family(scan: Scan, start: int, last: int) -> tuple[int, int]:
    """The span of "a family of five": from its article on."""
    first = start - 2
    for j in range(first - 1, max(first - 4, scan.floor - 1), -1):
        if scan.word(j) in scan.terms.articles:
            return j, last
    return first, last


def _marks_after(scan: Scan, end: int, evidence: _Evidence) -> tuple[str, ...]:
    terms = scan.terms
    marks = []
    if scan.word(end) in terms.more or (evidence.noun is not None and scan.word(evidence.noun[1] - 1) in terms.others):
        marks.append("another")
    j = evidence.end
    if scan.word(j) in terms.rate_words or (
        scan.word(j) in terms.rate_articles and scan.word(j + 1) in terms.rate_units and scan.word(j + 2) not in terms.rate_not_before
    ):
        marks.append("rate")
    return tuple(marks)


def _article(scan: Scan, i: int) -> _Found | None:
    """As in "a man", "an off-duty police officer", "another soldier": one person, where the noun is known and in the singular."""
    terms, words = scan.terms, scan.words
    another = words[i] in terms.another
    if not another and words[i] not in terms.articles:
        return None
    phrase = noun_phrase(scan, i + 1, single=True, article=True)
    if phrase is None and another and harm_follows(scan, i + 1):
        return _make(scan, i, i + 1, "people", Ends("exact", 1, 1, 1), _Evidence("article", None, i + 1), ("another",))
    if phrase is None or phrase.kind != "people" or not phrase.singular or phrase.start != i + 1:
        return None
    head = words[phrase.end - 1]
    noun = terms.nouns.get(head)
    if noun is None or noun.plural or head in terms.collectives or words[phrase.end - 1] in terms.others:
        return None
    after = scan.word(phrase.end)
    if head in terms.modifiers and after[:1].isalnum() and after not in terms.closed and after not in terms.harmed:
        return None
    evidence = _Evidence("article", (phrase.start, phrase.end), phrase.end)
    return _make(scan, i, i + 1, "people", Ends("exact", 1, 1, 1), evidence, ("another",) if another else ())


def _with_starts(scan: Scan, found: Sequence[_Found]) -> list[_Found]:
    """Marks the counts of people whose words count from a start: "so far", "since Thursday", "brings the toll to"."""
    people = [k for k, one in enumerate(found) if one.quantity.of == "people" and one.quantity.rule != "article"]
    marked = list(found)
    if not people:
        return marked
    cues = _counting_cues(scan)
    for k in people:
        one = found[k]
        if _near_cue(scan, one, cues) or _rises_to(scan, one):
            marked[k] = one._replace(quantity=one.quantity._replace(cumulative=True))
    return marked


def _counting_cues(scan: Scan) -> list[int]:
    terms, words = scan.terms, scan.words
    firsts, cues = terms.counting_near.first_words, []
    for i, word in enumerate(words):
        if (word in firsts and terms.counting_near.at(words, i) is not None) or (word in terms.counting_since and _since_a_time(scan, i)):
            cues.append(i)
    return cues


def _since_a_time(scan: Scan, i: int) -> bool:
    """Whether "since" is followed by a time or an event with an article, and so counts from a start."""
    times = scan.terms.times
    return any(
        word in times.weekdays or word in times.any_month or word[0].isdecimal() or word in times.relative.first_words
        for word in scan.words[i + 1 : i + 4]
    )


def _near_cue(scan: Scan, one: _Found, cues: Sequence[int]) -> bool:
    window = scan.terms.counting_near_window
    for at in range(bisect_left(cues, one.first - window), len(cues)):
        cue = cues[at]
        if cue > one.last + window:
            break
        if ";" not in scan.words[min(cue, one.first) : max(cue, one.first)]:
            return True
    return False


def _rises_to(scan: Scan, one: _Found) -> bool:
    """As in "bringing the death toll to 52", "the toll now stands at 70"."""
    terms, words = scan.terms, scan.words
    if scan.word(one.first - 1) not in terms.counting_ends:
        return False
    before = words[max(0, one.first - terms.counting_window) : one.first]
    if not any(word in terms.counting_rises for word in before):
        return False
    return any(word in terms.counting_tolls for word in before) or any(w in terms.counting_tolls for w in words[one.last : one.last + 4])
