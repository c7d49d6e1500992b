"""A casebook's incidents are listed."""

import pytest

from knell.flows.add import Source, add_files
from knell.flows.incidents import Listing, list_incidents
from knell.records.errors import CasebookError
from tests.flows.books import Book


def listing(book: Book, as_of: str | None = None) -> Listing:
    return list_incidents(book.folder, as_of=as_of, actor="amal", random=book.chance, now=book.clock)


def test_incidents_come_earliest_first_with_the_claims_their_lanes_rest_on(book: Book) -> None:
    book.add("observatory.txt", "elsewhere.txt")
    shown = listing(book)
    begins = [incident.time.from_ for incident in shown.incidents if incident.time]
    assert begins == ["2025-02-03", "2025-03-06"]
    for incident in shown.incidents:
        for toll in incident.tolls:
            for lane in toll.lanes:
                assert shown.claims[lane.claim].count is not None
                assert shown.claims[lane.claim].passage.text


def test_as_of_a_day_only_what_was_published_by_it_is_matched_and_the_ledger_stays(book: Book) -> None:
    book.add("observatory.txt", source=Source(published="2025-03-07"))
    book.add("hospital.txt", source=Source(published="2025-03-09"))
    book.add("elsewhere.txt")
    before = book.dump()
    assert [i.n_reports for i in listing(book, "2025-03-07").incidents] == [1]
    assert sum(i.n_reports for i in listing(book, "2025-03").incidents) == 2
    assert listing(book, "2025-03-06").incidents == ()
    assert book.dump() == before


def test_a_ledger_that_is_behind_catches_up_before_it_is_shown(book: Book) -> None:
    path = book.write("observatory.txt", "At least 12 people were killed in shelling of Jableh on 6 March 2025, a hospital official said.")
    came = add_files(book.folder, [path], Source(), actor="amal", random=book.chance, now=book.clock)
    next(came)
    came.close()  # type: ignore[attr-defined]
    with book.open() as casebook:
        assert casebook.incidents() == []
    shown = listing(book)
    assert len(shown.incidents) == 1
    assert shown.note is None


def test_while_another_command_writes_what_is_there_is_shown_with_a_note(book: Book) -> None:
    path = book.write("a.txt", "At least 12 people were killed in shelling of Jableh on 6 March 2025, a hospital official said.")
    came = add_files(book.folder, [path], Source(), actor="amal", random=book.chance, now=book.clock)
    next(came)
    shown = listing(book)
    assert shown.incidents == ()
    assert shown.note is not None
    assert "another command is writing" in shown.note
    list(came)


def test_the_words_of_an_incident_come_from_the_reports_when_it_is_shown(book: Book) -> None:
    book.add("observatory.txt")
    with book.open() as casebook:
        (worded,) = casebook.incidents()
        (wordless,) = casebook.incidents(words=False)
        report = casebook.report(worded.reports[0])
    assert worded.victims
    assert all(v.text is None for v in wordless.victims)
    assert all(v.text is not None and v.text in report.text for v in worded.victims)


def test_ids_may_be_shortened_and_one_that_fits_several_is_refused(book: Book) -> None:
    book.add("observatory.txt", "elsewhere.txt")
    with book.open() as casebook:
        one, other = (incident.incident for incident in casebook.incidents())
        assert casebook.incident(one[:12]).incident == one
        with pytest.raises(CasebookError, match=r"2 incidents begin with i:: i:\w+, i:\w+; give more of it"):
            casebook.incident("i:")
        with pytest.raises(CasebookError, match="no incident has an id that begins with i:zz"):
            casebook.incident("i:zz")
        claim = casebook.incident(other).claims[0]
        assert casebook.claim(claim[:14]).claim == claim
        assert casebook.incident_of_claim(claim) == other
        with pytest.raises(CasebookError, match="no report has an id"):
            casebook.report("r:zz")
