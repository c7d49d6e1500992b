"""The door: one line for every error, the contract's exit codes, and no more imported than is needed."""

import importlib
import json
import os
import subprocess
import sys

import click
import pytest

from knell.cli import main as door
from knell.records.errors import CheckFailed, InputError


def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "knell", *arguments], capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize(
    "wrong",
    [["no-such-command"], ["schema", "no-such-shape"], ["schema", "--no-such-option"], ["--no-such-option"], ["schema", "claim", "claim"]],
)
def test_a_wrong_command_line_is_one_line_that_says_where_help_is(wrong: list[str]) -> None:
    done = run(*wrong)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "--help" in done.stderr


def test_an_error_of_ours_is_one_line_with_its_own_exit_code(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with_failing_command(monkeypatch, InputError("this is not JSON", where="reports.jsonl:3", todo="mend the line"))
    assert door.main(["schema"]) == 1
    assert capsys.readouterr().err == "knell: reports.jsonl:3: this is not JSON; mend the line\n"
    with_failing_command(monkeypatch, CheckFailed("the log was changed"))
    assert door.main(["schema"]) == 3


def test_a_fault_of_our_own_is_one_line_too_and_70(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with_failing_command(monkeypatch, ZeroDivisionError("division by zero"))
    assert door.main(["schema"]) == 70
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "ZeroDivisionError" in told
    assert "--debug" in told


def test_debug_shows_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    with_failing_command(monkeypatch, ZeroDivisionError("division by zero"))
    with pytest.raises(ZeroDivisionError):
        door.main(["--debug", "schema"])


def test_a_stopped_command_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with_failing_command(monkeypatch, KeyboardInterrupt())
    assert door.main(["schema"]) == 130
    assert "stopped" in capsys.readouterr().err


def test_a_reader_that_has_gone_is_no_failure() -> None:
    end_to_read, end_to_write = os.pipe()
    os.close(end_to_read)
    try:
        done = subprocess.run([sys.executable, "-m", "knell", "schema"], stdout=end_to_write, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(end_to_write)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_version_is_told() -> None:
    assert run("--version").stdout.startswith("knell, version ")


@pytest.mark.parametrize("name", door.COMMANDS)
def test_every_command_has_help_that_says_what_it_does(name: str) -> None:
    command = importlib.import_module(door.COMMANDS[name]).command
    assert isinstance(command, click.Command)
    assert command.get_short_help_str(200)
    assert all(parameter.help for parameter in command.params if isinstance(parameter, click.Option))


@pytest.mark.parametrize("name", ["read", "reckon", "schema"])
def test_a_command_without_a_casebook_does_not_pay_for_django(name: str) -> None:
    code = f"import sys; from knell.cli.main import main; main([{name!r}, '--help']); sys.stderr.write(str('django' in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "False"


@pytest.mark.parametrize("shape", ["report", "claim", "mention", "incident"])
def test_the_schema_of_one_shape_is_json(shape: str) -> None:
    assert json.loads(run("schema", shape).stdout)["title"].lower() == shape


def with_failing_command(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Puts a command in the place of ``schema`` that fails with that error: the door is under test, not the command."""

    @click.command()
    def failing() -> None:
        raise error

    monkeypatch.setattr(door.Commands, "get_command", lambda *_: failing)
