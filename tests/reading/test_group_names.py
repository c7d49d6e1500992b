"""Names of groups by their shape, and the short names that brackets give."""

import pytest

from .conftest import Read


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("the Valley Liberation Front", "Valley Liberation Front"),
        ("the Army of Coastal Liberation", "Army of Coastal Liberation"),
        ('a self-styled "Red Wheel Squad"', "Red Wheel Squad"),
    ],
)
def test_a_head_with_a_word_of_cause_or_in_quotation_marks_names_a_group(read: Read, words: str, name: str) -> None:
    (claim,) = (c for c in read(f"Two farmers were killed by {words} in Homs.") if c.harm == "killed")
    assert [(p.name, p.kind) for p in claim.perpetrators] == [(name, "armed_group")]


def test_capitals_hide_no_name(read: Read) -> None:
    (claim,) = (c for c in read("TWO FARMERS WERE KILLED BY THE VALLEY LIBERATION FRONT [VLF] GUERRILLAS NEAR HOMS.") if c.harm == "killed")
    assert [p.name for p in claim.perpetrators] == ["VALLEY LIBERATION FRONT"]


@pytest.mark.parametrize("first", ["the Valley Liberation Front (VLF)", "the VLF [Valley Liberation Front]"])
def test_the_short_name_goes_by_the_long_one_in_all_of_the_report(read: Read, first: str) -> None:
    claims = read(f"Clashes with {first} went on. The VLF killed two farmers near Homs.")
    assert [p.name for c in claims if c.harm == "killed" for p in c.perpetrators] == ["Valley Liberation Front"]


def test_armed_forces_is_a_word_and_no_name(read: Read) -> None:
    (claim,) = (c for c in read("Two farmers were killed by the armed forces in Homs.") if c.harm == "killed")
    assert [(p.name, p.kind) for p in claim.perpetrators] == [(None, "state_forces")]


def test_a_name_that_is_a_word_in_capitals_is_the_word_there(read: Read) -> None:
    claims = read("LET US REMEMBER THAT TWO FARMERS WERE KILLED NEAR HOMS BY TERRORISTS ON MONDAY.")
    assert [p.name for c in claims for p in c.perpetrators] == [None]
