"""Which partners may be asked over the web to cosign a casebook's checkpoints: decisions of people, one for each partner's key.

Off until somebody names one. Being asked, a partner learns this machine's address, the time, the casebook's random id, how many entries
there are and a hash; not what is in it.
"""

from pathlib import Path
from typing import NamedTuple

from knell.evidence.cosigning import PartnerKey, parse_partner
from knell.evidence.entries import Random
from knell.evidence.notes import NoteError
from knell.records import Record
from knell.records.errors import UsageError

from .conduct import decide_conduct, decisions_of
from .exchange import AGENT
from .outside import take_apart
from .projection import Clock, Desk
from .proxies import Proxy, read_proxy

KIND = "cosign"


class Partner(Record, frozen=True, kw_only=True):
    """A partner's public key in one line, and where it is asked. ``proxy``: it is asked through this and no other way."""

    key: str
    url: str | None = None
    allowed: bool = True
    proxy: str | None = None

    def in_words(self) -> str:
        """The decision as one line."""
        name = parse_partner(self.key).name
        through = f", through {self.proxy} only" if self.proxy else ""
        return f"{name} may be asked to cosign at {self.url}{through}" if self.allowed else f"{name} is asked no more"


class Named(NamedTuple):
    """A partner who may be asked, and how to go there. ``url``: what stands before ``/add-checkpoint``."""

    key: PartnerKey
    url: str
    proxy: Proxy | None
    agent: str = AGENT

    @property
    def by(self) -> str:
        """What its anchors name it by."""
        return self.key.spell()


def name_partner(
    folder: Path, line: str, url: str, reason: str, *, proxy: str | None = None, actor: str, random: Random, now: Clock
) -> Partner:
    """Lets a casebook ask a partner from now on. Raises ``UsageError`` and ``InputError`` for what cannot be."""
    through = read_proxy(proxy) if proxy else None
    place = take_apart(url, onion=through is not None).url.rstrip("/")
    told = Partner(key=read_partner_key(line).spell(), url=place, proxy=through.in_words() if through else None)
    decide_conduct(folder, KIND, told, reason, actor=actor, random=random, now=now)
    return told


def drop_partner(folder: Path, line: str, reason: str, *, actor: str, random: Random, now: Clock) -> Partner:
    """Takes that back. What was cosigned stays."""
    told = Partner(key=read_partner_key(line).spell(), allowed=False)
    decide_conduct(folder, KIND, told, reason, actor=actor, random=random, now=now)
    return told


def partners_in_force(desk: Desk) -> tuple[Named, ...]:
    """Who may be asked now, in the order they were named."""
    latest = {told.key: told for told, _ in decisions_of(desk, KIND, Partner)}
    return tuple(
        Named(parse_partner(told.key), told.url, read_proxy(told.proxy) if told.proxy else None)
        for told in latest.values()
        if told.allowed and told.url is not None
    )


def read_partner_key(line: str) -> PartnerKey:
    """A partner's key as the command line gives it. Raises ``UsageError``."""
    try:
        return parse_partner(line)
    except NoteError as error:
        raise UsageError(f"--partner {error}", todo="give the line that the partner publishes (knell cosign --new printed it)") from error
