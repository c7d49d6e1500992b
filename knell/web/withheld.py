"""Withholds names: a casebook's policy says whether its pages may name victims and private witnesses; by default they do not."""

import re
from collections.abc import Iterable

from knell.records import Claim

WITHHELD = "[name withheld]"
"""What stands in a name's place."""

_PRIVATE = frozenset({"witness", "resident", "relative"})
"""Kinds of speaker who are private persons: who testified, filmed or lives where is nobody's business on a page."""

_TITLE = re.compile(r"^(?:(?:Mr|Mrs|Ms|Dr|Sheikh|Imam|Father|Abu|Umm)\.?\s+)+", re.IGNORECASE)


def private_names(claims: Iterable[Claim]) -> tuple[str, ...]:
    """The names that a page keeps back: named victims, and named speakers who are private persons. Longest first."""
    names: set[str] = set()
    for claim in claims:
        names.update(victim.name for victim in claim.victims if victim.name)
        names.update(s.name for s in claim.speakers if s.name and s.kind in _PRIVATE and _is_person_name(s.name))
    return tuple(sorted({part for name in names for part in _forms(name)}, key=lambda form: (-len(form), form)))


def find_names(text: str, names: Iterable[str]) -> list[tuple[int, int]]:
    """Where ``names`` stand in ``text`` as whole words: offsets in order, none inside another."""
    forms = [re.escape(name) for name in names]
    if not forms:
        return []
    return [match.span() for match in re.finditer(r"(?<!\w)(?:" + "|".join(forms) + r")(?!\w)", text)]


def withhold(text: str, names: Iterable[str]) -> str:
    """``text`` with each of ``names`` replaced by ``WITHHELD``."""
    shown, at = [], 0
    for start, end in find_names(text, names):
        shown += [text[at:start], WITHHELD]
        at = end
    return "".join([*shown, text[at:]])


def _forms(name: str) -> tuple[str, ...]:
    """A name, and its last word as later sentences use it alone. Too much withheld harms a page; too little harms a person."""
    bare = _TITLE.sub("", name).strip()
    parts = bare.split()
    return (name, bare, parts[-1]) if len(parts) > 1 and len(parts[-1]) >= 4 else (name, bare) if bare else (name,)


def _is_person_name(name: str) -> bool:
    """Two words or more that begin with a capital letter. "residents" and "a hospital source" name nobody."""
    parts = name.split()
    return len(parts) >= 2 and all(part[:1].isupper() for part in parts)
