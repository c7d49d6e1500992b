"""Word classes: one letter a token, so that a phrase is a regular expression over letters.

    D determiner    Q number of people   q other number   Y age ("6-year-old")   T time   L place   J nationality or group word
    N noun for people or parties         C capitalised unknown word    P pronoun   V verb   A auxiliary   B adverb   R preposition
    K conjunction   S possessive         X mark           W any other word

What a word's form alone tells is in ``word_forms``; here its neighbours settle the rest.
"""

import re
from collections.abc import Callable, Sequence

from .capitals import is_in_capitals, mark_names
from .unit_words import Around, UnitWords

_LEFT_OPEN = re.compile("[tvcb]")
_MAYBE_VERB = re.compile("(?<=[APKR])W")
_RELATIVE = re.compile("(?<=R)D")
_WHO = frozenset({"who", "which"})
_POSSESSIVE = re.compile("S")
_BEFORE_SHORT_IS = frozenset({"he", "she", "it", "who", "that", "there", "here", "what", "where", "this"})
_TWO_VERBS = re.compile("V(?=V)")
_PEOPLE_ROLES = frozenset({"person", "party", "name"})
_AFTER_NOUN = re.compile("(?<=[NC])[NW](?=.)")
_BETWEEN_NAMES = re.compile("(?<=C)[^C](?=C)")


class ClassedWords(UnitWords):
    """The words of a unit with the class of each."""

    def _prepare(self) -> None:
        super()._prepare()
        self.classes = _classify(self)
        self.cls: Callable[[int], str] = Around(enumerate(self.classes), "X").__getitem__
        """The class of token ``i``, "X" outside the unit."""


def _classify(s: UnitWords) -> str:
    lex, tokens = s.lexicon, s.tokens
    titlecase = s.caps
    codes = list(s.open_classes)
    for match in _LEFT_OPEN.finditer(s.open_classes):
        codes[match.start()] = _settled(s, match.start(), match.group(), codes)
    _class_short_verbs(s, codes)
    _class_relatives(s, codes)
    if not titlecase:
        _join_particles(s, codes)
    _class_hits(s, codes)
    for match in _AFTER_NOUN.finditer("".join(codes)):
        i = match.start()
        if (
            s.lows[i] in lex.noun_verbs
            and codes[i - 1] in "NC"
            and (codes[i + 1] in "QqDPK" or any(a == i + 1 for (a, _), _q in s.quantities) or _closes_its_words(s, i, codes))
            and _speaks_here(s, i)
        ):
            codes[i] = "V"
    for match in _TWO_VERBS.finditer("".join(codes)):
        if lex.verbs.get(s.lows[match.start()]) == "s" and _speaks_here(s, match.start() + 1):
            # "records show": a plural before its verb.
            codes[match.start()] = "W"
    if not lex.words["doubting"].isdisjoint(s.lows):
        _class_doubts(s, codes)
    for (a, b), place in s.places:
        for k in range(a, b):
            if codes[k] != "N":
                codes[k] = "J" if place.role == "demonym" else "C" if place.role == "name" else "L"
    for (a, b), _ in s.times:
        codes[a:b] = "T" * (b - a)
    for (a, b), quantity in s.quantities:
        if quantity.of == "date":
            continue
        aged = quantity.of == "age" and tokens[b - 1].low.endswith(("old", "olds"))
        codes[a:b] = ("Q" if quantity.of == "people" else "Y" if aged else "q") * (b - a)
    if titlecase and is_in_capitals(tokens):
        mark_names(tokens, codes, s.hits, lex)
    return "".join(codes)


def _class_short_verbs(s: UnitWords, codes: list[str]) -> None:
    """ "she's said", "who's leaving": after a pronoun "'s" is a verb and no mark of who owns what."""
    for match in _POSSESSIVE.finditer("".join(codes)):
        if s.low(match.start() - 1) in _BEFORE_SHORT_IS:
            codes[match.start()] = "A"


def _class_relatives(s: UnitWords, codes: list[str]) -> None:
    """ "a raid in which", "who guarded": a word that binds a clause, and the verb of it."""
    for match in _RELATIVE.finditer("".join(codes)):
        if s.lows[match.start()] == "which":
            # "a raid in which 35 civilians died": it binds a clause, and is no part of who died.
            codes[match.start()] = "K"
    for match in _MAYBE_VERB.finditer("".join(codes)):
        i = match.start()
        low = s.lows[i]
        if len(low) > 5 and low.endswith(("ing", "ed")) and (codes[i - 1] == "A" or s.lows[i - 1] in _WHO):
            # "was accompanying", "who guarded": a verb whatever its stem.
            codes[i] = "V"


def _class_doubts(s: UnitWords, codes: list[str]) -> None:
    """ "by alleged members of": a word on the noun, and no verb."""
    for i, low in enumerate(s.lows[:-1]):
        if low in s.lexicon.words["doubting"] and codes[i] in "VW" and codes[i + 1] in "NJCW" and (i == 0 or codes[i - 1] in "RXDKVQ"):
            codes[i] = "J"


def _class_hits(s: UnitWords, codes: list[str]) -> None:
    """Gives the nouns for people and parties, and the names of groups, their classes."""
    for hit in s.hits:
        role = hit.entry.role
        if role in _PEOPLE_ROLES:
            if "counted" in hit.entry.flags and not s.after_number(hit.first):
                continue
            if codes[hit.first] == "V" and hit.last == hit.first + 1 and not (hit.first and _counted_at(s, hit.first)):
                continue
            for k in range(hit.first, hit.last):
                codes[k] = "N"
        elif role == "group":
            for k in range(hit.first, hit.last):
                if codes[k] != "N":
                    codes[k] = "J"


def _settled(s: UnitWords, i: int, left_open: str, codes: Sequence[str]) -> str:
    """The class of a word whose form leaves it open (``word_forms``), by its place in the unit and the classes before it."""
    if left_open == "t":
        return "K" if i > 0 and codes[i - 1] in "VAXTNKRCW" else s.lexicon.class_of_that
    if i == 0 and left_open in "vb" and not s.caps and _opens_speech(s):
        return "C"
    if left_open == "v":
        return "V" if s.caps or i == 0 else "C"
    if s.caps or (i == 0 and (s.lows[0] in s.lexicon.words["sentence_openers"] or not _initial_name(s, 0))):
        return "B" if left_open == "b" else "W"
    return "C"


def _counted_at(s: UnitWords, i: int) -> bool:
    return any(b == i for (_, b), _q in s.quantities) or s.low(i - 1) in s.lexicon.words["determiners"]


def _closes_its_words(s: UnitWords, i: int, codes: Sequence[str]) -> bool:
    """ "..., the agency reports.": a speaker set off by a comma, its verb, and nothing more."""
    k = i - 1
    while k > 0 and codes[k] in "DWJNC":
        k -= 1
    return s.lows[k] == "," and s.low(i + 1) in (".", "!", "")


def _speaks_here(s: UnitWords, i: int) -> bool:
    return any(h.first == i and h.entry.form in ("base", "s") for h in s.of_role("cue"))


def _initial_name(s: UnitWords, i: int) -> bool:
    """Whether a capitalised first word is a name: a name goes on after it, or a verb follows and no lexicon knows the word."""
    after = s.tokens[i + 1] if i + 1 < len(s.tokens) else None
    if after is None or s.tokens[i].low in s.lexicon.noun_verbs:
        return False
    low = after.low
    known = low in s.lexicon.verbs or low in s.lexicon.words["auxiliaries"] or low in (",", "'s", "(", ":") or low in s.lexicon.noun_verbs
    return after.text[0].isupper() or (known and not s.tokens[i].low.endswith(("ly", "ing", "ed")))


def _opens_speech(s: UnitWords) -> bool:
    """Whether the first word is a name though it could be a verb or an adverb: "Grant said", "Kelly told", "Lynch announced"."""
    unlike = s.lexicon.verbs.get(s.lows[0]) == "base"
    return any(
        h.first == 1
        and h.entry.role == "cue"
        and h.entry.form in ("past", "s")
        and (h.entry.base in s.lexicon.words["telling"] or (unlike and s.lows[1] not in s.lexicon.noun_verbs))
        for h in s.hits
    )


def _join_particles(s: UnitWords, codes: list[str]) -> None:
    particles = s.lexicon.words["particles"]
    for match in _BETWEEN_NAMES.finditer("".join(codes)):
        i = match.start()
        low = s.lows[i]
        if low in particles or (low in ("-", ".") and len(s.forms[i - 1]) <= 3) or (low in ("of", "for", "and") and _is_organisation(s, i)):
            codes[i] = "C"


def _is_organisation(s: UnitWords, i: int) -> bool:
    """Whether "of", "for" or "and" stands inside the name of a body ("Ministry of Health")."""
    org = s.lexicon.words["org_words"]
    return s.tokens[i].low != "and" and s.tokens[i - 1].low in org
