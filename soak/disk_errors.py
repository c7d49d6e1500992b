"""Lets every call that a command makes on the casebook's files fail, one after the other, and looks at what came of it.

The kernel answers the Nth call of a kind with an error (a disk that fails, is full, over its quota, read-only), once, or from then on
(``soak/failing.py``). The command is a child forked from a process that has imported everything, so that its calls are its own work.
After each: it ended with one clear line and an exit code other than 0, or as if nothing had been; nothing acknowledged is lost; the same
command then goes through; the casebook is found untouched.

    python soak/disk_errors.py [--acts append,...] [--errors EIO,ENOSPC,EDQUOT,EROFS] [--short] [--figures build/soak/disk_errors.json]

Chance and clock are the same in every child, so that two runs that leave the same bytes are looked at once.
"""

import argparse
import gc
import hashlib
import json
import os
import random
import re
import shutil
import socket
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from knell.records.errors import KnellError
from soak import command
from soak.command import forget_folder
from soak.disk_acts import ACTS, KILLED, Act
from soak.failing import ANY, CALLS, KILL, Failure, can_fail_calls, run_failing
from soak.kill import in_child

WRITING = frozenset(
    "write pwrite64 writev pwritev fsync fdatasync openat mkdir mkdirat rename renameat link linkat ftruncate truncate fallocate"
    " copy_file_range sendfile".split()
)
CHANGING = WRITING & frozenset("openat mkdir mkdirat rename renameat link linkat ftruncate truncate".split()) | frozenset(
    "unlink unlinkat rmdir fchmod fchmodat chmod utimensat".split()
)
ERRORS = {"EIO": CALLS, "ENOSPC": WRITING, "EDQUOT": WRITING, "EROFS": CHANGING}
"""Which calls a disk answers with which error."""
LONGEST = 60.0
"""Seconds without a call after which a command counts as hanging."""
SHORT_ACTS, SHORT_ERRORS, SHORT_EVERY = "append,erase,keyring,migrate", "EIO,ENOSPC", 20
CLEAR_LINES = re.compile(r"(?:(?!knell: )[^\n]+\n)?(?:knell(?: [a-z]+)?: [^\n]+\n){1,3}")
"""After what the command itself may have had to say there: a line for the command, and for each file that could not be read."""


class Came(NamedTuple):
    """What came of one run: exit code (``None``: it hung or died), what it told and said, and the call that failed."""

    code: int | None
    told: list[dict[str, Any]]
    said: str
    failed: str


def main() -> int:
    """Runs all and returns 0 where nothing was lost and every line was clear."""
    parser = command.parser_of("disk errors at every call")
    parser.add_argument("--acts", help=f"default: all, {','.join(ACTS)}")
    parser.add_argument("--errors", help=f"default: all, {','.join(ERRORS)}")
    parser.add_argument("--every", type=int, help="only every so many calls")
    return command.run(parser, _measure, lambda figures: not figures.get("faults"))


def _measure(asked: argparse.Namespace, folder: Path) -> dict[str, Any]:
    if not can_fail_calls():
        return {"runs": 0, "not_run": "the kernel does not let a program's calls be answered here"}
    acts = asked.acts or (SHORT_ACTS if asked.short else ",".join(ACTS))
    errors = asked.errors or (SHORT_ERRORS if asked.short else ",".join(ERRORS))
    return fail_often(folder, acts.split(","), errors.split(","), asked.every or (SHORT_EVERY if asked.short else 1))


def fail_often(folder: Path, acts: Sequence[str], errors: Sequence[str], every: int = 1) -> dict[str, Any]:
    """Every act, every error, every call. What it counts: calls and runs of each act, by what came of them; what was wrong."""
    begun = time.monotonic()
    figures: dict[str, Any] = {"runs": 0, "calls": {}, "came_of_it": {}, "states_looked_at": {}, "faults": []}
    for name in acts:
        ground = folder / f"{name}-ground"
        ground.mkdir()
        trying = Trying(folder / "run", ground, ACTS[name])
        counts = trying.count_calls()
        came: Counter[str] = Counter()
        for failure in list(list_failures(counts, errors))[::every]:
            kind, faults = trying.fail(failure)
            came[kind] += 1
            figures["faults"] += [f"{name}, {failure}: {fault}" for fault in faults]
            sys.stderr.write("".join(f"{name}, {failure}: {fault}\n" for fault in faults))
        figures["calls"][name] = sum(counts.values())
        figures["came_of_it"][name] = dict(sorted(came.items()))
        figures["states_looked_at"][name] = len(trying.known_faults)
        figures["runs"] += sum(came.values())
        sys.stderr.write(f"{name}: {sum(came.values())} runs, {time.monotonic() - begun:.0f} s\n")
        forget_folder(ground)
    return figures | {"seconds": round(time.monotonic() - begun, 1)}


def list_failures(counts: Counter[str], errors: Sequence[str]) -> Iterator[Failure]:
    """Every call of every kind with each error; a full or read-only disk also stays so."""
    for error in errors:
        for call in sorted(set(counts) & ERRORS[error]):
            for number in range(1, counts[call] + 1):
                yield Failure(call, number, error)
                if call in WRITING and error != "EIO":
                    yield Failure(call, number, error, lasting=True)


class Trying:
    """One act, tried again and again from the same ground, in the same place."""

    def __init__(self, place: Path, ground: Path, act: Act) -> None:
        self._place, self._ground, self._act = place, ground, act
        self.known = act.lay(ground)
        self.known_faults: dict[bytes, list[str]] = {}
        """What is wrong, for each state that a run has left: a digest of all bytes and of what was told."""
        self._warm_up()

    def _warm_up(self) -> None:
        """The act and the look at it once in this process, so that its children import nothing: no program of ours fails to be read."""
        shutil.copytree(self._ground, self._place)
        with quiet():
            self._act.do(self._place, lambda _: None)
            self._act.look(self._place, self.known)
        forget_folder(self._place)
        gc.collect()
        gc.freeze()

    def count_calls(self) -> Counter[str]:
        """How often the act makes each call on its files, where nothing fails."""
        shutil.copytree(self._ground, self._place)
        came, counts = self._run(CALLS, None)
        faults = self._look(came.told)
        forget_folder(self._place)
        if came.code or faults:
            raise RuntimeError(f"the act fails by itself: exit code {came.code}, {came.said}, {faults}")
        return counts

    def fail(self, failure: Failure) -> tuple[str, list[str]]:
        """One run with a failing call: what it came to, and what is wrong."""
        came, faults = self._try({failure.name}, failure)
        faults = judge(came) + faults
        if not came.failed:
            return "not reached", faults
        return ("as if nothing had been" if came.code == 0 else "one clear line"), faults

    def kill(self, number: int) -> tuple[str, list[str]]:
        """One run that is killed before the so-and-so-manieth of its calls: which call that was, and what is wrong."""
        came, faults = self._try(CALLS, Failure(ANY, number, KILL))
        return came.failed, faults

    def _try(self, names: Set[str], failure: Failure) -> tuple[Came, list[str]]:
        """What came of one run, and what is wrong with what it left."""
        shutil.copytree(self._ground, self._place)
        came, _ = self._run(names, failure)
        told = [*came.told, KILLED] if failure.error == KILL else came.told
        state = digest(self._place, told)
        if state not in self.known_faults:
            self.known_faults[state] = self._look(told)
        forget_folder(self._place)
        return came, [f"{fault} [{came.failed}]" for fault in self.known_faults[state]]

    def _look(self, told: list[dict[str, Any]]) -> list[str]:
        return [str(fault) for fault in in_child(partial(self._look_here, told))]

    def _look_here(self, told: list[dict[str, Any]]) -> list[str]:
        try:
            return self._act.look(self._place, [*self.known, *told])
        except (KnellError, OSError) as error:
            return [f"lost: afterwards: {error}"]

    def _run(self, names: Set[str], failure: Failure | None) -> tuple[Came, Counter[str]]:
        pairs = [socket.socketpair() for _ in range(3)]
        ended = run_failing(
            lambda: act_in_child(self._act, self._place, [there for _, there in pairs]), self._place, names, failure, LONGEST
        )
        heard = []
        for here, there in pairs:
            there.close()
            heard.append(b"".join(iter(lambda here=here: here.recv(65536), b"")))  # type: ignore[misc]
            here.close()
        told = [json.loads(line) for line in heard[0].splitlines()] + [{"out": line} for line in heard[1].decode().splitlines()]
        came = Came(ended.code, told, heard[2].decode(errors="replace"), str(ended.failed or ""))
        return came, Counter(call.name for call in ended.calls)


def act_in_child(act: Act, place: Path, ends: Sequence[socket.socket]) -> int:
    """The act, with what it tells, and what it says on standard output and error, going over sockets: no disk has to do with them."""
    fix_chance_and_clock()
    telling, out, error = ends
    sys.stdout, sys.stderr = out.makefile("w"), error.makefile("w")
    try:
        return act.do(place, lambda told: telling.sendall(json.dumps(told).encode() + b"\n"))
    except KnellError as fault:
        sys.stderr.write(f"knell: {fault.line()}\n")
        return 1
    except BaseException as fault:  # noqa: BLE001  told to the parent as what it is
        sys.stderr.write(f"Traceback of {type(fault).__name__}: {fault}\n")
        return 70
    finally:
        with suppress(OSError):
            sys.stdout.flush()
        sys.stderr.flush()


def fix_chance_and_clock() -> None:
    """The same chance and the same moment for this process as for every other."""
    from knell.cli import casebook_options

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> "Stopped":
            return cls(2025, 3, 8, 9, tzinfo=tz or UTC)

    os.urandom = random.Random(1).randbytes
    casebook_options.datetime = Stopped  # type: ignore[attr-defined]


def digest(place: Path, told: list[dict[str, Any]]) -> bytes:
    """What tells one outcome from another: every byte of every file, and what was told."""
    hashing = hashlib.sha256(json.dumps(told).encode())
    for path in sorted(place.rglob("*")):
        held = path.read_bytes() if path.is_file() else b""
        hashing.update(f"{path.relative_to(place)}\0{len(held)}\0".encode() + held)
    return hashing.digest()


def judge(came: Came) -> list[str]:
    """What is wrong with how a command ended and with what it said."""
    if came.code is None:
        return [f"hung or died: {came.said} [{came.failed}]"]
    if "Traceback" in came.said or came.code == 70 or came.code < 0:
        return [f"no clear line (exit code {came.code}): {came.said.strip()[-300:]} [{came.failed}]"]
    if came.code and not CLEAR_LINES.fullmatch(came.said):
        return [f"no clear lines: {came.said!r} [{came.failed}]"]
    return []


@contextmanager
def quiet() -> Iterator[None]:
    """Standard output to nowhere, for as long as it lasts."""
    out, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(out, 1)
        os.close(nowhere)
        os.close(out)


if __name__ == "__main__":
    sys.exit(main())
