"""The lexicon of one language, compiled: from a word to what it may be.

One dictionary from a first word to the phrases that begin with it, longest first, so that a text is scanned in one pass.
Inflected forms are made here, once, from the base forms of the term files and the language's own rules (``Inflection``).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from knell.terms.corrections import Corrections, fits_script
from knell.terms.load import load_terms

from . import english
from .plain import Plain
from .tokens import Token, tokenize
from .word_forms import WordClasses


class Entry(Plain, frozen=True, order=True, gc=False):
    """What a phrase may be. ``role`` is the class ("event", "cue", "person", "party", "group", "instrument", "target", ...).

    ``form`` is the inflection: base, s, ing, past, part (participle), noun, plural. ``base`` is the dictionary form.
    """

    role: str
    base: str
    form: str
    type: str | None = None
    harm: str | None = None
    frame: str | None = None
    stance: str | None = None
    kind: str | None = None
    name: str | None = None
    flags: frozenset[str] = frozenset()


class Hit(Plain, frozen=True, order=True, gc=False):
    """A phrase of the lexicon found in a unit: token range [first, last), and its entry."""

    first: int
    last: int
    entry: Entry


_NO: frozenset[str] = frozenset()
_CUE_MARKS = ("counts", "soft", "warns", "reacts", "inward", "raising", "clausal", "light", "aside")
"""What a row of verbs in cues.toml may be marked with."""
Inflection = Callable[[str, Mapping[str, Sequence[str]]], dict[str, str]]


class Lexicon:
    """A language's words, compiled for scanning. Read-only once built; safe to share between forked workers.

    ``taught``: a casebook's own corrections; their words mean what they say and nothing else in that role.
    """

    def __init__(self, language: str = "en", taught: Corrections | None = None) -> None:
        self.language = language
        words = load_terms(language, "words")
        self.words: dict[str, frozenset[str]] = {k: frozenset(v) for k, v in words.items() if isinstance(v, list)}
        self.acronyms: dict[str, str] = dict(words.get("acronyms", {}))
        self._index: dict[str, list[tuple[tuple[str, ...], Entry]]] = defaultdict(list)
        self._seen: set[tuple[tuple[str, ...], str, str, str | None, str | None]] = set()
        self._irregular: Mapping[str, Sequence[str]] = load_terms(language, "irregular")
        self.person_flags: dict[str, frozenset[str]] = {}
        self._add_people(load_terms(language, "people"))
        self._add_groups(load_terms(language, "groups"))
        self._add_events(load_terms(language, "events"))
        self._add_cues(load_terms(language, "cues"))
        self._add_blame(load_terms(language, "blame"))
        self._add_things(load_terms(language, "things"))
        self._add_actors(load_terms(language, "actors"))
        self._teaches = bool(taught)
        if taught:
            self._teach(taught)
        self._add_verbs(load_terms(language, "verbs"))
        self.classes = WordClasses(self.words, self.verbs)
        self.class_of_that = self.classes.of_word("that", False)
        told = (dict(english.verb_forms(base, self._irregular)) for base in self.words["inverting"])
        moved = (dict(english.verb_forms(base, self._irregular)) for base in self.words["moving"])
        self.moving = frozenset(word for forms in moved for word in forms.values())
        """Verbs in all forms that make their object do what "to" and a verb tell after it: "urged Congress to denounce"."""
        self.speech = frozenset(forms[form] for forms in told for form in ("past", "s"))
        self._table = {word: _by_second_word(phrases) for word, phrases in self._index.items()}

    # -- building ---------------------------------------------------------------------------------------------------

    def _add(self, phrase: str, entry: Entry) -> None:
        words = _cut(phrase)
        key = (words, entry.role, entry.form, entry.type, entry.kind)
        if words and key not in self._seen:
            self._seen.add(key)
            self._index[words[0]].append((words, entry))

    def _add_verb(self, base: str, entry: Entry) -> None:
        for form, words in english.verb_forms(base, self._irregular):
            self._add(words, entry._replace(form=form))

    def _add_noun(self, base: str, entry: Entry, plurals: Mapping[str, Sequence[str]] | None = None) -> None:
        self._add(base, entry._replace(form="noun"))
        for plural in (plurals or {}).get(base) or (english.plural_of(base),):
            self._add(plural, entry._replace(form="plural"))

    def _add_people(self, terms: Mapping[str, Any]) -> None:
        plurals: dict[str, list[str]] = defaultdict(list)
        for one, many in terms["irregular_plurals"]:
            plurals[one].append(many)
        marks: dict[str, set[str]] = defaultdict(set)
        for mark, nouns in terms.items():
            if mark not in ("irregular_plurals", "containers"):
                for noun in nouns:
                    marks[noun].add(mark)
        self.containers = frozenset(terms["containers"])
        for noun, flags in marks.items():
            entry = Entry("person", noun, "noun", flags=frozenset(flags))
            self._add_noun(noun, entry, plurals)
        self.plurals = {k: tuple(v) for k, v in plurals.items()}

    def _add_groups(self, terms: Mapping[str, Any]) -> None:
        for name, forms in terms["groups"].items():
            for form in {*forms}:
                self._add(form, Entry("group", form, "noun", name=name))

    def _add_events(self, terms: Mapping[str, Any]) -> None:
        for row in terms["verb"]:
            flags = frozenset({"weak"} if row.get("weak") else ()) | frozenset({"by-" + row["by"]} if row.get("by") else ())
            for word in row["words"]:
                self._add_verb(word, Entry("event", word, "", row["type"], row["harm"], row["frame"], flags=flags))
        for row in terms["phrase"]:
            for word in row["words"]:
                flags = frozenset({"by-" + row["by"]} if row.get("by") else ())
                self._add(word, Entry("event", word, "part", row["type"], row["harm"], row["frame"], flags=flags))
        for row in terms["state"]:
            for word in row["words"]:
                self._add(word, Entry("event", word, "state", row["type"], row["harm"], "state"))
        for role in ("tally", "toll"):
            for row in terms[role]:
                for word in row["words"]:
                    flags = frozenset({"by-" + row["by"]} if row.get("by") else ())
                    self._add_noun(word, Entry("event", word, "", row["type"], row["harm"], role, flags=flags))
        for row in terms["noun"]:
            for word in row["words"]:
                flags = frozenset({"weak"} if row.get("weak") else ()) | frozenset({"by-" + row["by"]} if row.get("by") else ())
                self._add_noun(word, Entry("event", word, "", row["type"], "none", "occasion", flags=flags), self._plurals_of(word))
        for role in ("body", "measure"):
            for row in terms[role]:
                for word in row["words"]:
                    self._add_noun(word, Entry("event", word, "", row["type"], "none", role), self._plurals_of(word))
        for word in terms["footage"][0]["words"]:
            self._add_noun(word, Entry("event", word, "", "footage", "none", "footage"))
        for word in terms["inaction"][0]["words"]:
            self._add(word, Entry("event", word, "part", "inaction", "none", "inaction"))
        for word in terms["ranking"][0]["words"]:
            self._add(word, Entry("event", word, "part", "ranking", "none", "ranking"))

    def _plurals_of(self, word: str) -> Mapping[str, Sequence[str]]:
        return {word: (english.plural_of(word),)}

    def _add_cues(self, terms: Mapping[str, Any]) -> None:
        for row in terms["verb"]:
            flags = frozenset(
                k for k in ("counts", "soft", "warns", "reacts", "inward", "raising", "clausal", "light", "aside") if row.get(k)
            )
            for word in row["words"]:
                self._add_verb(word, Entry("cue", word, "", stance=row["stance"], kind=row.get("basis"), flags=flags))
        for row in terms["prepositional"]:
            for word in row["words"]:
                self._add(word, Entry("cue", word, "prep", stance=row["stance"]))
        for word in terms["adverb"][0]["words"]:
            self._add(word, Entry("cue", word, "adverb", stance=terms["adverb_stance"][word]))
        for word in terms["noun"][0]["words"]:
            self._add_noun(word, Entry("cue", word, "", stance=terms["noun_stance"].get(word, "reported"), flags=frozenset({"noun"})))
        for word in terms["owned_noun"]["words"]:
            self._add_noun(word, Entry("cue", word, "", stance="reported", flags=frozenset({"noun", "owned"})))
        for word in terms["adjective"]["words"]:
            self._add(word, Entry("cue", word, "adjective", stance="possible", flags=frozenset({"soft", "inward"})))
        for word in terms["study"]["words"]:
            self._add(word, Entry("cue", word, "study", stance="reported"))
        self.adjectives = frozenset(terms["adjective"]["words"])
        self.adjective_links = frozenset(terms["adjective"]["links"])
        for word in terms["unverified"]["words"]:
            self._add(word, Entry("unverified", word, "part", stance="unverified"))
        for word in terms["responsibility"]["words"]:
            self._add(word, Entry("responsibility", word, "part", stance="claimed"))

    def _add_blame(self, terms: Mapping[str, Any]) -> None:
        for frame, verbs in terms["verbs"].items():
            for verb in verbs:
                self._add_verb(verb, Entry("blame", verb, "", frame=frame))
        for frame, phrases in terms["phrases"].items():
            for phrase in phrases:
                self._add(phrase, Entry("blame", phrase, "phrase", frame=frame))
        for noun in terms["nouns"]["claimed"]:
            self._add(noun, Entry("blamed", noun, "noun", frame="responsibility"))
        self.blame: dict[str, frozenset[str]] = {k: frozenset(v) for k, v in (*terms["nouns"].items(), *terms["degree"].items())}

    def _add_things(self, terms: Mapping[str, Any]) -> None:
        for kind, nouns in terms["instruments"].items():
            for noun in nouns:
                self._add_noun(noun, Entry("instrument", noun, "", kind=kind))
        for kind, nouns in terms["targets"].items():
            for noun in nouns:
                self._add_noun(noun, Entry("target", noun, "", kind=kind))

    def _add_actors(self, terms: Mapping[str, Any]) -> None:
        for kind, nouns in terms["nouns"].items():
            for noun in nouns:
                self._add_noun(noun, Entry("party", noun, "", kind=kind), self.plurals)
        self.names: dict[tuple[str, ...], list[tuple[str, str, str]]] = {}
        by_first: dict[str, list[tuple[tuple[str, ...], Entry]]] = defaultdict(list)
        self._caps_only: set[str] = set()
        for kind, names in terms["names"].items():
            for name, forms in names.items():
                for form in (name, *forms):
                    entry = Entry("name", form, "name", kind=kind, name=name)
                    self._add(form, entry)
        del by_first
        self.titles = {title: kind for kind, titles in terms["titles"].items() for title in titles}
        self.group_heads: dict[str, str] = dict(terms["shapes"]["heads"])
        self.group_causes = frozenset(terms["shapes"]["causes"])
        self.group_ranks = frozenset(terms["shapes"]["ranks"])
        self.casualty_monitors = frozenset(terms["casualty_monitors"]["names"])

    def _add_verbs(self, terms: Mapping[str, Any]) -> None:
        nouns_first = set(terms["nouns_first"])
        verbs: dict[str, str] = {}
        for base in terms["common"]:
            for form, words in english.verb_forms(base, self._irregular):
                if " " not in words:
                    verbs.setdefault(words, form)
        for phrases in list(self._index.values()):
            for phrase, entry in phrases:
                if len(phrase) == 1 and entry.role in ("event", "cue", "blame") and entry.form in ("base", "s", "ing", "past", "part"):
                    verbs.setdefault(phrase[0], entry.form)
        self.verbs = {w: f for w, f in verbs.items() if w not in nouns_first}
        self.noun_verbs = {w: f for w, f in verbs.items() if w in nouns_first}

    def _teach(self, taught: Corrections) -> None:
        for name, kind, words in taught.parties():
            for word in words:
                self._put(word, Entry("name", word, "name", kind=kind, name=name, flags=frozenset({"taught"})), {"name", "party"})
            if kind == "monitor":
                self.casualty_monitors |= {name}
        for group in taught.groups:
            for word in group.words:
                self._put(word, Entry("group", word, "noun", name=group.name), {"group"})
        for cue in taught.cues:
            basis = None if cue.basis == "unstated" else cue.basis
            flags = frozenset({"counts"}) if basis is not None else _NO
            for word in cue.words:
                entry = Entry("cue", word, "prep", stance=cue.stance, kind=basis, flags=flags)
                forms = [("prep", word)] if cue.form == "preposition" else english.verb_forms(word, self._irregular)
                for form, phrase in forms:
                    self._put(phrase, entry._replace(form=form), {"cue"}, among={form})

    def _put(self, phrase: str, entry: Entry, roles: set[str], among: set[str] | None = None) -> None:
        """Adds a taught phrase in the place of every entry it had in these roles (and, where ``among`` is given, in these forms)."""
        words = tuple(t.low for t in tokenize(phrase))
        if not words or not fits_script(phrase, arabic=False):
            return
        kept = [
            (known, other)
            for known, other in self._index[words[0]]
            if known != words or other.role not in roles or (among is not None and other.form not in among)
        ]
        self._index[words[0]] = [*kept, (words, entry)]

    def named(self, words: tuple[str, ...]) -> Entry | None:
        """The party that goes by these words, in lower case, if one does."""
        return next((entry for phrase, entry in self._index.get(words[0], ()) if phrase == words and entry.role == "name"), None)

    # -- scanning ---------------------------------------------------------------------------------------------------

    def scan(self, tokens: Sequence[Token]) -> list[Hit]:
        """All hits in a unit: at each place, for each role, the longest phrase. Hits of different roles may share words."""
        hits: list[Hit] = []
        reach: dict[str, int] = {}
        lows = [token.low for token in tokens]
        n = len(tokens)
        for i, found in enumerate(map(self._table.get, lows)):
            if found is None:
                continue
            longer, single = found
            phrases = longer.get(lows[i + 1]) if longer and i + 1 < n else None
            if not phrases:
                for _, _, role, exact, entry in single:
                    if exact and not _name_fits(tokens, i, 1, entry.base):
                        continue
                    if not reach or i >= reach.get(role, 0):
                        hits.append(Hit(i, i + 1, entry))
                continue
            longest: dict[str, int] = {}
            for size, words, role, exact, entry in (*phrases, *single):
                if size > 2 and tuple(lows[i : i + size]) != words:
                    continue
                if exact and not _name_fits(tokens, i, size, entry.base):
                    continue
                if i + size <= reach.get(role, 0):
                    # Inside a longer phrase of the same role: "forces" in "security forces".
                    continue
                if longest.setdefault(role, size) != size:
                    continue
                hits.append(Hit(i, i + size, entry))
            for role, size in longest.items():
                if size > 1 and role not in ("event", "cue"):
                    reach[role] = max(reach.get(role, 0), i + size)
        return _without_inside_taught(hits) if self._teaches else hits


def _without_inside_taught(hits: list[Hit]) -> list[Hit]:
    """The hits without those of parties and people inside a taught name: its "forces" are no forces of their own."""
    taught = [(h.first, h.last) for h in hits if "taught" in h.entry.flags]

    def is_inside(hit: Hit) -> bool:
        if "taught" in hit.entry.flags or hit.entry.role not in ("party", "name", "person"):
            return False
        return any(first <= hit.first and hit.last <= last for first, last in taught)

    return [hit for hit in hits if not is_inside(hit)] if taught else hits


class _Listed(NamedTuple):
    """A phrase of the table: how many words, which, the entry's role, whether its letters must fit too, the entry."""

    size: int
    words: tuple[str, ...]
    role: str
    exact: bool
    entry: Entry


_Phrases = list[_Listed]


def _by_second_word(phrases: Iterable[tuple[tuple[str, ...], Entry]]) -> tuple[dict[str, _Phrases], _Phrases]:
    """The phrases that begin with one word: those of several words by their second, longest first, and those of one word."""
    longer: dict[str, _Phrases] = {}
    single: _Phrases = []
    for words, entry in sorted(phrases, key=_longest_first):
        size = len(words)
        listed = _Listed(size, words, entry.role, entry.role == "name" and _asks_for_capitals(entry.base, size), entry)
        if size > 1:
            longer.setdefault(words[1], []).append(listed)
        else:
            single.append(listed)
    return longer, single


def _longest_first(phrase: tuple[tuple[str, ...], Entry]) -> int:
    return -len(phrase[0])


def _cut(phrase: str) -> tuple[str, ...]:
    """The words of a listed phrase in lower case, as reports are cut into tokens."""
    letters = phrase.replace(" ", "")
    if letters.isascii() and letters.isalpha():
        # Most phrases are plain words, which need no rules; there are thousands to read before the first report.
        return tuple(phrase.lower().split())
    return tuple(token.low for token in tokenize(phrase))


def _asks_for_capitals(form: str, size: int) -> bool:
    """Whether ``_name_fits`` may turn a form down."""
    short = form.isupper() and (len(form) <= 5 or form.lower() in _WORD_ALIKE)
    mixed = len(form) <= 3 and size == 1 and not form.isupper() and not form.islower()
    return short or mixed or (form[0].isupper() and size == 1 and form.lower() in _COMMON_WORDS)


def _name_fits(tokens: Sequence[Token], at: int, size: int, form: str) -> bool:
    """A short name in capitals ("SL", "WHO", "ISIS") must stand in capitals; a capitalised one not all in small letters."""
    if form.isupper() and form.lower() in _WORD_ALIKE and _in_capitals(tokens, at, size):
        return False
    if len(form) <= 3 and size == 1 and not form.isupper() and not form.islower():
        # "LeT" is a name and "LET" or "Let" a word.
        return tokens[at].text == form
    if form.isupper() and len(form) <= 5:
        return all(tokens[at + k].text.isupper() or not tokens[at + k].text.isalpha() for k in range(size))
    if form[0].isupper() and size == 1 and form.lower() in _COMMON_WORDS:
        return tokens[at].text[0].isupper()
    return True


def _in_capitals(tokens: Sequence[Token], at: int, size: int) -> bool:
    """Whether the words around are in capitals too, so that "WHO" is more likely "who"."""
    near = [t.text for t in (*tokens[max(0, at - 2) : at], *tokens[at + size : at + size + 2]) if t.text.isalpha() and len(t.text) > 1]
    return bool(near) and all(word.isupper() for word in near)


_WORD_ALIKE = frozenset(
    "who us un sl let rss au nbc ap ria sana seen mee aqi suna prisa pa fars dawn isis petra it is am as or".split()
) - {"un", "ap", "sana", "isis", "nbc"}
_COMMON_WORDS = frozenset(
    "memorial dawn petra fars mehr amnesty wagner telegraph democrats republicans contras wafa interfax abc fox "
    "greyhounds politico rasad tass amaq efe".split()
)


def words_of(hits: Iterable[Hit], role: str) -> list[Hit]:
    """The hits of one role."""
    return [h for h in hits if h.entry.role == role]
