"""Deeds that no happening stands behind: what is done again and again, or only meant to be done, to nobody in particular.

"A state that slaughters its own", "stop torture", "they will attack": such words tell of no day, no place, no number and
no name. A deed that has one of them is a happening, whatever its tense.
"""

from .coreference import HABIT, NEW
from .finding import VIOLENT_CARRY, Finding
from .sentence import Phrase, Sentence

_NEAR = 12
"""Tokens around a deed within which a place, a time or a number is its own."""
_POPULATIONS = frozenset("population populations people peoples nation nations humanity society citizenry masses mankind".split())
_MODALS = frozenset("will would shall should must can could may might if cannot whether unless".split())
_MEANT = frozenset("plan plans planned planning plot plots plotted plotting prepared preparing preparations order orders ordered".split())
_THREATS = frozenset(
    "threat threats threaten threatens threatened threatening vow vowed vows warn warned warns warning attempt attempted".split()
)
_CEASING = frozenset(
    "stop stops stopping cease ceases ceasing end ending suspend suspends suspending halt halting avoid avoiding prevent preventing "
    "combat combating eradicate eradicating eliminate oppose opposing against without renounce renouncing reject rejecting".split()
)
_LIGHT = frozenset("carry launch commit conduct perpetrate stage mount undertake make resume continue perform".split())


def mark_general(s: Sentence, found: list[Finding]) -> list[Finding]:
    """The findings, those of deeds in general marked as no happening."""
    return [f._replace(reference=HABIT) if f.reference == NEW and _is_general(s, f) else f for f in found]


def _is_general(s: Sentence, f: Finding) -> bool:
    if f.type not in VIOLENT_CARRY or f.type == "detention" or f.quantity is not None or f.rule in ("toll", "ellipsis", "terse-tally"):
        return False
    if any(_is_somebody(s, p) for p in f.victims) or _is_set(s, f):
        return False
    return _is_of_a_people(s, f) or _is_unreal(s, f) or _is_present(s, f) or _is_ceased(s, f)


def _is_somebody(s: Sentence, p: Phrase) -> bool:
    """Whether a phrase tells of somebody: a name, a number, one person, those told of before."""
    if p.kind in ("name", "party") or "named" in p.flags or p.quantity is not None:
        return True
    if p.kind == "pronoun":
        return s.low(p.first) in ("he", "she", "him", "her")
    return not p.plural and s.low(p.head) not in _POPULATIONS


def _is_set(s: Sentence, f: Finding) -> bool:
    """Whether a place or a time stands near the deed; the dateline is neither."""
    low = max(_after_dateline(s), f.first - _NEAR)
    high = f.last + _NEAR
    return any(low <= a < high and p.role == "place" and p.precision != "country" for (a, _), p in s.places) or any(
        low <= a < high for (a, _), t in s.times if t.from_ is not None or t.to is not None
    )


def _after_dateline(s: Sentence) -> int:
    return next((k + 1 for k in range(min(30, len(s.tokens))) if s.tokens[k].text in ("--", "—", "–")), 0)


def _is_of_a_people(s: Sentence, f: Finding) -> bool:
    """ "The bombing of the civilian population": done to a people, on no day and at no place."""
    return bool(f.victims) and all(s.low(p.head) in _POPULATIONS and s.low(p.head - 1) not in ("these", "those", "of") for p in f.victims)


def _is_unreal(s: Sentence, f: Finding) -> bool:
    """ "They will attack", "to destroy and kill": wished, feared or meant, and neither threatened nor planned in so many words."""
    window = {s.low(k) for k in range(max(0, f.first - 8), f.first)}
    had_to = s.low(f.first - 1) == "to" and s.low(f.first - 2) in ("had", "forced", "compelled")
    if had_to or window & (_MEANT | _THREATS):
        return False
    return f.stage == "threatened" and f.harm == "none"


def _is_present(s: Sentence, f: Finding) -> bool:
    """ "Death squads kill unionists": the present tense in running text, without a number or a day, tells of what is done again."""
    if f.rule not in ("active", "passive") or not _is_running_text(s):
        return False
    entry_forms = {h.entry.form for h in s.hits if h.entry.role == "event" and h.first == f.first}
    i = f.first - 1
    while s.cls(i) == "B":
        i -= 1
    if entry_forms & {"ing"}:
        return s.low(i) in ("is", "are", "am")
    if entry_forms & {"part"} and s.low(i) in ("is", "are", "being") and f.harm != "none":
        return s.low(i) != "being" or s.low(i - 1) in ("is", "are")
    return (
        bool(entry_forms & {"base", "s"})
        and not entry_forms & {"past", "part", "noun", "plural"}
        and s.low(i) not in (*_MODALS, "to", "did")
    )


def _is_running_text(s: Sentence) -> bool:
    """Whether the unit is a sentence and no headline, whose present tense tells of what was just done."""
    return len(s.tokens) > 0 and s.tokens[-1].text in (".", '"', "”", ";", "!", "?") and (not s.caps or len(s.tokens) > 14)


def _is_ceased(s: Sentence, f: Finding) -> bool:
    """ "Stop the bombings", "to carry out attacks": violence that is to end, or that a verb only means to do."""
    forms = {h.entry.form for h in s.hits if h.entry.role == "event" and h.first == f.first}
    if not forms & {"noun", "plural", "ing"}:
        return False
    i = f.first - 1
    while i > f.first - 6 and (s.cls(i) in "DWJNLCB" or s.low(i) in (",", "out", "and")) and s.low(i) not in _CEASING | _LIGHT:
        i -= 1
    low = s.low(i)
    if low in _CEASING:
        return True
    return low in _LIGHT and (s.low(i - 1) == "to" or s.low(i - 1) in _MODALS)
