"""What a file says of itself becomes bounded plain text, whatever it is."""

from hypothesis import given
from hypothesis import strategies as st

from knell.examining.tags import Tags, in_text, moment
from knell.records.exhibit import LONGEST_VALUE, MOST_TAGS

ANYTHING = st.recursive(
    st.none() | st.text() | st.binary() | st.integers() | st.floats(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(ANYTHING)
def test_any_value_becomes_text_that_steers_nothing(value: object) -> None:
    text = in_text(value)
    assert len(text) <= LONGEST_VALUE
    assert not any(ord(letter) < 32 and letter not in "\t\n\r" for letter in text)
    text.encode("utf-8")


def test_more_than_is_kept_is_left_out_and_said() -> None:
    tags = Tags()
    for number in range(MOST_TAGS + 10):
        tags.add("EXIF", f"tag {number}", "x")
    assert len(tags.told()) < MOST_TAGS
    assert tags.full


def test_letters_in_bytes_are_letters_and_other_bytes_are_hex() -> None:
    assert in_text(b"ASCII\0\0\0Amal") == "Amal"
    assert in_text(b"\x00\x01\xff") == "0001ff"


def test_a_moment_is_told_with_its_zone_only_where_it_is_stated() -> None:
    assert moment("2031:03:06 14:02:11") == "2031-03-06T14:02:11"
    assert moment("2031-03-06T14:02:11.000000Z") == "2031-03-06T14:02:11Z"
    assert moment("0000:00:00 00:00:00") is None
    assert moment("2031:13:40 25:00:00") is None
