"""Where a casebook's log and bytes lie: in its own folder, or the log on a PostgreSQL server and the bytes in a bucket.

A small file in the evidence folder says so, and holds no password. The keyring and the writer's lock stay in the folder.
"""

import os
from pathlib import Path

import msgspec

from knell.records.base import Record
from knell.records.errors import DamagedCasebook, UsageError

from .bucket import BucketShelf, parse_bucket
from .postgres import check_address, open_schema
from .session import Session
from .shelf import FolderShelf, Shelf
from .sqlite import make_file, open_file
from .syncing import write_new

NAME = "elsewhere"
LOG = "log.sqlite"


class Elsewhere(Record, frozen=True, kw_only=True):
    """What does not lie in the folder. ``log``: a server's address; ``blobs``: a bucket; ``endpoint``: the bucket's service."""

    log: str | None = None
    blobs: str | None = None
    endpoint: str | None = None

    def check(self) -> None:
        """Raises ``UsageError`` for addresses that are none, or that hold a password."""
        if self.log is not None:
            check_address(self.log)
        if self.blobs is not None:
            parse_bucket(self.blobs, self.endpoint)
        elif self.endpoint is not None:
            raise UsageError("--s3-endpoint says where a bucket is", todo="name the bucket too: --blobs s3://bucket/prefix")


class _File(Record, frozen=True, kw_only=True):
    """The file: the casebook's id, which names its schema, and where things are."""

    casebook: str
    places: Elsewhere


def is_here(folder: Path) -> bool:
    """Whether this evidence folder belongs to a casebook."""
    return (folder / LOG).is_file() or (folder / NAME).is_file()


def make_places(folder: Path, elsewhere: Elsewhere, casebook: str) -> tuple[Session, Shelf]:
    """A new log's database, without tables yet, and a new shelf. Raises ``KnellError`` where the server or the bucket refuses."""
    elsewhere.check()
    if elsewhere != Elsewhere():
        _write(folder / NAME, _File(casebook=casebook, places=elsewhere))
    shelf = _shelf(folder, elsewhere, casebook)
    shelf.make()
    if elsewhere.log is None:
        return make_file(folder / LOG), shelf
    return open_schema(elsewhere.log, f"knell_{casebook}", new=True), shelf


def open_places(folder: Path) -> tuple[Session, Shelf]:
    """An existing casebook's database and shelf. Raises ``CasebookError``."""
    told = _read(folder / NAME)
    shelf = _shelf(folder, told.places, told.casebook)
    if told.places.log is None:
        return open_file(folder / LOG, read_only=not os.access(folder, os.W_OK)), shelf
    return open_schema(told.places.log, f"knell_{told.casebook}"), shelf


def _shelf(folder: Path, elsewhere: Elsewhere, casebook: str) -> Shelf:
    if elsewhere.blobs is None:
        return FolderShelf(folder)
    address = parse_bucket(elsewhere.blobs, elsewhere.endpoint)
    return BucketShelf(folder, address._replace(prefix=f"{address.prefix}{casebook}/"))


def _read(path: Path) -> _File:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_File)
    except FileNotFoundError:
        return _File(casebook="", places=Elsewhere())
    except (msgspec.DecodeError, UnicodeDecodeError):
        what = "the file that says where the casebook's log and bytes lie is damaged"
        raise DamagedCasebook(what, where=str(path), todo="restore it from a backup") from None


def _write(path: Path, told: _File) -> None:
    write_new(path, msgspec.json.encode(told, order="sorted") + b"\n")
