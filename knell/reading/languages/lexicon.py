"""A language's lexicon, compiled from its folder of terms: from a word's stem to what it may be. Built once, when first needed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from knell.reading.tokens import Token
from knell.terms.corrections import Corrections, fits_script
from knell.terms.load import load_terms

from .language import Form, Language, Stem

_BOTH = {
    "kin_male": ("kin", "male"),
    "kin_female": ("kin", "female"),
    "child_female": ("child", "female"),
    "child_male": ("child", "male"),
    "civilian_female": ("civilian", "female"),
}
_NOUN_PREPOSITIONS = frozenset({"ب", "ك"})
_PLAIN_ROLES = frozenset({"person", "party", "cue", "event", "tally", "occasion", "instrument", "members"})
_MOST_KNOWN = 60_000
"""Words whose readings are kept: more than a casebook's vocabulary, less than a flood of random ones."""


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
    voice: str = ""
    flags: frozenset[str] = frozenset()


class Hit(NamedTuple):
    """A phrase found in a unit: tokens [first, last), what it is, and what its first word wears."""

    first: int
    last: int
    entry: Entry
    stem: Stem


class Phrases(NamedTuple):
    """What a word begins: what it is by itself, and its phrases of several words by their second word, the longest first."""

    alone: tuple[Entry, ...]
    longer: Mapping[str, Sequence[tuple[tuple[str, ...], Entry]]]


Reading = tuple[Stem, tuple[Entry, ...], Phrases | None]
"""A stem, and what it is by itself; or, where it may begin phrases of several words, all its phrases."""


class Lexicon:
    """The words of a language. Read-only once built. ``taught``: a casebook's own corrections; their words go before all others."""

    def __init__(self, language: Language, taught: Corrections | None = None) -> None:
        self.language = language
        self._table: dict[str, list[tuple[tuple[str, ...], Entry]]] = defaultdict(list)
        self._known: dict[str, tuple[Reading, ...]] = {}
        self._seen: set[tuple[tuple[str, ...], str, str, str | None]] = set()
        events, cues, actors = (load_terms(language.code, n) for n in ("events", "cues", "actors"))
        self._add_words(events["words"])
        self._add_cues(cues)
        self._add_events(events)
        self._add_actors(actors)
        self._add_people(load_terms(language.code, "people"))
        self._add_groups(load_terms(language.code, "groups"))
        self._add_things(load_terms(language.code, "things"))
        if taught:
            self._teach(taught)
        for phrases in self._table.values():
            phrases.sort(key=lambda x: -len(x[0]))
        self._table = dict(self._table)
        self.strikers = {language.fold(k): (v[0], v[1]) for k, v in events.get("strikers", {}).items()}

    # -- finding -----------------------------------------------------------------------------------------------------

    def knows(self, word: str) -> bool:
        """Whether a folded word, with or without what it wears, begins a phrase."""
        return bool(self._readings(word))

    def is_plain(self, word: str) -> bool:
        """Whether a folded word is one of the lexicon's plain words (and no name), wearing nothing but an article."""
        for stem, entries, phrases in self._readings(word):
            if stem.conjunction or stem.preposition or stem.pronoun:
                return False
            return any(e.role in _PLAIN_ROLES and e.form != "name" for e in (entries if phrases is None else phrases.alone))
        return False

    def scan(self, tokens: Sequence[Token]) -> list[Hit]:
        """Every phrase of the lexicon, longest first at each word; a word may have several roles."""
        keys: list[str] = []
        out: list[Hit] = []
        readings = self._readings
        for at, token in enumerate(tokens):
            for stem, entries, phrases in readings(token.low):
                if phrases is None:
                    out += [Hit(at, at + 1, entry, stem) for entry in entries]
                    break
                if not keys:
                    keys = self.language.bares(tokens)
                if self._add_longest(out, keys, at, stem, phrases):
                    break
        return out

    def _add_longest(self, out: list[Hit], keys: Sequence[str], at: int, stem: Stem, phrases: Phrases) -> bool:
        """Adds the longest phrase of each role that stands at a word; whether there is one."""
        roles: dict[str, int] = {}
        for words, entry in phrases.longer.get(keys[at + 1], ()) if at + 1 < len(keys) else ():
            n = len(words)
            if roles.get(entry.role, n) == n and (n == 2 or tuple(keys[at + 1 : at + n]) == words[1:]):
                roles[entry.role] = n
                out.append(Hit(at, at + n, entry, stem))
        for entry in phrases.alone:
            if roles.get(entry.role, 1) == 1:
                roles[entry.role] = 1
                out.append(Hit(at, at + 1, entry, stem))
        return bool(roles)

    def _readings(self, word: str) -> tuple[Reading, ...]:
        """What a word may begin, by each stem it may be read as; kept, because texts repeat their words."""
        found = self._known.get(word)
        if found is None:
            found = tuple(self._read(word))
            if len(self._known) < _MOST_KNOWN:
                self._known[word] = found
        return found

    def _read(self, word: str) -> Iterator[Reading]:
        for stem in self.language.stems(word):
            phrases = self._table.get(stem.stem, ())
            if stem.definite or stem.preposition in _NOUN_PREPOSITIONS:
                # Nothing but a noun wears an article, "in" or "like".
                phrases = [p for p in phrases if p[1].form != "verb"]
            if not phrases:
                continue
            if all(len(words) == 1 for words, _ in phrases):
                yield stem, tuple(entry for _, entry in phrases), None
                return
            longer: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
            for words, entry in phrases:
                if len(words) > 1:
                    longer.setdefault(words[1], []).append((words, entry))
            yield stem, (), Phrases(tuple(entry for words, entry in phrases if len(words) == 1), longer)

    # -- building ----------------------------------------------------------------------------------------------------

    def _add(self, phrase: str, entry: Entry) -> None:
        words = self.language.key(phrase)
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
            made = () if row.get("as_written") else self.language.verb_forms(base)
            listed = [Form(form, voice) for voice in ("", "active", "participle") for form in row.get(voice or "forms", ())]
            for form in (*made, *listed):
                for then in row.get("then", ("",)):
                    known = entry._replace(base=base, form="verb", voice=form.voice, number=form.number)
                    self._add(f"{form.words} {then}".strip(), known)

    def _add_events(self, terms: Mapping[str, Any]) -> None:
        for row in terms["verb"]:
            self._add_verb(row, Entry("event", "", type=row["type"], harm=row["harm"], frame=row["frame"]))
        for row in terms["noun"]:
            for word in row["words"]:
                self._add(word, Entry("event", word, "noun", row["type"], None, row["harm"], row["frame"]))
        for row in terms["tally"]:
            for line in row["rows"]:
                for word, number in self.language.noun_forms(line):
                    self._add(word, Entry("tally", line[0], "noun", row["type"], None, row["harm"], "tally", number=number))
        for row in terms["toll"]:
            for word in row["words"]:
                self._add(word, Entry("event", word, "noun", row["type"], None, row["harm"], "toll"))
        for row in terms["occasion"]:
            for word in row["words"]:
                self._add(word, Entry("occasion", word, "noun", row["type"], row.get("subtype"), frame="occasion"))
        for row in terms.get("measure", ()):
            for word in row["words"]:
                self._add(word, Entry("measure_taken", word, type=row["type"]))
        for row in terms.get("strike", ()):
            self._add_verb(row, Entry("occasion", "", type=row["type"], subtype=row.get("subtype"), frame="strike"))

    def _add_cues(self, terms: Mapping[str, Any]) -> None:
        for row in terms["verb"]:
            flags = frozenset(flag for flag in ("warns", "accuses", "appeals", "relays") if row.get(flag))
            self._add_verb(row, Entry("cue", "", stance=row["stance"], basis=row.get("basis"), flags=flags))
        for role in ("prepositional", "relay", "adverb"):
            for row in terms[role]:
                for word in row["words"]:
                    self._add(word, Entry(role, word, stance=row["stance"]))
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
            flags = frozenset(_BOTH.get(flag, (flag,)))
            for line in section.get("rows", ()):
                for word, number in self.language.noun_forms(line):
                    self._add(word, Entry("person", line[0], "noun", number=number, flags=flags))
            for word in section.get("words", ()):
                self._add(word, Entry("person", word, "noun", number="p", flags=flags))

    def _add_groups(self, terms: Mapping[str, Any]) -> None:
        for name, words in terms["adjectives"].items():
            for word in words:
                for form, several in self.language.adjective_forms(word):
                    self._add(form, Entry("group", word, "people" if several else "", name=name))
        for name, words in terms["words"].items():
            for word in words:
                self._add(word, Entry("group", word, name=name))

    def _add_things(self, terms: Mapping[str, Any]) -> None:
        for role, section in (("instrument", terms["instruments"]), ("target", terms["targets"])):
            for kind, words in section.items():
                for word in words:
                    self._add(word, Entry(role, word, kind=kind))

    def _teach(self, taught: Corrections) -> None:
        for name, kind, words in taught.parties():
            for word in words:
                self._put(word, Entry("party", word, form="name", kind=kind, name=name))
        for group in taught.groups:
            for word in group.words:
                self._put(word, Entry("group", word, name=group.name))
        for cue in taught.cues:
            for word in cue.words:
                if cue.form == "preposition":
                    self._put(word, Entry("prepositional", word, stance=cue.stance))
                    continue
                basis = None if cue.basis == "unstated" else cue.basis
                for form in self.language.verb_forms(word):
                    known = Entry("cue", word, "verb", stance=cue.stance, basis=basis, number=form.number, voice=form.voice)
                    self._put(form.words, known)

    def _put(self, phrase: str, entry: Entry) -> None:
        """Adds a taught phrase of this language's script in the place of what it was in that role."""
        words = self.language.key(phrase) if fits_script(phrase, arabic=self.language.code == "ar") else ()
        if words:
            kept = [(known, other) for known, other in self._table[words[0]] if known != words or other.role != entry.role]
            self._table[words[0]] = [*kept, (words, entry)]


@lru_cache(maxsize=32)
def lexicon_of(language: Language, taught: Corrections | None = None) -> Lexicon:
    """The lexicon, built once a process, language and file of corrections."""
    return Lexicon(language, taught)
