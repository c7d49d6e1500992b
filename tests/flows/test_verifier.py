"""verify.pyz: one file that a stranger runs, with no Knell beside it."""

import ast
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.evidence import standalone, verifier
from knell.evidence.checkpoints import Checkpoint, sign_checkpoint
from knell.evidence.signing import public_key, sign
from knell.evidence.standalone import MODULES, build_verifier
from tests.flows.books import Book, begin
from tests.flows.test_prove import prove


@pytest.fixture(scope="module")
def proven(tmp_path_factory: pytest.TempPathFactory) -> tuple[Book, Path, bytes]:
    """A casebook, a proof of its main incident with files, and a checkpoint that was published before. Not to be written to."""
    folder = tmp_path_factory.mktemp("proven")
    book = begin(folder / "coast")
    book.add("observatory.txt", "hospital.txt", "relay.txt")
    with book.desk() as desk:
        published = desk.store.checkpoint()
    assert published is not None
    prove(book, folder / "proof.zip", files=True)
    return book, folder / "proof.zip", published


@pytest.fixture(scope="module")
def pyz(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("verifier") / "verify.pyz"
    path.write_bytes(build_verifier())
    return path


def run(pyz: Path, *arguments: str | Path) -> tuple[int, str]:
    """Runs the one file in an empty folder: no site packages, no environment, nothing on the path."""
    command = [sys.executable, "-I", "-S", str(pyz), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=pyz.parent, env={"PATH": "/usr/bin:/bin"}, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


def judge(path: Path, *arguments: str) -> int:
    """The same, inside this process."""
    return verifier.main([str(path), "--quiet", *arguments])


def test_a_good_proof_is_told_in_words_with_what_it_does_not_prove(proven: tuple[Book, Path, bytes], pyz: Path) -> None:
    code, said = run(pyz, proven[1])
    assert code == 20
    plain = " ".join(said.split())
    assert "At least 12 civilians were killed" in plain
    assert "says that nothing was changed since it was received, not that it was right" in plain
    assert "When what is told happened" in plain
    assert "UNANCHORED" in plain
    assert "2 of 2 passages stand in it to the letter" in plain


def test_an_earlier_checkpoint_that_fits_is_told(proven: tuple[Book, Path, bytes], pyz: Path, tmp_path: Path) -> None:
    (tmp_path / "published.txt").write_bytes(proven[2])
    code, said = run(pyz, proven[1], "--checkpoint", tmp_path / "published.txt")
    assert code == 20
    assert "has grown from the checkpoint you gave" in said


def test_another_log_with_the_same_key_is_diverged(proven: tuple[Book, Path, bytes], pyz: Path, tmp_path: Path) -> None:
    """Whoever has the key wrote the log anew; a partner still has a checkpoint of the old one."""
    book, proof, _ = proven
    with book.desk() as desk:
        seed, key = desk.store.keyring.signing, desk.store.public
    assert public_key(seed) == key.public
    for size in (2, 3, 9):
        old = sign_checkpoint(Checkpoint(key.name, size, bytes(32)), key, lambda message: sign(seed, message))
        (tmp_path / "old.txt").write_bytes(old)
        assert judge(proof, "--checkpoint", str(tmp_path / "old.txt")) == (30 if size != 9 or _size(proof) >= 9 else 20)
    code, said = run(pyz, proof, "--checkpoint", tmp_path / "old.txt", "--quiet")
    assert (code, said.count("\n")) in ((30, 2), (20, 1))


def _size(path: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        return int(archive.read("knell-proof/data/checkpoint.txt").split(b"\n")[1])


def test_another_casebooks_checkpoint_or_key_does_not_fit(proven: tuple[Book, Path, bytes], tmp_path: Path) -> None:
    seed = bytes(32)
    other = proven[0].open()
    origin = f"knell/{other.id}"
    other.close()
    from knell.evidence.notes import PublicKey

    thief = PublicKey(origin, public_key(seed))
    (tmp_path / "thief.txt").write_bytes(sign_checkpoint(Checkpoint(origin, 2, bytes(32)), thief, lambda message: sign(seed, message)))
    assert judge(proven[1], "--checkpoint", str(tmp_path / "thief.txt")) == 30
    assert judge(proven[1], "--key", thief.spell()) == 40
    with proven[0].desk() as desk:
        assert judge(proven[1], "--key", desk.store.public.spell()) == 20


def test_erased_content_is_told_by_its_own_exit_code(proven: tuple[Book, Path, bytes], pyz: Path, tmp_path: Path) -> None:
    book = proven[0].copy(tmp_path / "coast")
    with book.desk() as desk:
        desk.store.erase([3], desk.stamp(), desk.random, reason="family-request", approvers=("a", "b"))
    book.add()  # the ledger follows the log
    prove(book, tmp_path / "proof.zip")
    code, said = run(pyz, tmp_path / "proof.zip")
    assert code == 10
    assert "has been erased, as the log says" in " ".join(said.split())


@pytest.mark.parametrize("content", [b"", b"PK", b"nothing of the kind", b"\0" * 1000])
def test_what_is_no_proof_is_refused_in_one_line(pyz: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "no.zip").write_bytes(content)
    code, said = run(pyz, tmp_path / "no.zip")
    assert code == 40
    assert said.splitlines()[0].endswith("(exit code 40)")
    assert len(said.splitlines()) == 2


def test_a_wrong_command_line_is_none_of_the_findings(proven: tuple[Book, Path, bytes], pyz: Path, tmp_path: Path) -> None:
    assert run(pyz, tmp_path / "not-there.zip")[0] == 2
    assert run(pyz, proven[1], "--key", "nonsense")[0] == 2
    assert run(pyz, proven[1], "--partner", "nonsense")[0] == 2
    assert run(pyz)[0] == 2


@given(st.data())
def test_whatever_bit_of_a_file_is_flipped_the_proof_is_invalid(
    proven: tuple[Book, Path, bytes], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """With the manifests as they were, and with manifests made to fit: then the signature, the tree or the commitments tell."""
    files = _unpacked(proven[1])
    name = data.draw(st.sampled_from(sorted(files)))
    if not files[name]:
        return
    bit = data.draw(st.integers(0, 8 * len(files[name]) - 1))
    changed = bytearray(files[name])
    changed[bit // 8] ^= 1 << bit % 8
    path = tmp_path_factory.getbasetemp() / "flipped.zip"
    _packed(path, files | {name: bytes(changed)})
    assert judge(path) == 40
    if name.startswith("knell-proof/data/") and "growth" not in name:
        _packed_anew(path, files | {name: bytes(changed)})
        assert judge(path) == 40


@given(st.data())
def test_whatever_bit_of_the_zip_file_is_flipped_nothing_else_is_said_to_be_proven(
    proven: tuple[Book, Path, bytes], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    raw = bytearray(proven[1].read_bytes())
    bit = data.draw(st.integers(0, 8 * len(raw) - 1))
    raw[bit // 8] ^= 1 << bit % 8
    path = tmp_path_factory.getbasetemp() / "flipped.zip"
    path.write_bytes(raw)
    if judge(path) != 40:  # a date or another detail of the container: all that is read is the same
        assert _unpacked(path) == _unpacked(proven[1])


@pytest.mark.parametrize("kind", ["entry.json", "tlog-proof", "openings.json"])
def test_a_file_of_the_log_that_is_left_out_is_missed(proven: tuple[Book, Path, bytes], tmp_path: Path, kind: str) -> None:
    files = _unpacked(proven[1])
    for name in [name for name in files if name.endswith(kind)]:
        _packed_anew(tmp_path / "less.zip", {n: c for n, c in files.items() if n != name})
        assert judge(tmp_path / "less.zip") == 40


def test_files_that_were_put_in_later_are_refused(proven: tuple[Book, Path, bytes], tmp_path: Path) -> None:
    files = _unpacked(proven[1])
    for name in ("data/more.txt", "data/files/0009.txt", "data/log/00000001.txt", "data/anchors/1.txt", "data/log/000000001.entry.json"):
        _packed_anew(tmp_path / "more.zip", files | {f"knell-proof/{name}": b"{}"})
        assert judge(tmp_path / "more.zip") == 40


def _unpacked(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(path: Path, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)


def _packed_anew(path: Path, files: dict[str, bytes]) -> None:
    from knell.evidence.bagging import pack_bag

    pack_bag(path, {n.removeprefix("knell-proof/data/"): c for n, c in files.items() if "/data/" in n}, {"Bagging-Date": "2025-03-10"})


def test_the_same_sources_give_the_same_verifier_and_it_holds_no_more_than_it_needs() -> None:
    raw = build_verifier()
    assert raw == build_verifier()
    assert raw.startswith(b"#!/usr/bin/env python3\n")
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert set(archive.namelist()) == {"__main__.py", "knell_verifier/__init__.py", *(f"knell_verifier/{name}.py" for name in MODULES)}


@pytest.mark.parametrize("name", MODULES)
def test_the_verifiers_modules_import_the_standard_library_and_one_another(name: str) -> None:
    source = Path(standalone.__file__).with_name(f"{name}.py").read_text()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.level:
            assert node.level == 1
            assert node.module in MODULES
        elif isinstance(node, ast.ImportFrom | ast.Import):
            names: Sequence[str] = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            assert all(one.partition(".")[0] in sys.stdlib_module_names for one in names)


ODD = [None, 0, -1, 1.5, "", "\ud800", [], [[]], {}, {"a": 1}, True, 10**17, "\u202e\x1b[2J"]


@given(st.data())
def test_a_proof_that_its_own_makers_made_odd_is_invalid_and_never_a_traceback(
    proven: tuple[Book, Path, bytes], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Any value anywhere in its JSON in the place of another."""
    files = _unpacked(proven[1])
    name = data.draw(st.sampled_from(sorted(name for name in files if name.endswith((".json", ".jsonl")) and "growth" not in name)))
    lines = [json.loads(line) for line in files[name].splitlines()]
    at = data.draw(st.integers(0, len(lines) - 1))
    spot: Any = lines
    key: Any = at
    while isinstance(spot[key], dict | list) and spot[key] and data.draw(st.booleans()):
        spot = spot[key]
        key = data.draw(st.sampled_from(sorted(spot) if isinstance(spot, dict) else range(len(spot))))
    before, spot[key] = spot[key], data.draw(st.sampled_from(ODD))
    path = tmp_path_factory.getbasetemp() / "odd.zip"
    _packed_anew(path, files | {name: b"".join(json.dumps(line).encode() + b"\n" for line in lines)})
    assert judge(path) == 40 or spot[key] == before


def test_words_of_a_stranger_command_no_terminal() -> None:
    from knell.evidence.telling import plain

    assert plain("a\x1b[2J\u202eb\nc") == "a [2J b c"
    assert len(plain("long " * 1000)) < 700
