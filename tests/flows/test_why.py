"""A figure is walked back to the bytes that were received."""

import hashlib

from knell.flows.add import Source
from knell.flows.why import ClaimWalk, Walk, mark_words, walk_back
from knell.records import Span
from tests.flows.books import OBSERVATORY, Book


def why(book: Book, asked: str) -> Walk | ClaimWalk:
    return walk_back(book.folder, asked, actor="amal", random=book.chance, now=book.clock)


def only_incident(book: Book) -> str:
    with book.open() as casebook:
        (incident,) = casebook.incidents()
        return incident.incident


def test_each_lane_leads_to_its_sentence_and_to_the_hash_of_what_was_received(book: Book) -> None:
    book.add("observatory.txt", source=Source(outlet="Example Wire"))
    book.add("observatory.txt", source=Source(outlet="Daily Example", origin="a colleague"))
    book.add("hospital.txt")
    walk = why(book, only_incident(book)[:8])
    assert isinstance(walk, Walk)
    lanes = [lane for toll in walk.tolls for lane in toll.lanes]
    (observatory,) = [lane for lane in lanes if "Observatory" in lane.lane.root]
    assert observatory.heard is not None
    assert "[[At least 12 civilians]]" in observatory.heard.sentence.replace("12]] civilians", "12 civilians]]")
    assert [(c.name, c.outlet, c.origin, c.position, c.state) for c in observatory.heard.custody] == [
        ("observatory.txt", "Example Wire", None, 2, "unchanged"),
        ("observatory.txt", "Daily Example", "a colleague", 3, "unchanged"),
    ]
    assert {c.sha256 for c in observatory.heard.custody} == {hashlib.sha256(OBSERVATORY.encode()).hexdigest()}


def test_every_claim_of_the_incident_is_told_once(book: Book) -> None:
    book.add("observatory.txt", "hospital.txt", "relay.txt")
    walk = why(book, only_incident(book))
    assert isinstance(walk, Walk)
    told = [lane.lane.claim for toll in walk.tolls for lane in toll.lanes] + [heard.claim.claim for heard in walk.others]
    assert set(told) >= set(walk.incident.claims)
    assert len({heard.claim.claim for heard in walk.others}) == len(walk.others)


def test_bytes_that_have_changed_or_gone_are_named(book: Book) -> None:
    book.add("observatory.txt")
    (blob,) = (book.folder / "evidence" / "blobs").rglob("*/*")
    blob.write_bytes(b"something else")
    walk = why(book, only_incident(book))
    assert isinstance(walk, Walk)
    states = {c.state for toll in walk.tolls for lane in toll.lanes if lane.heard for c in lane.heard.custody}
    assert states == {"changed"}
    blob.unlink()
    walk = why(book, only_incident(book))
    assert isinstance(walk, Walk)
    assert {c.state for toll in walk.tolls for lane in toll.lanes if lane.heard for c in lane.heard.custody} == {"missing"}


def test_a_claim_is_walked_back_by_itself(book: Book) -> None:
    book.add("observatory.txt")
    incident = only_incident(book)
    with book.open() as casebook:
        claim = casebook.incident(incident).claims[0]
    walk = why(book, claim[:12])
    assert isinstance(walk, ClaimWalk)
    assert walk.heard.claim.claim == claim
    assert walk.incident == incident
    assert walk.out is None


def test_an_id_that_was_given_out_earlier_says_what_answers_for_it(book: Book) -> None:
    book.add("hospital.txt", source=Source(published="2025-03-08"))
    earlier = only_incident(book)
    book.add("observatory.txt", source=Source(published="2025-03-07"))
    walk = why(book, earlier)
    assert isinstance(walk, Walk)
    assert (walk.renamed, walk.incident.incident) == (earlier, only_incident(book))


def test_marks_stand_around_the_words_and_overlapping_ones_are_joined() -> None:
    text = "On Friday, police\nsaid 12 people died."
    passage = Span(text=text, start=100, end=100 + len(text))
    spans = (Span(start=123, end=125), Span(start=123, end=132), Span(start=111, end=117), None, Span(), Span(start=0, end=5))
    assert mark_words(passage, spans) == "On Friday, [[police]] said [[12 people]] died."
    assert mark_words(Span(start=100, end=120), spans) == ""
