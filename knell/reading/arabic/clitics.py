"""What a word wears: "and", "so", "in", "to", "like" and the article before it, a pronoun after it."""

from functools import lru_cache

from knell.reading.languages.language import Stem

_PRONOUNS = ("هما", "هم", "هن", "ها", "ه")


@lru_cache(maxsize=32768)
def without_article(word: str) -> tuple[str, bool]:
    """A folded word without its article, and whether it had one."""
    if word.startswith("ال") and len(word) > 4:
        return word[2:], True
    return word, False


@lru_cache(maxsize=32768)
def stems_of(word: str) -> tuple[Stem, ...]:
    """The readings of a folded word, the one that takes off least first."""
    out: list[Stem] = []
    for conjunction in ("", word[:1]):
        if conjunction and (conjunction not in "وف" or len(word) < 3):
            continue
        rest = word[len(conjunction) :]
        stem, definite = without_article(rest)
        out.append(Stem(stem, conjunction, definite=definite))
        if rest.startswith("لل") and len(rest) > 4:
            out.append(Stem(rest[2:], conjunction, "ل", definite=True))
        elif rest[:1] in ("ب", "ل", "ك") and len(rest) > 3:
            stem, definite = without_article(rest[1:])
            out.append(Stem(stem, conjunction, rest[0], definite=definite))
    for reading in tuple(out):
        pronoun = next((p for p in _PRONOUNS if reading.stem.endswith(p) and len(reading.stem) - len(p) >= 3), "")
        if pronoun and not reading.definite and reading.stem[: -len(pronoun)].endswith("ت") and len(reading.stem) - len(pronoun) > 3:
            # Ta marbuta is written open before a pronoun: "her mother".
            out.append(reading._replace(stem=reading.stem[: -len(pronoun) - 1] + "ه", pronoun=pronoun))
        if pronoun and not reading.definite:
            out.append(reading._replace(stem=reading.stem[: -len(pronoun)], pronoun=pronoun))
    return tuple(out)
