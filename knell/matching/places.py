"""Whether two places are one, whether one lies inside the other, or neither."""

import math
import re
import unicodedata
from functools import lru_cache

from knell.records.claim import Place

FINE = frozenset({"exact", "town"})
"""Precisions at which a place is a site, and so a fact that tells one happening from another."""
_RANK = {"exact": 0, "town": 1, "admin2": 2, "admin1": 3, "region": 4, "country": 5}
REGION_RANK = 4
SAME_KM = 4.0
"""Two named points nearer than this, at the same precision, are one place: gazetteers differ by that much."""
REGION_KM = 160.0
"""A point within this distance of a named region's middle may lie in it: a region without borders has no better test."""
_ARTICLE = re.compile(r"^(?:al|el|ar|as|ash|ad|an|at|az|the)[\s-]+")
_SPELLING = (("kh", "k"), ("gh", "g"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("q", "k"), ("c", "k"), ("w", ""), ("y", ""), ("h", ""))


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """A name without case, marks, articles and punctuation: "Al-Ḥaffah" and "al Haffah" are one."""
    plain = "".join(ch for ch in unicodedata.normalize("NFKD", name) if not unicodedata.combining(ch)).casefold()
    plain = re.sub(r"['’‘`ʿʾ]", "", plain)
    return re.sub(r"[^\w]+", " ", _ARTICLE.sub("", plain)).strip()


@lru_cache(maxsize=65536)
def skeleton(name: str) -> str:
    """The consonants of a folded name, doubled ones once: spellings of one name in another script come out alike."""
    plain = fold(name)
    for old, new in _SPELLING:
        plain = plain.replace(old, new)
    bones = re.sub(r"[aeiou\s]+", "", plain)
    return re.sub(r"(.)\1+", r"\1", bones)


def rank(place: Place) -> int:
    """0 for an exact point up to 5 for a country; a place of unknown precision is held to be a town."""
    return _RANK[place.precision or "town"]


def is_site(place: Place) -> bool:
    """Whether the place is fine enough to tell one happening from another."""
    return rank(place) <= 1


def distance_km(a: Place, b: Place) -> float | None:
    """Great-circle distance in kilometres; ``None`` where either has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    p, q = math.radians(a.lat), math.radians(b.lat)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 6371.0 * 2 * math.asin(math.sqrt(min(1.0, h)))


def _name(place: Place) -> str:
    return place.name or place.text or ""


def same_place(a: Place, b: Place) -> bool:
    """Whether two places are one: the same name in the same country and province, or points that coincide.

    Where the gazetteer knew only one of the two, or neither, spelling variants count as one name.
    """
    if a.country and b.country and a.country != b.country:
        return False
    if abs(rank(a) - rank(b)) > 1 and not (rank(a) >= 4 and rank(b) >= 4):
        return False
    if a.admin1 and b.admin1 and fold(a.admin1) != fold(b.admin1) and rank(a) < 4 and rank(b) < 4:
        return False
    km = distance_km(a, b)
    na, nb = fold(_name(a)), fold(_name(b))
    if rank(a) == rank(b) == REGION_RANK and na and nb and (set(na.split()) <= set(nb.split()) or set(nb.split()) <= set(na.split())):
        return True
    if na and na == nb:
        return km is None or km < 60 or rank(a) > 2
    if km is not None and rank(a) <= 1 and rank(b) <= 1:
        return km < SAME_KM and a.precision == b.precision and (km < 0.5 or skeleton(_name(a)) == skeleton(_name(b)))
    if km is None:
        bones = skeleton(_name(a))
        return len(bones) >= 3 and bones == skeleton(_name(b))
    return False


def lies_in(a: Place, b: Place) -> bool:
    """Whether ``a`` lies inside ``b``, as far as names of provinces and countries, or nearness to a named region, can tell."""
    if rank(a) >= rank(b):
        return False
    if a.country and b.country and a.country != b.country:
        return False
    name = fold(_name(b))
    if b.precision == "country":
        return bool(a.country) and a.country == b.country
    if b.precision == "admin1":
        return bool(a.admin1) and (fold(a.admin1 or "") == name or fold(a.admin1 or "") == fold(b.admin1 or ""))
    if b.precision == "admin2":
        return bool(a.admin2) and (fold(a.admin2 or "") == name or fold(a.admin2 or "") == fold(b.admin2 or ""))
    if b.precision == "region":
        km = distance_km(a, b)
        return km is not None and km <= REGION_KM
    return False


def compatible(a: Place, b: Place) -> bool:
    """Whether one happening can be at both: the same place, or one inside the other."""
    return same_place(a, b) or lies_in(a, b) or lies_in(b, a)
