"""Times resolved against publication. The sentences are our own; 8 March 2025 is a Saturday."""

import pytest

from knell.reading.pieces import TimeMention, Unit
from knell.reading.times import find_times, time_terms
from knell.reading.tokens import tokenize

TERMS = time_terms("en")
SATURDAY = "2025-03-08"


def units_of(text: str) -> list[Unit]:
    """A unit a line."""
    units: list[Unit] = []
    at = 0
    for line in text.split("\n"):
        tokens = tokenize(text, at, at + len(line))
        if tokens:
            units.append(Unit.of(tokens[0].start, tokens[-1].end, "body", 0, len(units), tokens))
        at += len(line) + 1
    return units


def read(text: str, published: str | None = SATURDAY) -> tuple[TimeMention, ...]:
    return find_times(text, units_of(text), published, TERMS)


def days(text: str, published: str | None = SATURDAY) -> list[tuple[str, str | None, str | None]]:
    """Each time's words and days."""
    return [(text[m.start : m.end], m.from_, m.to) for m in read(text, published)]


@pytest.mark.parametrize(
    ("text", "words", "first", "last", "precision"),
    [
        ("Shelling began on Thursday.", "on Thursday", "2025-03-06", "2025-03-06", "day"),
        ("It began on Saturday.", "on Saturday", "2025-03-08", "2025-03-08", "day"),
        ("It began last Thursday.", "last Thursday", "2025-03-06", "2025-03-06", "day"),
        ("It began last Saturday.", "last Saturday", "2025-03-01", "2025-03-01", "day"),
        ("A vigil is set for next Friday.", "next Friday", "2025-03-14", "2025-03-14", "day"),
        ("It began Thursday night.", "Thursday night", "2025-03-06", "2025-03-06", "day"),
        ("It began early Friday.", "early Friday", "2025-03-07", "2025-03-07", "day"),
        ("They came at dawn on Friday.", "at dawn on Friday", "2025-03-07", "2025-03-07", "day"),
        ("They came on the night of 6 March.", "on the night of 6 March", "2025-03-06", "2025-03-06", "day"),
        ("They came on Monday of last week.", "on Monday of last week", "2025-02-24", "2025-02-24", "day"),
        ("It began yesterday.", "yesterday", "2025-03-07", "2025-03-07", "day"),
        ("It began the day before yesterday.", "the day before yesterday", "2025-03-06", "2025-03-06", "day"),
        ("It began today.", "today", "2025-03-08", "2025-03-08", "day"),
        ("It began last night.", "last night", "2025-03-07", "2025-03-07", "day"),
        ("It went on overnight.", "overnight", "2025-03-07", "2025-03-08", "days"),
        ("It began last week.", "last week", "2025-02-24", "2025-03-02", "week"),
        ("It began this week.", "this week", "2025-03-03", "2025-03-09", "week"),
        ("It began last month.", "last month", "2025-02-01", "2025-02-28", "month"),
        ("It began last year.", "last year", "2024-01-01", "2024-12-31", "year"),
        ("It began at the weekend.", "at the weekend", "2025-03-08", "2025-03-09", "days"),
        ("It began two days ago.", "two days ago", "2025-03-06", "2025-03-06", "day"),
        ("It began three weeks ago.", "three weeks ago", "2025-02-10", "2025-02-16", "week"),
        ("It began 5 months ago.", "5 months ago", "2024-10-01", "2024-10-31", "month"),
        ("It began ten years ago.", "ten years ago", "2015-01-01", "2015-12-31", "year"),
        ("It began on 7 March.", "on 7 March", "2025-03-07", "2025-03-07", "day"),
        ("It began on March 7.", "on March 7", "2025-03-07", "2025-03-07", "day"),
        ("It began on the 7th of March.", "on the 7th of March", "2025-03-07", "2025-03-07", "day"),
        ("It began on March 7, 2024.", "on March 7, 2024", "2024-03-07", "2024-03-07", "day"),
        ("It began on Friday, March 7, 2025.", "on Friday, March 7, 2025", "2025-03-07", "2025-03-07", "day"),
        ("It began on 30 December.", "on 30 December", "2024-12-30", "2024-12-30", "day"),
        ("Between 7-9 March it burned.", "Between 7-9 March", "2025-03-07", "2025-03-09", "days"),
        ("Between 6 and 10 March it burned.", "Between 6 and 10 March", "2025-03-06", "2025-03-10", "days"),
        ("From 6 to 10 March it burned.", "From 6 to 10 March", "2025-03-06", "2025-03-10", "days"),
        ("From 28 February to 2 March it burned.", "From 28 February to 2 March", "2025-02-28", "2025-03-02", "days"),
        ("From 30 December to 2 January it burned.", "From 30 December to 2 January", "2024-12-30", "2025-01-02", "days"),
        ("It burned 6, 7 and 8 March.", "6, 7 and 8 March", "2025-03-06", "2025-03-08", "days"),
        ("It burned on March 6 and 7 in two towns.", "on March 6 and 7", "2025-03-06", "2025-03-07", "days"),
        ("It burned between Thursday and Saturday.", "between Thursday and Saturday", "2025-03-06", "2025-03-08", "days"),
        ("It burned on Thursday and Friday.", "on Thursday and Friday", "2025-03-06", "2025-03-07", "days"),
        ("It began in March.", "in March", "2025-03-01", "2025-03-31", "month"),
        ("It began in early March.", "in early March", "2025-03-01", "2025-03-31", "month"),
        ("It began in mid-March.", "in mid-March", "2025-03-01", "2025-03-31", "month"),
        ("It began in December.", "in December", "2024-12-01", "2024-12-31", "month"),
        ("It began in April 2024.", "in April 2024", "2024-04-01", "2024-04-30", "month"),
        ("It lasted from January to March.", "from January to March", "2025-01-01", "2025-03-31", "month"),
        ("It began in 2011.", "in 2011", "2011-01-01", "2011-12-31", "year"),
        ("It lasted between 2011 and 2015.", "between 2011 and 2015", "2011-01-01", "2015-12-31", "year"),
        ("The war of 2011-2018.", "2011-2018", "2011-01-01", "2018-12-31", "year"),
        ("It was so in the 1990s.", "1990s", "1990-01-01", "1999-12-31", "year"),
        ("In the past 24 hours it grew.", "In the past 24 hours", "2025-03-07", "2025-03-08", "days"),
        ("Over two days it grew.", "Over two days", "2025-03-06", "2025-03-08", "days"),
        ("In 72 hours it grew.", "In 72 hours", "2025-03-05", "2025-03-08", "days"),
        ("In the last week it grew.", "In the last week", "2025-03-01", "2025-03-08", "days"),
        ("In the past five weeks it grew.", "In the past five weeks", "2025-02-01", "2025-03-08", "days"),
        ("Christmas Eve was calm.", "Christmas Eve", "2024-12-24", "2024-12-24", "day"),
        ("On New Year's Day it began.", "On New Year's Day", "2025-01-01", "2025-01-01", "day"),
        ("On 2025-03-06 it began.", "On 2025-03-06", "2025-03-06", "2025-03-06", "day"),
        ("On 15/3/2024 it began.", "On 15/3/2024", "2024-03-15", "2024-03-15", "day"),
        ("On 3/15/2024 it began.", "On 3/15/2024", "2024-03-15", "2024-03-15", "day"),
        ("On 06-01-2016 it began.", "On 06-01-2016", None, None, "day"),
        ("It began on the 5th of this month.", "on the 5th of this month", "2025-03-05", "2025-03-05", "day"),
    ],
)  # fmt: skip
def test_a_time_is_resolved_against_publication(text, words, first, last, precision):
    (mention,) = read(text)
    assert (text[mention.start : mention.end], mention.from_, mention.to, mention.precision) == (words, first, last, precision)


@pytest.mark.parametrize(
    ("text", "words", "bound", "first", "last"),
    [
        ("Hundreds died since Thursday.", "since Thursday", "since", "2025-03-06", "2025-03-08"),
        ("Hundreds died since 6 March.", "since 6 March", "since", "2025-03-06", "2025-03-08"),
        ("Hundreds died since 2011.", "since 2011", "since", "2011-01-01", "2025-03-08"),
        ("From Thursday onwards it grew.", "From Thursday onwards", "since", "2025-03-06", "2025-03-08"),
        ("After 6 March it grew.", "After 6 March", "since", "2025-03-06", "2025-03-08"),
        ("Hundreds died by Saturday evening.", "by Saturday evening", "until", "2025-03-08", "2025-03-08"),
        ("Hundreds died by the end of February.", "by the end of February", "until", "2025-02-01", "2025-02-28"),
        ("The curfew holds until 31 March.", "until 31 March", "until", "2025-03-31", "2025-03-31"),
        ("They fled before 6 March.", "before 6 March", "before", "2025-03-06", "2025-03-06"),
    ],
)  # fmt: skip
def test_the_words_before_a_time_bind_it(text, words, bound, first, last):
    (mention,) = read(text)
    assert (text[mention.start : mention.end], mention.bound, mention.from_, mention.to) == (words, bound, first, last)


@pytest.mark.parametrize(
    "text",
    ["In December it fell.", "On Thursday it fell.", "On 7 March it fell.", "Yesterday it fell.", "Last week it fell.", "Two days ago it fell.", "On Christmas Eve it fell."],
)  # fmt: skip
def test_without_publication_what_leans_on_it_stays_unresolved(text):
    (mention,) = read(text, None)
    assert (mention.from_, mention.to) == (None, None)


def test_a_full_date_needs_no_anchor():
    assert days("On 30 December 1989 and in March 2025 and in 2011", None) == [
        ("On 30 December 1989", "1989-12-30", "1989-12-30"), ("in March 2025", "2025-03-01", "2025-03-31"), ("in 2011", "2011-01-01", "2011-12-31"),
    ]  # fmt: skip


def test_since_without_publication_is_open_at_the_end():
    assert days("since 6 March 2025", None) == [("since 6 March 2025", "2025-03-06", None)]


def test_a_month_of_publication_anchors_months_and_not_day_names():
    assert days("In December and on 7 March and on Thursday", "2025-03") == [
        ("In December", "2024-12-01", "2024-12-31"), ("on 7 March", "2025-03-07", "2025-03-07"), ("on Thursday", None, None),
    ]  # fmt: skip


def test_a_moment_of_publication_anchors_by_its_own_day():
    assert days("On Saturday.", "2025-03-08T23:30:00-05:00") == [("On Saturday", "2025-03-08", "2025-03-08")]


def test_a_dateline_anchors_a_text_without_publication():
    text = "SAN SALVADOR, 3 JAN 90 -- THE CLASH TOOK PLACE ON 30 DECEMBER, AND ANOTHER YESTERDAY."
    assert [(m.from_, m.rule) for m in read(text, None)] == [("1990-01-03", "dateline"), ("1989-12-30", "day"), ("1990-01-02", "offset")]


def test_a_dateline_is_flagged_and_publication_still_anchors():
    assert [(m.from_, m.rule) for m in read("BAGHDAD, March 7 (Wire) - On Friday it began.")] == [
        ("2025-03-07", "dateline"),
        ("2025-03-07", "weekday"),
    ]


def test_a_date_that_opens_the_text_is_its_dateline():
    assert [m.rule for m in read("Wed 05 Apr 2017 Strike hits town on Tuesday", None)] == ["dateline", "weekday"]


def test_a_date_inside_a_sentence_is_no_dateline():
    assert [m.rule for m in read("The town was hit on 5 April 2017, officials said.", None)] == ["day"]


@pytest.mark.parametrize(
    "text",
    [
        "It may be that they march on and sat down for a second.", "Protesters March in Paris while the Sun shines.", "THE GOVERNMENT MAY BE WRONG.",
        "He may 12 times a day.", "April Jones and June Smith met August Miller.", "The third man won 3-1 over 12 rounds.", "Bloody Sunday and the Sunday Times.",
        "By 2000 soldiers and 1999 others.", "A 5-year-old and a two-day march.", "He was sentenced to 12 years.",
    ],
)  # fmt: skip
def test_words_that_only_look_like_times_are_left_alone(text):
    assert read(text) == ()


def test_a_month_that_is_a_common_word_is_one_after_a_firm_sign():
    assert days("In May it began, and in march it ended") == [("In May", "2024-05-01", "2024-05-31")]
    assert [m.from_ for m in read("in march it ended, on may 5 it began")] == ["2025-03-01", "2024-05-05"]


def test_a_number_after_in_and_a_month_is_not_its_day():
    assert days("In March 12 people died; March 6 and 7 were wounded.") == [
        ("In March", "2025-03-01", "2025-03-31"),
        ("March 6", "2025-03-06", "2025-03-06"),
    ]


def test_a_date_in_figures_that_reads_two_ways_is_the_recent_one_or_none():
    assert days("05-09-2013 Blast in the capital", "2013-09-05") == [("05-09-2013", "2013-09-05", "2013-09-05")]
    assert days("It began on 03/04/2025.", "2025-03-08") == [("on 03/04/2025", "2025-03-04", "2025-03-04")]
    assert days("It began on 02/04/2024.", "2025-03-08") == [("on 02/04/2024", None, None)]
    assert days("It began on 04/04/2024.", None) == [("on 04/04/2024", "2024-04-04", "2024-04-04")]


def test_a_year_told_from_publication_dates_a_month_or_a_day():
    assert days("In February of last year and on 5 May last year it fell.") == [
        ("In February of last year", "2024-02-01", "2024-02-29"), ("on 5 May last year", "2024-05-05", "2024-05-05"),
    ]  # fmt: skip
    assert days("In February of last year it fell.", None) == [("In February of last year", None, None)]


def test_words_that_look_forward_send_a_day_forward():
    assert days("A vote will be held on Friday.") == [("on Friday", "2025-03-14", "2025-03-14")]


def test_a_day_without_its_year_lies_in_the_past_unless_that_is_most_of_a_year_back():
    assert days("on 10 May and on 12 March") == [("on 10 May", "2024-05-10", "2024-05-10"), ("on 12 March", "2025-03-12", "2025-03-12")]


def test_times_inside_the_story_stay_unresolved():
    assert [(m.from_, m.rule) for m in read("Two days later, and the previous day, and at dawn.")] == [(None, "unresolved")] * 3


def test_a_stretch_of_something_else_is_not_counted_from_publication():
    assert [d[0] for d in days("in the last two weeks of January")] == ["January"]


def test_a_day_that_is_no_day_is_not_resolved():
    assert [d[1] for d in days("on 31 February 2025")] == [None]


def test_the_29th_of_february_is_the_latest_there_was():
    assert days("on 29 February") == [("on 29 February", "2024-02-29", "2024-02-29")]


def test_a_day_on_either_side_of_a_line_break_is_one_time():
    text = "It began on 30\nDECEMBER in the hills."
    unit = Unit.of(0, len(text), "body", 0, 0, tokenize(text))
    (mention,) = find_times(text, [unit], SATURDAY, TERMS)
    assert mention.from_ == "2024-12-30"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Thousands have been killed since the war began in March 2011.", "2011-03-01"),
        ("Thousands have died since its conflict broke out in March 2011.", "2011-03-01"),
        ("Thousands died in the revolt that started in 2011.", "2011-01-01"),
        ("Thousands died since the start of the uprising against the ruler in March 2011.", "2011-03-01"),
    ],
)
def test_the_start_of_a_war_is_since_when(text: str, found: str) -> None:
    (mention,) = read(text)
    assert (mention.bound, mention.from_, mention.to) == ("since", found, SATURDAY)


@pytest.mark.parametrize(
    "text", ["The war took his son in March 2011.", "Talks began in March 2011.", "He has lived here since he was born in March 2011."]
)
def test_a_time_in_a_war_is_that_time(text: str) -> None:
    assert [m.bound for m in read(text)] == ["on"]
