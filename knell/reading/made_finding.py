"""A finding made from a word and those around it: what the shapes of all kinds of words end in."""

from collections.abc import Sequence

from .coreference import NEW, reference_of
from .event_things import find_instrument, find_targets, read_stage
from .finding import PEOPLE_HARMS, Finding
from .lexicon import Hit
from .modality import is_denied, is_possible, is_unrealised
from .pieces import Quantity
from .sentence import Phrase, Sentence


def make_finding(
    s: Sentence,
    hit: Hit,
    rule: str,
    victims: Sequence[Phrase] = (),
    perpetrators: Sequence[Phrase] = (),
    quantity: Quantity | None = None,
    harm: str | None = None,
    type_: str | None = None,
) -> Finding:
    """The finding of a word of harm with who suffered it and who did it; a deed only threatened or tried harms nobody.

    ``rule``: the shape that read it. ``quantity``, ``harm``, ``type_``: where they are not those of the victims and of the word.
    """
    entry = hit.entry
    victims = tuple(dict.fromkeys(victims)) if len(victims) > 1 else tuple(victims)
    if entry.form == "base" and s.low(hit.first - 1) == "to" and (entry.harm in PEOPLE_HARMS) and is_unrealised(s, hit):
        window = {s.low(k) for k in range(max(0, hit.first - 6), hit.first)}
        if window & _THREATS:
            # "threatened to kill him": a threat, and nobody is dead.
            harm, type_ = "none", "warning"
        elif window & _TRIES or not any(p.quantity is not None for p in victims):
            harm = "none"
    if quantity is None:
        quantity = next((p.quantity for p in victims if p.quantity is not None), None)
    return Finding(
        hit.first,
        hit.last,
        type_ or entry.type or "other",
        harm or entry.harm or "none",
        read_stage(s, hit),
        quantity,
        victims,
        tuple(dict.fromkeys(p for p in perpetrators if p not in victims)) if perpetrators else (),
        find_targets(s, hit),
        find_instrument(s, hit),
        is_denied(s, hit),
        is_possible(s, hit),
        victims[0].first if victims else hit.first,
        None,
        rule,
        "weak" in entry.flags,
        _implied(s, hit),
        reference=reference_of(s, hit.first, hit.last)
        if (entry.form in ("noun", "plural") and entry.frame != "toll") or rule == "deed"
        else NEW,
    )


def _implied(s: Sentence, hit: Hit) -> str | None:
    """Who does what the word says, where it is done at all: nobody has done what is only asked for, ordered or feared."""
    kind = next((flag[3:] for flag in hit.entry.flags if flag.startswith("by-")), None) if hit.entry.flags else None
    return None if kind is None or is_unrealised(s, hit) else kind


_THREATS = frozenset("threatened threatening threatens threaten threats threat vowed vows warned".split())


_TRIES = frozenset(
    "attempted tried attempt attempting trying tries plot plotting plotted planned planning plans wanted want intended "
    "conspiracy conspiring".split()
)
