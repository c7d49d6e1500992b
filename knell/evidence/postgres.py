"""The log in PostgreSQL (15 or later): the same tables, in a schema of the casebook's own.

Entries, nodes and checkpoints may be added and read by those who may use the schema, and changed or removed by nobody: the right to is
taken even from the tables' owner, and triggers refuse it besides. (A superuser can undo both; the tree and its signed checkpoints
show it.) An advisory lock keeps a second writer out, on whatever machine it runs. A password is never kept: PostgreSQL's own ways
bring it (``PGPASSWORD``, ``~/.pgpass``, a service file, a certificate).
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from knell.records.errors import CasebookError, UsageError

from .session import Value

if TYPE_CHECKING:
    import psycopg

EXTRA = "postgres"
LEAST_VERSION = 150000
STEP = 0.1
"""Seconds between two tries for the lock."""

# No foreign keys to ``entry``: a row that refers to another locks it, which takes the right to change it.
_TABLES = """
CREATE TABLE about (name text PRIMARY KEY, value text NOT NULL);
CREATE TABLE entry (
  position bigint PRIMARY KEY,
  leaf bytea NOT NULL UNIQUE CHECK (length(leaf) = 32),
  bytes bytea NOT NULL
);
CREATE TABLE node (
  level integer NOT NULL,
  number bigint NOT NULL,
  hash bytea NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (level, number)
);
CREATE TABLE checkpoint (size bigint PRIMARY KEY, note bytea NOT NULL);
CREATE TABLE opening (
  position bigint NOT NULL,
  field text NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (position, field)
);
CREATE TABLE rests_on (name text NOT NULL, position bigint NOT NULL, PRIMARY KEY (name, position));
CREATE INDEX rests_on_position ON rests_on (position);
CREATE TABLE blob_key (name text NOT NULL, key bytea NOT NULL CHECK (length(key) = 8), PRIMARY KEY (name, key));
CREATE TABLE doomed (name text PRIMARY KEY);
CREATE TABLE doomed_key (key bytea PRIMARY KEY CHECK (length(key) = 8));
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an entry is final and stays'; END $$;
"""
_FINAL = ("entry", "node", "checkpoint")
_REFUSALS = "".join(
    f"CREATE TRIGGER {table}_is_final BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse();"
    f"CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse();"
    f"REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON {table} FROM PUBLIC, CURRENT_USER;"
    for table in _FINAL
)


class PostgresSession:
    """A connection to one casebook's schema."""

    def __init__(self, connection: "psycopg.Connection[Any]", schema: str) -> None:
        self._connection, self._schema = connection, schema

    @property
    def in_transaction(self) -> bool:
        """Whether a BEGIN waits for its COMMIT or ROLLBACK, on a connection that still stands."""
        return not self._connection.closed and self._connection.info.transaction_status.name != "IDLE"

    def execute(self, sql: str, values: Sequence[Value] = (), /) -> Any:
        """One statement."""
        with self._asking():
            return self._connection.execute(_in_their_words(sql), values or None)

    def executemany(self, sql: str, rows: Iterable[Sequence[Value]], /) -> Any:
        """One statement for each row of values."""
        with self._asking():
            self._connection.cursor().executemany(_in_their_words(sql), list(rows))

    def begin(self) -> None:
        """Starts the one writing transaction."""
        self.execute("BEGIN")

    def make_tables(self) -> None:
        """Makes the schema and the log's tables in it."""
        with self._asking():
            self._connection.execute(f"BEGIN; CREATE SCHEMA {self._schema}; {_TABLES} {_REFUSALS} COMMIT".encode())

    @contextmanager
    def only_writer(self, wait: float, sleep: Callable[[float], None] = time.sleep) -> Iterator[None]:
        """Holds the lock that every writer of this casebook asks for, wherever it runs. Raises ``CasebookError``."""
        waited = 0.0
        while not self.execute("SELECT pg_try_advisory_lock(hashtextextended(?, 0))", (self._schema,)).fetchone()[0]:
            if waited >= wait:
                todo = "wait for it to end and try again"
                raise CasebookError("another command is writing to this casebook", where=self.where(), todo=todo)
            sleep(STEP)
            waited += STEP
        try:
            yield
        finally:
            if not self._connection.closed and not self.in_transaction:
                self.execute("SELECT pg_advisory_unlock(hashtextextended(?, 0))", (self._schema,))

    def shed(self) -> None:
        """Has the places of deleted rows freed."""
        for table in ("opening", "rests_on", "blob_key", "doomed", "doomed_key"):
            self.execute(f"VACUUM {table}")

    def faults(self) -> list[str]:
        """PostgreSQL checks its pages as they are read (where its cluster has checksums); reading every row is the check."""
        found = []
        for table in ("about", "entry", "node", "checkpoint", "opening", "rests_on", "blob_key", "doomed", "doomed_key"):
            try:
                self.execute(f"SELECT count(*) FROM (SELECT {table}::text FROM {table} OFFSET 0) AS every")  # noqa: S608
            except CasebookError as error:
                found.append(f"table {table}: {error.what}")
        return found

    def where(self) -> str:
        """Host, port, database and schema."""
        info = self._connection.info
        return f"postgresql://{info.host}:{info.port}/{info.dbname} ({self._schema})"

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Turns the server's complaints into one line."""
        import psycopg

        try:
            yield
        except psycopg.Error as error:
            raise _fault(error, "postgresql" if self._connection.closed else self.where()) from error


def open_schema(address: str, schema: str, *, new: bool = False) -> PostgresSession:
    """The session of a casebook's schema on the server at this address (``postgresql://user@host/database``, without a password).

    ``new``: it is about to be made. Raises ``CasebookError`` where the server does not answer, is too old, or has no such schema.
    """
    psycopg = _psycopg()
    check_address(address)
    if not re.fullmatch(r"knell_[0-9a-f]{32}", schema):
        raise CasebookError(f"{schema!r} is no casebook's schema", todo="restore the casebook's folder from a backup")
    try:
        connection = psycopg.connect(address, autocommit=True, connect_timeout=10, application_name="knell")
    except psycopg.Error as error:
        raise _fault(error, address) from error
    session = PostgresSession(connection, schema)
    if connection.info.server_version < LEAST_VERSION:
        session.close()
        raise CasebookError(f"PostgreSQL {connection.info.server_version // 10000} is too old", where=address, todo="use 15 or later")
    session.execute(f"SET search_path TO {schema}")
    session.execute("SET synchronous_commit TO on")
    known = session.execute("SELECT 1 FROM pg_namespace WHERE nspname = ?", (schema,)).fetchone()
    if not new and known is None:
        session.close()
        raise CasebookError("the server does not have this casebook's log", where=address, todo="restore it from a backup of the server")
    return session


def check_address(address: str) -> None:
    """Raises ``UsageError`` for an address with a password in it, or that is none."""
    if not re.match(r"postgres(ql)?://", address):
        raise UsageError(f"{address!r} is no address of a PostgreSQL server", todo="give it as postgresql://user@host:5432/database")
    if re.search(r"://[^/@]*:[^/@]*@|[?&](password|sslpassword|passfile)=", address):
        raise UsageError(
            "the address has a password in it, which would lie on the disk in clear",
            todo="leave it out; Knell takes it from PGPASSWORD, ~/.pgpass or a service file",
        )


def _in_their_words(sql: str) -> bytes:
    return sql.replace("?", "%s").encode()


def _psycopg() -> Any:
    try:
        import psycopg
    except ImportError as error:
        todo = f"install it with: pip install 'knell[{EXTRA}]'"
        raise CasebookError("a log in PostgreSQL needs the package psycopg, which is not installed", todo=todo) from error
    return psycopg


_CLASSES = {
    "53": ("the server is out of room or memory; nothing unacknowledged was kept", "make room and run the same command again"),
    "42501": ("the server gives this role no right to do that", "ask who runs it"),
    "25006": ("the server is read-only (a standby?)", "give the address of the primary"),
    "28": ("the server refuses this role or its password", "set PGPASSWORD or ~/.pgpass, or ask who runs it"),
    "58": ("the server reports an error of its disk", "ask who runs it, before anything else"),
    "XX": ("the server reports damaged data", "ask who runs it, before anything else"),
}


def _fault(error: "psycopg.Error", where: str) -> CasebookError:
    code = error.sqlstate or ""
    for known, (what, todo) in _CLASSES.items():
        if code.startswith(known):
            return CasebookError(what, where=where, todo=todo)
    said = " ".join(str(error).split()) or type(error).__name__
    if not code or code.startswith(("08", "57P")):
        return CasebookError(f"the server does not answer: {said}", where=where, todo="check that it runs and can be reached")
    return CasebookError(f"the server did not do as told: {said}", where=where, todo="report this with the server's own log")
