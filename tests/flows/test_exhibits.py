"""Exhibits: received, opened behind walls, described and linked by people, found again; and what is left of them after an erasure."""

from pathlib import Path

import pytest

from knell.casebook.exhibits import find_exhibit, list_exhibits, list_matches, list_said, list_ties
from knell.evidence.entries import Decide, Derive, Examine, Exhibit
from knell.evidence.store import open_store
from knell.flows.erase import approve_erasure, plan_erasure, request_erasure
from knell.flows.exhibit_decisions import describe_exhibit, link_exhibit, unlink_exhibit
from knell.flows.exhibit_walk import walk_exhibit, write_original
from knell.flows.exhibits import Failed, Hung, Source, examine_again, hang_exhibits
from knell.flows.rebuild import check_ledger, rebuild_ledger
from knell.records.errors import CasebookError, InputError, UsageError
from tests.examining.footage import PHOTOGRAPHER, again, needs_prints, photograph, picture
from tests.flows.books import Book


def hands(book: Book) -> dict[str, object]:
    return {"actor": "amal", "random": book.chance, "now": book.clock}


def hang(book: Book, *names: str, source: Source = Source()) -> list[Hung]:  # noqa: B008
    rows = list(hang_exhibits(book.folder, [book.inbox / name for name in names], source, **hands(book)))  # type: ignore[arg-type]
    assert not [row for row in rows if isinstance(row, Failed)]
    return [row for row in rows if isinstance(row, Hung)]


@pytest.fixture
def gallery(book: Book) -> Book:
    """Two photographs of one thing, one of another, and a broken one."""
    from soak.footage import as_jpeg

    book.write("street.jpg", photograph(1))
    book.write("again.jpg", again(1))
    book.write("other.jpg", as_jpeg(picture(9), 80))
    book.write("broken.png", b"\x89PNG\r\n\x1a\nxxxx")
    return book


def test_an_exhibit_is_received_with_its_bytes_and_opened_behind_walls(gallery: Book) -> None:
    (hung,) = hang(gallery, "street.jpg", source=Source(origin="a partner"))
    assert (hung.became, hung.fault) == ("new", None)
    walk = walk_exhibit(gallery.folder, hung.exhibit[:6], **hands(gallery))  # type: ignore[arg-type]
    (custody,) = walk.custody
    assert (custody.name, custody.origin, custody.state) == ("street.jpg", "a partner", "unchanged")
    assert walk.walls
    assert PHOTOGRAPHER in {tag.value for tag in walk.stated}


def test_what_a_file_states_of_itself_is_in_the_log_and_not_in_the_ledger(gallery: Book) -> None:
    hang(gallery, "street.jpg")
    assert PHOTOGRAPHER.encode() not in gallery.dump()
    assert b'"located":true' in gallery.dump().replace(b"\\", b"")


def test_a_file_that_cannot_be_opened_is_kept_with_one_line_why(gallery: Book) -> None:
    broken, street = hang(gallery, "broken.png", "street.jpg")
    assert broken.fault
    assert "\n" not in broken.fault
    assert street.fault is None
    (gallery.inbox / "out").mkdir()
    saved = gallery.inbox / "out" / "x.png"
    assert write_original(gallery.folder, broken.exhibit, saved, **hands(gallery)) == 12  # type: ignore[arg-type]
    assert saved.stat().st_mode & 0o077 == 0
    with pytest.raises(InputError, match="is there already"):
        write_original(gallery.folder, broken.exhibit, saved, **hands(gallery))  # type: ignore[arg-type]


def test_the_same_bytes_are_one_exhibit_and_another_source_is_a_second_receipt(gallery: Book) -> None:
    (first,) = hang(gallery, "street.jpg")
    assert hang(gallery, "street.jpg")[0].became == "already here from this source"
    (second,) = hang(gallery, "street.jpg", source=Source(origin="another"))
    assert (second.became, second.exhibit) == ("same bytes, another source", first.exhibit)
    with gallery.open() as casebook:
        assert len(find_exhibit(casebook, first.exhibit).receipts) == 2


@needs_prints
def test_footage_used_again_is_found_whichever_came_first(gallery: Book, tmp_path: Path) -> None:
    other = gallery.copy(tmp_path / "other" / "coast")
    for name in ("street.jpg", "again.jpg", "other.jpg"):
        (other.inbox / name).write_bytes((gallery.inbox / name).read_bytes())
    one = hang(gallery, "street.jpg", "other.jpg", "again.jpg")
    assert [(m.kind, m.near) for m in one[2].alike] == [("same_picture", True)]
    hang(other, "again.jpg", "street.jpg", "other.jpg")
    with gallery.open() as a, other.open() as b:
        assert list_matches(a) == list_matches(b) != []
    assert gallery.dump(arrival=False) == other.dump(arrival=False)


@needs_prints
def test_exhibits_and_what_people_said_of_them_survive_a_rebuild(gallery: Book) -> None:
    gallery.add("observatory.txt")
    (hung, _) = hang(gallery, "street.jpg", "again.jpg")
    claim = link_first(gallery, hung.exhibit)
    describe_exhibit(gallery.folder, hung.exhibit, {"geolocation": "Jableh, north gate"}, "hill line compared", **hands(gallery))  # type: ignore[arg-type]
    assert check_ledger(gallery.folder, **hands(gallery)).differs == ((), ())  # type: ignore[arg-type]
    rebuild_ledger(gallery.folder, **hands(gallery))  # type: ignore[arg-type]
    with gallery.open() as casebook:
        (tie,) = list_ties(casebook, exhibit=hung.exhibit)
        (said,) = list_said(casebook, hung.exhibit)
        assert (tie.claim, tie.how, tie.reason) == (claim, "exact", "the same street")
        assert (said.says, said.reason) == ("Jableh, north gate", "hill line compared")
        assert find_exhibit(casebook, hung.exhibit).thumbnail is not None
        assert len(list_matches(casebook)) == 1


def link_first(book: Book, exhibit: str) -> str:
    with book.open() as casebook:
        incident = casebook.incidents()[0]
        claim = next(c.claim for c in casebook.claims(incident.claims) if c.harm == "killed")
    tied = link_exhibit(book.folder, exhibit, claim, "the same street", **hands(book))  # type: ignore[arg-type]
    assert (tied.claim, tied.incident) == (claim, incident.incident)
    return claim


def test_a_link_is_a_persons_and_changes_no_figure(gallery: Book) -> None:
    gallery.add("observatory.txt")
    (hung,) = hang(gallery, "street.jpg")
    with gallery.open() as casebook:
        before = casebook.incidents()
    claim = link_first(gallery, hung.exhibit)
    with gallery.open() as casebook:
        assert casebook.incidents() == before
    with pytest.raises(UsageError, match="linked to it already"):
        link_exhibit(gallery.folder, hung.exhibit, claim, "again", **hands(gallery))  # type: ignore[arg-type]
    unlink_exhibit(gallery.folder, hung.exhibit, claim, "another street", **hands(gallery))  # type: ignore[arg-type]
    with gallery.open() as casebook:
        assert list_ties(casebook) == []
    with pytest.raises(UsageError, match="is not linked"):
        unlink_exhibit(gallery.folder, hung.exhibit, claim, "again", **hands(gallery))  # type: ignore[arg-type]
    assert link_first(gallery, hung.exhibit) == claim


def test_a_later_word_takes_the_place_of_an_earlier_one_and_an_empty_one_takes_it_back(gallery: Book) -> None:
    (hung,) = hang(gallery, "street.jpg")
    for words in ("Jableh", "Latakia"):
        describe_exhibit(gallery.folder, hung.exhibit, {"claimed_place": words}, None, **hands(gallery))  # type: ignore[arg-type]
    with gallery.open() as casebook:
        assert [said.says for said in list_said(casebook, hung.exhibit)] == ["Latakia"]
    describe_exhibit(gallery.folder, hung.exhibit, {"claimed_place": ""}, None, **hands(gallery))  # type: ignore[arg-type]
    with gallery.open() as casebook:
        assert list_said(casebook, hung.exhibit) == []


def test_a_finding_needs_its_reason_and_who_filmed_is_never_a_name(gallery: Book) -> None:
    (hung,) = hang(gallery, "street.jpg")
    with pytest.raises(UsageError, match="needs its reason"):
        describe_exhibit(gallery.folder, hung.exhibit, {"geolocation": "Jableh"}, " ", **hands(gallery))  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="never as a name"):
        describe_exhibit(gallery.folder, hung.exhibit, {"filmed_by": PHOTOGRAPHER}, None, **hands(gallery))  # type: ignore[arg-type]
    describe_exhibit(gallery.folder, hung.exhibit, {"filmed_by": "w:3f9a77b019c4aa01"}, None, **hands(gallery))  # type: ignore[arg-type]


def test_an_erased_exhibit_leaves_no_picture_no_print_and_no_word(gallery: Book) -> None:
    gallery.add("observatory.txt")
    hung, other = hang(gallery, "street.jpg", "again.jpg")
    link_first(gallery, hung.exhibit)
    with gallery.desk() as desk:
        gone = [desk.store.at(at).content for at in plan_erasure(desk, [hung.exhibit]).positions]
        assert [type(content) for content in gone] == [Exhibit, Examine, Derive, Decide]
    number = request_erasure(gallery.folder, [hung.exhibit], "mistake", **hands(gallery)).number  # type: ignore[arg-type]
    approve_erasure(gallery.folder, number, actor="basma", random=gallery.chance, now=gallery.clock)
    with gallery.desk() as desk:
        assert [desk.store.read_bytes(content.sha256) for content in gone if isinstance(content, Exhibit | Derive)] == [None, None]
    with gallery.open() as casebook:
        assert [one.exhibit for one in list_exhibits(casebook)] == [other.exhibit]
        assert (list_matches(casebook), list_ties(casebook)) == ([], [])
        with pytest.raises(CasebookError):
            find_exhibit(casebook, hung.exhibit)
    assert check_ledger(gallery.folder, **hands(gallery)).differs == ((), ())  # type: ignore[arg-type]


@needs_prints
def test_an_exhibit_can_be_opened_once_more_and_the_earlier_finding_stays_in_the_log(gallery: Book) -> None:
    hung, _ = hang(gallery, "street.jpg", "again.jpg")
    (once_more,) = examine_again(gallery.folder, [hung.exhibit], **hands(gallery))  # type: ignore[arg-type]
    assert isinstance(once_more, Hung)
    with gallery.open() as casebook:
        shown = find_exhibit(casebook, hung.exhibit)
        assert len(shown.pictures) == 1
        assert len(list_matches(casebook)) == 1
    store = open_store(gallery.folder / "evidence")
    assert sum(isinstance(row.content, Examine) for row in store.logged()) == 3
    store.close()
    assert check_ledger(gallery.folder, **hands(gallery)).differs == ((), ())  # type: ignore[arg-type]


def test_a_file_that_is_not_there_is_one_line_and_the_rest_go_on(gallery: Book) -> None:
    rows = list(hang_exhibits(gallery.folder, [gallery.inbox / "none.jpg", gallery.inbox / "street.jpg"], Source(), **hands(gallery)))  # type: ignore[arg-type]
    assert [type(row) for row in rows] == [Failed, Hung]
