"""A log's keys hand it on, each signed by both: whoever knows one follows it to the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.evidence.handing import HEAD, MOST, chain_of, hand_on, parse_handed, read_handed, spell_handed
from knell.evidence.notes import NoteError, PublicKey, Sign, Signature, parse_note, sign_note, spell_note
from knell.evidence.signing import is_signed, public_key, sign

SEEDS = [bytes([n]) * 32 for n in range(1, 5)]
KEYS = [PublicKey("knell/coast", public_key(seed)) for seed in SEEDS]


def signing(number: int) -> Sign:
    return lambda message: sign(SEEDS[number], message)


def handed(old: int, new: int) -> bytes:
    return hand_on(KEYS[old], signing(old), KEYS[new], signing(new))


@pytest.fixture(scope="module")
def notes() -> list[bytes]:
    return [handed(0, 1), handed(1, 2), handed(2, 3)]


def test_a_note_says_which_key_handed_on_to_which_and_both_signed_it() -> None:
    note = parse_note(handed(0, 1))
    assert note.text == f"{HEAD}\n{KEYS[0].spell()}\n{KEYS[1].spell()}\n"
    assert [(made.name, made.key_id) for made in note.signatures] == [(key.name, key.id) for key in KEYS[:2]]
    assert read_handed(handed(0, 1), is_signed) == (KEYS[0], KEYS[1])


@pytest.mark.parametrize("number", range(4))
def test_all_keys_follow_from_the_notes(notes: list[bytes], number: int) -> None:
    assert chain_of(notes[:number], KEYS[number], is_signed) == tuple(KEYS[: number + 1])


@pytest.mark.parametrize(
    ("taken", "last", "says"),
    [
        ((0, 2), 3, "^hands on a log that another key had then$"),
        ((1, 0), 1, "^hands on a log that another key had then$"),
        ((0, 1), 3, "^does not hand the log on to the key that it has$"),
        ((0, 1, 2), 0, "^does not hand the log on to the key that it has$"),
    ],
)
def test_notes_that_do_not_meet_are_refused(notes: list[bytes], taken: tuple[int, ...], last: int, says: str) -> None:
    with pytest.raises(NoteError, match=says):
        chain_of([notes[number] for number in taken], KEYS[last], is_signed)


def signed_by(text: str, *numbers: int) -> bytes:
    return spell_note(parse_note(sign_note(text, KEYS[0], signing(0)))._replace(
        signatures=tuple(Signature(KEYS[n].name, KEYS[n].id, sign(SEEDS[n], text.encode())) for n in numbers)
    ))  # fmt: skip


def test_who_has_one_of_the_keys_alone_hands_on_nothing() -> None:
    text = f"{HEAD}\n{KEYS[0].spell()}\n{KEYS[1].spell()}\n"
    assert read_handed(signed_by(text, 0, 1), is_signed) == (KEYS[0], KEYS[1])
    for numbers in ((0,), (1,), (2, 1), (0, 2), (0, 0)):
        with pytest.raises(NoteError, match=r"^does not hand a log on: it is not signed by the old key and the new$"):
            read_handed(signed_by(text, *numbers), is_signed)


@pytest.mark.parametrize(
    "text",
    [
        f"knell/coast\n{KEYS[0].spell()}\n{KEYS[1].spell()}\n",
        f"{HEAD}\n{KEYS[0].spell()}\n",
        f"{HEAD}\n{KEYS[0].spell()}\n{KEYS[1].spell()}\nmore\n",
        f"{HEAD}\n{KEYS[0].spell()}\n{KEYS[0].spell()}\n",
    ],
)
def test_what_is_no_handing_on_is_refused(text: str) -> None:
    with pytest.raises(
        NoteError, match=r"^does not hand a log on: (a head, the old key and the new|it is not signed by the old key and the new)$"
    ):
        read_handed(signed_by(text, 0, 1), is_signed)


def test_a_key_of_another_log_takes_nothing() -> None:
    hills = KEYS[1]._replace(name="knell/hills")
    with pytest.raises(NoteError, match="is not signed by the old key and the new"):
        read_handed(hand_on(KEYS[0], signing(0), hills, signing(1)), is_signed)


@given(st.integers(0, 3000))
def test_a_flipped_bit_hands_on_nothing_else(bit: int) -> None:
    changed = bytearray(handed(0, 1))
    bit %= len(changed) * 8
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(NoteError):
        read_handed(bytes(changed), is_signed)


def test_notes_go_into_a_file_and_out_again(notes: list[bytes]) -> None:
    assert parse_handed(spell_handed(notes)) == notes
    assert parse_handed(b"") == []
    assert len(parse_handed(b"AAAA\n" * MOST)) == MOST
    for odd in (b"AAAA", b"AAAA\n" * (MOST + 1)):
        with pytest.raises(NoteError, match=r"^is no file of handings-on: one in base64 on each line$"):
            parse_handed(odd)
    for odd in (b"no base64\n", b"\xff\n"):
        with pytest.raises(NoteError, match=r"^is no base64$"):
            parse_handed(odd)
