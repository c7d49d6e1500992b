"""The commands around proofs, as a person types them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from knell.cli.main import main
from tests.flows.books import Book, begin


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A casebook with one happening. To be copied, never written to."""
    book = begin(tmp_path_factory.mktemp("kept") / "coast")
    book.add("observatory.txt", "hospital.txt")
    return book


@pytest.fixture
def book(kept: Book, tmp_path: Path) -> Book:
    return kept.copy(tmp_path / "coast")


def incident(book: Book) -> str:
    with book.open() as casebook:
        return casebook.incidents()[0].incident


def test_a_figure_goes_from_the_casebook_to_a_strangers_verdict(
    book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = incident(book)[:8]
    assert main(["proof", asked, "--casebook", "coast", "--list"]) == 0
    assert "would leave:" in capsys.readouterr().out
    assert main(["proof", asked, "--casebook", "coast", "-o", "proof.zip"]) == 0
    said = capsys.readouterr().out
    assert "stays:" in said
    assert "UNANCHORED" in said
    assert main(["verifier", "-o", "verify.pyz"]) == 0
    assert "SHA-256" in capsys.readouterr().out
    assert main(["checkpoint", "coast", "--key"]) == 0
    key = capsys.readouterr().out.strip()
    assert main(["cosign", "--keyfile", "partner.key", "--new", "records.example.org"]) == 0
    partner = capsys.readouterr().out.strip()
    assert main(["anchor", "--casebook", "coast", "--request", "request.txt"]) == 0
    assert main(["cosign", "request.txt", "--keyfile", "partner.key", "--key", key, "-o", "cosigned.txt"]) == 0
    assert main(["anchor", "--casebook", "coast", "--add", "cosigned.txt", "--partner", partner]) == 0
    assert main(["anchor", "--casebook", "coast", "--status"]) == 0
    assert "all vouched for" in capsys.readouterr().out
    assert main(["proof", asked, "--casebook", "coast", "-o", "proof.zip"]) == 0
    assert "1 outsider vouches for it" in capsys.readouterr().out
    assert Path("partner.key").stat().st_mode & 0o077 == 0
    command = [sys.executable, "-I", "-S", "verify.pyz", "proof.zip", "--key", key, "--partner", partner]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PATH": os.environ["PATH"]})
    assert (done.returncode, done.stderr) == (0, "")
    assert "Partner records.example.org saw this state of the log" in " ".join(done.stdout.split())
    assert main(["verify", "coast"]) == 0


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["proof", "i:1", "--casebook", "coast"], 2, "give -o proof.zip"),
        (["proof", "i:zzz", "--casebook", "coast", "-o", "p.zip"], 1, "no incident"),
        (["anchor", "--casebook", "coast"], 2, "no authority has been named"),
        (["anchor", "--casebook", "coast", "--status", "--request", "r.txt"], 2, "give one of"),
        (["anchor", "--casebook", "coast", "--request", "nowhere/r.txt"], 1, "nowhere/r.txt"),
        (["cosign", "--keyfile", "no.key"], 2, "give a checkpoint"),
        (["allow", "anchor", "--casebook", "coast", "--reason", "x"], 2, "takes --authority and --roots"),
        (["allow", "fetch", "--casebook", "coast", "--reason", "x", "--authority", "http://a.example.org"], 2, "fetch takes --agent"),
        (["allow", "cosign", "--casebook", "coast", "--reason", "x", "--partner", "x"], 2, "takes --partner and --url"),
        (
            ["allow", "cosign", "--casebook", "coast", "--reason", "x", "--partner", "x", "--url", "http://a.example.org"],
            2,
            "--partner is no",
        ),
        (["forbid", "cosign", "--casebook", "coast", "--reason", "x"], 2, "takes --partner"),
        (["cosign", "--keyfile", "no.key", "--serve"], 1, "no.key"),
        (["cosign", "--keyfile", "no.key", "--serve", "-o", "x.txt"], 2, "neither a checkpoint nor -o"),
        (["forbid", "anchor", "--casebook", "coast", "--reason", "x"], 2, "takes --authority"),
        (["verifier", "-o", "nowhere/verify.pyz"], 1, "nowhere/verify.pyz"),
    ],
)
def test_what_cannot_be_is_one_line(
    book: Book,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: int,
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == code
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1
