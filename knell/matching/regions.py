"""Regions that a text names by a common noun: "more than 70 killed on the coast". No gazetteer has them; their words are their name."""

import re
from collections.abc import Sequence

import msgspec

from knell.records.claim import Claim, Place
from knell.terms.load import load_terms

REACH = 80
"""Characters after a count within which its region is looked for, no further than the next count."""
WIDE = ("region", "country")
_TERMS = load_terms("en", "particulars")["regions"]
_BEFORE = rf"\b(?:{'|'.join(_TERMS['prepositions'])})\s+the\s+(?:whole\s+|entire\s+)?"
_REGION = re.compile(rf"{_BEFORE}(?P<noun>{'|'.join(_TERMS['nouns'])})\b(?!\s+(?:\w+\s+){{0,2}}of\b)", re.IGNORECASE)


def add_regions(text: str, claims: Sequence[Claim]) -> list[Claim]:
    """The claims, each whose count is followed by a region named by a common noun lying there and nowhere finer."""
    starts = sorted({c.count.start for c in claims if c.count is not None and c.count.start is not None and c.count.kind != "vague"})
    return [_placed(text, claim, starts) for claim in claims]


def _placed(text: str, claim: Claim, starts: Sequence[int]) -> Claim:
    if claim.count is None or claim.count.end is None:
        return claim
    end = claim.count.end
    stop = min((s for s in starts if s >= end), default=end + REACH)
    m = _REGION.search(text, end, min(stop, end + REACH))
    if m is None:
        return claim
    known = next((p for p in claim.places if p.stated and p.precision == "region"), None)
    if known is not None:
        return msgspec.structs.replace(claim, places=(known, *(p for p in claim.places if p is not known and p.precision in WIDE)))
    name = "the " + _TERMS["names"].get(m["noun"].lower(), m["noun"].lower())
    country = next((p.country for p in claim.places if p.country), None)
    place = Place(start=m.start("noun"), end=m.end("noun"), name=name, country=country, precision="region")
    return msgspec.structs.replace(claim, places=(place, *(p for p in claim.places if p.precision in WIDE)))
