"""Runs a soak in a process of its own, as `make soak` and whoever calls it do, and gives its figures."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
FIGURES = ROOT / "build" / "soak"
"""Where the full forms leave their figures."""


def run_soak(script: str, *arguments: str, tmp_path: Path | None = None, holds: bool = True) -> dict[str, Any]:
    """A soak's figures. ``tmp_path``: for a short form's; those of a full form stay. ``holds``: whether all has to be well."""
    figures = (tmp_path or FIGURES) / f"{script}.json"
    command = [sys.executable, str(ROOT / "soak" / f"{script}.py"), *arguments, "--figures", str(figures)]
    environment = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0 or not holds, done.stdout[-3000:] + done.stderr[-3000:]
    told: dict[str, Any] = json.loads(figures.read_text())
    return told


def keep_figures(name: str, told: dict[str, Any]) -> None:
    """Writes what a long run found that is no script of its own."""
    FIGURES.mkdir(parents=True, exist_ok=True)
    (FIGURES / f"{name}.json").write_text(json.dumps(told, indent=2) + "\n")
