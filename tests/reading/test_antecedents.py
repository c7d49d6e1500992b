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
