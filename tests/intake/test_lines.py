"""Lines of reports: one line for each bad one, and the rest go on."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.intake import Limits, read_reports
from knell.records import Report

GOOD = b'{"id": "a", "text": "Twelve were killed."}'


def fault_of(line: bytes, limits: Limits | None = None) -> str:
    (read,) = read_reports([line], "r.jsonl", limits)
    assert read.report is None
    assert read.fault is not None
    return read.fault.line()


def test_each_line_is_one_report_and_blank_lines_are_none() -> None:
    read = list(read_reports([b"\xef\xbb\xbf" + GOOD + b"\r\n", b"\n", b"  \n", b'{"id":"b","text":""}']))
    assert [(line.number, line.report and line.report.id) for line in read] == [(1, "a"), (4, "b")]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b'{"text": "x"}', "r.jsonl, line 1: a report needs 'id'; mend the line"),
        (b'{"id": "a"}', "a report needs 'text'"),
        (b'{"id": 5, "text": "x"}', "expected text, got a whole number in id"),
        (b'{"id": "a", "text": "x", "title": 3}', "expected text or null, got a whole number in title"),
        (b'{"id": "", "text": "x"}', "an id that is not empty"),
        (b'{"id": "a", "text": "x", "published": "last week"}', "ISO 8601, got 'last week'"),
        (b'{"id": "a", "text": "x", "published": "2025-02-30"}', "'2025-02-30' is in no calendar"),
        (b'{"id": "a", "text": "x", "published": "2025-13"}', "is in no calendar"),
        (b'{"id": "a", "text": "x", "blocks": [{"start": 0, "end": 9, "kind": "body"}]}', "a block lies inside the text"),
        (b'{"id": "a", "text": "x", "blocks": [{"start": 0, "end": 1, "kind": "boy"}]}', "in blocks[0].kind"),
        (b"[1, 2]", "expected an object, got a list"),
        (b'"a"', "expected an object, got text"),
        (b"not json", "is not JSON"),
        (b'{"id": "a", "text": NaN}', "is not JSON"),
        (b'{"id": "a", "text": "x"', "it breaks off"),
        (rb'{"id": "a", "text": "\ud800"}', "half a surrogate pair"),
        (b'{"id": "a", "text": "\xff"}', "line 1: is not"),
        (b"[" * 100_000, "r.jsonl, line 1: "),
        (b'{"id": "a", "text": ' + b"[" * 100_000, "r.jsonl, line 1: "),
        (b'{"id": "a", "text": "x", "zz": ' + b"[" * 100_000, "nested too deeply"),
    ],
)
def test_a_bad_line_says_where_and_what(line: bytes, says: str) -> None:
    assert says in fault_of(line)


def test_a_huge_line_is_not_read() -> None:
    assert "at most 100 are read" in fault_of(b'{"id": "a", "text": "' + b"x" * 200 + b'"}', Limits(line_bytes=100))


def test_the_good_lines_around_a_bad_one_are_read() -> None:
    read = list(read_reports([GOOD, b"nonsense", b'{"id": "b", "text": "x"}']))
    assert [line.report is not None for line in read] == [True, False, True]


def test_an_id_given_twice_is_a_fault_of_the_later_line() -> None:
    read = list(read_reports([GOOD, GOOD, GOOD], "r.jsonl"))
    assert [line.report is not None for line in read] == [True, False, False]
    assert read[2].fault is not None
    assert "r.jsonl, line 3: the id 'a' was already given in line 1" in read[2].fault.line()


def test_an_unknown_key_is_named_once_and_the_report_is_read() -> None:
    lines = [b'{"id": "%d", "text": "x", "colour": 1, "mood": {}}' % number for number in range(3)]
    read = list(read_reports(lines, "r.jsonl"))
    assert all(line.report is not None for line in read)
    assert [len(line.warnings) for line in read] == [2, 0, 0]
    assert "the key 'colour' is not one of a report's and is left out (said once)" in read[0].warnings[0]


def test_an_unknown_key_does_not_hide_another_fault() -> None:
    assert "in title" in fault_of(b'{"id": "a", "text": "x", "colour": 1, "title": 3}')


@given(
    st.builds(
        Report,
        id=st.text(alphabet=st.characters(exclude_categories=("Cs",)), min_size=1),
        text=st.text(alphabet=st.characters(exclude_categories=("Cs",))),
        title=st.none() | st.text(alphabet=st.characters(exclude_categories=("Cs",))),
        published=st.sampled_from([None, "2025-03", "2025-03-07", "2025-03-07T18:22:00+02:00"]),
    )
)
def test_a_report_that_was_written_is_read_as_it_was(report: Report) -> None:
    (read,) = read_reports([msgspec.json.encode(report) + b"\n"])
    assert read.report == report


@given(st.lists(st.binary(max_size=60), max_size=5))
def test_any_lines_are_read_or_named(lines: list[bytes]) -> None:
    for read in read_reports(lines):
        assert (read.report is None) != (read.fault is None)
