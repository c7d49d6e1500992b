"""Those told one by one after a figure."""

import pytest

from knell.records import Claim

from .conftest import Read

FOUR = "Four people were wounded in Homs on Monday. "


def parts(claims: list[Claim]) -> list[str]:
    return [v.text or "" for c in claims if any(r.kind == "part_of" for r in c.relations) for v in c.victims]


def test_whoever_is_told_alone_after_a_figure_is_one_of_it(read: Read) -> None:
    assert parts(read(FOUR + "A farmer was wounded in the leg. Luis Vega was wounded in the arm.")) == ["A farmer", "Luis Vega"]


def test_two_of_the_wounded_are_some_of_them(read: Read) -> None:
    claims = read("Nine people were wounded in Homs on Monday. Two of the victims were wounded by glass.")
    assert parts(claims) == ["Two of the victims"]


@pytest.mark.parametrize(
    "apart",
    [
        "In a separate attack a farmer was wounded.",
        "A farmer was wounded in Hama on Tuesday.",
        "A farmer was killed.",
    ],
)
def test_whoever_is_set_apart_is_none_of_it(read: Read, apart: str) -> None:
    assert parts(read(FOUR + apart)) == []


def test_one_told_in_the_same_sentence_stands_beside_the_figure(read: Read) -> None:
    assert parts(read("Three women and a man were wounded in Homs.")) == []


def test_a_man_is_none_of_three_women(read: Read) -> None:
    assert parts(read("Three women were wounded in Homs. A man was wounded in the leg.")) == []


def test_a_figure_holds_no_more_than_it_says(read: Read) -> None:
    text = "Two people were wounded in Homs. A farmer was wounded. A teacher was wounded. A baker was wounded."
    assert parts(read(text)) == ["A farmer", "A teacher"]
