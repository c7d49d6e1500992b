"""Lets every system call of a command that touches the disk fail, one after the other, and looks at what came of it.

strace answers the Nth call of a kind with an error (a disk that fails, is full, over its quota, read-only), once, or from then on. The
command is a child forked from a process that has imported everything, so that its first call is its own work. After each: it ended with
one clear line and an exit code other than 0, or as if nothing had been; nothing acknowledged is lost; the same command then goes
through; the casebook is found untouched.

    python soak/disk_errors.py [--acts append,...] [--errors EIO,ENOSPC,EDQUOT,EROFS] [--short] [--figures build/soak/disk_errors.json]

``append``, ``erase``, ``keyring`` and ``migrate`` are the evidence store's own; those with ``knell`` are whole commands, with the ledger.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from knell.evidence.entries import Ingest
from knell.evidence.store import Stamp, open_store
from knell.records.errors import KnellError
from soak.disk import has_strace
from soak.kill_writer import migrate
from soak.stores import ACTOR, AT, Book, begin_store, fast_folder, forget_folder, look, tell_of, work, write_figures
from tests.evidence.older import write_older

WRITING = frozenset(
    ("write", "pwrite64", "fsync", "fdatasync", "openat", "mkdir", "rename", "link", "ftruncate", "copy_file_range", "sendfile")
)
CHANGING = frozenset(("openat", "mkdir", "rename", "link", "unlink", "unlinkat", "rmdir", "ftruncate", "fchmod"))
CALLS = (
    WRITING | CHANGING
    | {"read", "pread64", "newfstatat", "fstat", "stat", "lstat", "statx", "access", "faccessat2", "getdents64", "lseek", "close"}
    | {"fcntl", "flock", "readlink", "dup", "getcwd", "chmod", "utimensat"}
)  # fmt: skip
"""The calls that are made to fail. Not those for memory, time, signals and processes: no disk answers them."""
ERRORS = {"EIO": CALLS, "ENOSPC": WRITING, "EDQUOT": WRITING, "EROFS": CHANGING}
LONGEST = 60.0
"""Seconds after which a command counts as hanging."""
ONE_LINE = re.compile(r"(?:(?!knell: )[^\n]+\n)?knell: [^\n]+\n")
"""After what the command itself may have had to say there."""


class Act(NamedTuple):
    """A command: how its ground is laid (once), what it does (in a child), what is wrong afterwards.

    ``do`` returns the exit code; what it acknowledges it tells. ``look`` gets the folder and what was known or told.
    """

    lay: Callable[[Path], list[dict[str, Any]]]
    do: Callable[[Path, Callable[[dict[str, Any]], None]], int]
    look: Callable[[Path, list[dict[str, Any]]], list[str]]


class Came(NamedTuple):
    """What came of one run: exit code (``None``: it hung or died), what it told and said, and the call that failed."""

    code: int | None
    told: list[dict[str, Any]]
    said: str
    failed: str


def main() -> int:
    """Runs all and returns 0 where nothing was lost and every line was clear."""
    parser = argparse.ArgumentParser(description="disk errors at every system call")
    parser.add_argument("--acts", default=",".join(ACTS))
    parser.add_argument("--errors", default=",".join(ERRORS))
    parser.add_argument("--short", action="store_true", help="the store's own acts, every 20th call, a failing and a full disk")
    parser.add_argument("--every", type=int, default=1, help="only every so many calls")
    parser.add_argument("--figures", type=Path, help="a file for the figures, as JSON")
    asked = parser.parse_args()
    if not has_strace():
        write_figures(asked.figures, {"runs": 0, "not_run": "strace is not here, or may not watch a program"})
        return 0
    acts = "append,erase,keyring,migrate" if asked.short else asked.acts
    errors = "EIO,ENOSPC" if asked.short else asked.errors
    folder = fast_folder("knell-errors-")
    try:
        figures = fail_often(folder, acts.split(","), errors.split(","), 20 if asked.short else asked.every)
    finally:
        forget_folder(folder)
    write_figures(asked.figures, figures)
    return 1 if figures["faults"] else 0


def fail_often(folder: Path, acts: Sequence[str], errors: Sequence[str], every: int = 1) -> dict[str, Any]:
    """Every act, every error, every call. What it counts: runs, by what came of them; what was wrong."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
    begun = time.monotonic()
    figures: dict[str, Any] = {"runs": 0, "calls": {}, "came_of_it": {}, "faults": []}
    for name in acts:
        act, ground = ACTS[name], folder / f"{name}-ground"
        ground.mkdir()
        known = act.lay(ground)
        if name.startswith("knell"):
            _warm_up(ground, act)
        counts = count_calls(folder, ground, act)
        figures["calls"][name] = sum(counts.values())
        came: Counter[str] = Counter()
        turn = 0
        for error in errors:
            for call in sorted(set(counts) & ERRORS[error]):
                for number in range(1, counts[call] + 1):
                    for lasting in ("", "+") if call in WRITING and error != "EIO" else ("",):
                        turn += 1
                        if turn % every:
                            continue
                        inject = f"{call}:error={error}:when={number}{lasting}"
                        kind, faults = fail_once(folder / "run", ground, act, known, inject)
                        came[kind] += 1
                        figures["faults"] += [f"{name}, {inject}: {fault}" for fault in faults]
                        sys.stderr.write("".join(f"{name}, {inject}: {fault}\n" for fault in faults))
        figures["came_of_it"][name] = dict(sorted(came.items()))
        figures["runs"] += sum(came.values())
        forget_folder(ground)
    return figures | {"seconds": round(time.monotonic() - begun, 1)}


def count_calls(folder: Path, ground: Path, act: Act) -> Counter[str]:
    """How often an act makes each call, where nothing fails."""
    place, trace = folder / "run", folder / "trace"
    shutil.copytree(ground, place)
    came = run(place, act, ["-e", f"trace={','.join(f'?{call}' for call in sorted(CALLS))}"], trace)
    if came.code != 0:
        raise RuntimeError(f"the act fails by itself: {came.said}")
    forget_folder(place)
    return Counter(re.findall(r"^(?:\d+ +)?(\w+)\(", trace.read_text(errors="replace"), flags=re.M))


def fail_once(place: Path, ground: Path, act: Act, known: list[dict[str, Any]], inject: str) -> tuple[str, list[str]]:
    """One run with one failing call: what it came to, and what is wrong."""
    shutil.copytree(ground, place)
    call = inject.partition(":")[0]
    came = run(place, act, ["-e", f"trace={call}", "-e", f"inject={inject}"], place.parent / "trace")
    try:
        faults = _judge(came)
        faults += [f"{fault} [{came.failed}]" for fault in act.look(place, [*known, *came.told])]
    except (KnellError, OSError) as error:
        faults = [f"lost: afterwards: {error} [{came.failed}]"]
    finally:
        forget_folder(place)
    if not came.failed:
        return "not reached", faults
    return ("as if nothing had been" if came.code == 0 else "one clear line"), faults


def _judge(came: Came) -> list[str]:
    if came.code is None:
        return [f"hung or died: {came.said} [{came.failed}]"]
    if "Traceback" in came.said or came.code == 70 or came.code < 0:
        return [f"no clear line (exit code {came.code}): {came.said.strip()[-300:]} [{came.failed}]"]
    if came.code and not ONE_LINE.fullmatch(came.said) and "stderr" not in came.failed:
        return [f"not one line: {came.said!r} [{came.failed}]"]
    return []


def run(place: Path, act: Act, watching: Sequence[str], trace: Path) -> Came:
    """Runs an act in a child under strace."""
    here, there = socket.socketpair()
    said = place.parent / "stderr"
    child = os.fork()
    if child == 0:
        _be_child(place, act, there, said)
    there.close()
    strace = subprocess.Popen(["strace", "-f", "-y", "-qq", "-o", str(trace), "-e", "signal=none", *watching, "-p", str(child)])
    while not _is_watched(child):
        time.sleep(0.002)
    os.kill(child, signal.SIGUSR1)
    code = _wait(child)
    strace.wait()
    told = b"".join(json.dumps({"out": line}).encode() + b"\n" for line in said.with_name("stdout").read_text().splitlines())
    while some := here.recv(65536):
        told += some
    here.close()
    failed = next((line for line in trace.read_text(errors="replace").split("\n") if "INJECTED" in line), "")
    return Came(code, [json.loads(line) for line in told.splitlines()], said.read_text(errors="replace"), " ".join(failed.split())[-230:])


def _be_child(place: Path, act: Act, there: socket.socket, said: Path) -> None:
    code = 70
    try:
        os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
        os.dup2(os.open(said.with_name("stdout"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        signal.sigwait([signal.SIGUSR1])
        try:
            code = act.do(place, lambda told: there.sendall(json.dumps(told).encode() + b"\n"))
        except KnellError as error:
            code = 1
            there_is = f"knell: {error.line()}\n"
            with suppress(OSError):
                os.write(2, there_is.encode())
    except BaseException as error:  # noqa: BLE001  told to the parent as what it is
        with suppress(OSError):
            os.write(2, f"Traceback of {type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(code)


def _is_watched(child: int) -> bool:
    return "TracerPid:\t0" not in Path(f"/proc/{child}/status").read_text()


def _wait(child: int) -> int | None:
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else None
        time.sleep(0.003)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def _lay_store(place: Path) -> list[dict[str, Any]]:
    """A store with a few entries, one of them erased."""
    told: list[dict[str, Any]] = []
    begun = begin_store(place / "evidence")
    told.append({"kept": [(at, leaf, None) for at, leaf in begun.leaves.items()], "note": begun.note})
    work(place / "evidence", 11, told.append, steps=5)
    return told


def _look_at_store(place: Path, told: list[dict[str, Any]]) -> list[str]:
    book = Book()
    book.hear(told)
    return look(place / "evidence", book, twice=False)


def _append(place: Path, tell: Callable[[dict[str, Any]], None]) -> int:
    store = open_store(place / "evidence")
    with store.writing():
        many = [b"one" * 20, b"two" * 40_000]
        contents = [Ingest(sha256=hashlib.sha256(one).hexdigest(), size=len(one), name="note.txt") for one in many]
        positions = store.append(contents, Stamp(AT, store.key.pseudonym(ACTOR)), os.urandom, blobs=many)
        tell(tell_of(store, positions))
    store.close()
    return 0


def _erase(place: Path, tell: Callable[[dict[str, Any]], None]) -> int:
    store = open_store(place / "evidence")
    with store.writing():
        there = [row.position for row in store.logged_of("ingest/1") if row.content is not None][:2]
        tell({"going": there})
        at = store.erase(there, Stamp(AT, store.key.pseudonym(ACTOR)), os.urandom, reason="consent withdrawn", approvers=("a", "b"))
        tell(tell_of(store, (at,)) | {"gone": there})
    store.close()
    return 0


def _renew(place: Path, _: Callable[[dict[str, Any]], None]) -> int:
    store = open_store(place / "evidence")
    with store.writing():
        store.keyring.put_ledger_key(os.urandom(32), os.urandom)
    store.close()
    return 0


def _lay_older(place: Path) -> list[dict[str, Any]]:
    leaves = [leaf.hex() for leaf in write_older(place / "evidence")]
    return [{"kept": [(at, leaf, None) for at, leaf in enumerate(leaves)], "gone": [2]}]


def _migrate(place: Path, _: Callable[[dict[str, Any]], None]) -> int:
    from knell.evidence.faults import disk_faults

    with disk_faults(place / "evidence"):
        migrate(place / "evidence", None)
    return 0


def _look_at_migrated(place: Path, told: list[dict[str, Any]]) -> list[str]:
    migrate(place / "evidence", None)
    left = [f"left beside: {path.name}" for path in place.iterdir() if path.name != "evidence"]
    return left + _look_at_store(place, told)


def _knell(*arguments: str) -> int:
    from knell.cli.main import main as run_command

    code = run_command(list(arguments))
    with suppress(OSError):
        sys.stdout.flush()
    return code


def _lay_casebook(place: Path) -> list[dict[str, Any]]:
    from soak.kill import import_everything, in_child

    import_everything()
    (place / "files").mkdir()
    for number, town in enumerate(("Jableh", "Baniyas", "Tartus")):
        words = f"Shelling in {town}\n\nAt least 1{number} people were killed in shelling of {town} on 6 March 2025, police said.\n"
        (place / "files" / f"{number}.txt").write_text(words)
    book = str(place / "book")
    in_child(lambda: _knell("init", "--unencrypted", book, "--country", "SY"))
    in_child(lambda: _knell("add", "--no-progress", "--casebook", book, str(place / "files" / "0.txt")))
    return [{"out": "0.txt: new"}]


def _warm_up(place: Path, act: Act) -> None:
    """The same command once in this process, so that its children import nothing: a program that cannot be read is none of ours."""
    shutil.copytree(place, place.with_name("warm"))
    out = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    act.do(place.with_name("warm"), lambda _: None)
    os.dup2(out, 1)
    forget_folder(place.with_name("warm"))


def _add(place: Path, _: Callable[[dict[str, Any]], None]) -> int:
    files = [str(place / "files" / f"{number}.txt") for number in (1, 2)]
    return _knell("add", "--no-progress", "--casebook", str(place / "book"), *files)


def _look_at_casebook(place: Path, told: list[dict[str, Any]]) -> list[str]:
    from soak.kill import in_child

    return [str(fault) for fault in in_child(lambda: _find_faults(place, {one["out"].split(": ")[0] for one in told if "out" in one}))]


def _find_faults(place: Path, files: set[str]) -> list[str]:
    """What is wrong with the casebook before and after the same command is run again."""
    from knell.flows.verify import verify_casebook

    book, found = place / "book", list[str]()
    again = _knell("add", "--no-progress", "--casebook", str(book), *(str(place / "files" / f"{number}.txt") for number in (1, 2)))
    found += [f"the next run ended with exit code {again}"] if again else []
    found += [finding.line() for finding in verify_casebook(book).findings]
    store = open_store(book / "evidence")
    for name in sorted(files | {"1.txt", "2.txt"}):
        content = (place / "files" / name).read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        if len(store.positions_of_bytes(sha256)) != 1 or store.read_bytes(sha256) != content:
            found.append(f"lost: {name}")
    store.close()
    return found


def _lay_request(place: Path) -> list[dict[str, Any]]:
    """A casebook of three reports, and one person's request to erase the first."""
    from soak.kill import in_child

    told = _lay_casebook(place)
    in_child(lambda: _ask(place))
    return told


def _ask(place: Path) -> int:
    os.environ["KNELL_ACTOR"] = "one"
    _add(place, lambda _: None)
    store = open_store(place / "book" / "evidence")
    report = store.key.report_id(hashlib.sha256((place / "files" / "0.txt").read_bytes()).hexdigest())
    store.close()
    return _knell("erase", str(place / "book"), report, "--reason", "protection")


def _approve(place: Path, _: Callable[[dict[str, Any]], None]) -> int:
    os.environ["KNELL_ACTOR"] = "two"
    store = open_store(place / "book" / "evidence")
    asked = [row.position for row in store.logged() if row.entry.type.startswith("erase-request/")]
    store.close()
    return _knell("erase", str(place / "book"), "--approve", str(asked[0]))


def _look_at_erased(place: Path, told: list[dict[str, Any]]) -> list[str]:
    from soak.kill import in_child

    acknowledged = any(": erased: " in one.get("out", "") for one in told)
    return [str(fault) for fault in in_child(lambda: _find_erased(place, acknowledged=acknowledged))]


def _find_erased(place: Path, *, acknowledged: bool) -> list[str]:
    """What is wrong after an erasure that was acknowledged, or that any next command finishes or that can be approved again."""
    from knell.flows.verify import verify_casebook

    book, sha256 = place / "book", hashlib.sha256((place / "files" / "0.txt").read_bytes()).hexdigest()
    found, again = list[str](), 0
    if not acknowledged:
        found += [] if _knell("rebuild", "--no-progress", "--casebook", str(book)) == 0 else ["rebuild fails afterwards"]
        store = open_store(book / "evidence")
        waits = store.read_bytes(sha256) is not None
        store.close()
        again = _approve(place, lambda _: None) if waits else 0
    found += [f"the next approval ended with exit code {again}"] if again else []
    found += [finding.line() for finding in verify_casebook(book).findings]
    store = open_store(book / "evidence")
    found += ["lost: the erasure"] if store.read_bytes(sha256) is not None else []
    for name in ("1.txt", "2.txt"):
        content = (place / "files" / name).read_bytes()
        found += [f"lost: {name}"] if store.read_bytes(hashlib.sha256(content).hexdigest()) != content else []
    store.close()
    return found


def _back_up(place: Path, _: Callable[[dict[str, Any]], None]) -> int:
    return _knell("backup", str(place / "book"), str(place / "backup.tar"), "--without-keyring")


def _look_at_backup(place: Path, told: list[dict[str, Any]]) -> list[str]:
    from soak.kill import in_child

    acknowledged = any("backup.tar: " in one.get("out", "") for one in told)
    return [str(fault) for fault in in_child(lambda: _find_in_backup(place, acknowledged=acknowledged))]


def _find_in_backup(place: Path, *, acknowledged: bool) -> list[str]:
    """What is wrong with a backup that was acknowledged, or with the next; both are restored and verified."""
    from knell.flows.verify import verify_casebook

    found, book = list[str](), place / "book"
    if not acknowledged and (place / "backup.tar").exists():
        found.append("a backup that was not acknowledged is in its place")
        (place / "backup.tar").unlink()
    again = 0 if acknowledged else _back_up(place, lambda _: None)
    found += [f"the next backup ended with exit code {again}"] if again else []
    restored = _knell("restore", str(place / "backup.tar"), str(place / "again"), "--keyring", str(book / "evidence" / "keyring"))
    found += [f"the backup cannot be restored: exit code {restored}"] if restored else []
    for one in (book, place / "again"):
        found += [finding.line() for finding in verify_casebook(one).findings]
    return found


ACTS = {
    "append": Act(_lay_store, _append, _look_at_store),
    "erase": Act(_lay_store, _erase, _look_at_store),
    "keyring": Act(_lay_store, _renew, _look_at_store),
    "migrate": Act(_lay_older, _migrate, _look_at_migrated),
    "knell add": Act(_lay_casebook, _add, _look_at_casebook),
    "knell erase": Act(_lay_request, _approve, _look_at_erased),
    "knell backup": Act(_lay_casebook, _back_up, _look_at_backup),
}


if __name__ == "__main__":
    sys.exit(main())
