from pathlib import Path

import pytest

from tests.casebook.conftest import ledger  # noqa: F401  a fixture
from tests.flows.books import Book, begin


@pytest.fixture(scope="session")
def empty_book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """An empty casebook that takes in everything. To be copied, never written to."""
    return begin(tmp_path_factory.mktemp("empty") / "coast")


@pytest.fixture
def book(empty_book: Book, tmp_path: Path) -> Book:
    """A casebook of the test's own."""
    return empty_book.copy(tmp_path / "coast")
