"""``knell verify`` over whole casebooks: nothing found in what Knell wrote, and every other hand found with where and what to do."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from knell.casebook.connection import LEDGER
from knell.flows.rebuild import rebuild_ledger
from knell.flows.verify import Verified, newest_checkpoint, verify_casebook
from knell.records.errors import CasebookError, InputError, UsageError
from tests.flows.books import Book, begin


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Book:
    book = begin(tmp_path_factory.mktemp("verify") / "coast")
    book.add("observatory.txt", "hospital.txt")
    return book


@pytest.fixture
def book(filled: Book, tmp_path: Path) -> Book:
    """A copy that a test may spoil."""
    return filled.copy(tmp_path / "coast")


def told(book: Book, **more: object) -> list[tuple[str, str, str]]:
    verified = verify_casebook(book.folder, **more)  # type: ignore[arg-type]
    return [(finding.where, finding.what, finding.todo) for finding in verified.findings]


def in_ledger(book: Book, statement: str) -> None:
    with sqlite3.connect(book.folder / LEDGER) as database:
        assert database.execute(statement).rowcount >= 1
    database.close()


def keep_checkpoint(book: Book, path: Path) -> Path:
    path.write_bytes(newest_checkpoint(book.folder)[0])
    return path


def test_what_knell_wrote_is_untouched(book: Book) -> None:
    verified = verify_casebook(book.folder)
    note, key = newest_checkpoint(book.folder)
    assert verified == Verified((), 4, note.decode(), key)


def test_it_stays_so_whatever_is_done_with_the_casebook(book: Book) -> None:
    book.add("relay.txt", "talk.txt")
    rebuild_ledger(book.folder, actor="amal", random=book.chance, now=book.clock)
    with book.desk() as desk:
        desk.store.erase([2], desk.stamp(), desk.random, reason="consent withdrawn")
    assert [what for _, what, _ in told(book)] == []
    book.add("elsewhere.txt")
    assert [what for _, what, _ in told(book)] == []


def test_progress_is_told_for_each_step(book: Book) -> None:
    steps: list[str] = []
    verify_casebook(book.folder, advance=lambda doing, done, of: steps.append(doing))
    assert list(dict.fromkeys(steps)) == ["tree", "contents", "ledger"]


class TestLedger:
    @pytest.mark.parametrize(
        ("statement", "table"),
        [
            ("UPDATE casebook_toll SET high = 99", "casebook_toll"),
            ("UPDATE casebook_incident SET body = replace(body, '12', '13')", "casebook_incident"),
            ("DELETE FROM casebook_claim WHERE ordinal = 0", "casebook_claim"),
            ("UPDATE casebook_text SET text = replace(text, 'killed', 'injured')", "casebook_text"),
        ],
    )
    def test_a_figure_or_word_changed_in_it(self, book: Book, statement: str, table: str) -> None:
        in_ledger(book, statement)
        what = f"rows of the table {table} were changed, added or taken away by another hand than Knell's"
        assert told(book) == [(str(book.folder / LEDGER), what, f"run: knell rebuild --casebook {book.folder}")]
        rebuild_ledger(book.folder, actor="amal", random=book.chance, now=book.clock)
        assert told(book) == []

    def test_one_without_its_fingerprint(self, book: Book) -> None:
        in_ledger(book, "DELETE FROM knell_fingerprint")
        assert "its fingerprint is missing" in told(book)[0][1]
        book.add("talk.txt")
        assert told(book) == []

    def test_none_at_all(self, book: Book) -> None:
        (book.folder / LEDGER).unlink()
        assert [what for _, what, _ in told(book)] == ["there is no ledger"]

    def test_one_that_is_no_database(self, book: Book) -> None:
        (book.folder / LEDGER).write_bytes(b"not a database at all" * 1000)
        ((where, what, todo),) = told(book)
        assert (where, what) == (str(book.folder / LEDGER), "the ledger is damaged or of another version")
        assert "knell rebuild" in todo

    def test_one_of_other_versions_cannot_be_checked(self, book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
        from knell.flows.computing import the_steps

        monkeypatch.setattr(the_steps(), "versions", the_steps().versions | {"knell": "99"})
        assert [what for _, what, _ in told(book)] == [
            "it was computed by another version of Knell, so its figures cannot be checked against it"
        ]

    def test_one_of_a_longer_log(self, book: Book, filled: Book) -> None:
        """The log was put back to an earlier copy; the ledger remembers more."""
        longer = filled.copy(book.folder.parent / "longer")
        longer.add("talk.txt")
        shutil.copyfile(longer.folder / LEDGER, book.folder / LEDGER)
        assert "it follows 5 log entries, and the log has 4: those after them are gone" in [what for _, what, _ in told(book)]
        with pytest.raises(CasebookError, match=r"the ledger follows 5 log entries, and the log has 4; run: knell verify"):
            book.add("relay.txt")
        rebuild_ledger(book.folder, actor="amal", random=book.chance, now=book.clock)
        assert told(book) == []

    def test_one_of_another_log_of_the_same_casebook(self, book: Book, filled: Book) -> None:
        other = filled.copy(book.folder.parent / "other")
        book.add("talk.txt")
        other.add("relay.txt")
        shutil.copyfile(other.folder / LEDGER, book.folder / LEDGER)
        assert [what for _, what, _ in told(book)] == ["it was computed from another log: the first 5 entries are not those it followed"]
        with pytest.raises(CasebookError, match="the ledger was computed from another log than this"):
            book.add("hospital.txt")


class TestPublished:
    def test_a_log_that_grew_from_what_was_published(self, book: Book, tmp_path: Path) -> None:
        published = keep_checkpoint(book, tmp_path / "checkpoint")
        book.add("talk.txt")
        assert told(book, published=published) == []
        assert told(book, published=published, key=newest_checkpoint(book.folder)[1]) == []

    def test_a_history_that_was_rewritten_with_the_keys(self, book: Book, filled: Book, tmp_path: Path) -> None:
        other = filled.copy(tmp_path / "other" / "coast")
        other.add("relay.txt")
        published = keep_checkpoint(other, tmp_path / "checkpoint")
        book.add("talk.txt")
        assert told(book) == []
        ((where, what, todo),) = told(book, published=published)
        assert where == "published checkpoint of 5 entries"
        assert what.startswith("diverged")
        assert "keep this copy" in todo

    def test_one_whose_signature_is_not_the_casebooks(self, book: Book, tmp_path: Path) -> None:
        published = keep_checkpoint(book, tmp_path / "checkpoint")
        published.write_bytes(published.read_bytes().replace(b"\n4\n", b"\n3\n"))
        ((where, what, _),) = told(book, published=published)
        assert (where, "is not over this text" in what) == (str(published), True)

    def test_one_of_another_casebook(self, book: Book, tmp_path: Path) -> None:
        published = keep_checkpoint(book, tmp_path / "checkpoint")
        published.write_bytes(published.read_bytes().replace(b"knell/", b"other/"))
        with pytest.raises(InputError, match="is a checkpoint of other/"):
            told(book, published=published)

    @pytest.mark.parametrize("content", [b"", b"rubbish", b"text\n\n\xe2\x80\x94 name AAAAAAE=\n"])
    def test_a_file_that_is_no_checkpoint(self, book: Book, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "checkpoint").write_bytes(content)
        with pytest.raises(InputError, match="no checkpoint"):
            told(book, published=tmp_path / "checkpoint")

    def test_a_key_that_is_not_the_casebooks(self, book: Book) -> None:
        other = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
        assert [what for _, what, _ in told(book, key=other)] == ["the casebook signs with another key than the one given"]
        with pytest.raises(UsageError, match="--key"):
            told(book, key="rubbish")


def test_a_damaged_keyring_or_log_is_a_finding_and_no_casebook_an_error(book: Book, tmp_path: Path) -> None:
    keyring = book.folder / "evidence" / "keyring"
    whole = keyring.read_bytes()
    keyring.write_bytes(whole[:-20])
    assert [what for _, what, _ in told(book)] == ["the keyring is damaged"]
    keyring.write_bytes(whole)
    log = book.folder / "evidence" / "log.sqlite"
    log.write_bytes(b"rubbish" * 1000)
    assert [what for _, what, _ in told(book)] == ["the evidence log is damaged"]
    with pytest.raises(CasebookError, match="there is no casebook here"):
        verify_casebook(tmp_path)
