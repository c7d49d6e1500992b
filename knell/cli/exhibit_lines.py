"""Exhibits that look alike, as lines of text for a terminal."""

from knell.publishing.footage import alike_in_words, clock
from knell.records.exhibit import FootageMatch, Stretch


def match_in_words(match: FootageMatch) -> str:
    """Two exhibits and what they share: "x:.. and x:..: the same picture, mirrored or turned (12 of 256 bits apart)"."""
    sure = "" if match.near else "perhaps "
    return f"{match.a} and {match.b}: {sure}{alike_in_words(match)} ({match.distance} of 256 bits apart)"


def stretch_in_words(match: FootageMatch, stretch: Stretch) -> str:
    """Which seconds are alike: "0:00:04 to 0:00:09 of x:.. is 0:00:00 to 0:00:05 of x:.. (6 seconds alike)"."""
    there = f"{clock(stretch.b[0])} to {clock(stretch.b[1])} of {match.b}"
    alike = f"({stretch.alike} second{'' if stretch.alike == 1 else 's'} alike)"
    if stretch.a is None:
        return f"at {there} {alike}"
    return f"{clock(stretch.a[0])} to {clock(stretch.a[1])} of {match.a} is {there} {alike}"
