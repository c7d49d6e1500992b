"""Where and when, as pieces of a sentence: "near Jableh", "in Latakia province", "on 7 March 2025"."""

import re

from knell.records import Claim, Place

from .brief import Piece
from .dates import when
from .matter import Matter

_BEFORE = re.compile(
    r"\b((?:near|around|outside|inside|in|at|on|along|across|off|throughout|north of|south of|east of|west of|close to|on the outskirts of)"
    r"(?: the)?(?: (?:coastal|northern|southern|eastern|western|central|nearby|village of|town of|city of|province of))*) $",
    re.IGNORECASE,
)
_REGION_ON = re.compile(r"\b(?:coast|border|front|outskirts|road|highway|island)\b", re.IGNORECASE)


def place_pieces(matter: Matter, claim: Claim, most: int = 3) -> tuple[Piece, ...]:
    """The event's stated places with a preposition; nothing where the claim states none."""
    stated = [place for place in claim.places if place.stated and (place.name or place.start is not None)]
    named = list({place_name(matter, claim, place): place for place in reversed(stated)}.items())[::-1]
    if not named:
        return ()
    pieces = [Piece(text=f" {_preposition(matter, claim, named[0][1], named[0][0])} ")]
    shown = named[:most]
    for index, (name, _) in enumerate(shown):
        if index:
            pieces.append(Piece(text=" and " if index == len(shown) - 1 and len(named) == len(shown) else ", "))
        pieces.append(Piece(text=name, voice="name", claim=claim.claim))
    if len(named) > len(shown):
        pieces.append(Piece(text=" and other places"))
    return tuple(pieces)


def place_name(matter: Matter, claim: Claim, place: Place) -> str:
    """The gazetteer's name for it, with "province" for a first-order area that shares a town's name."""
    said = " ".join(matter.words(place, claim).split())
    said = said.title() if matter.shouts(claim) else said
    name = place.name or said
    if place.precision == "admin1" and name and _said_to_be_province(matter, claim, place):
        return f"{name} province"
    if place.precision in ("region", None) and said:
        return said
    return name


_NEEDS_THE = re.compile(
    r"(?:United|Netherlands|Philippines|Gambia|Bahamas|Democratic Republic|Central African|Gaza Strip|West Bank|Golan)|"
    r".*(?:coast|border|countryside|region|north|south|east|west|front|hills|mountains|valley|area)$"
)


def plain_preposition(name: str) -> str:
    """ "in", "on the", ... as the name alone asks for."""
    return ("on" if _REGION_ON.search(name) else "in") + (" the" if needs_article(name) else "")


def needs_article(name: str) -> bool:
    """Whether a place's name asks for "the" that it does not bring: "Syrian coast", "United States"."""
    return bool(_NEEDS_THE.match(name)) and not name.lower().startswith("the ")


def _said_to_be_province(matter: Matter, claim: Claim, place: Place) -> bool:
    """Whether the words beside the place call it a province, and its name does not."""
    if place.start is None or place.end is None:
        return False
    text = matter.text(claim)
    beside = text[max(0, place.start - 14) : place.start] + "|" + text[place.end : place.end + 13]
    return bool(re.search(r"\b(?:province|governorate) of (?:the )?\|| ?\|\s(?:province|governorate)\b", beside, re.IGNORECASE))


def _preposition(matter: Matter, claim: Claim, place: Place, name: str) -> str:
    """The source's own preposition where it stands before the place ("near"), else the plain one."""
    text = matter.text(claim)
    plain = plain_preposition(name)
    if place.start is not None:
        found = _BEFORE.search(text[max(0, place.start - 40) : place.start])
        if found:
            word = found[1].lower()
            kept = re.sub(r"( the)? (?:village of|town of|city of|province of|nearby).*$", "", word)
            if place.precision == "admin1" or kept.split(" ")[0] in ("on", "in"):
                keeps = (
                    kept.endswith(" the")
                    and place.precision != "admin1"
                    and not plain.endswith(" the")
                    and not name.lower().startswith("the ")
                )
                return plain + " the" * keeps
            return kept
    return plain


def time_pieces(matter: Matter, claim: Claim) -> tuple[Piece, ...]:
    """When, with a preposition; the source's own words in quotation marks where they cannot be resolved."""
    time = claim.time
    if time is None or time.precision == "before_publication":
        return ()
    resolved = when(time)
    if resolved:
        preposition, words = resolved
        return (Piece(text=f" {preposition} "), Piece(text=words, voice="date", claim=claim.claim, iso=time.from_ or time.to))
    if time.start is None or time.end is None:
        return ()
    words = matter.words(time, claim)
    return (
        Piece(text=" (“"),
        Piece(text=" ".join(words.split()), voice="quote", claim=claim.claim, start=time.start, end=time.end),
        Piece(text="”, without a fuller date)"),
    )
