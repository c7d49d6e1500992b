"""A person's verdict: with its reason, over the rule's, through every recomputation."""

import pytest
from click.testing import CliRunner

from knell.cli.main import knell
from knell.flows.judging import decide_verdict
from knell.flows.rebuild import check_ledger, rebuild_ledger
from knell.flows.verify import verify_casebook
from knell.records.errors import UsageError
from tests.flows.books import Book


def decide(book: Book, incident: str, question: str = "occurrence", value: str = "rejected", reason: str = "the shells fell elsewhere"):
    return decide_verdict(book.folder, incident, question, value, reason, actor="amal", random=book.chance, now=book.clock)


def only(book: Book):
    with book.open() as casebook:
        (incident,) = casebook.incidents()
    return incident


def test_a_persons_verdict_stands_with_its_reason_and_the_rules_beside_it(book: Book):
    book.add("observatory.txt", "relay.txt")
    before = only(book)
    told = decide(book, before.incident)
    assert (told.was, told.now) == (before.verdicts.occurrence.is_, "rejected")
    after = only(book)
    assert after.verdicts.occurrence.is_ == "rejected"
    assert "a person decided: the shells fell elsewhere" in after.verdicts.occurrence.why
    assert before.verdicts.occurrence.why in after.verdicts.occurrence.why
    assert after.tolls == before.tolls
    assert after.verdicts.figure == before.verdicts.figure


def test_it_survives_a_rebuild_and_reports_that_come_later(book: Book):
    book.add("observatory.txt")
    decide(book, only(book).incident)
    rebuild_ledger(book.folder, actor="amal", random=book.chance, now=book.clock)
    book.add("relay.txt", "elsewhere.txt")
    with book.open() as casebook:
        judged = [i.verdicts.occurrence.is_ for i in casebook.incidents()]
    assert judged.count("rejected") == 1
    assert check_ledger(book.folder, actor="amal", random=book.chance, now=book.clock).differs == ((), ())


def test_a_later_verdict_on_the_same_question_takes_its_place(book: Book):
    book.add("observatory.txt")
    name = only(book).incident
    decide(book, name)
    decide(book, name, value="verified", reason="the hospital's register")
    assert only(book).verdicts.occurrence.is_ == "verified"
    with book.open() as casebook:
        assert [d.state for d in casebook.decisions() if d.kind == "verdict"] == ["superseded", "applied"]


def test_the_casebook_verifies_after_a_verdict(book: Book):
    book.add("observatory.txt")
    decide(book, only(book).incident)
    assert verify_casebook(book.folder).findings == ()


def test_a_verdict_without_a_reason_is_refused(book: Book):
    book.add("observatory.txt")
    with pytest.raises(UsageError, match="needs its reason"):
        decide(book, only(book).incident, reason="  ")


def test_the_command_says_what_changed(book: Book):
    book.add("observatory.txt")
    name = only(book).incident
    shown = CliRunner().invoke(
        knell,
        [
            "decide",
            "--casebook",
            str(book.folder),
            name,
            "--on",
            "responsibility",
            "--is",
            "contested",
            "--reason",
            "two sides held the ridge",
        ],
    )
    assert shown.exit_code == 0, shown.output
    assert "responsibility is contested (was " in shown.output
