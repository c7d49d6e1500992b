"""Checks a proof for outsiders, in this order; nothing but the standard library.

1. The bag: every file is there and as the manifests say (``bag``).
2. The checkpoint: the casebook's key signed it.
3. Each log entry that is shown stands where it says under that checkpoint; each field that is opened is what the entry committed to.
4. The statement: one entry of the log says that these figures, claims and passages were given out.
5. Each passage is in a text that the log committed to; each claim's words are those of its passage.
6. Received files, where they came along, are the ones that were logged.
7. What was erased, what an earlier checkpoint says, and who outside vouches for the checkpoint (``vouching``).

Wrong in 1-6: the proof is invalid. What comes out is said in words by ``telling``.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .bag import Bag, BagError, parse_json
from .checkpoints import Checkpoint, check_proof, open_checkpoint, parse_checkpoint, parse_proof
from .ed25519 import is_signed
from .handing import chain_of, parse_handed, read_handed
from .notes import NoteError, PublicKey, parse_key, parse_note
from .passages import Open, Shown, is_in_text
from .tree import check_consistency, leaf_hash

FORMAT = "knell-proof/1"
WITHHELD = "[withheld]"
STATED = ("README.txt", "incident.json", "claims.jsonl", "passages.jsonl")
"""Files that the statement vouches for, and everything under ``files``."""
OTHERS = ("statement.json", "checkpoint.txt", "key.txt", "growth.jsonl")
"""Files that vouch for themselves, and everything under ``log`` and ``anchors``."""
HANDED = "handed.txt"
"""How the log's keys handed it on, where it had more than one: it vouches for itself too."""
_LOG_NAME = re.compile(r"log/([0-9]{8,18})\.(entry\.json|tlog-proof|openings\.json)")
_HEX = re.compile(r"(?:[0-9a-f]{2})*")


class Diverged(ValueError):
    """The proof and a checkpoint that was published earlier cannot both be of one log."""


class Proven(NamedTuple):
    """A log entry that is in the log. ``opened``: the fields that are shown."""

    position: int
    leaf: str
    type: str
    at: str
    parents: tuple[str, ...]
    opened: Mapping[str, Any]


class Heard(NamedTuple):
    """A claim and the words it rests on, as proven. ``words``: ``None`` where they are not shown. ``commit``: the text's entry."""

    claim: Mapping[str, Any]
    words: str | None
    commit: Proven | None
    receipts: tuple[Proven, ...]


class Received(NamedTuple):
    """A file that came along: its name in the bag, the entry of its receipt, and which of the claims' words stand in it to the letter."""

    name: str
    receipt: Proven
    found: int
    of: int


class Proof(NamedTuple):
    """All that a bag proves. ``keys``: those that the log has had, in order, each having handed it on to the next. ``earlier``: "grown",
    "same", "newer", "not told" for a checkpoint that was handed in, else ``None``. ``missing``: claims that the figures name and that
    did not come along.
    """

    key: PublicKey
    keys: tuple[PublicKey, ...]
    checkpoint: Checkpoint
    note: bytes
    export: Proven
    incident: Mapping[str, Any]
    heard: tuple[Heard, ...]
    received: tuple[Received, ...]
    erased: tuple[Proven, ...]
    entries: int
    earlier: str | None
    missing: tuple[str, ...]


def check_bag(bag: Bag, key: PublicKey | None = None, published: bytes | None = None) -> Proof:
    """What the bag proves. ``key``: the casebook's, as it was published; ``published``: a checkpoint that was published earlier.

    Raises ``BagError`` or ``NoteError`` where the proof is invalid, ``Diverged`` where the log is not the one that was published.
    """
    _check_names(bag)
    own = parse_key(_text(bag, "key.txt"))
    keys = _keys(bag, own)
    if key is not None and key not in keys:
        raise BagError("is signed with another key than the one given")
    note = bag.read("checkpoint.txt")
    checkpoint = open_checkpoint(note, own, is_signed)
    entries = {entry.leaf: entry for entry in _entries(bag, own, note, checkpoint)}
    export, statement = _check_statement(bag, entries)
    incident = _json(bag, "incident.json")
    if not isinstance(incident, dict) or incident.get("incident") != statement.get("incident"):
        raise BagError("is of another incident than it was given out for")
    texts = _passages(bag, entries, export)
    heard = tuple(_hear(claim, texts, entries) for claim in _lines(bag, "claims.jsonl"))
    received = tuple(_files(bag, statement, entries, heard))
    erased = _erased(entries)
    earlier = None if published is None else _compare(bag, keys, checkpoint, published)
    missing = _named_claims(incident) - {str(one.claim["claim"]) for one in heard}
    return Proof(own, keys, checkpoint, note, export, incident, heard, received, erased, len(entries), earlier, tuple(sorted(missing)))


def _named_claims(incident: Mapping[str, Any]) -> set[str]:
    """The claims that an incident and the lanes of its tolls name."""
    try:
        lanes = {str(lane["claim"]) for toll in incident["tolls"] for lane in toll["lanes"]}
        return lanes | {str(claim) for claim in incident["claims"]}
    except (KeyError, TypeError) as error:
        raise BagError("has figures of another form than the contract's") from error


def commitment(salt: bytes, value: bytes) -> str:
    """What an entry says of a field: ``SHA-256("field/v1" || salt || value)``, in hex."""
    return hashlib.sha256(b"field/v1" + salt + value).hexdigest()


def log_name(position: int, kind: str) -> str:
    """Where an entry's files lie in the bag."""
    return f"log/{position:08}.{kind}"


def _check_names(bag: Bag) -> None:
    for name in (*STATED, *OTHERS):
        if name not in bag:
            raise BagError(f"has no {name}")
    for name in bag.hashes:
        folder = name.partition("/")[0]
        if name not in (*STATED, *OTHERS, HANDED) and folder not in ("files", "anchors") and not _LOG_NAME.fullmatch(name):
            raise BagError(f"holds {name}, which has no place in a proof")


def _entries(bag: Bag, key: PublicKey, note: bytes, checkpoint: Checkpoint) -> Iterator[Proven]:
    names = bag.under("log")
    for name in names:
        found = _LOG_NAME.fullmatch(name)
        assert found is not None, "names have been checked"
        if log_name(int(found[1]), found[2]) != name:
            raise BagError(f"{name} is spelt in another way than it has to be")
        if found[2] != "entry.json" and log_name(int(found[1]), "entry.json") not in bag:
            raise BagError(f"{name} belongs to no entry")
        if found[2] == "entry.json":
            yield _entry(bag, int(found[1]), key, note, checkpoint)


def _entry(bag: Bag, position: int, key: PublicKey, note: bytes, checkpoint: Checkpoint) -> Proven:
    name = log_name(position, "entry.json")
    raw = bag.read(name)
    proof = parse_proof(bag.read(log_name(position, "tlog-proof")))
    if proof.checkpoint != note or proof.position != position:
        raise BagError(f"{name} stands on another checkpoint or place")
    leaf = leaf_hash(raw)
    check_proof(proof, leaf, key, _once(note, key))
    entry = parse_json(raw, name)
    try:
        kind, at, fields, parents = str(entry["type"]), str(entry["at"]), dict(entry["fields"]), tuple(map(str, entry["parents"]))
        there = (f"knell/{entry['casebook']}", entry["position"])
    except (KeyError, TypeError, ValueError) as error:
        raise BagError(f"{name} is no entry of a log") from error
    if there != (checkpoint.origin, position):
        raise BagError(f"{name} is an entry of another place or casebook")
    return Proven(position, leaf.hex(), kind, at, parents, _opened(bag, position, fields))


def _once(note: bytes, key: PublicKey) -> Any:
    """The signature was checked when the checkpoint was opened; the note is the same to the byte."""
    text = parse_note(note).text.encode()
    return lambda public, _signature, message: public == key.public and message == text


def _opened(bag: Bag, position: int, fields: Mapping[str, str]) -> dict[str, Any]:
    name = log_name(position, "openings.json")
    if name not in bag:
        return {}
    told = _json(bag, name)
    opened = {}
    if not isinstance(told, dict):
        raise BagError(f"{name} opens nothing")
    for field, opening in told.items():
        try:
            salt, value = _bytes(opening["salt"]), opening["value"].encode("utf-8")
        except (KeyError, TypeError, AttributeError, UnicodeEncodeError) as error:
            raise BagError(f"{name} has no salt and value for {field}") from error
        if len(salt) != 32 or fields.get(field) != commitment(salt, value):
            raise BagError(f"{name}: what is shown as {field!r} is not what the entry committed to")
        opened[field] = parse_json(value, name)
    return opened


def _check_statement(bag: Bag, entries: Mapping[str, Proven]) -> tuple[Proven, Mapping[str, Any]]:
    exports = [entry for entry in entries.values() if entry.type == "export/1" and entry.opened]
    if len(exports) != 1:
        raise BagError("does not have one entry that says it was given out")
    (export,) = exports
    statement = _json(bag, "statement.json")
    if export.opened.get("statement") != bag.hashes["statement.json"]:
        raise BagError("was given out with another statement than this")
    if not isinstance(statement, dict) or statement.get("format") != FORMAT or not isinstance(statement.get("files"), dict):
        raise BagError("has a statement of another form; get the verifier of the Knell that made it")
    stated = {name: bag.hashes[name] for name in (*STATED, *bag.under("files"))}
    if statement["files"] != stated:
        raise BagError("holds other figures, claims or files than were given out")
    if export.opened.get("incident") != statement.get("incident"):
        raise BagError("is of another incident than it was given out for")
    return export, statement


class _Text(NamedTuple):
    """A text that the log committed to, and the sentences of it that are shown, by where they begin."""

    commit: Proven
    shown: dict[int, Shown]


def _passages(bag: Bag, entries: Mapping[str, Proven], export: Proven) -> dict[str, _Text]:
    at = {entry.position: entry for entry in entries.values()}
    texts: dict[str, _Text] = {}
    for told in _lines(bag, "passages.jsonl"):
        try:
            commit = at[told["text"]]
            shown = _shown(told)
            report, count, root = commit.opened["report"], commit.opened["sentences"], _bytes(commit.opened["root"])
        except (KeyError, TypeError, ValueError) as error:
            raise BagError("has a passage of no text that the log committed to") from error
        if commit.type != "commit/1" or commit.leaf not in export.parents:
            raise BagError("has a passage of a text that was not given out")
        if not isinstance(count, int) or not is_in_text(shown, count, root):
            raise BagError(f"has a passage that is not in the text of {report!r}, or not at that place")
        text = texts.setdefault(str(report), _Text(commit, {}))
        if text.commit != commit or shown.start in text.shown:
            raise BagError("has a passage twice")
        text.shown[shown.start] = shown
    return texts


def _shown(told: Mapping[str, Any]) -> Shown:
    pieces = tuple(Open(_bytes(one[0]), _str(one[1])) if len(one) == 2 else _bytes(one[0]) for one in told["pieces"])
    if any(len(piece if isinstance(piece, bytes) else piece.salt) != 32 for piece in pieces):
        raise ValueError("a hash and a salt are 32 bytes")
    return Shown(_int(told["index"]), _int(told["start"]), _int(told["end"]), pieces, tuple(_bytes(one) for one in told["path"]))


def _hear(claim: Mapping[str, Any], texts: Mapping[str, _Text], entries: Mapping[str, Proven]) -> Heard:
    try:
        report, passage = str(claim["report"]), claim["passage"]
        start, end, quoted = passage["start"], passage["end"], passage["text"]
        _str(claim["claim"])
    except (KeyError, TypeError, ValueError) as error:
        raise BagError("has a claim that is none") from error
    text = texts.get(report)
    if text is None or start is None:
        return Heard(claim, None, None, ())
    words = words_of(text.shown, _int(start), _int(end))
    if words is None or (quoted is not None and quoted != words) or (quoted is None and WITHHELD not in words):
        raise BagError(f"has other words for the claim {str(claim['claim'])[:20]} than its passage has")
    receipts = tuple(entries[leaf] for leaf in text.commit.parents if leaf in entries and entries[leaf].type == "ingest/1")
    if not receipts:
        raise BagError(f"has a text of {report[:40]} with no receipt under it")
    return Heard(claim, words, text.commit, receipts)


def words_of(shown: Mapping[int, Shown], start: int, end: int) -> str | None:
    """The words from ``start`` to ``end`` in sentences that are shown; ``None`` where these do not reach so far."""
    first = max((one for one in shown if one <= start), default=None)
    parts, at, holes = list[str](), first, False
    while at is not None and at < end:
        sentence = shown.get(at)
        if sentence is None or sentence.end <= at:
            return None
        holes = holes or any(isinstance(piece, bytes) for piece in sentence.pieces)
        parts += [piece.text if isinstance(piece, Open) else WITHHELD for piece in sentence.pieces]
        at = sentence.end
    if first is None or at is None:
        return None
    if holes:
        return re.sub(rf"(?:{re.escape(WITHHELD)})+", f"{WITHHELD} ", "".join(parts)).strip()
    return "".join(parts)[start - first : end - first]


def _files(bag: Bag, statement: Mapping[str, Any], entries: Mapping[str, Proven], heard: tuple[Heard, ...]) -> Iterator[Received]:
    received = statement.get("received", {})
    if not isinstance(received, dict) or set(received) != set(bag.under("files")):
        raise BagError("does not say which receipt each file belongs to")
    at = {entry.position: entry for entry in entries.values()}
    for name, position in received.items():
        receipt = at.get(_int(position))
        if receipt is None or receipt.type != "ingest/1" or receipt.opened.get("sha256") != bag.hashes[name]:
            raise BagError(f"{name} is not the file that was received")
        words = {h.words for h in heard if h.words and WITHHELD not in h.words and receipt in h.receipts}
        found = _strings_in(bag, name) if words else ()
        yield Received(name, receipt, sum(any(one in text for text in found) for one in words), len(words))


def _strings_in(bag: Bag, name: str) -> tuple[str, ...]:
    """The text of a plain file, and the strings in a line of JSON: what can be searched without any tool."""
    raw = b""
    for piece in bag.pieces(name):
        raw += piece
        if len(raw) > 2**24:
            return ()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return ()
    try:
        told = parse_json(raw, name)
    except BagError:
        return (text,)
    return (text, *(value for value in told.values() if isinstance(value, str))) if isinstance(told, dict) else (text,)


def _erased(entries: Mapping[str, Proven]) -> tuple[Proven, ...]:
    """Entries whose content has been destroyed, as another entry says."""
    gone = {leaf for entry in entries.values() if entry.type == "erase/1" for leaf in entry.parents}
    return tuple(entry for entry in entries.values() if entry.leaf in gone)


def _keys(bag: Bag, own: PublicKey) -> tuple[PublicKey, ...]:
    """The keys that the log has had, as each signed that it handed it on to the next."""
    if HANDED not in bag:
        return (own,)
    notes = parse_handed(bag.read(HANDED))
    keys = chain_of(notes, read_handed(notes[-1], is_signed)[1], is_signed) if notes else ()
    if own not in keys:
        raise BagError("was handed on between other keys than the one it is signed with")
    return keys


def _compare(bag: Bag, keys: tuple[PublicKey, ...], checkpoint: Checkpoint, published: bytes) -> str:
    """How a checkpoint that was published earlier stands to the bag's."""
    note = parse_note(published)
    origin = parse_checkpoint(note.text).origin
    if origin != checkpoint.origin:
        raise Diverged(f"the checkpoint given is of {origin}, not of {checkpoint.origin}")
    try:
        made = {(made.name, made.key_id) for made in note.signatures}
        earlier = open_checkpoint(published, next((key for key in keys if (key.name, key.id) in made), keys[-1]), is_signed)
    except NoteError as error:
        raise Diverged("the checkpoint given is not signed with the key that signed the proof") from error
    if earlier.size > checkpoint.size:
        return "newer"
    if earlier.size == checkpoint.size:
        if earlier.root != checkpoint.root:
            raise Diverged(f"two logs of {earlier.size} entries were signed: this one, and the one published")
        return "same"
    for told in _lines(bag, "growth.jsonl"):
        if told.get("size") == earlier.size:
            path = [_bytes(one) for one in told.get("path", ())]
            if check_consistency(earlier.size, checkpoint.size, earlier.root, checkpoint.root, path):
                return "grown"
            raise Diverged(f"the {earlier.size} entries of the checkpoint published earlier are not the beginning of this log")
    return "not told"


def _lines(bag: Bag, name: str) -> list[dict[str, Any]]:
    raw = bag.read(name)
    if raw and not raw.endswith(b"\n"):
        raise BagError(f"{name} does not end in a newline")
    lines = [parse_json(line, name) for line in raw.split(b"\n")[:-1]]
    if not all(isinstance(line, dict) for line in lines):
        raise BagError(f"{name} has a line that is no object")
    return lines


def _json(bag: Bag, name: str) -> Any:
    return parse_json(bag.read(name), name)


def _text(bag: Bag, name: str) -> str:
    try:
        return bag.read(name).decode("utf-8")
    except UnicodeDecodeError as error:
        raise BagError(f"{name} is no text") from error


def _bytes(told: Any) -> bytes:
    if not isinstance(told, str) or not _HEX.fullmatch(told):
        raise BagError("has something else where a hash should be")
    return bytes.fromhex(told)


def _str(told: Any) -> str:
    if not isinstance(told, str):
        raise BagError("has something else where words should be")
    return told


def _int(told: Any) -> int:
    if not isinstance(told, int) or isinstance(told, bool) or told < 0:
        raise BagError("has something else where a number should be")
    return told
