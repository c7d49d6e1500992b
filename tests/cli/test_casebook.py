"""The commands over a casebook, as they are typed."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from knell.cli.main import main

TEXT = "At least 12 civilians were killed in shelling of Jableh on 6 March 2025, the Syrian Observatory for Human Rights said.\n"
ABROAD = "An air strike killed four people in Tyre, Lebanon, on 6 March 2025, the health ministry said.\n"


class Said(NamedTuple):
    code: int
    out: str
    err: str


Knell = Callable[..., Said]


@pytest.fixture
def knell(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Knell:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "note.txt").write_text(TEXT)
    (tmp_path / "abroad.txt").write_text(ABROAD)
    (tmp_path / "empty.txt").write_text("")

    def run(*arguments: str) -> Said:
        code = main(list(arguments))
        return Said(code, *capfd.readouterr())

    return run


def test_the_main_job_from_an_empty_folder_to_the_hash(knell: Knell) -> None:
    assert knell("init", "--unencrypted", "coast/", "--country", "SY") == (
        0,
        "coast: a casebook that takes in: in SY\nnext: knell add --casebook coast FILE...\n",
        "",
    )
    added = knell("add", "--casebook", "coast/", "note.txt", "empty.txt", "abroad.txt", "--outlet", "Example Wire")
    assert added.code == 1
    assert added.err == "knell: empty.txt: is empty; nothing to read; check that it was saved whole\n"
    assert [line.split(" (r:")[0] for line in added.out.splitlines()] == ["note.txt: new", "abroad.txt: new"]

    listed = knell("incidents", "--casebook", "coast")
    assert listed.code == 0
    first, toll, *_ = listed.out.splitlines()
    assert "2025-03-06" in first
    assert "shelling" in first
    assert "At least 12 (Syrian Observatory for Human Rights)".lower() in toll.lower().replace("12 civilians", "12")

    as_json = json.loads(knell("incidents", "--casebook", "coast", "--json").out)
    assert as_json["incident"].startswith(first.split()[0])

    left_out = knell("incidents", "--casebook", "coast", "--left-out").out
    assert "abroad.txt  outside the territory: LB" in left_out

    why = knell("why", "--casebook", "coast", first.split()[0])
    assert why.code == 0
    assert "rule reported@1" in why.out
    assert "SHA-256 " in why.out
    assert "(unchanged)" in why.out
    claim = next(word for word in why.out.split() if word.startswith("c:"))
    assert f"in incident {as_json['incident']}" in knell("why", "--casebook", "coast", claim).out

    assert knell("rebuild", "--casebook", "coast", "--check").out == "coast: the same ledger, byte for byte: 2 reports, 1 incidents\n"
    assert knell("rebuild", "--casebook", "coast").code == 0


def test_adding_again_says_what_is_there(knell: Knell) -> None:
    knell("init", "--unencrypted", "coast")
    ids = knell("add", "--casebook", "coast", "note.txt").out.split(" (")[1]
    assert knell("add", "--casebook", "coast", "note.txt").out == f"note.txt: already here from this source ({ids}"
    again = knell("add", "--casebook", "coast", "note.txt", "--received-from", "a colleague")
    assert again == (0, f"note.txt: same bytes, another source ({ids}", "")


def test_a_check_that_fails_has_exit_code_three(knell: Knell, tmp_path: Path) -> None:
    import sqlite3

    knell("init", "--unencrypted", "coast")
    knell("add", "--casebook", "coast", "note.txt")
    with sqlite3.connect(tmp_path / "coast" / "ledger.sqlite") as database:
        database.execute("UPDATE casebook_receipt SET name = 'forged.txt'")
    database.close()
    said = knell("rebuild", "--casebook", "coast", "--check")
    assert said.code == 3
    assert said.err.startswith("knell: coast: the ledger is not what the log gives: 1 lines of it are not in the new one, 1 are new;")
    assert knell("rebuild", "--casebook", "coast").code == 0
    assert knell("rebuild", "--casebook", "coast", "--check").code == 0


@pytest.mark.parametrize("command", [("add", "note.txt"), ("incidents",), ("why", "i:3f9a"), ("rebuild",), ("rebuild", "--check")])
def test_a_folder_that_is_no_casebook_gets_one_line(knell: Knell, command: tuple[str, ...]) -> None:
    said = knell(command[0], "--casebook", "nowhere", *command[1:])
    assert said == (1, "", "knell: nowhere: there is no casebook here; make one with: knell init FOLDER\n")


@pytest.mark.parametrize(
    "wrong",
    [
        ("init", "--unencrypted", "coast", "--country", "Syria"),
        ("init", "--unencrypted", "coast", "--from", "March"),
        ("init", "--unencrypted", "coast", "--harm", "hurt"),
        ("add", "--casebook", "coast"),
        ("add", "note.txt"),
        ("add", "--casebook", "coast", "note.txt", "--published", "Tuesday"),
    ],
)
def test_a_wrong_command_line_has_exit_code_two_and_makes_nothing(knell: Knell, tmp_path: Path, wrong: tuple[str, ...]) -> None:
    assert knell(*wrong).code == 2
    assert not (tmp_path / "coast").exists()


def test_the_bar_is_drawn_on_standard_error_alone_when_asked_for(knell: Knell) -> None:
    knell("init", "--unencrypted", "coast")
    said = knell("add", "--casebook", "coast", "--progress", "note.txt")
    assert said.code == 0
    assert "reading" in said.err
    assert said.out.startswith("note.txt: new")


def test_reading_loads_no_django() -> None:
    probe = "import sys; from knell.cli.main import main; main(['read', '--help']); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], capture_output=True, check=False).returncode == 0


def typed(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "knell", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)


def test_every_file_is_taken_in_though_nobody_reads_what_is_said_and_whatever_it_is_called(knell: Knell, tmp_path: Path) -> None:
    knell("init", "--unencrypted", "coast")
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text(TEXT)
    (tmp_path / os.fsdecode(b"empty\xe9.txt")).write_text("")
    command = f"{sys.executable} -m knell add --casebook coast note.txt abroad.txt *.txt | true"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], cwd=tmp_path, capture_output=True, check=False, timeout=60)
    assert done.returncode == 1
    assert b"is empty" in done.stderr
    assert b"fault of Knell" not in done.stderr
    assert knell("rebuild", "--casebook", "coast").out == "coast: computed anew: 2 reports, 2 incidents\n"


class Disk(NamedTuple):
    """A disk of its own that can be made full, larger and read-only."""

    folder: Path

    def change(self, how: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{how}", str(self.folder)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)]
    if os.getuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("no disk can be made here")
    yield Disk(folder)
    subprocess.run(["umount", str(folder)], check=True)


def test_a_casebook_on_a_read_only_disk_can_be_read_and_not_added_to(disk: Disk, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(TEXT)
    assert typed(tmp_path, "init", "--unencrypted", "disk/coast").returncode == 0
    assert typed(tmp_path, "add", "--casebook", "disk/coast", "note.txt").returncode == 0
    disk.change("ro")
    listed = typed(tmp_path, "incidents", "--casebook", "disk/coast")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "shelling" in listed.stdout
    assert "(unchanged)" in typed(tmp_path, "why", "--casebook", "disk/coast", "i:").stdout
    for command in (
        ("add", "--casebook", "disk/coast", "note.txt"),
        ("rebuild", "--casebook", "disk/coast"),
        ("init", "--unencrypted", "disk/another"),
    ):
        said = typed(tmp_path, *command)
        assert (said.returncode, said.stdout, said.stderr.count("\n")) == (1, "", 1)
        assert "the folder is read-only; copy the casebook to a disk that can be written to" in said.stderr


def test_a_full_disk_gets_one_line_and_loses_nothing_that_was_acknowledged(disk: Disk, tmp_path: Path) -> None:
    assert typed(tmp_path, "init", "--unencrypted", "disk/coast").returncode == 0
    used = sum(path.stat().st_size for path in disk.folder.rglob("*"))
    disk.change(f"size={used // 1024 + 330}k")
    files = [f"big{number}.txt" for number in range(8)]
    for number, name in enumerate(files):
        (tmp_path / name).write_text(f"{TEXT}\nReport {number}.\n" + f"{number} kept, {'and more of the same kind ' * 60}\n" * 20)
    full = typed(tmp_path, "add", "--casebook", "disk/coast", *files)
    assert full.returncode == 1
    assert full.stderr.count("\n") == 1
    assert full.stderr.startswith("knell: disk/coast")
    assert "the disk is full" in full.stderr
    acknowledged = full.stdout.splitlines()
    assert 0 < len(acknowledged) < len(files)
    disk.change("size=64m")
    again = typed(tmp_path, "add", "--casebook", "disk/coast", *files)
    assert again.returncode == 0, again.stderr
    kept = [line for line in again.stdout.splitlines() if "already here from this source" in line]
    assert len(kept) >= len(acknowledged)
    assert typed(tmp_path, "rebuild", "--check", "--casebook", "disk/coast").returncode == 0


def test_a_report_is_taken_out_of_an_incident_and_put_back_with_reasons(knell: Knell, tmp_path: Path) -> None:
    (tmp_path / "second.txt").write_text(
        "Fifteen people were killed in the shelling of Jableh on 6 March 2025, a hospital official said.\n"
    )
    knell("init", "--unencrypted", "coast/", "--country", "SY")
    added = knell("add", "--casebook", "coast/", "note.txt", "second.txt").out
    report = added.splitlines()[1].split("(")[1].rstrip(")")
    incident = json.loads(knell("incidents", "--casebook", "coast", "--json").out)["incident"]

    apart = knell("unlink", "--casebook", "coast", incident, report, "--reason", "another shell")
    assert apart.code == 0
    assert apart.out.endswith(": apart now\n")
    ids = [json.loads(line)["incident"] for line in knell("incidents", "--casebook", "coast", "--json").out.splitlines()]
    assert len(ids) == 2

    assert knell("link", "--casebook", "coast", *ids, "--reason", "one shell after all").out.endswith(": one incident now\n")
    again = knell("link", "--casebook", "coast", *ids, "--reason", "once more")
    assert again.code == 2
    assert "are one incident already" in again.err
    assert knell("unlink", "--casebook", "coast", ids[0], report).code == 2
    assert "byte for byte" in knell("rebuild", "--casebook", "coast", "--check").out
