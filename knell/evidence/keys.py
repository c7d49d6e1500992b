"""The store key, and the names made with it. A plain hash would tell whoever seizes the disk which known file it holds."""

import hashlib
import hmac
from typing import NamedTuple

KEY_BYTES = 32


class StoreKey(NamedTuple):
    """The casebook's own secret of 32 bytes."""

    secret: bytes

    def blob_name(self, sha256: str) -> str:
        """The name bytes are stored under: HMAC-SHA-256 of their SHA-256, in hex."""
        return self._keyed(bytes.fromhex(sha256))

    def report_id(self, sha256: str, part: int = 1) -> str:
        """The report's id in this casebook: ``r:`` and 16 hex of the keyed hash; the Nth part of a file, from the 2nd, has ``.N``."""
        return f"r:{self.blob_name(sha256)[:16]}" + (f".{part}" if part > 1 else "")

    def text_hash(self, text: str) -> str:
        """The keyed hash that a decision names a text by, in hex."""
        return self._keyed(b"text/v1" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())

    def match_key(self, plain: str) -> str:
        """The keyed hash that a matching key is kept under, 24 hex."""
        return self._keyed(b"match/v1" + plain.encode("utf-8", "surrogatepass"))[:24]

    def pseudonym(self, name: str) -> str:
        """The actor's name in the log: ``a:`` and 16 hex."""
        return f"a:{self._keyed(b'actor/v1' + name.encode('utf-8', 'surrogatepass'))[:16]}"

    def fingerprint_key(self) -> bytes:
        """The key of the ledger's fingerprint, 32 bytes."""
        return bytes.fromhex(self._keyed(b"ledger fingerprint/v1"))

    def _keyed(self, message: bytes) -> str:
        return hmac.new(self.secret, message, hashlib.sha256).hexdigest()
