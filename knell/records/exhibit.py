"""What was found in an exhibit's bytes: a photograph, film, sound or document as programs opened it.

Nothing here says that a thing is true. A recorded time or place is what a device or an editor wrote into the file.
"""

import re
from typing import Literal

from .base import Record, RecordError

ExhibitKind = Literal["picture", "film", "sound", "document", "other"]
FootageKind = Literal["same_picture", "same_film", "picture_in_film"]
CredentialState = Literal["valid", "trusted", "invalid", "unread"]

LONGEST_VALUE = 4000
"""Code points of one recorded value; what is longer is cut and says so."""
MOST_TAGS = 1500
MOST_PRINTS = 8 * 3600
MOST_STILLS = 24
WIDEST = 1024
"""Pixels of a derivative's longer side."""

_PRINT = re.compile(r"[0-9a-f]{64}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?)?")


class Tag(Record, frozen=True, kw_only=True):
    """One value that the file says of itself, as text. ``group``: where it stood ("EXIF", "GPS", "container", "stream 0")."""

    group: str
    name: str
    value: str

    def __post_init__(self) -> None:
        if max(len(self.group), len(self.name)) > 200 or len(self.value) > LONGEST_VALUE:
            raise RecordError("a recorded value is longer than is kept")


class Print(Record, frozen=True, kw_only=True):
    """What a picture looks like, as PDQ hashes in hex that alike pictures share most bits of.

    ``at``: second of the film, or ``None`` for a still. ``hashes``: of a still, for each view its eight flips and turns, upright first, the
    first ``wholes`` views being all of it and the others crops; of a film's frame, as it is, mirrored, and crops.
    """

    at: int | None = None
    wholes: int = 1
    hashes: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.hashes or len(self.hashes) > 160 or not all(_PRINT.fullmatch(one) for one in self.hashes):
            raise RecordError("a print is hashes of 64 hex digits")
        if self.at is not None and not 0 <= self.at < 1_000_000:
            raise RecordError("a print's second is past the end of any film")


class Still(Record, frozen=True, kw_only=True):
    """A picture taken out of an exhibit, pixels only: ``thumbnail`` of all of it, or ``keyframe`` of one second (``at``)."""

    kind: Literal["thumbnail", "keyframe"]
    at: int | None = None
    width: int
    height: int

    def __post_init__(self) -> None:
        if not (0 < self.width <= WIDEST and 0 < self.height <= WIDEST):
            raise RecordError("a derivative has an odd size")


class Measured(Record, frozen=True, kw_only=True):
    """What an overview needs of it. ``media``: what the bytes are. ``said``: that in words. ``milliseconds``: how long it plays. ``taken``:
    when it was made, as recorded in it. ``located``: whether a position is recorded in it. ``seen``: how many seconds of a film were
    looked at.
    """

    media: str
    said: str
    width: int | None = None
    height: int | None = None
    milliseconds: int | None = None
    pages: int | None = None
    taken: str | None = None
    located: bool = False
    seen: int | None = None
    notes: tuple[str, ...] = ()
    fault: str | None = None


class Found(Measured, frozen=True, kw_only=True):
    """What was found.

    ``tags``: all that it says of itself. ``prints``: what it looks like.
    ``credential``: its C2PA manifests as JSON text, with ``credential_state``. ``notes``: what could not be done, a line each.
    ``fault``: why it could not be opened, where something here should open its sort. ``tools``: what opened it.
    """

    kind: ExhibitKind
    tags: tuple[Tag, ...] = ()
    prints: tuple[Print, ...] = ()
    stills: tuple[Still, ...] = ()
    credential: str | None = None
    credential_state: CredentialState | None = None
    tools: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.tags) > MOST_TAGS or len(self.prints) > MOST_PRINTS or len(self.stills) > MOST_STILLS or len(self.notes) > 50:
            raise RecordError("more was found than is kept")
        words = (self.media, self.said, self.fault or "", *self.notes, *self.tools)
        if any(len(word) > 500 or not word.isprintable() for word in words):
            raise RecordError("words about an exhibit are short and on one line")
        for number in (self.width, self.height, self.milliseconds, self.pages, self.seen):
            if number is not None and not 0 <= number < 2**40:
                raise RecordError(f"a measure of an exhibit is not negative, got {number}")
        if self.taken is not None and not _MOMENT.fullmatch(self.taken):
            raise RecordError(f"a moment is ISO 8601, got {self.taken!r}")
        if self.credential is not None and len(self.credential) > 500_000:
            raise RecordError("a credential is longer than is kept")


class Stretch(Record, frozen=True, kw_only=True):
    """Seconds of one film that are seconds of another: first and last of each, and how many were found alike. For a picture in a
    film, ``b`` is the film's second and ``a`` is ``None``.
    """

    a: tuple[int, int] | None
    b: tuple[int, int]
    alike: int


class FootageMatch(Record, frozen=True, kw_only=True):
    """Two exhibits that look alike. ``a`` and ``b``: their ids, in order; for a picture in a film, ``a`` is the picture.

    ``distance``: bits of 256 that the nearest pair of prints differs in. ``near``: within what compressing, trimming and cropping do;
    else it is for a person to look at. ``turned``: one shows the other mirrored or turned.
    """

    kind: FootageKind
    a: str
    b: str
    distance: int
    near: bool
    turned: bool = False
    stretches: tuple[Stretch, ...] = ()
