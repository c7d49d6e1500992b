"""The coast example: built from its table, marked as what it is, and read as what it says."""

import tomllib
from collections import Counter

import pytest

from knell.intake import Intake, open_file
from tools.make_coast import COAST, build_files, differences

TABLE = tomllib.loads((COAST / "source.toml").read_text("utf-8"))
INBOX = COAST / "inbox"


@pytest.fixture(scope="module")
def opened() -> dict[str, Intake]:
    return {path.name: open_file(path.name, path.read_bytes()) for path in sorted(INBOX.iterdir())}


def test_the_files_are_what_the_table_gives() -> None:
    assert differences(build_files(TABLE), INBOX) == []


def test_every_file_opens_without_a_fault(opened: dict[str, Intake]) -> None:
    assert [fault for intake in opened.values() for fault in intake.faults] == []


def test_there_are_as_many_reports_as_the_readme_says(opened: dict[str, Intake]) -> None:
    ids = Counter(report.id for intake in opened.values() for report in intake.reports)
    assert len(ids) == 59
    assert [identity for identity, count in ids.items() if count == 2] == [opened["jableh-daily-sabah.html"].reports[0].id]
    assert len(opened["reports.jsonl"].reports) == 32
    assert Counter(name.rpartition(".")[2] for name in opened) == {"html": 14, "eml": 4, "pdf": 3, "txt": 6, "jsonl": 1}


def test_every_report_says_whose_page_it_restates(opened: dict[str, Intake]) -> None:
    for intake in opened.values():
        for report in intake.reports:
            assert report.restates is not None, report.id
            assert report.restates.by == "Knell's authors"
            assert report.restates.url is not None
            assert report.outlet == report.restates.outlet
            assert (report.published or "")[:10] == (report.restates.date or "")
            assert report.lang == "en"


def test_a_reader_of_a_file_sees_the_mark_too(opened: dict[str, Intake]) -> None:
    for name, intake in opened.items():
        if name != "reports.jsonl":
            assert all("Restated by Knell's authors from " in report.text for report in intake.reports), name


def test_pages_mails_and_pdfs_have_three_paragraphs_or_more(opened: dict[str, Intake]) -> None:
    for entry in TABLE["report"]:
        if not entry["file"].endswith(".txt"):
            report = opened[entry["file"]].reports[0]
            kinds = Counter(block.kind for block in report.blocks or ())
            assert kinds["body"] + kinds["subhead"] >= 4 if "pdf" not in entry["file"] else kinds["body"] >= 4, entry["file"]


def test_what_the_table_tells_is_what_is_read(opened: dict[str, Intake]) -> None:
    for entry in TABLE["report"]:
        report = opened[entry["file"]].reports[0]
        text = " ".join(report.text.split())
        for paragraph in entry["text"]:
            for row in paragraph.split("\n"):
                words = row.removeprefix("## ").removeprefix("- ").removeprefix("| ").removeprefix("^ ").removeprefix("! ")
                assert words in text, (entry["file"], words)
        assert entry.get("title", "") == (report.title or "")


def test_nothing_around_the_stories_is_read(opened: dict[str, Intake]) -> None:
    for name, intake in opened.items():
        if name.endswith(".html"):
            for word in ("cookies", "harvest", "bread", "comments", "Imprint", "Share this", "About us"):
                assert word not in intake.reports[0].text, (name, word)


def test_agencies_are_credited_where_a_page_credits_them(opened: dict[str, Intake]) -> None:
    credited = {name: intake.reports[0].credit for name, intake in opened.items() if name != "reports.jsonl" and intake.reports[0].credit}
    assert credited == {
        "coast-chitral-today.txt": "Reuters",
        "coast-europe-1.eml": "AFP",
        "coast-lorient-le-jour.eml": "AFP",
        "coast-prothom-alo.html": "AFP",
        "jableh-cameroon-concord.html": "Reuters",
        "mukhtariya-radar-africa.html": "Reuters",
        "mukhtariya-voa.html": "Reuters",
    }
