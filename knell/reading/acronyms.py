"""Short names that look like small words but for their capitals: the "IS" of "287 IS fighters" is the group and no verb.

Their tokens get, as lower-case form, a spelling of the name that the lexicon knows, so that every later step reads the name.
"""

from collections.abc import Mapping, Sequence

from .capitals import is_in_capitals
from .pieces import Unit
from .tokens import Token


def spell_out(text: str, units: Sequence[Unit], acronyms: Mapping[str, str]) -> tuple[Unit, ...]:
    """The units, with the tokens of such names spelt as what they stand for; a unit all in capitals tells nothing and stays."""
    known = {short: name for short, name in acronyms.items() if short in text}
    if not known:
        return tuple(units)
    return tuple(unit.with_tokens(_spelt(unit.tokens, known)) if _has(unit, known) else unit for unit in units)


def _has(unit: Unit, known: Mapping[str, str]) -> bool:
    return any(t.text in known for t in unit.tokens) and not is_in_capitals(unit.tokens)


def _spelt(tokens: Sequence[Token], known: Mapping[str, str]) -> tuple[Token, ...]:
    out = []
    for i, token in enumerate(tokens):
        beside = (*tokens[max(0, i - 1) : i], *tokens[i + 1 : i + 2])
        shouted = any(t.text.isupper() and len(t.text) > 3 for t in beside)
        out.append(token._replace(low=known[token.text]) if token.text in known and not shouted else token)
    return tuple(out)
