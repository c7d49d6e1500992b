"""A small disk of one's own, in a file: an ext4 file system, mounted for a while, whose every byte can be looked through afterwards."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MIB = 192
_CHUNK, _OVERLAP = 1 << 24, 1 << 12
_PRINTED = re.compile(rb"[\x20-\x7e]{6,}|(?:[\x20-\x7e]\x00){6,}|(?:\x00[\x20-\x7e]){6,}")


@contextmanager
def mounted(image: Path, place: Path) -> Iterator[bool]:
    """A new disk in the file ``image``, mounted in the folder ``place`` for as long as it lasts, temporary files on it as well.

    ``False``: this system lets nobody do that.
    """
    place.mkdir(parents=True)
    with image.open("wb") as file:
        file.truncate(MIB << 20)
    there = shutil.which("mkfs.ext4") is not None and _run("mkfs.ext4", "-q", "-F", image) and _run("mount", "-o", "loop", image, place)
    if there:
        tempfile.tempdir = os.environ["SQLITE_TMPDIR"] = str(place)
    try:
        yield there
    finally:
        tempfile.tempdir = None
        os.environ.pop("SQLITE_TMPDIR", None)
        if there and not _run("umount", place):
            raise RuntimeError(f"{place} cannot be unmounted")


def printed_in(image: Path) -> Iterator[bytes]:
    """All that could be read as text in a disk's bytes, in UTF-8 or UTF-16: in files, in what was freed, in the file system's journal."""
    with image.open("rb") as file:
        kept = b""
        while piece := file.read(_CHUNK):
            yield b"\n".join(_PRINTED.findall(kept + piece))
            kept = piece[-_OVERLAP:]


def _run(*command: str | Path) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
