"""The cell's outside: starts it, hands it bytes, waits no longer than agreed, and takes back plain bytes that still have to be checked.

A crash, a hang or a bomb inside becomes one ``CellFault``; the next task gets a new cell.
"""

import json
import os
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import sysconfig
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import msgspec

import knell
from knell.records.errors import KnellError

from .receiving import receive_up_to
from .serving import OK, Ended, Order, Start, send
from .walls import NETWORK, Bounds

SECONDS = 15.0
"""Time for one task."""
GRACE = 2.0
"""Seconds beyond that before the cell is ended from outside."""
MOST_ANSWER = 128 * 1024 * 1024
"""Bytes of one answer."""
MOST_PARTS = 4096

_START_WITHIN = 60.0
_BOOT = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from knell.confining.serving import serve; serve(int(sys.argv[2]), sys.argv[3])"
)
_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/alternatives", "/nix/store", "/gnu/store", "/dev/urandom")
_SIGNALS = {signal.SIGKILL: "was ended for what it used", signal.SIGXCPU: "used all its processor time", signal.SIGSEGV: "crashed",
            signal.SIGABRT: "gave up", signal.SIGBUS: "crashed", signal.SIGSYS: "did what is forbidden"}  # fmt: skip


class CellFault(KnellError):
    """What was asked of a cell did not come back: it crashed, hung, used too much, or there can be no cell on this system."""


class Answer(NamedTuple):
    """The parts that a task gave back, unchecked; ``memory``: the most bytes it held; ``seconds``: how long it took."""

    parts: tuple[bytes, ...]
    memory: int
    seconds: float


class Cell:
    """A cell, started when first asked. Use it in a ``with``. ``preload``: modules that its tasks need, loaded once."""

    def __init__(self, *, bounds: Bounds | None = None, preload: tuple[str, ...] = ()) -> None:
        self._bounds, self._preload = bounds or Bounds(), preload
        self._child: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self.walls: tuple[str, ...] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends the cell and all in it."""
        if self._line is not None:
            self._line.close()
        if self._child is not None:
            self._child.kill()
            self._child.wait()
        self._child = self._line = None

    def ask(self, task: str, question: Mapping[str, Any], content: bytes, *, seconds: float = SECONDS) -> Answer:
        """Has a task ("module:function") done on bytes. Raises ``CellFault``; the ``where`` of it is the caller's to add."""
        line = self._started()
        begun = time.monotonic()
        order = msgspec.json.encode(Order(task=task, question=dict(question) | {"seconds": seconds}, seconds=int(seconds + GRACE) + 1))
        answer, into = os.pipe()
        held = _hold(content)
        try:
            send(line, order, [held, into])
        except OSError as error:
            self.close()
            os.close(answer)
            raise CellFault("the process that opens files is gone", todo="run the same command again") from error
        finally:
            os.close(into)
            os.close(held)
        try:
            told = _read_until(answer, begun + seconds + GRACE)
        finally:
            os.close(answer)
        if told is None:
            self.close()
            late = time.monotonic() >= begun + seconds + GRACE
            raise CellFault(f"took over {seconds:g} seconds" if late else "gives back more than is taken")
        ended = self._how_it_ended()
        if not told:
            raise CellFault(_in_words(ended))
        return Answer(_parts(told), ended.memory if ended else 0, time.monotonic() - begun)

    def _how_it_ended(self) -> Ended | None:
        assert self._line is not None
        try:
            return msgspec.json.decode(_receive(self._line, GRACE), type=Ended)
        except (OSError, msgspec.DecodeError, msgspec.ValidationError):
            self.close()
            return None

    def _started(self) -> socket.socket:
        if self._line is not None and self._child is not None and self._child.poll() is None:
            return self._line
        self.close()
        if sys.platform != "linux":
            raise CellFault("cannot be opened here: what keeps hostile files in is built for Linux", todo="open it on Linux")
        ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        start = Start(bounds=self._bounds, readable=readable_places(), preload=self._preload)
        command = [sys.executable, "-I", "-c", _BOOT, json.dumps(_module_path()), str(its.fileno()), msgspec.json.encode(start).decode()]
        try:
            self._child = subprocess.Popen(
                command, pass_fds=[its.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                env=_environment(), cwd="/", start_new_session=True,
            )  # fmt: skip
        finally:
            its.close()
        self._line = ours
        try:
            self.walls = msgspec.json.decode(_receive(ours, _START_WITHIN), type=tuple[str, ...])
        except (OSError, msgspec.DecodeError) as error:
            self.close()
            raise CellFault("the process that opens files does not start", todo="is there memory for it?") from error
        if not NETWORK & set(self.walls):
            self.close()
            raise CellFault(
                "cannot be opened here: nothing on this system keeps it off the network", todo="allow user namespaces or seccomp filters"
            )
        return ours


def readable_places() -> tuple[str, ...]:
    """What a cell may see: the system's programs and libraries, Python's and Knell's own. No home, no casebook."""
    roots = [
        *_SYSTEM,
        sys.prefix,
        sys.base_prefix,
        *(sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")),
    ]
    roots += [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    roots += [str(Path(found).resolve().parent) for name in ("ffmpeg", "ffprobe") if (found := shutil.which(name))]
    roots.append(str(Path(knell.__file__).resolve().parent))
    return tuple(dict.fromkeys(path for root in roots if root not in ("", "/") and Path(path := os.path.abspath(root)).exists()))


def _module_path() -> list[str]:
    own = str(Path(knell.__file__).resolve().parent.parent)
    return list(dict.fromkeys([own, *(path for path in sys.path if path and Path(path).is_absolute())]))


def _environment() -> dict[str, str]:
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "MALLOC_ARENA_MAX"), "1")
    return one | {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"}


def _hold(content: bytes) -> int:
    """The bytes as an open file in memory that nobody can change: nothing of them touches a disk in clear."""
    import fcntl

    handle = os.memfd_create("content", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]
    os.lseek(handle, 0, os.SEEK_SET)
    fcntl.fcntl(handle, fcntl.F_ADD_SEALS, fcntl.F_SEAL_WRITE | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL)
    return handle


def _read_until(handle: int, end: float) -> bytes | None:
    """All that comes, until the other side closes; ``None`` where time is up or it is too much."""
    pieces: list[bytes] = []
    length = 0
    while (left := end - time.monotonic()) > 0:
        ready, _, _ = select.select([handle], [], [], left)
        if not ready:
            break
        piece = os.read(handle, 1 << 20)
        if not piece:
            return b"".join(pieces)
        length += len(piece)
        if length > MOST_ANSWER:
            return None
        pieces.append(piece)
    return None


def _receive(line: socket.socket, within: float) -> bytes:
    line.settimeout(within)
    try:
        (length,) = struct.unpack("=I", _exactly(line, 4))
        return _exactly(line, min(length, 65536))
    finally:
        line.settimeout(None)


def _exactly(line: socket.socket, length: int) -> bytes:
    told = receive_up_to(line, length)
    if len(told) < length:
        raise ConnectionError("the cell closed")
    return told


def _parts(told: bytes) -> tuple[bytes, ...]:
    if told[:1] != OK:
        said = told[1:1000].decode("utf-8", "replace")
        raise CellFault("".join(letter for letter in said if letter.isprintable()) or "gave no answer")
    try:
        (count,) = struct.unpack_from("=I", told, 1)
        if count > MOST_PARTS:
            raise CellFault("gave back more than is taken")
        lengths = struct.unpack_from(f"={count}Q", told, 5)
    except struct.error as error:
        raise CellFault("gave back half an answer") from error
    parts, at = [], 5 + 8 * count
    for length in lengths:
        parts.append(told[at : at + length])
        at += length
    if at != len(told):
        raise CellFault("gave back half an answer")
    return tuple(parts)


def _in_words(ended: Ended | None) -> str:
    if ended is None:
        return "broke the process that opens files"
    if ended.exit < 0:
        return _SIGNALS.get(signal.Signals(-ended.exit), "crashed") + f" (signal {-ended.exit})"
    return "gave no answer"
