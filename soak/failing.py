"""Lets the Nth call of the system that a program makes on its own files fail, as a disk would answer it.

The program is a forked child. The kernel's filter (seccomp, user notification) stops it at the calls that are asked about and at no
others, and asks this process, which counts those that are about files in one folder and answers one of them, or all from there on,
with an error; the others go on. What ``strace -e inject`` does, without a stop at every call, and for files of ours alone.
"""

import ctypes
import errno
import fcntl
import os
import platform
import select
import signal
import socket
import struct
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_NUMBERS = {
    "x86_64": {
        "read": 0, "write": 1, "open": 2, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "lseek": 8, "pread64": 17, "pwrite64": 18,
        "readv": 19, "writev": 20, "access": 21, "dup": 32, "sendfile": 40, "fcntl": 72, "flock": 73, "fsync": 74, "fdatasync": 75,
        "truncate": 76, "ftruncate": 77, "rename": 82, "mkdir": 83, "rmdir": 84, "link": 86, "unlink": 87, "symlink": 88, "readlink": 89,
        "chmod": 90, "fchmod": 91, "fchown": 93, "statfs": 137, "fstatfs": 138, "getdents64": 217, "fadvise64": 221, "openat": 257,
        "mkdirat": 258, "newfstatat": 262, "unlinkat": 263, "renameat": 264, "linkat": 265, "readlinkat": 267, "fchmodat": 268,
        "faccessat": 269, "utimensat": 280, "fallocate": 285, "preadv": 295, "pwritev": 296, "renameat2": 316, "copy_file_range": 326,
        "statx": 332, "faccessat2": 439,
    },
    "aarch64": {
        "dup": 23, "fcntl": 25, "flock": 32, "mkdirat": 34, "unlinkat": 35, "linkat": 37, "renameat": 38, "statfs": 43, "fstatfs": 44,
        "truncate": 45, "ftruncate": 46, "fallocate": 47, "faccessat": 48, "fchmod": 52, "fchmodat": 53, "fchown": 55, "openat": 56,
        "close": 57, "getdents64": 61, "lseek": 62, "read": 63, "write": 64, "readv": 65, "writev": 66, "pread64": 67, "pwrite64": 68,
        "preadv": 69, "pwritev": 70, "sendfile": 71, "readlinkat": 78, "newfstatat": 79, "fstat": 80, "fsync": 82, "fdatasync": 83,
        "utimensat": 88, "fadvise64": 223, "renameat2": 276, "copy_file_range": 285, "statx": 291, "faccessat2": 439,
    },
}  # fmt: skip
"""The calls that a disk answers, by the kernel's own tables. Not those for memory, time, signals and processes."""
CALLS = frozenset(name for numbers in _NUMBERS.values() for name in numbers)

_FILES = {"copy_file_range": (0, 2), "sendfile": (0, 1)}
"""Which arguments of a call are open files, where it is not the first alone."""
_PATHS = {
    **dict.fromkeys("open stat lstat access truncate mkdir rmdir unlink readlink chmod statfs".split(), (0,)),
    **dict.fromkeys(("rename", "link", "symlink"), (0, 1)),
}
_PATHS_FROM = {
    **dict.fromkeys(("renameat", "renameat2", "linkat"), (1, 3)),
    **dict.fromkeys("openat mkdirat newfstatat unlinkat readlinkat fchmodat faccessat faccessat2 utimensat statx".split(), (1,)),
}
"""Which are paths; each of ``_PATHS_FROM`` stands after the open folder that it starts from."""

_LOAD, _JUMP_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _ASK = 0x7FFF0000, 0x7FC00000
_SECCOMP = {"x86_64": 317, "aarch64": 277}
_SET_FILTER, _NEW_LISTENER, _NO_NEW_PRIVS = 1, 8, 38
_RECEIVE, _ANSWER, _GO_ON = 0xC0502100, 0xC0182101, 1
_AT_FDCWD = -100
_MOST_PATH = 4096


class Call(NamedTuple):
    """A call on a file of the folder's: its name, and the files it is about."""

    name: str
    files: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name} {' '.join(self.files)}"


ANY, KILL = "any", "KILL"


class Failure(NamedTuple):
    """Which calls fail: those of a name (or ``ANY``), the ``number``-th (from 1) of those in the folder, and if ``lasting`` all after it.

    ``error``: the error's name; or ``KILL``: the program is killed before that call is made.
    """

    name: str
    number: int
    error: str
    lasting: bool = False

    def __str__(self) -> str:
        return f"{self.name} {self.number}{'+' if self.lasting else ''}: {self.error}"


class Ended(NamedTuple):
    """How a program ended: its exit code (``None``: it hung or died), its calls on the folder's files, and the first that failed."""

    code: int | None
    calls: list[Call]
    failed: Call | None


def can_fail_calls() -> bool:
    """Whether this system lets calls be answered."""
    return _try_once()


def run_failing(do: Callable[[], int], folder: Path, names: Collection[str], failure: Failure | None, seconds: float) -> Ended:
    """Runs a function in a child, whose exit code it gives; watches its calls of these names on files in a folder. Kills it after so many
    seconds without a call."""
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    child = os.fork()
    if child == 0:
        code = 70
        try:
            here.close()
            socket.send_fds(there, [b"x"], [_begin_asking(names)])
            there.recv(1)
            code = do()
        finally:
            os._exit(code)
    there.close()
    handles = socket.recv_fds(here, 1, 1)[1]
    if not handles:
        os.waitpid(child, 0)
        raise OSError(errno.ENOSYS, "calls cannot be watched here")
    here.close()
    try:
        return _answer(child, handles[0], str(folder), failure, seconds)
    finally:
        os.close(handles[0])


def _try_once() -> bool:
    if platform.machine() not in _NUMBERS:
        return False
    try:
        return run_failing(lambda: int(Path("/").exists()), Path("/"), CALLS, None, 10.0).code == 1
    except OSError:
        return False


def _begin_asking(names: Collection[str]) -> int:
    """Has the kernel stop this process at calls of these names and ask; returns the handle that it asks over."""
    machine = platform.machine()
    numbers = [number for name, number in _NUMBERS[machine].items() if name in names]
    lines = [(_LOAD, 0, 0, 0)]
    for number in numbers:
        lines += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ASK)]
    lines.append((_RETURN, 0, 0, _ALLOW))
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *line) for line in lines))
    head = ctypes.create_string_buffer(struct.pack("=HxxxxxxQ", len(lines), ctypes.addressof(code)))
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    handle = int(library.syscall(_SECCOMP[machine], _SET_FILTER, _NEW_LISTENER, ctypes.byref(head)))
    if handle < 0:
        raise OSError(ctypes.get_errno(), "no filter")
    return handle


class _Watch:
    """What has been asked of one child, and how it is answered."""

    def __init__(self, child: int, handle: int, folder: str, failure: Failure | None) -> None:
        self._child, self._handle, self._folder, self._failure = child, handle, folder, failure
        self._names = {number: name for name, number in _NUMBERS[platform.machine()].items()}
        self.calls: list[Call] = []
        self.failed: Call | None = None
        self._count = 0

    def answer(self) -> None:
        """Takes one call and answers it. Nothing where the child was killed meanwhile."""
        asked = bytearray(80)
        with suppress(FileNotFoundError, InterruptedError):
            fcntl.ioctl(self._handle, _RECEIVE, asked)
            number, process = struct.unpack_from("=QI", asked)
            name = self._names[struct.unpack_from("=i", asked, 16)[0]]
            call = _read_call(name, process, struct.unpack_from("=6Q", asked, 32), self._folder)
            error = 0 if call is None else self._judge(call)
            fcntl.ioctl(self._handle, _ANSWER, struct.pack("=QqiI", number, 0, -error, 0 if error else _GO_ON))

    def _judge(self, call: Call) -> int:
        """The error number that a call gets; 0: it goes on."""
        self.calls.append(call)
        wanted = self._failure
        if wanted is None or wanted.name not in (call.name, ANY):
            return 0
        self._count += 1
        if self._count != wanted.number and not (wanted.lasting and self._count > wanted.number):
            return 0
        self.failed = self.failed or call
        if wanted.error == KILL:
            os.kill(self._child, signal.SIGKILL)
            return errno.EINTR
        return int(getattr(errno, wanted.error))


def _answer(child: int, handle: int, folder: str, failure: Failure | None, seconds: float) -> Ended:
    watch, life, waiting = _Watch(child, handle, folder, failure), os.pidfd_open(child), select.poll()
    waiting.register(handle, select.POLLIN)
    waiting.register(life, select.POLLIN)
    try:
        while ready := waiting.poll(seconds * 1000):
            if any(one == life for one, _ in ready):
                _, status = os.waitpid(child, 0)
                return Ended(os.WEXITSTATUS(status) if os.WIFEXITED(status) else None, watch.calls, watch.failed)
            watch.answer()
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return Ended(None, watch.calls, watch.failed)
    finally:
        os.close(life)


def _read_call(name: str, process: int, words: tuple[int, ...], folder: str) -> Call | None:
    """The call, where it is about a file in the folder."""
    try:
        files = tuple(_files_of(name, process, words))
    except OSError:
        return None
    return Call(name, files) if any(file == folder or file.startswith(folder + "/") for file in files) else None


def _files_of(name: str, process: int, words: tuple[int, ...]) -> list[str]:
    if name in _PATHS:
        return [_join(process, _AT_FDCWD, words[at]) for at in _PATHS[name]]
    if name in _PATHS_FROM:
        return [_join(process, ctypes.c_int(words[at - 1]).value, words[at]) for at in _PATHS_FROM[name]]
    return [_file(process, words[at]) for at in _FILES.get(name, (0,))]


def _join(process: int, start: int, address: int) -> str:
    """A path, whole. ``start``: the open folder that it starts from."""
    path = _text(process, address)
    if path.startswith("/"):
        return path
    base = os.readlink(f"/proc/{process}/cwd") if start == _AT_FDCWD else _file(process, start)
    return f"{base}/{path}" if path else base


def _file(process: int, handle: int) -> str:
    return os.readlink(f"/proc/{process}/fd/{ctypes.c_int(handle).value}").removesuffix(" (deleted)")


def _text(process: int, address: int) -> str:
    if not address:
        return ""
    with open(f"/proc/{process}/mem", "rb", buffering=0) as memory:
        memory.seek(address)
        page = 4096 - address % 4096
        some = memory.read(page) or b""
        if b"\0" not in some:
            some += memory.read(_MOST_PATH) or b""
    return os.fsdecode(some.partition(b"\0")[0])
