"""The forms of Arabic verbs, nouns and adjectives, made by rule from the ones a dictionary gives."""

from collections.abc import Iterator, Sequence

from .normalise import fold


def verb_forms(base: str) -> Iterator[str]:
    """The third persons of a verb by rule: past and present, with the ending of a weak verb dropped where it drops.

    A verb with a preposition ("تحقق من") inflects in its first word.
    """
    word, _, rest = fold(base).partition(" ")
    stem = word[:-1] if word.endswith(("ي", "ا")) and len(word) > 3 else word
    forms = [word, word + "ت", stem + "ت", stem + "وا", word + "ا", stem + "ن"]
    bare = word[1:] if word.startswith("ا") else word
    if not (len(word) == 3 and word[1] == "ا"):
        forms += ["ي" + bare, "ت" + bare, "ي" + bare + "ون"]
    yield from dict.fromkeys(f"{form} {rest}".strip() for form in forms)


def noun_forms(line: Sequence[str]) -> Iterator[tuple[str, str]]:
    """A noun's forms with their number: one, two, several. A noun without a broken plural takes the sound one."""
    one, *many = line
    yield one, "s"
    if not one.endswith("ة"):
        yield one + "ا", "s"
    if many:
        for plural in many:
            yield plural, "p"
        if " " not in one and not one.endswith("ة"):
            # The dual before a pronoun: "his two brothers".
            yield fold(one) + "ي", "d"
    stem = fold(one)
    if " " in stem:
        return
    if one.endswith(("ة", "اة")):
        stem = stem[:-1]
        yield stem + "ات", "p"
        yield stem + "تان", "d"
        yield stem + "تا", "d"
        yield stem + "تي", "d"
        yield stem + "تين", "d"
        return
    if not many:
        yield stem + "ين", "p"
        yield stem + "ون", "p"
        yield stem + "ات", "p"
        yield stem + "و", "p"
        yield stem + "ي", "p"
    else:
        yield stem + "ين", "d"
    yield stem + "ان", "d"


def adjective_forms(word: str) -> Iterator[tuple[str, bool]]:
    """An adjective for a group of people: masculine, feminine, plurals and the dual; whether a form means people by itself."""
    return ((word + ending, ending in ("ين", "ون", "ا")) for ending in ("", "ة", "ين", "ون", "ا", "ات", "ان"))
