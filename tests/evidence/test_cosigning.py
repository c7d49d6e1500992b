"""Partners sign that they saw a checkpoint, and when; in the open format that other programs read."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.evidence.checkpoints import Checkpoint, sign_checkpoint
from knell.evidence.cosigning import (
    MOST_HASHES,
    PartnerKey,
    Seen,
    cosign,
    is_number,
    join_answer,
    parse_partner,
    parse_request,
    seen_by,
    spell_answer,
    spell_request,
)
from knell.evidence.notes import Note, NoteError, PublicKey, Signature, parse_note, spell_note
from knell.evidence.signing import is_signed, public_key, sign

LOG, SEED, OTHER = b"l" * 32, b"p" * 32, b"o" * 32
KEY = PublicKey("knell/coast", public_key(LOG))
PARTNER = PartnerKey("records.example.org", public_key(SEED))
STRANGER = PartnerKey("records.example.org", public_key(OTHER))
NOTE = sign_checkpoint(Checkpoint("knell/coast", 5, bytes(32)), KEY, lambda message: sign(LOG, message))
AT, LAST = 1_750_000_000, 253_402_300_799


def signed(at: int = AT) -> bytes:
    return cosign(NOTE, PARTNER, lambda message: sign(SEED, message), at)


def test_a_cosigned_note_is_the_note_with_one_more_line() -> None:
    text, ours, theirs = parse_note(signed()).text, *parse_note(signed()).signatures
    assert spell_note(Note(text, (ours,))) == NOTE
    assert theirs.name == "records.example.org"
    assert theirs.key_id == hashlib.sha256(b"records.example.org\n\x04" + PARTNER.public).digest()[:4]
    assert theirs.signature[:8] == AT.to_bytes(8, "big")
    assert is_signed(PARTNER.public, theirs.signature[8:], b"cosignature/v1\ntime 1750000000\n" + text.encode())


def test_who_saw_it_and_when_is_told_of_known_partners_alone() -> None:
    assert seen_by(parse_note(signed()), [PARTNER], is_signed) == (Seen(PARTNER, AT),)
    assert seen_by(parse_note(signed()), [STRANGER], is_signed) == ()
    assert seen_by(parse_note(signed()), [], is_signed) == ()
    assert seen_by(parse_note(NOTE), [PARTNER], is_signed) == ()
    twice = cosign(signed(), STRANGER, lambda message: sign(OTHER, message), AT + 1)
    assert seen_by(parse_note(twice), [STRANGER, PARTNER], is_signed) == (Seen(STRANGER, AT + 1), Seen(PARTNER, AT))


@given(st.integers(0, 72 * 8 - 1))
def test_a_flipped_bit_condemns_the_note(bit: int) -> None:
    note = parse_note(signed())
    ours, theirs = note.signatures
    made = bytearray(theirs.signature)
    made[bit // 8] ^= 1 << bit % 8
    with pytest.raises(NoteError, match="not over this text"):
        seen_by(note._replace(signatures=(ours, theirs._replace(signature=bytes(made)))), [PARTNER], is_signed)


def test_a_signature_over_another_text_or_of_another_length_condemns_it() -> None:
    note = parse_note(signed())
    ours, theirs = note.signatures
    for changed in (
        note._replace(text=note.text.replace("5", "6")),
        note._replace(signatures=(ours, theirs._replace(signature=theirs.signature[:-1]))),
        note._replace(signatures=(ours, theirs._replace(signature=theirs.signature + b"\0"))),
        note._replace(signatures=(ours, theirs._replace(signature=b""))),
    ):
        with pytest.raises(NoteError, match=r"records\.example\.org"):
            seen_by(changed, [PARTNER], is_signed)


def test_a_time_that_no_clock_shows_condemns_it() -> None:
    assert seen_by(parse_note(signed(LAST)), [PARTNER], is_signed) == (Seen(PARTNER, LAST),)
    with pytest.raises(NoteError):
        seen_by(parse_note(signed(LAST + 1)), [PARTNER], is_signed)


def test_a_key_is_spelt_and_read_again() -> None:
    line = PARTNER.spell()
    assert line == f"records.example.org+{PARTNER.id.hex()}+{base64.b64encode(bytes([4]) + PARTNER.public).decode()}"
    assert parse_partner(f"  {line}\n") == PARTNER


KIND, ID = "is no key of a partner: name", "the key's id is not the one of its name and bytes"


def spelt(name: str, key_id: str, typed: bytes) -> str:
    return f"{name}+{key_id}+{base64.b64encode(typed).decode()}"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", KIND),
        ("records.example.org", KIND),
        (KEY.spell(), KIND),
        (spelt("records.example.org", "00000000", bytes([4]) + PARTNER.public), ID),
        (PARTNER.spell().replace("records", "archive"), ID),
        (PARTNER.spell().removeprefix("records.example.org"), KIND),
        (spelt("two words", PARTNER.id.hex(), bytes([4]) + PARTNER.public), KIND),
        (spelt("a", PARTNER.id.hex(), bytes([4]) + PARTNER.public + b"x"), KIND),
        (spelt("a", PARTNER.id.hex(), bytes([4]) + PARTNER.public[1:]), KIND),
        (f"a+{PARTNER.id.hex()}+no base64", "is no base64"),
        (PARTNER.spell() + "+" + PARTNER.id.hex(), "is no base64"),
    ],
)
def test_what_is_no_partners_key_is_refused(line: str, says: str) -> None:
    with pytest.raises(NoteError, match=f"^{says}"):
        parse_partner(line)


def test_a_log_key_and_a_partner_key_of_one_name_have_other_ids() -> None:
    assert PublicKey("a", PARTNER.public).id != PartnerKey("a", PARTNER.public).id


@given(st.integers(0, 10**18 - 1), st.lists(st.binary(min_size=32, max_size=32), max_size=MOST_HASHES))
def test_a_request_is_spelt_and_read_again(old: int, path: list[bytes]) -> None:
    assert parse_request(spell_request(old, path, NOTE)) == (old, tuple(path), NOTE)


def test_a_request_is_as_witnesses_read_it_and_a_bare_checkpoint_asks_from_nothing() -> None:
    assert spell_request(3, [bytes(32)], NOTE) == b"old 3\n" + base64.b64encode(bytes(32)) + b"\n\n" + NOTE
    assert spell_request(0, [], NOTE) == b"old 0\n\n" + NOTE
    assert parse_request(NOTE) == (0, (), NOTE)


@pytest.mark.parametrize(
    "raw",
    [
        b"old 3",
        b"old x\n\n",
        b"old -1\n\n",
        b"old \n\n",
        b"old 03\n\n",
        b"old 1234567890123456789\n\n",
        "old ٣\n\n".encode(),
        b"old 3\n" + b"AAAA\n" * (MOST_HASHES + 1) + b"\n",
    ],
)
def test_what_is_no_request_is_refused(raw: bytes) -> None:
    with pytest.raises(NoteError, match=r"^is no request to cosign: an old size, hashes and a checkpoint$"):
        parse_request(raw)


def test_a_request_holds_hashes_and_as_many_as_a_tree_is_high() -> None:
    with pytest.raises(NoteError, match="is no base64"):
        parse_request(b"old 3\nno base64\n\n")
    with pytest.raises(NoteError):
        parse_request("old 3\né\n\n".encode())
    path = (bytes(32),) * MOST_HASHES
    assert parse_request(spell_request(10**18 - 1, path, b"")) == (10**18 - 1, path, b"")


def test_what_is_no_note_is_not_cosigned() -> None:
    with pytest.raises(NoteError):
        cosign(b"no note", PARTNER, lambda message: sign(SEED, message), AT)
    assert parse_note(signed()).signatures[0] == Signature(KEY.name, KEY.id, parse_note(NOTE).signatures[0].signature)


@given(st.integers(min_value=0, max_value=LAST), st.integers(min_value=0, max_value=3))
def test_what_a_partner_answers_goes_back_under_the_checkpoint_and_lines_of_others_are_left_out(at: int, others: int) -> None:
    answer = spell_answer(signed(at))
    assert spell_answer(cosign(signed(at), STRANGER, lambda message: sign(OTHER, message), AT)).count(b"\n") == 1
    more = spell_answer(cosign(NOTE, STRANGER, lambda message: sign(OTHER, message), AT)) * others
    note, seen = join_answer(NOTE, more + answer, PARTNER, is_signed)
    assert (note, seen) == (signed(at), Seen(PARTNER, at))


def test_what_an_answer_lacks_is_said() -> None:
    with pytest.raises(NoteError, match=r"^holds no cosignature of records\.example\.org$"):
        join_answer(NOTE, b"", PARTNER, is_signed)


@pytest.mark.parametrize("answer", [b"", b"\n", b"no line\n", b"x" * 2_000_000])
def test_an_answer_that_holds_no_signature_of_the_partner_is_refused(answer: bytes) -> None:
    with pytest.raises(NoteError):
        join_answer(NOTE, answer, PARTNER, is_signed)


def test_an_answer_over_another_checkpoint_is_refused_also_where_it_brings_that_along() -> None:
    other = sign_checkpoint(Checkpoint("knell/coast", 6, bytes(32)), KEY, lambda message: sign(LOG, message))
    cosigned = cosign(other, PARTNER, lambda message: sign(SEED, message), AT)
    for answer in (spell_answer(cosigned), cosigned, b"\n" + cosigned):
        with pytest.raises(NoteError):
            join_answer(NOTE, answer, PARTNER, is_signed)
    with pytest.raises(NoteError):
        join_answer(NOTE, b"\n" + spell_answer(signed()), PARTNER, is_signed)


@pytest.mark.parametrize(
    ("told", "right"), [("0", True), ("12", True), ("012", False), ("", False), ("-1", False), ("\u0661", False), ("1" * 19, False)]
)
def test_a_size_has_one_spelling(told: str, right: bool) -> None:
    assert is_number(told) == right
