"""Kills the evidence store's writer at random moments, thousands of times, and looks at what is left.

The writer is a child that receives bytes, erases, writes the keyring anew, or brings a store of the earlier form over, and tells over
a pipe what it has acknowledged. After each kill: no acknowledged entry, byte or erasure is lost, the newest signed checkpoint has grown
from the one before, the audit finds nothing, and the next writer goes on.

    python soak/kill_writer.py [--kills 10000] [--short] [--seed 1] [--figures build/soak/kill_writer.json]

``soak/kill.py`` kills the whole of ``knell add``, with the ledger; this one is quick enough for ten thousand.
"""

import json
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from knell.evidence import unlocking
from knell.evidence.older import bring_over, open_older
from knell.evidence.swapping import swap
from soak import command
from soak.command import forget_folder
from soak.stores import PASSPHRASE, Book, Tell, begin_store, look, work
from tests.evidence.older import write_older

SHORT = 40
ROUND = 8
"""Kills after which a new store is begun, so that looking at one stays quick."""
KINDS = ("open", "open", "open", "migrate", "open", "open", "locked", "open")
"""What is killed in each round in turn: a writer of a store in clear or under a passphrase, or a migration."""
LATEST = 4
"""Words of the child's after which the kill comes at the latest, and ``WITHIN`` seconds after that."""
WITHIN = 0.015


class Run(NamedTuple):
    """What a child told before it was killed, whether the kill met it alive, and its exit code where it did not."""

    told: list[dict[str, Any]]
    killed: bool
    code: int | None


def main() -> int:
    """Runs the loop and returns 0 where nothing was lost."""
    parser = command.parser_of("kill -9 of the evidence store's writer at random moments", command.Number("kills", 10_000, SHORT))
    return command.run(
        parser,
        lambda asked, folder: kill_often(folder, asked.kills, random.Random(asked.seed)),
        lambda figures: not figures["lost"] and not figures["faults"],
    )


def kill_often(folder: Path, kills: int, chance: random.Random) -> dict[str, Any]:
    """The loop. What it counts: kills, those that met a living writer, by what it was doing; acknowledged entries; what was wrong."""
    begun = time.monotonic()
    figures: dict[str, Any] = {"kills": 0, "killed_while_running": 0, "acknowledged": 0, "lost": [], "faults": []}
    doing: Counter[str] = Counter()
    for number, start in enumerate(range(0, kills, ROUND)):
        kind, place = KINDS[number % len(KINDS)], folder / str(number)
        place.mkdir()
        one = (kill_migration if kind == "migrate" else kill_writer)(place, kind, min(ROUND, kills - start), chance, doing)
        figures = {name: figures[name] + one[name] for name in figures}
        forget_folder(place)
    return figures | {"while": dict(sorted(doing.items())), "seconds": round(time.monotonic() - begun, 1)}


def kill_writer(folder: Path, kind: str, kills: int, chance: random.Random, doing: Counter[str]) -> dict[str, Any]:
    """Kills of a writer to one store, with a look at it after each."""
    store = folder / "evidence"
    book, faults, killed = begin_store(store, locked=kind == "locked"), list[str](), 0
    for number in range(kills):
        seed = chance.getrandbits(32)
        run = kill(partial(work, store, seed), chance.randint(1, LATEST), chance.uniform(0, WITHIN))
        book.hear(run.told)
        killed += run.killed
        doing[f"{kind}: {'erasing' if run.told and 'going' in run.told[-1] else 'between and within the rest'}"] += run.killed
        faults += [] if run.killed else [f"the writer ended with exit code {run.code}"]
        faults += look(store, book, twice=number == kills - 1)
    return _figures(kills, killed, len(book.leaves), faults)


def kill_migration(folder: Path, kind: str, kills: int, chance: random.Random, doing: Counter[str]) -> dict[str, Any]:
    """Kills of migrations, each of a store of its own, which is then brought over to the end."""
    faults, killed, acknowledged = list[str](), 0, 0
    for number in range(kills):
        store = folder / str(number) / "evidence"
        leaves = [leaf.hex() for leaf in write_older(store)]
        passphrase = PASSPHRASE if number % 8 == 0 else None
        run = kill(partial(_migrate, store, passphrase), 1, chance.uniform(0, WITHIN))
        killed += run.killed
        doing[kind] += run.killed
        faults += [] if run.killed or run.code == 0 else [f"the migration ended with exit code {run.code}"]
        unlocking.ask_with(lambda _: PASSPHRASE)
        migrate(store, passphrase)
        book = Book()
        book.leaves, book.gone, book.unread = dict(enumerate(leaves)), {2}, list(range(len(leaves)))
        acknowledged += len(leaves)
        faults += [f"left beside: {path.name}" for path in store.parent.iterdir() if path != store]
        faults += look(store, book, twice=False)
    return _figures(kills, killed, acknowledged, faults)


def migrate(store: Path, passphrase: str | None) -> None:
    """The evidence half of ``knell migrate``."""
    with open_older(store) as older:
        if older is not None:
            bring_over(older, passphrase, os.urandom, lambda *told: told)
    swap(store)


def _migrate(store: Path, passphrase: str | None, _: Tell) -> None:
    migrate(store, passphrase)


def kill(do: Callable[[Tell], None], words: int, after: float) -> Run:
    """Runs a writer in a child and kills it some seconds after it has said so many words. What it had told by then counts."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reader)
            os.write(writer, b"{}\n")
            do(lambda told: write_line(writer, told))
            code = 0
        except BaseException:  # noqa: BLE001  this is the end of the child, whatever it was
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    os.close(writer)
    said = b""
    while said.count(b"\n") < words and (some := os.read(reader, 65536)):
        said += some
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    while some := os.read(reader, 65536):
        said += some
    _, status = os.waitpid(child, 0)
    os.close(reader)
    killed = os.WIFSIGNALED(status)
    told = [json.loads(line) for line in said.split(b"\n")[:-1]]
    return Run(told, killed, None if killed else os.WEXITSTATUS(status))


def write_line(handle: int, told: dict[str, Any]) -> None:
    """One line, in one call: a line shorter than a pipe's 4 KiB is there whole or not at all."""
    os.write(handle, json.dumps(told).encode() + b"\n")


def _figures(kills: int, killed: int, acknowledged: int, faults: list[str]) -> dict[str, Any]:
    lost = [fault for fault in faults if "lost: " in fault or "broken root" in fault]
    rest = [fault for fault in faults if fault not in lost]
    return {"kills": kills, "killed_while_running": killed, "acknowledged": acknowledged, "lost": lost, "faults": rest}


if __name__ == "__main__":
    sys.exit(main())
