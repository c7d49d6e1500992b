"""What consumes a number before it can count people: dates, clock times, percentages, money, ages, labels, unit names, addresses.

Each reader looks at one place and gives a ``Consumed`` or ``None``; ``consume`` asks them in order. Cheap ones come first.
"""

import re

from .count_nouns import Scan, harm_follows, noun_phrase
from .count_values import Value, value_at
from .plain import Plain
from .time_dates import match_date, year_of


class Consumed(Plain, frozen=True, order=True, gc=False):
    """A number that counts no people, at tokens ``start``..``end``, and what it is (``Quantity.of``)."""

    start: int
    end: int
    of: str
    rule: str
    number: int | None = None


_JOINED_TIME = re.compile(r"(\d{1,4})([^\W\d_]+)")
_DECADE_AGE = re.compile(r"\d0s")


def consume_before_value(scan: Scan, i: int) -> Consumed | None:
    """What is told by the token alone: dates, clock times, runs of figures, ordinals, fractions told in one word."""
    word = scan.words[i]
    if word[0].isdecimal():
        return _date(scan, i) or _year(scan, i) or _clock(scan, i) or _decade_age(scan, i) or _run(scan, i) or _ordinal(scan, i)
    if word in scan.terms.times.any_month:
        return _date(scan, i)
    if word in scan.terms.ordinals or word in scan.terms.fraction_words:
        return _date(scan, i) or _ordinal(scan, i)
    return None


def consume_value(scan: Scan, start: int, end: int, value: Value) -> Consumed | None:
    """What is told by the words around a number at tokens ``start``..``end`` (a range has its second number at the end)."""
    return (
        _percent(scan, start, end, value)
        or _money(scan, start, end, value)
        or _age(scan, start, end, value)
        or _label(scan, start, end, value)
        or _fraction(scan, start, end, value)
        or _address(scan, start, end, value)
        or _measure(scan, start, end, value)
    )


def _date(scan: Scan, i: int) -> Consumed | None:
    terms = scan.terms.times
    word = scan.words[i]
    if not (word[0].isdecimal() or word in terms.any_month or word in terms.ordinals):
        return None
    found = match_date(scan.tokens, scan.words, i, terms)
    if found is None:
        return None
    if word in terms.common and scan.tokens[i].text.islower() and scan.cased:
        return None
    return Consumed(i, found.end, "date", "date")


def _year(scan: Scan, i: int) -> Consumed | None:
    """A year by the words around it, or after a dash behind another year."""
    times, word = scan.terms.times, scan.words[i]
    if word.endswith("s") and year_of(word[:-1]) is not None and not scan.terms.vague.at(scan.words, i):
        return Consumed(i, i + 1, "date", "decade")
    year = year_of(word)
    if year is None:
        return None
    before, after = scan.word(i - 1), scan.word(i + 1)
    if after in times.range_joiners and (second := year_of(scan.word(i + 2))) is not None and year < second:
        return Consumed(i, i + 3, "date", "years", year)
    short = scan.joined(i) and len(scan.word(i + 2)) == 2 and scan.word(i + 2).isdecimal()
    if after in ("-", "–") and short and before in times.year_signs:
        return Consumed(i, i + 3, "date", "years", year)
    if before in times.month_only or before in scan.terms.counting_since:
        return Consumed(i, i + 1, "date", "year", year)
    if before in times.year_signs or (before in times.year_weak and not after[:1].isalnum()):
        phrase = noun_phrase(scan, i + 1, single=False)
        if (phrase is None or phrase.kind not in ("people", "harm")) and not harm_follows(scan, i + 1):
            return Consumed(i, i + 1, "date", "year", year)
    return None


def _clock(scan: Scan, i: int) -> Consumed | None:
    terms, word = scan.terms, scan.words[i]
    if not word[0].isdecimal():
        return None
    joined = _JOINED_TIME.fullmatch(word)
    if joined is not None and joined.group(2) in terms.clock_joined:
        return Consumed(i, i + 1, "time", "clock")
    if not word.isdecimal():
        pointed = len(word) <= 5 and "." in word and scan.word(i + 1) in terms.clock_halves
        return Consumed(i, i + 2, "time", "clock") if pointed else None
    if scan.word(i + 1) == ":" and scan.joined(i) and scan.joined(i + 1) and scan.word(i + 2)[:1].isdecimal() and len(word) <= 2:
        end = i + 3
        while scan.word(end) == ":" and scan.word(end + 1).isdecimal():
            end += 2
        return Consumed(i, end + (scan.word(end) in terms.clock_halves or scan.word(end) in terms.clock_zones), "time", "clock")
    if len(word) <= 4 and scan.word(i + 1) in terms.clock_halves:
        return Consumed(i, i + 2, "time", "clock")
    four = len(word) == 4 and word[:2] < "25" and word[2:] < "60"
    if four and scan.word(i - 1) in terms.clock_at and noun_phrase(scan, i + 1, single=False) is None:
        return Consumed(i, i + 1, "time", "clock")
    if four and (scan.word(i + 1) in terms.clock_zones or (word[0] == "0" and scan.word(i - 1) in terms.clock_before)):
        return Consumed(i, i + 1 + (scan.word(i + 1) in terms.clock_zones), "time", "clock")
    return None


def _decade_age(scan: Scan, i: int) -> Consumed | None:
    """As in "in his 40s"."""
    if _DECADE_AGE.fullmatch(scan.words[i]) and not scan.terms.vague.at(scan.words, i):
        return Consumed(i, i + 1, "age", "decade")
    return None


def _run(scan: Scan, i: int) -> Consumed | None:
    """Figures joined by marks with no space that make no range: phone numbers, scores, ratios ("252-972-1411", "3-1", "24/7")."""
    words = scan.words
    if not words[i].isdecimal() or not scan.joined(i) or scan.word(i + 1) not in ("-", "/", "‑", "–"):
        return None
    parts, j = [words[i]], i + 1
    while j + 1 < len(words) and words[j] in "-/‑–" and scan.joined(j - 1) and scan.joined(j) and words[j + 1].isdecimal():
        parts.append(words[j + 1])
        j += 2
    if len(parts) < 2:
        return None
    phone = len(parts) > 2 or (len(parts[0]) == 3 and len(parts[1]) == 4)
    descending = len(parts) == 2 and len(parts[0]) + len(parts[1]) < 14 and int(parts[0]) >= int(parts[1])
    if phone or descending or words[i + 1] == "/":
        return Consumed(i, j, "other", "figures")
    return None


def _ordinal(scan: Scan, i: int) -> Consumed | None:
    """As in "the third time", "the 25th Division", "a third of"."""
    terms, word = scan.terms, scan.words[i]
    suffixed = word[0].isdecimal() and word.endswith(terms.ordinal_suffixes) and word[:-2].isdecimal()
    if word not in terms.ordinals and not suffixed:
        told = scan.word(i + 1) in terms.fraction_then or "-" in word
        if word in terms.fraction_words and told and scan.word(i + 1) not in terms.articles:
            return Consumed(i, i + 1, "percent", "fraction")
        return None
    if scan.word(i - 1) in terms.articles and word in terms.fraction_parts and scan.word(i + 1) in terms.partitive_of:
        return Consumed(i, i + 1, "percent", "fraction")
    for j in range(i + 1, min(i + 1 + terms.unit_window, len(scan.words))):
        if not scan.words[j][0].isalnum() or scan.words[j] in terms.closed:
            break
        if scan.words[j] in terms.unit_heads and (scan.capital(j) or suffixed):
            end = j + 1
            while scan.word(end) in terms.unit_heads:
                end += 1
            return Consumed(i, end, "unit_name", "unit")
    return Consumed(i, i + 1, "ordinal", "ordinal")


def _percent(scan: Scan, start: int, end: int, value: Value) -> Consumed | None:
    match = scan.terms.percent.at(scan.words, end)
    return Consumed(start, match[0], "percent", "percent", value.number) if match is not None else None


def _money(scan: Scan, start: int, end: int, value: Value) -> Consumed | None:
    terms = scan.terms
    before = start - 1
    if scan.word(before) == "." and scan.word(before - 1) in terms.money_signs:
        before -= 1
    if before >= scan.floor and scan.word(before) in terms.money_signs and value.figures:
        return Consumed(before, end, "money", "money", value.number)
    noun = terms.nouns.get(scan.word(end))
    if scan.word(end) in terms.money_signs and scan.joined(end - 1) and not scan.word(end + 1)[:1].isdecimal():
        return Consumed(start, end + 1, "money", "money", value.number)
    return Consumed(start, end + 1, "money", "money", value.number) if noun is not None and noun.kind == "money" else None


def _age(scan: Scan, start: int, end: int, value: Value) -> Consumed | None:
    terms = scan.terms
    if value.number is None or value.vague:
        return None
    if scan.word(end) == "-" and scan.word(end + 1) in terms.age_compounds:
        return Consumed(start, end + 2, "age", "age", value.number)
    after = terms.age_after.at(scan.words, end)
    if after is not None or scan.word(end) in terms.age_compounds:
        return Consumed(start, after[0] if after is not None else end + 1, "age", "age", value.number)
    if value.attached in terms.age_attached:
        return Consumed(start, end, "age", "age", value.number)
    if value.number > terms.oldest:
        return None
    opening = terms.age_before.before(scan.words, _past_bounds(scan, start), scan.floor)
    if opening is not None:
        return Consumed(opening[0], end, "age", "age", value.number)
    return _bare_age(scan, start, end, value)


def _past_bounds(scan: Scan, start: int) -> int:
    bound = scan.terms.bounds_before.before(scan.words, start, scan.floor) or scan.terms.between.before(scan.words, start, scan.floor)
    return bound[0] if bound is not None else start


def _bare_age(scan: Scan, start: int, end: int, value: Value) -> Consumed | None:
    """An age with no word for age: "Jane Doe, 34,", "a mother, 34, and", "children under 12"."""
    terms = scan.terms
    limited = scan.word(start - 1) in terms.age_limits and terms.nouns.get(scan.word(start - 2))
    if limited and limited.kind == "people" and noun_phrase(scan, end, single=False) is None and not harm_follows(scan, end):
        return Consumed(start - 1, end, "age", "age_limit", value.number)
    if scan.word(start - 1) == "of" and scan.word(start - 2) in terms.aged_of and noun_phrase(scan, end, single=False) is None:
        return Consumed(start, end, "age", "age_of", value.number)
    if not value.figures or value.scale != 1 or end != start + 1 or not scan.words[start].isdecimal():
        return None
    if scan.word(start - 1) not in (",", "(") or scan.word(end) not in terms.age_closers:
        return None
    named = start - 2
    noun = terms.nouns.get(scan.word(named))
    is_name = scan.capital(named) and scan.word(named) not in terms.closed and (noun is None or noun.kind == "people")
    is_person = noun is not None and noun.kind == "people" and not noun.plural and scan.word(named) not in terms.collectives
    if (is_name or is_person) and not _starts_tally(scan, start, end):
        return Consumed(start, end, "age", "age_after_name", value.number)
    return None


def _starts_tally(scan: Scan, start: int, end: int) -> bool:
    """As in "Homs (12), Latakia (7)" or "in Homs, 34 and": a place with its figure, not a name with its age."""
    if scan.word(start - 1) == "(" and scan.word(end) != ")":
        return True
    return scan.word(start - 3) in ("in", "at", "near", "from")


def _label(scan: Scan, start: int, end: int, value: Value) -> Consumed | None:
    """A number that is a name: "Section 302", "Unit 8200", "Highway 200", "No. 56", "#5"."""
    terms = scan.terms
    if not value.figures or value.scale != 1 or end != start + 1 or not scan.words[start].isdecimal():
        return None
    at = start - 1
    if scan.word(at) == "." and scan.word(at - 1) in terms.dotted_labels and scan.joined(at - 1):
        return Consumed(at - 1, end, "other", "label", value.number)
    label = scan.word(at)
    if at < scan.floor or not label:
        return None
    if label in terms.label_marks:
        return Consumed(at, end, "other", "label", value.number)
    of = "section" if label in terms.sections else "unit_name" if label in terms.unit_labels else "other" if label in terms.labels else None
    if of is None:
        return None
    phrase = noun_phrase(scan, end, single=value.number == 1)
    counts_people = (phrase is not None and phrase.kind in ("people", "harm")) or harm_follows(scan, end)
    if counts_people and not (scan.capital(at) and scan.mixed):
        return None
    return Consumed(at, end, of, "label", value.number)


def _fraction(scan: Scan, start: int, end: int, value: Value) -> Consumed | None:
    """As in "two thirds of", "one in five children", "nine out of 10"."""
    terms = scan.terms
    if scan.word(end) in terms.fraction_parts and value.number is not None and value.number < 10 and not value.figures:
        return Consumed(start, end + 1, "percent", "fraction")
    match = terms.of_many.at(scan.words, end)
    if match is None or match[0] >= len(scan.words) or value.number is None or value.number >= 10:
        return None
    whole = value_at(scan.tokens, scan.words, match[0], terms)
    if whole is None or whole.number not in (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 100, 1000) or whole.number <= value.number or whole.vague:
        return None
    alone = match[0] - end == 1
    phrase = noun_phrase(scan, whole.end, single=False)
    if not alone and phrase is not None and phrase.kind == "people" and harm_follows(scan, phrase.end):
        return None  # "3 out of 20 soldiers died": three of them
    if alone and not (value.number == 1 and phrase is not None and phrase.kind == "people"):
        return None
    return Consumed(start, whole.end, "percent", "fraction")


def _address(scan: Scan, start: int, end: int, value: Value) -> Consumed | None:
    """As in "1935 Orchard St.", "1200 block of", "101 Airborne Division"."""
    terms = scan.terms
    if not value.figures or value.scale != 1 or value.vague:
        return None
    for j in range(end, min(end + terms.street_window, len(scan.words))):
        word = scan.words[j]
        noun = terms.nouns.get(word)
        if word in terms.blocks or (word in terms.streets and j > end and scan.capital(j)):
            return Consumed(start, j + 1, "other", "address", value.number)
        if word in terms.unit_heads and scan.capital(j) and scan.mixed and (noun is None or not noun.plural):
            return Consumed(start, j + 1, "unit_name", "unit", value.number)
        if word == "." or not (scan.capital(j) or word in terms.clock_halves) or (noun is not None and noun.kind == "people"):
            break
    return None


def _measure(scan: Scan, start: int, end: int, value: Value) -> Consumed | None:
    """Distances, weights, calibres and durations, with the unit behind the number or run into it; decimals of anything."""
    terms = scan.terms
    if value.attached:
        phrase = noun_phrase(scan, end, single=False)
        if value.scale > 1 and phrase is not None and phrase.kind in ("people", "harm"):
            return None
        return Consumed(start, end, "measure", "measure")
    j = end + 1 if scan.word(end) == "-" and scan.joined(end - 1) and scan.joined(end) else end
    word = scan.word(j)
    if j > end:
        first = word.split("-", 1)[0]
        if first in terms.compound_times:
            return Consumed(start, j + 1, "time", "compound", value.number)
        noun = terms.nouns.get(first)
        if noun is not None and noun.kind == "measure":
            return Consumed(start, j + 1, "measure", "compound", value.number)
    noun = terms.nouns.get(word)
    if noun is not None and noun.kind in ("measure", "time"):
        return Consumed(start, j + 1, noun.kind, noun.kind, value.number)
    if value.number is None and not value.dotted:
        return Consumed(start, end, "other", "decimal")
    return None
