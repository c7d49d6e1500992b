"""Arabic letters in one form, words mended, every offset kept."""

import pytest

from knell.reading.arabic.clitics import stems_of
from knell.reading.arabic.language import arabic
from knell.reading.arabic.normalise import fold, is_arabic_text, read_words
from knell.reading.languages.lexicon import lexicon_of


def words(text: str) -> list[tuple[str, str]]:
    return [(t.text, t.low) for t in read_words(text, 0, len(text), lexicon_of(arabic()).knows)]


@pytest.mark.parametrize("word", ["قُتِلَ", "قــتل", "ﻗﺘﻞ"])
def test_a_word_has_one_form_however_it_is_typed(word: str) -> None:
    assert fold(word) == "قتل"


@pytest.mark.parametrize("word", ["قُـ.ـتل", "ق*تل", "مج/زرة", "ق ت ل ى"])
def test_a_word_broken_on_purpose_is_one_word(word: str) -> None:
    assert next(text for text, _ in words(f"{word} في حمص")) == word


def test_a_full_stop_without_a_space_is_no_break() -> None:
    assert [text for text, _ in words("المدينة.وقال")] == ["المدينة", ".", "وقال"]


def test_clitics_come_off_one_after_the_other() -> None:
    assert ("مقتل", "و", "ب") in [(s.stem, s.conjunction, s.preposition) for s in stems_of("وبمقتل")]
    assert ("مرصد", "", "ل") in [(s.stem, s.conjunction, s.preposition) for s in stems_of("للمرصد")]


def test_a_text_is_arabic_by_most_of_its_letters() -> None:
    assert is_arabic_text("قال المرصد (SOHR) إن 12 شخصا قتلوا")
    assert not is_arabic_text("The Observatory (المرصد) said 12 people were killed in Homs")
