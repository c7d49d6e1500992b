"""Short names that only their capitals tell from small words."""

from knell.reading.acronyms import spell_out
from knell.reading.split import split_units

ACRONYMS = {"IS": "isis"}


def lows(text: str) -> list[str]:
    return [t.low for unit in spell_out(text, split_units(text, ()), ACRONYMS) for t in unit.tokens]


def test_a_short_name_in_capitals_is_read_as_the_name() -> None:
    assert lows("Twelve IS fighters fell.")[1] == "isis"


def test_a_small_word_stays_one() -> None:
    assert "isis" not in lows("He is dead. It is over.")


def test_a_line_in_capitals_tells_nothing() -> None:
    assert "isis" not in lows("THE MAN WHO LED THEM IS DEAD")


def test_the_words_of_the_text_are_kept() -> None:
    text = "Twelve IS fighters fell."
    (unit,) = spell_out(text, split_units(text, ()), ACRONYMS)
    assert [t.text for t in unit.tokens] == ["Twelve", "IS", "fighters", "fell", "."]
