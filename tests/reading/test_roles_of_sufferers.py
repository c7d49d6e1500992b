"""Who suffered, where the words say it in a roundabout way: lists with ages, appositions, reflexives, verbs of finding."""

import pytest

from .conftest import Read


def dead(read: Read, text: str) -> list[list[str]]:
    return [[v.name or v.text or "" for v in c.victims] for c in read(text) if c.harm == "killed"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Sam Price, 22, and Roy Willow, 30, were gunned down on Sunday.", [["Sam Price", "Roy Willow"]]),
        ("He shot and killed his cousin, 41-year-old Aldo Merrin, near a mill.", [["Aldo Merrin"]]),
        ("Aldo Merrin, Jr. was shot and killed at noon.", [["Aldo Merrin"]]),
        ("Tamsin was pronounced dead by a doctor.", [["Tamsin"]]),
        ("Three men were found dead in a house.", [["Three men"]]),
        ("A man mending a fence was killed on Sunday.", [["A man"]]),
        ("Two men were charged with murdering a woman.", [["a woman"]]),
        ("Vega killed one man, hurt two cousins and then killed himself.", [["Vega"], ["one man"]]),
    ],
)
def test_each_who_died_is_named_once(read: Read, text: str, who: list[list[str]]) -> None:
    assert dead(read, text) == who


def test_the_dead_of_a_list_add_up(read: Read) -> None:
    claims = [c for c in read("He killed his wife and two children and then himself.") if c.harm == "killed"]
    assert sorted(len(c.victims) for c in claims) == [1, 2]
    assert [c.count.low for c in claims if c.count is not None and c.count.low != 1] == [2]
    assert len({(c.event.start, c.event.end) for c in claims}) == 1


@pytest.mark.parametrize("text", ["He faces three counts of murder and ten counts of assault.", "Vega is charged with criminal homicide."])
def test_what_a_court_counts_is_nobody_dead(read: Read, text: str) -> None:
    assert all(c.count is None and not c.victims for c in read(text) if c.harm == "killed")


def test_a_school_is_nobodys_name(read: Read) -> None:
    assert all(v.name is None for c in read("A Harbour Lane High School pupil was gunned down.") for v in c.victims)
