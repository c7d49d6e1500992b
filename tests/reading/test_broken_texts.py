"""Random and broken texts by the thousand: no crash, no span that lies, no text that costs more than its length."""

import sys
from pathlib import Path

import pytest

from knell.flows.read import default_settings
from knell.reading.reader import read_report
from knell.records import Report
from tests.soaks import run_soak


def test_a_thousand_broken_texts_bring_nothing_down(tmp_path: Path) -> None:
    told = run_soak("texts", "--texts", "1000", "--jobs", "1", "--growth", "0", "--seed", "7", tmp_path=tmp_path)
    assert (told["texts"], told["wrong"]) == (1000, [])


def count_calls(text: str) -> int:
    """The calls a reading makes, and the times it takes up a generator again: a measure of the work that no other process sways."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read_report(Report(id="r", text=text, published="2025-03-08"), default_settings())
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param("IACÁN: 5 MUERTOS\nTOLAT: 24 MUERTOS\n", id="a table without an end"),
        pytest.param("A bomb killed more than 58 people in Mosul. Schools in Mosul were shut. ", id="one figure told again and again"),
        pytest.param("In Mosul 58 people died. Three were among the dead. ", id="parts of what was told"),
    ],
)
def test_a_line_of_a_long_text_takes_no_more_work_than_one_of_a_short_text(piece: str) -> None:
    short, long = 100, 1500
    count_calls(piece * short)
    assert count_calls(piece * long) / long < 1.5 * count_calls(piece * short) / short


@pytest.mark.soak
def test_ten_million_broken_texts_bring_nothing_down() -> None:
    told = run_soak("texts", "--texts", "10000000", "--growth", "400")
    assert told["wrong"] == []
