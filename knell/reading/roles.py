"""Who stands where about a word: the subject, the object, the ``by`` phrase, and their coordinates.

Every function takes a sentence and token positions and gives noun phrases of that sentence; none reads beyond it.
"""

from .finding import STRONG
from .pieces import Quantity
from .sentence import QUOTES, Phrase, Sentence

MOSTLY = frozenset({"mostly", "mainly", "largely", "chiefly", "including", "predominantly"})

_SET_OFF = frozenset({",", "-", "–", "—", ")"})

_CLAUSE_WORDS = frozenset({"that", "when", "while", "because", "although", "though", "but", "if", "whereas", "unless", "where", "until"})


def find_shared_noun(s: Sentence, number: Phrase) -> list[Phrase]:
    """ "killed 28 and wounded 30 militants": the noun stands with the second number and is meant with the first."""
    i = number.last
    if s.low(i) in ("and", "or") and s.cls(i + 1) == "V":
        other = s.phrase_at.get(i + 2)
        if other is not None and other.kind == "people" and other.quantity is not None:
            at = s.token_range(other.quantity.start, other.quantity.end)[1]
            return [number, other._replace(first=at, start=s.tokens[at].start, quantity=None)] if at < other.last else [number]
    return [number]


def find_idle_phrases(s: Sentence, v: int, w: int) -> list[Phrase]:
    """Who did nothing: the police looked on; police inaction; the inaction of, or by, the police."""
    before = s.phrase_to.get(v)
    if before is not None and before.party is not None:
        return [before]
    for k in (w, w + 1):
        if s.low(k) in ("of", "by", "from", "among") or (s.low(k) == "on" and s.low(k + 1) == "the"):
            phrase = find_phrase_at(s, k + 1) if s.low(k) != "on" else s.phrase_at.get(k + 4)
            if phrase is not None and phrase.party is not None:
                return [phrase]
    return [p for p in find_subjects(s, v) if can_act(p)]


LIGHT = frozenset(
    "carried carry carries carrying launched launch launches launching staged stage stages staging mounted mounting "
    "conducted conducting committed committing "
    "perpetrated triggered triggering trigger hurled hurling hurl lobbed lobbing lob threw throw throwing thrown planted "
    "planting detonated detonating exploded "
    "fired firing fire resorted resorting resort used using use burst unleashed dropped dropping organised organized "
    "organising held holding hold waged "
    "imposed imposing clamped lifted ordered ordering enforced registered filed declared "
    "made making opened opening sparked orchestrated masterminded executed".split()
)
"""Verbs that only carry out what their noun says: "launched an attack", "lobbed a grenade"."""


def find_light_doers(s: Sentence, v: int) -> list[Phrase]:
    """Who carried out the deed that a noun names: the subject of the light verb right before its phrase."""
    i = v - 1
    while i > v - 8 and s.low(i) not in LIGHT and (s.cls(i) in "DWJQqCLNB" or s.low(i) in ("out", "to")):
        i -= 1
    if s.low(i) not in LIGHT or has_be_before(s, i):
        return []
    return [p for p in find_subjects(s, i) if can_act(p) and p.kind != "number"]


def can_suffer(p: Phrase) -> bool:
    """Whether the phrase names people whom harm can come to: courts, outlets and monitors are told of as speakers only."""
    return p.kind in ("people", "number", "name", "pronoun") or (
        p.kind == "party" and p.party not in ("court", "outlet", "agency", "monitor")
    )


_TELLERS = frozenset({"outlet", "agency", "monitor"})
"""Kinds of party that tell of deeds and do none."""


def can_act(p: Phrase) -> bool:
    """Whether the phrase can do a deed: a place acts only as the agent after "by"."""
    if p.kind == "place":
        return p.governor not in _GOVERNORS or p.governor == "by"
    if p.party in _TELLERS:
        return False
    return (p.kind in ("party", "pronoun") or p.party is not None or p.kind == "people") and "bodies" not in p.flags


def find_phrase_at(s: Sentence, i: int) -> Phrase | None:
    """The noun phrase that begins at token ``i``, or one right after a determiner, an adverb, a wh-word or a quotation mark."""
    phrase = s.phrase_at.get(i) or (s.phrase_at.get(i + 1) if s.cls(i) in "BDWR" else None)
    if phrase is None and s.cls(i) in "XDWJ":
        k = i
        while k < i + 4 and s.cls(k) in "DWJ":
            k += 1
        if s.low(k) in QUOTES:
            return s.phrase_at.get(k + 1)
    return phrase


def has_be_before(s: Sentence, v: int) -> bool:
    """Whether a form of "be" (or "get") governs the verb at token ``v``, so that it is a passive."""
    i = v - 1
    be = s.lexicon.words["be"]
    while s.cls(i) in "AB" or s.low(i) in ("not", "n't"):
        if s.low(i) in be:
            return True
        i -= 1
    return False


def is_reduced_relative(s: Sentence, v: int) -> bool:
    """52 people killed in...: a participle right after the people, before a time or a place."""
    i = v + 1
    while s.cls(i) == "T":
        i += 1
    # "kidnapped today two farmers": the object stands after the day.
    return s.cls(v + 1) in "RX" or (i > v + 1 and i not in s.phrase_at)


def find_bare_left(s: Sentence, v: int) -> list[Phrase]:
    """A number or people right before the word: "52 killed", "12 others dead"."""
    i = v
    while s.cls(i - 1) in "B" or s.low(i - 1) in (
        "others",
        "more",
        "have",
        "been",
        "had",
        "has",
        "were",
        "was",
        "are",
        "is",
        "reported",
        "confirmed",
    ):
        i -= 1
    phrase = s.phrase_to.get(i) or s.phrase_to.get(v)
    return [phrase] if phrase is not None and (phrase.quantity is not None or phrase.kind in ("people", "name")) else []


def find_subjects(s: Sentence, v: int) -> list[Phrase]:
    """The phrases that are subject of the verb at ``v``, coordinated ones too; found leftwards within the clause."""
    i = _skip_verb_group(s, v)
    some = some_of_the_harmed(s, i)
    if some is not None:
        return [some]
    apposed = _head_of_apposition(s, i)
    if apposed is not None:
        # "149 Alawites, nearly all men and boys, were killed": the subject stands before the apposition.
        return _with_left_coordinates(s, apposed)
    relative = s.low(i) in ("who", "which") or (s.low(i) == "that" and s.phrase_to.get(i) is not None and s.cls(v - 1) in "AB")
    if relative:
        antecedent = s.phrase_to.get(i) or (s.phrase_to.get(i - 1) if s.low(i - 1) == "," else None)
        return [antecedent] if antecedent is not None else []
    return _walk_to_subject(s, i, v)


_THE_HARMED = frozenset({"dead", "killed", "injured", "wounded", "hurt", "missing", "slain", "deceased"})


def some_of_the_harmed(s: Sentence, i: int) -> Phrase | None:
    """The number in "three of the dead", "two of those injured", where the word for the harm stands at ``i``."""
    if s.low(i) not in _THE_HARMED or s.low(i - 1) not in ("the", "those") or s.low(i - 2) != "of":
        return None
    number = s.phrase_to.get(i - 2)
    return number if number is not None and number.quantity is not None else None


def _skip_verb_group(s: Sentence, v: int) -> int:
    i = v - 1
    while (
        s.cls(i) in "AB"
        or s.low(i) in ("not", "n't", "to", "also", "reported", "believed", "feared", "said", "thought")
        or (s.cls(i) == "T" and s.cls(i - 1) != "R")
    ):
        i -= 1
    return i


_APPOSED = frozenset("who which whose whom aged formerly then also former".split())
_FAR = 34
"""Tokens that an apposition or a relative clause may take up between a subject and its verb."""


def _head_of_apposition(s: Sentence, i: int) -> Phrase | None:
    """The subject before what is set off by the mark at ``i``: an age, a title, a relative clause, or several of them."""
    if s.low(i) not in _SET_OFF:
        return None
    opening = "(" if s.low(i) == ")" else s.low(i)
    for k in range(i - 1, max(-1, i - _FAR), -1):
        if s.low(k) in STRONG and s.low(k) != opening:
            return None
        if s.low(k) != opening:
            continue
        head = s.phrase_to.get(k)
        titled = head is not None and s.low(head.first - 1) in s.lexicon.words["titles"] and s.low(head.first - 2) in _GOVERNORS
        if head is None or titled or head.kind == "number" or _is_governed(head):
            continue
        plain = i - k <= 14 and not any(s.cls(m) == "V" for m in range(k, i))
        participle = s.low(k + 1).endswith("ing") and s.cls(k + 1) in "VW"
        apposed = participle or s.low(k + 1) in _APPOSED or s.cls(k + 1) in "DqYQ"
        if plain or (apposed and head.kind in ("people", "name", "party") and s.low(k + 1) != "and"):
            return head
    return None


def _walk_to_subject(s: Sentence, i: int, v: int) -> list[Phrase]:
    """Leftwards from token ``i``: the first phrase that nothing else governs, past objects and verbs the verb at ``v`` is joined to."""
    verbs = 0
    j = i
    while j >= 0:
        phrase = s.phrase_to.get(j + 1)
        if phrase is not None and not _is_shared_object(s, phrase, i, v) and not _is_object_before_gerund(s, phrase, v):
            found = _subject_from(s, phrase, v)
            if found is not None:
                return _with_left_coordinates(s, found)
        if phrase is not None:
            # Governed, or an object: "soldiers chased the looters and shot one", where the soldiers shoot.
            j = phrase.first - 1
            continue
        low = s.low(j)
        if low == "that" and s.phrase_to.get(j) is not None and s.cls(j + 1) in "AV":
            # "the troops that were with the column fired": the relative clause only says which troops.
            return _with_left_coordinates(s, s.phrase_to[j])
        if low in STRONG or (low in _CLAUSE_WORDS and not (low == "that" and s.cls(j + 1) in "N")):
            return []
        if s.cls(j) == "V":
            verbs += 1
            if verbs > 1 and _speaks(s, j):
                # "Officials said a drone hit a bus, killing one": what is said has a subject of its own, though it is no person.
                return []
            described = _described_by(s, j, v, verbs)
            if described is not None:
                return _with_left_coordinates(s, described)
            if not _joins_verb_phrase(s, i, v) or verbs > 2:
                return []
            # "attacked the village and killed 12": go on left of the first verb for its subject.
            k = j - 1
            while s.cls(k) in "AB" or s.low(k) in ("not", "to"):
                k -= 1
            first = s.phrase_to.get(k + 1)
            if first is not None and not _is_governed(first):
                return _with_left_coordinates(s, first)
            j = k
            continue
        j -= 1
    return []


_SPOKEN = frozenset({"past", "s", "base", "ing"})


def _speaks(s: Sentence, j: int) -> bool:
    """Whether the verb at ``j`` is one of speech."""
    return any(h.first <= j < h.last and h.entry.form in _SPOKEN for h in s.of_role("cue"))


def _subject_from(s: Sentence, phrase: Phrase, v: int) -> Phrase | None:
    """The phrase met on the way as subject of the verb at ``v``, or, if it is the object of a relative clause, what that hangs on."""
    if s.cls(phrase.first - 1) == "V":
        antecedent = _antecedent_of(s, phrase.first - 1)
        if antecedent is not None:
            return antecedent
    if is_of_a_part(s, phrase):
        # "14 millers including elders were killed": the fourteen were.
        return None
    gerund = phrase.last == v and s.tokens[v].low.endswith("ing") and phrase.governor in ("of", "to", "with", "about", "by", "from")
    return phrase if gerund or not _is_governed(phrase) else None


def is_of_a_part(s: Sentence, phrase: Phrase) -> bool:
    """Whether a phrase closes a list that "including" opens; "and 107 others" is no part."""
    if s.low(phrase.head) in ("others", "other"):
        return False
    while s.low(phrase.first - 1) in ("and", ",") and (before := s.phrase_to.get(phrase.first - 1)) is not None:
        phrase = before
    return phrase.governor == "including"


def _described_by(s: Sentence, j: int, v: int, verbs: int) -> Phrase | None:
    """The phrase that the verb at ``j`` only describes, so that the verb at ``v`` is its own: a relative clause or a participle."""
    opened = next((k for k in range(j, max(-1, j - 14), -1) if s.low(k) in ("who", "which")), None)
    if opened is not None and s.phrase_to.get(opened) is not None and not any(s.low(k) == "," for k in range(opened, j)):
        # "the child who was shot on Monday has died": the verb after the relative clause goes with its antecedent.
        return s.phrase_to[opened]
    if verbs == 1 and _is_trailing_participle(s, j, v):
        # "the soldiers stationed there shot two": the participle only says which soldiers.
        return s.phrase_to[j]
    return None


def _is_shared_object(s: Sentence, phrase: Phrase, i: int, v: int) -> bool:
    """Whether the phrase is the object of the verb that the verb at ``v`` is joined to by "and": X chased Y and shot one."""
    verb = phrase.first - 2 if s.low(phrase.first - 1) in _PARTICLES else phrase.first - 1
    ing = s.tokens[v].low.endswith("ing")
    if s.cls(verb) != "V" or (ing and not (s.tokens[verb].low.endswith("ing") and s.low(v - 1) == "and")):
        # "killing seven soldiers and capturing two": the soldiers are killed and capture nobody.
        return False
    # "killed one, wounded three and then shot himself"
    listed = s.low(v - 1) == "," and s.phrase_at.get(v + 1) is not None and s.phrase_to.get(v - 1) is phrase
    return s.low(i) in ("and", ",", "then") and (s.low(v - 1) in ("and", "then") or listed)


_PARTICLES = frozenset({"dead", "down", "up", "off"})
"""Words between a verb and its object: "shot dead 12 villagers"."""


def _is_object_before_gerund(s: Sentence, phrase: Phrase, v: int) -> bool:
    """Whether the phrase is an object before "before killing", "and then shooting": who did the one did the other."""
    if not s.tokens[v].low.endswith("ing") or s.low(v - 1) not in ("before", "after", "then", "while"):
        return False
    while s.low(phrase.first - 1) in ("and", ",") and (before := s.phrase_to.get(phrase.first - 1)) is not None:
        phrase = before
    return s.cls(phrase.first - 1) == "V"


def _antecedent_of(s: Sentence, j: int) -> Phrase | None:
    """The phrase that a relative clause with its verb at ``j`` hangs on: "the soldiers who guarded the camp" fired."""
    k = j - 1
    while s.cls(k) in "ABT":
        k -= 1
    if s.low(k) not in ("who", "which", "that"):
        return None
    head = s.phrase_to.get(k)
    return head if head is not None and not _is_governed(head) else None


def _is_trailing_participle(s: Sentence, j: int, v: int) -> bool:
    """Whether the verb at ``j`` is a participle hung on the phrase before it, with no phrase of its own before the verb at ``v``."""
    head = s.phrase_to.get(j)
    if head is None or _is_governed(head) or not s.low(j).endswith(("ed", "en", "ing")) or any(s.cls(k) in "XKV" for k in range(j + 1, v)):
        return False
    return s.cls(j + 1) in "RB"


def _joins_verb_phrase(s: Sentence, i: int, v: int) -> bool:
    """Whether the verb at ``v`` shares the subject of an earlier verb: after "and", after a comma, as "-ing", after "by" or "to"."""
    return s.low(i) in ("and", ",", "by", "after", "before", "then", "of", "for") or s.tokens[v].low.endswith("ing") or s.low(v - 1) == "to"


_GOVERNORS = frozenset(
    "of in on at from with near to into during by against for over under between among inside outside around across "
    "through about toward towards including like than behind".split()
)


def _is_governed(p: Phrase) -> bool:
    """Whether a preposition hangs the phrase on something else, so that it is no subject."""
    return p.governor in _GOVERNORS


def _with_left_coordinates(s: Sentence, phrase: Phrase) -> list[Phrase]:
    if s.low(phrase.first).rstrip(".") in _AFTER_NAMES and s.low(phrase.first - 1) == ",":
        # "Tomas Albarra, Jr."
        phrase = s.phrase_to.get(phrase.first - 1, phrase)
    out = [phrase]
    while True:
        first = out[0].first
        whole = _whole_of(s, out[0])
        if whole is not None:
            # "17 farmers mainly elders and boys were killed": the seventeen were.
            return [whole]
        if s.low(first - 1) in QUOTES and s.low(first - 2) in ("and", ",") and s.low(first - 3) in QUOTES:
            # members of the "Lion Brigade" and "Victory Front"
            quoted = s.phrase_to.get(first - 3)
            if quoted is not None and not _is_governed(quoted):
                out.insert(0, quoted)
                continue
        mark = s.low(first - 1)
        before = s.phrase_to.get(first - 1)
        if mark in ("and", ",", "or") and before is None and s.low(first - 2) == ",":
            before = s.phrase_to.get(first - 2)
        comma = first - 2 if s.low(first - 2) == "," and mark in ("and", "or") else first - 1
        if mark in ("and", ",", "or") and (before is None or before.kind == "number"):
            # "Tomas Albarra, 22, and Luis Vega, 30, were killed"
            aged = comma - 1 if s.low(comma) == "," else first - 2
            named = s.phrase_to.get(aged - 1) if _is_age(s, aged) and s.low(aged - 1) == "," else None
            before = named if named is not None and (named.kind == "name" or "named" in named.flags) else before
        if mark not in ("and", ",", "or") or before is None or _is_governed(before):
            return out
        if s.low(before.first - 1) in ("was", "were", "is", "are"):
            # "Three of the dead were women and two children were hurt": the women are told of before.
            return out
        if mark == "," and len(out) == 1 and not (before.quantity is not None and phrase.quantity is not None):
            return out
        out.insert(0, before)


_AFTER_NAMES = frozenset({"jr", "sr", "ii", "iii", "iv"})


def _whole_of(s: Sentence, phrase: Phrase) -> Phrase | None:
    """The counted people that a phrase only describes, set beside them without a comma: "17 farmers mainly elders"."""
    first = phrase.first
    if s.low(first) not in MOSTLY:
        first -= 1
    whole = s.phrase_to.get(first) if s.low(first) in MOSTLY else None
    return whole if whole is not None and whole.quantity is not None else None


def find_objects(s: Sentence, w: int) -> list[Phrase]:
    """The phrases right after a verb, coordinated ones too."""
    i = w
    while i not in s.phrase_at and (s.cls(i) in "BT" or s.low(i) == "also" or s.low(i) in _PARTICLES):
        # "killed up to 200 soldiers": the bound belongs to the number.
        i += 1
    phrase = s.phrase_at.get(i)
    if phrase is None and s.cls(i) in "DWJLC":
        phrase = next((s.phrase_at[k] for k in (i + 1, i + 2) if k in s.phrase_at and all(s.cls(m) in "DWJLC" for m in range(i, k))), None)
    return with_coordinates(s, phrase)


REFLEXIVES = frozenset({"himself", "herself", "themselves", "itself"})


def find_reflexive(s: Sentence, objects: list[Phrase], subjects: list[Phrase]) -> list[Phrase]:
    """ "shot his wife and then himself": whoever did it is among those it was done to."""
    if not objects or not subjects:
        return []
    i = objects[-1].last
    while s.low(i) in (",", "and", "then", "before", "finally", "later"):
        i += 1
    return subjects[-1:] if i > objects[-1].last and s.low(i) in REFLEXIVES else []


def with_coordinates(s: Sentence, phrase: Phrase | None) -> list[Phrase]:
    """A phrase and those joined to it by "and" or commas, up to one that starts a clause of its own."""
    if phrase is None:
        return []
    out = [phrase]
    at = phrase.last
    while True:
        i = at = _past_age(s, out[-1], at)
        if s.low(i) == "," and s.low(i + 1) in ("and", "or"):
            i += 1
        if s.low(i) not in ("and", ",", "or", "plus", "&"):
            return out
        after = s.phrase_at.get(i + 1)
        if after is None or after.kind == "pronoun":
            return out
        if s.low(i) == "," and _is_a_body(s, after):
            # "wounding 400, the Commission on Rights said": a body that tells is none of the wounded.
            return out
        if s.low(i) == "," and _is_name_of(out[-1], after):
            # "his friend, Tomas Albarra": one person, by name.
            out[-1] = after._replace(flags=after.flags | (out[-1].flags - {"plain"}), governor=out[-1].governor)
            at = after.last
            continue
        if (s.low(i) == "," or (at > out[-1].last and s.low(at) == "and")) and _says_who(s, out[-1], after):
            # "Tomas Albarra, a teacher, and his wife": the teacher is the man before; so is "leader of a union and candidate".
            at = after.last
            continue
        if (
            (s.cls(after.last) in "A" and not _closes_list(s, out, after))
            or (s.cls(after.last) == "V" and s.low(after.last) not in ("killed", "dead"))
            or s.low(after.last) in ("wounded", "injured", "dead", "missing", "killed")
        ):
            return out
        if (
            s.low(i) == ","
            and s.low(after.last) not in (",", "and", "or", "in", "on", "at", ".", "", ")", "during", "by", "from")
            and s.cls(after.last) != "X"
        ):
            return out
        if s.low(i) == "and" and _is_one_office(s, out[-1], after):
            out[-1] = after._replace(first=out[-1].first, start=out[-1].start, governor=out[-1].governor)
        else:
            out.append(after)
        at = after.last


def _is_a_body(s: Sentence, p: Phrase) -> bool:
    """Whether a phrase is the name of an organisation: "the National Commission"."""
    last = p.last - 1
    return "organisation" in p.flags or ("named" in p.flags and s.low(last) in s.lexicon.words["org_words"] and s.forms[last].istitle())


def _past_age(s: Sentence, name: Phrase, at: int) -> int:
    """The place behind an age that is set off by commas: "Tomas Albarra, 22, and Luis Vega, 30"."""
    named = name.kind == "name" or "named" in name.flags
    return at + 2 if named and s.low(at) == "," and _is_age(s, at + 1) and s.low(at + 2) in (",", "and") else at


def _is_age(s: Sentence, k: int) -> bool:
    """Whether the token is a bare number that can be a person's age."""
    word = s.low(k)
    return word.isdecimal() and int(word) <= _OLDEST


_OLDEST = 115


def _closes_list(s: Sentence, names: list[Phrase], after: Phrase) -> bool:
    """ "The deaths of A, B, and C were announced": the last of a list of names is no subject of "were"."""
    listed = len(names) > 1 and all(p.kind == "name" for p in (*names, after))
    return listed and s.low(after.first - 1) == "and" and s.low(after.last) in ("were", "are", "have")


def _says_who(s: Sentence, name: Phrase, after: Phrase) -> bool:
    """Whether a phrase after a comma only says who the one named before it is: "a teacher", "the mayor of the town"."""
    named = name.kind == "name" or "named" in name.flags
    plain = after.quantity is None or after.quantity.rule == "article"
    bare = not after.plural and s.cls(after.first) not in "DQqP" and s.low(after.last) != "'s"
    office = bare or s.low(after.first) in ("a", "an", "the")
    return named and plain and after.kind == "people" and "named" not in after.flags and office


def _is_name_of(person: Phrase, after: Phrase) -> bool:
    """Whether a name after a comma is the one person's told before it: "his friend, Tomas Albarra"."""
    one = person.quantity is None or person.quantity.rule == "article" or person.quantity.low == person.quantity.high == 1
    named = (after.kind == "name" and "proper" in after.flags) or "named" in after.flags
    return person.kind == "people" and one and not person.plural and "named" not in person.flags and named and after.quantity is None


def _is_one_office(s: Sentence, before: Phrase, after: Phrase) -> bool:
    """Whether two offices are of one person: "party leader and candidate Tomas Albarra"."""
    one = before.kind == "people" and not before.plural and before.quantity is None and "named" not in before.flags
    return one and "named" in after.flags and after.quantity is None and s.cls(after.first) != "D"


_SUSTAINED = frozenset({"sustained", "suffered", "incurred", "borne", "verified", "verification", "monitored"})
"""Participles whose "by" names who suffered or checked it."""


def find_doers_after_by(s: Sentence, w: int) -> list[Phrase]:
    """by X, within the clause after an event word."""
    for i in range(w, min(len(s.tokens), w + 14)):
        low = s.low(i)
        if low in STRONG or (s.cls(i) == "V" and i > w and low not in LIGHT) or low in _CLAUSE_WORDS or low in ("which", "who", "whose"):
            return []
        if low == "by" and s.low(i - 1) in _SUSTAINED:
            return []
        if low == "by":
            phrase = find_phrase_at(s, i + 1)
            if phrase is None or phrase.first > i + 5 or phrase.kind == "number":
                return []
            doers: list[Phrase] = []
            phrase = _men_of(s, phrase) or phrase
            for p in with_coordinates(s, phrase):
                if p.quantity is not None and doers:
                    break
                if can_act(p) or p.kind == "name":
                    doers.append(p)
            return doers
        if low == "at" and s.low(i + 1) == "the" and s.low(i + 2) == "hands" and s.low(i + 3) == "of":
            phrase = find_phrase_at(s, i + 4)
            return [phrase] if phrase is not None and can_act(phrase) else []
    return []


_BANDS = frozenset({"team", "party", "squad", "contingent", "personnel"})


def _men_of(s: Sentence, phrase: Phrase) -> Phrase | None:
    """The force whose men make up a band: "a party comprising staff of the town police"."""
    if phrase.party not in (None, "unknown", "individual") or _BANDS.isdisjoint(s.lows[phrase.first : phrase.last]):
        return None
    for k in range(phrase.last, min(len(s.tokens), phrase.last + 8)):
        if s.cls(k) in "VAX":
            return None
        force = s.phrase_at.get(k)
        if force is not None and force.party in ("police", "state_forces"):
            return force
    return None


def find_quantity_before(s: Sentence, v: int) -> Quantity | None:
    """The number of people right before a noun, over up to three modifiers: "12 civilian deaths"."""
    for (_, b), quantity in s.quantities:
        if b <= v <= b + 3 and all(s.cls(k) in "WJNBC" for k in range(b, v)):
            return quantity if quantity.of in ("people", "other") else None
    return None
