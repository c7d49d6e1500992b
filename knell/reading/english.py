"""English inflection by rule: the forms of a verb, the plural of a noun."""

from collections.abc import Iterator, Mapping, Sequence

_VOWELS = "aeiou"
# One-syllable verbs double their last consonant; of the longer ones only those stressed at the end, which are listed as irregular.
_NO_DOUBLING = "wxyh"


def verb_forms(phrase: str, irregular: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """(form, words) for base, s, ing, past and part of a verb or a verb with particles ("gun down"). The first word inflects.

    In a phrase with "and" ("shoot and kill") both verbs inflect.
    """
    words = phrase.split()
    # An adverb first ("summarily execute"): the verb is the word after it.
    at = 1 if len(words) > 1 and words[0].endswith("ly") else 0
    second = words.index("and") + 1 if "and" in words[:-1] else None
    forms = _forms(words[at], irregular)
    others = _forms(words[second], irregular) if second else None
    for form, word in forms.items():
        line = list(words)
        line[at] = word
        if others is not None and second is not None:
            line[second] = others[form]
        yield form, " ".join(line)


def _forms(base: str, irregular: Mapping[str, Sequence[str]]) -> dict[str, str]:
    s, ing, past, part = irregular.get(base, ("", "", "", ""))
    regular_past = _past(base)
    return {
        "base": base,
        "s": s or _third(base),
        "ing": ing or _ing(base),
        "past": past or regular_past,
        "part": part or past or regular_past,
    }


def _doubles(base: str) -> bool:
    if len(base) < 3 or base[-1] in _VOWELS or base[-1] in _NO_DOUBLING:
        return False
    syllables = sum(c in _VOWELS and (i == 0 or base[i - 1] not in _VOWELS) for i, c in enumerate(base))
    return syllables == 1 and base[-2] in _VOWELS and base[-3] not in _VOWELS


def _third(base: str) -> str:
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return base + "es"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ies"
    return base + "s"


def _ing(base: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    return (base + base[-1] if _doubles(base) else base) + "ing"


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ied"
    return (base + base[-1] if _doubles(base) else base) + "ed"


def plural_of(noun: str) -> str:
    """The regular plural of a noun or of the last word of a noun phrase ("car bomb" -> "car bombs")."""
    head = noun.rsplit(" ", 1)[-1]
    if head.endswith("man") and head not in ("human", "german"):
        return noun[:-3] + "men"
    if head.endswith(("s", "x", "z", "ch", "sh")):
        # Listed nouns in "s" are plurals already ("security forces"), but for those in "us" and "ss" ("bus", "witness").
        return noun if head.endswith("s") and not head.endswith(("ss", "us")) else noun + "es"
    if head.endswith("y") and head[-2:-1] not in _VOWELS:
        return noun[:-1] + "ies"
    return noun + "s"
