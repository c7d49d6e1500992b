"""How surely a claim is told, and on what basis: from the cues over it and the words of its own unit."""

import re
from collections.abc import Sequence

from .attributed import Attribution
from .finding import COUNTED_HARMS, Finding
from .sentence import Sentence

_STRENGTH = (
    "reported",
    "estimated",
    "confirmed",
    "acknowledged",
    "possible",
    "alleged",
    "unverified",
    "disputed",
    "claimed",
    "retracted",
    "denied",
)
"""The stance of several cues over one claim is the last of these that any of them has."""
_ALLEGED = re.compile(r"\b(?:alleged|accused|accusations?|allegations?)\b", re.IGNORECASE)
_DOCUMENTED = re.compile(r"\b(?:documented|preliminary report documents)\b", re.IGNORECASE)
_RUNNING_WORDS = ("so far", "provisional", "preliminary", "still under way", "continues", "not final", "ongoing")
_RUNNING = re.compile(rf"\b(?:{'|'.join(_RUNNING_WORDS)})\b", re.IGNORECASE)
_ESTIMATED = re.compile(r"\b(?:estimates?|estimated)\b", re.IGNORECASE)
_NAMED_LIST = re.compile(r"\b(?:by name|names? of|name lists?|list of names|named)\b", re.IGNORECASE)


def read_stance(text: str, s: Sentence, f: Finding, over: Sequence[Attribution]) -> tuple[str, str]:
    """The stance of a claim and the rule that gave it."""
    words = {a.stance for a in over if "soft" not in a.flags}
    if f.denied and f.rule != "blame":
        return "denied", "frames.negation"
    if f.blame is not None and f.blame.stance is not None:
        if f.blame.stance in ("claimed", "denied") or not words & {"claimed", "denied", "disputed", "unverified"}:
            return f.blame.stance, f"blame.{f.blame.rule}"
    best = max((w for w in words if w in _STRENGTH), key=_STRENGTH.index, default=None)
    if best in (None, "reported", "confirmed") and f.harm == "none" and s.of_role("unverified"):
        return best or "asserted", "cue" if best else "plain"
    if f.possible and best in (None, "reported", "estimated"):
        return "possible", "frames.modal"
    if best is not None:
        return best, "cue"
    if words & {"urged", "promised"}:
        return ("urged" if "urged" in words else "promised"), "cue"
    if f.harm != "none" and ("alleg" in s.folded or "accus" in s.folded) and _ALLEGED.search(_words(text, s)):
        return "alleged", "word.alleged"
    return "asserted", "plain"


def _words(text: str, s: Sentence) -> str:
    return text[s.unit.start : s.unit.end]


def read_basis(text: str, s: Sentence, f: Finding, over: Sequence[Attribution]) -> tuple[str, str]:
    """The basis of a claim and the rule that gave it."""
    bases = {a.basis for a in over if a.basis} | {("verified" if a.base == "verify" else a.basis) for a in over if a.base == "verify"}
    if "verified" in bases:
        return "verified", "cue.verify"
    if f.quantity is not None and "name" in s.folded and _NAMED_LIST.search(_words(text, s)):
        return "named_list", "word.names"
    if bases:
        return sorted(b for b in bases if b)[0], "cue"
    if f.quantity is not None and "document" in s.folded and _DOCUMENTED.search(_words(text, s)):
        return "documented", "word.documented"
    running = f.quantity is not None and f.harm in COUNTED_HARMS and any(word in s.folded for word in _RUNNING_WORDS)
    if running and _RUNNING.search(_words(text, s)):
        return "running", "word.running"
    if f.quantity is not None and f.quantity.kind == "about" and _ESTIMATED.search(_words(text, s)):
        return "estimated", "word.estimate"
    return "unstated", "none"
