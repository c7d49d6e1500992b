"""Who may be asked to stamp a casebook's checkpoints: decisions of people, one for each authority, with its root certificates.

Off until somebody names one. Being asked, an authority learns this machine's address, the time and a hash; not what is in the casebook.
"""

import hashlib
from pathlib import Path
from typing import NamedTuple

import msgspec

from knell.evidence.canonical import canonical_bytes
from knell.evidence.entries import Decide, Random
from knell.evidence.stamps import read_certificates
from knell.records import Record
from knell.records.errors import InputError, UsageError

from .catching_up import catch_up
from .exchange import AGENT
from .outside import take_apart
from .projection import Clock, Desk, writing_desk
from .proxies import Proxy, read_proxy

KIND = "anchor"


class Authority(Record, frozen=True, kw_only=True):
    """A stamping authority's address. ``proxy``: it is asked through this and no other way."""

    url: str
    allowed: bool = True
    proxy: str | None = None


class Named(NamedTuple):
    """An authority that may be asked: its root certificates (PEM), and how to go there."""

    url: str
    roots: bytes
    proxy: Proxy | None
    agent: str = AGENT


def name_authority(
    folder: Path, url: str, roots: Path, reason: str, *, proxy: str | None = None, actor: str, random: Random, now: Clock
) -> Authority:
    """Lets a casebook ask an authority from now on. Raises ``UsageError`` and ``InputError`` for what cannot be."""
    try:
        pem = roots.read_bytes()
    except OSError as error:
        raise InputError(error.strerror or "cannot be read", where=str(roots)) from error
    read_certificates(pem, str(roots))
    told = Authority(url=take_apart(url).url, proxy=read_proxy(proxy).in_words() if proxy else None)
    return _decide(folder, told, pem, reason, actor=actor, random=random, now=now)


def drop_authority(folder: Path, url: str, reason: str, *, actor: str, random: Random, now: Clock) -> Authority:
    """Takes that back. What it stamped stays."""
    return _decide(folder, Authority(url=take_apart(url).url, allowed=False), None, reason, actor=actor, random=random, now=now)


def authorities_in_force(desk: Desk) -> tuple[Named, ...]:
    """Who may be asked now, in the order they were named."""
    latest: dict[str, tuple[Authority, str | None]] = {}
    for logged in desk.store.logged_as("decide/1"):
        decide = logged.content
        if isinstance(decide, Decide) and decide.kind == KIND and decide.value is not None:
            told = msgspec.json.decode(decide.value, type=Authority)
            latest[told.url] = (told, decide.sha256)
    found = []
    for told, sha256 in latest.values():
        roots = desk.store.read_bytes(sha256) if told.allowed and sha256 is not None else None
        if roots is not None:
            found.append(Named(told.url, roots, read_proxy(told.proxy) if told.proxy else None))
    return tuple(found)


def _decide(folder: Path, told: Authority, pem: bytes | None, reason: str, *, actor: str, random: Random, now: Clock) -> Authority:
    if not reason.strip():
        raise UsageError("a decision needs a reason", todo="give --reason")
    sha256 = None if pem is None else hashlib.sha256(pem).hexdigest()
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk)
        content = Decide(kind=KIND, value=canonical_bytes(told).decode(), sha256=sha256, reason=reason)
        desk.store.append([content], desk.stamp(), desk.random, blobs=[] if pem is None else [pem])
        catch_up(desk)
    return told
