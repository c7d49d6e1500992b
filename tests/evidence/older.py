"""A store of form 1, as Knell wrote it before there were a tree and a keyring: for the tests of migration only."""

import sqlite3
from pathlib import Path

from knell.evidence.canonical import canonical_bytes
from knell.evidence.entries import Begin, Content, Entry, Erase, Ingest, open_fields, seal, type_of
from knell.evidence.keys import StoreKey
from knell.evidence.tree import leaf_hash
from tests.evidence.cast import AT, Chance, receipt, sha256

CASEBOOK = "0123456789abcdef" * 2
WORDS = (b"At least 12 people were killed in Jableh on 6 March 2025, the hospital said.", b"Umm Khalid said so.", b"Three were injured.")


def write_older(folder: Path) -> list[bytes]:
    """An evidence folder of form 1: begun, three receipts, the second of them erased. Returns its leaf hashes."""
    chance, key = Chance("older"), StoreKey(bytes(range(32)))
    folder.mkdir(parents=True)
    (folder / "incoming").mkdir()
    (folder / "store.key").write_text(key.secret.hex() + "\n")
    database = sqlite3.connect(folder / "log.sqlite")
    database.execute("PRAGMA journal_mode=WAL")
    database.executescript(
        """
        CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE entry (position INTEGER PRIMARY KEY, leaf BLOB NOT NULL UNIQUE, bytes BLOB NOT NULL);
        CREATE TABLE opening (
          position INTEGER NOT NULL REFERENCES entry (position), field TEXT NOT NULL, salt BLOB NOT NULL, value BLOB NOT NULL,
          PRIMARY KEY (position, field)
        ) WITHOUT ROWID;
        CREATE TABLE doomed (name TEXT PRIMARY KEY) WITHOUT ROWID;
        """
    )
    database.executemany("INSERT INTO about VALUES (?, ?)", [("format", "1"), ("casebook", CASEBOOK)])
    leaves: list[bytes] = []
    contents: list[Content] = [Begin(name="Coast"), *(receipt(words, name=f"{n}.txt") for n, words in enumerate(WORDS))]
    for content in [*contents, Erase(reason="consent withdrawn")]:
        openings = open_fields(content, chance)
        entry = Entry(
            casebook=CASEBOOK,
            position=len(leaves),
            type=type_of(content),
            at=AT,
            actor=key.pseudonym("amal"),
            parents=(leaves[2].hex(),) if isinstance(content, Erase) else (),
            fields=seal(openings),
        )
        lies = canonical_bytes(entry)
        leaves.append(leaf_hash(lies))
        database.execute("INSERT INTO entry VALUES (?, ?, ?)", (entry.position, leaves[-1], lies))
        if entry.position != 2:
            rows = [(entry.position, o.field, o.salt, o.value) for o in openings]
            database.executemany("INSERT INTO opening VALUES (?, ?, ?, ?)", rows)
            if isinstance(content, Ingest):
                name = key.blob_name(content.sha256)
                path = folder / "blobs" / name[:2] / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(next(words for words in WORDS if sha256(words) == content.sha256))
    database.commit()
    database.close()
    return leaves
