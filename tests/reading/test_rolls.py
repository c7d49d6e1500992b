"""Sentences that name those harmed whom the report told of before."""

import pytest

from .conftest import Read

BLAST = "Four people were killed and three were injured in a bomb attack in Lima on Monday. "


def named(claims, harm: str) -> list[str | None]:  # type: ignore[no-untyped-def]
    return [v.name for c in claims if c.harm == harm for v in c.victims if v.name]


@pytest.mark.parametrize(
    ("text", "harm", "names"),
    [
        ("The victims were identified as Osric Lane, keeper of the mill, and Tobin Dorn.", "killed", ["Osric Lane", "Tobin Dorn"]),
        ("The dead were Pedro Lopez, Ana Suarez and policeman Jose Ruiz.", "killed", ["Pedro Lopez", "Ana Suarez", "Jose Ruiz"]),
        ("Police identified the dead as Pedro Lopez and Ana Suarez.", "killed", ["Pedro Lopez", "Ana Suarez"]),
        ("Among the injured are Pedro Lopez, 53; Ana Suarez, 24; and Jose Ruiz.", "injured", ["Pedro Lopez", "Ana Suarez", "Jose Ruiz"]),
        ("Also injured was a porter identified as Maria Perez.", "injured", ["Maria Perez"]),
        ("They are Olga Castro, Ana Suarez and Jose Ruiz.", "killed", ["Olga Castro", "Ana Suarez", "Jose Ruiz"]),
        ("The victim, Juan Marin, was a teacher.", "killed", ["Juan Marin"]),
        ("Injured by the blast were: Elmer Mora, a beggar; and Raul Costa, a baker.", "injured", ["Elmer Mora", "Raul Costa"]),
    ],
)
def test_a_roll_names_those_told_of_before(read: Read, text: str, harm: str, names: list[str]) -> None:
    assert named(read(BLAST + text), harm) == names


@pytest.mark.parametrize(
    "text",
    [
        "The victims were taken to the hospital.",
        "The dead were farmers.",
        "They are members of the party.",
        "The wounded were treated by Doctor Ana Suarez.",
    ],
)
def test_what_is_told_of_the_victims_is_no_roll(read: Read, text: str) -> None:
    claims = read(BLAST + text)
    assert named(claims, "killed") == named(claims, "injured") == []


def test_a_roll_is_a_part_of_what_was_counted_and_of_the_same_sort_of_deed(read: Read) -> None:
    claims = read(BLAST + "The victims were identified as Osric Lane and Tobin Dorn.")
    whole = next(c for c in claims if c.harm == "killed")
    roll = next(c for c in claims if c.victims and c.victims[0].name)
    assert roll.event.type == "bombing"
    assert [(r.kind, r.claim) for r in roll.relations] == [("part_of", whole.claim)]


def test_in_capitals_what_stands_between_the_marks_of_a_roll_is_a_name_though_no_list_of_names_has_it(read: Read) -> None:
    claims = read((BLAST + "Among the injured are Norbalda Beltrano, 23; Leonzio Vitorel, 32; and Heribaldo Gonzan.").upper())
    assert named(claims, "injured") == ["NORBALDA BELTRANO", "LEONZIO VITOREL", "HERIBALDO GONZAN"]
