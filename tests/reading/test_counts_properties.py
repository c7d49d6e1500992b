"""What holds for the numbers of any text whatever."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knell.reading.counts import find_quantities, noun_after, number_terms
from knell.reading.pieces import Unit
from knell.reading.tokens import tokenize

TERMS = number_terms("en")
WORDS = sorted(
    {
        *TERMS.triggers, *TERMS.closed, *TERMS.harmed, *TERMS.harming, *TERMS.tolls, *TERMS.range_to, *TERMS.money_signs, *TERMS.labels,
        *TERMS.times.months, *TERMS.times.weekdays, *list(TERMS.nouns)[:300], *TERMS.bounds_before.first_words, *TERMS.age_compounds,
        "12", "1,018", "7.62mm", "2011", "25th", "1990s", "100s", "3am", "-", "/", ":", ",", ".", "(", ")", "'s", "’", "%", "Homs", "٥٢", "½", "²", "🕯️",
    }
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=12).map("".join),
)


def unit_of(text: str) -> Unit:
    return Unit.of(0, len(text), "body", 0, 0, tokenize(text))


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from([str, str.upper, str.lower, str.title]))
def test_any_text_gives_quantities_in_order_inside_it_without_overlap(text, cased):
    unit = unit_of(cased(text))
    reached = 0
    for quantity in find_quantities(unit, TERMS):
        assert reached <= quantity.start < quantity.end <= unit.end
        reached = quantity.end


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_the_ends_of_a_count_keep_the_contract(text):
    unit = unit_of(text)
    for q in find_quantities(unit, TERMS):
        known = [n for n in (q.low, q.high, q.best) if n is not None]
        assert all(n >= 0 for n in known)
        assert q.low is None or q.high is None or q.low <= q.high
        if q.kind == "vague":
            assert q.high is None
            assert q.low is not None
        if q.kind in ("at_least", "more_than"):
            assert q.high is None
        if q.kind == "about":
            assert (q.low, q.high) == (None, None)
        if q.best is not None:
            assert q.kind == "about" or q.low == q.high == q.best
        span = noun_after(unit, q)
        assert span is None or 0 <= span[0] < span[1] <= len(unit.tokens)


@given(st.integers(2, 10**9), st.sampled_from(["{}", "over {}", "at least {}", "up to {}", "about {}", "fewer than {}"]))
def test_a_bound_entails_what_it_says_of_any_number(number, pattern):
    (q,) = [q for q in find_quantities(unit_of(f"They killed {pattern.format(f'{number:,}')} people."), TERMS) if q.of == "people"]
    expected = {
        "{}": (number, number, number), "over {}": (number + 1, None, None), "at least {}": (number, None, None),
        "up to {}": (0, number, None), "about {}": (None, None, number), "fewer than {}": (0, number - 1, None),
    }  # fmt: skip
    assert (q.low, q.high, q.best) == expected[pattern]


@given(st.integers(1, 999), st.integers(1, 999))
def test_a_range_is_one_count_with_both_ends(one, other):
    low, high = sorted((one, one + other))
    (q,) = [q for q in find_quantities(unit_of(f"between {low} and {high} people were killed"), TERMS) if q.of == "people"]
    assert (q.low, q.high, q.best, q.kind) == (low, high, None, "between")


ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def spelt(number: int) -> str:
    """A number in words, as English writes it."""
    if number >= 1000:
        rest = number % 1000
        return spelt(number // 1000) + " thousand" + ((" and " if rest < 100 else " ") + spelt(rest) if rest else "")
    if number >= 100:
        return spelt(number // 100) + " hundred" + (" and " + spelt(number % 100) if number % 100 else "")
    if number >= 20:
        return TENS[number // 10 - 2] + ("-" + ONES[number % 10 - 1] if number % 10 else "")
    return ONES[number - 1]


@given(st.integers(2, 999_999))
def test_a_number_in_words_is_the_number_in_figures(number):
    (q,) = [q for q in find_quantities(unit_of(f"They killed {spelt(number)} people."), TERMS) if q.of == "people"]
    assert (q.low, q.high) == (number, number)


def test_the_same_unit_gives_the_same_quantities():
    unit = unit_of("At least 52 people were killed and up to 40 injured so far; a man died.")
    assert find_quantities(unit, TERMS) == find_quantities(unit, TERMS)


@pytest.mark.parametrize(
    "chunk",
    ["so far 5 killed ", "1-2-3-4-5-", "one hundred and ", "aged 12, ", "hundreds of thousands or ", "a a a ", "1 018 ", "12 of the ", "6, 7, 8 March and "],
)  # fmt: skip
def test_a_unit_ten_times_as_long_takes_about_ten_times_as_long(chunk):
    def seconds(size: int) -> float:
        unit = unit_of((chunk * (size // len(chunk) + 1))[:size])
        best = 60.0
        for _ in range(4):
            # The best of several: a neighbour on the machine slows one run, and only what grows with the text slows them all.
            started = process_time()
            find_quantities(unit, TERMS)
            best = min(best, process_time() - started)
        return best

    seconds(2_000)
    assert seconds(100_000) < 40 * max(seconds(10_000), 0.001)
