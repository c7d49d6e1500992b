"""The ledger's fingerprint: a keyed sum over all its rows, kept up as they are written, so that a figure changed by another hand is found.

Computing the ledger anew would find it too, and takes as long as reading every report. The fingerprint costs some microseconds for each
row that is written, and one pass over the rows to check.

Each row gives 256 bits, an HMAC of its table and values; a table's sum is their sum modulo 2**256 (a multiset hash under a key: Clarke
and others 2003, "Incremental multiset hash functions"). Triggers of the writing connection alone add each row as it comes and take each
away as it goes, in the transaction that writes it. The sums of all tables, and the size and root of the log that the ledger follows,
are bound by one more HMAC: put back from an older copy they do not fit. Who has the key can make another fingerprint, as they could
sign another log.
"""

import hashlib
import hmac
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connections
from django.db import models as fields

_TABLE = "knell_fingerprint"
_MAKE = f"CREATE TABLE IF NOT EXISTS {_TABLE} (tables TEXT NOT NULL, sums BLOB NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL)"
_BYTES = 32
"""Of a row's, a table's and the whole's hash. ``sums`` holds one for each table, in the order of ``tables``, and the whole's last."""
_MODULUS = 1 << 8 * _BYTES


class Followed(NamedTuple):
    """The log that the ledger says it follows: so many entries, with this root over them."""

    size: int
    root: bytes


class Fingerprint:
    """The fingerprint of the ledger behind a database connection. ``key``: 32 bytes; without it no row can be added unseen."""

    def __init__(self, alias: str, key: bytes) -> None:
        self._alias, self._key = alias, key
        self._models = sorted(apps.get_app_config("casebook").get_models(), key=lambda model: model._meta.db_table)
        self._tables = " ".join(f"{model._meta.db_table}({_columns(model)})" for model in self._models)

    def watch(self) -> None:
        """Has this connection keep the fingerprint up from now on. Makes its table where there is none."""
        self._define()
        with connections[self._alias].cursor() as cursor:
            cursor.execute(_MAKE)
            for number, model in enumerate(self._models):
                for statement in _triggers(number, model):
                    cursor.execute(statement)

    def is_begun(self) -> bool:
        """Whether there is one, over these tables. It may be wrong all the same: that is what ``differs`` says."""
        with connections[self._alias].cursor() as cursor:
            cursor.execute(f"SELECT tables FROM {_TABLE}")  # noqa: S608
            return [row[0] for row in cursor.fetchall()] == [self._shape(cursor)]

    def begin(self) -> None:
        """Begins it anew over the rows there are. Only where they are known to be good: in a ledger that has just been emptied."""
        self._define()
        with connections[self._alias].cursor() as cursor:
            sums = b"".join(_spell(self._sum(cursor, number, model)) for number, model in enumerate(self._models))
            cursor.execute(f"DELETE FROM {_TABLE}")  # noqa: S608
            statement = f"INSERT INTO {_TABLE} VALUES (%s, %s, %s, %s)"  # noqa: S608
            cursor.execute(statement, [self._shape(cursor), self._bind(sums, 0, b""), 0, b""])

    def follow(self, followed: Followed) -> None:
        """Notes which log the ledger has followed."""
        self._define()
        with connections[self._alias].cursor() as cursor:
            statement = f"UPDATE {_TABLE} SET size = %s, root = %s, sums = knell_bind(sums, %s, %s)"  # noqa: S608
            cursor.execute(statement, [*followed, *followed])

    def followed(self) -> Followed | None:
        """The log that the ledger followed, as it says itself."""
        with connections[self._alias].cursor() as cursor:
            cursor.execute(f"SELECT size, root FROM {_TABLE}")  # noqa: S608
            row = cursor.fetchone()
        return None if row is None else Followed(int(row[0]), bytes(row[1]))

    def differs(self) -> list[str] | None:
        """The tables whose rows are not those that were written; ``None`` where the fingerprint itself is missing or not ours."""
        self._define()
        with connections[self._alias].cursor() as cursor:
            cursor.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = %s", [_TABLE])
            if not cursor.fetchone():
                return None
            cursor.execute(f"SELECT tables, sums, size, root FROM {_TABLE}")  # noqa: S608
            rows = cursor.fetchall()
            if len(rows) != 1 or rows[0][0] != self._shape(cursor) or not self._is_bound(*rows[0][1:]):
                return None
            sums = bytes(rows[0][1])
            return [
                model._meta.db_table
                for number, model in enumerate(self._models)
                if _spell(self._sum(cursor, number, model)) != sums[number * _BYTES : (number + 1) * _BYTES]
            ]

    def _define(self) -> None:
        connections[self._alias].ensure_connection()
        raw: Any = connections[self._alias].connection
        raw.create_function("knell_row", -1, self._row, deterministic=True)
        raw.create_function("knell_turn", -1, self._turn, deterministic=True)
        raw.create_function("knell_bind", 3, self._bind, deterministic=True)

    def _row(self, *values: Any) -> bytes:
        """What a row gives. The first value is the table's number."""
        return hmac.digest(self._key, b"row/v1" + repr(values).encode(), hashlib.sha256)

    def _turn(self, sums: bytes, size: int, root: bytes, number: int, gone: int, *values: Any) -> bytes:
        """The sums when one table has changed: the row of the first ``gone`` values taken away, that of the others added."""
        at = number * _BYTES
        changed = int.from_bytes(sums[at : at + _BYTES])
        if gone:
            changed -= int.from_bytes(self._row(number, *values[:gone]))
        if values[gone:]:
            changed += int.from_bytes(self._row(number, *values[gone:]))
        return self._bind(sums[:at] + _spell(changed % _MODULUS) + sums[at + _BYTES :], size, root)

    def _bind(self, sums: bytes, size: int, root: bytes) -> bytes:
        """The sums of all tables, and the whole's hash after them."""
        each = bytes(sums[: len(self._models) * _BYTES])
        return each + hmac.digest(self._key, b"ledger/v1" + repr((self._tables, each, size, bytes(root))).encode(), hashlib.sha256)

    def _is_bound(self, sums: Any, size: Any, root: Any) -> bool:
        if not (isinstance(sums, bytes) and isinstance(root, bytes) and isinstance(size, int)):
            return False
        return hmac.compare_digest(sums, self._bind(sums, size, root))

    def _sum(self, cursor: Any, number: int, model: type[fields.Model]) -> int:
        statement = f"SELECT knell_row({number}, {_columns(model)}) FROM {model._meta.db_table}"  # noqa: S608
        cursor.execute(statement)
        return sum(int.from_bytes(row[0]) for row in cursor) % _MODULUS

    def _shape(self, cursor: Any) -> str:
        """The tables, with a keyed hash of what the file itself says of them and of the migrations that made them."""
        cursor.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%%' ORDER BY type, name", [])
        told = repr(cursor.fetchall())
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        told += repr(cursor.fetchall())
        return f"{self._tables} {hmac.new(self._key, b'shape/v1' + told.encode(), hashlib.sha256).hexdigest()}"


def _triggers(number: int, model: type[fields.Model]) -> list[str]:
    """What keeps the sum of one table up, on this connection alone."""
    table, columns = model._meta.db_table, len(model._meta.concrete_fields)
    old, new = _columns(model, "OLD."), _columns(model, "NEW.")
    acts = (("INSERT", 0, new), ("DELETE", columns, old), ("UPDATE", columns, f"{old}, {new}"))
    return [
        f"CREATE TEMP TRIGGER IF NOT EXISTS {table}_{act} AFTER {act} ON main.{table} BEGIN "  # noqa: S608
        f"UPDATE {_TABLE} SET sums = knell_turn(sums, size, root, {number}, {gone}, {values}); END"
        for act, gone, values in acts
    ]


def _columns(model: type[fields.Model], of: str = "") -> str:
    return ", ".join(f'{of}"{field.column}"' for field in model._meta.concrete_fields)


def _spell(value: int) -> bytes:
    return value.to_bytes(_BYTES)
