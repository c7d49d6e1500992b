"""What of a web archive (WARC) is to be read: the pages, texts and PDFs that a server gave as its answer, each once.

1. every record, held against the digests it states; what does not fit is named and not read
2. answers that are pages, texts or PDFs, with status 200, unpacked; resources an archivist added count as well
3. what is left out is counted and said: pictures and parts of pages, other answers, what another record repeats
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Container, Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from knell.records.errors import IntakeError

from .http_message import Undecodable, media_of, unpack
from .opened import Limits
from .warc import Bounds, WarcRecord, read_records

READ = frozenset({"text/html", "application/xhtml+xml", "text/plain", "application/pdf"})
_NAMED = 20
"""Faults and notes of one kind that are spelt out; the rest are counted."""
_PAST = "pages past the bound of one archive"
_FOR_MACHINES = ("/robots.txt", "/ads.txt", "/app-ads.txt", "/humans.txt", "/security.txt")


class Archived(NamedTuple):
    """One answer to be read: its address, the day and time it was archived (as the archive says), its bytes, the charset stated."""

    url: str
    at: str | None
    content: bytes
    charset: str | None

    @property
    def host(self) -> str | None:
        """The host's name, which stands for the outlet where the page names none."""
        try:
            name = urlsplit(self.url).hostname
        except ValueError:
            return None
        return name.removeprefix("www.") if name else None


class Sifted(NamedTuple):
    """What is to be read of an archive, and what is to be said of the rest."""

    pages: tuple[Archived, ...]
    notes: tuple[str, ...]
    faults: tuple[str, ...]


def sift_warc(name: str, data: bytes, limits: Limits) -> Sifted:
    """The answers of one WARC that are to be read. Raises ``IntakeError`` where not one record can be."""
    sieve = Sieve(name, limits)
    sieve.put(name, data)
    return sieve.sifted()


class Sieve:
    """Takes WARC files, one or more of one archive, and keeps what is to be read. ``only``: the addresses that are pages, where the
    archive says which those are.
    """

    def __init__(self, name: str, limits: Limits, only: Container[str] | None = None) -> None:
        self._name, self._limits, self._only = name, limits, only
        self._pages: list[Archived] = []
        self._seen: set[tuple[str, str]] = set()
        self._left: Counter[str] = Counter()
        self._faults: list[str] = []
        self._spent = self._records = 0

    def put(self, name: str, data: bytes) -> None:
        """Takes the records of one WARC. Where it breaks off, what came before is kept and the break is a fault."""
        try:
            for record in read_records(data, name, Bounds(record=self._limits.file_bytes + 1_000_000)):
                self._records += 1
                self._take(name, record)
        except IntakeError as fault:
            self.fail(fault.line())

    def fail(self, line: str) -> None:
        """Something of the archive cannot be read."""
        self._faults.append(line)

    def sifted(self) -> Sifted:
        """What came of it. Raises ``IntakeError`` where nothing can be read at all."""
        if not self._pages and self._faults:
            raise IntakeError(
                f"holds no page that can be read; {self._faults[0]}", where=self._name, todo="look at the archive it came from"
            )
        if not self._pages:
            raise IntakeError(f"holds no page, text or PDF ({self._in_words() or 'no record'})", where=self._name)
        notes = [f"{self._name}: {len(self._pages)} read of {self._records} records; left out: {self._in_words()}"] if self._left else []
        return Sifted(tuple(self._pages), tuple(notes), shorten(self._faults, self._name))

    def _take(self, name: str, record: WarcRecord) -> None:
        if record.kind not in ("response", "resource"):
            if record.kind == "revisit":
                self._left["repeats of what another record holds"] += 1
            return
        if record.fits == "no":
            self.fail(f"{name}: {record.target or 'a record'}: its bytes are not those the archive's digest was made of; it is not read")
            return
        found = self._of_answer(record) if record.kind == "response" else self._of_resource(record)
        if found is None or record.target is None:
            return
        if self._only is not None and record.target not in self._only and not found.content.startswith(b"%PDF-"):
            self._left["answers that the archive's list of pages does not name"] += 1
            return
        key = (found.url, hashlib.sha256(found.content).hexdigest())
        if key in self._seen:
            self._left["repeats of what another record holds"] += 1
        else:
            self._seen.add(key)
            self._pages.append(found)

    def _is_full(self) -> bool:
        """Whether no more of this archive is unpacked; said once."""
        full = len(self._pages) >= self._limits.archive_pages or self._spent > self._limits.archive_text
        if full:
            self._left[_PAST] += 1
            if self._left[_PAST] == 1:
                self.fail(f"{self._name}: holds more pages than are read of one archive; split it")
        return full

    def _of_answer(self, record: WarcRecord) -> Archived | None:
        message = record.message
        if message is None or record.target is None:
            self._left["records too long or broken" if record.block is None else "answers that are no HTTP"] += 1
            return None
        media, charset = media_of(message.headers)
        if message.status != 200:
            self._left["redirects" if 300 <= message.status < 400 else f"answers of status {message.status}"] += 1
            return None
        if not self._is_read(media, record.target) or self._is_full():
            return None
        try:
            content = unpack(message, self._limits.file_bytes)
        except Undecodable as why:
            self._spent += self._limits.file_bytes  # what was tried has cost as much as it may
            self.fail(f"{record.target}: {why}")
            return None
        return self._kept(record, content, charset)

    def _of_resource(self, record: WarcRecord) -> Archived | None:
        media, charset = media_of(record.headers)
        if record.block is None or record.target is None or not record.target.startswith(("http:", "https:")):
            self._left["records that are no page"] += 1
            return None
        if not self._is_read(media, record.target) or self._is_full():
            return None
        return self._kept(record, record.block, charset)

    def _kept(self, record: WarcRecord, content: bytes, charset: str | None) -> Archived | None:
        if not content.strip() or record.target is None:
            self._left["empty answers"] += 1
            return None
        self._spent += len(content)
        return Archived(record.target, record.date, content, charset)

    def _is_read(self, media: str, target: str) -> bool:
        if media in READ and not target.partition("?")[0].endswith(_FOR_MACHINES):
            return True
        self._left["pictures, recordings and parts of pages"] += 1
        return False

    def _in_words(self) -> str:
        return ", ".join(f"{number} {what}" for what, number in sorted(self._left.items()))


def shorten(lines: Iterable[str], name: str, say: Callable[[int], str] = "{} more of the kind".format) -> tuple[str, ...]:
    """Lines, the first spelt out, the rest counted."""
    every = tuple(lines)
    return every if len(every) <= _NAMED else (*every[:_NAMED], f"{name}: {say(len(every) - _NAMED)}")
