"""What checking a store finds when someone with the files in hand has changed them (the triggers are no obstacle to them)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knell.evidence.audit import Finding
from knell.evidence.canonical import canonical_bytes
from knell.evidence.checkpoints import Checkpoint, read_checkpoint, sign_checkpoint
from knell.evidence.entries import Decide, commitment
from knell.evidence.newest import NAME as NEWEST
from knell.evidence.signing import sign
from knell.evidence.store import Stamp, Store, make_store, open_store, sign_tree
from knell.evidence.tree import Frontier, leaf_hash
from knell.records.errors import CasebookError
from tests.evidence.cast import AT, Chance, receipt, sha256

WORDS = [f"report {n}".encode() for n in range(4)]


def findings(store: Store, published: Checkpoint | None = None) -> list[Finding]:
    return list(store.audit(lambda *told: told, published))


def told(store: Store, published: Checkpoint | None = None) -> list[tuple[str, str]]:
    return [(finding.where, finding.what) for finding in findings(store, published)]


@pytest.fixture
def filled(store: Store, stamp: Stamp, chance: Chance) -> Store:
    """Four reports, received one by one, after the entry that begins the casebook."""
    with store.writing():
        for content in WORDS:
            store.append([receipt(content)], stamp, chance, blobs=[content])
    store._log._db.execute("PRAGMA foreign_keys=OFF")
    return store


@contextmanager
def unguarded(store: Store) -> Iterator[None]:
    """What guards the tables is taken away and put back, as someone would who wants it to stay unnoticed."""
    guards = store._log._db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        store._log._db.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in guards:
        store._log._db.execute(sql)


def change(store: Store, statement: str, *values: object) -> None:
    with unguarded(store):
        assert store._log._db.execute(statement, values).rowcount >= 1  # type: ignore[arg-type]


def published(store: Store, size: int | None = None) -> Checkpoint:
    note = store.checkpoint(size)
    assert note is not None
    return read_checkpoint(note)


def test_nothing_is_found_where_nothing_was_changed(filled: Store) -> None:
    assert findings(filled) == []
    for size in range(1, 6):
        assert findings(filled, published(filled, size)) == []


def test_each_finding_says_what_where_and_what_to_do(filled: Store) -> None:
    change(filled, "DELETE FROM checkpoint WHERE size = 5")
    (finding,) = findings(filled)
    assert finding.line() == (
        "entries 4 to 4: no checkpoint was signed over them: Knell signs one with every entry that it writes; "
        "keep this copy as it is, and restore the log from a backup made before"
    )


def test_progress_is_told_for_the_tree_and_for_the_contents(filled: Store) -> None:
    steps: list[tuple[str, int, int]] = []
    assert list(filled.audit(lambda *told: steps.append(told))) == []
    assert ("tree", 5, 5) in steps
    assert ("contents", 5, 5) in steps


class TestEntries:
    def test_a_changed_entry(self, filled: Store) -> None:
        change(filled, "UPDATE entry SET bytes = CAST(replace(bytes, '09:00', '08:00') AS BLOB) WHERE position = 2")
        assert told(filled) == [("entry 2", "the entry is not the one that was written")]

    def test_a_changed_entry_with_its_hash_made_to_fit_is_found_by_the_tree_and_by_what_opens_it(self, filled: Store) -> None:
        entry = filled.at(2).entry
        forged = canonical_bytes(msgspec.structs.replace(entry, fields=dict(entry.fields) | {"name": commitment(bytes(32), b'"x"')}))
        change(filled, "UPDATE entry SET bytes = ?, leaf = ? WHERE position = 2", forged, leaf_hash(forged))
        assert told(filled) == [
            ("tree over entries 2 to 3", "the stored hash is not what the entries give"),
            ("tree over entries 0 to 3", "the stored hash is not what the entries give"),
            ("checkpoint of 3 entries (and 2 more, up to 5)", "the entries are not those that it was signed over"),
            ("entry 2", "what opens the entry does not fit it"),
        ]

    def test_an_entry_from_another_place(self, filled: Store) -> None:
        forged = canonical_bytes(msgspec.structs.replace(filled.at(2).entry, casebook="d" * 32))
        change(filled, "UPDATE entry SET bytes = ?, leaf = ? WHERE position = 2", forged, leaf_hash(forged))
        assert ("entry 2", "the entry belongs elsewhere or is not in its one spelling") in told(filled)

    def test_an_entry_that_is_no_entry(self, filled: Store) -> None:
        change(filled, "UPDATE entry SET bytes = ?, leaf = ? WHERE position = 2", b"{}", leaf_hash(b"{}"))
        assert ("entry 2", "the entry cannot be read") in told(filled)

    def test_a_missing_entry(self, filled: Store) -> None:
        change(filled, "DELETE FROM entry WHERE position = 2")
        assert ("entry 2", "missing from the log") in told(filled)
        change(filled, "DELETE FROM entry WHERE position = 1")
        assert ("entry 1 to 2", "missing from the log") in told(filled)

    def test_entries_cut_off_at_the_end(self, filled: Store) -> None:
        change(filled, "DELETE FROM entry WHERE position >= 3")
        assert ("checkpoint of 5 entries", "there are only 3 entries: those after them are gone") in told(filled)

    def test_a_changed_hash(self, filled: Store) -> None:
        change(filled, "UPDATE entry SET leaf = ? WHERE position = 4", bytes(32))
        assert told(filled)[0] == ("entry 4", "the entry is not the one that was written")


class TestTree:
    def test_a_changed_missing_or_added_node(self, filled: Store) -> None:
        change(filled, "UPDATE node SET hash = ? WHERE level = 1 AND number = 1", bytes(32))
        assert told(filled) == [("tree over entries 2 to 3", "the stored hash is not what the entries give")]
        change(filled, "DELETE FROM node WHERE level = 1 AND number = 1")
        where = filled._log.where()
        assert told(filled) == [
            ("tree over entries 2 to 3", "the stored hash is missing"),
            (where, "the tree has 2 stored hashes, and 5 entries give 3"),
        ]
        change(filled, "INSERT INTO node VALUES (7, 7, ?)", bytes(32))
        assert told(filled) == [("tree over entries 2 to 3", "the stored hash is missing")]

    def test_a_damaged_tree_is_never_signed_again(self, filled: Store, stamp: Stamp, chance: Chance) -> None:
        change(filled, "UPDATE node SET hash = ? WHERE level = 2", bytes(32))
        with filled.writing(), pytest.raises(CasebookError, match=r"not the one that was signed last.*run: knell verify"):
            filled.append([receipt(b"more")], stamp, chance, blobs=[b"more"])
        assert filled.length() == 5


class TestCheckpoints:
    def test_one_whose_words_were_changed(self, filled: Store) -> None:
        note = filled.checkpoint(4)
        assert note is not None
        change(filled, "UPDATE checkpoint SET note = ? WHERE size = 4", note.replace(b"\n4\n", b"\n3\n"))
        assert told(filled) == [
            ("checkpoint of 4 entries", f"it is not as it was signed: the signature of {filled.public.name} is not over this text")
        ]

    def test_one_that_is_no_note(self, filled: Store) -> None:
        change(filled, "UPDATE checkpoint SET note = ? WHERE size = 4", b"rubbish")
        ((where, what),) = told(filled)
        assert (where, "is no signed note" in what) == ("checkpoint of 4 entries", True)

    def test_one_signed_by_another_key(self, filled: Store) -> None:
        checkpoint = published(filled, 4)
        forged = sign_checkpoint(checkpoint, filled.public._replace(public=bytes(32)), lambda message: sign(bytes(32), message))
        change(filled, "UPDATE checkpoint SET note = ? WHERE size = 4", forged)
        assert "is not signed by" in told(filled)[0][1]

    def test_one_put_in_the_place_of_another(self, filled: Store) -> None:
        change(filled, "UPDATE checkpoint SET note = ? WHERE size = 4", filled.checkpoint(3))
        assert told(filled) == [("checkpoint of 4 entries", "it was signed over 3 entries")]

    def test_a_log_that_names_another_key_or_casebook(self, filled: Store) -> None:
        change(filled, "UPDATE about SET value = 'x' WHERE name = 'key'")
        change(filled, "UPDATE about SET value = 'x' WHERE name = 'casebook'")
        what = [what for _, what in told(filled)]
        assert what == [f"the log names another {name} than the keyring's casebook has" for name in ("casebook", "key")]


def test_what_guards_the_tables_is_missed_when_it_is_gone(filled: Store) -> None:
    filled._log._db.execute("DROP TRIGGER entry_stays")
    ((_, what),) = told(filled)
    assert what == "the database finds its own file damaged: the table, index or trigger entry_stays is not as Knell made it"


class TestPublished:
    """Someone with the keys writes the whole log anew, so that it agrees with itself in everything."""

    def rewrite(self, store: Store, stamp: Stamp, chance: Chance, keep: int) -> None:
        """The log from entry ``keep`` on, told differently: same keys, good signatures, good tree."""
        log = store._log
        with unguarded(store):
            for table, column in (("entry", "position"), ("opening", "position"), ("rests_on", "position")):
                log._db.execute(f"DELETE FROM {table} WHERE {column} >= ?", (keep,))  # noqa: S608
            log._db.execute("DELETE FROM checkpoint WHERE size > ?", (keep,))
            frontier = Frontier()
            log._db.execute("DELETE FROM node")
            log.add_nodes(frontier.add([row.leaf for row in log.rows()]))
        assert log.last_checkpoint() == sign_tree(frontier, store.keyring, store.public)
        (store.folder / NEWEST).unlink()
        with store.writing():
            for n in range(keep, 6):
                store.append([Decide(kind="rewritten", value=str(n))], stamp, chance)

    def test_a_rewritten_history_agrees_with_itself_and_not_with_what_was_published(
        self, filled: Store, stamp: Stamp, chance: Chance
    ) -> None:
        before = {size: published(filled, size) for size in range(1, 6)}
        self.rewrite(filled, stamp, chance, keep=3)
        assert findings(filled) == []
        assert findings(filled, before[3]) == []
        for size in (4, 5):
            ((where, what),) = told(filled, before[size])
            assert where == f"published checkpoint of {size} entries"
            assert what.startswith("diverged: ")

    def test_a_log_that_was_cut_off_is_shorter_than_what_was_published(self, filled: Store, stamp: Stamp, chance: Chance) -> None:
        longer = Checkpoint(filled.public.name, 9, bytes(32))
        assert told(filled, longer) == [
            ("published checkpoint of 9 entries", "it was published over 9 entries, and there are 5: those after them are gone")
        ]


class TestContents:
    def test_a_changed_value(self, filled: Store) -> None:
        change(filled, "UPDATE opening SET sealed = CAST(sealed || x'00' AS BLOB) WHERE position = 1 AND field = 'name'")
        assert told(filled) == [("entry 1", "what opens the entry is damaged")]
        with pytest.raises(CasebookError, match="what opens entry 1 is damaged"):
            filled.at(1)

    def test_a_value_of_another_entry_or_another_field(self, filled: Store) -> None:
        take = "UPDATE opening SET sealed = (SELECT sealed FROM opening AS o WHERE o.position = {} AND o.field = '{}') WHERE position = {} AND field = 'name'"
        change(filled, take.format(2, "name", 1))
        change(filled, take.format(3, "sha256", 3))
        assert told(filled) == [(f"entry {position}", "what opens the entry is damaged") for position in (1, 3)]

    def test_values_that_are_gone_although_nobody_erased_them(self, filled: Store) -> None:
        change(filled, "DELETE FROM opening WHERE position = 1")
        assert told(filled) == [("entry 1", "what opens the entry is gone, and no erasure says so")]

    def test_one_value_that_is_gone(self, filled: Store) -> None:
        change(filled, "DELETE FROM opening WHERE position = 1 AND field = 'outlet'")
        assert told(filled) == [("entry 1", "what opens the entry does not fit it")]

    def test_values_that_are_gone_because_they_were_erased(self, filled: Store, stamp: Stamp, chance: Chance) -> None:
        with filled.writing():
            filled.erase([1], stamp, chance, reason="consent withdrawn")
        assert findings(filled) == []

    def test_bytes_that_have_changed_or_are_gone(self, filled: Store) -> None:
        first, second = (Path(filled._blobs.where(sha256(content))) for content in WORDS[:2])
        first.write_bytes(b"report X")
        second.unlink()
        assert told(filled) == [
            (f"entry 1: {first}", "the bytes it rests on have changed"),
            (f"entry 2: {second}", "the bytes it rests on are not there"),
        ]

    def test_a_list_of_bytes_that_does_not_fit(self, filled: Store) -> None:
        change(filled, "UPDATE rests_on SET name = ? WHERE position = 1", "ab" * 32)
        assert told(filled) == [("entry 1", "the log's list of the bytes it rests on does not fit it")]

    def test_a_key_that_the_log_does_not_know_and_could_not_erase(self, filled: Store) -> None:
        name = filled.key.blob_name(sha256(WORDS[0]))
        change(filled, "UPDATE blob_key SET key = ? WHERE name = ?", bytes(8), name)
        ((where, what),) = told(filled)
        assert where.startswith("entry 1: ")
        assert "does not know the key" in what

    def test_an_erasure_cut_short(self, filled: Store) -> None:
        filled._log._db.execute("INSERT INTO doomed VALUES (?)", ("ab" * 32,))
        assert told(filled) == [(filled._log.where(), "an erasure was cut short: what it destroys may still be there")]


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small store that nobody has open."""
    folder, chance = tmp_path_factory.mktemp("closed") / "evidence", Chance()
    store = make_store(folder, "c" * 32, "Coast", AT, "amal", chance)
    with store.writing():
        store.append([receipt(content) for content in WORDS], Stamp(AT, "a:1"), chance, blobs=WORDS)
    store.close()
    return folder


def look_through(folder: Path) -> tuple[bool, list[object]]:
    """Whether anything is found, and all that the store gives of its log."""
    try:
        store = open_store(folder)
    except CasebookError:
        return True, []
    try:
        if findings(store):
            return True, []
        tables = ("about", "entry", "node", "checkpoint", "opening", "rests_on", "blob_key", "doomed", "doomed_key")
        rows = [sorted(store._log._db.execute(f"SELECT * FROM {table}"), key=repr) for table in tables]  # noqa: S608
        return False, [*rows, store._log.frontier().root(), list(store.logged())]
    finally:
        store.close()


def changed_and_put_back(path: Path, change: Callable[[bytearray], None]) -> tuple[bool, list[object]]:
    whole = path.read_bytes()
    content = bytearray(whole)
    change(content)
    try:
        path.write_bytes(content)
        return look_through(path.parent if path.name == "log.sqlite" else path.parents[2])
    finally:
        path.write_bytes(whole)
        for left in path.parent.glob("log.sqlite-*"):
            left.unlink()


@pytest.mark.parametrize("page", range(6))
def test_a_lost_page_is_found(closed: Path, page: int) -> None:
    def lose(content: bytearray) -> None:
        content[page * 4096 : (page + 1) * 4096] = bytes(4096)

    found, _ = changed_and_put_back(closed / "log.sqlite", lose)
    assert found


@settings(max_examples=100)
@given(st.floats(0, 1, exclude_max=True), st.integers(0, 7))
def test_a_flipped_bit_of_the_log_is_found_or_changes_nothing_that_is_read(closed: Path, place: float, bit: int) -> None:
    def flip(content: bytearray) -> None:
        content[int(place * len(content))] ^= 1 << bit

    _, before = look_through(closed)
    found, after = changed_and_put_back(closed / "log.sqlite", flip)
    assert found or after == before


@settings(max_examples=40)
@given(st.floats(0, 1, exclude_max=True), st.integers(0, 7), st.integers(0, 3))
def test_a_flipped_bit_of_received_bytes_is_found(closed: Path, place: float, bit: int, which: int) -> None:
    def flip(content: bytearray) -> None:
        content[int(place * len(content))] ^= 1 << bit

    blob = sorted((closed / "blobs").rglob("*/*"))[which]
    found, _ = changed_and_put_back(blob, flip)
    assert found
