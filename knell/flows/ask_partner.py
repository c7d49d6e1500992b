"""Asks one partner to cosign a checkpoint, over HTTP (c2sp.org/tlog-witness, "add-checkpoint").

1. Send the size that the partner cosigned last, how the log grew since, and the checkpoint.
2. Where the partner is at another size, it says so: once more from there.
3. What comes back is checked with the partner's key. Only then is it a cosignature.
"""

from collections.abc import Callable
from typing import NamedTuple

from knell.evidence.cosigning import Seen, is_number, join_answer, spell_request
from knell.evidence.notes import NoteError
from knell.evidence.signing import is_signed
from knell.records.errors import InputError

from .exchange import Hop, Ways, post
from .fetch import body_of
from .partners import Named

CALL = "/add-checkpoint"
REQUEST, SIZE = "text/plain; charset=utf-8", "text/x.tlog.size"

Grown = Callable[[int], tuple[bytes, ...]]
"""How the log grew from so many entries to the checkpoint."""


class Cosigned(NamedTuple):
    """The checkpoint with the partner's signature, checked, and when the partner saw it."""

    note: bytes
    seen: Seen


def ask_partner(partner: Named, size: int, note: bytes, last: int, grown: Grown, ways: Ways) -> Cosigned:
    """Asks. ``size``: of the checkpoint; ``last``: the size the partner cosigned last, as far as is known here; 0 = none.

    Raises ``InputError``, one line that says why there is no cosignature.
    """
    hop = _post(partner, spell_request(last, grown(last), note), ways)
    if hop.status == 409:
        there = _size_in(hop, partner, size, last)
        hop = _post(partner, spell_request(there, grown(there), note), ways)
    if hop.status != 200:
        raise _refusal(hop, partner)
    try:
        return Cosigned(*join_answer(note, body_of(hop), partner.key, is_signed))
    except (NoteError, UnicodeDecodeError) as error:
        raise InputError(f"its answer {error}", where=partner.url) from error


def _post(partner: Named, content: bytes, ways: Ways) -> Hop:
    return post(partner.url + CALL, content, REQUEST, "text/plain", ways=ways, agent=partner.agent, proxy=partner.proxy)


def _size_in(hop: Hop, partner: Named, size: int, asked: int) -> int:
    told = body_of(hop).decode("ascii", "replace")
    if hop.headers.get("content-type") != SIZE or not told.endswith("\n") or not is_number(told[:-1]):
        raise InputError("is at another size and does not say which", where=partner.url)
    there = int(told)
    if there == asked:
        raise _diverged(partner)
    if there > size:
        what = f"has cosigned {there} entries of this log, which has {size} to cosign: entries are gone, or this is an older copy"
        raise InputError(what, where=partner.url, todo="compare with backups: knell verify --checkpoint FILE")
    return there


def _refusal(hop: Hop, partner: Named) -> InputError:
    if hop.status in (403, 404):
        todo = "give the partner the line that knell checkpoint --key prints"
        return InputError("does not know this casebook's key", where=partner.url, todo=todo)
    if hop.status in (409, 422):
        return _diverged(partner)
    return InputError(f"answered {hop.status}", where=partner.url)


def _diverged(partner: Named) -> InputError:
    todo = "ask the partner for what was cosigned, and hold the log against it: knell verify --checkpoint FILE"
    return InputError("says DIVERGED: this log is not the one it cosigned before", where=partner.url, todo=todo)
