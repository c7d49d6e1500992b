"""A WACZ package: a ZIP of WARC files with a list of pages and a list of hashes, every file held against its hash.

What is past a bound is refused unread (``package``). Who signed a package is said and not checked: an anonymous signature carries no
time, and a name's needs its authority asked.
"""

import hashlib
import json
from typing import Any

from knell.records.errors import IntakeError

from .archived import Sieve, Sifted
from .opened import Limits
from .package import MOST_ENTRIES, Package

LISTED = "datapackage.json"
DIGEST = "datapackage-digest.json"
_LIST_BYTES = 20_000_000
_PAGES = 50_000


def is_wacz(data: bytes) -> bool:
    """Whether these bytes are a ZIP that lists itself as a WACZ does."""
    return data.startswith(b"PK\x03\x04") and LISTED.encode() in data[-4_000_000:] and b"archive/" in data[-4_000_000:]


def sift_wacz(name: str, data: bytes, limits: Limits) -> Sifted:
    """The answers in a package that are to be read. Raises ``IntakeError`` where it is none, is past a bound, or holds nothing to read."""
    package = _Wacz(name, data, limits)
    listed = package.listed()
    sieve = Sieve(name, limits, package.pages() or None)
    for path in package.paths():
        what = package.check(path, listed)
        if what is not None:
            sieve.fail(f"{name}: {path} {what}")
        elif path.startswith("archive/") and path.endswith((".warc", ".warc.gz")):
            sieve.put(f"{name}, {path}", package.read(path))
    for path in sorted(listed.keys() - set(package.paths())):
        sieve.fail(f"{name}: {path} is in its list and not in the package")
    sifted = sieve.sifted()
    return sifted._replace(notes=(*sifted.notes, *package.notes()))


class _Wacz(Package):
    def __init__(self, name: str, data: bytes, limits: Limits) -> None:
        super().__init__(name, data, limits.archive_inflated)
        self._held: dict[str, bytes] = {}

    def read(self, path: str) -> bytes:
        """A file's bytes, unpacked once where they were just held against their hash."""
        held = self._held.pop(path, None)
        return super().read(path) if held is None else held

    def listed(self) -> dict[str, str]:
        """Path -> the hash that the package states of it."""
        told = self._json(LISTED)
        rows = told.get("resources") if isinstance(told, dict) else None
        if not isinstance(rows, list):
            raise IntakeError("is a ZIP whose list of files cannot be read", where=self.name)
        out: dict[str, str] = {}
        for row in rows[:MOST_ENTRIES]:
            if isinstance(row, dict) and isinstance(row.get("path"), str) and isinstance(row.get("hash"), str):
                out.setdefault(row["path"], row["hash"])
        return out

    def check(self, path: str, listed: dict[str, str]) -> str | None:
        """What is wrong with a file of the package; ``None`` where nothing is."""
        if path == DIGEST or path.endswith("/"):
            return None
        if path == LISTED:
            stated = self._stated_of_list()
            return None if stated is None or _fits(stated, self.read(path)) else "is not the one its digest was made of"
        if path not in listed:
            return "is not in the package's list; it is not read" if path.startswith("archive/") else None
        content = self.read(path)
        if not _fits(listed[path], content):
            return "is not the file its hash was made of; it is not read"
        if path.startswith("archive/"):
            self._held = {path: content}
        return None

    def pages(self) -> set[str]:
        """The addresses that the package lists as pages; empty where it lists none."""
        found: set[str] = set()
        for path in ("pages/pages.jsonl", "pages/extraPages.jsonl"):
            if path not in self.entries:
                continue
            for line in self.read(path).split(b"\n")[:_PAGES]:
                try:
                    row = json.loads(line) if line.strip() else None
                except (ValueError, RecursionError):
                    continue
                if isinstance(row, dict) and isinstance(row.get("url"), str):
                    found |= {row["url"], row["url"].partition("#")[0]}
        return found

    def notes(self) -> tuple[str, ...]:
        """What is to be said of a signature."""
        told = self._json(DIGEST) if DIGEST in self.entries else None
        signed = told.get("signedData") if isinstance(told, dict) else None
        if not isinstance(signed, dict):
            return ()
        by = signed.get("domain") if isinstance(signed.get("domain"), str) else None
        shown = "".join(c for c in by if c.isprintable())[:100] if by else "a key without a name"
        return (f"{self.name}: says that it was signed by {shown}; that was not checked",)

    def _stated_of_list(self) -> str | None:
        told = self._json(DIGEST) if DIGEST in self.entries else None
        stated = told.get("hash") if isinstance(told, dict) else None
        return stated if isinstance(stated, str) else None

    def _json(self, path: str) -> Any:
        if path not in self.entries:
            raise IntakeError(f"is a ZIP without {path}", where=self.name, todo="unpack it and give the files one by one")
        if self.entries[path].file_size > _LIST_BYTES:
            raise IntakeError(f"has a {path} that is larger than is read", where=self.name)
        try:
            return json.loads(self.read(path))
        except (ValueError, RecursionError):
            return None


def _fits(stated: str, content: bytes) -> bool:
    name, _, value = stated.partition(":")
    known = {"sha256": hashlib.sha256, "sha-256": hashlib.sha256, "sha512": hashlib.sha512, "sha1": hashlib.sha1, "md5": hashlib.md5}
    make = known.get(name.lower())
    return make is not None and make(content, usedforsecurity=False).hexdigest() == value.strip().lower()
