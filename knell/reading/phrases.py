"""Fixed phrases looked up word by word at a place in a unit: the longest one that starts, or ends, there."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Phrases(Generic[Value]):
    """Phrases with a value each. A phrase is words in lower case with single spaces between; marks stand as words of their own."""

    def __init__(self, phrases: Mapping[str, Value]) -> None:
        """Sort the phrases by first and by last word, longest first. A look-up costs what the phrases sharing that word cost."""
        self._starting: dict[str, list[tuple[tuple[str, ...], Value]]] = {}
        self._ending: dict[str, list[tuple[tuple[str, ...], Value]]] = {}
        for phrase in sorted(phrases, key=lambda p: (-len(p.split()), p)):
            words = tuple(phrase.split())
            self._starting.setdefault(words[0], []).append((words, phrases[phrase]))
            self._ending.setdefault(words[-1], []).append((words, phrases[phrase]))

    @classmethod
    def of(cls, phrases: Iterable[str], value: Value) -> "Phrases[Value]":
        """Phrases that share one value."""
        return cls(dict.fromkeys(phrases, value))

    @property
    def first_words(self) -> frozenset[str]:
        """The words a phrase may start with."""
        return frozenset(self._starting)

    def at(self, words: Sequence[str], i: int) -> tuple[int, Value] | None:
        """The longest phrase that starts at ``i``: the index after it and its value."""
        if i >= len(words):
            return None
        for phrase, value in self._starting.get(words[i], ()):
            end = i + len(phrase)
            if end <= len(words) and all(words[i + k] == phrase[k] for k in range(1, len(phrase))):
                return end, value
        return None

    def before(self, words: Sequence[str], i: int, floor: int = 0) -> tuple[int, Value] | None:
        """The longest phrase that ends just before ``i`` and starts at ``floor`` or later: its start and its value."""
        if i <= floor:
            return None
        for phrase, value in self._ending.get(words[i - 1], ()):
            start = i - len(phrase)
            if start >= floor and all(words[start + k] == phrase[k] for k in range(len(phrase) - 1)):
                return start, value
        return None
