"""Footage that looks alike is found by its prints, whichever came first; what does not is not."""

from hypothesis import given
from hypothesis import strategies as st

from knell.matching.footage import NEAR, PERHAPS, Footage, Gallery
from knell.records.exhibit import Print


def a_hash(seed: int, *, flipped: int = 0) -> str:
    """256 bits that no other seed shares, the first so many turned over."""
    import hashlib

    bits = int.from_bytes(hashlib.sha256(str(seed).encode()).digest())
    return f"{bits ^ ((1 << flipped) - 1):064x}"


def still(name: str, seed: int, flipped: int = 0) -> Footage:
    return Footage(name, False, (Print(hashes=(a_hash(seed, flipped=flipped), *(a_hash(seed * 1000 + n) for n in range(1, 8)))),))


def film(name: str, seeds: list[int], flipped: int = 0) -> Footage:
    prints = tuple(Print(at=at, hashes=(a_hash(seed, flipped=flipped), a_hash(-seed - 1))) for at, seed in enumerate(seeds))
    return Footage(name, True, prints)


def test_a_picture_compressed_anew_is_the_same_picture() -> None:
    (match,) = Gallery([still("x:a", 1), still("x:b", 2)]).meet(still("x:c", 1, flipped=20))
    assert (match.kind, match.a, match.b, match.distance, match.near, match.turned) == ("same_picture", "x:a", "x:c", 20, True, False)


def test_between_31_and_60_bits_it_is_for_a_person_to_look_at_and_beyond_it_is_nothing() -> None:
    gallery = Gallery([still("x:a", 1)])
    assert gallery.meet(still("x:b", 1, flipped=NEAR))[0].near
    assert not gallery.meet(still("x:b", 1, flipped=NEAR + 1))[0].near
    assert gallery.meet(still("x:b", 1, flipped=PERHAPS))
    assert not gallery.meet(still("x:b", 1, flipped=PERHAPS + 1))


def test_a_mirrored_picture_is_found_and_said_to_be_turned() -> None:
    one = still("x:a", 1)
    mirrored = Footage("x:b", False, (Print(hashes=(one.prints[0].hashes[5], *(a_hash(n) for n in range(50, 57)))),))
    (match,) = Gallery([one]).meet(mirrored)
    assert match.turned


def test_a_crop_is_found_from_either_side() -> None:
    whole = Footage("x:a", False, (Print(hashes=(*(a_hash(n) for n in range(8)), *(a_hash(n) for n in range(100, 108)))),))
    crop = Footage("x:b", False, (Print(hashes=tuple(a_hash(n) for n in (100, *range(20, 27)))),))
    assert Gallery([whole]).meet(crop) == Gallery([crop]).meet(whole)
    assert not Gallery([whole]).meet(crop)[0].turned


def test_a_part_of_a_film_is_found_where_it_lies() -> None:
    (match,) = Gallery([film("x:a", list(range(20)))]).meet(film("x:b", [90, 91, 5, 6, 7, 8, 92]))
    (stretch,) = match.stretches
    assert (match.kind, stretch.a, stretch.b, stretch.alike) == ("same_film", (5, 8), (2, 5), 4)


def test_two_frames_alike_make_no_match_of_films() -> None:
    assert not Gallery([film("x:a", list(range(20)))]).meet(film("x:b", [90, 5, 6, 91, 92]))


def test_the_same_frames_in_another_order_make_no_match_of_films() -> None:
    assert not Gallery([film("x:a", list(range(30)))]).meet(film("x:b", [25, 3, 14, 20, 9]))


def test_a_mirrored_film_is_found() -> None:
    one = film("x:a", [1, 2, 3, 4])
    other = Footage("x:b", True, tuple(Print(at=p.at, hashes=(p.hashes[1], p.hashes[0])) for p in one.prints))
    (match,) = Gallery([one]).meet(other)
    assert match.turned


def test_a_cut_film_has_a_stretch_for_each_piece() -> None:
    pieces = [*range(10, 16), *range(2, 6)]
    (match,) = Gallery([film("x:a", list(range(20)))]).meet(film("x:b", pieces))
    assert [(s.a, s.b) for s in match.stretches] == [((10, 15), (0, 5)), ((2, 5), (6, 9))]


def test_a_still_out_of_a_film_is_found_at_its_second() -> None:
    (match,) = Gallery([film("x:f", [7, 8, 9])]).meet(still("x:a", 8, flipped=10))
    assert (match.kind, match.a, match.b, match.stretches[0].b) == ("picture_in_film", "x:a", "x:f", (1, 1))


def test_what_has_no_prints_looks_like_nothing() -> None:
    assert Gallery([still("x:a", 1), Footage("x:b", False, ())]).meet(Footage("x:c", True, ())) == []


SEEN = st.lists(st.integers(0, 5), min_size=1, max_size=8)


@given(SEEN, SEEN)
def test_which_of_two_films_came_first_changes_nothing(one: list[int], other: list[int]) -> None:
    a, b = film("x:a", one), film("x:b", other, flipped=8)
    assert Gallery([a]).meet(b) == Gallery([b]).meet(a)


@given(st.integers(0, 2), st.integers(0, 2), st.integers(0, 70))
def test_which_of_two_stills_came_first_changes_nothing(one: int, other: int, flipped: int) -> None:
    a, b = still("x:a", one), still("x:b", other, flipped)
    assert Gallery([a]).meet(b) == Gallery([b]).meet(a)
