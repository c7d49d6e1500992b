"""An e-mail taken apart: what its headers say, and its parts in order. Nothing is opened here; ``file`` opens the parts.

The sender is a person more often than an outlet, so the sender's name and address go into no field. An outlet is named only by a
mailing list's own title or by a sending domain that is known to be an agency's or an organisation's.
"""

import email
import re
from email.header import decode_header
from email.message import Message
from typing import NamedTuple

from knell.records.errors import IntakeError
from knell.records.report import Restated

from .days import read_stated_date
from .opened import Limits
from .restatement import FIELDS

SENDERS = {
    "reuters.com": "Reuters",
    "thomsonreuters.com": "Reuters",
    "afp.com": "AFP",
    "ap.org": "AP",
    "dpa.com": "dpa",
    "dpa-info.com": "dpa",
    "efe.com": "EFE",
    "ansa.it": "ANSA",
    "xinhua.org": "Xinhua",
    "news.cn": "Xinhua",
    "aa.com.tr": "Anadolu",
    "sana.sy": "SANA",
    "syriahr.com": "Syrian Observatory for Human Rights",
    "snhr.org": "Syrian Network for Human Rights",
    "stj-sy.org": "Syrians for Truth and Justice",
    "ohchr.org": "OHCHR",
    "unocha.org": "OCHA",
    "reliefweb.int": "ReliefWeb",
    "hrw.org": "Human Rights Watch",
    "amnesty.org": "Amnesty International",
    "icrc.org": "ICRC",
    "airwars.org": "Airwars",
    "acleddata.com": "ACLED",
    "crisisgroup.org": "International Crisis Group",
}
"""Sending domains whose mail is their organisation's. A domain of mailboxes (gmail.com) or of many bodies (un.org) is not one."""

_FORWARDED = re.compile(r"^\s*(?:fwd?|tr|wg|rv|enc|i|إعادة توجيه)\s*:", re.IGNORECASE)
_NEXT_IN_MAILBOX = re.compile(rb"\r?\n\r?\nFrom \S+[^\n]{0,80}\d{4}\r?\n[A-Za-z-]+:")
_LOCKED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"})
_LINE_WORK = 300_000_000
"""Bytes times boundaries. Every line is compared with every open boundary: 190 of them around 10 MB took 37 seconds (measured)."""
_HEADER_LENGTH = 4_000
_SHORT = 40
"""A plain text under this many characters beside an HTML part is a stand-in ("view this mail in a browser")."""


class Leaf(NamedTuple):
    """One part that holds something: its bytes, its declared type, charset and file name, and whether it is the message's own text."""

    data: bytes
    media: str
    charset: str | None
    filename: str | None
    is_body: bool


class Mail(NamedTuple):
    """An e-mail: headers that say something, and its leaves in order. ``saved_page`` = a web page saved as one file (MHTML)."""

    title: str | None
    published: str | None
    outlet: str | None
    restates: Restated | None
    forwarded: bool
    saved_page: str | None
    leaves: tuple[Leaf, ...]


def take_apart(data: bytes, name: str, limits: Limits) -> Mail:
    """The mail in ``data``. Raises ``IntakeError`` where it is encrypted, a whole mailbox, or nested or split past a bound."""
    if data.startswith(b"From ") and _NEXT_IN_MAILBOX.search(data):
        raise IntakeError("is a mailbox of several messages", where=name, todo="export the messages one by one as .eml")
    boundaries = data.lower().count(b"boundary=")
    if boundaries > 4 * limits.parts or boundaries * len(data) > _LINE_WORK:
        raise IntakeError(f"is split into too many parts ({boundaries:,})", where=name, todo="save the part that matters by itself")
    try:
        # compat32 leaves headers as they were sent: the newer policy parses them by the book and raises on many that break it.
        message: Message = email.message_from_bytes(data)
        leaves = tuple(_leaves(message, name, limits))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError) as error:
        raise IntakeError(f"is a broken e-mail ({type(error).__name__})", where=name, todo="export it again as .eml") from None
    subject = _header(message, "Subject")
    snapshot = _header(message, "Snapshot-Content-Location")
    return Mail(
        title=subject,
        published=read_stated_date(_header(message, "Date") or ""),
        outlet=_outlet(message),
        restates=_restates(message),
        forwarded=bool(subject and _FORWARDED.match(subject)),
        saved_page=snapshot if snapshot and re.match(r"https?://\S+$", snapshot) else None,
        leaves=leaves,
    )


def _header(message: Message, name: str) -> str | None:
    """A header's text, decoded, in one line; ``None`` where it is absent or blank."""
    raw = message.get(name)
    if raw is None:
        return None
    value = str(raw)[:_HEADER_LENGTH].encode("utf-8", "replace").decode("utf-8")
    try:
        pieces = [part if isinstance(part, str) else _decoded(part, charset) for part, charset in decode_header(value)]
    except (ValueError, LookupError):
        pieces = [value]
    return " ".join("".join(pieces).split()) or None


def _decoded(part: bytes, charset: str | None) -> str:
    try:
        return part.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):
        return part.decode("utf-8", "replace")


def _outlet(message: Message) -> str | None:
    listed = _header(message, "List-Id")
    if listed and (title := re.match(r'^"?([^"<>@]{3,120}?)"?\s*<', listed)):
        return title[1].strip()
    domain = re.search(r"@([A-Za-z0-9.-]+)", _header(message, "From") or "")
    if domain is None:
        return None
    parts = domain[1].lower().strip(".").split(".")
    return next((SENDERS[known] for start in range(len(parts)) if (known := ".".join(parts[start:])) in SENDERS), None)


def _restates(message: Message) -> Restated | None:
    given = {field: _header(message, f"X-Restates-{field.capitalize()}") for field in FIELDS}
    if not given["by"]:
        return None
    return Restated(by=given["by"], url=given["url"], outlet=given["outlet"], date=given["date"])


def _leaves(message: Message, name: str, limits: Limits) -> list[Leaf]:
    found: list[Leaf] = []
    _collect(message, found, name, limits, depth=0, body=True)
    if len(found) > limits.parts:
        raise IntakeError(
            f"has {len(found)} parts", where=name, todo=f"at most {limits.parts} are opened; save the part that matters by itself"
        )
    return found


def _collect(message: Message, found: list[Leaf], name: str, limits: Limits, *, depth: int, body: bool) -> None:
    media = message.get_content_type()
    if depth > limits.messages:
        raise IntakeError(f"nests messages over {limits.messages} deep", where=name, todo="save the part that matters by itself")
    if media in _LOCKED or media == "multipart/encrypted":
        raise IntakeError("is an encrypted e-mail", where=name, todo="open it in your mail program and save it decrypted")
    if media == "multipart/alternative":
        found.extend(_best_of(message, name, limits, depth, body))
        return
    if message.is_multipart() and media != "message/rfc822":
        parts = [part for part in message.get_payload() if isinstance(part, Message)]
        parts = parts[:1] if media == "multipart/signed" else parts
        for number, part in enumerate(parts):
            _collect(part, found, name, limits, depth=depth + 1, body=body and (number == 0 or part.get_content_maintype() == "text"))
        return
    found.append(_leaf(message, media, body))


def _best_of(message: Message, name: str, limits: Limits, depth: int, body: bool) -> list[Leaf]:
    """Of several forms of one text the plain one, unless it only points to the other."""
    forms: list[Leaf] = []
    for part in message.get_payload():
        if isinstance(part, Message):
            _collect(part, forms, name, limits, depth=depth + 1, body=body)
    plain = [leaf for leaf in forms if leaf.is_body and leaf.media == "text/plain" and len(leaf.data.strip()) >= _SHORT]
    pages = [leaf for leaf in forms if leaf.is_body and leaf.media == "text/html"]
    short = [leaf for leaf in forms if leaf.is_body and leaf.media == "text/plain"]
    return (plain[:1] or pages[:1] or short[:1]) + [leaf for leaf in forms if not leaf.is_body]


def _leaf(message: Message, media: str, body: bool) -> Leaf:
    if media == "message/rfc822":
        inner = message.get_payload()
        inner = inner[0] if isinstance(inner, list) and inner else message
        data = inner.as_bytes() if isinstance(inner, Message) else str(inner).encode("utf-8", "replace")
        return Leaf(data, media, None, None, False)
    payload = message.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    attached = message.get_content_disposition() == "attachment"
    filename = message.get_filename()
    shown = " ".join(str(filename).split())[:120] if filename else None
    return Leaf(data, media, message.get_content_charset(), shown, body and not attached and media in ("text/plain", "text/html"))
