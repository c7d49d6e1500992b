"""When and where a claim is."""

import pytest

from .conftest import Read


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Thu Dec 29 2016 Army kills 12 fighters in Homs.", None),
        ("Published December 29 2016 Twelve fighters were killed on Wednesday in Homs.", "on Wednesday"),
        ("Twelve fighters were killed on Thursday, December 29, 2016 in Homs.", "on Thursday, December 29, 2016"),
    ],
)
def test_the_date_a_report_carries_at_its_head_is_no_day_of_death(read: Read, text: str, day: str | None) -> None:
    (claim,) = (c for c in read(text, "2016-12-29") if c.harm == "killed")
    assert (claim.time.text if claim.time is not None else None) == day


def test_a_date_is_no_part_of_who_is_named_after_it(read: Read) -> None:
    claim = next(c for c in read("Thu Dec 29 2016 Army kills 12 fighters in Homs.", "2016-12-29") if c.harm == "killed")
    assert [p.text for p in claim.perpetrators] == ["Army"]
