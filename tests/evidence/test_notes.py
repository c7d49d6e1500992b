"""Signed notes: C2SP's format to the letter, and nothing accepted that a known key did not sign."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.evidence.notes import (
    MOST_BYTES,
    MOST_SIGNATURES,
    Note,
    NoteError,
    PublicKey,
    Signature,
    decode_base64,
    is_key_name,
    open_note,
    parse_key,
    parse_note,
    sign_note,
    signers_of,
    spell_note,
)
from knell.evidence.signing import is_signed, public_key, sign

SEED, OTHER = bytes(range(32)), bytes(range(1, 33))
KEY = PublicKey("knell/coast", public_key(SEED))
PARTNER = PublicKey("partner.example", public_key(OTHER))
TEXT = "knell/coast\n3\nroot\n"
DASH = b"\xe2\x80\x94 "


def by_key(message: bytes) -> bytes:
    return sign(SEED, message)


def by_partner(message: bytes) -> bytes:
    return sign(OTHER, message)


SIGNED = sign_note(TEXT, KEY, by_key)


def with_partner(raw: bytes = SIGNED) -> bytes:
    note = parse_note(raw)
    return spell_note(Note(note.text, (*note.signatures, Signature(PARTNER.name, PARTNER.id, by_partner(note.text.encode())))))


def test_the_arithmetic_is_the_rfcs() -> None:
    """RFC 8032, 7.1, the first vector: the empty message."""
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    assert public_key(seed) == public
    assert sign(seed, b"").hex().startswith("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155")
    assert is_signed(public, sign(seed, b""), b"")
    assert not is_signed(public, sign(seed, b""), b"x")
    assert not is_signed(public[:31], sign(seed, b""), b"")


def test_the_public_key_of_a_well_known_log_has_the_id_that_the_log_gives_it() -> None:
    known = parse_key("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")
    assert (known.name, known.id.hex()) == ("sum.golang.org", "033de0ae")
    assert known.spell() == "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"


def test_a_note_is_its_text_a_blank_line_and_a_line_a_signature() -> None:
    key_id = hashlib.sha256(b"knell/coast\n\x01" + KEY.public).digest()[:4]
    coded = base64.b64encode(key_id + by_key(TEXT.encode()))
    assert TEXT.encode() + b"\n" + DASH + b"knell/coast " + coded + b"\n" == SIGNED
    assert open_note(SIGNED, KEY, is_signed) == TEXT


def test_the_text_may_have_empty_lines_of_its_own() -> None:
    text = "a\n\nb\n"
    raw = sign_note(text, KEY, by_key)
    assert open_note(raw, KEY, is_signed) == text


def test_a_key_is_read_back_from_its_line() -> None:
    assert parse_key(KEY.spell()) == KEY
    assert parse_key(f"  {KEY.spell()}\n") == KEY


def swap(line: str, old: str, new: str) -> str:
    assert old in line
    return line.replace(old, new)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "knell/coast",
        swap(KEY.spell(), KEY.id.hex(), "00000000"),
        swap(KEY.spell(), KEY.id.hex(), KEY.id.hex().upper() + "0"),
        swap(KEY.spell(), "knell/", "knell/ "),
        swap(KEY.spell(), "knell/coast", ""),
        PublicKey("knell/coast", KEY.public[:31]).spell(),
        PublicKey("knell/coast", KEY.public + b"x").spell(),
        f"x+{hashlib.sha256(b'x' + bytes([10, 2]) + KEY.public).hexdigest()[:8]}+{base64.b64encode(bytes([2]) + KEY.public).decode()}",
    ],
)
def test_what_is_no_key_is_refused(line: str) -> None:
    with pytest.raises(NoteError, match="key"):
        parse_key(line) if line.count("+") == 2 else parse_key(line + "+" * (2 - line.count("+")))


def test_a_signature_of_an_unknown_key_is_passed_over() -> None:
    assert open_note(with_partner(), KEY, is_signed) == TEXT
    assert signers_of(parse_note(with_partner()), [KEY, PARTNER], is_signed) == (KEY, PARTNER)
    assert signers_of(parse_note(SIGNED), [PARTNER], is_signed) == ()


def test_a_note_that_the_known_key_did_not_sign_is_refused() -> None:
    with pytest.raises(NoteError, match=f"is not signed by partner.example with the key {PARTNER.id.hex()}"):
        open_note(SIGNED, PARTNER, is_signed)


def test_a_key_of_the_same_name_or_the_same_id_is_another_key() -> None:
    namesake = PublicKey(KEY.name, PARTNER.public)
    assert signers_of(parse_note(SIGNED), [namesake], is_signed) == ()
    elsewhere = Note(TEXT, (Signature("other", KEY.id, by_key(TEXT.encode())),))
    assert signers_of(elsewhere, [KEY], is_signed) == ()


def test_one_wrong_signature_by_a_known_key_condemns_the_note() -> None:
    wrong = Signature(PARTNER.name, PARTNER.id, by_partner(b"another text\n"))
    note = parse_note(SIGNED)
    both = Note(note.text, (*note.signatures, wrong))
    assert signers_of(both, [KEY], is_signed) == (KEY,)
    with pytest.raises(NoteError, match=r"the signature of partner\.example is not over this text"):
        signers_of(both, [KEY, PARTNER], is_signed)
    twice = Note(note.text, (*note.signatures, Signature(KEY.name, KEY.id, bytes(64))))
    with pytest.raises(NoteError, match="the signature of knell/coast is not over this text"):
        open_note(spell_note(twice), KEY, is_signed)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "no signed note"),
        (TEXT.encode(), "no signed note"),
        (TEXT.encode() + b"\n", "no signed note"),
        (SIGNED[:-1], "no signed note"),
        (SIGNED.replace(b"\n\n", b"\n"), "no signed note"),
        (SIGNED + b"\n", "no signed note|no signature"),
        (SIGNED + b"x\n", "no base64|no signature"),
        (SIGNED.replace(DASH, b"-- "), "no signature|no base64"),
        (SIGNED.replace(DASH, DASH.strip()), "no signature|no base64"),
        (SIGNED.replace(b"knell/coast ", b"knell/coast  "), "no base64"),
        (SIGNED.replace(DASH + b"knell/coast ", DASH + b"knell+coast "), "no signature"),
        (SIGNED.replace(DASH + b"knell/coast", DASH), "no signature"),
        (SIGNED.replace(b"\n3\n", b"\n3\r\n"), "control character"),
        (b"\x00" + SIGNED, "control character"),
        (b"\xff" + SIGNED, "not UTF-8"),
        (TEXT.encode() + b"\n" + DASH + b"knell/coast AAAAAA==\n", "no signature"),
        (TEXT.encode() + b"\n" + DASH + b"knell/coast\n", "no signature"),
    ],
)
def test_what_is_no_note_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(NoteError, match=why):
        parse_note(raw)


def test_a_signature_may_be_as_short_as_a_byte() -> None:
    assert parse_note(b"a\n\n" + DASH + b"x AAAAAAE=\n").signatures == (Signature("x", bytes(4), b"\x01"),)


def test_no_note_is_read_that_is_longer_or_has_more_signatures_than_a_note_has() -> None:
    note = parse_note(SIGNED)
    assert len(parse_note(spell_note(Note(TEXT, note.signatures * MOST_SIGNATURES))).signatures) == MOST_SIGNATURES
    with pytest.raises(NoteError, match="more than 100 signatures"):
        parse_note(spell_note(Note(TEXT, note.signatures * (MOST_SIGNATURES + 1))))
    long = "x" * (MOST_BYTES - len(SIGNED)) + TEXT
    assert len(sign_note(long, KEY, by_key)) == MOST_BYTES
    with pytest.raises(NoteError, match="longer than 1,000,000 bytes"):
        sign_note("x" + long, KEY, by_key)


@pytest.mark.parametrize("text", ["", "no newline at its end", "a\tb\n", "a\x00\n"])
def test_a_text_that_cannot_stand_in_a_note_is_not_signed(text: str) -> None:
    with pytest.raises(NoteError):
        sign_note(text, KEY, by_key)


def test_a_name_that_no_key_can_have_signs_nothing() -> None:
    for name in ("", "a b", "a+b", "a\N{NO-BREAK SPACE}b"):
        assert not is_key_name(name)
        with pytest.raises(NoteError):
            sign_note(TEXT, PublicKey(name, KEY.public), by_key)
    assert is_key_name("knell/coast")


@pytest.mark.parametrize("coded", ["AA", "AA=", "AB==", "A A=", "AAA_", "é===", "AAAA\n", "====", "AA==AA=="])
def test_base64_has_one_spelling(coded: str) -> None:
    with pytest.raises(NoteError, match="base64"):
        decode_base64(coded)


def test_base64_is_the_standard_one() -> None:
    assert decode_base64("+/8=") == b"\xfb\xff"
    assert decode_base64("") == b""


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=60).map(lambda told: told + "\n")


@given(TEXTS)
def test_any_text_is_signed_and_read_back_or_refused(text: str) -> None:
    raw = sign_note(text, KEY, by_key)
    assert open_note(raw, KEY, is_signed) == text
    assert spell_note(parse_note(raw)) == raw


@given(st.integers(0, 8 * len(SIGNED) - 1))
def test_no_flipped_bit_of_a_signed_note_goes_unseen(bit: int) -> None:
    flipped = (int.from_bytes(SIGNED) ^ 1 << bit).to_bytes(len(SIGNED))
    with pytest.raises(NoteError):
        open_note(flipped, KEY, is_signed)
