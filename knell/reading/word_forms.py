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
    """Words as they are written to two letters: their class, by the lists of closed classes and of verbs, and how they use capitals.

    The classes are the letters of ``word_classes``; ``capitals_of`` tells those of capitals. Both are one look-up, because there is one
    for each word of each report. A small letter leaves the class open: t "that"; v a verb with a capital; c another word with a
    capital; b one that ends as adverbs do.
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
        both = self[word] = self._of_form(low, word) + capitals_of(word)
        return both

    def _of_form(self, low: str, word: str) -> str:
        if low == "'s":
            return "S"
        if low in SHORT:
            return "A"
        if not word[0].isalnum():
            return "X"
        return "t" if low == "that" else self.of_word(low, word[0].isupper())

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


def capitals_of(word: str) -> str:
    """How a word uses capitals, as a letter.

    U all of it, of more than four letters; u the same, shorter; X and x so too, but the first letter has no case; C the first letter;
    l and L no first capital, short and long; - no word.
    """
    first, short = word[0].isupper(), len(word) <= 4
    if not word[0].isalpha():
        return "-"
    if word.isupper():
        return ("u" if short else "U") if first else ("x" if short else "X")
    if first:
        return "C"
    return "l" if short else "L"
