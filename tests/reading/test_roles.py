"""Who did it, past the words that stand between a doer and the deed."""

import pytest

from .conftest import Read


@pytest.mark.parametrize(
    ("text", "word", "doer"),
    [
        ("Soldiers posted at the gate killed one of them in Homs.", "killed", "Soldiers"),
        ("The soldiers who guarded the camp fired on the crowd in Homs.", "fired on", "The soldiers"),
        ("When youths threw bottles, the police that was accompanying the mob fired at the youths.", "fired", "the police"),
        ("Gunmen attacked farmers in the market of Homs and killed 12.", "killed", "Gunmen"),
    ],
)
def test_the_doer_is_found_past_what_only_describes_it(read: Read, text: str, word: str, doer: str) -> None:
    claim = next(c for c in read(text) if c.event.text == word)
    assert [p.text for p in claim.perpetrators] == [doer]


@pytest.mark.parametrize(
    "text",
    [
        "The arrests were made on Tuesday evening.",
        "The arrests followed the minister's visit.",
        "Four of them were held in connection with the fire.",
        "The government was putting them behind bars, he alleged.",
        "The four men were caught by the city police near the border.",
        "The police acted and caught some of them.",
        "The accused have been booked under the new act.",
        "the city police raided the hideouts and arrested karim bari.",
    ],
)
def test_an_arrest_is_read_in_all_its_words(read: Read, text: str) -> None:
    arrests = [c for c in read(text) if c.event.type == "detention"]
    assert [c.harm for c in arrests] == ["detained"]
    assert {p.kind for c in arrests for p in c.perpetrators} == {"police"}


def test_a_market_that_caught_the_eye_was_not_detained(read: Read) -> None:
    assert not [c for c in read("The market held some of them back, and the light caught some of the stalls.") if c.harm == "detained"]


def test_the_police_firing_is_a_deed_of_the_police(read: Read) -> None:
    claim = next(c for c in read("The town stayed calm after the police firing in Homs.") if c.event.text == "police firing")
    assert [p.kind for p in claim.perpetrators] == ["police"]


def test_tear_gas_shells_are_no_shelling(read: Read) -> None:
    assert "shelling" not in {c.event.type for c in read("Tear-gas shells were fired at the crowd in the market of Homs.")}
