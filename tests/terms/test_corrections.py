"""A file of corrections is read whole or refused in one line."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.records.errors import InputError
from knell.terms.corrections import Corrections, parse_corrections, read_corrections, words_of

WHOLE = """
[[actors]]
name = "Coast Shield"
kind = "armed_group"
aliases = ["Shield fighters", "درع الساحل"]

[[aliases]]
name = "Syrian Observatory for Human Rights"
aliases = ["the Coventry monitors"]

[[places]]
name = "Wadi Mithal"
country = "SY"
lat = 35.5
lon = 35.9

[[groups]]
name = "Mirsids"
words = ["mirsid", "mirsids"]

[[cues]]
words = ["bear out", "bore out"]
stance = "confirmed"
"""


def test_each_correction_has_a_label_and_its_words() -> None:
    told = [(label, words_of(item)) for label, _, item in parse_corrections(WHOLE.encode()).labelled()]
    assert told == [
        ("actor: Coast Shield", ("Coast Shield", "Shield fighters", "درع الساحل")),
        ("alias: Syrian Observatory for Human Rights", ("the Coventry monitors",)),
        ("place: Wadi Mithal", ("Wadi Mithal",)),
        ("group: Mirsids", ("mirsid", "mirsids")),
        ("cue: bear out", ("bear out", "bore out")),
    ]


def test_an_alias_takes_the_kind_of_the_party_it_stands_for() -> None:
    parties = list(parse_corrections(WHOLE.encode()).parties())
    assert parties[1] == ("Syrian Observatory for Human Rights", "monitor", ("the Coventry monitors",))


def test_without_one_the_others_stay() -> None:
    told = parse_corrections(WHOLE.encode())
    labels = [label for label, _, _ in told.without("group: Mirsids").labelled()]
    assert "group: Mirsids" not in labels and len(labels) == 4


def test_an_empty_file_teaches_nothing() -> None:
    assert not parse_corrections(b"# nothing yet\n")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("x = 1", "unknown field `x`"),
        ('[[actors]]\nname = "Coast Shield"\nkind = "armed"', "[[actors]] 1, kind: Invalid enum value 'armed'"),
        ('[[actors]]\nname = "Coast Shield"', "[[actors]] 1: Object missing required field `kind`"),
        ('[[places]]\nname = "Wadi"\ncountry = "SY"\nlat = 99.0\nlon = 1.0', "[[places]] 1, lat"),
        ('[[places]]\nname = "Wadi"\ncountry = "SY"\nlat = 9.0\nlon = 1.0\nkind = "moon"', "kind is one of"),
        ('[[aliases]]\nname = "Nobody at all"\naliases = ["them"]', "no party called 'Nobody at all'"),
        ('[[groups]]\nname = "Mirsids"\nwords = []', "[[groups]] 1, words"),
        ('[[groups]]\nname = "Mirsids"\nwords = ["aa"]\n[[groups]]\nname = "Mirsids"\nwords = ["bb"]', "is there twice"),
        (
            '[[actors]]\nname = "One"\nkind = "militia"\naliases = ["both"]\n[[actors]]\nname = "Two"\nkind = "militia"\naliases = ["Both"]',
            "both 'One' and 'Two'",
        ),
        ("[[actors", "is no file of corrections"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong_in_one_line(tmp_path: Path, wrong: str, said: str) -> None:
    path = tmp_path / "taught.toml"
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_corrections(path)
    line = raised.value.line()
    assert line.startswith(f"{path}: ") and said in line and "\n" not in line


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_corrections_or_one_error(content: bytes) -> None:
    with suppress(InputError):
        assert isinstance(parse_corrections(content), Corrections)
