"""Words a brief does not print: private persons' names, and who filmed, testified or lives where.

The same function serves quotations and footnotes, and the checker calls it again, so that a name cannot slip in by another door.
A name that no list knows is withheld when it looks like a person's: a run of capitalised words that is no organisation, place or
holder of an office. Withholding too much costs a word; withholding too little may cost a life.
"""

import re

from knell.records import Claim

from .matter import Matter

NAME_WITHHELD = "[name withheld]"
PLACE_WITHHELD = "[place withheld]"
PRIVATE = frozenset({"witness", "resident", "relative", "individual", "medical", "footage"})
"""Kinds of speaker that are people in danger, or things people filmed: told by their kind, never by name."""

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĞŞİÇ][\w’'-]*"
_PARTICLE = r"(?:al-|el-|ad-|as-|ash-|Al-|El-|bin |ibn |abu |Abu |de |van |von |da |dos |ould |ben )"
_RUN = re.compile(rf"(?<![\w-])(?:{_PARTICLE})?{_CAPITAL}(?: (?:{_PARTICLE})?{_CAPITAL})+")
_BODY = (
    r"Observatory|Network|Ministry|Committee|Commission|Council|Office|Centre|Center|Army|Forces?|Brigades?|Battalion|Division|Police|Service|"
    r"Intelligence|Government|Parliament|Party|Front|Movement|Union|United Nations|"
    r"Organi[sz]ation|Association|Foundation|Society|Institute|University|School|College|Hospital|Clinic|Agency|Court|Tribunal|Department|Bureau|Federation|Coalition|Alliance|Company|Corporation"
)
_PLACE_OR_TIME = (
    r"Church|Mosque|Street|Road|Square|Market|Bridge|River|Mountains?|Valley|Coast|Island|Airport|Base|Camp|Governorate|Province|District|"
    r"County|City|Town|Village|North|South|East|West|Northern|Southern|Eastern|Western|Central|Middle|Upper|Lower|New|Old|Saint|States|"
    r"Kingdom|Republic|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|"
    r"September|October|November|December|Christmas|Easter|Ramadan|Eid"
)
_PEOPLES = (
    r"Islam|Christian\w*|Muslims?|Shi[ai]\w*|Sunnis?|Druze|Jewish|Jews?|Kurd\w*|Arabs?|Arabic|Alawi\w*|Yazidi\w*|Ismaili\w*|Orthodox|"
    r"Catholic\w*|Protestant\w*|Buddhis\w*|Hindu\w*|European|African|Asian|American|Russian|Turkish|Syrian|Iraqi|Iranian|Israeli|Lebanese|"
    r"Palestinian|Ukrainian|British|French|German|English"
)
_COMMON = (
    r"Human|Rights|Watch|Amnesty|Crescent|Cross|Red|International|National|General|Supreme|High|State|Free|Democratic|Islamic|Liberation|"
    r"Resistance|News|Press|Times|Post|TV|Radio|Media|Journal|Today|Daily|Memory|Report|Convention|Prosecutor|Day|War|Civil|Peace|"
    r"Defen[cs]e|Group|Guard|Security|Nations?|United"
)
_BODIES = re.compile(rf"\b(?:{_BODY})\b")
_ORGANISATION = re.compile(rf"\b(?:{_BODY}|{_PLACE_OR_TIME}|{_PEOPLES}|{_COMMON})\b")
_OFFICE = re.compile(
    r"\b(?:President|Prime Minister|Minister|Envoy|Secretary|Ambassador|Spokes(?:man|woman|person)|Commissioner|Governor|Mayor|King|Queen|"
    r"Prince|Sheikh|Pope|Patriarch|Bishop|Archbishop|Cardinal|Ayatollah|Imam|Chancellor|Senator|Judge|Justice|General|Colonel|Major|"
    r"Captain|Commander|Director|Chief|Chair(?:man|woman)?|Head|Leader|Sir|Dame)\b(?:[\w ,’'-]{0,40})$",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\b(?:in|at|near|around|outside|to|towards|across|from|inside|into|throughout|between|on|over|north|south|east|west)\s+(?:the\s+)?$"
)
_DWELLER = re.compile(
    rf"\b((?:[Aa] |[Oo]ne |[Tt]he )?(?:resident|witness|survivor|villager|native|shopkeeper|farmer|doctor|nurse|teacher) (?:of|in|from) )"
    rf"((?:the )?(?:{_PARTICLE})?{_CAPITAL}(?: {_CAPITAL})*)"
)
_LIVING = re.compile(
    rf"\b((?:who )?(?:lives?|lived|living|staying|hiding|sheltering) (?:in|at|near) )((?:the )?(?:{_PARTICLE})?{_CAPITAL}(?: {_CAPITAL})*)"
)
_FILMER = re.compile(
    rf"\b((?:filmed|recorded|shot on video|posted|uploaded|shared|provided|sent) by |(?:testimony|account|statement) (?:of|by|from) )"
    rf"((?:{_PARTICLE})?{_CAPITAL}(?:,? (?:{_PARTICLE})?{_CAPITAL})*|@\w+)"
)
_HOME = re.compile(
    rf"\b((?:his|her|their) (?:home|house|flat|apartment) (?:in|at|near|on) )((?:the )?(?:{_PARTICLE})?{_CAPITAL}(?: {_CAPITAL})*)"
)
_CALLED = re.compile(
    rf"\b((?:named|called|identified (?:only )?as|known as|by the name of) )((?:{_PARTICLE})?{_CAPITAL}(?: (?:{_PARTICLE})?{_CAPITAL})*)"
)


def withhold(matter: Matter, report: str, start: int, end: int) -> str:
    """The report's words from ``start`` to ``end`` as they may be printed, on one line."""
    text = matter.reports[report].text
    words = text[start:end]
    if named := names_pattern(matter):
        words = named.sub(NAME_WITHHELD, words)
    words = _FILMER.sub(rf"\1{NAME_WITHHELD}", words)
    words = _DWELLER.sub(rf"\1{PLACE_WITHHELD}", words)
    words = _LIVING.sub(rf"\1{PLACE_WITHHELD}", words)
    words = _HOME.sub(rf"\1{PLACE_WITHHELD}", words)
    if not matter.context.names_allowed:
        words = _CALLED.sub(rf"\1{NAME_WITHHELD}", words)
        words = _withhold_likely(matter, report, words)
    words = re.sub(rf"(?:{re.escape(NAME_WITHHELD)}[ ,]*(?:and )?)+(?={re.escape(NAME_WITHHELD)})", "", words)
    return " ".join(words.split())


def exposes(words: str) -> str | None:
    """The words that tell who filmed, testified or lives where, where some are left; ``None`` where all is well."""
    for pattern in (_FILMER, _DWELLER, _LIVING, _HOME):
        if found := pattern.search(words):
            return found[0]
    return None


def private_names(matter: Matter) -> frozenset[str]:
    """Names that are a victim's (unless the casebook prints them) or a private speaker's, in any of the claims at hand."""
    if "private" not in matter.memo:
        names: set[str] = set() if matter.context.names_allowed else set(matter.context.persons)
        for claim in matter.all_claims.values():
            if not matter.context.names_allowed:
                names.update(victim.name for victim in claim.victims if victim.name)
            names.update(party.name for party in claim.speakers if party.kind in PRIVATE and party.name and _looks_personal(party.name))
        matter.memo["private"] = frozenset(name for name in names if len(name.strip()) > 1)
    return matter.memo["private"]


def names_pattern(matter: Matter) -> re.Pattern[str] | None:
    """All private names at hand as one pattern, the longest first; ``None`` where there are none."""
    names = sorted(private_names(matter), key=lambda name: (-len(name), name))
    if names and matter.named is None:
        matter.named = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(name) for name in names) + r")(?!\w)")
    return matter.named


_INITIAL = r"(?:[A-Z]\.)+"


def _looks_personal(name: str) -> bool:
    words = rf"(?:{_PARTICLE})?(?:{_CAPITAL}|{_INITIAL})"
    return bool(re.fullmatch(rf"{words}(?: {words})+", name)) and not _BODIES.search(name)


def _claims_of(matter: Matter, report: str) -> list[Claim]:
    return [claim for claim in matter.all_claims.values() if claim.report == report]


def known_names(matter: Matter, report: str) -> frozenset[str]:
    """Names in that report that may be printed: its outlet, its public speakers, the parties, places and things hit."""
    if report in matter.memo:
        return matter.memo[report]
    given = matter.reports[report]
    names = {given.outlet or "", given.credit or "", matter.context.casebook or ""}
    for claim in _claims_of(matter, report):
        parties = [party for party in (*claim.speakers, *claim.perpetrators) if party.kind not in PRIVATE]
        for span, name in [*((p, p.name) for p in parties), *((p, p.name) for p in claim.places), *((t, None) for t in claim.targets)]:
            names.update({name or "", matter.words(span, claim)})
        names.update(value for place in claim.places for value in (place.admin1, place.admin2) if value)
        names.update(victim.group or "" for victim in claim.victims)
    matter.memo[report] = frozenset(name for name in names if name)
    return matter.memo[report]


def _withhold_likely(matter: Matter, report: str, words: str) -> str:
    """Withholds runs of capitalised words that look like a person's name and are not known to be anything else."""
    letters = re.findall(r"[^\W\d_]{4,}", words)
    if letters and sum(w[0].isupper() for w in letters) > 0.6 * len(letters):
        return words  # a headline in capitals: its case says nothing
    known = " | ".join(known_names(matter, report)).casefold()
    text = matter.reports[report].text

    def replaced(match: re.Match[str]) -> str:
        run, before = match[0], words[: match.start()]
        if _sentence_start(before):
            first, _, rest = run.partition(" ")
            if " " not in rest and _common_opening(first):
                return run
        if run.casefold() in known or _ORGANISATION.search(run) or _OFFICE.search(before) or _OFFICE.search(run.split(" ")[0]):
            return run
        if _WHERE.search(before) or _public(run, text):
            return run
        return NAME_WITHHELD

    return _RUN.sub(replaced, words)


def _sentence_start(before: str) -> bool:
    return not before.strip() or before.rstrip()[-1] in '.!?:;“"\n'


def _common_opening(word: str) -> bool:
    return word.lower() in _OPENINGS


_OPENINGS = frozenset(
    "the a an in on at by of for from with after before since when while as but and or if it its he she they we his her their our this "
    "that these those there here some many most all both each no not one two three four five six seven eight nine ten dozens hundreds "
    "thousands several local senior former armed rights human activists residents witnesses officials security syrian".split()
)


def _public(run: str, text: str) -> bool:
    """Whether the same text uses the last of these words as a household name ("Smith's government", "pro-Smith", "Smith loyalists"),
    or gives the whole name an office somewhere.
    """
    last = re.escape(run.rsplit(" ", maxsplit=1)[-1].rsplit("-", maxsplit=1)[-1])
    uses = (
        rf"\b(?:pro|anti|post|ex)-(?:al-)?{last}\b|\b{last}-(?:linked|era|backed|led)|"
        rf"\b{last}(?:'s|’s)? (?:regime|government|family|loyalists?|supporters?|forces|era|administration|rule)\b"
    )
    if re.search(uses, text):
        return True
    return any(_OFFICE.search(text[: match.start()]) for match in re.finditer(re.escape(run), text))
