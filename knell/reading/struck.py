"""Who and what an attack struck, where it says of nobody that they came to harm: people are victims, institutions are targets.

"Attacked the army positions" struck positions and no army; "a bomb at the embassy" struck the embassy.
"""

from collections.abc import Sequence

from knell.records import Target

from .finding import Finding
from .sentence import Phrase, Sentence

_BODIES = frozenset({"government", "outlet", "agency", "court", "party", "ngo", "international_body", "religious", "monitor", "medical"})
"""Kinds of party that are struck in their buildings."""
_FIRST_PERSON = frozenset({"we", "us", "i", "me", "it", "which", "that"})


def people_struck(s: Sentence, f: Finding) -> tuple[Phrase, ...]:
    """The people among those a finding says were struck."""
    out = [p for p in f.victims if not (p.kind == "pronoun" and s.low(p.first) in _FIRST_PERSON)]
    if f.type == "footage":
        return tuple(p for p in out if "bodies" in p.flags)
    if f.harm == "none":
        out = [p for p in out if not _is_institution(p) and not _is_modifier(s, p) and not _is_thing(p, f)]
    return tuple(out)


def institutions_struck(s: Sentence, f: Finding, text: str) -> tuple[Target, ...]:
    """The institutions among them, as targets, where no thing of theirs is told of."""
    if f.harm != "none" or f.targets or f.type == "footage":
        return ()
    return tuple(
        Target(text=text[p.start : p.end], start=p.start, end=p.end, kind="government" if p.party in ("government", "court") else None)
        for p in f.victims
        if _is_institution(p) and not _is_modifier(s, p)
    )


def targets_of(s: Sentence, f: Finding, text: str) -> tuple[Target, ...]:
    """All that a finding says was struck and is no person."""

    def target(first: int, last: int, kind: str | None) -> Target:
        start, end = s.tokens[first].start, s.tokens[last - 1].end
        return Target(text=text[start:end], start=start, end=end, kind=kind)

    things: Sequence[Target] = tuple(target(h.first, h.last, h.entry.kind) for h in f.targets)
    return (*things, *institutions_struck(s, f, text))


def _is_institution(p: Phrase) -> bool:
    """Whether a phrase names a body and none of its people: "the ministry", not "ministry staff"."""
    if p.kind == "name":
        return "organisation" in p.flags
    return p.kind == "party" and p.party in _BODIES and p.quantity is None


def _is_modifier(s: Sentence, p: Phrase) -> bool:
    """Whether a phrase only tells whose the thing right after it is: "army positions"."""
    after = p.last + 1 if s.low(p.last) == "'s" else p.last
    return any(h.first <= after < h.last for h in s.hits if h.entry.role == "target")


def _is_thing(p: Phrase, f: Finding) -> bool:
    """Whether the phrase is itself a thing that was hit: "the garrison"."""
    return p.kind == "party" and any(h.first < p.last and p.first < h.last and p.head < h.last for h in f.targets)
