"""Random and broken texts by the thousand: no crash, no span that lies, no text that costs more than its length."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def read(tmp_path: Path, *arguments: str) -> dict[str, object]:
    figures = tmp_path / "figures.json"
    command = [sys.executable, str(ROOT / "soak" / "texts.py"), *arguments, "--figures", str(figures)]
    done = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT), "PATH": ""}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told: dict[str, object] = json.loads(figures.read_text())
    return told


def test_a_thousand_broken_texts_bring_nothing_down(tmp_path: Path) -> None:
    told = read(tmp_path, "--texts", "1000", "--jobs", "1", "--growth", "0", "--seed", "7")
    assert (told["texts"], told["wrong"]) == (1000, [])


@pytest.mark.soak
def test_ten_million_broken_texts_bring_nothing_down(tmp_path: Path) -> None:
    told = read(tmp_path, "--texts", "10000000", "--growth", "400")
    (ROOT / "build" / "soak").mkdir(parents=True, exist_ok=True)
    (ROOT / "build" / "soak" / "texts.json").write_text(json.dumps(told, indent=2) + "\n")
    assert told["wrong"] == []
