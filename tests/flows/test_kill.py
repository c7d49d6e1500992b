"""``kill -9`` of ``knell add`` at random moments: nothing acknowledged is lost, no half report is left."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def kill(tmp_path: Path, *arguments: str) -> dict[str, object]:
    figures = tmp_path / "figures.json"
    command = [sys.executable, str(ROOT / "soak" / "kill.py"), *arguments, "--figures", str(figures)]
    done = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT), "PATH": ""}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told: dict[str, object] = json.loads(figures.read_text())
    return told


def test_fifteen_kills_lose_nothing(tmp_path: Path) -> None:
    told = kill(tmp_path, "--short")
    assert (told["lost"], told["faults"], told["same_ledger"]) == ([], [], True)
    assert isinstance(told["killed_while_running"], int)
    assert told["killed_while_running"] >= 8


@pytest.mark.soak
def test_hundreds_of_kills_lose_nothing(tmp_path: Path) -> None:
    told = kill(tmp_path, "--kills", "400")
    (ROOT / "build" / "soak").mkdir(parents=True, exist_ok=True)
    (ROOT / "build" / "soak" / "kill.json").write_text(json.dumps(told, indent=2) + "\n")
    assert (told["lost"], told["faults"], told["same_ledger"]) == ([], [], True)
