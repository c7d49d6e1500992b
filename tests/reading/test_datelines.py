"""Datelines: told apart from the first sentence, which begins after them as any other."""

import pytest

from knell.reading.datelines import dateline_end

from .conftest import Read


@pytest.mark.parametrize(
    "line",
    [
        "PORT SUDAN, Nov 3 (Wire) - ",
        "LATAKIA, Syria (Wire) — ",
        "SAN MARTIN, 3 JAN 90 -- ",
        "ST. MARTIN, Minn. – ",
        "Damascus (Wire) - ",
        "(Wire) - ",
        "LATAKIA – ",
    ],
)
def test_a_dateline_ends_where_the_first_sentence_begins(line: str) -> None:
    text = line + "Two people were killed."
    assert dateline_end(text, 0, len(text)) == len(line)


@pytest.mark.parametrize(
    "line", ["UN - Two dead", "A - B", "Police - and nobody else - came", "COVID-19 Deaths rise", "The Star-Ledger", "LATAKIA - "]
)
def test_what_only_has_a_dash_is_no_dateline(line: str) -> None:
    assert dateline_end(line, 0, len(line)) == 0


def test_who_speaks_at_the_end_of_the_first_sentence_speaks_past_a_dateline(read: Read) -> None:
    claim = read("LATAKIA, Nov 3 (Wire) - A drone strike killed nine people, a volunteer group said, blaming rebels.")[0]
    assert [p.text for p in claim.speakers] == ["a volunteer group"]
    assert claim.content[0].text == "A drone strike killed nine people"


def test_the_first_sentence_is_where_the_report_was_sent_from_if_it_names_no_place(read: Read) -> None:
    assert read("HOMS, March 3 (Wire) - Gunmen killed nine people.")[0].places[0].name == "Homs"
    assert read("BEIRUT, March 3 (Wire) - Gunmen killed nine people in Homs.")[0].places[0].name == "Homs"


def test_the_places_of_a_dateline_in_capitals_are_found_as_in_any_sentence(read: Read) -> None:
    assert read("RALEIGH, N.C. (Wire) - A gunman killed two people.")[0].places[0].name == "Raleigh"
