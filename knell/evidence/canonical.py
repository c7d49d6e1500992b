"""Canonical bytes: one value, one spelling, so that a hash of it means something.

The spelling is RFC 8785 (JSON Canonicalization Scheme), kept to by narrowing what may be written rather than by a special
writer: object keys are ASCII (so that sorting by code point is sorting by UTF-16 unit), numbers are integers that a double
holds exactly, and floats are refused (their shortest spelling is the one hard part of the RFC, and a count is never a float).
A coordinate that has to be committed to is written as a decimal string. Strings keep their code points: no normalisation.
"""

from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder(order="sorted")
_EXACT = 2**53 - 1


class NotCanonical(ValueError):
    """A value that has no canonical bytes: a float, an integer past 2**53 - 1, a key that is not ASCII, a lone surrogate."""


def canonical_bytes(value: Any) -> bytes:
    """The canonical bytes of a record, mapping, sequence, string, integer, boolean or ``None``. Raises ``NotCanonical``."""
    plain = msgspec.to_builtins(value, str_keys=True)
    _refuse(plain)
    try:
        return _ENCODER.encode(plain)
    except UnicodeEncodeError as error:
        raise NotCanonical(f"a string with a lone surrogate has no canonical bytes: {error.reason}") from error


def _refuse(value: Any) -> None:
    match value:
        case None | bool() | str():
            return
        case int():
            if not -_EXACT <= value <= _EXACT:
                raise NotCanonical(f"an integer past 2**53 - 1 is not exact everywhere, got {value}")
        case list() | tuple():
            for item in value:
                _refuse(item)
        case dict():
            for key, item in value.items():
                if not key.isascii():
                    raise NotCanonical(f"a key is ASCII, got {key!r}")
                _refuse(item)
        case _:
            raise NotCanonical(f"a {type(value).__name__} has no canonical bytes; write it as a string")
