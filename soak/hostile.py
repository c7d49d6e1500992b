"""Hostile files by the thousand, taken in as exhibits and as reports: memory, time, packets, and whether the casebook is unharmed.

Each file goes through ``knell exhibit add`` and ``knell add``. Bars: under 512 MB for all processes together, under 20 seconds, no packet
out, no traceback; afterwards the casebook agrees with itself, its figures are what they were, and its ledger rebuilds byte for byte.

    python soak/hostile.py [--files 2000] [--short] [--minutes N] [--seed 1] [--figures build/soak/hostile.json]

Packets: a listener stands at an address that files lead to, and must hear nothing; and, where strace is there, part of the files are
opened under it, and no process may have got a socket of the internet.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from knell.casebook.ledger import open_casebook
from knell.casebook.policy import Policy
from knell.evidence.store import open_store
from knell.flows.add import Added, add_files
from knell.flows.add import Source as ReportSource
from knell.flows.exhibits import Failed, Hung, Source, hang_exhibits
from knell.flows.init import begin_casebook
from knell.flows.opening import close_cells
from knell.flows.rebuild import check_ledger
from soak import command
from soak.hostile_files import MAKERS, make_files

SHORT = 3 * len(MAKERS)
TOGETHER = len(MAKERS)
MOST_MEMORY = 512 * 2**20
MOST_SECONDS = 20.0
TRACED = 2 * len(MAKERS)
REPORT = b"At least 12 civilians were killed in shelling of Jableh on 6 March 2025, the Syrian Observatory for Human Rights said.\n"
T = TypeVar("T")
HANDS: dict[str, Any] = {"actor": "soak", "random": os.urandom, "now": lambda: datetime.now(UTC)}


def main() -> int:
    """Runs the files through and returns 0 where every bar holds."""
    parser = command.parser_of("hostile files", command.Number("files", 2000, SHORT))
    parser.add_argument("--minutes", type=float, default=float("inf"), help="begin no further files after so long")
    parser.add_argument("--no-trace", action="store_true", help="not a second time under strace")
    return command.run(parser, _measure, lambda figures: not broken_bars(figures))


def _measure(asked: command.Asked, folder: Path) -> dict[str, Any]:
    figures = open_all(folder, asked.files, asked.seed, asked.minutes)
    return figures if asked.no_trace else figures | {"traced": trace(folder, asked.seed)}


def broken_bars(figures: dict[str, Any]) -> list[str]:
    """The bars that do not hold, in words."""
    traced = figures.get("traced") or {}
    bars = {
        "memory": figures["most_memory_mb"] * 2**20 < MOST_MEMORY,
        "time": figures["longest_seconds"] < MOST_SECONDS,
        "packets": figures["heard"] == 0 and not traced.get("sockets"),
        "lines": not figures["odd_lines"],
        "kept": figures["kept"] == figures["distinct"],
        "unharmed": not figures["faults"] and figures["same_figures"] and figures["same_ledger"],
    }
    return [name for name, holds in bars.items() if not holds]


def open_all(folder: Path, count: int, seed: int, minutes: float = float("inf")) -> dict[str, Any]:
    """Takes the files into a casebook, a few at a time, and looks at it afterwards; no more than there is time for."""
    book, inbox = folder / "coast", folder / "inbox"
    inbox.mkdir()
    begin_casebook(book, "Coast", Policy(), **HANDS)
    (inbox / "report.txt").write_bytes(REPORT)
    list(add_files(book, [inbox / "report.txt"], ReportSource(), **HANDS))
    before = figures_of(book)
    slowest: dict[str, float] = {}
    rows: dict[str, Any] = {"asked": count, "opened": 0, "refused": 0, "read_as_reports": 0, "files": 0}
    exhibits, odd = set(), []
    begun = time.monotonic()
    with listener() as heard, Watch() as watch:
        files = make_files(count, seed)
        while time.monotonic() - begun < 60 * minutes and (
            some := [(kind, inbox / f"{number}", content) for number, (kind, content) in enumerate(islice(files, TOGETHER))]
        ):
            for _, path, content in some:
                path.write_bytes(content)
            paths = [path for _, path, _ in some]
            for (kind, _, _), (row, took) in zip(some, timed(hang_exhibits(book, paths, Source(), **HANDS)), strict=True):
                slowest[kind] = max(slowest.get(kind, 0.0), round(took, 2))
                if isinstance(row, Hung):
                    exhibits.add(row.exhibit)
                    rows["refused" if row.fault else "opened"] += 1
                odd += [f"{kind}: {line}" for line in lines_of(row) if "\n" in line or "Traceback" in line or len(line) > 600]
            rows["files"] += len(some)
            for one, took in timed(add_files(book, paths, ReportSource(), **HANDS)):
                slowest["as a report"] = max(slowest.get("as a report", 0.0), round(took, 2))
                rows["read_as_reports"] += isinstance(one, Added)
        heard_by_us = len(heard)
    close_cells()
    store = open_store(book / "evidence")
    faults = store.faults()
    store.close()
    with open_casebook(book) as casebook:
        from knell.casebook.exhibits import list_exhibits

        kept = len(list_exhibits(casebook))
    return rows | {
        "kept": kept,
        "distinct": len(exhibits),
        "most_memory_mb": round(watch.most / 2**20),
        "longest_seconds": max(slowest.values()),
        "slowest_by_kind": slowest,
        "heard": heard_by_us,
        "odd_lines": odd[:10],
        "faults": faults[:10],
        "same_figures": before <= figures_of(book),
        "same_ledger": check_ledger(book, **HANDS).differs == ((), ()),
        "seconds": round(time.monotonic() - begun, 1),
    }


def timed(rows: Iterable[T]) -> Iterator[tuple[T, float]]:
    """What comes, each with the seconds it took to come."""
    before = time.monotonic()
    for row in rows:
        yield row, time.monotonic() - before
        before = time.monotonic()


def lines_of(row: Hung | Failed) -> list[str]:
    """What a user is told of a file."""
    return [row.line] if isinstance(row, Failed) else [row.said, row.fault or "", *row.notes]


def figures_of(book: Path) -> set[tuple[str, str, int | None]]:
    """The figures of the one honest report."""
    with open_casebook(book) as casebook:
        tolls = [(toll.harm, lane.root, lane.low) for incident in casebook.incidents() for toll in incident.tolls for lane in toll.lanes]
    return set(tolls)


@contextmanager
def listener() -> Iterator[list[str]]:
    """Listens where hostile files lead to; gives what was heard."""
    heard: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as line:
        try:
            line.bind(("127.0.0.1", 9))
        except OSError:
            line.bind(("127.0.0.1", 0))
        line.listen(8)
        line.settimeout(0.2)
        ended = threading.Event()

        def listen() -> None:
            while not ended.is_set():
                try:
                    call, address = line.accept()
                except OSError:
                    continue
                heard.append(str(address))
                call.close()

        hearing = threading.Thread(target=listen, daemon=True)
        hearing.start()
        yield heard
        ended.set()
        hearing.join()


class Watch:
    """The most memory that this process and all it started held together, looked at many times a second."""

    def __init__(self) -> None:
        self.most = 0
        self._ended = threading.Event()
        self._watching = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Watch":
        self._watching.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._watching.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.1):
            self.most = max(self.most, memory_of(os.getpid()))


def memory_of(root: int) -> int:
    """Bytes of memory of a process and its descendants; what they share is counted once in parts (PSS)."""
    parents: dict[int, int] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                stat = Path(f"/proc/{name}/stat").read_text()
            except OSError:
                continue
            parents[int(name)] = int(stat.rpartition(")")[2].split()[1])
    own, grown = {root}, True
    while grown:
        more = {child for child, parent in parents.items() if parent in own} - own
        own |= more
        grown = bool(more)
    return sum(_share(process) for process in own)


def _share(process: int) -> int:
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def trace(folder: Path, seed: int) -> dict[str, Any] | None:
    """Opens some files under strace; the sockets of the internet that any process got. ``None`` where there is no strace."""
    strace = shutil.which("strace")
    if strace is None:
        return None
    log = folder / "trace"
    again = [sys.executable, __file__, "--files", str(TRACED), "--seed", str(seed + 1), "--no-trace"]
    command = [strace, "-f", "-qq", "-o", str(log), "-e", "trace=socket,connect,sendto,sendmsg,sendmmsg", *again]
    environment = {"PYTHONPATH": str(Path(__file__).resolve().parents[1]), "PATH": os.environ.get("PATH", "")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if not log.exists() or not log.stat().st_size:
        return {"files": 0, "sockets": [], "why": done.stderr[-300:]}
    lines = log.read_text(errors="replace").splitlines()
    # Our own listener is the one socket that may be there: it is opened first, by the soak itself, and never sends.
    got = [line for line in lines if re.search(r"socket\(AF_INET6?,.*= \d", line)][1:]
    sent = [line for line in lines if re.search(r"(connect|sendto|sendmsg|sendmmsg)\(.*AF_INET.*= \d", line)]
    return {"files": TRACED, "calls": len(lines), "sockets": [line[:200] for line in (*got, *sent)][:10]}


if __name__ == "__main__":
    sys.exit(main())
