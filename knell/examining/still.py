"""A picture: its pixels, without anything else, and what it says of itself.

1. open it as one of the kinds we know, within a bound of pixels
2. what it says of itself: EXIF with its GPS, text chunks, XMP, IPTC; kept as text, never followed
3. its pixels, turned as the camera was held, no larger than is shown; prints of them
"""

from io import BytesIO
from typing import Any

from knell.records.exhibit import WIDEST, Found, Still

from .credentials import read_credential
from .prints import can_print, print_still
from .sorts import Sort
from .tags import Tags, moment

MOST_PIXELS = 50_000_000
MOST_JPEG_PIXELS = 150_000_000
"""A JPEG is decoded at a fraction of its size, so it may be larger."""
SHOWN = 640
"""Pixels of a thumbnail's longer side."""

_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP", "image/tiff": "TIFF",
            "image/avif": "AVIF", "image/bmp": "BMP"}  # fmt: skip
_BELOW = {0x8769: "EXIF", 0x8825: "GPS", 0xA005: "EXIF interoperability"}


def open_still(data: Any, sort: Sort) -> tuple[Found, list[bytes]]:
    """What was found in a picture, and the pixels of its thumbnail. Raises whatever a broken picture leads Pillow to."""
    from PIL import Image

    format_ = _FORMATS[sort.media]
    Image.MAX_IMAGE_PIXELS = None  # ours comes first, and is an error and no warning
    tags = Tags()
    with Image.open(BytesIO(data), formats=("JPEG", "MPO") if format_ == "JPEG" else (format_,)) as picture:
        width, height = picture.size
        jpeg = picture.format in ("JPEG", "MPO")
        large = width * height > (MOST_JPEG_PIXELS if jpeg else MOST_PIXELS)
        if not large or jpeg:  # of the others, Pillow decodes some before it tells what they say
            _read_tags(picture, tags)
        if large:
            notes = [f"not decoded: {width:,} x {height:,} pixels"]
            shown, prints = None, None
        else:
            if jpeg:
                picture.draft("RGB", (WIDEST, WIDEST))
            shown, notes, prints = _see(picture)
    credential, state, more = read_credential(data, sort.media)
    position = any(tag.group == "GPS" and tag.name in ("GPSLatitude", "GPSLongitude") for tag in tags.told())
    if tags.full:
        notes.append("it says more of itself than is kept")
    found = Found(
        kind="picture", media=sort.media, said=f"{sort.said}, {width:,} x {height:,} pixels", width=width, height=height,
        taken=moment(tags.first("DateTimeOriginal", "DateTimeDigitized", "DateTime")), located=position, tags=tags.told(),
        prints=() if prints is None else (prints,),
        stills=() if shown is None else (Still(kind="thumbnail", width=shown.width, height=shown.height),),
        credential=credential, credential_state=state, notes=(*notes, *more), tools=_tools(),
    )  # fmt: skip
    return found, [] if shown is None else [shown.tobytes()]


def _see(picture: Any) -> tuple[Any, list[str], Any]:
    import numpy
    from PIL import ImageOps

    notes = []
    small = ImageOps.exif_transpose(picture)
    small.thumbnail((WIDEST, WIDEST), reducing_gap=2.0)
    flat = _flatten(small)
    prints = None
    if can_print():
        prints = print_still(numpy.asarray(flat))
        if prints is None:
            notes.append("too little in it to be told by: no print")
    else:
        notes.append("no print was made: pdqhash is not installed (knell[footage])")
    flat.thumbnail((SHOWN, SHOWN))
    return flat, notes, prints


def _flatten(picture: Any) -> Any:
    from PIL import Image

    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        under = Image.new("RGB", picture.size, (255, 255, 255))
        over = picture.convert("RGBA")
        under.paste(over, mask=over.getchannel("A"))
        return under
    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):
        low, high = picture.getextrema()
        scale = 255.0 / (high - low) if high > low else 1.0
        picture = picture.point(lambda value: value * scale - low * scale).convert("L")
    return picture.convert("RGB")


def _read_tags(picture: Any, tags: Tags) -> None:
    from PIL import ExifTags, IptcImagePlugin

    tags.add("picture", "format", picture.format)
    tags.add("picture", "mode", picture.mode)
    exif = picture.getexif()
    tags.add_all("EXIF", ((ExifTags.TAGS.get(tag, f"tag {tag}"), value) for tag, value in exif.items() if tag not in _BELOW))
    for pointer, group in _BELOW.items():
        names = ExifTags.GPSTAGS if group == "GPS" else ExifTags.TAGS
        try:
            below = dict(exif.get_ifd(pointer))
        except (OSError, ValueError, KeyError, SyntaxError, TypeError):
            continue
        tags.add_all(group, ((names.get(tag, f"tag {tag}"), value) for tag, value in below.items()))
    for name, value in picture.info.items():
        if name in ("exif", "icc_profile", "photoshop", "mpoffset", "iccp"):
            continue
        tags.add("XMP" if name in ("xmp", "XML:com.adobe.xmp", "Raw profile type xmp") else "picture", name, value)
    try:
        iptc = IptcImagePlugin.getiptcinfo(picture) or {}
    except (OSError, ValueError, KeyError, SyntaxError, TypeError, IndexError):
        iptc = {}
    tags.add_all("IPTC", ((":".join(str(part) for part in key), value) for key, value in iptc.items()))


def _tools() -> tuple[str, ...]:
    import PIL

    return (f"pillow {PIL.__version__}", *_print_tool())


def _print_tool() -> tuple[str, ...]:
    from importlib.metadata import version

    return (f"pdqhash {version('pdqhash')}",) if can_print() else ()
