"""Text into tokens: words with inner hyphens and apostrophes, numbers with their separators, single marks. Offsets are kept."""

import re

from .plain import Plain


class Token(Plain, frozen=True, order=True, gc=False):
    """A token: its words, the same in lower case with curly marks made straight, and its place in the text."""

    text: str
    low: str
    start: int
    end: int


_TOKEN = re.compile(
    r"""
    \s*+(?:                                          # what stands before a token
    [a-zA-Z]++(?=[\ ,])                                # most words, told at once; no rule below reads them otherwise
  | (?>\d+(?:[.,]\d+)*)(?:st|nd|rd|th|s)?(?![^\W\d_])   # numbers, with separators: 1,018  3.5  20th
  | \d+(?:[.,]\d+)+[^\W\d_]+                         # numbers run into their unit: 7.62mm  1.2bn
  | (?:[^\W\d_]\.){2,}                               # abbreviations: U.N.  a.m.
  | (?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Col|Lt|Sgt|Capt|Prof|Rev|Maj|Adm|Brig|Hon
      |MR|MRS|MS|DR|GEN|SEN|GOV|COL|LT|SGT|CAPT|PROF|REV|MAJ|BRIG)\.(?=\s)   # titles keep their stop
  | (?<=[^\W_])''[sS](?![^\W_])                       # a possessive whose mark was doubled on the way
  | ''|``                                            # a quotation mark made of two
  | ['’](?:[sS]|ve|re|ll|[dm])(?![^\W_])              # a possessive, a short "is", "have" or "will", on its own
  | [^\W_]+(?:(?!['’](?:[sS]|ve|re|ll|[dm])(?![^\W_]))[-'’‐‑][^\W_]+)*   # words, with inner hyphens and apostrophes
  | [^\w\s]                                          # one mark at a time
  | _
    )""",
    re.VERBOSE,
)
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "‐": "-", "‑": "-"})


_KEPT = 100_000
"""Words whose lower-case form is kept. A text of nothing but new words must not fill the memory."""


class _Lows(dict[str, str]):
    """Words to lower case with curly marks made straight, each worked out once."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _KEPT:
            self.clear()
        # Curly marks are outside ASCII, so that plain words skip the table.
        low = word.lower() if word.isascii() else word.lower().translate(_STRAIGHT)
        low = self[word] = "'s" if low == "''s" else low
        return low


LOWS = _Lows()


def tokenize(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The tokens of ``text[start:end]``, with offsets into ``text``."""
    # Every character up to the last token is in one piece, so that their lengths give the offsets.
    lows = LOWS
    out: list[Token] = []
    at = start
    for piece in _TOKEN.findall(text, start, len(text) if end is None else end):
        at += len(piece)
        word = piece.lstrip()
        out.append(Token(word, lows[word], at - len(word), at))
    return tuple(out)
