"""Who speaks in a list: the body of the sentence that leads into it.

"The ministry gives figures by place:" and then a line a place: every line is the ministry's word, though none of them says so.
"""

from collections.abc import Sequence
from typing import NamedTuple

from knell.records import Cue, Party

from .attributed import Attribution, Source
from .pieces import Unit
from .said_content import counts_people
from .sayers import find_subject
from .sentence import Sentence


class Lead(NamedTuple):
    """The voice that a list is in: the unit that leads into it, what it says of the words, its speakers and its cues."""

    unit: int
    attribution: Attribution
    speakers: tuple[Party, ...]
    cues: tuple[Cue, ...]

    def reaches(self, unit: Unit, units: Sequence[Unit]) -> bool:
        """Whether a unit is a line of the list that follows the lead, with nothing else between."""
        return unit.index > self.unit and all(u.kind == "list" for u in units[self.unit + 1 : unit.index + 1])


def leads_into_list(s: Sentence, units: Sequence[Unit]) -> bool:
    """Whether a unit ends in a colon and the next is a line of a list."""
    after = s.unit.index + 1
    return s.low(len(s.tokens) - 1) == ":" and after < len(units) and units[after].kind == "list"


def read_lead(s: Sentence, attributions: Sequence[Attribution]) -> Attribution | None:
    """The attribution that goes on into the list: the one that reaches the colon, or the subject of a verb of counting."""
    end = len(s.tokens) - 1
    told = next(
        (
            a
            for a in reversed(attributions)
            if any(src.phrase or src.span for src in a.sources) and any(lo < end <= hi + 1 for lo, hi in a.wide)
        ),
        None,
    )
    if told is not None:
        return told
    for hit in s.of_role("cue"):
        if "counts" not in hit.entry.flags or hit.first == 0:
            continue
        subject = find_subject(s, hit.first)
        if subject is not None and subject.quantity is None and counts_people(s, subject):
            cue, base = (hit.first, hit.last), hit.entry.base
            return Attribution(
                (Source(subject),), (cue,), (), hit.entry.stance or "reported", hit.entry.kind, base, hit.entry.flags, "list-lead"
            )
    return None
