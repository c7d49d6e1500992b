"""A casebook's own corrections: what a team teaches the reader without touching code. A TOML file, ``docs/how-to/corrections.md``.

A correction goes before what is shipped: an actor, group or cue of the file takes the place of every other meaning its words had in
that role. Each has a label ("actor: Coast Shield"), by which the reader says what it changed.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from knell.records.base import Record
from knell.records.errors import InputError
from knell.records.vocabulary import Basis, PartyKind, PlacePrecision, Stance

from .gazetteer.folding import is_arabic
from .gazetteer.local import LocalPlace
from .gazetteer.packed import KINDS
from .load import has_terms, load_terms

_Word = Annotated[str, msgspec.Meta(min_length=2, max_length=120, pattern=r"^\S(.*\S)?$")]
_Country = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}$")]
_Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]
_Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]
_TODO = "see docs/how-to/corrections.md"
_LARGEST = 5_000_000


class TaughtActor(Record, frozen=True, kw_only=True):
    """A party by its name: what it is, and what else it is called, in any script."""

    name: _Word
    kind: PartyKind
    aliases: tuple[_Word, ...] = ()


class TaughtAlias(Record, frozen=True, kw_only=True):
    """Other names for a party that Knell or this file knows by ``name``."""

    name: _Word
    aliases: Annotated[tuple[_Word, ...], msgspec.Meta(min_length=1)]


class TaughtPlace(Record, frozen=True, kw_only=True):
    """A place, as in a local gazetteer. ``lat`` and ``lon`` in degrees."""

    name: _Word
    country: _Country
    lat: _Latitude
    lon: _Longitude
    variants: tuple[_Word, ...] = ()
    admin1: str = ""
    admin2: str = ""
    precision: PlacePrecision = "town"
    kind: str = "town"
    population: Annotated[int, msgspec.Meta(ge=0)] = 0


class TaughtGroup(Record, frozen=True, kw_only=True):
    """A group of people as sources name it: the name it goes by, and the words for it."""

    name: _Word
    words: Annotated[tuple[_Word, ...], msgspec.Meta(min_length=1)]


class TaughtCue(Record, frozen=True, kw_only=True):
    """Words that attribute. A verb in its base form ("bear out"); a preposition stands before the source ("in the telling of")."""

    words: Annotated[tuple[_Word, ...], msgspec.Meta(min_length=1)]
    stance: Stance = "reported"
    form: Literal["verb", "preposition"] = "verb"
    basis: Basis | None = None


class Corrections(Record, frozen=True, kw_only=True):
    """A file of corrections."""

    actors: tuple[TaughtActor, ...] = ()
    aliases: tuple[TaughtAlias, ...] = ()
    places: tuple[TaughtPlace, ...] = ()
    groups: tuple[TaughtGroup, ...] = ()
    cues: tuple[TaughtCue, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__struct_fields__)

    def labelled(self) -> Iterator[tuple[str, str, Record]]:
        """(label, section, correction) of each, in the file's order."""
        for section in self.__struct_fields__:
            for item in getattr(self, section):
                name = item.words[0] if isinstance(item, TaughtCue) else item.name
                yield f"{_SINGULAR[section]}: {name}", section, item

    def without(self, label: str) -> "Corrections":
        """The same corrections but for one."""
        section, item = next((s, i) for known, s, i in self.labelled() if known == label)
        return msgspec.structs.replace(self, **{section: tuple(one for one in getattr(self, section) if one is not item)})

    def local_places(self) -> tuple[LocalPlace, ...]:
        """The places as a local gazetteer has them."""
        return tuple(
            LocalPlace(p.name, p.variants, p.country, p.admin1, p.admin2, p.lat, p.lon, p.precision, p.kind, p.population)
            for p in self.places
        )

    def parties(self) -> Iterator[tuple[str, PartyKind, tuple[str, ...]]]:
        """(name, kind, every word for it) of actors and of those that aliases are given for."""
        own = {actor.name: actor.kind for actor in self.actors}
        for actor in self.actors:
            yield actor.name, actor.kind, (actor.name, *actor.aliases)
        for alias in self.aliases:
            kind = own.get(alias.name) or shipped_parties().get(alias.name)
            if kind is not None:
                yield alias.name, kind, alias.aliases


_SINGULAR = {"actors": "actor", "aliases": "alias", "places": "place", "groups": "group", "cues": "cue"}


def words_of(correction: Record) -> tuple[str, ...]:
    """Every word of a correction that may stand in a text."""
    told = msgspec.structs.asdict(correction)
    name = () if isinstance(correction, (TaughtCue, TaughtGroup, TaughtAlias)) else (told["name"],)
    return (*name, *told.get("aliases", ()), *told.get("variants", ()), *told.get("words", ()))


def fits_script(word: str, arabic: bool) -> bool:
    """Whether a word is for texts in Arabic script, or for the others."""
    return is_arabic(word) == arabic


def shipped_parties() -> Mapping[str, PartyKind]:
    """The parties that Knell knows by name, each with its kind."""
    out: dict[str, PartyKind] = {}
    for language in ("en", "ar"):
        if has_terms(language, "actors"):
            for kind, names in load_terms(language, "actors")["names"].items():
                out.update((name, kind) for name in names)
    return out


def parse_corrections(content: bytes, where: str = "corrections") -> Corrections:
    """The corrections in a file's bytes.

    Raises:
        InputError: it is no such file; the message names the table and the field.
    """
    if len(content) > _LARGEST:
        raise InputError(f"is larger than {_LARGEST:,} bytes", where=where, todo=_TODO)
    try:
        told: Any = tomllib.loads(content.decode("utf-8-sig"))
        found = msgspec.convert(told, Corrections)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError, RecursionError) as error:
        raise InputError(f"is no file of corrections: {_said(error)}", where=where, todo=_TODO) from error
    _check(found, where)
    return found


def read_corrections(path: Path) -> Corrections:
    """The corrections in a file. Raises ``InputError``."""
    try:
        return parse_corrections(path.read_bytes(), str(path))
    except OSError as error:
        raise InputError(error.strerror or "cannot be read", where=str(path), todo="check the name") from error


def _check(found: Corrections, where: str) -> None:
    labels: set[str] = set()
    for label, _, item in found.labelled():
        if label in labels:
            raise InputError(f"{label!r} is there twice", where=where, todo="put its words into one")
        labels.add(label)
        if isinstance(item, TaughtPlace) and item.kind not in KINDS:
            raise InputError(f"{label!r}: kind is one of {', '.join(KINDS)}, got {item.kind!r}", where=where)
    known = {actor.name for actor in found.actors} | set(shipped_parties())
    for alias in found.aliases:
        if alias.name not in known:
            todo = "give it as one of [[actors]], with its kind, or spell it as claims do"
            raise InputError(f"Knell knows no party called {alias.name!r}", where=where, todo=todo)
    meant: dict[str, str] = {}
    for name, _, words in found.parties():
        for word in words:
            other = meant.setdefault(word.casefold(), name)
            if other != name:
                raise InputError(f"{word!r} is said to be both {other!r} and {name!r}", where=where, todo="keep one of them")


def _said(error: Exception) -> str:
    """A decoder's message with tables counted from 1, as people count: "[[actors]] 2, kind: ..."."""
    said, _, path = str(error).partition(" - at `$")
    if not path:
        return said
    path = re.sub(r"\.(\w+)\[(\d+)\]", _table, path.rstrip("`"))
    return f"in{path.replace('.', ', ')}: {said}"


def _table(found: re.Match[str]) -> str:
    return f" [[{found[1]}]] {int(found[2]) + 1}" if found[1] in _SINGULAR else f", {found[1]}"
