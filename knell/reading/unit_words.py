"""The words of a unit and what was found in them, each thing by the tokens it touches."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from .lexicon import Hit, Lexicon
from .pieces import PlaceMention, Quantity, TimeMention, Unit
from .tokens import Token

QUOTES = frozenset({'"', "«", "»", "``", "''", "“", "”"})
"""Quotation marks, as tokens have them in lower case."""


class Around(dict[int, str]):
    """What stands at each token of a unit, and one value for all places outside it. Asked far more often than it is built."""

    def __init__(self, inside: Iterable[tuple[int, str]], outside: str) -> None:
        super().__init__(inside)
        self._outside = outside

    def __missing__(self, i: int) -> str:
        return self._outside


class UnitWords:
    """A unit's tokens, and the words of the lexicon, numbers, times and places in it. Built once, then only read."""

    def __init__(
        self,
        text: str,
        unit: Unit,
        lexicon: Lexicon,
        hits: Sequence[Hit],
        quantities: Sequence[Quantity],
        times: Sequence[TimeMention],
        places: Sequence[PlaceMention],
    ) -> None:
        self.text, self.unit, self.lexicon = text, unit, lexicon
        self.tokens: tuple[Token, ...] = unit.tokens
        self.forms = [t.text for t in self.tokens]
        """The tokens as they are written."""
        self.lows = unit.lows
        self.starts = [t.start for t in self.tokens]
        self.low: Callable[[int], str] = Around(enumerate(self.lows), "").__getitem__
        """Token ``i`` in lower case, or "" outside the unit."""
        self.hits = hits
        self._roles: dict[str, list[Hit]] = {}
        for hit in hits:
            self._roles.setdefault(hit.entry.role, []).append(hit)
        self.quantities = [(self.token_range(q.start, q.end), q) for q in quantities]
        self.times = [(self.token_range(t.start, t.end), t) for t in times]
        self.places = [(self.token_range(p.start, p.end), p) for p in places]
        letters = "".join(map(lexicon.classes.__getitem__, self.forms))
        self.open_classes = letters[::2]
        """The class of each token as its form alone tells it (``word_forms``)."""
        self.caps = _is_uninformative(letters[1::2])
        """Whether capitals say nothing here."""
        self._prepare()

    def _prepare(self) -> None:
        """What is known of the words once they are laid out; each class after this one adds its own."""

    def token_range(self, start: int, end: int) -> tuple[int, int]:
        """The tokens [first, last) that a stretch of characters touches."""
        return max(0, bisect_right(self.starts, start) - 1), bisect_left(self.starts, end)

    def of_role(self, role: str) -> Sequence[Hit]:
        """The phrases of the lexicon in the unit that have a role, in the order of ``hits``."""
        return self._roles.get(role, ())

    @cached_property
    def folded(self) -> str:
        """The unit's text without regard to capitals, to see at once that a word is not in it."""
        return self.text[self.unit.start : self.unit.end].casefold()

    def after_number(self, i: int) -> bool:
        """Whether a number of people ends right before token ``i``."""
        return any(b == i for (_, b), q in self.quantities if q.of == "people")


def _is_uninformative(forms: str) -> bool:
    """Whether capitals say nothing here: a line all in capitals, or a headline with a capital on each word (``capitals_of`` each)."""
    words = len(forms) - forms.count("-")
    long, short = forms.count("U") + forms.count("X"), forms.count("u") + forms.count("x")
    if words < 3:
        return 0 < words == long
    if long + short >= 0.7 * words:
        return True
    if words < 5 or "L" in forms or "X" in forms:
        return False
    capital = forms.count("C") + forms.count("U") + forms.count("u")
    return capital >= 0.8 * words
