"""What a frame finds: one happening, and who did what to whom, as spans of its sentence."""

from .coreference import NEW
from .lexicon import Hit
from .pieces import Quantity
from .plain import Plain
from .sentence import Phrase


class Blame(Plain, frozen=True, order=True, gc=False):
    """Words that lay a deed on somebody ("X claimed responsibility for the attack"), in tokens of a unit."""

    first: int
    last: int
    doers: tuple[Phrase, ...]
    stance: str | None
    """claimed, denied, alleged or possible; ``None`` where the words tell it plainly."""
    sayers: tuple[Phrase, ...]
    """Who lays it on them, where no word of saying names them already ("attributed by the police to X")."""
    event: tuple[int, int] | None
    """The word for the deed in the same unit; ``None`` where it was told before."""
    several: bool
    """Whether the deeds are more than one: "the attacks"."""
    rule: str


class Finding(Plain, frozen=True, order=True, gc=False):
    """An event with one harm, in tokens of its unit. ``part_of``: index of the finding that this one is a part of."""

    first: int
    last: int
    type: str
    harm: str
    stage: str
    quantity: Quantity | None
    victims: tuple[Phrase, ...]
    perpetrators: tuple[Phrase, ...]
    targets: tuple[Hit, ...]
    instrument: Hit | None
    denied: bool
    possible: bool
    anchor: int
    part_of: int | None
    rule: str
    outcome_open: bool = False
    by: str | None = None
    """The kind of doer that the word itself implies ("arrested": police), where nobody is named."""
    subtype: str | None = None
    """The sub-event where the words alone give it ("blew himself up": a suicide bomb)."""
    reference: str = NEW
    """How a noun for the event refers: to a happening not told yet, again to one told before, or to violence in general."""
    blame: Blame | None = None
    """The words that lay it on its perpetrators, where they are not its own subject or agent."""


PEOPLE_HARMS = frozenset({"killed", "injured", "missing", "abducted", "detained", "displaced", "casualties"})

STRONG = frozenset({";", ":", "—", "–"})

FATAL = frozenset({"fatally", "mortally"})
FATAL_DEED = frozenset({"fatal", "deadly", "lethal"})
"""Words on a noun for a deed of which somebody died."""

COUNTED_HARMS = frozenset({"killed", "injured", "casualties", "missing", "abducted", "detained", "displaced"})
"""Harms whose victims are counted."""
VIOLENT_CARRY = frozenset(
    "killing execution massacre bodies_found custody_death clash shelling airstrike bombing arson abduction detention "
    "enforced_disappearance torture "
    "sexual_violence assault displacement looting property_damage".split()
)
"""Types whose place and time carry to the sentences after."""
