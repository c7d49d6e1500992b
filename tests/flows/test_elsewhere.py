"""A whole casebook whose log lies on a PostgreSQL server and whose bytes lie in a bucket."""

from pathlib import Path

from knell.casebook.policy import Policy
from knell.evidence.elsewhere import Elsewhere
from knell.flows.init import begin_casebook
from knell.flows.rebuild import check_ledger
from knell.flows.verify import verify_casebook
from tests.evidence.cast import Chance
from tests.evidence.conftest import bucket, postgres  # noqa: F401  fixtures
from tests.flows.books import Book, Clock


def test_reports_are_added_listed_checked_and_computed_anew(tmp_path: Path, postgres: str, bucket: str) -> None:  # noqa: F811
    elsewhere = Elsewhere(log=postgres, blobs="s3://evidence/whole", endpoint=bucket)
    folder = tmp_path / "coast"
    begin_casebook(folder, "Coast", Policy(), actor="amal", random=Chance(str(tmp_path)), now=Clock(), elsewhere=elsewhere)
    book = Book(folder)
    book.add("observatory.txt", "hospital.txt")
    assert verify_casebook(folder).findings == ()
    assert check_ledger(folder, actor="amal", random=book.chance, now=book.clock).differs == ((), ())
    with book.open() as casebook:
        assert len(casebook.reports()) == 2
        assert casebook.incidents()
    with book.desk() as desk:
        desk.store.erase([3], desk.stamp(), desk.random, reason="consent withdrawn")
    book.add("talk.txt")
    assert verify_casebook(folder).findings == ()
    assert sorted(path.name for path in (folder / "evidence").iterdir()) == ["elsewhere", "incoming", "keyring", "newest", "writer.lock"]
