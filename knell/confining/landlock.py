"""Which files a confined process may see, held by the kernel (Landlock): the programs' own, read-only, and nothing else.

Neither a casebook, nor its key, nor anything of the user's. Numbers and shapes: linux/landlock.h; what a kernel does not know yet is
left out, as its documentation says to.
"""

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION_FLAG, _PATH_BENEATH = 1, 1
_READ_AND_RUN = 0b1101
"""Execute, read a file, list a folder."""
_READ_FILE_OR_RUN = 0b0101
_READ_AND_WRITE_FILE = 0b0110
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}
"""From which version on how many rights over files there are."""


def landlock_version() -> int:
    """The kernel's version of Landlock; 0 where it has none."""
    return max(0, _call(_CREATE, None, 0, _VERSION_FLAG))


def keep_to_files(readable: Iterable[Path], writable: Iterable[Path] = ()) -> bool:
    """From now on this process and all it starts can open what lies under ``readable``, and write to ``writable`` files, and no more.

    Where the kernel knows them, TCP and signals to outside are refused as well. ``no_new_privs`` has to be set. Returns whether it holds.
    """
    version = landlock_version()
    if version < 1:
        return False
    rights = (1 << max(count for since, count in _FILE_RIGHTS.items() if since <= version)) - 1
    told = struct.pack("=QQQ", rights, 0b11, 0b11)
    told = told[:24] if version >= 6 else told[:16] if version >= 4 else told[:8]
    rules = _call(_CREATE, told, len(told), 0)
    if rules < 0:
        return False
    try:
        for path in readable:
            _allow(rules, path, _READ_AND_RUN if path.is_dir() else _READ_FILE_OR_RUN)
        for path in writable:
            _allow(rules, path, _READ_AND_WRITE_FILE)
        return _call(_RESTRICT, rules, 0) == 0
    finally:
        os.close(rules)


def _allow(rules: int, path: Path, rights: int) -> None:
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        _call(_ADD, rules, _PATH_BENEATH, struct.pack("=Qi", rights, handle), 0)
    finally:
        os.close(handle)


def _call(*arguments: object) -> int:
    return int(ctypes.CDLL(None, use_errno=True).syscall(*arguments))
