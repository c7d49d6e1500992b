"""The packed form: what is written is read, digests keep strangers apart, a broken or foreign folder is refused."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knell.records.errors import InputError
from knell.terms.gazetteer.packed import Admin1, Place, digest, read_packed, write_packed

NOWHERE = Admin1("", "", "")
HAMA = Admin1("SY", "SY-HM", "Hama")
NAMES = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=12)


def place(number: int, name: str, population: int = 0) -> Place:
    return Place(number, name, "SY", "Hama", "", "SY-HM", round(35.1 + number / 100, 2), 36.5, population, "town")


@settings(max_examples=40, deadline=None)
@given(
    names=st.lists(NAMES, min_size=1, max_size=12), keys=st.lists(st.tuples(NAMES, st.integers(0, 11), st.integers(0, 255)), max_size=30)
)
def test_what_is_packed_is_read_back(tmp_path_factory: pytest.TempPathFactory, names: list[str], keys: list[tuple[str, int, int]]) -> None:
    folder = tmp_path_factory.mktemp("packed")
    places = [place(number, name, 10 * number) for number, name in enumerate(names)]
    rows = {(key, number % len(places), flags) for key, number, flags in keys}
    write_packed(places, rows, (NOWHERE, HAMA), folder)
    packed = read_packed(folder)
    assert len(packed) == len(places)
    assert [packed.place(number) for number in range(len(places))] == places
    for key in {row[0] for row in rows}:
        assert {(row.place, row.flags) for row in packed.rows(key)} == {(number, flags) for name, number, flags in rows if name == key}


def test_the_same_places_give_the_same_bytes(tmp_path: Path) -> None:
    places = [place(0, "Arza"), place(1, "Maan", 900)]
    rows = [("arza", 0, 0), ("maan", 1, 0), ("arzah", 0, 1)]
    write_packed(places, rows, (NOWHERE, HAMA), tmp_path / "one")
    write_packed(reversed(places), reversed(rows), (NOWHERE, HAMA), tmp_path / "two")
    assert [p.read_bytes() for p in sorted((tmp_path / "one").iterdir())] == [p.read_bytes() for p in sorted((tmp_path / "two").iterdir())]


def test_a_key_s_places_come_largest_first(tmp_path: Path) -> None:
    write_packed([place(0, "Arza", 5), place(1, "Arza", 900)], [("arza", 0, 0), ("arza", 1, 0)], (NOWHERE, HAMA), tmp_path)
    assert [row.place for row in read_packed(tmp_path).rows("arza")] == [1, 0]


def test_an_absent_key_has_no_rows_though_its_digest_has_neighbours(tmp_path: Path) -> None:
    write_packed([place(0, "Arza")], [(f"key {n}", 0, 0) for n in range(2000)], (NOWHERE, HAMA), tmp_path)
    packed = read_packed(tmp_path)
    assert all(packed.rows(f"key {n}") for n in range(2000))
    assert not any(packed.rows(f"other {n}") for n in range(2000))


def test_a_digest_has_48_bits_of_its_key() -> None:
    first, check = digest("latakia")
    assert 0 <= first < 2**32
    assert 0 <= check < 2**16
    assert digest("latakia") != digest("lattakia")


def test_a_folder_without_a_gazetteer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_packed(tmp_path)


def test_a_gazetteer_of_another_format_is_refused(tmp_path: Path) -> None:
    write_packed([place(0, "Arza")], [("arza", 0, 0)], (NOWHERE, HAMA), tmp_path)
    (tmp_path / "countries.txt").write_text("knell-gazetteer-0\n\nSY\n", encoding="utf-8")
    with pytest.raises(InputError, match="another format"):
        read_packed(tmp_path)
