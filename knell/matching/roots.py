"""Whose figure a claim is: the end of its speaker chain, the agency behind a copy, or the outlet's own voice."""

import re
from collections.abc import Sequence

import msgspec

from knell.records.claim import Claim, Party
from knell.records.matched import Copy, Root
from knell.records.report import Report
from knell.terms.load import load_terms

from .credits import Credit, outlet_name
from .places import fold

_TERMS = load_terms("en", "particulars")["sources"]
ACCESS = frozenset("witness resident relative medical police state_forces armed_group militia foreign_forces court".split())
"""Kinds of unnamed speaker whose description itself says what their access is."""
_MONITORS = frozenset(load_terms("en", "actors")["casualty_monitors"]["names"])
MEDIA = frozenset({"outlet", "agency", "unknown"})
"""Kinds of publisher whose speaking of themselves says nothing of their access."""
ALIKE: dict[str, str] = _TERMS["alike"]
"""Kinds of unnamed speaker that any of their plain words stand for: residents, locals, villagers."""
_EMPTY = frozenset(_TERMS["nobody"])
_ITSELF = frozenset(_TERMS["itself"])
_ACCESS_WORDS = re.compile(rf"\b(?:{'|'.join(_TERMS['access'])})", re.IGNORECASE)
NOBODY = "no source named"
OWN = "the outlet's own voice"


def find_roots(
    reports: Sequence[Report], claims: Sequence[Sequence[Claim]], credits_: Sequence[Credit | None], copies: Sequence[Copy]
) -> list[Root]:
    """A root for every claim, in the claims' order."""
    origin = _origins(reports, copies)
    out: list[Root] = []
    for n in range(len(reports)):
        names = _full_names(claims[n])
        voice = _own_voice(reports, n, credits_, origin)
        first = reports[origin.get(n, n)].id
        own = [_root(claim, names, first, voice) for claim in claims[n]]
        out.extend(_sourced_further_on(claims[n], own))
    return out


def _sourced_further_on(claims: Sequence[Claim], roots: Sequence[Root]) -> list[Root]:
    """Gives a figure without a source the root that the same report gives for the same figure elsewhere: a headline's is the body's.

    Without this an outlet that repeats its source's figure in its own voice would look like a second source.
    """
    sourced: dict[tuple[str, int | None, int | None, int | None], set[int]] = {}
    for n, (claim, root) in enumerate(zip(claims, roots, strict=True)):
        if claim.speakers and root.name != NOBODY and claim.count is not None:
            sourced.setdefault(_number(claim), set()).add(n)
    out = []
    for claim, root in zip(claims, roots, strict=True):
        rows = sourced.get(_number(claim), set()) if claim.count is not None and claim.count.kind not in ("vague", "named") else set()
        keys = {roots[n].key for n in rows}
        if (not claim.speakers or root.name == NOBODY) and len(keys) == 1:
            other = roots[min(rows)]
            root = msgspec.structs.replace(other, claim=claim.claim, via=f"the same figure is {other.name}'s elsewhere in the report")
        out.append(root)
    return out


def _number(claim: Claim) -> tuple[str, int | None, int | None, int | None]:
    count = claim.count
    return (claim.harm, count.low, count.high, count.best) if count is not None else (claim.harm, None, None, None)


def _root(claim: Claim, names: dict[str, str], first: str, voice: tuple[str, bool, str]) -> Root:
    """The root of one claim. ``voice`` is whose voice the report itself is, ``first`` the first report of its copies."""
    if not claim.speakers:
        name, named, via = voice
        key = root_key(name) if named else f"{NOBODY}/{first}"
        return Root(claim=claim.claim, name=name, key=key, kind="outlet" if named else "unknown", declared=False, via=via)
    speaker = claim.speakers[-1]
    name = speaker.name or ""
    if not name and speaker.text:
        name = names.get(fold(speaker.text), "")
    if name and fold(name) in _ITSELF and voice[1]:
        name = ""
    if voice[0] in _MONITORS and (speaker.text or "").lower().startswith(("a ", "an ")) and speaker.kind in ("ngo", "monitor"):
        via = f"{speaker.text}: the body that publishes, as its own report describes it"
        return Root(claim=claim.claim, name=voice[0], key=root_key(voice[0]), kind="monitor", declared=True, via=via)
    if name:
        declared = speaker.kind != "unknown"
        return Root(
            claim=claim.claim, name=name, key=root_key(name), kind=speaker.kind, declared=declared, via="the end of the chain of speakers"
        )
    words = _words(speaker)
    if fold(words) in _ITSELF and voice[1]:
        return Root(
            claim=claim.claim,
            name=voice[0],
            key=root_key(voice[0]),
            kind=speaker.kind,
            declared=speaker.kind not in MEDIA,
            via=f"{words}: the publisher of itself",
        )
    if not words and voice[1] and voice[2] != OWN:
        return Root(claim=claim.claim, name=voice[0], key=root_key(voice[0]), kind="outlet", declared=False, via=voice[2])
    if not words:
        return Root(claim=claim.claim, name=NOBODY, key=f"{NOBODY}/{first}", declared=False, via="reported without a source")
    words = ALIKE.get(speaker.kind, words) if " " not in words else words
    return Root(
        claim=claim.claim,
        name=words,
        key=f"unnamed/{root_key(words)}",
        kind=speaker.kind,
        declared=speaker.kind in ACCESS or _has_access(words),
        via="a source without a name; equal words count as one source",
    )


def root_key(name: str) -> str:
    """What a root is known by: its name without article, case, marks and punctuation."""
    return fold(name)


def _words(speaker: Party) -> str:
    """An unnamed speaker's words, without article; empty where they name nobody."""
    words = re.sub(r"^(?:the|an?|some|several|its|his|her|their)\s+", "", (speaker.text or "").strip(), flags=re.IGNORECASE).strip(" .,;:")
    words = re.sub(r"['’]s\s+\w+(?:\s\w+)?$", "", words)
    return "" if fold(words) in _EMPTY else words


def _has_access(words: str) -> bool:
    return _ACCESS_WORDS.search(words) is not None


def _full_names(claims: Sequence[Claim]) -> dict[str, str]:
    """Short forms used in a report -> the full name it gives elsewhere: "the Observatory" after "the Syrian Observatory for Human Rights".

    A short form is one word of exactly one full name in the report, or that name's initials.
    """
    full = sorted({s.name for c in claims for s in c.speakers if s.name})
    out: dict[str, str] = {}
    clash: set[str] = set()
    for name in full:
        words = fold(name).split()
        initials = "".join(w[0] for w in words if w not in ("of", "for", "and", "the"))
        for short in {*(w for w in words if len(w) > 4), initials}:
            if short in out and out[short] != name:
                clash.add(short)
            out[short] = name
    return {short: name for short, name in out.items() if short not in clash}


def _own_voice(reports: Sequence[Report], n: int, credits_: Sequence[Credit | None], origin: dict[int, int]) -> tuple[str, bool, str]:
    """Whose voice a report's own voice is: the agency it credits, the report it copies, else its outlet. (name, named, why)"""
    credit = credits_[n]
    if credit:
        return credit.name, True, credit.why
    first = origin.get(n)
    if first is not None:
        name, named, why = _own_voice(reports, first, credits_, {})
        if named:
            return name, True, f"a copy of {reports[first].id}: {why}"
        return NOBODY, False, f"a copy of {reports[first].id}, which names no source"
    name_ = outlet_name(reports[n])
    if name_:
        return name_, True, OWN
    return NOBODY, False, "no source named"


def _origins(reports: Sequence[Report], copies: Sequence[Copy]) -> dict[int, int]:
    """Report -> the first report of the group of copies it is in. Reports are numbered in canonical order, so the first is the lowest."""
    rank = {report.id: n for n, report in enumerate(reports)}
    parent: dict[int, int] = {}

    def find(x: int) -> int:
        while parent.setdefault(x, x) != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for edge in copies:
        if edge.kind == "copy":
            a, b = sorted((find(rank[edge.a]), find(rank[edge.b])))
            parent[b] = a
    return {n: find(n) for n in parent if find(n) != n}
