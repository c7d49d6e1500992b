"""The error tree: exit codes and the one line."""

import pytest

from knell.records.errors import BriefError, CasebookError, CheckFailed, InputError, IntakeError, KnellError, UsageError


@pytest.mark.parametrize(
    ("error", "code"),
    [(InputError, 1), (IntakeError, 1), (CasebookError, 1), (BriefError, 1), (UsageError, 2), (CheckFailed, 3)],
)
def test_exit_codes_are_the_contracts(error: type[KnellError], code: int) -> None:
    assert error("something").exit_code == code


def test_an_error_says_where_what_and_what_to_do() -> None:
    error = InputError("this is not JSON", where="reports.jsonl:3", todo="mend the line or take it out")
    assert str(error) == "reports.jsonl:3: this is not JSON; mend the line or take it out"


def test_an_error_is_one_line_whatever_is_in_it() -> None:
    assert "\n" not in InputError("first\nsecond", where="a\nb", todo="do\r\nthis").line()
