"""A sheet that auto-archiver kept: its posts are reports, its rows are references."""

import csv
import hashlib
import io

import pytest

from knell.intake.file import open_file
from knell.intake.sheet import hash_fits, is_sheet, read_sheet
from knell.records.errors import IntakeError

HEADER = [
    "Notes", "Link", "Archive status", "Destination folder", "Archive location", "Archive date", "Thumbnail", "Upload timestamp",
    "Upload title", "Text content", "Screenshot", "Hash", "Perceptual hashes", "WACZ", "ReplayWebpage",
]  # fmt: skip
WORDS = "Shelling of Jableh this morning.\nAt least 12 civilians were killed, doctors say."


def sheet(*rows: dict[str, str], header: list[str] = HEADER) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, header)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def row(**told: str) -> dict[str, str]:
    return {name.replace("_", " ").capitalize() if name != "wacz" else "WACZ": value for name, value in told.items()}


def test_each_post_with_words_is_a_report_with_its_address_and_time() -> None:
    found = open_file(
        "sheet.csv",
        sheet(
            row(
                link="https://t.me/s/coast/12",
                archive_status="telegram: success",
                upload_timestamp="2025-03-06T08:15:00+00:00",
                text_content=WORDS,
            ),
            row(link="https://news.example.org/a", archive_status="success", upload_title="Two killed in Homs on Friday"),
            row(link="https://news.example.org/b", archive_status="nothing archived"),
        ),
    )
    assert found.media == "text/csv"
    post, title = found.reports
    assert (post.text, post.url, post.published, post.outlet) == (WORDS, "https://t.me/s/coast/12", "2025-03-06T08:15:00+00:00", None)
    assert (title.text, title.title, title.outlet, title.published) == ("Two killed in Homs on Friday", None, "news.example.org", None)
    assert found.notes == ("sheet.csv: 1 of its 3 rows hold no words: kept as references",)


def test_the_names_that_the_documentation_gives_the_columns_are_known_too() -> None:
    header = ["ARCHIVE STATUS", "link", "Archive location", "Timestamp", "Title", "Text", "Hash"]
    made = sheet(
        {"link": "https://a.example.org/", "Timestamp": "2025-03-06", "Title": "T", "Text": WORDS, "Hash": "SHA-256:ab"}, header=header
    )
    (told,) = read_sheet(made.decode(), "sheet.csv")
    assert (told.number, told.published, told.title, told.text, told.stated) == (2, "2025-03-06", "T", WORDS, "SHA-256:ab")


@pytest.mark.parametrize("told", ["2025-02-30T00:00:00Z", "yesterday", "=NOW()", "1741248000"])
def test_a_time_no_calendar_has_is_left_out(told: str) -> None:
    (found,) = read_sheet(sheet(row(link="https://a.example.org/", archive_status="x", upload_timestamp=told)).decode(), "s")
    assert found.published is None


def test_another_table_or_text_is_no_sheet() -> None:
    assert is_sheet(sheet().decode())
    for text in (
        "link,title\nhttps://a.example.org/,x\n",
        "The archive status, she said, was a link.\n",
        "archive status\n",
        "",
        '"archive',
    ):
        assert not is_sheet(text)


def test_a_broken_sheet_is_refused_in_one_line() -> None:
    with pytest.raises(IntakeError, match="without a link"):
        open_file("s.csv", sheet(row(link="=HYPERLINK(x)", archive_status="x")))
    with pytest.raises(IntakeError, match="broken table"):
        open_file("s.csv", sheet(row(link="https://a.example.org/", text_content="x" * 200_000)))


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        (f"SHA-256:{hashlib.sha256(b'x').hexdigest()}", "fits"),
        (f"SHA3-512:{hashlib.sha3_512(b'x').hexdigest().upper()}", "fits"),
        (hashlib.sha256(b"x").hexdigest(), "fits"),
        (f"SHA-256:{hashlib.sha256(b'y').hexdigest()}", "differs"),
        ("SHA-256:", "differs"),
        ("not-calculated", "not stated"),
        (None, "not stated"),
        ("BLAKE:ab", "not checked"),
    ],
)
def test_a_file_is_held_against_the_hash_in_whichever_way_it_is_stated(stated: str | None, found: str) -> None:
    assert hash_fits(stated, iter([b"x"])) == found
