"""Harm told by its mark: a wound, a bullet, a hospital, a gun turned on oneself."""

import pytest

from .conftest import Read


@pytest.mark.parametrize(
    ("text", "who", "number"),
    [
        ("Two teenagers suffered gunshot wounds.", "Two teenagers", 2),
        ("Police found a teacher with a bullet wound in the chest.", "a teacher", 1),
        ("Three farmers were treated for stab wounds.", "Three farmers", 3),
        ("A 9-year-old pupil was grazed by a bullet.", "A 9-year-old pupil", 1),
        ("A teacher was hit in the leg.", "A teacher", 1),
        ("The explosion sent five people to the hospital.", "five people", 5),
        ("Six pupils were rushed to Saint Luke Hospital.", "Six pupils", 6),
    ],
)
def test_a_mark_of_harm_tells_who_was_hurt(read: Read, text: str, who: str, number: int) -> None:
    hurt = [c for c in read(text) if c.harm == "injured"]
    assert [(v.text, c.count and c.count.low) for c in hurt for v in c.victims] == [(who, number)]


@pytest.mark.parametrize(
    "text",
    [
        "The bodies of two farmers were taken to the hospital.",
        "The farmer was hit by a wave of debts.",
        "The delegates were taken to the airport.",
        "They were taken to a hospital.",
    ],
)
def test_without_a_mark_nobody_is_told_as_hurt(read: Read, text: str) -> None:
    assert not [c for c in read(text) if c.harm == "injured"]


def test_who_was_wounded_and_taken_to_a_hospital_is_told_once(read: Read) -> None:
    assert len([c for c in read("Two farmers were wounded and taken to the hospital.") if c.harm == "injured"]) == 1


def test_who_turned_a_gun_on_himself_and_died_is_dead(read: Read) -> None:
    claims = read("The clerk turned the gun on himself and died at the scene.")
    assert {c.harm for c in claims} == {"killed"}


def test_in_critical_condition_is_the_subject_and_not_the_hospital(read: Read) -> None:
    (claim,) = [c for c in read("Tomas Albarra was taken to a clinic in critical condition.") if c.event.text == "in critical condition"]
    assert [v.name for v in claim.victims] == ["Tomas Albarra"]


def test_also_wounded_were_names_those_after_it(read: Read) -> None:
    claims = [c for c in read("Also wounded were a 56-year-old farmer and his wife.") if c.harm == "injured"]
    assert {v.text for c in claims for v in c.victims} == {"a 56-year-old farmer", "his wife"}


def test_whoever_is_the_object_before_a_gerund_did_not_kill(read: Read) -> None:
    claims = read("The clerk shot two farmers before killing himself.")
    (killed,) = [c for c in claims if c.harm == "killed"]
    assert [v.text for v in killed.victims] == ["The clerk"]


def test_who_was_found_dead_with_wounds_is_not_injured(read: Read) -> None:
    assert {c.harm for c in read("Officers found two farmers dead with gunshot wounds.")} == {"killed"}
