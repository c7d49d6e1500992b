"""Who speaks: the name a source goes by in a sentence, and how its word is reported.

People in danger (witnesses, residents, relatives) are told by their kind. A source that is not named is said to be not named.
"""

import re

from knell.records import Claim, Party

from .brief import Piece
from .matter import Matter
from .numbers import lower_first
from .withhold import PRIVATE, withhold

AUTHORITIES = frozenset({"state_forces", "government", "police", "court", "foreign_forces"})
"""Kinds of speaker whose word stands under "What the authorities say"."""

_KIND_ONE = {
    "witness": "a witness", "resident": "a resident", "relative": "a relative", "individual": "one person quoted",
    "medical": "a medical source", "footage": "footage", "state_forces": "an official", "government": "an official",
    "police": "the police", "court": "a court",
    "armed_group": "an armed group", "militia": "a militia", "foreign_forces": "foreign forces",
    "international_body": "an international body", "monitor": "a monitor", "ngo": "a rights group", "outlet": "a news outlet",
    "agency": "a news agency", "religious": "a religious body",
    "party": "a political party", "unknown": "a source not named",
}  # fmt: skip
_KIND_MANY = {
    "witness": "witnesses", "resident": "residents", "relative": "relatives", "individual": "people quoted", "medical": "medical staff",
}  # fmt: skip
_HEADS = (
    "Observatory", "Network", "Ministry", "Committee", "Commission", "Council", "Office", "Centre", "Center", "Army", "Forces", "Force",
    "Government", "Group", "Organisation", "Organization", "Association", "Foundation", "Nations", "Union", "Defence", "Police", "Party",
    "Front", "Movement", "Brigade", "Authority", "Administration", "Department", "Bureau", "Agency", "Service", "Institute", "University",
    "Society", "Church", "Presidency", "Embassy", "Kremlin", "Directorate", "Command", "Guard", "Mission", "Envoy", "Crescent", "Cross",
    "Security",
)  # fmt: skip
_HEAD = re.compile(r"\b(?:" + "|".join(_HEADS) + r")\b")
_COMMON_HEAD = re.compile(
    r"(?:government|army|police|military|ministry|navy|opposition|office|commission|committee|network|centre|center|council|"
    r"monitor|presidency|"
    r"administration|authority|judiciary|state)$"
)
_COMMON_FIRST = re.compile(
    r"(?:provincial|local|security|government|armed|unidentified|unknown|pro-|anti-|gunmen|police|soldiers|troops|militants|"
    r"fighters|residents|"
    r"witnesses|officials|authorities|state|army|military|medical|hospital|rescue|two|three|four|several|some|other|rights|"
    r"human rights|war|regional|interior|defen[cs]e|foreign|health|tribal|rebel|loyalist|opposition|community|eyewitness\w*|"
    r"activists|survivors|relatives|locals|doctors|medics|sources)(?![\w])",
    re.IGNORECASE,
)
"""First words that are common nouns: small letters inside a sentence, whatever they had at the start of theirs."""

_MANY = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|several|many|some|both|\d+)\b|"
    r"(?:sources|officials|activists|residents|witnesses|locals|relatives|families|medics|doctors|monitors|groups|forces|authorities|"
    r"survivors|media|police|villagers|people|teams|reports|investigators|experts|states|accounts)\W*$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:an?|the|one|two|three|four|five|six|seven|eight|nine|ten|several|some|many|local|its|their)\b", re.IGNORECASE)


def root_of(claim: Claim) -> Party | None:
    """The end of the speaker chain; ``None`` where the outlet speaks in its own voice."""
    return claim.speakers[-1] if claim.speakers else None


def is_named(claim: Claim) -> bool:
    """Whether the claim says who its source is (its own outlet is not a source that is named)."""
    root = root_of(claim)
    return root is not None and not is_implied(root) and not shows(root)


_POINTERS = frozenset("the a an it he she they this that these those who which his her their its".split())
_EXHIBIT = re.compile(r"\b(?:footage|videos?|clips?|photos?|photographs?|images?|pictures?|recordings?)$", re.IGNORECASE)


def shows(party: Party) -> bool:
    """Whether the "speaker" is footage: it shows, and nobody has said."""
    return party.kind == "footage" or bool(_EXHIBIT.search(party.text or party.name or ""))


def is_implied(party: Party) -> bool:
    """Whether the text only implies a source ("reportedly"), or names it by a word that points elsewhere ("it", "the")."""
    if party.name:
        return False
    return (party.kind == "unknown" and party.start is None) or (party.text or "-").casefold() in _POINTERS


def party_words(matter: Matter, claim: Claim, party: Party) -> str:
    """The name of a source inside a sentence: "the Syrian Observatory for Human Rights", "residents", "an interior ministry official"."""
    given = _to_the_verb(matter.words(party, claim))
    many = bool(_MANY.search(given)) if given else False
    if party.kind in PRIVATE:
        return _private_words(party, given, many)
    if (
        party.kind in ("outlet", "agency")
        and not party.name
        and re.fullmatch(r"(?:[Tt]he |[Ii]ts? )?(?:news)?(?:paper|agency|outlet|report|site|website|channel|broadcaster|magazine)", given)
    ):
        return outlet_words(matter, claim)
    if is_implied(party):
        return "a source not named"
    if (
        party.name
        and not is_common(party.name)
        and not re.search(r"\b(?:official|officials|spokes\w+|source|sources|director|head|minister|envoy)\b", given)
    ):
        return _with_article(party.name)
    if given and party.start is not None and party.end is not None:
        shown = withhold(matter, claim.report, party.start, party.start + len(given))
        if matter.shouts(claim):
            return _with_article(re.sub(r"^The ", "the ", shown.title()))
        return _as_noun(lower_first(shown) if is_common(shown) else shown)
    return _with_article(party.name) if party.name else _KIND_ONE.get(party.kind, "a source not named")


_TRADES = re.compile(
    r"(?:human rights |rights |local |civil |community |opposition |aid )*"
    r"(?:activists?|analysts?|experts?|lawyers?|academics?|journalists?|campaigners?|volunteers?|survivors?|rescuers?|observers?|"
    r"researchers?|historians?|eyewitness(?:es)?|locals|villagers|neighbours|families)",
    re.IGNORECASE,
)


_VERB = re.compile(
    r" (?:has |have |had )?(?:said|says|told|denied|who|which|but|and,?$)\b|[\"“]|, and\b|"
    r" (?!armed\b|united\b|based\b|led\b|backed\b|linked\b|allied\b|called\b|named\b|appointed\b|elected\b|affiliated\b|retired\b|"
    r"displaced\b|injured\b|wounded\b)[a-z]{3,}ed\b"
)


def is_common(words: str) -> bool:
    """Whether the words begin with a common noun that only its sentence gave a capital: "Local officials", not "Human Rights Watch"."""
    return bool(_COMMON_FIRST.match(words)) and not re.match(r"\S+ [A-Z]", words)


def _to_the_verb(words: str) -> str:
    """A speaker's words up to the verb, where a long span has run on into what is said or done."""
    found = _VERB.search(words) if len(words.split()) > 6 or '"' in words or "“" in words else None
    return words[: found.start()].rstrip(" ,") if found and found.start() > 3 else words


def _private_words(party: Party, given: str, many: bool) -> str:
    trade = _TRADES.search(given)
    if trade and party.kind in ("individual", "witness", "resident", "relative"):
        number = re.match(r"(two|three|four|five|six|seven|eight|nine|several)\b", given, re.IGNORECASE)
        noun = trade[0].lower()
        return f"{number[1].lower()} {noun}" if number else _as_noun(noun)
    if party.kind == "medical" and given and not re.search(r"[A-Z]", given[1:]):
        return _as_noun(given)
    number = re.match(r"(two|three|four|five|six|seven|eight|nine|several)\b", given, re.IGNORECASE)
    plural = _KIND_MANY.get(party.kind)
    if plural and many:
        return f"{number[1].lower()} {plural}" if number and plural != "medical staff" else plural
    return _KIND_ONE[party.kind]


def _with_article(name: str) -> str:
    """The name with "the" where its head is a common noun: the Network, but SANA, Reuters, Syria TV."""
    if " " not in name and _COMMON_HEAD.fullmatch(name.lower()):
        return f"the {name.lower()}"
    first = name.split(" ", maxsplit=1)[0].lower()
    if re.match(r"\S+['’]s? ", name):
        return name
    if first in ("the", "a", "an"):
        return lower_first(name)
    if name.isupper() and len(name) > 2:
        return name
    if name[:1].islower():
        return _as_noun(name)
    if _PERSON.search(name) and not re.search(r"\b(?:Mr|Mrs|Ms|Dr)\b", name) and (_PERSON.search(name.split(" ", maxsplit=1)[0]) is None):
        return f"the {name}"
    if name in ("UN", "EU", "US", "UK") or _HEAD.search(name) or _COMMON_HEAD.search(name):
        return f"the {name}"
    return name


def _as_noun(words: str) -> str:
    """A description as a noun phrase with its article: "security official in Damascus" -> "a security official in Damascus"."""
    words = " ".join(words.split()).strip(" ,;:")
    if _ARTICLE.match(words):
        return lower_first(words)
    if words[:1].isupper():
        return _with_article(words)
    if _MANY.search(words) or has_plural_head(words):
        return words
    if re.search(r"(?:^|[ -])(?:loyalist|rebel|insurgent|militant)$", words):
        return f"{words}s"
    if _COMMON_HEAD.search(words):
        return f"the {words}"
    return f"{'an' if words[:1] in 'aeiou' else 'a'} {words}"


def has_plural_head(words: str) -> bool:
    """Whether a noun phrase's head is plural: "pro-government fighters", "members of the guard", "gunmen", "security personnel"."""
    head = re.split(r" (?:of|from|in|at|with|linked|loyal|belonging|tied|allied|backed) ", words)[0].split(" ")[-1].lower()
    return (
        (head.endswith("s") and not head.endswith(("ss", "us")))
        or head in ("men", "women", "people", "personnel", "troops")
        or head.endswith("men")
    )


def is_plural(words: str) -> bool:
    """Whether the source takes a plural verb."""
    return (bool(_MANY.search(words)) and not words.lower().startswith(("the ", "a ", "an ", "one "))) or words.startswith(
        ("the authorities", "the police")
    )


def outlet_words(matter: Matter, claim: Claim) -> str:
    """The claim's outlet by name, or "the report" / "one report" where it has none."""
    outlet = matter.report(claim).outlet
    if outlet:
        return outlet
    return "the report" if len({c.report for c in matter.claims}) == 1 else "one report"


def source_words(matter: Matter, claim: Claim) -> str:
    """Who is to be named for a claim: its root, or its outlet where it names no source."""
    root = root_of(claim)
    reckoned = reckoned_root(matter, claim)
    if root is None or is_implied(root) or shows(root):
        return _with_article(reckoned) if reckoned else outlet_words(matter, claim)
    if reckoned and root.name is None and root.kind not in PRIVATE:
        return _with_article(reckoned)
    return party_words(matter, claim, root)


def reckoned_root(matter: Matter, claim: Claim) -> str | None:
    """The root the reckoning has found for a claim's figure, where that is not its outlet: an agency credited, a committee's full name."""
    name, outlet = matter.roots.get(claim.claim), matter.report(claim).outlet or ""
    return name if name and name.casefold() not in outlet.casefold() else None


def source_pieces(matter: Matter, claim: Claim, own_up: bool = False) -> tuple[Piece, ...]:
    """The subject of a sentence that attributes: the root, and whom it was relayed by; or the outlet.

    ``own_up``: say "naming no source" where that is so, as a sentence with a figure must.
    """
    words = source_words(matter, claim)
    name = Piece(text=words, voice="name", claim=claim.claim)
    if not is_named(claim):
        if reckoned_root(matter, claim):
            carrier = Piece(text=outlet_words(matter, claim), voice="name", claim=claim.claim)
            return (name, Piece(text=", carried by "), carrier, Piece(text=","))
        silent = own_up and (root_of(claim) is not None or not matter.report(claim).outlet)
        return (name, Piece(text=", naming no source,")) if silent else (name,)
    if ", " in words:
        return (name, Piece(text=","))
    relays = [party_words(matter, claim, party) for party in claim.speakers[:-1] if not is_implied(party)]
    relays = [relay for relay in relays if relay.casefold() not in words.casefold()]
    if not relays:
        return (name,)
    return (name, Piece(text=", as relayed by "), Piece(text=relays[0], voice="name", claim=claim.claim), Piece(text=","))


def short_name(words: str) -> str:
    """The second mention of a body: "the Syrian Observatory for Human Rights" -> "the Observatory"."""
    if not words.startswith("the ") or words.count(" ") < 2:
        return words
    heads = [match[0] for match in _HEAD.finditer(words) if match[0][0].isupper()]
    return f"the {heads[0]}" if heads else words


def root_key(matter: Matter, claim: Claim) -> str:
    """What makes two claims the same root's: the name at the end of the chain, or the outlet."""
    return re.sub(r"^(?:the|an?) ", "", source_words(matter, claim)).casefold()


def second_mention(matter: Matter, claim: Claim, turn: int) -> str:
    """How a source is called once its paragraph has named it: by its short name, by "it" or "they", in turn; a person by the same words."""
    words = source_words(matter, claim)
    short = short_name(words)
    root = root_of(claim)
    if root is not None and root.kind in PRIVATE and not is_plural(words):
        return words
    if short != words and turn % 2:
        return short
    if is_plural(words):
        return "they"
    body = (
        root is None
        or words.isupper()
        or bool(_HEAD.search(words) or _COMMON_HEAD.search(words))
        or root.kind in ("outlet", "agency", "monitor", "ngo")
    )
    return "it" if body and not _PERSON.search(words) and words not in ("the report", "one report") else short


_PERSON = re.compile(
    r"\b(?:official|officer|spokes\w+|director|head|minister|envoy|source|commander|governor|activist|leader|president|judge)\b",
    re.IGNORECASE,
)


def is_generic(words: str) -> bool:
    """Whether the words are a kind that stands for a source who is not named: "residents", "two activists", "the report", "it"."""
    bare = re.sub(r"^(?:an?|the|one|two|three|four|five|six|seven|eight|nine|several) ", "", words.casefold())
    kinds = {re.sub(r"^(?:an?|the|one) ", "", kind) for kind in (*_KIND_ONE.values(), *_KIND_MANY.values())}
    return bare in kinds | {"it", "they", "report", "individual", "source not named"} or bool(_TRADES.fullmatch(bare))
