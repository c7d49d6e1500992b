"""Who outside vouches for a proof's checkpoint: partners who cosigned it, authorities that stamped it (RFC 3161, by openssl).

What comes along with a proof was put there by those who made it, a partner's key or an authority's root too. So it counts only where the
reader names whom to trust; the rest is told, with what to compare.
"""

import base64
import binascii
import hashlib
import re
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from .bag import Bag, BagError
from .cosigning import PartnerKey, parse_partner, seen_by
from .ed25519 import is_signed
from .notes import NoteError, parse_note
from .telling import Vouched, plain

OPENSSL = "openssl"
SECONDS = 30
"""How long openssl may take over one stamp."""
_NAME = re.compile(r"anchors/([0-9]{4,8})\.(cosigned|tsr|pem)")
_STAMPED = re.compile(r"^Time stamp: (\w{3}) +(\d{1,2}) (\d\d:\d\d:\d\d)(?:\.\d+)? (\d{4}) GMT\s*$", re.MULTILINE)
_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----\s+([A-Za-z0-9+/=\s]+?)-----END CERTIFICATE-----")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


class Trust(NamedTuple):
    """Whom the reader trusts: partners by their keys, authorities by files of root certificates."""

    partners: tuple[PartnerKey, ...] = ()
    roots: tuple[Path, ...] = ()


class Stamp(NamedTuple):
    """What openssl makes of a time stamp. ``at``: UTC, ``None`` where it is none that fits; ``why``: what is wrong."""

    at: str | None
    why: str = ""


def read_partner(line: str) -> PartnerKey:
    """A partner's key as the command line gives it. Raises ``NoteError``."""
    try:
        return parse_partner(line)
    except NoteError as error:
        raise NoteError(f"--partner {error}") from error


def check_anchors(bag: Bag, note: bytes, trust: Trust) -> Vouched:
    """What the anchors in a bag come to. Raises ``BagError`` or ``NoteError`` where one is wrong and a trusted party's."""
    by, others = list[str](), list[str]()
    for name in bag.under("anchors"):
        found = _NAME.fullmatch(name)
        if found is None:
            raise BagError(f"holds {name}, which has no place in a proof")
        if found[2] == "cosigned":
            trusted, rest = _cosigned(bag.read(name), note, trust)
        elif found[2] == "tsr":
            kept = f"anchors/{found[1]}.pem"
            trusted, rest = _stamped(name, bag.read(name), note, bag.read(kept) if kept in bag else b"", trust)
        else:
            continue
        by += trusted
        others += rest
    if trust.partners and not any(line.startswith("Partner") for line in by):
        others.append("No partner whose key you gave has cosigned it.")
    return Vouched(tuple(by), tuple(others))


def verify_stamp(token: bytes, stamped: bytes, roots: bytes, kept: bytes = b"") -> Stamp:
    """Whether an RFC 3161 answer stamps these bytes, under these roots, at the time it says. ``kept``: certificates in between.

    The chain is checked as of the time stamped: an authority's certificate runs out, and what it stamped before stays stamped.
    """
    try:
        with tempfile.TemporaryDirectory() as folder:
            return _ask_openssl(Path(folder), token, stamped, roots, kept)
    except FileNotFoundError:
        return Stamp(None, "openssl is not there to check it")
    except subprocess.TimeoutExpired:
        return Stamp(None, "openssl came to no end")


def fingerprints(pem: bytes) -> tuple[str, ...]:
    """The SHA-256 of each certificate in a PEM file, in hex."""
    try:
        coded = _CERTIFICATE.findall(pem.decode("ascii"))
        return tuple(hashlib.sha256(base64.b64decode("".join(one.split()), validate=True)).hexdigest() for one in coded)
    except (UnicodeDecodeError, binascii.Error, ValueError):
        return ()


def _cosigned(raw: bytes, note: bytes, trust: Trust) -> tuple[list[str], list[str]]:
    theirs, ours = parse_note(raw), parse_note(note)
    if theirs.text != ours.text:
        raise BagError("has cosignatures of another checkpoint")
    seen = seen_by(theirs, trust.partners, is_signed)
    known = {(one.key.name, one.key.id) for one in seen} | {(one.name, one.key_id) for one in ours.signatures}
    rest = sorted({one.name for one in theirs.signatures if (one.name, one.key_id) not in known})
    by = [f"Partner {one.key.name} saw this state of the log on {_moment(one.at)}, by the partner's own clock." for one in seen]
    return by, [f"Whether {plain(name)} cosigned it: give that partner's key, as the partner publishes it: --partner LINE" for name in rest]


def _stamped(name: str, token: bytes, note: bytes, kept: bytes, trust: Trust) -> tuple[list[str], list[str]]:
    for roots in trust.roots:
        stamp = verify_stamp(token, note, roots.read_bytes(), kept)
        if stamp.at is not None:
            return [f"An authority under the roots in {roots} stamped this state of the log on {stamp.at}."], []
    prints = ", ".join(fingerprints(kept)) or "none"
    stamp = verify_stamp(token, note, kept, kept)
    if stamp.at is None:
        return [], [f"The time stamp {name}: {stamp.why}."]
    told = "it fits, under a root that came along with it" + ("; it is not under the roots you gave" if trust.roots else "")
    return [], [
        f"The time stamp {name} of {stamp.at}: {told}. Compare with what the authority publishes, and give its root with --trust FILE. "
        f"SHA-256 of the certificates that came along: {prints}"
    ]


def _ask_openssl(folder: Path, token: bytes, stamped: bytes, roots: bytes, kept: bytes) -> Stamp:
    files = {"token": token, "stamped": stamped, "roots": roots, "kept": kept}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    told = _run("ts", "-reply", "-in", str(folder / "token"), "-text")
    found = _STAMPED.search(told.stdout.decode("utf-8", "replace"))
    if told.returncode or found is None or found[1] not in _MONTHS:
        return Stamp(None, "is no time stamp that openssl can read")
    at = f"{found[4]}-{_MONTHS.index(found[1]) + 1:02}-{int(found[2]):02}T{found[3]}Z"
    seconds = int(datetime.fromisoformat(at).timestamp())
    between = ["-untrusted", str(folder / "kept")] if fingerprints(kept) else []
    asked = ["-in", str(folder / "token"), "-data", str(folder / "stamped"), "-CAfile", str(folder / "roots"), "-attime", str(seconds)]
    checked = _run("ts", "-verify", *asked, *between)
    if checked.returncode == 0 and b"Verification: OK" in checked.stdout + checked.stderr:
        return Stamp(at)
    return Stamp(None, "does not stamp this checkpoint, or not under these roots")


def _run(*arguments: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([OPENSSL, *arguments], capture_output=True, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL)


def _moment(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    except (OverflowError, ValueError, OSError):
        return f"{seconds} seconds after 1970"
