"""What a file says of itself, as bounded plain text: nothing that comes out of here can be anything but letters."""

import re
from collections.abc import Iterable
from typing import Any

from knell.records.exhibit import LONGEST_VALUE, MOST_TAGS, Tag

_MOST_LETTERS = 400_000
_STEERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_CUT = " ... (cut)"
_EXIF_MOMENT = re.compile(r"(\d{4})[:-](\d{2})[:-](\d{2})[ T](\d{2}):(\d{2}):(\d{2})")


class Tags:
    """Collects tags within their bounds; what goes beyond is left out, and ``full`` says that something was."""

    def __init__(self) -> None:
        self._tags: list[Tag] = []
        self._letters = 0
        self.full = False

    def add(self, group: str, name: object, value: object) -> None:
        """Keeps a value as text; empty ones are passed over."""
        told = in_text(value)
        if not told.strip():
            return
        tag = Tag(group=in_text(group)[:80], name=in_text(name)[:120], value=told)
        self._letters += len(tag.value) + len(tag.name)
        if len(self._tags) >= MOST_TAGS - 1 or self._letters > _MOST_LETTERS:
            self.full = True
            return
        self._tags.append(tag)

    def add_all(self, group: str, values: Iterable[tuple[object, object]]) -> None:
        """Keeps many of one group."""
        for name, value in values:
            self.add(group, name, value)

    def first(self, *names: str) -> str | None:
        """The first value under one of these names, in the names' order."""
        known = {tag.name: tag.value for tag in reversed(self._tags)}
        return next((known[name] for name in names if name in known), None)

    def told(self) -> tuple[Tag, ...]:
        """All that was kept, in the order found."""
        return tuple(self._tags)


def in_text(value: Any, depth: int = 0) -> str:
    """Any value as text: bytes as letters where they are letters, else as hex; lists with commas; cut where it is long."""
    if isinstance(value, bytes):
        text = _bytes_in_text(value)
    elif isinstance(value, (list, tuple)) and depth < 3:
        text = ", ".join(in_text(one, depth + 1) for one in value[:64])
    elif isinstance(value, dict) and depth < 3:
        text = ", ".join(f"{in_text(name, depth + 1)}: {in_text(one, depth + 1)}" for name, one in list(value.items())[:64])
    else:
        text = str(value)
    text = _STEERS.sub(" ", text[: 2 * LONGEST_VALUE])
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - len(_CUT)] + _CUT


def moment(stated: str | None) -> str | None:
    """A recorded moment in ISO 8601, with its zone only where it is stated; ``None`` where it is none."""
    found = _EXIF_MOMENT.search(stated or "")
    if found is None or found[1] == "0000":
        return None
    rest = (stated or "")[found.end() :]
    zone = "Z" if re.match(r"(?:\.\d+)?Z", rest) else ""
    month, day, hour, minute, second = (int(found[n]) for n in (2, 3, 4, 5, 6))
    if not (1 <= month <= 12 and 1 <= day <= 31 and hour < 24 and minute < 60 and second < 61):
        return None
    return f"{found[1]}-{found[2]}-{found[3]}T{found[4]}:{found[5]}:{found[6]}{zone}"


def _bytes_in_text(value: bytes) -> str:
    for marker, coding in ((b"ASCII\0\0\0", "ascii"), (b"UNICODE\0", "utf-16"), (b"", "utf-8")):
        if value.startswith(marker):
            try:
                text = value[len(marker) : LONGEST_VALUE * 2].decode(coding).rstrip("\0 ")
            except UnicodeDecodeError:
                continue
            if all(letter.isprintable() or letter in "\r\n\t" for letter in text):
                return text
    return value[:256].hex() + (f" ... ({len(value):,} bytes)" if len(value) > 256 else "")
