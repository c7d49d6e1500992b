"""A BagIt bag (RFC 8493) in a zip file, read with suspicion: it comes from somebody whose word is being tested.

Nothing is unpacked onto the disk. Files are stored and not compressed, so that a bag is no longer than what it holds; names are plain
ASCII; every file but the tag manifest is in a manifest, and every file's hash is its manifest's. Nothing but the standard library.
"""

import hashlib
import json
import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

ROOT = "knell-proof"
"""The one folder in the zip file."""
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
TAGS = frozenset({"bagit.txt", "bag-info.txt", MANIFEST, TAG_MANIFEST})

MOST_FILES = 100_000
MOST_TEXT = 64 * 2**20
"""Bytes of a file that is read whole; received files are only hashed."""
MOST_DIGITS = 18
MOST_DEEP = 100
"""Brackets in brackets."""
PIECE = 2**20
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
_LINE = re.compile(r"([0-9a-f]{64})  (\S+)")
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_BRACKET = re.compile(rb"[\[\]{}]")


class BagError(ValueError):
    """A file that is no bag of a proof, or is not as it was made."""


class Bag:
    """An open bag whose manifests fit. Close it, or use it in a ``with``. Names are the payload's, without ``data/``."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
            raise BagError("is no zip file") from error
        try:
            self._members = _check_members(self._zip, path.stat().st_size)
            self.hashes = self._check_manifests()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> "Bag":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file."""
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name in self.hashes

    def under(self, folder: str) -> list[str]:
        """The names in a folder of the payload, in order."""
        return sorted(name for name in self.hashes if name.startswith(f"{folder}/"))

    def read(self, name: str) -> bytes:
        """A file of the payload, whole. Raises ``BagError``."""
        if name not in self.hashes:
            raise BagError(f"has no {name}")
        return self._read(f"data/{name}")

    def pieces(self, name: str) -> Iterator[bytes]:
        """A file of the payload in pieces, however long."""
        yield from self._pieces(f"data/{name}")

    def _check_manifests(self) -> dict[str, str]:
        if self._read("bagit.txt") != DECLARATION:
            raise BagError("is no bag of the kind that Knell makes")
        tags = _parse_manifest(self._read(TAG_MANIFEST), TAG_MANIFEST)
        if set(tags) != TAGS - {TAG_MANIFEST}:
            raise BagError(f"{TAG_MANIFEST} does not name the bag's own files")
        payload = _parse_manifest(self._read(MANIFEST), MANIFEST)
        if set(payload) | TAGS != set(self._members) or not all(name.startswith("data/") for name in payload):
            raise BagError(f"holds other files than {MANIFEST} names")
        for name, stated in (tags | payload).items():
            if self._hash(name) != stated:
                raise BagError(f"{name} has changed since the bag was made")
        return {name.removeprefix("data/"): stated for name, stated in payload.items()}

    def _hash(self, name: str) -> str:
        found = hashlib.sha256()
        for piece in self._pieces(name):
            found.update(piece)
        return found.hexdigest()

    def _read(self, name: str) -> bytes:
        member = self._members.get(name)
        if member is None:
            raise BagError(f"has no {name}")
        if member.file_size > MOST_TEXT:
            raise BagError(f"{name} is longer than {MOST_TEXT:,} bytes")
        return b"".join(self._pieces(name))

    def _pieces(self, name: str) -> Iterator[bytes]:
        if name not in self._members:
            raise BagError(f"has no {name}")
        try:
            with self._zip.open(self._members[name]) as source:
                while piece := source.read(PIECE):
                    yield piece
        except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
            raise BagError(f"{name} is damaged") from error


def parse_json(raw: bytes, name: str) -> Any:
    """JSON that nobody can be harmed by: no long numbers, no names twice, no endless nesting. Raises ``BagError``."""

    def refuse(told: str) -> NoReturn:
        raise BagError(f"{name} has a number that is none: {told[:20]}")

    def whole(told: str) -> int:
        if len(told) > MOST_DIGITS:
            raise BagError(f"{name} has a number that is too long")
        return int(told)

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(found)) != len(found):
            raise BagError(f"{name} says one thing twice")
        return dict(found)

    if _depth(raw) > MOST_DEEP:
        raise BagError(f"{name} is nested too deep")
    try:
        return json.loads(raw.decode("utf-8"), parse_int=whole, parse_constant=refuse, object_pairs_hook=pairs)
    except (ValueError, RecursionError) as error:
        if isinstance(error, BagError):
            raise
        raise BagError(f"{name} is no JSON") from error


def _depth(raw: bytes) -> int:
    """How deep brackets are nested, at most."""
    depth = deepest = 0
    for bracket in _BRACKET.findall(_STRING.sub(b"", raw)):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _check_members(archive: zipfile.ZipFile, size: int) -> dict[str, zipfile.ZipInfo]:
    members = archive.infolist()
    if len(members) > MOST_FILES:
        raise BagError(f"holds more than {MOST_FILES:,} files")
    found: dict[str, zipfile.ZipInfo] = {}
    for member in members:
        name = member.filename.removeprefix(f"{ROOT}/")
        if name == member.filename or not _NAME.fullmatch(name) or not (name in TAGS or name.startswith("data/")):
            raise BagError("holds a file with a name that has no place in a proof")
        if name in found:
            raise BagError(f"holds {name} twice")
        if member.compress_type != zipfile.ZIP_STORED or member.file_size != member.compress_size:
            raise BagError("holds compressed files; use it as it was sent")
        if member.flag_bits & 0x1 or stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG):
            raise BagError(f"holds {name} as something else than a plain file")
        found[name] = member
    if sum(member.file_size for member in members) > size:
        raise BagError("says it holds more than there is in it")
    return found


def _parse_manifest(raw: bytes, name: str) -> dict[str, str]:
    try:
        lines = raw.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise BagError(f"{name} is not ASCII") from error
    found: dict[str, str] = {}
    for line in lines[:-1]:
        told = _LINE.fullmatch(line)
        if told is None or told[2] in found:
            raise BagError(f"{name} has a line that is none of a manifest")
        found[told[2]] = told[1]
    if lines[-1]:
        raise BagError(f"{name} does not end in a newline")
    return found
