"""A casebook's reader is taught."""

from pathlib import Path

import pytest

from knell.evidence.entries import Decide
from knell.evidence.store import open_store
from knell.flows.rebuild import rebuild_ledger
from knell.flows.teach import teach_casebook
from knell.records.errors import InputError
from knell.web.claim_page import read_rules
from tests.flows.books import Book, begin

TAUGHT = '[[actors]]\nname = "Coast Shield"\nkind = "militia"\naliases = ["Shield riders"]\n'
TEXT = "Shield riders killed 12 people in Jableh on 7 March 2025, residents said."


def taught(book: Book, content: str, name: str = "taught.toml") -> bool:
    path = book.folder.parent / name
    path.write_text(content, encoding="utf-8")
    return teach_casebook(book.folder, path, actor="amal", random=book.chance, now=book.clock).changed


def add_text(book: Book) -> None:
    book.write("riders.txt", TEXT)
    book.add("riders.txt")


def names(book: Book) -> list[str | None]:
    with book.open() as casebook:
        (claim,) = [c for r in casebook.reports() for c in casebook.claims_of_report(r.id) if c.harm == "killed"]
        return [party.name for party in claim.perpetrators]


def test_every_report_is_read_again_and_the_file_is_a_decision_in_the_log(tmp_path: Path) -> None:
    book = begin(tmp_path / "coast")
    add_text(book)
    assert names(book) != ["Coast Shield"]
    assert taught(book, TAUGHT)
    assert names(book) == ["Coast Shield"]
    store = open_store(book.folder / "evidence")
    *_, last = store.logged()
    assert isinstance(last.content, Decide) and last.content.kind == "corrections"
    assert store.read_bytes(last.content.sha256 or "") == TAUGHT.encode()
    store.close()


def test_the_same_file_again_is_no_decision(tmp_path: Path) -> None:
    book = begin(tmp_path / "coast")
    assert taught(book, TAUGHT) and not taught(book, TAUGHT)


def test_a_later_file_supersedes_the_one_before(tmp_path: Path) -> None:
    book = begin(tmp_path / "coast")
    add_text(book)
    taught(book, TAUGHT)
    taught(book, TAUGHT.replace("Coast Shield", "Harbour Guard"))
    assert names(book) == ["Harbour Guard"]


def test_a_wrong_file_changes_nothing(tmp_path: Path) -> None:
    book = begin(tmp_path / "coast")
    with pytest.raises(InputError, match="no file of corrections"):
        taught(book, "[[actors]]\nname = 7\n")
    store = open_store(book.folder / "evidence")
    assert store.length() == 2
    store.close()


def test_a_rebuild_reads_with_them_too(tmp_path: Path) -> None:
    book = begin(tmp_path / "coast")
    add_text(book)
    taught(book, TAUGHT)
    rebuild_ledger(book.folder, actor="amal", random=book.chance, now=book.clock)
    assert names(book) == ["Coast Shield"]


def test_the_claims_page_names_the_correction(tmp_path: Path) -> None:
    book = begin(tmp_path / "coast")
    add_text(book)
    taught(book, TAUGHT)
    with book.open() as casebook:
        (claim,) = [c for r in casebook.reports() for c in casebook.claims_of_report(r.id) if c.harm == "killed"]
        assert "correction (actor: Coast Shield)" in dict(read_rules(casebook, claim.claim, claim.report))["perpetrators"]
