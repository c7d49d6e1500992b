"""Content credentials: read with how their signature stands; one that does not fit the file is said to be so."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from knell.confining.cell import Cell
from knell.examining.examine import PRELOAD
from knell.flows.exhibits import examine
from knell.records.exhibit import Found

from .footage import photograph

c2pa = pytest.importorskip("c2pa", reason="c2pa-python is not installed, so no content credential was read")

CAPTURE = {"action": "c2pa.created", "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"}


def usage(*, signs: bool, certifies: bool) -> x509.KeyUsage:
    return x509.KeyUsage(signs, False, False, False, False, certifies, certifies, False, False)


def certificate(
    subject: str, key: ec.EllipticCurvePrivateKey, issuer: str, by: ec.EllipticCurvePrivateKey, *, authority: bool
) -> x509.Certificate:
    now = datetime.now(UTC)

    def name(of: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, of), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Nobody")])

    made = (
        x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer)).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(30))
        .add_extension(x509.BasicConstraints(authority, None), True).add_extension(usage(signs=not authority, certifies=authority), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), False)
    )  # fmt: skip
    if not authority:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False)
    return made.sign(by, hashes.SHA256())


def signed(content: bytes) -> bytes:
    """The picture with a manifest signed by somebody nobody knows."""
    root, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    chain = [certificate("Signer", key, "Root", root, authority=False), certificate("Root", root, "Root", root, authority=True)]
    pem = b"".join(one.public_bytes(serialization.Encoding.PEM) for one in chain)
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    signer = c2pa.Signer.from_info(c2pa.C2paSignerInfo(alg=b"es256", sign_cert=pem, private_key=secret, ta_url=None))
    told = {"claim_generator_info": [{"name": "a camera"}], "assertions": [{"label": "c2pa.actions", "data": {"actions": [CAPTURE]}}]}
    out = BytesIO()
    c2pa.Builder(json.dumps(told)).sign(signer, "image/jpeg", BytesIO(content), out)
    return out.getvalue()


@pytest.fixture(scope="module")
def cell() -> Iterator[Cell]:
    with Cell(preload=PRELOAD) as one:
        yield one


def found_in(cell: Cell, content: bytes) -> Found:
    found = examine(cell, content).found
    assert found is not None
    return found


def test_a_credential_is_recorded_and_an_altered_file_is_told(cell: Cell) -> None:
    whole = signed(photograph())
    found = found_in(cell, whole)
    assert found.credential_state == "valid"
    assert "a camera" in (found.credential or "")
    altered = bytearray(whole)
    altered[-2000] ^= 1
    assert found_in(cell, bytes(altered)).credential_state == "invalid"


def test_a_file_without_one_has_none_and_that_says_nothing(cell: Cell) -> None:
    found = found_in(cell, photograph())
    assert (found.credential, found.credential_state) == (None, None)
    assert not any("credential" in note for note in found.notes)


def test_a_broken_credential_keeps_the_picture(cell: Cell) -> None:
    whole = signed(photograph())
    at = whole.index(b"c2pa")
    found = found_in(cell, whole[: at + 200] + bytes(300) + whole[at + 500 :])
    assert found.credential_state in ("unread", "invalid", None)
    assert len(found.stills) == 1
