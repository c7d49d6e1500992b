"""Footage used again is found: floors under what soak/footage.py measures (68 pictures, 8 films), on a few of the same."""

from collections.abc import Iterator

import pytest

from knell.confining.cell import Cell
from knell.examining.examine import PRELOAD
from soak.footage import measure_films, measure_pictures
from tests.soaks import keep_figures

from .footage import FFMPEG, NO_FFMPEG, needs_prints

STILLS = ("recompressed", "cropped 5 %", "cropped 10 %", "cropped aside 8 %", "letterboxed", "mirrored")
FILMS = ("mirrored", "cut out, 6 s")


@pytest.fixture(scope="module")
def cell() -> Iterator[Cell]:
    with Cell(preload=PRELOAD) as one:
        yield one


@needs_prints
def test_stills_used_again_are_found_and_no_others(cell: Cell) -> None:
    told = measure_pictures(cell, 3, STILLS)
    assert told["false_pairs"] == {"31": 0, "60": 0}
    assert {name: told[name]["31"] for name in STILLS} == dict.fromkeys(STILLS, 1.0)


@pytest.mark.skipif(not FFMPEG, reason=NO_FFMPEG)
@needs_prints
def test_films_used_again_are_found_and_no_others(cell: Cell) -> None:
    told = measure_films(cell, 2, FILMS)
    assert (told["films"], told["false_pairs"]) == (2, 0)
    assert [told[name] for name in (*FILMS, "a still out of it")] == [1.0, 1.0, 1.0]


@pytest.mark.soak
@pytest.mark.skipif(not FFMPEG, reason=NO_FFMPEG)
@needs_prints
def test_the_figures_of_the_documentation_hold(cell: Cell) -> None:
    stills, films = measure_pictures(cell, 68), measure_films(cell, 8)
    keep_figures("footage", {"pictures": stills, "films": films})
    assert stills.pop("false_pairs") == {"31": 0, "60": 0}
    assert films.pop("false_pairs") == 0
    least = {"cropped 12 %": 0.85, "captioned": 0.05}
    assert {name: told["31"] for name, told in stills.items() if isinstance(told, dict) and told["31"] < least.get(name, 1.0)} == {}
    assert stills["captioned"]["60"] >= 0.95
    assert {name: share for name, share in films.items() if share < 1.0} == {}
