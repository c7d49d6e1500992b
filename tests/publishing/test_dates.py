"""Dates in British style."""

import pytest

from knell.publishing.dates import style_date, when
from knell.records import Time


@pytest.mark.parametrize(
    ("iso", "written"),
    [
        ("2025-03-07", "7 March 2025"),
        ("2025-03-07T23:30:00+03:00", "7 March 2025"),
        ("2025-03", "March 2025"),
        ("2025-13", None),
        (None, None),
    ],
)
def test_a_date_is_day_month_year(iso: str | None, written: str | None) -> None:
    assert style_date(iso) == written


@pytest.mark.parametrize(
    ("time", "written"),
    [
        (Time(from_="2025-03-07", to="2025-03-07"), ("on", "7 March 2025")),
        (Time(from_="2025-03-06", to="2025-03-10"), ("from", "6 to 10 March 2025")),
        (Time(from_="2025-02-28", to="2025-03-02"), ("from", "28 February to 2 March 2025")),
        (Time(from_="2024-12-31", to="2025-01-01"), ("from", "31 December 2024 to 1 January 2025")),
        (Time(from_="2025-03-06"), ("since", "6 March 2025")),
        (Time(to="2025-03-06"), ("by", "6 March 2025")),
        (Time(from_="2025-03-01", to="2025-03-31", precision="month"), ("in", "March 2025")),
        (Time(from_="2025-01-01", to="2025-12-31", precision="year"), ("in", "2025")),
        (Time(), None),
    ],
)
def test_a_stretch_of_time_has_its_preposition(time: Time, written: tuple[str, str] | None) -> None:
    assert when(time) == written
