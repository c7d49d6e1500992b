from collections.abc import Iterator
from pathlib import Path

import pytest

from knell.casebook.connection import connect, disconnect, make_tables
from knell.casebook.recording import Ledger

OURS = "c" * 32


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger of one casebook."""
    alias = connect(tmp_path)
    make_tables(tmp_path, alias)
    made = Ledger(alias, OURS)
    made.begin("Coast")
    yield made
    disconnect(alias)
