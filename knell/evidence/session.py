"""What the log asks of a database: a few statements in the SQL that SQLite and PostgreSQL share, with ``?`` for each value."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Value = str | bytes | int


class Rows(Protocol):
    """What a statement gave."""

    def fetchone(self) -> Any:
        """The next row, or ``None``."""

    def fetchall(self) -> list[Any]:
        """All rows that are left."""

    def __iter__(self) -> Any: ...


class Session(Protocol):
    """An open database. Each statement outside BEGIN and COMMIT is a transaction of its own; a COMMIT that returns is durable."""

    @property
    def in_transaction(self) -> bool:
        """Whether a BEGIN waits for its COMMIT: a database may have rolled back by itself."""

    def execute(self, sql: str, values: Sequence[Value] = (), /) -> Rows:
        """One statement."""

    def executemany(self, sql: str, rows: Iterable[Sequence[Value]], /) -> Any:
        """One statement for each row of values."""

    def begin(self) -> None:
        """Starts the one writing transaction."""

    def make_tables(self) -> None:
        """Makes the log's tables, all or none, with what refuses to change or remove an entry."""

    def only_writer(self, wait: float) -> AbstractContextManager[None]:
        """Holds the one writer's place where the database is not under the folder's own lock. Raises ``CasebookError``."""

    def shed(self) -> None:
        """Has the database let go of what was deleted, where it would keep it for later."""

    def faults(self) -> list[str]:
        """What the database itself finds wrong with its files, a line each."""

    def where(self) -> str:
        """Where the log lies, in words for a person; without any password."""

    def close(self) -> None:
        """Closes it."""
