"""A unit prepared for reading: its tokens with their classes, its noun phrases, numbers, times and places."""

from .national_arms import with_national_arms
from .noun_phrases import find_phrases
from .phrase_joins import join_phrases
from .pieces import Phrase, Quantity
from .unit_words import QUOTES
from .word_classes import ClassedWords

__all__ = ["QUOTES", "Phrase", "Sentence"]


class Sentence(ClassedWords):
    """A unit with everything the grammar asks of it. Built once, then only read."""

    def _prepare(self) -> None:
        super()._prepare()
        self.quoted = b""
        """A byte a token, set where it stands in quotation marks; empty where nothing does."""
        self.bare = self._bare_numbers()
        self.phrases = join_phrases(self, with_national_arms(self, find_phrases(self)))
        self.phrase_at = {p.first: p for p in self.phrases}
        self.phrase_to = {p.last: p for p in self.phrases}

    def _bare_numbers(self) -> list[tuple[tuple[int, int], Quantity]]:
        """Numbers that name nothing counted ("658 in Latakia, 384 in Tartus"): of people only where a tally goes on."""
        out = []
        for (a, b), quantity in self.quantities:
            if (
                quantity.of == "other"
                and quantity.rule == "other"
                and quantity.kind != "vague"
                and (self.cls(b) in "RLXKP" or self.low(b) in ("elsewhere", "others"))
            ):
                out.append(((a, b), quantity._replace(of="people", rule="bare-list")))
        return out
