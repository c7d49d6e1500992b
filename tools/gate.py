"""The gate: Knell's quality on public sets and on our own gold, held against pinned floors.

1. Finds the sets' folder: KNELL_BENCH, or ``bench`` in a folder ``shared`` beside this checkout. The sets' texts belong to others
   and are no part of Knell, so most machines have none: then every set is NOT MEASURED, said aloud and no failure.
2. Has the folder's own runner (``score --run SET``) run ``knell read`` and ``knell reckon`` and score what they wrote.
3. Reads the rows, the contract line and the headline it printed, and holds them against gate/floors.toml.
4. Scores our own gold (tools/gold.py), which is always here and quick, the short form included.
5. Prints a table; exit code 1 where a floor or a ceiling is broken, a run failed or the contract is not kept.

``--raise`` writes what was measured as the new floors. A floor only goes up, a ceiling only down; to loosen one takes a person,
an editor and a reason in the change. ``--short`` is for ``make test``: the small set whole, and 20 reports of each other one, which
are looked at for crashes and for the contract only.
"""

import argparse
import os
import re
import subprocess
import sys
import time
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from tools import gold

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "gate" / "floors.toml"
KEPT = ROOT / ".gate"
WHOLE_IN_SHORT = ("multisource",)
SHORT_LIMIT = 20
OWN = {"own": "english", "own_arabic": "arabic", "own_spanish": "spanish"}
"""Our own sets, by the folder of tests/gold that holds them."""

Limits = dict[str, dict[str, float]]
"""Set -> row and column -> number."""


@dataclass
class Measured:
    """What one run of a set printed: numbers by row (and column), the headline, and what was wrong."""

    set_name: str
    values: dict[str, float] = field(default_factory=dict)
    headline: tuple[str, float] | None = None
    runs: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0


def find_bench() -> Path | None:
    """The folder with the sets and their runner, or ``None``."""
    named = os.environ.get("KNELL_BENCH")
    folder = Path(named) if named else ROOT.parent / "shared" / "bench"
    return folder if (folder / "score").is_file() else None


def read_output(set_name: str, output: str) -> Measured:
    """The runner's printed table as numbers. A row of three (P, R, F1) becomes three values, a row of one becomes one."""
    measured = Measured(set_name)
    width = 0
    contract = None
    for line in output.splitlines():
        if line.startswith("contract:"):
            contract = line.partition(":")[2].strip()
        elif line.startswith("headline "):
            _, _, metric, value = line.split()
            measured.headline = (metric, float(value))
            measured.values["headline"] = float(value)
        elif re.fullmatch(r"\s+P\s+R\s+F1\s+pred\s+gold\s*", line):
            width = line.index("P") - 7  # the column is right-aligned in seven characters after a blank
        elif width and len(line) > width:
            label, numbers = line[:width].strip(), line[width:].split()
            if label.startswith("run:"):
                measured.runs.append(f"{label[5:]}: {line[width:].strip()}")
            else:
                measured.values |= _row(label, numbers)
    if contract is None or measured.headline is None:
        measured.wrong.append("the runner printed no contract or no headline line")
    elif not contract.endswith("nothing wrong"):
        measured.wrong.append(f"contract: {contract}")
    return measured


def _row(label: str, numbers: list[str]) -> dict[str, float]:
    """One row's values, under names that do not change with the number of gold rows."""
    label = re.sub(r"\s*\(%.*\)$", "", label)
    try:
        values = [float(number) for number in numbers]
    except ValueError:
        return {}
    if len(values) >= 3:
        return {f"{label} {column}": value for column, value in zip(("P", "R", "F1"), values, strict=False)}
    return {label: values[0]} if len(values) == 1 else {}


def run_set(bench: Path, set_name: str, limit: int | None) -> Measured:
    """Runs Knell on one set through the folder's runner. A run that fails comes back as something wrong, never as an exception."""
    folder = KEPT / (f"{set_name}-short" if limit else set_name)  # a short run leaves in place what a whole run left to look at
    command = [sys.executable, str(bench / "score"), "--run", set_name, "--keep", str(folder)]
    command += ["--limit", str(limit)] if limit else []
    begun = time.monotonic()
    environment = {**os.environ, "KNELL": f"{sys.executable} -m knell", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=ROOT)
    if done.returncode:
        last = [line for line in (done.stderr + "\n" + done.stdout).splitlines() if line.strip()][-6:]
        return Measured(set_name, wrong=[f"exit code {done.returncode}: " + " / ".join(last)], seconds=time.monotonic() - begun)
    measured = read_output(set_name, done.stdout)
    measured.seconds = time.monotonic() - begun
    return measured


def measure_own(set_name: str) -> Measured:
    """Scores a folder of our own gold. A reading that fails comes back as something wrong, never as an exception."""
    measured = Measured(set_name)
    begun = time.monotonic()
    try:
        score, measured.wrong = gold.score_folder(gold.FOLDER / OWN[set_name], KEPT / set_name)
    except gold.ReadingFailed as error:
        measured.wrong = [str(error)]
    else:
        measured.values = score.values()
        measured.headline = ("claims_wholly_right", measured.values["headline"])
    measured.seconds = time.monotonic() - begun
    return measured


def read_limits(path: Path) -> tuple[Limits, Limits]:
    """Floors and ceilings by set."""
    limits = tomllib.loads(path.read_text(encoding="utf-8"))
    return limits.get("floors", {}), limits.get("ceilings", {})


def broken_limits(measured: Measured, floors: Limits, ceilings: Limits) -> list[str]:
    """One line for each limit of the set that was not kept, a row that is gone included."""
    broken = []
    for row, floor in floors.get(measured.set_name, {}).items():
        value = measured.values.get(row)
        if value is None or value < floor:
            broken.append(f"{row}: {'no such row' if value is None else f'{value:g}'}, floor {floor:g}")
    for row, ceiling in ceilings.get(measured.set_name, {}).items():
        value = measured.values.get(row)
        if value is None or value > ceiling:
            broken.append(f"{row}: {'no such row' if value is None else f'{value:g}'}, ceiling {ceiling:g}")
    return broken


def raise_limits(path: Path, results: list[Measured]) -> int:
    """Moves each limit to what was measured where that is better; keeps comments and order. Returns how many moved."""
    values = {result.set_name: result.values for result in results if not result.wrong}
    moved = 0
    lines = []
    kind = set_name = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if table := re.fullmatch(r"\[(floors|ceilings)\.(\w+)\]\s*", line):
            kind, set_name = table.groups()
        entry = re.fullmatch(r'"(.+)" = ([-\d.]+)(.*)', line)
        measured = values.get(set_name, {}).get(entry[1]) if entry else None
        if entry and measured is not None:
            better = max(measured, float(entry[2])) if kind == "floors" else min(measured, float(entry[2]))
            moved += better != float(entry[2])
            line = f'"{entry[1]}" = {better:g}{entry[3]}' if better != float(entry[2]) else line
        lines.append(line)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return moved


def show(result: Measured, floors: Limits, ceilings: Limits, whole: bool) -> list[str]:
    """Prints one set's rows that have a limit; returns what failed."""
    failed = list(result.wrong)
    head = f", {result.headline[0]} {result.headline[1]:g}" if result.headline and whole else ""
    print(f"{result.set_name}: {result.seconds:.0f} s{head}")
    for run in result.runs:
        print(f"    {run}")
    if whole and not result.wrong:
        failed += broken_limits(result, floors, ceilings)
        for sign, limits in ((">=", floors), ("<=", ceilings)):
            for row, limit in limits.get(result.set_name, {}).items():
                print(f"    {row:<66} {result.values.get(row, float('nan')):>8g}  {sign} {limit:g}")
    for line in failed:
        print(f"    FAILED  {line}")
    return failed


def main() -> int:
    """The command line. Exit code 0, or 1 where something measured is not good enough."""
    floors, ceilings = read_limits(FLOORS)
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sets", nargs="*", metavar="SET", help="only these sets (default: all that gate/floors.toml names)")
    parser.add_argument("--raise", action="store_true", dest="lift", help="write what was measured as the new limits, where it is better")
    parser.add_argument("--short", action="store_true", help="the form that make test runs")
    arguments = parser.parse_args()
    names = arguments.sets or sorted(set(floors) | set(ceilings))
    bench = find_bench()
    results = []
    failed = 0
    for name in names:
        whole = not arguments.short or name in WHOLE_IN_SHORT or name in OWN
        if name in OWN:
            result = measure_own(name)
        elif bench is not None and (bench / name).is_dir():
            result = run_set(bench, name, None if whole else SHORT_LIMIT)
        else:
            print(f"{name}: NOT MEASURED (the set is not here; KNELL_BENCH names the folder that holds it)")
            continue
        failed += bool(show(result, floors, ceilings, whole))
        if whole:
            results.append(result)
    if arguments.lift:
        print(f"{raise_limits(FLOORS, results)} limits moved in {FLOORS.relative_to(ROOT)}")
    if failed:
        print(f"gate: {failed} of {len(names)} sets failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
