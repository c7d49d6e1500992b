"""Django, set up once a process, and a database connection for each casebook that is open."""

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from knell.records.errors import CasebookError

LEDGER = "ledger.sqlite"
"""The ledger's file inside the casebook's folder. It can be thrown away and computed again."""

_OPTIONS = {
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,
}
"""NORMAL is enough here: a power cut may take back the last projection, never a log entry, and the projection is done again."""


_PLAIN = b"SQLite format 3\x00"
_keys: dict[str, bytes | None] = {}
"""Alias -> the key of the ledger, ``None`` for one in clear. Not in Django's settings, which Django may show."""


def set_up_django() -> None:
    """Configures Django with the one settings module; does nothing where that has been done."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "knell.casebook.settings")
    from django.apps import apps

    if not apps.ready:
        import django

        django.setup()


def connect(folder: Path) -> str:
    """The alias of the database connection to a casebook's ledger, made on the first call for that folder.

    A folder that cannot be written to is opened as it lies. Raises ``CasebookError`` for an encrypted ledger whose key this process
    has not been given.
    """
    set_up_django()
    from django.db import connections

    ledger = folder.resolve() / LEDGER
    alias = _alias(ledger)
    if alias not in _keys and _is_encrypted(ledger):
        raise CasebookError("the casebook is locked", where=str(folder), todo="unlock it with its passphrase")
    if alias not in connections.settings:
        connections.settings[alias] = _database(ledger, encrypted=_keys.get(alias) is not None)
    return alias


def give_key(folder: Path, key: bytes | None) -> None:
    """Gives this process the key of a casebook's ledger; ``None``: it lies in clear. The next connection uses it."""
    set_up_django()
    from django.db import connections

    alias = _alias(folder.resolve() / LEDGER)
    if alias in connections.settings and _keys.get(alias) != key:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]
    _keys[alias] = key


def forget_key(folder: Path) -> None:
    """Forgets whether a casebook's ledger is encrypted and what its key is."""
    give_key(folder, None)
    del _keys[_alias(folder.resolve() / LEDGER)]


def rewrite_ledger(alias: str, key: bytes | None) -> None:
    """Writes every page of a ledger anew, so that nothing of what was deleted is left in its file or its journal.

    ``key``: what it is encrypted under from then on; ``None`` for a ledger in clear. All or nothing: where it fails, the old key holds.
    """
    from django.db import connections

    with connections[alias].cursor() as cursor:
        cursor.execute("VACUUM")
        if key is not None:
            cursor.execute(f"PRAGMA rekey = \"x'{key.hex()}'\"")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def key_at(alias: str) -> bytes:
    """The key of the encrypted ledger of that alias. Raises ``LookupError`` where none was given."""
    key = _keys.get(alias)
    if key is None:
        raise LookupError(f"no key was given for {alias}")
    return key


def _alias(ledger: Path) -> str:
    return f"casebook-{hashlib.sha256(os.fsencode(ledger)).hexdigest()[:16]}"


def _is_encrypted(ledger: Path) -> bool:
    """Whether the ledger's file holds anything that is no plain SQLite: an encrypted one looks like chance from its first byte."""
    try:
        with ledger.open("rb") as file:
            begins = file.read(len(_PLAIN))
    except OSError:
        return False
    return bool(begins) and begins != _PLAIN


def disconnect(alias: str) -> None:
    """Closes this thread's connection. The alias stays known: another reader of the same casebook may be using it."""
    from django.db import connections

    connections[alias].close()


def make_tables(folder: Path, alias: str) -> None:
    """Brings the ledger's tables up to this version's migrations; makes the file, closed to others, where there is none."""
    from django.core.management import call_command

    ledger = folder / LEDGER
    if not ledger.exists():
        os.close(os.open(ledger, os.O_WRONLY | os.O_CREAT, 0o600))

    call_command("migrate", database=alias, verbosity=0, interactive=False)


def _database(ledger: Path, *, encrypted: bool) -> dict[str, Any]:
    from django.db import connections

    frozen = ledger.exists() and not os.access(ledger.parent, os.W_OK)
    address = str(ledger).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    wanted: dict[str, Any] = {
        "ENGINE": "knell.casebook.sqlcipher" if encrypted else "django.db.backends.sqlite3",
        "NAME": f"file:{address}?mode=ro&immutable=1" if frozen else str(ledger),
        "OPTIONS": {"uri": True} if frozen else dict(_OPTIONS),
        "ATOMIC_REQUESTS": False,
    }
    return connections.configure_settings({"default": {}, "it": wanted})["it"]  # type: ignore[no-any-return]


_DAMAGED = (
    "no such table",
    "no such column",
    "already exists",
    "not a database",
    "malformed",
    "could not decode",
    "user-defined function raised",
)
"""How SQLite says that a file is damaged, or not the one that was expected. "Already exists": tables made by a run that was cut short
before it had noted that they are there. The last: of a row whose words are no Unicode."""
_AGAIN = "make room and run the same command again"


_BROKEN = ("i/o error", "locking protocol")
"""How SQLite says that the disk failed. The second: a lock could not be had or let go of."""


@contextmanager
def ledger_faults(folder: Path) -> Iterator[None]:
    """Turns the system's and the database's complaints about the ledger's file into a ``CasebookError`` that says what to do."""
    try:
        with database_faults(folder):
            yield
    except OSError as error:
        what = f"the ledger cannot be written: {error.strerror or error}"
        raise CasebookError(what, where=str(folder), todo=_AGAIN if error.errno == errno.ENOSPC else "check the disk") from error
    except UnicodeDecodeError as error:
        raise _damaged(folder) from error


@contextmanager
def database_faults(folder: Path) -> Iterator[None]:
    """Turns the database's complaints alone into a ``CasebookError``: for where other files are read and written as well."""
    from django.db import DatabaseError

    try:
        yield
    except DatabaseError as error:
        said, where = str(error).lower(), str(folder)
        if any(sign in said for sign in _DAMAGED):
            raise _damaged(folder) from error
        if "full" in said:
            raise CasebookError("the disk is full; what was acknowledged is safe", where=where, todo=_AGAIN) from error
        if "readonly" in said or "read-only" in said or "unable to open" in said:
            raise CasebookError("the ledger cannot be opened for writing", where=where, todo="check who owns the folder") from error
        if "locked" in said:
            raise CasebookError("the ledger is in use", where=where, todo="try again when the other command is done") from error
        if any(sign in said for sign in _BROKEN):
            raise CasebookError("the disk reports a read or write error", where=where, todo="check the disk") from error
        raise


def _damaged(folder: Path) -> CasebookError:
    return CasebookError("the ledger is damaged or of another version", where=str(folder), todo=f"run: knell rebuild --casebook {folder}")
