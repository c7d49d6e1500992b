"""Numbers as a desk writes them, and a claim's count in its source's words."""

import pytest

from knell.publishing.numbers import count_words, style_number
from knell.records import Count


@pytest.mark.parametrize(("number", "written"), [(0, "no"), (1, "one"), (9, "nine"), (10, "10"), (1018, "1,018"), (1_500_000, "1,500,000")])
def test_nine_is_a_word_and_ten_a_figure(number: int, written: str) -> None:
    assert style_number(number) == written


@pytest.mark.parametrize(
    ("given", "count", "written"),
    [
        ("52", Count(low=52, high=52, best=52), "52"),
        ("Sixteen", Count(low=16, high=16, best=16), "16"),
        ("9", Count(low=9, high=9, best=9), "nine"),
        ("thirty-eight", Count(low=38, high=38, best=38), "38"),
        ("Over 70", Count(low=71, kind="more_than"), "over 70"),
        ("13 or more", Count(low=13, kind="at_least"), "13 or more"),
        ("At least two dozen", Count(low=24, kind="at_least"), "at least two dozen"),
        ("2,300-2,400", Count(low=2300, high=2400, kind="between"), "2,300–2,400"),
        ("a family of five", Count(low=5, high=5, best=5), "a family of five"),
        ("Dozens", Count(low=24, kind="vague"), "dozens"),
        ("civilians", Count(low=2, kind="vague"), ""),
        ("Samir", Count(low=1, high=1, kind="named"), "one"),
    ],
)
def test_a_count_keeps_its_sources_words(given: str, count: Count, written: str) -> None:
    assert count_words(count, given) == written


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (Count(low=71, kind="more_than"), "more than 70"),
        (Count(low=52, kind="at_least"), "at least 52"),
        (Count(low=0, high=40, kind="at_most"), "up to 40"),
        (Count(best=50, kind="about"), "about 50"),
        (Count(low=10, high=12, kind="between"), "between 10 and 12"),
        (Count(low=24, kind="vague"), ""),
    ],
)
def test_a_count_without_words_says_its_bounds_and_never_the_machines_low(count: Count, written: str) -> None:
    assert count_words(count, None) == written
