"""Reports that need a parser are opened in a cell; plain text is not; what either gives is the same."""

import sys
from pathlib import Path

import pytest

from knell.flows import opening
from knell.flows.opening import needs_cell, open_bytes
from knell.intake.file import open_file
from knell.records.errors import IntakeError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="cells are built for Linux")

INBOX = Path(__file__).parents[2] / "examples" / "coast" / "inbox"
TEXT = b"At least 12 civilians were killed in shelling of Jableh on 6 March 2025, the monitor said.\n"
PAGE = b"<!doctype html><html><body><article><p>" + TEXT * 8 + b"</p></article></body></html>"


@pytest.mark.parametrize("path", sorted(INBOX.iterdir()), ids=lambda path: path.name)
def test_a_cell_opens_a_file_as_it_is_opened_outside(path: Path) -> None:
    content = path.read_bytes()
    assert open_bytes(path.name, content) == open_file(path.name, content)


def test_text_and_lines_of_reports_need_no_cell() -> None:
    assert not needs_cell(TEXT)
    assert not needs_cell("نص عربي عن القصف".encode())
    assert not needs_cell(b" \n\x00\xff\xfe")
    assert not needs_cell(b'{"id": "r1", "text": "x"}\n')


@pytest.mark.parametrize(
    "content", [PAGE, PAGE.decode().encode("utf-16"), b"%PDF-1.7\n", b"From: a@b.example\nDate: x\nSubject: x\n\nx", b"PK\x03\x04"]
)
def test_what_needs_a_parser_needs_a_cell(content: bytes) -> None:
    assert needs_cell(content)


def test_a_fault_of_a_file_says_the_same_in_a_cell_and_outside() -> None:
    for content in (b"%PDF-1.7\nbroken", b"PK\x03\x04broken"):
        said = []
        for open_it in (open_bytes, open_file):
            with pytest.raises(IntakeError) as fault:
                open_it("x.pdf", content)
            said.append(fault.value.line())
        assert said[0] == said[1]


def test_a_file_that_takes_too_long_is_one_line_and_the_next_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_TASK", "knell.confining.trying:hang")
    with pytest.raises(IntakeError, match="took over 1 seconds; give the part that matters"):
        open_bytes("page.html", PAGE, seconds=1)
    monkeypatch.undo()
    assert open_bytes("page.html", PAGE).reports[0].text.startswith("At least 12")
