"""What people decide of incidents outlives every reading, every rebuild and any order of arrival."""

from typing import Any

import pytest

from knell.flows.add import Source
from knell.flows.catching_up import catch_up
from knell.flows.deciding import link_incidents, unlink_report
from knell.flows.incidents import list_incidents
from knell.flows.rebuild import rebuild_ledger
from knell.flows.rulings import EXACT, OVERLAPS, find_claim, spans_of
from knell.records import Claim, Count, Event, Span
from knell.records.errors import UsageError
from tests.flows.books import Book

THREE = ("observatory.txt", "hospital.txt", "relay.txt")
WHY = "the hospital counts another day's dead"


def decide(book: Book, do: Any, *about: str) -> Any:
    return do(book.folder, *about, WHY, actor="amal", random=book.chance, now=book.clock)


def homes(book: Book) -> dict[str, set[str]]:
    """Incident -> how its reports begin."""
    with book.open() as casebook:
        texts = {r.id: r.text.split("\n")[0] for r in casebook.reports()}
        return {i.incident: {texts[r] for r in i.reports} for i in casebook.incidents()}


def hospital(book: Book) -> str:
    with book.open() as casebook:
        return next(r.id for r in casebook.reports() if "hospital" in r.text)


def apart(book: Book) -> bool:
    return {"Deaths in Jableh"} in homes(book).values() and {"Shelling kills civilians in Jableh", "From the coast"} in homes(book).values()


@pytest.fixture
def taken_out(book: Book) -> Book:
    """A casebook in which a person has taken the hospital's report out of the one incident."""
    book.add(*THREE)
    (incident,) = homes(book)
    assert decide(book, unlink_report, incident, hospital(book)).decisions == 1
    return book


def test_a_report_that_a_person_takes_out_is_an_incident_of_its_own(taken_out: Book) -> None:
    assert apart(taken_out)
    with taken_out.open() as casebook:
        assert all(i.may_be_same == () for i in casebook.incidents())
        (decision,) = [d for d in casebook.decisions() if d.kind == "unlink"]
    assert (decision.reason, decision.state) == (WHY, "applied")


def test_a_rebuild_and_later_reports_keep_what_was_decided(taken_out: Book) -> None:
    before = taken_out.dump()
    rebuild_ledger(taken_out.folder, actor="amal", random=taken_out.chance, now=taken_out.clock)
    assert taken_out.dump() == before
    taken_out.add("elsewhere.txt", "abroad.txt")
    assert apart(taken_out)


@pytest.mark.parametrize(("as_of", "rule"), [("2025-03-09", "reported"), (None, "entailed"), ("2025-03-09", "ucdp")])
def test_another_day_or_rule_keeps_what_was_decided(book: Book, as_of: str | None, rule: str) -> None:
    book.add(*THREE, source=Source(published="2025-03-07"))
    (incident,) = homes(book)
    decide(book, unlink_report, incident, hospital(book))
    told = list_incidents(book.folder, as_of=as_of, rule=rule, actor="amal", random=book.chance, now=book.clock)
    assert {hospital(book)} in [set(i.reports) for i in told.incidents]


@pytest.mark.parametrize(("as_of", "rule"), [("2025-03-09", "reported"), (None, "entailed"), ("2025-03-09", "ucdp")])
def test_another_day_or_rule_keeps_what_was_linked(book: Book, as_of: str | None, rule: str) -> None:
    book.add("observatory.txt", "elsewhere.txt", source=Source(published="2025-03-07"))
    decide(book, link_incidents, *homes(book))
    told = list_incidents(book.folder, as_of=as_of, rule=rule, actor="amal", random=book.chance, now=book.clock)
    assert len(told.incidents) == 1


def test_linking_takes_it_back_and_says_who_decided(taken_out: Book) -> None:
    one, other = homes(taken_out)
    (now,) = decide(taken_out, link_incidents, one, other).incidents
    assert set(homes(taken_out)) == {now}
    with taken_out.open() as casebook:
        links = casebook.incident(now).links
        states = {d.kind: d.state for d in casebook.decisions() if d.kind in ("link", "unlink")}
    assert any(link.kind == "person" and WHY in link.why for link in links)
    assert states == {"unlink": "superseded", "link": "applied"}


def test_two_incidents_that_nothing_ties_are_one_where_a_person_says_so(book: Book) -> None:
    book.add("observatory.txt", "elsewhere.txt")
    decide(book, link_incidents, *homes(book))
    assert len(homes(book)) == 1
    book.add("hospital.txt")
    (together,) = homes(book).values()
    assert len(together) == 3


def test_a_decision_whose_text_is_erased_waits_and_applies_when_the_text_comes_again(taken_out: Book) -> None:
    with taken_out.desk() as desk, taken_out.open() as casebook:
        positions = [r.position for r in casebook.receipts(hospital(taken_out))]
        desk.store.erase(positions, desk.stamp(), desk.random, reason="consent withdrawn")
        catch_up(desk)
    with taken_out.open() as casebook:
        assert [d.state for d in casebook.decisions() if d.kind == "unlink"] == ["waiting"]
    taken_out.add("hospital.txt")
    assert apart(taken_out)


def test_a_report_that_is_not_in_the_incident_cannot_be_taken_out(taken_out: Book) -> None:
    other = next(i for i, reports in homes(taken_out).items() if len(reports) == 2)
    with pytest.raises(UsageError, match="is not in"):
        decide(taken_out, unlink_report, other, hospital(taken_out))
    alone = next(i for i, reports in homes(taken_out).items() if len(reports) == 1)
    with pytest.raises(UsageError, match="that report alone"):
        decide(taken_out, unlink_report, alone, hospital(taken_out))


def read_as(name: str, passage: tuple[int, int], event: tuple[int, int], count: tuple[int, int] | None, harm: str = "killed") -> Claim:
    counted = None if count is None else Count(low=12, high=12, best=12, start=count[0], end=count[1])
    return Claim(
        claim=name,
        report="r",
        passage=Span(start=passage[0], end=passage[1]),
        event=Event(type="killing", start=event[0], end=event[1]),
        harm=harm,  # type: ignore[arg-type]
        count=counted,
    )


class TestNewReader:
    was = read_as("c:was", (0, 60), (30, 36), (9, 11))

    def test_the_very_spans_apply(self) -> None:
        now = [read_as("c:new", (0, 60), (30, 36), (9, 11)), read_as("c:other", (0, 60), (40, 47), (50, 52))]
        assert find_claim(now, spans_of(self.was), "killed") == ("c:new", EXACT)

    def test_one_claim_that_overlaps_applies_and_is_told(self) -> None:
        now = [read_as("c:new", (0, 60), (26, 36), None), read_as("c:other", (61, 99), (70, 76), None)]
        assert find_claim(now, spans_of(self.was), "killed") == ("c:new", OVERLAPS)

    def test_two_that_overlap_wait_for_a_person(self) -> None:
        now = [read_as("c:one", (0, 60), (26, 36), None), read_as("c:two", (0, 60), (35, 38), None)]
        assert find_claim(now, spans_of(self.was), "killed") is None

    def test_none_that_overlaps_waits_for_a_person(self) -> None:
        assert find_claim([read_as("c:other", (61, 99), (70, 76), None)], spans_of(self.was), "killed") is None
