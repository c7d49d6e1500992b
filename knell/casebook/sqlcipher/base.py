"""The backend: Django's own for SQLite, but for the library that opens the file and the key it is opened with.

Django's module is bound to Python's ``sqlite3``, so what it does with that module's names is done here again with SQLCipher's: the
connection, the cursor, and the converters of column types. A test runs the ledger on both and compares.
"""

import datetime
import decimal
from collections.abc import Iterable, Mapping
from itertools import tee
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3._functions import register as register_functions  # type: ignore[import-untyped]
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from sqlcipher3 import dbapi2 as sqlcipher

from knell.casebook.connection import key_at


def _decoded(read: Any) -> Any:
    return lambda told: read(told.decode())


sqlcipher.register_converter("bool", b"1".__eq__)
sqlcipher.register_converter("date", _decoded(parse_date))
sqlcipher.register_converter("time", _decoded(parse_time))
sqlcipher.register_converter("datetime", _decoded(parse_datetime))
sqlcipher.register_converter("timestamp", _decoded(parse_datetime))
sqlcipher.register_adapter(decimal.Decimal, str)
sqlcipher.register_adapter(datetime.date, lambda day: day.isoformat())
sqlcipher.register_adapter(datetime.datetime, lambda moment: moment.isoformat(" "))


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to an encrypted ledger. Its key never stands in the settings, which Django may show."""

    Database = sqlcipher
    init_commands: list[str]

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """An open file. What the key does not fit shows at the first statement, as a file that is no database."""
        opened = sqlcipher.connect(**conn_params)
        try:
            opened.execute(f"PRAGMA key = \"x'{key_at(self.alias).hex()}'\"")
            # It would write a page's troubles to standard error, among our own lines.
            opened.execute("PRAGMA cipher_log = off")
            opened.execute("PRAGMA temp_store = MEMORY")
            register_functions(opened)
            for command in ("PRAGMA foreign_keys = ON", "PRAGMA legacy_alter_table = OFF", *self.init_commands):
                if command.strip():
                    opened.execute(command)
        except BaseException:
            opened.close()
            raise
        return opened

    def create_cursor(self, name: str | None = None) -> "Cursor":
        """A cursor that takes Django's placeholders."""
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        return cursor


class Cursor(sqlcipher.Cursor):  # type: ignore[misc]
    """A cursor with ``%s`` and ``%(name)s`` for placeholders, as Django writes them, in place of ``?`` and ``:name``."""

    def execute(self, query: str, params: Any = None) -> Any:
        """One statement."""
        if params is None:
            return super().execute(query)
        return super().execute(_convert(query, params), params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        """One statement for many rows."""
        peeked, rows = tee(iter(param_list))
        first = next(peeked, None)
        return super().executemany(_convert(query, first), rows)


def _convert(query: str, params: Any) -> str:
    if isinstance(params, Mapping):
        return query % {name: f":{name}" for name in params}
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")
