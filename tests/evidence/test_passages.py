"""A text is committed to word by word: a sentence can be shown and a name in it withheld."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.evidence.passages import Open, Sentence, Shown, cut_sentences, is_in_text, root_of_text, salt_of, show
from knell.evidence.tree import leaf_hash

SEED = bytes(range(32))
TEXT = "Shelling in Jableh\n\nAmina Haddad said 12 died. Two were children, she said.\n"
texts = st.text(st.sampled_from("ab .!?\n\u00a0\u061f”اب😀"), max_size=60)


@given(texts)
def test_sentences_and_pieces_tile_the_text(text: str) -> None:
    sentences = cut_sentences(text)
    assert "".join(piece for sentence in sentences for piece in sentence.pieces) == text
    at = 0
    for sentence in sentences:
        assert sentence.start == at
        assert sentence.end - sentence.start == sum(map(len, sentence.pieces))
        at = sentence.end
    assert at == len(text)
    assert all(sentence.pieces for sentence in sentences) or not text


def test_a_headline_and_each_sentence_stand_apart_with_the_blanks_after_them() -> None:
    assert [sentence.pieces for sentence in cut_sentences(TEXT)] == [
        ("Shelling ", "in ", "Jableh\n\n"),
        ("Amina ", "Haddad ", "said ", "12 ", "died. "),
        ("Two ", "were ", "children, ", "she ", "said.\n"),
    ]


def test_blanks_before_the_first_word_belong_to_it() -> None:
    assert [sentence.pieces for sentence in cut_sentences("\n\n A b. C")] == [("\n\n A ", "b. "), ("C",)]


@given(texts, st.sets(st.integers(0, 59)))
def test_every_sentence_is_proven_whatever_is_withheld(text: str, withheld: set[int]) -> None:
    sentences = cut_sentences(text)
    root = root_of_text(sentences, SEED)
    for shown in show(sentences, SEED, range(len(sentences)), lambda start, end: any(start <= at < end for at in withheld)):
        if shown.pieces:
            assert is_in_text(shown, len(sentences), root)
        out = [
            piece
            for piece, part in zip(shown.pieces, sentences[shown.number].pieces, strict=True)
            if piece != part and isinstance(piece, bytes)
        ]
        assert (not out) == (not any(sentences[shown.number].start <= at < sentences[shown.number].end for at in withheld))


def test_a_withheld_piece_is_a_hash_and_nothing_else() -> None:
    sentences = cut_sentences(TEXT)
    at = TEXT.index("Haddad")
    (shown,) = show(sentences, SEED, [1], lambda start, end: start <= at < end)
    assert [piece.text if isinstance(piece, Open) else None for piece in shown.pieces] == ["Amina ", None, "said ", "12 ", "died. "]
    assert shown.pieces[1] == leaf_hash(b"word/v1" + salt_of(SEED, 1, 1) + b"Haddad ")


def _shown(number: int = 1) -> tuple[Shown, int, bytes]:
    sentences = cut_sentences(TEXT)
    (shown,) = show(sentences, SEED, [number], lambda start, end: TEXT[start:end] == "Haddad ")
    return shown, len(sentences), root_of_text(sentences, SEED)


@pytest.mark.parametrize(
    "changed",
    [
        lambda s: s._replace(number=0),
        lambda s: s._replace(start=s.start + 1),
        lambda s: s._replace(end=s.end + 1),
        lambda s: s._replace(pieces=s.pieces[:-1]),
        lambda s: s._replace(pieces=(*s.pieces, bytes(32))),
        lambda s: s._replace(pieces=(Open(s.pieces[0].salt, "Amira "), *s.pieces[1:])),
        lambda s: s._replace(pieces=(Open(bytes(32), "Amina "), *s.pieces[1:])),
        lambda s: s._replace(pieces=(s.pieces[1], s.pieces[0], *s.pieces[2:])),
        lambda s: s._replace(path=s.path[:-1]),
        lambda s: s._replace(path=(*s.path, bytes(32))),
        lambda s: s._replace(path=(bytes(32), *s.path[1:])),
        lambda s: s._replace(pieces=()),
        lambda s: s._replace(start=-1),
        lambda s: s._replace(end=2**64),
    ],
)
def test_a_sentence_that_was_changed_is_not_in_the_text(changed: object) -> None:
    shown, count, root = _shown()
    assert is_in_text(shown, count, root)
    assert not is_in_text(changed(shown), count, root)  # type: ignore[operator]


def test_a_text_of_another_height_or_root_has_it_not() -> None:
    shown, count, root = _shown()
    assert not is_in_text(shown, 1, root)
    assert not is_in_text(shown, count + 2, root)
    assert not is_in_text(shown, count, bytes(32))


def test_a_sentence_whose_place_does_not_fit_its_words_is_refused_even_where_it_was_committed_to() -> None:
    """Whoever makes the commitment may lie about a place; a whole sentence that is longer or shorter than its place is no sentence."""
    for lie in (Sentence(0, 2, ("abc",)), Sentence(0, 9, ("abc",))):
        (shown,) = show([lie], SEED, [0])
        assert not is_in_text(shown, 1, root_of_text([lie], SEED))
    (hidden,) = show([Sentence(0, 9, ("abc", "d"))], SEED, [0], lambda start, _: start == 3)
    assert is_in_text(hidden, 1, root_of_text([Sentence(0, 9, ("abc", "d"))], SEED))


def test_salts_differ_by_sentence_and_piece_and_seed() -> None:
    salts = {salt_of(seed, sentence, piece) for seed in (SEED, bytes(32)) for sentence in range(3) for piece in range(3)}
    assert len(salts) == 18


def test_the_commitment_is_spelt_so_for_ever() -> None:
    """By hand: what was committed to must be found again by every later version, and by other programs."""

    def number(value: int) -> bytes:
        return bytes(7) + bytes([value])

    def leaf(content: bytes) -> bytes:
        return hashlib.sha256(b"\x00" + content).digest()

    def node(left: bytes, right: bytes) -> bytes:
        return hashlib.sha256(b"\x01" + left + right).digest()

    def word(sentence: int, piece: int, text: bytes) -> bytes:
        salt = hmac.digest(SEED, b"word/v1" + number(sentence) + number(piece), "sha256")
        return leaf(b"word/v1" + salt + text)

    assert len(cut_sentences("A b. Cé")) == 2
    head = leaf(b"sentence/v1" + number(0) + number(5) + number(2) + node(word(0, 0, b"A "), word(0, 1, b"b. ")))
    tail = leaf(b"sentence/v1" + number(5) + number(7) + number(1) + word(1, 0, "Cé".encode()))
    assert root_of_text(cut_sentences("A b. Cé"), SEED) == node(head, tail)


def test_a_lone_surrogate_has_a_commitment_too() -> None:
    sentences = cut_sentences("a \ud800b")
    (shown,) = show(sentences, SEED, [0])
    assert is_in_text(shown, 1, root_of_text(sentences, SEED))


def test_each_of_many_sentences_is_proven() -> None:
    sentences = cut_sentences("One. " * 23)
    root = root_of_text(sentences, SEED)
    assert len(sentences) == 23
    assert all(is_in_text(shown, 23, root) for shown in show(sentences, SEED, range(23)))


def test_more_open_words_than_the_place_has_room_for_are_refused() -> None:
    lie = Sentence(4, 6, ("abc", "d"))
    (shown,) = show([lie], SEED, [0], lambda start, _: start == 7)
    assert [isinstance(piece, Open) for piece in shown.pieces] == [True, False]
    assert not is_in_text(shown, 1, root_of_text([lie], SEED))
