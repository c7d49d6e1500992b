"""Whom a pronoun goes back to."""

from .conftest import Read


def test_he_is_the_man_who_was_named_before(read: Read) -> None:
    claims = read("Gunmen wounded Tomas Albarra in Homs on Monday. He was killed in hospital by other gunmen on Tuesday.")
    (dead,) = [c for c in claims if c.harm == "killed"]
    assert [v.name for v in dead.victims] == ["Tomas Albarra"]


def test_they_are_the_several_people_who_were_told_of(read: Read) -> None:
    text = "Gunmen kidnapped four teachers in Homs on Monday. They were killed the same night."
    (dead,) = [c for c in read(text) if c.harm == "killed"]
    (victim,) = dead.victims
    assert victim.text == "four teachers"
    assert text[victim.start : victim.end] == "four teachers"


def test_she_is_not_a_man(read: Read) -> None:
    claims = read("Gunmen wounded a man in Homs on Monday. She was killed on Tuesday.")
    (dead,) = [c for c in claims if c.harm == "killed"]
    assert [v.text for v in dead.victims] == ["She"]


def test_a_description_is_of_those_it_was_said_of_before(read: Read) -> None:
    text = "Gunmen killed six Baptist pastors in Homs on Monday. The pastors were murdered at home. The murdered pastors were mourned."
    assert {v.text for c in read(text) if c.harm == "killed" for v in c.victims} == {"six Baptist pastors"}


def test_the_same_number_of_the_same_people_is_the_same_people_and_others_are_others(read: Read) -> None:
    text = "Gunmen killed six Baptist pastors in Homs. Six pastors were shot dead at home. Six other pastors were killed in Hama."
    assert [v.text for c in read(text) if c.harm == "killed" for v in c.victims] == [
        "six Baptist pastors",
        "six Baptist pastors",
        "Six other pastors",
    ]


def test_the_victims_are_nobody_else_where_only_one_group_was_told_of(read: Read) -> None:
    one = read("Gunmen kidnapped four teachers in Homs. The victims were killed the same night.")
    assert [v.text for c in one if c.harm == "killed" for v in c.victims] == ["four teachers"]
    two = read("Gunmen kidnapped four teachers and nine nurses in Homs. The victims were killed the same night.")
    assert [v.text for c in two if c.harm == "killed" for v in c.victims] == ["The victims"]


def test_an_age_tells_two_children_apart_and_a_childs_mother_is_no_child(read: Read) -> None:
    text = "A 13-year-old boy was wounded in Homs. A mother of a child was wounded. The 6-year-old boy died."
    assert [v.text for c in read(text) if c.harm == "killed" for v in c.victims] == ["The 6-year-old boy"]
