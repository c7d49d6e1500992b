"""One suite for every place a log and its bytes may lie: the folder, PostgreSQL, a bucket, both."""

import base64
import hashlib
from pathlib import Path

import pytest

from knell.evidence.checkpoints import check_proof, read_checkpoint
from knell.evidence.elsewhere import Elsewhere
from knell.evidence.entries import Begin, Decide, Erase
from knell.evidence.signing import is_signed
from knell.evidence.store import Stamp, Store, open_store
from knell.evidence.tree import check_consistency
from knell.records.errors import CasebookError, UsageError
from tests.evidence.cast import Chance, receipt, sha256
from tests.evidence.conftest import PLACES

WORDS = [f"Umm Khalid said so, {n} times.".encode() for n in range(5)]

everywhere = pytest.mark.parametrize("elsewhere", PLACES, indirect=True)
in_postgres = pytest.mark.parametrize("elsewhere", PLACES[1:2], indirect=True)
in_bucket = pytest.mark.parametrize("elsewhere", PLACES[2:3], indirect=True)


def fill(store: Store, stamp: Stamp, chance: Chance) -> None:
    with store.writing():
        for words in WORDS:
            store.append([receipt(words)], stamp, chance, blobs=[words])


@everywhere
class TestEveryPlace:
    def test_what_is_appended_is_read_back_by_whoever_opens_it_next(self, store: Store, stamp: Stamp, chance: Chance) -> None:
        fill(store, stamp, chance)
        again = open_store(store.folder)
        assert [row.content for row in again.logged()] == [Begin(name="Coast"), *(receipt(words) for words in WORDS)]
        assert [again.read_bytes(sha256(words)) for words in WORDS] == WORDS
        assert [again.positions_of_bytes(sha256(words)) for words in WORDS] == [(n,) for n in range(1, 6)]
        assert again.faults() == []
        again.close()

    def test_all_of_a_batch_is_logged_or_none_of_it(self, store: Store, stamp: Stamp, chance: Chance) -> None:
        with store.writing(), pytest.raises(ValueError, match="surrogate"):
            store.append([receipt(b"good"), Decide(kind="x", value="\ud800")], stamp, chance, blobs=[b"good"])
        assert store.length() == 1
        assert store.orphans() == [store.key.blob_name(sha256(b"good"))]
        fill(store, stamp, chance)
        assert store.faults() == []

    def test_a_transaction_that_fails_in_the_database_leaves_nothing(self, store: Store, stamp: Stamp, chance: Chance) -> None:
        fill(store, stamp, chance)
        store._log._db.execute("INSERT INTO checkpoint VALUES (?, ?)", (9, b"in the way"))
        with store.writing(), pytest.raises((CasebookError, Exception), match=r"not the one that was signed last|UNIQUE|unique"):
            store.append([receipt(b"more") for _ in range(3)], stamp, chance, blobs=[b"more"])
        assert store.length() == 6
        assert not store._log._db.in_transaction

    def test_an_erasure_takes_the_words_the_bytes_and_the_keys_and_no_entry(self, store: Store, stamp: Stamp, chance: Chance) -> None:
        fill(store, stamp, chance)
        leaves = [row.leaf for row in store.logged()]
        with store.writing():
            erasure = store.erase([2], stamp, chance, reason="consent withdrawn", approvers=["a:1", "a:2"])
        assert store.at(2).content is None
        assert store.at(erasure).content == Erase(reason="consent withdrawn", approvers=("a:1", "a:2"))
        assert (store.read_bytes(sha256(WORDS[1])), store.read_bytes(sha256(WORDS[2]))) == (None, WORDS[2])
        assert [row.leaf for row in store.logged()][:6] == leaves
        assert store.orphans() == []
        assert store.faults() == []

    def test_bytes_received_twice_are_stored_once(self, store: Store, stamp: Stamp, chance: Chance) -> None:
        with store.writing():
            for outlet in ("Example Wire", "Daily Example"):
                store.append([receipt(WORDS[0], outlet=outlet)], stamp, chance, blobs=[WORDS[0]])
        assert list(store._blobs.names()) == [store.key.blob_name(sha256(WORDS[0]))]

    def test_every_entry_is_proven_and_every_checkpoint_grows_from_those_before(self, store: Store, stamp: Stamp, chance: Chance) -> None:
        fill(store, stamp, chance)
        rows = list(store.logged())
        for size in range(1, 7):
            note = store.checkpoint(size)
            assert note is not None
            assert read_checkpoint(note).root == store.root_at(size)
            for row in rows[:size]:
                assert check_proof(store.prove(row.position, size), bytes.fromhex(row.leaf), store.public, is_signed).size == size
            for old in range(1, size + 1):
                assert check_consistency(old, size, store.root_at(old), store.root_at(size), store.prove_growth(old, size))

    def test_there_is_no_proof_where_there_is_no_entry_or_checkpoint(self, store: Store) -> None:
        for position, size in ((1, None), (0, 2), (-1, None)):
            with pytest.raises(CasebookError, match="no checkpoint of that size stands over it"):
                store.prove(position, size)

    def test_a_second_writer_waits_and_is_told(self, store: Store) -> None:
        again = open_store(store.folder)
        with store.writing():
            with pytest.raises(CasebookError, match="another command is writing to this casebook"), again.writing(0.1):
                pass
            with pytest.raises(CasebookError, match="another command is writing"), again._log.only_writer(0.2):
                # What the folder's lock does for a file, the server does for writers on other machines.
                if again._log.where().endswith("log.sqlite"):
                    raise CasebookError("another command is writing")
        with again.writing(0.1):
            pass
        again.close()

    def test_entries_nodes_and_checkpoints_can_only_be_added(self, store: Store, stamp: Stamp, chance: Chance) -> None:
        fill(store, stamp, chance)
        import sqlite3

        for table, column in (("entry", "position"), ("node", "number"), ("checkpoint", "size")):
            for change in (f"UPDATE {table} SET {column} = 77", f"DELETE FROM {table}"):  # noqa: S608
                with pytest.raises((CasebookError, sqlite3.IntegrityError), match=r"final|stays|no right"):
                    store._log._db.execute(change)
        assert store.faults() == []

    def test_nothing_received_lies_anywhere_in_the_folder_in_clear(self, store: Store, stamp: Stamp, chance: Chance) -> None:
        fill(store, stamp, chance)
        store.close()
        left = b"".join(path.read_bytes() for path in sorted(store.folder.rglob("*")) if path.is_file())
        assert b"Khalid" not in left


@in_postgres
class TestPostgres:
    def test_no_secret_and_no_content_is_kept_in_the_folder(self, store: Store) -> None:
        assert not (store.folder / "log.sqlite").exists()
        assert b"postgresql://" in (store.folder / "elsewhere").read_bytes()

    def test_a_forged_entry_is_found(self, store: Store, stamp: Stamp, chance: Chance) -> None:
        fill(store, stamp, chance)
        database = store._log._db
        database.execute("ALTER TABLE entry DISABLE TRIGGER ALL")
        database.execute("GRANT UPDATE ON entry TO CURRENT_USER")
        database.execute("UPDATE entry SET bytes = bytes || ' '::bytea WHERE position = 2")
        assert ("entry 2: the entry is not the one that was written") in store.faults()

    def test_a_server_that_is_not_there_gets_one_line(self, store: Store) -> None:
        store.close()
        path = store.folder / "elsewhere"
        path.write_bytes(path.read_bytes().replace(b"host=/tmp", b"host=/nowhere/tmp"))
        with pytest.raises(CasebookError, match="the server does not answer"):
            open_store(store.folder)

    def test_a_log_that_the_server_does_not_have_gets_one_line(self, store: Store) -> None:
        store.close()
        path = store.folder / "elsewhere"
        path.write_bytes(path.read_bytes().replace(store.casebook.encode(), b"0" * 32))
        with pytest.raises(CasebookError, match="the server does not have this casebook's log"):
            open_store(store.folder)

    def test_a_connection_that_breaks_in_the_middle_leaves_nothing_half_written(self, store: Store, stamp: Stamp, chance: Chance) -> None:
        fill(store, stamp, chance)
        log = store._log
        log.begin()
        log._db.execute("INSERT INTO checkpoint VALUES (?, ?)", (7, b"never committed"))
        other = open_store(store.folder)
        killed = other._log._db.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'knell' AND pid <> pg_backend_pid()"
        )
        assert killed.fetchall()
        with pytest.raises(CasebookError, match="the server does not answer"):
            log.commit()
        log.roll_back()
        assert other.faults() == []
        other.close()


@in_bucket
class TestBucket:
    def test_each_object_is_sent_with_its_hash_and_never_written_over(
        self, store: Store, stamp: Stamp, chance: Chance, bucket: str
    ) -> None:
        import boto3
        from botocore.exceptions import ClientError

        fill(store, stamp, chance)
        client = boto3.client("s3", endpoint_url=bucket)
        key = f"tests/{store.casebook}/{store.key.blob_name(sha256(WORDS[0]))}"
        told = client.head_object(Bucket="evidence", Key=key, ChecksumMode="ENABLED")
        content = client.get_object(Bucket="evidence", Key=key)["Body"].read()
        assert told["ChecksumSHA256"] == base64.b64encode(hashlib.sha256(content).digest()).decode()
        assert WORDS[0] not in content
        with pytest.raises(ClientError, match="PreconditionFailed"):
            client.put_object(Bucket="evidence", Key=key, Body=b"other", IfNoneMatch="*")

    def test_changed_and_missing_objects_are_found_and_mended_by_receiving_them_again(
        self, store: Store, stamp: Stamp, chance: Chance, bucket: str
    ) -> None:
        import boto3

        fill(store, stamp, chance)
        client = boto3.client("s3", endpoint_url=bucket)
        changed, gone = (f"tests/{store.casebook}/{store.key.blob_name(sha256(words))}" for words in WORDS[:2])
        client.put_object(Bucket="evidence", Key=changed, Body=b"other")
        client.delete_object(Bucket="evidence", Key=gone)
        assert store.faults() == [
            f"entry 1: s3://evidence/{changed}: the bytes it rests on have changed",
            f"entry 2: s3://evidence/{gone}: the bytes it rests on are not there",
        ]
        with store.writing():
            store.append([receipt(words, outlet="again") for words in WORDS[:2]], stamp, chance, blobs=WORDS[:2])
        assert store.faults() == []

    def test_a_bucket_that_is_not_there_and_a_service_that_is_not_there_get_one_line(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store.close()
        path = store.folder / "elsewhere"
        whole = path.read_bytes()
        path.write_bytes(whole.replace(b"s3://evidence", b"s3://nowhere"))
        again = open_store(store.folder)
        with pytest.raises(CasebookError, match="there is no such bucket"):
            again.orphans()
        again.close()
        path.write_bytes(whole.replace(b"http://127.0.0.1:", b"http://127.0.0.1:1"))
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        again = open_store(store.folder)
        with pytest.raises(CasebookError, match=r"the bucket does not answer|is no"):
            again.orphans()
        again.close()

    def test_what_was_not_sent_is_cleared_away(self, store: Store) -> None:
        (store.folder / "incoming" / "half").write_bytes(b"sealed")
        with store.writing():
            assert list((store.folder / "incoming").iterdir()) == []


@pytest.mark.parametrize(
    ("elsewhere", "why"),
    [
        (Elsewhere(log="mysql://host/db"), "is no address of a PostgreSQL server"),
        (Elsewhere(log="postgresql://knell:secret@host/db"), "has a password in it"),
        (Elsewhere(log="postgresql://host/db?password=secret"), "has a password in it"),
        (Elsewhere(blobs="https://bucket"), "is no bucket"),
        (Elsewhere(blobs="s3://"), "is no bucket"),
        (Elsewhere(blobs="s3://b", endpoint="ftp://host"), "the endpoint is no URL"),
        (Elsewhere(blobs="s3://b", endpoint="https://name:secret@host"), "name or password"),
        (Elsewhere(endpoint="https://host"), "says where a bucket is"),
    ],
)
def test_addresses_that_are_none_or_hold_a_secret_are_refused(elsewhere: Elsewhere, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        elsewhere.check()


@pytest.mark.parametrize("log", ["postgresql://host/db", "postgres://knell@host:5433/db?sslmode=verify-full", "postgresql:///db?host=/run"])
def test_addresses_without_a_secret_are_taken(log: str) -> None:
    Elsewhere(log=log, blobs="s3://bucket/some/prefix", endpoint="https://s3.example.org").check()


def test_a_damaged_note_of_where_things_lie_gets_one_line(store: Store) -> None:
    (store.folder / "elsewhere").write_bytes(b"{")
    with pytest.raises(CasebookError, match=r"says where the casebook's log and bytes lie is damaged"):
        open_store(store.folder)


def test_a_casebook_in_its_folder_has_no_such_note(store: Store) -> None:
    assert not Path(store.folder / "elsewhere").exists()
