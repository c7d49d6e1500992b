"""A film or a sound: what its container says, and of a film one frame a second. The system's ffmpeg opens it, inside the same cell.

1. ffprobe: container and streams, as JSON
2. ffmpeg: frames, one a second, small, as bare pixels through a pipe; they are looked at as they come, so that an endless film costs no
   more than the time given
3. of the frames: prints, a thumbnail, and as many keyframes as are kept
"""

import json
import os
import selectors
import shutil
import subprocess
import time
from collections.abc import Iterator
from typing import Any

from knell.publishing.footage import clock
from knell.records.exhibit import Found, Print, Still

from .credentials import read_credential
from .prints import can_print, find_border, print_frame
from .sorts import Sort
from .tags import Tags, moment

LONGER_SIDE = 384
"""Pixels of a frame's longer side."""
MOST_PIXELS = 40_000_000
MOST_SECONDS = 4 * 3600
KEYFRAMES = 12
"""Keyframes that are kept at least, of a film that long; at most twice as many."""
FIRST_LOOKED_AT = 8
"""Frames over which a border has to stand to be one: one dark frame has none."""

_PROBE_BYTES = 4_000_000
_CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,asf,flv,ogg,mp3,wav,flac,aac,amr,aiff,caf,h264,hevc,mpegvideo,w64"
_BOUNDS = ("-protocol_whitelist", "file", "-format_whitelist", _CONTAINERS, "-max_alloc", "268435456")
_SKIPPED = {"extradata", "filename", "disposition", "tags", "side_data_list"}


class NoProgram(RuntimeError):
    """ffmpeg or ffprobe is not on this machine."""


def open_recording(data: Any, content: int, sort: Sort, seconds: float) -> tuple[Found, list[bytes]]:
    """What was found in a recording, and the pixels of its stills. ``content``: the open file. Raises ``ValueError`` where it is none."""
    end = time.monotonic() + seconds
    told = probe(content, min(seconds, 8.0))
    tags = Tags()
    streams = [stream for stream in told.get("streams", []) if isinstance(stream, dict)]
    container = told.get("format", {})
    _read_tags(container, streams, tags)
    video = next((s for s in streams if s.get("codec_type") == "video" and not s.get("disposition", {}).get("attached_pic")), None)
    if video is None and not any(stream.get("codec_type") == "audio" for stream in streams):
        raise ValueError("it holds neither picture nor sound")
    length = _milliseconds(container.get("duration") or (video or {}).get("duration"))
    size = _shown_size(video) if video else None
    seen = Seen()
    notes = []
    if size is not None and size[0] * size[1] <= MOST_PIXELS:
        seen = look_at_film(content, size, end)
        notes += seen.notes
    elif size is not None:
        notes.append(f"not decoded: {size[0]:,} x {size[1]:,} pixels")
    credential, state, more = read_credential(data, sort.media)
    if tags.full:
        notes.append("it says more of itself than is kept")
    what = "a film" if video else "a sound recording"
    measure = f", {size[0]:,} x {size[1]:,} pixels" if size else ""
    found = Found(
        kind="film" if video else "sound", media=sort.media, said=f"{what}{measure}" + (f", {clock(length // 1000)}" if length else ""),
        width=size[0] if size else None, height=size[1] if size else None, milliseconds=length,
        taken=moment(tags.first("com.apple.quicktime.creationdate", "creation_time", "date")),
        located=tags.first("location", "location-eng", "com.apple.quicktime.location.ISO6709", "xyz") is not None,
        tags=tags.told(), prints=tuple(seen.prints), seen=seen.seconds if video else None,
        stills=tuple(still for still, _ in seen.stills()),
        credential=credential, credential_state=state, notes=(*notes, *more), tools=_tools(),
    )  # fmt: skip
    return found, [pixels for _, pixels in seen.stills()]


def probe(content: int, seconds: float) -> dict[str, Any]:
    """What ffprobe says of the container and its streams. Raises ``NoProgram`` or ``ValueError``."""
    command = [_program("ffprobe"), "-v", "error", *_BOUNDS, "-show_format", "-show_streams", "-of", "json", _name(content)]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, pass_fds=[content]
    ) as child:
        assert child.stdout is not None
        try:
            told = b"".join(_pieces(child.stdout.fileno(), time.monotonic() + seconds, _PROBE_BYTES))
        finally:
            child.kill()
    try:
        decoded = json.loads(told or b"{}")
    except (ValueError, RecursionError):
        decoded = {}
    if not decoded.get("streams"):
        raise ValueError("it is no recording that can be played")
    return dict(decoded)


class Seen:
    """What came of a film's frames, as they came."""

    def __init__(self) -> None:
        self.prints: list[Print] = []
        self.notes: list[str] = []
        self.seconds = 0
        self._kept: list[tuple[int, Any]] = []
        self._step = 1
        self._waiting: list[tuple[int, Any]] = []
        self._inside: tuple[int, int, int, int] | None = None
        self._can_print = can_print()

    def look(self, second: int, frame: Any) -> None:
        """Takes in the next frame."""
        self.seconds = second + 1
        if second % self._step == 0:
            self._kept.append((second, frame))
            if len(self._kept) >= 2 * KEYFRAMES:
                self._kept, self._step = self._kept[::2], self._step * 2
        if not self._can_print:
            return
        if self._inside is None:
            self._waiting.append((second, frame))
            if len(self._waiting) < FIRST_LOOKED_AT:
                return
            self.settle()
            return
        self._print(second, frame)

    def settle(self) -> None:
        """Finds the border that stands over the first frames, and prints those."""
        import numpy

        if not self._waiting:
            return
        brightest = numpy.max(numpy.stack([frame for _, frame in self._waiting]), axis=0)
        self._inside = find_border(brightest)
        for second, frame in self._waiting:
            self._print(second, frame)
        self._waiting = []

    def stills(self) -> list[tuple[Still, bytes]]:
        """A thumbnail and the keyframes, with their pixels."""
        if not self._kept:
            return []
        told = max(self._kept, key=lambda one: (float(one[1].std()) > 20, -abs(one[0] - self.seconds // 10)))
        rows: list[tuple[Still, Any]] = [(self._still("thumbnail", None, told[1]), told[1])]
        rows += [(self._still("keyframe", second, frame), frame) for second, frame in self._kept]
        return [(still, frame.tobytes()) for still, frame in rows[: 2 * KEYFRAMES]]

    def _still(self, kind: Any, second: int | None, frame: Any) -> Still:
        return Still(kind=kind, at=second, width=frame.shape[1], height=frame.shape[0])

    def _print(self, second: int, frame: Any) -> None:
        assert self._inside is not None
        top, bottom, left, right = self._inside
        found = print_frame(frame[top:bottom, left:right], second)
        if found is not None:
            self.prints.append(found)


def look_at_film(content: int, size: tuple[int, int], end: float) -> Seen:
    """Looks at one frame a second until the film or the time ends."""
    import numpy

    seen = Seen()
    scale = min(1.0, LONGER_SIDE / max(size))
    width, height = (max(2, round(side * scale / 2) * 2) for side in size)
    frame_bytes = width * height * 3
    command = [
        _program("ffmpeg"), "-nostdin", "-v", "error", *_BOUNDS, "-threads", "1", "-filter_threads", "1", "-max_pixels", str(MOST_PIXELS),
        "-i", _name(content), "-map", "0:v:0", "-an", "-sn", "-dn", "-vf", f"fps=1:round=up,scale={width}:{height}:flags=area",
        "-frames:v", str(MOST_SECONDS), "-threads", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1",
    ]  # fmt: skip
    late = False
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, pass_fds=[content]
    ) as child:
        assert child.stdout is not None
        held = bytearray()
        second = 0
        try:
            for piece in _pieces(child.stdout.fileno(), end - 1.5, None):
                held += piece
                while len(held) >= frame_bytes:
                    frame = numpy.frombuffer(bytes(held[:frame_bytes]), dtype=numpy.uint8).reshape(height, width, 3)
                    del held[:frame_bytes]
                    seen.look(second, frame)
                    second += 1
                    if time.monotonic() > end - 1.5:
                        late = True
                        break
                if late:
                    break
            else:
                late = time.monotonic() > end - 1.6
        finally:
            child.kill()
    seen.settle()
    if late:
        seen.notes.append(f"looked at its first {seen.seconds:,} seconds only, for want of time (--time gives more)")
    if seen.seconds == 0:
        seen.notes.append("not one frame of it can be decoded")
    elif not can_print():
        seen.notes.append("no prints were made: pdqhash is not installed (knell[footage])")
    return seen


def _pieces(handle: int, end: float, most: int | None) -> Iterator[bytes]:
    """What comes through a pipe, until it closes, time is up, or it was ``most`` bytes."""
    length = 0
    with selectors.DefaultSelector() as waiting:
        waiting.register(handle, selectors.EVENT_READ)
        while (left := end - time.monotonic()) > 0 and waiting.select(left):
            piece = os.read(handle, 1 << 18)
            length += len(piece)
            if not piece or (most is not None and length > most):
                return
            yield piece


def _read_tags(container: Any, streams: list[dict[str, Any]], tags: Tags) -> None:
    for group, told in (("container", container), *((f"stream {n}", stream) for n, stream in enumerate(streams[:64]))):
        tags.add_all(group, ((name, value) for name, value in told.items() if name not in _SKIPPED))
        inner = told.get("tags")
        if isinstance(inner, dict):
            tags.add_all(group, inner.items())
        side = told.get("side_data_list")
        for one in side if isinstance(side, list) else []:
            if isinstance(one, dict):
                tags.add_all(f"{group}, side data", one.items())


def _shown_size(video: dict[str, Any]) -> tuple[int, int] | None:
    """Width and height as it is shown, turned as the camera was held."""
    width, height = video.get("width"), video.get("height")
    if not (isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0):
        return None
    sides = video.get("side_data_list")
    turned = (
        next((one.get("rotation") for one in sides if isinstance(one, dict) and "rotation" in one), 0) if isinstance(sides, list) else 0
    )
    return (height, width) if isinstance(turned, (int, float)) and abs(turned) % 180 == 90 else (width, height)


def _milliseconds(stated: Any) -> int | None:
    try:
        length = round(float(stated) * 1000)
    except (TypeError, ValueError, OverflowError):
        return None
    return length if 0 < length < 2**40 else None


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise NoProgram(f"{name} is not on this machine; install ffmpeg")
    return found


def _name(content: int) -> str:
    return f"/proc/self/fd/{content}"


def _tools() -> tuple[str, ...]:
    from importlib.metadata import version

    done = subprocess.run([_program("ffmpeg"), "-version"], capture_output=True, text=True, check=False)
    words = (done.stdout.splitlines() or [""])[0].split()
    numpy_ = (f"pdqhash {version('pdqhash')}",) if can_print() else ()
    return (f"ffmpeg {words[2] if len(words) > 2 else '?'}"[:60], *numpy_)
