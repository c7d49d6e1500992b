"""Gathers what the soaks measured, each in a file of its own, into one file, and says which of them left none.

python -m soak.figures [--folder build/soak] [-o build/soak.json]
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

EXPECTED = (
    "addresses", "canaries", "disk_errors", "flips", "footage", "forged-proofs", "hostile", "kill", "kill_commands", "kill_writer", "power",
    "texts", "tree-sizes", "worlds",
)  # fmt: skip


def main() -> int:
    """Writes the one file; returns 1 where a soak left no figures."""
    parser = argparse.ArgumentParser(description="the figures of all soaks in one file")
    parser.add_argument("--folder", type=Path, default=Path("build/soak"))
    parser.add_argument("-o", "--output", type=Path, default=Path("build/soak.json"))
    asked = parser.parse_args()
    told = gather(asked.folder)
    asked.output.parent.mkdir(parents=True, exist_ok=True)
    asked.output.write_text(json.dumps(told, indent=2) + "\n")
    missing = [name for name in EXPECTED if name not in told]
    sys.stdout.write(f"{asked.output}: figures of {len(told)} soaks" + (f"; NOT RUN: {', '.join(missing)}" if missing else "") + "\n")
    return 1 if missing else 0


def gather(folder: Path) -> dict[str, Any]:
    """Each soak's figures, by its name."""
    return {path.stem: json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))}


if __name__ == "__main__":
    sys.exit(main())
