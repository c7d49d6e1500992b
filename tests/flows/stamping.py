"""Stamping authorities on this machine: certificates of our own, and the system's openssl that stamps with them."""

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.flows.web import Handler, Page

CONFIG = """[tsa]
serial={folder}/serial
crypto_device=builtin
signer_cert={folder}/tsa.pem
signer_key={folder}/tsa.key
signer_digest=sha256
default_policy=1.2.3.4.1
digests=sha256,sha512
ess_cert_id_alg=sha256
"""


class Stamper:
    """An authority with a root of its own. ``lasts``: for how long its certificate is in force, from a year ago."""

    def __init__(self, folder: Path, name: str, lasts: timedelta = timedelta(days=3650)) -> None:
        folder.mkdir()
        self.folder, self.roots = folder, folder / "roots.pem"
        begun = datetime.now(UTC) - timedelta(days=365)
        root, signer = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        top = _name(f"{name} Root")
        ca = _certificate(top, top, root.public_key(), begun, begun + timedelta(days=7300))
        ca = ca.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        tsa = _certificate(_name(name), top, signer.public_key(), begun, begun + lasts)
        tsa = tsa.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        tsa = tsa.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        self.roots.write_bytes(ca.sign(root, hashes.SHA256()).public_bytes(Encoding.PEM))
        (folder / "tsa.pem").write_bytes(tsa.sign(root, hashes.SHA256()).public_bytes(Encoding.PEM))
        (folder / "tsa.key").write_bytes(signer.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        (folder / "serial").write_text("01\n")
        (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))

    def stamp(self, query: bytes) -> bytes:
        """The answer to a question."""
        (self.folder / "query").write_bytes(query)
        command = ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-section", "tsa", "-queryfile", "query", "-out", "reply"]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True)
        return (self.folder / "reply").read_bytes()

    def serve(self, change: Callable[[bytes], bytes] = lambda query: query) -> Callable[[Handler], Page]:
        """What it answers over HTTP. ``change``: what it makes of the question before it stamps."""
        return lambda handler: Page(self.stamp(change(handler.content)), 200, {"Content-Type": "application/timestamp-reply"})


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _certificate(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, begun: datetime, ends: datetime
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(public)
    return builder.serial_number(x509.random_serial_number()).not_valid_before(begun).not_valid_after(ends)
