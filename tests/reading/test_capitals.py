"""Names of people in text all in capitals."""

import pytest

from .conftest import Read


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("JUDGE SOFIA DE ALBARRA WAS MURDERED IN LIMA ON MONDAY.", "SOFIA DE ALBARRA"),
        ("THE MURDER OF TOMAS ALBARRA RUIZ IN LIMA WAS CONDEMNED YESTERDAY.", "TOMAS ALBARRA RUIZ"),
        ("TOMAS ALBARRA WAS KILLED BY GUNMEN IN LIMA ON MONDAY.", "TOMAS ALBARRA"),
        ("GUNMEN KIDNAPPED TOMAS ALBARRA IN LIMA ON MONDAY.", "TOMAS ALBARRA"),
    ],
)
def test_a_name_in_capitals_is_known_by_what_stands_around_it(read: Read, text: str, name: str) -> None:
    assert name in [v.name for c in read(text) for v in c.victims]


def test_words_that_a_known_noun_goes_on_from_are_no_name(read: Read) -> None:
    claims = read("THE MURDER OF LOCAL UNION LEADERS IN LIMA WAS CONDEMNED BY THE BISHOP YESTERDAY.")
    assert [v.name for c in claims for v in c.victims if v.name] == []


def test_a_body_in_capitals_is_named_without_its_people(read: Read) -> None:
    claims = read("TREASURY POLICE AGENTS KILLED TWO STUDENTS IN LIMA ON MONDAY.")
    assert "TREASURY POLICE" in [p.name for c in claims for p in c.perpetrators]


@pytest.mark.parametrize(
    "text",
    [
        "GUNMEN WOUNDED BODYGUARDS PEDRO ALBARRA AND LUIS ROZMAN IN LIMA ON MONDAY.",
        "POLICE SAID PEDRO ALBARRA AND LUIS ROZMAN WERE WOUNDED IN LIMA ON MONDAY.",
    ],
)
def test_a_given_name_opens_a_name_in_capitals(read: Read, text: str) -> None:
    names = {v.name for c in read(text) for v in c.victims}
    assert {"PEDRO ALBARRA", "LUIS ROZMAN"} <= names


@pytest.mark.parametrize(
    ("text", "victims"),
    [
        ("MR. TORRES WAS KILLED IN LIMA ON MONDAY.", ["TORRES"]),
        ("TOMAS ALBARRA'S DEATH WAS CONDEMNED IN LIMA ON MONDAY.", ["TOMAS ALBARRA"]),
        ("GUNMEN KIDNAPPED ALBARRA, THE BISHOP OF LIMA, ON MONDAY.", ["ALBARRA"]),
        ("GUNMEN KILLED 42-YEAR-OLD TOMAS ALBARRA, A TEACHER, IN LIMA ON MONDAY.", ["TOMAS ALBARRA"]),
        ("OTTO ALBARRA, THE SON-IN-LAW OF GENERAL LUIS ROMAN, CHIEF OF THE AIR FORCE, WAS WOUNDED IN LIMA.", ["OTTO ALBARRA"]),
    ],
)
def test_a_name_in_capitals_is_told_without_what_stands_beside_it(read: Read, text: str, victims: list[str]) -> None:
    (claim,) = [c for c in read(text) if c.harm != "none"]
    assert [v.name for v in claim.victims] == victims
