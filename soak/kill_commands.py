"""Kills whole commands (erase, backup, restore, migrate, passphrase) at random moments, hundreds of times, and looks at what is left.

A moment is before one of the calls that the command makes on the casebook's files, each as likely as any other: between two of them
nothing changes on the disk. After each kill: nothing acknowledged is lost, the same command, or whichever finishes it, goes through, and
the casebook is found untouched. Ground, commands and looks are those of ``soak/disk_errors.py``.

    python soak/kill_commands.py [--kills 1200] [--short] [--acts "knell erase,..."] [--seed 1] [--figures build/soak/kill_commands.json]
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from soak import command
from soak.command import forget_folder
from soak.disk_acts import ACTS
from soak.disk_errors import Trying
from soak.failing import can_fail_calls

SHORT = 12
COMMANDS = ("knell erase", "knell backup", "knell restore", "knell migrate", "knell passphrase", "knell erase (encrypted)")


def main() -> int:
    """Runs the kills and returns 0 where nothing was lost."""
    parser = command.parser_of("kill -9 of whole commands at random moments", command.Number("kills", 1200, SHORT))
    parser.add_argument("--acts", default=",".join(COMMANDS), help="only these")
    return command.run(parser, _measure, lambda figures: not figures.get("faults"))


def _measure(asked: command.Asked, folder: Path) -> dict[str, Any]:
    if not can_fail_calls():
        return {"kills": 0, "not_run": "the kernel does not let a program's calls be answered here"}
    return kill_often(folder, asked.acts.split(","), asked.kills, random.Random(asked.seed))


def kill_often(folder: Path, acts: Sequence[str], kills: int, chance: random.Random) -> dict[str, Any]:
    """The kills, shared out among the commands. What it counts: kills, by command and by the call that was not made; what was wrong."""
    begun = time.monotonic()
    figures: dict[str, Any] = {"kills": 0, "of": {}, "states_looked_at": {}, "before": {}, "faults": []}
    before: Counter[str] = Counter()
    for number, name in enumerate(acts):
        ground = folder / f"{name}-ground"
        ground.mkdir()
        trying = Trying(folder / "run", ground, ACTS[name])
        calls = sum(trying.count_calls().values())
        share = kills // len(acts) + (number < kills % len(acts))
        for _ in range(share):
            at = chance.randint(1, calls)
            call, faults = trying.kill(at)
            before[call.partition(" ")[0] or "the end"] += 1
            figures["faults"] += [f"{name}, killed before call {at}: {fault}" for fault in faults]
            sys.stderr.write("".join(f"{name}, killed before call {at}: {fault}\n" for fault in faults))
        figures["kills"] += share
        figures["of"][name] = share
        figures["states_looked_at"][name] = len(trying.known_faults)
        sys.stderr.write(f"{name}: {share} kills, {time.monotonic() - begun:.0f} s\n")
        forget_folder(ground)
    return figures | {"before": dict(sorted(before.items())), "seconds": round(time.monotonic() - begun, 1)}


if __name__ == "__main__":
    sys.exit(main())
