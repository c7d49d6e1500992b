"""Stated dates: every form that can be read one way, and none that can be read two ways."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.intake.days import read_stated_date
from knell.records import Report


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        ("2025-03-07", "2025-03-07"),
        ("2025-03-07T18:22:00+02:00", "2025-03-07T18:22:00+02:00"),
        ("2025-03-07T18:22:00.123Z", "2025-03-07T18:22:00Z"),
        ("2025-03-07 18:22:00 +0200", "2025-03-07T18:22:00+02:00"),
        ("2025-03-07T18:22", "2025-03-07T18:22:00"),
        ("2025-03-07T00:00:00", "2025-03-07"),
        ("2025/03/07", "2025-03-07"),
        ("20250307", "2025-03-07"),
        ("D:20250307182200+02'00'", "2025-03-07T18:22:00+02:00"),
        ("D:20250307182200Z", "2025-03-07T18:22:00Z"),
        ("Fri, 07 Mar 2025 18:22:00 +0200", "2025-03-07T18:22:00+02:00"),
        ("Fri, 07 Mar 2025 18:22:00 GMT", "2025-03-07T18:22:00+00:00"),
        ("7 March 2025", "2025-03-07"),
        ("Published on March 7th, 2025 at noon", "2025-03-07"),
        ("7 mars 2025", "2025-03-07"),
        ("7. März 2025", "2025-03-07"),
        ("7 de marzo de 2025", "2025-03-07"),
        ("7 Mart 2025", "2025-03-07"),
        ("7 آذار 2025", "2025-03-07"),
        ("7 марта 2025", "2025-03-07"),
    ],
)
def test_a_stated_date_is_read(stated: str, read: str) -> None:
    assert read_stated_date(stated) == read


@pytest.mark.parametrize(
    "stated",
    ["", "07/03/2025", "7.3.25", "yesterday", "2025", "2025-02-30", "31 February 2025", "0001-01-01", "9999999999", "march 2025", "12:30"],
)
def test_what_is_no_date_or_two_is_not_read(stated: str) -> None:
    assert read_stated_date(stated) is None


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_in_every_form(day: date) -> None:
    for stated in (day.isoformat(), f"{day:%d %B %Y}", f"{day:%B %d, %Y}", f"{day:D:%Y%m%d}"):
        assert read_stated_date(stated) == day.isoformat()


@given(st.datetimes(datetime(1950, 1, 1), datetime(2100, 12, 31), timezones=st.timezones()))
def test_every_moment_is_one_a_report_can_have(moment: datetime) -> None:
    read = read_stated_date(moment.isoformat())
    assert read is None or Report(id="r", text="", published=read).published == read


@given(st.text(max_size=60))
def test_any_text_can_be_asked(text: str) -> None:
    read = read_stated_date(text)
    assert read is None or Report(id="r", text="", published=read).published == read
