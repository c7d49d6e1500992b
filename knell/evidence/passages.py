"""A text committed to word by word, so that a sentence can be shown, and a name in it withheld, and the rest proven.

A text is cut into sentences that tile it (each runs to where the next begins), a sentence into pieces that tile it (a word with
the blanks after it). Each piece is hashed with a salt of its own; a sentence is the root of the tree over its pieces, bound to its place;
the text is the root over its sentences. Salts come from one seed, so that nothing but the seed has to be kept, and whoever is shown one
piece can guess at no other. Pure, and nothing but the standard library.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from .tree import Frontier, Node, check_inclusion, inclusion_path, leaf_hash, root_of

SEED_BYTES = 32
_BLANK = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"
"""Spelt out, so that a text is cut alike for ever."""
_PIECE = re.compile(rf"[{_BLANK}]*[^{_BLANK}]+[{_BLANK}]*|[{_BLANK}]+")
_STARTS = re.compile(rf"(?:\n|[.!?\u2026\u3002\u061f\u06d4\u0964][.!?\"'\u201d\u2019\u00bb)\]]*(?=[{_BLANK}]))[{_BLANK}]*")
_MOST = 2**63


class Sentence(NamedTuple):
    """A stretch of a text in code points, and its pieces, which make it up."""

    start: int
    end: int
    pieces: tuple[str, ...]


class Open(NamedTuple):
    """A piece that is shown."""

    salt: bytes
    text: str


class Shown(NamedTuple):
    """A sentence as it goes out. ``number``: which of the text's sentences, from 0. ``pieces``: each open, or its hash alone. ``path``: to
    the root.
    """

    number: int
    start: int
    end: int
    pieces: tuple[Open | bytes, ...]
    path: tuple[bytes, ...]


def cut_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text: they tile it, each with the blanks after it. They are cut by the text alone and more often than a
    reader would (after an abbreviation, too), so that any version of the programs finds the same ones again.
    """
    first = len(text) - len(text.lstrip())
    starts = [found.end() for found in _STARTS.finditer(text) if found.end() < len(text) and found.start() >= first]
    return tuple(Sentence(start, end, tuple(_PIECE.findall(text[start:end]))) for start, end in pairwise([0, *starts, len(text)]))


def root_of_text(sentences: Sequence[Sentence], seed: bytes) -> bytes:
    """The commitment to the whole text."""
    return root_of(_sentence_hashes(sentences, seed))


def show(
    sentences: Sequence[Sentence], seed: bytes, indices: Iterable[int], withhold: Callable[[int, int], bool] = lambda *_: False
) -> tuple[Shown, ...]:
    """Sentences to be shown. ``withhold``: whether the stretch of the text that a piece takes up stays out."""
    hashes = _sentence_hashes(sentences, seed)
    frontier = Frontier()
    nodes = {Node(0, number): leaf for number, leaf in enumerate(hashes)}
    for level, first, row in frontier.add(hashes):
        nodes |= {Node(level, first + number): value for number, value in enumerate(row)}
    return tuple(
        Shown(
            index,
            sentences[index].start,
            sentences[index].end,
            tuple(_show_pieces(sentences[index], index, seed, withhold)),
            inclusion_path(index, len(sentences), nodes.__getitem__),
        )
        for index in indices
    )


def is_in_text(shown: Shown, count: int, root: bytes) -> bool:
    """Whether a text of so many sentences, committed to by this root, has this sentence at this place."""
    if not 0 <= shown.start <= shown.end < _MOST or not shown.pieces:
        return False
    hashes = [piece if isinstance(piece, bytes) else _hash_piece(piece.salt, piece.text) for piece in shown.pieces]
    leaf = _hash_sentence(shown.start, shown.end, hashes)
    open_length = sum(len(piece.text) for piece in shown.pieces if isinstance(piece, Open))
    whole = all(isinstance(piece, Open) for piece in shown.pieces)
    if open_length > shown.end - shown.start or (whole and open_length != shown.end - shown.start):
        return False
    return check_inclusion(leaf, shown.number, count, shown.path, root)


def salt_of(seed: bytes, sentence: int, piece: int) -> bytes:
    """The salt of a piece, 32 bytes."""
    return hmac.new(seed, b"word/v1" + sentence.to_bytes(8, "big") + piece.to_bytes(8, "big"), hashlib.sha256).digest()


def _show_pieces(sentence: Sentence, index: int, seed: bytes, withhold: Callable[[int, int], bool]) -> Iterable[Open | bytes]:
    at = sentence.start
    for number, text in enumerate(sentence.pieces):
        salt = salt_of(seed, index, number)
        yield _hash_piece(salt, text) if withhold(at, at + len(text)) else Open(salt, text)
        at += len(text)


def _sentence_hashes(sentences: Sequence[Sentence], seed: bytes) -> list[bytes]:
    return [
        _hash_sentence(s.start, s.end, [_hash_piece(salt_of(seed, index, number), piece) for number, piece in enumerate(s.pieces)])
        for index, s in enumerate(sentences)
    ]


def _hash_piece(salt: bytes, text: str) -> bytes:
    return leaf_hash(b"word/v1" + salt + text.encode("utf-8", "surrogatepass"))


def _hash_sentence(start: int, end: int, pieces: Sequence[bytes]) -> bytes:
    place = b"".join(number.to_bytes(8, "big") for number in (start, end, len(pieces)))
    return leaf_hash(b"sentence/v1" + place + root_of(pieces))
