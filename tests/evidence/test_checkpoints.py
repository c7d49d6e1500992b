"""Checkpoints and proof files: C2SP's formats to the letter."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.evidence.checkpoints import (
    MOST_DIGITS,
    Checkpoint,
    Proof,
    check_proof,
    open_checkpoint,
    origin_of,
    parse_checkpoint,
    parse_proof,
    read_checkpoint,
    sign_checkpoint,
    spell_proof,
)
from knell.evidence.notes import NoteError, PublicKey, sign_note
from knell.evidence.signing import is_signed, public_key, sign
from knell.evidence.tree import Frontier, Node, inclusion_path, leaf_hash

SEED = bytes(range(32))
CASEBOOK = "c0ffee" * 5 + "00"
KEY = PublicKey(origin_of(CASEBOOK), public_key(SEED))
ROOT = bytes(range(32))
CODED = base64.b64encode(ROOT).decode()
LEAVES = [leaf_hash(f"entry {n}".encode()) for n in range(11)]


def by_key(message: bytes) -> bytes:
    return sign(SEED, message)


def proof_of(position: int, *, extra: bytes | None = None) -> Proof:
    frontier, nodes = Frontier(), {Node(0, at): leaf for at, leaf in enumerate(LEAVES)}
    for level in frontier.add(LEAVES):
        nodes.update((Node(level.level, number), value) for number, value in enumerate(level.hashes, level.first))
    signed = sign_checkpoint(Checkpoint(KEY.name, len(LEAVES), frontier.root()), KEY, by_key)
    return Proof(position, inclusion_path(position, len(LEAVES), nodes.__getitem__), signed, extra)


def test_a_checkpoint_says_whose_how_many_and_the_root_a_line_each() -> None:
    assert Checkpoint("knell/coast", 12, ROOT).spell() == f"knell/coast\n12\n{CODED}\n"
    assert parse_checkpoint(f"knell/coast\n12\n{CODED}\n") == Checkpoint("knell/coast", 12, ROOT)
    assert parse_checkpoint(f"knell/coast\n0\n{CODED}\n").size == 0


def test_its_origin_gives_away_the_casebooks_id_and_no_more() -> None:
    assert origin_of(CASEBOOK) == f"knell/{CASEBOOK}"


def test_lines_after_the_root_are_passed_over() -> None:
    assert parse_checkpoint(f"o\n1\n{CODED}\nmore\nand more\n") == Checkpoint("o", 1, ROOT)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        f"o\n1\n{CODED}",
        f"\n1\n{CODED}\n",
        f"o\n\n{CODED}\n",
        "o\n1\n\n",
        f"o\n1\n{CODED}\n\n",
        f"o\n1\n{CODED}\n\nmore\n",
        f"o\n01\n{CODED}\n",
        f"o\n+1\n{CODED}\n",
        f"o\n-1\n{CODED}\n",
        f"o\n1.0\n{CODED}\n",
        f"o\n 1\n{CODED}\n",
        f"o\n١\n{CODED}\n",
        f"o\n²\n{CODED}\n",
        f"o\n{'9' * (MOST_DIGITS + 1)}\n{CODED}\n",
        f"o\n1\n{CODED[:-4]}\n",
        f"o\n1\n{CODED}AAAA\n",
        f"o\n1\n{CODED[:-1]}\n",
        "o\n1\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        parse_checkpoint(text)


def test_the_largest_size_that_is_read() -> None:
    assert parse_checkpoint(f"o\n{'9' * MOST_DIGITS}\n{CODED}\n").size == 10**MOST_DIGITS - 1


@given(st.integers(0, 10**MOST_DIGITS - 1), st.binary(min_size=32, max_size=32))
def test_a_signed_checkpoint_is_read_back(size: int, root: bytes) -> None:
    checkpoint = Checkpoint(KEY.name, size, root)
    raw = sign_checkpoint(checkpoint, KEY, by_key)
    assert open_checkpoint(raw, KEY, is_signed) == read_checkpoint(raw) == checkpoint


def test_a_checkpoint_signed_by_another_is_refused() -> None:
    other = PublicKey(KEY.name, public_key(bytes(32)))
    with pytest.raises(NoteError, match="is not signed by knell/"):
        open_checkpoint(sign_checkpoint(Checkpoint(KEY.name, 1, ROOT), KEY, by_key), other, is_signed)


def test_a_checkpoint_of_another_casebook_is_refused_though_the_key_signed_it() -> None:
    raw = sign_note(Checkpoint("knell/other", 1, ROOT).spell(), KEY, by_key)
    with pytest.raises(NoteError, match=f"is a checkpoint of knell/other, not of {KEY.name}"):
        open_checkpoint(raw, KEY, is_signed)


def test_a_proof_file_is_a_header_an_index_a_hash_a_line_and_the_checkpoint() -> None:
    proof = proof_of(6)
    coded = "".join(f"{base64.b64encode(value).decode()}\n" for value in proof.path)
    assert len(proof.path) == 4
    assert spell_proof(proof) == f"c2sp.org/tlog-proof@v1\nindex 6\n{coded}\n".encode() + proof.checkpoint


def test_extra_words_stand_before_the_index() -> None:
    raw = spell_proof(proof_of(6, extra=b"a word"))
    assert raw.startswith(b"c2sp.org/tlog-proof@v1\nextra YSB3b3Jk\nindex 6\n")
    assert parse_proof(raw) == proof_of(6, extra=b"a word")
    assert parse_proof(spell_proof(proof_of(6, extra=b""))).extra == b""
    assert parse_proof(spell_proof(proof_of(6))).extra is None


@pytest.mark.parametrize("position", range(11))
def test_a_proof_file_proves_its_entry_and_no_other(position: int) -> None:
    proof = parse_proof(spell_proof(proof_of(position)))
    assert proof == proof_of(position)
    assert check_proof(proof, LEAVES[position], KEY, is_signed).size == 11
    with pytest.raises(NoteError, match=f"does not prove that this is entry {position} of 11"):
        check_proof(proof, LEAVES[position - 1], KEY, is_signed)


def test_a_proof_on_an_unsigned_or_changed_checkpoint_proves_nothing() -> None:
    proof = proof_of(3)
    with pytest.raises(NoteError):
        check_proof(proof._replace(checkpoint=proof.checkpoint.replace(b"\n11\n", b"\n12\n")), LEAVES[3], KEY, is_signed)


def test_a_proof_of_the_only_entry_has_no_hashes() -> None:
    raw = spell_proof(Proof(0, (), b"checkpoint"))
    assert raw == b"c2sp.org/tlog-proof@v1\nindex 0\n\ncheckpoint"
    assert parse_proof(raw) == Proof(0, (), b"checkpoint")


TOLD = spell_proof(proof_of(6, extra=b"x"))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n\n",
        TOLD.replace(b"@v1", b"@v2"),
        TOLD.replace(b"\n\n", b"\n"),
        b"c2sp.org/tlog-proof@v1\n\ncheckpoint",
        b"c2sp.org/tlog-proof@v1\nextra YQ==\n\ncheckpoint",
        TOLD.replace(b"index 6", b"index 06"),
        TOLD.replace(b"index 6", b"index six"),
        TOLD.replace(b"index 6", b"at 6"),
        TOLD.replace(b"extra eA==", b"extra eA"),
        TOLD.replace(b"extra", b"extr\xc3\xa4"),
        TOLD.replace(b"index 6\n", b"index 6\nindex 6\n"),
        TOLD.replace(b"index 6\n", b"index 6\nAAAA\n"),
    ],
)
def test_what_is_no_proof_file_is_refused(raw: bytes) -> None:
    with pytest.raises(NoteError):
        parse_proof(raw)


@given(st.data())
def test_no_flipped_bit_of_a_proof_file_proves_anything(data: st.DataObject) -> None:
    raw = spell_proof(proof_of(6))
    bit = data.draw(st.integers(0, 8 * len(raw) - 1))
    flipped = (int.from_bytes(raw) ^ 1 << bit).to_bytes(len(raw))
    with pytest.raises(NoteError):
        check_proof(parse_proof(flipped), LEAVES[6], KEY, is_signed)
