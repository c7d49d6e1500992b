"""Our own checking of Ed25519, held against RFC 8032's examples and against the package that signs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.evidence import signing
from knell.evidence.ed25519 import BASE, ORDER, PRIME, ZERO, add, decode_point, encode_point, is_signed, multiply

VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]
SMALL = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
]


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_the_examples_of_the_rfc_are_signed(public: str, message: str, signature: str) -> None:
    assert is_signed(bytes.fromhex(public), bytes.fromhex(signature), bytes.fromhex(message))


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_a_signature_over_another_message_or_by_another_key_is_none(public: str, message: str, signature: str) -> None:
    made = bytes.fromhex(signature)
    assert not is_signed(bytes.fromhex(public), made, bytes.fromhex(message) + b"\0")
    others = [bytes.fromhex(other) for other, _, _ in VECTORS if other != public]
    assert not any(is_signed(other, made, bytes.fromhex(message)) for other in others)


def test_a_scalar_in_another_spelling_is_refused() -> None:
    public, message, signature = (bytes.fromhex(part) for part in VECTORS[1])
    scalar = int.from_bytes(signature[32:], "little") + ORDER
    assert not is_signed(public, signature[:32] + scalar.to_bytes(32, "little"), message)


@pytest.mark.parametrize("coded", SMALL)
def test_a_key_of_small_order_signs_nothing(coded: str) -> None:
    """Such a key "signs" every message with a signature of the base point's multiples; the forgery is made here and refused."""
    public = bytes.fromhex(coded)
    point = decode_point(public)
    assert point is not None
    assert encode_point(multiply(8, point)) == encode_point(ZERO)
    for scalar in range(8):
        forged = encode_point(multiply(scalar, BASE)) + scalar.to_bytes(32, "little")
        assert not is_signed(public, forged, b"anything")


@pytest.mark.parametrize("y", [PRIME, PRIME + 1, PRIME + 18, 2**255 - 1])
def test_a_point_in_another_spelling_is_none(y: int) -> None:
    assert decode_point(y.to_bytes(32, "little")) is None


def test_zero_has_no_sign() -> None:
    assert decode_point((1 | 1 << 255).to_bytes(32, "little")) is None
    assert decode_point((PRIME - 1 | 1 << 255).to_bytes(32, "little")) is None


def test_what_is_no_y_of_the_curve_is_no_point() -> None:
    assert decode_point((2).to_bytes(32, "little")) is None


def test_the_base_point_is_the_rfcs() -> None:
    assert BASE.x == 15112221349535400772501151409588531511454012693041857206046113283949847762202
    assert BASE.y == 46316835694926478169428394003475163141307993866256225615783033603165251855960
    assert encode_point(multiply(ORDER, BASE)) == encode_point(ZERO)
    assert encode_point(add(BASE, BASE)) == encode_point(multiply(2, BASE))


@pytest.mark.parametrize("length", [0, 31, 33])
def test_keys_and_signatures_of_other_lengths_are_refused(length: int) -> None:
    public, message, signature = (bytes.fromhex(part) for part in VECTORS[1])
    assert not is_signed((public * 2)[:length], signature, message)
    assert not is_signed(public, (signature * 2)[: 2 * length + 1], message)


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80), st.integers(0, 511))
def test_it_agrees_with_the_package_that_signs(seed: bytes, message: bytes, bit: int) -> None:
    public, signature = signing.public_key(seed), signing.sign(seed, message)
    assert is_signed(public, signature, message)
    flipped = bytearray(signature)
    flipped[bit // 8] ^= 1 << bit % 8
    assert is_signed(public, bytes(flipped), message) == signing.is_signed(public, bytes(flipped), message) == False  # noqa: E712


@given(st.integers(1, ORDER - 1))
def test_a_point_is_spelt_and_read_again(scalar: int) -> None:
    coded = encode_point(multiply(scalar, BASE))
    point = decode_point(coded)
    assert point is not None
    assert encode_point(point) == coded
    assert (-(point.x**2) + point.y**2 - 1 - (-121665 * pow(121666, -1, PRIME)) * point.x**2 * point.y**2) % PRIME == 0
