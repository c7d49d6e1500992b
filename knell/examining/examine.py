"""The task of a cell that opens an exhibit: what sort it is, and then the one module that opens that sort.

The answer's first part is a ``Found`` as JSON; the others are the pixels of its stills, red, green, blue, row by row: no file format
at all, so that nothing that stood in the original can come along.
"""

import mmap
import os
import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from knell.records.exhibit import Found

from .sorts import HEAD, Sort, sort_bytes

VERSION = "examiner@1"
_ADDRESS = re.compile(r"<[^<>]* at 0x[0-9a-f]+>")
"""How Python names a thing in memory: another each time, and nobody's business."""
PRELOAD = ("knell.examining.still", "knell.examining.recording", "PIL.Image", "PIL.JpegImagePlugin", "PIL.ImageOps", "numpy", "pdqhash")


def examine(question: Mapping[str, Any], content: int) -> Sequence[bytes]:
    """Opens the exhibit in the open file ``content``; ``question``: ``seconds`` there are."""
    size = os.fstat(content).st_size
    head, tail = os.pread(content, HEAD, 0), os.pread(content, HEAD, max(0, size - HEAD))
    sort = sort_bytes(head, tail)
    if not sort.opener or not size:
        note = "kept as it is: nothing here looks into this sort" if size else "it is empty"
        return [msgspec.json.encode(Found(kind=sort.kind, media=sort.media, said=sort.said, notes=(note,)))]
    with mmap.mmap(content, 0, prot=mmap.PROT_READ) as data:
        try:
            found, pixels = _open(sort, data, content, float(question["seconds"]))
        except ImportError as error:
            return [msgspec.json.encode(_unopened(sort, f"{error.name} is not installed (knell[exhibits])"))]
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001  parsers raise anything on bytes they cannot read, and the sort is worth telling all the same
            return [msgspec.json.encode(_unopened(sort, _why(error)))]
    return [msgspec.json.encode(found), *pixels]


def _open(sort: Sort, data: Any, content: int, seconds: float) -> tuple[Found, list[bytes]]:
    if sort.opener == "still":
        from .still import open_still

        return open_still(data, sort)
    if sort.opener == "recording":
        from .recording import open_recording

        return open_recording(data, content, sort, seconds)
    from .document import open_document

    return open_document(data, sort)


def _unopened(sort: Sort, why: str) -> Found:
    return Found(kind=sort.kind, media=sort.media, said=sort.said, fault=why)


def _why(error: BaseException) -> str:
    said = _ADDRESS.sub("", "".join(letter if letter.isprintable() else " " for letter in f"{error}"))
    return " ".join(f"{said} ({type(error).__name__})".split())[:200]
