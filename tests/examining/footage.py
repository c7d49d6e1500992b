"""Pictures and films made here for tests, out of the soak's painter."""

import importlib.util
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from soak.footage import as_jpeg, encode, paint

FFMPEG = shutil.which("ffmpeg") and shutil.which("ffprobe")
PRINTS = importlib.util.find_spec("pdqhash") is not None
needs_prints = pytest.mark.skipif(not PRINTS, reason="pdqhash is not installed (knell[footage]), so no footage was looked for again")
NO_FFMPEG = "no ffmpeg on this machine, so no film was opened"
PHOTOGRAPHER = "Amal Haddad"


def picture(seed: int = 1, size: tuple[int, int] = (640, 480)) -> Any:
    return paint(seed, size)


def photograph(seed: int = 1) -> bytes:
    """A JPEG with all that a camera and its owner put in."""
    exif = Image.Exif()
    exif[0x010F], exif[0x013B], exif[0x8298] = "Acme", PHOTOGRAPHER, f"(c) {PHOTOGRAPHER}"
    exif[0x8769] = {0x9003: "2031:03:06 14:02:11"}
    exif[0x8825] = {1: "N", 2: (35.0, 21.0, 1.0), 3: "E", 4: (35.0, 55.0, 0.0)}
    out = BytesIO()
    picture(seed).save(out, "JPEG", exif=exif, comment=PHOTOGRAPHER.encode())
    return out.getvalue()


def again(seed: int = 1, quality: int = 40) -> bytes:
    """The same picture, small and compressed anew."""
    return as_jpeg(picture(seed).resize((420, 315)), quality)


def film(folder: Path, seed: int = 1, *changes: str, name: str = "film.mp4") -> bytes:
    """Five seconds that go along a picture."""
    still = folder / f"still-{seed}.png"
    paint(100 + seed, (480, 240)).save(still)
    going = ["-loop", "1", "-framerate", "10", "-i", str(still), "-t", "5", "-vf", "crop=320:180:x='20*t':y=30"]
    if changes:
        going[-1] += "," + ",".join(changes)
    path = folder / name
    encode([*going, "-metadata", f"artist={PHOTOGRAPHER}"], path)
    return path.read_bytes()
