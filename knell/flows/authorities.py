"""Who may be asked to stamp a casebook's checkpoints: decisions of people, one for each authority, with its root certificates.

Off until somebody names one. Being asked, an authority learns this machine's address, the time and a hash; not what is in the casebook.
"""

from pathlib import Path
from typing import NamedTuple

from knell.evidence.entries import Random
from knell.evidence.stamps import read_certificates
from knell.records import Record
from knell.records.errors import InputError

from .conduct import decide_conduct, decisions_of
from .exchange import AGENT
from .outside import take_apart
from .projection import Clock, Desk
from .proxies import Proxy, read_proxy

KIND = "anchor"


class Authority(Record, frozen=True, kw_only=True):
    """A stamping authority's address. ``proxy``: it is asked through this and no other way."""

    url: str
    allowed: bool = True
    proxy: str | None = None

    def in_words(self) -> str:
        """The decision as one line."""
        through = f", through {self.proxy} only" if self.proxy else ""
        return f"{self.url} may be asked for time stamps{through}" if self.allowed else f"{self.url} is asked no more"


class Named(NamedTuple):
    """An authority that may be asked: its root certificates (PEM), and how to go there."""

    url: str
    roots: bytes
    proxy: Proxy | None
    agent: str = AGENT

    @property
    def by(self) -> str:
        """What its anchors name it by."""
        return self.url


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
    decide_conduct(folder, KIND, told, reason, enclosed=pem, actor=actor, random=random, now=now)
    return told


def drop_authority(folder: Path, url: str, reason: str, *, actor: str, random: Random, now: Clock) -> Authority:
    """Takes that back. What it stamped stays."""
    told = Authority(url=take_apart(url).url, allowed=False)
    decide_conduct(folder, KIND, told, reason, actor=actor, random=random, now=now)
    return told


def authorities_in_force(desk: Desk) -> tuple[Named, ...]:
    """Who may be asked now, in the order they were named."""
    latest = {told.url: (told, sha256) for told, sha256 in decisions_of(desk, KIND, Authority)}
    found = []
    for told, sha256 in latest.values():
        roots = desk.store.read_bytes(sha256) if told.allowed and sha256 is not None else None
        if roots is not None:
            found.append(Named(told.url, roots, read_proxy(told.proxy) if told.proxy else None))
    return tuple(found)
