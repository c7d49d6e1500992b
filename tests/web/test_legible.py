from hypothesis import given
from hypothesis import strategies as st

from knell.records import Span
from knell.web.legible import SIGN, count_signs, legible, legible_record

anything = st.text(st.characters(codec=None), max_size=80)


@given(anything)
def test_offsets_hold_and_what_comes_out_can_be_sent(text: str) -> None:
    shown = legible(text)
    assert len(shown) == len(text)
    shown.encode("utf-8")
    assert legible(shown) == shown
    assert count_signs(shown) == 0


def test_a_text_that_turns_its_own_reading_order_round_is_shown_as_it_lies() -> None:
    assert legible("\u202e071\u202c dead") == f"{SIGN}071{SIGN} dead"
    assert legible("\u2066a\u2069") == f"{SIGN}a{SIGN}"


def test_hidden_characters_and_control_characters_are_shown() -> None:
    assert legible("a\u200bb\x00c\x1bd\ufeff") == f"a{SIGN}b{SIGN}c{SIGN}d{SIGN}"


def test_a_broken_character_is_shown_as_broken() -> None:
    assert legible("a\ud800b") == "a\ufffdb"


def test_arabic_with_its_joiners_and_marks_stays_as_it_is() -> None:
    text = "قُتل ٣ أشخاص\u200f في می\u200cخواهم\n\tتلن"
    assert legible(text) is text


def test_every_string_of_a_record_is_made_legible() -> None:
    assert legible_record(Span(text="a\u202eb", start=0, end=3)) == Span(text=f"a{SIGN}b", start=0, end=3)
    same = Span(text="abc", start=0, end=3)
    assert legible_record(same) is same
