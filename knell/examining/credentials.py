"""Content credentials (C2PA): read and recorded, never trusted alone.

A manifest says who signed what about a file. It can be stripped, and it can be put on by whoever holds a certificate; its absence says
nothing. Read by ``c2pa-python`` where that is installed, never fetched from anywhere.
"""

from io import BytesIO
from typing import Any

from knell.records.exhibit import CredentialState

_MARKS = (b"c2pa", b"jumb")
_LONGEST = 400_000
_STATES: dict[str, CredentialState] = {"valid": "valid", "trusted": "trusted", "invalid": "invalid"}
Credential = tuple[str | None, CredentialState | None, list[str]]


def read_credential(data: Any, media: str) -> Credential:
    """The manifests as JSON text, how their signatures stand, and what could not be done. Nothing where there is none."""
    if not all(_holds(data, mark) for mark in _MARKS):
        return None, None, []
    try:
        import c2pa
    except ImportError:
        return None, "unread", ["has a content credential that was not read: c2pa-python is not installed (knell[exhibits])"]
    try:
        with c2pa.Reader(media, BytesIO(bytes(data))) as reader:
            told = reader.json()
            state = str(reader.get_validation_state() or "").lower()
    except c2pa.C2paError as error:
        if "notfound" in type(error).__name__.lower() or "no jumbf" in str(error).lower():
            return None, None, []
        said = " ".join(str(error).split())[:200]
        return (
            None,
            "unread",
            ["".join(letter for letter in f"has a content credential that cannot be read: {said}" if letter.isprintable())],
        )
    if len(told) > _LONGEST:
        return None, "unread", [f"has a content credential of {len(told):,} characters; not kept"]
    return told, _STATES.get(state, "invalid"), []


def _holds(data: Any, mark: bytes) -> bool:
    return bool(data.find(mark) >= 0)
