"""Has outsiders vouch for a casebook's checkpoint: authorities that stamp it, partners who cosign it.

1. Settle which checkpoint: the newest; or the one that others vouch for already, where nothing but their answers came after it.
2. Ask each authority and each partner that people named and that has something to vouch for; meanwhile others may write.
3. Check the answer: hash, nonce, signature, chain, time; or the partner's signature over our very checkpoint. Only then is it written into
   the log (``anchor/1``), a stamp with the chain it was checked under. What fails is one line, and waits: the next run asks again, and an
   answer over a newer checkpoint covers all before it. The log itself is the queue.

A later stamp covers the earlier ones too, because the log holds them: so a stamp whose authority's certificate runs out soon is renewed by
stamping again, though nothing is new (in the manner of RFC 4998).
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from knell.evidence.checkpoints import read_checkpoint
from knell.evidence.cosigning import Seen, seen_by, spell_request
from knell.evidence.entries import Anchor, Random
from knell.evidence.moments import spell_moment
from knell.evidence.notes import NoteError, parse_note
from knell.evidence.signing import is_signed
from knell.evidence.stamps import QUERY, REPLY, Stamped, ask_for, check_stamp
from knell.evidence.stamps import spell_request as spell_query
from knell.evidence.store import Store, open_store
from knell.records.errors import CasebookError, CheckFailed, InputError, KnellError, UsageError

from .ask_partner import ask_partner
from .authorities import Named as Authority
from .authorities import authorities_in_force
from .catching_up import catch_up
from .exchange import OUT, Ways, post
from .fetch import body_of
from .partners import Named as Partner
from .partners import partners_in_force, read_partner_key
from .projection import Clock, Desk, writing_desk

RENEW = timedelta(days=90)
"""How long before an authority's certificate runs out its stamp is renewed."""
SECONDS, LARGEST = 30.0, 200_000
STAMP, COSIGNATURE = "stamp", "cosignature"

Asked = Authority | Partner


class Anchored(NamedTuple):
    """Somebody vouched for a checkpoint and was checked. ``at``: the time stated, UTC; ``until``: when the certificate runs out."""

    by: str
    kind: str
    size: int
    at: str
    until: str | None


class Missed(NamedTuple):
    """An authority that did not stamp, or a partner who did not cosign, and why, in one line. It is asked again by the next run."""

    by: str
    line: str


class Standing(NamedTuple):
    """How a casebook stands. ``length``: its entries; ``waiting``: those nobody outside vouches for, answers of outsiders not counted.
    ``due``: authorities and partners that the next run asks.
    """

    length: int
    waiting: int
    anchored: tuple[Anchored, ...]
    due: tuple[str, ...]


def anchor_casebook(folder: Path, *, actor: str, random: Random, now: Clock, ways: Ways = OUT) -> tuple[Anchored | Missed, ...]:
    """Has every authority and partner that has something to vouch for do so. Raises ``UsageError`` where none is named."""
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk)
        named = _named(desk)
        if not named:
            todo = f"knell allow anchor --casebook {folder} --authority URL --roots FILE --reason WHY"
            raise UsageError("no authority has been named that may be asked", where=str(folder), todo=f"{todo}; or knell allow cosign")
        size, anchors = _size_to_stamp(desk.store), _anchors(desk.store)
        due = [one for one in named if _is_due(one, anchors, size, now())]
        if any(anchor.size >= size and anchor.by == one.by for one in due for anchor in anchors):
            size = desk.store.length()  # renewed: over the old stamps too, which the log holds by now
        note = desk.store.checkpoint(size)
    if note is None:
        raise CasebookError("there is no checkpoint to stamp", where=str(folder))
    bounded = ways._replace(seconds=min(ways.seconds, SECONDS), largest=min(ways.largest, LARGEST))

    def ask(one: Asked) -> Anchored | Missed:
        try:
            content, blobs = _ask(folder, one, size, note, bounded)
        except KnellError as error:
            return Missed(one.url, error.line())
        with writing_desk(folder, actor=actor, random=random, now=now) as desk:
            return _keep(desk, content, blobs)

    return tuple(ask(one) for one in due)


def standing_of(folder: Path, *, actor: str, random: Random, now: Clock) -> Standing:
    """How a casebook stands; nobody is asked."""
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        anchored = tuple(_told(anchor) for anchor in _anchors(desk.store))
        size = _size_to_stamp(desk.store)
        due = tuple(one.url for one in _named(desk) if _is_due(one, _anchors(desk.store), size, now()))
        waiting = _entries_after(desk.store, max((one.size for one in anchored), default=0))
        return Standing(desk.store.length(), waiting, anchored, due)


def write_request(folder: Path, since: int | None = None) -> bytes:
    """What a partner is asked to cosign. ``since``: the size the partner cosigned last; default: the last of any partner, else 0."""
    store = open_store(folder / "evidence")
    try:
        size = _size_to_stamp(store)
        old = max((a.size for a in _anchors(store) if a.kind == COSIGNATURE and a.size <= size), default=0) if since is None else since
        note = store.checkpoint(size)
        if note is None or not 0 <= old <= size:
            raise UsageError(f"the log has {size} entries to cosign, not {old}", where=str(folder), todo="give --since as the partner says")
        return spell_request(old, store.prove_growth(old, size), note)
    finally:
        store.close()


def add_cosigned(folder: Path, path: Path, partner: str, *, actor: str, random: Random, now: Clock) -> Anchored:
    """Takes in a checkpoint that a partner cosigned. ``partner``: the partner's key in one line. Raises ``CheckFailed`` where it is not of
    this log, or not that partner's.
    """
    key = read_partner_key(partner)
    try:
        raw = path.read_bytes()
        note, checkpoint = parse_note(raw), read_checkpoint(raw)
        seen = seen_by(note, [key], is_signed)
    except OSError as error:
        raise InputError(error.strerror or "cannot be read", where=str(path)) from error
    except NoteError as error:
        raise CheckFailed(f"it {error}", where=str(path), todo="ask the partner again") from error
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        ours = desk.store.checkpoint(checkpoint.size)
        if ours is None or parse_note(ours).text != note.text:
            raise CheckFailed("it is no checkpoint that this casebook signed", where=str(path), todo="see: knell verify")
        if not seen:
            raise CheckFailed(f"{key.name} has not cosigned it", where=str(path), todo="give the key of who did: --partner LINE")
        return _keep(desk, _cosignature(checkpoint.size, seen[-1], raw), [raw])


def _named(desk: Desk) -> tuple[Asked, ...]:
    return (*authorities_in_force(desk), *partners_in_force(desk))


def _ask(folder: Path, one: Asked, size: int, note: bytes, ways: Ways) -> tuple[Anchor, list[bytes]]:
    """What an outsider answered, checked, and the bytes it rests on. Raises ``KnellError``."""
    if isinstance(one, Authority):
        return _stamp(one, size, note, ways)
    store = open_store(folder / "evidence")
    try:
        last = max((a.size for a in _anchors(store) if a.by == one.by and a.size <= size), default=0)
        done = ask_partner(one, size, note, last, lambda old: store.prove_growth(old, size), ways)
    finally:
        store.close()
    return _cosignature(size, done.seen, done.note), [done.note]


def _stamp(authority: Authority, size: int, note: bytes, ways: Ways) -> tuple[Anchor, list[bytes]]:
    request = ask_for(note)
    hop = post(authority.url, spell_query(request), QUERY, REPLY, ways=ways, agent=authority.agent, proxy=authority.proxy)
    if hop.status != 200:
        raise InputError(f"answered {hop.status}", where=authority.url)
    answer = body_of(hop)
    stamped: Stamped = check_stamp(answer, note, authority.roots, authority.url, request)
    content = Anchor(
        kind=STAMP,
        size=size,
        by=authority.url,
        sha256=_hash(answer),
        bytes=len(answer),
        chain=_hash(stamped.chain),
        stamped=stamped.at,
        until=stamped.until,
    )
    return content, [answer, stamped.chain]


def _cosignature(size: int, seen: Seen, note: bytes) -> Anchor:
    at = spell_moment(datetime.fromtimestamp(seen.at, UTC))
    return Anchor(kind=COSIGNATURE, size=size, by=seen.key.spell(), stamped=at, sha256=_hash(note), bytes=len(note))


def _keep(desk: Desk, anchor: Anchor, blobs: Sequence[bytes]) -> Anchored:
    if not any(old == anchor for old in _anchors(desk.store)):
        desk.store.append([anchor], desk.stamp(), desk.random, blobs=blobs)
        catch_up(desk)
    return _told(anchor)


def _hash(answer: bytes) -> str:
    return hashlib.sha256(answer).hexdigest()


def _told(anchor: Anchor) -> Anchored:
    return Anchored(anchor.by, anchor.kind, anchor.size, anchor.stamped, anchor.until)


def _anchors(store: Store) -> list[Anchor]:
    return [logged.content for logged in store.logged_of("anchor/1") if isinstance(logged.content, Anchor)]


def _size_to_stamp(store: Store) -> int:
    newest = max((anchor.size for anchor in _anchors(store)), default=0)
    return newest if newest and not _entries_after(store, newest) else store.length()


def _entries_after(store: Store, size: int) -> int:
    """How many entries there are from a position on that are more than outsiders' answers."""
    answers = sum(1 for logged in store.logged_of("anchor/1") if logged.position >= size)
    return store.length() - size - answers


def _is_due(one: Asked, anchors: Sequence[Anchor], size: int, now: datetime) -> bool:
    """Whether somebody has not vouched for this much, or with a certificate that runs out soon; a partner's key does not."""
    mine = [anchor for anchor in anchors if anchor.by == one.by and anchor.size >= size]
    soon = spell_moment(now + RENEW)
    return not mine or (isinstance(one, Authority) and max(anchor.until or "" for anchor in mine) < soon)
