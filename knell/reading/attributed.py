"""What an attribution is: a cue, the source it names, and the words it covers, as spans of one unit."""

from .plain import Plain
from .sentence import Phrase

Range = tuple[int, int]


class Source(Plain, frozen=True, order=True, gc=False):
    """A source in a unit: its phrase, or ``None`` where the words imply a source without naming one.

    ``span``: the tokens of the whole source, with what is set off after it ("Tad Haas, the mayor's aide,"); where no phrase of
    the lexicon is in it, the words alone ("according to court papers").
    """

    phrase: Phrase | None
    span: Range | None = None


class Attribution(Plain, frozen=True, order=True, gc=False):
    """One cue with its sources (nearest first), the token ranges of the words it carries, and what it says of them."""

    sources: tuple[Source, ...]
    cues: tuple[Range, ...]
    content: tuple[Range, ...]
    stance: str
    basis: str | None
    base: str
    flags: frozenset[str]
    rule: str
    others: tuple[Phrase, ...] = ()
    """Further speakers of the same words: "two activists and a monitor said". Each speaks for itself."""
    reach: tuple[Range, ...] = ()
    """Where the speaker's word may still hold though the clause carried has ended (", and 30 more were wounded"); else as ``content``."""

    @property
    def wide(self) -> tuple[Range, ...]:
        """All that the speaker's word reaches."""
        return self.reach or self.content

    @property
    def at(self) -> int:
        """The token where the cue begins; the end of the unit for a colon."""
        return self.cues[0][0] if self.cues else -1


COUNTERS = frozenset(
    {
        "unknown",
        "monitor",
        "ngo",
        "outlet",
        "agency",
        "international_body",
        "medical",
        "government",
        "court",
        "relative",
        "resident",
        "religious",
    }
)

CLOSERS = ".!?…"

OPENERS = frozenset({'"', "«", "``", "''", "“"})
"""Marks that may open a quotation."""
