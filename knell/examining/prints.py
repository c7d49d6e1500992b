"""What a picture looks like, as PDQ hashes (Facebook's, MIT licence; the package ``pdqhash``), made so that crops and mirrors meet.

PDQ alone finds a picture again that was compressed anew, and nothing else: a crop of five in a hundred, a black border or a mirror
image are another picture to it. So a still has prints of several views: the whole, what a uniform border frames, crops of the
middle and of the corners, each in all eight flips and turns. A film's second has prints of its frame, mirrored, and of two crops.
Figures: soak/footage.py measures them; tests hold them.
"""

from typing import Any

from knell.records.exhibit import Print

CROPS = (0.95, 0.9, 0.85, 0.79)
"""What is kept of each side, from the middle. Each is found again by what lies about two in a hundred to either side of it."""
CORNERS = 0.92
"""What is kept of each side where a corner is."""
FRAME_CROPS = (0.95, 0.89)
QUALITY = 30
"""PDQ's own measure of how much there is to tell a picture by; flat ones are alike to everything."""
MIRRORED = 5
"""Where the mirror image stands among PDQ's eight."""
_EVEN = 7.0
"""Grey levels that a line at the edge may spread over and be border."""
_MOST_TRIMMED = 0.45


def can_print() -> bool:
    """Whether the package is there."""
    try:
        import pdqhash  # noqa: F401
    except ImportError:
        return False
    return True


def print_still(pixels: Any) -> Print | None:
    """The print of a still, ``pixels`` being rows of columns of red, green, blue; ``None`` where there is too little to see."""
    top, bottom, left, right = find_border(pixels)
    inner = pixels[top:bottom, left:right]
    wholes = [pixels] if inner.shape == pixels.shape else [pixels, inner]
    hashes: list[str] = []
    for number, view in enumerate([*wholes, *(crop for whole in wholes for crop in _crops(whole))]):
        found, quality = _compute(view)
        if quality < QUALITY and number == len(wholes) - 1:
            return None
        hashes += found
    return Print(wholes=len(wholes), hashes=tuple(hashes))


def print_frame(pixels: Any, second: int) -> Print | None:
    """The print of a film's frame, border trimmed already: as it is, mirrored, and two crops."""
    found, quality = _compute(pixels)
    if quality < QUALITY:
        return None
    crops = tuple(_compute(_middle(pixels, kept))[0][0] for kept in FRAME_CROPS)
    return Print(at=second, hashes=(found[0], found[MIRRORED], *crops))


def _crops(whole: Any) -> list[Any]:
    height, width = round(len(whole) * CORNERS), round(len(whole[0]) * CORNERS)
    corners = [whole[:height, :width], whole[:height, -width:], whole[-height:, :width], whole[-height:, -width:]]
    return [*(_middle(whole, kept) for kept in CROPS), *corners]


def _middle(whole: Any, kept: float) -> Any:
    height, width = whole.shape[:2]
    top, left = round(height * (1 - kept) / 2), round(width * (1 - kept) / 2)
    return whole[top : height - top, left : width - left]


def _compute(view: Any) -> tuple[list[str], int]:
    """All eight hashes of a view, as it is first, and PDQ's measure of its quality."""
    import numpy
    import pdqhash

    found, quality = pdqhash.compute_dihedral(numpy.ascontiguousarray(view))
    return [_hex(one) for one in found], int(quality)


def find_border(pixels: Any) -> tuple[int, int, int, int]:
    """First and last row and column (exclusive) of what is not a uniform border."""
    import numpy

    grey = numpy.asarray(pixels, dtype=numpy.float32).mean(axis=2)
    top, bottom = _inner(grey)
    left, right = _inner(grey[top:bottom].T)
    return top, bottom, left, right


def _inner(lines: Any) -> tuple[int, int]:
    import numpy

    count = len(lines)
    most = int(count * _MOST_TRIMMED)
    low, high = numpy.percentile(lines, 4, axis=1), numpy.percentile(lines, 96, axis=1)
    middle = (low + high) / 2

    def steps(edge: Any, spread: Any) -> int:
        even = (spread <= _EVEN) & (abs(edge - edge[0]) <= _EVEN)
        first = int(numpy.argmin(even)) if not even.all() else count
        return first if 1 < first <= most else 0

    before = steps(middle, high - low)
    after = steps(middle[::-1], (high - low)[::-1])
    # A line of mixture stands where a border met the picture and was scaled; it goes with the border.
    return before + (1 if before else 0), count - after - (1 if after else 0)


def _hex(bits: Any) -> str:
    import numpy

    return bytes(numpy.packbits(numpy.asarray(bits, dtype=numpy.uint8))).hex()
