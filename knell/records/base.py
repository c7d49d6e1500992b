"""What every record shares: frozen, keyword-only, strict on unknown fields; spans; and the error for a broken invariant."""

from typing import Any

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of all records. Sequences are tuples, because a frozen struct's list could still change."""


class RecordError(ValueError):
    """A record breaks one of its own rules. The message says which rule and what value broke it."""


class Span(Record, frozen=True, kw_only=True):
    """A stretch of a report's text: Unicode code points, ``start`` inclusive, ``end`` exclusive.

    ``text`` is the words at that place. The ledger leaves it ``None`` and cuts the words from the stored report when they are
    shown, so that erasing a report erases them. Both offsets are ``None`` for something the text implies without saying it.
    """

    text: str | None = None
    start: int | None = None
    end: int | None = None

    def __post_init__(self) -> None:
        start, end, text = self.start, self.end, self.text
        if start is None or end is None:
            if start is not end:
                raise RecordError(f"a span needs both offsets or neither, got {start!r} and {end!r}")
            return
        if not 0 <= start < end:
            raise RecordError(f"a span runs forward from 0, got {start}..{end}")
        if text is not None and len(text) != end - start:
            raise RecordError(f"a span's text is as long as the span, got {len(text)} for {start}..{end}")


def cut(record: Any, text: str | None) -> Any:
    """The same record with each span's words cut from ``text``, or taken out where ``text`` is ``None``.

    Works on any record, however deep; anything that is not a record or a tuple comes back as it is.
    """
    if isinstance(record, tuple):
        return tuple(cut(item, text) for item in record)
    if not isinstance(record, msgspec.Struct):
        return record
    changed = {}
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if isinstance(value, (tuple, msgspec.Struct)):
            changed[name] = cut(value, text)
    if isinstance(record, Span) and record.start is not None:
        changed["text"] = None if text is None else text[record.start : record.end]
    return msgspec.structs.replace(record, **changed) if changed else record
