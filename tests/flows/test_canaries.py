"""Names put into a casebook by every door and erased: none is left in any byte, and no key that is kept opens what held them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def look(tmp_path: Path, *arguments: str) -> dict[str, dict[str, object]]:
    figures = tmp_path / "figures.json"
    command = [sys.executable, str(ROOT / "soak" / "canaries.py"), *arguments, "--figures", str(figures)]
    done = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT), "PATH": ""}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told: dict[str, dict[str, object]] = json.loads(figures.read_text())
    return told


def assert_gone(told: dict[str, dict[str, object]], names: int) -> None:
    assert set(told) == {"clear", "encrypted"}
    for found in told.values():
        assert (found["names"], found["seen_before"]) == (names, names)
        assert (found["left"], found["free_pages"], found["opened_by_the_keyring_of_after"]) == ([], 0, 0)


def test_of_twenty_names_none_is_left_after_they_are_erased(tmp_path: Path) -> None:
    assert_gone(look(tmp_path, "--names", "20"), 20)


@pytest.mark.soak
def test_of_five_hundred_names_none_is_left(tmp_path: Path) -> None:
    (ROOT / "build" / "soak").mkdir(parents=True, exist_ok=True)
    told = look(tmp_path)
    (ROOT / "build" / "soak" / "canaries.json").write_text(json.dumps(told, indent=2) + "\n")
    assert_gone(told, 500)
