"""What the log holds: an entry that is final, and beside it the values and salts that an erasure may destroy.

An **entry** says in clear only its place, its type, when, by which pseudonym, and which entries it rests on. Each field of what
it records is there as a commitment, ``SHA-256("field/v1" || salt || canonical value)`` with a salt of 32 random bytes, so the
entry tells nothing that its openings do not, and any one field can be shown without the others. Every field of a type is
committed to, empty ones included: an absence gives nothing away.

The entry's canonical bytes never change. A Merkle tree, signatures and proofs are built over ``tree.leaf_hash`` of those bytes.
A new need gets a new type ("ingest/2"), never a change of an old one.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, get_args

import msgspec

from knell.records.base import Record

from .canonical import canonical_bytes

SALT_BYTES = 32
Random = Callable[[int], bytes]
"""A source of that many random bytes, handed in: ``os.urandom`` outside of tests."""


class Begin(Record, frozen=True, kw_only=True, tag_field="type", tag="begin/1"):
    """The casebook was begun, under this name."""

    name: str


class Ingest(Record, frozen=True, kw_only=True, tag_field="type", tag="ingest/1"):
    """Bytes were received.

    ``sha256``: of the bytes, in hex. ``name``: the file's name without its folders. ``part``: which line of a stream it was, from
    1. ``outlet``, ``published`` and ``url``: as the person who added it stated them. ``origin``: from whom or where it came.
    """

    sha256: str
    size: int
    name: str
    part: int | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    origin: str | None = None


class Decide(Record, frozen=True, kw_only=True, tag_field="type", tag="decide/1"):
    """A person decided.

    ``kind``: what sort of decision ("policy", "gazetteer"). A decision about a text names it by its keyed text hash, the spans
    and the field, never by a row: ``text``, ``spans``, ``field``. ``value``: what was decided, as JSON text. ``sha256``: of a file that
    belongs to it. ``supersedes``: the leaf hash of the decision it takes the place of.
    """

    kind: str
    value: str | None = None
    text: str | None = None
    spans: tuple[tuple[int, int], ...] = ()
    field: str | None = None
    sha256: str | None = None
    reason: str | None = None
    supersedes: str | None = None


class Answer(Record, frozen=True, kw_only=True, tag_field="type", tag="answer/1"):
    """An outsider answered: a fetched page, a time stamp, a language model's reply. ``question`` and ``sha256`` hash what was
    asked and what came back; both are kept as blobs.
    """

    service: str
    question: str | None = None
    sha256: str
    size: int


class Fetch(Record, frozen=True, kw_only=True, tag_field="type", tag="fetch/1"):
    """A web server answered.

    ``url``: the address that was asked for. ``final``: the one that answered after redirects. ``kind``: "page" or "feed". ``status``: of
    the last answer. ``sha256`` and ``size``: of the WARC that holds every question and answer as they went and came. ``body``: SHA-256 of
    the last answer's body, unpacked, in hex. ``address``: the Internet address that answered last; ``certificate``: SHA-256 of the
    certificate it showed. ``via``: the proxy that stood between, and then looked the names up. ``etag``, ``modified``: what the server
    wants to be asked with next time.
    """

    url: str
    final: str
    kind: str
    status: int
    sha256: str
    size: int
    body: str
    address: str | None = None
    certificate: str | None = None
    via: str | None = None
    etag: str | None = None
    modified: str | None = None


class Reference(Record, frozen=True, kw_only=True, tag_field="type", tag="reference/1"):
    """Somebody else's archive says that it holds something: a row of an archiver's sheet.

    ``url``: what was archived. ``location``: where the archiver says it lies. ``archived``: when, ``status``: what came of it, both in the
    archiver's words. ``stated``: the hash the sheet states, as it states it. ``sha256`` and ``size``: of the file, where it was there.
    ``found``: "fits" (the file has the hash stated), "differs", "not stated", "not checked" (a hash of an unknown kind) or "not here".
    """

    url: str
    row: int
    location: str | None = None
    archived: str | None = None
    status: str | None = None
    stated: str | None = None
    sha256: str | None = None
    size: int | None = None
    found: str


class Supersede(Record, frozen=True, kw_only=True, tag_field="type", tag="supersede/1"):
    """Ids that were given out and that a new version of the programs no longer computes: each with the id that now answers for
    it, or ``None`` where nothing does.
    """

    ids: tuple[tuple[str, str | None], ...]
    versions: str


class Erase(Record, frozen=True, kw_only=True, tag_field="type", tag="erase/1"):
    """The content of the entries named as parents was destroyed. ``reason``: a code, never a name."""

    reason: str
    approvers: tuple[str, ...] = ()


class Person(Record, frozen=True, kw_only=True, tag_field="type", tag="person/1"):
    """A person's public keys were made known to the casebook. ``name``: what the person calls themselves; ``sealing`` (X25519) and
    ``signing`` (Ed25519): the public keys, in hex.
    """

    name: str
    sealing: str
    signing: str


class EraseRequest(Record, frozen=True, kw_only=True, tag_field="type", tag="erase-request/1"):
    """A person asked that the entries named as parents be erased. ``targets``: the ids that were named. ``reason``: a code.

    ``person``: whose key signed (``p:`` and 16 hex), and the ``signature`` in hex over casebook, parents and reason; ``None``: unsigned.
    """

    targets: tuple[str, ...]
    reason: str
    person: str | None = None
    signature: str | None = None


class EraseApproval(Record, frozen=True, kw_only=True, tag_field="type", tag="erase-approval/1"):
    """Another person approved the request named as parent. ``person``, ``signature``: as in the request."""

    person: str | None = None
    signature: str | None = None


class Redact(Record, frozen=True, kw_only=True, tag_field="type", tag="redact/1"):
    """A redacted derivative was made of a report; its receipts are the parents, and their bytes stay sealed.

    ``report``: its id in this casebook. ``spans``: what is withheld of the text, in code points, in order, none inside another.
    ``words``: what is withheld wherever it stands, in the report's other fields and its files' names too. ``sha256`` and ``size``: of the
    derivative, a report as JSON, in which a block stands for each withheld character.
    ``reason``: why. A later one of the same report takes its place and withholds at least as much.
    """

    report: str
    spans: tuple[tuple[int, int], ...] = ()
    words: tuple[str, ...] = ()
    sha256: str
    size: int
    reason: str


class Identity(Record, frozen=True, kw_only=True, tag_field="type", tag="identity/1"):
    """Who somebody is was sealed to people. The sealed record lies in a file apart from the casebook.

    ``reference``: what the casebook calls them (``w:`` and 16 hex, made with the casebook's key from the sealed record, not from any name).
    ``record``: SHA-256 of the sealed record, in hex. ``people``: to whom (``p:`` and 16 hex).
    """

    reference: str
    record: str
    people: tuple[str, ...]


class Unseal(Record, frozen=True, kw_only=True, tag_field="type", tag="unseal/1"):
    """A person opened what is kept sealed. ``what``: an identity's reference, or a report whose original was shown. ``person``: whose key
    opened it, where one did. Written before it is shown.
    """

    what: str
    reason: str
    person: str | None = None


class Exhibit(Record, frozen=True, kw_only=True, tag_field="type", tag="exhibit/1"):
    """Bytes were received as an exhibit: a photograph, a film, a sound, a document.

    ``sha256``: of the bytes, in hex. ``name``: the file's name without its folders. ``published``, ``url``: as the person who
    added it stated them. ``origin``: from whom or where it came.
    """

    sha256: str
    size: int
    name: str
    published: str | None = None
    url: str | None = None
    origin: str | None = None


class Examine(Record, frozen=True, kw_only=True, tag_field="type", tag="examine/1"):
    """The exhibit named as parent was opened, behind walls, and this was found.

    ``examiner``: what did it, with its tools. ``walls``: what kept the bytes in. ``found``: what they are, as JSON text; apart from it
    the ``metadata`` that the file states of itself, its content ``credential``, and the ``prints`` of what it shows, so that each can be
    shown or kept back alone. ``fault``: why it could not be opened.
    """

    examiner: str
    walls: tuple[str, ...] = ()
    found: str | None = None
    metadata: str | None = None
    credential: str | None = None
    prints: str | None = None
    fault: str | None = None


class Derive(Record, frozen=True, kw_only=True, tag_field="type", tag="derive/1"):
    """A picture was made out of the exhibit named as parent: pixels only, nothing that stood in the original beside them.

    ``kind``: "thumbnail" or "keyframe"; ``at``: the second of the film. ``sha256``: of the picture's bytes, which are kept as a blob.
    """

    kind: str
    media: str
    sha256: str
    size: int
    width: int
    height: int
    at: int | None = None


class Commit(Record, frozen=True, kw_only=True, tag_field="type", tag="commit/1"):
    """A text that was taken out of received bytes, committed to word by word, so that one sentence can be proven. The parents are the
    receipts of the bytes.

    ``report``: its id in this casebook. ``root``: the commitment, in hex, over so many ``sentences`` and ``length`` code points
    (``passages``). ``seed``: what the words' salts come from, in hex; it never goes out. ``outlet``, ``published``: as settled then.
    ``program``: what took it out. An erasure of a receipt has to take this with it.
    """

    report: str
    root: str
    sentences: int
    length: int
    seed: str
    outlet: str | None = None
    published: str | None = None
    program: str


class Export(Record, frozen=True, kw_only=True, tag_field="type", tag="export/1"):
    """Something was given out to outsiders. The parents are the texts it shows.

    ``incident``: which. ``statement``: SHA-256, in hex, of the list of all that went out, with a number nobody can guess in it.
    ``program``: what computed the figures.
    """

    incident: str
    statement: str
    program: str


class Anchor(Record, frozen=True, kw_only=True, tag_field="type", tag="anchor/1"):
    """An outsider vouched for a checkpoint, and it was checked before this was written.

    ``kind``: "stamp" (RFC 3161) or "cosignature". ``size``: of the checkpoint, in entries. ``by``: the authority's address, or the
    partner's key in one line. ``sha256`` and ``bytes``: of the answer. ``chain``: SHA-256 of the certificates it was checked under.
    ``stamped``: the time it states, UTC. ``until``: when the authority's certificate runs out.
    """

    kind: str
    size: int
    by: str
    sha256: str
    bytes: int
    chain: str | None = None
    stamped: str
    until: str | None = None


class HandOn(Record, frozen=True, kw_only=True, tag_field="type", tag="hand-on/1"):
    """The log was handed on to another key, which signs from this entry on. ``key``: that key, in one line. ``note``: the note by which the
    one before handed it on, in base64.
    """

    key: str
    note: str


Receipts = Begin | Ingest | Exhibit | Examine | Derive | Answer | Fetch | Reference
Rulings = Decide | Supersede | Redact | EraseRequest | EraseApproval | Erase
Sealings = Person | Identity | Unseal | HandOn
Proofs = Commit | Export | Anchor
Content = Receipts | Rulings | Sealings | Proofs
"""What an entry can record."""


class Entry(Record, frozen=True, kw_only=True):
    """One line of the log, final. ``at``: UTC, ISO 8601. ``actor``: a keyed pseudonym. ``parents``: leaf hashes, in hex.

    ``fields``: field name -> commitment, in hex. ``casebook`` and ``position`` (from 0) pin the entry to its one place.
    """

    casebook: str
    position: int
    type: str
    at: str
    actor: str
    parents: tuple[str, ...] = ()
    fields: Mapping[str, str] = {}


class Opening(Record, frozen=True, kw_only=True):
    """What opens one commitment: the salt and the value's canonical bytes. Destroyed on erasure."""

    field: str
    salt: bytes
    value: bytes


HASHES = ("sha256", "question", "chain")
"""Fields that name received bytes by their hash."""

TYPES: dict[str, type[Record]] = {str(kind.__struct_config__.tag): kind for kind in get_args(Content)}


def commitment(salt: bytes, value: bytes) -> str:
    """``SHA-256("field/v1" || salt || value)`` in hex; ``value`` in canonical bytes."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt is {SALT_BYTES} bytes, got {len(salt)}")
    return hashlib.sha256(b"field/v1" + salt + value).hexdigest()


def type_of(content: Content) -> str:
    """The tag of a content record: "ingest/1"."""
    return str(content.__struct_config__.tag)


def hashes_of(content: Content | None) -> tuple[str, ...]:
    """The SHA-256, in hex, of each bytes that an entry rests on: they are stored, and erased with it."""
    found = (getattr(content, name, None) for name in HASHES)
    return tuple(one for one in found if one is not None)


def open_fields(content: Content, random: Random) -> tuple[Opening, ...]:
    """An opening for each field of ``content``, with fresh salts, in the record's order."""
    return tuple(
        Opening(field=name, salt=random(SALT_BYTES), value=canonical_bytes(getattr(content, name))) for name in content.__struct_fields__
    )


def seal(openings: tuple[Opening, ...]) -> dict[str, str]:
    """The commitments of the openings, by field."""
    return {opening.field: commitment(opening.salt, opening.value) for opening in openings}


def content_of(kind: str, values: Mapping[str, bytes]) -> Content:
    """The content record that these opened values spell. Raises ``msgspec.ValidationError`` where they do not spell one."""
    raw: dict[str, Any] = {name: msgspec.json.decode(value) for name, value in values.items()}
    return msgspec.convert(raw | {"type": kind}, Content)  # type: ignore[no-any-return]
