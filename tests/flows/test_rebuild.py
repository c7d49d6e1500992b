"""The ledger is computed from the log, and computed again."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knell.casebook.policy import Policy
from knell.evidence.entries import Supersede
from knell.evidence.store import decision
from knell.flows.add import Source
from knell.flows.catching_up import catch_up
from knell.flows.computing import the_steps
from knell.flows.projection import Desk, writing_desk
from knell.flows.rebuild import Rebuilt, check_ledger, rebuild_ledger
from knell.records import Incident
from tests.flows.books import ALL, Book, begin

OUTLETS = ("Example Wire", "Daily Example")


def rebuild(book: Book) -> Rebuilt:
    return rebuild_ledger(book.folder, actor="amal", random=book.chance, now=book.clock)


def check(book: Book) -> Rebuilt:
    return check_ledger(book.folder, actor="amal", random=book.chance, now=book.clock)


def incident_ids(book: Book) -> set[str]:
    with book.open() as casebook:
        return {incident.incident for incident in casebook.incidents()}


def test_a_rebuilt_ledger_is_the_same_byte_for_byte(book: Book) -> None:
    book.add(*ALL)
    book.add("observatory.txt", source=Source(outlet="Daily Example"))
    before = book.dump()
    rebuilt = rebuild(book)
    assert book.dump() == before
    assert rebuilt.reports == len(ALL)
    assert check(book) == rebuilt


@pytest.mark.parametrize("harm", ["gone", "garbled", "empty"])
def test_a_ledger_that_is_lost_or_damaged_is_made_again(book: Book, harm: str) -> None:
    book.add(*ALL)
    before = book.dump()
    ledger = book.folder / "ledger.sqlite"
    for path in book.folder.glob("ledger.sqlite*"):
        path.unlink()
    if harm != "gone":
        ledger.write_bytes(b"no database " * 1000 if harm == "garbled" else b"")
    rebuild(book)
    assert book.dump() == before


def test_a_ledger_with_one_bad_page_is_made_again(book: Book) -> None:
    book.add(*ALL)
    before = book.dump()
    ledger = book.folder / "ledger.sqlite"
    garbled = bytearray(ledger.read_bytes())
    for page in range(2, len(garbled) // 4096):
        garbled[page * 4096 : page * 4096 + 100] = b"\xff" * 100
    ledger.write_bytes(garbled)
    rebuild(book)
    assert book.dump() == before


def test_a_report_whose_bytes_are_damaged_is_left_out_and_named(book: Book) -> None:
    book.add(*ALL)
    blob = max((book.folder / "evidence" / "blobs").glob("*/*"))
    blob.write_bytes(blob.read_bytes()[:-1])
    rebuilt = rebuild(book)
    assert rebuilt.reports == len(ALL) - 1
    (line,) = rebuilt.faults
    assert "damaged" in line
    assert "knell verify" in line


def test_a_check_says_what_differs_and_changes_nothing(book: Book) -> None:
    book.add("observatory.txt")
    with writing_desk(book.folder, actor="amal", random=book.chance, now=book.clock) as desk:
        from knell.casebook import models

        desk.ledger.own(models.Receipt).update(name="forged.txt")
    forged = book.dump()
    old, new = check(book).differs
    assert (len(old), len(new)) == (1, 1)
    assert "forged.txt" in old[0]
    assert "observatory.txt" in new[0]
    assert book.dump() == forged


ARRIVALS = [(name, outlet) for name in ("observatory.txt", "hospital.txt", "relay.txt", "elsewhere.txt") for outlet in OUTLETS]


@pytest.fixture(scope="module")
def in_order(empty_book: Book, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What the ledger holds when each file came by itself, in one order."""
    book = empty_book.copy(tmp_path_factory.mktemp("in-order") / "coast")
    for name, outlet in ARRIVALS:
        book.add(name, source=Source(outlet=outlet))
    return book.dump(arrival=False)


@settings(max_examples=8)
@given(arrivals=st.permutations(ARRIVALS), at_once=st.integers(2, 5))
def test_any_order_of_arrival_gives_the_same_ledger(
    empty_book: Book, in_order: bytes, tmp_path_factory: pytest.TempPathFactory, arrivals: list[tuple[str, str]], at_once: int
) -> None:
    # The same ledger: all of it but log positions, leaf hashes and times of receipt. Each (file, outlet) arrives once.
    book = empty_book.copy(tmp_path_factory.mktemp("shuffled") / "coast")
    for start in range(0, len(arrivals), at_once):
        for outlet in OUTLETS:
            names = [name for name, from_ in arrivals[start : start + at_once] if from_ == outlet]
            if names:
                book.add(*names, source=Source(outlet=outlet))
    assert book.dump(arrival=False) == in_order


def test_an_id_that_was_given_out_answers_after_an_earlier_report_has_taken_its_place(book: Book) -> None:
    book.add("hospital.txt", source=Source(published="2025-03-08"))
    (given_out,) = incident_ids(book)
    book.add("observatory.txt", source=Source(published="2025-03-07"))
    (current,) = incident_ids(book)
    assert current != given_out
    with book.open() as casebook:
        assert casebook.superseded(given_out) == current
        assert casebook.superseded(current) is None
        assert casebook.incident(given_out).incident == current
        assert casebook.find_incident(given_out[:10]) == current
    before = book.dump()
    rebuild(book)
    assert book.dump() == before


def test_ids_that_a_new_version_no_longer_computes_go_into_the_log_and_answer(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    book.add("observatory.txt", "elsewhere.txt")
    given_out = incident_ids(book)
    with writing_desk(book.folder, actor="amal", random=book.chance, now=book.clock) as desk:
        later = Later(desk)
        catch_up(later.desk)
        logged = [row.content for row in later.desk.store.logged() if isinstance(row.content, Supersede)]
    assert len(logged) == 1
    now = incident_ids(book)
    assert not now & given_out
    with book.open() as casebook:
        assert {casebook.superseded(old) for old in given_out} == now


class Later:
    """The steps of a later version, which names incidents otherwise and splits nothing."""

    def __init__(self, desk: Desk) -> None:
        self._now = desk.steps
        self.versions = desk.steps.versions | {"knell": "later"}
        self.desk = desk._replace(steps=self)  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> object:
        return getattr(self._now, name)

    def reckon(self, *collection: object) -> object:
        return self._rename(self._now.reckon(*collection))  # type: ignore[arg-type]

    def reckon_part(self, matched: object) -> object:
        return self._rename(self._now.reckon_part(matched))  # type: ignore[arg-type]

    def _rename(self, found: tuple[Incident, ...]) -> object:
        import msgspec

        return tuple(msgspec.structs.replace(i, incident=i.incident[:-1] + "z", part_of=None, may_be_same=()) for i in found)

    def founds(self, claim: object) -> str:
        return self._now.founds(claim)[:-1] + "z"  # type: ignore[arg-type]


class TestErasure:
    def erase(self, book: Book, report: str) -> None:
        with writing_desk(book.folder, actor="amal", random=book.chance, now=book.clock) as desk, book.open() as casebook:
            positions = [receipt.position for receipt in casebook.receipts(report)]
            desk.store.erase(positions, desk.stamp(), desk.random, reason="consent withdrawn")
            catch_up(desk)

    def test_erasing_a_report_erases_its_words_and_all_that_came_of_them(self, book: Book) -> None:
        book.add("observatory.txt", "hospital.txt", "elsewhere.txt")
        with book.open() as casebook:
            (gone,) = [report for report in casebook.reports() if "hospital official" in report.text]
        self.erase(book, gone.id)
        with book.open() as casebook:
            assert len(casebook.reports()) == 2
            assert gone.id not in {r for incident in casebook.incidents() for r in incident.reports}
        left = b"".join(path.read_bytes() for path in book.folder.rglob("*") if path.is_file())
        assert b"Fifteen people were killed" not in left
        assert b"hospital.txt" not in left

    def test_no_words_linger_while_somebody_else_reads(self, book: Book) -> None:
        book.add("hospital.txt")
        with sqlite3.connect(book.folder / "ledger.sqlite") as reader:
            reader.execute("SELECT count(*) FROM casebook_report").fetchall()
            with book.open() as casebook:
                (gone,) = casebook.reports()
            self.erase(book, gone.id)
            left = b"".join(path.read_bytes() for path in book.folder.glob("ledger.sqlite*"))
        reader.close()
        assert b"Fifteen people were killed" not in left

    def test_the_ledger_is_then_the_one_that_would_have_been_without_it(self, book: Book) -> None:
        without = book.copy(book.folder.parent / "without" / "coast")
        without.add("observatory.txt", "elsewhere.txt")
        book.add("observatory.txt", "hospital.txt", "elsewhere.txt")
        with book.open() as casebook:
            (gone,) = [report.id for report in casebook.reports() if "hospital official" in report.text]
        self.erase(book, gone)
        assert book.dump(arrival=False) == without.dump(arrival=False)
        before = book.dump()
        rebuild(book)
        assert book.dump() == before


class TestPolicy:
    @pytest.fixture
    def coast(self, tmp_path: Path) -> Book:
        book = begin(tmp_path / "coast", Policy(countries=("SY",), from_="2025-03-01"))
        book.add(*ALL)
        return book

    def test_what_lies_outside_is_kept_and_shown_with_the_reason(self, coast: Book) -> None:
        with coast.open() as casebook:
            texts = {report.id: report.text for report in casebook.reports()}
            assert sorted(texts.values()) == sorted(ALL.values())
            reasons = {(texts[row.report or ""].split("\n")[0], row.reason) for row in casebook.left_out() if row.claim}
            told_of = {report for incident in casebook.incidents() for report in incident.reports}
        assert ("Strike in Lebanon", "outside the territory: LB") in reasons
        assert any(title == "Car bomb in Manbij" and reason.startswith("before 2025-03-01") for title, reason in reasons)
        assert all("Lebanon" not in texts[report] and "Manbij" not in texts[report] for report in told_of)

    def test_a_policy_decided_later_judges_all_that_is_there(self, coast: Book) -> None:
        with writing_desk(coast.folder, actor="amal", random=coast.chance, now=coast.clock) as desk:
            desk.store.append([decision("policy", Policy())], desk.stamp(), desk.random)
            catch_up(desk)
        with coast.open() as casebook:
            assert casebook.policy == Policy()
            assert [row for row in casebook.left_out() if row.claim] == []
            assert [d.state for d in casebook.decisions()] == ["superseded", "applied"]
            assert len(casebook.incidents()) > 1
        before = coast.dump()
        rebuild(coast)
        assert coast.dump() == before


def test_matching_what_is_touched_gives_what_matching_everything_gives(book: Book) -> None:
    for name in ALL:
        book.add(name)
    with book.open() as casebook:
        whole = the_steps().reckon(casebook.reports(), casebook.claims())
        assert sorted(casebook.incidents(), key=lambda i: i.incident) == sorted(whole, key=lambda i: i.incident)
