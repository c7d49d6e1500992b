"""What the form of a word alone tells: its likely class in a sentence, and how it is written.

Both are looked up for each word of each report, so each form is worked out once and kept, within bounds. What the neighbours of a
word decide is left open here and settled in ``word_classes``.
"""

from collections.abc import Collection, Mapping

from .tokens import LOWS

SHORT = frozenset({"'ve", "'re", "'ll", "'d", "'m"})
"""Auxiliaries written together with their subject: "they've"."""
_KEPT = 100_000
"""Forms that are kept. A text of nothing but new words must not fill the memory."""


class WordClasses(dict[str, str]):
    """Words as they are written to their class (the letters of ``word_classes``), by the lists of closed classes and of verbs.

    Small letters leave it open: t "that"; v a verb with a capital; c another word with a capital; b one that ends as adverbs do.
    """

    def __init__(self, words: Mapping[str, Collection[str]], verbs: Collection[str]) -> None:
        """``words``: the closed classes by name; ``verbs``: the forms that are verbs before anything else."""
        super().__init__()
        closed = (
            ("D", "determiners"),
            ("R", "prepositions"),
            ("K", "conjunctions"),
            ("A", "auxiliaries"),
            ("P", "pronouns"),
            ("B", "adverbs"),
        )
        self._closed = tuple((code, words[name]) for code, name in closed)
        self._verbs = verbs

    def __missing__(self, word: str) -> str:
        if len(self) >= _KEPT:
            self.clear()
        low = LOWS[word]
        code = self[word] = (
            "S"
            if low == "'s"
            else "A"
            if low in SHORT
            else "X"
            if not word[0].isalnum()
            else "t"
            if low == "that"
            else self.of_word(low, word[0].isupper())
        )
        return code

    def of_word(self, low: str, capital: bool) -> str:
        """The class of a word in lower case; ``capital``: it is written with one."""
        for code, words in self._closed:
            if low in words:
                return code
        if low in self._verbs:
            return "v" if capital else "V"
        if low.endswith("ly") and len(low) > 4:
            return "b" if capital else "B"
        return "c" if capital else "W"


class _Capitals(dict[str, str]):
    """Words to how they use capitals, one letter each.

    U all of it, of more than four letters; u the same, shorter; X and x so too, but the first letter has no case; C the first letter;
    l and L no first capital, short and long; - no word.
    """

    def __missing__(self, word: str) -> str:
        if len(self) >= _KEPT:
            self.clear()
        first, whole, short = word[0].isupper(), word.isupper(), len(word) <= 4
        if not word[0].isalpha():
            code = "-"
        elif whole:
            code = ("u" if short else "U") if first else ("x" if short else "X")
        elif first:
            code = "C"
        else:
            code = "l" if short else "L"
        self[word] = code
        return code


CAPITALS = _Capitals()
"""How each word uses capitals (``_Capitals``)."""
