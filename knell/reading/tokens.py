"""Text into tokens: words with inner hyphens and apostrophes, numbers with their separators, single marks. Offsets are kept."""

import re
from typing import NamedTuple


class Token(NamedTuple):
    """A token: its words, the same in lower case with curly marks made straight, and its place in the text."""

    text: str
    low: str
    start: int
    end: int


_TOKEN = re.compile(
    r"""
    (?>\d+(?:[.,]\d+)*)(?:st|nd|rd|th|s)?(?![^\W\d_])   # numbers, with separators: 1,018  3.5  20th
  | \d+(?:[.,]\d+)+[^\W\d_]+                         # numbers run into their unit: 7.62mm  1.2bn
  | (?:[^\W\d_]\.){2,}                               # abbreviations: U.N.  a.m.
  | (?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Col|Lt|Sgt|Capt|Prof|Rev|Maj|Adm|Brig|Hon)\.(?=\s)   # titles keep their stop
  | ''|``                                            # a quotation mark made of two
  | ['’]s(?![^\W_])                                   # a possessive or a short "is", on its own
  | [^\W_]+(?:(?!['’]s(?![^\W_]))[-'’‐‑][^\W_]+)*   # words, with inner hyphens and apostrophes
  | [^\w\s]                                          # one mark at a time
  | _
    """,
    re.VERBOSE,
)
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "‐": "-", "‑": "-"})


def tokenize(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The tokens of ``text[start:end]``, with offsets into ``text``."""
    stop = len(text) if end is None else end
    out = []
    for match in _TOKEN.finditer(text, start, stop):
        word = match.group()
        low = word.lower()
        # Curly marks are outside ASCII, so that plain words skip the table.
        out.append(Token(word, low if word.isascii() else low.translate(_STRAIGHT), match.start(), match.end()))
    return tuple(out)
