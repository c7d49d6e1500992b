"""Kills ``knell add`` at random moments, again and again, and looks at what is left.

After each kill: every file that had been acknowledged is in the log with its bytes, nothing in the store contradicts itself, and the
ledger has no half report. At the end the ledger, brought up to date, is byte for byte the one that is computed anew.

    python soak/kill.py [--kills 10000] [--short] [--seed 1] [--figures build/soak/kill.json]

Children are forked from a process that has imported everything and opened nothing, so that the kills fall into the work and not
into the start of Python.
"""

import json
import os
import random
import select
import shutil
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from soak import command

SHORT = 15
ROUND = 40
"""Kills after which a new casebook is begun."""
FILES = 6
"""Files that one run adds."""


def main() -> int:
    """Runs the loop and returns 0 where nothing was lost."""
    parser = command.parser_of("kill -9 of knell add at random moments", command.Number("kills", 10_000, SHORT))
    return command.run(
        parser,
        lambda asked, folder: kill_often(folder, asked.kills, random.Random(asked.seed)),
        lambda figures: not figures["lost"] and not figures["faults"] and figures["same_ledger"],
    )


def kill_often(folder: Path, kills: int, chance: random.Random) -> dict[str, Any]:
    """The loop, a new casebook every ``ROUND`` kills so that looking at one stays quick.

    What it counts: kills that hit a living process, runs that were cut short, acknowledged files, and what was lost or broken.
    """
    import_everything()
    begun = time.monotonic()
    figures: dict[str, Any] = {"kills": 0, "killed_while_running": 0, "cut_short": 0, "acknowledged": 0}
    figures |= {"lost": [], "faults": [], "same_ledger": True}
    for number, start in enumerate(range(0, kills, ROUND)):
        (folder / f"{number}").mkdir()
        one = kill_one_casebook(folder / f"{number}", min(ROUND, kills - start), chance)
        figures = {name: figures[name] and one[name] if name == "same_ledger" else figures[name] + one[name] for name in figures}
        shutil.rmtree(folder / f"{number}")
    return figures | {"seconds": round(time.monotonic() - begun, 1)}


def kill_one_casebook(folder: Path, kills: int, chance: random.Random) -> dict[str, Any]:
    """Kills of ``add`` to one casebook, with a look at it after each."""
    casebook = folder / "coast"
    in_child(lambda: knell("init", "--unencrypted", str(casebook), "--country", "SY"))
    whole_run = _time_of(lambda: add(casebook, write_files(folder, "first", chance), None))
    acknowledged: set[str] = {path.name for path in (folder / "first").iterdir()}
    killed, cut_short, faults = 0, 0, []
    for number in range(kills):
        files = write_files(folder, f"run{number}", chance)
        run = add(casebook, files, chance.uniform(0, whole_run * 1.1))
        killed += run.killed
        cut_short += len(run.lines) < len(files)
        acknowledged |= _names(run.lines)
        faults += [f"add ended with exit code {run.code}"] if run.code else []
        faults += in_child(partial(look, casebook, folder, frozenset(acknowledged)))
        if len(run.lines) < len(files) and chance.random() < 0.5:
            # Half of the runs cut short are run again, as a person would do; the others are left to lie.
            again = add(casebook, files, None)
            acknowledged |= _names(again.lines)
            faults += [f"add after a kill ended with exit code {again.code}"] if again.code else []
    return {
        "kills": kills,
        "killed_while_running": killed,
        "cut_short": cut_short,
        "acknowledged": len(acknowledged),
        "lost": [fault for fault in faults if fault.startswith("lost")],
        "faults": [fault for fault in faults if not fault.startswith("lost")],
        "same_ledger": in_child(lambda: knell("rebuild", "--check", "--casebook", str(casebook))) == 0,
    }


def _names(lines: list[str]) -> set[str]:
    return {line.split(": ")[0] for line in lines}


def write_files(folder: Path, name: str, chance: random.Random) -> list[Path]:
    """Reports that touch one another's incidents: few towns, few days, few sources."""
    towns, sources = (
        ("Jableh", "Baniyas", "Latakia", "Tartus"),
        ("the Syrian Observatory for Human Rights", "a hospital", "residents", "police"),
    )
    (folder / name).mkdir()
    paths = []
    for number in range(FILES):
        town, source, day, dead = chance.choice(towns), chance.choice(sources), chance.randint(3, 9), chance.randint(2, 60)
        path = folder / name / f"{name}-{number}.txt"
        path.write_text(
            f"Shelling in {town}\n\nAt least {dead} people were killed in shelling of {town} on {day} March 2025, {source} said.\n"
            f"Report {name}-{number}.\n"
        )
        paths.append(path)
    return paths


class Run(NamedTuple):
    """A run of ``add``: the whole lines it had printed, whether the kill met it alive, and its exit code where none did."""

    lines: list[str]
    killed: bool
    code: int | None


def add(casebook: Path, files: list[Path], after: float | None) -> Run:
    """Adds files in a child, killed after some seconds."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os.dup2(writer, 1)
        os._exit(knell("add", "--no-progress", "--casebook", str(casebook), *map(str, files)))
    os.close(writer)
    said = _read_until(reader, None if after is None else time.monotonic() + after)
    if after is not None:
        os.kill(child, signal.SIGKILL)
    said += _read_until(reader, None)
    _, status = os.waitpid(child, 0)
    os.close(reader)
    killed = os.WIFSIGNALED(status)
    return Run([line for line in said.decode().split("\n")[:-1] if line], killed, None if killed else os.WEXITSTATUS(status))


def look(casebook: Path, folder: Path, acknowledged: frozenset[str]) -> list[str]:
    """What is wrong after a kill, a line each. Changes nothing."""
    import hashlib

    from knell.casebook.ledger import open_casebook
    from knell.evidence.store import open_store

    store = open_store(casebook / "evidence")
    found = store.faults()
    for name in sorted(acknowledged):
        content = (folder / name.rsplit("-", 1)[0] / name).read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        if not store.positions_of_bytes(sha256) or store.read_bytes(sha256) != content:
            found.append(f"lost: {name}")
    with open_casebook(casebook) as ledger:
        for report in ledger.reports():
            if not report.text or not ledger.receipts(report.id):
                found.append(f"half a report: {report.id}")
        for incident in ledger.incidents():
            if len(ledger.claims(incident.claims)) != len(incident.claims):
                found.append(f"half an incident: {incident.incident}")
    store.close()
    return found


def knell(*arguments: str) -> int:
    """The command line in this process."""
    from knell.cli.main import main as run

    code = run(list(arguments))
    sys.stdout.flush()
    return code


def in_child(do: Callable[[], Any]) -> Any:
    """What a function gives, called in a child, so that this process opens no database."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.write(writer, json.dumps(do()).encode())
        os._exit(0)
    os.close(writer)
    told = _read_until(reader, None)
    os.close(reader)
    os.waitpid(child, 0)
    return json.loads(told)


def import_everything() -> None:
    """What ``knell add`` needs, imported and loaded once for all children."""
    from knell.casebook.policy import Policy
    from knell.flows.computing import Setting, the_steps
    from knell.records import Report

    the_steps().reckon([], [])
    the_steps().read(Report(id="r", text="Nobody was hurt."), Setting(Policy(countries=("SY",))))


def _time_of(do: Callable[[], Any]) -> float:
    begun = time.monotonic()
    do()
    return time.monotonic() - begun


def _read_until(reader: int, moment: float | None) -> bytes:
    """What comes out of a pipe until its end, or until a moment."""
    out = b""
    while True:
        left = None if moment is None else max(0.0, moment - time.monotonic())
        if not select.select([reader], [], [], left)[0]:
            return out
        some = os.read(reader, 65536)
        if not some:
            return out
        out += some
        if moment is not None and time.monotonic() >= moment:
            return out


if __name__ == "__main__":
    sys.exit(main())
