"""The noun phrase a number counts, told without part-of-speech tags: from the number on until a word of a closed class or a mark,
the last known noun that agrees in number is the head; where none is known, the last word is, judged by its ending.
"""

from collections.abc import Sequence

from .count_terms import Noun, NumberTerms
from .pieces import Unit
from .plain import Plain

_LONGEST = 8
_QUOTES = frozenset("\"'“”«»")


class Scan:
    """A unit being read for numbers: its tokens, their lower-case words, and what has been found so far."""

    def __init__(self, unit: Unit, words: Sequence[str], terms: NumberTerms) -> None:
        """Prepare a unit; ``words``: those of its tokens, in lower case."""
        self.unit, self.terms = unit, terms
        self.tokens = unit.tokens
        self.words = words
        self.floor = 0
        self._mixed: bool | None = None
        self._cased: bool | None = None

    def word(self, i: int) -> str:
        """The word at ``i``, or "" outside the unit."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def capital(self, i: int) -> bool:
        """Whether token ``i`` starts with a capital."""
        return 0 <= i < len(self.tokens) and self.tokens[i].text[0].isupper()

    @property
    def mixed(self) -> bool:
        """Whether capitals mean something here: the unit has words of its own that start small. Looks at its first words only."""
        if self._mixed is None:
            self._mixed = any(len(t.text) > 3 and t.text[0].islower() for t in self.tokens[:60])
        return self._mixed

    @property
    def cased(self) -> bool:
        """Whether the unit has capitals at all, so that a small "may" is no month."""
        if self._cased is None:
            self._cased = any(t.text[0].isupper() for t in self.tokens[:60])
        return self._cased

    def closes(self, i: int) -> bool:
        """Whether a word of a closed class, or a verb that follows a number of people, stands there; "US" is no "us"."""
        if self.words[i] not in self.terms.closed:
            return False
        text = self.tokens[i].text
        return not (text.isupper() and len(text) > 1 and self.mixed)

    def joined(self, i: int) -> bool:
        """Whether nothing stands between tokens ``i`` and ``i + 1``."""
        return 0 <= i < len(self.tokens) - 1 and self.tokens[i].end == self.tokens[i + 1].start


class NounPhrase(Plain, frozen=True, order=True, gc=False):
    """Tokens ``start``..``end`` (exclusive) of what a number counts. ``kind`` as in ``Noun``, or "unknown"; ``last`` ends the walk.

    ``guessed``: the head is in no list, its ending told.
    """

    start: int
    end: int
    kind: str
    singular: bool
    last: int
    guessed: bool = False


def noun_phrase(scan: Scan, i: int, *, single: bool, article: bool = False) -> NounPhrase | None:
    """The noun phrase that starts at token ``i``, right after a number or an article; ``None`` where no noun follows.

    ``single``: the number is one, so a singular head agrees. ``article``: numbers may stand inside ("a 12-year-old boy").
    """
    start = _past_partitive(scan, i)
    if start is None:
        return None
    if scan.word(start) in scan.terms.people_pronouns and start > i:
        harmed = scan.word(start + 1) in scan.terms.harmed
        if scan.word(start) in scan.terms.the and not harmed:
            return None
        end = start + 2 if harmed else start + 1
        return NounPhrase(start, end, "people", False, end)
    partitive = start > i and any(word in scan.terms.partitive_of for word in scan.words[i:start])
    return _walk(scan, start, single=single and not partitive, article=article)


def _past_partitive(scan: Scan, i: int) -> int | None:
    """Past "of", "of the", "more", "other" to where the noun phrase starts."""
    terms, j = scan.terms, i
    while scan.word(j) in terms.more and scan.word(j + 1) not in terms.closed and scan.word(j + 1)[:1].isalnum():
        j += 1
    if scan.word(j) in terms.partitive_out and scan.word(j + 1) in terms.partitive_of:
        j += 1
    if scan.word(j) in terms.partitive_of:
        j += 1
        while scan.word(j) in terms.partitive_skipped and (scan.word(j + 1)[:1].isalnum() or scan.word(j + 1) in _QUOTES) and j < i + 6:
            if scan.word(j) in terms.people_pronouns and (scan.word(j + 1) in terms.closed or scan.word(j + 1) in terms.harmed):
                break
            j += 1
        if scan.word(j)[:1].isdecimal() or scan.word(j) in terms.numbers:
            j += 1
    while scan.word(j) in _QUOTES and scan.word(j) and j < i + 6:
        j += 1
    return j if j < len(scan.words) else None


class _Walk:
    """What the walk over a noun phrase has met."""

    def __init__(self) -> None:
        self.head = -1
        self.noun: Noun | None = None
        self.provisional = -1
        self.unknown = -1


def _walk(scan: Scan, start: int, *, single: bool, article: bool) -> NounPhrase | None:
    terms, words = scan.terms, scan.words
    met = _Walk()
    j = start
    while j < len(words) and j < start + _LONGEST:
        word = words[j]
        if not word[0].isalnum():
            if word in terms.possessives and j > start:
                met = _Walk()
            elif word == "(" and scan.word(j + 2) == ")" and scan.word(j + 3)[:1].isalpha():
                j += 2  # "two Bru (Reang) militants"
            elif not (article and word == "-"):
                break
            j += 1
            continue
        if scan.closes(j):
            break
        if (word[0].isdecimal() or word in terms.numbers) and not article:
            aged = _past_age(scan, j)
            if aged is None:
                break
            if words[aged - 1].endswith("s"):
                return NounPhrase(start, aged, "people", False, aged)  # "two 16-year-olds"
            j = aged
            continue
        noun = terms.nouns.get(word) if not (article and words[j - 1] == "-") else None
        if noun is not None and noun.kind != "money":
            if not _meet_noun(met, noun, j, scan, single=single):
                break
        elif word in terms.harmed or word in terms.participles or word in terms.says:
            if met.head >= 0 or met.unknown >= 0 or (j > start and met.provisional >= 0):
                break
            if not _harmed_is_adjective(scan, j):
                break
        elif met.head >= 0:
            break
        else:
            met.unknown = j
        j += 1
    return _closed_phrase(scan, met, start, j)


def _past_age(scan: Scan, j: int) -> int | None:
    """Past an age that describes those counted: the "16-year-old" of "two 16-year-old boys"."""
    end = j + 1
    if scan.word(end) == "-":
        end += 1
    if scan.word(end) in scan.terms.age_compounds:
        return end + 1
    after = scan.terms.age_after.at(scan.words, end)
    return after[0] if after is not None and scan.word(after[0] - 1).startswith("old") else None


def _meet_noun(met: _Walk, noun: Noun, j: int, scan: Scan, *, single: bool) -> bool:
    """Note a known noun; false where the phrase ended before it.

    A noun that agrees in number is the head. Another may take over right after it: one for people, or any where the first is a
    word that often stands before another noun ("police vehicles").
    """
    terms, word = scan.terms, scan.words[j]
    if met.head >= 0:
        takes_over = noun.kind in ("people", "harm") or scan.words[met.head] in terms.modifiers
        if j != met.head + 1 or not takes_over or not (noun.singular if single else noun.plural):
            return False
    agrees = (noun.singular if single else noun.plural) and word not in terms.collectives
    if agrees or (single and noun.plural):
        met.head, met.noun = j, noun
    else:
        met.provisional = j
    return True


def _harmed_is_adjective(scan: Scan, j: int) -> bool:
    """Whether "wounded" in "12 wounded soldiers" describes the noun: a known noun follows soon and no word of saying after it."""
    terms = scan.terms
    for k in range(j + 1, min(j + 5, len(scan.words))):
        word = scan.words[k]
        if not word[0].isalnum() or word in terms.closed or word[0].isdecimal():
            return False
        noun = terms.nouns.get(word)
        if noun is not None and noun.kind in ("people", "harm") and word not in terms.collectives:
            return scan.word(k + 1) not in terms.says
    return False


def _closed_phrase(scan: Scan, met: _Walk, start: int, end: int) -> NounPhrase | None:
    terms, words = scan.terms, scan.words
    if met.head >= 0 and met.noun is not None:
        kind = met.noun.kind
        return NounPhrase(start, met.head + 1, kind, met.noun.singular, end)
    if met.provisional >= 0 and met.provisional > met.unknown:
        noun = terms.nouns[words[met.provisional]]
        return NounPhrase(start, met.provisional + 1, noun.kind, noun.singular, end)
    if met.unknown < 0:
        return None
    kind = "people" if _names_people(scan, met.unknown) else "unknown"
    return NounPhrase(start, met.unknown + 1, kind, False, end, guessed=True)


def _names_people(scan: Scan, i: int) -> bool:
    """Whether an unknown plural looks like people: an agent noun by its ending, or a capitalised plural that names a people."""
    word, terms = scan.words[i], scan.terms
    if word in terms.harming:
        return False
    if len(word) < terms.guesses_shortest - 1:
        return scan.capital(i) and scan.mixed and not scan.tokens[i].text.isupper() and word.endswith(terms.peoples) and len(word) > 3
    if len(word) >= terms.guesses_shortest and word.endswith(terms.guesses):
        return True
    text = scan.tokens[i].text
    return scan.mixed and text[0].isupper() and not text.isupper() and "-" not in text and word.endswith(terms.peoples)


def harm_follows(scan: Scan, i: int) -> bool:
    """Whether a word for being harmed follows ``i``, past auxiliaries: "were reportedly killed", "dead", "are feared dead"."""
    terms = scan.terms
    for j in range(i, min(i + 7, len(scan.words))):
        word = scan.words[j]
        if word in terms.harmed:
            return True
        if word not in terms.auxiliaries and not (word.endswith(terms.adverb_endings) and len(word) > 4):
            return False
    return False


def harm_precedes(scan: Scan, i: int, *, strongly: bool = False) -> bool:
    """Whether a word of harming stands right before ``i``: "killing 12". ``strongly``: one that takes people only."""
    word = scan.word(i - 1)
    return word in scan.terms.harming and not (strongly and word in scan.terms.weakly_harming)
