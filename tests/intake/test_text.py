"""Bytes into text: the right letters, and nothing else changed."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.intake.text import decode_text
from knell.records.errors import IntakeError

ARABIC = "قتل 16 عنصرا من قوات الأمن في جبلة على يد مسلحين، وقال المرصد إن العدد مرشح للارتفاع"
FRENCH = "Selon l’Observatoire, 830 civils alaouites ont été tués depuis jeudi – près de la côte"
TURKISH = "Saldırıda 12 kişi hayatını kaybetti, yaralı sayısı 30 olarak açıklandı"
RUSSIAN = "В результате удара погибли 12 человек, сообщили власти"
POLISH = "Według obserwatorów zginęło co najmniej 12 osób, w tym dzieci"


@pytest.mark.parametrize("text", [ARABIC, FRENCH, TURKISH, RUSSIAN, POLISH, "Twelve were killed."])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_text_with_its_mark_or_in_utf8_is_sure_and_says_nothing(text: str, mark: bytes, encoding: str) -> None:
    decoded = decode_text(mark + text.encode(encoding), "note.txt")
    assert (decoded.text, decoded.note) == (text, None)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ARABIC, "cp1256"),
        (FRENCH, "cp1252"),
        (TURKISH, "cp1254"),
        (RUSSIAN, "cp1251"),
        (POLISH, "cp1250"),
        (ARABIC, "utf-16-le"),
        (FRENCH, "utf-16-le"),
        (RUSSIAN, "utf-16-be"),
    ],
)
def test_an_encoding_the_file_does_not_say_is_found_and_named(text: str, encoding: str) -> None:
    decoded = decode_text(text.encode(encoding), "note.txt")
    assert decoded.text == text
    assert decoded.note == f"read as {encoding}, which the file does not say"


def test_a_declared_encoding_is_believed_where_the_bytes_are_not_utf8() -> None:
    assert decode_text("Łódź".encode("iso8859-2"), "x", "ISO-8859-2") == ("Łódź", "iso8859-2", None)
    assert decode_text("Łódź".encode(), "x", "iso-8859-2").text == "Łódź"


def test_latin1_is_read_as_browsers_read_it() -> None:
    assert decode_text("l’État – 12 tués".encode("cp1252"), "x", "iso-8859-1").text == "l’État – 12 tués"


def test_a_declared_encoding_that_is_no_encoding_of_text_is_passed_over() -> None:
    assert decode_text(FRENCH.encode("cp1252"), "x", "unicode_escape").text == FRENCH


def test_a_few_bytes_that_are_not_utf8_are_shown_and_counted() -> None:
    broken = ("Ü" * 100).encode() + b"\xff" + " 12 tués".encode()
    decoded = decode_text(broken, "note.txt")
    assert decoded.text == "Ü" * 100 + "\ufffd 12 tués"
    assert decoded.note == "1 byte is not UTF-8 and shown as \ufffd"


@pytest.mark.parametrize("data", [bytes(range(256)) * 8, b"\x00\x01\x02\x03" * 50, b"abc\x00def" * 30 + b"\xff\xfe\x80"])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(IntakeError, match="binary bytes, not text"):
        decode_text(data, "noise")


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_any_text_in_utf8_comes_back_to_the_letter(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode_text(text.encode(), "x").text == text
