"""What an archiver's sheet refers to is held against the files that are here."""

import hashlib
from pathlib import Path

from knell.evidence.entries import Ingest, Reference
from knell.flows.add import Added, Failed
from knell.flows.rebuild import check_ledger
from tests.flows.books import Book
from tests.flows.test_fetch import logged
from tests.intake.archives import URL, story_warc, wacz
from tests.intake.test_sheet import WORDS, row, sheet
from tests.intake.workbooks import workbook


def sha(content: bytes) -> str:
    return f"SHA-256:{hashlib.sha256(content).hexdigest()}"


def put(book: Book, name: str, content: bytes) -> Path:
    path = book.inbox / name
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(content)
    return path


def archived(book: Book) -> None:
    put(book, "local_archive/good.html", b"<html>good</html>")
    put(book, "local_archive/bad.html", b"<html>changed</html>")
    put(
        book,
        "sheet.csv",
        sheet(
            row(
                link="https://t.me/coast/1",
                archive_status="success",
                archive_location="https://s3.example.org/x/good.html",
                hash=sha(b"<html>good</html>"),
                text_content=WORDS,
            ),
            row(
                link="https://t.me/coast/2",
                archive_status="success",
                archive_location="./local_archive/bad.html",
                hash=sha(b"<html>as it was</html>"),
            ),
            row(
                link="https://t.me/coast/3",
                archive_status="success",
                archive_location="https://s3.example.org/x/elsewhere.html",
                hash=sha(b"x"),
            ),
            row(link="https://t.me/coast/4", archive_status="nothing archived"),
        ),
    )


def test_files_that_fit_differ_or_are_not_here_are_told_apart_and_every_row_is_kept(book: Book) -> None:
    archived(book)
    rows = book.add("sheet.csv")
    assert [type(r) for r in rows] == [Failed, Added]
    assert isinstance(rows[0], Failed)
    assert "row 3" in rows[0].line
    assert "bad.html is not the file its hash was made of" in rows[0].line
    assert isinstance(rows[1], Added)
    assert "1 differs, 1 fits, 2 not here" in rows[1].notes[-1]
    (receipt,) = logged(book, Ingest)
    kept = logged(book, Reference)
    assert [(r.content.url[-1], r.content.row, r.content.found) for r in kept] == [
        ("1", 2, "fits"),
        ("2", 3, "differs"),
        ("3", 4, "not here"),
        ("4", 5, "not here"),
    ]
    assert {r.entry.parents for r in kept} == {(receipt.leaf,)}
    with book.desk() as desk:
        assert desk.store.read_bytes(kept[0].content.sha256) == b"<html>good</html>"
        assert desk.store.read_bytes(kept[1].content.sha256) == b"<html>changed</html>"
        assert desk.store.faults() == []
    with book.open() as casebook:
        assert [report.text for report in casebook.reports()] == [WORDS]


def test_a_file_that_comes_later_is_held_against_its_row_when_the_sheet_is_added_again(book: Book) -> None:
    archived(book)
    book.add("sheet.csv")
    book.add("sheet.csv")
    assert len(logged(book, Reference)) == 4
    put(book, "local_archive/elsewhere.html", b"x")
    book.add("sheet.csv")
    added = logged(book, Reference)[4:]
    assert [(r.content.row, r.content.found) for r in added] == [(4, "fits")]


def test_a_sheet_cannot_name_a_file_outside_its_folder(book: Book, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret")
    put(book, "here.txt", b"not the one")
    (book.inbox / "link.txt").symlink_to(secret)
    ways = [str(secret), "../secret.txt", "link.txt", "file:///etc/passwd", "..%2fsecret.txt", "/etc/passwd"]
    put(
        book,
        "sheet.csv",
        sheet(*(row(link=f"https://a.example.org/{n}", archive_status="success", archive_location=way) for n, way in enumerate(ways))),
    )
    book.add("sheet.csv")
    assert {r.content.found for r in logged(book, Reference)} == {"not here"}


def test_an_archive_that_a_sheet_names_and_that_is_here_is_taken_in_as_a_file(book: Book) -> None:
    put(book, "crawl.wacz", wacz({"archive/a.warc.gz": story_warc()}))
    put(book, "sheet.csv", sheet(row(link=URL, archive_status="success", wacz="https://s3.example.org/x/crawl.wacz")))
    rows = book.add("sheet.csv")
    assert [r.name for r in rows if isinstance(r, Added)] == ["sheet.csv", "crawl.wacz"]
    with book.open() as casebook:
        assert [report.url for report in casebook.reports()] == [URL]


def test_a_sheet_saved_as_a_spreadsheets_file_is_kept_as_it_came_and_its_rows_refer_as_a_csvs_do(book: Book) -> None:
    put(book, "local_archive/good.html", b"<html>good</html>")
    head = ("Link", "Archive status", "Archive location", "Text content", "Hash")
    first = ("https://t.me/coast/1", "success", "https://s3.example.org/x/good.html", WORDS, sha(b"<html>good</html>"))
    made = workbook(head, first, (), ("https://t.me/coast/2", "success", "https://s3.example.org/x/b.html", "", sha(b"x")))
    put(book, "sheet.xlsx", made)
    (added,) = book.add("sheet.xlsx")
    assert isinstance(added, Added)
    assert "1 fits, 1 not here" in added.notes[-1]
    (receipt,) = logged(book, Ingest)
    assert receipt.content.sha256 == hashlib.sha256(made).hexdigest()
    assert [(r.content.url[-1], r.content.row, r.content.found) for r in logged(book, Reference)] == [
        ("1", 2, "fits"),
        ("2", 4, "not here"),
    ]
    with book.open() as casebook:
        assert [report.text for report in casebook.reports()] == [WORDS]
    assert book.add("sheet.xlsx")[0].became == "already here from this source"  # type: ignore[union-attr]
    assert check_ledger(book.folder, actor="amal", random=book.chance, now=book.clock).differs == ((), ())
