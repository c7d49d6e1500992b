"""Who a source is: its name and kind, and what "it", "the group" or "the ministry" goes back to.

A ``Voices`` walks through one report and remembers who spoke. It never guesses across kinds: "the monitor" goes back only to a
monitor, "the ministry" only to a name with that word in it.
"""

from collections.abc import Collection, Iterable
from operator import itemgetter

from knell.records import Party
from knell.records.vocabulary import PartyKind

from .sentence import Phrase, Sentence

_GROUPS = {
    "group": ("monitor", "ngo", "armed_group", "party"), "organisation": ("monitor", "ngo", "international_body"), "monitor": ("monitor",),
    "organization": ("monitor", "ngo", "international_body"), "observatory": ("monitor",), "network": ("monitor", "ngo"),
    "watchdog": ("monitor", "ngo"),
    "agency": ("agency", "international_body", "ngo"), "newspaper": ("outlet",), "paper": ("outlet",), "centre": ("monitor", "ngo"),
    "center": ("monitor", "ngo"), "committee": ("government", "ngo"), "commission": ("international_body", "government", "ngo"),
    "channel": ("outlet",), "broadcaster": ("outlet",), "charity": ("ngo",),
}  # fmt: skip


class Voices:
    """The speakers and parties of one report so far."""

    def __init__(self, monitors: Collection[str] = ()) -> None:
        """``monitors``: the casualty monitors that the report names anywhere."""
        self.only_monitor = next(iter(monitors)) if len(monitors) == 1 else None
        self._of_kind: dict[str, tuple[int, Party]] = {}
        self._of_word: dict[tuple[str, str], Party] = {}
        self._named = 0
        self._meant: dict[int, Party | None] = {}
        self.last: Party | None = None
        self.people: dict[str, Party] = {}
        self.armed: set[str] = set()

    def meet(self, sentences: Iterable[Sentence]) -> None:
        """Learns which armed groups the report names anywhere, for what "the rebels" goes by."""
        self.armed = {p.name for s in sentences for p in s.phrases if p.name and p.kind == "party" and p.party == "armed_group"}

    def source(self, s: Sentence, phrase: Phrase | None, span: tuple[int, int] | None) -> Party | None:
        """A source as a speaker: the phrase's name and kind, the span of the whole source. ``None`` where it is only implied."""
        if span is None:
            return self.speaker(s, phrase) if phrase is not None else None
        start, end = s.tokens[span[0]].start, s.tokens[span[1] - 1].end
        text = s.text[start:end]
        if phrase is None:
            return Party(text=text, start=start, end=end)
        known = self.speaker(s, phrase)
        return Party(text=text, start=start, end=end, name=known.name, kind=known.kind)

    def party(self, s: Sentence, phrase: Phrase) -> Party:
        """The phrase as a speaker or perpetrator, with the name it goes by where the report or the lexicon gives one."""
        text = s.text[phrase.start : phrase.end]
        if phrase.kind == "pronoun":
            # The same "it" means the same speaker however often it is asked for: "it cites A with 12 and B with 15".
            last = self._meant.setdefault(phrase.start, self.last)
            return Party(
                text=text, start=phrase.start, end=phrase.end, name=last.name if last else None, kind=last.kind if last else "unknown"
            )
        name, kind = self._identify(s, phrase)
        return Party(text=text, start=phrase.start, end=phrase.end, name=" ".join(name.split()) if name else None, kind=kind)

    def speaker(self, s: Sentence, phrase: Phrase) -> Party:
        """The same, and remembered as the one who spoke last."""
        party = self.party(s, phrase)
        if phrase.kind != "pronoun":
            self._apposition(s, phrase, party)
            self.last = party
            if party.name:
                self._keep(party, party.name)
                self.people.setdefault(party.name.split()[-1].lower(), party)
        return party

    def note(self, party: Party) -> None:
        """Remembers a party that acts by its name, so that "the country's security forces" is known later."""
        if party.name and party.kind != "individual" and party.start is not None:
            self._keep(party, party.name)

    def _keep(self, party: Party, name: str) -> None:
        """Keeps a named party as the last of its kind, and as the last of it that has each word of its name."""
        self._named += 1
        self._of_kind[party.kind] = self._named, party
        for word in name.lower().split():
            self._of_word[word, party.kind] = party

    def _apposition(self, s: Sentence, phrase: Phrase, party: Party) -> None:
        """ "the envoy for Syria, Geir Pedersen,": a later "Pedersen" is the envoy. Nobody's private name: it names an office holder."""
        after = s.phrase_at.get(phrase.last + 1) if s.low(phrase.last) == "," else s.phrase_at.get(phrase.last)
        if after is not None and after.kind == "name" and after.name and party.kind != "unknown" and "organisation" not in after.flags:
            self.people.setdefault(after.name.split()[-1].lower(), party)

    def _identify(self, s: Sentence, phrase: Phrase) -> tuple[str | None, PartyKind]:
        kind: PartyKind = phrase.party or "unknown"  # type: ignore[assignment]
        head = s.low(phrase.head)
        if phrase.name and phrase.kind != "name":
            return phrase.name, kind
        if phrase.kind == "name" and phrase.name:
            office = s.phrase_to.get(phrase.first - 1) if s.low(phrase.first - 1) == "," else None
            if (
                office is not None
                and office.kind == "party"
                and office.party not in (None, "unknown", "individual")
                and "proper" in phrase.flags
            ):
                # "the envoy for Syria, Geir Pedersen, said": the office speaks, and its holder is known by the surname later.
                party = Party(name=office.name or phrase.name, kind=office.party)  # type: ignore[arg-type]
                self.people.setdefault(phrase.name.split()[-1].lower(), party)
                return party.name, party.kind
            known = self.people.get(phrase.name.split()[-1].lower())
            if known is not None and (known.name is None or not known.name.endswith(phrase.name) or len(phrase.name.split()) == 1):
                return known.name or phrase.name, known.kind
            return _without_article(phrase.name), _kind_of_name(phrase, kind)
        if (
            phrase.party == "monitor"
            and self.only_monitor
            and phrase.quantity is None
            and head in ("monitor", "observatory", "watchdog")
            and s.cls(phrase.first) != "D"
        ):
            # A headline's "Monitor" is the one monitor the report names.
            return self.only_monitor, "monitor"
        definite = s.low(phrase.first) in ("the", "it", "its", "this", "that")
        if definite and head in ("monitor", "observatory") and self.only_monitor:
            return self.only_monitor, "monitor"
        if definite and head in _GROUPS:
            kinds = (kind,) if kind == "monitor" else _GROUPS[head]
            _, past = max((self._of_kind[k] for k in kinds if k in self._of_kind), default=(0, None), key=itemgetter(0))
            if past is not None:
                return past.name, past.kind
        if definite and phrase.party is not None and phrase.quantity is None and phrase.kind in ("party", "people"):
            past = self._of_word.get((head, kind))
            if past is not None:
                return past.name, past.kind
        if len(self.armed) == 1 and head in _FIGHTERS and phrase.quantity is None and self._is_known_group(s, phrase):
            return next(iter(self.armed)), "armed_group"
        if s.caps and phrase.kind in ("party", "people") and kind in _BODIES:
            return _body_in_capitals(s, phrase, kind), kind
        adjectives = s.text[phrase.start : phrase.end]
        words = adjectives.split()
        if (
            phrase.party
            and phrase.quantity is None
            and any(w[:1].isupper() for w in words[1 if words[0].lower() in ("the", "a", "an") else 0 :])
            and not s.caps
            and phrase.kind == "party"
        ):
            return _without_article(adjectives), kind
        return None, kind

    def _is_known_group(self, s: Sentence, phrase: Phrase) -> bool:
        """Whether "the rebels" may be the one group that the report names: definite, or plural without any word that parts them from it."""
        if s.low(phrase.first) in ("the", "these", "those"):
            return True
        return all(s.low(k) in _ANY_FIGHTERS for k in range(phrase.first, phrase.head))


_FIGHTERS = frozenset("guerrillas guerrilla rebels insurgents subversives militants terrorists guerillas fighters extremists".split())
_ANY_FIGHTERS = frozenset("urban rural armed leftist marxist maoist communist alleged presumed suspected supposed".split())
"""Words before fighters that part them from no group."""
_FORCE = frozenset("army forces force police guard battalion brigade navy military command regiment squadron marines".split())
_BODIES: dict[str, frozenset[str]] = {
    "state_forces": _FORCE,
    "police": _FORCE,
    "armed_group": frozenset("cartel cartels mafia mafias gang gangs squad squads".split()),
}
"""Kind -> the words that end the name of a body of that kind, where capitals do not show it."""
_MODIFIERS = frozenset(
    "national treasury metropolitan federal secret judicial civil civic air special public rural municipal state royal presidential "
    "republican revolutionary popular narcotics antinarcotics drug trafficking death armed fascist rightist leftist extreme "
    "paramilitary country's infantry airborne 1st 2d 2nd 3d 3rd 4th 5th 6th".split()
)
"""Words no lexicon of parties has that may belong to the name of a body."""


def _body_in_capitals(s: Sentence, phrase: Phrase, kind: str) -> str | None:
    """The name of a body in capitals without its article and its people: "TREASURY POLICE" of "THE TREASURY POLICE AGENTS"."""
    ends = [k for k in range(phrase.first, phrase.last) if s.low(k) in _BODIES[kind]]
    if not ends:
        return None
    start = end = ends[-1]
    while start > phrase.first and (s.cls(start - 1) in "NCLJ" or s.low(start - 1) in _MODIFIERS):
        start -= 1
    return s.text[s.tokens[start].start : s.tokens[end].end]


def _without_article(text: str) -> str:
    for article in ("The ", "the ", "A ", "a ", "An ", "an "):
        if text.startswith(article):
            return text[len(article) :]
    return text


_NAME_KINDS: tuple[tuple[str, PartyKind], ...] = (
    ("ministry", "government"), ("government", "government"), ("observatory", "monitor"), ("monitor", "monitor"), ("network", "ngo"),
    ("police", "police"),
    ("army", "state_forces"), ("forces", "state_forces"), ("court", "court"), ("party", "party"), ("hospital", "medical"),
    ("university", "individual"),
    ("news", "outlet"), ("times", "outlet"), ("post", "outlet"), ("tv", "outlet"), ("television", "outlet"), ("radio", "outlet"),
    ("agency", "agency"),
    ("council", "government"), ("commission", "government"), ("committee", "government"), ("brigade", "armed_group"),
    ("brigades", "armed_group"),
    ("front", "armed_group"), ("militia", "militia"), ("union", "ngo"), ("association", "ngo"), ("centre", "ngo"), ("center", "ngo"),
    ("rights", "ngo"),
    ("watch", "ngo"), ("department", "government"), ("office", "government"), ("church", "religious"), ("movement", "armed_group"),
    ("herald", "outlet"),
    ("gazette", "outlet"), ("journal", "outlet"), ("tribune", "outlet"), ("gang", "armed_group"), ("cartel", "armed_group"),
    ("guard", "state_forces"),
)  # fmt: skip


def _kind_of_name(phrase: Phrase, kind: PartyKind) -> PartyKind:
    if phrase.name is None or "organisation" not in phrase.flags:
        return kind
    words = phrase.name.lower().split()
    return next((k for word, k in _NAME_KINDS if word in words), kind)
