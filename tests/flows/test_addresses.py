"""Addresses that try to reach inside: none gets there, and with the guard off they would."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def attempt(tmp_path: Path, *arguments: str) -> dict[str, Any]:
    figures = tmp_path / "figures.json"
    command = [sys.executable, str(ROOT / "soak" / "addresses.py"), *arguments, "--figures", str(figures)]
    done = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT), "PATH": ""}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told: dict[str, Any] = json.loads(figures.read_text())
    return told


def test_a_hundred_and_fifty_addresses_of_every_kind_reach_nothing(tmp_path: Path) -> None:
    told = attempt(tmp_path, "--short")
    assert (told["addresses"], told["reached"], told["honest_pages_had"]) == (150, [], True)
    assert told["reached_without_the_guard"] > 20
    assert len(told["kinds"]) == 26


@pytest.mark.soak
def test_a_thousand_addresses_reach_nothing(tmp_path: Path) -> None:
    told = attempt(tmp_path)
    (ROOT / "build" / "soak").mkdir(parents=True, exist_ok=True)
    (ROOT / "build" / "soak" / "addresses.json").write_text(json.dumps(told, indent=2) + "\n")
    assert (told["reached"], told["honest_pages_had"]) == ([], True)
    assert told["addresses"] >= 500
    assert told["reached_without_the_guard"] > 100
