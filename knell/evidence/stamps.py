"""Time stamps of outside authorities (RFC 3161): what is asked, and whether an answer is one, by the ``rfc3161-client`` package.

A stamp says that the authority saw a hash at a time. It is checked against the authority's roots before anything is called anchored:
status, nonce, hash, signature and chain; and that the certificate was in force at the time that is stamped.
"""

from datetime import UTC
from typing import TYPE_CHECKING, Any, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from knell.records.errors import InputError, UsageError

from .moments import spell_moment

if TYPE_CHECKING:
    from rfc3161_client import TimeStampRequest

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"

SEQUENCE = b"\x30"
"""What every answer in ASN.1 begins with: some authorities' are not in the strict encoding (DER) that is read here."""


class StampFault(InputError):
    """An answer that is no stamp of what was asked, or not of the authority that was named."""


class Stamped(NamedTuple):
    """A stamp that was checked. ``at``: the time it states; ``until``: when the authority's certificate runs out; both UTC, ISO 8601.
    ``chain``: the certificates it was checked under, PEM.
    """

    at: str
    until: str
    chain: bytes


def ask_for(content: bytes) -> "TimeStampRequest":
    """The question: a stamp on the SHA-256 of these bytes, with a fresh nonce and the authority's certificate."""
    client = _client()
    return client.TimestampRequestBuilder().data(content).hash_algorithm(client.HashAlgorithm.SHA256).build()  # type: ignore[no-any-return]


def spell_request(request: "TimeStampRequest") -> bytes:
    """The question's bytes."""
    return request.as_bytes()


def check_stamp(answer: bytes, content: bytes, roots: bytes, where: str, request: "TimeStampRequest | None" = None) -> Stamped:
    """The stamp in an answer, over these bytes and under these roots (PEM). Raises ``StampFault``."""
    client = _client()
    try:
        reply = client.decode_timestamp_response(answer)
        granted = reply.status == client.PKIStatus.GRANTED.value
        inside = [x509.load_der_x509_certificate(one) for one in reply.signed_data.certificates] if granted else []
    except ValueError as error:
        if answer[:1] != SEQUENCE:
            raise StampFault("gave no time stamp", where=where) from error
        what = f"gave no time stamp that can be read: {_said(error)}"
        todo = "if openssl ts -reply -text reads it, it is not strict DER or its certificates are out of order: name another authority"
        raise StampFault(what, where=where, todo=todo) from error
    if not granted:
        raise StampFault("would not stamp it", where=where)
    known = read_certificates(roots, where)
    builder = client.VerifierBuilder(
        roots=known, intermediates=[one for one in inside if one not in known], nonce=request.nonce if request is not None else None
    )
    signer = _signer(reply, inside, where)
    try:
        builder.build().verify_message(reply, content)
    except (client.VerificationError, ValueError) as error:
        raise StampFault(f"gave a time stamp that does not hold: {_said(error)}", where=where) from error
    at = reply.tst_info.gen_time.astimezone(UTC)
    if not signer.not_valid_before_utc <= at <= signer.not_valid_after_utc:
        raise StampFault(f"stamped with a certificate that was not in force on {spell_moment(at)}", where=where)
    chain = b"".join(one.public_bytes(Encoding.PEM) for one in [*known, *(one for one in inside if one not in known)])
    return Stamped(spell_moment(at), spell_moment(signer.not_valid_after_utc), chain)


def read_certificates(pem: bytes, where: str) -> list[x509.Certificate]:
    """The certificates in a PEM file. Raises ``StampFault`` where there is none."""
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise StampFault("has no root certificates of the kind that can be read (PEM)", where=where) from error


def _signer(reply: Any, inside: list[x509.Certificate], where: str) -> x509.Certificate:
    serials = {info.serial_number for info in reply.signed_data.signer_infos}
    found = [one for one in inside if one.serial_number in serials]
    if not found:
        raise StampFault("gave a time stamp without its certificate", where=where)
    return min(found, key=lambda one: one.not_valid_after_utc)


def _said(error: Exception) -> str:
    return "".join(c if c.isprintable() else " " for c in str(error))[:160]


def _client() -> Any:
    try:
        import rfc3161_client
    except ImportError:
        raise UsageError("time stamps need a package that is not installed", todo='run: pip install "knell[anchors]"') from None
    return rfc3161_client
