"""The tutorial's commands, run one after another as a newcomer would."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.pages import commands_shown

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = ROOT / "docs" / "tutorial" / "coast.md"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example in it, and a report of one's own."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "examples", folder / "examples")
    (folder / "my-reports").mkdir()
    (folder / "my-reports" / "one.txt").write_text(
        "At least 12 people were killed in Homs on Thursday, the police said.\n", encoding="utf-8"
    )
    return folder


def run(desk: Path, words: list[str]) -> subprocess.CompletedProcess[str]:
    """One command line, with the shell's stars spelt out."""
    spelt = [
        found for word in words for found in (sorted(str(path.relative_to(desk)) for path in desk.glob(word)) if "*" in word else [word])
    ]
    return subprocess.run([sys.executable, "-m", "knell", *spelt], cwd=desk, capture_output=True, text=True, check=False)


def test_every_command_of_the_tutorial_runs_in_its_order(desk: Path) -> None:
    lines = [words[1:] for words in commands_shown(TUTORIAL.read_text(encoding="utf-8")) if words[0] == "knell" and len(words) > 2]
    assert {"read", "init", "add", "incidents", "why", "brief", "serve", "rebuild"} <= {words[0] for words in lines}
    most = ""
    for words in lines:
        if words[0] == "serve":  # runs until it is stopped; the web room's own tests start and stop it
            continue
        if any(word.startswith("i:") for word in words):
            most = most or main_incident(desk)
            words = [most if word.startswith("i:") else word for word in words]
        done = run(desk, words)
        assert done.returncode == 0, f"knell {' '.join(words)}: {done.stderr}"
    assert (desk / "brief.html").stat().st_size > 2000


def main_incident(desk: Path) -> str:
    """The incident of the most reports: the page's own identifier is an example, and says so."""
    listed = [json.loads(line) for line in run(desk, ["incidents", "--casebook", "coast", "--json"]).stdout.splitlines()]
    most: str = max(listed, key=lambda incident: len(incident["reports"]))["incident"]
    return most[:8]
