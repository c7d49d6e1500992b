"""Whether an Ed25519 signature is right (RFC 8032, section 5.1.7): arithmetic for who has no package to do it.

Checking alone, in the standard library's integers; nothing secret passes through here, so it need not take the same time for everything.
``signing`` does the same with the ``cryptography`` package, and signs. Stricter than the RFC asks: keys and points in another spelling
than the one they have, and keys of small order (which "sign" everything), are refused.
"""

import hashlib
from typing import NamedTuple

PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
"""Of the base point: RFC 8032's L."""
_D = -121665 * pow(121666, PRIME - 2, PRIME) % PRIME
_ROOT_OF_MINUS_ONE = pow(2, (PRIME - 1) // 4, PRIME)
_BYTES = 32


class Point(NamedTuple):
    """A point of the curve in extended coordinates: x = X/Z, y = Y/Z, x*y = T/Z."""

    x: int
    y: int
    z: int
    t: int


ZERO = Point(0, 1, 1, 0)


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the holder of that key signed that message."""
    if len(public) != _BYTES or len(signature) != 2 * _BYTES:
        return False
    key, scalar = decode_point(public), int.from_bytes(signature[_BYTES:], "little")
    if key is None or scalar >= ORDER or _is_zero(multiply(8, key)):
        return False
    hashed = int.from_bytes(hashlib.sha512(signature[:_BYTES] + public + message).digest(), "little") % ORDER
    found = add(multiply(scalar, BASE), multiply(hashed, _negate(key)))
    return encode_point(found) == signature[:_BYTES]


def decode_point(coded: bytes) -> Point | None:
    """The point in 32 bytes, by RFC 8032, 5.1.3; ``None`` where there is none, or it is spelt otherwise than points are."""
    y = int.from_bytes(coded, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= PRIME:
        return None
    x = _x_of(y)
    if x is None or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = PRIME - x
    return Point(x, y, 1, x * y % PRIME)


def encode_point(point: Point) -> bytes:
    """A point in 32 bytes, by RFC 8032, 5.1.2."""
    inverse = pow(point.z, PRIME - 2, PRIME)
    x, y = point.x * inverse % PRIME, point.y * inverse % PRIME
    return (y | (x & 1) << 255).to_bytes(_BYTES, "little")


def add(one: Point, other: Point) -> Point:
    """The sum of two points: RFC 8032, 5.1.4."""
    a = (one.y - one.x) * (other.y - other.x) % PRIME
    b = (one.y + one.x) * (other.y + other.x) % PRIME
    c = 2 * one.t * other.t * _D % PRIME
    d = 2 * one.z * other.z % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return Point(e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME)


def multiply(scalar: int, point: Point) -> Point:
    """A point so many times."""
    found = ZERO
    for bit in bin(scalar)[2:]:
        found = add(found, found)
        if bit == "1":
            found = add(found, point)
    return found


def _negate(point: Point) -> Point:
    return Point(PRIME - point.x, point.y, point.z, PRIME - point.t)


def _is_zero(point: Point) -> bool:
    return point.x % PRIME == 0 and (point.y - point.z) % PRIME == 0


def _x_of(y: int) -> int | None:
    """The even root, or the odd one: of (y^2 - 1) / (d*y^2 + 1)."""
    square = (y * y - 1) * pow(_D * y * y + 1, PRIME - 2, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if x * x % PRIME != square:
        x = x * _ROOT_OF_MINUS_ONE % PRIME
    return x if x * x % PRIME == square else None


_BASE = decode_point((4 * pow(5, PRIME - 2, PRIME) % PRIME).to_bytes(_BYTES, "little"))
assert _BASE is not None
BASE = _BASE
"""The base point: y = 4/5, x even."""
