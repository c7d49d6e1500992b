"""Who is who: sealed to people, apart from the casebook, each opening logged."""

import os
from pathlib import Path

import pytest

from knell.evidence.keyring import LEAST
from knell.evidence.people import Person, make_person, open_person, parse_person, public_of_file
from knell.flows.identity import enrol_person, find_people, list_people, seal_to_people, unseal_identity
from knell.records.errors import KnellError, UsageError
from tests.flows.books import Book, begin

WORDS = "seven quiet harbour doors"
WHO = "Samira Haddad, teacher, Jableh, 0999 000 000"


@pytest.fixture
def amal(tmp_path: Path) -> Person:
    return person(tmp_path, "amal")


def person(tmp_path: Path, name: str) -> Person:
    make_person(tmp_path / f"{name}.key", name, WORDS, os.urandom, LEAST)
    return open_person(tmp_path / f"{name}.key", WORDS)


def seal(book: Book, *people: Person, told: str = WHO, file: str = "identities") -> str:
    to = [one.public for one in people]
    return seal_to_people(book.folder, told, to, book.inbox / file, actor="amal", random=os.urandom, now=book.clock)


def open_it(book: Book, reference: str, who: Person, file: str = "identities") -> str:
    return unseal_identity(
        book.folder, reference, who, book.inbox / file, "the court asks", actor="amal", random=os.urandom, now=book.clock
    )


def test_only_those_it_is_sealed_to_open_it(book: Book, amal: Person, tmp_path: Path) -> None:
    basma, other = person(tmp_path, "basma"), person(tmp_path, "other")
    reference = seal(book, amal, basma)
    assert open_it(book, reference, amal) == open_it(book, reference, basma) == WHO
    with pytest.raises(UsageError, match="not sealed to other"):
        open_it(book, reference, other)


def test_neither_the_casebook_nor_the_file_holds_a_word_of_it(book: Book, amal: Person) -> None:
    seal(book, amal)
    files = [path for path in [*book.folder.rglob("*"), book.inbox / "identities"] if path.is_file()]
    assert all(word not in path.read_bytes() for path in files for word in (b"Samira", b"Haddad", b"0999"))
    with book.desk() as desk:
        assert all("Haddad" not in repr(row.content) for row in desk.store.logged())


def test_the_same_person_sealed_twice_has_two_references_so_that_no_name_can_be_tried(book: Book, amal: Person) -> None:
    assert seal(book, amal) != seal(book, amal)


def test_an_opening_is_in_the_log_and_a_failed_one_is_not(book: Book, amal: Person, tmp_path: Path) -> None:
    reference = seal(book, amal)
    with pytest.raises(UsageError):
        open_it(book, reference, person(tmp_path, "other"))
    with book.desk() as desk:
        assert list(desk.store.logged_of("unseal/1")) == []
    open_it(book, reference, amal)
    with book.desk() as desk:
        (row,) = desk.store.logged_of("unseal/1")
    assert (row.content.what, row.content.person) == (reference, amal.public.reference)  # type: ignore[union-attr]


def test_a_file_inside_the_casebook_is_refused(book: Book, amal: Person) -> None:
    with pytest.raises(UsageError, match="do not lie in the casebook"):
        seal_to_people(book.folder, WHO, [amal.public], book.folder / "who", actor="amal", random=os.urandom, now=book.clock)


def test_a_record_moved_to_another_casebook_does_not_open_there(book: Book, amal: Person, tmp_path: Path) -> None:
    reference = seal(book, amal)
    other = begin(tmp_path / "elsewhere" / "other")
    (other.inbox / "identities").write_bytes((book.inbox / "identities").read_bytes())
    with pytest.raises(KnellError, match="never sealed that record"):
        open_it(other, reference, amal)


def test_a_changed_record_is_refused(book: Book, amal: Person) -> None:
    reference = seal(book, amal)
    path = book.inbox / "identities"
    content = path.read_bytes()
    at = content.index(b'"body":"') + 20
    path.write_bytes(content[:at] + (b"A" if content[at : at + 1] != b"A" else b"B") + content[at + 1 :])
    with pytest.raises(KnellError, match="never sealed that record"):
        open_it(book, reference, amal)


def test_people_are_found_by_reference_name_line_or_file(book: Book, amal: Person, tmp_path: Path) -> None:
    told = {"actor": "amal", "random": os.urandom, "now": book.clock}
    enrol_person(book.folder, amal.public, **told)  # type: ignore[arg-type]
    assert list_people(book.folder, **told) == [amal.public]  # type: ignore[arg-type]
    ways = [amal.public.reference, "amal", amal.public.spell(), str(tmp_path / "amal.key")]
    assert find_people(book.folder, ways, **told) == [amal.public] * 4  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="knows nobody"):
        find_people(book.folder, ["p:0000000000000000"], **told)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="is known already"):
        enrol_person(book.folder, amal.public, **told)  # type: ignore[arg-type]


def test_a_key_file_opens_with_its_own_passphrase_alone_and_says_its_public_half_without(tmp_path: Path, amal: Person) -> None:
    with pytest.raises(UsageError, match="not the passphrase"):
        open_person(tmp_path / "amal.key", "another passphrase")
    assert public_of_file(tmp_path / "amal.key") == amal.public == parse_person(amal.public.spell())
    with pytest.raises(KnellError, match="is there already"):
        make_person(tmp_path / "amal.key", "amal", WORDS, os.urandom, LEAST)
    assert amal.sealing not in (tmp_path / "amal.key").read_bytes()
