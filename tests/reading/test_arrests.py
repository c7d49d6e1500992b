"""Which arrests told beside violence are part of the inquiry into it."""

import pytest

from .conftest import Read

KILLING = "A judge was shot dead outside her home in Homs on Monday. "


def arrest_of(claims):  # type: ignore[no-untyped-def]
    return next(c for c in claims if c.harm == "detained")


def test_suspects_taken_for_a_killing_are_part_of_the_inquiry_and_still_detained(read: Read) -> None:
    claim = arrest_of(read(KILLING + "Police arrested two suspects on Tuesday."))
    assert (claim.event.type, claim.harm) == ("investigation", "detained")


def test_the_reason_of_the_arrest_may_stand_beside_it(read: Read) -> None:
    assert arrest_of(read(KILLING + "Two men were arrested on Tuesday. They are accused of driving the car.")).event.type == "investigation"


def test_an_arrest_of_students_without_a_reason_is_a_detention(read: Read) -> None:
    assert arrest_of(read(KILLING + "Soldiers arrested nine students on Tuesday.")).event.type == "detention"


def test_an_arrest_in_a_report_without_violence_is_a_detention_whatever_the_charge(read: Read) -> None:
    assert arrest_of(read("Police arrested two suspects in Homs on Tuesday.")).event.type == "detention"


def test_whom_an_armed_group_takes_is_no_suspect(read: Read) -> None:
    claims = read(KILLING + "Rebels detained three men whom they accused of spying.")
    assert all(c.event.type != "investigation" for c in claims if c.harm != "none")


def detained(read: Read, text: str) -> list[list[tuple[str | None, str | None]]]:
    return [[(p.kind, p.text) for p in c.perpetrators] for c in read(text) if c.event.type == "detention"]


@pytest.mark.parametrize(
    "text",
    [
        "He proposed that the culprits be booked under the law.",
        "Some called for a ban on the group and the arrest of its leaders.",
        "Under the act preventive arrests can be made.",
        "They would court arrest on Monday.",
    ],
)
def test_nobody_is_implied_to_have_made_an_arrest_that_is_only_wished(read: Read, text: str) -> None:
    assert all(not doers for doers in detained(read, text))


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("The northern police, investigating the theft, have arrested 18 persons.", "The northern police"),
        ("The two were arrested by a squad comprising personnel of the town police.", "the town police"),
        ("The agent, who is in the custody of the city police, fell ill.", "the city police"),
        ("ram and shyam, who were caught by the city police, belong to the town.", "the city police"),
    ],
)
def test_the_police_who_arrested_are_found_over_what_stands_between(read: Read, text: str, doer: str) -> None:
    assert detained(read, text) == [[("police", doer)]]


def test_land_in_the_custody_of_a_court_is_nobody_detained(read: Read) -> None:
    assert detained(read, "The land is in the custody of the court.") == []


def test_a_possessive_whose_mark_was_doubled_opens_no_quotation(read: Read) -> None:
    claims = read("the man was arrested ahead of the union''s march. he was sent to jail. the mayor''s aide was hurt in the market.")
    assert [c.harm for c in claims][:1] == ["detained"] and any(c.passage.text == "he was sent to jail." for c in claims)
