from collections.abc import Iterator
from pathlib import Path

import pytest

from knell.evidence.store import Stamp, Store, make_store
from tests.evidence.cast import AT, Chance


@pytest.fixture
def chance() -> Chance:
    return Chance()


@pytest.fixture
def store(tmp_path: Path, chance: Chance) -> Iterator[Store]:
    made = make_store(tmp_path / "evidence", "c" * 32, "Coast", AT, "amal", chance)
    yield made
    made.close()


@pytest.fixture
def stamp(store: Store) -> Stamp:
    return Stamp(AT, store.key.pseudonym("amal"))
