"""The walls a process puts up around itself before it opens hostile bytes, and an honest list of those that stand.

1. it dies with who started it
2. namespaces of its own: a network without a device, its own processes, nobody's rights (where the system lets a user have them)
3. bounds on memory, processor time, open files, processes; it can write no file
4. no new rights through programs it runs
5. only the programs' own files can be seen (``landlock``)
6. no new socket, no look into other processes, no way around (``filter``)
"""

import contextlib
import ctypes
import os
import resource
import signal
from collections.abc import Iterable
from pathlib import Path

import msgspec

from .filter import refuse_calls
from .landlock import keep_to_files

NETWORK = frozenset({"own network, without a device", "no sockets"})
"""Walls of which one at least must stand: each alone keeps every packet in."""

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_NEW_USER, _NEW_PID, _NEW_NET, _NEW_IPC = 0x10000000, 0x20000000, 0x40000000, 0x08000000


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """What one process in a cell may use."""

    memory: int = 384 * 1024 * 1024
    """Bytes of memory of its own. The programs' code, which processes share, does not count."""
    address_space: int = 4 * 1024**3
    """Bytes of addresses, whatever lies behind them."""
    open_files: int = 128
    processes: int = 64
    """Of this user in this cell. The system does not hold the administrator to it."""


def put_up_walls(bounds: Bounds, readable: Iterable[Path]) -> tuple[str, ...]:
    """Puts the walls up for good and names those that stand. Where the process got processes of its own, it goes on in a new child,
    and the caller's process waits for that and ends.
    """
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    stand = []
    if library.unshare(_NEW_USER | _NEW_NET | _NEW_PID | _NEW_IPC) == 0:
        stand += ["own network, without a device", "own processes"]
        _go_on_in_child()
        library.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    elif library.unshare(_NEW_USER | _NEW_NET) == 0:
        stand.append("own network, without a device")
    bound(bounds)
    stand.append(f"bounds: {bounds.memory // 2**20} MB, no files written")
    if library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
        stand.append("no new rights")
        if keep_to_files(readable, [Path("/dev/null")]):
            stand.append("programs' own files only")
        if refuse_calls():
            stand.append("no sockets")
    return tuple(stand)


def bound(bounds: Bounds, seconds: int | None = None) -> None:
    """Holds this process and what it starts to the bounds; ``seconds``: of processor time, for each process."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    for what, most in (
        (resource.RLIMIT_DATA, bounds.memory),
        (resource.RLIMIT_AS, bounds.address_space),
        (resource.RLIMIT_NOFILE, bounds.open_files),
        (resource.RLIMIT_NPROC, bounds.processes),
        *(() if seconds is None else ((resource.RLIMIT_CPU, seconds),)),
    ):
        hard = resource.getrlimit(what)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (allowed, allowed))


def _go_on_in_child() -> None:
    child = os.fork()
    if child:
        os.closerange(3, 256)
        _, status = os.waitpid(child, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
