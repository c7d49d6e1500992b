"""A ZIP of somebody else's, within bounds. These go before trust: entries that lie over one another, are encrypted, are packed in rare ways
or unpack to more than is read are refused unread.
"""

import io
import zipfile
import zlib

from knell.records.errors import IntakeError

MOST_ENTRIES = 10_000


class Package:
    """The files in a ZIP. ``entries``: by name, checked. ``most``: bytes that all that is read may unpack to, together.

    Raises ``IntakeError`` for what is no ZIP, or past a bound.
    """

    def __init__(self, name: str, data: bytes, most: int) -> None:
        self.name, self._left = name, most
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError, IndexError):
            raise IntakeError("is a broken ZIP", where=name, todo="copy it again from where it came from") from None
        self.entries = self._check_entries(len(data))

    def paths(self) -> tuple[str, ...]:
        """The files in it, by name."""
        return tuple(sorted(self.entries))

    def read(self, path: str) -> bytes:
        """A file's bytes. Raises ``IntakeError`` past a bound or where it is broken."""
        entry = self.entries[path]
        try:
            with self._zip.open(entry) as file:
                content = file.read(self._left + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
            raise IntakeError(f"is broken: {path} cannot be unpacked", where=self.name) from None
        self._left -= len(content)
        if self._left < 0:
            raise IntakeError("unpacks to more than is read of one archive", where=self.name, todo="split it")
        return content

    def _check_entries(self, size: int) -> dict[str, zipfile.ZipInfo]:
        entries = self._zip.infolist()
        if len(entries) > MOST_ENTRIES:
            raise IntakeError(f"has over {MOST_ENTRIES:,} files in it", where=self.name, todo="split it")
        out: dict[str, zipfile.ZipInfo] = {}
        end, total = 0, 0
        for entry in sorted(entries, key=lambda e: e.header_offset):
            if entry.flag_bits & 1:
                raise IntakeError("is encrypted", where=self.name, todo="save it without a password")
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise IntakeError("is packed in a way that is not read", where=self.name)
            if entry.header_offset < end or entry.filename in out:
                raise IntakeError("has files that lie over one another, as no honest archive has", where=self.name)
            end = entry.header_offset + 30 + entry.compress_size
            total += entry.file_size
            out[entry.filename] = entry
        if end > size or total > self._left:
            raise IntakeError("unpacks to more than is read of one archive, or breaks off", where=self.name, todo="split it")
        return out
