"""Words looked up by their form: what a lexicon's lists say of them, and what their capitals do."""

import pytest

from knell.reading.tokens import LOWS
from knell.reading.word_forms import WordClasses, capitals_of

CLASSES = WordClasses(
    {
        "determiners": {"the", "that"},
        "prepositions": {"in"},
        "conjunctions": {"and"},
        "auxiliaries": {"was"},
        "pronouns": {"they"},
        "adverbs": {"not"},
    },
    {"killed"},
)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("the", "D"),
        ("In", "R"),
        ("and", "K"),
        ("was", "A"),
        ("They", "P"),
        ("not", "B"),
        ("’s", "S"),
        ("…", "X"),
        ("killed", "V"),
        ("badly", "B"),
    ],
)
def test_a_word_of_a_list_has_the_class_of_its_list(word: str, code: str) -> None:
    assert CLASSES[word][0] == code


@pytest.mark.parametrize(("word", "code"), [("that", "t"), ("Killed", "v"), ("Homs", "c"), ("Badly", "b")])
def test_what_the_neighbours_decide_is_left_open(word: str, code: str) -> None:
    assert CLASSES[word][0] == code


@pytest.mark.parametrize(
    ("word", "code"), [("RAID", "u"), ("RAIDED", "U"), ("Raid", "C"), ("raid", "l"), ("raided", "L"), ("12", "-"), ("مA", "x")]
)
def test_the_letters_tell_how_a_word_uses_capitals(word: str, code: str) -> None:
    assert capitals_of(word) == CLASSES[word][1] == code


def test_a_word_in_lower_case_has_straight_marks() -> None:
    assert LOWS["Didn’t"] == "didn't"
