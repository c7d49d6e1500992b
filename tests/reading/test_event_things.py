"""The things a deed was done to."""

import pytest

from .conftest import Read


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Rebels attacked the local army command post with mortars on Monday.", "local army command post"),
        ("A bomb exploded on Monday at the home of Tomas Albarra.", "home of Tomas Albarra"),
        ("Gunmen blew up two high-voltage pylons on Monday.", "high-voltage pylons"),
        ("THE OFFICES OF THE FARMERS UNION WERE DESTROYED BY A BOMB ON MONDAY.", "OFFICES OF THE FARMERS UNION"),
    ],
)
def test_a_thing_is_told_with_all_the_words_of_its_phrase(read: Read, text: str, thing: str) -> None:
    assert thing in [t.text for c in read(text) for t in c.targets]


def test_a_thing_is_told_without_its_article_and_number(read: Read) -> None:
    texts = [t.text for c in read("Rebels destroyed three buses on Monday.") for t in c.targets]
    assert texts == ["buses"]


def test_a_noun_of_harm_is_no_part_of_the_thing_it_was_done_to(read: Read) -> None:
    texts = [t.text for c in read("BOMB ATTACKS ON HOTELS WOUNDED 12 PEOPLE IN LIMA ON MONDAY.") for t in c.targets]
    assert texts == ["HOTELS"]
