"""Particulars in a text that tell one happening from another: full names, streets, ages, hours, counted things.

They are read from the words around an incident's claims, beside the claims' own fields. Counts of the dead are not among them:
figures never link.
"""

import re
from collections.abc import Iterable

from knell.records.base import Record
from knell.terms.load import load_terms

_TERMS = load_terms("en", "particulars")
_WORD = r"[A-Z][a-z]+(?:['’-][A-Z]?[a-z]+|[A-Z][a-z]+)*"
_NAME = re.compile(rf"\b({_WORD})(?:[ ,]+(?:[A-Z]\.|[\"“'‘][\w ]+[\"”'’]|Jr\.?|{_WORD}))?[ ]+({_WORD})\b")
_POINT = r"(?:[NSEW]\.? |North |South |East |West )?"
_STREET = re.compile(
    rf"\b({_POINT}(?:[A-Z][\w'’.]*|\d+(?:st|nd|rd|th)) ?(?:[A-Z][\w'’]* )?)(?:{'|'.join(_TERMS['sites']['streets'])})\b\.?"
)
_BLOCK = re.compile(rf"\b(\d{{1,3}}00)(?:-| )?(?:hundred )?block of ({_POINT}[A-Z0-9][\w'’.]*(?: [A-Z][\w'’]*)?)")
_AGE = re.compile(r"\b(\d{1,2})[- ]years?[- ]old\b|(?<=[a-z]), (\d{1,2}),")
_HOUR = re.compile(r"\b(\d{1,2})(?::(\d\d))?\s*([ap])\.?\s?m\b", re.IGNORECASE)
_THING = re.compile(rf"\b(\d[\d,]*)\s+(?:\w+ )??({'|'.join(_TERMS['things']['words'])})\b", re.IGNORECASE)
_FORCE = re.compile(rf"\b((?:(?:[A-Z][a-z]+|St\.) ){{1,3}})(?:{'|'.join(_TERMS['forces']['nouns'])})\b")
_NOT_TOWN = frozenset(_TERMS["forces"]["not_towns"])
_NOT_NAME = frozenset(_TERMS["names"]["not_persons"])
_SPOKEN = re.compile(rf"(?:{'|'.join(_TERMS['speaking']['ranks'])})\.?[ :]+$")


class Details(Record, frozen=True, kw_only=True):
    """The particulars of one telling. Names are ``first last`` in lower case; streets without their kind; hours in minutes;
    ``forces`` the towns and counties of the police it names, in lower case.
    """

    names: frozenset[str] = frozenset()
    streets: frozenset[str] = frozenset()
    blocks: frozenset[str] = frozenset()
    ages: frozenset[int] = frozenset()
    hours: frozenset[int] = frozenset()
    things: frozenset[str] = frozenset()
    forces: frozenset[str] = frozenset()


def find_details(text: str, stretches: Iterable[tuple[int, int]]) -> Details:
    """The particulars in these stretches of the text."""
    names: set[str] = set()
    streets: set[str] = set()
    blocks: set[str] = set()
    ages: set[int] = set()
    hours: set[int] = set()
    things: set[str] = set()
    forces: set[str] = set()
    for start, end in stretches:
        words = text[start:end]
        names.update(_names(words))
        streets.update(_key(m[1]) for m in _STREET.finditer(words))
        blocks.update(f"{m[1]} {_key(m[2])}" for m in _BLOCK.finditer(words))
        streets.update(_key(m[2]) for m in _BLOCK.finditer(words))
        ages.update(int(m[1] or m[2]) for m in _AGE.finditer(words))
        forces.update(_force(m[1]) for m in _FORCE.finditer(words))
        hours.update(_minutes(m) for m in _HOUR.finditer(words))
        things.update(f"{m[1].replace(',', '')} {m[2].lower().rstrip('s')}" for m in _THING.finditer(words) if m[1] != "1")
    return Details(
        names=frozenset(names),
        streets=frozenset(streets - {""}),
        blocks=frozenset(blocks),
        ages=frozenset(ages),
        hours=frozenset(hours),
        things=frozenset(things),
        forces=frozenset(forces - {""}),
    )


def _names(words: str) -> Iterable[str]:
    """Full names of people, as far as capital letters tell: two or three capitalised words, none of them an institution's or a day's.

    A name that follows a rank, an office or "by" is somebody who speaks of many happenings, and is left out.
    """
    for m in _NAME.finditer(words):
        if m[1] in _NOT_NAME or m[2] in _NOT_NAME or _SPOKEN.search(words[max(0, m.start() - 16) : m.start()]):
            continue
        yield f"{m[1]} {m[2]}".lower().replace("’", "'")


def _force(words: str) -> str:
    """The town or county before a police force's noun, without the words that begin a sentence; empty where none is left."""
    row = words.split()
    while row and row[0] in _NOT_TOWN:
        del row[0]
    return "" if not row or row[-1] in _NOT_TOWN - {"County"} else " ".join(row).lower()


def _minutes(m: re.Match[str]) -> int:
    return (int(m[1]) % 12 + (12 if m[3].lower() == "p" else 0)) * 60 + int(m[2] or 0)


def _key(words: str) -> str:
    """A street's name without compass points and case."""
    return re.sub(r"^(?:[nsew]\.? |north |south |east |west )", "", words.strip().lower()).strip(" .")
