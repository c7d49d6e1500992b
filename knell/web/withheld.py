"""Withholds names: a casebook's policy says whether its pages may name victims and private witnesses; by default they do not."""

import re
from collections.abc import Iterable

from knell.flows.withholding import PRIVATE, is_person_name
from knell.flows.withholding import private_names as names_of_speakers
from knell.records import Claim

WITHHELD = "[name withheld]"
"""What stands in a name's place."""

_TITLE = re.compile(r"^(?:(?:Mr|Mrs|Ms|Dr|Sheikh|Imam|Father|Abu|Umm)\.?\s+)+", re.IGNORECASE)
_ARTICLE = re.compile(r"^[ae][a-z]{1,2}-", re.IGNORECASE)
"""Of an Arabic family's name, which others leave out: "al-Salloum", "el-Salloum", "ash-Shami"."""


def private_names(claims: Iterable[Claim]) -> tuple[str, ...]:
    """The names that a page keeps back: named victims, and named speakers who are private persons: who testified, filmed or lives where is
    nobody's business on a page. Longest first.
    """
    every = tuple(claims)
    names = {victim.name for claim in every for victim in claim.victims if victim.name}
    names |= {s.name for claim in every for s in claim.speakers if s.name and s.kind in PRIVATE and is_person_name(s.name)}
    names |= {name for name in names_of_speakers(every).names if is_person_name(name)}
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
    last = (parts[-1], _ARTICLE.sub("", parts[-1])) if len(parts) > 1 else ()
    return (name, *([bare] if bare else []), *(word for word in last if len(word) >= 4))
