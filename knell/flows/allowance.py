"""A person allows a casebook to fetch from the web, or takes that back. Off until somebody says so, with a reason.

What cannot be meant, as a proxy or as a user agent, is refused before anything is touched.
"""

from pathlib import Path
from typing import NamedTuple

import msgspec

from knell.evidence.entries import Decide, Random
from knell.records import Record
from knell.records.errors import UsageError

from .conduct import decide_conduct
from .exchange import AGENT
from .projection import Clock, Desk
from .proxies import Proxy, read_proxy

KIND = "fetch"
_LONGEST_AGENT = 300


class Allowance(Record, frozen=True, kw_only=True):
    """What people allow. ``proxy``: everything goes through it, and nothing goes where it does not answer. ``agent``: ``None`` = the plain
    one that Knell sends.
    """

    allowed: bool = False
    proxy: str | None = None
    agent: str | None = None

    def in_words(self) -> str:
        """The decision as one line."""
        if not self.allowed:
            return "nothing is fetched"
        through = f", through {self.proxy} only" if self.proxy else ", straight from this machine"
        return f"fetching from the web{through}" + (f", as {self.agent!r}" if self.agent else "")


class Going(NamedTuple):
    """How to go out, as allowed."""

    agent: str
    proxy: Proxy | None


def allow_fetching(
    folder: Path, reason: str, *, actor: str, random: Random, now: Clock, proxy: str | None = None, agent: str | None = None
) -> Allowance:
    """Allows fetching from now on. Raises ``UsageError`` for a proxy or user agent that cannot be."""
    if proxy is not None:
        proxy = read_proxy(proxy).in_words()
    if agent is not None and (not agent.strip() or len(agent) > _LONGEST_AGENT or any(not 32 <= ord(c) < 127 for c in agent)):
        raise UsageError("the user agent has characters that no header can carry, or none", todo="give plain letters, or leave it out")
    told = Allowance(allowed=True, proxy=proxy, agent=agent)
    decide_conduct(folder, KIND, told, reason, in_place=True, actor=actor, random=random, now=now)
    return told


def forbid_fetching(folder: Path, reason: str, *, actor: str, random: Random, now: Clock) -> Allowance:
    """Takes the allowance back."""
    decide_conduct(folder, KIND, Allowance(), reason, in_place=True, actor=actor, random=random, now=now)
    return Allowance()


def allowance_in_force(desk: Desk) -> Allowance:
    """What is allowed now, by the log; nothing where no one has decided. The ledger has caught up."""
    position = desk.ledger.latest_of(KIND)
    decide = None if position is None else desk.store.at(position).content
    if not isinstance(decide, Decide) or decide.value is None:
        return Allowance()
    return msgspec.json.decode(decide.value, type=Allowance)


def way_out(desk: Desk) -> Going:
    """How to go out. Raises ``UsageError`` where nobody has allowed it."""
    allowance = allowance_in_force(desk)
    if not allowance.allowed:
        raise UsageError(
            "this casebook may not fetch from the web",
            where=str(desk.folder),
            todo=f"if you want it to, and know what that tells others: knell allow fetch --casebook {desk.folder} --reason WHY",
        )
    return Going(allowance.agent or AGENT, read_proxy(allowance.proxy) if allowance.proxy else None)
