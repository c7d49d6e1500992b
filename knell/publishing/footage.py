"""Footage in words: what two exhibits share, and seconds as a clock shows them."""

from knell.records.exhibit import FootageMatch

_ALIKE = {"same_picture": "the same picture", "same_film": "the same film", "picture_in_film": "the picture is in the film"}


def alike_in_words(match: FootageMatch) -> str:
    """What two exhibits share: "the same picture, mirrored or turned"."""
    return _ALIKE[match.kind] + (", mirrored or turned" if match.turned else "")


def clock(seconds: int) -> str:
    """Seconds as hours, minutes and seconds: "0:04:09"."""
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
