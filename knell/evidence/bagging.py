"""Packs a BagIt bag (RFC 8493) into a zip file: the same payload gives the same bytes."""

import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from .bag import DECLARATION, MANIFEST, ROOT, TAG_MANIFEST

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The moment that a zip file's own clock begins: it says nothing of when the bag was made."""


def pack_bag(path: Path, payload: Mapping[str, bytes | Iterable[bytes]], info: Mapping[str, str]) -> None:
    """Writes a bag. ``payload``: names without ``data/``, in plain ASCII, to bytes or pieces of them. ``info``: for ``bag-info.txt``.

    Raises ``OSError``.
    """
    with zipfile.ZipFile(path, "w") as archive:
        stated, octets = {}, 0
        for name in sorted(payload):
            content = payload[name]
            pieces = [content] if isinstance(content, bytes) else content
            stated[f"data/{name}"], size = _put(archive, f"data/{name}", pieces)
            octets += size
        told = {**info, "Payload-Oxum": f"{octets}.{len(payload)}"}
        tags = {
            "bagit.txt": DECLARATION,
            "bag-info.txt": "".join(f"{name}: {' '.join(value.split())}\n" for name, value in told.items()).encode(),
            MANIFEST: _spell(stated),
        }
        hashes = {name: _put(archive, name, [content])[0] for name, content in tags.items()}
        _put(archive, TAG_MANIFEST, [_spell(hashes)])


def _put(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> tuple[str, int]:
    member = zipfile.ZipInfo(f"{ROOT}/{name}", EPOCH)
    member.external_attr = 0o100644 << 16
    member.create_system = 3
    found, size = hashlib.sha256(), 0
    with archive.open(member, "w", force_zip64=not isinstance(pieces, list)) as out:
        for piece in pieces:
            found.update(piece)
            size += len(piece)
            out.write(piece)
    return found.hexdigest(), size


def _spell(hashes: Mapping[str, str]) -> bytes:
    return "".join(f"{value}  {name}\n" for name, value in sorted(hashes.items())).encode("ascii")
