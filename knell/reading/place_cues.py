"""The words that tell a place from a person, an organisation or a plain word, read once from a language's terms."""

from functools import cache

from knell.terms.load import load_terms

from .plain import Plain

# Closed-class words that open sentences with a capital; never a place's first word unless the gazetteer's name begins so.
_OPENERS = frozenset(
    "the a an in on at of to for from by with as and but or nor so yet if when while after before since until because although though "
    "however this that these those he she it they we you i his her its their our my your there here what who whom whose which why how "
    "where not no all both each some many most more few several other another such only also even still just now then later meanwhile "
    "according about over under near between among during against into through despite without within along across behind beyond is are "
    "was were be been being has have had do does did will would can could should may might must said says told one two three four five six "
    "seven eight nine ten first second last next".split()
)


class Cues(Plain, frozen=True, order=True, gc=False):
    """Sets of lower-case words; what each is for stands in the language's ``places`` terms.

    ``plain_before`` may stand with a capital before a place ("North", "Monday", "In"); ``no_given_name`` is what no given name is.
    """

    openers: frozenset[str]
    genitive: frozenset[str]
    prepositions: frozenset[str]
    weak_prepositions: frozenset[str]
    kinds_before: frozenset[str]
    kind_after: dict[str, str]
    tells_after: frozenset[str]
    titles: frozenset[str]
    person_verbs: frozenset[str]
    particles: frozenset[str]
    organisations: frozenset[str]
    organisations_of: frozenset[str]
    place_modifiers: frozenset[str]
    days: frozenset[str]
    hints: dict[str, tuple[str, ...]]
    lists: dict[str, str]
    settlements: dict[str, str]
    plain_before: frozenset[str]
    no_given_name: frozenset[str]
    generics: dict[str, dict[str, str]]


@cache
def load_place_cues(language: str = "en") -> Cues:
    """The cues of a language."""
    terms = load_terms(language, "places")
    before, after, person, named = terms["before"], terms["after"], terms["person"], terms["organisation"]
    kind_after = {word: kind for kind in ("region", "town", "admin2", "admin1") for word in after[kind]}
    hints: dict[str, tuple[str, ...]] = {}
    for section in ("hints", "actors"):
        for country, words in terms[section].items():
            for word in words:
                hints[word] = (*hints.get(word, ()), country)
    plain_before = frozenset(terms["modifiers"]["places"]) | frozenset(terms["modifiers"]["days"]) | _OPENERS
    no_given_name = plain_before | frozenset(named["nouns"]) | frozenset(before["kinds"]) | frozenset(kind_after)
    return Cues(
        _OPENERS, frozenset(before.get("genitive", ("of",))),
        frozenset(before["prepositions"]), frozenset(before["weak_prepositions"]), frozenset(before["kinds"]), kind_after,
        frozenset(after["tells"]), frozenset(person["titles"]), frozenset(person["verbs"]), frozenset(person["particles"]),
        frozenset(named["nouns"]), frozenset(named["of"]), frozenset(terms["modifiers"]["places"]), frozenset(terms["modifiers"]["days"]),
        hints, dict(terms["lists"]), dict(terms["settlements"]), plain_before, no_given_name, dict(terms["generics"]),
    )  # fmt: skip
