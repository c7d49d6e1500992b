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


def test_a_country_that_owns_a_place_is_not_where_it_was(read: Read) -> None:
    assert [p.name for p in read("Shelling in Ukraine's Kharkiv region killed two people.")[0].places] == ["Kharkiv"]


@pytest.mark.parametrize(
    "total",
    [
        "At least 7,300 people have been killed by the security forces since the 2021 coup.",
        "The war, which broke out in April 2023, has killed 7,300 people.",
    ],
)
def test_what_a_long_war_has_killed_was_not_at_the_place_of_the_deed_before(read: Read, total: str) -> None:
    deed, war, after = [c for c in read(f"Gunmen killed 12 people in Homs on Monday. {total} Two others were hurt.") if c.count is not None]
    assert war.places == () and war.time is not None and war.time.text is not None and "Monday" not in war.time.text
    assert [p.name for p in after.places] == [p.name for p in deed.places] and after.time == deed.time


def test_where_a_speaker_stood_is_not_where_it_was(read: Read) -> None:
    claims = read("Gunmen killed 12 people in Homs. Another 16 were injured, spokesman John Roe said in Geneva.")
    assert [[p.name for p in c.places] for c in claims if c.count is not None] == [["Homs"], ["Homs"]]


def test_who_is_told_of_after_the_toll_of_a_war_is_not_part_of_it_by_that(read: Read) -> None:
    claims = read("The ministry says 7,300 people have been killed since the 2021 coup. On Monday a boy was shot dead in Homs.")
    assert [r for c in claims[1:] for r in c.relations if r.kind == "part_of"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen shot a farmer in Hama on Monday. He was flown to a hospital in Homs, where he died.",
        "Gunmen shot a farmer in Hama on Monday. The farmer died at a hospital in Homs.",
    ],
)
def test_the_town_of_the_hospital_is_not_where_it_happened(read: Read, text: str) -> None:
    assert {p.name for c in read(text) if c.harm in ("killed", "injured") for p in c.places} == {"Hama"}


def test_a_hospital_that_was_hit_is_where_it_happened(read: Read) -> None:
    claims = read("An airstrike on a hospital in Homs killed three nurses.")
    assert {p.name for c in claims if c.harm == "killed" for p in c.places} == {"Homs"}
