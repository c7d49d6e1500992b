"""Whose arms they are: a word of nationality before arms is that country's forces."""

import pytest

from .conftest import Read


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Russian air strikes killed five people in Idlib.", "Russian forces"),
        ("Turkish artillery killed nine civilians.", "Turkish forces"),
        ("A Ukrainian drone hit a bus, killing two.", "Ukrainian forces"),
        ("An Israeli drone hit a bus, killing two.", "Israel Defense Forces"),
        ("Officials said a Ukrainian drone had hit a bus, killing one passenger.", "Ukrainian forces"),
    ],
)
def test_arms_with_a_nationality_are_a_deed_of_its_forces(read: Read, text: str, name: str) -> None:
    claim = next(c for c in read(text) if c.harm == "killed")
    assert [p.name for p in claim.perpetrators] == [name]


@pytest.mark.parametrize("text", ["A Russian teacher was killed in Homs.", "Officials said a drone hit a bus, killing one passenger."])
def test_a_nationality_without_arms_and_arms_without_one_accuse_nobody(read: Read, text: str) -> None:
    assert [c.perpetrators for c in read(text) if c.harm == "killed"] == [()]
