"""Files that go out: whole in their place, or not there."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from knell.records.errors import InputError

CLOSED = 0o600
"""The rights of a file that nobody else on the machine may read."""
OPEN = 0o666
"""The rights of a file that goes to others; the user's own settings take some away."""
PROGRAM = 0o777
"""The rights of a file that can be run, less the same."""


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """A place beside ``path`` to write to; what was written there is moved to ``path`` when all of it is, and taken away where it is not.

    Raises ``InputError`` where the disk fails.
    """
    place = path.with_name(path.name + ".part")
    try:
        yield place
        place.replace(path)
    except OSError as error:
        raise InputError(error.strerror or "cannot be written", where=str(path), todo="give another place, or make room there") from error
    finally:
        with suppress(OSError):
            place.unlink(missing_ok=True)


def write_whole(path: Path, pieces: Iterable[bytes], rights: int = OPEN) -> None:
    """Writes a file beside its place and moves it there when it is whole, so that nobody meets half of it. Raises ``InputError``."""
    with written_beside(path) as place, os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, rights), "wb") as out:
        for piece in pieces:
            out.write(piece)
