"""Dates on the command line: what is no date is refused, not compared as letters."""

import pytest

from knell.cli.main import main

COMMANDS = (
    ("incidents", "--casebook", "coast", "--as-of"),
    ("why", "--casebook", "coast", "i:1", "--as-of"),
    ("brief", "--casebook", "coast", "--as-of"),
    ("reckon", "--input", "reports.jsonl", "--as-of"),
    ("compare", "--casebook", "coast", "i:1", "--since"),
    ("compare", "--casebook", "coast", "i:1", "--until"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: f"{command[0]} {command[-1]}")
@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("8.3.2025", "give a day such as 2025-03-08"),
        ("yesterday", "give a day such as 2025-03-08"),
        ("2025-3-8", "give a day such as 2025-03-08"),
        ("2025-02-30", "2025-02-30 is in no calendar"),
        ("2025-13", "2025-13 is in no calendar"),
    ],
)
def test_what_is_no_date_is_one_line_that_says_how_to_give_one(
    command: tuple[str, ...], written: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, written]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert why in said.err
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize("written", ["2025", "2025-03", "2025-03-08"])
def test_a_year_a_month_or_a_day_will_do(written: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["incidents", "--casebook", "nowhere", "--as-of", written]) == 1
    assert "there is no casebook here" in capsys.readouterr().err
