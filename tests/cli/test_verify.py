"""``knell verify``, ``checkpoint`` and ``migrate`` at the command line: what is printed, and the exit codes."""

import sqlite3
from pathlib import Path

import pytest

from knell.cli.main import main
from knell.records.errors import CasebookError
from tests.evidence.older import write_older


@pytest.fixture
def folder(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    """A casebook with one report."""
    report = tmp_path / "note.txt"
    report.write_text("At least 12 people were killed in Jableh on 6 March 2025, a hospital official said.\n")
    assert main(["init", str(tmp_path / "coast"), "--unencrypted"]) == 0
    assert main(["add", "--casebook", str(tmp_path / "coast"), str(report)]) == 0
    capfd.readouterr()
    return tmp_path / "coast"


def test_an_untouched_casebook_is_exit_code_0(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(folder)]) == 0
    out, err = capfd.readouterr()
    assert f"{folder}: untouched: 3 entries" in out
    assert "give a checkpoint published earlier" in out
    assert err == ""


def test_a_changed_one_is_exit_code_3_with_what_where_and_what_to_do(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect(folder / "ledger.sqlite") as database:
        database.execute("UPDATE casebook_toll SET low = 13")
    database.close()
    blob = next((folder / "evidence" / "blobs").rglob("*/*"))
    blob.write_bytes(blob.read_bytes()[:-1] + b"x")
    assert main(["verify", str(folder)]) == 3
    out, err = capfd.readouterr()
    assert f"entry 2: {blob}: the bytes it rests on have changed; restore this file from a backup" in out
    assert "ledger.sqlite: rows of the table casebook_toll were changed" in out
    assert f"{folder}: 2 things are wrong" in err
    assert len(err.splitlines()) == 1


def test_what_is_published_is_what_it_is_held_against(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    published = tmp_path / "published.txt"
    assert main(["checkpoint", str(folder), "-o", str(published)]) == 0
    assert main(["checkpoint", str(folder)]) == 0
    assert capfd.readouterr().out == published.read_text()
    assert main(["checkpoint", str(folder), "--key"]) == 0
    key = capfd.readouterr().out.strip()
    assert published.read_text().startswith(f"{key.split('+')[0]}\n3\n")
    assert main(["verify", str(folder), "--checkpoint", str(published), "--key", key]) == 0
    assert "the log has grown from it" in capfd.readouterr().out
    assert main(["checkpoint", str(folder), "--size", "1"]) == 0
    assert main(["checkpoint", str(folder), "--size", "99"]) == 1


def test_a_casebook_of_an_earlier_form_is_brought_over_by_one_command(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    older = tmp_path / "older"
    write_older(older / "evidence")
    assert main(["verify", str(older)]) == 1
    assert f"run once: knell migrate {older}" in capfd.readouterr().err
    assert main(["migrate", str(older), "--unencrypted"]) == 0
    assert main(["verify", str(older)]) == 0
    assert main(["migrate", str(older)]) == 0
    assert "has the present form already" in capfd.readouterr().out


def test_a_migration_cut_short_before_its_ledger_is_brought_to_its_end_by_the_same_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from knell.flows import migrate

    def cut_short(*_: object, **__: object) -> None:
        raise CasebookError("the disk is full")

    older = tmp_path / "older"
    write_older(older / "evidence")
    with monkeypatch.context() as patched:
        patched.setattr(migrate, "catch_up", cut_short)
        assert main(["migrate", str(older), "--unencrypted"]) == 1
    assert main(["verify", str(older)]) == 3
    assert main(["migrate", str(older), "--unencrypted"]) == 0
    assert main(["verify", str(older)]) == 0


def test_there_is_nothing_to_check_where_there_is_no_casebook(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for command in (["verify", str(tmp_path)], ["checkpoint", str(tmp_path)], ["migrate", str(tmp_path)]):
        assert main(command) == 1
        assert "there is no casebook here" in capfd.readouterr().err
