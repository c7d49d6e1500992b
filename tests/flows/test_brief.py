"""Briefs of real readings: a report in, a brief out; and a casebook's."""

import json
from pathlib import Path

import pytest

from knell.cli.main import main
from knell.flows.brief import brief_of_reports, choose_main, render_brief
from knell.publishing import render_plain
from knell.records import Report
from knell.records.errors import BriefError
from tests.publishing.cast import coast, denied, river, vague

HILL = Report(
    id="hill",
    outlet="Hill Radio",
    published="2024-11-03",
    text=(
        "At least 14 people were killed when shells hit the market in Aleppo on Saturday, the Syrian Observatory for Human Rights said. "
        'An army spokesman denied it: "Our guns did not fire on any market."\n'
        "The governor imposed a curfew in Aleppo."
    ),
)


def reports_file(folder: Path, *reports: Report) -> Path:
    path = folder / "reports.jsonl"
    lines = [{"id": r.id, "text": r.text, "outlet": r.outlet, "published": r.published, "url": r.url} for r in reports]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_a_report_read_by_the_real_reader_gives_a_brief_with_its_figure_and_its_source() -> None:
    written = brief_of_reports([HILL], None, jobs=1)
    text = render_plain(written.brief)
    assert "at least 14" in text
    assert "Syrian Observatory for Human Rights" in text
    assert "Hill Radio, 3 November 2024" in text
    assert written.chosen


def test_every_report_of_the_cast_can_be_written_up() -> None:
    for case in (river(), coast(), denied(), vague()):
        assert brief_of_reports(list(case.reports.values()), None, jobs=1).brief.lead


def test_reports_without_an_incident_are_refused_in_one_line() -> None:
    with pytest.raises(BriefError, match="no incident"):
        brief_of_reports([Report(id="r", text="The harvest was good.")], None, jobs=1)


def test_an_id_that_is_not_there_is_refused() -> None:
    with pytest.raises(BriefError, match="no incident has an id"):
        brief_of_reports([HILL], "i:ffff", jobs=1)


def test_the_main_incident_is_the_one_that_most_reports_rest_on() -> None:
    big, small = coast().incident, denied().incident
    main_one, why = choose_main([small, big])
    assert main_one is big
    assert "four reports" in why or "4 reports" in why


def test_every_format_is_rendered() -> None:
    brief = brief_of_reports([HILL], None, jobs=1).brief
    assert render_brief(brief, "html").startswith("<!doctype html>")
    assert render_brief(brief, "md").startswith("# ")
    assert render_brief(brief, "text").rstrip()


def test_the_command_writes_the_format_its_file_is_named_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "brief.html"
    assert main(["brief", "--input", str(reports_file(tmp_path, HILL)), "-o", str(out)]) == 0
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "brief of i:" in captured.err


def test_the_command_prints_plain_text_by_default(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["brief", "--input", str(reports_file(tmp_path, HILL))]) == 0
    assert "SOURCES AND METHOD" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [["brief"], ["brief", "--casebook", "a", "--input", "b.txt"], ["brief", "--input", "b.jsonl", "-o", "brief.docx"]]
)
def test_a_wrong_command_line_ends_with_2_and_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_casebook_gives_the_brief_of_the_incident_asked_for_and_of_its_main_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "book"
    assert main(["init", "--unencrypted", str(book)]) == 0
    assert main(["add", "--casebook", str(book), str(reports_file(tmp_path, HILL))]) == 0
    capsys.readouterr()
    assert main(["brief", "--casebook", str(book)]) == 0
    text = capsys.readouterr().out
    assert "at least 14" in text
    name = next(word for word in text.split() if word.startswith("i:"))
    assert main(["brief", "--casebook", str(book), name[:8], "--format", "md"]) == 0
    assert capsys.readouterr().out.startswith("# ")


def test_a_folder_that_is_no_casebook_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["brief", "--casebook", str(tmp_path)]) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "Traceback" not in err
