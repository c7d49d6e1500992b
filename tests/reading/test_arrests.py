"""Which arrests told beside violence are part of the inquiry into it."""

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
