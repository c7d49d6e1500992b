"""What ties two reports together: shared words, tellings linked by facts, tellings that may be one."""

from collections.abc import Callable
from dataclasses import dataclass, field

from knell.records.matched import Copy

from .adopting import is_loose
from .comparing import Comparison, compare
from .copies import Words, compare_words
from .facts import Facts
from .passages import link_copies
from .profile import Profile


@dataclass
class Tie:
    """A link between two tellings: the rule that made it, what it weighs against other links, and why."""

    a: Facts
    b: Facts
    kind: str
    why: str
    score: int = 0


@dataclass
class Edges:
    """What ties two reports together. ``given`` holds whatever the facts; ``links`` are by facts; ``maybe`` fall short."""

    copy: Copy | None = None
    given: list[Tie] = field(default_factory=list)
    links: list[Tie] = field(default_factory=list)
    maybe: list[Tie] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether the two reports have to be grouped together: a copy shares its root, a link an incident."""
        return bool(self.given or self.links or (self.copy is not None and self.copy.kind == "copy"))


def judge_pair(a: Profile, b: Profile, *, facts: bool, words: bool, read: Callable[[str], Words]) -> Edges:
    """What ties two reports together. ``a`` comes first in canonical order; ``read``: the words of a text."""
    edges = Edges()
    if words:
        edges.copy = compare_words(a.report, b.report, read)
        if edges.copy is not None:
            edges.given = [Tie(f, g, kind, edges.copy.why) for f, g, kind in link_copies(edges.copy, a, b, read)]
    if facts:
        for f in a.facts:
            for g in b.facts:
                if f.silent or g.silent:
                    continue
                result = compare(f, g)
                if result.links:
                    edges.links.append(Tie(f, g, "facts", "; ".join(result.agree), result.score))
                elif _near(result):
                    edges.maybe.append(Tie(f, g, "may_be_same", "; ".join(result.agree), result.score))
    return edges


def seeks_home(profile: Profile) -> bool:
    """Whether a report has a telling that may join one of several others, and only if no other fits as well."""
    return any(f.silent or is_loose(f) for f in profile.facts)


def _near(result: Comparison) -> bool:
    """Whether a pair that was not linked is near enough to be shown to a person."""
    return (
        not result.against
        and result.score >= 1
        and any("site" in f or "person" in f or "region" in f or "figure" in f for f in result.agree)
    )
