"""Keeping what is in this process's memory from others of the same user: a program that opens a hostile file, or a core dump."""

import ctypes
import resource
import sys

_SET_DUMPABLE = 4


def keep_memory_private() -> None:
    """No core file from now on; on Linux other processes of the user may neither trace this one nor read its memory or its first
    environment (``prctl(2)``, PR_SET_DUMPABLE). What this process starts is not bound by it. Where the system has no such thing, nothing.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)
