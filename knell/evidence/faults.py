"""One clear line for what a disk can do to us: full, read-only, broken."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from knell.records.errors import CasebookError, DamagedCasebook

_LINES = {
    errno.ENOSPC: ("the disk is full; nothing unacknowledged was kept", "make room and run the same command again"),
    errno.EDQUOT: ("the disk quota is used up; nothing unacknowledged was kept", "make room and run the same command again"),
    errno.EFBIG: ("the file would be larger than this system allows", "make room and run the same command again"),
    errno.EROFS: ("the folder is read-only", "copy the casebook to a disk that can be written to"),
    errno.EACCES: ("no permission to write here", "check who owns the folder"),
    errno.EPERM: ("no permission to write here", "check who owns the folder"),
    errno.EIO: ("the disk reports a read or write error", "copy the casebook to another disk before anything else"),
}
_SQLITE = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_PROTOCOL: errno.EIO,  # a lock that could not be had or let go of
}


@contextmanager
def disk_faults(folder: Path) -> Iterator[None]:
    """Turns an operating system's or SQLite's complaint about the disk into a ``CasebookError`` that says what to do."""
    try:
        yield
    except OSError as error:
        raise fault(folder, error.errno, error.strerror) from error
    except UnicodeDecodeError as error:  # of SQLite's own complaint, which may quote a damaged page
        raise _damaged(folder) from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        if str(error).startswith(("no such", "malformed", "Could not decode")) or (" has " in str(error) and " columns" in str(error)):
            raise _damaged(folder) from error
        if code is None:
            raise
        primary = code & 0xFF
        if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise _damaged(folder) from error
        if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise CasebookError("the casebook is in use", where=str(folder), todo="try again when the other command is done") from error
        if primary not in _SQLITE:
            raise
        raise fault(folder, _SQLITE[primary], str(error)) from error


def fault(folder: Path, number: int | None, said: str | None) -> CasebookError:
    """The line for an error number; the system's own words where we have none."""
    what, todo = _LINES.get(number or 0, (said or "the disk did not do as told", "check the disk"))
    return CasebookError(what, where=str(folder), todo=todo)


def _damaged(folder: Path) -> DamagedCasebook:
    return DamagedCasebook("the evidence log is damaged", where=str(folder), todo="restore it from a backup")
