"""Footage used again: how often it is found, and how often two that are not alike are said to be.

Pictures and films are made here, of sky, ground and walls in noise; they are nobody's photographs. Each is changed as footage is when it
is passed on (compressed anew, made small, cropped, letterboxed, mirrored, captioned), and looked for among the originals.

    python soak/footage.py [--pictures 68] [--films 12] [--short] [--figures build/soak/footage.json]
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from knell.confining.cell import Cell
from knell.examining.examine import PRELOAD
from knell.matching.footage import Footage, Gallery
from knell.records.exhibit import Found
from soak import command

Picture = Any
SIZE = (1280, 960)


def main() -> int:
    """Measures and prints."""
    parser = command.parser_of("recall of footage used again", command.Number("pictures", 68, 8), command.Number("films", 12, 2))
    return command.run(parser, lambda asked, _: _measure(asked), lambda _: True)


def _measure(asked: command.Asked) -> dict[str, Any]:
    with Cell(preload=PRELOAD) as cell:
        figures = {"pictures": measure_pictures(cell, asked.pictures)}
        if shutil.which("ffmpeg"):
            figures["films"] = measure_films(cell, asked.films)
    return figures


def paint(seed: int, size: tuple[int, int] = SIZE) -> Picture:
    """A picture of its own: ground and sky of noise as photographs have it, walls with holes, and fine grain."""
    chance = np.random.default_rng(seed)
    width, height = size
    ground = np.stack([_slow_noise(chance, size)] * 3, axis=2) + 0.35 * np.stack([_slow_noise(chance, size) for _ in range(3)], axis=2)
    horizon = height * chance.uniform(0.2, 0.6)
    sky = 1 / (1 + np.exp((np.arange(height) - horizon) / (height / 60)))[:, None, None]
    light = chance.uniform(140, 220) - 50 * (np.arange(height) / height)[:, None, None]
    picture = np.clip((110 + 38 * ground) * (1 - sky) + (light + 12 * ground) * sky, 0, 255)
    canvas = Image.fromarray(picture.astype(np.uint8))
    draw = ImageDraw.Draw(canvas, "RGBA")
    for _ in range(int(chance.integers(5, 14))):
        x, y = int(chance.integers(-100, width)), int(horizon + chance.normal(height / 8, height / 6))
        w, h = int(chance.integers(width // 20, width // 4)), int(chance.integers(height // 16, height // 2))
        shade = (*(int(n) for n in chance.integers(20, 230, 3)), int(chance.integers(120, 235)))
        (draw.ellipse if chance.random() < 0.3 else draw.rectangle)((x, y - h // 2, x + w, y + h // 2), fill=shade)
        for column in range(x + 8, x + w - 8, max(16, w // 5)):
            draw.rectangle((column, y - h // 4, column + 8, y - h // 12), fill=(20, 20, 28, 220))
    grain = chance.normal(0, 4, (height, width, 1))
    blurred = np.asarray(canvas.filter(ImageFilter.GaussianBlur(1.2)), dtype=np.float32) + grain
    return Image.fromarray(np.clip(blurred, 0, 255).astype(np.uint8))


def _slow_noise(chance: np.random.Generator, size: tuple[int, int]) -> Any:
    """Noise whose strength falls with its frequency as in photographs, of spread 1."""
    width, height = size
    down, across = np.fft.fftfreq(height)[:, None] * height, np.fft.rfftfreq(width)[None, :] * width
    strength = 1 / np.maximum(1.0, np.hypot(down, across)) ** 1.25
    phases = np.exp(2j * np.pi * chance.random((height, width // 2 + 1)))
    noise = np.fft.irfft2(strength * phases, s=(height, width))
    return noise / noise.std()


def crop(picture: Picture, kept: float) -> Picture:
    """The middle of a picture."""
    width, height = picture.size
    left, top = round(width * (1 - kept) / 2), round(height * (1 - kept) / 2)
    return picture.crop((left, top, width - left, height - top))


def letterbox(picture: Picture) -> Picture:
    """Black bars above and below."""
    width, height = picture.size
    whole = Image.new("RGB", (width, round(height * 1.35)))
    whole.paste(picture, (0, round(height * 0.175)))
    return whole


def caption(picture: Picture) -> Picture:
    """A bar with signs in it near the foot, as channels put on."""
    marked = picture.copy()
    draw = ImageDraw.Draw(marked)
    width, height = picture.size
    draw.rectangle((0, round(height * 0.88), width, round(height * 0.97)), fill=(180, 10, 10))
    for x in range(30, width - 60, 44):
        draw.rectangle((x, round(height * 0.9), x + 28, round(height * 0.95)), fill=(250, 250, 250))
    return marked


CHANGES: dict[str, Callable[[Picture], Picture]] = {
    "recompressed": lambda p: p,
    "small": lambda p: p.resize((480, 360), Image.Resampling.LANCZOS),
    "cropped 5 %": lambda p: crop(p, 0.95),
    "cropped 10 %": lambda p: crop(p, 0.90),
    "cropped 12 %": lambda p: crop(p, 0.88),
    "cropped 20 %": lambda p: crop(p, 0.80),
    "cropped aside 8 %": lambda p: p.crop((0, 0, round(p.width * 0.92), round(p.height * 0.92))),
    "letterboxed": letterbox,
    "mirrored": ImageOps.mirror,
    "turned": lambda p: p.rotate(90, expand=True),
    "letterboxed and mirrored": lambda p: letterbox(ImageOps.mirror(p)),
    "captioned": caption,
}


def measure_pictures(cell: Cell, count: int, changes: Iterable[str] = CHANGES) -> dict[str, Any]:
    """Per change: the share found within 31 and within 60 bits. False pairs: of all pairs of pictures that are not alike."""
    originals = [paint(seed) for seed in range(count)]
    gallery = Gallery()
    prints = []
    for number, picture in enumerate(originals):
        one = footage_of(cell, f"o{number}", as_jpeg(picture, 92))
        prints.append(one)
        gallery.add(one)
    false_pairs = dict.fromkeys(("31", "60"), 0)
    for one in prints:
        for match in gallery.meet(one):
            false_pairs["60"] += 1
            false_pairs["31"] += match.near
    figures: dict[str, Any] = {"pictures": count, "pairs": count * (count - 1) // 2}
    figures["false_pairs"] = {limit: n // 2 for limit, n in false_pairs.items()}
    for name in changes:
        near = perhaps = 0
        for number, picture in enumerate(originals):
            found = gallery.meet(footage_of(cell, "z", as_jpeg(CHANGES[name](picture), 45)))
            right = [match for match in found if match.a == f"o{number}"]
            near += any(match.near for match in right)
            perhaps += bool(right)
        figures[name] = {"31": round(near / count, 3), "60": round(perhaps / count, 3)}
    return figures


def as_jpeg(picture: Picture, quality: int) -> bytes:
    """The picture's bytes."""
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


FILMED = {
    "recompressed": ["-crf", "36"],
    "small, 8 a second": ["-vf", "scale=320:-2,fps=8", "-crf", "34"],
    "letterboxed": ["-vf", "pad=iw:ih*1.4:0:(oh-ih)/2", "-crf", "32"],
    "mirrored": ["-vf", "hflip", "-crf", "32"],
    "cut out, 6 s": ["-ss", "4.4", "-t", "6", "-crf", "32"],
    "captioned": ["-vf", "drawbox=x=0:y=ih*0.88:w=iw:h=ih*0.09:color=red:t=fill", "-crf", "32"],
    "cropped 5 %": ["-vf", "crop=iw*0.95:ih*0.95", "-crf", "32"],
}


def measure_films(cell: Cell, count: int, changes: Iterable[str] = FILMED) -> dict[str, Any]:
    """Per change: the share of films of 12 seconds that are found again. False pairs: films that are not alike and meet."""
    figures: dict[str, Any] = {"films": count}
    with tempfile.TemporaryDirectory(prefix="knell-footage-") as folder:
        originals = [film(Path(folder), number) for number in range(count)]
        gallery = Gallery()
        prints = [footage_of(cell, f"o{number}", path.read_bytes()) for number, path in enumerate(originals)]
        for one in prints:
            gallery.add(one)
        figures["false_pairs"] = sum(len(gallery.meet(one)) for one in prints) // 2
        for name in changes:
            hits = 0
            for number, path in enumerate(originals):
                again = path.with_name(f"again-{number}.mp4")
                encode(["-i", str(path), *FILMED[name]], again)
                found = gallery.meet(footage_of(cell, "z", again.read_bytes()))
                hits += any(match.a == f"o{number}" for match in found)
            figures[name] = round(hits / count, 3)
        still = [stills_in(cell, gallery, path, number) for number, path in enumerate(originals)]
        figures["a still out of it"] = round(sum(still) / count, 3)
    return figures


def film(folder: Path, number: int) -> Path:
    """Twelve seconds over a wide picture: the camera goes along it, slowly, holds, and shakes a little."""
    picture = folder / f"wide-{number}.png"
    paint(1000 + number, (1600, 600)).save(picture)
    path = folder / f"film-{number}.mp4"
    going = "crop=640:360:x='min(900,8*t+30*floor(t/4)+4*sin(5*t))':y='120+5*sin(3*t)'"
    encode(["-loop", "1", "-framerate", "12", "-i", str(picture), "-t", "12", "-vf", going, "-crf", "20"], path)
    return path


def encode(arguments: list[str], path: Path) -> None:
    """Runs ffmpeg."""
    command = [
        "ffmpeg",
        "-v",
        "error",
        "-y",
        "-nostdin",
        *arguments,
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-pix_fmt",
        "yuv420p",
        str(path),
    ]
    subprocess.run(command, check=True)


def stills_in(cell: Cell, gallery: Gallery, path: Path, number: int) -> bool:
    """Whether a still taken out of a film at a whole second, cropped and compressed anew, is found in it."""
    out = subprocess.run(
        ["ffmpeg", "-v", "error", "-nostdin", "-ss", "7", "-i", str(path), "-frames:v", "1", "-f", "image2pipe", "-c:v", "png", "-"],
        check=True, capture_output=True,
    )  # fmt: skip
    shown = Image.open(BytesIO(out.stdout)).convert("RGB")
    return any(match.b == f"o{number}" for match in gallery.meet(footage_of(cell, "z", as_jpeg(crop(shown, 0.95), 50))))


def footage_of(cell: Cell, name: str, content: bytes) -> Footage:
    """The prints of some bytes, made in a cell as for an exhibit."""
    answer = cell.ask("knell.examining.examine:examine", {}, content)
    found = msgspec.json.decode(answer.parts[0], type=Found)
    return Footage(name, found.kind == "film", found.prints)


if __name__ == "__main__":
    sys.exit(main())
