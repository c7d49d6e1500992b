"""An archiver's sheet saved as a spreadsheet's file is read as its CSV would be; what was made to harm is refused."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.intake.file import open_file
from knell.intake.workbook import MOST_CHARACTERS, sheet_in
from knell.records.errors import IntakeError
from tests.intake.test_sheet import WORDS, row, sheet
from tests.intake.workbooks import MAIN, packed, workbook

HEAD = ("Link", "Archive status", "Archive location", "Upload timestamp", "Text content", "Hash")
POST = ("https://t.me/s/coast/12", "telegram: success", "https://s3.example.org/x/a.html", "2025-03-06T08:15:00+00:00", WORDS, "SHA-256:ab")


def refused(data: bytes) -> str:
    with pytest.raises(IntakeError) as caught:
        open_file("sheet.xlsx", data)
    line = caught.value.line()
    assert "\n" not in line
    return line


def test_it_gives_what_the_same_sheet_as_csv_gives() -> None:
    told = open_file("sheet.xlsx", workbook(HEAD, POST))
    names = {name.lower().replace(" ", "_"): value for name, value in zip(HEAD, POST, strict=True)}
    same = open_file("sheet.csv", sheet(row(**names)))
    assert [(r.text, r.url, r.published) for r in told.reports] == [(r.text, r.url, r.published) for r in same.reports]
    assert (told.media, told.notes) == ("text/csv", ())
    assert told.sheet is not None and WORDS in told.sheet


def test_a_row_keeps_its_number_over_empty_rows_and_a_cell_its_column_over_empty_cells() -> None:
    made = workbook(HEAD, (), (), ("https://a.example.org/", "success", "", "", "", ""), POST)
    lines = (sheet_in("s", made) or "").split("\n")
    assert lines[1:4] == ["", "", "https://a.example.org/,success"]
    assert lines[4].startswith("https://t.me")


def test_days_and_moments_are_told_by_their_dress_and_other_numbers_stay() -> None:
    post = ("https://a.example.org/", "success", "x", (45722.34375, 2), WORDS, "")
    (report,) = open_file("sheet.xlsx", workbook(HEAD, post)).reports
    assert report.published == "2025-03-06 08:15:00"
    (report,) = open_file("sheet.xlsx", workbook(HEAD, (*post[:3], (45722, 1), *post[4:]))).reports
    assert report.published == "2025-03-06"
    plain = sheet_in("s", workbook(HEAD, (*post[:3], (45722, 0), (12, 3), "")))
    assert plain is not None and plain.endswith("x,45722,12\n")


def test_years_counted_from_1904_rich_text_and_what_is_read_aloud() -> None:
    strings = f"<sst {MAIN}><si><r><t>Link</t></r><rPh><t>rinku</t></rPh></si><si><r><t>Archive</t></r><r><t> status</t></r></si></sst>"
    cells = '<c r="A1" t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is><t>Upload timestamp</t></is></c>'
    body = (
        f'<row r="1">{cells}</row><row><c t="str"><f>X()</f><v>https://a.example.org/</v></c><c><v>1</v></c><c s="1"><v>44260</v></c></row>'
    )
    more = {
        "xl/sharedStrings.xml": strings.encode(),
        "xl/worksheets/sheet9.xml": f"<worksheet {MAIN}><sheetData>{body}</sheetData></worksheet>".encode(),
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="S" r:id="r0"/></sheets></workbook>'.encode(),
    }  # fmt: skip
    assert sheet_in("s", workbook(HEAD, more=more)) == "Link,Archive status,Upload timestamp\nhttps://a.example.org/,1,2025-03-06\n"


def test_the_archivers_sheet_is_found_behind_others_and_a_workbook_without_one_is_said_to_be_that() -> None:
    other = {"worksheets/sheet1.xml": f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData></worksheet>'}
    assert len(open_file("sheet.xlsx", workbook(HEAD, POST, before=other)).reports) == 1
    assert "is an XLSX file; XLSX is not opened yet: save it as PDF or HTML" in refused(workbook(("Name", "Age"), ("A", "1")))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"xl/sharedStrings.xml": b'<!DOCTYPE a [<!ENTITY x "y">]><sst><si><t>&x;</t></si></sst>'}, "document type"),
        ({"xl/worksheets/sheet9.xml": b"<worksheet><sheetData>"}, "broken spreadsheet"),
        ({"xl/workbook.xml": b"\xff\x00"}, "broken spreadsheet"),
        ({"xl/sharedStrings.xml": b"<sst><si><t>" + b"x" * (MOST_CHARACTERS + 1) + b"</t></si></sst>"}, "more text than is read"),
        ({"xl/media/bomb.bin": bytes(70_000_000)}, "unpacks to more"),
        ({"xl/worksheets/sheet9.xml": b'<worksheet><row r="99999"><c><v>1</v></c></row></worksheet>'}, "rows"),
    ],
)
def test_what_was_made_to_harm_is_one_line(more: dict[str, bytes], says: str) -> None:
    assert says in refused(workbook(HEAD, POST, more=more))


def test_a_few_strings_named_again_and_again_do_not_fill_the_memory() -> None:
    cells = '<c t="s"><v>0</v></c>' * 250
    body = "".join(f"<row>{cells}</row>" for _ in range(2000))
    strings = b"<sst><si><t>" + b"x" * 100_000 + b"</t></si></sst>"
    made = workbook(HEAD, more={"xl/sharedStrings.xml": strings, "xl/worksheets/sheet9.xml": f"<worksheet>{body}</worksheet>".encode()})
    assert "more text than is read" in refused(made)


def test_a_workbook_whose_parts_are_missing_is_one_line() -> None:
    assert "without xl/_rels" in refused(packed({"xl/workbook.xml": b"<workbook/>"}))
    assert "broken ZIP" in refused(workbook(HEAD, POST)[:-30])


@given(st.data())
def test_a_workbook_with_a_changed_byte_is_opened_or_refused_and_never_more(data: st.DataObject) -> None:
    made = bytearray(workbook(HEAD, POST))
    made[data.draw(st.integers(0, len(made) - 1))] ^= data.draw(st.integers(1, 255))
    with suppress(IntakeError):
        open_file("sheet.xlsx", bytes(made))
