"""Says what a proof proves and what it does not, in plain words, and sums it up in an exit code."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from .proving import Heard, Proof, Proven, Received

GOOD, ERASED, UNANCHORED, DIVERGED, INVALID = 0, 10, 20, 30, 40
"""Exit codes: all is proven and outsiders vouch for it; some of it has been erased since; nobody outside is known to vouch; the log is not
the one that was published; something in the proof is not as it was made.
"""
HEADS = {
    GOOD: "PROVED, and vouched for from outside",
    ERASED: "PROVED, but for what has been erased since",
    UNANCHORED: "PROVED, but nobody outside vouches for when",
    DIVERGED: "DIVERGED: this is not the log that was published",
    INVALID: "INVALID: do not rely on it",
}
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_LONGEST = 600
WIDTH = 100


class Vouched(NamedTuple):
    """What outsiders' answers in a bag came to. ``by``: whom the reader trusts and what they say; ``others``: the rest, with why."""

    by: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def code_of(proof: Proof, vouched: Vouched) -> int:
    """The exit code for a proof that is valid."""
    if proof.erased:
        return ERASED
    return GOOD if vouched.by and proof.earlier not in ("newer", "not told") else UNANCHORED


def tell(proof: Proof, vouched: Vouched) -> Iterator[str]:
    """The whole finding, line by line."""
    yield from _section("The figures", _figures(proof.incident))
    yield from _section("The words they rest on", (line for heard in proof.heard for line in _hear(heard)))
    yield from _section("Proved", _proved(proof, vouched))
    yield from _section("Not proved", _not_proved(proof, vouched))


def plain(told: object) -> str:
    """Words of a stranger as a terminal may show them."""
    shown = "".join(c if c.isprintable() and c not in _BIDI else " " for c in str(told))
    shown = " ".join(shown.split())
    return shown if len(shown) <= _LONGEST else shown[:_LONGEST] + "..."


def _section(head: str, lines: Iterable[str]) -> Iterator[str]:
    yield ""
    yield head
    for line in lines:
        yield from _wrapped(line)


def _wrapped(line: str) -> Iterator[str]:
    """A line with what goes on below it further in."""
    row = "  -"
    for word in plain(line).split(" "):
        if len(row) + 1 + len(word) > WIDTH:
            yield row
            row = "   "
        row += f" {word}"
    yield row


def _figures(incident: Mapping[str, Any]) -> Iterator[str]:
    time, places = _mapping(incident.get("time")), _rows(incident.get("places"))
    days = " to ".join(dict.fromkeys(str(time[end]) for end in ("from", "to") if time.get(end)))
    where = ", ".join(dict.fromkeys(str(place["name"]) for place in places if place.get("name")))
    told = [f"incident {incident.get('incident')}", str(incident.get("type", "")).replace("_", " "), days, where]
    yield ", ".join(part for part in told if part)
    for toll in _rows(incident.get("tolls")):
        lanes = _rows(toll.get("lanes"))
        yield f"{toll.get('harm')} ({toll.get('group')}): {_span(toll)}, by rule {toll.get('rule')}: {toll.get('why')}"
        yield from (f"one source's figure: {lane.get('root')}: {_span(lane)} (claim {lane.get('claim')})" for lane in lanes)
    for name, verdict in _mapping(incident.get("verdicts")).items():
        yield f"verdict on {name}: {_mapping(verdict).get('is')}: {_mapping(verdict).get('why')}"


def _span(told: Mapping[str, Any]) -> str:
    low, high, best = told.get("low"), told.get("high"), told.get("best")
    if low is not None and low == high:
        return str(low)
    if best is not None and low is None and high is None:
        return f"about {best}"
    if high is None:
        return "no number" if low is None else f"{low} or more"
    return f"up to {high}" if not low else f"{low} to {high}"


def _hear(heard: Heard) -> Iterator[str]:
    claim = heard.claim
    name, harm = claim.get("claim"), str(claim.get("harm"))
    if heard.words is None or heard.commit is None:
        yield f"claim {name} ({harm}): its words are not shown"
        return
    opened = heard.commit.opened
    source = ", ".join(str(opened[field]) for field in ("outlet", "published") if opened.get(field)) or "source not named"
    yield f'claim {name} ({harm}): "{heard.words}" ({source}; {_receipts(heard.receipts)})'


def _receipts(receipts: Sequence[Proven]) -> str:
    return "; ".join(f"received {receipt.at}, entry {receipt.position}" for receipt in receipts)


def _proved(proof: Proof, vouched: Vouched) -> Iterator[str]:
    yield (
        f"The {proof.entries} entries shown are in the log {proof.checkpoint.origin}, unchanged, each in its place among its "
        f"first {proof.checkpoint.size} entries. The log was signed with the key {proof.key.spell()}"
    )
    for old, new in pairwise(proof.keys):
        yield f"The key {old.spell()} handed the log on to {new.spell()}; both signed it."
    yield f"These figures, claims and passages are the ones that the log says were given out (entry {proof.export.position})."
    words = [heard for heard in proof.heard if heard.words is not None]
    if words:
        of = f"{len(words)} of {len(proof.heard)}"
        programs = sorted({str(heard.commit.opened.get("program")) for heard in words if heard.commit is not None})
        yield f"The words of {of} claims stand in texts that the log holds, to the letter. They were taken out by {', '.join(programs)}."
    for file in proof.received:
        yield f"{file.name} is, byte for byte, what was received {file.receipt.at} (entry {file.receipt.position}).{_found(file)}"
    if proof.earlier in ("grown", "same"):
        yield "The log has grown from the checkpoint you gave, and nothing before it was changed."
    yield from vouched.by


def _found(file: Received) -> str:
    if not file.of:
        return ""
    return f" {file.found} of {file.of} passages stand in it to the letter." if file.found else " Open it to look for the passages."


def _not_proved(proof: Proof, vouched: Vouched) -> Iterator[str]:
    yield "Whether any of the words are true. A proof says that nothing was changed since it was received, not that it was right."
    yield "When what is told happened, or when a page, photograph or film was made."
    yield "That the figures follow from the claims: check them by the rule that is named, or with Knell."
    if not vouched.by:
        yield "The times. They are the casebook's own clock, and no outsider that you named vouches for them (UNANCHORED)."
    yield f"Whose key it is. Compare it with the one the casebook's makers publish elsewhere: {proof.key.spell()}"
    if proof.earlier is None:
        yield "That who has the key never wrote the log anew. A checkpoint that was published earlier would tell: --checkpoint FILE"
    elif proof.earlier == "newer":
        yield "The checkpoint you gave is newer than this proof: ask for a new one. Nothing was compared with it."
    elif proof.earlier == "not told":
        yield "This proof does not tell how the log grew from the checkpoint you gave: ask for one made with --since. Nothing was compared."
    if any(heard.words is not None for heard in proof.heard) and len({file.receipt.leaf for file in proof.received}) < len(_texts(proof)):
        yield "That texts without a file here were taken out of it rightly: the file did not come along."
    missing = sum(heard.words is None for heard in proof.heard)
    if missing:
        yield f"The words of {missing} claims, which are not shown."
    if proof.missing:
        yield f"What {len(proof.missing)} claims say that the figures name: they did not come along: {', '.join(proof.missing)}"
    for entry in proof.erased:
        yield f"What entry {entry.position} ({entry.type}, {entry.at}) recorded: it has been erased, as the log says. That it was there is."
    yield from vouched.others


def _texts(proof: Proof) -> set[str]:
    return {heard.commit.leaf for heard in proof.heard if heard.commit is not None}


def _rows(told: object) -> list[Mapping[str, Any]]:
    return [one for one in told if isinstance(one, Mapping)] if isinstance(told, list) else []


def _mapping(told: object) -> Mapping[str, Any]:
    return told if isinstance(told, Mapping) else {}
