"""Erasing, two people agreeing: what goes, what stays, and who may."""

import hashlib
import os
from pathlib import Path

import pytest

from knell.casebook.dump import dump_ledger
from knell.casebook.ledger import open_casebook
from knell.evidence.keyring import LEAST
from knell.evidence.people import Person, make_person, open_person
from knell.flows.catching_up import catch_up
from knell.flows.deciding import link_incidents
from knell.flows.erase import approve_erasure, list_waiting, request_erasure
from knell.flows.erasing import begin_erasing
from knell.flows.identity import enrol_person
from knell.flows.incidents import list_incidents
from knell.flows.projection import ERASING
from knell.flows.rebuild import check_ledger
from knell.flows.verify import verify_casebook
from knell.records.errors import CasebookError, UsageError
from tests.flows.books import ALL, ELSEWHERE, HOSPITAL, Book

WORDS = "seven quiet harbour doors"


def report_of(book: Book, text: str) -> str:
    with book.desk() as desk:
        return desk.store.key.report_id(hashlib.sha256(text.encode()).hexdigest())


def ask(book: Book, *ids: str, actor: str = "amal", key: Person | None = None) -> int:
    return request_erasure(book.folder, ids, "protection", key=key, actor=actor, random=book.chance, now=book.clock).number


def approve(book: Book, number: int, actor: str = "basma", key: Person | None = None) -> tuple[str, ...]:
    return approve_erasure(book.folder, number, key=key, actor=actor, random=book.chance, now=book.clock).targets


def erase(book: Book, *ids: str) -> None:
    approve(book, ask(book, *ids))


def figures(book: Book) -> list[tuple[str, int | None, int | None]]:
    listing = list_incidents(book.folder, as_of=None, actor="amal", random=book.chance, now=book.clock)
    return [(incident.incident, toll.low, toll.high) for incident in listing.incidents for toll in incident.tolls]


def bytes_of(book: Book) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(book.folder.rglob("*")) if path.is_file())


@pytest.fixture
def full(book: Book) -> Book:
    book.add(*ALL)
    return book


@pytest.fixture
def people(tmp_path: Path) -> tuple[Person, Person]:
    for name in ("amal", "basma"):
        make_person(tmp_path / f"{name}.key", name, WORDS, os.urandom, LEAST)
    amal, basma = (open_person(tmp_path / f"{name}.key", WORDS) for name in ("amal", "basma"))
    return amal, basma


def test_a_request_erases_nothing(full: Book) -> None:
    before = figures(full)
    number = ask(full, report_of(full, HOSPITAL))
    assert figures(full) == before
    assert [asked.position for asked in list_waiting(full.folder, actor="amal", random=full.chance, now=full.clock)] == [number]


def test_who_asked_cannot_approve(full: Book) -> None:
    number = ask(full, report_of(full, HOSPITAL))
    with pytest.raises(UsageError, match="the one who asked"):
        approve(full, number, actor="amal")
    with full.open() as casebook:
        assert casebook.report(report_of(full, HOSPITAL)).text == HOSPITAL.strip() or "Fifteen" in HOSPITAL


def test_after_another_person_approved_the_report_is_nowhere_and_the_rest_is_as_without_it(full: Book, tmp_path: Path) -> None:
    gone = report_of(full, HOSPITAL)
    erase(full, gone)
    with full.open() as casebook:
        with pytest.raises(CasebookError, match="no report has an id"):
            casebook.report(gone)
        assert all("Fifteen" not in report.text for report in casebook.reports())
    left = check_ledger(full.folder, actor="amal", random=full.chance, now=full.clock)
    assert left.differs == ((), ())
    assert all(toll[1:] != (15, 15) for toll in figures(full))
    assert b"Fifteen" not in bytes_of(full)
    assert not (full.folder / "evidence" / ERASING).exists()


def test_what_is_left_verifies_and_the_erasure_says_so(full: Book) -> None:
    erase(full, report_of(full, HOSPITAL))
    verified = verify_casebook(full.folder)
    assert verified.findings == ()
    (erasure,) = verified.erasures
    assert (erasure.entries, erasure.reason, len(set(erasure.approvers))) == (1, "protection", 2)


def test_the_id_of_an_incident_that_rested_on_it_alone_says_what_became_of_it(full: Book) -> None:
    with full.open() as casebook:
        (only,) = casebook.incidents_of_report(report_of(full, ELSEWHERE))
    erase(full, report_of(full, ELSEWHERE))
    with full.open() as casebook, pytest.raises(CasebookError, match="was given out and is no more"):
        casebook.incident(only)


def test_the_id_of_an_incident_that_rests_on_others_too_still_resolves(full: Book) -> None:
    with full.open() as casebook:
        ids = casebook.incidents_of_report(report_of(full, HOSPITAL))
    erase(full, report_of(full, HOSPITAL))
    with full.open() as casebook:
        assert all(casebook.incident(name).n_reports >= 1 for name in ids)


def test_a_decision_about_its_words_goes_with_it(full: Book) -> None:
    one, other = report_of(full, HOSPITAL), report_of(full, ELSEWHERE)
    with full.open() as casebook:
        a, b = casebook.incidents_of_report(one)[0], casebook.incidents_of_report(other)[0]
    link_incidents(full.folder, a, b, "told me by a person of this name", actor="amal", random=full.chance, now=full.clock)
    erase(full, other)
    with full.open() as casebook:
        assert [decision.kind for decision in casebook.decisions() if decision.kind == "link"] == []


def test_an_erasure_is_carried_out_once(full: Book) -> None:
    number = ask(full, report_of(full, HOSPITAL))
    approve(full, number)
    with pytest.raises(CasebookError, match="no erasure that waits"):
        approve(full, number)


def test_bytes_received_again_after_the_request_have_to_be_asked_for_anew(full: Book) -> None:
    from knell.flows.add import Source

    number = ask(full, report_of(full, HOSPITAL))
    full.add("hospital.txt", source=Source(outlet="Another Paper"))
    with pytest.raises(UsageError, match="more has come in"):
        approve(full, number)


@pytest.mark.parametrize("cut", ["noted", "approved", "erased", "followed"])
def test_an_erasure_that_was_cut_short_is_finished_by_whatever_runs_next(full: Book, cut: str) -> None:
    """Stops where a kill could: each step before the next is as a killed run leaves it."""
    from knell.evidence.entries import EraseApproval
    from knell.flows import erasing
    from knell.flows.erasing import agreed

    gone = report_of(full, HOSPITAL)
    number = ask(full, gone)
    with full.desk() as desk:
        desk = desk._replace(actor=desk.store.key.pseudonym("basma"))
        begin_erasing(desk)
        if cut != "noted":
            desk.store.append([EraseApproval()], desk.stamp(), desk.random, parents=[desk.store.at(number).leaf])
        if cut in ("erased", "followed"):
            for asked, approvers in list(agreed(desk.store)):
                positions = desk.store.positions_of(asked.leaves)
                desk.store.erase(positions, desk.stamp(), desk.random, reason="protection", approvers=approvers)
        if cut == "followed":
            with desk.ledger.together():
                erasing.follow_log(desk, erasing.no_progress, {})
                erasing.match_touched(desk, erasing.no_progress)
    figures(full)
    assert not (full.folder / "evidence" / ERASING).exists()
    with full.open() as casebook:
        assert (gone in {report.id for report in casebook.reports()}) == (cut == "noted")
    assert verify_casebook(full.folder).findings == ()


def test_once_two_people_are_known_both_have_to_sign(full: Book, people: tuple[Person, Person]) -> None:
    amal, basma = people
    gone = report_of(full, HOSPITAL)
    for person in people:
        enrol_person(full.folder, person.public, actor="amal", random=full.chance, now=full.clock)
    with pytest.raises(UsageError, match="has to be signed"):
        ask(full, gone)
    number = ask(full, gone, key=amal)
    with pytest.raises(UsageError, match="same person's key"):
        approve(full, number, key=amal)
    approve(full, number, key=basma)
    with open_casebook(full.folder) as casebook:
        assert gone not in {report.id for report in casebook.reports()}


def test_an_unknown_key_signs_nothing(full: Book, people: tuple[Person, Person]) -> None:
    with pytest.raises(UsageError, match="does not know the key"):
        ask(full, report_of(full, HOSPITAL), key=people[0])


def test_the_ledger_is_the_same_as_one_that_never_had_it_but_for_the_log(full: Book, tmp_path: Path) -> None:
    erase(full, report_of(full, HOSPITAL))
    with full.desk() as desk:
        catch_up(desk)
        told = dump_ledger(desk.ledger, arrival=False)
    assert b"Fifteen" not in told
