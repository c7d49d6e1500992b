"""How a passphrase reaches the commands: a file, a variable, a terminal; and where it never is."""

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from knell.cli.main import main
from knell.flows.unlocking import lock
from tests.signals import heard_interrupts

WORDS, OTHER = "olive harbour seven lantern", "eight quiet mountain doors"
TEXT = "At least 12 civilians were killed in shelling of Jableh on 6 March 2025, the Syrian Observatory for Human Rights said.\n"


class Said(NamedTuple):
    code: int
    out: str
    err: str


ASKS = ("casebook: ", "again: ", "coast: ")
Knell = Callable[..., Said]


@pytest.fixture
def knell(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Knell:
    """A command in a process of its own, as far as passphrases go: nothing is unlocked yet, and no terminal is there."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "note.txt").write_text(TEXT)

    def run(*arguments: str, passphrase: str | None = None, new: str | None = None) -> Said:
        if (tmp_path / "coast").exists():
            lock(Path("coast"))
        for name, value in (("KNELL_PASSPHRASE", passphrase), ("KNELL_NEW_PASSPHRASE", new)):
            if value is not None:
                monkeypatch.setenv(name, value)
        code = main(list(arguments))
        return Said(code, *capfd.readouterr())

    return run


def test_without_a_passphrase_and_a_terminal_init_refuses_and_names_every_way(knell: Knell, tmp_path: Path) -> None:
    assert knell("init", "coast") == (
        2,
        "",
        "knell: a casebook is encrypted, and no passphrase was given; give one on a terminal, in KNELL_PASSPHRASE, or with "
        "--passphrase-file; or begin it with --unencrypted, on purpose\n",
    )
    assert not (tmp_path / "coast").exists()


def test_the_whole_walk_under_a_passphrase_from_the_environment(knell: Knell) -> None:
    assert knell("init", "coast", passphrase=WORDS).code == 0
    assert knell("add", "--casebook", "coast", "note.txt", passphrase=WORDS).code == 0
    assert "12" in knell("incidents", "--casebook", "coast", passphrase=WORDS).out
    listed = knell("incidents", "--casebook", "coast", "--json", passphrase=WORDS).out
    name = listed.split('"incident":"')[1][:8]
    for command in (
        ("why", name, "--casebook", "coast"),
        ("brief", name, "--casebook", "coast"),
        ("history", name, "--casebook", "coast"),
        ("codebook", "--casebook", "coast"),
        ("rebuild", "--check", "--casebook", "coast"),
        ("rebuild", "--casebook", "coast"),
        ("verify", "coast"),
        ("checkpoint", "coast"),
    ):
        said = knell(*command, passphrase=WORDS)
        assert (said.code, said.err) == (0, ""), command


def test_a_locked_casebook_is_one_line_that_names_the_ways(knell: Knell) -> None:
    knell("init", "coast", passphrase=WORDS)
    assert knell("incidents", "--casebook", "coast") == (
        2,
        "",
        "knell: coast: the casebook is locked, and no passphrase was given; give it on a terminal, in KNELL_PASSPHRASE, or with "
        "--passphrase-file\n",
    )


def test_a_wrong_passphrase_is_one_line(knell: Knell) -> None:
    knell("init", "coast", passphrase=WORDS)
    assert knell("incidents", "--casebook", "coast", passphrase=OTHER) == (1, "", "knell: coast: that is not the passphrase; try again\n")


def test_a_file_is_taken_and_goes_before_the_variable(knell: Knell, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{WORDS}\nnot this line\n")
    (tmp_path / "secret").chmod(0o600)
    assert knell("init", "coast", "--passphrase-file", "secret").code == 0
    said = knell("add", "--casebook", "coast", "--passphrase-file", "secret", "note.txt", passphrase=OTHER)
    assert (said.code, said.err) == (0, "")


@pytest.mark.parametrize("mode", [0o640, 0o604])
def test_a_file_that_others_can_read_earns_a_warning(knell: Knell, tmp_path: Path, mode: int) -> None:
    (tmp_path / "secret").write_text(WORDS)
    (tmp_path / "secret").chmod(mode)
    said = knell("init", "coast", "--passphrase-file", "secret")
    assert said.code == 0
    assert said.err == f"knell: secret: others on this machine can read the passphrase (mode {mode:o}); chmod 600 secret\n"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (None, "secret: the passphrase cannot be read: No such file or directory; check --passphrase-file"),
        (b"", "secret: the file holds no passphrase; put it on the first line"),
        (b"\n", "secret: the file holds no passphrase; put it on the first line"),
        (b"\xff\xfe\x00", "secret: the passphrase cannot be read: is no text; check --passphrase-file"),
        (b"too short\n", "a passphrase has at least 12 characters; take five or more words at random"),
    ],
)
def test_a_file_that_holds_no_passphrase_is_one_line(knell: Knell, tmp_path: Path, content: bytes | None, line: str) -> None:
    if content is not None:
        (tmp_path / "secret").write_bytes(content)
        (tmp_path / "secret").chmod(0o600)
    assert knell("init", "coast", "--passphrase-file", "secret") == (2, "", f"knell: {line}\n")
    assert not (tmp_path / "coast").exists()


def test_unencrypted_and_a_passphrase_file_exclude_one_another(knell: Knell) -> None:
    said = knell("init", "coast", "--unencrypted", "--passphrase-file", "secret")
    assert said.code == 2
    assert said.err == "knell: --unencrypted and --passphrase-file exclude one another; see knell init --help\n"


def test_another_passphrase(knell: Knell, tmp_path: Path) -> None:
    knell("init", "coast", passphrase=WORDS)
    (tmp_path / "new").write_text(OTHER)
    (tmp_path / "new").chmod(0o600)
    said = knell("passphrase", "coast", "--new-passphrase-file", "new", passphrase=WORDS)
    assert said == (0, "coast: the new passphrase opens it; copies of the old keyring still open with the old one\n", "")
    assert knell("incidents", "--casebook", "coast", passphrase=WORDS).code == 1
    assert knell("incidents", "--casebook", "coast", passphrase=OTHER).code == 0
    assert knell("passphrase", "coast", passphrase=OTHER, new=WORDS).code == 0
    assert knell("incidents", "--casebook", "coast", passphrase=WORDS).code == 0


def test_an_unencrypted_casebook_asks_nobody_and_takes_no_passphrase(knell: Knell) -> None:
    knell("init", "--unencrypted", "coast")
    assert knell("add", "--casebook", "coast", "note.txt").code == 0
    said = knell("passphrase", "coast", new=OTHER)
    assert said.code == 2
    assert "was made unencrypted" in said.err


def test_a_passphrase_leaves_the_environment_before_anything_else_runs(knell: Knell) -> None:
    knell("init", "coast", passphrase=WORDS)
    assert "KNELL_PASSPHRASE" not in os.environ
    knell("read", "note.txt", passphrase=WORDS, new=OTHER)
    assert not {"KNELL_PASSPHRASE", "KNELL_NEW_PASSPHRASE"} & set(os.environ)


def on_a_terminal(folder: Path, typed: list[str], *arguments: str) -> Said:
    """A command whose standard input is a terminal; each line is typed when it is asked for."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "knell", *arguments], cwd=folder, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True, text=True,
    ) as child:  # fmt: skip
        os.close(theirs)
        assert child.stderr is not None
        asked = ""
        for line in typed:
            while read := child.stderr.read(1):
                asked += read
                if asked.endswith(ASKS):
                    break
            os.write(ours, line.encode() + b"\n")
        out, err = child.communicate(timeout=60)
        os.close(ours)
    return Said(child.returncode, out, asked + err)


def test_on_a_terminal_it_is_asked_for_twice_to_begin_and_once_to_open_and_never_shown(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(TEXT)
    begun = on_a_terminal(tmp_path, [WORDS, "mistyped", WORDS, WORDS], "init", "coast")
    assert begun.code == 0
    assert "The same again" in begun.err
    added = on_a_terminal(tmp_path, [WORDS], "add", "--no-progress", "--casebook", "coast", "note.txt")
    assert (added.code, added.out[:14]) == (0, "note.txt: new ")
    assert on_a_terminal(tmp_path, [OTHER], "incidents", "--casebook", "coast").code == 1
    assert WORDS not in begun.out + begun.err + added.out + added.err


def test_the_pages_of_an_encrypted_casebook_are_served_and_say_nothing_of_the_passphrase(knell: Knell, tmp_path: Path) -> None:
    knell("init", "coast", passphrase=WORDS)
    knell("add", "--casebook", "coast", "note.txt", passphrase=WORDS)
    (tmp_path / "secret").write_text(WORDS)
    (tmp_path / "secret").chmod(0o600)
    serve = [sys.executable, "-m", "knell", "serve", "--casebook", "coast", "--port", "0", "--passphrase-file", "secret"]
    with heard_interrupts():
        served = subprocess.Popen(serve, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    with served as child:
        try:
            assert child.stdout is not None
            line = child.stdout.readline()
            from urllib.request import urlopen

            address = line.split(": ")[2].split(" ")[0]
            page = urlopen(address, timeout=30).read().decode()
            reports = urlopen(address + "reports/", timeout=30).read().decode()
            seen = Path(f"/proc/{child.pid}/cmdline").read_bytes() if Path("/proc").exists() else b""
        finally:
            time.sleep(0.1)
            child.send_signal(signal.SIGINT)
            try:
                out, err = child.communicate(timeout=30)
            except subprocess.TimeoutExpired:
                child.kill()  # else this test would wait for it without end
                raise
    assert "Jableh" in page
    assert "<html" in reports
    assert WORDS not in line + page + reports + out + err
    assert WORDS.encode() not in seen


def test_a_partners_key_file_is_under_the_passphrase_that_the_environment_gave(knell: Knell, tmp_path: Path) -> None:
    knell("init", "coast", "--unencrypted")
    (tmp_path / "seen.txt").write_text(knell("checkpoint", "coast").out)
    key = knell("checkpoint", "coast", "--key").out.strip()
    assert knell("cosign", "--keyfile", "partner.key", "--new", "records.example.org", passphrase=WORDS).code == 0
    assert "BEGIN ENCRYPTED PRIVATE KEY" in (tmp_path / "partner.key").read_text()
    cosign = ("cosign", "seen.txt", "--keyfile", "partner.key", "--key", key, "-o", "cosigned.txt")
    assert knell(*cosign, passphrase=OTHER).code == 1
    assert knell(*cosign).code == 1
    assert not (tmp_path / "cosigned.txt").exists()
    assert knell(*cosign, passphrase=WORDS).code == 0


CHILD = """
import ctypes, os, resource, subprocess, sys
from knell.cli.main import main
code = main(["incidents", "--casebook", "coast"])
dumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) if sys.platform == "linux" else 0
print("private", dumpable, *resource.getrlimit(resource.RLIMIT_CORE))
child = subprocess.run([sys.executable, "-c", "import os, sys; print(dict(os.environ), sys.argv)"], capture_output=True, text=True)
print("child", code, child.stdout)
"""


def test_a_process_that_knell_starts_gets_nothing_of_it_and_knells_memory_is_its_own(knell: Knell, tmp_path: Path) -> None:
    knell("init", "coast", passphrase=WORDS)
    given = os.environ | {"KNELL_PASSPHRASE": WORDS, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", CHILD], cwd=tmp_path, env=given, capture_output=True, text=True, check=True)
    assert "private 0 0 0" in done.stdout
    assert "child 0 {" in done.stdout
    assert WORDS not in done.stdout + done.stderr
