"""Places in Arabic text: no capitals to go by, so clitics are taken off, and the words before a name decide.

A first reading: names of countries, provinces and larger towns count by themselves, small ones after a word such as "the village of".
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from knell.terms.gazetteer import Gazetteer, Meaning, fold_arabic, is_arabic
from knell.terms.load import load_terms

from .pieces import Unit
from .place_spots import Spot, Unknown
from .tokens import Token

_LONGEST = 4
_CONJUNCTIONS = ("و",)
_BOUND_PREPOSITIONS = ("ب", "ل")
_LARGE = 100_000
_ACCUSATIVE = ("\u0627\u064b", "\u064b\u0627")
"""The ending of an indefinite accusative, which no name of a place wears in running text."""
_SETTLEMENTS = ("town", "admin2")


class ArabicCues(NamedTuple):
    """Folded Arabic words: what comes before places, kinds of units with the precision they give, plain words, and country hints."""

    prepositions: frozenset[str]
    weak_prepositions: frozenset[str]
    kinds: dict[str, str]
    plain: frozenset[str]
    never: frozenset[str]
    hints: dict[str, str]
    adjectives: frozenset[str]
    heads: frozenset[str]


@cache
def load_arabic_cues() -> ArabicCues:
    """The cues of Arabic."""
    terms = load_terms("ar", "places")
    before = terms["before"]
    hints = {word: country for country, words in terms["hints"].items() for word in words}
    return ArabicCues(
        frozenset(before["prepositions"]), frozenset(before["weak_prepositions"]), dict(terms["kinds"]),
        frozenset(terms["words"]["plain"]), _never([*terms["words"]["never"], *before["prepositions"]]), hints,
        _folded(terms["words"]["adjectives"]), _folded(terms["words"]["heads"]),
    )  # fmt: skip


def _folded(words: Sequence[str]) -> frozenset[str]:
    return frozenset(fold_arabic(word) for word in words)


def _never(words: Sequence[str]) -> frozenset[str]:
    """Words that are no place whatever stands before them: closed classes, number words, parts of the day, months."""
    order, numbers, times = (load_terms("ar", name) for name in ("order", "numbers", "times"))
    out = {fold_arabic(word) for word in words}
    for name in ("and", "to", "until", "or", "of", "between", "prepositions", "ends_source", "self", "after_number", "relative", "not"):
        out |= {fold_arabic(word) for word in order["words"][name]}
    for section in ("units", "ten", "tens", "hundreds", "scales"):
        out |= {fold_arabic(word) for forms in numbers[section].values() for word in forms}
    for section in ("months", "parts", "units", "hijri", "days", "weekdays"):
        out |= {fold_arabic(word) for forms in times[section].values() for word in forms if " " not in word}
    return frozenset(out - {"ربيع"})


def hear_arabic_hints(units: Sequence[Unit]) -> dict[str, int]:
    """How many different words of a text hint at each country: demonyms and names of politics, whatever article and ending they wear."""
    hints = load_arabic_cues().hints
    told: dict[str, set[str]] = {}
    for word in {token.text for unit in units for token in unit.tokens}:
        form = _hint_in(word)
        if form is not None:
            told.setdefault(hints[form], set()).add(form)
    return {country: len(words) for country, words in told.items()}


@lru_cache(maxsize=65536)
def _hint_in(word: str) -> str | None:
    """The hint that a word is a form of, if it is one."""
    if not is_arabic(word):
        return None
    hints = load_arabic_cues().hints
    return next((form for form in _stems(fold_arabic(word)) if form in hints), None)


def _stems(key: str) -> Iterator[str]:
    """A folded word, and the same without clitics, article and the ending of the feminine."""
    for prefix in ("", "و", "ال", "وال", "بال", "لل", "ل", "ب"):
        if key.startswith(prefix):
            bare = key[len(prefix) :]
            yield bare
            if bare.endswith("ه"):
                yield bare[:-1]


def is_arabic_unit(unit: Unit) -> bool:
    """Whether most of a unit's words are in Arabic script."""
    words = [token.text for token in unit.tokens if token.text[0].isalpha()]
    return bool(words) and 2 * sum(is_arabic(word) for word in words) > len(words)


def spot_arabic(unit: Unit, gazetteer: Gazetteer) -> Iterator[Spot]:
    """The spots of an Arabic unit, each with its evidence."""
    cues = load_arabic_cues()
    tokens = unit.tokens
    at, after_place = 0, -1
    while at < len(tokens):
        listed = after_place == at and tokens[at].text.startswith(_CONJUNCTIONS)
        spot = _spot_at(unit, at, gazetteer, cues, listed) if _openings(gazetteer, tokens[at].text) else None
        if spot is None:
            after_place = at + 1 if after_place == at and tokens[at].text in "،," else after_place
            at += 1
        else:
            yield spot
            at = after_place = spot.last


def _spot_at(unit: Unit, at: int, gazetteer: Gazetteer, cues: ArabicCues, listed: bool) -> Spot | None:
    """The longest name that begins at a token, with or without its clitics; ``listed``: it goes on a list of places ("Homs and X")."""
    tokens = unit.tokens
    for bare, cut, bound, first, longest in _openings(gazetteer, tokens[at].text):
        for size in range(min(longest, len(tokens) - at), 0, -1):
            key = first if size == 1 else fold_arabic(" ".join([bare, *(token.text for token in tokens[at + 1 : at + size])]))
            if len(key) < 3 or (size == 1 and key in cues.kinds):
                continue
            meanings = gazetteer.meanings(key)
            if not meanings:
                continue
            if size == 1 and (key in cues.never or (key[0] in _CONJUNCTIONS and key[1:] in cues.never)):
                continue
            if cut and bound and len(key) == 3 and not _is_large(meanings[0]):
                continue
            spot = Spot(tokens[at].start + cut, tokens[at + size - 1].end, unit, at, at + size, key, meanings, size, "arabic")
            if (listed and cut) or _heads_line(tokens, at, at + size):
                spot.evidence += 2.0
            if _hear(spot, tokens, at, bound, cut > 0, cues):
                return spot
    return None


def unknown_arabic(unit: Unit, spots: Sequence[Spot]) -> Iterator[Unknown]:
    """Names behind "the village of" that the gazetteer lacks."""
    cues = load_arabic_cues()
    tokens = unit.tokens
    taken = {at for spot in spots for at in range(spot.first, spot.last)}
    for at in range(1, len(tokens)):
        kind = cues.kinds.get(_worn_off(tokens[at - 1].text))
        if kind not in _SETTLEMENTS or at in taken or not _may_name(tokens[at].text, cues):
            continue
        last = at + 1
        if fold_arabic(tokens[at].text) in cues.heads and last < len(tokens) and last not in taken and is_arabic(tokens[last].text):
            last += 1
        key = fold_arabic(" ".join(token.text for token in tokens[at:last]))
        yield Unknown(tokens[at].start, tokens[last - 1].end, unit, at, last, key, kind)


@lru_cache(maxsize=65536)
def _openings(gazetteer: Gazetteer, word: str) -> tuple[tuple[str, int, bool, str, int], ...]:
    """The readings of a word that a name begins with: as in ``_readings``, then its key and how many words the longest such name has.

    Kept, because a text repeats its words and most begin no name.
    """
    if not is_arabic(word) or word.endswith(_ACCUSATIVE):
        return ()
    out = []
    for bare, cut, bound in _readings(word):
        key = fold_arabic(bare)
        longest = min(_LONGEST, gazetteer.longest(key))
        if longest > 1 or gazetteer.meanings(key):
            out.append((bare, cut, bound, key, longest))
    return tuple(out)


@lru_cache(maxsize=65536)
def _worn_off(word: str) -> str:
    """A folded word without "and", "in", "to", and with its article, because "the village" is no "village of"."""
    key = fold_arabic(word)
    for prefix in ("وب", "ب", "و", "ل"):
        if key.startswith(prefix) and len(key) - len(prefix) >= 2 and key[len(prefix) :] in load_arabic_cues().kinds:
            return key[len(prefix) :]
    return key


def _may_name(word: str, cues: ArabicCues) -> bool:
    """Whether a word behind "village" may be its name: no adjective, number, closed-class word or accusative."""
    if not is_arabic(word) or len(word) < 3 or word.endswith(_ACCUSATIVE):
        return False
    key = fold_arabic(word)
    adjective = key.endswith("يه") and not key.startswith("ال")
    return not adjective and key not in cues.never and key not in cues.adjectives and key not in cues.kinds


def _is_large(meaning: Meaning) -> bool:
    return meaning.place.kind != "town" or meaning.place.population >= _LARGE


def _heads_line(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a name heads a list item or a table row ("- Homs: 3 dead"), or stands alone behind a label ("Place: Jableh")."""
    opens = first == 0 or (first <= 2 and not any(token.text[0].isalpha() for token in tokens[:first]))
    labelled = first > 0 and tokens[first - 1].text == ":" and last == len(tokens)
    return labelled or (opens and last < len(tokens) and tokens[last].text in ":|–-")


def _readings(word: str) -> Iterator[tuple[str, int, bool]]:
    """A word whole and without clitics: the rest, how many letters were taken off, whether one was a preposition ("in", "to")."""
    yield word, 0, False
    rest, cut = word, 0
    if rest.startswith(_CONJUNCTIONS) and len(rest) > 4:
        rest, cut = rest[1:], 1
        yield rest, cut, False
    if rest.startswith("لل") and len(rest) > 4:
        yield "ا" + rest[1:], cut, True
    elif rest.startswith(_BOUND_PREPOSITIONS) and len(rest) > 3:
        yield rest[1:], cut + 1, True


def _hear(spot: Spot, tokens: Sequence[Token], at: int, bound: bool, clipped: bool, cues: ArabicCues) -> bool:
    """Weigh the words before a name; whether it may be a place at all."""
    before = _without_clitics(tokens[at - 1].text) if at else ""
    kind = cues.kinds.get(before)
    if kind is not None:
        spot.evidence += 3.0
        spot.kind_after = kind
    elif bound or before in cues.prepositions:
        spot.evidence += 2.0
    elif before in cues.weak_prepositions:
        spot.evidence += 0.6
    large = _is_large(spot.meanings[0])
    if spot.key in cues.plain or (clipped and not large):
        return spot.evidence >= 2.0
    return large or spot.evidence >= 0.6 or spot.words > 1


def _without_clitics(word: str) -> str:
    key = fold_arabic(word)
    for prefix in ("وال", "بال", "فال", "ال", "و", "ب", "ل"):
        if key.startswith(prefix) and len(key) - len(prefix) >= 2 and prefix != key:
            rest = key[len(prefix) :]
            if rest in load_arabic_cues().kinds or rest in load_arabic_cues().prepositions:
                return rest
    return key
