"""What goes out in a proof, what stays, and what the log keeps of it."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from knell.evidence.bag import Bag
from knell.evidence.entries import Commit, Export
from knell.evidence.proving import Proof, check_bag
from knell.flows.add import Source
from knell.flows.prove import Given, prove_incident
from knell.flows.withholding import Withheld
from knell.records.errors import CasebookError, InputError
from tests.flows.books import OBSERVATORY, Book

QUOTED = """Strike on a market

Twelve people were killed in shelling of Jableh on 6 March 2025, said Amina Haddad, a resident. Haddad fled that night.
"""


def main_incident(book: Book) -> str:
    with book.open() as casebook:
        return max(casebook.incidents(), key=lambda incident: len(incident.claims)).incident


def prove(book: Book, output: Path | None, asked: str | None = None, **told: Any) -> Given:
    return prove_incident(book.folder, asked or main_incident(book), output, actor="amal", random=book.chance, now=book.clock, **told)


def checked(path: Path, **told: Any) -> Proof:
    with Bag(path) as bag:
        return check_bag(bag, **told)


def everything_in(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def positions(book: Book, kind: type) -> list[int]:
    with book.desk() as desk:
        return [logged.position for logged in desk.store.logged() if isinstance(logged.content, kind)]


@pytest.fixture
def told(book: Book) -> Book:
    """A casebook with one happening, told by three."""
    book.add("observatory.txt", source=Source(outlet="Example Wire", published="2025-03-07", origin="a courier"))
    book.add("hospital.txt", "relay.txt")
    return book


def test_figures_claims_and_their_sentences_go_out_and_are_proven(told: Book, tmp_path: Path) -> None:
    given = prove(told, tmp_path / "proof.zip")
    proof = checked(tmp_path / "proof.zip")
    assert proof.incident["incident"] == given.incident == main_incident(told)
    with told.open() as casebook:
        claims = casebook.incident(given.incident).claims
    assert {heard.claim["claim"] for heard in proof.heard} == set(claims)
    assert all(heard.words == heard.claim["passage"]["text"] for heard in proof.heard)
    assert all(heard.receipts[0].type == "ingest/1" for heard in proof.heard)
    assert proof.checkpoint.size == given.size


def test_the_least_that_proves_goes_out_unless_more_is_asked_for(told: Book, tmp_path: Path) -> None:
    prove(told, tmp_path / "proof.zip")
    out = everything_in(tmp_path / "proof.zip")
    with told.desk() as desk:
        hashes = [logged.content.sha256 for logged in desk.store.logged() if hasattr(logged.content, "sha256") and logged.content.sha256]
        commits = [logged.content for logged in desk.store.logged() if isinstance(logged.content, Commit)]
        assert commits
        assert not any(commit.seed.encode() in out for commit in commits)
    assert not any(sha256.encode() in out for sha256 in hashes)
    assert b"observatory.txt" not in out
    assert b"a courier" not in out
    assert b"amal" not in out
    assert not any(name.startswith("files/") for name in checked_names(tmp_path / "proof.zip"))


def checked_names(path: Path) -> list[str]:
    with Bag(path) as bag:
        return list(bag.hashes)


def test_what_no_claim_rests_on_stays(book: Book, tmp_path: Path) -> None:
    book.write("long.txt", OBSERVATORY + "\nThe baker closed his shop early.\n")
    book.add("long.txt")
    prove(book, tmp_path / "proof.zip")
    assert b"baker" not in everything_in(tmp_path / "proof.zip")


def test_received_files_go_along_when_asked_for_and_the_words_are_looked_for_in_them(told: Book, tmp_path: Path) -> None:
    given = prove(told, tmp_path / "proof.zip", files=True)
    proof = checked(tmp_path / "proof.zip")
    assert len(proof.received) == 3
    assert all(file.found == file.of > 0 for file in proof.received)
    assert OBSERVATORY.encode() in everything_in(tmp_path / "proof.zip")
    assert sum("whole" in line for line in given.leaves) == 3


def test_a_private_name_is_withheld_from_claims_figures_and_sentences_and_the_rest_is_proven(book: Book, tmp_path: Path) -> None:
    book.write("quoted.txt", QUOTED)
    book.add("quoted.txt")
    given = prove(book, tmp_path / "proof.zip", withhold=["Amina Haddad"])
    out = everything_in(tmp_path / "proof.zip")
    assert b"Amina" not in out
    assert b"Haddad" not in out
    proof = checked(tmp_path / "proof.zip")
    words = [heard.words for heard in proof.heard if heard.words]
    assert any("said [withheld] a resident" in one and "Twelve people were killed" in one for one in words)
    assert any("withheld" in line for line in given.stays)


def test_a_file_in_which_withheld_words_stand_stays_here(book: Book, tmp_path: Path) -> None:
    book.write("quoted.txt", QUOTED)
    book.add("quoted.txt", "hospital.txt")
    given = prove(book, tmp_path / "proof.zip", withhold=["Haddad"], files=True)
    assert b"Haddad" not in everything_in(tmp_path / "proof.zip")
    assert any("words that are withheld stand in it" in line for line in given.stays)


def test_a_list_of_what_would_leave_leaves_no_trace(told: Book) -> None:
    with told.desk() as desk:
        before = desk.store.length()
    given = prove(told, None)
    assert given.path is None
    assert any("passage" in line for line in given.leaves)
    with told.desk() as desk:
        assert desk.store.length() == before


def test_the_same_proof_twice_is_the_same_to_the_byte_and_logged_once(told: Book, tmp_path: Path) -> None:
    prove(told, tmp_path / "one.zip")
    prove(told, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert len(positions(told, Export)) == 1
    assert len(positions(told, Commit)) == 3


def test_a_second_receipt_is_shown_too(told: Book, tmp_path: Path) -> None:
    told.add("observatory.txt", source=Source(outlet="Daily Example"))
    prove(told, tmp_path / "proof.zip")
    proof = checked(tmp_path / "proof.zip")
    assert max(len(heard.receipts) for heard in proof.heard) == 2


def test_what_was_erased_since_is_named_and_what_is_left_stays_proven(told: Book, tmp_path: Path) -> None:
    prove(told, tmp_path / "before.zip")
    with told.desk() as desk:
        commit = next(p for p in positions_of(desk, Commit) if desk.store.at(p).entry.parents == (desk.store.at(3).leaf,))
        desk.store.erase([3, commit], desk.stamp(), desk.random, reason="family-request", approvers=("a", "b"))
    prove(told, tmp_path / "after.zip")
    proof = checked(tmp_path / "after.zip")
    assert {entry.position for entry in proof.erased} == {3, commit}
    assert b"Fifteen" not in everything_in(tmp_path / "after.zip")
    assert checked(tmp_path / "before.zip").erased == ()


def positions_of(desk: Any, kind: type) -> list[int]:
    return [logged.position for logged in desk.store.logged() if isinstance(logged.content, kind)]


def test_the_log_is_compared_with_a_checkpoint_that_was_published_earlier(told: Book, tmp_path: Path) -> None:
    with told.desk() as desk:
        published = desk.store.checkpoint()
    assert published is not None
    (tmp_path / "checkpoint.txt").write_bytes(published)
    prove(told, tmp_path / "proof.zip", since=tmp_path / "checkpoint.txt")
    assert checked(tmp_path / "proof.zip", published=published).earlier == "grown"
    with told.desk() as desk:
        assert checked(tmp_path / "proof.zip", published=desk.store.checkpoint()).earlier == "same"
    told.add("elsewhere.txt")
    with told.desk() as desk:
        assert checked(tmp_path / "proof.zip", published=desk.store.checkpoint()).earlier == "newer"


def test_what_cannot_be_proven_or_written_is_one_line(told: Book, tmp_path: Path) -> None:
    with pytest.raises(CasebookError, match="no incident"):
        prove(told, tmp_path / "proof.zip", "i:ffff")
    with pytest.raises(InputError, match="another place"):
        prove(told, tmp_path / "nowhere" / "proof.zip")
    (tmp_path / "no.txt").write_text("no checkpoint")
    with pytest.raises(InputError, match="is no checkpoint"):
        prove(told, tmp_path / "proof.zip", since=tmp_path / "no.txt")
    assert not (tmp_path / "proof.zip").exists()


def test_payload_names_are_plain_ascii(told: Book, tmp_path: Path) -> None:
    told.write("تقرير é.txt", OBSERVATORY.replace("12", "13"))
    told.add("تقرير é.txt")
    prove(told, tmp_path / "proof.zip", files=True)
    assert all(name.isascii() and " " not in name for name in checked_names(tmp_path / "proof.zip"))


def test_incident_and_claims_are_the_contracts(told: Book, tmp_path: Path) -> None:
    import msgspec

    from knell.records import Claim, Incident

    prove(told, tmp_path / "proof.zip", withhold=["hospital"])
    with Bag(tmp_path / "proof.zip") as bag:
        assert msgspec.json.decode(bag.read("incident.json"), type=Incident).incident == main_incident(told)
        assert [msgspec.json.decode(line, type=Claim) for line in bag.read("claims.jsonl").splitlines()]
        assert "hospital" not in json.dumps(json.loads(bag.read("incident.json")))


def test_a_name_stays_out_by_its_parts_too_and_other_words_do_not() -> None:
    withheld = Withheld.of(["Amina  Haddad", "the old mill"])
    assert (
        withheld.take_out("amina haddad met Haddad at the old mill, the new mill")
        == "[withheld] met [withheld] at [withheld], the new mill"
    )
    assert withheld.take_out({"start": 3, "end": 9, "text": "Haddad", "name": "Haddad", "n": 3}) == {
        "start": 3, "end": 9, "text": None, "name": "[withheld]", "n": 3,
    }  # fmt: skip
    assert Withheld.of(["حداد"]).stretches("قال حداد") == ((4, 8),)
    assert Withheld.of([]).take_out("as it is") == "as it is"


NAMED = [
    ("Resident Omar Nasser said at least five people were killed in Jableh on 6 March 2025.", ["Omar", "Nasser"]),
    ("Ten people were killed in Jableh on 6 March 2025, according to an eyewitness named Samir Khoury.", ["Samir", "Khoury"]),
    ("Mahmoud al-Sayed, a nurse, said 7 people were killed in shelling of Jableh on 6 March 2025.", ["Mahmoud", "Sayed"]),
]


@pytest.mark.parametrize(("words", "names"), NAMED)
def test_private_people_who_are_quoted_are_not_named_unless_that_is_asked_for(
    book: Book, tmp_path: Path, words: str, names: list[str]
) -> None:
    book.write("quoted.txt", f"From the coast\n\n{words}\n")
    book.add("quoted.txt")
    prove(book, tmp_path / "proof.zip")
    out = everything_in(tmp_path / "proof.zip").decode()
    assert not any(name in out for name in names)
    assert any("[withheld]" in (heard.words or "") for heard in checked(tmp_path / "proof.zip").heard)
    prove(book, tmp_path / "named.zip", names=True)
    assert all(name in everything_in(tmp_path / "named.zip").decode() for name in names)


def test_houses_and_bodies_that_speak_are_named(told: Book, tmp_path: Path) -> None:
    prove(told, tmp_path / "proof.zip")
    assert b"Syrian Observatory for Human Rights" in everything_in(tmp_path / "proof.zip")
