"""What holds for the times of any text whatever."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from knell.reading.pieces import Unit
from knell.reading.times import find_times, time_terms
from knell.reading.tokens import tokenize

TERMS = time_terms("en")
WORDS = sorted(
    {
        *TERMS.triggers, *TERMS.relative.first_words, *TERMS.bounds.first_words, *TERMS.range_joiners, *TERMS.list_joiners, *TERMS.ago, *TERMS.openers,
        "week", "month", "year", "past", "hours", "days", "7", "06", "31", "30", "12", "2011", "2025", "90", "99", "1990s", "7th", "-", "/", ",", "(", ")", "--", "'s", "٧", "🕯️",
    }
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=150),
    st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=10).map("".join),
)
PUBLISHED = st.one_of(
    st.none(),
    st.dates().map(date.isoformat),
    st.dates().map(lambda d: d.isoformat()[:7]),
    st.just("2025-03-08T10:00:00Z"),
    st.text(max_size=10),
)


def unit_of(text: str) -> Unit:
    return Unit.of(0, len(text), "body", 0, 0, tokenize(text))


@settings(max_examples=500, deadline=None)
@given(TEXTS, PUBLISHED, st.sampled_from([str, str.upper, str.lower, str.title]))
def test_any_text_gives_times_in_order_inside_it_with_days_in_order(text, published, cased):
    text = cased(text)
    reached = 0
    for mention in find_times(text, [unit_of(text)], published, TERMS):
        assert reached <= mention.start < mention.end <= len(text)
        reached = mention.end
        if mention.from_ is None:
            assert mention.to is None
        elif mention.to is None:
            assert mention.bound == "since"
        else:
            assert date.fromisoformat(mention.from_) <= date.fromisoformat(mention.to)


@given(
    st.dates(date(1950, 1, 1), date(2050, 12, 31)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d %b %Y", "%A, %B %d, %Y", "%d.%m.%Y"]),
)
def test_a_full_date_is_itself_in_any_spelling_and_needs_no_anchor(day, spelling):
    text = f"It happened on {day.strftime(spelling)}."
    (mention,) = find_times(text, [unit_of(text)], None, TERMS)
    assert (mention.from_, mention.to) == (day.isoformat(), day.isoformat())


@given(st.dates(date(1950, 1, 1), date(2050, 12, 31)), st.sampled_from(sorted(TERMS.weekdays)))
def test_a_day_name_is_within_the_week_up_to_publication(published, name):
    text = f"It happened on {name.title()}."
    (mention,) = find_times(text, [unit_of(text)], published.isoformat(), TERMS)
    day = date.fromisoformat(mention.from_ or "")
    assert published - timedelta(days=6) <= day <= published
    assert day.weekday() == TERMS.weekdays[name]


@given(st.dates(date(1950, 1, 1), date(2050, 12, 31)), st.sampled_from(sorted(TERMS.months)))
def test_a_bare_month_is_the_latest_that_began_by_publication(published, name):
    text = f"It happened in {name.title()}."
    (mention,) = find_times(text, [unit_of(text)], published.isoformat(), TERMS)
    first = date.fromisoformat(mention.from_ or "")
    assert first <= published < date(first.year + 1, first.month, 1)
    assert first.month == TERMS.months[name]


def test_the_same_text_gives_the_same_times():
    text = "On Thursday and in the past 24 hours, since 6 March."
    unit = unit_of(text)
    assert find_times(text, [unit], "2025-03-08", TERMS) == find_times(text, [unit], "2025-03-08", TERMS)
