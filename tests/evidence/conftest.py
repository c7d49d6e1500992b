from collections.abc import Iterator
from pathlib import Path

import pytest

from knell.evidence.elsewhere import Elsewhere
from knell.evidence.store import Stamp, Store, make_store
from tests.evidence.cast import AT, Chance
from tests.evidence.servers import bucket_server, postgres_server

PLACES = ("in the folder", "in PostgreSQL", "in a bucket", "in PostgreSQL and a bucket")


@pytest.fixture
def chance() -> Chance:
    return Chance()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with postgres_server() as address:
        yield address


@pytest.fixture(scope="session")
def bucket() -> Iterator[str]:
    with bucket_server() as endpoint:
        yield endpoint


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest) -> Elsewhere:
    """What does not lie in the folder: nothing, unless a test asks for one of ``PLACES``."""
    place: str = getattr(request, "param", PLACES[0])
    log = request.getfixturevalue("postgres") if "PostgreSQL" in place else None
    endpoint = request.getfixturevalue("bucket") if "bucket" in place else None
    return Elsewhere(log=log, blobs="s3://evidence/tests" if endpoint else None, endpoint=endpoint)


@pytest.fixture
def casebook(request: pytest.FixtureRequest) -> str:
    """An id of the test's own, as casebooks on one server have."""
    import hashlib

    return hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:32]


@pytest.fixture
def store(tmp_path: Path, chance: Chance, elsewhere: Elsewhere, casebook: str) -> Iterator[Store]:
    name = "c" * 32 if elsewhere == Elsewhere() else casebook
    made = make_store(tmp_path / "evidence", name, "Coast", AT, "amal", chance, elsewhere=elsewhere)
    yield made
    made.close()


@pytest.fixture
def stamp(store: Store) -> Stamp:
    return Stamp(AT, store.key.pseudonym("amal"))
