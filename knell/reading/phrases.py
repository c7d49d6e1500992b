"""Fixed phrases looked up word by word at a place in a unit: the longest one that starts, or ends, there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from .tokens import tokenize

FIGURES = frozenset(filter(str.isdecimal, map(chr, range(0x10000))))
"""The decimal figures of every script that has a block of them."""

Value = TypeVar("Value")
_KEPT = 100_000
"""Words that are kept. A text of nothing but new words must not fill the memory."""


class Starts(dict[str, int]):
    """Words to what may start with them: 0 nothing, else as the judge has it. Each word is judged once and kept, within bounds."""

    def __init__(self, judge: Callable[[str], int]) -> None:
        super().__init__()
        self._judge = judge

    def __missing__(self, word: str) -> int:
        if len(self) >= _KEPT:
            self.clear()
        found = self[word] = self._judge(word)
        return found


_Branch = dict[str, list[tuple[tuple[str, ...], Value]]]


class Phrases(Generic[Value]):
    """Phrases with a value each. They are cut into words as texts are, so that what a list spells is what a text spells.

    Indexed by their first two and their last two words, so that a look-up in running text mostly ends at the first or second.
    """

    def __init__(self, phrases: Mapping[str, Value]) -> None:
        """Index the phrases, the longest first among those that share two words."""
        self._starting: dict[str, _Branch[Value]] = {}
        self._ending: dict[str, _Branch[Value]] = {}
        cut = {phrase: tuple(token.low for token in tokenize(phrase)) for phrase in phrases}
        for phrase, words in sorted(cut.items(), key=lambda item: (-len(item[1]), item[0])):
            second, last_but_one = (words[1], words[-2]) if len(words) > 1 else ("", "")
            self._starting.setdefault(words[0], {}).setdefault(second, []).append((words, phrases[phrase]))
            self._ending.setdefault(words[-1], {}).setdefault(last_but_one, []).append((words, phrases[phrase]))

    @classmethod
    def of(cls, phrases: Iterable[str], value: Value) -> "Phrases[Value]":
        """Phrases that share one value."""
        return cls(dict.fromkeys(phrases, value))

    @property
    def first_words(self) -> frozenset[str]:
        """The words a phrase may start with."""
        return frozenset(self._starting)

    def second_words(self, first: str) -> frozenset[str]:
        """The words that follow ``first`` in the phrases it starts; "" among them where it is a phrase alone."""
        return frozenset(self._starting.get(first, {}))

    def at(self, words: Sequence[str], i: int) -> tuple[int, Value] | None:
        """The longest phrase that starts at ``i``: the index after it and its value."""
        size = len(words)
        branch = self._starting.get(words[i]) if i < size else None
        if branch is None:
            return None
        if i + 1 < size and words[i + 1] in branch:
            for phrase, value in branch[words[i + 1]]:
                end = i + len(phrase)
                if end <= size and (len(phrase) == 2 or tuple(words[i:end]) == phrase):
                    return end, value
        alone = branch.get("")
        return None if alone is None else (i + 1, alone[0][1])

    def before(self, words: Sequence[str], i: int, floor: int = 0) -> tuple[int, Value] | None:
        """The longest phrase that ends just before ``i`` and starts at ``floor`` or later: its start and its value."""
        branch = self._ending.get(words[i - 1]) if i > floor else None
        if branch is None:
            return None
        if i - 2 >= floor and words[i - 2] in branch:
            for phrase, value in branch[words[i - 2]]:
                start = i - len(phrase)
                if start >= floor and (len(phrase) == 2 or tuple(words[start:i]) == phrase):
                    return start, value
        alone = branch.get("")
        return None if alone is None else (i - 1, alone[0][1])
