"""Redaction: what is withheld is nowhere to be seen, figures and offsets stay, the original is sealed."""

import hashlib
from pathlib import Path

import pytest

from knell.flows.deciding import unlink_report
from knell.flows.erase import approve_erasure, request_erasure
from knell.flows.rebuild import check_ledger
from knell.flows.redact import number_sentences, redact_report, show_original
from knell.flows.verify import verify_casebook
from knell.flows.why import walk_back
from knell.records.errors import UsageError
from tests.flows.books import OBSERVATORY, Book

NAMED = """Deaths in Jableh

Samira Haddad, 34, a teacher, was killed in shelling of Jableh on 6 March 2025, Omar Khalil, a resident, said. Haddad had taught there for ten years.

Two children were injured in the shelling.
"""


@pytest.fixture
def named(book: Book) -> Book:
    from knell.flows.add import Source

    book.write("statement of Omar Khalil.txt", NAMED)
    book.add("statement of Omar Khalil.txt", source=Source(outlet="Coast Weekly", url="https://example.org/omar-khalil"))
    book.add("observatory.txt")
    return book


def the_report(book: Book) -> str:
    with book.desk() as desk:
        return desk.store.key.report_id(hashlib.sha256(NAMED.encode()).hexdigest())


def redact(book: Book, **told: object) -> None:
    redact_report(book.folder, the_report(book), "asked for", actor="amal", random=book.chance, now=book.clock, **told)  # type: ignore[arg-type]


def everything_shown(book: Book) -> str:
    with book.open() as casebook:
        said = [repr(casebook.report(the_report(book))), repr(casebook.claims()), repr(casebook.incidents()), repr(casebook.decisions())]
        said.append(repr(casebook.receipts(the_report(book))))
        incidents = [incident.incident for incident in casebook.incidents()]
    said += [repr(walk_back(book.folder, name, actor="amal", random=book.chance, now=book.clock)) for name in incidents]
    return "\n".join(said)


def figures(book: Book) -> list[str]:
    with book.open() as casebook:
        return sorted(f"{t.harm} {t.low} {t.high} {i.n_reports}" for i in casebook.incidents() for t in i.tolls)


def test_a_withheld_name_is_nowhere_and_figures_and_offsets_stay(named: Book) -> None:
    before = figures(named)
    with named.open() as casebook:
        places = [(c.claim, c.passage.start, c.passage.end) for c in casebook.claims()]
        given = [incident.incident for incident in casebook.incidents()]
    assert "Haddad" in everything_shown(named)
    redact(named, words=["Samira Haddad"])
    shown = everything_shown(named)
    assert "Haddad" not in shown
    assert "Samira" not in shown
    assert figures(named) == before
    with named.open() as casebook:
        assert [(c.claim, c.passage.start, c.passage.end) for c in casebook.claims()] == places
        assert all(casebook.incident(name).n_reports >= 1 for name in given)
        text = casebook.report(the_report(named)).text
    assert [char if char != "█" else original for char, original in zip(text, NAMED, strict=False)] == list(NAMED[: len(text)])


def test_a_name_in_the_file_and_the_address_is_withheld_there_too(named: Book) -> None:
    redact(named, words=["Omar Khalil"])
    shown = everything_shown(named).lower()
    assert "khalil" not in shown
    assert "coast weekly" in shown


def test_the_ledgers_file_holds_no_withheld_word_that_a_query_could_find(named: Book) -> None:
    redact(named, words=["Samira Haddad"])
    with named.desk() as desk:
        from knell.casebook.dump import dump_ledger

        assert b"Haddad" not in dump_ledger(desk.ledger)


def test_a_ledger_computed_anew_withholds_the_same(named: Book) -> None:
    redact(named, words=["Samira Haddad"])
    redact(named, sentences=[3])
    assert check_ledger(named.folder, actor="amal", random=named.chance, now=named.clock).differs == ((), ())


def test_a_later_redaction_withholds_what_an_earlier_one_did(named: Book) -> None:
    redact(named, words=["Samira Haddad"])
    redact(named, words=["Omar Khalil"])
    shown = everything_shown(named)
    assert not {"Samira", "Haddad", "Omar", "Khalil"} & set(shown.replace("'", " ").split())


def test_a_sentence_is_withheld_by_its_number(named: Book) -> None:
    sentences = number_sentences(named.folder, the_report(named), actor="amal", random=named.chance, now=named.clock)
    number = next(n for n, sentence in enumerate(sentences, 1) if "ten years" in sentence)
    redact(named, sentences=[number])
    with named.open() as casebook:
        text = casebook.report(the_report(named)).text
    assert "ten years" not in text
    assert "Two children" in text


def test_what_withholds_nothing_new_is_refused(named: Book) -> None:
    redact(named, words=["Samira Haddad"])
    with pytest.raises(UsageError, match="nothing is withheld"):
        redact(named, words=["Samira Haddad"])


def test_the_original_is_shown_only_with_an_entry_in_the_log(named: Book) -> None:
    redact(named, words=["Samira Haddad"])
    told = show_original(named.folder, the_report(named), "the court asks", actor="basma", random=named.chance, now=named.clock)
    assert "Samira Haddad" in told.text
    with named.desk() as desk:
        assert desk.store.at(desk.store.length() - 1).entry.type == "unseal/1"


def test_the_same_bytes_from_another_source_stay_redacted(named: Book) -> None:
    from knell.flows.add import Source

    redact(named, words=["Omar Khalil", "Samira Haddad"])
    named.add("statement of Omar Khalil.txt", source=Source(outlet="Another Paper"))
    shown = everything_shown(named)
    assert "Khalil" not in shown
    assert "Haddad" not in shown


def test_decisions_about_a_redacted_report_still_find_it(named: Book) -> None:
    redact(named, words=["Samira Haddad"])
    with named.open() as casebook:
        shared = [i.incident for i in casebook.incidents() if i.n_reports > 1]
    if not shared:
        pytest.fail("the two reports no longer meet: choose other words for the test")
    unlink_report(named.folder, shared[0], the_report(named), "another day", actor="amal", random=named.chance, now=named.clock)
    with named.open() as casebook:
        assert {d.state for d in casebook.decisions() if d.kind == "unlink"} == {"applied"}


def test_an_erased_report_takes_its_redactions_with_it_and_all_verifies(named: Book) -> None:
    redact(named, words=["Samira Haddad"])
    assert verify_casebook(named.folder).findings == ()
    asked = request_erasure(named.folder, [the_report(named)], "law", actor="amal", random=named.chance, now=named.clock)
    approve_erasure(named.folder, asked.number, actor="basma", random=named.chance, now=named.clock)
    with named.open() as casebook:
        assert [d for d in casebook.decisions() if d.kind == "redact"] == []
        assert [report.text for report in casebook.reports()] == [OBSERVATORY.strip()] or len(casebook.reports()) == 1
    assert verify_casebook(named.folder).findings == ()
    assert all(b"Haddad" not in path.read_bytes() for path in Path(named.folder).rglob("*") if path.is_file())
