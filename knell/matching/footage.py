"""Which exhibits show the same: stills by their prints, films second by second, a still in a film.

1. stills: the one as it is against all crops and turns of the other, both ways round
2. films: seconds that look alike, as they are, cropped or mirrored; only runs of them at one distance in time count, so that one like
   frame is no match
3. a still in a film: the still's crops and turns against each second

Being alike is no proof of where something was filmed, and never makes one exhibit of two. Thresholds: PDQ's authors give 31 of 256
bits; at 60 soak/footage.py finds no false pair among pictures that are not alike, and a study of 68 photographs found 12 of 4,556, all
quadrants of one picture. Beyond 31 a pair is for a person to look at.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from knell.records.exhibit import FootageMatch, Print, Stretch

VERSION = "footage@1"
NEAR = 31
PERHAPS = 60
LEAST_RUN = 3
"""Seconds alike, in time with each other, that make two films meet."""
IN_TIME = 48
LEAST_LOOSE_RUN = 5
"""Frames taken a part of a second apart differ in more bits; so many of them, in time with each other, are no chance either."""
MOST_STRETCHES = 12
_ROWS = 256
_DRIFT = 1
"""Seconds by which two runs may drift: frames are taken at whole seconds of either film."""


class Footage(NamedTuple):
    """An exhibit's prints. ``film``: they are its seconds'."""

    exhibit: str
    film: bool
    prints: tuple[Print, ...]


class _Still(NamedTuple):
    """``hashes``: of all views and turns; ``wholes``: of what is no crop, upright."""

    exhibit: str
    hashes: Any
    wholes: Any


class _Film(NamedTuple):
    """``plain``, ``mirrored``: a hash a second; ``crops``: of each crop a hash a second."""

    exhibit: str
    seconds: Any
    plain: Any
    mirrored: Any
    crops: tuple[Any, ...]


class Gallery:
    """Footage that new footage is compared with."""

    def __init__(self, footage: Iterable[Footage] = ()) -> None:
        self._stills: list[_Still] = []
        self._films: list[_Film] = []
        for one in footage:
            self.add(one)

    def add(self, footage: Footage) -> None:
        """Takes in an exhibit; one without prints meets nothing."""
        made = _made(footage)
        if isinstance(made, _Film):
            self._films.append(made)
        elif made is not None:
            self._stills.append(made)

    def meet(self, footage: Footage) -> list[FootageMatch]:
        """What the exhibit looks like, nearest first; itself aside. The same whichever of two came first."""
        made = _made(footage)
        if made is None:
            return []
        found = [*self._meet_films(made), *self._meet_stills(made)]
        return sorted((match for match in found if match is not None), key=lambda match: (match.distance, match.a, match.b))

    def _meet_films(self, made: _Still | _Film) -> Iterator[FootageMatch | None]:
        for film in self._films:
            if film.exhibit != made.exhibit:
                yield _still_in_film(made, film) if isinstance(made, _Still) else _two_films(*sorted((made, film), key=lambda f: f.exhibit))

    def _meet_stills(self, made: _Still | _Film) -> Iterator[FootageMatch | None]:
        for still in self._stills:
            if still.exhibit != made.exhibit:
                yield (
                    _two_stills(*sorted((made, still), key=lambda s: s.exhibit))
                    if isinstance(made, _Still)
                    else _still_in_film(still, made)
                )


def _made(footage: Footage) -> _Still | _Film | None:
    if not footage.prints:
        return None
    if not footage.film:
        print_ = footage.prints[0]
        hashes = _words(print_.hashes)
        return _Still(footage.exhibit, hashes, hashes[: 8 * print_.wholes : 8])
    seconds = np.array([one.at or 0 for one in footage.prints])
    plain = _words([one.hashes[0] for one in footage.prints])
    mirrored = _words([one.hashes[1] for one in footage.prints])
    least = min(len(one.hashes) for one in footage.prints)
    return _Film(
        footage.exhibit, seconds, plain, mirrored, tuple(_words([one.hashes[n] for one in footage.prints]) for n in range(2, least))
    )


def _two_stills(a: _Still, b: _Still) -> FootageMatch | None:
    there, back = _distances(a.wholes, b.hashes).min(axis=0), _distances(b.wholes, a.hashes).min(axis=0)
    least = int(min(there.min(), back.min()))
    if least > PERHAPS:
        return None
    # Upright pairs stand first in every crop; the turned ones count only where none of those is as near.
    upright = int(min(there[::8].min(), back[::8].min()))
    return FootageMatch(kind="same_picture", a=a.exhibit, b=b.exhibit, distance=least, near=least <= NEAR, turned=upright > least)


def _still_in_film(still: _Still, film: _Film) -> FootageMatch | None:
    rows = _distances(still.hashes, film.plain)
    # The still may be a crop of the frame as well as the frame a crop of the still.
    cropped = np.min([_distances(still.wholes, crop).min(axis=0) for crop in film.crops] or [np.full(len(film.plain), 256)], axis=0)
    by_second = np.minimum(rows.min(axis=0), cropped)
    least = int(by_second.min())
    if least > NEAR:
        return None
    alike = film.seconds[by_second <= NEAR]
    turned = min(int(rows[::8].min()), int(cropped.min())) > least
    stretches = tuple(
        Stretch(a=None, b=(int(run[0]), int(run[-1])), alike=len(run)) for run in np.split(alike, np.where(np.diff(alike) > 1)[0] + 1)
    )
    return FootageMatch(
        kind="picture_in_film",
        a=still.exhibit,
        b=film.exhibit,
        distance=least,
        near=True,
        turned=turned,
        stretches=stretches[:MOST_STRETCHES],
    )


def _two_films(a: _Film, b: _Film) -> FootageMatch | None:
    plain, least = _runs(a, _alike(a.seconds, (a.plain, *a.crops), b.seconds, (b.plain, *b.crops)), b)
    mirrored, least_mirrored = _runs(a, _alike(a.seconds, (a.mirrored,), b.seconds, (b.plain,)), b)
    turned = sum(run.alike for run in mirrored) > sum(run.alike for run in plain)
    runs, distance = (mirrored, least_mirrored) if turned else (plain, least)
    if not runs:
        return None
    return FootageMatch(kind="same_film", a=a.exhibit, b=b.exhibit, distance=distance, near=True, turned=turned, stretches=tuple(runs))


Pair = tuple[int, int, int]
"""A second of one film, a second of another, and the distance of their prints."""


def _alike(seconds: Any, some: Sequence[Any], others_seconds: Any, others: Sequence[Any]) -> list[Pair]:
    """The pairs of seconds that look alike enough to count in a run: either as it is, the other as it is or cropped."""
    pairs: list[Pair] = []
    for start in range(0, len(some[0]), _ROWS):
        part = slice(start, start + _ROWS)
        rows = _distances(some[0][part], others[0])
        for crop in others[1:]:
            rows = np.minimum(rows, _distances(some[0][part], crop))
        for crop in some[1:]:
            rows = np.minimum(rows, _distances(crop[part], others[0]))
        at, there = np.nonzero(rows <= IN_TIME)
        pairs += zip(seconds[start + at].tolist(), others_seconds[there].tolist(), rows[at, there].tolist(), strict=True)
    return pairs


def _runs(one: _Film, pairs: list[Pair], other: _Film) -> tuple[list[Stretch], int]:
    """Runs of seconds alike at one distance in time, longest first, and the least distance of any pair in them."""
    shortest = min(len(one.plain), len(other.plain))
    runs: list[Stretch] = []
    least = 256
    while pairs and len(runs) < MOST_STRETCHES:
        run = _longest(pairs)
        near = [pair for pair in run if pair[2] <= NEAR]
        if _count(near) < min(LEAST_RUN, shortest) and _count(run) < LEAST_LOOSE_RUN:
            break
        mine, theirs = sorted({a for a, _, _ in run}), sorted({b for _, b, _ in run})
        runs.append(Stretch(a=(mine[0], mine[-1]), b=(theirs[0], theirs[-1]), alike=_count(run)))
        least = min(least, *(distance for _, _, distance in run))
        taken = set(mine)
        pairs = [pair for pair in pairs if pair[0] not in taken]
    return runs, least


def _count(run: Sequence[Pair]) -> int:
    """The seconds of a run, each counted once on either side."""
    return min(len({a for a, _, _ in run}), len({b for _, b, _ in run}))


def _longest(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs at the distance in time that has the most seconds of the first film; the earliest such."""
    at: dict[int, set[int]] = {}
    for a, b, _ in pairs:
        for drift in range(-_DRIFT, _DRIFT + 1):
            at.setdefault(b - a + drift, set()).add(a)
    best = min(at, key=lambda offset: (-len(at[offset]), abs(offset), offset))
    return [pair for pair in pairs if abs(pair[1] - pair[0] - best) <= _DRIFT]


def _words(hashes: Sequence[str]) -> Any:
    return np.frombuffer(bytes.fromhex("".join(hashes)), dtype=np.uint64).reshape(-1, 4)


def _distances(some: Any, others: Any) -> Any:
    """Bits that each of some differs in from each of the others."""
    return np.bitwise_count(some[:, None, :] ^ others[None, :, :]).sum(axis=2, dtype=np.int32)
