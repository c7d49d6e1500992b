"""The Arabic lexicon, compiled from ``knell/terms/ar``: from a word's stem to what it may be. Built once, when first needed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from knell.reading.tokens import Token
from knell.terms.load import load_terms

from .clitics import Stem, stems_of, without_article
from .normalise import fold


class Entry(NamedTuple):
    """What a phrase may be. ``number``: "s" one, "d" two, "p" several; ``form``: "verb" or "noun" of an event or cue."""

    role: str
    base: str
    form: str = ""
    type: str | None = None
    subtype: str | None = None
    harm: str | None = None
    frame: str | None = None
    stance: str | None = None
    basis: str | None = None
    kind: str | None = None
    name: str | None = None
    number: str = ""
    flags: frozenset[str] = frozenset()


class Hit(NamedTuple):
    """A phrase found in a unit: tokens [first, last), what it is, and what its first word wears."""

    first: int
    last: int
    entry: Entry
    stem: Stem


class Lexicon:
    """The words of Arabic. Read-only once built."""

    def __init__(self) -> None:
        self._table: dict[str, list[tuple[tuple[str, ...], Entry]]] = defaultdict(list)
        self._seen: set[tuple[tuple[str, ...], str, str, str | None]] = set()
        events, cues, actors = (load_terms("ar", n) for n in ("events", "cues", "actors"))
        self._add_words(events["words"])
        self._add_cues(cues)
        self._add_events(events)
        self._add_actors(actors)
        self._add_people(load_terms("ar", "people"))
        self._add_groups(load_terms("ar", "groups"))
        self._add_things(load_terms("ar", "things"))
        for phrases in self._table.values():
            phrases.sort(key=lambda x: -len(x[0]))
        self.strikers = {fold(k): (v[0], v[1]) for k, v in events["strikers"].items()}

    # -- finding -----------------------------------------------------------------------------------------------------

    def knows(self, word: str) -> bool:
        """Whether a folded word, with or without what it wears, begins a phrase."""
        return any(s.stem in self._table for s in stems_of(word))

    def scan(self, tokens: Sequence[Token]) -> list[Hit]:
        """Every phrase of the lexicon, longest first at each word; a word may have several roles."""
        keys = [without_article(t.low)[0] for t in tokens]
        out: list[Hit] = []
        for at, token in enumerate(tokens):
            out += self._at(tokens, keys, at, token)
        return out

    def _at(self, tokens: Sequence[Token], keys: Sequence[str], at: int, token: Token) -> Iterator[Hit]:
        for stem in stems_of(token.low):
            phrases = self._table.get(stem.stem)
            if not phrases:
                continue
            roles: dict[str, int] = {}
            for words, entry in phrases:
                n = len(words)
                if roles.get(entry.role, n) == n and (n == 1 or tuple(keys[at + 1 : at + n]) == words[1:]):
                    roles[entry.role] = n
                    yield Hit(at, at + n, entry, stem)
            if roles:
                return

    # -- building ----------------------------------------------------------------------------------------------------

    def _add(self, phrase: str, entry: Entry) -> None:
        words = tuple(without_article(fold(w))[0] for w in phrase.split())
        key = (words, entry.role, entry.form, entry.harm)
        if words and key not in self._seen:
            self._seen.add(key)
            self._table[words[0]].append((words, entry))

    def _add_words(self, words: Mapping[str, Iterable[str]]) -> None:
        for role, phrases in words.items():
            for phrase in phrases:
                self._add(phrase, Entry(role, phrase))

    def _add_verb(self, row: Mapping[str, Any], entry: Entry) -> None:
        for base in row["words"]:
            forms = [*verb_forms(base), *row.get("present", ()), *row.get("forms", ())]
            for form in forms:
                number = "p" if form.endswith("وا") else ""
                for then in row.get("then", ("",)):
                    self._add(f"{form} {then}".strip(), entry._replace(base=base, form="verb", number=number))

    def _add_events(self, terms: Mapping[str, Any]) -> None:
        for row in terms["verb"]:
            self._add_verb(row, Entry("event", "", type=row["type"], harm=row["harm"], frame=row["frame"]))
        for row in terms["noun"]:
            for word in row["words"]:
                self._add(word, Entry("event", word, "noun", row["type"], None, row["harm"], row["frame"]))
        for row in terms["tally"]:
            for line in row["rows"]:
                for word, number in noun_forms(line):
                    self._add(word, Entry("tally", line[0], "noun", row["type"], None, row["harm"], "tally", number=number))
        for row in terms["toll"]:
            for word in row["words"]:
                self._add(word, Entry("event", word, "noun", row["type"], None, row["harm"], "toll"))
        for row in terms["occasion"]:
            for word in row["words"]:
                self._add(word, Entry("occasion", word, "noun", row["type"], row.get("subtype"), frame="occasion"))

    def _add_cues(self, terms: Mapping[str, Any]) -> None:
        for row in terms["verb"]:
            flags = frozenset({"warns"} if row.get("warns") else ())
            self._add_verb(row, Entry("cue", "", stance=row["stance"], basis=row.get("basis"), flags=flags))
        for role in ("prepositional", "relay", "adverb"):
            for row in terms[role]:
                for word in row["words"]:
                    self._add(word.removesuffix(" ل"), Entry(role, word, stance=row["stance"]))
        self._add_words(terms["words"])

    def _add_actors(self, terms: Mapping[str, Any]) -> None:
        for kind, words in terms["nouns"].items():
            for word in words:
                self._add(word, Entry("party", word, kind=kind))
        for kind, names in terms["names"].items():
            for name, forms in names.items():
                for form in forms:
                    self._add(form, Entry("party", form, form="name", kind=kind, name=name))

    def _add_people(self, terms: Mapping[str, Any]) -> None:
        for flag, section in terms.items():
            if flag in ("after", "members"):
                for word in section["words"]:
                    self._add(word, Entry("members" if flag == "members" else "neutral", word))
                continue
            flags = frozenset({"child_female": ("child", "female")}.get(flag, (flag,)))
            for line in section.get("rows", ()):
                for word, number in noun_forms(line):
                    self._add(word, Entry("person", line[0], "noun", number=number, flags=flags))
            for word in section.get("words", ()):
                self._add(word, Entry("person", word, "noun", number="p", flags=flags))

    def _add_groups(self, terms: Mapping[str, Any]) -> None:
        for name, words in terms["adjectives"].items():
            for word in words:
                for form in (word, word + "ة", word + "ين", word + "ون", word + "ا", word + "ات", word + "ان"):
                    self._add(form, Entry("group", word, name=name))
        for name, words in terms["words"].items():
            for word in words:
                self._add(word, Entry("group", word, name=name))

    def _add_things(self, terms: Mapping[str, Any]) -> None:
        for role, section in (("instrument", terms["instruments"]), ("target", terms["targets"])):
            for kind, words in section.items():
                for word in words:
                    self._add(word, Entry(role, word, kind=kind))


def verb_forms(base: str) -> Iterator[str]:
    """The third persons of a verb by rule: past and present, with the ending of a weak verb dropped where it drops.

    A verb with a preposition ("تحقق من") inflects in its first word.
    """
    word, _, rest = fold(base).partition(" ")
    stem = word[:-1] if word.endswith(("ي", "ا")) and len(word) > 3 else word
    forms = [word, word + "ت", stem + "ت", stem + "وا", word + "ا"]
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
    stem = fold(one)
    if " " in stem:
        return
    if one.endswith(("ة", "اة")):
        stem = stem[:-1]
        yield stem + "ات", "p"
        yield stem + "تان", "d"
        yield stem + "تين", "d"
        return
    if not many:
        yield stem + "ين", "p"
        yield stem + "ون", "p"
        yield stem + "ات", "p"
        yield stem + "و", "p"
    else:
        yield stem + "ين", "d"
    yield stem + "ان", "d"


@cache
def arabic_lexicon() -> Lexicon:
    """The lexicon, built once a process."""
    return Lexicon()
