"""Reports are taken in: log first, then project."""

import json

import msgspec
import pytest

from knell.flows.add import Added, Failed, Source
from knell.flows.computing import Setting, Steps
from knell.flows.projection import writing_desk
from knell.flows.rebuild import rebuild_ledger
from knell.records import Claim, RecordError, Report
from knell.records.errors import CasebookError, UsageError
from tests.flows.books import ALL, HOSPITAL, OBSERVATORY, TALK, Book


def became(rows: list[Added | Failed]) -> list[str]:
    return [row.became if isinstance(row, Added) else "failed" for row in rows]


def test_a_new_file_becomes_a_receipt_a_report_and_its_claims(book: Book) -> None:
    (added,) = book.add("observatory.txt", source=Source(outlet="Example Wire", origin="a colleague"))
    assert isinstance(added, Added)
    assert added.became == "new"
    with book.open() as casebook:
        report = casebook.report(added.reports[0])
        assert report.text == OBSERVATORY
        assert report.outlet == "Example Wire"
        (receipt,) = casebook.receipts(report.id)
        assert (receipt.name, receipt.origin, receipt.at) == ("observatory.txt", "a colleague", "2025-03-10T09:01:00Z")
        claims = casebook.claims_of_report(report.id)
        assert claims
        for claim in claims:
            assert claim.report == report.id
            assert claim.passage.text == report.text[claim.passage.start : claim.passage.end]
        assert casebook.incidents_of_report(report.id) == [i.incident for i in casebook.incidents()]


def test_the_ledger_has_the_words_of_a_report_in_one_place(book: Book) -> None:
    book.add("observatory.txt")
    rows = [json.loads(line) for line in book.dump().splitlines()]
    with_words = {row["table"] for row in rows if "were killed in shelling of" in json.dumps(row)}
    assert with_words == {"Text"}


def test_the_same_file_from_the_same_source_adds_nothing(book: Book) -> None:
    book.add("observatory.txt", source=Source(outlet="Example Wire"))
    before = book.dump()
    assert became(book.add("observatory.txt", source=Source(outlet="Example Wire"))) == ["already here from this source"]
    assert book.dump() == before


def test_the_same_bytes_from_another_outlet_are_a_second_receipt_of_one_report(book: Book) -> None:
    (first,) = book.add("observatory.txt", source=Source(outlet="Example Wire"))
    (second,) = book.add("observatory.txt", source=Source(outlet="Daily Example"))
    assert isinstance(first, Added)
    assert isinstance(second, Added)
    assert second.became == "same bytes, another source"
    assert second.reports == first.reports
    assert len(list((book.folder / "evidence" / "blobs").rglob("*/*"))) == 1
    with book.open() as casebook:
        assert len(casebook.reports()) == 1
        assert [r.outlet for r in casebook.receipts(first.reports[0])] == ["Example Wire", "Daily Example"]


def test_a_date_that_is_stated_later_is_taken_up(book: Book) -> None:
    (added,) = book.add("talk.txt")
    assert isinstance(added, Added)
    assert became(book.add("talk.txt", source=Source(published="2025-03-08"))) == ["same bytes, another source"]
    assert became(book.add("talk.txt")) == ["already here from this source"]
    with book.open() as casebook:
        assert casebook.report(added.reports[0]).published == "2025-03-08"


def test_a_bad_file_gets_one_line_and_the_rest_go_on(book: Book) -> None:
    book.write("empty.txt", b"")
    book.write("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(100))
    rows = book.add("empty.txt", "observatory.txt", "picture.txt", "missing.txt", "hospital.txt")
    assert became(rows) == ["failed", "new", "failed", "failed", "new"]
    for row in rows:
        if isinstance(row, Failed):
            assert row.line.count(str(book.inbox / row.name.split("/")[-1])) == 1
            assert "\n" not in row.line
    with book.open() as casebook:
        assert len(casebook.reports()) == 2


def test_a_folder_among_the_files_gets_one_line(book: Book) -> None:
    (book.inbox / "sub").mkdir()
    (row,) = book.add("sub")
    assert isinstance(row, Failed)
    assert "directory" in row.line.lower()


def test_lines_of_reports_are_received_line_by_line_and_a_grown_file_adds_what_is_new(book: Book) -> None:
    reports = [Report(id=f"r{n}", text=text, outlet="Example Wire", published="2025-03-08") for n, text in enumerate(ALL.values())]
    lines = [msgspec.json.encode(report) for report in reports]
    path = book.write("reports.jsonl", b"\n".join(lines[:3]) + b"\n")
    assert became(book.add("reports.jsonl")) == ["new"] * 3
    path.write_bytes(b"\n".join(lines))
    rows = book.add("reports.jsonl")
    assert became(rows) == ["already here from this source"] * 3 + ["new"] * 3
    assert [row.part for row in rows if isinstance(row, Added)] == [1, 2, 3, 4, 5, 6]
    with book.open() as casebook:
        held = casebook.reports()
        assert sorted(report.text for report in held) == sorted(ALL.values())
        assert all(report.id.startswith("r:") and report.outlet == "Example Wire" for report in held)


def test_what_is_stated_goes_before_a_file_and_behind_a_line_of_reports(book: Book) -> None:
    book.write("page.html", f"<html><head><meta property='og:site_name' content='Seems'></head><body><p>{HOSPITAL}</p></body></html>")
    lines = [Report(id="a", text=OBSERVATORY, outlet="Said outright"), Report(id="b", text=TALK)]
    book.write("in.jsonl", b"\n".join(msgspec.json.encode(line) for line in lines))
    book.add("page.html", "in.jsonl", source=Source(outlet="Stated"))
    with book.open() as casebook:
        outlets = {report.text: report.outlet for report in casebook.reports()}
    assert outlets[OBSERVATORY] == "Said outright"
    assert outlets[TALK] == "Stated"
    assert sorted(outlets.values(), key=str) == ["Said outright", "Stated", "Stated"]


def test_a_bad_line_among_good_ones_is_named_and_the_others_are_taken_in(book: Book) -> None:
    path = book.write("in.jsonl", b'{"id":"a","text":"One person was killed in Homs."}\n{"id": broken\n\n{"id":"a","text":"again"}\n')
    rows = book.add(lines=[path])
    assert became(rows) == ["failed", "failed", "new"]
    assert "line 2" in rows[0].line  # type: ignore[union-attr]


def test_a_file_name_of_any_bytes_is_taken(book: Book) -> None:
    path = book.inbox / "caf\udce9.txt"
    path.write_text(HOSPITAL)
    rows = book.add(path.name)
    assert became(rows) == ["new"]
    with book.open() as casebook:
        (report,) = casebook.reports()
        assert casebook.receipts(report.id)[0].name == "caf\\udce9.txt"


def test_a_file_at_a_time_gives_what_all_together_give(book: Book, empty_book: Book) -> None:
    together = empty_book.copy(book.folder.parent / "together" / "coast")
    for name in ALL:
        book.add(name)
    together.add(*ALL)
    assert together.dump(arrival=False) == book.dump(arrival=False)


def test_what_was_logged_by_a_run_that_was_cut_short_is_projected_by_the_next(book: Book) -> None:
    whole = book.copy(book.folder.parent / "whole" / "coast")
    whole.add("observatory.txt", "hospital.txt")
    paths = [book.write(name, ALL[name]) for name in ("observatory.txt", "hospital.txt")]
    from knell.flows.add import add_files

    came = add_files(book.folder, paths, Source(), actor="amal", random=book.chance, now=book.clock)
    next(came)
    next(came)
    came.close()  # type: ignore[attr-defined]
    with book.open() as casebook:
        assert casebook.reports() == []
    book.add()
    assert book.dump(arrival=False) == whole.dump(arrival=False)


def test_a_second_writer_gets_one_line(book: Book) -> None:
    with writing_desk(book.folder, actor="amal", random=book.chance, now=book.clock):
        with (
            pytest.raises(CasebookError, match="another command is writing"),
            writing_desk(book.folder, actor="amal", random=book.chance, now=book.clock, wait=0.1),
        ):
            pass
        with book.open() as casebook:
            assert casebook.incidents() == []


def test_a_date_that_is_none_is_refused() -> None:
    from knell.flows.add import check_published

    check_published("2025-03-08")
    check_published(None)
    with pytest.raises(UsageError, match="give --published as"):
        check_published("last Tuesday")
    with pytest.raises(RecordError):
        Report(id="r", text="", published="last Tuesday")


def test_a_report_the_reader_fails_on_is_kept_named_and_does_not_stop_the_rest(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Steps.read

    def failing(steps: Steps, report: Report, setting: Setting) -> tuple[Claim, ...]:
        if "hospital" in report.text:
            raise KeyError("parents")
        return real(steps, report, setting)

    monkeypatch.setattr(Steps, "read", failing)
    rows = book.add("observatory.txt", "hospital.txt", "elsewhere.txt")
    assert became(rows) == ["new", "new", "new", "failed"]
    fault = "could not be read: a fault of Knell's own (KeyError: 'parents')"
    assert isinstance(rows[-1], Failed)
    assert rows[-1].line.startswith(f"hospital.txt: {fault}")
    with book.open() as casebook:
        assert [(row.name, row.reason) for row in casebook.left_out()] == [("hospital.txt", fault)]
        assert len(casebook.incidents()) == 2
    monkeypatch.setattr(Steps, "read", real)
    rebuild_ledger(book.folder, actor="amal", random=book.chance, now=book.clock)
    with book.open() as casebook:
        assert casebook.left_out() == []
